//! Maps, `via` and C structures: the examples of the language's contract, together with what they name but do
//! not show, and what is refused.

use std::path::Path;

use opcodec_schema::diag::Code;
use opcodec_schema::interp::{self, Memory, Target};
use opcodec_schema::ir::{Command, MapId, Node, Schema, Source, Struct, StructId, ViaArg};
use opcodec_schema::value::{ErrorKind, Record, Value, hex};
use opcodec_schema::{Compilation, compile_with};

const TEXT: &str = r#"
[protocol]
name = "usbscan"
edition = 1
carrier = "ioctl"
endian = "little"

[enum.UrbFunction]
type = "u16"
values = { VENDOR_DEVICE = 0x17, CLASS_DEVICE = 0x1A }

[struct.IO_BLOCK]
layout = "c"
fields = [
  { name = "uOffset", type = "u32" },
  { name = "uLength", type = "u32" },
  { name = "pbyData", type = "ptr" },
  { name = "uIndex", type = "u32" },
]
[struct.URB_HEADER]
layout = "c"
fields = [
  { name = "Length", type = "u16", default = 0 },
  { name = "Function", type = "UrbFunction" },
  { name = "Status", type = "i32", default = 0 },
  { name = "UsbdDeviceHandle", type = "ptr", reserved = true },
  { name = "UsbdFlags", type = "u32", reserved = true },
]
[struct.URB_CONTROL_VENDOR_OR_CLASS_REQUEST]
layout = "c"
fields = [
  { name = "Hdr", type = "URB_HEADER" },
  { name = "Reserved", type = "ptr", reserved = true },
  { name = "TransferFlags", type = "u32" },
  { name = "TransferBufferLength", type = "u32" },
  { name = "TransferBuffer", type = "ptr" },
  { name = "TransferBufferMDL", type = "ptr" },
  { name = "UrbLink", type = "ptr", reserved = true },
  { name = "hca", type = "[ptr; 8]", reserved = true },
  { name = "RequestTypeReservedBits", type = "u8" },
  { name = "Request", type = "u8" },
  { name = "Value", type = "u16" },
  { name = "Index", type = "u16" },
  { name = "Reserved1", type = "u16", reserved = true },
]
[struct.SetupPacket]
fields = [
  { at = "0", name = "bmRequestType" },
  { at = "1", name = "bRequest" },
  { at = "2..3", name = "wValue" },
  { at = "4..5", name = "wIndex" },
  { at = "6..7", name = "wLength" },
]
[map.IOCTL_WRITE_REGISTERS]
from = "IO_BLOCK"
to   = "URB_CONTROL_VENDOR_OR_CLASS_REQUEST"
[map.IOCTL_WRITE_REGISTERS.set]
Hdr                     = { Function = "UrbFunction.VENDOR_DEVICE" }
TransferFlags           = "0"
TransferBufferLength    = "uLength"
TransferBuffer          = "pbyData"
TransferBufferMDL       = "null"
RequestTypeReservedBits = "0x40"
Request                 = "uLength > 1 ? 0x04 : 0x0C"
Value                   = "wrap(u16, uOffset)"
Index                   = "wrap(u16, uIndex)"

[map.IOCTL_READ_REGISTERS]
from  = "IO_BLOCK"
to    = "URB_CONTROL_VENDOR_OR_CLASS_REQUEST"
args  = [{ name = "out_buffer", type = "ptr" }, { name = "out_length", type = "u32" }]   # what the source structure does not hold
check = "uLength == out_length"
[map.IOCTL_READ_REGISTERS.set]
Hdr                     = { Function = "UrbFunction.VENDOR_DEVICE" }
TransferFlags           = "1"
TransferBufferLength    = "uLength"
TransferBuffer          = "out_buffer"
TransferBufferMDL       = "null"
RequestTypeReservedBits = "0xC0"
Request                 = "uLength > 1 ? 0x04 : 0x0C"
Value                   = "wrap(u16, uOffset)"
Index                   = "wrap(u16, uIndex)"

