//! Values that no message gave: decoded ones with members changed.

use opcodec_schema::ir::{Element, Encoding, IntType, Kind, Length, ListLength, Role, Row, Scalar, Schema};
use opcodec_schema::value::{CaseValue, Record, Value};

use crate::random::Random;

/// Changes some of the members, inside as well. What its Rust type cannot hold does not come of it.
pub fn record(schema: &Schema, it: &mut Record, random: &mut Random) {
    let layout = &schema.structs[it.of.index()];
    for (row, value) in layout.rows.iter().zip(&mut it.rows) {
        let is_option = match &row.role {
            Role::Member(_) => row.is_option(),
            Role::Value(computed) if computed.from_data => true,
            Role::Payload => false,
            _ => continue,
        };
        if is_option && random.below(12) == 0 {
            *value = match value {
                Some(_) => None,
                None => simple(schema, row, random),
            };
        }
        if let Some(value) = value {
            inside(schema, row, value, random);
        }
    }
}

fn inside(schema: &Schema, row: &Row, value: &mut Value, random: &mut Random) {
    match value {
        Value::Int(_) | Value::Wide(_) | Value::Bytes(_) | Value::Text(_) | Value::Pointer(_) => {
            if random.below(12) == 0
                && let Some(other) = simple(schema, row, random)
            {
                *value = other;
            }
        }
        Value::List(values) => {
            if matches!(row.kind, Kind::List { .. }) && !values.is_empty() && random.below(8) == 0 {
                let at = random.below(values.len());
                match random.below(2) {
                    0 => drop(values.remove(at)),
                    _ => values.insert(at, values[at].clone()),
                }
            }
            if let Kind::List { element: Element::Scalar { ty, .. }, length } = &row.kind
                && random.below(6) == 0
            {
                // What ends the list may stand inside of it, too.
                let end = if let ListLength::Counted(counted) = length { counted.end } else { None };
                let is_closed = matches!(ty, Scalar::Enum(id) if schema.enums[id.index()].closed);
                let end = end.filter(|_| !is_closed && random.below(2) == 0).map(Value::Int);
                values.insert(
                    random.below(values.len() + 1),
                    end.unwrap_or_else(|| scalar(schema, *ty, random)),
                );
            }
            for value in values {
                if let Value::Record(it) = value {
                    record(schema, it, random);
                }
            }
        }
        Value::Record(it) => record(schema, it, random),
        Value::Case(case) => match &mut **case {
            CaseValue::Known { body, .. } => record(schema, body, random),
            CaseValue::Unknown { tag, bytes } => match random.below(12) {
                0 => *tag = random.below(0x300) as i128,
                1 => *bytes = random.bytes(20),
                _ => {}
            },
        },
    }
}

/// A value for a row of a simple kind.
fn simple(schema: &Schema, row: &Row, random: &mut Random) -> Option<Value> {
    Some(match &row.kind {
        Kind::Bits(bits) => scalar(schema, bits.ty, random),
        Kind::List { .. } => Value::List(Vec::new()),
        Kind::Bytes(Length::Fixed(n)) => Value::Bytes((0..*n).map(|_| random.next() as u8).collect()),
        Kind::Bytes(_) => Value::Bytes(random.bytes(20)),
        Kind::Text { encoding, .. } => {
            let wide = match encoding {
                Encoding::Ascii => 0x90,
                Encoding::Utf8 => 0x400,
                Encoding::Utf16 { .. } => 0x1_0400,
            };
            let len = random.below(20);
            let limit = [0x80, 0x80, 0x80, wide][random.below(4)];
            let chars = (0..len).map(|_| char::from_u32(random.below(limit) as u32).unwrap_or(' '));
            Value::Text(chars.collect())
        }
        _ => return None,
    })
}

/// An integer, or what one means.
fn scalar(schema: &Schema, ty: Scalar, random: &mut Random) -> Value {
    let low = i128::from(random.next() >> random.below(64));
    let ty = match ty {
        Scalar::Enum(id) if schema.enums[id.index()].closed => {
            let values = &schema.enums[id.index()].values;
            return Value::Int(values[random.below(values.len())].value);
        }
        Scalar::Enum(id) => schema.enums[id.index()].repr,
        Scalar::Flags(id) => schema.flags[id.index()].repr,
        Scalar::Int(ty) => ty,
        Scalar::Bool | Scalar::Errors(_) => IntType { signed: false, bits: 1 },
    };
    let range = ty.interval();
    match random.below(4) {
        0 if ty.is_beyond() => Value::Wide(low as u128 | 1 << 127),
        1 if ty.signed => Value::Int(!(low & range.max)),
        2 => Value::Int(low.wrapping_mul(low) & range.max),
        _ => Value::Int(low & range.max),
    }
}
