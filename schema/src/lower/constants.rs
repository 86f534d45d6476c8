//! `const` and `default`: literals to values that their row can hold.

use super::Lowering;
use crate::diag::{Code, Diagnostic, Sink};
use crate::ir::{
    Constant, Counted, Encoding, FlagsId, IntType, Interval, Kind, Length, Prefix, Scalar, TextLength,
};
use crate::name::nearest;
use crate::notation;
use crate::syntax::{Literal, LiteralValue};
use crate::value::{Value, integer};

impl Lowering<'_> {
    /// The integers that a type can hold. `None`: its enum was refused.
    pub(super) fn range(&self, ty: Scalar) -> Option<Interval> {
        match ty {
            Scalar::Bool => Some(Interval::new(0, 1)),
            Scalar::Int(int) => Some(int.interval()),
            Scalar::Enum(id) => Some(self.enums.get(id.index())?.as_ref()?.repr.interval()),
            Scalar::Flags(id) => Some(self.flags.get(id.index())?.as_ref()?.repr.interval()),
            Scalar::Errors(id) => Some(IntType { signed: false, bits: self.code_bits(id)? }.interval()),
        }
    }

    /// What a literal is for an integer of type `ty`. `None`: refused.
    pub(super) fn scalar_constant(&self, literal: &Literal, ty: Scalar, sink: &mut Sink) -> Option<i128> {
        let range = self.range(ty)?;
        let message = match (&literal.value, ty) {
            (LiteralValue::Boolean(value), Scalar::Bool) => return Some(i128::from(*value)),
            (_, Scalar::Bool) => "a row of one bit is `true` or `false`".to_owned(),
            (LiteralValue::Text(name), Scalar::Enum(_) | Scalar::Errors(_)) => {
                return self.enumerator(name, ty, literal, sink);
            }
            (_, Scalar::Flags(id)) => return self.flags_constant(literal, id, sink),
            (LiteralValue::Text(text), Scalar::Int(int)) if int.bits > 64 => match integer(text) {
                Some(Value::Int(value)) if (range.min..=range.max).contains(&value) => return Some(value),
                Some(_) => format!("{text} does not fit: a constant here is {} to {}", range.min, range.max),
                None => "an integer is needed".to_owned(),
            },
            (LiteralValue::Integer(integer), _) => {
                let value = integer.value;
                let closed = match ty {
                    Scalar::Enum(id) => self.enums.get(id.index())?.as_ref().filter(|found| found.closed),
                    _ => None,
                };
                match closed {
                    Some(found) if found.values.iter().all(|known| known.value != value) => {
                        format!("closed enum `{}` has no value {}", found.name.printed, integer.written)
                    }
                    _ if (range.min..=range.max).contains(&value) => return Some(value),
                    _ => format!(
                        "{} does not fit: the row holds {} to {}",
                        integer.written, range.min, range.max
                    ),
                }
            }
            (_, Scalar::Enum(_) | Scalar::Errors(_)) => {
                "an enumerator's name or an integer is needed".to_owned()
            }
            _ => "an integer is needed".to_owned(),
        };
        sink.push(Diagnostic::error(Code::ConstantType, literal.span, message));
        None
    }

    /// A set of flags: a list of names, or a number.
    fn flags_constant(&self, literal: &Literal, id: FlagsId, sink: &mut Sink) -> Option<i128> {
        let of = self.flags.get(id.index())?.as_ref()?;
        let recorder = self.names.recorder();
        let read = notation::flags::read(of, literal, &mut |name, span| {
            recorder.word(span, name, &of.name, of.span);
        });
        read.map_err(|wrong| {
            sink.push(wrong.of(Code::ConstantType, "the row"));
        })
        .ok()
    }

    fn enumerator(&self, name: &str, ty: Scalar, literal: &Literal, sink: &mut Sink) -> Option<i128> {
        let (table, span, known): (_, _, Vec<_>) = match ty {
            Scalar::Enum(id) => {
                let found = self.enums.get(id.index())?.as_ref()?;
                let known = found.values.iter().map(|known| (&known.name, known.value));
                (&found.name, found.span, known.collect())
            }
            Scalar::Errors(id) => {
                let found = self.errors.get(id.index())?.as_ref()?;
                let names = found.codes.iter().flat_map(|code| {
                    std::iter::once(&code.name)
                        .chain(&code.aliases)
                        .map(|name| (name, i128::from(code.value)))
                });
                (&found.name, found.span, names.collect())
            }
            Scalar::Int(_) | Scalar::Bool | Scalar::Flags(_) => return None,
        };
        self.names.recorder().word(literal.span, name, table, span);
        let written =
            name.strip_prefix(&table.printed).and_then(|rest| rest.strip_prefix('.')).unwrap_or(name);
        if let Some((_, value)) = known.iter().find(|(known, _)| known.is(written)) {
            return Some(*value);
        }
        let message = format!("`{}` has no `{written}`", table.printed);
        let mut diagnostic = Diagnostic::error(Code::ConstantType, literal.span, message);
        if let Some(near) = nearest(written, known.iter().map(|(known, _)| known.printed.as_str())) {
            let at = name.len() - written.len();
            diagnostic = diagnostic.mean_at(literal.span.part(at, name.len()), near);
        }
        sink.push(diagnostic);
        None
    }

    /// What a literal is in a row of `kind`. `None`: refused.
    pub(super) fn constant(&self, literal: &Literal, kind: &Kind, sink: &mut Sink) -> Option<Constant> {
        let message = match (kind, &literal.value) {
            (Kind::Bits(bits), _) => return self.scalar_constant(literal, bits.ty, sink).map(Constant::Int),
            (Kind::Bytes(length), LiteralValue::Text(text)) => match (hex(text), length) {
                (None, _) => "octets are written in hexadecimal, as \"00 FF\"".to_owned(),
                (Some(bytes), Length::Fixed(n)) if bytes.len() as u64 != *n => {
                    format!("the row has {n} bytes; here are {}", bytes.len())
                }
                (Some(bytes), _) => return Some(Constant::Bytes(bytes)),
            },
            (Kind::Text { encoding, pad, length }, LiteralValue::Text(text)) => {
                let len = encoding.units(text);
                match length {
                    _ if *encoding == Encoding::Ascii && !text.is_ascii() => {
                        "`ascii` holds bytes up to 0x7F".to_owned()
                    }
                    TextLength::Bytes(Length::Fixed(n)) if len > *n || (pad.is_none() && len != *n) => {
                        format!("the row has {n} bytes; this text has {len}")
                    }
                    TextLength::Counted(counted) if !takes(counted, *encoding, text) => {
                        format!("the row cannot hold this text of {len} units and its `end`")
                    }
                    _ => return Some(Constant::Text(text.clone())),
                }
            }
            (Kind::Bytes(_) | Kind::Text { .. }, _) => "a string is needed".to_owned(),
            _ => "only integers, octets and text can have a constant".to_owned(),
        };
        sink.push(Diagnostic::error(Code::ConstantType, literal.span, message));
        None
    }

    /// The default of a row that states none.
    pub(super) fn zero(&self, kind: &Kind) -> Option<Constant> {
        match kind {
            Kind::Bits(bits) => match bits.ty {
                Scalar::Enum(id) => {
                    let found = self.enums.get(id.index())?.as_ref()?;
                    found.values.iter().any(|known| known.value == 0).then_some(Constant::Int(0))
                }
                _ => Some(Constant::Int(0)),
            },
            // A row of more than a mebibyte has no default: nobody writes one out.
            Kind::Bytes(Length::Fixed(n)) => (*n <= 1 << 20).then(|| Constant::Bytes(vec![0; *n as usize])),
            Kind::Bytes(_) => Some(Constant::Bytes(Vec::new())),
            Kind::Text { .. } => Some(Constant::Text(String::new())),
            Kind::List { .. }
            | Kind::Array { .. }
            | Kind::Nested { .. }
            | Kind::Payload(_)
            | Kind::Reserved(_)
            | Kind::Pointer
            | Kind::ReservedPointers(_) => None,
        }
    }
}

/// Whether the count in front and `max` allow a text, and its end is not inside.
fn takes(counted: &Counted, encoding: Encoding, text: &str) -> bool {
    let count = counted.count(encoding.units(text));
    let most = counted.prefix.map_or(u64::MAX, Prefix::most).min(counted.max.unwrap_or(u64::MAX));
    let ends_early = counted.prefix.is_none() && counted.end.is_some_and(|end| encoding.has_unit(text, end));
    count <= most && !ends_early
}

/// Octets written in hexadecimal, blanks between them or not.
pub(super) fn hex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u32> =
        text.chars().filter(|c| !c.is_ascii_whitespace()).map(|c| c.to_digit(16)).collect::<Option<_>>()?;
    let (pairs, rest) = digits.as_chunks::<2>();
    rest.is_empty().then(|| pairs.iter().map(|[high, low]| (high << 4 | low) as u8).collect())
}
