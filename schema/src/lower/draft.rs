//! A struct on its way into the model.

use crate::ir::{CLayout, Interval, MAX_LEN, Param, Row, RowId, Step, StructId, StructSize, Union};
use crate::source::Span;

/// What is known of a struct so far.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    /// Its rows, in order. A refused one is there too, see [`Side::broken`].
    pub(crate) rows: Vec<Row>,
    /// What the checker knows of each row beyond the model.
    pub(crate) sides: Vec<Side>,
    /// Its params, declared ones first.
    pub(crate) params: Vec<ParamDraft>,
    /// The byte at which the payload starts in a child.
    pub(crate) start: u64,
    /// It is a child whose payload starts at no constant place: byte 0 is where that starts.
    pub(crate) apart: bool,
    /// How to walk the rows.
    pub(crate) steps: Vec<Step>,
    /// See [`Struct::head`](crate::ir::Struct::head).
    pub(crate) head: u64,
    /// `required`.
    pub(crate) required: Option<u64>,
    /// `size`.
    pub(crate) size: Option<StructSize>,
    /// The largest that `size` can be.
    pub(crate) size_max: Option<i128>,
    /// The union part, children last.
    pub(crate) union: Option<Union>,
    /// See [`Struct::fixed`](crate::ir::Struct::fixed).
    pub(crate) fixed: Option<u64>,
    /// See [`Struct::borrows`](crate::ir::Struct::borrows).
    pub(crate) borrows: bool,
    /// `align`; 1 where there is none.
    pub(crate) align: u64,
    /// The shortest and the longest encoding, without what fills it up to a multiple of `align`.
    pub(crate) extent: Option<Interval>,
    /// Of a struct with `layout = "c"`.
    pub(crate) c: Option<CDraft>,
    /// Something in it was refused: it is not used any further, without another word.
    pub(crate) broken: bool,
}

/// Where a struct with `layout = "c"` stands in memory.
#[derive(Clone, Debug)]
pub(crate) struct CDraft {
    /// On targets of both widths.
    pub(crate) layout: CLayout,
    /// Whether it holds a pointer, itself or in a struct inside.
    pub(crate) has_pointers: bool,
}

/// A param, with where it comes from.
#[derive(Clone, Debug)]
pub(crate) struct ParamDraft {
    /// What the model says.
    pub(crate) param: Param,
    /// A parent's field or arg.
    pub(crate) origin: Option<Origin>,
    /// Its type was refused.
    pub(crate) broken: bool,
    /// Where it was declared.
    pub(crate) span: Span,
}

/// A field or declared arg of a parent that a child looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    /// The union.
    pub(crate) owner: StructId,
    /// Which.
    pub(crate) what: OriginKind,
}

/// What a child looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OriginKind {
    /// A row.
    Row(RowId),
    /// A declared arg.
    Arg(u32),
}

/// What the checker knows of a row.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "facts that do not depend on each other")]
pub(crate) struct Side {
    /// Its first byte (of bits: of their word), where it is constant.
    pub(crate) byte: Option<u64>,
    /// Whether the author gave its place.
    pub(crate) placed: bool,
    /// Whether no row before reaches behind its start.
    pub(crate) clear: bool,
    /// Where it may start.
    pub(crate) start: Interval,
    /// Its bytes where it is there.
    pub(crate) len: Interval,
    /// Of bits in a word at a constant place: bytes with the bits taken in them.
    pub(crate) masks: Vec<(u64, u8)>,
    /// Elements of a list or an array.
    pub(crate) count: Option<Interval>,
    /// Its place as written, or the row.
    pub(crate) at_span: Span,
    /// Where its `when` stands.
    pub(crate) when_span: Option<Span>,
    /// It was refused.
    pub(crate) broken: bool,
    /// Where it stands is not known, because it or a row before it was refused.
    pub(crate) loose: bool,
}

impl Draft {
    /// The bytes that it takes, what fills it up to a multiple of `align` among them.
    pub(crate) fn filled(&self) -> Option<Interval> {
        let up =
            |bytes: i128| i128::from((bytes.max(0) as u64).next_multiple_of(self.align.max(1))).min(MAX_LEN);
        self.extent.map(|extent| Interval::new(up(extent.min), up(extent.max)))
    }
}

impl Side {
    /// Where it may end.
    pub(crate) fn end(&self) -> Interval {
        add(self.start, self.len)
    }

    /// Whether it has always the same length.
    pub(crate) fn constant_len(&self) -> Option<u64> {
        (self.len.min == self.len.max).then_some(self.len.min as u64)
    }
}

/// Lengths in sequence, at most [`MAX_LEN`].
pub(crate) fn add(a: Interval, b: Interval) -> Interval {
    Interval::new((a.min + b.min).min(MAX_LEN), (a.max + b.max).min(MAX_LEN))
}

/// `interval` as a length: 0 to [`MAX_LEN`].
pub(crate) fn as_length(interval: Interval) -> Interval {
    Interval::new(interval.min.clamp(0, MAX_LEN), interval.max.clamp(0, MAX_LEN))
}

/// Any length.
pub(crate) const ANY_LEN: Interval = Interval::new(0, MAX_LEN);
