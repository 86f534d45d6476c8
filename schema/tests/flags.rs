//! Sets of named bits: where they stand, what expressions see of them, how vectors write them, what is refused.

use std::path::Path;

use opcodec_schema::diag::Code;
use opcodec_schema::interp;
use opcodec_schema::ir::{Constant, Kind, Role, Scalar, Schema, StructId};
use opcodec_schema::notation::{self, Written};
use opcodec_schema::value::{ErrorKind, Value};
use opcodec_schema::{Compilation, compile_with};

const HEAD: &str = "[protocol]\nname = \"t\"\nedition = 1\nendian = \"big\"\n";

const EVENTS: &str = r#"
[flags.MediaEvents]
type = "u8"
doc  = "What happened to the medium."
[flags.MediaEvents.bits]
MEDIA_PRESENT = 0
TRAY_OPEN     = { bit = 1, doc = "The tray stands open.", rename = "TRAY_IS_OPEN" }
"Eject Request" = 7
"#;

fn compile(text: &str) -> Compilation {
    compile_with(Path::new("t.toml"), &mut |_| Ok(text.to_owned()))
}

#[track_caller]
fn accepted(text: &str) -> Schema {
    let compiled = compile(&format!("{HEAD}{EVENTS}{text}"));
    let text = compiled.render(false);
    compiled.schema.unwrap_or_else(|| panic!("{text}"))
}

/// The codes of the errors and the text at their places.
#[track_caller]
fn refused(text: &str) -> Vec<(Code, String, Option<String>)> {
    let whole = format!("{HEAD}{text}");
    let compiled = compile(&whole);
    assert!(compiled.schema.is_none(), "{text} is accepted");
    let at = |found: &opcodec_schema::diag::Diagnostic| {
        let span = found.primary.span;
        whole[span.start as usize..span.end as usize].to_owned()
    };
    compiled.diagnostics.iter().map(|found| (found.code, at(found), found.help.clone())).collect()
}

fn layout(schema: &Schema, name: &str) -> StructId {
    let index = schema.structs.iter().position(|of| of.name.printed == name);
    StructId(index.expect("the struct is there") as u32)
}

/// Decodes, and gives the members as vectors write them.
fn written(schema: &Schema, name: &str, bytes: &[u8]) -> Vec<(String, Written)> {
    let of = layout(schema, name);
    let (record, places) = interp::decode_placed(schema, of, &[], bytes).expect("the bytes decode");
    assert_eq!(interp::encode(schema, &record, None).expect("the value encodes"), bytes);
    let tree = notation::tree(schema, &record, Some(&places));
    tree.items.into_iter().map(|item| (item.key, item.value)).collect()
}

fn set(names: &[&str], rest: i128, value: i128) -> Written {
    Written::Flags { names: names.iter().map(|name| (*name).to_owned()).collect(), rest, value }
}

#[test]
fn the_model_has_them() {
    let schema = accepted("[struct.S]\nfields = [{ at = \"0\", name = \"e\", type = \"MediaEvents\" }]");
    let flags = &schema.flags[0];
    assert_eq!((flags.name.printed.as_str(), flags.repr.bits, flags.repr.signed), ("MediaEvents", 8, false));
    let bits: Vec<_> = flags.bits.iter().map(|flag| (flag.name.screaming(), flag.bit)).collect();
    assert_eq!(bits, [("MEDIA_PRESENT".into(), 0), ("TRAY_IS_OPEN".into(), 1), ("EJECT_REQUEST".into(), 7)]);
    assert_eq!(flags.bits[1].docs.text.as_deref(), Some("The tray stands open."));
    let row = &schema.structs[0].rows[0];
    assert!(matches!(row.kind, Kind::Bits(bits) if matches!(bits.ty, Scalar::Flags(_))), "{row:?}");
    assert!(matches!(row.role, Role::Member(Some(Constant::Int(0)))), "{row:?}");
    assert_eq!(schema.structs[0].fixed, Some(1));
}

