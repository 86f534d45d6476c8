//! `reserved = "reject"`: which bits are looked at, where the error stands, what stays unseen.

use std::path::Path;

use opcodec_schema::interp::{self, Failure};
use opcodec_schema::ir::{Schema, StructId};
use opcodec_schema::value::ErrorKind;
use opcodec_schema::{Compilation, compile_with};

const REJECT: &str =
    "[protocol]\nname = \"t\"\nedition = 1\nendian = \"big\"\ncarrier = \"scsi\"\nreserved = \"reject\"\n";

fn compile(files: &[(&str, &str)]) -> Compilation {
    compile_with(Path::new(files[0].0), &mut |path| {
        let found = files.iter().find(|(name, _)| Path::new(name) == path);
        found.map(|(_, text)| (*text).to_owned()).ok_or_else(|| std::io::ErrorKind::NotFound.into())
    })
}

#[track_caller]
fn accepted(text: &str) -> Schema {
    let compiled = compile(&[("t.toml", &format!("{REJECT}{text}"))]);
    let text = compiled.render(false);
    compiled.schema.unwrap_or_else(|| panic!("{text}"))
}

fn layout(schema: &Schema, name: &str) -> StructId {
    let index = schema.structs.iter().position(|of| of.name.printed == name);
    StructId(index.expect("the struct is there") as u32)
}

fn decode(schema: &Schema, name: &str, bytes: &[u8]) -> Result<(), Failure> {
    interp::decode(schema, layout(schema, name), &[], bytes).map(|_| ())
}

/// Flips every bit of a right message, and gives those that are reserved as masks.
#[track_caller]
fn reserved_bits(schema: &Schema, name: &str, right: &[u8]) -> Vec<u8> {
    decode(schema, name, right).expect("the message is right");
    let mut masks = vec![0; right.len()];
    for bit in 0..right.len() * 8 {
        let mut bytes = right.to_vec();
        bytes[bit / 8] ^= 0x80 >> (bit % 8);
        if let Err(failure) = decode(schema, name, &bytes)
            && failure.kind == ErrorKind::Reserved
        {
            let (byte, mask) = (bit / 8, 0x80 >> (bit % 8));
            // A bit that decides what others are may make those wrong.
            if (failure.offset as usize, failure.expected, failure.got) == (byte, 0, u64::from(mask)) {
                masks[byte] |= mask;
            }
        }
    }
    masks
}

#[test]
fn of_a_block_the_first_byte_is_named() {
    let schema = accepted(
        r#"
[struct.S]
fields = [
  { at = "0.7:5", name = "A" },
  { at = "0.0", name = "B" },
  { at = "2..3", bits = "9:4", name = "C" },
  { at = "4..5", reserved = true },
  { at = "6", name = "D", const = 7 },
]
[[struct.S.test]]
bytes = "FF 00 00 00 00 00 07"
error = "reserved"
[[struct.S.test]]
bytes = "00 00 00 01 00 00 08"
error = "const"
"#,
    );
    assert_eq!(
        reserved_bits(&schema, "S", &[0xE1, 0, 3, 0xF0, 0, 0, 7]),
        [0x1E, 0xFF, 0xFC, 0x0F, 0xFF, 0xFF, 0]
    );
    let found = decode(&schema, "S", &[0xE1, 0x50, 0, 1, 0xFF, 0, 7]).expect_err("two bytes are wrong");
    assert_eq!((found.container.as_str(), found.field.as_str()), ("S", ""));
    assert_eq!((found.offset, found.expected, found.got), (1, 0, 0x50));
    assert_eq!(found.message, "S: byte 1 has bits set that are reserved, 0x50");
}

#[test]
fn without_reject_nothing_is_looked_at() {
    let text = "[struct.S]\nfields = [{ at = \"0.0\", name = \"B\" }, { at = \"1\", reserved = true }]\n";
    let schema = accepted(text);
    assert_eq!(reserved_bits(&schema, "S", &[1, 0]), [0xFE, 0xFF]);
    let ignoring = format!("{}{text}", REJECT.replace("\"reject\"", "\"ignore\""));
    let schema = compile(&[("t.toml", &ignoring)]).schema.expect("the schema is right");
    assert_eq!(reserved_bits(&schema, "S", &[1, 0]), [0, 0]);
}

