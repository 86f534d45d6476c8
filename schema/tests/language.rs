//! The examples of the language's contract, together in one file with what they name but do not show.

use std::path::Path;

use opcodec_schema::ir::{Form, Kind, Role, Schema, Step, Struct, StructSize};
use opcodec_schema::{Compilation, compile_with};

const TEXT: &str = r#"
[protocol]
name     = "mmc"
edition  = 1
doc      = "MultiMedia commands for optical drives."
spec     = "MMC-6"
carrier  = "scsi"
endian   = "big"
reserved = "ignore"
import   = ["sense.toml"]
include  = ["spc.toml"]
context  = [{ name = "device_type", type = "PeripheralDeviceType" }]

[fields.ReadWrite10]
fields = [
  { at = "2..5", name = "LOGICAL BLOCK ADDRESS", rename = "lba" },
  { at = "6.4:0", name = "GROUP NUMBER" },
  { at = "7..8", name = "TRANSFER LENGTH", unit = "blocks" },
  { at = "9", name = "CONTROL", default = 0 },
]

[struct.Word]
fields = [
  { at = "1..3", bits = "20:0", name = "LBA" },
  { at = "1..3", bits = "23:21", name = "RDPROTECT", type = "u3", doc = "How protection information is checked." },
  { at = "40..43", bits = "31:16", name = "HIGH", endian = "little" },
]

[enum.GetSet]
type   = "u8"
closed = true
values = { GET = 0, GET_SET = 1 }

[enum.Profile]
type = "u16"
[enum.Profile.values]
CD_ROM = 0x0008
DVD_ROM = { value = 0x0010, doc = "Read-only DVD." }

[flags.MediaEvents]
type = "u8"
bits = { MEDIA_PRESENT = 0, TRAY_OPEN = 1 }     # bit numbers, 0 is the least significant

[enum.FeatureCode]
type = "u16"
values = { PROFILE_LIST = 0, CORE = 1 }

[enum.DataType]
type = "u16"
values = { INT8 = 1, UINT16 = 4, UINT128 = 10, AUINT16 = 0x4004, STR = 0xFFFF }

[struct.InquiryData]
doc      = "Standard INQUIRY data."
ref      = "SPC-4 6.6.2"
required = 36
size     = "additional_length + 5"
fields = [
  { at = "0.7:5", name = "PERIPHERAL QUALIFIER" },
  { at = "0.4:0", name = "PERIPHERAL DEVICE TYPE", type = "PeripheralDeviceType" },
  { at = "1.7", name = "RMB" },
  { at = "2", name = "VERSION" },
  { at = "3.3:0", name = "RESPONSE DATA FORMAT" },
  { at = "4", name = "ADDITIONAL LENGTH" },
  { at = "8..15", name = "T10 VENDOR IDENTIFICATION", type = "ascii", pad = " " },
  { at = "16..31", name = "PRODUCT IDENTIFICATION", type = "ascii", pad = " " },
  { at = "32..35", name = "PRODUCT REVISION LEVEL", type = "ascii", pad = " " },
  { at = "36..", name = "vendor specific", type = "bytes", size = "rest" },
]

[union.Feature]
tag  = "feature_code"
fields = [
  { at = "0..1", name = "FEATURE CODE", type = "FeatureCode" },
  { at = "2.5:2", name = "VERSION" },
  { at = "2.1", name = "PERSISTENT" },
  { at = "2.0", name = "CURRENT" },
  { at = "3", name = "ADDITIONAL LENGTH", value = "len(body)", check = "self % 4 == 0" },
  { at = "4..", name = "body", type = "payload", size = "additional_length" },
]

[struct.CoreFeature]
of  = "Feature"
tag = "FeatureCode.CORE"
fields = [
  { at = "4..7", name = "PHYSICAL INTERFACE STANDARD" },
  { at = "8.1", name = "INQ2", when = "version >= 1" },
  { at = "8.0", name = "DBE", when = "version >= 1" },
  { at = "9..11", reserved = true, when = "version >= 1" },
]

[union.PropertyValue]
closed = true
args = [{ name = "data_type", type = "DataType" }]
tag  = "data_type"
[union.PropertyValue.cases]
INT8    = "i8"
UINT16  = { type = "u16" }
UINT128 = "u128"
AUINT16 = { type = "[u16]", prefix = "u32" }
STR     = { type = "utf16", prefix = "u8", end = 0 }

