//! What a user reads for mistakes of every kind, several faces of a rule among them: beside every schema of
//! `tests/cases/mistakes` stands the text. `BLESS=1` writes the texts anew.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

use opcodec_schema::{Compilation, compile_with};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("cases").join(name)
}

/// Every schema by its name, compiled.
fn compiled() -> BTreeMap<String, Compilation> {
    let mut compiled = BTreeMap::new();
    for entry in fs::read_dir(folder("mistakes")).expect("the cases are there") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            let text = fs::read_to_string(&path).expect("it is there");
            let found = compile_with(Path::new(&name), &mut |asked| {
                if asked == Path::new(&name) {
                    Ok(text.clone())
                } else {
                    Err(std::io::ErrorKind::NotFound.into())
                }
            });
            compiled.insert(name, found);
        }
    }
    compiled
}

#[test]
fn every_mistake_is_found() {
    let compiled = compiled();
    for (name, found) in &compiled {
        assert!(!found.diagnostics.is_empty(), "{name} is accepted");
        assert_eq!(found.schema.is_some(), name.starts_with("warn_"), "{name}\n{}", found.render(false));
    }
    let refused = fs::read_dir(folder("refused")).expect("the cases are there");
    let refused = refused.filter(|entry| {
        entry.as_ref().is_ok_and(|entry| entry.path().extension().is_some_and(|extension| extension == "txt"))
    });
    let count = compiled.len() + refused.count();
    assert!(count >= 150, "{count} broken schemas");
}

#[test]
fn texts_are_as_they_were() {
    let mut changed = Vec::new();
    for (name, found) in compiled() {
        let text = found.render(false);
        let path = folder("mistakes").join(name).with_extension("txt");
        if env::var_os("BLESS").is_some() {
            fs::write(path, text).expect("room on the disk");
        } else if fs::read_to_string(path).unwrap_or_default() != text {
            changed.push(text);
        }
    }
    assert!(changed.is_empty(), "changed (BLESS=1 accepts):\n{}", changed.join("\n"));
}
