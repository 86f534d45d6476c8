//! The carrier `frame`: requests of any layout, told apart by constants, and the structs and unions that answer.

use std::path::Path;

use opcodec_schema::diag::Code;
use opcodec_schema::interp::{self, Failure};
use opcodec_schema::ir::{Answer, Node, Schema};
use opcodec_schema::value::{ErrorKind, hex, unhex};
use opcodec_schema::{Compilation, compile_with};

const HEAD: &str = "[protocol]\nname = \"t\"\nedition = 1\ncarrier = \"frame\"\nendian = \"big\"\n";

fn compile(text: &str) -> Compilation {
    compile_with(Path::new("t.toml"), &mut |_| Ok(format!("{HEAD}{text}")))
}

#[track_caller]
fn accepted(text: &str) -> Schema {
    let compiled = compile(text);
    assert!(compiled.schema.is_some(), "{}", compiled.render(false));
    compiled.schema.expect("no diagnostics, so a schema")
}

/// The codes that a text is refused with, and what is shown.
#[track_caller]
fn refused(text: &str) -> (Vec<Code>, String) {
    let compiled = compile(text);
    assert!(compiled.schema.is_none(), "it is accepted");
    (compiled.diagnostics.iter().map(|found| found.code).collect(), compiled.render(false))
}

fn request(schema: &Schema, bytes: &str) -> Result<String, Failure> {
    let bytes = unhex(bytes).expect("hex");
    let record = interp::decode_request(schema, &bytes)?;
    let again = interp::encode(schema, &record, None).expect("what was decoded encodes");
    assert_eq!(hex(&again), hex(&bytes));
    Ok(schema.structs[record.of.index()].name.printed.clone())
}

/// Registers on a bus: the address comes first, the function tells commands apart.
const REGISTERS: &str = r#"
[command.READ]
timeout = "1 s"
fields = [
  { at = "0", name = "address" },
  { at = "1", name = "function", const = 3 },
  { at = "2..3", name = "first" },
  { at = "4..5", name = "quantity", check = "self >= 1 && self <= 125" },
]
answer = "Registers(quantity)"

[command.WRITE]
fields = [
  { at = "0", name = "address" },
  { at = "1", name = "function", const = 16 },
  { at = "2..3", name = "first" },
  { at = "4..5", name = "quantity", value = "count(values)" },
  { at = "6", name = "bytes", value = "len(values)" },
  { at = "7..", name = "values", type = "[u16]", size = "bytes" },
]
answer = "Written"

[command.RESET]
fields = [{ at = "0", name = "address", const = 0 }, { at = "1", name = "function", const = 8 }]

[struct.Registers]
args = [{ name = "quantity", type = "u16" }]
fields = [
  { name = "address", type = "u8" },
  { name = "function", type = "u8", const = 3 },
  { name = "bytes", type = "u8", value = "len(values)", check = "self == quantity * 2" },
  { name = "values", type = "[u16]", size = "bytes" },
]

[struct.Written]
fields = [
  { name = "address", type = "u8" },
  { name = "function", type = "u8", const = 16 },
  { name = "first", type = "u16" },
  { name = "quantity", type = "u16" },
]

[[command.READ.test]]
fields = { address = 17, first = 0x6B, quantity = 3 }
bytes  = "11 03 00 6B 00 03"

[[command.READ.test]]
bytes = "11 03 00 6B 00 00"
error = "check"

[[command.WRITE.test]]
fields = { address = 17, first = 1, values = [10, 0x0102] }
bytes  = "11 10 00 01 00 02 04 00 0A 01 02"

[[command.WRITE.test]]
bytes = "11 10 00 01 00 02 04 00 0A 01"
error = "size"

[[command.WRITE.test]]
bytes = "11 07"
error = "unknown"

[[struct.Registers.test]]
args   = { quantity = 2 }
fields = { address = 17, values = [10, 11] }
bytes  = "11 03 04 00 0A 00 0B"
"#;