[[union.PropertyValue.test]]
args   = { data_type = "UINT128" }
fields = { case = "UINT128", value = "0xFF00_0000_0000_0000_0000_0000_0000_0001" }
bytes  = "FF 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01"

[[union.PropertyValue.test]]
args   = { data_type = "AUINT16" }
fields = { case = "AUINT16", value = [1, 0x0203] }
bytes  = "00 00 00 02 00 01 02 03"

[[union.PropertyValue.test]]
args   = { data_type = "STR" }
fields = { case = "STR", value = "A" }
bytes  = "02 00 41 00 00"

[[union.PropertyValue.test]]
args   = { data_type = "STR" }
bytes  = "02 00 41 00 42"
error  = "text"

[union.ModePage]
tag    = "spf"
closed = true
fields = [
  { at = "0.7", name = "PS" },
  { at = "0.6", name = "SPF" },
  { at = "0.5:0", name = "PAGE CODE" },
  { at = "1..", name = "page", type = "payload" },
]
[union.Page0]
of     = "ModePage"
of_tag = false
tag    = "page_code"
fields = [
  { at = "1", name = "PAGE LENGTH", value = "len(body)" },
  { at = "2..", name = "body", type = "payload", size = "page_length" },
]
[union.SubPage]
of     = "ModePage"
of_tag = true
tag    = "page_code << 8 | subpage_code"
fields = [
  { at = "1", name = "SUBPAGE CODE" },
  { at = "2..3", name = "SUBPAGE LENGTH", value = "len(body)" },
  { at = "4..", name = "body", type = "payload", size = "subpage_length" },
]

[struct.ModeParameterList]
fields = [
  { at = "0..7", reserved = true },
  { at = "8..", name = "pages", type = "[ModePage]", size = "rest" },
]

[union.TocAnswer]
args = [{ name = "format", type = "u4" }, { name = "time", type = "bool" }]
tag  = "format"
required = 4
size = "toc_data_length + 2"
fields = [
  { at = "0..1", name = "TOC DATA LENGTH" },
  { at = "2", name = "FIRST" },
  { at = "3", name = "LAST" },
  { at = "4..", name = "body", type = "payload", size = "rest" },
]
[struct.Toc]
of = "TocAnswer"
tag = [0, 1]
required = 4
fields = [
  { name = "tracks", type = "[TrackDescriptor(time)]", size = "rest" },
]
[struct.TrackDescriptor]
args = [{ name = "time", type = "bool" }]
fields = [
  { at = "1.7:4", name = "ADR" },
  { at = "2", name = "TRACK NUMBER" },
  { at = "4..7", name = "START LBA", when = "!time" },
  { at = "5", name = "MINUTE", when = "time" },
  { at = "6", name = "SECOND", when = "time" },
  { at = "7", name = "FRAME", when = "time" },
]

[command.READ_10]
opcode  = 0x28
doc     = "Reads logical blocks."
ref     = "SBC-4 5.13"
timeout = "30 s"
args    = [{ name = "block_size", type = "u32", default = 2048 }]
fields = [
  { at = "1.7:5", name = "RDPROTECT" },
  { at = "1.4", name = "DPO" },
  { at = "1.3", name = "FUA" },
  { use = "ReadWrite10" },
]
data = { in = "bytes", size = "transfer_length * block_size" }

[[command.READ_10.test]]
fields = { fua = true, lba = 0x1234, transfer_length = 8 }
bytes  = "28 08 00 00 12 34 00 00 08 00"

[[command.READ_10.test]]
bytes = "28 08 00 00 12 34 00 00 08"
error = "size"

[command.READ_TOC]
opcode = 0x43
only   = "device_type == PeripheralDeviceType.CD_DVD"
fields = [
  { at = "1.1", name = "TIME" },
  { at = "2.3:0", name = "FORMAT" },
  { at = "6", name = "TRACK/SESSION NUMBER" },
  { at = "7..8", name = "ALLOCATION LENGTH", value = "min(len(data), 0xFFFF)" },
  { at = "9", name = "CONTROL", default = 0 },
]
data = { in = "TocAnswer(format, time)", max = "allocation_length" }

[command.MODE_SELECT_10]
opcode = 0x55
fields = [
  { at = "1.4", name = "PF", default = true },
  { at = "1.0", name = "SP" },
  { at = "7..8", name = "PARAMETER LIST LENGTH", value = "len(data)" },
  { at = "9", name = "CONTROL", default = 0 },
]
data = { out = "ModeParameterList" }

