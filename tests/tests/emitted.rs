//! The Rust of three small schemas, so that a change of the emitter is seen as its users see it.
//! `BLESS=1` writes the goldens anew.

use std::path::{Path, PathBuf};
use std::{env, fs};

use opcodec_codegen::{Options, render_file};
use opcodec_schema::compile_with;

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("cases/emitted")
}

/// The first line that differs, with its number.
fn difference(golden: &str, text: &str) -> String {
    let longest = golden.lines().count().max(text.lines().count());
    let (mut before, mut now) = (golden.lines(), text.lines());
    for number in 1..=longest {
        let (before, now) = (before.next(), now.next());
        if before != now {
            return format!("line {number}\n  was {before:?}\n  is  {now:?}");
        }
    }
    "the ends of lines".to_owned()
}

#[test]
fn rust_is_as_it_was() {
    let mut changed = Vec::new();
    let mut cases: Vec<PathBuf> =
        fs::read_dir(cases()).expect("the cases").map(|entry| entry.expect("an entry").path()).collect();
    cases.sort();
    assert!(!cases.is_empty());
    for case in cases {
        let compiled =
            compile_with(Path::new("schema.toml"), &mut |path| fs::read_to_string(case.join(path)));
        let diagnostics = compiled.render(false);
        let schema = compiled.schema.unwrap_or_else(|| panic!("{}\n{diagnostics}", case.display()));
        let text = render_file(&schema, &Options::default(), "schema.toml");
        let path = case.join("out.rs");
        let golden = fs::read_to_string(&path).unwrap_or_default();
        if env::var_os("BLESS").is_some() {
            fs::write(path, text).expect("room on the disk");
        } else if golden != text {
            changed.push(format!("{}: {}", path.display(), difference(&golden, &text)));
        }
    }
    assert!(changed.is_empty(), "changed (BLESS=1 accepts):\n{}", changed.join("\n"));
}
