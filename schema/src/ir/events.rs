//! What a device sends unasked.

use super::{Carrier, Docs, ModuleId, StructId};
use crate::name::Name;
use crate::source::Span;

/// An event: a code and its parameters.
#[derive(Clone, Debug)]
pub struct Event {
    /// Its name.
    pub name: Name,
    /// Where it comes from.
    pub module: ModuleId,
    /// Whether it is an event of the root protocol (its own or included).
    pub in_root: bool,
    /// For people.
    pub docs: Docs,
    /// What carries it: `ptp`.
    pub carrier: Carrier,
    /// Its code.
    pub code: u64,
    /// The code as the schema wrote it.
    pub code_written: String,
    /// Code and parameters ([`Form::Event`](super::Form::Event)).
    pub layout: StructId,
    /// Where it was declared.
    pub span: Span,
}
