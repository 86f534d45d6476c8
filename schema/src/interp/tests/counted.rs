//! Counts in front, ends, and text in 16-bit units.

use super::super::Reason::Short;
use super::*;

const STRINGS: &str = r#"
endian = "little"
[struct.Mtp]
fields = [
  { name = "first", type = "utf16", prefix = "u8", end = 0 },
  { name = "second", type = "utf16", prefix = "u8", end = 0 },
]
[struct.Plain]
fields = [
  { name = "name", type = "utf8", prefix = "u16", max = 300 },
  { name = "last", type = "ascii", end = 0, max = 4 },
]
[struct.Units]
fields = [
  { name = "n" , type = "u8", value = "2" },
  { name = "text", type = "utf16", count = "n", endian = "big" },
]
[struct.Wide]
fields = [
  { name = "text", type = "utf16", end = 0x3B },
  { name = "rest", type = "bytes", size = "rest" },
]
"#;

fn strings() -> Schema {
    schema(
        &STRINGS
            .replace("endian = \"little\"\n", "")
            .replace("[struct.Mtp]", "[struct.Mtp]\nendian = \"little\"")
            .replace("[struct.Plain]", "[struct.Plain]\nendian = \"little\"")
            .replace("[struct.Wide]", "[struct.Wide]\nendian = \"little\""),
    )
}

#[test]
fn an_mtp_string_is_a_count_text_and_an_end() {
    let schema = strings();
    assert_eq!(fields(&schema, "Mtp", &[], "03 41 00 E4 00 00 00 00"), "first=\"A\u{E4}\" second=\"\"");
    assert_eq!(fields(&schema, "Mtp", &[], "00 03 3D D8 00 DE 00 00"), "first=\"\" second=\"\u{1F600}\"");
    assert_eq!(encoded(&schema, "Mtp", "first = \"\u{1F600}\""), "03 3D D8 00 DE 00 00 00");
    assert_eq!(encoded(&schema, "Mtp", ""), "00 00");
}

#[test]
fn a_string_that_is_not_all_there_or_does_not_end() {
    let schema = strings();
    let at = ("Mtp", "second");
    assert_eq!(why(&schema, "Mtp", &[], "00"), size(Short, at, 1, (2, 1)));
    assert_eq!(why(&schema, "Mtp", &[], "00 02 41 00 00"), size(Short, at, 5, (6, 5)));
    let text = |offset, numbers| other(ErrorKind::Text, at, offset, numbers);
    assert_eq!(why(&schema, "Mtp", &[], "00 02 41 00 42 00"), text(4, (0, 0x42)));
    // The end is looked at before the text.
    assert_eq!(why(&schema, "Mtp", &[], "00 02 00 D8 42 00"), text(4, (0, 0x42)));
    assert_eq!(why(&schema, "Mtp", &[], "00 03 41 00 00 D8 00 00"), text(4, (0, 0xD800)));
    assert_eq!(why(&schema, "Mtp", &[], "00 03 00 DC 41 00 00 00"), text(2, (0, 0xDC00)));
    assert_eq!(why(&schema, "Mtp", &[], "00 03 00 D8 41 00 00 00"), text(2, (0, 0xD800)));
}