#[test]
fn a_value_is_its_number_and_bits_without_a_name_are_kept() {
    let schema = accepted("[struct.S]\nfields = [{ at = \"0\", name = \"e\", type = \"MediaEvents\" }]");
    let of = |byte: u8| written(&schema, "S", &[byte]).remove(0).1;
    assert_eq!(of(0), set(&[], 0, 0));
    assert_eq!(of(0x83), set(&["MEDIA_PRESENT", "TRAY_OPEN", "Eject Request"], 0, 0x83));
    assert_eq!(of(0x4A), set(&["TRAY_OPEN"], 0x48, 0x4A));
    let record = interp::decode(&schema, layout(&schema, "S"), &[], &[0x4A]).expect("the byte decodes");
    assert_eq!(record.rows, [Some(Value::Int(0x4A))]);
}

#[test]
fn they_stand_wherever_integers_do() {
    let schema = accepted(
        r#"
[flags.Wide]
type = "u64"
bits = { LAST = 63 }
[flags.Three]
type = "u3"
bits = { A = 0, C = 2 }
[struct.Inner]
args   = [{ name = "events", type = "MediaEvents" }]
fields = [{ name = "x", type = "u8", when = "events & MediaEvents.TRAY_OPEN != 0" }]
[struct.S]
fields = [
  { at = "0", name = "events", type = "MediaEvents", default = ["TRAY_OPEN", "MEDIA_PRESENT"] },
  { at = "1..2", bits = "9:7", name = "straddling", type = "Three" },
  { at = "1..2", bits = "6:0", name = "rest of it" },
  { at = "3..10", name = "wide", type = "Wide", endian = "little" },
  { at = "11..12", name = "two", type = "[MediaEvents; 2]" },
  { at = "13", name = "n" },
  { name = "many", type = "[MediaEvents]", count = "n" },
  { name = "inner", type = "Inner(events)" },
  { name = "always", type = "MediaEvents", const = ["Eject Request"] },
]
[[struct.S.test]]
fields = { events = ["TRAY_OPEN"], straddling = ["C"], wide = ["LAST", 1], two = [["MEDIA_PRESENT"], []], n = 1, many = [0x48], inner = { x = 7 } }
bytes  = "02 02 00 01 00 00 00 00 00 00 80 01 00 01 48 07 80"
[[struct.S.test]]
bytes  = "03 00 00 00 00 00 00 00 00 00 00 00 00 00 00 81"
error  = "const"
"#,
    );
    let items = written(&schema, "S", &[2, 2, 0x80, 1, 0, 0, 0, 0, 0, 0, 0x80, 1, 0, 1, 0x48, 7, 0x80]);
    assert_eq!(items[1].1, set(&["A", "C"], 0, 5));
    assert_eq!(items[3].1, set(&["LAST"], 1, i128::from((1_u64 << 63) + 1)));
    let Written::List(two) = &items[4].1 else { panic!("{items:?}") };
    assert_eq!(two[0].value, set(&["MEDIA_PRESENT"], 0, 1));
}

#[test]
fn in_expressions_a_name_is_the_mask() {
    let schema = accepted(
        r#"
[struct.S]
fields = [
  { at = "0", name = "media events", type = "MediaEvents" },
  { at = "1", name = "a", when = "media_events & MediaEvents.TRAY_OPEN != 0" },
  { at = "1", name = "b", when = "media_events & MediaEvents.TRAY_OPEN == 0" },
  { at = "2", name = "c", type = "MediaEvents", check = "self & (MediaEvents.MEDIA_PRESENT | MediaEvents.eject_request) != 0" },
  { at = "3", name = "d", value = "c ^ MediaEvents.eject_request" },
]
[[struct.S.test]]
fields = { media_events = ["TRAY_OPEN"], a = 5, c = ["MEDIA_PRESENT"] }
bytes  = "02 05 01 81"
[[struct.S.test]]
fields = { media_events = [], b = 5, c = 0x81 }
bytes  = "00 05 81 01"
[[struct.S.test]]
bytes  = "00 05 02 82"
error  = "check"
[[struct.S.test]]
bytes  = "00 05 01 01"
error  = "value"
"#,
    );
    let found = interp::decode(&schema, layout(&schema, "S"), &[], &[0, 5, 2, 0x82]).expect_err("c");
    assert_eq!((found.kind, found.offset, found.got), (ErrorKind::Check, 2, 2));
}