[map.URB_TO_SETUP]
from = "URB_CONTROL_VENDOR_OR_CLASS_REQUEST"
to   = "SetupPacket"
[map.URB_TO_SETUP.set]
bmRequestType = { by = "Hdr.Function", VENDOR_DEVICE = "TransferFlags & 1 == 1 ? 0xC0 : 0x40", CLASS_DEVICE = "TransferFlags & 1 == 1 ? 0xA0 : 0x20" }
bRequest      = "Request"
wValue        = "Value"
wIndex        = "Index"
wLength       = "check(u16, TransferBufferLength)"
[[map.IOCTL_WRITE_REGISTERS.test]]
in  = { uOffset = 0x12, uLength = 1, pbyData = "AA", uIndex = 0 }
out = { Request = 0x0C, Value = 0x12, RequestTypeReservedBits = 0x40 }

[command.IOCTL_WRITE_REGISTERS]             # carrier = "ioctl"
opcode = "ctl_code(0x8000, 0x804, 0, 0)"    # 0x80002010
data   = { out = "IO_BLOCK" }
via    = ["IOCTL_WRITE_REGISTERS", "URB_TO_SETUP"]   # the maps (section 11) that turn the input into the driver's request;
                                            # a map with args is called: "IOCTL_READ_REGISTERS(output, len(output))"

[command.IOCTL_READ_REGISTERS]
opcode = 0x8000_2011
data   = { out = { type = "IO_BLOCK" }, in = { type = "bytes", max = "uLength" } }
via    = ["IOCTL_READ_REGISTERS(output, len(output))", "URB_TO_SETUP"]

[command.IOCTL_CANCEL_IO]
opcode = "ctl_code(0x8000, 0x801, 0, 0)"

[command.IOCTL_ABORT_PIPE]
alias = "IOCTL_CANCEL_IO"                   # another name of the same command

[[map.URB_TO_SETUP.test]]
in = { Hdr = { Function = "VENDOR_DEVICE" }, TransferFlags = 0, TransferBufferLength = 65536 }
error = "size"
[[map.URB_TO_SETUP.test]]
in = { Hdr = { Function = 3 } }
error = "enum"
[[map.IOCTL_READ_REGISTERS.test]]
in = { uLength = 2 }
args = { out_buffer = "00 00", out_length = 1 }
error = "check"
"#;

fn compile(text: &str) -> Compilation {
    compile_with(Path::new("t.toml"), &mut |_| Ok(text.to_owned()))
}

fn schema() -> Schema {
    let found = compile(TEXT);
    assert!(found.schema.is_some(), "{}", found.render(false));
    found.schema.expect("a model")
}

fn id(schema: &Schema, name: &str) -> StructId {
    StructId(schema.structs.iter().position(|known| known.name.is(name)).expect("a struct") as u32)
}

fn layout<'s>(schema: &'s Schema, name: &str) -> &'s Struct {
    &schema.structs[id(schema, name).index()]
}

fn map_id(schema: &Schema, name: &str) -> MapId {
    MapId(schema.maps.iter().position(|known| known.name.is(name)).expect("a map") as u32)
}

fn command<'s>(schema: &'s Schema, name: &str) -> &'s Command {
    schema.commands.iter().find(|known| known.name.is(name)).expect("a command")
}

/// A structure whose rows are integers and pointers.
fn block(schema: &Schema, [offset, length, index]: [i128; 3], data: Option<&[u8]>) -> Record {
    let pointer = Value::Pointer(data.map(<[u8]>::to_vec));
    let rows =
        vec![Some(Value::Int(offset)), Some(Value::Int(length)), Some(pointer), Some(Value::Int(index))];
    Record { of: id(schema, "IO_BLOCK"), params: Vec::new(), rows, cut: None }
}

fn setup(schema: &Schema, record: &Record) -> String {
    hex(&interp::encode(schema, record, None).expect("it encodes"))
}

#[test]
fn members_stand_where_c_puts_them() {
    let schema = schema();
    let io = layout(&schema, "IO_BLOCK");
    let c = io.c.as_ref().expect("it holds a pointer");
    assert_eq!((c.bits32.size, &c.bits32.offsets[..]), (16, &[0, 4, 8, 12][..]));
    assert_eq!((c.bits64.size, &c.bits64.offsets[..]), (24, &[0, 4, 8, 16][..]));
    assert_eq!((c.bits64.align, &c.bits64.sizes[..]), (8, &[4, 4, 8, 4][..]));
    assert!(io.steps.is_empty() && io.fixed.is_none() && io.borrows);
    let urb = layout(&schema, "URB_CONTROL_VENDOR_OR_CLASS_REQUEST").c.as_ref().expect("pointers");
    assert_eq!(
        (urb.bits32.size, &urb.bits32.offsets[..]),
        (80, &[0, 16, 20, 24, 28, 32, 36, 40, 72, 73, 74, 76, 78][..])
    );
    assert_eq!(
        (urb.bits64.size, &urb.bits64.offsets[..]),
        (136, &[0, 24, 32, 36, 40, 48, 56, 64, 128, 129, 130, 132, 134][..])
    );
}

