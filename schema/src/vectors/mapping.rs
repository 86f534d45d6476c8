//! Vectors of maps: `out` compares what it names.

use super::compare;
use crate::interp;
use crate::ir::{Expect, MapId, Schema, Vector};
use crate::value::{Record, Value};

pub(super) fn holds(schema: &Schema, map: MapId, vector: &Vector) -> Result<(), String> {
    let Expect::Maps { source, args, gives } = &vector.expect else { return Ok(()) };
    match (interp::map(schema, map, source, args), gives) {
        (Ok(found), Ok(expected)) => match difference(schema, expected, &found) {
            None => Ok(()),
            Some((field, expected, found)) => {
                Err(format!("mapping gives another `{field}`: {found}, not {expected}"))
            }
        },
        (Err(failure), Err(kind)) if failure.kind == *kind => Ok(()),
        (Err(failure), Err(kind)) => Err(format!(
            "an error `{}` is expected, mapping fails with `{}`: {failure}",
            kind.word(),
            failure.kind.word()
        )),
        (Err(failure), Ok(_)) => {
            Err(format!("`in` does not map: {failure} (an error `{}`)", failure.kind.word()))
        }
        (Ok(_), Err(kind)) => Err(format!("an error `{}` is expected, and `in` maps", kind.word())),
    }
}

/// The first row that `expected` names and that is another: its path, what was expected and what there is.
fn difference(schema: &Schema, expected: &Record, found: &Record) -> Option<(String, String, String)> {
    let layout = schema.structs.get(found.of.index())?;
    let rows = layout.rows.iter().zip(expected.rows.iter().zip(&found.rows));
    rows.into_iter().find_map(|(row, (expected, found))| {
        let name = row.name.as_ref().map(crate::name::Name::snake).unwrap_or_default();
        match (expected.as_ref()?, found) {
            (Value::Record(expected), Some(Value::Record(found))) => {
                let (path, expected, found) = difference(schema, expected, found)?;
                Some((format!("{name}.{path}"), expected, found))
            }
            (expected, Some(found)) if expected == found => None,
            (expected, found) => {
                let found = found.as_ref().map_or("nothing".to_owned(), compare::show);
                Some((name, compare::show(expected), found))
            }
        }
    })
}
