//! Start, end, nonsense, and what both sides agree on.

use serde_json::{Value, json};

use crate::editor::{Editor, folder, uri};
use crate::{TYPES, started};

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
