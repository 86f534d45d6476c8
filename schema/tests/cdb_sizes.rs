//! CDBs as long as their own bytes say, and values that say which case of a union stands beside them.

use std::path::Path;

use opcodec_schema::diag::{Code, Severity};
use opcodec_schema::interp::{self, SizeRefusal};
use opcodec_schema::ir::{Role, Schema, Size};
use opcodec_schema::value::ErrorKind;
use opcodec_schema::{Compilation, compile_with};

fn compile(text: &str) -> Compilation {
    compile_with(Path::new("t.toml"), &mut |_| Ok(text.to_owned()))
}

#[track_caller]
fn accepted(text: &str) -> Schema {
    let compiled = compile(text);
    let shown = compiled.render(false);
    compiled.schema.unwrap_or_else(|| panic!("{shown}"))
}

/// The codes of the errors and the text at their places.
#[track_caller]
fn refused(text: &str) -> Vec<(Code, String, String)> {
    let compiled = compile(text);
    assert!(compiled.schema.is_none(), "{text} is accepted");
    let errors = compiled.diagnostics.iter().filter(|found| found.severity == Severity::Error);
    let at = |span: opcodec_schema::source::Span| text[span.start as usize..span.end as usize].to_owned();
    errors.map(|found| (found.code, at(found.primary.span), found.message.clone())).collect()
}

fn head(size: &str) -> String {
    format!(
        "[protocol]\nname = \"t\"\nedition = 1\nendian = \"big\"\ncarrier = \"scsi\"\n\
         [opcode_size]\nrange = \"6..260\"\nrows = [{{ opcodes = \"0x00..0x7E\", size = 10 }}, {{ opcodes = \"0x7F..0x7F\", group = 3, size = \"{size}\" }}, {{ opcodes = \"0x80..0xFF\", size = \"any\" }}]\n"
    )
}

fn command(name: &str, size: &str, length: &str, action: u16) -> String {
    let size = if size.is_empty() { String::new() } else { format!("size = {size}\n") };
    format!(
        "[command.{name}]\nopcode = 0x7F\n{size}fields = [\n  {{ at = \"1\", name = \"CONTROL\", default = 0 }},\n  {{ at = \"7\", name = \"ADDITIONAL CDB LENGTH\"{length} }},\n  \
         {{ at = \"8..9\", name = \"SERVICE ACTION\", const = {action} }},\n  {{ at = \"12..19\", name = \"LBA\" }},\n  {{ at = \"28..31\", name = \"TRANSFER LENGTH\" }},\n]\n"
    )
}

#[test]
fn variable_length_cdbs_are_told_apart_by_their_service_action() {
    let text = head("byte(7) + 8")
        + &command("READ_32", "", ", value = \"len(struct) - 8\"", 9)
        + &command("WRITE_32", "32", ", const = 0x18", 11)
        + &command("LONG", "40", ", value = \"len(struct) - 8\"", 12)
        + "[[command.READ_32.test]]\nfields = { lba = 1, transfer_length = 2 }\n\
           bytes = \"7F 00 00 00 00 00 00 18 00 09 00 00 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00 00 00 00 02\"\n\
           [[command.READ_32.test]]\nbytes = \"7F 00 00 00 00 00 00 19 00 09 00 00 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00 00 00 00 02\"\nerror = \"value\"\n";
    let schema = accepted(&text);
    let of = |name: &str| {
        let of = schema.structs.iter().find(|of| of.name.printed == name).expect("the command is there");
        of.fixed
    };
    assert_eq!([of("READ_32"), of("WRITE_32"), of("LONG")], [Some(32), Some(32), Some(40)]);
    let mut bytes = vec![0; 32];
    (bytes[0], bytes[7], bytes[9]) = (0x7F, 0x18, 11);
    let found = interp::decode_request(&schema, &bytes).expect("it is WRITE_32");
    assert_eq!(schema.structs[found.of.index()].name.printed, "WRITE_32");
    bytes[9] = 13;
    assert_eq!(interp::decode_request(&schema, &bytes).expect_err("no command").kind, ErrorKind::Unknown);
}

