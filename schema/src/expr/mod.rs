//! The expression language: parse, check against a scope with intervals, decide conditions.
//!
//! `parse` turns text into a tree without knowing any name. `check` resolves it in a scope and gives an
//! [`ir::Expr`] in which nothing can overflow, divide by zero or read what is not there. `excludes` decides whether two conditions may hold together.

mod calls;
mod catalogue;
mod check;
mod checksums;
mod facts;
mod interval;
mod names;
mod parse;
mod scope;
#[cfg(test)]
mod tests;
mod tokens;
mod walk;

pub(crate) use parse::CHECKSUMS;
pub(crate) use scope::{Found, Place, Reads, Scope, Use, Words};

use crate::diag::Sink;
use crate::ir;
use crate::source::Span;
use crate::syntax::{ExprText, Text};
use facts::{Fact, possible};

/// An expression as written, with the place of every part.
#[derive(Clone, Debug)]
pub(crate) struct Ast {
    node: AstNode,
    span: Span,
    /// Levels from here down to the lowest leaf.
    height: u32,
    /// Whether it stands in parentheses.
    closed: bool,
}

#[derive(Clone, Debug)]
enum AstNode {
    Int(i128),
    Bool(bool),
    Null,
    /// A name, or one of the words `self`, `rest`, `struct`, `data`.
    Name(String),
    /// `a.b`, `Enum.NAME`.
    Field(Box<Ast>, Text),
    Call(Text, Vec<Ast>),
    /// `crc('NAME', a..b)` with the name, `sum8(a..b)`, `xor8(a..b)`.
    Checksum(Text, Option<Text>, Box<Ast>, Box<Ast>),
    Unary(ir::Unary, Box<Ast>),
    Binary(ir::Binary, Box<Ast>, Box<Ast>),
    If(Box<Ast>, Box<Ast>, Box<Ast>),
}

impl Ast {
    /// The name that it is, if it is nothing but one.
    pub(crate) fn name(&self) -> Option<&str> {
        match &self.node {
            AstNode::Name(name) => Some(name),
            _ => None,
        }
    }

    /// The number that it is, if it is written as one.
    pub(crate) fn number(&self) -> Option<i128> {
        match &self.node {
            AstNode::Int(value) => Some(*value),
            AstNode::Bool(value) => Some(i128::from(*value)),
            AstNode::Unary(ir::Unary::Neg, of) => of.number()?.checked_neg(),
            _ => None,
        }
    }

    /// The name and the one behind its dot, if it is nothing but that: `Enum.NAME`.
    pub(crate) fn member(&self) -> Option<(&str, &Text)> {
        match &self.node {
            AstNode::Field(of, name) => Some((of.name()?, name)),
            _ => None,
        }
    }

    /// Both values of a choice.
    pub(crate) fn choice(&self) -> Option<[&Self; 2]> {
        match &self.node {
            AstNode::If(_, a, b) => Some([a, b]),
            _ => None,
        }
    }

    /// What it calls, and with what, if it is a call.
    pub(crate) fn called(&self) -> Option<(&Text, &[Self])> {
        match &self.node {
            AstNode::Call(name, args) => Some((name, args)),
            _ => None,
        }
    }

    /// Where it stands.
    pub(crate) fn span(&self) -> Span {
        self.span
    }
}

/// Reads an expression. `None`: it cannot be read, and the sink says why.
pub(crate) fn parse(text: &ExprText, sink: &mut Sink) -> Option<Ast> {
    parse::parse_into(text, sink)
}

/// Resolves an expression in its scope. `None`: it is wrong, and the sink says why (or a name in it is
/// [`Reads::Broken`], and somebody else has said so).
pub(crate) fn check(ast: &Ast, scope: &dyn Scope, use_: Use, sink: &mut Sink) -> Option<ir::Expr> {
    check::check(ast, scope, use_, sink)
}

/// Resolves an expression that gives a pointer: `null`, a `ptr` row or arg, or a choice of them.
pub(crate) fn pointer(ast: &Ast, scope: &dyn Scope, sink: &mut Sink) -> Option<ir::Pointer> {
    check::pointer(ast, scope, sink)
}

/// Whether two conditions of one scope never hold together. `false` where it is not decided.
pub(crate) fn excludes(a: &ir::Expr, b: &ir::Expr) -> bool {
    !possible(&[Fact(a, true), Fact(b, true)])
}

/// Whether two expressions of one scope are written alike (intervals are not looked at).
pub(crate) fn same(a: &ir::Expr, b: &ir::Expr) -> bool {
    walk::same(a, b)
}

/// The expression with some of its leaves (rows, params, lengths, literals) replaced by others that can
/// have no more values. `None` from `leaf` leaves a leaf as it is.
pub(crate) fn substitute(expr: &ir::Expr, leaf: &mut dyn FnMut(&ir::Expr) -> Option<ir::Expr>) -> ir::Expr {
    walk::substitute(expr, leaf)
}

/// Calls `leaf` with every node of the expression that has no operands: rows, params, lengths, literals.
pub(crate) fn leaves(expr: &ir::Expr, leaf: &mut dyn FnMut(&ir::Expr)) {
    walk::leaves(expr, leaf);
}

/// `scale * row + offset`, where the expression is linear in one row of this very struct (no path) and
/// looks at nothing else. `scale` is not 0.
pub(crate) fn linear(expr: &ir::Expr) -> Option<(ir::RowId, i128, i128)> {
    walk::linear(expr)
}

/// Whether conditions can never hold together, as far as that is decided.
pub(crate) fn never(conditions: &[&ir::Expr]) -> bool {
    let facts: Vec<_> = conditions.iter().map(|condition| Fact(condition, true)).collect();
    !possible(&facts)
}

/// `subject` within an interval, as a condition.
pub(crate) fn within(subject: &ir::Expr, interval: ir::Interval) -> ir::Expr {
    let bound = |op, limit| {
        let sides = (Box::new(subject.clone()), Box::new(constant(limit, subject.is_bool)));
        let node = ir::Node::Binary(op, sides.0, sides.1);
        ir::Expr { node, interval: ir::Interval::new(0, 1), is_bool: true }
    };
    let (low, high) = (bound(ir::Binary::Ge, interval.min), bound(ir::Binary::Le, interval.max));
    let node = ir::Node::Binary(ir::Binary::And, Box::new(low), Box::new(high));
    ir::Expr { node, interval: ir::Interval::new(0, 1), is_bool: true }
}

/// A number or a truth value (1 or 0) as an expression.
pub(crate) fn constant(value: i128, is_bool: bool) -> ir::Expr {
    ir::Expr { node: ir::Node::Int(value), interval: ir::Interval::new(value, value), is_bool }
}

/// Both conditions together; a missing one always holds.
pub(crate) fn both(a: Option<ir::Expr>, b: Option<ir::Expr>) -> Option<ir::Expr> {
    match (a, b) {
        (Some(a), Some(b)) => Some(ir::Expr {
            node: ir::Node::Binary(ir::Binary::And, Box::new(a), Box::new(b)),
            interval: ir::Interval::new(0, 1),
            is_bool: true,
        }),
        (a, b) => a.or(b),
    }
}
