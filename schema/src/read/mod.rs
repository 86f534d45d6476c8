//! From a TOML tree to the syntax: every key checked, every hole kept.