#[test]
fn commands_are_looked_at_up_to_their_size() {
    let schema = accepted(
        "[command.READ]\nopcode = 0x28\nsize = 10\nfields = [{ at = \"1.3\", name = \"FUA\" }, { at = \"2..5\", name = \"LBA\" }]\n\
         [[command.READ.test]]\nbytes = \"28 00 00 00 00 00 00 00 00 80\"\nerror = \"reserved\"\n",
    );
    let right = [0x28, 8, 1, 2, 3, 4, 0, 0, 0, 0];
    assert_eq!(reserved_bits(&schema, "READ", &right), [0, 0xF7, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF]);
    let failure = interp::decode_request(&schema, &[0x28, 0, 0, 0, 0, 0, 0, 0, 0, 1]).expect_err("CONTROL");
    assert_eq!((failure.kind, failure.offset, failure.got), (ErrorKind::Reserved, 9, 1));
}

#[test]
fn between_rows_of_variable_length_and_behind_them() {
    let schema = accepted(
        r#"
[struct.S]
size = "n + 1"
fields = [
  { at = "0", name = "n" },
  { at = "1.7", name = "later" },
  { at = "1.1:0", name = "m" },
  { at = "3..", name = "text", type = "ascii", size = "m" },
  { name = "gap", reserved = true, type = "bytes", size = "m" },
  { at = "12", name = "late", when = "later" },
]
"#,
    );
    let right = [14, 0x82, 0, b'a', b'b', 0, 0, 0, 0, 0, 0, 0, 9, 0, 0];
    let free = [0, 0x7C, 0xFF, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0xFF, 0xFF];
    assert_eq!(reserved_bits(&schema, "S", &right), free);
    let gap =
        decode(&schema, "S", &[14, 0x82, 0, b'a', b'b', 0, 3, 0, 0, 0, 0, 0, 9, 0, 0]).expect_err("gap");
    assert_eq!((gap.field.as_str(), gap.offset), ("gap", 6));
    // Bytes that a row would have stood in that is absent, and those behind the size.
    assert_eq!(reserved_bits(&schema, "S", &[6, 1, 0, b'a', 0, 0, 0, 0, 0])[4..], [0xFF, 0xFF, 0xFF, 0, 0]);
}

#[test]
fn what_is_not_looked_at_by_declaration_stays_so() {
    let schema = accepted(
        "[struct.S]\ntrailing = \"ignore\"\nfields = [{ at = \"0\", name = \"a\" }]\n\
         [struct.T]\nsize = 4\ntrailing = \"ignore\"\nfields = [{ at = \"0\", name = \"a\" }]\n\
         [struct.U]\nsize = 4\nfields = [{ at = \"0\", name = \"a\" }]\n",
    );
    assert_eq!(reserved_bits(&schema, "S", &[1, 0, 0]), [0, 0, 0]);
    assert_eq!(reserved_bits(&schema, "T", &[1, 0, 0, 0]), [0, 0, 0, 0]);
    assert_eq!(reserved_bits(&schema, "U", &[1, 0, 0, 0, 0]), [0, 0xFF, 0xFF, 0xFF, 0]);
}

#[test]
fn a_cut_value_is_looked_at_as_far_as_it_goes() {
    let schema = accepted(
        "[struct.S]\nrequired = 2\nsize = \"n\"\nfields = [{ at = \"0\", name = \"n\" }, { at = \"1.0\", name = \"a\" }, { at = \"4\", name = \"b\" }, { at = \"6\", name = \"c\" }]\n",
    );
    assert_eq!(
        reserved_bits(&schema, "S", &[9, 1, 0, 0, 1, 0, 3, 0, 0])[1..],
        [0xFE, 0xFF, 0xFF, 0, 0xFF, 0, 0xFF, 0xFF]
    );
    assert_eq!(decode(&schema, "S", &[9, 3]).expect_err("bit 1").offset, 1);
    assert_eq!(decode(&schema, "S", &[9, 1, 1]).expect_err("byte 2").offset, 2);
    decode(&schema, "S", &[9, 1, 0]).expect("what is there is zero");
}