#[test]
fn the_table_judges_by_the_requests_bytes() {
    let schema = accepted(&head("byte(7) + 8"));
    let table = schema.opcode_size.as_ref().expect("the schema has a table");
    assert!(matches!(&table.rows[1].size, Size::Computed { written, .. } if written == "byte(7) + 8"));
    assert_eq!((table.rows[1].size.needs(), table.rows[1].rule.as_str()), (8, "computed"));
    let judge = |len: usize, said: u8| {
        let mut request = vec![0; len];
        request[0] = 0x7F;
        if let Some(byte) = request.get_mut(7) {
            *byte = said;
        }
        match table.verdict(&request) {
            Ok(verdict) => Ok((verdict.group, verdict.rule.to_owned())),
            Err(SizeRefusal::Size { expected, got, .. }) => Err((expected, got)),
            Err(SizeRefusal::Empty { .. }) => panic!("it has a byte"),
        }
    };
    assert_eq!(judge(32, 24), Ok((Some(3), "computed".to_owned())));
    assert_eq!(judge(8, 0), Ok((Some(3), "computed".to_owned())));
    assert_eq!(judge(31, 24), Err(((32, 32), 31)));
    assert_eq!(judge(33, 24), Err(((32, 32), 33)));
    assert_eq!(judge(7, 0), Err(((8, 260), 7)));
    assert_eq!(judge(260, 252), Ok((Some(3), "computed".to_owned())));
    assert_eq!(judge(261, 253), Err(((261, 261), 261)));
    let refusal = table.verdict(&[0x7F, 0, 0, 0, 0, 0, 0]).expect_err("byte 7 is missing");
    assert_eq!(
        refusal.to_string(),
        "opcode 0x7F asks for as many bytes as its own say (byte(7) + 8), and these take 8; this one has 7"
    );
    // A number in an expression is a number, and a choice takes all the bytes that it names.
    let schema = accepted(&head("4 * 8"));
    assert_eq!(schema.opcode_size.expect("a table").rows[1].size, Size::Exact(32));
    let schema = accepted(&head("byte(1) & 1 == 1 ? byte(9) << 2 | 8 : 16"));
    let table = schema.opcode_size.expect("a table");
    assert!(table.verdict(&[0x7F, 0, 0, 0, 0, 0, 0, 0]).is_err());
    assert!(table.verdict(&[0x7F, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]).is_ok());
}

#[test]
fn commands_that_their_bytes_contradict() {
    let one = |size: &str, length: &str| {
        let mut found = refused(&(head("byte(7) + 8") + &command("X", size, length, 1)));
        assert_eq!(found.len(), 1, "{found:?}");
        found.remove(0)
    };
    let differs = one("40", ", const = 0x18");
    assert_eq!((differs.0, differs.1.as_str()), (Code::CommandSize, "40"));
    assert!(differs.2.ends_with("as long as byte(7) + 8 says, 32 bytes; this one has 40"), "{}", differs.2);
    assert_eq!(one("", "").0, Code::NoCommandSize);
    assert_eq!(one("", ", const = 255").0, Code::CommandSize, "263 bytes are more than 260");
    assert_eq!(one("", ", const = 16").0, Code::PastEnd, "rows go on to byte 31");
    // A member may hold what is right.
    accepted(&(head("byte(7) + 8") + &command("X", "32", "", 1)));
    accepted(&(head("byte(7) + 8") + &command("X", "32", ", const = 24", 1)));
    let never = refused(&(head("(byte(7) & 0x0F) + 8") + &command("X", "32", "", 1)));
    assert_eq!((never[0].0, never[0].1.as_str()), (Code::CommandSize, "32"));
    // What no row names is sent as zero.
    let zero = head("byte(3) + byte(7) + 8") + &command("X", "", ", const = 24", 1);
    assert_eq!(accepted(&zero).structs[0].fixed, Some(32));
}

#[test]
fn sizes_that_are_none() {
    for (size, code) in [
        ("byte(7) + lba", Code::UnknownName),
        ("byte(260)", Code::NeverFits),
        ("byte(byte(1))", Code::NotConstant),
        ("byte() + 8", Code::WrongCall),
        ("byte(7) == 8", Code::NotNumber),
        ("byte(7) + 300", Code::NeverFits),
        ("check(u8, byte(7) + 8)", Code::OutOfPlace),
        ("len(struct)", Code::OutOfPlace),
        ("byte(7) +", Code::ExprSyntax),
        ("8 / byte(7)", Code::DivisionByZero),
    ] {
        let found = refused(&head(size));
        assert_eq!(found.len(), 1, "{size}: {found:?}");
        assert_eq!(found[0].0, code, "{size}: {found:?}");
    }
    let row = "[struct.S]\nfields = [{ at = \"0\", name = \"n\" }, { name = \"b\", type = \"bytes\", size = \"byte(0)\" }]\n";
    assert_eq!(refused(&format!("{}{row}", head("16")))[0].0, Code::OutOfPlace);
}

#[test]
fn the_length_of_a_cdb_is_known_to_its_values() {
    // Ten bytes by the table, though the rows end sooner.
    let text = head("byte(7) + 8")
        + "[command.READ]\nopcode = 0x28\nfields = [{ at = \"1\", name = \"LENGTH\", value = \"len(struct)\" }]\n\
           [[command.READ.test]]\nfields = {}\nbytes = \"28 0A 00 00 00 00 00 00 00 00\"\n";
    accepted(&text);
}