[opcode_size]
range = "6..16"
rows = [
  { opcodes = "0x00..0x1F", group = 0, size = 6 },
  { opcodes = "0x20..0x3F", group = 1, size = 10 },
  { opcodes = "0x40..0x5F", group = 2, size = 10 },
  { opcodes = "0x60..0x7F", group = 3, size = "any", rule = "deferred", note = "the standard's sizes may be enforced in future" },
  { opcodes = "0x80..0x9F", group = 4, size = 16 },
  { opcodes = "0xA0..0xBF", group = 5, size = 12 },
  { opcodes = "0xC0..0xDF", group = 6, size = "any", rule = "vendor" },
  { opcodes = "0xE0..0xFF", group = 7, size = "any", rule = "vendor" },
]
exceptions = [
  { opcodes = [0x02, 0x05, 0x06, 0x09, 0x0C, 0x0D, 0x0E, 0x0F, 0x10, 0x13, 0x14, 0x19, 0x20, 0x21, 0x22, 0x23, 0x24, 0x26, 0x27, 0x29, 0x2C, 0x2D], size = "any", rule = "exempt", note = "early vendor-unique opcodes" },
]

[errors.Imapi]
type   = "hresult"
doc    = "What an optical recorder's SendCommand methods return."
expect = { facility = 0xAA }
[errors.Imapi.codes]
S_IMAPI_COMMAND_HAS_SENSE_DATA  = { value = 0x00AA0200, kind = "sense", text = "the command failed and sense data came back" }
E_IMAPI_RECORDER_MEDIA_NO_MEDIA = { value = 0xC0AA0202, kind = "media", text = "no medium in the device", from = ["sense 2/3A/*"] }
E_IMAPI_RECORDER_MEDIA_BECOMING_READY = { value = 0xC0AA0205, kind = "media", text = "the drive is becoming ready", advice = "ask again in a moment", retry = "later", from = ["sense 2/04/01"] }
E_IMAPI_RECORDER_NO_SUCH_MODE_PAGE = { value = 0xC0AA0201, kind = "request", text = "no such mode page", from = ["sense 5/24/00 after MODE_SENSE_10"] }
E_POINTER                       = { value = 0x80004003, kind = "caller", text = "a pointer is not valid", facility = 0 }
ERROR_INVALID_HANDLE            = { win32 = 6, kind = "caller", text = "the handle is not valid" }
"#;

const SENSE: &str = r#"
[protocol]
name = "sense"
edition = 1
[enum.SenseKey]
type   = "u4"
values = { NO_SENSE = 0, RECOVERED_ERROR = 1, NOT_READY = 2, MEDIUM_ERROR = 3 }
"#;

const SPC: &str = r#"
[protocol]
name = "spc"
edition = 1
carrier = "scsi"
endian = "big"
[enum.PeripheralDeviceType]
type = "u5"
values = { DISK = 0, CD_DVD = 5 }
[command.MODE_SENSE_10]
opcode = 0x5A
fields = [{ at = "7..8", name = "ALLOCATION LENGTH", value = "min(len(data), 0xFFFF)" }]
data = { in = "bytes", max = "allocation_length" }
[command.TEST_UNIT_READY]
opcode = 0x00
"#;

/// The examples of the carrier `ptp`.
const CAMERA: &str = r#"
[protocol]
name = "camera"
edition = 1
carrier = "ptp"
endian = "little"

[struct.ObjectInfo]
fields = [{ name = "Filename", type = "utf16", prefix = "u8", end = 0 }]

[command.SendObjectInfo]                    # carrier = "ptp"
opcode = 0x100C
fields = [
  { name = "StorageID", type = "u32", optional = true },
  { name = "ParentObjectHandle", type = "u32", optional = true },
]
data   = { out = "ObjectInfo" }
answer = [{ name = "StorageID", type = "u32" }, { name = "ParentObjectHandle", type = "u32" }, { name = "ObjectHandle", type = "u32" }]

[event.ObjectAdded]                         # what a device sends unasked
code   = 0x4002
fields = [{ name = "ObjectHandle", type = "u32" }]
"#;

/// The examples of the carrier `ioctl` that no map is needed for.
const SCANNER: &str = r#"
[protocol]
name = "scanner"
edition = 1
carrier = "ioctl"
endian = "little"

[struct.IO_BLOCK]
fields = [{ name = "uOffset", type = "u32" }, { name = "uLength", type = "u32" }]

