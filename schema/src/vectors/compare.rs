//! The first difference between what a vector says and what was decoded.

use crate::interp::Places;
use crate::ir::{Constant, Kind, Role, Row, Schema, Struct};
use crate::value::{CaseValue, Record, Value, hex};

/// Where they differ: the field's path, what was expected and what was found.
pub(super) fn difference(
    schema: &Schema,
    expected: &Record,
    found: &Record,
) -> Option<(String, String, String)> {
    let layout = schema.structs.get(found.of.index())?;
    layout.rows.iter().enumerate().find_map(|(index, row)| {
        let (given, there) = (expected.rows.get(index), found.rows.get(index));
        row_difference(schema, layout, row, given.and_then(Option::as_ref), there.and_then(Option::as_ref))
    })
}

fn row_difference(
    schema: &Schema,
    layout: &Struct,
    row: &Row,
    expected: Option<&Value>,
    found: Option<&Value>,
) -> Option<(String, String, String)> {
    let name = || match &row.name {
        Some(name) => name.snake(),
        None => layout.name.printed.clone(),
    };
    let shown = |value: Option<&Value>| value.map_or("nothing".into(), show);
    match (expected, found) {
        (Some(expected), Some(found)) => {
            let (path, expected, found) = value_difference(schema, expected, found)?;
            let joined = if path.starts_with('[') || path.is_empty() { path } else { format!(".{path}") };
            Some((name() + &joined, expected, found))
        }
        (None, Some(found)) if matches!(row.role, Role::Member(_)) && !is_default(schema, row, found) => {
            Some((name(), "its default".into(), show(found)))
        }
        (Some(expected), None) if !is_empty(expected) => Some((name(), show(expected), shown(None))),
        _ => None,
    }
}

fn value_difference(schema: &Schema, expected: &Value, found: &Value) -> Option<(String, String, String)> {
    match (expected, found) {
        (Value::Record(a), Value::Record(b)) => difference(schema, a, b),
        (Value::List(a), Value::List(b)) => {
            if a.len() != b.len() {
                let count = |items: &[Value]| format!("{} elements", items.len());
                return Some((String::new(), count(a), count(b)));
            }
            a.iter().zip(b).enumerate().find_map(|(index, (a, b))| {
                let (path, a, b) = value_difference(schema, a, b)?;
                let dot = if path.is_empty() { "" } else { "." };
                Some((format!("[{index}]{dot}{path}"), a, b))
            })
        }
        (Value::Case(a), Value::Case(b)) => match (&**a, &**b) {
            (CaseValue::Known { case: x, body: a }, CaseValue::Known { case: y, body: b }) if x == y => {
                difference(schema, a, b)
            }
            (a, b) if a == b => None,
            _ => Some((String::new(), show(expected), show(found))),
        },
        (a, b) if a == b => None,
        _ => Some((String::new(), show(expected), show(found))),
    }
}

/// Whether a decoded value is what a member has that nobody named.
fn is_default(schema: &Schema, row: &Row, found: &Value) -> bool {
    let default = match &row.role {
        Role::Member(default) => default.as_ref(),
        _ => None,
    };
    match (found, default) {
        (Value::Int(value), Some(Constant::Int(default))) => value == default,
        (Value::Bytes(value), Some(Constant::Bytes(default))) => value == default,
        (Value::Text(value), Some(Constant::Text(default))) => value == default,
        (Value::Record(record), _) => {
            let blank =
                Record { of: record.of, params: Vec::new(), rows: vec![None; record.rows.len()], cut: None };
            difference(schema, &blank, record).is_none()
        }
        (Value::List(items), _) if matches!(row.kind, Kind::Array { .. }) => {
            items.iter().all(|item| is_default(schema, row, item))
        }
        (value, _) => is_empty(value),
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Int(value) => *value == 0,
        Value::Bytes(bytes) => bytes.iter().all(|byte| *byte == 0),
        Value::Text(text) => text.is_empty(),
        Value::List(items) => items.is_empty(),
        Value::Wide(_) | Value::Record(_) | Value::Case(_) => false,
        Value::Pointer(to) => to.is_none(),
    }
}

/// A value in a message.
pub(super) fn show(value: &Value) -> String {
    match value {
        Value::Int(value) => format!("{value:#X}"),
        Value::Wide(value) => format!("{value:#X}"),
        Value::Pointer(None) => "null".into(),
        Value::Bytes(bytes) | Value::Pointer(Some(bytes)) => format!("\"{}\"", hex(bytes)),
        Value::Text(text) => format!("{text:?}"),
        Value::List(items) => format!("{} elements", items.len()),
        Value::Record(_) => "a struct".into(),
        Value::Case(case) => match &**case {
            CaseValue::Known { case, .. } => format!("case {case}"),
            CaseValue::Unknown { tag, bytes } => format!("an unknown case {tag:#X} with \"{}\"", hex(bytes)),
        },
    }
}

/// The path of the field that a byte of the message belongs to.
pub(super) fn field_at(schema: &Schema, record: &Record, places: &Places, byte: u64) -> Option<String> {
    let layout = schema.structs.get(record.of.index())?;
    for ((row, place), value) in layout.rows.iter().zip(&places.rows).zip(&record.rows) {
        let Some(place) = place.as_ref().filter(|place| (place.start..place.end).contains(&byte)) else {
            continue;
        };
        let inner = value
            .as_ref()
            .map(crate::interp::records)
            .unwrap_or_default()
            .into_iter()
            .zip(&place.inside)
            .find_map(|(record, places)| field_at(schema, record, places, byte));
        let name = row.name.as_ref().map(crate::name::Name::snake);
        return match (name, inner) {
            (Some(name), Some(inner)) => Some(format!("{name}.{inner}")),
            (name, inner) => inner.or(name),
        };
    }
    None
}
