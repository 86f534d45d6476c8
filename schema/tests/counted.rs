//! Counts in front, ends, 16-bit text and wide integers: what is accepted, and what is refused where.

use std::path::Path;

use opcodec_schema::compile_with;
use opcodec_schema::diag::Code;
use opcodec_schema::ir::{Counted, Encoding, Interval, Kind, Prefix, Schema, TextLength};

const HEAD: &str = "[protocol]\nname = \"t\"\nedition = 1\n";

/// The codes of what is wrong, with the text that each one is about.
fn findings(text: &str) -> Vec<(Code, String)> {
    let text = format!("{HEAD}{text}");
    let compiled = compile_with(Path::new("t.toml"), &mut |_| Ok(text.clone()));
    let at = |span: opcodec_schema::source::Span| text[span.start as usize..span.end as usize].to_owned();
    compiled.diagnostics.iter().map(|found| (found.code, at(found.primary.span))).collect()
}

fn compiled(text: &str) -> Schema {
    let text = format!("{HEAD}{text}");
    let compiled = compile_with(Path::new("t.toml"), &mut |_| Ok(text.clone()));
    assert!(compiled.schema.is_some(), "{}", compiled.render(false));
    compiled.schema.unwrap()
}

/// A row in a little-endian struct, refused with one code at one place.
#[track_caller]
fn row(row: &str, code: Code, at: &str) {
    let text = format!("[struct.X]\nendian = \"little\"\nfields = [\n{row}\n]\n");
    assert_eq!(findings(&text), [(code, at.to_owned())], "{row}");
}

