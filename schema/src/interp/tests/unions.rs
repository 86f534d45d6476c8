//! Unions: tags of every kind, unions in unions, small cases, unknown cases.

use super::super::Reason::{Bound, Long, Short};
use super::*;

const MODE: &str = r#"
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
  { at = "2..3", name = "SUBPAGE LENGTH", value = "len(sub)" },
  { at = "4..", name = "sub", type = "payload", size = "subpage_length" },
]
[struct.Caching]
of = "Page0"
tag = 0x08
fields = [{ at = "2.2", name = "WCE" }, { at = "3", name = "more" }]
[struct.Extension]
of = "SubPage"
tag = 0x0A01
fields = [{ at = "4..5", name = "value" }]
[struct.Pages]
fields = [{ at = "0", name = "n" }, { name = "pages", type = "[ModePage]", size = "rest" }]
"#;

#[test]
fn a_union_in_a_union_is_flat() {
    let schema = schema(MODE);
    assert_eq!(
        fields(&schema, "ModePage", &[], "88 02 04 05"),
        "case=Caching ps=true spf=false page_code=8 page_length=2 wce=true more=5"
    );
    assert_eq!(
        fields(&schema, "ModePage", &[], "4A 01 00 02 12 34"),
        "case=Extension ps=false spf=true page_code=10 subpage_code=1 subpage_length=2 value=4660"
    );
    assert_eq!(
        fields(&schema, "ModePage", &[], "09 02 04 05"),
        "case=Page0.Unknown ps=false spf=false page_code=9 page_length=2 body=<04 05>"
    );
    assert_eq!(
        fields(&schema, "ModePage", &[], "4B 07 00 01 AA"),
        "case=SubPage.Unknown ps=false spf=true page_code=11 subpage_code=7 subpage_length=1 sub=<AA>"
    );
    assert_eq!(
        fields(&schema, "Pages", &[], "00 88 02 04 05 4A 01 00 02 12 34"),
        "n=0 pages=[{case=Caching ps=true spf=false page_code=8 page_length=2 wce=true more=5}, \
         {case=Extension ps=false spf=true page_code=10 subpage_code=1 subpage_length=2 value=4660}]"
    );
    assert_eq!(why(&schema, "ModePage", &[], "08 02 04"), size(Short, ("Page0", "body"), 3, (4, 3)));
    assert_eq!(why(&schema, "ModePage", &[], "08 03 04 05 06"), size(Long, ("Caching", ""), 4, (4, 5)));
    assert_eq!(why(&schema, "ModePage", &[], "08 01 04"), size(Bound, ("Caching", ""), 3, (4, 3)));
}

#[test]
fn a_parents_row_gets_the_tag_of_a_childs_child() {
    let schema = schema(MODE);
    assert_eq!(encoded(&schema, "ModePage", "case = \"Caching\"\nwce = true"), "08 02 04 00");
    assert_eq!(
        refused(&schema, "ModePage", "case = \"Caching\"\npage_code = 9"),
        (ErrorKind::Tag, "PAGE CODE".into())
    );
    // An expression is not solved: its fields are members, and must agree.
    assert_eq!(
        encoded(&schema, "ModePage", "case = \"Extension\"\npage_code = 10\nsubpage_code = 1\nvalue = 1"),
        "4A 01 00 02 00 01"
    );
    assert_eq!(refused(&schema, "ModePage", "case = \"Extension\"").0, ErrorKind::Tag);
    assert_eq!(
        encoded(&schema, "ModePage", "case = \"Page0.Unknown\"\npage_code = 9\nbody = \"01\""),
        "09 01 01"
    );
}

