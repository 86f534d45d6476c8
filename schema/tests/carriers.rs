//! The carriers beside `scsi`: what their commands, answers and events become, and what is refused.

use std::path::Path;
use std::time::Duration;

use opcodec_schema::diag::{Code, Diagnostic};
use opcodec_schema::interp::{self, Failure};
use opcodec_schema::ir::{
    Carrier, Command, Constant, DataType, Form, Kind, Node, Role, RowId, Schema, Struct, StructId,
};
use opcodec_schema::value::{ErrorKind, Record, Value};
use opcodec_schema::{Compilation, compile_with};

fn compile(files: &[(&str, &str)]) -> Compilation {
    compile_with(Path::new(files[0].0), &mut |path| {
        let found = files.iter().find(|(name, _)| Path::new(name) == path);
        found.map(|(_, text)| (*text).to_owned()).ok_or_else(|| std::io::ErrorKind::NotFound.into())
    })
}

fn head(carrier: &str) -> String {
    format!("[protocol]\nname = \"t\"\nedition = 1\ncarrier = \"{carrier}\"\nendian = \"big\"\n")
}

/// Compiles a text in which the place of every error is marked `«so»`: these codes in this order, there,
/// and no others.
#[track_caller]
fn refused(carrier: &str, marked: &str, codes: &[Code]) -> Vec<Diagnostic> {
    let marked = head(carrier) + marked;
    let text = marked.replace(['«', '»'], "");
    let mut places = Vec::new();
    let mut at = 0;
    for part in marked.split_inclusive(['«', '»']) {
        at += part.trim_end_matches(['«', '»']).len();
        if part.ends_with('«') {
            places.push((at, at));
        } else if let Some(place) = places.last_mut().filter(|_| part.ends_with('»')) {
            place.1 = at;
        }
    }
    let compiled = compile(&[("t.toml", &text)]);
    let found: Vec<_> = compiled
        .diagnostics
        .iter()
        .map(|found| (found.code, (found.primary.span.start as usize, found.primary.span.end as usize)))
        .collect();
    let wanted: Vec<_> = codes.iter().copied().zip(places).collect();
    assert_eq!(found, wanted, "\n{}", compiled.render(false));
    compiled.diagnostics
}

/// The model of a text, which is right.
#[track_caller]
fn accepted(carrier: &str, text: &str) -> Schema {
    let compiled = compile(&[("t.toml", &(head(carrier) + text))]);
    assert!(compiled.schema.is_some(), "{}", compiled.render(false));
    compiled.schema.unwrap()
}

fn command<'s>(schema: &'s Schema, name: &str) -> &'s Command {
    schema.commands.iter().find(|command| command.name.printed == name).unwrap()
}

fn layout(schema: &Schema, of: StructId) -> &Struct {
    &schema.structs[of.index()]
}

/// The integers that a record has, by the printed names of their rows.
fn integers(schema: &Schema, record: &Record) -> Vec<(String, i128)> {
    let rows = layout(schema, record.of).rows.iter().zip(&record.rows);
    rows.filter_map(|(row, value)| match value {
        Some(Value::Int(value)) => Some((row.name.as_ref()?.printed.clone(), *value)),
        _ => None,
    })
    .collect()
}

/// Kind, container, field, offset, expected, got.
fn failure(failed: Result<Record, Failure>) -> (ErrorKind, String, String, u32, u64, u64) {
    let failure = failed.unwrap_err();
    (failure.kind, failure.container, failure.field, failure.offset, failure.expected, failure.got)
}

/// The record of `name` with these rows, to encode.
fn record(schema: &Schema, of: StructId, rows: &[(&str, i128)]) -> Record {
    let layout = layout(schema, of);
    let value = |name: &str| rows.iter().find(|(row, _)| *row == name).map(|(_, value)| Value::Int(*value));
    let rows = layout.rows.iter().map(|row| row.name.as_ref().and_then(|name| value(&name.printed)));
    let params = layout.params.iter().map(|param| param.default.unwrap_or(0)).collect();
    Record { of, params, rows: rows.collect(), cut: None }
}

