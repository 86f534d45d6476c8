//! Turns the schemas into Rust; `src/main.rs` includes what comes out.

fn main() -> Result<(), opcodec_codegen::BuildError> {
    opcodec_codegen::Builder::new()
        .schema("../../protocols/schemas/mmc.toml")
        .schema("iso9660.toml")
        .compile()
}
