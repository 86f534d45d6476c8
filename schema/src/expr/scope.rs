//! What an expression may look at, asked of whoever knows the rows.

use crate::index::Recorder;
use crate::ir::{Enum, ErrorTable, Expr, Flags, Interval, RowId};
use crate::source::Span;

/// The names that an expression sees. Names are compared as [`Name::is`](crate::name::Name::is) does.
pub(crate) trait Scope {
    /// A row or a param by its name: rows of this struct (later ones too, as [`Found::late`]), `args`,
    /// and, in a child, the fields and args of its parents as params.
    fn find(&self, name: &str) -> Option<Found>;

    /// `of.name`: a field of the struct that stands in `of` (a row of kind `Nested`), as a row with a
    /// longer path. Its [`Found::when`] is in the terms of this scope and includes the one of `of`.
    fn field(&self, of: &Found, name: &str) -> Option<Found>;

    /// The row that the expression belongs to. Its `late` and `when` are not looked at.
    fn this(&self) -> Option<Found>;

    /// The enum or error table of that name, for `X.NAME`.
    fn words(&self, name: &str) -> Option<Words<'_>>;

    /// What a misspelt name may have meant: all that `find` or `words` know.
    fn names(&self) -> Vec<String>;

    /// What a misspelt `of.name` may have meant.
    fn fields(&self, of: &Found) -> Vec<String>;

    /// The name of the struct that stands in `of` where its fields are not known yet: it holds the struct, or the
    /// child, that asks.
    fn unknown_yet(&self, _of: &Found) -> Option<String> {
        None
    }

    /// Conditions that hold where the expression is computed: the `when` of its own row (not for that
    /// `when` itself), of the payload in a child.
    fn known(&self) -> Vec<Expr>;

    /// Shortest and longest encoding of the whole, for `len(struct)`. `None` where there is no whole
    /// (outside of a struct).
    fn whole(&self) -> Option<Interval>;

    /// Whether `len(data)` means a command's data phase.
    fn has_data(&self) -> bool;

    /// What the tag of the union's value can be that stands in `of`, and whether it is a condition.
    fn tag(&self, _of: &Found) -> Result<(Interval, bool), &'static str> {
        Err("only a row that holds a union has a tag")
    }

    /// Who takes notes of what is named, and of what expressions can be.
    fn recorder(&self) -> Option<&Recorder> {
        None
    }
}

/// What `X.` stands for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Words<'a> {
    /// An enum.
    Enum(&'a Enum),
    /// A set of flags, whose names are masks.
    Flags(&'a Flags),
    /// An error table.
    Errors(&'a ErrorTable),
    /// There is one, but it was refused: no follow-on error.
    Broken,
}

/// A row or a param.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// Where it is.
    pub(crate) place: Place,
    /// What reading it gives.
    pub(crate) reads: Reads,
    /// Its encoded bytes where it is there (a row that may be absent: do not count the absence).
    /// `None` for a param that is no wire field.
    pub(crate) len: Option<Interval>,
    /// Elements, of a list or array.
    pub(crate) count: Option<Interval>,
    /// Its first byte, where that is constant.
    pub(crate) offset: Option<u64>,
    /// It comes after the row that the expression belongs to.
    pub(crate) late: bool,
    /// Under which condition it is there, in the terms of this scope. `None`: always.
    pub(crate) when: Option<Expr>,
    /// Where it was declared.
    pub(crate) span: Span,
}

impl Found {
    /// Param `index`: it is on no wire, and always known.
    pub(crate) fn param(index: usize, reads: Reads, span: Span) -> Self {
        let place = Place::Param(index as u32);
        Self { place, reads, len: None, count: None, offset: None, late: false, when: None, span }
    }
}

/// Where a name's value is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// A row of this struct, or a row of what stands in it.
    Row(RowId, Vec<RowId>),
    /// A param.
    Param(u32),
}

/// What reading a name gives.
#[derive(Clone, Debug)]
pub(crate) enum Reads {
    /// An integer, an enum, an error code; or a boolean (0 to 1).
    Scalar {
        /// What it can hold.
        interval: Interval,
        /// Whether it is a boolean.
        is_bool: bool,
    },
    /// A number that is a checksum or follows from one: only a `value` beside it may look at it.
    Checksum {
        /// What it can hold.
        interval: Interval,
        /// Whether it is a boolean.
        is_bool: bool,
    },
    /// A `ptr`: of bytes that only `len` looks at.
    Pointer,
    /// Something that is no number: what it is, as "text", "a list", "a struct".
    Other(&'static str),
    /// An integer of 128 unsigned bits, which expressions cannot hold.
    TooWide,
    /// Its own row was refused: no follow-on error.
    Broken,
}

/// What an expression is for: which functions it may call, what it may look at, what must come out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    /// `size` of a row: a number; what comes before, and `rest`.
    Size,
    /// `count` of a row: as `Size`.
    Count,
    /// `size` of a struct: a number; any of its rows (that it lies in the head is the caller's to see).
    StructSize,
    /// `when` of a row: a condition; what comes before.
    When,
    /// `check` of a row: a condition; what comes before, and `self`.
    Check,
    /// `value` of a row: any field, `len(struct)`, and `len(data)` in a command. What comes out must be
    /// a condition for a boolean row, else a number that can be in the row's range.
    Value {
        /// Whether the row is a boolean.
        is_bool: bool,
        /// What the row can hold.
        range: Interval,
    },
    /// `tag` of a union: a number or a boolean; what comes before the payload (the rest is `late`).
    Tag,
    /// What a type is called with: fits the param, provably.
    Arg {
        /// Whether the param is a boolean.
        is_bool: bool,
        /// What the param can hold.
        range: Interval,
    },
    /// What a row of a map's target gets: fits the row, provably.
    Set {
        /// Whether the row is a boolean.
        is_bool: bool,
        /// What the row can hold.
        range: Interval,
    },
    /// `by` of a map: a number or a boolean.
    Key,
    /// `size` or `max` of a data phase: a number; any row of the request.
    DataSize,
    /// `when` of a data phase: a condition; any row of the request.
    DataWhen,
    /// `size` of a row of the opcode table: a number over the request's bytes, of which there are at most so many.
    RequestSize {
        /// What a size can be.
        range: Interval,
    },
    /// `only` of a command: a condition over its protocol's context.
    Only,
    /// A tag of a child: a constant, number or boolean.
    Constant,
}