#[test]
fn a_tag_from_outside_and_small_cases() {
    let schema = schema(
        r#"
[enum.DataType]
type = "u16"
values = { INT8 = 1, UINT32 = 2, LIST = 3 }
[union.PropertyValue]
closed = true
args = [{ name = "data_type", type = "DataType" }]
tag = "data_type"
[union.PropertyValue.cases]
INT8 = "i8"
UINT32 = "u32"
[struct.Property]
fields = [
  { at = "0..1", name = "TYPE", type = "DataType" },
  { name = "value", type = "PropertyValue(type)" },
  { name = "tail", type = "u8" },
]
"#,
    );
    assert_eq!(fields(&schema, "PropertyValue", &[1], "FF"), "case=INT8 value=-1");
    assert_eq!(fields(&schema, "PropertyValue", &[2], "00 00 00 07"), "case=UINT32 value=7");
    assert_eq!(
        fields(&schema, "Property", &[], "00 02 00 00 00 07 09"),
        "type=UINT32 value={case=UINT32 value=7} tail=9"
    );
    assert_eq!(why(&schema, "PropertyValue", &[9], "FF").0, ErrorKind::Tag);
    assert_eq!(why(&schema, "PropertyValue", &[2], "FF").0, ErrorKind::Size);
    assert_eq!(
        refused(&schema, "Property", "type = \"INT8\"\nvalue = { case = \"UINT32\", value = 3 }").0,
        ErrorKind::Tag
    );
}

#[test]
fn several_tags_are_a_member() {
    let schema = schema(
        r#"
[union.Sense]
tag = "response_code"
required = 1
fields = [
  { at = "0.6:0", name = "RESPONSE CODE" },
  { at = "1..", name = "body", type = "payload", size = "rest" },
]
[struct.Fixed]
of = "Sense"
tag = [0x70, 0x71]
required = 8
size = "additional_sense_length + 8"
fields = [
  { at = "0.7", name = "VALID" },
  { at = "2.3:0", name = "KEY" },
  { at = "7", name = "ADDITIONAL SENSE LENGTH" },
  { at = "12", name = "ASC" },
  { at = "13", name = "ASCQ" },
  { at = "14..", name = "more", type = "bytes", size = "rest" },
]
"#,
    );
    let whole = "F0 00 02 00 00 00 00 06 00 00 00 00 3A 01";
    assert_eq!(
        fields(&schema, "Sense", &[], whole),
        "case=Fixed response_code=112 valid=true key=2 additional_sense_length=6 asc=58 ascq=1 more=<>"
    );
    assert_eq!(
        fields(&schema, "Sense", &[], &whole[..3 * 13 - 1]),
        "cut case=Fixed response_code=112 valid=true key=2 additional_sense_length=6 asc=58 more=<>"
    );
    assert_eq!(fields(&schema, "Sense", &[], "7F 01 02"), "case=Unknown response_code=127 body=<01 02>");
    assert_eq!(why(&schema, "Sense", &[], "70 00"), size(Short, ("Fixed", ""), 2, (8, 2)));
    assert_eq!(
        encoded(&schema, "Sense", "case = \"Fixed\"\nresponse_code = 0x71\nkey = 5"),
        "71 00 05 00 00 00 00 00"
    );
    assert_eq!(refused(&schema, "Sense", "case = \"Fixed\""), (ErrorKind::Tag, "RESPONSE CODE".into()));
}

#[test]
fn wrong_notation_is_shown() {
    let schema = schema(MODE);
    for (text, part) in [
        ("ps = true", "its fields need `case`"),
        ("case = \"Cachin\"", "has no case `Cachin`"),
        ("case = \"Caching\"\nwcee = true", "has no field `wcee`"),
        ("case = \"Caching\"\nwce = 2", "0 to 1"),
        ("case = \"Caching\"\nmore = 256", "0 to 255"),
        ("case = \"Caching\"\nmore = \"x\"", "is an integer"),
        ("case = \"Page0.Unknown\"", "the tag of an unknown case"),
        ("case = \"Page0.Unknown\"\npage_code = 1\nbody = \"0\"", "two hex digits"),
        ("case = \"Caching\"\nps = true\nPS = true", "is the same field"),
    ] {
        let mut sink = Sink::default();
        let record = try_record(&schema, "ModePage", &[], text, &mut sink);
        let found = sink.drain();
        assert!(record.is_none(), "{text}");
        assert!(found.iter().any(|found| found.message.contains(part)), "{text}: {found:?}");
    }
}
