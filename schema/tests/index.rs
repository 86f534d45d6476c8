//! The index of names: what the compiler took every name for.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::path::{Path, PathBuf};

use opcodec_schema::index::{Index, What};
use opcodec_schema::source::{FileId, SourceMap, Span};
use opcodec_schema::{Compilation, compile, compile_with};

const TYPES: &str = r#"
[protocol]
name = "types"
edition = 1
endian = "big"
[enum.Kind]
type = "u8"
values = { SMALL = 1, LARGE = { value = 2, rename = "Big" } }
"#;

const ROOT: &str = r#"
[protocol]
name = "root"
edition = 1
carrier = "scsi"
endian = "big"
import = ["types.toml"]
[fields.Tail]
fields = [{ at = "9", name = "CONTROL", default = 0 }]
[struct.Header]
fields = [
  { name = "KIND", type = "Kind", default = "SMALL" },
  { name = "LENGTH", type = "u16", value = "len(body)" },
  { name = "body", type = "bytes", size = "length", when = "kind == Kind.big || KIND == Kind.SMALL" },
]
[[struct.Header.test]]
fields = { kind = "LARGE", body = "00 01" }
bytes = "02 00 02 00 01"
[union.Page]
tag = "code"
closed = true
args = [{ name = "code", type = "Kind" }]
[union.Page.cases]
SMALL = "u8"
[struct.Large]
of = "Page"
tag = "Kind.LARGE"
fields = [{ name = "header", type = "Header" }, { name = "copy", type = "bool", at = "0.0", when = "false" }]
[command.READ]
opcode = 0x28
size = 10
fields = [{ at = "2", name = "KIND", type = "Kind" }, { use = "Tail" }]
data = { in = "Page(kind)" }
[command.LOAD]
alias = "READ"
[errors.Codes]
type = "u32"
[errors.Codes.codes]
BUSY = { value = 1, from = ["sense 2/04/01 after LOAD"] }
OTHER = { alias = "BUSY" }
"#;

fn read(path: &Path) -> io::Result<String> {
    match path.to_str() {
        Some("types.toml") => Ok(TYPES.to_owned()),
        _ => Err(io::ErrorKind::NotFound.into()),
    }
}

fn compiled(root: &str) -> Compilation {
    compile_with(Path::new("root.toml"), &mut |path| match path.to_str() {
        Some("root.toml") => Ok(root.to_owned()),
        _ => read(path),
    })
}

fn text(sources: &SourceMap, span: Span) -> &str {
    &sources.file(span.file).text[span.start as usize..span.end as usize]
}

/// The words that mean a definition, in the order of the files.
fn uses(found: &Compilation, what: What, name: &str) -> Vec<String> {
    let mut named = found.index.definitions().iter().filter(|known| known.what == what);
    let definition = named.find(|known| known.name.printed == name).expect("it is declared");
    let uses = found.index.uses_of(definition.span);
    uses.map(|found_use| text(&found.sources, found_use.span).to_owned()).collect()
}

#[test]
fn every_way_of_naming_something_is_a_use() {
    // The struct `Large` is wrong on purpose: what stands around it is there all the same.
    let found = compiled(ROOT);
    for (what, name, written) in [
        (What::Enum, "Kind", vec!["Kind"; 6]),
        (What::Enumerator, "SMALL", vec!["SMALL", "SMALL", "SMALL"]),
        (What::Enumerator, "LARGE", vec!["big", "LARGE"]),
        (What::Struct, "Header", vec!["Header"]),
        (What::Union, "Page", vec!["Page", "Page"]),
        (What::Arg, "code", vec!["code"]),
        (What::Fields, "Tail", vec!["Tail"]),
        (What::Command, "READ", vec!["READ"]),
        (What::Alias, "LOAD", vec!["LOAD"]),
        (What::Code, "BUSY", vec!["BUSY"]),
        (What::Row, "LENGTH", vec!["length"]),
        (What::Row, "body", vec!["body"]),
    ] {
        assert_eq!(uses(&found, what, name), written, "{name}");
    }
    assert_eq!(found.index.imports().len(), 1);
    assert_eq!(text(&found.sources, found.index.imports()[0].span), "types.toml");
}

