//! Literals to a record.

use crate::diag::Sink;
use crate::ir::{Schema, StructId};
use crate::source::Span;
use crate::syntax::{Literal, Text};
use crate::value::Record;

/// The record that `fields` describe. Members that are not named are `None`: absent or their default,
/// which encoding decides. `place` is where the whole stands.
pub fn record(
    schema: &Schema,
    of: StructId,
    params: &[i128],
    fields: &[(Text, Literal)],
    place: Span,
    sink: &mut Sink,
) -> Option<Record> {
    let _ = (schema, of, params, fields, place, sink);
    None
}

/// A value for every param of `of`, from `args = { … }`. Those of a command have defaults.
pub fn args(
    schema: &Schema,
    of: StructId,
    given: &[(Text, Literal)],
    place: Span,
    sink: &mut Sink,
) -> Option<Vec<i128>> {
    let _ = (schema, of, given, place, sink);
    None
}