#[test]
fn a_c_structure_without_pointers_is_a_fixed_layout() {
    let text = "[protocol]\nname = \"t\"\nedition = 1\nendian = \"big\"\n\
        [struct.Pipe]\nlayout = \"c\"\nfields = [\n  { name = \"size\", type = \"u16\" },\n  { name = \"address\", type = \"u8\" },\n  \
        { name = \"kind\", type = \"u32\" },\n  { name = \"last\", type = \"u8\" },\n]\n\
        [struct.Pipes]\nlayout = \"c\"\nfields = [\n  { name = \"count\", type = \"u8\" },\n  { name = \"pipes\", type = \"[Pipe; 2]\" },\n  \
        { name = \"wide\", type = \"u64\" },\n  { name = \"tail\", type = \"bytes\", size = 3 },\n]\n\
        [[struct.Pipe.test]]\nfields = { size = 0x0102, address = 3, kind = 0x04050607, last = 8 }\n\
        bytes = \"02 01 03 00 07 06 05 04 08 00 00 00\"\n";
    let found = compile(text);
    assert!(found.schema.is_some(), "{}", found.render(false));
    let schema = found.schema.expect("a model");
    assert_eq!((layout(&schema, "Pipe").fixed, layout(&schema, "Pipes").fixed), (Some(12), Some(48)));
    assert!(layout(&schema, "Pipes").c.is_none());
    assert_eq!(Memory::new(&schema, Target::Bits32).size(id(&schema, "Pipes")), Some(48));
}

#[test]
fn images_hold_addresses() {
    let schema = schema();
    let io = id(&schema, "IO_BLOCK");
    let [narrow, wide] = [Target::Bits32, Target::Bits64].map(|target| Memory::new(&schema, target));
    let record = block(&schema, [1, 2, 3], Some(&[0xAA, 0xBB]));
    let image = wide.encode(&record, &[0x1234]).expect("it encodes");
    assert_eq!(hex(&image), "01 00 00 00 02 00 00 00 34 12 00 00 00 00 00 00 03 00 00 00 00 00 00 00");
    let back = wide.decode(io, &image, &[Some(vec![0xAA, 0xBB])]);
    assert_eq!(back.expect("it decodes"), record);
    assert_eq!(wide.addresses(io, &image).expect("it decodes"), [0x1234]);
    // Null is address 0, whatever is said, and address 0 is null.
    let null = block(&schema, [1, 2, 3], None);
    let image = narrow.encode(&null, &[0x1234]).expect("it encodes");
    assert_eq!(hex(&image), "01 00 00 00 02 00 00 00 00 00 00 00 03 00 00 00");
    let back = narrow.decode(io, &image, &[Some(vec![1])]);
    assert_eq!(back.expect("it decodes"), null);
    let far = narrow.encode(&record, &[1 << 32]).unwrap_err();
    assert_eq!((far.kind, far.field.as_str(), far.offset), (ErrorKind::Size, "pbyData", 8));
    for len in 0..16 {
        let short = narrow.decode(io, &image[..len], &[None]).unwrap_err();
        assert_eq!((short.kind, short.expected, short.got), (ErrorKind::Size, 16, len as u64));
    }
    assert_eq!(
        interp::pointers(&schema, id(&schema, "URB_CONTROL_VENDOR_OR_CLASS_REQUEST")),
        ["transfer_buffer", "transfer_buffer_mdl"]
    );
}

#[test]
fn registers_become_setup_packets() {
    let schema = schema();
    let write = command(&schema, "IOCTL_WRITE_REGISTERS");
    let through = |offset, length, index| {
        let input = block(&schema, [offset, length, index], Some(&[0xAA]));
        interp::via(&schema, write, &input, None)
    };
    for (given, bytes) in [
        ([0x12, 0, 0], "40 0C 12 00 00 00 00 00"),
        ([0x12, 1, 0x34], "40 0C 12 00 34 00 01 00"),
        ([0x10012, 2, 0xFFFF_0001], "40 04 12 00 01 00 02 00"),
        ([0, 65_535, 0], "40 04 00 00 00 00 FF FF"),
    ] {
        let found = through(given[0], given[1], given[2]).expect("it maps");
        assert_eq!(setup(&schema, &found), bytes);
    }
    let refused = through(0, 65_536, 0).unwrap_err();
    assert_eq!(
        (refused.kind, refused.container.as_str(), refused.field.as_str()),
        (ErrorKind::Size, "SetupPacket", "wLength")
    );
    assert_eq!((refused.expected, refused.got, refused.offset), (65_535, 65_536, 0));
}

