//! `wLength` of a SETUP packet.

use super::super::Lowering;
use super::super::draft::Draft;
use crate::diag::{Code, Diagnostic, Sink};
use crate::expr;
use crate::ir::{Computed, Data, Expr, IntType, Interval, MAX_DATA, Node, Role, RowId};
use crate::source::Span;
use crate::syntax::{CommandDecl, ExprText};

/// What `wLength` holds.
const LENGTH: IntType = IntType { signed: false, bits: 16 };

impl Lowering<'_> {
    /// Computes row `index` from the data phase: its exact size, or what the caller passes.
    pub(super) fn data_length(
        index: usize,
        decl: &CommandDecl,
        data: Option<&Data>,
        draft: &mut Draft,
        sink: &mut Sink,
    ) {
        let (Some(data), false) = (data, draft.broken) else { return };
        let written = decl.out.as_ref().or(decl.input.as_ref());
        let span = written.and_then(|data| data.size.as_ref()).map(ExprText::span);
        let size = match &data.size {
            Some(size) => size.clone(),
            None => Expr { node: Node::LenData, interval: Interval::new(0, MAX_DATA), is_bool: false },
        };
        let size = match (&data.when, &data.size) {
            (Some(when), Some(_)) => {
                let interval = Interval::new(size.interval.min.min(0), size.interval.max.max(0));
                let (when, none) = (Box::new(when.clone()), Box::new(expr::constant(0, false)));
                Expr { node: Node::If(when, Box::new(size), none), interval, is_bool: false }
            }
            _ => size,
        };
        let span = span.unwrap_or(decl.request.name.span);
        let id = RowId(index as u32);
        draft.broken |= !computable(id, &size, draft, span, sink);
        let Some(expr) = checked(size, span, sink) else {
            draft.broken = true;
            return;
        };
        if let Some(row) = draft.rows.get_mut(index) {
            row.role = Role::Value(Computed { expr, from_data: true, needs_whole: false, implied: false });
        }
    }
}

/// `check(u16, size)`.
fn checked(size: Expr, span: Span, sink: &mut Sink) -> Option<Expr> {
    let (values, range) = (size.interval, LENGTH.interval());
    if values.is_within(range) {
        return Some(size);
    }
    let interval = Interval::new(values.min.max(range.min), values.max.min(range.max));
    if interval.min > interval.max {
        let found = if values.min == values.max {
            values.min.to_string()
        } else {
            format!("{} to {}", values.min, values.max)
        };
        let message = format!("`wLength` holds 0 to {}, this is {found}", range.max);
        sink.push(Diagnostic::error(Code::NeverFits, span, message));
        return None;
    }
    Some(Expr { node: Node::Check(LENGTH, Box::new(size)), interval, is_bool: false })
}

/// Whether the size does not look at `wLength` itself.
fn computable(length: RowId, size: &Expr, draft: &Draft, span: Span, sink: &mut Sink) -> bool {
    let mut reached = rows_in(size);
    let mut next = 0;
    while let Some(row) = reached.get(next).copied() {
        if let Some(Role::Value(computed)) = draft.rows.get(row.index()).map(|row| &row.role) {
            for row in rows_in(&computed.expr) {
                if !reached.contains(&row) {
                    reached.push(row);
                }
            }
        }
        next += 1;
    }
    if !reached.contains(&length) {
        return true;
    }
    let message = "`wLength` is computed from this size, which looks at `wLength`";
    sink.push(Diagnostic::error(Code::ValueCycle, span, message));
    false
}

/// The rows that an expression reads.
fn rows_in(expr: &Expr) -> Vec<RowId> {
    let mut rows = Vec::new();
    expr::leaves(expr, &mut |leaf| {
        if let Node::Row(row, _) = leaf.node {
            rows.push(row);
        }
    });
    rows
}