#[test]
fn what_is_written_reads_back() {
    let schema = accepted(
        r#"
[struct.S]
fields = [{ at = "0", name = "e", type = "MediaEvents" }]
[[struct.S.test]]
fields = { e = ["TRAY_OPEN", "0x48"] }
bytes  = "4A"
[[struct.S.test]]
fields = { e = ["MediaEvents.TRAY_OPEN", "media_present"] }
bytes  = "03"
[[struct.S.test]]
fields = { e = 0xFF }
bytes  = "FF"
"#,
    );
    assert_eq!(schema.vectors.len(), 3);
}

#[test]
fn wrong_declarations_are_refused() {
    let one = |text: &str| {
        let mut found = refused(text);
        assert_eq!(found.len(), 1, "{found:?}");
        found.remove(0)
    };
    let flags = |ty: &str, bits: &str| one(&format!("[flags.F]\ntype = \"{ty}\"\nbits = {bits}"));
    for ty in ["u0", "u65", "i8", "bool", "F", "u08", "u128"] {
        assert_eq!(flags(ty, "{ A = 0 }").0, Code::FlagsType, "{ty}");
    }
    let out = flags("u8", "{ A = 0, B = 8 }");
    assert_eq!((out.0, out.1.as_str()), (Code::FlagRange, "8"));
    // The mask where the number of a bit is asked for.
    let mask = flags("u16", "{ A = 0x0800 }");
    assert_eq!(flags("u8", "{ A = -1 }").0, Code::FlagRange);
    assert_eq!(mask.2.as_deref(), Some("this is the mask of bit 11, and bits are written by their numbers"));
    assert_eq!(flags("u8", "{ A = 1, B = { bit = 1 } }").0, Code::DoubleFlag);
    assert_eq!(flags("u8", "{ TRAY_OPEN = 1, TrayOpen = 2 }").0, Code::RustNameClash);
    assert_eq!(
        one("[flags.F]\ntype = \"u8\"\nbits = {}\n[enum.F]\ntype = \"u8\"\nvalues = {}").0,
        Code::NameClash
    );
}

#[test]
fn wrong_values_are_refused() {
    let events = format!("{EVENTS}[struct.S]\nfields = [{{ at = \"0\", name = \"e\", type = \"MediaEvents\"");
    let default = |value: &str| {
        let mut found = refused(&format!("{events}, default = {value} }}]"));
        assert_eq!(found.len(), 1, "{found:?}");
        found.remove(0)
    };
    let near = default("[\"TRAY_OPN\"]");
    assert_eq!((near.0, near.1.as_str()), (Code::ConstantType, "TRAY_OPN"));
    assert_eq!(near.2.as_deref(), Some("did you mean `TRAY_OPEN`?"));
    assert_eq!(default("\"TRAY_OPEN\"").2.as_deref(), Some("write `[\"TRAY_OPEN\"]`"));
    for wrong in ["256", "-1", "[256]", "true", "[[\"TRAY_OPEN\"]]", "[\"TRAY_OPEN\", 3]", "[\"0x100\"]"] {
        assert_eq!(default(wrong).0, Code::ConstantType, "{wrong}");
    }
    let vector = |value: &str| {
        let text = format!("{events} }}]\n[[struct.S.test]]\nbytes = \"00\"\nfields = {{ e = {value} }}");
        let found = refused(&text);
        assert_eq!(found.len(), 1, "{found:?}");
        found[0].0
    };
    for wrong in ["\"TRAY_OPEN\"", "256", "[\"NOTHING\"]", "false"] {
        assert_eq!(vector(wrong), Code::MemberValue, "{wrong}");
    }
    assert_eq!(vector("[\"TRAY_OPEN\"]"), Code::FailingVector);
    assert_eq!(
        refused(&format!("{events}, check = \"self & MediaEvents.TRAY_OPN != 0\" }}]"))[0].0,
        Code::UnknownName
    );
    assert_eq!(refused(&format!("{events}, check = \"MediaEvents.TRAY_OPEN\" }}]"))[0].0, Code::NotCondition);
    assert_eq!(
        refused(&format!(
            "{EVENTS}[struct.S]\nfields = [{{ at = \"0.3:0\", name = \"e\", type = \"MediaEvents\" }}]"
        ))[0]
            .0,
        Code::WidthMismatch
    );
}
