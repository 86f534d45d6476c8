//! The explanations of the codes: their wrong examples give exactly the code, their mends nothing.

use std::collections::HashMap;
use std::io;
use std::path::Path;

use opcodec_schema::diag::{Code, reference};
use opcodec_schema::{Compilation, compile_with};

/// The files of an explanation's example, `wrong` or `mended`; the root has no name.
fn example(code: Code, kind: &str) -> HashMap<String, String> {
    let mut files = HashMap::new();
    for block in code.explanation().split("```toml ").skip(1) {
        let (info, rest) = block.split_once('\n').expect("a line of info");
        let (text, _) = rest.split_once("```").expect("an end");
        let mut words = info.split_whitespace();
        if words.next() == Some(kind) {
            files.insert(words.next().unwrap_or("example.toml").to_owned(), whole(text));
        }
    }
    files
}

/// What an example leaves out.
fn whole(text: &str) -> String {
    if text.contains("[protocol]") {
        return text.to_owned();
    }
    let carrier = if text.contains("[command.") { "carrier = \"scsi\"\n" } else { "" };
    format!("[protocol]\nname = \"example\"\nedition = 1\nendian = \"big\"\n{carrier}\n{text}")
}

fn compile(files: &HashMap<String, String>) -> Compilation {
    compile_with(Path::new("example.toml"), &mut |path| {
        let name = path.strip_prefix("./").unwrap_or(path).to_string_lossy().into_owned();
        files.get(&name).cloned().ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
    })
}

#[test]
fn wrong_examples_give_their_code_and_mended_ones_nothing() {
    let mut failures = Vec::new();
    for &code in Code::ALL {
        let (wrong, mended) = (example(code, "wrong"), example(code, "mended"));
        if code == Code::NotSupported {
            continue; // What is not supported yet changes with every version.
        }
        let compiled = compile(&wrong);
        let found: Vec<Code> = compiled.diagnostics.iter().map(|found| found.code).collect();
        if found != [code] {
            failures.push(format!("{code}, wrong: gives {found:?}\n{}", compiled.render(false)));
        }
        let compiled = compile(&mended);
        if compiled.schema.is_none() || !compiled.diagnostics.is_empty() {
            failures.push(format!("{code}, mended: {}", compiled.render(false)));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_explanation_teaches() {
    for code in Code::ALL {
        let text = code.explanation();
        let prose = text.split("```").next().unwrap_or_default();
        assert!(prose.len() > 60, "{code} says little");
        assert!(text.ends_with('\n') && !text.contains("\n\n\n"), "{code}");
    }
}

#[test]
fn codes_are_read_in_any_usual_way() {
    for written in ["OP0050", "op0050", "op50", "OP50", "50", "0050", " 50 "] {
        assert_eq!(Code::read(written), Some(Code::Overlap), "{written}");
    }
    for written in ["", "OP", "OP9999", "x", "5O", "-50", "OP0050x"] {
        assert_eq!(Code::read(written), None, "{written}");
    }
}

#[test]
fn the_page_is_written_from_the_table() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/diagnostics.md");
    let page = std::fs::read_to_string(path).unwrap_or_default();
    assert!(page == reference(), "`opcodec explain --markdown > docs/diagnostics.md` writes it anew");
}
