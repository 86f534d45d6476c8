//! Why a message was refused.

use crate::value::ErrorKind;

/// A refusal of the interpreter: the same kind, place and numbers that generated code gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The kind of section 12 of the language.
    pub kind: ErrorKind,
    /// Which of the refusals of that kind.
    pub reason: Reason,
    /// The struct, union or command, as printed; empty if there is none.
    pub container: String,
    /// The row, as printed; empty if it is the struct as a whole.
    pub field: String,
    /// The byte, counted from the first one of the message.
    pub offset: u32,
    /// What was needed; its meaning depends on `reason` (see `docs/model.md`).
    pub expected: u64,
    /// What was there.
    pub got: u64,
    /// One sentence without a final dot.
    pub message: String,
}

/// What exactly is wrong. All but the last are of kind `size`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The input ended.
    Short,
    /// An announced length leaves too little room.
    Bound,
    /// Bytes are left over.
    Long,
    /// A length or value fits nowhere.
    Length,
    /// What the kind says.
    Other,
}

/// Where something is wrong.
#[derive(Clone, Debug)]
pub(super) struct Place<'a> {
    /// The struct, as printed.
    pub(super) container: &'a str,
    /// The row, as printed, or nothing.
    pub(super) field: &'a str,
    /// The byte of the message.
    pub(super) offset: usize,
}

impl Place<'_> {
    /// A refusal of kind `size`.
    pub(super) fn size(self, reason: Reason, expected: i128, got: i128) -> Failure {
        self.fail(ErrorKind::Size, reason, expected, got)
    }

    /// A refusal of another kind.
    pub(super) fn other(self, kind: ErrorKind, expected: i128, got: i128) -> Failure {
        self.fail(kind, Reason::Other, expected, got)
    }

    fn fail(self, kind: ErrorKind, reason: Reason, expected: i128, got: i128) -> Failure {
        let (expected, got) = (expected as u64, got as u64);
        let mut failure = Failure {
            kind,
            reason,
            container: self.container.into(),
            field: self.field.into(),
            offset: u32::try_from(self.offset).unwrap_or(u32::MAX),
            expected,
            got,
            message: String::new(),
        };
        failure.message = failure.sentence();
        failure
    }
}

impl Failure {
    /// A layout that the schema does not have: the caller took the id from another one.
    pub(super) fn no_layout() -> Self {
        Place { container: "", field: "", offset: 0 }.size(Reason::Other, 0, 0)
    }

    /// Bytes that are missing inside an announced length are the length's fault.
    #[must_use]
    pub(super) fn bound_if(mut self, announced: bool) -> Self {
        if announced && self.reason == Reason::Short {
            self.reason = Reason::Bound;
            self.message = self.sentence();
        }
        self
    }

    /// The row has a value although its `when` does not hold.
    pub(super) fn of_absent_row(mut self) -> Self {
        let Self { container, field, .. } = &self;
        self.message = format!(
            "{container}.{field} is not there, since its `when` does not hold; it must have no value"
        );
        self
    }

    /// What a count announced does not end with its `end`.
    pub(super) fn of_wrong_end(mut self) -> Self {
        let Self { container, field, offset, expected, got, .. } = &self;
        self.message =
            format!("{container}.{field} ends with {expected:#X}, and at byte {offset} {got:#X} is there");
        self
    }

    /// No `end` comes.
    pub(super) fn of_no_end(mut self) -> Self {
        let Self { container, field, offset, expected, .. } = &self;
        self.message =
            format!("{container}.{field} ends with {expected:#X}, and none comes before byte {offset}");
        self
    }

    /// What the `check` says that does not hold.
    pub(super) fn of_check(mut self, check: &str) -> Self {
        self.message = if self.field.is_empty() {
            format!("{}: its `check` does not hold: {check}", self.container)
        } else {
            format!("{}, and its `check` is: {check}", self.message)
        };
        self
    }

    /// What ends it stands in it already.
    pub(super) fn of_inner_end(mut self) -> Self {
        let Self { container, field, got, .. } = &self;
        self.message = format!("{container}.{field}: {got:#04X} is in it, which only stands at its end");
        self
    }

    /// A request that has no code.
    pub(super) fn of_unknown_frame(mut self) -> Self {
        "no command is what these bytes say".clone_into(&mut self.message);
        self
    }

    /// A length that is another one than the schema or the other fields say.
    pub(super) fn of_length(mut self) -> Self {
        let Self { container, field, got, .. } = &self;
        let expected = self.expected as i64;
        self.message =
            format!("{container}.{field}: its length is {got}, and must be {expected}, as the table says");
        self
    }

    fn sentence(&self) -> String {
        let Self { expected, got, container, field, offset, .. } = self;
        let dot = if container.is_empty() || field.is_empty() { "" } else { "." };
        let name = format!("{container}{dot}{field}");
        let (signed_expected, signed_got) = (*expected as i64, *got as i64);
        match (self.kind, self.reason) {
            (_, Reason::Short) => format!("{name} needs {expected} bytes, the input ends after {got}"),
            (_, Reason::Bound) => {
                format!("{name} needs {expected} bytes, the length that was announced ends after {got}")
            }
            (_, Reason::Long) => format!("{name} ends after {expected} bytes, {got} are there"),
            (_, Reason::Length) => {
                format!("{name}: {signed_got} does not fit, the limit is {signed_expected}")
            }
            (ErrorKind::Const, _) => format!("{name} is always {expected:#X}, {got:#X} is there"),
            (ErrorKind::Value, _) => format!("{name} must be {signed_expected} here, {signed_got} is there"),
            (ErrorKind::Enum, _) => format!("{name} has no value {got:#X}"),
            (ErrorKind::Tag, _) if *expected != 0 => {
                format!("{name}: the tag is {got:#X}, and the case's is {expected:#X}")
            }
            (ErrorKind::Tag, _) => format!("{name}: the tag {got:#X} is that of no case, or of another one"),
            (ErrorKind::Check, _) => format!("{name}: {signed_got} fails the check"),
            (ErrorKind::Max, _) => format!("{name}: {got} is over the maximum of {expected}"),
            (ErrorKind::Text, _) => {
                format!("{name}: byte {offset} is {got:#04X}, which its text cannot have")
            }
            (ErrorKind::Reserved, _) => {
                format!("{name}: byte {offset} has bits set that are reserved, {got:#04X}")
            }
            (ErrorKind::Unknown, _) => {
                format!("no command is what these bytes say; the operation code is {got:#04X}")
            }
            (ErrorKind::Size, Reason::Other) => format!("{name} has the wrong size"),
        }
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}
impl std::error::Error for Failure {}
