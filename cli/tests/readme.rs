//! The README's schema becomes the Rust that stands under it.

use std::path::Path;
use std::process::Command;

/// The first block of a language.
fn block<'a>(text: &'a str, language: &str) -> &'a str {
    let start = text.split_once(&format!("```{language}\n")).expect("the block is there").1;
    start.split_once("```").expect("the block ends").0
}

#[test]
fn the_excerpt_is_what_the_generator_writes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let readme = std::fs::read_to_string(root.join("README.md")).expect("the README is there");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let (schema, output) = (folder.join("readme.toml"), folder.join("readme.rs"));
    std::fs::write(&schema, block(&readme, "toml")).expect("writable");
    let mut command = Command::new(env!("CARGO_BIN_EXE_opcodec"));
    let ran = command.arg("build").arg(&schema).arg("-o").arg(&output).output().expect("the binary starts");
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));

    let written = std::fs::read_to_string(&output).expect("it was written");
    let mut rest = written.as_str();
    for part in
        block(&readme, "rust").split_inclusive('\n').collect::<Vec<_>>().split(|line| line.trim() == "// …")
    {
        let part = part.concat();
        let after = rest.split_once(&part);
        rest = after
            .unwrap_or_else(|| panic!("not in what is written, or not in this order:\n{part}\n{rest}"))
            .1;
    }
}
