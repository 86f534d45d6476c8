//! Maps: one structure into another.

use super::{Docs, Expr, ModuleId, RowId, Scalar, StructId};
use crate::name::Name;
use crate::source::Span;

/// A map. Its expressions look at the rows of the source structure ([`Node::Row`](super::Node::Row), with a path
/// into nested structs) and at the map's params.
#[derive(Clone, Debug)]
pub struct Map {
    /// Its name: maps have a name space of their own.
    pub name: Name,
    /// Where it comes from.
    pub module: ModuleId,
    /// For people.
    pub docs: Docs,
    /// The source structure.
    pub from: StructId,
    /// The target structure.
    pub to: StructId,
    /// `args`: what the source does not hold.
    pub params: Vec<MapParam>,
    /// `check`: what must hold before anything is computed, else an error of kind `check`.
    pub check: Option<Expr>,
    /// The `check` as written, for errors; empty where there is none.
    pub check_text: String,
    /// What the rows of the target get, in their order. Rows that are not named keep their constant or default.
    pub sets: Vec<Set>,
    /// Where it was declared.
    pub span: Span,
}

/// What the caller of a map passes.
#[derive(Clone, Debug)]
pub struct MapParam {
    /// Its name.
    pub name: Name,
    /// What it is.
    pub ty: MapParamType,
    /// For people.
    pub docs: Docs,
}

/// What a map's param is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MapParamType {
    /// An integer, a boolean, an enum.
    Scalar(Scalar),
    /// A borrowed slice or null.
    Pointer,
}

/// What one row of the target gets.
#[derive(Clone, Debug)]
pub struct Set {
    /// The row, of the target or of the struct that stands in the row around it.
    pub row: RowId,
    /// From where.
    pub source: Source,
    /// Where it stands.
    pub span: Span,
}

/// Where a row's value comes from.
#[derive(Clone, Debug)]
pub enum Source {
    /// Computed. It always fits the row, unless it says `check`: then what does not is an error of kind `size`.
    Scalar(Expr),
    /// A pointer.
    Pointer(Pointer),
    /// The rows of the struct that stands there.
    Nested(Vec<Set>),
    /// `{ by = … }`: looked up. What is not listed is an error of kind `enum`.
    By {
        /// What is looked up.
        key: Expr,
        /// In the author's order; every key once.
        arms: Vec<Arm>,
    },
}

/// One entry of `{ by = … }`.
#[derive(Clone, Debug)]
pub struct Arm {
    /// The key's value.
    pub key: i128,
    /// What it gives: a [`Source::Scalar`] or a [`Source::Pointer`].
    pub source: Source,
}

/// A pointer as an expression.
#[derive(Clone, Debug)]
pub enum Pointer {
    /// `null`.
    Null,
    /// A `ptr` row of the source, with the path to it.
    Row(RowId, Vec<RowId>),
    /// A `ptr` param.
    Param(u32),
    /// `c ? a : b`.
    If(Box<Expr>, Box<Pointer>, Box<Pointer>),
}
