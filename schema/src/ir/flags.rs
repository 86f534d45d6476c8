//! Sets of named bits.

use super::{Docs, IntType, ModuleId};
use crate::name::Name;
use crate::source::Span;

/// Bits with names. A bit that has none is kept, as an open enum keeps a value without a name.
#[derive(Clone, Debug)]
pub struct Flags {
    /// Its name.
    pub name: Name,
    /// Where it comes from.
    pub module: ModuleId,
    /// For people.
    pub docs: Docs,
    /// Its width; unsigned, at most 64 bits.
    pub repr: IntType,
    /// In the author's order; every bit once.
    pub bits: Vec<Flag>,
    /// Where it was declared.
    pub span: Span,
}

/// One named bit.
#[derive(Clone, Debug)]
pub struct Flag {
    /// Its name.
    pub name: Name,
    /// Its number; 0 is the least significant.
    pub bit: u8,
    /// For people.
    pub docs: Docs,
}