const CAMERA: &str = r#"
[enum.Format]
type = "u16"
values = { ANY = 0, TEXT = 0x3004 }

[enum.Response]
type = "u16"
values = { OK = 0x2001, BUSY = 0x2019 }

[command.GetObjectHandles]
opcode = 0x1007
fields = [
  { name = "StorageID" },
  { name = "ObjectFormatCode", type = "Format", optional = true },
  { name = "Association", type = "u32", optional = true },
]
data   = { in = "bytes" }
answer = [{ name = "Count", type = "u32" }, { name = "More", type = "bool", optional = true }]

[command.Vendor]
opcode  = 0x9001
timeout = "1 s"
fields = [{ name = "Kind", const = 7 }, { name = "Value", type = "i8" }, { reserved = true }]

[command.VendorToo]
opcode = 0x9001
fields = [{ name = "Kind", const = 8 }]

[event.ObjectAdded]
code   = 0x4002
fields = [{ name = "ObjectHandle" }, { name = "Reason", type = "u8", optional = true }]

[errors.Codes]
type = "u32"
[errors.Codes.codes]
BUSY = { value = 1, from = ["response Response.BUSY", "timeout"] }
NO_HANDLES = { value = 2, from = ["response Response.BUSY after GetObjectHandles, Handles"] }

[command.Handles]
alias = "VendorToo"
doc   = "Nobody knows why."
"#;

fn number(command: &Command) -> u64 {
    command.opcode.as_ref().expect("only a frame has none").value
}

#[test]
fn operations_are_codes_and_parameters() {
    let schema = accepted("ptp", CAMERA);
    let handles = command(&schema, "GetObjectHandles");
    assert_eq!((handles.carrier, number(handles)), (Carrier::Ptp, 0x1007));
    assert_eq!(handles.timeout, Duration::from_secs(20));
    let request = layout(&schema, handles.request);
    assert_eq!((request.fixed, request.head), (None, 6));
    assert_eq!((request.extent.min, request.extent.max), (6, 14));
    let vendor = command(&schema, "Vendor");
    assert_eq!(layout(&schema, vendor.request).fixed, Some(14));
    assert_eq!(vendor.consts, [RowId(0), RowId(1)]);
    assert_eq!(vendor.timeout, Duration::from_secs(1));
    let opcode = schema.enums.iter().find(|it| it.name.printed == "Opcode").unwrap();
    assert_eq!((opcode.repr.bits, opcode.values.len()), (16, 2));
    let answer = layout(&schema, handles.parameters().unwrap());
    assert_eq!(answer.name.camel(), "GetObjectHandlesAnswer");
    assert!(matches!(answer.form, Form::Answer(_)) && answer.trailing_ignored);
    let alias = &schema.aliases[0];
    assert_eq!(
        (alias.name.printed.as_str(), number(&schema.commands[alias.of.index()])),
        ("Handles", 0x9001)
    );
    let patterns: Vec<_> =
        schema.errors[0].responses.iter().map(|one| (one.response, one.after.len(), one.code)).collect();
    assert_eq!(patterns, [(0x2019, 2, 1), (0x2019, 0, 0)]);
}

