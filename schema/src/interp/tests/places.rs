//! Where every field of a decoded message stands.

use super::super::decode_placed;
use super::*;

const NESTED: &str = r#"
[union.Element]
tag = "kind"
fields = [
  { at = "0", name = "kind" },
  { at = "1", name = "LEN", value = "len(body)" },
  { at = "2..", name = "body", type = "payload", size = "len" },
]
[struct.Words]
of = "Element"
tag = 1
fields = [{ at = "2..", name = "words", type = "[u16]", size = "rest" }]
[struct.S]
fields = [
  { at = "0.7:4", name = "high", doc = "The upper half.", unit = "apples" },
  { at = "0.3:0", name = "low" },
  { name = "elements", type = "[Element]", size = "rest" },
]
"#;

/// Every leaf as `name@start..end`, bits with their numbers.
fn leaves(tree: &Tree, out: &mut Vec<String>) {
    for item in &tree.items {
        match &item.value {
            Written::Table(tree) => leaves(tree, out),
            Written::List(items) => {
                for item in items {
                    match &item.value {
                        Written::Table(tree) => leaves(tree, out),
                        _ => out.push(place(item, "-")),
                    }
                }
            }
            _ => out.push(place(item, &item.key)),
        }
    }
}

fn place(item: &notation::Item, name: &str) -> String {
    let bytes = item.bytes.as_ref().map_or("?".into(), |bytes| format!("{}..{}", bytes.start, bytes.end));
    let bits = item.bits.map_or(String::new(), |(high, low)| format!(".{high}:{low}"));
    format!("{name}@{bytes}{bits}")
}

#[test]
fn every_leaf_has_its_bytes() {
    let schema = schema(NESTED);
    let input = bytes("12 01 04 00 05 00 06 09 01 AA");
    let (record, places) = decode_placed(&schema, id(&schema, "S"), &[], &input).expect("a value");
    let tree = notation::tree(&schema, &record, Some(&places));
    let mut found = Vec::new();
    leaves(&tree, &mut found);
    let expected = "high@0..1.7:4 low@0..1.3:0 case@? kind@1..2 len@2..3 -@3..5 -@5..7 \
                    case@? kind@7..8 len@8..9 body@9..10";
    assert_eq!(found.join(" "), expected);
    assert_eq!(tree.items[0].unit.as_deref(), Some("apples"));
    assert_eq!(tree.items[0].doc.as_deref(), Some("The upper half."));
}

#[test]
fn named_bits_are_those_of_rows() {
    let schema = schema(
        r#"
[struct.S]
fields = [
  { at = "0.4", name = "bit" },
  { at = "1", reserved = true },
  { at = "2..3", bits = "3:0", name = "low", endian = "little" },
  { at = "4..", name = "octets", type = "bytes", size = "rest" },
]
"#,
    );
    let input = bytes("FF FF FF FF FF FF");
    let (record, places) = decode_placed(&schema, id(&schema, "S"), &[], &input).expect("a value");
    let mask = named_bits(&schema, &record, &places, &input);
    assert_eq!(hex(&mask), "10 00 0F 00 FF FF");
}
