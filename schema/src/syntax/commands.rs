//! Commands, other names of commands, events.

use std::time::Duration;

use super::{Docs, ExprText, Integer, Key, StructDecl, TestDecl, Text};
use crate::source::{Span, Spanned};

/// `[command.X]`.
#[derive(Clone, Debug)]
pub struct CommandDecl {
    /// Rows, args, size, docs, vectors.
    pub request: StructDecl,
    /// `opcode`.
    pub opcode: ExprText,
    /// `timeout`.
    pub timeout: Option<Spanned<Duration>>,
    /// Where `data` stands.
    pub data: Option<Span>,
    /// `data.out`.
    pub out: Option<DataDecl>,
    /// `data.in`.
    pub input: Option<DataDecl>,
    /// `answer`: its name is the command's with `Answer` behind it, at the key.
    pub answer: Option<StructDecl>,
    /// `via`.
    pub via: Vec<Text>,
    /// `request_type`: bits 6 and 5 of `bmRequestType`.
    pub request_type: Option<Spanned<u8>>,
    /// `recipient`: bits 4 to 0 of `bmRequestType`.
    pub recipient: Option<Spanned<u8>>,
}

/// One direction of `data` of a command.
#[derive(Clone, Debug)]
pub struct DataDecl {
    /// Its key.
    pub span: Span,
    /// Whether it is a table of its own.
    pub own_table: bool,
    /// The type's name, with its args.
    pub ty: Text,
    /// `size`.
    pub size: Option<ExprText>,
    /// `max`.
    pub max: Option<ExprText>,
    /// `when`.
    pub when: Option<ExprText>,
}

/// `[command.X]` with `alias`.
#[derive(Clone, Debug)]
pub struct AliasDecl {
    /// The other name.
    pub name: Key,
    /// `rename`.
    pub rename: Option<Text>,
    /// For people.
    pub docs: Docs,
    /// `alias`: what it is a name of.
    pub of: Text,
    /// `[[command.X.test]]`.
    pub tests: Vec<TestDecl>,
}

/// `[event.X]`.
#[derive(Clone, Debug)]
pub struct EventDecl {
    /// Rows, docs, vectors.
    pub layout: StructDecl,
    /// `code`.
    pub code: Spanned<Integer>,
}
