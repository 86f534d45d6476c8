//! A damaged schema is refused or means something else; it never makes the compiler panic.

use std::path::Path;

use opcodec_schema::compile_with;

const SCHEMA: &str = r#"[protocol]
name = "t"
edition = 1
carrier = "scsi"
endian = "big"
[enum.Kind]
type = "u8"
values = { A = 0, B = { value = 0x1, doc = "é" } }
[fields.Common]
fields = [{ at = "2..3", name = "LENGTH" }]
[struct.Entry]
fields = [{ at = "0", name = "KIND", type = "Kind" }, { at = "1.7:5", name = "X", when = "kind != 0" }]
[struct.Answer]
required = 4
size = "length + 4"
args = [{ name = "f", type = "u4" }]
fields = [
  { at = "0", name = "ID", const = 0x1 },
  { use = "Common" },
  { at = "4..", name = "entries", type = "[Entry]", size = "rest" },
]
[struct.Counted]
fields = [
  { name = "s", type = "utf16", prefix = "u8", end = 0, max = 9, default = "é" },
  { name = "l", type = "[u16]", prefix = "u32", end = 0xFFFF },
  { name = "a", type = "ascii", end = 10, const = "a" },
  { name = "n", type = "u72", default = "0x1_0000" },
  { name = "w", type = "utf16", count = "n & 3" },
]
[[struct.Counted.test]]
fields = { s = "A", l = [1], n = 1, w = "w" }
bytes = "02 00 41 00 00 00 00 00 02 00 01 FF FF 61 0A 00 00 00 00 00 00 00 00 01 00 77"
[union.Page]
tag = "code"
fields = [
  { at = "0", name = "CODE" },
  { at = "1", name = "LEN", value = "len(body)", check = "self % 2 == 0" },
  { at = "2..", name = "body", type = "payload", size = "len" },
]
[struct.P]
of = "Page"
tag = [1, "Kind.A"]
fields = [{ at = "2..5", name = "V", type = "ascii", pad = " " }]
[[union.Page.test]]
fields = { case = "P", code = 1, v = "ab" }
bytes = "01 04 61 62 20 20"
[union.Value]
closed = true
args = [{ name = "t", type = "Kind" }]
tag = "t"
[union.Value.cases]
A = "u16"
B = { type = "[u128]", prefix = "u8" }
[command.C]
opcode = 0x12
timeout = "5 s"
fields = [
  { at = "1.0", name = "F", default = true },
  { at = "3..4", name = "ALLOC", value = "min(len(data), 0xFFFF)" },
]
data = { in = "Answer(f ? 1 : 2)", max = "alloc" }
[[command.C.test]]
bytes = "12 00 00 00 08 00"
[opcode_size]
range = "6..16"
rows = [{ opcodes = "0x00..0xFF", group = 0, size = 6, rule = "r" }]
exceptions = [{ opcodes = [0x02], size = "any" }]
[errors.E]
type = "hresult"
expect = { facility = 0xAA }
codes = { E_A = { value = 0x80AA0001, from = ["sense 2/3A/*", "timeout"] }, E_B = { alias = "E_A" } }
"#;

/// What the schema above does not have: another carrier's words.
const CAMERA: &str = r#"[protocol]
name = "t"
edition = 1
carrier = "ptp"
endian = "little"
[enum.Response]
type = "u16"
values = { OK = 0x2001, BUSY = 0x2019 }
[command.Get]
opcode = "0x1000 | 7"
fields = [
  { name = "Kind", const = 1 },
  { name = "Code", type = "Response", check = "self != 2" },
  { name = "Some", type = "i8", optional = true },
]
data = { in = "bytes", max = "code * 2" }
answer = [{ name = "Count", type = "u32" }, { name = "More", optional = true }]
[[command.Get.test]]
fields = { code = "BUSY" }
bytes = "07 10 01 00 00 00 19 20 00 00"
[command.Fetch]
alias = "Get"
[event.Added]
code = 0x4002
fields = [{ name = "Handle", type = "u32" }]
[[event.Added.test]]
bytes = "02 40 01 02 03 04"
[errors.E]
type = "u32"
codes = { A = { value = 1, from = ["response Response.BUSY after Fetch"] } }
"#;

