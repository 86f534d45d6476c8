//! Drawings by example, and what must hold of every drawing.

use std::io;
use std::path::{Path, PathBuf};

use opcodec_schema::ir::{Schema, StructId};

use super::{draw, fields};
use crate::find;

fn schema(rows: &str) -> Schema {
    let text = format!("[protocol]\nname = \"x\"\nedition = 1\nendian = \"big\"\n{rows}");
    let compilation = opcodec_schema::compile_with(Path::new("x.toml"), &mut |path| {
        if path == Path::new("x.toml") { Ok(text.clone()) } else { Err(io::ErrorKind::NotFound.into()) }
    });
    let rendered = compilation.render(false);
    compilation.schema.expect(&rendered)
}

fn drawn(schema: &Schema, name: &str) -> String {
    let id = find::layout(schema, name).expect("it is there");
    draw(schema, id).expect("it is there").text()
}

#[test]
fn words_of_both_orders_straddling_bits_and_what_is_not_constant() {
    let schema = schema(
        r#"
[struct.A]
doc = "Everything."
fields = [
  { at = "0",     name = "KIND",   const = 0x2A },
  { at = "1.7:5", name = "MODE" },
  { at = "1.0",   name = "a rather long name" },
  { at = "2..3",  bits = "11:0",   name = "STRADDLING", endian = "little" },
  { at = "4..6",  bits = "20:0",   name = "LBA" },
  { at = "8..9",  name = "LENGTH", value = "len(body)", endian = "little" },
  { at = "10..",  name = "body",   type = "bytes",      size = "length" },
  { name = "EXTRA", type = "u16",  when = "mode > 1" },
  { name = "LAST",  type = "u8",   check = "self != 0", default = 1 },
]
"#,
    );
    let expected = "\
struct.A, 11 to 65548 bytes
Everything.

  Bit        7          6          5          4          3          2          1          0
  Byte +---------------------------------------------------------------------------------------+
     0 |                                      KIND = 0x2A                                      |
       +--------------------------------+-------------------------------------------+----------+
     1 |              MODE              |                 reserved                  | a rather |
       |                                |                                           |long name |
       +--------------------------------+-------------------------------------------+----------+
     2 |                                    STRADDLING 7:0                                     |
       +-------------------------------------------+-------------------------------------------+
     3 |                 reserved                  |              STRADDLING 11:8              |
       +--------------------------------+----------+-------------------------------------------+
     4 |            reserved            |                      LBA 20:16                       |
       +--------------------------------+------------------------------------------------------+
     5 |                                       LBA 15:8                                        |
       +---------------------------------------------------------------------------------------+
     6 |                                        LBA 7:0                                        |
       +---------------------------------------------------------------------------------------+
     7 |                                       reserved                                        |
       +---------------------------------------------------------------------------------------+
     8 | (LSB)                                                                                 |
       |                                      LENGTH [1]                                       |
     9 |                                                                                 (MSB) |
       +---------------------------------------------------------------------------------------+
    10 |                                                                                       |
     : |                                   body (bytes) [2]                                    |
   n-1 |                                                                                       |
       +---------------------------------------------------------------------------------------+
     n | (MSB)                                                                                 |
       |                                       EXTRA [3]                                       |
   n+1 |                                                                                 (LSB) |
       +---------------------------------------------------------------------------------------+
     m |                                       LAST [4]                                        |
       +---------------------------------------------------------------------------------------+
  [1] computed: len(body)
  [2] bytes: length
  [3] only when mode > 1
  [4] must hold: self != 0
";
    let text = drawn(&schema, "A");
    assert_eq!(text, expected, "\n{text}");
}

