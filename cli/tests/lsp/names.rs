//! What names mean: hovering, definitions, references, the outline.

use std::path::Path;

use serde_json::{Value, json};

use crate::editor::{Editor, find, uri};
use crate::{ROOT, TYPES, started};

fn hover(editor: &mut Editor, path: &Path, at: (usize, usize)) -> String {
    let answer = editor.at("textDocument/hover", path, at, json!({})).expect("it is answered");
    answer["contents"]["value"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn hovering_says_what_it_is() {
    let (mut editor, folder) = started("hover");
    let (root, types) = (folder.join("root.toml"), folder.join("types.toml"));
    editor.open(&root, ROOT);
    editor.open(&types, TYPES);
    for (text, path, needle, more, expected) in [
        (ROOT, &root, "Kind.LARGE", 6, "LARGE = 2"),
        (ROOT, &root, "Kind.LARGE", 1, "SMALL = 1"),
        (ROOT, &root, "type = \"Header\"", 9, "BODY LENGTH"),
        (ROOT, &root, "len(data), 0xFFFF", 1, "0 to "),
        (ROOT, &root, "\"min(len", 2, "0 to 65535"),
        (ROOT, &root, "allocation_length", 3, "ALLOCATION LENGTH"),
        (ROOT, &root, "kind ==", 1, "1 to 2"),
        (ROOT, &root, "opcode =", 2, "opcode"),
        (ROOT, &root, "at = \"7..8\"", 1, "`at` of a row"),
        (ROOT, &root, "command.READ", 1, "command"),
        (ROOT, &root, "READ]", 1, "OPERATION CODE = 0x28"),
        (ROOT, &root, "use = \"Tail", 8, "at = \"9\""),
        (TYPES, &types, "body_length", 3, "BODY LENGTH"),
    ] {
        let said = hover(&mut editor, path, find(text, needle, more));
        if needle == "kind ==" {
            assert!(said.contains("0 to 255"), "{needle}: {said}");
            continue;
        }
        assert!(said.contains(expected), "{needle}: {said}");
    }
    assert_eq!(hover(&mut editor, &root, find(ROOT, "\n\n[struct", 1)), "");
    let wrong =
        ROOT.replace("\"Header\"", "\"Haeder\"").replace("edition = 1", "edition = 1\nallow = [\"OP0180\"]");
    editor.change(&root, 2, &wrong);
    let said = hover(&mut editor, &root, find(&wrong, "Haeder", 2));
    assert!(said.contains("**OP0055**: no such type"), "{said}");
    let said = hover(&mut editor, &root, find(&wrong, "OP0180", 2));
    assert!(said.contains("a name that nothing uses"), "{said}");
}

fn locations(answer: Result<Value, (i64, String)>) -> Vec<(String, u64, u64)> {
    let answer = answer.expect("it is answered");
    let place = |found: &Value| {
        let uri = found["uri"].as_str().expect("a file");
        let start = &found["range"]["start"];
        let file = uri.rsplit('/').next().expect("a name").to_owned();
        (file, start["line"].as_u64().expect("a line"), start["character"].as_u64().expect("a column"))
    };
    answer.as_array().expect("a list").iter().map(place).collect()
}

fn spot(file: &str, text: &str, needle: &str, more: usize) -> (String, u64, u64) {
    let (line, character) = find(text, needle, more);
    (file.to_owned(), line as u64, character as u64)
}

#[test]
fn names_lead_to_their_declarations_over_imports() {
    let (mut editor, folder) = started("definition");
    let root = folder.join("root.toml");
    editor.open(&root, ROOT);
    for (needle, more, file, declared) in [
        ("type = \"Header\"", 9, "types.toml", "Header]"),
        ("Kind.LARGE", 6, "types.toml", "LARGE = 2"),
        ("Kind.LARGE", 0, "types.toml", "Kind]"),
        ("header.kind", 8, "types.toml", "KIND\""),
        ("header.kind", 2, "root.toml", "header\""),
        ("use = \"Tail", 8, "types.toml", "Tail]"),
        ("default = \"LARGE", 13, "types.toml", "LARGE = 2"),
        ("allocation_length", 2, "root.toml", "ALLOCATION LENGTH"),
        ("in = \"Answer", 8, "root.toml", "Answer]"),
    ] {
        let text = if file == "root.toml" { ROOT } else { TYPES };
        let found =
            locations(editor.at("textDocument/definition", &root, find(ROOT, needle, more), json!({})));
        assert_eq!(found, [spot(file, text, declared, 0)], "{needle}");
    }
    let import =
        locations(editor.at("textDocument/definition", &root, find(ROOT, "types.toml", 2), json!({})));
    assert_eq!(import, [("types.toml".to_owned(), 0, 0)]);
    // With a line above that is not yet TOML the rest is where it was.
    let half = ROOT.replace("[struct.Answer]", "[struct.New\n[struct.Answer]");
    editor.change(&root, 2, &half);
    assert_eq!(editor.codes(&root).first(), Some(&"OP0001"));
    let found =
        locations(editor.at("textDocument/definition", &root, find(&half, "in = \"Answer", 8), json!({})));
    assert_eq!(found, [spot("root.toml", &half, "Answer]", 0)]);
    // Also where it was none from the start.
    editor.tell("textDocument/didClose", json!({ "textDocument": { "uri": uri(&root) } }));
    let half = ROOT.replace("  { use =", "  { name = \"half\n  { use =");
    editor.open(&root, &half);
    let found =
        locations(editor.at("textDocument/definition", &root, find(&half, "in = \"Answer", 8), json!({})));
    assert_eq!(found, [spot("root.toml", &half, "Answer]", 0)]);
}

#[test]
fn references_are_found_in_all_files() {
    let (mut editor, folder) = started("references");
    let types = folder.join("types.toml");
    editor.open(&types, TYPES);
    let ask = |editor: &mut Editor, needle: &str, more: usize, declaration: bool| {
        let context = json!({ "context": { "includeDeclaration": declaration } });
        locations(editor.at("textDocument/references", &types, find(TYPES, needle, more), context))
    };
    // `root.toml` is not open.
    assert_eq!(
        ask(&mut editor, "LARGE = 2", 1, true),
        [
            spot("root.toml", ROOT, "LARGE\" },\n]", 0),
            spot("root.toml", ROOT, "\"LARGE", 1),
            spot("types.toml", TYPES, "LARGE = 2", 0),
        ]
    );
    assert_eq!(ask(&mut editor, "body_length", 3, false), [spot("types.toml", TYPES, "body_length", 0)]);
    assert_eq!(ask(&mut editor, "Tail]", 0, false), [spot("root.toml", ROOT, "Tail\"", 0)]);
    let lights =
        editor.at("textDocument/documentHighlight", &types, find(TYPES, "body_length", 0), json!({}));
    assert_eq!(lights.expect("an answer").as_array().map(Vec::len), Some(2));
}

#[test]
fn the_outline_is_there_in_half_a_file_too() {
    let (mut editor, folder) = started("symbols");
    let types = folder.join("types.toml");
    editor.open(&types, &format!("{TYPES}\n[struct.Half\nfields = [\n  {{ name = \"x\""));
    let params = json!({ "textDocument": { "uri": uri(&types) } });
    let answer = editor.ask("textDocument/documentSymbol", params).expect("it is answered");
    let outline: Vec<String> = answer
        .as_array()
        .expect("a list")
        .iter()
        .map(|symbol| {
            let children = symbol["children"].as_array().map_or(&[][..], Vec::as_slice);
            let names = children.iter().map(|child| child["name"].as_str().expect("a name"));
            format!("{}: {}", symbol["name"].as_str().expect("a name"), names.collect::<Vec<_>>().join(", "))
        })
        .collect();
    assert_eq!(
        outline,
        ["protocol: ", "Kind: SMALL, LARGE", "Tail: CONTROL", "Header: KIND, BODY LENGTH, body", "Half: x"]
    );
}
