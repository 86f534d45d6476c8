//! Looking at and rewriting checked expressions.

use crate::ir::{Expr, Node, RowId};

/// The operands of a node.
fn operands(expr: &Expr) -> Vec<&Expr> {
    match &expr.node {
        Node::Unary(_, a) | Node::Wrap(_, a) | Node::Check(_, a) => vec![a],
        Node::Binary(_, a, b) | Node::Min(a, b) | Node::Max(a, b) => vec![a, b],
        Node::If(c, a, b) => vec![c, a, b],
        _ => Vec::new(),
    }
}

/// Whether two expressions of one scope are written alike; intervals are not looked at.
pub(super) fn same(one: &Expr, other: &Expr) -> bool {
    let heads = match (&one.node, &other.node) {
        (Node::Int(x), Node::Int(y)) => x == y,
        (Node::Row(x, inside), Node::Row(y, as_well)) => x == y && inside == as_well,
        (Node::Param(x), Node::Param(y)) | (Node::LenParam(x), Node::LenParam(y)) => x == y,
        (Node::LenRow(x), Node::LenRow(y))
        | (Node::Count(x), Node::Count(y))
        | (Node::Offset(x), Node::Offset(y))
        | (Node::Tag(x), Node::Tag(y)) => x == y,
        (Node::Byte(x), Node::Byte(y)) => x == y,
        (Node::Checksum(x, from, to), Node::Checksum(y, first, last)) => {
            x == y && from == first && to == last
        }
        (Node::Unary(x, _), Node::Unary(y, _)) => x == y,
        (Node::Binary(x, ..), Node::Binary(y, ..)) => x == y,
        (Node::Wrap(x, _), Node::Wrap(y, _)) | (Node::Check(x, _), Node::Check(y, _)) => x == y,
        // Those without operands of their own that are left, and `? :`, `min`, `max`: their kind says all.
        (x, y) => std::mem::discriminant(x) == std::mem::discriminant(y),
    };
    let (x, y) = (operands(one), operands(other));
    heads && one.is_bool == other.is_bool && x.len() == y.len() && x.iter().zip(&y).all(|(x, y)| same(x, y))
}

/// Calls `leaf` with every node that has no operands.
pub(super) fn leaves(expr: &Expr, leaf: &mut dyn FnMut(&Expr)) {
    let operands = operands(expr);
    if operands.is_empty() {
        leaf(expr);
    }
    for operand in operands {
        leaves(operand, leaf);
    }
}

/// Whether a `check(…)` stands in it, which may fail.
pub(super) fn may_fail(expr: &Expr) -> bool {
    expr.has(|node| matches!(node, Node::Check(..)))
}

/// The expression with leaves replaced. Intervals above a leaf stay as they are, so what replaces it may
/// hold no more than it did.
pub(super) fn substitute(expr: &Expr, leaf: &mut dyn FnMut(&Expr) -> Option<Expr>) -> Expr {
    let mut with = |inner: &Expr| Box::new(substitute(inner, leaf));
    let node = match &expr.node {
        Node::Unary(op, a) => Node::Unary(*op, with(a)),
        Node::Wrap(ty, a) => Node::Wrap(*ty, with(a)),
        Node::Check(ty, a) => Node::Check(*ty, with(a)),
        Node::Binary(op, a, b) => Node::Binary(*op, with(a), with(b)),
        Node::Min(a, b) => Node::Min(with(a), with(b)),
        Node::Max(a, b) => Node::Max(with(a), with(b)),
        Node::If(c, a, b) => Node::If(with(c), with(a), with(b)),
        _ => return leaf(expr).unwrap_or_else(|| expr.clone()),
    };
    Expr { node, ..*expr }
}

/// `scale * row + offset`.
pub(super) fn linear(expr: &Expr) -> Option<(RowId, i128, i128)> {
    match line(expr)? {
        (Some((row, scale)), offset) if scale != 0 => Some((row, scale, offset)),
        _ => None,
    }
}

fn line(expr: &Expr) -> Option<(Option<(RowId, i128)>, i128)> {
    use crate::ir::{Binary, Unary};
    match &expr.node {
        Node::Int(value) => Some((None, *value)),
        Node::Row(row, path) if path.is_empty() && !expr.is_bool => Some((Some((*row, 1)), 0)),
        Node::Unary(Unary::Neg, a) => scaled(line(a)?, -1),
        Node::Binary(Binary::Add, a, b) => added(line(a)?, line(b)?),
        Node::Binary(Binary::Sub, a, b) => added(line(a)?, scaled(line(b)?, -1)?),
        Node::Binary(Binary::Mul, a, b) => match (line(a)?, line(b)?) {
            (line, (None, factor)) | ((None, factor), line) => scaled(line, factor),
            _ => None,
        },
        Node::Binary(Binary::Shl, a, b) => match line(b)? {
            (None, by @ 0..=126) => scaled(line(a)?, 1 << by),
            _ => None,
        },
        _ => None,
    }
}

type Line = (Option<(RowId, i128)>, i128);

fn scaled((term, offset): Line, by: i128) -> Option<Line> {
    let term = match term {
        Some((row, scale)) => Some((row, scale.checked_mul(by)?)),
        None => None,
    };
    Some((term, offset.checked_mul(by)?))
}

fn added((a, offset): Line, (b, other_offset): Line) -> Option<Line> {
    let term = match (a, b) {
        (Some((row, scale)), Some((other, more))) if row == other => Some((row, scale.checked_add(more)?)),
        (Some(_), Some(_)) => return None,
        (a, b) => a.or(b),
    };
    Some((term, offset.checked_add(other_offset)?))
}
