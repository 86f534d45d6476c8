//! What patterns may name.

use crate::ir::{Carrier, CommandId};
use crate::name::Name;

/// The names that the patterns of a file see.
pub(crate) struct Known<'k> {
    /// Commands, for `after`.
    pub(crate) commands: &'k [KnownCommand],
    /// The table of response codes of that name.
    pub(crate) table: &'k dyn Fn(&str) -> Option<Table>,
}

/// A command, under its own or another name.
pub(crate) struct KnownCommand {
    /// The name.
    pub(crate) name: Name,
    /// Which.
    pub(crate) id: CommandId,
    /// The carrier of its file.
    pub(crate) carrier: Option<Carrier>,
}

/// An enum or an error table, as it was written.
#[derive(Debug, Default)]
pub(crate) struct Table {
    /// How wide its numbers are.
    pub(crate) is_u16: bool,
    /// Names and numbers.
    pub(crate) codes: Vec<(Name, i128)>,
}