#[test]
fn vectors_name_rows_and_enumerators() {
    let whole: String =
        ROOT.replace("{ name = \"copy\", type = \"bool\", at = \"0.0\", when = \"false\" }", "");
    let found = compiled(&whole);
    assert!(found.schema.is_some(), "{}", found.render(false));
    assert_eq!(uses(&found, What::Row, "body"), ["body", "body"]);
    assert_eq!(uses(&found, What::Enumerator, "LARGE"), ["big", "LARGE", "LARGE"]);
}

#[test]
fn expressions_have_their_intervals() {
    let found = compiled(ROOT);
    let at = ROOT.find("kind == Kind.big").expect("it is there") as u32;
    let around = found.index.expression_at(FileId(0), at + 1).expect("an expression");
    assert_eq!(text(&found.sources, around.span), "kind");
    assert_eq!((around.interval.min, around.interval.max, around.is_bool), (0, 255, false));
    let around = found.index.expression_at(FileId(0), at + 5).expect("an expression");
    assert_eq!(text(&found.sources, around.span), "kind == Kind.big");
    assert!(around.is_bool);
}

#[test]
fn what_cannot_be_loaded_leaves_the_rest() {
    let found = compiled(&ROOT.replace("types.toml", "nowhere.toml"));
    assert!(found.schema.is_none());
    assert!(found.index.definitions().iter().any(|known| known.name.printed == "LOAD"));
}

fn schemas() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../protocols/schemas");
    let files = folder.read_dir().expect("the shipped schemas").map(|entry| entry.expect("an entry").path());
    files.filter(|path| path.extension().is_some_and(|ending| ending == "toml")).collect()
}

/// A use is written in one of the forms that its definition's name has.
#[test]
fn uses_in_shipped_schemas_are_written_like_their_definitions() {
    let mut count = 0;
    for path in schemas() {
        let found = compile(&path);
        let index: &Index = &found.index;
        for known in index.uses() {
            let definition = index.definition(known.definition).expect("uses have definitions");
            let written = text(&found.sources, known.span);
            assert!(
                definition.name.is(written) || written == "self",
                "{}: `{written}` for `{}`",
                path.display(),
                definition.name.printed
            );
            count += 1;
        }
    }
    assert!(count > 1000, "{count}");
}

/// Sets of fields are there to be used.
#[test]
fn sets_of_fields_in_shipped_schemas_have_uses() {
    let mut unused: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for path in schemas() {
        let found = compile(&path);
        let mut counts: HashMap<Span, usize> = HashMap::new();
        for known in found.index.uses() {
            *counts.entry(known.definition).or_default() += 1;
        }
        let sets = found.index.definitions().iter().filter(|known| known.what == What::Fields);
        for known in sets.filter(|known| !counts.contains_key(&known.span)) {
            let file = found.sources.file(known.span.file).path.display().to_string();
            unused.entry(file).or_default().push(known.name.printed.clone());
        }
    }
    assert!(unused.is_empty(), "{unused:?}");
}

#[test]
fn what_a_caller_knows_is_named_by_commands_and_vectors() {
    let whole = ROOT.replace("{ name = \"copy\", type = \"bool\", at = \"0.0\", when = \"false\" }", "");
    let whole = whole.replace("import =", "context = [{ name = \"device\", type = \"Kind\" }]\nimport =");
    let whole = whole.replace("opcode = 0x28", "opcode = 0x28\nonly = \"device == Kind.SMALL\"");
    let whole = whole
        + "[[command.LOAD.test]]\ncontext = { device = \"SMALL\" }\nfields = { kind = \"LARGE\" }\nbytes = \"28 00 02 00 00 00 00 00 00 00\"\n";
    let found = compiled(&whole);
    assert!(found.schema.is_some(), "{}", found.render(false));
    assert_eq!(uses(&found, What::Arg, "device"), ["device", "device"]);
    assert_eq!(uses(&found, What::Enumerator, "LARGE"), ["big", "LARGE", "LARGE", "LARGE"]);
}