#[test]
fn rows_that_share_a_byte_under_conditions() {
    let schema = accepted(
        r#"
[struct.S]
fields = [
  { at = "0", name = "v" },
  { at = "1.7", name = "always" },
  { at = "1.6:5", name = "two", when = "v == 2" },
  { at = "2.3:0", name = "low", when = "v == 1" },
  { at = "2.7:4", name = "high", when = "v != 1" },
]
"#,
    );
    // The bits that `two` has in other versions are its own, there or not.
    assert_eq!(reserved_bits(&schema, "S", &[1, 0x80, 5])[1..], [0x1F, 0xF0]);
    assert_eq!(reserved_bits(&schema, "S", &[2, 0xE0, 0x50])[1..], [0x1F, 0x0F]);
}

const UNION: &str = r#"
[union.U]
tag = "code"
fields = [
  { at = "0.7:4", name = "code", type = "u4" },
  { at = "1.7", name = "own" },
  { at = "3..4", name = "len", value = "len(body)" },
  { at = "6..", name = "body", type = "payload", size = "len" },
  { name = "behind", type = "u1", at = "" },
]
[struct.A]
of  = "U"
tag = 1
fields = [{ at = "0.0", name = "a0" }, { at = "1.6:5", name = "a1" }, { at = "7.7", name = "a7" }]
[struct.B]
of  = "U"
tag = 2
fields = [{ at = "2", name = "b2" }, { at = "5.3:0", name = "b5" }]
[union.C]
of     = "U"
of_tag = 3
tag    = "kind"
closed = true
fields = [{ at = "1.0", name = "c1" }, { at = "6.1:0", name = "kind" }, { at = "7..", name = "rest", type = "payload" }]
[struct.D]
of  = "C"
tag = 1
fields = [{ at = "1.1", name = "d1" }, { at = "6.7", name = "d6" }, { at = "7", name = "d7" }]
[struct.E]
of  = "C"
tag = 2
"#;

#[test]
fn children_look_at_what_they_do_not_name_of_their_parents_bits() {
    let schema = accepted(&UNION.replace("  { name = \"behind\", type = \"u1\", at = \"\" },\n", ""));
    let a = reserved_bits(&schema, "U", &[0x11, 0xE0, 0, 0, 2, 0, 0, 0x80]);
    assert_eq!(a, [0x0E, 0x1F, 0xFF, 0, 0, 0xFF, 0xFF, 0x7F]);
    let b = reserved_bits(&schema, "U", &[0x20, 0x80, 0x33, 0, 0, 0x0F]);
    assert_eq!(b, [0x0F, 0x7F, 0, 0, 0, 0xF0]);
    // Bits that change the case are no bits to flip: those of `kind`.
    let d = reserved_bits(&schema, "U", &[0x30, 0x83, 0, 0, 2, 0, 0x81, 9]);
    assert_eq!(d, [0x0F, 0x7C, 0xFF, 0, 0, 0xFF, 0x7C, 0]);
    let e = reserved_bits(&schema, "U", &[0x30, 0x81, 0, 0, 1, 0, 0x02]);
    assert_eq!(e, [0x0F, 0x7E, 0xFF, 0, 0, 0xFF, 0xFC]);
    // Of an unknown case only what no child names is looked at.
    let unknown = reserved_bits(&schema, "U", &[0x40, 0, 0, 0, 0, 0]);
    assert_eq!(unknown, [0x0E, 0x1C, 0, 0, 0, 0]);
}

