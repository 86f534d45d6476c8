//! Every rule of `docs/model.md` on small schemas.

mod aligned;
mod apart;
mod checksums;
mod counted;
mod cut;
mod encoding;
mod places;
mod recursive;
mod rows;
mod shipped;
mod unions;
mod vectors;
mod wide;

use std::path::Path;

use super::{Failure, Places, Reason, decode_placed, encode, encode_strict, named_bits};
use crate::diag::{self, Sink};
use crate::ir::{Schema, StructId};
use crate::notation::{self, Tree, Written};
use crate::source::{FileId, Span};
use crate::syntax::{Integer, Literal, LiteralValue, Text};
use crate::value::{ErrorKind, Record, hex, unhex};

/// What every small schema begins with.
const HEAD: &str = "[protocol]\nname = \"t\"\nedition = 1\nendian = \"big\"\n";

/// A schema of the declarations in `text`.
fn schema(text: &str) -> Schema {
    let text = format!("{HEAD}{text}");
    let found = crate::compile_with(Path::new("t.toml"), &mut |_| Ok(text.clone()));
    let shown = diag::render(&found.diagnostics, &found.sources, false);
    found.schema.unwrap_or_else(|| panic!("the schema is refused:\n{shown}"))
}

fn id(schema: &Schema, name: &str) -> StructId {
    let index = schema.structs.iter().position(|layout| layout.name.is(name)).expect("a struct of that name");
    StructId(index as u32)
}

fn bytes(text: &str) -> Vec<u8> {
    unhex(text).expect("hex")
}

fn decode(schema: &Schema, name: &str, args: &[i128], text: &str) -> Result<Record, Failure> {
    super::decode(schema, id(schema, name), args, &bytes(text))
}

/// Decodes, encodes back to the same bytes in every named bit (also by way of the notation), and gives
/// the members as vectors write them.
fn fields(schema: &Schema, name: &str, args: &[i128], text: &str) -> String {
    let (record, tree) = round_trip(schema, id(schema, name), args, &bytes(text));
    let cut = if record.cut.is_some() { "cut " } else { "" };
    format!("{cut}{}", show(&tree))
}

fn round_trip(schema: &Schema, of: StructId, args: &[i128], input: &[u8]) -> (Record, Tree) {
    let (record, places) = decode_placed(schema, of, args, input)
        .unwrap_or_else(|failure| panic!("{failure:?} on {}", hex(input)));
    let again =
        encode(schema, &record, None).unwrap_or_else(|failure| panic!("{failure:?} on {}", hex(input)));
    let named = named_bits(schema, &record, &places, input);
    same(input, &again, &named);
    let tree = by_notation(schema, &record, &places, input, &named);
    (record, tree)
}

/// What the notation prints and reads encodes to the same named bits.
fn by_notation(schema: &Schema, record: &Record, places: &Places, input: &[u8], named: &[u8]) -> Tree {
    let tree = notation::tree(schema, record, Some(places));
    if any_cut(record) {
        return tree;
    }
    let mut sink = Sink::default();
    let read = notation::record(schema, record.of, &record.params, &literals(&tree), SPAN, &mut sink);
    let found = sink.drain();
    let read = read.unwrap_or_else(|| panic!("{}: {found:?}", show(&tree)));
    let written = encode_strict(schema, &read, None)
        .unwrap_or_else(|failure| panic!("{failure:?} on {} = {}", hex(input), show(&tree)));
    same(input, &written, named);
    tree
}

fn any_cut(record: &Record) -> bool {
    record.cut.is_some()
        || record.rows.iter().flatten().any(|value| super::records(value).into_iter().any(any_cut))
}

fn same(input: &[u8], again: &[u8], named: &[u8]) {
    for (index, mask) in named.iter().enumerate() {
        let there = again.get(index).copied().unwrap_or(0);
        let context = || format!("byte {index}\n of {}\n is {}", hex(input), hex(again));
        assert_eq!(input[index] & mask, there & mask, "{}", context());
    }
    assert!(again.len() <= input.len(), "{} is longer than {}", hex(again), hex(input));
}

const SPAN: Span = Span { file: FileId(0), start: 0, end: 0 };

fn literals(tree: &Tree) -> Vec<(Text, Literal)> {
    let members = tree.items.iter().filter(|item| !item.shown_only);
    members.map(|item| (Text::new(item.key.clone(), SPAN), literal(&item.value))).collect()
}