#[test]
fn operations_are_decoded() {
    let schema = accepted("ptp", CAMERA);
    let decode = |bytes: &[u8]| interp::decode_request(&schema, bytes);
    let found = decode(&[7, 0x10, 1, 0, 1, 0, 4, 0x30, 0, 0]).unwrap();
    let named = [("OperationCode", 0x1007), ("StorageID", 0x1_0001), ("ObjectFormatCode", 0x3004)];
    assert_eq!(integers(&schema, &found), named.map(|(name, value)| (name.to_owned(), value)));
    // The bits above a narrow parameter are reserved.
    let found = decode(&[1, 0x90, 7, 0, 0, 0, 0xFF, 1, 2, 3, 9, 9, 9, 9]).unwrap();
    assert_eq!(integers(&schema, &found)[2], ("Value".to_owned(), -1));
    let bytes = interp::encode(&schema, &found, None).unwrap();
    assert_eq!(bytes, [1, 0x90, 7, 0, 0, 0, 0xFF, 0, 0, 0, 0, 0, 0, 0]);

    let of = |container: &str, field: &str| (container.to_owned(), field.to_owned());
    for (bytes, kind, (container, field), offset, expected, got) in [
        (&[][..], ErrorKind::Size, of("Request", ""), 0, 2, 0),
        (&[7], ErrorKind::Size, of("Request", ""), 1, 2, 1),
        (&[0x99, 0x10], ErrorKind::Unknown, of("Request", ""), 0, 0, 0x1099),
        (&[1, 0x90, 9, 0, 0, 0], ErrorKind::Unknown, of("Request", ""), 0, 0, 0x9001),
        (&[7, 0x10, 1, 0, 0], ErrorKind::Size, of("GetObjectHandles", ""), 5, 6, 5),
        (&[7, 0x10, 1, 0, 0, 0, 1], ErrorKind::Size, of("GetObjectHandles", "ObjectFormatCode"), 7, 10, 7),
        (
            &[7, 0x10, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0],
            ErrorKind::Size,
            of("GetObjectHandles", "Association"),
            13,
            14,
            13,
        ),
        (
            &[7, 0x10, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 5],
            ErrorKind::Size,
            of("GetObjectHandles", ""),
            14,
            14,
            15,
        ),
    ] {
        assert_eq!(failure(decode(bytes)), (kind, container, field, offset, expected, got), "{bytes:02X?}");
    }
}

#[test]
fn an_absent_parameter_before_a_present_one_is_zero() {
    let schema = accepted("ptp", CAMERA);
    let of = command(&schema, "GetObjectHandles").request;
    let encode = |rows: &[(&str, i128)]| interp::encode(&schema, &record(&schema, of, rows), None).unwrap();
    assert_eq!(encode(&[("StorageID", 2)]), [7, 0x10, 2, 0, 0, 0]);
    assert_eq!(encode(&[("Association", 3)]), [7, 0x10, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0]);
}

#[test]
fn answers_and_events_are_decoded() {
    let schema = accepted("ptp", CAMERA);
    let answer = command(&schema, "GetObjectHandles").parameters().unwrap();
    let decode = |bytes: &[u8]| interp::decode(&schema, answer, &[], bytes);
    assert_eq!(integers(&schema, &decode(&[5, 0, 0, 0]).unwrap()), [("Count".to_owned(), 5)]);
    let more = decode(&[5, 0, 0, 0, 1, 0, 0, 0, 9, 9]).unwrap();
    assert_eq!(integers(&schema, &more)[1], ("More".to_owned(), 1));
    assert_eq!(failure(decode(&[5, 0, 0])).0, ErrorKind::Size);
    assert_eq!(failure(decode(&[5, 0, 0, 0, 1])).4, 8);

    let event = |bytes: &[u8]| interp::decode_event(&schema, bytes);
    let found = event(&[2, 0x40, 7, 0, 0, 0, 1, 0, 0, 0, 8]).unwrap();
    let named = [("EventCode", 0x4002), ("ObjectHandle", 7), ("Reason", 1)];
    assert_eq!(integers(&schema, &found), named.map(|(name, value)| (name.to_owned(), value)));
    let unknown = (ErrorKind::Unknown, "Event".to_owned(), String::new(), 0, 0, 0x4003);
    assert_eq!(failure(event(&[3, 0x40])), unknown);
    let short = (ErrorKind::Size, "Event".to_owned(), String::new(), 1, 2, 1);
    assert_eq!(failure(event(&[3])), short);
}

const DEVICE: &str = r#"
[command.GET_DESCRIPTOR]
opcode       = 6
request_type = "standard"
recipient    = "device"
fields = [
  { at = "2", name = "Index" },
  { at = "3", name = "Type" },
  { at = "4..5", name = "wIndex", type = "u16" },
]
data = { in = "bytes" }

