//! Why bytes are no message, and why a value makes no bytes.

use core::fmt;

/// Where an error is at home: one row of a table, or a whole layout where `field` is empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The struct, union or command, as the standard prints it.
    pub container: &'static str,
    /// The field as the standard prints it; empty where the error is the whole layout's.
    pub field: &'static str,
    /// The position as printed (`1.7:5`); empty where there is none.
    pub at: &'static str,
    /// The clause or table of the standard; empty where the schema names none.
    pub clause: &'static str,
    /// Where a `check` is what failed: the `check` as the schema has it, else empty.
    pub check: &'static str,
}

impl Place {
    /// A place from its four texts.
    #[must_use]
    pub const fn new(
        container: &'static str,
        field: &'static str,
        at: &'static str,
        clause: &'static str,
    ) -> Self {
        Self { container, field, at, clause, check: "" }
    }

    /// The same place, with the `check` that stands there.
    #[must_use]
    pub const fn with_check(self, check: &'static str) -> Self {
        Self { check, ..self }
    }
}

/// A [`Place`] in static memory: container, field, position, clause and, where one failed, the `check`.
#[doc(hidden)]
#[macro_export]
macro_rules! place {
    ($container:literal) => {
        $crate::place!($container, "", "", "")
    };
    ($container:literal, $field:literal, $at:literal, $clause:literal) => {
        const { &$crate::Place::new($container, $field, $at, $clause) }
    };
    ($container:literal, $field:literal, $at:literal, $clause:literal, $check:literal) => {
        const { &$crate::Place::new($container, $field, $at, $clause).with_check($check) }
    };
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.container)?;
        if !self.field.is_empty() {
            write!(f, ", {}", self.field)?;
        }
        match (self.at, self.clause) {
            ("", "") => Ok(()),
            (at, "") => write!(f, " (at {at})"),
            ("", clause) => write!(f, " ({clause})"),
            (at, clause) => write!(f, " (at {at}, {clause})"),
        }
    }
}

/// The kinds of error that a schema's test vectors name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
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
    /// Its word in test vectors and in the command line's JSON.
    #[must_use]
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

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// What is wrong, more closely than [`ErrorKind`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
#[non_exhaustive]
pub enum Why {
    /// The input ended. Expected and got: the byte that was needed, the byte where it ends.
    Short,
    /// An announced length leaves too little room. Expected and got as for [`Why::Short`].
    Bound,
    /// Bytes are left over. Expected and got: where the last field ends, where the bytes end.
    Long,
    /// A computed length fits nowhere. Expected and got: the limit and the length.
    Length,
    /// Another value than the constant.
    Const,
    /// Another value than the computed one.
    Value,
    /// A value that a closed enum does not have.
    Enum,
    /// A tag that a closed union does not have, or one that disagrees with the child.
    Tag,
    /// A `check` that does not hold.
    Check,
    /// Over its `max`. Expected and got: the limit and what was there.
    Max,
    /// Reserved bits that are set. Expected and got: 0, and those bits of the byte.
    Reserved,
    /// A byte that its text cannot have.
    Text,
    /// No command has these bytes.
    Unknown,
}

impl Why {
    /// Its kind.
    #[must_use]
    pub const fn kind(self) -> ErrorKind {
        match self {
            Self::Short | Self::Bound | Self::Long | Self::Length => ErrorKind::Size,
            Self::Const => ErrorKind::Const,
            Self::Value => ErrorKind::Value,
            Self::Enum => ErrorKind::Enum,
            Self::Tag => ErrorKind::Tag,
            Self::Check => ErrorKind::Check,
            Self::Max => ErrorKind::Max,
            Self::Reserved => ErrorKind::Reserved,
            Self::Text => ErrorKind::Text,
            Self::Unknown => ErrorKind::Unknown,
        }
    }
}

/// Bytes that are no message of the layout: where, what was expected and what was there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct DecodeError {
    place: &'static Place,
    expected: u64,
    got: u64,
    offset: u32,
    why: Why,
}

const _: () = assert!(size_of::<DecodeError>() <= 32);

impl DecodeError {
    /// An error at byte `offset`.
    #[cold]
    #[must_use]
    pub const fn new(why: Why, place: &'static Place, offset: usize, expected: u64, got: u64) -> Self {
        Self { place, expected, got, offset: offset as u32, why }
    }