#[test]
fn one_thing_says_how_long_it_is() {
    row(r#"{ name = "A", type = "[u8]", prefix = "u8", size = 3 }"#, Code::ExclusiveKeys, "size");
    row(r#"{ name = "A", type = "[u8]", prefix = "u8", count = 3 }"#, Code::ExclusiveKeys, "count");
    row(r#"{ name = "A", type = "[u8]", end = 0, count = 3 }"#, Code::ExclusiveKeys, "count");
    row(r#"{ name = "A", type = "ascii", end = 0, pad = " " }"#, Code::ExclusiveKeys, "pad");
    row(r#"{ prefix = "u8", reserved = true }"#, Code::ExclusiveKeys, "reserved");
    row(r#"{ at = "0..3", name = "A", type = "[u8]", prefix = "u8" }"#, Code::ExclusiveKeys, "u8");
    row(r#"{ at = "0..3", name = "A", type = "ascii", end = 0 }"#, Code::ExclusiveKeys, "0");
    row(r#"{ name = "A", type = "[u8; 2]", end = 0 }"#, Code::ExclusiveKeys, "0");
    row(r#"{ name = "A", type = "[u8]", prefix = "u64" }"#, Code::UnknownWord, "u64");
    row(r#"{ name = "A", type = "[u8]" }"#, Code::NoLength, "[u8]");
    row(r#"{ name = "A", type = "utf8" }"#, Code::NoLength, "utf8");
}

#[test]
fn what_is_no_list_or_text_has_neither_prefix_nor_end() {
    row(r#"{ name = "A", type = "u16", prefix = "u8" }"#, Code::MisplacedKey, "u8");
    row(r#"{ name = "A", type = "u16", end = 0 }"#, Code::MisplacedKey, "0");
    row(r#"{ name = "A", type = "bytes", prefix = "u8" }"#, Code::MisplacedKey, "u8");
    let structs = "[struct.S]\nfields = [{ at = \"0\", name = \"A\" }]\n[struct.X]\nfields = [{ name = \"A\", type = \"[S]\", prefix = \"u8\", end = 255 }]\n";
    assert_eq!(findings(structs), [(Code::MisplacedKey, "255".into())]);
}

#[test]
fn an_end_is_one_of_its_units() {
    row(r#"{ name = "A", type = "ascii", end = 256 }"#, Code::ConstantType, "256");
    row(r#"{ name = "A", type = "[i8]", end = 128 }"#, Code::ConstantType, "128");
    row(r#"{ name = "A", type = "utf16", end = -1 }"#, Code::ConstantType, "-1");
    row(
        r#"{ name = "A", type = "utf16", prefix = "u8", end = 0, max = 3, default = "abc" }"#,
        Code::ConstantType,
        "abc",
    );
    row(r#"{ name = "A", type = "ascii", end = 0x2F, const = "a/b" }"#, Code::ConstantType, "a/b");
    row(r#"{ name = "A", type = "ascii", prefix = "u8", default = "ä" }"#, Code::ConstantType, "ä");
}

#[test]
fn sixteen_bit_text_counts_in_units() {
    row(r#"{ name = "A", type = "utf16" }"#, Code::NoLength, "utf16");
    row(r#"{ name = "A", type = "utf16", size = 4 }"#, Code::MisplacedKey, "4");
    row(r#"{ at = "0..3", name = "A", type = "utf16" }"#, Code::MisplacedKey, "0..3");
    row(r#"{ name = "A", type = "utf16", count = 4, pad = " " }"#, Code::MisplacedKey, " ");
    row(r#"{ name = "A", type = "ascii", count = 4 }"#, Code::NoLength, "ascii");
    let text = "[struct.X]\nfields = [\n{ name = \"A\", type = \"utf16\", prefix = \"u8\" }]\n";
    assert_eq!(findings(text)[0].0, Code::ByteOrder);
    let text = "[struct.X]\nfields = [\n{ name = \"A\", type = \"utf8\", prefix = \"u8\" }]\n";
    assert_eq!(findings(text), []);
}

#[test]
fn expressions_do_not_look_at_what_i128_has_not() {
    row(r#"{ name = "A", type = "u128" }, { name = "B", type = "u8", value = "A" }"#, Code::NotReadable, "A");
    row(r#"{ name = "A", type = "u128", check = "self > 0" }"#, Code::NotReadable, "self");
    row(r#"{ name = "A", type = "u128", value = "1" }"#, Code::MisplacedKey, "1");
    row(
        r#"{ name = "A", type = "u128", default = "0xFFFF_0000_0000_0000_0000_0000_0000_0000" }"#,
        Code::ConstantType,
        "0xFFFF_0000_0000_0000_0000_0000_0000_0000",
    );
    row(r#"{ name = "A", type = "u64", default = "1" }"#, Code::ConstantType, "1");
    let arg =
        "[struct.X]\nargs = [{ name = \"a\", type = \"u128\" }]\nfields = [{ at = \"0\", name = \"B\" }]\n";
    assert_eq!(findings(arg), [(Code::ParamType, "u128".into())]);
    let wide = "[struct.X]\nendian = \"big\"\nfields = [{ at = \"0..15\", name = \"A\", type = \"i128\", check = \"self < 0\" }, { name = \"B\", type = \"u72\", value = \"wrap(u72, A)\" }]\n";
    assert_eq!(findings(wide), []);
}

#[test]
fn the_shortest_and_the_longest() {
    let schema = compiled(
        "[struct.X]\nendian = \"little\"\nfields = [\n\
         { name = \"A\", type = \"utf16\", prefix = \"u8\", end = 0 },\n\
         { name = \"B\", type = \"[u32]\", prefix = \"u16\", max = 10 },\n\
         { name = \"C\", type = \"ascii\", end = 0, max = 7 },\n]\n",
    );
    let x = &schema.structs[0];
    assert_eq!(x.extent, Interval::new(1 + 2 + 1, 1 + 510 + 2 + 40 + 8));
    assert_eq!((x.fixed, x.borrows), (None, true));
    let Kind::Text { encoding, length: TextLength::Counted(Counted { prefix, end, max }), .. } =
        &x.rows[0].kind
    else {
        panic!("{:?}", x.rows[0].kind)
    };
    assert_eq!(*encoding, Encoding::Utf16 { little_endian: true });
    assert_eq!((*prefix, *end, *max), (Some(Prefix { bytes: 1, little_endian: false }), Some(0), None));
}