[command.SET_INTERFACE]
opcode       = 11
request_type = "standard"
recipient    = "interface"
fields = [{ name = "wValue", type = "u16" }, { name = "wIndex", type = "u16" }]

[command.WRITE]
opcode       = 6
request_type = "vendor"
recipient    = "device"
args         = [{ name = "block", type = "u16", default = 4 }]
fields       = [{ at = "2..3", name = "Blocks", endian = "big" }]
data         = { out = "bytes", size = "Blocks * block", when = "Blocks != 1" }

[command.READ]
opcode       = 6
request_type = "class"
recipient    = "endpoint"
fields       = [{ at = "6..7", name = "wLength", value = "min(len(data), 64)" }]
data         = { in = "bytes", max = "wLength" }
"#;

#[test]
fn setup_packets_say_direction_type_recipient_and_length() {
    let schema = accepted("usb-control", DEVICE);
    let of = |name: &str| command(&schema, name).request;
    let encode = |name: &str, rows: &[(&str, i128)], data| {
        interp::encode(&schema, &record(&schema, of(name), rows), data)
    };
    let bytes = encode("GET_DESCRIPTOR", &[("Type", 1)], Some(18)).unwrap();
    assert_eq!(bytes, [0x80, 6, 0, 1, 0, 0, 18, 0]);
    let bytes = encode("SET_INTERFACE", &[("wValue", 0x102), ("wIndex", 3)], None).unwrap();
    assert_eq!(bytes, [1, 11, 2, 1, 3, 0, 0, 0]);
    let bytes = encode("WRITE", &[("Blocks", 0x100)], None).unwrap();
    assert_eq!(bytes, [0x40, 6, 1, 0, 0, 0, 0, 4]);
    assert_eq!(encode("WRITE", &[("Blocks", 1)], None).unwrap()[6..], [0, 0]);
    assert_eq!(encode("WRITE", &[("Blocks", 0x100), ("wLength", 2)], None).unwrap()[6..], [2, 0]);
    let bytes = encode("READ", &[], Some(1000)).unwrap();
    assert_eq!(bytes, [0xA2, 6, 0, 0, 0, 0, 64, 0]);

    let long = encode("GET_DESCRIPTOR", &[], Some(65_536)).unwrap_err();
    assert_eq!((long.kind, long.field.as_str(), long.offset), (ErrorKind::Size, "wLength", 6));
    assert_eq!((long.expected, long.got), (65_535, 65_536));
    assert_eq!(encode("GET_DESCRIPTOR", &[], Some(65_535)).unwrap()[6..], [0xFF, 0xFF]);
    for name in ["GET_DESCRIPTOR", "SET_INTERFACE", "WRITE", "READ"] {
        assert_eq!(layout(&schema, of(name)).fixed, Some(8), "{name}");
    }
    let consts = &command(&schema, "WRITE").consts;
    assert_eq!(consts, &[RowId(1), RowId(0)], "the opcode first");
    assert_eq!(command(&schema, "SET_INTERFACE").consts.len(), 3, "without data `wLength` is 0");
    assert_eq!(command(&schema, "READ").timeout, Duration::from_secs(5));
}

