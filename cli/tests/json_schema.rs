//! What `opcodec schema` prints says what the reader says.

mod process {
    #[allow(dead_code, reason = "what other tests of the command line use")]
    pub(crate) mod run;
}

use std::path::{Path, PathBuf};

use jsonschema::Validator;
use opcodec_schema::diag::{Code, Sink};
use opcodec_schema::parse::{self, Node, Table, Tree};
use opcodec_schema::read::{self, keys};
use opcodec_schema::source::SourceMap;
use serde_json::{Map, Value, json};

use process::run::opcodec;

fn printed() -> Value {
    opcodec(&["schema"]).json(0)
}

fn validator() -> Validator {
    jsonschema::draft7::new(&printed()).expect("a JSON Schema of draft 7")
}

#[test]
fn it_is_a_schema_of_its_draft_and_the_same_in_both_formats() {
    let printed = printed();
    jsonschema::draft7::meta::validate(&printed).expect("draft 7");
    assert_eq!(opcodec(&["schema", "--format", "json"]).json(0), printed);
}

#[test]
fn every_key_of_the_reader_is_in_it_with_a_description() {
    let printed = printed();
    for kind in keys::all() {
        let what = kind.what.trim_matches('`');
        let name =
            what.strip_prefix("an ").or(what.strip_prefix("a ")).unwrap_or(what).replace([' ', '-'], "_");
        let table = if kind.what == keys::FILE.what { &printed } else { &printed["definitions"][&name] };
        assert_eq!(table["additionalProperties"], false, "{name}");
        for key in kind.keys {
            let description = &table["properties"][key.name]["description"];
            assert!(description.is_string(), "{}: {}", kind.what, key.name);
        }
    }
}

/// A file's tree, and what the reader says of its keys.
fn compared(text: &str) -> Option<(Table, Vec<Code>)> {
    let mut sink = Sink::default();
    let file = SourceMap::default().add(Path::new("it.toml"), text);
    let tree = parse::parse(file, text, &mut sink);
    if sink.has_errors() {
        sink.drain();
        return None;
    }
    let tree = tree?;
    read::compare(file, text, &tree, &mut sink);
    // JSON Schema cannot say that a string has no escapes.
    let codes = sink.drain().iter().map(|found| found.code).filter(|code| *code != Code::Escape).collect();
    Some((tree, codes))
}

#[test]
fn it_refuses_what_the_reader_refuses_and_takes_what_it_takes() {
    let validator = validator();
    let (mut taken, mut refused) = (0, 0);
    for path in schemas() {
        let text = std::fs::read_to_string(&path).expect("text");
        let Some((tree, codes)) = compared(&text) else { continue };
        let json = table(&tree);
        let errors: Vec<String> = validator.iter_errors(&json).map(|error| error.to_string()).collect();
        assert_eq!(errors.is_empty(), codes.is_empty(), "{}: {codes:?}, {errors:?}", path.display());
        if codes.is_empty() { taken += 1 } else { refused += 1 }
    }
    assert!(taken > 50 && refused > 4, "{taken} {refused}");
}

#[test]
fn they_agree_on_keys_and_values_that_are_exchanged() {
    let validator = validator();
    let words: Vec<&str> = keys::all().iter().flat_map(|kind| kind.keys).map(|key| key.name).collect();
    let values = ["true", "1", "-1", "\"big\"", "[1]", "[{}]", "{}", "1.5", "\"x\""];
    let mut random = 1_u64;
    let mut below = |end: usize| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) as usize % end
    };
    let (mut taken, mut refused) = (0, 0);
    for path in schemas() {
        let text = std::fs::read_to_string(&path).expect("text");
        let keys: Vec<usize> = text.match_indices(" = ").map(|(at, _)| at).collect();
        for _ in 0..if keys.is_empty() { 0 } else { 10 } {
            let at = keys[below(keys.len())];
            let mut damaged = text.clone();
            if below(2) == 0 {
                let start = text[..at]
                    .trim_end()
                    .rfind(|c: char| !c.is_alphanumeric() && c != '_')
                    .map_or(0, |it| it + 1);
                damaged.replace_range(start..at, words[below(words.len())]);
            } else {
                let end = text[at + 3..].find([',', '\n', '}']).map_or(text.len(), |end| at + 3 + end);
                damaged.replace_range(at + 3..end, values[below(values.len())]);
            }
            let Some((tree, codes)) = compared(&damaged) else { continue };
            let errors: Vec<String> =
                validator.iter_errors(&table(&tree)).map(|error| error.to_string()).collect();
            assert_eq!(
                errors.is_empty(),
                codes.is_empty(),
                "{codes:?}, {errors:?}, {}",
                damaged.get(at.saturating_sub(60)..at + 60).unwrap_or(&damaged)
            );
            if codes.is_empty() { taken += 1 } else { refused += 1 }
        }
    }
    assert!(taken > 100 && refused > 300, "{taken} {refused}");
}

#[test]
fn rules_between_keys_are_rules_in_it() {
    let validator = validator();
    let with_row = |row: &str| {
        let text = format!("[protocol]\nname = \"x\"\nedition = 1\n[struct.A]\nfields = [{row}]\n");
        let (tree, codes) = compared(&text).expect("TOML");
        let valid = validator.is_valid(&table(&tree));
        assert_eq!(valid, codes.is_empty(), "{row}: {codes:?}");
        valid
    };
    for row in [r#"{ use = "X" }"#, r#"{ name = "A", type = "u8", const = [1, { a = "x" }] }"#, "{}"] {
        assert!(with_row(row), "{row}");
    }
    for row in [
        r#"{ use = "X", name = "A" }"#,
        r#"{ name = "A", const = 1, default = 2 }"#,
        r#"{ name = "A", bits = "1" }"#,
        r#"{ name = "A", max = 1 }"#,
        r#"{ name = "A", at = 1 }"#,
        r#"{ name = "A", max = -1, size = 3 }"#,
        r#"{ name = "A", reserved = false }"#,
        r#"{ name = "A", endian = "middle" }"#,
        r#"{ name = "A", default = 1.5 }"#,
        r#"{ nam = "A" }"#,
        "1",
    ] {
        assert!(!with_row(row), "{row}");
    }
}

fn table(table: &Table) -> Value {
    let entries = table.entries.iter().map(|(key, node)| (key.value.clone(), value(node)));
    Value::Object(entries.collect::<Map<_, _>>())
}

/// As editors turn TOML into JSON.
fn value(node: &Node) -> Value {
    match &node.tree {
        Tree::Text { value, .. } => json!(value),
        Tree::Integer(integer) => {
            i64::try_from(integer.value).map_or_else(|_| json!(u64::MAX), |it| json!(it))
        }
        Tree::Float => json!(1.5),
        Tree::Boolean(value) => json!(value),
        Tree::Datetime => json!("1979-05-27"),
        Tree::Array(items) => items.iter().map(value).collect(),
        Tree::Table(inner) => table(inner),
    }
}

fn schemas() -> Vec<PathBuf> {
    fn below(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).expect("the folder is there") {
            let path = entry.expect("it can be read").path();
            if path.is_dir() {
                below(&path, found);
            } else if path.extension().is_some_and(|it| it == "toml") {
                found.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = Vec::new();
    for folder in ["protocols/schemas", "tests/schemas", "tests/cases", "cli/tests/schemas"] {
        below(&root.join(folder), &mut found);
    }
    found
}
