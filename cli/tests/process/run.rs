//! Runs the binary.

use std::ffi::OsStr;
use std::io::Write as _;
use std::process::{Command, Output, Stdio};

/// What a run left.
pub(crate) struct Ran {
    /// Exit status.
    pub(crate) status: Option<i32>,
    /// Standard output.
    pub(crate) stdout: String,
    /// Standard error.
    pub(crate) stderr: String,
}

impl Ran {
    fn new(output: Output) -> Self {
        Self {
            status: output.status.code(),
            stdout: String::from_utf8(output.stdout).expect("standard output is text"),
            stderr: String::from_utf8(output.stderr).expect("standard error is text"),
        }
    }

    /// The exit status is this, and nothing panicked.
    #[track_caller]
    pub(crate) fn is(&self, status: i32) {
        assert_eq!(self.status, Some(status), "\n{}\n{}", self.stdout, self.stderr);
        assert!(!self.stderr.contains("panicked"), "{}", self.stderr);
    }

    /// The exit status is this, standard output is one JSON value, and standard error is empty.
    #[track_caller]
    pub(crate) fn json(&self, status: i32) -> serde_json::Value {
        self.is(status);
        assert_eq!(self.stderr, "");
        serde_json::from_str(&self.stdout).expect("one JSON value")
    }
}

/// Runs it without input.
pub(crate) fn opcodec(args: &[&str]) -> Ran {
    opcodec_with_input(args, b"")
}

/// Runs it with input.
pub(crate) fn opcodec_with_input(args: &[&str], input: &[u8]) -> Ran {
    run(&args.iter().map(AsRef::as_ref).collect::<Vec<_>>(), input)
}

/// Runs it with arguments that need not be text.
pub(crate) fn run(args: &[&OsStr], input: &[u8]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_opcodec"));
    command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the binary starts");
    // It may end without reading.
    let _ = child.stdin.take().expect("piped").write_all(input);
    Ran::new(child.wait_with_output().expect("it ends"))
}

/// Runs it with a standard output that nobody reads.
#[cfg(unix)]
pub(crate) fn with_closed_output(args: &[&str]) -> Ran {
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let mut command = Command::new(env!("CARGO_BIN_EXE_opcodec"));
    command.args(args).stdin(Stdio::null()).stdout(writer).stderr(Stdio::piped());
    Ran::new(command.spawn().expect("the binary starts").wait_with_output().expect("it ends"))
}

/// A schema of these tests.
pub(crate) fn file(name: &str) -> String {
    format!("{}/tests/schemas/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// A file to write, which is not there yet.
pub(crate) fn scratch(name: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_file(&path);
    path.to_string_lossy().into_owned()
}
