//! What a request is known by.

use crate::check::alike::Looks;
use crate::ir::{Constant, Kind, Role, Row};
use crate::lower::{Draft, Side, Source};

/// Whether a row is a constant that a request can be known by: always there, at a constant place.
pub(super) fn tells_apart(row: &Row, side: &Side) -> bool {
    row.when.is_none()
        && side.byte.is_some()
        && (matches!((&row.role, &row.kind), (Role::Const(Constant::Int(_)), Kind::Bits(_)))
            || row.constant_octets().is_some())
}

/// The constant bits of a request.
pub(super) fn looks(source: &Source<'_>, draft: &Draft) -> Looks {
    let mut all = Vec::new();
    let rows = draft.rows.iter().zip(&draft.sides);
    for (row, side) in rows.filter(|(row, side)| tells_apart(row, side)) {
        if let (Some(octets), Some(start)) = (row.constant_octets(), side.byte) {
            all.extend((start..).zip(octets).map(|(byte, octet)| (byte, 0xFF, octet)));
            continue;
        }
        let (Role::Const(Constant::Int(value)), Kind::Bits(bits)) = (&row.role, &row.kind) else { continue };
        let word = (*value as u128 & (u128::MAX >> (128 - u32::from(bits.width)))) << bits.shift;
        let Some(start) = side.byte else { continue };
        for (byte, mask) in &side.masks {
            let index = (byte - start) as u32;
            let shift = 8 * if bits.little_endian { index } else { u32::from(bits.bytes) - 1 - index };
            all.push((*byte, *mask, (word >> shift) as u8 & mask));
        }
    }
    Looks { name: source.name.clone(), span: source.span, bits: all, only: None }
}