#[test]
fn a_frame_is_known_by_its_constants() {
    let schema = accepted(REGISTERS);
    assert_eq!(request(&schema, "11 03 00 6B 00 03").as_deref(), Ok("READ"));
    assert_eq!(request(&schema, "11 10 00 01 00 01 02 FF FF").as_deref(), Ok("WRITE"));
    assert_eq!(request(&schema, "00 08").as_deref(), Ok("RESET"));
    let failure = request(&schema, "05 08").expect_err("only address 0");
    assert_eq!((failure.kind, failure.got, failure.container.as_str()), (ErrorKind::Unknown, 0, "Request"));
    assert_eq!(failure.message, "no command is what these bytes say");
}

#[test]
fn what_is_cut_before_a_constant_may_be_the_first_command() {
    let schema = accepted(REGISTERS);
    let failure = request(&schema, "11").expect_err("one byte is no frame");
    assert_eq!((failure.kind, failure.container.as_str(), failure.offset), (ErrorKind::Size, "READ", 1));
    let failure = request(&schema, "").expect_err("no byte is no frame");
    assert_eq!((failure.kind, failure.container.as_str(), failure.expected), (ErrorKind::Size, "READ", 6));
}

#[test]
fn the_model_of_a_frame_has_no_opcode_but_an_answer() {
    let schema = accepted(REGISTERS);
    assert!(schema.enums.is_empty(), "no enum of opcodes");
    let [read, write, reset] = schema.commands.as_slice() else { panic!("three commands") };
    assert!(read.opcode.is_none() && write.opcode.is_none());
    let Some(Answer::Frame { body, args }) = &read.answer else { panic!("it answers") };
    assert_eq!(schema.structs[body.index()].name.printed, "Registers");
    assert!(matches!(args.as_slice(), [arg] if matches!(arg.node, Node::Row(..))));
    assert!(reset.answer.is_none());
    let request = |index: usize| &schema.structs[schema.commands[index].request.index()];
    assert_eq!((request(0).fixed, request(1).fixed, request(2).fixed), (Some(6), None, Some(2)));
    assert_eq!((request(1).extent.min, request(1).borrows), (7, true));
}

#[test]
fn frames_take_what_structs_take() {
    let schema = accepted(
        r#"
        [command.SEND]
        endian   = "little"
        size     = "length + 4"
        trailing = "ignore"
        args     = [{ name = "long", type = "bool", default = true }]
        fields = [
          { at = "0..1", name = "magic", const = 0x55AA },
          { at = "2..3", name = "length" },
          { name = "extra", type = "u16", when = "long" },
          { name = "text", type = "ascii", size = "rest" },
        ]
        data = { in = "bytes", max = "length" }
        answer = "Status"
        [struct.Status]
        fields = [{ name = "status", type = "u8" }]
        [[command.SEND.test]]
        fields = { extra = 1, text = "hi" }
        args   = { long = true }
        bytes  = "AA 55 04 00 01 00 68 69"
        [[command.SEND.test]]
        bytes  = "AA 55 04 00 01 00 68 69 FF"
        args   = { long = true }
        [[command.SEND.test]]
        fields = { text = "hi" }
        args   = { long = false }
        bytes  = "AA 55 02 00 68 69"
        "#,
    );
    assert!(schema.commands[0].input.is_some());
}

#[test]
fn a_constant_under_a_condition_tells_nothing_apart() {
    let (codes, shown) = refused(
        r#"
        [command.A]
        fields = [{ at = "0", name = "x" }, { at = "1", name = "y", const = 1, when = "x != 0" }]
        [command.B]
        fields = [{ at = "0", name = "x" }, { at = "1", name = "y", const = 2 }]
        "#,
    );
    assert_eq!(codes, [Code::CommandsAlike], "{shown}");
}

#[test]
fn one_frame_without_constants_is_known_all_the_same() {
    let schema = accepted("[command.A]\nfields = [{ name = \"x\", type = \"[u8]\", prefix = \"u8\" }]\n");
    assert_eq!(request(&schema, "02 01 02").as_deref(), Ok("A"));
}

