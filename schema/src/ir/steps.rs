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
}

/// A place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// A byte counted from byte 0 (in a child, the outermost parent's).
    Byte(u64),
    /// Right behind the present rows before it.
    Next,
}
