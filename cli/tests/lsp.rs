//! The language server, started and asked as an editor would.

#[path = "lsp/editor.rs"]
mod editor;

use std::path::Path;

use editor::{Editor, edited, find, folder, marked, uri};
use serde_json::{Value, json};

const TYPES: &str = r#"[protocol]
name    = "types"
edition = 1
endian  = "big"

[enum.Kind]
type   = "u8"
doc    = "What it holds."
values = { SMALL = 1, LARGE = 2 }

[fields.Tail]
fields = [{ at = "9", name = "CONTROL", default = 0 }]

[struct.Header]
fields = [
  { name = "KIND", type = "Kind", default = "SMALL" },
  { name = "BODY LENGTH", type = "u16", value = "len(body)" },
  { name = "body", type = "bytes", size = "body_length" },
]
"#;

const ROOT: &str = r#"[protocol]
name    = "root"
edition = 1
carrier = "scsi"
endian  = "big"
import  = ["types.toml"]

[struct.Answer]
fields = [
  { name = "header", type = "Header" },
  { name = "flag", type = "u8", when = "header.kind == Kind.LARGE" },
]

[command.READ]
opcode = 0x28
size   = 10
fields = [
  { at = "2", name = "KIND", type = "Kind", default = "LARGE" },
  { at = "7..8", name = "ALLOCATION LENGTH", value = "min(len(data), 0xFFFF)" },
  { use = "Tail" },
]
data   = { in = "Answer", max = "allocation_length" }
"#;

fn started(name: &str) -> (Editor, std::path::PathBuf) {
    let folder = folder(name, &[("types.toml", TYPES), ("root.toml", ROOT)]);
    let (editor, _) = Editor::in_folder(&folder, json!({}));
    (editor, folder)
}

#[test]
fn a_life_from_start_to_end() {
    let folder = folder("life", &[]);
    let (editor, capabilities) = Editor::in_folder(&folder, json!({}));
    assert_eq!(capabilities["positionEncoding"], "utf-16");
    for provider in ["hoverProvider", "definitionProvider", "referencesProvider", "documentSymbolProvider"] {
        assert_eq!(capabilities[provider], true, "{provider}");
    }
    assert_eq!(editor.leave().code(), Some(0));

    let mut editor = Editor::new();
    let (code, _) = editor.ask("textDocument/hover", json!({})).expect_err("it is too early");
    assert_eq!(code, -32002);
    editor.tell("exit", Value::Null);
    assert_eq!(editor.wait().code(), Some(1));

    let (editor, _) = Editor::in_folder(&folder, json!({}));
    assert_eq!(editor.hang_up().code(), Some(1), "nobody said `exit`");
}

#[test]
fn nonsense_is_refused_and_survived() {
    let (mut editor, folder) = started("nonsense");
    let code = |result: Result<Value, (i64, String)>| result.expect_err("it is refused").0;
    assert_eq!(code(editor.ask("textDocument/nothing", json!({}))), -32601);
    assert_eq!(code(editor.ask("textDocument/hover", json!({ "position": "here" }))), -32602);
    assert_eq!(code(editor.ask("textDocument/hover", Value::Null)), -32602);
    assert_eq!(code(editor.ask("initialize", json!({ "capabilities": {} }))), -32600);
    let closed = folder.join("types.toml");
    assert_eq!(code(editor.at("textDocument/hover", &closed, (0, 0), json!({}))), -32602);
    editor.tell("textDocument/didOpen", json!([1, 2]));
    editor.tell(
        "textDocument/didChange",
        json!({ "textDocument": { "uri": uri(&closed), "version": 7 }, "contentChanges": [] }),
    );
    editor.tell("no/such/thing", json!({}));
    editor.open(&closed, TYPES);
    let far = editor.at("textDocument/hover", &closed, (9999, 9999), json!({}));
    assert_eq!(far, Ok(Value::Null));
    assert_eq!(editor.ask("shutdown", Value::Null), Ok(Value::Null));
    assert_eq!(code(editor.ask("textDocument/hover", json!({}))), -32600);
    editor.tell("exit", Value::Null);
    assert_eq!(editor.wait().code(), Some(0));

    let mut editor = Editor::new();
    editor.send_raw(b"Content-Length: 3\r\n\r\n{{{");
    assert_eq!(editor.wait().code(), Some(1));
}

