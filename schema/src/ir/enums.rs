//! Enumerations.

use super::{Docs, IntType, ModuleId};
use crate::name::Name;
use crate::source::Span;

/// An open or closed enumeration.
#[derive(Clone, Debug)]
pub struct Enum {
    /// Its name.
    pub name: Name,
    /// Where it comes from.
    pub module: ModuleId,
    /// For people.
    pub docs: Docs,
    /// Its width.
    pub repr: IntType,
    /// Whether an unknown value is an error of kind `enum`.
    pub closed: bool,
    /// In the author's order; every value once.
    pub values: Vec<Enumerator>,
    /// Where it was declared.
    pub span: Span,
}

/// One name of an enum.
#[derive(Clone, Debug)]
pub struct Enumerator {
    /// Its name.
    pub name: Name,
    /// Its value, inside [`Enum::repr`].
    pub value: i128,
    /// The literal as the schema wrote it (`0x0008`), for generated code that reads like the table.
    pub written: String,
    /// For people.
    pub docs: Docs,
}
