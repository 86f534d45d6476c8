//! Names of cases: a union in a union is flat, its leaves are what `case` names.

use crate::ir::{Schema, Struct};
use crate::value::{CaseValue, Record, Value};

/// One step from a union to a leaf.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Chosen {
    /// Index into the union's cases.
    Known(usize),
    /// The tag is none that the schema has.
    Unknown,
}

/// The way to the leaf that `written` names: `CoreFeature`, `Unknown`, `Page0.Unknown`.
pub(super) fn find(schema: &Schema, layout: &Struct, written: &str) -> Option<Vec<Chosen>> {
    let union = layout.union.as_ref()?;
    if written == "Unknown" && !union.closed {
        return Some(vec![Chosen::Unknown]);
    }
    for (index, case) in union.cases.iter().enumerate() {
        let Some(body) = schema.structs.get(case.body.index()) else { continue };
        if body.union.is_none() {
            if body.name.is(written) {
                return Some(vec![Chosen::Known(index)]);
            }
            continue;
        }
        let inner = match written.split_once('.') {
            Some((outer, rest)) if body.name.is(outer) => rest,
            // Only with its union's name is it clear which unknown case is meant.
            _ if written == "Unknown" => continue,
            _ => written,
        };
        if let Some(path) = find(schema, body, inner) {
            return Some([vec![Chosen::Known(index)], path].concat());
        }
    }
    None
}

/// What `case` may be.
pub(super) fn names(schema: &Schema, layout: &Struct) -> Vec<String> {
    let Some(union) = &layout.union else { return Vec::new() };
    let mut names = Vec::new();
    for case in &union.cases {
        let Some(body) = schema.structs.get(case.body.index()) else { continue };
        if body.union.is_none() {
            names.push(body.name.printed.clone());
            continue;
        }
        for inner in self::names(schema, body) {
            let unknown = inner == "Unknown" || inner.ends_with(".Unknown");
            names.push(if unknown { format!("{}.{inner}", body.name.printed) } else { inner });
        }
    }
    if !union.closed {
        names.push("Unknown".into());
    }
    names
}

/// The name of what stands in a union's payload.
pub(super) fn name(schema: &Schema, record: &Record) -> Option<String> {
    let layout = schema.structs.get(record.of.index())?;
    let Value::Case(value) = record.row(layout.union.as_ref()?.payload)? else { return None };
    let CaseValue::Known { body, .. } = &**value else { return Some("Unknown".into()) };
    let child = schema.structs.get(body.of.index())?;
    if child.union.is_none() {
        return Some(child.name.printed.clone());
    }
    let inner = name(schema, body)?;
    let unknown = inner == "Unknown" || inner.ends_with(".Unknown");
    Some(if unknown { format!("{}.{inner}", child.name.printed) } else { inner })
}
