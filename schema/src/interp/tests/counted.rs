//! Counts in front, ends, and text in 16-bit units.

use super::super::Reason::Short;
use super::*;

const STRINGS: &str = r#"
[struct.Mtp]
endian = "little"
fields = [
  { name = "first", type = "utf16", prefix = "u8", end = 0 },
  { name = "second", type = "utf16", prefix = "u8", end = 0 },
]
[struct.Bytes]
fields = [
  { name = "name", type = "utf8", prefix = "u16", max = 4 },
  { name = "path", type = "ascii", end = 0, max = 3, default = "/" },
]
[struct.Units]
fields = [
  { name = "n", type = "u8", value = "len(text) / 2" },
  { name = "text", type = "utf16", count = "n", max = 3 },
]
[struct.Semicolon]
fields = [
  { name = "text", type = "utf16", end = 0x3B, endian = "little" },
  { name = "more", type = "bytes", size = "rest" },
]
[struct.Constant]
fields = [
  { name = "magic", type = "utf16", prefix = "u8", end = 0, const = "MS" },
  { name = "next", type = "ascii", end = 0, const = "x" },
]
"#;

#[test]
fn an_mtp_string_is_a_count_text_and_an_end() {
    let schema = schema(STRINGS);
    assert_eq!(fields(&schema, "Mtp", &[], "03 41 00 E4 00 00 00 00"), "first=\"A\u{E4}\" second=\"\"");
    assert_eq!(fields(&schema, "Mtp", &[], "00 03 3D D8 00 DE 00 00"), "first=\"\" second=\"\u{1F600}\"");
    assert_eq!(encoded(&schema, "Mtp", "first = \"\u{1F600}\""), "03 3D D8 00 DE 00 00 00");
    assert_eq!(encoded(&schema, "Mtp", ""), "00 00");
    // Nothing but an end is read as empty, and not written so again.
    let record = decode(&schema, "Mtp", &[], "01 00 00 00").expect("an empty string");
    assert_eq!(hex(&encode(&schema, &record, None).expect("bytes")), "00 00");
    // An end inside is text where a count says how much there is.
    assert_eq!(fields(&schema, "Mtp", &[], "00 03 00 00 41 00 00 00"), "first=\"\" second=\"\\0A\"");
}

