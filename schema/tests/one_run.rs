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
    // Neither the overlap inside `Broken` nor `Colr`, which an import could have brought.
    assert_eq!(codes, [Code::UnknownKey, Code::EnumeratorRange, Code::UnknownKey, Code::Overlap]);
}
