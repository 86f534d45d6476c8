//! What is wrong, and its mends.

use serde_json::{Value, json};

use crate::editor::{Editor, changes, edited, find, uri};
use crate::{ROOT, TYPES, started};

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
    // Without the other file the clash is none, and what holds itself is the struct of that name here.
    assert_eq!(editor.codes(&root), ["OP0040", "OP0059"]);
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
