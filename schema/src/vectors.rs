//! Runs test vectors.
