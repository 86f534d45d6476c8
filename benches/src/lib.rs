//! What the benches measure: a schema as large as a whole family of standards.

use std::fmt::Write as _;
use std::io;
use std::path::Path;

use opcodec_schema::{Compilation, compile_with};

/// How many commands [`schema_text`] has where a bench says "1,000 commands".
pub const COMMANDS: usize = 1_000;

/// The opcode-size table, in the words of the SCSI standards.
const HEAD: &str = r#"[protocol]
name    = "thousand"
edition = 1
doc     = "A thousand commands."
spec    = "SPC-4"
carrier = "scsi"
endian  = "big"

[opcode_size]
range = "6..16"
rows = [
  { opcodes = "0x00..0x1F", group = 0, size = 6 },
  { opcodes = "0x20..0x3F", group = 1, size = 10 },
  { opcodes = "0x40..0x5F", group = 2, size = 10 },
  { opcodes = "0x60..0x7F", group = 3, size = "any", rule = "deferred", note = "the standard's sizes may be enforced in future" },
  { opcodes = "0x80..0x9F", group = 4, size = 16 },
  { opcodes = "0xA0..0xBF", group = 5, size = 12 },
  { opcodes = "0xC0..0xFF", group = 6, size = "any", rule = "vendor" },
]
exceptions = [
  { opcodes = [0x02, 0x05, 0x06, 0x09], size = "any", rule = "exempt", note = "early vendor-unique opcodes" },
]

[fields.Address]
fields = [
  { at = "2..5", name = "LOGICAL BLOCK ADDRESS", rename = "lba", doc = "The first block." },
]

[fields.Tail]
fields = [
  { at = "6.4:0", name = "GROUP NUMBER", doc = "What the blocks belong to." },
  { at = "7..8", name = "TRANSFER LENGTH", unit = "blocks", doc = "0 moves nothing." },
  { at = "9", name = "CONTROL", default = 0 },
]

[enum.PageCode]
type = "u8"
[enum.PageCode.values]
"#;

/// A schema of so many commands, written as people write them: an enum and an answer with a list for every tenth, a
/// page of parameters for every twentieth, shared rows, sizes from an opcode table, a vector for every third.
pub fn schema_text(commands: usize) -> String {
    let mut text = HEAD.to_owned();
    for page in 0..commands.div_ceil(20) {
        let _ =
            writeln!(text, "PAGE_{page} = {{ value = 0x{page:02X}, doc = \"Page {page} of the pages.\" }}");
    }
    text.push_str(PAGES);
    for page in 0..commands.div_ceil(20) {
        page_struct(&mut text, page);
    }
    for command in 0..commands {
        if command % 10 == 0 {
            enumeration(&mut text, command / 10);
            answer(&mut text, command / 10);
        }
        request(&mut text, command);
    }
    text
}

const PAGES: &str = r#"
[union.Page]
tag = "page_code"
fields = [
  { at = "0", name = "PAGE CODE", type = "PageCode" },
  { at = "2..3", name = "PAGE LENGTH", value = "len(body)" },
  { at = "4..", name = "body", type = "payload", size = "page_length" },
]
"#;

fn page_struct(text: &mut String, page: usize) {
    let _ = write!(
        text,
        r#"
[struct.Page{page}]
of  = "Page"
tag = "PageCode.PAGE_{page}"
doc = "Page {page}."
fields = [
  {{ at = "4.7:4", name = "MODE {page}" }},
  {{ at = "4.0", name = "ENABLED" }},
  {{ at = "5..6", name = "LIMIT", check = "self <= 0x7FFF" }},
  {{ at = "7", name = "VENDOR LENGTH", value = "len(vendor)" }},
  {{ at = "8..", name = "vendor", type = "bytes", size = "vendor_length" }},
]
"#
    );
}

fn enumeration(text: &mut String, index: usize) {
    let _ = write!(
        text,
        r#"
[enum.State{index}]
type = "u8"
doc  = "What the unit of kind {index} is doing."
[enum.State{index}.values]
IDLE     = 0x00
ACTIVE   = 0x01
STANDBY  = {{ value = 0x02, doc = "The motor stands." }}
STOPPED  = {{ value = 0x03, doc = "It waits for a command." }}
FAILED   = 0x{:02X}
"#,
        0x10 + index % 0x80
    );
}

