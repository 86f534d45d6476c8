//! Blocks, bits, constants, enums, text, lists and lengths.

use super::super::Reason::{Bound, Length, Long, Short};
use super::*;

#[test]
fn a_fixed_struct_has_exactly_its_bytes() {
    let schema = schema(
        r#"
[struct.Word]
fields = [
  { at = "0", name = "TYPE", const = 0x28 },
  { at = "1.7:5", name = "HIGH" },
  { at = "1.0", name = "FLAG" },
  { at = "2..3", bits = "11:4", name = "MIDDLE" },
  { at = "4..5", name = "little", endian = "little" },
  { at = "6", name = "signed", type = "i8" },
]
"#,
    );
    assert_eq!(
        fields(&schema, "Word", &[], "28 E1 0A B0 34 12 FF"),
        "high=7 flag=true middle=171 little=4660 signed=-1"
    );
    // Unnamed bits are not looked at.
    assert_eq!(
        fields(&schema, "Word", &[], "28 1E F0 0F 00 00 80"),
        "high=0 flag=false middle=0 little=0 signed=-128"
    );
    assert_eq!(why(&schema, "Word", &[], "28 00 00"), size(Short, ("Word", ""), 3, (7, 3)));
    assert_eq!(why(&schema, "Word", &[], ""), size(Short, ("Word", ""), 0, (7, 0)));
    assert_eq!(why(&schema, "Word", &[], "28 00 00 00 00 00 00 00 00"), size(Long, ("Word", ""), 7, (7, 9)));
    assert_eq!(
        why(&schema, "Word", &[], "2A 00 00 00 00 00 00"),
        other(ErrorKind::Const, ("Word", "TYPE"), 0, (0x28, 0x2A))
    );
    assert_eq!(
        encoded(&schema, "Word", "high = 7\nmiddle = 0xAB\nlittle = 0x1234\nsigned = -1"),
        "28 E0 0A B0 34 12 FF"
    );
}

#[test]
fn trailing_bytes_and_a_constant_size() {
    let schema = schema(
        r#"
[struct.Ignores]
trailing = "ignore"
fields = [{ at = "0", name = "a" }]
[struct.Eight]
size = 8
fields = [{ at = "0", name = "a" }, { at = "2", name = "b" }]
"#,
    );
    assert_eq!(fields(&schema, "Ignores", &[], "01 02 03"), "a=1");
    assert_eq!(why(&schema, "Ignores", &[], ""), size(Short, ("Ignores", ""), 0, (1, 0)));
    assert_eq!(fields(&schema, "Eight", &[], "01 00 02 00 00 00 00 00"), "a=1 b=2");
    assert_eq!(fields(&schema, "Eight", &[], "01 00 02 00 00 00 00 00 FF"), "a=1 b=2");
    assert_eq!(why(&schema, "Eight", &[], "01 00 02 00"), size(Short, ("Eight", ""), 4, (8, 4)));
    assert_eq!(encoded(&schema, "Eight", "a = 1"), "01 00 00 00 00 00 00 00");
}

#[test]
fn enums_checks_and_values() {
    let schema = schema(
        r#"
[enum.Open]
type = "u8"
values = { ONE = 1, TWO = 2 }
[enum.Closed]
type = "u4"
closed = true
values = { ONE = 1, TWO = 2 }
[struct.S]
fields = [
  { at = "0", name = "open", type = "Open" },
  { at = "1.7:4", name = "closed", type = "Closed", default = "ONE" },
  { at = "2", name = "even", check = "self % 2 == 0" },
  { at = "3", name = "sum", value = "(even + 1) & 0xFF" },
]
"#,
    );
    assert_eq!(fields(&schema, "S", &[], "02 10 04 05"), "open=TWO closed=ONE even=4 sum=5");
    assert_eq!(fields(&schema, "S", &[], "07 20 04 05"), "open=7 closed=TWO even=4 sum=5");
    assert_eq!(why(&schema, "S", &[], "07 30 05 05"), other(ErrorKind::Enum, ("S", "closed"), 1, (0, 3)));
    assert_eq!(why(&schema, "S", &[], "07 10 05 05"), other(ErrorKind::Check, ("S", "even"), 2, (1, 5)));
    assert_eq!(why(&schema, "S", &[], "07 10 04 06"), other(ErrorKind::Value, ("S", "sum"), 3, (5, 6)));
    assert_eq!(encoded(&schema, "S", "open = \"Open.TWO\"\neven = 6"), "02 10 06 07");
    assert_eq!(encoded(&schema, "S", "open = 2\nsum = 1"), "02 10 00 01");
    assert_eq!(refused(&schema, "S", "open = 2\nsum = 2"), (ErrorKind::Value, "sum".into()));
    let odd = record(&schema, "S", &[], "open = 1\neven = 3");
    assert_eq!(
        super::super::validate(&schema, &odd, None).map_err(|failure| failure.kind),
        Err(ErrorKind::Check)
    );
    assert!(encode(&schema, &odd, None).is_ok());
}