#[test]
fn the_output_buffer_is_an_arg() {
    let schema = schema();
    let read = command(&schema, "IOCTL_READ_REGISTERS");
    assert_eq!(read.via[0].args, [ViaArg::Output, ViaArg::OutputLength]);
    let input = block(&schema, [5, 2, 0], None);
    let found = interp::via(&schema, read, &input, Some(&[0, 0])).expect("it maps");
    assert_eq!(setup(&schema, &found), "C0 04 05 00 00 00 02 00");
    for output in [None, Some(&[0][..]), Some(&[0, 0, 0])] {
        let refused = interp::via(&schema, read, &input, output).unwrap_err();
        assert_eq!(
            (refused.kind, refused.container.as_str(), refused.field.as_str()),
            (ErrorKind::Check, "IOCTL_READ_REGISTERS", "")
        );
    }
}

#[test]
fn what_is_not_listed_is_an_error() {
    let schema = schema();
    let (map, urb) = (map_id(&schema, "URB_TO_SETUP"), id(&schema, "URB_CONTROL_VENDOR_OR_CLASS_REQUEST"));
    let rows = vec![None; schema.structs[urb.index()].rows.len()];
    let blank = Record { of: urb, params: Vec::new(), rows, cut: None };
    let refused = interp::map(&schema, map, &blank, &[]).unwrap_err();
    assert_eq!((refused.kind, refused.field.as_str(), refused.got), (ErrorKind::Enum, "bmRequestType", 0));
    assert!(matches!(&schema.maps[map.index()].sets[0].source, Source::By { arms, .. } if arms.len() == 2));
}

/// What a map over two plain structures gives, with `rows` under `set` and `keys` beside it.
fn mapping(keys: &str, rows: &str) -> Compilation {
    compile(&format!(
        "[protocol]\nname = \"t\"\nedition = 1\nendian = \"little\"\n\
        [enum.Kind]\ntype = \"u8\"\nclosed = true\nvalues = {{ A = 0, B = 1 }}\n\
        [struct.From]\nlayout = \"c\"\nfields = [\n  {{ name = \"wide\", type = \"u32\" }},\n  {{ name = \"kind\", type = \"Kind\" }},\n  {{ name = \"data\", type = \"ptr\" }},\n]\n\
        [struct.To]\nlayout = \"c\"\nfields = [\n  {{ name = \"narrow\", type = \"u16\" }},\n  {{ name = \"kind\", type = \"Kind\", default = \"A\" }},\n  {{ name = \"data\", type = \"ptr\", default = \"null\" }},\n]\n\
        [map.M]\nfrom = \"From\"\nto = \"To\"\n{keys}[map.M.set]\n{rows}"
    ))
}

fn refused(keys: &str, rows: &str, code: Code) -> opcodec_schema::diag::Diagnostic {
    let found = mapping(keys, rows);
    let codes: Vec<Code> = found.diagnostics.iter().map(|found| found.code).collect();
    assert_eq!(codes, [code], "{}", found.render(false));
    found.diagnostics[0].clone()
}

#[test]
fn an_interval_that_does_not_fit_is_shown() {
    let wrong = refused("", "narrow = \"wide + 1\"", Code::MayNotFit);
    assert_eq!(wrong.message, "what the row gets must be in 0 to 65535, this is 1 to 4294967296");
    let help = "`wrap(u16, …)` keeps the low bits, `check(u16, …)` is an error where it does not fit";
    assert_eq!(wrong.help.as_deref(), Some(help));
    refused("", "narrow = \"-1\"", Code::NeverFits);
    for rows in [
        "narrow = \"wrap(u16, wide)\"",
        "narrow = \"check(u16, wide)\"",
        "narrow = 7",
        "narrow = \"wide & 0xFF\"",
    ] {
        let found = mapping("", rows);
        assert!(found.schema.is_some(), "{}", found.render(false));
    }
    // What `check` says, and what is looked up, is known.
    for (keys, rows) in [
        ("check = \"wide < 0x10000\"\n", "narrow = \"wide\""),
        ("", "narrow = { by = \"wide\", 1 = \"wide\", 0x10 = \"wide\" }"),
    ] {
        let found = mapping(keys, rows);
        assert!(found.schema.is_some(), "{}", found.render(false));
    }
}