#[test]
fn an_error_comes_and_goes() {
    let (mut editor, folder) = started("errors");
    let root = folder.join("root.toml");
    let wrong = ROOT.replace("type = \"Header\"", "type = \"Haeder\"");
    editor.open(&root, &wrong);
    assert_eq!(editor.codes(&root), ["OP0055"]);
    let found = &editor.diagnostics[&uri(&root)][0];
    let (line, character) = find(&wrong, "Haeder", 0);
    assert_eq!(found["range"]["start"], json!({ "line": line, "character": character }));
    assert_eq!(found["range"]["end"], json!({ "line": line, "character": character + 6 }));
    assert_eq!((&found["severity"], &found["source"]), (&json!(1), &json!("opcodec")));
    assert!(found["message"].as_str().expect("a text").contains("Header"), "{found}");
    // As it is typed: one change, counted in what both agreed on.
    let range = found["range"].clone();
    editor.changes(&root, 2, json!([{ "range": range, "text": "Header" }]));
    assert_eq!(editor.codes(&root), [""; 0]);
}

#[test]
fn importers_are_checked_again_and_imports_are_told() {
    let (mut editor, folder) = started("imports");
    let (root, types) = (folder.join("root.toml"), folder.join("types.toml"));
    editor.open(&types, TYPES);
    assert_eq!(editor.codes(&types), [""; 0]);
    // `root.toml` is not open, but below the editor's folder.
    editor.change(&types, 2, &TYPES.replace("[struct.Header]", "[struct.Head]"));
    assert_eq!(editor.codes(&root), ["OP0055"]);
    editor.change(&types, 3, TYPES);
    assert_eq!(editor.codes(&root), [""; 0]);
    editor.open(&root, ROOT);
    editor.change(&types, 4, &TYPES.replace("\"u8\"", "\"u9\"").replace("LARGE = 2", "LARGE = 2000"));
    assert!(!editor.codes(&types).is_empty());
    editor.tell("textDocument/didClose", json!({ "textDocument": { "uri": uri(&types) } }));
    editor.settle();
    assert_eq!(editor.codes(&types), [""; 0], "what is on the disk is right");
    assert_eq!(editor.codes(&root), [""; 0]);
    // A second label in another file.
    editor.change(&root, 2, &ROOT.replace("[struct.Answer]", "[struct.Header]"));
    let found =
        editor.diagnostics[&uri(&root)].iter().find(|found| found["code"] == "OP0030").expect("a clash");
    assert_eq!(found["relatedInformation"][0]["location"]["uri"], uri(&types));
    std::fs::remove_file(&types).expect("a file");
    editor.tell("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": uri(&types), "type": 3 }] }));
    editor.settle();
    assert_eq!(editor.codes(&root), ["OP0040"]);
}

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

/// The labels that are offered at the mark.
fn offered(editor: &mut Editor, path: &Path, version: i32, text: &str) -> Vec<String> {
    let (text, at) = marked(text);
    editor.change(path, version, &text);
    let answer = editor.at("textDocument/completion", path, at, json!({})).expect("it is answered");
    let items = answer["items"].as_array().expect("a list").clone();
    items.iter().map(|item| item["label"].as_str().expect("a label").to_owned()).collect()
}

