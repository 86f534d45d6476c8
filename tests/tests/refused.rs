//! What a user reads for every code there is. `tests/cases/refused` has for each a schema that gives this
//! code and no other, in a file or, where it takes several, in a folder with a `root.toml`; beside it stands
//! the text. `BLESS=1` writes the texts anew.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs};

use opcodec_schema::diag::Code;
use opcodec_schema::{Compilation, compile_with};

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("cases/refused")
}

/// Compiles a case; its files are known by their names alone.
fn compile(code: Code) -> Compilation {
    let folder = cases().join(code.to_string());
    let (folder, root) =
        if folder.is_dir() { (folder, "root.toml".to_owned()) } else { (cases(), format!("{code}.toml")) };
    compile_with(Path::new(&root), &mut |path| fs::read_to_string(folder.join(path)))
}

#[test]
fn every_code_has_a_schema_and_every_schema_a_code() {
    let codes: BTreeSet<String> = Code::ALL.iter().map(Code::to_string).collect();
    let (mut schemas, mut texts) = (BTreeSet::new(), BTreeSet::new());
    for entry in fs::read_dir(cases()).expect("the cases are there") {
        let path = entry.expect("an entry").path();
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let is_text = path.extension().is_some_and(|extension| extension == "txt");
        let is_new = if is_text { texts.insert(name) } else { schemas.insert(name) };
        assert!(is_new, "{} is there twice, as a file and as a folder", path.display());
    }
    assert_eq!(schemas, codes, "schemas and codes differ");
    assert_eq!(texts, codes, "texts and codes differ (BLESS=1 writes them)");
}

#[test]
fn a_schema_gives_its_code_and_no_other() {
    let mut wrong = Vec::new();
    for code in Code::ALL {
        let compiled = compile(*code);
        let found: Vec<Code> = compiled.diagnostics.iter().map(|found| found.code).collect();
        if found != [*code] || compiled.schema.is_some() != code.is_warning() {
            wrong.push(format!("{code} ({}) gives {found:?}\n{}", code.title(), compiled.render(false)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn texts_are_as_they_were() {
    let mut changed = Vec::new();
    for code in Code::ALL {
        let text = compile(*code).render(false);
        let path = cases().join(format!("{code}.txt"));
        if env::var_os("BLESS").is_some() {
            fs::write(path, text).expect("room on the disk");
        } else if fs::read_to_string(path).unwrap_or_default() != text {
            changed.push(text);
        }
    }
    assert!(changed.is_empty(), "changed (BLESS=1 accepts):\n{}", changed.join("\n"));
}