#[test]
fn setup_packets_are_decoded() {
    let schema = accepted("usb-control", DEVICE);
    let decode = |bytes: &[u8]| interp::decode_request(&schema, bytes);
    let name = |record: &Record| layout(&schema, record.of).name.printed.clone();
    let found = decode(&[0x40, 6, 0, 2, 0, 0, 0x34, 0x12]).unwrap();
    assert_eq!(name(&found), "WRITE");
    assert_eq!(integers(&schema, &found)[2..], [("Blocks".to_owned(), 2), ("wLength".to_owned(), 0x1234)]);
    assert_eq!(name(&decode(&[0xA2, 6, 0, 0, 0, 0, 0, 0]).unwrap()), "READ");
    let at = |container: &str| (container.to_owned(), String::new());
    for (bytes, kind, (container, field), offset, expected, got) in [
        (&[0x40][..], ErrorKind::Size, at("Request"), 1, 2, 1),
        (&[0xC0, 6, 0, 0, 0, 0, 0, 0], ErrorKind::Unknown, at("Request"), 0, 0, 6),
        (&[0x01, 11, 0, 0, 0, 0, 1, 0], ErrorKind::Unknown, at("Request"), 0, 0, 11),
        (&[0x40, 6, 0, 0, 0, 0, 0], ErrorKind::Size, at("WRITE"), 7, 8, 7),
        (&[0x40, 6, 0, 0, 0, 0, 0, 0, 0], ErrorKind::Size, at("WRITE"), 8, 8, 9),
    ] {
        assert_eq!(failure(decode(bytes)), (kind, container, field, offset, expected, got), "{bytes:02X?}");
    }
}

const CODES: &str = r#"
[struct.BLOCK]
fields = [{ name = "uOffset", type = "u32" }, { name = "uLength", type = "u32" }]
[struct.Registers]
args = [{ name = "count", type = "u16" }]
fields = [{ name = "values", type = "[u8]", count = "count" }]

[command.READ]
opcode = "ctl_code(0x8000, 0x803, 0, 0)"
args   = [{ name = "most", type = "u16", default = 9 }]
data   = { out = { type = "BLOCK" }, in = { type = "Registers(wrap(u16, uLength))", max = "min(uLength, most)" } }

[command.CANCEL]
opcode = 0x3150544D
data   = { out = "bytes", max = 4 }

[command.ABORT]
alias = "CANCEL"
"#;

#[test]
fn control_codes_move_data_both_ways() {
    let schema = accepted("ioctl", CODES);
    let read = command(&schema, "READ");
    let opcode = read.opcode.as_ref().expect("a control code");
    assert_eq!((opcode.value, opcode.written.as_str()), (0x8000_200C, "0x8000200C"));
    let request = layout(&schema, read.request);
    assert_eq!(request.fixed, Some(4));
    assert!(matches!(&request.rows[0].role, Role::Const(Constant::Int(0x8000_200C))));
    assert!(matches!(&request.rows[0].kind, Kind::Bits(bits) if bits.little_endian));
    let (out, input) = (read.out.as_ref().unwrap(), read.input.as_ref().unwrap());
    assert!(!out.of_out && input.of_out);
    let DataType::Struct(_, args) = &input.ty else { panic!("a struct") };
    assert!(args[0].has(|node| matches!(node, Node::Row(RowId(1), _))));
    assert!(input.max.as_ref().unwrap().has(|node| matches!(node, Node::Param(0))));
    let found = interp::decode_request(&schema, &[0x4D, 0x54, 0x50, 0x31]).unwrap();
    assert_eq!(layout(&schema, found.of).name.printed, "CANCEL");
    let decode = |bytes: &[u8]| failure(interp::decode_request(&schema, bytes));
    let request =
        |kind, offset, expected, got| (kind, "Request".to_owned(), String::new(), offset, expected, got);
    assert_eq!(decode(&[0x4D, 0x54, 0x50]), request(ErrorKind::Size, 3, 4, 3));
    assert_eq!(decode(&[0x4D, 0x54, 0x50, 0x32]), request(ErrorKind::Unknown, 0, 0, 0x3250_544D));
    assert_eq!(decode(&[0x4D, 0x54, 0x50, 0x31, 0]).3, 4);
    let opcode = schema.enums.iter().find(|it| it.name.printed == "Opcode").unwrap();
    assert_eq!(opcode.repr.bits, 32);
}