/// Maps and C structures.
const REGISTERS: &str = r#"[protocol]
name = "t"
edition = 1
carrier = "ioctl"
endian = "little"
[enum.Kind]
type = "u16"
closed = true
values = { A = 1, B = 2 }
[struct.Inner]
layout = "c"
fields = [{ name = "kind", type = "Kind" }, { name = "x", type = "[ptr; 2]", reserved = true }]
[struct.Block]
layout = "c"
fields = [
  { name = "len", type = "u32" },
  { name = "data", type = "ptr", default = "null" },
  { name = "inner", type = "Inner" },
  { name = "tail", type = "bytes", size = 3, default = "00 00 00" },
]
[struct.Setup]
fields = [{ at = "0.3:0", name = "K" }, { at = "1..2", name = "L", default = 5 }, { at = "3", name = "F", type = "u8" }]
[map.M]
from = "Block"
to = "Block"
args = [{ name = "out", type = "ptr" }, { name = "n", type = "u32" }]
check = "len == n && len(out) < 9"
[map.M.set]
len = "wrap(u32, len + 1)"
data = "inner.kind == Kind.A ? out : null"
inner = { kind = "inner.kind" }
[map.S]
from = "Block"
to = "Setup"
set = { K = { by = "inner.kind", A = "1", "Kind.B" = "len & 3" }, L = "check(u16, len(data))", F = "len > 3 ? 4 : 0x0C" }
[[map.S.test]]
in = { len = 2, inner = { kind = "A" }, data = "AA BB" }
out = { k = 1, l = 2, f = 0x0C }
[[map.M.test]]
in = { inner = { kind = 2 } }
args = { out = "null", n = 1 }
error = "check"
[command.C]
opcode = "ctl_code(1, 2, 3, 0)"
data = { out = { type = "Block" }, in = { type = "bytes" } }
via = ["M(output, len(output))", "S"]
"#;

/// Compiles and shows what was found; a panic is the failure.
fn survives(text: &str) {
    let compilation = compile_with(Path::new("t.toml"), &mut |_| Ok(text.to_owned()));
    let shown = compilation.render(false);
    assert!(compilation.schema.is_some() || !shown.is_empty(), "refused without a word:\n{text}");
    assert_eq!(compilation.located().len(), compilation.diagnostics.len());
}

#[test]
fn the_schemas_are_valid() {
    for schema in [SCHEMA, CAMERA, REGISTERS] {
        let compilation = compile_with(Path::new("t.toml"), &mut |_| Ok(schema.to_owned()));
        assert!(compilation.schema.is_some(), "{}", compilation.render(false));
    }
}

#[test]
fn without_one_character() {
    for schema in [SCHEMA, CAMERA, REGISTERS] {
        for (at, c) in schema.char_indices() {
            survives(&(schema[..at].to_owned() + &schema[at + c.len_utf8()..]));
        }
    }
}

#[test]
fn with_one_character_more() {
    let more = ['"', '0', '[', 'x', '.', '9', '}', 'é', '\n', '-', '\'', ')', '\\', '=', ' ', '\0'];
    for (number, (at, _)) in SCHEMA.char_indices().enumerate() {
        for c in [more[number % 16], more[(number * 7 + 3) % 16]] {
            survives(&format!("{}{c}{}", &SCHEMA[..at], &SCHEMA[at..]));
        }
    }
}

#[test]
fn without_what_follows() {
    for schema in [SCHEMA, CAMERA, REGISTERS] {
        for (at, _) in schema.char_indices() {
            survives(&schema[..at]);
        }
    }
}

#[test]
fn with_other_numbers() {
    for schema in [SCHEMA, CAMERA, REGISTERS] {
        for (at, c) in schema.char_indices().filter(|(_, c)| c.is_ascii_digit()) {
            for number in
                ["0", "-1", "255", "4294967295", "18446744073709551616", "0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"]
            {
                survives(&format!("{}{number}{}", &schema[..at], &schema[at + c.len_utf8()..]));
            }
        }
    }
}

#[test]
fn without_one_word() {
    for schema in [SCHEMA, CAMERA, REGISTERS, &CAMERA.replace("\"ptp\"", "\"usb-control\"")] {
        let mut from = 0;
        while let Some(length) = schema[from..].find(|c: char| !c.is_ascii_alphanumeric()) {
            survives(&(schema[..from].to_owned() + &schema[from + length..]));
            from += length + schema[from + length..].chars().next().map_or(1, char::len_utf8);
        }
    }
}

#[test]
fn without_one_line() {
    for schema in [SCHEMA, REGISTERS] {
        let lines: Vec<&str> = schema.lines().collect();
        for left_out in 0..lines.len() {
            let mut rest = lines.clone();
            rest.remove(left_out);
            survives(&rest.join("\n"));
            let mut swapped = lines.clone();
            swapped.swap(left_out, (left_out * 7 + 5) % lines.len());
            survives(&swapped.join("\r\n"));
        }
    }
}
