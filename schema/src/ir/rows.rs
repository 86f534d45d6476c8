//! What stands in a row, and where its value comes from.

use super::{Constant, Expr, Scalar, StructId};

/// Where a row's value comes from.
#[derive(Clone, Debug)]
pub enum Role {
    /// A member, with its `default` (or the zero of its kind). `None` for an enum without zero, and for
    /// lists, arrays and nested structs, whose defaults are empty or made of their parts' defaults.
    Member(Option<Constant>),
    /// Always this.
    Const(Constant),
    /// Computed when encoding, checked when decoding.
    Value(Computed),
    /// The field of [`StructSize::Linear`](super::StructSize::Linear).
    Length,
    /// The tag of this union where every case has one tag: written from the child. A union that is not
    /// closed keeps an unknown tag in its `Unknown` case.
    Tag,
    /// Holds zero, is skipped when decoding.
    Reserved,
    /// The payload of a union.
    Payload,
}

/// A computed value.
#[derive(Clone, Debug)]
pub struct Computed {
    /// What to compute.
    pub expr: Expr,
    /// It looks at `len(data)`: an `Option` member of a request, never checked when decoding.
    pub from_data: bool,
    /// It looks at more than the head, so that a cut value skips the check.
    pub needs_whole: bool,
    /// Decoding cannot find it wrong (`len(body)` where `body` is sized by this very row).
    pub implied: bool,
}

/// What stands in a row.
#[derive(Clone, Debug)]
pub enum Kind {
    /// Some or all bits of a word.
    Bits(Bits),
    /// Octets. In Rust `[u8; N]` where the length is constant, else `&[u8]`.
    Bytes(Length),
    /// Text.
    Text {
        /// What is allowed.
        encoding: Encoding,
        /// What fills it on the right and is taken off when decoding.
        pad: Option<u8>,
        /// How long it is.
        length: TextLength,
    },
    /// A list. Elements are never empty.
    List {
        /// What it repeats.
        element: Element,
        /// How long it is.
        length: ListLength,
    },
    /// `[T; N]`, N at least 1.
    Array {
        /// What it repeats: an integer or a fixed layout.
        element: Element,
        /// How often.
        count: u64,
    },
    /// A struct or union inside this one.
    Nested {
        /// Which.
        body: StructId,
        /// Its args, in the scope of this struct.
        args: Vec<Expr>,
        /// Its bound; without one it is as long as it says itself.
        length: Option<Length>,
    },
    /// Where a union's child goes. `None`: as long as the child.
    Payload(Option<Length>),
    /// Reserved bytes.
    Reserved(Length),
    /// A `ptr` of a struct with `layout = "c"`: in Rust a borrowed slice or null, never an address. Its value
    /// as an expression is its length; as a value it is [`Value::Pointer`](crate::value::Value::Pointer).
    Pointer,
    /// Reserved pointers, so many, of a struct with `layout = "c"`: null.
    ReservedPointers(u64),
}
impl Kind {
    /// Whether it gets shorter, not absent, where its bound is cut: lists without a count or an end of their
    /// own, and octets, text or a payload that take the rest.
    pub fn shrinks(&self) -> bool {
        match self {
            Kind::List { length, .. } => !matches!(length, ListLength::Counted(_)),
            Kind::Payload(_) => true,
            Kind::Bytes(l) | Kind::Text { length: TextLength::Bytes(l), .. } | Kind::Reserved(l) => {
                matches!(l, Length::Rest)
            }
            Kind::Text { .. }
            | Kind::Bits(_)
            | Kind::Array { .. }
            | Kind::Nested { .. }
            | Kind::Pointer
            | Kind::ReservedPointers(_) => false,
        }
    }
}

/// Bits of a word that is read in one byte order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bits {
    /// First byte of the word, counted from the start of the block it stands in.
    pub offset: u64,
    /// Bytes of the word, 1 to 16.
    pub bytes: u8,
    /// The word's byte order. Big for one byte.
    pub little_endian: bool,
    /// Bits to the right of this field in the word.
    pub shift: u8,
    /// Bits of this field, 1 to 128, as wide as `ty`.
    pub width: u8,
    /// What they mean.
    pub ty: Scalar,
}