#[test]
fn parameters_are_words_in_order() {
    let of = |rows: &str| format!("[command.C]\nopcode = 1\nfields = [{rows}]\n");
    for row in [
        "{ at = \"«2..5»\", name = \"A\" }",
        "{ name = \"A\", endian = \"«big»\" }",
        "{ name = \"A\", when = \"«true»\" }",
    ] {
        refused("ptp", &of(row), &[Code::MisplacedKey]);
    }
    for ty in ["bytes", "u33", "[u8; 4]", "S"] {
        let text = of(&format!("{{ name = \"A\", type = \"«{ty}»\" }}"));
        let text = text + "[struct.S]\nfields = [{ name = \"a\", type = \"u32\" }]\n";
        refused("ptp", &text, &[Code::Parameters]);
    }
    let six = ["A", "B", "C", "D", "E"].map(|name| format!("{{ name = \"{name}\" }}, ")).concat();
    refused("ptp", &of(&format!("{six}«{{ name = \"F\" }}»")), &[Code::Parameters]);
    refused("ptp", &of("{ name = \"A\", optional = true }, «{ name = \"B\" }»"), &[Code::Parameters]);
    refused("ptp", &of("{ name = \"A\", default = 1, «optional» = true }"), &[Code::ExclusiveKeys]);
    refused("ptp", &of("{ name = \"A\" }, { name = \"«A»\" }"), &[Code::NameClash]);
    refused("ptp", &of("{ name = \"A\", value = \"«70000 * 70000»\" }"), &[Code::NeverFits]);
    refused(
        "ptp",
        &format!(
            "{}{}",
            of("{ name = \"A\", optional = true }"),
            "data = { in = \"bytes\", size = \"«A»\" }"
        ),
        &[Code::AbsentField],
    );
    let event = "[event.E]\ncode = 1\nfields = [{ name = \"A\", type = \"«u64»\" }]\n";
    refused("ptp", event, &[Code::Parameters]);
    let answer =
        "[command.C]\nopcode = 1\nanswer = [{ name = \"A\", optional = true }, «{ name = \"B\" }»]\n";
    refused("ptp", answer, &[Code::Parameters]);
    refused(
        "scsi",
        "[struct.S]\nfields = [{ at = \"0\", name = \"A\", optional = «true» }]\n",
        &[Code::MisplacedKey],
    );
}

#[test]
fn carriers_have_keys_of_their_own() {
    let command = |keys: &str| format!("[command.C]\nopcode = 1\n{keys}\n");
    refused("ptp", &command("size = «6»"), &[Code::CarrierKey]);
    refused("ptp", &command("endian = \"«big»\""), &[Code::CarrierKey]);
    refused("ioctl", &command("request_type = \"«class»\""), &[Code::CarrierKey]);
    refused("ioctl", &command("fields = «[{ name = \"A\" }]»"), &[Code::CarrierKey]);
    refused("ioctl", &command("«answer» = [{ name = \"A\" }]"), &[Code::CarrierKey]);
    refused("scsi", &command("size = 6\nrecipient = \"«device»\""), &[Code::CarrierKey]);
    refused("ptp", &command("data = { «out» = { type = \"bytes\" } }"), &[Code::CarrierKey]);
    for both in
        ["out = \"bytes\", «in» = \"bytes\"", "in = { type = \"bytes\" }, «out» = { type = \"bytes\" }"]
    {
        refused("ptp", &command(&format!("data = {{ {both} }}")), &[Code::CarrierKey]);
    }
    let both = "data = { out = \"«bytes»\", in = { type = \"bytes\" } }";
    refused("ioctl", &command(both), &[Code::BadForm]);
    refused("scsi", "[event.«E»]\ncode = 1\n", &[Code::CarrierKey]);
    let found =
        refused("usb-control", "[command.«C»]\nopcode = 1\nrecipient = \"other\"\n", &[Code::MissingKey]);
    assert_eq!(found[0].message, "a command of the carrier `usb-control` needs the key `request_type`");
    let table = "«[opcode_size]»\nrange = \"6..16\"\nrows = [{ opcodes = \"0x00..0xFF\", size = 6 }]\n";
    refused("ioctl", table, &[Code::CarrierKey]);
    let text = "[protocol]\nname = \"t\"\nedition = 1\n[event.E]\ncode = 1\n";
    let compiled = compile(&[("t.toml", text)]);
    assert_eq!(compiled.diagnostics.iter().map(|found| found.code).collect::<Vec<_>>(), [Code::NoCarrier]);
}

