//! The API of build scripts.

use std::path::{Path, PathBuf};
use std::{env, fmt, fs};

use opcodec_schema::diag::{self, Severity};

use crate::Options;

/// Compiles schema files in a build script.
///
/// Every file `x.toml` becomes `x.rs` in `OUT_DIR`, without inner attributes, to be `include!`d in a module. Cargo is
/// told to watch the files and what they import.
#[derive(Clone, Debug, Default)]
pub struct Builder {
    schemas: Vec<PathBuf>,
    out_dir: Option<PathBuf>,
    options: Options,
}

/// Why no Rust came of it. Its `Debug`, which cargo shows, is its `Display`.
pub enum BuildError {
    /// Schemas are refused; what is wrong was rendered.
    Schema(String),
    /// A file cannot be written.
    Write(PathBuf, std::io::Error),
    /// Neither `out_dir` nor the variable `OUT_DIR` says where the Rust goes.
    OutDir,
}

impl Builder {
    /// Without a schema yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a schema file, relative to the crate's root.
    #[must_use]
    pub fn schema(mut self, path: impl Into<PathBuf>) -> Self {
        self.schemas.push(path.into());
        self
    }

    /// Where the Rust goes instead of `OUT_DIR`.
    #[must_use]
    pub fn out_dir(mut self, path: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(path.into());
        self
    }

    /// How the Rust is to be made.
    #[must_use]
    pub fn options(mut self, options: Options) -> Self {
        self.options = options;
        self
    }

    /// Whether the schemas' test vectors become `#[test]` functions.
    #[must_use]
    pub fn vectors(mut self, vectors: bool) -> Self {
        self.options.vectors = vectors;
        self
    }

    /// Compiles all of them. What is wrong in any is shown at once.
    ///
    /// # Errors
    ///
    /// Where a schema is refused, or its Rust cannot be written.
    pub fn compile(&self) -> Result<(), BuildError> {
        let out_dir = self
            .out_dir
            .clone()
            .or_else(|| env::var_os("OUT_DIR").map(PathBuf::from))
            .ok_or(BuildError::OutDir)?;
        let mut refused = String::new();
        for path in &self.schemas {
            let compilation = opcodec_schema::compile(path);
            for file in compilation.sources.paths() {
                println!("cargo::rerun-if-changed={}", file.display());
            }
            let rendered = diag::render(&compilation.diagnostics, &compilation.sources, false);
            let is_refused = compilation.diagnostics.iter().any(|found| found.severity == Severity::Error);
            match &compilation.schema {
                Some(schema) if !is_refused => {
                    for line in rendered.lines() {
                        println!("cargo::warning={line}");
                    }
                    let out = out_dir.join(path.file_stem().unwrap_or_default()).with_extension("rs");
                    write(&out, &crate::render_file(schema, &self.options, &name(path)))?;
                }
                _ => refused += &rendered,
            }
        }
        if refused.is_empty() { Ok(()) } else { Err(BuildError::Schema(refused)) }
    }
}

/// The file's name, without the machine's folders.
fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Writes a file unless it is so already: what depends on it is then not built again.
fn write(path: &Path, text: &str) -> Result<(), BuildError> {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    fs::write(path, text).map_err(|error| BuildError::Write(path.into(), error))
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Schema(rendered) => write!(f, "a schema is refused\n\n{rendered}"),
            Self::Write(path, error) => write!(f, "{} cannot be written: {error}", path.display()),
            Self::OutDir => f.write_str("`OUT_DIR` is not set; say `out_dir(…)` outside of a build script"),
        }
    }
}

impl fmt::Debug for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for BuildError {}