#[test]
fn what_fits_is_offered() {
    let (mut editor, folder) = started("completion");
    let root = folder.join("root.toml");
    editor.open(&root, ROOT);
    let head = ROOT.replace(
        "[struct.Answer]",
        "[struct.New]\nfields = [\n  { name = \"LENGTH\", type = \"u16\" },\n  @@\n]\n\n[struct.Answer]",
    );
    let row = |row: &str| head.replace("@@", row);
    for (number, (text, there, not_there)) in [
        (row("{ name = \"a\", |"), &["type", "at", "when", "size"][..], &["name", "use", "bits"][..]),
        (row("{ name = \"a\", const = 1, |"), &["type"], &["default", "value", "const"]),
        (
            row("{ name = \"a\", type = \"|\" },"),
            &["Kind", "Header", "Answer", "u8", "bytes"],
            &["READ", "Tail"],
        ),
        (row("{ name = \"a\", type = |"), &["Kind"], &["READ"]),
        (row("{ name = \"a\", type = \"Kind\", default = \"|"), &["SMALL", "LARGE"], &["Kind"]),
        (
            row("{ name = \"a\", type = \"bytes\", size = \"|\" },"),
            &["length", "rest", "len", "Kind"],
            &["a", "kind"],
        ),
        (
            row("{ name = \"a\", type = \"bytes\", size = \"length + Kind.|\" },"),
            &["SMALL", "LARGE"],
            &["length"],
        ),
        (row("{ name = \"a\", endian = \"|"), &["big", "little"], &["Kind"]),
        (row("{ use = \"|\" }"), &["Tail"], &["Kind"]),
        (
            ROOT.replace("size   = 10", "|"),
            &["size", "timeout", "args", "via"],
            &["opcode", "fields", "data", "alias"],
        ),
        (ROOT.replace("carrier = \"scsi\"", "carrier = |"), &["scsi", "ptp"], &["big"]),
        (ROOT.replace("[\"types.toml\"]", "[\"|\"]"), &["types.toml"], &["root.toml"]),
        (ROOT.replace("header.kind ==", "header.| =="), &["kind", "body_length", "body"], &["header"]),
        (
            ROOT.replace("max = \"allocation_length\"", "max = \"|\""),
            &["allocation_length", "kind", "control"],
            &["flag"],
        ),
        (
            format!("{ROOT}\n[[command.READ.test]]\nfields = {{ kind = 1, | }}"),
            &["allocation_length", "control"],
            &["kind"],
        ),
        (
            format!("{ROOT}\n[[command.READ.test]]\nfields = {{ kind = \"|\" }}"),
            &["SMALL", "LARGE"],
            &["kind"],
        ),
        (format!("{ROOT}\n[|"), &["struct", "enum", "command"], &["protocol"]),
        (format!("{ROOT}\n[[command.|"), &["READ"], &["Answer"]),
        (format!("{ROOT}\n# {{ |"), &[], &["name"]),
    ]
    .into_iter()
    .enumerate()
    {
        let labels = offered(&mut editor, &root, number as i32 + 2, &text);
        for word in there {
            assert!(labels.iter().any(|label| label == word), "`{word}` is missing in {labels:?}\n{text}");
        }
        for word in not_there {
            assert!(labels.iter().all(|label| label != word), "`{word}` does not fit: {labels:?}\n{text}");
        }
    }
}