#[test]
fn opcodes_are_constants_of_their_carrier() {
    for (carrier, keys, most) in [
        ("usb-control", "request_type = \"class\"\nrecipient = \"device\"\n", "0x100"),
        ("ptp", "", "0x10000"),
    ] {
        let text = format!("[command.C]\nopcode = «{most}»\n{keys}");
        refused(carrier, &text, &[Code::NumberRange]);
    }
    let command = |opcode: &str| format!("[command.C]\nopcode = \"{opcode}\"\n");
    refused("ioctl", &command("«1 << 32»"), &[Code::NumberRange]);
    refused("ioctl", &command("«C»"), &[Code::UnknownName]);
    refused("ioctl", &command("«1 == 1»"), &[Code::NotNumber]);
    refused("ioctl", &command("«ctl_code(1, 2, 3)»"), &[Code::WrongCall]);
    refused("ioctl", &command("ctl_code(1, «0x1000», 3, 0)"), &[Code::NeverFits]);
    accepted("ioctl", &command("ctl_code(0xFFFF, 0xFFF, 3, 3)"));
}

#[test]
fn setup_packets_have_eight_bytes() {
    let command = |rest: &str| {
        format!("[command.C]\nopcode = 1\nrequest_type = \"vendor\"\nrecipient = \"device\"\n{rest}\n")
    };
    let rows = |rows: &str| command(&format!("fields = [{rows}]\ndata = {{ out = \"bytes\" }}"));
    refused("usb-control", &rows("{ at = \"«5..6»\", name = \"A\" }"), &[Code::CommandLayout]);
    refused("usb-control", &rows("{ at = \"«6»\", name = \"A\" }"), &[Code::CommandLayout]);
    refused(
        "usb-control",
        &rows("{ at = \"6..7\", name = \"A\" }, «{ name = \"B\", type = \"u8\" }»"),
        &[Code::PastEnd],
    );
    refused(
        "usb-control",
        &rows("{ at = \"4..5\", name = \"A\" }, «{ name = \"B\", type = \"u16\" }»"),
        &[Code::Overlap],
    );
}

#[test]
fn the_length_of_data_does_not_look_at_itself() {
    let command = |size: &str| {
        format!(
            "[command.C]\nopcode = 1\nrequest_type = \"vendor\"\nrecipient = \"device\"\nfields = [{{ at = \"2..3\", name = \"A\", value = \"wLength\" }}, {{ at = \"4..5\", name = \"B\" }}]\ndata = {{ out = \"bytes\", size = \"{size}\" }}\n"
        )
    };
    refused("usb-control", &command("«wLength»"), &[Code::ValueCycle]);
    refused("usb-control", &command("«A + 1»"), &[Code::ValueCycle]);
    refused("usb-control", &command("«B + 65536»"), &[Code::NeverFits]);
    accepted("usb-control", &command("B * 2"));
}

#[test]
fn aliases_name_commands_of_the_same_carrier() {
    let alias = |of: &str| {
        format!("[command.C]\nopcode = 1\n[command.D]\nalias = \"{of}\"\n[struct.S]\nfields = []\n")
    };
    refused("ioctl", &alias("«B»"), &[Code::CommandAlias]);
    refused("ioctl", &alias("«S»"), &[Code::CommandAlias]);
    refused("ioctl", &alias("«D»"), &[Code::CommandAlias]);
    refused("ioctl", "[command.C]\nopcode = 1\n[command.«c»]\nalias = \"C\"\n", &[Code::RustNameClash]);
    let files = |alias: &str| {
        let root = format!("{}[command.D]\nalias = \"{alias}\"\n", head("ioctl"));
        let root = root.replace("endian", "import = [\"drive.toml\"]\nendian");
        let drive = head("scsi").replace("\"t\"", "\"drive\"") + "[command.SEEK]\nopcode = 1\nsize = 6\n";
        let compiled = compile(&[("t.toml", &root), ("drive.toml", &drive)]);
        compiled.diagnostics.iter().map(|found| found.code).collect::<Vec<_>>()
    };
    assert_eq!(files("SEEK"), [Code::CommandAlias]);
}