    /// The input ends at byte `end`, and byte `need` was needed.
    #[cold]
    #[must_use]
    pub const fn short(place: &'static Place, need: usize, end: usize) -> Self {
        Self::new(Why::Short, place, end, need as u64, end as u64)
    }

    /// The last field ends at byte `end`, and there are `len` bytes.
    #[cold]
    #[must_use]
    pub const fn long(place: &'static Place, end: usize, len: usize) -> Self {
        Self::new(Why::Long, place, end, end as u64, len as u64)
    }

    /// The same error in a message whose byte `base` is this one's byte 0.
    #[cold]
    #[must_use]
    pub const fn moved(self, base: usize) -> Self {
        Self { offset: self.offset.wrapping_add(base as u32), ..self }
    }

    /// The same error where an announced length, not the input, is what ended.
    #[cold]
    #[must_use]
    pub const fn bounded(self) -> Self {
        match self.why {
            Why::Short => Self { why: Why::Bound, ..self },
            _ => self,
        }
    }

    /// [`moved`](Self::moved) with the bytes that were needed counted anew too.
    #[cold]
    pub(crate) const fn rebased(self, base: usize) -> Self {
        let moved = self.moved(base);
        match self.why {
            Why::Short | Why::Bound => {
                Self { expected: self.expected + base as u64, got: self.got + base as u64, ..moved }
            }
            _ => moved,
        }
    }

    /// What is wrong, more closely than its kind.
    #[must_use]
    pub const fn why(&self) -> Why {
        self.why
    }

    /// The kind of error, as test vectors name it.
    #[must_use]
    pub const fn kind(&self) -> ErrorKind {
        self.why.kind()
    }

    /// The row of the table, or the layout, that the error is at.
    #[must_use]
    pub const fn place(&self) -> &'static Place {
        self.place
    }

    /// The struct, union or command, as the standard prints it.
    #[must_use]
    pub const fn container(&self) -> &'static str {
        self.place.container
    }

    /// The field as the standard prints it; empty where the error is the whole layout's.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        self.place.field
    }

    /// The byte that is wrong, counted from the first byte of the whole message.
    #[must_use]
    pub const fn offset(&self) -> u32 {
        self.offset
    }

    /// What was expected: see [`Why`].
    #[must_use]
    pub const fn expected(&self) -> u64 {
        self.expected
    }

    /// What was there: see [`Why`].
    #[must_use]
    pub const fn got(&self) -> u64 {
        self.got
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecodeError")
            .field("why", &self.why)
            .field("container", &self.place.container)
            .field("field", &self.place.field)
            .field("offset", &self.offset)
            .field("expected", &self.expected)
            .field("got", &self.got)
            .finish()
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, expected, got, offset, why } = *self;
        write!(f, "{place}: ")?;
        match why {
            Why::Short => {
                let missing = expected.saturating_sub(got);
                write!(f, "the input ends at byte {got}; {missing} more must follow")
            }
            Why::Bound => {
                write!(f, "needs the bytes up to {expected}, and the announced length ends at {got}")
            }
            Why::Long => write!(f, "ends at byte {expected}, and there are {got}"),
            Why::Length => write!(f, "a length of {} fits nowhere (the limit is {expected})", got as i64),
            Why::Const => write!(f, "byte {offset} must hold {expected:#04X}, and holds {got:#04X}"),
            Why::Value => {
                write!(f, "byte {offset} must hold {expected}, computed from the rest, and holds {got}")
            }
            Why::Enum => write!(f, "byte {offset} holds {got:#04X}, which has no name here"),
            Why::Tag => write!(f, "byte {offset}: {got:#04X} selects no layout here"),
            Why::Check if place.check.is_empty() => {
                write!(f, "byte {offset} holds {got}, which the table rules out")
            }
            Why::Check => write!(f, "{got} at byte {offset} does not satisfy `{}`", place.check),
            Why::Max => write!(f, "byte {offset}: {got} is over the limit of {expected}"),
            Why::Reserved => write!(f, "byte {offset} has reserved bits set: {got:#04X}"),
            Why::Text => write!(f, "byte {offset} holds {got:#04X}, which this text cannot have"),
            Why::Unknown => write!(f, "no command is what these bytes say; the operation code is {got:#04X}"),
        }
    }
}

impl core::error::Error for DecodeError {}

