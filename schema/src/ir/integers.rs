//! Integers of the wire, what they mean, and values that a schema states.

use super::{EnumId, ErrorsId, Interval};

/// An integer's shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct IntType {
    /// Whether it is two's complement.
    pub signed: bool,
    /// 1 to 64.
    pub bits: u8,
}

/// A value that the schema states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Constant {
    /// An integer, a boolean (0, 1) or an enumerator's value.
    Int(i128),
    /// Octets.
    Bytes(Vec<u8>),
    /// Text.
    Text(String),
}

/// What an integer of the wire means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scalar {
    /// A number.
    Int(IntType),
    /// One bit.
    Bool,
    /// An enum.
    Enum(EnumId),
    /// A code of an error table.
    Errors(ErrorsId),
}

impl IntType {
    /// What it can hold.
    pub const fn interval(self) -> Interval {
        if self.signed {
            Interval::new(-(1 << (self.bits - 1)), (1 << (self.bits - 1)) - 1)
        } else {
            Interval::new(0, (1 << self.bits) - 1)
        }
    }
}
