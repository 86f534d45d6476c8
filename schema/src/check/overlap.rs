//! No two rows at one place, unless they are never there together.

use crate::diag::{Code, Diagnostic, Sink};
use crate::expr;
use crate::ir::{Kind, Row};
use crate::lower::{Draft, Lowering, Side, Source};

/// Reports overlaps, each once at the later row. Gives whether there are none.
pub(crate) fn check(low: &Lowering<'_>, source: &Source<'_>, draft: &Draft, sink: &mut Sink) -> bool {
    let mut right = true;
    let rows: Vec<(&Row, &Side)> = draft.rows.iter().zip(&draft.sides).collect();
    for (index, later) in rows.iter().enumerate() {
        // Without `at` a row stands behind all others.
        if !later.1.placed || later.1.loose {
            continue;
        }
        let own =
            rows.iter().take(index).find(|earlier| overlap(earlier, later) && !exclusive(earlier, later));
        let other = own.copied().or_else(|| with_parents(low, source, draft, later));
        if let Some(other) = other {
            // What the carrier puts behind the author's rows was there first.
            let is_carriers = source.request.as_ref().is_some_and(|request| request.tail == Some(index));
            sink.push(if is_carriers { report(later, &other) } else { report(&other, later) });
            right = false;
        }
    }
    right
}

/// A row of a parent whose bits a child's row takes, before the payload.
fn with_parents<'d>(
    low: &'d Lowering<'_>,
    source: &Source<'_>,
    draft: &Draft,
    later: &(&Row, &Side),
) -> Option<(&'d Row, &'d Side)> {
    if later.1.byte.is_none_or(|byte| byte >= draft.start) {
        return None;
    }
    // Bytes of what stands apart are counted from somewhere else.
    let is_apart = |id| low.draft(id).is_some_and(|draft| draft.apart);
    let mut at = source.parent.filter(|_| !draft.apart);
    while let Some(parent) = at {
        if let Some(draft) = low.draft(parent) {
            let rows = || draft.rows.iter().zip(&draft.sides);
            // What is behind the payload begins where the payload ends, however long that is.
            let payload = rows().find(|(row, _)| matches!(row.kind, Kind::Payload(_)));
            let start = payload.map_or(i128::MAX, |(_, side)| side.start.min);
            let mut fields = rows().filter(|(_, side)| side.start.min < start);
            if let Some(found) = fields.find(|earlier| overlap(earlier, later)) {
                return Some(found);
            }
        }
        at = low.source(parent)?.parent.filter(|_| !is_apart(parent));
    }
    None
}

fn overlap((_, earlier): &(&Row, &Side), (_, later): &(&Row, &Side)) -> bool {
    if earlier.loose {
        return false;
    }
    let bytes = earlier.start.min.max(later.start.min) < earlier.end().max.min(later.end().max);
    if earlier.masks.is_empty() || later.masks.is_empty() {
        return bytes;
    }
    earlier
        .masks
        .iter()
        .any(|(byte, mask)| later.masks.iter().any(|(other, taken)| byte == other && mask & taken != 0))
}

fn exclusive((earlier, _): &(&Row, &Side), (later, _): &(&Row, &Side)) -> bool {
    match (&earlier.when, &later.when) {
        (Some(earlier), Some(later)) => expr::excludes(earlier, later),
        _ => false,
    }
}

fn report((earlier, side): &(&Row, &Side), (later, place): &(&Row, &Side)) -> Diagnostic {
    let name = |row: &Row| {
        row.name.as_ref().map_or("a reserved row".to_owned(), |name| format!("`{}`", name.printed))
    };
    let message = format!("{} stands where {} does", name(later), name(earlier));
    let (first, last) = (side.start.min, side.end().max - 1);
    let taken = match side.masks.as_slice() {
        [(byte, mask)] if *mask != 0xFF => {
            format!("bits {}:{} of byte {byte}", 7 - mask.leading_zeros(), mask.trailing_zeros())
        }
        _ if first == last => format!("byte {first}"),
        _ if side.len.min != side.len.max => format!("from byte {first}, up to byte {last}"),
        _ => format!("bytes {first} to {last}"),
    };
    let error = Diagnostic::error(Code::Overlap, place.at_span, message).label(side.at_span, taken);
    match (&earlier.when, &later.when) {
        (Some(_), Some(_)) => error.help("rows may share a place where their `when`s exclude each other"),
        _ => error,
    }
}
