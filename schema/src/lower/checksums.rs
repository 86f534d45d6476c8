//! Rows whose values follow from bytes that are written before: checksums, and what looks at them.

use std::rc::Rc;

use super::draft::{Draft, Side};
use super::source::Source;
use crate::diag::{Code, Diagnostic, Sink};
use crate::expr;
use crate::ir::{Computed, Expr, Interval, Node, RowId};
use crate::name::Name;
use crate::source::Span;
use crate::syntax::{ExprText, Row};

/// The rows whose `value` has a checksum in it, or names a row that has, as they are written.
pub(super) fn written(rows: &[Rc<Row>]) -> Vec<usize> {
    let says = |row: &Rc<Row>| match &row.value {
        Some(ExprText::Text(text)) => expr::CHECKSUMS.iter().any(|name| text.value.contains(name)),
        _ => false,
    };
    if !rows.iter().any(says) {
        return Vec::new();
    }
    // What cannot be read is reported where it is compiled.
    let mut unread = Sink::default();
    let values: Vec<(usize, bool, Vec<String>)> = rows
        .iter()
        .enumerate()
        .filter_map(|(index, row)| {
            let (mut names, value) = (Vec::new(), expr::parse(row.value.as_ref()?, &mut unread)?);
            let has = value.mentions(&mut names);
            Some((index, has, names))
        })
        .collect();
    unread.drain();
    let mut found: Vec<usize> = values.iter().filter(|(_, has, _)| *has).map(|(index, ..)| *index).collect();
    loop {
        let is_found = |name: &String| {
            let named = |index: &usize| rows.get(*index).and_then(|row| row.name.as_ref());
            found.iter().filter_map(named).any(|row| Name::new(&row.value).is(name))
        };
        let follows = |(index, _, names): &&(usize, bool, Vec<String>)| {
            !found.contains(index) && names.iter().any(is_found)
        };
        let Some((next, ..)) = values.iter().find(follows) else { return found };
        found.push(*next);
    }
}

/// Refuses checksums whose bytes are not those of rows that are written before. Gives whether there are none.
pub(super) fn check(
    source: &Source<'_>,
    draft: &Draft,
    values: &[(RowId, Computed)],
    sink: &mut Sink,
) -> bool {
    let mut right = true;
    for (row, value) in values {
        let Some(written) = source.rows.get(row.index()).and_then(|row| row.value.as_ref()) else { continue };
        let mut refuse = |code: Code, message: String| {
            sink.push(Diagnostic::error(code, written.span(), message));
            right = false;
        };
        let has_checksum = ranges(&value.expr, &mut |first, last| {
            let place = |row: RowId| draft.sides.get(row.index());
            if place(first).is_some_and(|side| side.start.min < i128::from(draft.start)) {
                let message = "a checksum of a child covers nothing that stands before the payload";
                refuse(Code::Checksum, message.to_owned());
            } else if let Some(own) = (first.0..=last.0).map(RowId).find(|covered| covered == row) {
                let message = format!("its bytes hold `{}` itself", name(source, own));
                refuse(Code::ValueCycle, message);
            } else if let Some(other) = beside(draft, source, first, last) {
                let message = format!(
                    "`{}` has bits in a byte that is covered, and is computed as late as a checksum",
                    name(source, other)
                );
                refuse(Code::Checksum, message);
            }
        });
        if has_checksum && value.from_data {
            let message = "a checksum and `len(data)` have no value in common: one is sent as said, the other computed last";
            refuse(Code::Checksum, message.to_owned());
        }
    }
    right
}

/// Refuses a checksum, kept whole, of more bits than its row. Gives whether it is one.
pub(super) fn too_wide(value: &Expr, range: Interval, span: Span, sink: &mut Sink) -> bool {
    if !matches!(value.node, Node::Checksum(..)) || value.interval.is_within(range) {
        return false;
    }
    let Interval { min, max } = range;
    let message = format!("the checksum is 0 to {}, the row holds {min} to {max}", value.interval.max);
    let bits = 128 - (max - min).leading_zeros();
    let sign = if min < 0 { 'i' } else { 'u' };
    let help = format!("`wrap({sign}{bits}, …)` keeps its low bits; a wider row holds all of them");
    sink.push(Diagnostic::error(Code::WidthMismatch, span, message).help(help));
    true
}

/// Calls `see` with the ends of every checksum. Gives whether there are any.
fn ranges(expr: &Expr, see: &mut dyn FnMut(RowId, RowId)) -> bool {
    let mut any = false;
    expr.visit(&mut |node| {
        if let Node::Checksum(_, first, last) = node {
            any = true;
            see(*first, *last);
        }
    });
    any
}

/// A checksum that shares bytes with the rows from `first` to `last` and is none of them.
fn beside(draft: &Draft, source: &Source<'_>, first: RowId, last: RowId) -> Option<RowId> {
    let bytes = |side: &Side| side.byte.map(|byte| (byte, i128::from(byte) + side.len.max));
    let covered = |index: usize| (first.index()..=last.index()).contains(&index);
    let late = source.checksums.iter().copied().filter(|index| !covered(*index));
    let mut sharing = late.filter(|index| {
        let Some((start, end)) = draft.sides.get(*index).and_then(bytes) else { return false };
        draft.sides.iter().enumerate().filter(|(index, _)| covered(*index)).any(|(_, side)| {
            bytes(side).is_some_and(|(from, to)| i128::from(from) < end && i128::from(start) < to)
        })
    });
    sharing.next().map(|index| RowId(index as u32))
}

fn name(source: &Source<'_>, row: RowId) -> String {
    let row = source.rows.get(row.index()).and_then(|row| row.name.as_ref());
    row.map_or_else(String::new, |name| name.value.clone())
}
