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

impl Default for Failure {
    /// A request that is no command.
    fn default() -> Self {
        Self {
            kind: ErrorKind::Unknown,
            reason: Reason::Other,
            container: String::new(),
            field: String::new(),
            offset: 0,
            expected: 0,
            got: 0,
            message: "no command of the protocol has this request".into(),
        }
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}
impl std::error::Error for Failure {}
