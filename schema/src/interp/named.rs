//! Which bits of a message the schema names.

use super::Places;
use super::bits::{mask, set};
use crate::ir::{Kind, ListLength, Node, Role, RowId, Schema};
use crate::value::{CaseValue, Record, Value};

/// A mask as long as the message: a bit is set where a row with a name (or an unknown payload) has it. A checksum over
/// bits that nobody names and that are set is not the one that encoding computes, so that it counts as unnamed.
pub fn named_bits(schema: &Schema, record: &Record, places: &Places, bytes: &[u8]) -> Vec<u8> {
    let mut out = vec![0; bytes.len()];
    if let Some(cut) = &record.cut {
        fill(&mut out, 0, cut.bytes.len());
    }
    record_bits(schema, record, places, &mut out);
    let unnamed: Vec<bool> = bytes.iter().zip(&out).map(|(byte, named)| byte & !named != 0).collect();
    if unnamed.contains(&true) {
        clear_checksums(schema, record, places, &unnamed, &mut out);
    }
    out
}

/// Takes out the checksums over bytes with unnamed bits.
fn clear_checksums(schema: &Schema, record: &Record, places: &Places, unnamed: &[bool], out: &mut [u8]) {
    let Some(layout) = schema.structs.get(record.of.index()) else { return };
    let place_of = |row: RowId| places.rows.get(row.index())?.as_ref();
    let is_over_unnamed = |node: &Node| match node {
        Node::Checksum(_, first, last) => match (place_of(*first), place_of(*last)) {
            (Some(first), Some(last)) => unnamed
                .get(first.start as usize..last.end as usize)
                .is_some_and(|covered| covered.contains(&true)),
            _ => false,
        },
        _ => false,
    };
    for ((row, place), value) in layout.rows.iter().zip(&places.rows).zip(&record.rows) {
        let Some(place) = place else { continue };
        if let (Role::Value(computed), Kind::Bits(bits)) = (&row.role, &row.kind)
            && computed.expr.has(is_over_unnamed)
            && let Some(there) = out.get_mut(place.start as usize..place.end as usize)
        {
            let mut own = vec![0; there.len()];
            set(&mut own, bits.little_endian, mask(bits.width) << bits.shift);
            there.iter_mut().zip(own).for_each(|(named, own)| *named &= !own);
        }
        let inside = value.as_ref().map(records).unwrap_or_default();
        for (record, places) in inside.into_iter().zip(&place.inside) {
            clear_checksums(schema, record, places, unnamed, out);
        }
    }
}

fn record_bits(schema: &Schema, record: &Record, places: &Places, out: &mut [u8]) {
    let Some(layout) = schema.structs.get(record.of.index()) else { return };
    for ((row, place), value) in layout.rows.iter().zip(&places.rows).zip(&record.rows) {
        let Some(place) = place else { continue };
        if matches!(row.role, Role::Reserved) {
            continue;
        }
        let (start, end) = (place.start as usize, place.end as usize);
        match (&row.kind, value) {
            (Kind::Bits(bits), _) => {
                if let Some(there) = out.get_mut(start..end) {
                    set(there, bits.little_endian, mask(bits.width) << bits.shift);
                }
            }
            (
                Kind::Nested { .. } | Kind::List { .. } | Kind::Array { .. } | Kind::Payload(_),
                Some(value),
            ) => {
                let records = records(value);
                if let Kind::List { length: ListLength::Counted(counted), .. } = &row.kind {
                    fill(out, start, start.saturating_add(counted.content_at() as usize).min(end));
                }
                if records.is_empty() {
                    fill(out, start, end);
                }
                for (record, places) in records.into_iter().zip(&place.inside) {
                    record_bits(schema, record, places, out);
                }
            }
            (Kind::Bytes(_) | Kind::Text { .. }, _) => fill(out, start, end),
            _ => {}
        }
    }
}

/// The records directly inside a value.
pub(crate) fn records(value: &Value) -> Vec<&Record> {
    match value {
        Value::Record(record) => vec![record],
        Value::List(items) => items.iter().flat_map(records).collect(),
        Value::Case(case) => match &**case {
            CaseValue::Known { body, .. } => vec![body],
            CaseValue::Unknown { .. } => Vec::new(),
        },
        Value::Int(_) | Value::Wide(_) | Value::Bytes(_) | Value::Text(_) | Value::Pointer(_) => Vec::new(),
    }
}

fn fill(out: &mut [u8], start: usize, end: usize) {
    if let Some(there) = out.get_mut(start..end) {
        there.fill(0xFF);
    }
}
