//! Runs test vectors.

mod compare;
mod mapping;

use crate::interp::{self, Failure, Places};
use crate::ir::{Expect, Form, Schema, StructId, Subject, Vector};
use crate::value::{ErrorKind, Record, hex};

/// What came of one vector.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Index into [`Schema::vectors`].
    pub vector: usize,
    /// `None`: it holds. Otherwise what does not, with both byte strings where bytes differ; lines are
    /// separated by newlines, the first one says it all.
    pub failure: Option<String>,
}

/// Runs every vector of the schema's root file.
pub fn run(schema: &Schema) -> Vec<Outcome> {
    let outcome = |(index, vector)| Outcome { vector: index, failure: holds(schema, vector).err() };
    schema.vectors.iter().enumerate().map(outcome).collect()
}

fn holds(schema: &Schema, vector: &Vector) -> Result<(), String> {
    let of = match vector.subject {
        Subject::Layout(of) => of,
        Subject::Map(map) => return mapping::holds(schema, map, vector),
    };
    match (&vector.expect, &vector.bytes) {
        (Expect::Fields(record), Some(bytes)) => {
            let encoded = encode(schema, record)?;
            let (found, places) = decode(schema, of, vector, bytes)?;
            same_fields(schema, record, &found)?;
            same_bytes(schema, (&found, &places), bytes, &encoded, &vec![0xFF; bytes.len()])
        }
        (Expect::Fields(record), None) => {
            let bytes = encode(schema, record)?;
            let (found, _) = decode(schema, of, vector, &bytes)?;
            same_fields(schema, record, &found)
        }
        (Expect::RoundTrip, bytes) => {
            let bytes = bytes.as_deref().unwrap_or_default();
            let (found, places) = decode(schema, of, vector, bytes)?;
            let encoded = interp::encode(schema, &found, None)
                .map_err(|failure| format!("what was decoded does not encode: {failure}"))?;
            let named = interp::named_bits(schema, &found, &places, bytes);
            same_bytes(schema, (&found, &places), bytes, &encoded, &named)
        }
        (Expect::Error(kind), bytes) => {
            fails(schema, of, vector, *kind, bytes.as_deref().unwrap_or_default())
        }
        (Expect::Maps { .. }, _) => Ok(()),
    }
}

fn encode(schema: &Schema, record: &Record) -> Result<Vec<u8>, String> {
    interp::validate(schema, record, None).and_then(|()| interp::encode_strict(schema, record, None)).map_err(
        |failure| format!("the fields do not encode: {failure} (an error `{}`)", failure.kind.word()),
    )
}

fn decode(schema: &Schema, of: StructId, vector: &Vector, bytes: &[u8]) -> Result<(Record, Places), String> {
    if let Some(context) = &vector.context {
        let found = interp::decode_request_in(schema, context, bytes)
            .map_err(|failure| format!("in this context the bytes are no right request: {failure}"))?;
        if found.of != of {
            let name =
                |of: StructId| schema.structs.get(of.index()).map_or("", |of| of.name.printed.as_str());
            return Err(format!(
                "in this context the bytes are the command `{}`, not `{}`",
                name(found.of),
                name(of)
            ));
        }
    }
    interp::decode_placed(schema, of, &vector.args, bytes).map_err(|failure| {
        format!(
            "the bytes do not decode: {failure} (an error `{}` at byte {})\nbytes: {}",
            failure.kind.word(),
            failure.offset,
            hex(bytes)
        )
    })
}

fn fails(
    schema: &Schema,
    of: StructId,
    vector: &Vector,
    kind: ErrorKind,
    bytes: &[u8],
) -> Result<(), String> {
    let form = schema.structs.get(of.index()).map(|layout| layout.form);
    let decoded: Result<(), Failure> = if kind == ErrorKind::Unknown {
        match form {
            Some(Form::Event(_)) => interp::decode_event(schema, bytes).map(|_| ()),
            _ => {
                let context = vector.context.as_deref().unwrap_or_default();
                interp::decode_request_in(schema, context, bytes).map(|_| ())
            }
        }
    } else if let Some(context) = &vector.context {
        interp::decode_request_in(schema, context, bytes).map(|_| ())
    } else {
        interp::decode(schema, of, &vector.args, bytes).map(|_| ())
    };
    let expected = kind.word();
    match decoded {
        Err(failure) if failure.kind == kind => Ok(()),
        Err(failure) => Err(format!(
            "an error `{expected}` is expected, decoding fails with `{}`: {failure}",
            failure.kind.word()
        )),
        Ok(()) => Err(format!("an error `{expected}` is expected, and the bytes decode")),
    }
}

fn same_fields(schema: &Schema, expected: &Record, found: &Record) -> Result<(), String> {
    match compare::difference(schema, expected, found) {
        None => Ok(()),
        Some((field, expected, found)) => {
            Err(format!("decoding gives another `{field}`: {found}, not {expected}"))
        }
    }
}

fn same_bytes(
    schema: &Schema,
    (record, places): (&Record, &Places),
    bytes: &[u8],
    encoded: &[u8],
    named: &[u8],
) -> Result<(), String> {
    let differs = |at: &usize| {
        let mask = named.get(*at).copied().unwrap_or(0xFF);
        bytes.get(*at).map(|byte| byte & mask) != encoded.get(*at).map(|byte| byte & mask)
    };
    // What the input has behind the last named bit is nobody's.
    let end = named.iter().rposition(|mask| *mask != 0).map_or(0, |last| last + 1);
    let all = bytes.len().min(end.max(encoded.len())).max(encoded.len());
    let Some(at) = (0..all).find(differs) else { return Ok(()) };
    let field = compare::field_at(schema, record, places, at as u64)
        .map_or(String::new(), |field| format!(" (`{field}`)"));
    let (bytes, encoded) = (hex(bytes), hex(encoded));
    Err(format!(
        "encoding gives other bytes, first at byte {at}{field}\nexpected: {bytes}\nencoded:  {encoded}"
    ))
}
