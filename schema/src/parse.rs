//! From text to a TOML tree with spans; every syntax error at once.
