//! `{ by = … }`: what is looked up, and the entries.

use super::map_rows::{BY, MapRows};
use crate::diag::{Code, Diagnostic, Sink};
use crate::expr::{self, Use};
use crate::ir::{Arm, Binary, Expr, Interval, Kind, Node, Scalar, Source};
use crate::name::{self, Name, nearest};
use crate::source::Span;
use crate::syntax::{ExprText, SetDecl, SetValue};

impl MapRows<'_, '_, '_> {
    /// `{ by = … }`.
    pub(super) fn by(
        &self,
        kind: &Kind,
        key: &ExprText,
        entries: &[SetDecl],
        span: Span,
        sink: &mut Sink,
    ) -> Option<Source> {
        let key_expr = self.scope.compile(key, Use::Key, sink)?;
        let written: Vec<&SetDecl> = entries.iter().filter(|entry| entry.name.value != BY).collect();
        if written.is_empty() {
            let message = "`by` looks up nothing: the table needs an entry for every value that is mapped";
            sink.push(Diagnostic::error(Code::MapKey, span, message));
            return None;
        }
        let mut arms: Vec<(Arm, Span)> = Vec::new();
        let mut right = true;
        for arm in written {
            let value = self.key(&key_expr, arm, sink);
            let source = match (&arm.value, value) {
                (SetValue::Expr(text), value) => {
                    let known = value.map(|value| equals(&key_expr, value));
                    self.value(kind, text, known, sink)
                }
                _ => {
                    let message = "an entry of `by` is an expression";
                    sink.push(Diagnostic::error(Code::MapValue, arm.span, message));
                    None
                }
            };
            let Some((value, source)) = value.zip(source) else {
                right = false;
                continue;
            };
            if let Some((_, first)) = arms.iter().find(|(known, _)| known.key == value) {
                let message = format!("{value} is looked up already");
                sink.push(Diagnostic::error(Code::MapDouble, arm.name.span, message).label(*first, "here"));
                right = false;
            }
            arms.push((Arm { key: value, source }, arm.name.span));
        }
        let arms = arms.into_iter().map(|(arm, _)| arm).collect();
        right.then_some(Source::By { key: key_expr, arms })
    }

    /// The value that a key of `by` stands for.
    fn key(&self, by: &Expr, arm: &SetDecl, sink: &mut Sink) -> Option<i128> {
        let written = arm.name.value.as_str();
        let listed = self.listed(by)?;
        if let Some(listed) = &listed {
            let recorder = self.scope.low.names.recorder();
            recorder.word(arm.name.span, written, listed.name, listed.span);
        }
        let value = match &listed {
            Some(listed) => listed.value(written).or_else(|| number(written)),
            None if by.is_bool => match written {
                "true" => Some(1),
                "false" => Some(0),
                _ => None,
            },
            None => number(written),
        };
        let Interval { min, max } = by.interval;
        let (message, help) = match (value, &listed) {
            (Some(value), Some(listed)) if !listed.takes(value) => {
                (format!("closed enum `{}` has no value {value}", listed.name.printed), None)
            }
            (Some(value), _) if (min..=max).contains(&value) => return Some(value),
            (Some(value), _) => (format!("what is looked up is {min} to {max}, and never {value}"), None),
            (None, Some(listed)) => {
                let near = nearest(written, listed.known.iter().map(|(name, _)| name.printed.as_str()));
                let message = format!("`{}` has no `{written}`", listed.name.printed);
                let error = Diagnostic::error(Code::MapKey, arm.name.span, message);
                sink.push(match near {
                    Some(near) => error.mean(&name::word(near)),
                    None => error,
                });
                return None;
            }
            (None, None) if by.is_bool => {
                (format!("a condition is looked up: its keys are `true` and `false`, not `{written}`"), None)
            }
            (None, None) => (
                format!("a number is looked up: its keys are integers, not `{written}`"),
                Some(
                    "names are keys where `by` is nothing but a field or arg whose type is an enum"
                        .to_owned(),
                ),
            ),
        };
        let error = Diagnostic::error(Code::MapKey, arm.name.span, message);
        sink.push(match help {
            Some(help) => error.help(help),
            None => error,
        });
        None
    }

    /// The names of what is looked up, where it is an enum or error code. `None`: that was refused.
    #[allow(clippy::option_option, reason = "refused, no names and names are three things")]
    fn listed(&self, by: &Expr) -> Option<Option<Listed<'_>>> {
        let low = self.scope.low;
        Some(match self.scalar_of(by) {
            Some(Scalar::Enum(id)) => {
                let found = low.enums.get(id.index())?.as_ref()?;
                let known = found.values.iter().map(|value| (&value.name, value.value)).collect();
                Some(Listed { name: &found.name, span: found.span, known, closed: found.closed })
            }
            Some(Scalar::Errors(id)) => {
                let found = low.errors.get(id.index())?.as_ref()?;
                let codes = found.codes.iter().flat_map(|code| {
                    let names = std::iter::once(&code.name).chain(&code.aliases);
                    names.map(|name| (name, i128::from(code.value)))
                });
                Some(Listed { name: &found.name, span: found.span, known: codes.collect(), closed: false })
            }
            _ => None,
        })
    }
}

/// An enum or error table whose names are keys of `by`.
struct Listed<'n> {
    name: &'n Name,
    span: Span,
    known: Vec<(&'n Name, i128)>,
    closed: bool,
}

impl Listed<'_> {
    /// The value of a name, with the enum's in front of it or not.
    fn value(&self, written: &str) -> Option<i128> {
        let short = written.strip_prefix(self.name.printed.as_str()).and_then(|rest| rest.strip_prefix('.'));
        let name = short.unwrap_or(written);
        self.known.iter().find(|(known, _)| known.is(name)).map(|(_, value)| *value)
    }

    /// Whether there can be such a value.
    fn takes(&self, value: i128) -> bool {
        !self.closed || self.known.iter().any(|(_, known)| *known == value)
    }
}

/// An integer as a key is written.
fn number(written: &str) -> Option<i128> {
    let (sign, digits) = written.strip_prefix('-').map_or((1, written), |digits| (-1, digits));
    let clean = digits.replace('_', "");
    let value = match clean.strip_prefix("0x") {
        Some(hex) => i128::from_str_radix(hex, 16),
        None => clean.parse(),
    };
    value.ok().filter(|_| clean.starts_with(|c: char| c.is_ascii_digit()))?.checked_mul(sign)
}

/// `key == value`, which holds where an entry of `by` is computed.
fn equals(key: &Expr, value: i128) -> Expr {
    let value = expr::constant(value, key.is_bool);
    let node = Node::Binary(Binary::Eq, Box::new(key.clone()), Box::new(value));
    Expr { node, interval: Interval::new(0, 1), is_bool: true }
}
