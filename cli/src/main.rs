//! The opcodec command.
fn main() {}
