//! The language server while somebody types into the shipped schemas without knowing what they do.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::editor::{Editor, folder, place, uri};

/// A sequence that looks random and is the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n.max(1)
    }
}

fn shipped() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../protocols/schemas");
    let files = folder.read_dir().expect("the shipped schemas").map(|entry| entry.expect("an entry").path());
    let schemas = files.filter(|path| path.extension().is_some_and(|ending| ending == "toml"));
    let mut schemas: Vec<_> = schemas
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            (name, std::fs::read_to_string(&path).expect("a schema"))
        })
        .collect();
    schemas.sort();
    schemas
}

const PIECES: [&str; 20] = [
    "\"",
    "{",
    "}",
    "[",
    "]",
    "=",
    ",",
    "\n",
    "#",
    "ö𝄞",
    " ",
    "x",
    "0",
    "name",
    "[struct.X]\n",
    "{ at = \"1\", ",
    ".",
    "type = \"",
    "(",
    "when = ",
];

/// One edit: bytes that go, and what comes.
fn edit(text: &str, dice: &mut Dice) -> (usize, usize, String) {
    let boundary = |byte: usize| (byte..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let start = boundary(dice.below(text.len() + 1));
    let length = match dice.below(4) {
        0 => dice.below(40),
        1 => 1,
        _ => 0,
    };
    let end = boundary((start + length).min(text.len()));
    let new = match dice.below(5) {
        0 => String::new(),
        1 => {
            let from = boundary(dice.below(text.len()));
            let to = boundary((from + dice.below(60)).min(text.len()));
            text[from..to].to_owned()
        }
        _ => PIECES[dice.below(PIECES.len())].to_owned(),
    };
    (start, end, new)
}

fn position(text: &str, byte: usize) -> Value {
    let (line, character) = place(text, byte);
    json!({ "line": line, "character": character })
}

/// What `check` says of a file, whoever imports it.
fn said(path: &Path, files: &[PathBuf]) -> BTreeSet<String> {
    let mut said = BTreeSet::new();
    for root in files {
        let found = opcodec_schema::compile(root);
        for one in found.diagnostics {
            let file = found.sources.file(one.primary.span.file);
            if file.path != path {
                continue;
            }
            let bytes = one.primary.span.start as usize..one.primary.span.end as usize;
            let range =
                json!({ "start": position(&file.text, bytes.start), "end": position(&file.text, bytes.end) });
            said.insert(format!("{} {range} {}", one.code, one.message));
        }
    }
    said
}

fn published(editor: &Editor, path: &Path) -> BTreeSet<String> {
    let found = editor.diagnostics.get(&uri(path)).map_or(&[][..], Vec::as_slice);
    let one = |found: &Value| {
        let range = json!({ "start": found["range"]["start"], "end": found["range"]["end"] });
        let code = found["code"].as_str().expect("a code");
        format!("{code} {range} {}", found["message"].as_str().expect("a message"))
    };
    found.iter().map(one).collect()
}

/// Whether both say the same: the server goes on with labels and help where the other one ends.
fn same(published: &BTreeSet<String>, said: &BTreeSet<String>) -> bool {
    published.len() == said.len()
        && published.iter().zip(said).all(|(one, other)| one.starts_with(other.as_str()))
}

#[test]
fn whatever_is_typed_is_answered_and_checked_as_by_check() {
    let schemas = shipped();
    let named: Vec<(&str, &str)> =
        schemas.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let folder = folder("random", &named);
    let files: Vec<PathBuf> = schemas.iter().map(|(name, _)| folder.join(name)).collect();
    let mut dice = Dice(2026);
    for round in 0..8 {
        let (name, whole) = &schemas[dice.below(schemas.len())];
        let path = folder.join(name);
        let (mut editor, _) = Editor::in_folder(&folder, json!({}));
        editor.open(&path, whole);
        let mut text = whole.clone();
        for version in 2..12 {
            let mut changes = Vec::new();
            for _ in 0..=dice.below(2) {
                let (start, end, new) = edit(&text, &mut dice);
                let range = json!({ "start": position(&text, start), "end": position(&text, end) });
                changes.push(json!({ "range": range, "text": new }));
                text.replace_range(start..end, &new);
            }
            editor.changes(&path, version, Value::Array(changes));
            let byte = (0..=dice.below(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            let at = place(&text, byte);
            let named = json!({ "newName": "other" });
            for method in
                ["hover", "completion", "definition", "references", "documentHighlight", "documentSymbol"]
            {
                let more = json!({ "context": { "includeDeclaration": true } });
                let more = if method == "references" { more } else { json!({}) };
                let answer = editor.at(&format!("textDocument/{method}"), &path, at, more);
                assert!(answer.is_ok(), "{method} at {at:?}: {answer:?}\n{text}");
            }
            for method in ["prepareRename", "rename"] {
                let _ = editor.at(&format!("textDocument/{method}"), &path, at, named.clone());
            }
        }
        std::fs::write(&path, &text).expect("a file");
        let (published, said) = (published(&editor, &path), said(&path, &files));
        assert!(same(&published, &said), "round {round}, {name}: {published:#?}\n{said:#?}");
        std::fs::write(&path, whole).expect("a file");
        // All of it back again.
        editor.change(&path, 99, whole);
        assert!(editor.diagnostics.get(&uri(&path)).is_some_and(Vec::is_empty), "{name} is right again");
        assert_eq!(editor.leave().code(), Some(0));
    }
}

/// Names in shipped schemas can be others, whatever they stand for: the server compiles the result itself.
#[test]
fn names_of_shipped_schemas_can_be_others() {
    let schemas = shipped();
    let named: Vec<(&str, &str)> =
        schemas.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let folder = folder("renamed", &named);
    let mut dice = Dice(4);
    let (mut editor, _) = Editor::in_folder(&folder, json!({}));
    for (name, text) in &schemas {
        let path = folder.join(name);
        editor.open(&path, text);
        let found = opcodec_schema::compile(&path);
        let of_file = found.index.definitions().iter().filter(|known| known.span.file.0 == 0);
        let known: Vec<_> = of_file.collect();
        for _ in 0..3 {
            let Some(chosen) = known.get(dice.below(known.len())) else { continue };
            let at = place(text, chosen.span.start as usize);
            let uses = found.index.uses_of(chosen.span).filter(|found| found.span.file.0 == 0).count();
            // What starts so says something of the code.
            let severity = chosen.name.printed.get(..2).filter(|start| ["E_", "S_"].contains(start));
            let new = format!("{}OTHER_NAME", severity.unwrap_or_default());
            let answer = editor.at("textDocument/rename", &path, at, json!({ "newName": new }));
            let what = (name, chosen.what, &chosen.name.printed);
            let answer = answer.unwrap_or_else(|why| panic!("{what:?}: {why:?}"));
            let edits = answer["changes"][uri(&path)].as_array().map_or(0, Vec::len);
            let has_alias = chosen.rename.is_some();
            assert!(edits > uses || has_alias && edits > 0, "{what:?}: {edits} edits, {uses} uses");
        }
        editor.tell("textDocument/didClose", json!({ "textDocument": { "uri": uri(&path) } }));
    }
}