#[test]
fn what_no_expression_gives_is_not_filled() {
    let text = |rows: &str, sets: &str| {
        format!(
            "[protocol]\nname = \"t\"\nedition = 1\nendian = \"big\"\n\
            [struct.From]\nfields = [{{ name = \"n\", type = \"u8\", value = \"len(l)\" }}, {{ name = \"l\", type = \"[u16]\", size = \"n\" }}]\n\
            [struct.U]\nargs = [{{ name = \"t\", type = \"u8\" }}]\nfields = [{{ name = \"x\", type = \"u8\", when = \"t == 1\" }}]\n\
            [union.V]\nclosed = true\ntag = \"t\"\nfields = [{{ name = \"t\", type = \"u8\" }}, {{ name = \"p\", type = \"payload\" }}]\n\
            [struct.W]\nof = \"V\"\ntag = 1\nfields = [{{ name = \"w\", type = \"u8\" }}]\n\
            [struct.To]\nfields = [\n  {{ name = \"a\", type = \"u8\" }},\n  {rows}\n]\n\
            [map.M]\nfrom = \"From\"\nto = \"To\"\n[map.M.set]\na = \"len(l) < 256 ? wrap(u8, len(l) + count(l) + n) : 0\"\n{sets}"
        )
    };
    for (rows, sets, code) in [
        ("{ name = \"b\", type = \"[u8; 2]\" },", "", Code::MapMissing),
        ("{ name = \"b\", type = \"[u8; 2]\" },", "b = 1", Code::MapValue),
        ("{ name = \"b\", type = \"bytes\", size = 2 },", "", Code::MapMissing),
        ("{ name = \"b\", type = \"V\" },", "", Code::MapMissing),
        ("{ name = \"b\", type = \"V\" },", "b = { t = 1 }", Code::MapValue),
        ("{ name = \"b\", type = \"U(a)\" },", "b = { t = 1 }", Code::MapValue),
        ("{ name = \"b\", type = \"u8\", when = \"a == 1\" },", "b = 1", Code::MapReserved),
        ("{ name = \"b\", const = 1, type = \"u8\" },", "b = 1", Code::MapReserved),
        ("{ name = \"b\", type = \"u8\", value = \"a\" },", "b = 1", Code::MapReserved),
    ] {
        let found = compile(&text(rows, sets));
        let codes: Vec<Code> = found.diagnostics.iter().map(|found| found.code).collect();
        assert_eq!(codes, [code], "{rows} {sets}\n{}", found.render(false));
    }
    // What is computed and how long it is, of a source and of a target that go over a wire.
    let rows = "{ name = \"b\", type = \"bytes\", size = 2, default = \"0102\" }, { name = \"c\", type = \"u8\", value = \"a + 0\" },";
    let found =
        compile(&text(rows, "[[map.M.test]]\nin = { l = [1, 2, 3] }\nout = { a = 15, b = \"01 02\" }\n"));
    assert!(found.schema.is_some(), "{}", found.render(false));
}

#[test]
fn numbers_conditions_and_pointers_are_not_mixed() {
    refused("", "narrow = \"wide == 1\"", Code::NotNumber);
    refused("", "narrow = \"data\"", Code::NotReadable);
    refused("", "narrow = \"null\"", Code::NotReadable);
    refused("", "narrow = 1\ndata = \"wide\"", Code::NotPointer);
    refused("", "narrow = 1\ndata = \"wide ? data : null\"", Code::NotCondition);
    refused("check = \"wide\"\n", "narrow = 1", Code::NotCondition);
    refused("check = \"wide < 0\"\n", "narrow = 1", Code::NeverFits);
    refused("", "narrow = 1\nkind = \"wide & 1\"", Code::MapValue);
    refused("", "narrow = 1\nkind = \"wide == 1 ? 1 : 2\"", Code::MapValue);
    for rows in
        ["kind = \"kind\"", "kind = \"wide == 1 ? Kind.B : kind\"", "data = \"len(data) > 4 ? data : null\""]
    {
        let found = mapping("", &format!("narrow = 1\n{rows}"));
        assert!(found.schema.is_some(), "{}", found.render(false));
    }
}

