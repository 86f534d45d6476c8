//! What patterns may name.

use crate::index::Recorder;
use crate::ir::{Carrier, CommandId};
use crate::name::Name;
use crate::source::Span;

/// The names that the patterns of a file see.
pub(crate) struct Known<'k> {
    /// Commands, for `after`.
    pub(crate) commands: &'k [KnownCommand],
    /// The table of response codes of that name.
    pub(crate) table: &'k dyn Fn(&str) -> Option<Table>,
    /// Who takes notes of what is named.
    pub(crate) recorder: &'k Recorder,
}

/// A command, under its own or another name.
pub(crate) struct KnownCommand {
    /// The name.
    pub(crate) name: Name,
    /// Which.
    pub(crate) id: CommandId,
    /// The carrier of its file.
    pub(crate) carrier: Option<Carrier>,
    /// Where it is declared.
    pub(crate) span: Span,
}

/// An enum or an error table, as it was written.
#[derive(Debug)]
pub(crate) struct Table {
    /// How wide its numbers are.
    pub(crate) is_u16: bool,
    /// Names and numbers.
    pub(crate) codes: Vec<(Name, i128)>,
    /// Where it is declared.
    pub(crate) span: Span,
}
