//! Names to ids, over all files.