#[test]
fn a_wrong_check_hides_no_wrong_row() {
    let codes = |rows: &str| -> Vec<Code> {
        mapping("check = \"wid < 9\"\n", rows).diagnostics.iter().map(|found| found.code).collect()
    };
    // Whether `wide` fits is what the check would have said.
    assert_eq!(codes("narrow = \"wide\""), [Code::UnknownName]);
    assert_eq!(codes("narrow = \"len(data) + wid\""), [Code::UnknownName, Code::UnknownName]);
    assert_eq!(codes("narow = 1\nnarrow = 70000"), [Code::UnknownName, Code::MapTarget, Code::NeverFits]);
}

#[test]
fn every_step_of_via_is_looked_at() {
    let command = "\n[command.WRONG]\nopcode = 1\ndata = { out = \"IO_BLOCK\" }\nvia = [\"NONE\", \"URB_TO_SETUP(1)\", \"IOCTL_WRITE_REGISTERS\", \"(\"]\n";
    let found = compile(&format!("{TEXT}{command}"));
    let codes: Vec<Code> = found.diagnostics.iter().map(|found| found.code).collect();
    let expected = [Code::UnknownMap, Code::ViaArgs, Code::ViaChain, Code::ExprSyntax];
    assert_eq!(codes, expected, "{}", found.render(false));
}

#[test]
fn keys_of_by_are_values_of_what_is_looked_up() {
    refused("", "narrow = { by = \"kind\", C = 1 }", Code::MapKey);
    refused("", "narrow = { by = \"kind\", 2 = 1 }", Code::MapKey);
    refused("", "narrow = { by = \"kind + 1\", A = 1 }", Code::MapKey);
    refused("", "narrow = { by = \"wide & 3\", 4 = 1 }", Code::MapKey);
    refused("", "narrow = { by = \"wide == 3\", yes = 1 }", Code::MapKey);
    refused("", "narrow = { by = \"kind\" }", Code::MapKey);
    refused("", "narrow = { by = \"kind\", A = 1, 0 = 1 }", Code::MapDouble);
    refused("", "narrow = { by = \"kind\", A = { x = 1 } }", Code::MapValue);
    for by in [
        "by = \"kind\", A = 1, \"Kind.B\" = 2",
        "by = \"wide == 3\", true = 1, false = 2",
        "by = \"wide\", 0xFFFF = 1",
    ] {
        let found = mapping("", &format!("narrow = {{ {by} }}"));
        assert!(found.schema.is_some(), "{}", found.render(false));
    }
}

#[test]
fn a_row_of_a_struct_may_be_called_by() {
    let found = compile(
        "[protocol]\nname = \"t\"\nedition = 1\nendian = \"big\"\n\
        [struct.From]\nfields = [{ name = \"n\", type = \"u8\" }]\n\
        [struct.Step]\nfields = [{ name = \"by\", type = \"u8\" }, { name = \"to\", type = \"u8\" }]\n\
        [struct.To]\nfields = [{ name = \"step\", type = \"Step\" }]\n\
        [map.M]\nfrom = \"From\"\nto = \"To\"\n\
        [map.M.set]\nstep = { by = \"n\", to = { by = \"n\", 1 = 2 } }\n\
        [[map.M.test]]\nin = { n = 1 }\nout = { step = { by = 1, to = 2 } }\n",
    );
    assert!(found.schema.is_some(), "{}", found.render(false));
}

#[test]
fn enums_are_not_mixed() {
    let other = "[enum.Other]\ntype = \"u8\"\nvalues = { B = 1 }\n";
    for value in ["Other.B", "wide == 1 ? Kind.A : Other.B"] {
        let text = format!("narrow = 1\nkind = \"{value}\"\n{other}");
        let wrong = refused("", &text, Code::MapValue);
        assert_eq!(wrong.message, "closed enum `Kind` takes its own enumerators, not `Other.B`");
    }
}

#[test]
fn what_a_command_does_not_fill_is_no_output() {
    let text = TEXT.replace(", in = { type = \"bytes\", max = \"uLength\" } }", " }");
    let found = compile(&text.replace("{ out = { type = \"IO_BLOCK\" } }", "{ out = \"IO_BLOCK\" }"));
    let codes: Vec<Code> = found.diagnostics.iter().map(|found| found.code).collect();
    assert_eq!(codes, [Code::ViaArgs], "{}", found.render(false));
    assert_eq!(found.diagnostics[0].labels.len(), 1);
}