fn literal(value: &Written) -> Literal {
    let value = match value {
        Written::Int(value) => LiteralValue::Integer(Integer { value: *value, written: String::new() }),
        Written::Wide(value) => LiteralValue::Text(value.to_string()),
        Written::Bool(value) => LiteralValue::Boolean(*value),
        Written::Name(name, _) => LiteralValue::Text(name.clone()),
        Written::Flags { names, rest, .. } => {
            let rest = (*rest != 0).then(|| format!("{rest:#X}"));
            let words = names.iter().cloned().chain(rest).map(LiteralValue::Text);
            LiteralValue::Array(words.map(|value| Literal { value, span: SPAN }).collect())
        }
        Written::Text(text) => LiteralValue::Text(text.clone()),
        Written::Bytes(bytes) => LiteralValue::Text(hex(bytes)),
        Written::Null => LiteralValue::Text("null".to_owned()),
        Written::List(items) => LiteralValue::Array(items.iter().map(|item| literal(&item.value)).collect()),
        Written::Table(tree) => LiteralValue::Table(literals(tree)),
    };
    Literal { value, span: SPAN }
}

fn show(tree: &Tree) -> String {
    let members = tree.items.iter().filter(|item| !item.shown_only);
    let mut shown: Vec<String> =
        members.map(|item| format!("{}={}", item.key, show_value(&item.value))).collect();
    if let Some(first) = shown.first_mut().filter(|first| first.starts_with("case=")) {
        *first = first.replace('"', "");
    }
    shown.join(" ")
}

fn show_value(value: &Written) -> String {
    match value {
        Written::Int(value) => value.to_string(),
        Written::Wide(value) => value.to_string(),
        Written::Bool(value) => value.to_string(),
        Written::Name(name, _) => name.clone(),
        Written::Flags { names, rest, .. } => format!("[{}|{rest:#X}]", names.join("|")),
        Written::Text(text) => format!("{text:?}"),
        Written::Bytes(bytes) => format!("<{}>", hex(bytes)),
        Written::Null => "null".to_owned(),
        Written::List(items) => {
            let items: Vec<String> = items.iter().map(|item| show_value(&item.value)).collect();
            format!("[{}]", items.join(", "))
        }
        Written::Table(tree) => format!("{{{}}}", show(tree)),
    }
}

/// Why decoding fails: kind, reason, container, field, offset, expected, got.
type Why = (ErrorKind, Reason, String, String, u32, u64, u64);

fn why(schema: &Schema, name: &str, args: &[i128], text: &str) -> Why {
    let failure = decode(schema, name, args, text).expect_err(text);
    let Failure { kind, reason, container, field, offset, expected, got, .. } = failure;
    (kind, reason, container, field, offset, expected, got)
}

fn is(
    kind: ErrorKind,
    reason: Reason,
    (container, field): (&str, &str),
    offset: u32,
    (expected, got): (u64, u64),
) -> Why {
    (kind, reason, container.into(), field.into(), offset, expected, got)
}

fn size(reason: Reason, place: (&str, &str), offset: u32, numbers: (u64, u64)) -> Why {
    is(ErrorKind::Size, reason, place, offset, numbers)
}

fn other(kind: ErrorKind, place: (&str, &str), offset: u32, numbers: (u64, u64)) -> Why {
    is(kind, Reason::Other, place, offset, numbers)
}

/// Fields in TOML as a record.
fn record(schema: &Schema, name: &str, args: &[i128], text: &str) -> Record {
    let mut sink = Sink::default();
    let record = try_record(schema, name, args, text, &mut sink);
    let found = sink.drain();
    record.unwrap_or_else(|| panic!("{text}: {found:?}"))
}

fn try_record(schema: &Schema, name: &str, args: &[i128], text: &str, sink: &mut Sink) -> Option<Record> {
    let table = crate::parse::parse(FileId(0), text, sink)?;
    let literals: Vec<(Text, Literal)> = table
        .entries
        .iter()
        .map(|(name, node)| (name.clone(), crate::read::literals::read(node).expect("a literal")))
        .collect();
    notation::record(schema, id(schema, name), args, &literals, SPAN, sink)
}

/// The bytes that fields in TOML encode to.
fn encoded(schema: &Schema, name: &str, text: &str) -> String {
    let record = record(schema, name, &[], text);
    hex(&encode_strict(schema, &record, None).unwrap_or_else(|failure| panic!("{text}: {failure:?}")))
}

/// Why fields in TOML do not encode: kind, field.
fn refused(schema: &Schema, name: &str, text: &str) -> (ErrorKind, String) {
    let failure = encode_strict(schema, &record(schema, name, &[], text), None).expect_err(text);
    (failure.kind, failure.field)
}

/// A small pseudo-random sequence: the same in every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }
}