const VALUES: &str = r#"
[protocol]
name    = "t"
edition = 1
endian  = "little"
[enum.DataType]
type   = "u16"
values = { INT8 = 1, UINT16 = 4, STR = 0xFFFF }
[union.Open]
args = [{ name = "data_type", type = "DataType" }]
tag  = "data_type"
fields = [{ name = "payload", type = "payload", size = "rest" }]
[union.Open.cases]
INT8   = "i8"
UINT16 = "u16"
STR    = { type = "ascii", prefix = "u8" }
"#;

#[test]
fn a_value_says_which_case_a_union_is() {
    let text = VALUES
        .replace("tag  =", "closed = true\ntag  =")
        .replace("Open", "Value")
        .replace("fields = [{ name = \"payload\", type = \"payload\", size = \"rest\" }]\n", "")
        + r#"
[struct.Property]
fields = [
  { name = "DataType", type = "DataType", value = "tag(Default)" },
  { name = "GetSet", type = "u8" },
  { name = "Default", type = "Value(DataType)" },
  { name = "Current", type = "Value(DataType)" },
  { name = "Twice", type = "u32", value = "2 * tag(Current)" },
]
[[struct.Property.test]]
fields = { default = { case = "UINT16", value = 3 }, current = { case = "UINT16", value = 0x102 } }
bytes  = "04 00 00 03 00 02 01 08 00 00 00"
[[struct.Property.test]]
fields = { data_type = "STR", default = { case = "STR", value = "a" }, current = { case = "STR", value = "" } }
bytes  = "FF FF 00 01 61 00 FE FF 01 00"
[[struct.Property.test]]
bytes  = "04 00 00 03 00 02 01 09 00 00 00"
error  = "value"
[[struct.Property.test]]
bytes  = "05 00 00 03 00 02 01 0A 00 00 00"
error  = "tag"
"#;
    let schema = accepted(&text);
    let property = schema.structs.iter().find(|of| of.name.printed == "Property").expect("it is there");
    let Role::Value(value) = &property.rows[0].role else { panic!("{:?}", property.rows[0]) };
    assert!(value.implied, "decoding takes the case from the very row");
    let Role::Value(twice) = &property.rows[4].role else { panic!("{:?}", property.rows[4]) };
    assert!(!twice.implied);
}

#[test]
fn an_unknown_case_says_its_own_tag() {
    let text = VALUES.to_owned()
        + r#"
[struct.Property]
fields = [
  { name = "DataType", type = "u16", value = "tag(Value)" },
  { name = "Length", type = "u8", value = "len(Value)" },
  { name = "Value", type = "Open(DataType)", size = "Length" },
]
[[struct.Property.test]]
fields = { data_type = 9, value = { case = "Unknown", payload = "01 02 03" } }
bytes  = "09 00 03 01 02 03"
[[struct.Property.test]]
fields = { value = { case = "INT8", value = -1 } }
bytes  = "01 00 01 FF"
"#;
    accepted(&text);
}

#[test]
fn tags_that_nobody_can_say() {
    let one = |rows: &str| {
        let text = format!(
            "{VALUES}[union.Own]\nclosed = true\ntag = \"t\"\nfields = [{{ name = \"t\", type = \"u8\" }}, {{ name = \"p\", type = \"payload\" }}]\n[struct.O]\nof = \"Own\"\ntag = 1\nfields = [{{ name = \"o\", type = \"u8\" }}]\n\
             [union.Many]\nclosed = true\nargs = [{{ name = \"t\", type = \"u8\" }}]\ntag = \"t\"\n[struct.M]\nof = \"Many\"\ntag = [1, 2]\nfields = [{{ name = \"m\", type = \"u8\" }}]\n\
             [struct.S]\nfields = [{rows}]\n"
        );
        let found = refused(&text);
        assert_eq!(found.len(), 1, "{found:?}");
        found[0].0
    };
    let value = |of: &str, row: &str| {
        one(&format!(
            "{{ name = \"t\", type = \"u16\", value = \"tag({of})\" }}, {{ name = \"a\", type = \"u8\" }}, {row}"
        ))
    };
    assert_eq!(value("a", "{ name = \"v\", type = \"u8\" }"), Code::NotReadable);
    assert_eq!(value("v", "{ name = \"v\", type = \"Own\" }"), Code::NotReadable);
    assert_eq!(value("v", "{ name = \"v\", type = \"Many(a)\" }"), Code::NotReadable);
    assert_eq!(value("w", "{ name = \"v\", type = \"Many(a)\" }"), Code::UnknownName);
    assert_eq!(value("v, a", "{ name = \"v\", type = \"Many(a)\" }"), Code::WrongCall);
    assert_eq!(
        value("v", "{ name = \"v\", type = \"Open(t)\", size = 1, when = \"a == 1\" }"),
        Code::AbsentField
    );
    assert_eq!(
        one(
            "{ name = \"a\", type = \"u16\" }, { name = \"v\", type = \"Open(a)\", size = 1 }, { name = \"c\", type = \"u8\", check = \"tag(v) == 1\" }"
        ),
        Code::OutOfPlace
    );
}
