//! The size that a request's own bytes say, as far as its constants go.

use std::collections::BTreeSet;

use crate::interp;
use crate::ir::{Computed, Constant, Expr, Kind, Node, Role};
use crate::lower::Draft;

/// Bits of which every value is tried.
const MOST_BITS: u32 = 12;

/// What can come out.
pub(super) enum Said {
    /// It is constant.
    Exactly(i128),
    /// One of these, by what the members hold.
    OneOf(BTreeSet<i128>),
    /// Too many members say it.
    Anything,
}

impl Said {
    /// What `expr` gives for requests of such rows.
    pub(super) fn new(draft: &Draft, expr: &Expr) -> Self {
        let mut named = BTreeSet::new();
        expr.visit(&mut |node| {
            if let Node::Byte(byte) = node {
                named.insert(*byte);
            }
        });
        let bytes: Vec<(u64, Sent)> = named.into_iter().map(|byte| (byte, Sent::new(draft, byte))).collect();
        let open: u32 = bytes.iter().map(|(_, sent)| sent.open.count_ones()).sum();
        let value = |choice: u32| {
            let mut choice = choice;
            let chosen: Vec<(u64, u8)> =
                bytes.iter().map(|(byte, sent)| (*byte, sent.with(&mut choice))).collect();
            interp::of_bytes(expr, &|byte| {
                chosen.iter().find(|(known, _)| *known == byte).map(|(_, value)| *value)
            })
        };
        match open {
            0 => value(0).map_or(Self::Anything, Self::Exactly),
            1..=MOST_BITS => Self::OneOf((0..1 << open).filter_map(value).collect()),
            _ => Self::Anything,
        }
    }

    /// Whether `size` can come out.
    pub(super) fn may_be(&self, size: i128) -> bool {
        match self {
            Self::Exactly(only) => *only == size,
            Self::OneOf(sizes) => sizes.contains(&size),
            Self::Anything => true,
        }
    }
}

/// One byte as it is sent: what no row names is zero.
#[derive(Default)]
struct Sent {
    value: u8,
    /// Bits that members hold.
    open: u8,
}

impl Sent {
    fn new(draft: &Draft, byte: u64) -> Self {
        let mut sent = Self::default();
        for (row, side) in draft.rows.iter().zip(&draft.sides) {
            let (Some(start), Some(len)) = (side.byte, side.constant_len()) else { continue };
            if !(start..start + len).contains(&byte) {
                continue;
            }
            let at = (byte - start) as u32;
            let constant = match &row.role {
                Role::Const(Constant::Int(value)) => Some(*value),
                Role::Value(Computed { expr, from_data: false, .. })
                    if expr.interval.min == expr.interval.max =>
                {
                    Some(expr.interval.min)
                }
                Role::Reserved => Some(0),
                _ => None,
            };
            match (&row.kind, &row.role, constant) {
                (Kind::Bits(bits), _, constant) => {
                    let found = side.masks.iter().find(|(known, _)| *known == byte);
                    let mask = found.map_or(0, |(_, mask)| *mask);
                    let shift = 8 * if bits.little_endian { at } else { u32::from(bits.bytes) - 1 - at };
                    match constant {
                        Some(value) => {
                            let word =
                                (value as u128 & (u128::MAX >> (128 - u32::from(bits.width)))) << bits.shift;
                            sent.value |= (word >> shift) as u8 & mask;
                        }
                        None => sent.open |= mask,
                    }
                }
                (_, Role::Const(Constant::Bytes(octets)), _) => {
                    sent.value = octets.get(at as usize).copied().unwrap_or(0);
                }
                (_, Role::Reserved, _) => {}
                _ => sent.open = 0xFF,
            }
        }
        sent
    }

    /// The byte with the next bits of `choice` where it is open.
    fn with(&self, choice: &mut u32) -> u8 {
        let mut value = self.value;
        for bit in (0..8).filter(|bit| self.open >> bit & 1 == 1) {
            value |= u8::from(*choice & 1 == 1) << bit;
            *choice >>= 1;
        }
        value
    }
}
