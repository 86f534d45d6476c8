//! What is offered while somebody types.

use std::path::Path;

use serde_json::json;

use crate::editor::{Editor, edited, marked};
use crate::{ROOT, started};

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
        (ROOT.replace("edition = 1", "edition = 1\nallow = [\"|\"]"), &["OP0180"], &["OP0001"]),
        (with_context("only = \"|\""), &["device_type", "Kind"], &["kind", "control", "KIND"]),
        (with_context("only = \"device_type == Kind.|\""), &["SMALL"], &["Kind"]),
        (with_context("[[command.READ.test]]\ncontext = { | }"), &["device_type"], &["kind"]),
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

/// The schema with something that its caller knows, and a line behind the command.
fn with_context(line: &str) -> String {
    let context = "edition = 1\ncontext = [{ name = \"device_type\", type = \"Kind\" }]";
    format!("{}{line}\n", ROOT.replace("edition = 1", context))
}
