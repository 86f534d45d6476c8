//! Imports: from a path to every file that it reaches.
