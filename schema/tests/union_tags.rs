//! A tag that stands in a parent's row need not be named: the case says it.

use std::path::Path;

const MODE_PAGES: &str = r#"
[protocol]
name = "m"
edition = 1
endian = "big"
[union.ModePage]
tag    = "spf"
closed = true
fields = [
  { at = "0.7", name = "PS" },
  { at = "0.6", name = "SPF" },
  { at = "0.5:0", name = "PAGE CODE" },
  { at = "1..", name = "page", type = "payload" },
]
[union.Page0]
of     = "ModePage"
of_tag = false
tag    = "page_code"
fields = [
  { at = "1", name = "PAGE LENGTH", value = "len(body)" },
  { at = "2..", name = "body", type = "payload", size = "page_length" },
]
[union.SubPage]
of     = "ModePage"
of_tag = true
tag    = "page_code << 8 | subpage_code"
fields = [
  { at = "1", name = "SUBPAGE CODE" },
  { at = "2..3", name = "SUBPAGE LENGTH", value = "len(body)" },
  { at = "4..", name = "body", type = "payload", size = "subpage_length" },
]
[struct.Caching]
of = "Page0"
tag = 8
fields = [ { at = "2.2", name = "WCE" }, { at = "3", name = "B" } ]
[struct.Sub1]
of = "SubPage"
tag = 0x0102
fields = [ { at = "4", name = "C" }]
[[union.ModePage.test]]
fields = { case = "Caching", wce = true }
bytes = "08 02 04 00"
[[union.ModePage.test]]
fields = { case = "Sub1", page_code = 1, subpage_code = 2, c = 3 }
bytes = "41 02 00 01 03"
"#;

#[test]
fn a_case_writes_its_tag_into_the_parents_row() {
    let compiled = opcodec_schema::compile_with(Path::new("m.toml"), &mut |_| Ok(MODE_PAGES.into()));
    assert!(compiled.schema.is_some(), "{}", compiled.render(false));
}

#[test]
fn a_tag_that_is_named_must_agree() {
    let wrong = MODE_PAGES.replace("case = \"Caching\",", "case = \"Caching\", page_code = 7,");
    let compiled = opcodec_schema::compile_with(Path::new("m.toml"), &mut |_| Ok(wrong.clone()));
    assert_eq!(compiled.diagnostics.len(), 1, "{}", compiled.render(false));
}