#[test]
fn a_child_stands_in_its_parents_and_rows_that_exclude_each_other_stand_one_below_the_other() {
    let schema = schema(
        r#"
[enum.Code]
type = "u8"
values = { ONE = 0x01, TWO = 0x20 }
[union.U]
tag = "code"
fields = [
  { at = "0",     name = "CODE", type = "Code" },
  { at = "1.7:4", name = "HIGH" },
  { at = "2..",   name = "body", type = "payload", size = "rest" },
]
[struct.One]
of = "U"
tag = "Code.ONE"
fields = [
  { at = "1.0",  name = "LOW" },
  { at = "2..3", name = "A", when = "low" },
  { at = "2",    name = "B", when = "!low" },
]
[struct.Two]
of = "U"
tag = "Code.TWO"
fields = [{ at = "2", name = "C" }]
"#,
    );
    let union = drawn(&schema, "U");
    assert!(
        union.contains(
            "|                   HIGH                    |               by the child                |"
        ),
        "{union}"
    );
    assert!(union.contains("payload by code:\n      ONE (0x01)  One      2 to 4 bytes\n      TWO (0x20)  Two      3 bytes\n      any other"), "{union}");
    let child = drawn(&schema, "One");
    assert!(child.contains("of union.U, where code is ONE (0x01)\n"), "{child}");
    assert!(child.contains("CODE = ONE (0x01)"), "{child}");
    let lines: Vec<&str> = child.lines().filter(|line| line.contains('|')).collect();
    let starts: Vec<&str> =
        lines.iter().map(|line| line[..6].trim()).filter(|label| !label.is_empty()).collect();
    assert_eq!(starts, ["0", "1", "2", "3", "2"], "{child}");
    assert!(child.ends_with("  [1] only when low\n  [2] only when !low\n"), "{child}");
    let json = draw(&schema, find::layout(&schema, "One").expect("it is there")).expect("it is there").json();
    assert_eq!(
        json["fields"][1]["bits"][0],
        serde_json::json!({ "byte": "1", "bits": [7, 4], "of_field": [3, 0] })
    );
    assert_eq!(json["fields"][0]["const"], "ONE (0x01)");
}

#[test]
fn what_is_far_away_takes_no_more_lines_than_what_is_near() {
    let schema = schema(
        r#"
[struct.Far]
fields = [
  { at = "0",        name = "A" },
  { at = "1",        name = "B", when = "a == 1" },
  { at = "1..60000", name = "D", type = "bytes", when = "a == 2" },
  { at = "65000",    name = "E" },
]
"#,
    );
    let text = drawn(&schema, "Far");
    assert!(text.lines().count() < 40, "{text}");
    for label in [" 60000", " 60001", " 64999", " 65000"] {
        assert!(text.lines().any(|line| line.starts_with(label)), "{label}: {text}");
    }
}

#[test]
fn every_drawing_of_every_schema_is_rectangular_and_names_every_field() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut drawings = 0;
    for folder in ["protocols/schemas", "cli/tests/schemas", "tests/schemas/nasty", "tests/cases/emitted"] {
        for path in schemas(&root.join(folder)) {
            let Some(schema) = opcodec_schema::compile_untested(&path).schema else { continue };
            for id in 0..schema.structs.len() {
                let id = StructId(id as u32);
                let text = draw(&schema, id).expect("it is there").text();
                let boxes: Vec<&str> = text
                    .lines()
                    .filter(|line| line.get(7..).is_some_and(|it| it.starts_with(['|', '+'])))
                    .collect();
                assert!(boxes.iter().all(|line| line.chars().count() == boxes[0].chars().count()), "{text}");
                assert!(boxes[0].len() <= 100);
                for field in fields::fields(&schema, id) {
                    let word = field.name.split(' ').next().unwrap_or_default();
                    assert!(
                        text.contains(word.get(..5).unwrap_or(word)),
                        "{}: {}\n{text}",
                        path.display(),
                        field.name
                    );
                }
                drawings += 1;
            }
        }
    }
    assert!(drawings > 300, "{drawings}");
}

fn schemas(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("it can be read").path();
        if path.is_dir() {
            found.extend(schemas(&path));
        } else if path.extension().is_some_and(|it| it == "toml") {
            found.push(path);
        }
    }
    found
}
