//! Maps.

use super::{Arg, Docs, ExprText, Key, Literal, Text};
use crate::source::{Span, Spanned};

/// `[map.X]`.
#[derive(Clone, Debug)]
pub struct MapDecl {
    /// Its name.
    pub name: Key,
    /// `rename`.
    pub rename: Option<Text>,
    /// For people.
    pub docs: Docs,
    /// `from`: the source structure.
    pub from: Text,
    /// `to`: the target structure.
    pub to: Text,
    /// `args`.
    pub args: Vec<Arg>,
    /// `check`.
    pub check: Option<ExprText>,
    /// `set`: rows of the target, in the author's order.
    pub set: Vec<SetDecl>,
    /// `[[map.X.test]]`.
    pub tests: Vec<MapTestDecl>,
}

/// What one row of a map's target gets.
#[derive(Clone, Debug)]
pub struct SetDecl {
    /// The row.
    pub name: Text,
    /// Where the value stands.
    pub span: Span,
    /// From where.
    pub value: SetValue,
}

/// Where a row of a map's target gets its value.
#[derive(Clone, Debug)]
pub enum SetValue {
    /// An expression.
    Expr(ExprText),
    /// A table: the rows of the struct that stands there; for a row that is none `{ by = … }`, what is looked
    /// up and what each value of it gives.
    Table(Vec<SetDecl>),
}

/// `[[map.X.test]]`.
#[derive(Clone, Debug)]
pub struct MapTestDecl {
    /// Where it stands.
    pub span: Span,
    /// `doc`.
    pub doc: Option<Text>,
    /// `in`.
    pub source: Spanned<Vec<(Text, Literal)>>,
    /// `args`.
    pub args: Vec<(Text, Literal)>,
    /// `out`.
    pub out: Option<Spanned<Vec<(Text, Literal)>>>,
    /// `error`.
    pub error: Option<Spanned<crate::value::ErrorKind>>,
}