[command.IOCTL_READ_REGISTERS]
opcode = "ctl_code(0x8000, 0x803, 0, 0)"
data = { out = { type = "IO_BLOCK" }, in = { type = "bytes", max = "uLength" } }

[command.IOCTL_WRITE_REGISTERS]
opcode = "ctl_code(0x8000, 0x804, 0, 0)"    # 0x80002010
data   = { out = "IO_BLOCK" }

[command.IOCTL_CANCEL_IO]
opcode = "ctl_code(0x8000, 0x801, 0, 0)"

[command.IOCTL_ABORT_PIPE]
alias = "IOCTL_CANCEL_IO"                   # another name of the same command

[[command.IOCTL_ABORT_PIPE.test]]
fields = {}
bytes  = "04 20 00 80"
"#;

fn compile(files: &[(&str, &str)]) -> Compilation {
    compile_with(Path::new(files[0].0), &mut |path| {
        let found = files.iter().find(|(name, _)| Path::new(name) == path);
        found.map(|(_, text)| (*text).to_owned()).ok_or_else(|| std::io::ErrorKind::NotFound.into())
    })
}

fn schema() -> Schema {
    let compiled = compile(&[("mmc.toml", TEXT), ("sense.toml", SENSE), ("spc.toml", SPC)]);
    assert!(compiled.schema.is_some(), "{}", compiled.render(false));
    compiled.schema.unwrap()
}

fn layout<'s>(schema: &'s Schema, name: &str) -> &'s Struct {
    schema.structs.iter().find(|known| known.name.printed == name).unwrap()
}

fn row(of: &Struct, name: &str) -> usize {
    of.rows.iter().position(|row| row.name.as_ref().is_some_and(|known| known.is(name))).unwrap()
}

#[test]
fn every_example_compiles() {
    let schema = schema();
    assert_eq!(schema.modules.len(), 3);
    assert_eq!(schema.vectors.len(), 6);
    assert_eq!(schema.opcode_size.as_ref().unwrap().rows.len(), 8);
}

#[test]
fn every_example_of_the_other_carriers_compiles() {
    for (name, text) in [("camera.toml", CAMERA), ("scanner.toml", SCANNER)] {
        let compiled = compile(&[(name, text)]);
        assert!(compiled.schema.is_some(), "{}", compiled.render(false));
        let schema = compiled.schema.unwrap();
        let codes: Vec<u64> = schema
            .commands
            .iter()
            .map(|command| command.opcode.as_ref().map_or(0, |opcode| opcode.value))
            .collect();
        let expected: &[u64] =
            if name == "camera.toml" { &[0x100C] } else { &[0x8000_200C, 0x8000_2010, 0x8000_2004] };
        assert_eq!(codes, expected);
    }
}

#[test]
fn answers_have_head_and_length() {
    let schema = schema();
    let inquiry = layout(&schema, "InquiryData");
    assert_eq!((inquiry.head, inquiry.required, inquiry.fixed, inquiry.borrows), (36, Some(36), None, true));
    let length = row(inquiry, "additional_length");
    assert!(matches!(inquiry.rows[length].role, Role::Length));
    let Some(StructSize::Linear { row, scale: 1, offset: 5 }) = inquiry.size else { panic!() };
    assert_eq!(row.index(), length);
    assert_eq!((inquiry.extent.min, inquiry.extent.max), (36, 260));
    let absent: Vec<bool> = inquiry.rows.iter().map(|row| row.may_be_absent).collect();
    assert_eq!(absent.iter().filter(|absent| **absent).count(), 1);
    let [Step::Block(block), Step::Row { .. }] = inquiry.steps.as_slice() else { panic!() };
    assert_eq!((block.len, block.rows.clone()), (36, 0..9));
}

#[test]
fn children_count_from_their_parent() {
    let schema = schema();
    let feature = layout(&schema, "Feature");
    let union = feature.union.as_ref().unwrap();
    assert!(matches!(feature.rows[0].role, Role::Tag));
    assert_eq!((union.tag_row.map(|row| row.0), union.cases.len(), union.cases[0].tags[0]), (Some(0), 1, 1));
    let Role::Value(value) = &feature.rows[row(feature, "additional_length")].role else { panic!() };
    assert!(value.implied && value.needs_whole && !value.from_data);
    let core = layout(&schema, "CoreFeature");
    assert_eq!((core.start, core.head, core.steps.len()), (4, 8, 2));
    assert_eq!(core.params.len(), 1);
    assert_eq!(union.cases[0].args.len(), 1);
    assert_eq!((core.extent.min, core.extent.max), (8, 12));
    let Step::Block(block) = &core.steps[1] else { panic!() };
    assert!(block.when.is_some());
    assert_eq!(block.offsets, [0, 0, 1]);
}

