//! Computed values that need each other.

use crate::diag::{Code, Diagnostic, Sink};
use crate::expr;
use crate::ir::{Computed, Node, RowId};
use crate::lower::Source;

/// Reports every cycle once, at the `value` of its first row. Gives whether there are none.
pub(crate) fn check(source: &Source<'_>, values: &[(RowId, Computed)], sink: &mut Sink) -> bool {
    let needs = |row: RowId| {
        let mut needs = Vec::new();
        if let Some((_, value)) = values.iter().find(|(known, _)| *known == row) {
            expr::leaves(&value.expr, &mut |leaf| match &leaf.node {
                Node::Row(row, path) if path.is_empty() => needs.push(*row),
                Node::Checksum(_, first, last) => needs.extend((first.0..=last.0).map(RowId)),
                _ => {}
            });
        }
        needs
    };
    // All rows that a value needs, directly or not.
    let reach = |start: RowId| {
        let mut reached = needs(start);
        let mut next = 0;
        while let Some(row) = reached.get(next).copied() {
            for need in needs(row) {
                if !reached.contains(&need) {
                    reached.push(need);
                }
            }
            next += 1;
        }
        reached
    };
    let mut right = true;
    for (start, _) in values {
        let mut reached = reach(*start);
        reached.retain(|row| reach(*row).contains(start));
        if reached.iter().min() != Some(start) {
            continue;
        }
        right = false;
        let written = |row: RowId| {
            let row = source.rows.get(row.index())?;
            Some((row.value.as_ref()?.span(), row.name.as_ref()?.value.clone()))
        };
        let Some((span, name)) = written(*start) else { continue };
        let mut error =
            Diagnostic::error(Code::ValueCycle, span, format!("computing `{name}` needs `{name}` itself"));
        for row in reached.iter().filter(|row| *row != start) {
            if let Some((span, name)) = written(*row) {
                error = error.label(span, format!("through `{name}`"));
            }
        }
        sink.push(error);
    }
    right
}