fn answer(text: &mut String, index: usize) {
    let _ = write!(
        text,
        r#"
[struct.Answer{index}]
doc      = "What the command of kind {index} answers."
ref      = "SPC-4 6.{index}"
required = 8
size     = "additional_length + 5"
fields = [
  {{ at = "0.7:5", name = "QUALIFIER" }},
  {{ at = "0.4:0", name = "DEVICE TYPE" }},
  {{ at = "1", name = "STATE", type = "State{index}" }},
  {{ at = "2..3", name = "REVISION" }},
  {{ at = "4", name = "ADDITIONAL LENGTH" }},
  {{ at = "5", name = "COUNT", value = "count(entries)" }},
  {{ at = "8..15", name = "VENDOR", type = "ascii", pad = " " }},
  {{ at = "16..", name = "entries", type = "[Entry{index}]", count = "COUNT", max = 20 }},
  {{ name = "vendor specific", type = "bytes", size = "rest" }},
]

[struct.Entry{index}]
fields = [
  {{ at = "0..3", name = "FIRST BLOCK" }},
  {{ at = "4..5", bits = "15:12", name = "KIND" }},
  {{ at = "4..5", bits = "11:0", name = "BLOCKS" }},
  {{ at = "6.7", name = "VALID" }},
  {{ at = "7", name = "STATE", type = "State{index}" }},
]
"#
    );
}

/// The size that the table of [`HEAD`] wants of the opcodes that are used.
const fn size_of(opcode: usize) -> usize {
    match opcode {
        0x80..=0x9F => 16,
        0xA0..=0xBF => 12,
        _ => 10,
    }
}

fn request(text: &mut String, command: usize) {
    // Eight service actions for each opcode of ten, sixteen and twelve bytes.
    let (row, action) = (command / 8 % 0x80, command % 8);
    let opcode = if row < 0x40 { 0x20 + row } else { 0x40 + row };
    let size = size_of(opcode);
    let _ = write!(
        text,
        "\n[command.COMMAND_{command}]\nopcode  = 0x{opcode:02X}\ndoc     = \"Does what command {command} does.\"\nref     = \"SBC-4 5.{command}\"\ntimeout = \"30 s\"\n"
    );
    let _ =
        writeln!(text, "fields = [\n  {{ at = \"1.4:0\", name = \"SERVICE ACTION\", const = {action} }},");
    text.push_str("  { at = \"1.7\", name = \"DPO\", doc = \"The blocks need not stay in the cache.\" },\n");
    text.push_str("  { use = \"Address\" },\n");
    let is_read = !matches!(command % 5, 0 | 3);
    let data = match command % 5 {
        0 => format!("data = {{ in = \"Answer{}\", max = \"allocation_length\" }}", command / 10),
        1 | 2 => "data = { in = \"bytes\", size = \"transfer_length * block_size\" }".to_owned(),
        3 => "data = { out = \"Page\" }".to_owned(),
        _ => String::new(),
    };
    match command % 5 {
        0 => text.push_str(
            "  { at = \"7..8\", name = \"ALLOCATION LENGTH\", value = \"min(len(data), 0xFFFF)\" },\n",
        ),
        3 => text.push_str("  { at = \"7..8\", name = \"PARAMETER LIST LENGTH\", value = \"len(data)\" },\n"),
        _ => text.push_str("  { use = \"Tail\" },\n"),
    }
    text.push_str("]\n");
    if matches!(command % 5, 1 | 2) {
        text.push_str("args = [{ name = \"block_size\", type = \"u32\", default = 512 }]\n");
    }
    let _ = writeln!(text, "{data}");
    if is_read && command.is_multiple_of(2) {
        let mut bytes = vec![0_u8; size];
        (bytes[0], bytes[1], bytes[5], bytes[8]) = (opcode as u8, 0x80 | action as u8, 0x12, 0x08);
        let hex: Vec<String> = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
        let _ = write!(
            text,
            "\n[[command.COMMAND_{command}.test]]\nfields = {{ dpo = true, lba = 0x12, transfer_length = 8 }}\nbytes  = \"{}\"\n",
            hex.join(" ")
        );
    }
}

/// Compiles a text, vectors and all, as an editor does.
pub fn compile_text(text: &str) -> Compilation {
    compile_with(Path::new("thousand.toml"), &mut |path| match path.to_str() {
        Some("thousand.toml") => Ok(text.to_owned()),
        _ => Err(io::ErrorKind::NotFound.into()),
    })
}