#[test]
fn text_and_its_filling() {
    let schema = schema(
        r#"
[struct.S]
fields = [
  { at = "0..3", name = "padded", type = "ascii", pad = " " },
  { at = "4..5", name = "whole", type = "utf8" },
  { at = "6", name = "LEN", value = "len(rest)" },
  { at = "7..", name = "rest", type = "utf8", size = "len" },
]
"#,
    );
    assert_eq!(
        fields(&schema, "S", &[], "41 42 20 20 C3 96 01 78"),
        "padded=\"AB\" whole=\"Ö\" len=1 rest=\"x\""
    );
    assert_eq!(
        why(&schema, "S", &[], "41 80 20 20 C3 96 00"),
        other(ErrorKind::Text, ("S", "padded"), 1, (0, 0x80))
    );
    assert_eq!(
        why(&schema, "S", &[], "41 42 20 20 41 96 00"),
        other(ErrorKind::Text, ("S", "whole"), 5, (0, 0x96))
    );
    assert_eq!(why(&schema, "S", &[], "41 42 20 20 41 41 02 41"), size(Short, ("S", "rest"), 8, (9, 8)));
    assert_eq!(
        encoded(&schema, "S", "padded = \"A\"\nwhole = \"BC\"\nrest = \"DEF\""),
        "41 20 20 20 42 43 03 44 45 46"
    );
    assert_eq!(
        refused(&schema, "S", "padded = \"ABCDE\"\nwhole = \"BC\""),
        (ErrorKind::Size, "padded".into())
    );
    assert_eq!(refused(&schema, "S", "whole = \"B\""), (ErrorKind::Size, "whole".into()));
    assert_eq!(refused(&schema, "S", "padded = \"Ö\"\nwhole = \"BC\""), (ErrorKind::Text, "padded".into()));
}

#[test]
fn lists_by_bytes_and_by_count() {
    let schema = schema(
        r#"
[struct.Pair]
fields = [{ at = "0", name = "a" }, { at = "1..2", name = "b" }]
[struct.Bytes]
fields = [
  { at = "0", name = "LEN", value = "len(items)" },
  { name = "items", type = "[Pair]", size = "len", max = 9 },
  { name = "tail", type = "u8" },
]
[struct.Count]
fields = [
  { at = "0", name = "N", value = "count(items)" },
  { name = "items", type = "[u16]", count = "n", endian = "little", max = 3 },
]
[struct.Rest]
fields = [{ at = "0", name = "n" }, { name = "items", type = "[u16]", size = "rest" }]
[struct.Computed]
fields = [{ at = "0", name = "n" }, { name = "items", type = "bytes", size = "n - 2" }]
"#,
    );
    assert_eq!(
        fields(&schema, "Bytes", &[], "06 01 00 02 03 00 04 FF"),
        "len=6 items=[{a=1 b=2}, {a=3 b=4}] tail=255"
    );
    assert_eq!(why(&schema, "Bytes", &[], "04 01 00 02 03 FF"), size(Bound, ("Pair", ""), 5, (3, 1)));
    assert_eq!(why(&schema, "Bytes", &[], "06 01 00 02"), size(Short, ("Bytes", "items"), 4, (7, 4)));
    assert_eq!(why(&schema, "Bytes", &[], "0A 00"), other(ErrorKind::Max, ("Bytes", "items"), 1, (9, 10)));
    assert_eq!(why(&schema, "Bytes", &[], "00"), size(Short, ("Bytes", "tail"), 1, (2, 1)));
    assert_eq!(why(&schema, "Bytes", &[], "00 01 02"), size(Long, ("Bytes", ""), 2, (2, 3)));

    assert_eq!(fields(&schema, "Count", &[], "02 34 12 01 00"), "n=2 items=[4660, 1]");
    assert_eq!(why(&schema, "Count", &[], "02 34 12 01"), size(Short, ("Count", "items"), 4, (5, 4)));
    assert_eq!(why(&schema, "Count", &[], "04"), other(ErrorKind::Max, ("Count", "items"), 1, (3, 4)));
    assert_eq!(fields(&schema, "Rest", &[], "00 00 01 00 02"), "n=0 items=[1, 2]");
    assert_eq!(why(&schema, "Rest", &[], "00 00 01 00"), size(Short, ("Rest", "items"), 4, (5, 4)));
    assert_eq!(
        why(&schema, "Computed", &[], "01"),
        size(Length, ("Computed", "items"), 1, (u64::from(u32::MAX), u64::MAX))
    );
    assert_eq!(encoded(&schema, "Count", "items = [1, 2]"), "02 01 00 02 00");
    assert_eq!(refused(&schema, "Count", "items = [1, 2, 3, 4]"), (ErrorKind::Max, "items".into()));
    assert_eq!(refused(&schema, "Computed", "n = 3\nitems = \"01 02\""), (ErrorKind::Size, "items".into()));
}

