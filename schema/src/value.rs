//! Values of messages, as the interpreter decodes and encodes them.

use crate::ir::{RowId, StructId};

/// What one row holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// An integer, a boolean (0 or 1), an enumerator's or an error code's value.
    Int(i128),
    /// An integer of 128 unsigned bits that i128 has not: over 2^127 - 1.
    Wide(u128),
    /// Octets.
    Bytes(Vec<u8>),
    /// Text without its filling.
    Text(String),
    /// A list or an array.
    List(Vec<Value>),
    /// A struct or union inside a struct or list.
    Record(Record),
    /// What stands in a union's payload.
    Case(Box<CaseValue>),
    /// What a pointer points to; `None` is null.
    Pointer(Option<Vec<u8>>),
}

/// A struct's, union's or request's value.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Which layout it is a value of.
    pub of: StructId,
    /// One for every param of the layout.
    pub params: Vec<i128>,
    /// One entry a row. `None`: absent, reserved, or (to encode) computed or its default.
    pub rows: Vec<Option<Value>>,
    /// Where decoding found it cut. A cut value encodes to the bytes it was decoded from.
    pub cut: Option<Cut>,
}

impl Record {
    /// What a row holds.
    pub fn row(&self, row: RowId) -> Option<&Value> {
        self.rows.get(row.index())?.as_ref()
    }
}

/// An answer that ended before its layout did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// All bytes that were there, from byte 0.
    pub bytes: Vec<u8>,
}

/// What stands in a union's payload.
#[derive(Clone, Debug, PartialEq)]
pub enum CaseValue {
    /// A child that the schema knows.
    Known {
        /// Index into [`Union::cases`](crate::ir::Union::cases).
        case: usize,
        /// Its value; of a small case, a record of the one row `value`.
        body: Record,
    },
    /// A child that it does not know.
    Unknown {
        /// The tag that was there.
        tag: i128,
        /// The payload's bytes.
        bytes: Vec<u8>,
    },
}

/// The ways in which decoding fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// Too short, too long, or a length that fits nowhere.
    Size,
    /// Another value than the constant.
    Const,
    /// A computed field that disagrees.
    Value,
    /// A value that a closed enum does not have.
    Enum,
    /// A tag that a closed union does not have, or one that disagrees with the child.
    Tag,
    /// A `check` that does not hold.
    Check,
    /// A count or size over its `max`.
    Max,
    /// Reserved bits that are set where the schema rejects them.
    Reserved,
    /// A byte that its text cannot have.
    Text,
    /// A request that is no command.
    Unknown,
}

impl ErrorKind {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Size,
        Self::Const,
        Self::Value,
        Self::Enum,
        Self::Tag,
        Self::Check,
        Self::Max,
        Self::Reserved,
        Self::Text,
        Self::Unknown,
    ];

    /// Their words, in that order.
    pub const WORDS: [&str; Self::ALL.len()] = {
        let mut words = [""; Self::ALL.len()];
        let mut index = 0;
        while index < words.len() {
            words[index] = Self::ALL[index].word();
            index += 1;
        }
        words
    };

    /// Its word in test vectors and in the command line's JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Size => "size",
            Self::Const => "const",
            Self::Value => "value",
            Self::Enum => "enum",
            Self::Tag => "tag",
            Self::Check => "check",
            Self::Max => "max",
            Self::Reserved => "reserved",
            Self::Text => "text",
            Self::Unknown => "unknown",
        }
    }
}

/// Octets as they are printed: upper-case hex with spaces.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut text = String::with_capacity(bytes.len() * 3);
    for (i, byte) in bytes.iter().enumerate() {
        let _ = write!(text, "{}{byte:02X}", if i == 0 { "" } else { " " });
    }
    text
}

/// Octets from hex: two digits a byte, with white space between bytes where one likes. Otherwise the
/// place of the first character (in bytes of `text`) that does not belong there.
pub fn unhex(text: &str) -> Result<Vec<u8>, usize> {
    let mut bytes = Vec::with_capacity(text.len() / 2);
    let mut high: Option<u8> = None;
    for (i, c) in text.char_indices() {
        match (c.to_digit(16), high) {
            (Some(digit), None) => high = Some(digit as u8),
            (Some(digit), Some(h)) => {
                bytes.push(h << 4 | digit as u8);
                high = None;
            }
            (None, None) if c.is_whitespace() => {}
            (None, _) => return Err(i),
        }
    }
    if high.is_some() { Err(text.len()) } else { Ok(bytes) }
}

/// An integer in text, as those are written that TOML and JSON have no room for: decimal, or hex after `0x`, with
/// `_` between digits where one likes.
pub fn integer(text: &str) -> Option<Value> {
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |digits| (true, digits));
    let (radix, digits) = digits.strip_prefix("0x").map_or((10, digits), |digits| (16, digits));
    if !digits.starts_with(|c: char| c.is_digit(radix)) || !digits.ends_with(|c: char| c.is_digit(radix)) {
        return None;
    }
    let magnitude = u128::from_str_radix(&digits.replace('_', ""), radix).ok()?;
    if negative {
        return 0_i128.checked_sub_unsigned(magnitude).map(Value::Int);
    }
    Some(i128::try_from(magnitude).map_or(Value::Wide(magnitude), Value::Int))
}