#[test]
fn a_c_structure_keeps_conditions_in_bytes() {
    let more = "[struct.C]\nlayout = \"c\"\nfields = [{ name = \"x\", type = \"bool\" }]\n";
    let found = compile(&format!("{TEXT}{more}"));
    let codes: Vec<Code> = found.diagnostics.iter().map(|found| found.code).collect();
    assert_eq!(codes, [Code::PartialByte], "{}", found.render(false));
    let help = found.diagnostics[0].help.as_deref();
    assert!(help.is_some_and(|help| help.contains("say `u8`") && !help.contains("`at`")), "{help:?}");
}

#[test]
fn args_are_the_maps_own() {
    let clash = refused("args = [{ name = \"WIDE\", type = \"u8\" }]\n", "narrow = 1", Code::NameClash);
    assert_eq!((clash.help.as_deref(), clash.labels.len()), (Some("give the arg another name"), 1));
    let one = |arg: &str| format!("args = [{{ {arg} }}]\n");
    refused(&one("name = \"from\", type = \"u8\""), "narrow = 1", Code::TakenName);
    refused(&one("name = \"wide\", type = \"u8\""), "narrow = 1", Code::NameClash);
    refused(&one("name = \"x\", type = \"bytes\""), "narrow = 1", Code::ParamType);
    refused(&one("name = \"x\", type = \"u8\", default = 1"), "narrow = 1", Code::MisplacedKey);
    let found =
        mapping(&one("name = \"x\", type = \"ptr\""), "narrow = \"check(u16, len(x))\"\ndata = \"x\"");
    assert!(found.schema.is_some(), "{}", found.render(false));
    let schema = found.schema.expect("a model");
    let Source::Scalar(expr) = &schema.maps[0].sets[0].source else { panic!("an expression") };
    assert!(expr.has(|node| matches!(node, Node::LenParam(0))));
}

#[test]
fn a_failing_vector_is_shown_at_out() {
    let text = TEXT.replace("out = { Request = 0x0C,", "out = { Request = 0x04,");
    let found = compile(&text);
    let codes: Vec<Code> = found.diagnostics.iter().map(|found| found.code).collect();
    assert_eq!(codes, [Code::FailingVector], "{}", found.render(false));
    assert_eq!(found.diagnostics[0].message, "mapping gives another `request`: 0xC, not 0x4");
    let span = found.diagnostics[0].primary.span;
    assert!(text[span.start as usize..].starts_with("{ Request = 0x04"));
}

#[test]
fn pointers_stay_in_memory() {
    let with = |more: &str| compile(&format!("{TEXT}{more}"));
    for more in [
        "[struct.Wire]\nfields = [{ name = \"io\", type = \"IO_BLOCK\" }]\n",
        "[struct.Wire]\nfields = [{ name = \"io\", type = \"[IO_BLOCK]\", size = \"rest\" }]\n",
        "[command.X]\nopcode = 1\ndata = { in = \"IO_BLOCK\" }\n",
        "[[struct.IO_BLOCK.test]]\nbytes = \"00\"\n",
    ] {
        let found = with(more);
        let codes: Vec<Code> = found.diagnostics.iter().map(|found| found.code).collect();
        assert_eq!(codes, [Code::PointerPlace], "{}", found.render(false));
    }
    for row in [
        "at = \"0..3\", name = \"x\"",
        "name = \"x\", type = \"u32\", endian = \"big\"",
        "name = \"x\", type = \"u32\", check = \"self != 0\"",
    ] {
        let more = format!(
            "[struct.C]\nlayout = \"c\"\nfields = [\n  {{ {row} }},\n  {{ name = \"p\", type = \"ptr\" }},\n]\n"
        );
        let found = with(&more);
        let codes: Vec<Code> = found.diagnostics.iter().map(|found| found.code).collect();
        assert_eq!(codes, [Code::MisplacedKey], "{}", found.render(false));
    }
    for ty in ["u24", "utf8\", size = \"4", "SetupPacket"] {
        let more = format!("[struct.C]\nlayout = \"c\"\nfields = [{{ name = \"x\", type = \"{ty}\" }}]\n");
        let found = with(&more);
        let codes: Vec<Code> = found.diagnostics.iter().map(|found| found.code).collect();
        assert_eq!(codes, [Code::CRow], "{}", found.render(false));
    }
}