#[test]
fn names_of_events_and_answers_are_taken() {
    refused("ptp", "[event.A]\ncode = 1\n[struct.«Event»]\nfields = []\n", &[Code::TakenName]);
    accepted("ptp", "[command.A]\nopcode = 1\n[struct.Event]\nfields = []\n");
    refused("ptp", "[event.«Unknown»]\ncode = 1\n", &[Code::TakenName]);
    refused("ptp", "[event.A]\ncode = 1\n[command.«A»]\nopcode = 1\n", &[Code::NameClash]);
    refused(
        "ptp",
        "[command.Get]\nopcode = 1\nanswer = [{ name = \"A\" }]\n[struct.«GetAnswer»]\nfields = []\n",
        &[Code::RustNameClash],
    );
    refused(
        "ptp",
        "[event.A]\ncode = 1\n[struct.S]\nfields = [{ name = \"a\", type = \"«A»\" }]\n",
        &[Code::UnknownType],
    );
}

#[test]
fn types_come_from_files_of_any_carrier() {
    let drive = head("scsi").replace("\"t\"", "\"drive\"")
        + "[command.SEEK]\nopcode = 1\nsize = 6\n[struct.S]\nfields = [{ name = \"a\", type = \"u8\" }]\n";
    let codes = |root: &str| {
        let compiled = compile(&[("t.toml", root), ("drive.toml", &drive)]);
        compiled.diagnostics.iter().map(|found| found.code).collect::<Vec<_>>()
    };
    let body = "[command.C]\nopcode = 1\ndata = { in = \"S\" }\n";
    let import = head("ptp") + "import = [\"drive.toml\"]\n" + body;
    assert_eq!(codes(&import), []);
    let compiled = compile(&[("t.toml", &import), ("drive.toml", &drive)]);
    let schema = compiled.schema.unwrap();
    let found = interp::decode_request(&schema, &[1, 0]).unwrap();
    assert_eq!(layout(&schema, found.of).name.printed, "C");
    assert!(interp::decode_request(&schema, &[1, 0, 0, 0, 0, 0]).is_err());
    assert_eq!(codes(&(head("ptp") + "include = [\"drive.toml\"]\n" + body)), [Code::CarrierClash]);
    let none = head("scsi").replace("carrier = \"scsi\"\n", "");
    assert_eq!(codes(&(none + "include = [\"drive.toml\"]\n")), [Code::NoCarrier]);
}

#[test]
fn a_data_phase_that_never_is_is_refused() {
    let command =
        |data: &str| format!("[command.X]\nopcode = 1\nsize = 6\ndata = {{ in = \"bytes\", {data} }}\n");
    let found = refused("scsi", &command("size = «9», max = 8"), &[Code::NeverFits]);
    assert_eq!(found[0].message, "the data has 9 bytes, and `max` is never over 8");
    assert_eq!(found[0].labels.len(), 1);
    refused("scsi", &command("size = 8, when = \"«1 == 2»\""), &[Code::NeverFits]);
    accepted("scsi", &command("size = 8, max = 8, when = \"1 == 1\""));
}

#[test]
fn without_a_carrier_nothing_else_is_asked() {
    let text = "[protocol]\nname = \"t\"\nedition = 1\nendian = \"big\"\n\
        [command.A]\nopcode = 0x1001\n[command.B]\nopcode = 2\nfields = [{ name = \"x\", type = \"u32\" }]\n";
    let found = compile(&[("t.toml", text)]);
    let codes: Vec<Code> = found.diagnostics.iter().map(|found| found.code).collect();
    assert_eq!(codes, [Code::NoCarrier], "{}", found.render(false));
}