/// What a list or array repeats.
#[derive(Clone, Debug)]
pub enum Element {
    /// Whole-byte integers and enums; `[u8]` among them.
    Scalar {
        /// What they mean.
        ty: Scalar,
        /// Bytes of one, 1 to 16.
        bytes: u8,
        /// Their byte order. Big for one byte.
        little_endian: bool,
    },
    /// A struct or union.
    Struct {
        /// Which.
        body: StructId,
        /// Its args, in the scope of the struct that holds the list.
        args: Vec<Expr>,
    },
}

/// A length in bytes.
#[derive(Clone, Debug)]
pub enum Length {
    /// Always this.
    Fixed(u64),
    /// To the end of the enclosing bound.
    Rest,
    /// Computed. `max` is the largest that is accepted.
    Expr {
        /// Bytes.
        expr: Expr,
        /// `max`.
        max: Option<u64>,
    },
}

/// How long a list is.
#[derive(Clone, Debug)]
pub enum ListLength {
    /// That many bytes.
    Bytes(Length),
    /// That many elements.
    Count {
        /// Elements.
        expr: Expr,
        /// `max`.
        max: Option<u64>,
    },
    /// A count in front, an element at the end, or both: integers and enums only where there is an end.
    Counted(Counted),
}

/// How long text is.
#[derive(Clone, Debug)]
pub enum TextLength {
    /// That many bytes: `ascii` and `utf8`.
    Bytes(Length),
    /// That many 16-bit units: `utf16`.
    Units {
        /// Units.
        expr: Expr,
        /// `max`.
        max: Option<u64>,
    },
    /// A count of units in front, a unit at the end, or both. A unit is a byte of `ascii` and `utf8` and 16
    /// bits of `utf16`.
    Counted(Counted),
}

/// `prefix` and `end`; at least one of them.
#[derive(Clone, Debug)]
pub struct Counted {
    /// What stands in front.
    pub prefix: Option<Prefix>,
    /// The unit or element that ends it: counted by the prefix, not part of the value. With a prefix, an empty
    /// value has the prefix 0 and no end.
    pub end: Option<i128>,
    /// `max`: the largest count, the end included, or, without a prefix, excluded.
    pub max: Option<u64>,
}

/// A count in front of a list or text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prefix {
    /// 1, 2 or 4.
    pub bytes: u8,
    /// Its byte order, the row's. Big for one byte.
    pub little_endian: bool,
}

/// What text is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Bytes up to 0x7F.
    Ascii,
    /// UTF-8.
    Utf8,
    /// UTF-16 in the row's byte order.
    Utf16 {
        /// Whether the low byte of a unit comes first.
        little_endian: bool,
    },
}

impl Encoding {
    /// Bytes of one unit.
    pub const fn unit(self) -> u64 {
        match self {
            Self::Ascii | Self::Utf8 => 1,
            Self::Utf16 { .. } => 2,
        }
    }

    /// Units of a text.
    pub fn units(self, text: &str) -> u64 {
        match self {
            Self::Ascii | Self::Utf8 => text.len() as u64,
            Self::Utf16 { .. } => text.encode_utf16().count() as u64,
        }
    }

    /// Whether a text has such a unit.
    pub fn has_unit(self, text: &str, unit: i128) -> bool {
        match self {
            Self::Ascii | Self::Utf8 => text.bytes().any(|byte| i128::from(byte) == unit),
            Self::Utf16 { .. } => text.encode_utf16().any(|found| i128::from(found) == unit),
        }
    }
}

impl Counted {
    /// What stands in front of `units` units or elements: with a prefix, the end counts, but an empty value has
    /// none.
    pub fn count(&self, units: u64) -> u64 {
        units.saturating_add(u64::from(self.prefix.is_some() && self.has_end(units)))
    }

    /// Whether the end follows `units` units or elements.
    pub fn has_end(&self, units: u64) -> bool {
        self.end.is_some() && (units > 0 || self.prefix.is_none())
    }

    /// Bytes in front of the first unit or element.
    pub fn content_at(&self) -> u64 {
        self.prefix.map_or(0, |prefix| u64::from(prefix.bytes))
    }

    /// The bytes of `content` with prefix and end, of which each has `each`.
    pub fn bytes(&self, units: u64, each: u64, content: u64) -> u64 {
        let end = if self.has_end(units) { each } else { 0 };
        content.saturating_add(self.content_at()).saturating_add(end)
    }
}

impl Prefix {
    /// The largest count that it holds.
    pub const fn most(self) -> u64 {
        match self.bytes {
            1 => 0xFF,
            2 => 0xFFFF,
            _ => 0xFFFF_FFFF,
        }
    }
}
