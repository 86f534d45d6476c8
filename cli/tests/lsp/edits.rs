//! Edits over files: other names, and formatting.

use std::path::Path;

use serde_json::{Value, json};

use crate::editor::{Editor, changes, edited, find, folder, uri};
use crate::{ROOT, TYPES, started};

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
