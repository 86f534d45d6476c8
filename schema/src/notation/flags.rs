//! Flags as vectors and schemas write them: an integer, or a list of names and of numbers for bits without one.

use crate::diag::{Code, Diagnostic};
use crate::ir::{Flags, IntType};
use crate::name::nearest;
use crate::source::Span;
use crate::syntax::{Literal, LiteralValue};
use crate::value::{Value, integer};

/// Why a literal is no value of a set of flags.
#[derive(Debug)]
pub(crate) struct Wrong {
    /// The part of it that is wrong.
    pub(crate) span: Span,
    /// Behind the name of the field.
    pub(crate) why: String,
    /// What to write.
    pub(crate) help: Option<String>,
    /// The name that was meant.
    pub(crate) near: Option<String>,
}

impl Wrong {
    /// As a diagnostic that begins with the name of the field.
    pub(crate) fn of(self, code: Code, what: &str) -> Diagnostic {
        let error = Diagnostic::error(code, self.span, format!("{what} {}", self.why));
        match (self.near, self.help) {
            (Some(near), _) => error.mean(&near),
            (None, help) => Diagnostic { help, ..error },
        }
    }
}

/// The number that a literal stands for; `seen` is called with every name and its place.
pub(crate) fn read(of: &Flags, literal: &Literal, seen: &mut dyn FnMut(&str, Span)) -> Result<i128, Wrong> {
    match &literal.value {
        LiteralValue::Integer(number) => fits(of, number.value, literal.span),
        LiteralValue::Array(items) => {
            let mut value = 0;
            for item in items {
                let bits = one(of, item, seen)?;
                if value & bits != 0 {
                    let why = format!("has the bits {:#X} twice in this list", value & bits);
                    return Err(Wrong {
                        span: item.span,
                        why,
                        help: Some("name every bit once".to_owned()),
                        near: None,
                    });
                }
                value |= bits;
            }
            Ok(value)
        }
        other => {
            let why = format!("is a set of `{}`: a list of its names, or a number", of.name.printed);
            let help = match other {
                LiteralValue::Text(name) if flag(of, name).is_some() => Some(format!("write `[\"{name}\"]`")),
                _ => None,
            };
            Err(Wrong { span: literal.span, why, help, near: None })
        }
    }
}

/// One name, or the number of bits without one.
fn one(of: &Flags, item: &Literal, seen: &mut dyn FnMut(&str, Span)) -> Result<i128, Wrong> {
    let span = item.span;
    match &item.value {
        LiteralValue::Integer(number) => fits(of, number.value, span),
        LiteralValue::Text(text) => {
            if let Some(value) = flag(of, text) {
                seen(text, span);
                return Ok(value);
            }
            if let Some(Value::Int(value)) = integer(text) {
                return fits(of, value, span);
            }
            let near = nearest(text, of.bits.iter().map(|flag| flag.name.printed.as_str()));
            let why = format!("is a set of `{}`, which has no `{text}`", of.name.printed);
            Err(Wrong { span, why, help: None, near: near.map(str::to_owned) })
        }
        _ => {
            let why = format!("is a set of `{}`: this is neither a name of it nor a number", of.name.printed);
            Err(Wrong { span, why, help: None, near: None })
        }
    }
}

/// The mask of a flag, with the name of its set in front or not.
fn flag(of: &Flags, written: &str) -> Option<i128> {
    let name = match written.split_once('.') {
        Some((table, name)) if of.name.is(table) => name,
        _ => written,
    };
    of.bits.iter().find(|flag| flag.name.is(name)).map(|flag| 1 << flag.bit)
}

fn fits(of: &Flags, value: i128, span: Span) -> Result<i128, Wrong> {
    let IntType { bits, .. } = of.repr;
    let range = of.repr.interval();
    if (range.min..=range.max).contains(&value) {
        return Ok(value);
    }
    Err(Wrong {
        span,
        why: format!("has {bits} bits, 0 to {}, and {value} is not", range.max),
        help: None,
        near: None,
    })
}

/// What the flags mean that are set, where the schema says.
pub(super) fn meaning(of: &Flags, value: i128) -> Option<String> {
    let set = of.bits.iter().filter(|flag| value >> flag.bit & 1 == 1);
    let said = set.filter_map(|flag| Some((&flag.name.printed, flag.docs.text.as_ref()?)));
    let said: Vec<String> = said.map(|(name, text)| format!("{name}: {text}")).collect();
    (!said.is_empty()).then(|| said.join(" "))
}

/// The names of the flags that are set, and the bits that have none.
pub(super) fn names(of: &Flags, value: i128) -> (Vec<String>, i128) {
    let (mut rest, mut names) = (value, Vec::new());
    for flag in &of.bits {
        if rest >> flag.bit & 1 == 1 {
            names.push(flag.name.printed.clone());
            rest &= !(1 << flag.bit);
        }
    }
    (names, rest)
}
