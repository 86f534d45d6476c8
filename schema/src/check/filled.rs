//! Structs that are filled up behind a row without an end of its own: what fills them up would be that row's.

use crate::diag::{Code, Diagnostic, Sink};
use crate::ir::{At, Element, Kind, Length, ListLength, Row, RowId, Step, Struct, StructId, TextLength};

/// Reports rows that take the rest of a struct with `align` and without `size`. Gives whether there are none.
pub(crate) fn check(structs: &[Struct], sink: &mut Sink) -> bool {
    let mut right = true;
    for of in structs.iter().filter(|of| of.align > 1 && of.size.is_none()) {
        let row = (0..).map(RowId).zip(&of.rows).find(|(id, row)| {
            takes_rest(structs, row, &mut Vec::new()) && !is_multiple(structs, of, *id, row)
        });
        let Some((_, row)) = row else { continue };
        let align = of.align;
        let message = format!(
            "it takes the rest, so that the zeros that fill the whole up to a multiple of {align} would be its own"
        );
        let error = Diagnostic::error(Code::NoLength, row.span, message);
        let help = "give it a `size` that does not count them, or give one to the whole, as in `size = \"length + 4\"`";
        sink.push(error.label(of.span, format!("has `align = {align}` and no `size`")).help(help));
        right = false;
    }
    right
}

/// Whether a row ends where its bound does.
fn takes_rest(structs: &[Struct], row: &Row, seen: &mut Vec<StructId>) -> bool {
    match &row.kind {
        Kind::Bytes(length)
        | Kind::Reserved(length)
        | Kind::Text { length: TextLength::Bytes(length), .. }
        | Kind::List { length: ListLength::Bytes(length), .. }
        | Kind::Nested { length: Some(length), .. }
        | Kind::Payload(Some(length)) => matches!(length, Length::Rest),
        Kind::Nested { body, length: None, .. } => holds_rest(structs, *body, seen),
        _ => false,
    }
}

/// Whether a struct without a `size`, or a child of it, ends where its bound does.
fn holds_rest(structs: &[Struct], id: StructId, seen: &mut Vec<StructId>) -> bool {
    let Some(of) = structs.get(id.index()).filter(|of| of.size.is_none() && !seen.contains(&id)) else {
        return false;
    };
    seen.push(id);
    of.rows.iter().any(|row| takes_rest(structs, row, seen))
}

/// Whether nothing fills up behind a row, however many elements it has.
fn is_multiple(structs: &[Struct], of: &Struct, id: RowId, row: &Row) -> bool {
    let Kind::List { element, .. } = &row.kind else { return false };
    let each = match element {
        Element::Scalar { bytes, .. } => u64::from(*bytes),
        Element::Struct { body, .. } => {
            structs.get(body.index()).map_or(1, |body| body.fixed.unwrap_or(body.align))
        }
    };
    let step = of.step_of(id).and_then(|(step, _)| of.steps.get(step));
    matches!(step, Some(Step::Row { at: At::Byte(at), .. }) if at.is_multiple_of(of.align))
        && each.is_multiple_of(of.align)
}
