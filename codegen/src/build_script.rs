//! The API of build scripts.

use std::path::{Path, PathBuf};
use std::{env, fmt, fs};

use opcodec_schema::Compilation;
use opcodec_schema::ir::Schema;

use crate::Options;

/// Compiles schema files in a build script.
///
/// A file of the protocol `x` becomes `x.rs` in `OUT_DIR`, without inner attributes, to be `include!`d in a module.
/// Cargo is told to watch the files and what they import.
///
/// ```no_run
/// // build.rs
/// fn main() -> Result<(), opcodec_codegen::BuildError> {
///     opcodec_codegen::Builder::new()
///         .schema("schemas/drive.toml")
///         .extern_module("sense", "::opcodec::scsi::sense")
///         .vectors(true)
///         .compile()
/// }
/// ```
///
/// and, for `name = "drive"`, in the crate itself:
///
/// ```text
/// pub mod drive {
///     include!(concat!(env!("OUT_DIR"), "/drive.rs"));
/// }
/// ```
#[derive(Clone, Debug, Default)]
pub struct Builder {
    schemas: Vec<PathBuf>,
    out_dir: Option<PathBuf>,
    options: Options,
}

/// Why no Rust came of it. Its `Debug`, which cargo shows where `main` gives it back, is its `Display`.
#[non_exhaustive]
pub enum BuildError {
    /// Schemas are refused: what is wrong with all of them, as rustc would show it.
    Schema(String),
    /// Two schema files are one protocol, so that both would become the same file.
    Twice {
        /// The protocol.
        protocol: String,
        /// The second file.
        path: PathBuf,
    },
    /// An extern whose path is none to a module.
    ExternPath {
        /// The protocol.
        protocol: String,
        /// What it was to be.
        path: String,
    },
    /// An extern of a protocol that no schema imports.
    UnknownExtern(String),
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

    /// The Rust of the protocol `name` is at `path` already: it is named there and not made again.
    #[must_use]
    pub fn extern_module(mut self, name: impl Into<String>, path: impl Into<String>) -> Self {
        self.options.externs.push((name.into(), path.into()));
        self
    }

    /// Whether the schemas' test vectors become `#[test]` functions.
    #[must_use]
    pub fn vectors(mut self, vectors: bool) -> Self {
        self.options.vectors = vectors;
        self
    }

    /// How the Rust is to be made: all of it at once.
    #[must_use]
    pub fn options(mut self, options: Options) -> Self {
        self.options = options;
        self
    }

    /// Compiles all of them. What is wrong in any is shown at once.
    pub fn compile(&self) -> Result<(), BuildError> {
        let out_dir = self
            .out_dir
            .clone()
            .or_else(|| env::var_os("OUT_DIR").map(PathBuf::from))
            .ok_or(BuildError::OutDir)?;
        self.check_paths()?;
        let mut unknown: Vec<&str> = self.options.externs.iter().map(|(name, _)| name.as_str()).collect();
        let mut refused = String::new();
        let mut outputs: Vec<(PathBuf, String)> = Vec::new();
        for path in &self.schemas {
            let compilation = watched(path);
            let rendered = compilation.render(false);
            let Some(schema) = &compilation.schema else {
                refused += &rendered;
                continue;
            };
            for line in rendered.lines() {
                println!("cargo::warning={line}");
            }
            let not_here: Vec<&str> = self.options.unknown_externs(schema).collect();
            unknown.retain(|name| not_here.contains(name));
            let output = out_dir.join(protocol(schema)).with_extension("rs");
            if outputs.iter().any(|(other, _)| *other == output) {
                return Err(BuildError::Twice { protocol: protocol(schema).into(), path: path.clone() });
            }
            outputs.push((output, crate::render_file(schema, &self.options, &file_name(path))));
        }
        if !refused.is_empty() {
            return Err(BuildError::Schema(refused));
        }
        if let Some(name) = unknown.first() {
            return Err(BuildError::UnknownExtern((*name).to_owned()));
        }
        outputs.iter().try_for_each(|(path, text)| write(path, text))
    }

    fn check_paths(&self) -> Result<(), BuildError> {
        let wrong = self.options.externs.iter().find(|(_, path)| !crate::is_module_path(path));
        wrong.map_or(Ok(()), |(protocol, path)| {
            Err(BuildError::ExternPath { protocol: protocol.clone(), path: path.clone() })
        })
    }
}

/// Compiles a schema. Cargo watches every file that is asked for: one that is missing may come.
fn watched(path: &Path) -> Compilation {
    opcodec_schema::compile_with(path, &mut |path| {
        println!("cargo::rerun-if-changed={}", path.display());
        fs::read_to_string(path)
    })
}

fn protocol(schema: &Schema) -> &str {
    schema.modules.first().map_or("", |module| module.name.as_str())
}

/// The file's name, without the machine's folders.
fn file_name(path: &Path) -> String {
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
            Self::Schema(rendered) => write!(f, "the schema is refused\n\n{}", rendered.trim_end()),
            Self::Twice { protocol, path } => {
                write!(f, "{}: another schema is the protocol `{protocol}` already", path.display())
            }
            Self::ExternPath { protocol, path } => {
                write!(f, "the extern of `{protocol}`: `{path}` is no path to a module")
            }
            Self::UnknownExtern(protocol) => {
                write!(f, "the extern of `{protocol}`: no schema imports such a protocol")
            }
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

impl std::error::Error for BuildError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Write(_, error) => Some(error),
            _ => None,
        }
    }
}
