//! Commands, other names of commands, events.

use std::time::Duration;

use super::{Docs, ExprText, Integer, Key, StructDecl, TestDecl, Text};
use crate::source::{Span, Spanned};

/// `[command.X]`.
#[derive(Clone, Debug)]
pub struct CommandDecl {
    /// Rows, args, size, docs, vectors.
    pub request: StructDecl,
    /// `opcode`; a `frame` has none.
    pub opcode: Option<ExprText>,
    /// `only`.
    pub only: Option<ExprText>,
    /// `timeout`.
    pub timeout: Option<Spanned<Duration>>,
    /// Where `data` stands.
    pub data: Option<Span>,
    /// `data.out`.
    pub out: Option<DataDecl>,
    /// `data.in`.
    pub input: Option<DataDecl>,
    /// `answer`.
    pub answer: Option<AnswerDecl>,
    /// Where `trailing = "ignore"` stands.
    pub trailing: Option<Span>,
    /// `via`.
    pub via: Vec<Text>,
    /// `request_type`: bits 6 and 5 of `bmRequestType`.
    pub request_type: Option<Spanned<u8>>,
    /// `recipient`: bits 4 to 0 of `bmRequestType`.
    pub recipient: Option<Spanned<u8>>,
}

/// What comes back beside data.
#[derive(Clone, Debug)]
pub enum AnswerDecl {
    /// Of `ptp`: rows. Their name is the command's with `Answer` behind it, at the key.
    Parameters(Box<StructDecl>),
    /// Of `frame`: a struct or union with its args.
    Frame(Text),
}

impl CommandDecl {
    /// `answer` as rows.
    pub fn parameters(&self) -> Option<&StructDecl> {
        match &self.answer {
            Some(AnswerDecl::Parameters(rows)) => Some(rows),
            Some(AnswerDecl::Frame(_)) | None => None,
        }
    }

    /// `answer` as a type.
    pub fn frame(&self) -> Option<&Text> {
        match &self.answer {
            Some(AnswerDecl::Frame(ty)) => Some(ty),
            Some(AnswerDecl::Parameters(_)) | None => None,
        }
    }
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
