//! Integers of the wire, what they mean, and values that a schema states.

use super::{EnumId, ErrorsId, FlagsId, Interval};

/// An integer's shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct IntType {
    /// Whether it is two's complement.
    pub signed: bool,
    /// 1 to 128.
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
    /// A set of flags: in expressions its number.
    Flags(FlagsId),
    /// A code of an error table.
    Errors(ErrorsId),
}

impl IntType {
    /// What it can hold. Of 128 unsigned bits the lower half: expressions, which compute over i128, may not
    /// look at such a field ([`is_beyond`](Self::is_beyond)).
    pub const fn interval(self) -> Interval {
        let low = if self.bits >= 128 { i128::MAX } else { (1 << (self.bits - 1)) - 1 };
        if self.signed {
            Interval::new(-low - 1, low)
        } else {
            Interval::new(0, if self.bits >= 127 { i128::MAX } else { low * 2 + 1 })
        }
    }

    /// Whether it has values that i128 has not: 128 unsigned bits.
    pub const fn is_beyond(self) -> bool {
        !self.signed && self.bits >= 128
    }
}