#[test]
fn bits_of_children_among_conditional_rows_are_theirs() {
    let schema = accepted(
        r#"
[union.U]
tag    = "code"
fields = [
  { at = "0.7:4", name = "code", type = "u4" },
  { at = "0.0", name = "has" },
  { at = "1", name = "one", when = "has" },
  { at = "5", name = "two", when = "has" },
  { at = "8..", name = "body", type = "payload", size = "1" },
]
[struct.A]
of     = "U"
tag    = 1
fields = [{ at = "3.7:4", name = "three" }, { at = "8", name = "x" }]
[struct.B]
of     = "U"
tag    = 2
fields = [{ at = "6", name = "six" }, { at = "8", name = "x" }]
"#,
    );
    let a = reserved_bits(&schema, "U", &[0x11, 7, 0, 0x50, 0, 7, 0, 0, 9]);
    assert_eq!(a, [0x0E, 0, 0xFF, 0x0F, 0xFF, 0, 0xFF, 0xFF, 0]);
    let b = reserved_bits(&schema, "U", &[0x21, 7, 0, 0, 0, 7, 0x11, 0, 9]);
    assert_eq!(b, [0x0E, 0, 0xFF, 0xFF, 0xFF, 0, 0, 0xFF, 0]);
    // An unknown case looks at none that a child may name.
    let unknown = reserved_bits(&schema, "U", &[0x31, 7, 0, 0, 0, 7, 0, 0, 9]);
    assert_eq!(unknown[..4], [0x0E, 0, 0xFF, 0x0F]);
}

#[test]
fn a_file_says_it_for_its_own_layouts() {
    let base = UNION.replace("  { name = \"behind\", type = \"u1\", at = \"\" },\n", "");
    let head = REJECT.replace("\"t\"", "\"base\"").replace("\"reject\"", "\"ignore\"");
    let ignoring = format!("{head}{base}[struct.Part]\nfields = [{{ at = \"0.0\", name = \"x\" }}]\n");
    let root = format!(
        "{REJECT}import = [\"base.toml\"]\n[struct.F]\nof = \"U\"\ntag = 7\nfields = [{{ at = \"0.1\", name = \"f\" }}, {{ at = \"6.1\", name = \"g\" }}]\n\
         [struct.Whole]\nfields = [{{ at = \"0\", name = \"part\", type = \"Part\" }}, {{ at = \"1.0\", name = \"y\" }}]\n"
    );
    let compiled = compile(&[("t.toml", &root), ("base.toml", &ignoring)]);
    let schema = compiled.schema.as_ref().unwrap_or_else(|| panic!("{}", compiled.render(false)));
    assert_eq!(reserved_bits(schema, "U", &[0x72, 0, 0, 0, 1, 0, 2]), [0, 0, 0, 0, 0, 0, 0xFD]);
    assert_eq!(reserved_bits(schema, "Whole", &[1, 1]), [0, 0xFE]);
}

#[test]
fn elements_and_nested_layouts_are_looked_at_in_their_turn() {
    let schema = accepted(
        r#"
[struct.Part]
fields = [{ at = "0.0", name = "x" }, { at = "1.7", name = "y" }]
[struct.S]
fields = [
  { at = "0", name = "n" },
  { at = "1", name = "pair", type = "[Part; 2]" },
  { name = "list", type = "[Part]", count = "n" },
  { name = "last", type = "u8", check = "self < 5" },
]
[[struct.S.test]]
bytes = "01 00 00 00 00 02 00 09"
error = "reserved"
"#
        .replace("at = \"1\", name", "name")
        .as_str(),
    );
    let right = [1, 1, 0x80, 0, 0, 1, 0x80, 4];
    assert_eq!(reserved_bits(&schema, "S", &right)[1..], [0xFE, 0x7F, 0xFE, 0x7F, 0xFE, 0x7F, 0]);
}

#[test]
fn c_structures_are_filled_up_with_anything() {
    let schema = accepted(
        "[struct.C]\nlayout = \"c\"\nfields = [{ name = \"a\", type = \"u8\" }, { name = \"b\", type = \"u32\" }]\n",
    );
    assert_eq!(reserved_bits(&schema, "C", &[1, 0, 0, 0, 0, 0, 0, 0]), [0; 8]);
}
