//! What stands for a value that is missing, and where nothing does.

use crate::ir::{Element, Kind, Role, Row, Scalar, Schema, StructId};

/// Whether nothing stands for a missing value of a row: an enum without the enumerator 0, a union, and what holds one
/// of them. An optional parameter is zero.
pub(super) fn has_no_default(schema: &Schema, row: &Row) -> bool {
    let Role::Member(None) = row.role else { return matches!(row.role, Role::Payload) };
    match &row.kind {
        Kind::Bits(word) => is_without_zero(schema, word.ty, row.optional),
        Kind::Array { element: Element::Scalar { ty, .. }, .. } => is_without_zero(schema, *ty, true),
        Kind::Array { element: Element::Struct { body, .. }, .. } | Kind::Nested { body, .. } => {
            holds_no_default(schema, *body)
        }
        _ => false,
    }
}

/// Whether a struct has a member that must have a value. What holds its own kind does so in a list.
fn holds_no_default(schema: &Schema, of: StructId) -> bool {
    let rows = schema.structs.get(of.index()).map_or(&[][..], |layout| &layout.rows);
    rows.iter().any(|row| !row.is_option() && has_no_default(schema, row))
}

fn is_without_zero(schema: &Schema, ty: Scalar, may_be_unknown: bool) -> bool {
    let Scalar::Enum(id) = ty else { return false };
    let Some(of) = schema.enums.get(id.index()) else { return false };
    (of.closed || !may_be_unknown) && !of.values.iter().any(|known| known.value == 0)
}
