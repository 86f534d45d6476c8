//! What a failing vector says.

use super::*;

/// What is said of the one vector of a struct.
fn said(test: &str) -> Option<String> {
    let text = format!(
        r#"{HEAD}
[struct.S]
fields = [
  {{ at = "0.7:4", name = "a" }},
  {{ at = "1", name = "LEN", value = "len(rest)" }},
  {{ name = "rest", type = "bytes", size = "len" }},
]
[[struct.S.test]]
{test}
"#
    );
    let found = crate::compile_with(Path::new("t.toml"), &mut |_| Ok(text.clone()));
    found.diagnostics.first().map(|found| found.message.clone())
}

#[test]
fn vectors_hold_both_ways() {
    for test in [
        "fields = { a = 1, rest = \"01\" }\nbytes = \"10 01 01\"",
        "fields = { a = 1, len = 1, rest = \"01\" }",
        // Unnamed bits are not compared.
        "bytes = \"1F 01 01\"",
        "bytes = \"10\"\nerror = \"size\"",
    ] {
        assert_eq!(said(test), None, "{test}");
    }
    for (test, part) in [
        ("fields = { a = 1 }\nbytes = \"20 00\"", "another `a`: 0x2, not 0x1"),
        ("fields = { }\nbytes = \"20 00\"", "another `a`: 0x2, not its default"),
        ("fields = { a = 2 }\nbytes = \"2F 00\"", "first at byte 0 (`a`)"),
        ("fields = { a = 2 }\nbytes = \"20\"", "the bytes do not decode"),
        ("fields = { a = 2, len = 1 }", "the fields do not encode"),
        ("bytes = \"20 01\"", "do not decode"),
        ("bytes = \"20 00\"\nerror = \"size\"", "and the bytes decode"),
        ("bytes = \"20\"\nerror = \"const\"", "fails with `size`"),
    ] {
        let said = said(test).unwrap_or_default();
        assert!(said.contains(part), "{test}: {said}");
    }
}
