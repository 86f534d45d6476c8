//! The compiler of `opcodec` without its Rust output: TOML text to a checked model, diagnostics, and an
//! interpreter that decodes and encodes any message straight from the model.
#![forbid(unsafe_code)]

pub mod check;
pub mod diag;
pub mod expr;
pub mod interp;
pub mod ir;
pub mod load;
pub mod lower;
pub mod name;
pub mod notation;
pub mod parse;
pub mod read;
pub mod resolve;
pub mod source;
pub mod syntax;
pub mod value;
pub mod vectors;

use std::path::Path;

/// What came of compiling a file.
#[derive(Debug)]
pub struct Compilation {
    /// The files that were read, the root first.
    pub sources: source::SourceMap,
    /// The model, unless there was an error.
    pub schema: Option<ir::Schema>,
    /// Errors and warnings, sorted by place.
    pub diagnostics: Vec<diag::Diagnostic>,
}

/// Compiles a schema file and what it imports.
pub fn compile(path: &Path) -> Compilation {
    let _ = path;
    todo!("the stages")
}
