//! Rust from opcodec schemas: one emitter for `build.rs`, for `include_schema!` and for checked-in files.
//!
//! ```no_run
//! // build.rs
//! fn main() -> Result<(), opcodec_codegen::BuildError> {
//!     opcodec_codegen::Builder::new().schema("mmc.toml").compile()
//! }
//! ```
//! and then `include!(concat!(env!("OUT_DIR"), "/mmc.rs"));` inside a module.
#![forbid(unsafe_code)]

#[cfg(feature = "file")]
mod build_script;
#[cfg(feature = "derive")]
mod derive;
mod emit;
#[cfg(feature = "file")]
mod file;
pub mod names;
mod paths;

#[cfg(feature = "file")]
pub use build_script::{BuildError, Builder};
#[cfg(feature = "derive")]
pub use derive::derive;
pub use emit::{emit, emit_items, fixed_impls};
#[cfg(feature = "file")]
pub use file::{is_module_path, render_file};

use opcodec_schema::ir::Schema;

/// How the Rust is to be made.
#[derive(Clone, Debug)]
pub struct Options {
    /// The path of the runtime crate: `::opcodec`; inside the runtime itself `crate`.
    pub runtime_path: String,
    /// Modules whose Rust is elsewhere, with its path: `("sense", "::opcodec::scsi::sense")`. Their items are named
    /// there and not emitted again.
    pub externs: Vec<(String, String)>,
    /// Whether the root file's test vectors become `#[test]` functions.
    pub vectors: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { runtime_path: "::opcodec".into(), externs: Vec::new(), vectors: false }
    }
}

impl Options {
    /// The same from a module inside the one that holds the Rust: a path that starts at it goes out once more.
    pub(crate) fn inside(&self) -> Self {
        let out = |path: &String| match path.trim_start().split("::").next() {
            Some("super") => format!("super::{path}"),
            Some("self") => path.replacen("self", "super", 1),
            _ => path.clone(),
        };
        let externs = self.externs.iter().map(|(name, path)| (name.clone(), out(path))).collect();
        Self { runtime_path: out(&self.runtime_path), externs, vectors: self.vectors }
    }

    /// The externs that name no protocol which the schema imports.
    pub fn unknown_externs<'o>(&'o self, schema: &Schema) -> impl Iterator<Item = &'o str> {
        let is_known = |name: &str| schema.modules.iter().skip(1).any(|module| module.name == name);
        self.externs.iter().map(|(name, _)| name.as_str()).filter(move |name| !is_known(name))
    }
}

#[cfg(test)]
mod tests {
    use super::Options;

    #[test]
    fn relative_paths_go_out_of_a_module_inside() {
        let paths = ["::opcodec::sense", "crate::sense", "super::sense", "self::sense", "superb::sense"];
        let externs = paths.map(|path| ("sense".to_owned(), path.to_owned())).to_vec();
        let inside = Options { externs, ..Options::default() }.inside();
        let paths: Vec<&str> = inside.externs.iter().map(|(_, path)| path.as_str()).collect();
        let expected =
            ["::opcodec::sense", "crate::sense", "super::super::sense", "super::sense", "superb::sense"];
        assert_eq!(paths, expected);
        assert_eq!(inside.runtime_path, "::opcodec");
    }
}
