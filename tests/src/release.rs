//! Small crates without std that are built in release mode and looked at: what they link, and what machine
//! code they are.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A crate of its own, outside of the workspace, that uses the runtime as anyone would.
#[derive(Debug)]
pub struct Release {
    dir: PathBuf,
    name: &'static str,
}

impl Release {
    /// Writes the crate below `scratch`. `lib` is its source; `kind` what it becomes (`cdylib`, `lib`).
    ///
    /// # Panics
    /// If the disk is full.
    pub fn new(scratch: &Path, name: &'static str, kind: &str, lib: &str) -> Self {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let dir = scratch.join(name);
        fs::create_dir_all(dir.join("src")).expect("a scratch directory");
        let runtime = workspace.join("runtime").canonicalize().expect("the runtime is there");
        let runtime = runtime.display();
        let manifest = format!(
            r#"[package]
name = "{name}"
version = "0.0.0"
edition = "2024"
[workspace]
[lib]
crate-type = ["{kind}"]
[dependencies]
opcodec = {{ path = "{runtime}", default-features = false }}
[profile.release]
panic = "abort"
lto = "{lto}"
codegen-units = 1
debug = false
"#,
            lto = if kind == "cdylib" { "fat" } else { "off" },
        );
        write(&dir.join("Cargo.toml"), &manifest);
        write(&dir.join("src/lib.rs"), lib);
        let lock = workspace.join("Cargo.lock");
        write(&dir.join("Cargo.lock"), &fs::read_to_string(lock).expect("the workspace is locked"));
        Self { dir, name }
    }

    /// Builds it, with more arguments for rustc.
    ///
    /// # Errors
    /// What cargo said.
    ///
    /// # Panics
    /// If there is no cargo.
    pub fn build(&self, rustc: &[&str]) -> Result<(), String> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let output = Command::new(cargo)
            .current_dir(&self.dir)
            .args(["rustc", "--release", "--offline", "--lib", "--target-dir", "target", "--"])
            .args(rustc)
            .env_remove("RUSTFLAGS")
            .env_remove("CARGO_ENCODED_RUSTFLAGS")
            .env_remove("CARGO_TARGET_DIR")
            .output()
            .expect("cargo runs");
        if output.status.success() {
            Ok(())
        } else {
            Err(String::from_utf8_lossy(&output.stderr).into_owned())
        }
    }

    /// The shared object that a `cdylib` becomes.
    pub fn shared_object(&self) -> PathBuf {
        self.dir.join(format!("target/release/lib{}.so", self.name))
    }

    /// The assembly that `--emit asm` wrote.
    ///
    /// # Panics
    /// If there is none.
    pub fn assembly(&self) -> String {
        let deps = self.dir.join("target/release/deps");
        let files = fs::read_dir(&deps).expect("it was built").flatten().map(|entry| entry.path());
        let found = files.filter(|path| path.extension().is_some_and(|extension| extension == "s"));
        let newest = found.max_by_key(|path| path.metadata().and_then(|about| about.modified()).ok());
        fs::read_to_string(newest.expect("there is assembly")).expect("it is text")
    }
}

/// Writes a file if that changes it, so that cargo need not build again.
fn write(path: &Path, text: &str) {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return;
    }
    fs::write(path, text).expect("room on the disk");
}
