//! Rules that look at more than one key.
