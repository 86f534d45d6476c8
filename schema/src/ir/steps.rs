//! How rows are walked.

use super::{Expr, RowId};

/// One step of decoding or encoding.
#[derive(Clone, Debug)]
pub enum Step {
    /// Rows of constant length at constant places relative to each other: one length check, then loads.
    Block(Block),
    /// One row whose length is not constant (octets, text, list, nested, payload, reserved).
    Row {
        /// Where it starts.
        at: At,
        /// Which.
        row: RowId,
    },
}

/// Rows under one length check.
#[derive(Clone, Debug)]
pub struct Block {
    /// Where it starts.
    pub at: At,
    /// Its bytes.
    pub len: u64,
    /// First row and one past the last. All of them have the same `when` and `may_be_absent`.
    pub rows: std::ops::Range<u32>,
    /// The `when` that all its rows share.
    pub when: Option<Expr>,
    /// Whether it is absent, not an error, where the bound ends before it does.
    pub may_be_absent: bool,
    /// Where each row starts in the block (of [`Kind::Bits`](super::Kind::Bits), the word), in the order of `rows`.
    pub offsets: Vec<u64>,
    /// The bits that no row names and that must be zero: only under `reserved = "reject"`, in order of place,
    /// reserved rows among them. Where children of a union name some of them these stand in the child.
    pub gaps: Vec<Gap>,
}

/// A place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// A byte counted from byte 0 (in a child, the outermost parent's).
    Byte(u64),
    /// Right behind the present rows before it.
    Next,
}

/// Bytes in which some bits have no name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// First byte, counted from the start of the block.
    pub offset: u64,
    /// How many bytes in a row are alike.
    pub bytes: u64,
    /// The bits of each that have no name.
    pub mask: u8,
}