#[test]
fn unions_in_unions_hand_fields_down() {
    let schema = schema();
    let page = layout(&schema, "Page0");
    assert_eq!((page.form, page.start, page.head), (Form::Union, 1, 2));
    let union = page.union.as_ref().unwrap();
    assert_eq!((union.tag_row, union.tag_param), (None, Some(0)));
    assert_eq!(layout(&schema, "SubPage").union.as_ref().unwrap().tag_param, None);
    let outer = layout(&schema, "ModePage");
    let tags: Vec<_> = outer.union.as_ref().unwrap().cases.iter().map(|case| case.tags[0]).collect();
    assert_eq!(tags, [0, 1]);
    assert!(outer.borrows);
}

#[test]
fn small_cases_hold_one_value() {
    let schema = schema();
    let union = layout(&schema, "PropertyValue").union.as_ref().unwrap();
    assert_eq!(union.cases.iter().map(|case| case.tags[0]).collect::<Vec<_>>(), [1, 4, 10, 0x4004, 0xFFFF]);
    let int8 = &schema.structs[union.cases[0].body.index()];
    assert_eq!((int8.form, int8.rows.len(), int8.extent.max), (Form::Case, 1, 1));
    assert!(matches!(&int8.rows[0].kind, Kind::Bits(bits) if bits.width == 8));
}

#[test]
fn commands_follow_the_opcode_table() {
    let schema = schema();
    let read = schema.commands.iter().find(|known| known.name.printed == "READ_10").unwrap();
    let request = &schema.structs[read.request.index()];
    assert_eq!((request.fixed, request.params[0].default, read.consts.len()), (Some(10), Some(2048), 1));
    assert_eq!(read.timeout.as_secs(), 30);
    assert_eq!(request.rows[row(request, "lba")].name.as_ref().unwrap().snake(), "lba");
    let toc = schema.commands.iter().find(|known| known.name.printed == "READ_TOC").unwrap();
    assert_eq!(toc.timeout.as_secs(), 10);
    let request = &schema.structs[toc.request.index()];
    let Role::Value(value) = &request.rows[row(request, "allocation_length")].role else { panic!() };
    assert!(value.from_data);
    assert_eq!(request.fixed, Some(10));
    let ready = schema.commands.iter().find(|known| known.name.printed == "TEST_UNIT_READY").unwrap();
    assert!(ready.in_root && ready.out.is_none() && ready.input.is_none());
    assert_eq!(schema.structs[ready.request.index()].fixed, Some(6));
    let opcodes = schema.enums.iter().find(|known| known.name.printed == "Opcode").unwrap();
    assert_eq!(opcodes.values.len(), 5);
}

#[test]
fn words_are_read_in_their_byte_order() {
    let schema = schema();
    let word = layout(&schema, "Word");
    assert_eq!(word.fixed, Some(44));
    let Kind::Bits(bits) = &word.rows[2].kind else { panic!() };
    assert_eq!((bits.offset, bits.bytes, bits.little_endian, bits.shift, bits.width), (40, 4, true, 16, 16));
}

/// Fields and args handed down over two unions, small things beside them; the vectors run with it.
const PAGES: &str = r#"
[protocol]
name = "three"
edition = 1
endian = "big"
carrier = "scsi"

