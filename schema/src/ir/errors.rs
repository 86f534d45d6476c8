//! Error tables and the answers that become their codes.

use super::{CommandId, Docs, ModuleId};
use crate::name::Name;
use crate::source::Span;

/// A table of error codes.
#[derive(Clone, Debug)]
pub struct ErrorTable {
    /// Its name.
    pub name: Name,
    /// Where it comes from.
    pub module: ModuleId,
    /// For people.
    pub docs: Docs,
    /// What its numbers are.
    pub ty: CodeType,
    /// In the author's order.
    pub codes: Vec<ErrorCode>,
    /// Sense patterns of all codes, the most specific first: the first that matches wins.
    pub sense: Vec<SensePattern>,
    /// PTP response codes that become a code, those with `after` first: the first that matches wins.
    pub responses: Vec<ResponsePattern>,
    /// The code for a transport's time-out.
    pub on_timeout: Option<usize>,
    /// The code for an answer shorter than its layout.
    pub on_short_data: Option<usize>,
    /// The code for an answer that its layout refuses.
    pub on_invalid_response: Option<usize>,
    /// Where it was declared.
    pub span: Span,
}

/// What the numbers of an error table are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeType {
    /// 8 bits.
    U8,
    /// 16 bits.
    U16,
    /// 32 bits.
    U32,
    /// 32 bits: severity, facility, code.
    Hresult,
    /// 32 bits: severity, facility, code.
    Ntstatus,
}

/// One code.
#[derive(Clone, Debug)]
pub struct ErrorCode {
    /// Its name.
    pub name: Name,
    /// Its value.
    pub value: u32,
    /// The value as the schema wrote it, or `HRESULT_FROM_WIN32(6)`.
    pub written: String,
    /// Other names of the same value.
    pub aliases: Vec<Name>,
    /// `kind`.
    pub kind: Option<String>,
    /// `text`.
    pub text: Option<String>,
    /// `advice`.
    pub advice: Option<String>,
    /// `retry`.
    pub retry: Option<Retry>,
    /// `doc`, `ref`.
    pub docs: Docs,
}

/// When a request may be repeated after a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// The same request will fail again.
    Never,
    /// At once.
    Now,
    /// After a while.
    Later,
    /// After the device was reset.
    AfterReset,
}

/// A PTP response code that becomes a code.
#[derive(Clone, Debug)]
pub struct ResponsePattern {
    /// The response code.
    pub response: u16,
    /// Only after one of these; empty: after any command.
    pub after: Vec<CommandId>,
    /// Index into [`ErrorTable::codes`].
    pub code: usize,
}

/// Sense data that becomes a code.
#[derive(Clone, Debug)]
pub struct SensePattern {
    /// Sense key, or any.
    pub key: Option<u8>,
    /// Additional sense code, or any.
    pub asc: Option<u8>,
    /// Additional sense code qualifier, or any.
    pub ascq: Option<u8>,
    /// Only after one of these; empty: after any command.
    pub after: Vec<CommandId>,
    /// Index into [`ErrorTable::codes`].
    pub code: usize,
}