/// Taking what is offered gives a text that is right.
#[test]
fn what_is_taken_is_right() {
    let (mut editor, folder) = started("taken");
    let root = folder.join("root.toml");
    editor.open(&root, ROOT);
    for (number, (half, label, whole)) in [
        (ROOT.replace("\"Header\"", "|"), "Header", ROOT.to_owned()),
        (ROOT.replace("\"Header\"", "\"He|\""), "Header", ROOT.to_owned()),
        (ROOT.replace("Kind.LARGE\"", "Kind.L|\""), "LARGE", ROOT.to_owned()),
        (ROOT.replace("max = ", "m| = "), "max", ROOT.to_owned()),
        (ROOT.replace("\"scsi\"", "sc|"), "scsi", ROOT.to_owned()),
        (ROOT.replace("max = \"a", "m|\"a"), "max", ROOT.to_owned()),
    ]
    .into_iter()
    .enumerate()
    {
        let (text, at) = marked(&half);
        editor.change(&root, number as i32 + 2, &text);
        let answer = editor.at("textDocument/completion", &root, at, json!({})).expect("it is answered");
        let items = answer["items"].as_array().expect("a list");
        let item = items
            .iter()
            .find(|item| item["label"] == label)
            .unwrap_or_else(|| panic!("`{label}` for {half}"));
        assert_eq!(edited(&text, &json!([item["textEdit"]])), whole, "{half}");
    }
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

/// The edits of an answer, by the names of the files.
fn changes(answer: &Value) -> Vec<(String, Value)> {
    let changes = answer["changes"].as_object().expect("changes");
    let name = |uri: &String| uri.rsplit('/').next().expect("a name").to_owned();
    let mut changes: Vec<_> = changes.iter().map(|(uri, edits)| (name(uri), edits.clone())).collect();
    changes.sort_by(|one, other| one.0.cmp(&other.0));
    changes
}

/// Both files after what is at a place was renamed.
fn renamed(editor: &mut Editor, path: &Path, at: (usize, usize), new: &str) -> Result<[String; 2], String> {
    let answer = editor.at("textDocument/rename", path, at, json!({ "newName": new }));
    let answer = answer.map_err(|(_, message)| message)?;
    let mut files = [TYPES.to_owned(), ROOT.to_owned()];
    for (name, edits) in changes(&answer) {
        let file = &mut files[usize::from(name == "root.toml")];
        *file = edited(file, &edits);
    }
    Ok(files)
}

#[test]
fn names_are_changed_in_all_files_and_keep_their_form() {
    let (mut editor, folder) = started("rename");
    let types = folder.join("types.toml");
    editor.open(&types, TYPES);
    for (needle, more, now, new, there, root) in [
        (
            "BODY LENGTH",
            2,
            "BODY LENGTH",
            "LENGTH OF BODY",
            &["\"LENGTH OF BODY\"", "size = \"length_of_body\""][..],
            &[][..],
        ),
        ("body_length", 2, "BODY LENGTH", "uBytes", &["\"uBytes\"", "size = \"u_bytes\""], &[]),
        (
            "Kind]",
            1,
            "Kind",
            "Sort",
            &["[enum.Sort]", "type = \"Sort\""],
            &["type = \"Sort\"", "== Sort.LARGE"],
        ),
        (
            "LARGE = 2",
            1,
            "LARGE",
            "HUGE ONE",
            &["\"HUGE ONE\" = 2"],
            &["Kind.huge_one", "default = \"huge_one\""],
        ),
        ("KIND", 1, "KIND", "SORT", &["name = \"SORT\""], &["header.sort ==", "name = \"KIND\""]),
        ("Header]", 1, "Header", "Head", &["[struct.Head]"], &["type = \"Head\""]),
        ("Tail", 1, "Tail", "End", &["[fields.End]"], &["use = \"End\""]),
    ] {
        let at = find(TYPES, needle, more);
        let prepared = editor.at("textDocument/prepareRename", &types, at, json!({})).expect("it can be");
        assert_eq!(prepared["placeholder"], now);
        let files = renamed(&mut editor, &types, at, new).expect("it can be");
        for part in there {
            assert!(files[0].contains(part), "{needle}: {part} in {}", files[0]);
        }
        for part in root {
            assert!(files[1].contains(part), "{needle}: {part} in {}", files[1]);
        }
        for (name, text) in [("types.toml", &files[0]), ("root.toml", &files[1])] {
            std::fs::write(folder.join(name), text).expect("a file");
        }
        let found = opcodec_schema::compile(&folder.join("root.toml"));
        assert!(found.schema.is_some(), "{new}: {}", found.render(false));
        std::fs::write(folder.join("types.toml"), TYPES).expect("a file");
        std::fs::write(folder.join("root.toml"), ROOT).expect("a file");
    }
}

#[test]
fn a_second_name_is_changed_apart_from_the_printed_one() {
    let with = TYPES.replace("name = \"BODY LENGTH\"", "name = \"BODY LENGTH\", rename = \"size\"");
    let with = with.replace("size = \"body_length\"", "size = \"size\"");
    let folder = folder("second", &[("types.toml", &with)]);
    let types = folder.join("types.toml");
    let (mut editor, _) = Editor::in_folder(&folder, json!({}));
    editor.open(&types, &with);
    assert_eq!(editor.codes(&types), [""; 0]);
    let apply = |editor: &mut Editor, needle: &str, more, new: &str| {
        let at = find(&with, needle, more);
        let answer =
            editor.at("textDocument/rename", &types, at, json!({ "newName": new })).expect("it can be");
        edited(&with, &changes(&answer)[0].1)
    };
    let expected = with
        .replace("rename = \"size\"", "rename = \"octets\"")
        .replace("size = \"size\"", "size = \"octets\"");
    assert_eq!(apply(&mut editor, "size = \"size", 9, "octets"), expected);
    assert_eq!(apply(&mut editor, "rename = \"size", 11, "octets"), expected);
    assert_eq!(apply(&mut editor, "BODY LENGTH", 3, "LENGTH"), with.replace("BODY LENGTH", "LENGTH"));
}

#[test]
fn names_that_would_clash_are_refused() {
    let (mut editor, folder) = started("clash");
    let (types, root) = (folder.join("types.toml"), folder.join("root.toml"));
    editor.open(&types, TYPES);
    for (needle, more, new, why) in [
        ("BODY LENGTH", 2, "KIND", "OP0030"),
        ("Kind]", 1, "Header", "Header"),
        ("LARGE = 2", 1, "SMALL", "SMALL"),
        ("Header]", 1, "Answer", "Answer"),
        ("Header]", 1, "Opcode", "Opcode"),
        ("Header]", 1, "", "letters"),
        ("Header]", 1, "---", "letters"),
        ("Header]", 1, "a\"b", "quotes"),
        ("Header]", 1, "7up", "7up"),
    ] {
        let why_not = renamed(&mut editor, &types, find(TYPES, needle, more), new).expect_err(new);
        assert!(why_not.contains(why), "{needle} to {new}: {why_not}");
    }
    let nothing = editor.at("textDocument/prepareRename", &types, find(TYPES, "edition", 2), json!({}));
    assert_eq!(nothing, Ok(Value::Null));
    editor.open(&root, &ROOT.replace("opcode = 0x28", "opcode = 0x128"));
    let why_not = renamed(&mut editor, &types, find(TYPES, "Kind]", 1), "Sort").expect_err("a file is wrong");
    assert!(why_not.contains("mended"), "{why_not}");
}

#[test]
fn formatting_is_that_of_the_command() {
    let (mut editor, folder) = started("format");
    let types = folder.join("types.toml");
    for text in [
        TYPES.to_owned(),
        TYPES.replace("name    = ", "name =   "),
        TYPES.replace("  { name = \"KIND\",", "{ name = \"KIND\",    "),
        TYPES.replace("\n\n[enum", "\n\n\n\n[enum").replace("edition = 1", "edition = 1    "),
    ] {
        editor.open(&types, &text);
        let params = json!({ "textDocument": { "uri": uri(&types) }, "options": { "tabSize": 2, "insertSpaces": true } });
        let edits = editor.ask("textDocument/formatting", params).expect("it is answered");
        std::fs::write(&types, &text).expect("a file");
        let status =
            std::process::Command::new(env!("CARGO_BIN_EXE_opcodec")).arg("fmt").arg(&types).status();
        assert!(status.expect("it runs").success());
        assert_eq!(edited(&text, &edits), std::fs::read_to_string(&types).expect("a file"));
    }
    editor.open(&types, "[protocol]\n[half");
    let params =
        json!({ "textDocument": { "uri": uri(&types) }, "options": { "tabSize": 2, "insertSpaces": true } });
    assert_eq!(editor.ask("textDocument/formatting", params), Ok(json!([])));
}

#[test]
fn mends_are_offered_and_mend() {
    let (mut editor, folder) = started("actions");
    let root = folder.join("root.toml");
    let wrong =
        ROOT.replace("\"Header\"", "\"Haeder\"").replace("default = \"LARGE\"", "default = \"LAGRE\"");
    editor.open(&root, &wrong);
    let ask = |editor: &mut Editor, found: &Value| {
        let params = json!({
            "textDocument": { "uri": uri(&root) },
            "range": found["range"],
            "context": { "diagnostics": [found] },
        });
        editor.ask("textDocument/codeAction", params).expect("it is answered")
    };
    let mut text = wrong;
    for version in 2..=3 {
        let found = editor.diagnostics[&uri(&root)][0].clone();
        let actions = ask(&mut editor, &found);
        let action = &actions[0];
        assert_eq!((&action["kind"], &action["isPreferred"]), (&json!("quickfix"), &json!(true)), "{found}");
        assert_eq!(action["diagnostics"][0], found);
        text = edited(&text, &changes(&action["edit"])[0].1);
        editor.change(&root, version, &text);
    }
    assert_eq!((editor.codes(&root), text.as_str()), (vec![], ROOT));
    let params = json!({
        "textDocument": { "uri": uri(&root) },
        "range": { "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } },
        "context": { "diagnostics": [], "only": ["refactor"] },
    });
    assert_eq!(editor.ask("textDocument/codeAction", params), Ok(json!([])));
}

#[test]
fn columns_are_counted_as_agreed() {
    let text = TYPES.replace("What it holds.", "Größe 𝄞").replace("[struct.Header]", "[struct.Header] # 𝄞");
    let wrong = text.replace("{ name = \"body\",", "{ doc = \"ö𝄞\", name = \"body\", tpye = \"u8\",");
    let folder = folder("columns", &[]);
    let types = folder.join("types.toml");
    let line = wrong.lines().position(|line| line.contains("tpye")).expect("a line");
    let before = wrong.lines().nth(line).and_then(|line| line.split("tpye").next()).expect("a line");
    for (offered, agreed, column) in [
        (json!(["utf-16"]), "utf-16", before.encode_utf16().count()),
        (json!(["utf-8", "utf-16"]), "utf-8", before.len()),
        (json!(["utf-32"]), "utf-16", before.encode_utf16().count()),
    ] {
        let capabilities = json!({ "general": { "positionEncodings": offered } });
        let (mut editor, known) = Editor::in_folder(&folder, capabilities);
        assert_eq!(known["positionEncoding"], agreed);
        editor.open(&types, &wrong);
        let start = editor.diagnostics[&uri(&types)][0]["range"]["start"].clone();
        assert_eq!(start, json!({ "line": line, "character": column }));
        let range =
            json!({ "start": start, "end": { "line": line, "character": column + "tpye = \"u8\", ".len() } });
        editor.changes(&types, 2, json!([{ "range": range, "text": "" }]));
        assert_eq!(editor.codes(&types), [""; 0]);
    }
}

#[test]
fn other_toml_is_left_alone() {
    let (mut editor, folder) = started("other");
    let path = folder.join("Cargo.toml");
    let text = "[package]\nname = \"x\"\n\n[dependencies]\n";
    editor.open(&path, text);
    let options = json!({ "options": { "tabSize": 2, "insertSpaces": true } });
    for (method, more) in [
        ("completion", json!({})),
        ("hover", json!({})),
        ("documentSymbol", json!({})),
        ("formatting", options),
    ] {
        let answer = editor.at(&format!("textDocument/{method}"), &path, (1, 1), more);
        assert_eq!(answer, Ok(Value::Null), "{method}");
    }
    assert_eq!(editor.codes(&path), [""; 0]);
    // One that becomes a schema.
    let new = folder.join("new.toml");
    editor.open(&new, "");
    assert_eq!(editor.codes(&new), [""; 0]);
    editor.change(&new, 2, "[protocol]\nname = \"new\"\n");
    assert_eq!(editor.codes(&new), ["OP0004"]);
    editor.change(&new, 3, "[protocol]\nname = \"new\"\nedition = 1\n");
    assert_eq!(editor.codes(&new), [""; 0]);
}
