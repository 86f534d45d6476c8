//! Opcode sizes and error tables.

use super::{Docs, Integer, Key, Text};
use crate::source::{Span, Spanned};

/// `[opcode_size]`.
#[derive(Clone, Debug)]
pub struct OpcodeSizeDecl {
    /// Where it stands.
    pub span: Span,
    /// `range`.
    pub range: Spanned<(u8, u16)>,
    /// `rows`, and where the key's array stands.
    pub rows: Spanned<Vec<SizeRowDecl>>,
    /// `exceptions`.
    pub exceptions: Vec<SizeExceptionDecl>,
}

/// A row of `[opcode_size]`.
#[derive(Clone, Debug)]
pub struct SizeRowDecl {
    /// `opcodes`: first and last.
    pub opcodes: Spanned<(u8, u8)>,
    /// `group`.
    pub group: Option<Spanned<u8>>,
    /// `size`.
    pub size: Spanned<SizeText>,
    /// `rule`.
    pub rule: Option<Text>,
    /// `note`.
    pub note: Option<Text>,
}

/// `size` of a row or an exception.
#[derive(Clone, Debug)]
pub enum SizeText {
    /// `"any"`.
    Any,
    /// A number.
    Exact(u16),
    /// An expression over the request's bytes.
    Computed(Text),
}

/// An entry of `exceptions`.
#[derive(Clone, Debug)]
pub struct SizeExceptionDecl {
    /// `opcodes`.
    pub opcodes: Vec<Spanned<u8>>,
    /// `size`.
    pub size: Spanned<SizeText>,
    /// `rule`.
    pub rule: Option<Text>,
    /// `note`.
    pub note: Option<Text>,
}

/// `[errors.X]`.
#[derive(Clone, Debug)]
pub struct ErrorsDecl {
    /// Its name.
    pub name: Key,
    /// `rename`.
    pub rename: Option<Text>,
    /// For people.
    pub docs: Docs,
    /// `type`.
    pub ty: Spanned<crate::ir::CodeType>,
    /// `expect = { facility = … }`.
    pub expect_facility: Option<Spanned<Integer>>,
    /// `codes`.
    pub codes: Vec<CodeDecl>,
}

/// One of `codes`.
#[derive(Clone, Debug)]
pub struct CodeDecl {
    /// Its name.
    pub name: Key,
    /// The whole entry.
    pub span: Span,
    /// What it is a name of.
    pub value: CodeValue,
    /// `kind`.
    pub kind: Option<Text>,
    /// `text`.
    pub text: Option<Text>,
    /// `advice`.
    pub advice: Option<Text>,
    /// `retry`.
    pub retry: Option<Spanned<crate::ir::Retry>>,
    /// `from`.
    pub from: Vec<Text>,
    /// `facility`.
    pub facility: Option<Spanned<Integer>>,
    /// For people.
    pub docs: Docs,
}

/// What a code's name stands for.
#[derive(Clone, Debug)]
pub enum CodeValue {
    /// `value`.
    Number(Spanned<Integer>),
    /// `win32`.
    Win32(Spanned<Integer>),
    /// `alias`.
    Alias(Text),
}
