//! Requests, and what is only met when encoding.

use super::super::{Reason, decode_request, encode};
use super::*;

const COMMANDS: &str = r#"
carrier = "scsi"
[opcode_size]
range = "6..16"
rows = [
  { opcodes = "0x00..0x1F", group = 0, size = 6 },
  { opcodes = "0x20..0xFF", group = 1, size = 10 },
]
[command.READ_10]
opcode = 0x28
args = [{ name = "block_size", type = "u32", default = 2048 }]
fields = [
  { at = "1.3", name = "FUA" },
  { at = "2..5", name = "LBA" },
  { at = "7..8", name = "TRANSFER LENGTH", check = "self <= 0x1000" },
  { at = "9", name = "CONTROL", default = 0 },
]
data = { in = "bytes", size = "transfer_length * block_size" }
[command.MODE_SELECT_10]
opcode = 0x55
fields = [
  { at = "1.4", name = "PF", default = true },
  { at = "7..8", name = "PARAMETER LIST LENGTH", value = "len(data)" },
  { at = "9", name = "CONTROL", default = 0 },
]
data = { out = "bytes" }
[command.SERVICE_ONE]
opcode = 0x9E
fields = [{ at = "1.4:0", name = "SERVICE ACTION", const = 1 }, { at = "9", name = "CONTROL" }]
[command.SERVICE_TWO]
opcode = 0x9E
fields = [{ at = "1.4:0", name = "SERVICE ACTION", const = 2 }, { at = "9", name = "CONTROL" }]
"#;

fn request(schema: &Schema, text: &str) -> Result<String, (ErrorKind, Reason, u32)> {
    decode_request(schema, &bytes(text))
        .map(|record| schema.structs[record.of.index()].name.printed.clone())
        .map_err(|failure| (failure.kind, failure.reason, failure.offset))
}

#[test]
fn requests_find_their_command() {
    let schema = schema(COMMANDS);
    assert_eq!(request(&schema, "28 08 00 00 12 34 00 00 08 00"), Ok("READ_10".into()));
    assert_eq!(request(&schema, "9E E2 00 00 00 00 00 00 00 00"), Ok("SERVICE_TWO".into()));
    assert_eq!(request(&schema, "9E 03 00"), Err((ErrorKind::Unknown, Reason::Other, 0)));
    // As far as the bytes reach.
    assert_eq!(request(&schema, "9E"), Err((ErrorKind::Size, Reason::Short, 1)));
    assert_eq!(request(&schema, ""), Err((ErrorKind::Size, Reason::Short, 0)));
    assert_eq!(request(&schema, "28 08"), Err((ErrorKind::Size, Reason::Short, 2)));
    assert_eq!(request(&schema, "77"), Err((ErrorKind::Unknown, Reason::Other, 0)));
    let record = decode_request(&schema, &bytes("28 08 00 00 12 34 00 00 08 00")).expect("READ(10)");
    assert_eq!(record.params, [2048]);
}

#[test]
fn values_from_the_data_phase() {
    let schema = schema(COMMANDS);
    let none = record(&schema, "MODE_SELECT_10", &[], "");
    let given = record(&schema, "MODE_SELECT_10", &[], "parameter_list_length = 7");
    let bytes =
        |record: &Record, len| encode(&schema, record, len).map(|bytes| hex(&bytes)).map_err(|f| f.kind);
    assert_eq!(bytes(&none, Some(0x1234)), Ok("55 10 00 00 00 00 00 12 34 00".into()));
    assert_eq!(bytes(&none, None), Ok("55 10 00 00 00 00 00 00 00 00".into()));
    assert_eq!(bytes(&given, Some(0x1234)), Ok("55 10 00 00 00 00 00 00 07 00".into()));
    assert_eq!(bytes(&none, Some(0x1_0000)), Err(ErrorKind::Size));
}

#[test]
fn a_length_that_nothing_solves() {
    let schema = schema(
        r#"
[struct.S]
size = "len * 4 + 2"
fields = [{ at = "0", name = "LEN" }, { at = "1", name = "x" }, { at = "2..", name = "more", type = "bytes", size = "rest" }]
[struct.T]
fields = [{ at = "0", name = "LEN", value = "len(more)" }, { at = "1..", name = "more", type = "bytes", size = "len" }]
"#,
    );
    assert_eq!(encoded(&schema, "S", "more = \"01 02 03 04\""), "01 00 01 02 03 04");
    assert_eq!(refused(&schema, "S", "more = \"01\""), (ErrorKind::Size, "LEN".into()));
    assert_eq!(refused(&schema, "S", "len = 3\nmore = \"01 02 03 04\""), (ErrorKind::Value, "LEN".into()));
    let long = format!("more = \"{}\"", "00".repeat(256));
    assert_eq!(refused(&schema, "T", &long), (ErrorKind::Size, "LEN".into()));
}

#[test]
fn reserved_bytes_that_are_required_are_sent_in_front_of_nothing() {
    let schema = schema(
        r#"
        [struct.Sized]
        required = 8
        size     = "list_length + 8"
        fields = [
          { at = "0..3", name = "LIST LENGTH" },
          { at = "8..", name = "numbers", type = "[u64]", size = "rest" },
        ]
        [[struct.Sized.test]]
        fields = { numbers = [] }
        bytes  = "00 00 00 00 00 00 00 00"

        [struct.Counted]
        required = 6
        fields = [
          { at = "0..3", name = "LIST LENGTH", value = "len(numbers)" },
          { at = "8..", name = "numbers", type = "[u64]", size = "list_length" },
        ]
        [[struct.Counted.test]]
        fields = { numbers = [] }
        bytes  = "00 00 00 00 00 00"
        [[struct.Counted.test]]
        fields = { numbers = [1] }
        bytes  = "00 00 00 08 00 00 00 00 00 00 00 00 00 00 00 01"
        "#,
    );
    assert_eq!(schema.vectors.len(), 3);
}
