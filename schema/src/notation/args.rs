//! What types and maps are called with.

use super::read::unknown;
use super::scalar::{self, refuse};
use crate::diag::{Code, Diagnostic, Sink};
use crate::ir::{Map, MapParamType, Schema, StructId};
use crate::source::Span;
use crate::syntax::{Literal, LiteralValue, Text};
use crate::value::{Value, unhex};

/// A value for every param of `of`, from `args = { … }`. Those of a command have defaults.
pub fn args(
    schema: &Schema,
    of: StructId,
    given: &[(Text, Literal)],
    place: Span,
    sink: &mut Sink,
) -> Option<Vec<i128>> {
    let layout = schema.structs.get(of.index())?;
    let mut complete = true;
    for (name, _) in given {
        if !layout.params.iter().any(|param| param.name.is(&name.value)) {
            complete = false;
            let known: Vec<String> = layout.params.iter().map(|param| param.name.snake()).collect();
            sink.push(unknown(name, "arg", &layout.name.printed, &known));
        }
    }
    let values: Vec<Option<i128>> = layout
        .params
        .iter()
        .map(|param| match given.iter().find(|(name, _)| param.name.is(&name.value)) {
            Some((_, literal)) => scalar::read(schema, param.ty, 64, literal, &param.name.printed, sink),
            None if param.default.is_some() => param.default,
            None => {
                let (name, of) = (param.name.snake(), &layout.name.printed);
                let message = format!("`{of}` needs the arg `{name}`");
                let help = format!("name it: `args = {{ {name} = … }}`");
                sink.push(Diagnostic::error(Code::MissingMember, place, message).help(help));
                None
            }
        })
        .collect();
    values.into_iter().collect::<Option<_>>().filter(|_| complete)
}

/// A value for every param of the protocol's context, from `context = { … }`.
pub fn context(
    schema: &Schema,
    given: &[(Text, Literal)],
    place: Span,
    sink: &mut Sink,
) -> Option<Vec<i128>> {
    let mut complete = true;
    for (name, _) in given {
        if !schema.context.iter().any(|param| param.name.is(&name.value)) {
            complete = false;
            let known: Vec<String> = schema.context.iter().map(|param| param.name.snake()).collect();
            sink.push(unknown(name, "name", "context", &known));
        }
    }
    let mut values = Vec::new();
    for param in &schema.context {
        match given.iter().find(|(name, _)| param.name.is(&name.value)) {
            Some((_, literal)) => {
                values.extend(scalar::read(schema, param.ty, 64, literal, &param.name.printed, sink));
            }
            None if param.default.is_some() => values.extend(param.default),
            // It may be the one whose name is wrong.
            None if !complete => {}
            None => {
                let name = param.name.snake();
                let message = format!("a request is decoded in a context, and `{name}` of it is not said");
                let help = format!("name it: `context = {{ {name} = … }}`");
                sink.push(Diagnostic::error(Code::MissingMember, place, message).help(help));
            }
        }
    }
    (complete && values.len() == schema.context.len()).then_some(values)
}

/// A value for every param of a map, from `args = { … }`.
pub fn map_args(
    schema: &Schema,
    map: &Map,
    given: &[(Text, Literal)],
    place: Span,
    sink: &mut Sink,
) -> Option<Vec<Value>> {
    let mut complete = true;
    for (name, _) in given {
        if !map.params.iter().any(|param| param.name.is(&name.value)) {
            complete = false;
            let known: Vec<String> = map.params.iter().map(|param| param.name.snake()).collect();
            sink.push(unknown(name, "arg", &map.name.printed, &known));
        }
    }
    let mut values = Vec::new();
    for param in &map.params {
        let value = match (given.iter().find(|(name, _)| param.name.is(&name.value)), param.ty) {
            (Some((_, literal)), MapParamType::Scalar(ty)) => {
                scalar::read(schema, ty, 64, literal, &param.name.printed, sink).map(Value::Int)
            }
            (Some((_, literal)), MapParamType::Pointer) => pointer(&param.name.printed, literal, sink),
            (None, _) => {
                let (name, of) = (param.name.snake(), &map.name.printed);
                let message = format!("`{of}` needs the arg `{name}`");
                let help = format!("name it: `args = {{ {name} = … }}`");
                sink.push(Diagnostic::error(Code::MissingMember, place, message).help(help));
                None
            }
        };
        values.extend(value);
    }
    (complete && values.len() == map.params.len()).then_some(values)
}

/// What a pointer points to: octets, or `"null"`.
pub(super) fn pointer(name: &str, literal: &Literal, sink: &mut Sink) -> Option<Value> {
    if let LiteralValue::Text(text) = &literal.value {
        if text == "null" {
            return Some(Value::Pointer(None));
        }
        if let Ok(bytes) = unhex(text) {
            return Some(Value::Pointer(Some(bytes)));
        }
    }
    refuse(
        sink,
        literal.span,
        &format!("`{name}` points to octets: a hex string like \"0A FF\", or \"null\""),
    );
    None
}