#[test]
fn a_huge_count_costs_no_more_than_its_bytes() {
    let schema = schema(
        r#"
[struct.S]
fields = [{ at = "0..3", name = "n" }, { name = "items", type = "[u8]", count = "n" }]
[struct.T]
required = 4
fields = [{ at = "0..3", name = "n" }, { name = "items", type = "[u8]", count = "n" }]
"#,
    );
    assert_eq!(why(&schema, "S", &[], "FF FF FF FF 01"), size(Short, ("S", "items"), 5, (6, 5)));
    assert_eq!(fields(&schema, "T", &[], "FF FF FF FF 01 02"), "cut n=4294967295 items=[1, 2]");
}

#[test]
fn conditions_and_shared_places() {
    let schema = schema(
        r#"
[struct.S]
fields = [
  { at = "0", name = "kind" },
  { at = "1..2", name = "wide", type = "u16", when = "kind == 1" },
  { at = "1", name = "narrow", type = "u8", when = "kind == 2" },
  { name = "tail", type = "u8" },
]
"#,
    );
    assert_eq!(fields(&schema, "S", &[], "01 00 02 03"), "kind=1 wide=2 tail=3");
    assert_eq!(fields(&schema, "S", &[], "02 01 03"), "kind=2 narrow=1 tail=3");
    assert_eq!(fields(&schema, "S", &[], "03 03"), "kind=3 tail=3");
    assert_eq!(why(&schema, "S", &[], "01 00"), size(Short, ("S", "wide"), 2, (3, 2)));
    assert_eq!(encoded(&schema, "S", "kind = 1\ntail = 9"), "01 00 00 09");
    assert_eq!(refused(&schema, "S", "kind = 1\nnarrow = 1"), (ErrorKind::Value, "narrow".into()));
}

#[test]
fn arrays_and_nested_structs() {
    let schema = schema(
        r#"
[struct.Pair]
fields = [{ at = "0", name = "a" }, { at = "1", name = "b", check = "self != 9" }]
[struct.Sized]
fields = [{ at = "0", name = "x" }, { name = "y", type = "bytes", size = "rest" }]
[struct.S]
fields = [
  { at = "0..3", name = "pairs", type = "[Pair; 2]" },
  { at = "4..7", name = "words", type = "[u16; 2]" },
  { at = "8..9", name = "pair", type = "Pair" },
  { at = "10", name = "LEN", value = "len(sized)" },
  { name = "sized", type = "Sized", size = "len" },
]
"#,
    );
    assert_eq!(
        fields(&schema, "S", &[], "01 02 03 04 00 05 00 06 07 08 02 0A 0B"),
        "pairs=[{a=1 b=2}, {a=3 b=4}] words=[5, 6] pair={a=7 b=8} len=2 sized={x=10 y=<0B>}"
    );
    assert_eq!(
        why(&schema, "S", &[], "01 02 03 09 00 05 00 06 07 08 02 0A 0B"),
        other(ErrorKind::Check, ("Pair", "b"), 3, (1, 9))
    );
    assert_eq!(
        why(&schema, "S", &[], "01 02 03 04 00 05 00 06 07 08 00"),
        size(Bound, ("Sized", ""), 11, (1, 0))
    );
    assert_eq!(
        why(&schema, "S", &[], "01 02 03 04 00 05 00 06 07 08 02 0A"),
        size(Short, ("S", "sized"), 12, (13, 12))
    );
    assert_eq!(
        encoded(&schema, "S", "pair = { a = 1 }\nsized = { x = 2, y = \"03\" }\npairs = [{}, { b = 1 }]"),
        "00 00 00 01 00 00 00 00 01 00 02 02 03"
    );
}
