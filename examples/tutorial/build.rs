//! Turns the schema into Rust.

fn main() -> Result<(), opcodec_codegen::BuildError> {
    opcodec_codegen::Builder::new().schema("drive.toml").compile()
}
