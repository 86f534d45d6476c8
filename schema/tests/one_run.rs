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
