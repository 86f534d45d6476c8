//! What the reader refuses does not hide what the checks find elsewhere.

use std::path::Path;

use opcodec_schema::diag::Code;

const SCHEMA: &str = r#"
[protocol]
name = "d"
edition = 1
endian = "big"
importt = ["x.toml"]

[enum.Color]
type = "u3"
values = { RED = 0, GREEN = 8 }

[struct.Broken]
fields = [
  { at = "0", name = "a", sise = 3 },
  { at = "0", name = "b" },
  { at = "2..3", name = "c", default = 70000 },
]

[struct.Sound]
fields = [
  { at = "0..1", name = "LENGTH" },
  { at = "1.3", name = "X" },
  { at = "2", name = "Y", type = "Colr" },
]
"#;

#[test]
fn wrong_keys_do_not_hide_overlaps_elsewhere() {
    let compiled = opcodec_schema::compile_with(Path::new("d.toml"), &mut |_| Ok(SCHEMA.into()));
    let codes: Vec<Code> = compiled.diagnostics.iter().map(|found| found.code).collect();
    // Neither the overlap with the refused row nor `Colr`, which an import could have brought.
    let expected =
        [Code::UnknownKey, Code::EnumeratorRange, Code::UnknownKey, Code::ConstantType, Code::Overlap];
    assert_eq!(codes, expected, "{}", compiled.render(false));
}

#[test]
fn what_the_refused_text_cannot_have_brought_is_missing() {
    let flags = SCHEMA.replace("importt = [\"x.toml\"]\n", "") + "[other]\n";
    let compiled = opcodec_schema::compile_with(Path::new("d.toml"), &mut |_| Ok(flags.clone()));
    let codes: Vec<Code> = compiled.diagnostics.iter().map(|found| found.code).collect();
    assert!(codes.contains(&Code::UnknownType), "{}", compiled.render(false));
    assert!(codes.contains(&Code::UnknownKey), "{}", compiled.render(false));
}

const VECTORS: &str = r#"
[protocol]
name = "v"
edition = 1
endian = "big"

[struct.S]
fields = [{ at = "0..1", name = "a" }]

[[struct.S.test]]
fields = { a = 1 }
bytes = "00 02"

[[struct.S.test]]
fields = { b = 1 }
bytes = "00 01"

[[struct.S.test]]
bytes = "00 0"
"#;

#[test]
fn a_wrong_vector_does_not_hide_that_others_fail() {
    let codes = |text: &str| {
        let compiled = opcodec_schema::compile_with(Path::new("v.toml"), &mut |_| Ok(text.into()));
        assert!(compiled.schema.is_none());
        compiled.diagnostics.iter().map(|found| found.code).collect::<Vec<_>>()
    };
    assert_eq!(codes(VECTORS), [Code::FailingVector, Code::UnknownMember, Code::BadForm]);
    let whole = VECTORS.replace("00 0\"", "00 01\"");
    assert_eq!(codes(&whole), [Code::FailingVector, Code::UnknownMember]);
}

fn codes(text: &str) -> Vec<Code> {
    let compiled = opcodec_schema::compile_with(Path::new("r.toml"), &mut |path| match path.to_str() {
        Some("r.toml") => Ok(text.to_owned()),
        _ => Err(std::io::ErrorKind::NotFound.into()),
    });
    compiled.diagnostics.iter().map(|found| found.code).collect()
}

const HEAD: &str = "[protocol]\nname = \"r\"\nedition = 1\nendian = \"big\"\n";

#[test]
fn an_entry_that_is_refused_does_not_hide_the_others_of_its_table() {
    let text = format!(
        "{HEAD}[errors.E]\ntype = \"hresult\"\n[errors.E.codes]\nE_A = {{ value = 0x80AA0001, retry = \"soon\" }}\n\
         E_B = {{ value = 0x00AA0001 }}\nE_C = {{ alias = \"E_A\" }}\nE_D = {{ alias = \"E_Q\" }}\n"
    );
    // Not the alias of the entry that was refused.
    assert_eq!(codes(&text), [Code::UnknownWord, Code::Severity, Code::Alias]);
}

#[test]
fn a_row_that_is_refused_does_not_hide_the_others_of_its_line() {
    let text = format!(
        "{HEAD}[struct.S]\nfields = [{{ at = \"0\", name = \"+\" }}, {{ at = \"1\", name = \"a\" }}, \
         {{ at = \"1\", name = \"b\" }}]\n[struct.s]\nfields = []\n"
    );
    assert_eq!(codes(&text), [Code::BadName, Code::Overlap, Code::RustNameClash]);
}

#[test]
fn a_key_that_stands_twice_does_not_hide_what_else_is_wrong() {
    let text = format!(
        "{HEAD}[enum.E]\ntype = \"u8\"\nvalues = {{ A = 1, A = 2 }}\n[struct.S]\n\
         fields = [{{ at = \"0\", name = \"a\", type = \"Far\" }}, {{ at = \"0\", name = \"b\" }}]\n"
    );
    assert_eq!(codes(&text), [Code::TomlSyntax, Code::UnknownType]);
}

#[test]
fn a_file_that_is_missing_hides_only_what_it_may_hold() {
    let text = format!(
        "{HEAD}import = [\"far.toml\"]\n[struct.S]\nfields = [{{ at = \"0\", name = \"a\", type = \"Far\" }}, \
         {{ at = \"1\", name = \"b\", const = 256 }}]\n"
    );
    assert_eq!(codes(&text), [Code::UnreadableFile, Code::ConstantType]);
}