#[test]
fn a_string_that_is_not_all_there_or_does_not_end() {
    let schema = schema(STRINGS);
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

#[test]
fn bytes_are_counted_or_ended() {
    let schema = schema(STRINGS);
    assert_eq!(fields(&schema, "Bytes", &[], "00 02 C3 A4 2F 61 00"), "name=\"\u{E4}\" path=\"/a\"");
    assert_eq!(encoded(&schema, "Bytes", ""), "00 00 2F 00");
    assert_eq!(encoded(&schema, "Bytes", "path = \"\""), "00 00 00");
    let (name, path) = (("Bytes", "name"), ("Bytes", "path"));
    assert_eq!(why(&schema, "Bytes", &[], "00"), size(Short, name, 1, (2, 1)));
    assert_eq!(why(&schema, "Bytes", &[], "00 05"), other(ErrorKind::Max, name, 0, (4, 5)));
    assert_eq!(why(&schema, "Bytes", &[], "00 02 41 FF 00"), other(ErrorKind::Text, name, 3, (0, 0xFF)));
    assert_eq!(why(&schema, "Bytes", &[], "00 00"), other(ErrorKind::Text, path, 2, (0, 0)));
    assert_eq!(why(&schema, "Bytes", &[], "00 00 61"), other(ErrorKind::Text, path, 3, (0, 0)));
    assert_eq!(why(&schema, "Bytes", &[], "00 00 61 80 00"), other(ErrorKind::Text, path, 3, (0, 0x80)));
    let long = "00 00 61 62 63 64 00";
    assert_eq!(why(&schema, "Bytes", &[], long), other(ErrorKind::Max, path, 2, (3, 4)));
    for (text, expected) in [
        ("name = \"abcde\"", (ErrorKind::Max, "name")),
        ("path = \"abcd\"", (ErrorKind::Max, "path")),
        ("path = \"\u{E4}\"", (ErrorKind::Text, "path")),
        ("path = \"a\\u0000\"", (ErrorKind::Text, "path")),
    ] {
        assert_eq!(refused(&schema, "Bytes", text), (expected.0, expected.1.into()), "{text}");
    }
}

#[test]
fn units_are_counted_elsewhere() {
    let schema = schema(STRINGS);
    assert_eq!(fields(&schema, "Units", &[], "02 D8 3D DE 00"), "n=2 text=\"\u{1F600}\"");
    assert_eq!(encoded(&schema, "Units", "text = \"abc\""), "03 00 61 00 62 00 63");
    let at = ("Units", "text");
    assert_eq!(why(&schema, "Units", &[], "01 00"), size(Short, at, 2, (3, 2)));
    assert_eq!(why(&schema, "Units", &[], "04"), other(ErrorKind::Max, at, 1, (3, 4)));
    assert_eq!(refused(&schema, "Units", "text = \"abcd\""), (ErrorKind::Max, "text".into()));
    assert_eq!(refused(&schema, "Units", "n = 1\ntext = \"ab\""), (ErrorKind::Value, "n".into()));
}

#[test]
fn an_end_stands_on_a_units_first_byte() {
    let schema = schema(STRINGS);
    // 00 3B across two units is none, and a rest smaller than a unit neither.
    assert_eq!(fields(&schema, "Semicolon", &[], "41 00 00 3B 3B 00 3B"), "text=\"A\u{3B00}\" more=<3B>");
    let at = ("Semicolon", "text");
    assert_eq!(why(&schema, "Semicolon", &[], "41 00 3B"), other(ErrorKind::Text, at, 3, (0x3B, 0)));
    assert_eq!(refused(&schema, "Semicolon", "text = \"a;b\""), (ErrorKind::Text, "text".into()));
}

#[test]
fn constant_text_is_counted_too() {
    let schema = schema(STRINGS);
    let right = "03 00 4D 00 53 00 00 78 00";
    assert_eq!(encoded(&schema, "Constant", ""), right);
    assert_eq!(fields(&schema, "Constant", &[], right), "");
    let constant = |field, offset| other(ErrorKind::Const, ("Constant", field), offset, (0, 0));
    assert_eq!(why(&schema, "Constant", &[], "02 00 4D 00 00 78 00"), constant("magic", 0));
    assert_eq!(why(&schema, "Constant", &[], "03 00 4D 00 53 00 00 00"), constant("next", 7));
}

const LISTS: &str = r#"
[enum.Known]
type = "u16"
closed = true
values = { ONE = 1, TWO = 2 }
[struct.Pair]
fields = [{ at = "0", name = "key" }, { name = "text", type = "ascii", prefix = "u8" }]
[struct.Counted]
fields = [
  { name = "pairs", type = "[Pair]", prefix = "u8" },
  { name = "known", type = "[Known]", prefix = "u16", end = 0xFFFF, endian = "little" },
]
[struct.Ended]
fields = [
  { name = "n", type = "u8", value = "count(signed)" },
  { name = "len", type = "u8", value = "len(signed) + len(known)" },
  { name = "signed", type = "[i16]", end = -1, max = 2 },
  { name = "known", type = "[Known]", prefix = "u8", end = 9 },
]
"#;

#[test]
fn lists_have_a_count_in_front() {
    let schema = schema(LISTS);
    assert_eq!(
        fields(&schema, "Counted", &[], "02 07 01 41 08 00 03 00 02 00 01 00 FF FF"),
        "pairs=[{key=7 text=\"A\"}, {key=8 text=\"\"}] known=[TWO, ONE]"
    );
    assert_eq!(encoded(&schema, "Counted", ""), "00 00 00");
    assert_eq!(encoded(&schema, "Counted", "known = [\"ONE\"]"), "00 02 00 01 00 FF FF");
    let known = ("Counted", "known");
    assert_eq!(why(&schema, "Counted", &[], "00 01"), size(Short, known, 2, (3, 2)));
    assert_eq!(why(&schema, "Counted", &[], "01 07 02 41"), size(Short, ("Pair", "text"), 4, (4, 3)));
    // Elements come in their order, the end as the last one.
    let list = |text: &str| why(&schema, "Counted", &[], &format!("00 {text}"));
    assert_eq!(list("02 00 03 00 00 00"), other(ErrorKind::Enum, known, 3, (0, 3)));
    assert_eq!(list("02 00 01 00 00 00"), other(ErrorKind::Text, known, 5, (0xFFFF, 0)));
    assert_eq!(list("02 00 01 00 FF"), size(Short, known, 6, (7, 6)));
    assert_eq!(list("01 00 01 00"), other(ErrorKind::Text, known, 3, (0xFFFF, 1)));
}

#[test]
fn lists_have_an_end() {
    let schema = schema(LISTS);
    assert_eq!(
        fields(&schema, "Ended", &[], "02 0B FF FE 00 05 FF FF 02 00 01 00 09"),
        "n=2 len=11 signed=[-2, 5] known=[ONE]"
    );
    assert_eq!(encoded(&schema, "Ended", ""), "00 03 FF FF 00");
    let signed = ("Ended", "signed");
    let list = |text: &str| why(&schema, "Ended", &[], &format!("00 00 {text}"));
    assert_eq!(list("00 01 FF"), other(ErrorKind::Text, signed, 5, (0xFFFF, 0)));
    assert_eq!(list("00 01 00 02 00 03 FF FF"), other(ErrorKind::Max, signed, 2, (2, 3)));
    assert_eq!(refused(&schema, "Ended", "signed = [1, 2, 3]"), (ErrorKind::Max, "signed".into()));
    assert_eq!(refused(&schema, "Ended", "signed = [1, -1]"), (ErrorKind::Text, "signed".into()));
}

#[test]
fn a_count_has_the_width_of_its_prefix() {
    let schema = schema(STRINGS);
    let long = format!("first = \"{}\"", "a".repeat(254));
    assert!(encoded(&schema, "Mtp", &long).starts_with("FF 61 00"));
    let longer = format!("first = \"{}\"", "a".repeat(255));
    assert_eq!(refused(&schema, "Mtp", &longer), (ErrorKind::Size, "first".into()));
}

const CUT: &str = r#"
[struct.Info]
required = 2
size = "length + 2"
fields = [
  { at = "0..1", name = "length" },
  { name = "name", type = "utf16", prefix = "u8", end = 0 },
  { name = "ids", type = "[u16]", prefix = "u8", end = 0 },
  { name = "last", type = "ascii", end = 0 },
]
[struct.List]
fields = [{ name = "infos", type = "[Info]", size = "rest" }]
"#;

#[test]
fn what_is_counted_may_be_cut_off() {
    let schema = schema(CUT);
    let whole = "00 11 02 00 41 00 00 03 00 05 00 06 00 00 61 00 FF FF FF";
    assert_eq!(
        fields(&schema, "Info", &[], &whole.replace("00 11", "00 0E")),
        "length=14 name=\"A\" ids=[5, 6] last=\"a\""
    );
    let cut = |len: usize| fields(&schema, "Info", &[], &hex(&bytes(whole)[..len]));
    assert_eq!(cut(2), "cut length=17");
    assert_eq!(cut(6), "cut length=17");
    assert_eq!(cut(7), "cut length=17 name=\"A\"");
    // A list keeps what is complete, once its count is there; text does not.
    assert_eq!(cut(8), "cut length=17 name=\"A\" ids=[]");
    assert_eq!(cut(11), "cut length=17 name=\"A\" ids=[5]");
    assert_eq!(cut(13), "cut length=17 name=\"A\" ids=[5, 6]");
    assert_eq!(cut(15), "cut length=17 name=\"A\" ids=[5, 6]");
    assert_eq!(cut(16), "cut length=17 name=\"A\" ids=[5, 6] last=\"a\"");
    // Where an announced length ends, nothing was cut off: an end must come.
    let at = ("Info", "last");
    let announced = "00 0D 02 00 41 00 00 03 00 05 00 06 00 00 61";
    assert_eq!(why(&schema, "Info", &[], announced), other(ErrorKind::Text, at, 15, (0, 0)));
    // An empty list has its count where something behind it is there, and none where nothing is.
    assert_eq!(encoded(&schema, "Info", "last = \"\"\nids = []\nname = \"\""), "00 03 00 00 00");
    assert_eq!(encoded(&schema, "Info", "ids = []"), "00 02 00 00");
    assert_eq!(encoded(&schema, "Info", ""), "00 00");
}

const VALUES: &str = r#"
[enum.Type]
type = "u16"
values = { I = 1, U128 = 2, A = 0x4000, STR = 0xFFFF }
[union.Value]
closed = true
args = [{ name = "ty", type = "Type" }]
tag = "ty"
[union.Value.cases]
I = "i8"
U128 = "u128"
A = { type = "[u16]", prefix = "u32", max = 3 }
STR = { type = "utf16", prefix = "u8", end = 0, default = "none" }
[struct.Property]
fields = [
  { at = "0..1", name = "ty", type = "Type" },
  { name = "default", type = "Value(ty)" },
  { name = "now", type = "Value(ty)" },
  { name = "more", type = "[Value(ty)]", prefix = "u8" },
]
"#;

#[test]
fn cases_are_counted_too() {
    let schema = schema(VALUES);
    assert_eq!(
        fields(&schema, "Property", &[], "FF FF 02 00 41 00 00 00 01 00"),
        "ty=STR default={case=STR value=\"A\"} now={case=STR value=\"\"} more=[{case=STR value=\"\"}]"
    );
    assert_eq!(
        fields(&schema, "Property", &[], "40 00 00 00 00 01 00 07 00 00 00 00 00"),
        "ty=A default={case=A value=[7]} now={case=A value=[]} more=[]"
    );
    let fails = |text: &str| why(&schema, "Property", &[], text);
    assert_eq!(fails("40 00 00 00 00 04"), other(ErrorKind::Max, ("A", "value"), 2, (3, 4)));
    assert_eq!(fails("FF FF 00 02 00 41"), size(Short, ("STR", "value"), 6, (5, 3)));
    let text = "ty = \"STR\"\ndefault = { case = \"STR\" }\nnow = { case = \"STR\", value = \"\" }";
    let none = "05 00 6E 00 6F 00 6E 00 65 00 00";
    assert_eq!(encoded(&schema, "Property", text), format!("FF FF {none} 00 00"));
}

#[test]
fn what_was_decoded_encodes_and_decodes_to_the_same() {
    let mut random = Random(0x5EED_1234);
    let mut values = 0;
    for (text, name) in [
        (STRINGS, "Mtp"),
        (STRINGS, "Bytes"),
        (STRINGS, "Units"),
        (STRINGS, "Semicolon"),
        (LISTS, "Counted"),
        (LISTS, "Ended"),
        (CUT, "Info"),
        (CUT, "List"),
        (VALUES, "Property"),
    ] {
        let schema = schema(text);
        let of = id(&schema, name);
        for _ in 0..3000 {
            // Small numbers make counts that hold.
            let bytes: Vec<u8> = (0..random.below(20))
                .map(|_| [0, 0, 0, 1, 2, 3, 0x41, 0x80, 0xD8, 0xFF][random.below(10)])
                .collect();
            let Ok((record, places)) = decode_placed(&schema, of, &[], &bytes) else { continue };
            values += 1;
            assert_eq!(named_bits(&schema, &record, &places, &bytes).len(), bytes.len());
            let again = encode(&schema, &record, None)
                .unwrap_or_else(|failure| panic!("{failure:?} on {} of {name}", hex(&bytes)));
            assert!(again.len() <= bytes.len(), "{} of {name} is {}", hex(&bytes), hex(&again));
            let found = super::super::decode(&schema, of, &[], &again);
            assert_eq!(found.as_ref(), Ok(&record), "{} of {name} is {}", hex(&bytes), hex(&again));
        }
    }
    assert!(values > 1000, "{values}");
}