/// A value that makes no bytes: which field, and what does not fit.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct EncodeError {
    place: &'static Place,
    expected: u64,
    got: u64,
    offset: u32,
    fault: Fault,
}

const _: () = assert!(size_of::<EncodeError>() <= 32);

/// What does not fit, as closely as the wording of an [`EncodeError`] needs it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fault {
    /// What the kind says.
    Of(ErrorKind),
    /// A length that is another one than the schema or the other fields say.
    Length,
    /// What ends the text or list stands in it already.
    End,
}

impl Fault {
    const fn kind(self) -> ErrorKind {
        match self {
            Self::Of(kind) => kind,
            Self::Length => ErrorKind::Size,
            Self::End => ErrorKind::Text,
        }
    }
}

impl EncodeError {
    /// An error of the field that starts at byte `offset`.
    #[cold]
    #[must_use]
    pub const fn new(kind: ErrorKind, place: &'static Place, offset: usize, expected: u64, got: u64) -> Self {
        Self { place, expected, got, offset: offset as u32, fault: Fault::Of(kind) }
    }

    /// A length of `got`, where the schema or the other fields say `expected`.
    #[cold]
    pub(crate) const fn length(place: &'static Place, offset: usize, expected: u64, got: u64) -> Self {
        Self { fault: Fault::Length, ..Self::new(ErrorKind::Size, place, offset, expected, got) }
    }

    /// The end `got` inside of what it ends.
    #[cold]
    pub(crate) const fn end(place: &'static Place, offset: usize, got: u64) -> Self {
        Self { fault: Fault::End, ..Self::new(ErrorKind::Text, place, offset, 0, got) }
    }

    /// The same error in a message whose byte `base` is this one's byte 0.
    #[cold]
    #[must_use]
    pub const fn moved(self, base: usize) -> Self {
        Self { offset: self.offset.wrapping_add(base as u32), ..self }
    }

    /// The kind of error, as test vectors name it.
    #[must_use]
    pub const fn kind(&self) -> ErrorKind {
        self.fault.kind()
    }

    /// The row of the table, or the layout, that the error is at.
    #[must_use]
    pub const fn place(&self) -> &'static Place {
        self.place
    }

    /// The struct, union or command, as the standard prints it.
    #[must_use]
    pub const fn container(&self) -> &'static str {
        self.place.container
    }

    /// The field as the standard prints it; empty where the error is the whole layout's.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        self.place.field
    }

    /// Where the field starts, counted from the first byte of the whole message.
    #[must_use]
    pub const fn offset(&self) -> u32 {
        self.offset
    }

    /// The limit, or the right value.
    #[must_use]
    pub const fn expected(&self) -> u64 {
        self.expected
    }

    /// What was to be written.
    #[must_use]
    pub const fn got(&self) -> u64 {
        self.got
    }
}

impl fmt::Debug for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EncodeError")
            .field("kind", &self.fault.kind())
            .field("container", &self.place.container)
            .field("field", &self.place.field)
            .field("offset", &self.offset)
            .field("expected", &self.expected)
            .field("got", &self.got)
            .finish()
    }
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, expected, got, fault, .. } = *self;
        write!(f, "{place}: ")?;
        match fault {
            Fault::Length => {
                write!(f, "its length is {got}, and must be {}, as the table says", expected as i64)
            }
            Fault::End => write!(f, "{got:#04X} is in it, which only stands at its end"),
            Fault::Of(ErrorKind::Size) => {
                write!(f, "{} does not fit where {} is the limit", got as i64, expected as i64)
            }
            Fault::Of(ErrorKind::Value) => {
                f.write_str("a value is set where the table has none, or has another")
            }
            Fault::Of(ErrorKind::Tag) => {
                write!(f, "the tag says {got:#04X}, and the layout is that of {expected:#04X}")
            }
            Fault::Of(ErrorKind::Check) if place.check.is_empty() => {
                f.write_str("a value is there that the table rules out")
            }
            Fault::Of(ErrorKind::Check) => write!(f, "`{}` must hold, and does not", place.check),
            Fault::Of(ErrorKind::Text) => {
                write!(f, "the text holds the byte {got:#04X}, which it cannot have")
            }
            Fault::Of(kind) => write!(f, "{kind}: {expected} was expected, {got} is there"),
        }
    }
}

impl core::error::Error for EncodeError {}
