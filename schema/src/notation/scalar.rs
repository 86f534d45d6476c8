//! Integers, booleans, enumerators and error codes in the notation of vectors.

use super::flags;
use super::print::Written;
use crate::diag::{Code, Diagnostic, Sink};
use crate::ir::{Enum, ErrorTable, IntType, Scalar, Schema};
use crate::name::nearest;
use crate::source::Span;
use crate::syntax::{Literal, LiteralValue};
use crate::value::{Value, integer};

/// The value that a literal stands for; over 64 bits also digits in text. `what` is the field's name.
pub(super) fn value(
    schema: &Schema,
    ty: Scalar,
    bits: u8,
    literal: &Literal,
    what: &str,
    sink: &mut Sink,
) -> Option<Value> {
    match (ty, &literal.value) {
        (Scalar::Int(int), LiteralValue::Text(text)) if int.is_beyond() => match integer(text) {
            Some(value @ Value::Wide(_)) => Some(value),
            _ => read(schema, ty, bits, literal, what, sink).map(Value::Int),
        },
        _ => read(schema, ty, bits, literal, what, sink).map(Value::Int),
    }
}

/// The integer that a literal stands for, none of those that only 128 unsigned bits hold.
pub(super) fn read(
    schema: &Schema,
    ty: Scalar,
    bits: u8,
    literal: &Literal,
    what: &str,
    sink: &mut Sink,
) -> Option<i128> {
    let found = match (ty, &literal.value) {
        (Scalar::Bool, LiteralValue::Boolean(value)) => return Some(i128::from(*value)),
        (Scalar::Bool, LiteralValue::Integer(integer)) => {
            fits(IntType { signed: false, bits: 1 }, integer.value)
        }
        (Scalar::Int(ty), LiteralValue::Integer(integer)) => fits(ty, integer.value),
        (Scalar::Enum(id), literal) => match (schema.enums.get(id.index())?, literal) {
            (of, LiteralValue::Integer(integer)) => fits(of.repr, integer.value),
            (of, LiteralValue::Text(name)) => enumerator(of, name),
            (of, _) => Err(format!("is a `{}`: a name of it or a number", of.name.printed).into()),
        },
        (Scalar::Errors(id), literal) => match (schema.errors.get(id.index())?, literal) {
            (_, LiteralValue::Integer(integer)) => fits(IntType { signed: false, bits }, integer.value),
            (of, LiteralValue::Text(name)) => code(of, name),
            (of, _) => Err(format!("is a code of `{}`: a name of it or a number", of.name.printed).into()),
        },
        (Scalar::Flags(id), _) => {
            let of = schema.flags.get(id.index())?;
            return flags::read(of, literal, &mut |_, _| {})
                .map_err(|wrong| {
                    sink.push(wrong.of(Code::MemberValue, &format!("`{what}`")));
                })
                .ok();
        }
        (Scalar::Bool, _) => Err("is `true` or `false`".into()),
        (Scalar::Int(ty), LiteralValue::Text(text)) if ty.bits > 64 => match integer(text) {
            Some(Value::Int(value)) => fits(ty, value),
            Some(_) => Err(format!("is a {}, and {text} is not", name(ty)).into()),
            None => Err("is an integer: decimal digits, or hex after `0x`".into()),
        },
        (Scalar::Int(_), _) => Err("is an integer".into()),
    };
    found
        .map_err(|Why { text, near }| {
            let error = Diagnostic::error(Code::MemberValue, literal.span, format!("`{what}` {text}"));
            sink.push(match near {
                Some(near) => error.mean(&near),
                None => error,
            });
        })
        .ok()
}

/// Why a literal is no value of its field.
struct Why {
    /// What follows the field's name.
    text: String,
    /// The name that was meant.
    near: Option<String>,
}

impl<T: Into<String>> From<T> for Why {
    fn from(text: T) -> Self {
        Self { text: text.into(), near: None }
    }
}

/// Reports a value that its field cannot hold.
pub(super) fn refuse(sink: &mut Sink, span: Span, message: &str) {
    sink.push(Diagnostic::error(Code::MemberValue, span, message));
}

fn fits(ty: IntType, value: i128) -> Result<i128, Why> {
    let fits = ty.interval();
    if value < fits.min || value > fits.max {
        let most = if ty.is_beyond() { u128::MAX } else { fits.max as u128 };
        return Err(format!("is a {}, {} to {most}, and {value} is not", name(ty), fits.min).into());
    }
    Ok(value)
}

/// `u12`.
fn name(ty: IntType) -> String {
    format!("{}{}", if ty.signed { 'i' } else { 'u' }, ty.bits)
}

fn enumerator(of: &Enum, written: &str) -> Result<i128, Why> {
    // `Profile.CD_ROM` as in expressions means the same.
    let name = match written.split_once('.') {
        Some((table, name)) if of.name.is(table) => name,
        _ => written,
    };
    if let Some(found) = of.values.iter().find(|value| value.name.is(name)) {
        return Ok(found.value);
    }
    let near = nearest(name, of.values.iter().map(|value| value.name.printed.as_str()));
    Err(unknown(&of.name.printed, written, near))
}

fn code(of: &ErrorTable, written: &str) -> Result<i128, Why> {
    let named = of
        .codes
        .iter()
        .find(|code| code.name.is(written) || code.aliases.iter().any(|alias| alias.is(written)));
    if let Some(found) = named {
        return Ok(i128::from(found.value));
    }
    let near = nearest(written, of.codes.iter().map(|code| code.name.printed.as_str()));
    Err(unknown(&of.name.printed, written, near))
}

fn unknown(of: &str, written: &str, near: Option<&str>) -> Why {
    Why { text: format!("is a `{of}`, which has no `{written}`"), near: near.map(str::to_owned) }
}

/// A value as vectors write it, and what it means.
pub(super) fn written(schema: &Schema, ty: Scalar, value: i128) -> (Written, Option<String>) {
    match ty {
        Scalar::Bool => (Written::Bool(value != 0), None),
        Scalar::Int(_) => (Written::Int(value), None),
        Scalar::Flags(id) => schema.flags.get(id.index()).map_or((Written::Int(value), None), |of| {
            let (names, rest) = flags::names(of, value);
            (Written::Flags { names, rest, value }, flags::meaning(of, value))
        }),
        Scalar::Enum(id) => {
            let values = schema.enums.get(id.index()).map_or(&[][..], |of| of.values.as_slice());
            match values.iter().find(|known| known.value == value) {
                Some(known) => (Written::Name(known.name.printed.clone(), value), known.docs.text.clone()),
                None => (Written::Int(value), None),
            }
        }
        Scalar::Errors(id) => {
            let codes = schema.errors.get(id.index()).map_or(&[][..], |of| of.codes.as_slice());
            match codes.iter().find(|known| i128::from(known.value) == value) {
                Some(known) => {
                    let meaning = known.text.clone().or_else(|| known.docs.text.clone());
                    (Written::Name(known.name.printed.clone(), value), meaning)
                }
                None => (Written::Int(value), None),
            }
        }
    }
}