[union.ModePage]
args = [{ name = "mode", type = "u8" }]
tag    = "spf"
closed = true
fields = [
  { at = "0.7", name = "PS" },
  { at = "0.6", name = "SPF" },
  { at = "0.5:0", name = "PAGE CODE" },
  { at = "1..", name = "page", type = "payload" },
]
[union.Page0]
of     = "ModePage"
of_tag = false
tag    = "page_code"
fields = [
  { at = "1", name = "PAGE LENGTH", value = "len(body)" },
  { at = "2..", name = "body", type = "payload", size = "page_length" },
]
[union.SubPage]
of     = "ModePage"
of_tag = true
tag    = "page_code << 8 | subpage_code"
fields = [
  { at = "1", name = "SUBPAGE CODE" },
  { at = "2..3", name = "SUBPAGE LENGTH", value = "len(body)" },
  { at = "4..", name = "body", type = "payload", size = "subpage_length" },
]
[struct.Caching]
of = "Page0"
tag = 8
fields = [
  { at = "2.2", name = "WCE" },
  { at = "3", name = "X", when = "ps && mode == 3" },
]
[struct.Ext]
of = "SubPage"
tag = "0x0A << 8 | 1"
fields = [
  { name = "TCMOS", type = "u8" },
  { name = "list", type = "[Item(mode, ps)]", size = "rest" },
]
[struct.Item]
args = [{ name = "mode", type = "u8" }, { name = "ps", type = "bool" }]
fields = [ { name = "a", type = "u16" }, { name = "b", type = "u8", when = "ps && mode > 1" } ]

[[struct.Caching.test]]
args = { mode = 3 }
fields = { ps = true, page_code = 8, wce = true, x = 7 }
bytes = "88 02 04 07"
[[struct.Caching.test]]
args = { mode = 2 }
fields = { ps = true, page_code = 8, wce = true }
bytes = "88 01 04"
[[union.ModePage.test]]
args = { mode = 2 }
fields = { case = "Ext", ps = true, page_code = 0x0A, subpage_code = 1, tcmos = 4, list = [{ a = 1, b = 2 }, { a = 3, b = 4 }] }
bytes = "CA 01 00 07 04 00 01 02 00 03 04"
[[union.ModePage.test]]
args = { mode = 0 }
fields = { case = "Page0.Unknown", page_code = 9, body = "01 02" }
bytes = "09 02 01 02"
"#;

#[test]
fn vectors_hold_over_unions_in_unions() {
    let compiled = compile(&[("pages.toml", PAGES)]);
    assert!(compiled.schema.is_some(), "{}", compiled.render(false));
    let schema = compiled.schema.unwrap();
    // A vector under a child is one of the union it stands in.
    assert_eq!(schema.vectors.iter().map(|vector| vector.number).collect::<Vec<_>>(), [1, 2, 3, 4]);
    let names = |of: &Struct| of.params.iter().map(|param| param.name.snake()).collect::<Vec<_>>();
    assert_eq!(names(layout(&schema, "Caching")), ["ps", "mode"]);
    assert_eq!(names(layout(&schema, "Page0")), ["page_code", "ps", "mode"]);
    assert_eq!(names(layout(&schema, "SubPage")), ["page_code", "mode", "ps"]);
}

#[test]
fn a_case_is_no_number() {
    let text = "[protocol]\nname = \"t\"\nedition = 1\nendian = \"big\"\n\
        [union.U]\ntag = \"t\"\nclosed = true\nfields = [{ name = \"t\", type = \"u8\" }, { name = \"p\", type = \"payload\" }]\n\
        [union.U.cases]\n1 = \"u8\"\n2 = { type = \"u16\" }\n";
    let found = compile_with(Path::new("t.toml"), &mut |_| Ok(text.to_owned()));
    let messages: Vec<&str> = found.diagnostics.iter().map(|found| found.message.as_str()).collect();
    let number = |n: u8| format!("`{n}` is a number: a case is named after an enumerator of the tag");
    assert_eq!(messages, [number(1), number(2)], "{}", found.render(false));
}

#[test]
fn rows_that_are_used_twice_are_shown_where_they_are_used() {
    let text = "[protocol]\nname = \"t\"\nedition = 1\nendian = \"big\"\n\
        [fields.Inner]\nfields = [{ name = \"a\", type = \"u8\" }]\n\
        [fields.Outer]\nfields = [{ use = \"Inner\" }]\n\
        [fields.Gap]\nfields = [{ reserved = true, type = \"u8\" }]\n\
        [struct.S]\nfields = [{ use = \"Outer\" }, { use = \"Gap\" }, { use = \"Outer\" }, { use = \"Gap\" }]\n";
    let found = compile_with(Path::new("t.toml"), &mut |_| Ok(text.to_owned()));
    assert_eq!(found.diagnostics.len(), 1, "{}", found.render(false));
    let wrong = &found.diagnostics[0];
    assert_eq!(wrong.message, "the rows of `[fields.Outer]` are here already");
    let (first, second) = (wrong.labels[0].span.start as usize, wrong.primary.span.start as usize);
    assert!(first < second && text[first..].starts_with("Outer\"") && text[second..].starts_with("Outer\""));
}
