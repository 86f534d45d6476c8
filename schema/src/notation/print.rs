//! A record as an ordered tree.

use std::ops::Range;

use super::{cases, scalar};
use crate::interp::{Place, Places};
use crate::ir::{Element, Kind, ListLength, Role, Row, Schema};
use crate::name::Name;
use crate::value::{CaseValue, Record, Value};

/// A struct's, union's or request's members in order. A union is flat: `case`, then everything that its
/// child and the child's children have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    /// Members, and in between rows that only the text output shows.
    pub items: Vec<Item>,
    /// Whether the value is cut: it ended before its layout did.
    pub cut: bool,
}

/// One member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The key in vectors and JSON: the name in snake case. Empty for an element of a list.
    pub key: String,
    /// The name as printed.
    pub name: String,
    /// The value.
    pub value: Written,
    /// Not a member of the notation: a constant or a reserved row, for the text output alone.
    pub shown_only: bool,
    /// The bytes it stands in, counted from the first one of the message, where they are known.
    pub bytes: Option<Range<u64>>,
    /// Of bits that are not the whole word: the most and the least significant one.
    pub bits: Option<(u8, u8)>,
    /// The position as the schema has it.
    pub at: String,
    /// The unit.
    pub unit: Option<String>,
    /// What the row means.
    pub doc: Option<String>,
    /// What the value means: the enumerator's or error code's doc or text.
    pub meaning: Option<String>,
}

/// A value as vectors write it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// An integer.
    Int(i128),
    /// An integer over 2^127 - 1.
    Wide(u128),
    /// A boolean.
    Bool(bool),
    /// An enumerator or error code that the schema knows: its printed name, and its number.
    Name(String, i128),
    /// A set of flags: their printed names, the bits that have none, and the number of all.
    Flags {
        /// In the schema's order.
        names: Vec<String>,
        /// What is left of the number.
        rest: i128,
        /// The number.
        value: i128,
    },
    /// Text.
    Text(String),
    /// Octets: a hex string, upper case with spaces (see [`hex`](crate::value::hex)). Also what a pointer
    /// points to.
    Bytes(Vec<u8>),
    /// A pointer that is null.
    Null,
    /// A list or array.
    List(Vec<Item>),
    /// A struct or union.
    Table(Tree),
}

/// A record's tree. With the places that decoding found it has the bytes of everything.
pub fn tree(schema: &Schema, record: &Record, places: Option<&Places>) -> Tree {
    let mut items = Vec::new();
    members(schema, record, places, &mut items);
    Tree { items, cut: record.cut.is_some() }
}

/// The members of a record and, in a union, those of what stands in its payload.
fn members(schema: &Schema, record: &Record, places: Option<&Places>, items: &mut Vec<Item>) {
    let Some(layout) = schema.structs.get(record.of.index()) else { return };
    // A union in a union adds to the same table: the outermost one says which case it is.
    if layout.union.is_some()
        && !items.iter().any(|item| item.key == "case")
        && let Some(name) = cases::name(schema, record)
    {
        items.insert(0, plain("case", "case", Written::Text(name)));
    }
    for (index, row) in layout.rows.iter().enumerate() {
        let Some(Some(value)) = record.rows.get(index) else { continue };
        let place = places.and_then(|places| places.rows.get(index)).and_then(Option::as_ref);
        if let Value::Case(case) = value {
            match &**case {
                CaseValue::Known { body, .. } => {
                    members(schema, body, place.and_then(|place| place.inside.first()), items);
                }
                CaseValue::Unknown { bytes, .. } => {
                    let mut item = item(schema, row, &Value::Bytes(bytes.clone()), place);
                    if item.key.is_empty() {
                        item.key = "payload".into();
                    }
                    items.push(item);
                }
            }
            continue;
        }
        items.push(item(schema, row, value, place));
    }
}

fn plain(key: &str, name: &str, value: Written) -> Item {
    Item {
        key: key.into(),
        name: name.into(),
        value,
        shown_only: false,
        bytes: None,
        bits: None,
        at: String::new(),
        unit: None,
        doc: None,
        meaning: None,
    }
}

fn item(schema: &Schema, row: &Row, value: &Value, place: Option<&Place>) -> Item {
    let (value, meaning) = match (&row.kind, value) {
        (Kind::Bits(bits), Value::Int(value)) => scalar::written(schema, bits.ty, *value),
        (Kind::List { element, length }, Value::List(items)) => {
            let in_front = if let ListLength::Counted(counted) = length { counted.content_at() } else { 0 };
            (Written::List(elements(schema, element, items, (place, in_front))), None)
        }
        (Kind::Array { element, .. }, Value::List(items)) => {
            (Written::List(elements(schema, element, items, (place, 0))), None)
        }
        (_, Value::Record(record)) => {
            let inside = place.and_then(|place| place.inside.first());
            (Written::Table(tree(schema, record, inside)), None)
        }
        (_, Value::Int(value)) => (Written::Int(*value), None),
        (_, Value::Wide(value)) => (Written::Wide(*value), None),
        (_, Value::Text(text)) => (Written::Text(text.clone()), None),
        (_, Value::Bytes(bytes) | Value::Pointer(Some(bytes))) => (Written::Bytes(bytes.clone()), None),
        (_, Value::Pointer(None)) => (Written::Null, None),
        (_, Value::List(_) | Value::Case(_)) => (Written::List(Vec::new()), None),
    };
    let name = row.name.as_ref();
    let bits = match row.kind {
        Kind::Bits(bits) if u32::from(bits.width) < u32::from(bits.bytes) * 8 => {
            Some((bits.shift + bits.width - 1, bits.shift))
        }
        _ => None,
    };
    Item {
        bytes: place.map(|place| place.start..place.end),
        bits,
        at: row.printed_at.clone(),
        unit: row.docs.unit.clone(),
        doc: row.docs.text.clone(),
        meaning,
        shown_only: name.is_none() && !matches!(row.role, Role::Payload)
            || matches!(row.role, Role::Const(_) | Role::Reserved),
        ..plain(
            &name.map(Name::snake).unwrap_or_default(),
            name.map_or("", |name| name.printed.as_str()),
            value,
        )
    }
}

/// The elements of a list, with so many bytes in front of them.
fn elements(
    schema: &Schema,
    element: &Element,
    items: &[Value],
    (place, in_front): (Option<&Place>, u64),
) -> Vec<Item> {
    let mut start = place.map(|place| place.start.saturating_add(in_front));
    let mut written = Vec::with_capacity(items.len());
    for (index, value) in items.iter().enumerate() {
        let (value, meaning, end) = match (element, value) {
            (Element::Scalar { ty, bytes, .. }, Value::Int(value)) => {
                let (value, meaning) = scalar::written(schema, *ty, *value);
                (value, meaning, start.map(|start| start + u64::from(*bytes)))
            }
            (Element::Scalar { bytes, .. }, Value::Wide(value)) => {
                (Written::Wide(*value), None, start.map(|start| start + u64::from(*bytes)))
            }
            (_, Value::Record(record)) => {
                let inside = place.and_then(|place| place.inside.get(index));
                (Written::Table(tree(schema, record, inside)), None, inside.map(|inside| inside.end))
            }
            _ => continue,
        };
        let bytes = start.zip(end).map(|(start, end)| start..end);
        written.push(Item { bytes, meaning, ..plain("", "", value) });
        start = end;
    }
    written
}
