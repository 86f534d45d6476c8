//! Which rows hold the tag of what stands in a payload: the union's own, or a parent's that is the tag of
//! a union inside it.

use crate::ir::{self, Node, Role, RowId, Schema, Struct};
use crate::value::{CaseValue, Record, Value};

/// The rows of a union that its payload's tag is written to, with the tag.
pub(crate) fn row_tags(schema: &Schema, layout: &Struct, record: &Record) -> Vec<(RowId, i128)> {
    let Some(union) = &layout.union else { return Vec::new() };
    let Some(Value::Case(value)) = record.row(union.payload) else { return Vec::new() };
    let mut tags = Vec::new();
    let is_tag = |row: RowId| matches!(layout.rows.get(row.index()).map(|row| &row.role), Some(Role::Tag));
    if let (Some(row), Some(tag)) = (union.tag_row.filter(|row| is_tag(*row)), tag_of(union, value)) {
        tags.push((row, tag));
    }
    if let CaseValue::Known { case, body } = &**value
        && let Some(case) = union.cases.get(*case)
    {
        for (param, tag) in param_tags(schema, body) {
            if let Some(Node::Row(row, path)) = case.args.get(param).map(|arg| &arg.node)
                && path.is_empty()
            {
                tags.push((*row, tag));
            }
        }
    }
    tags
}

/// The params of an inner union that are its tag, or one of a union inside it, with the tag.
fn param_tags(schema: &Schema, record: &Record) -> Vec<(usize, i128)> {
    let union = schema.structs.get(record.of.index()).and_then(|layout| layout.union.as_ref());
    let Some(union) = union else { return Vec::new() };
    let Some(Value::Case(value)) = record.row(union.payload) else { return Vec::new() };
    let mut tags = Vec::new();
    if let (Some(param), Some(tag)) = (union.tag_param, tag_of(union, value)) {
        tags.push((param, tag));
    }
    if let CaseValue::Known { case, body } = &**value
        && let Some(case) = union.cases.get(*case)
    {
        for (param, tag) in param_tags(schema, body) {
            if let Some(Node::Param(outer)) = case.args.get(param).map(|arg| &arg.node) {
                tags.push((*outer as usize, tag));
            }
        }
    }
    tags
}

/// The tag of the union's value that stands in a row; 0 where there is none.
pub(super) fn tag_in(schema: &Schema, value: Option<&Value>) -> i128 {
    let Some(Value::Record(record)) = value else { return 0 };
    let Some(layout) = schema.structs.get(record.of.index()) else { return 0 };
    match layout.union.as_ref().and_then(|union| Some((union, record.row(union.payload)?))) {
        Some((union, Value::Case(value))) => {
            let tag = tag_of(union, value).unwrap_or(0);
            // An unknown case may hold a tag that none of its type is.
            let ty = match union.tag.node {
                Node::Param(param) => {
                    layout.params.get(param as usize).map(|param| super::bits::shape(schema, param.ty))
                }
                _ => None,
            };
            ty.map_or(tag, |ty| super::eval::wrap(ty, tag))
        }
        _ => 0,
    }
}

/// The one tag of what stands in a payload.
fn tag_of(union: &ir::Union, value: &CaseValue) -> Option<i128> {
    match value {
        CaseValue::Unknown { tag, .. } => Some(*tag),
        CaseValue::Known { case, .. } => match union.cases.get(*case)?.tags.as_slice() {
            [tag] => Some(*tag),
            _ => None,
        },
    }
}
