//! Checked expressions and their intervals.

use super::{IntType, RowId};

/// Lowest and highest value, both possible as far as the compiler knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// Lowest.
    pub min: i128,
    /// Highest.
    pub max: i128,
}
impl Interval {
    /// From `min` to `max`.
    pub const fn new(min: i128, max: i128) -> Self {
        Self { min, max }
    }
    /// Whether every value of `self` is one of `other`.
    pub const fn is_within(self, other: Self) -> bool {
        self.min >= other.min && self.max <= other.max
    }
}

/// The longest message that lengths and offsets can speak of: 2^32 - 1 bytes.
pub const MAX_LEN: i128 = u32::MAX as i128;
/// The longest data phase that `len(data)` can speak of: 2^63 - 1 bytes.
pub const MAX_DATA: i128 = i64::MAX as i128;

/// A checked expression. Nothing in it can overflow i128, divide by zero or shift too far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expr {
    /// What it computes.
    pub node: Node,
    /// The values it can have; 0 and 1 for a condition.
    pub interval: Interval,
    /// Whether it is a condition.
    pub is_bool: bool,
}

impl Expr {
    /// Calls `see` with every node, this one's first.
    pub fn visit(&self, see: &mut dyn FnMut(&Node)) {
        see(&self.node);
        match &self.node {
            Node::Unary(_, a) | Node::Wrap(_, a) | Node::Check(_, a) => a.visit(see),
            Node::Binary(_, a, b) | Node::Min(a, b) | Node::Max(a, b) => {
                a.visit(see);
                b.visit(see);
            }
            Node::If(a, b, c) => {
                a.visit(see);
                b.visit(see);
                c.visit(see);
            }
            Node::Int(_)
            | Node::Row(..)
            | Node::Param(_)
            | Node::LenRow(_)
            | Node::LenParam(_)
            | Node::LenStruct
            | Node::LenData
            | Node::Count(_)
            | Node::Offset(_)
            | Node::Byte(_)
            | Node::Tag(_)
            | Node::Checksum(..)
            | Node::Rest => {}
        }
    }

    /// Whether it has such a node.
    pub fn has(&self, is: impl Fn(&Node) -> bool) -> bool {
        let mut found = false;
        self.visit(&mut |node| found |= is(node));
        found
    }
}

/// What an expression computes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// A literal, an enumerator, `true` (1) or `false` (0).
    Int(i128),
    /// A row's value, or, with a path, a row of the struct that stands there. Never absent here.
    Row(RowId, Vec<RowId>),
    /// A param.
    Param(u32),
    /// Encoded bytes of a row, or of what a pointer points to; 0 if it is absent or null.
    LenRow(RowId),
    /// Bytes of what a map's `ptr` arg points to; 0 if it is null.
    LenParam(u32),
    /// Encoded bytes of the whole, from byte 0.
    LenStruct,
    /// Bytes of a command's data phase: to send, or room in the caller's buffer.
    LenData,
    /// Elements of a list or array.
    Count(RowId),
    /// First byte of a row, from byte 0.
    Offset(RowId),
    /// Bytes from the row being decoded to the end of the bound. Only in `size` and `count`.
    Rest,
    /// A byte of a raw request. Only in the opcode-size table.
    Byte(u64),
    /// The tag of the union's value that stands in a row. Only in `value`.
    Tag(RowId),
    /// Over the encoded bytes from the first row's first to the second row's last, both rows of this struct. Only
    /// in `value`.
    Checksum(Checksum, RowId, RowId),
    /// One operand.
    Unary(Unary, Box<Expr>),
    /// Two operands.
    Binary(Binary, Box<Expr>, Box<Expr>),
    /// `c ? a : b`.
    If(Box<Expr>, Box<Expr>, Box<Expr>),
    /// The smaller.
    Min(Box<Expr>, Box<Expr>),
    /// The larger.
    Max(Box<Expr>, Box<Expr>),
    /// Keeps the low bits.
    Wrap(IntType, Box<Expr>),
    /// An error at run time (kind `size`) if it does not fit.
    Check(IntType, Box<Expr>),
}

/// Operators with one operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unary {
    /// `-`
    Neg,
    /// `~`: two's complement over i128.
    BitNot,
    /// `!`
    Not,
}

/// Operators with two operands. Division and remainder truncate, as in C and Rust.
#[allow(missing_docs, reason = "each is named for its operator")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binary {
    Add,
    Sub,
    Mul,
    Div,
    Rem,
    Shl,
    Shr,
    BitAnd,
    BitOr,
    BitXor,
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
    And,
    Or,
}

impl Binary {
    /// All of them.
    pub const ALL: [Self; 18] = [
        Self::Add,
        Self::Sub,
        Self::Mul,
        Self::Div,
        Self::Rem,
        Self::Shl,
        Self::Shr,
        Self::BitAnd,
        Self::BitOr,
        Self::BitXor,
        Self::Eq,
        Self::Ne,
        Self::Lt,
        Self::Le,
        Self::Gt,
        Self::Ge,
        Self::And,
        Self::Or,
    ];

    /// How it is written, and how tightly it binds: 0 binds the least. All group from the left, except that
    /// comparisons do not chain.
    pub const fn written(self) -> (&'static str, u8) {
        match self {
            Self::Or => ("||", 0),
            Self::And => ("&&", 1),
            Self::Eq => ("==", 2),
            Self::Ne => ("!=", 2),
            Self::Lt => ("<", 2),
            Self::Le => ("<=", 2),
            Self::Gt => (">", 2),
            Self::Ge => (">=", 2),
            Self::BitOr => ("|", 3),
            Self::BitXor => ("^", 4),
            Self::BitAnd => ("&", 5),
            Self::Shl => ("<<", 6),
            Self::Shr => (">>", 6),
            Self::Add => ("+", 7),
            Self::Sub => ("-", 7),
            Self::Mul => ("*", 8),
            Self::Div => ("/", 8),
            Self::Rem => ("%", 8),
        }
    }

    /// Whether it is a comparison.
    pub const fn compares(self) -> bool {
        matches!(self, Self::Eq | Self::Ne | Self::Lt | Self::Le | Self::Gt | Self::Ge)
    }
}

/// A checksum over bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Checksum {
    /// A cyclic redundancy check.
    Crc(Crc),
    /// The low 8 bits of the sum of all bytes.
    Sum8,
    /// All bytes, combined by exclusive or.
    Xor8,
}

/// A cyclic redundancy check, as the catalogue of parametrised algorithms describes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crc {
    /// Its name in the catalogue: `CRC-16/MODBUS`.
    pub name: String,
    /// Bits, 3 to 64.
    pub width: u8,
    /// The polynomial without its highest term, most significant bit first.
    pub poly: u64,
    /// What the register starts with.
    pub init: u64,
    /// Whether each byte goes in with its lowest bit first.
    pub reflect_in: bool,
    /// Whether the register comes out with its bits reversed.
    pub reflect_out: bool,
    /// What the register is combined with at the end, by exclusive or.
    pub xor_out: u64,
}