#[test]
fn keys_of_other_carriers_are_refused() {
    for (key, code) in [
        ("opcode = 1", Code::CarrierKey),
        ("answer = [{ name = \"x\", type = \"u32\" }]", Code::CarrierKey),
        ("request_type = \"vendor\"", Code::CarrierKey),
        ("via = [\"X\"]", Code::CarrierKey),
        ("data = { in = { type = \"bytes\" } }", Code::CarrierKey),
        ("required = 1", Code::UnknownKey),
        ("answer = \"u8\"", Code::FrameAnswer),
        ("answer = \"[S]\"", Code::FrameAnswer),
        ("answer = \"Nothing\"", Code::UnknownType),
        ("answer = \"S(1)\"", Code::TypeArgs),
        ("answer = \"Text\"\ndata = { in = \"bytes\" }", Code::FrameAnswer),
    ] {
        let text = format!(
            "[command.A]\nfields = [{{ name = \"x\", type = \"u8\" }}]\n{key}\n\
             [struct.S]\nfields = [{{ name = \"x\", type = \"u8\" }}]\n\
             [struct.Text]\nfields = [{{ name = \"x\", type = \"ascii\", size = \"rest\" }}]\n"
        );
        let (codes, shown) = refused(&text);
        assert_eq!(codes, [code], "{shown}");
    }
}

#[test]
fn what_no_request_can_hold_is_refused() {
    let command =
        |size: u32| format!("[command.A]\nfields = [{{ name = \"x\", type = \"bytes\", size = {size} }}]\n");
    accepted(&command(512));
    let (codes, shown) = refused(&command(513));
    assert_eq!(codes, [Code::FrameSize], "{shown}");
}

#[test]
fn a_union_may_answer() {
    accepted(
        r#"
        [command.A]
        fields = [{ name = "x", type = "u8", const = 1 }]
        answer = "Reply"
        [union.Reply]
        tag    = "failed"
        closed = true
        fields = [{ at = "0.7", name = "failed" }, { at = "0.6:0", name = "function" }, { at = "1..", name = "body", type = "payload" }]
        [struct.Good]
        of  = "Reply"
        tag = false
        fields = [{ at = "1", name = "count", value = "count(values)" }, { name = "values", type = "[u16]", count = "count" }]
        [struct.Bad]
        of  = "Reply"
        tag = true
        fields = [{ at = "1", name = "exception" }]
        [[struct.Bad.test]]
        fields = { function = 3, exception = 2 }
        bytes  = "83 02"
        [[struct.Good.test]]
        fields = { function = 3, values = [7] }
        bytes  = "03 01 00 07"
        "#,
    );
}

#[test]
fn constant_texts_tell_commands_apart() {
    let schema = accepted(
        r#"
[command.PING]
fields = [{ at = "0", name = "to" }, { at = "1..4", name = "word", type = "ascii", const = "PING" }]
[command.GO]
fields = [{ at = "0", name = "to" }, { at = "1..4", name = "word", type = "ascii", pad = " ", const = "GO" }]
[command.GONE]
fields = [{ at = "0", name = "to" }, { at = "1..4", name = "word", type = "utf8", const = "GONE" }]
"#,
    );
    assert_eq!(request(&schema, "09 50 49 4E 47").expect("PING"), "PING");
    assert_eq!(request(&schema, "09 47 4F 20 20").expect("GO"), "GO");
    assert_eq!(request(&schema, "09 47 4F 4E 45").expect("GONE"), "GONE");
    assert_eq!(request(&schema, "09 47 4F 20 21").expect_err("no command").kind, ErrorKind::Unknown);
    let (codes, _) = refused(
        r#"
[command.A]
fields = [{ at = "0..3", name = "word", type = "ascii", const = "GO  " }]
[command.B]
fields = [{ at = "0..3", name = "word", type = "ascii", pad = " ", const = "GO" }]
[command.C]
fields = [{ name = "word", type = "ascii", prefix = "u8", const = "GO" }]
"#,
    );
    assert_eq!(codes, [Code::CommandsAlike, Code::CommandsAlike]);
}
