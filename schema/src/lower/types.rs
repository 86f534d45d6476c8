//! Types as written, to what they mean.

use crate::diag::{Code, Diagnostic, Sink};
use crate::ir::{Encoding, IntType, Scalar, StructId};
use crate::lower::Lowering;
use crate::resolve::Item;
use crate::source::Span;
use crate::syntax::{ExprText, Text};
use crate::words::TYPES;

/// What a `type` says.
#[derive(Clone, Debug)]
pub(crate) enum Type {
    /// An integer, boolean, enum or error code with its width in bits.
    Scalar(Scalar, u8),
    /// Octets.
    Bytes,
    /// Text in bytes.
    Text(Encoding),
    /// Text in 16-bit units, of the row's byte order.
    Utf16,
    /// A list.
    List(Box<Type>),
    /// An array.
    Array(Box<Type>, u64),
    /// A struct or union with what it is called with.
    Struct(StructId, Vec<ExprText>, Span),
    /// Where a union's child goes.
    Payload,
    /// A pointer of a struct with `layout = "c"`, or of a map's arg.
    Pointer,
}

impl Lowering<'_> {
    /// The type that `text` names in `file`. A struct is lowered first if it was not yet.
    pub(super) fn ty(&mut self, file: usize, text: &Text, sink: &mut Sink) -> Option<Type> {
        let trimmed = text.value.trim();
        let from = text.value.len() - text.value.trim_start().len();
        let span = text.span.part(from, from + trimmed.len());
        if let Some(inner) = trimmed.strip_prefix('[') {
            return self.repeated(file, inner, span, sink);
        }
        match trimmed {
            "bool" => return Some(Type::Scalar(Scalar::Bool, 1)),
            "bytes" => return Some(Type::Bytes),
            "ascii" => return Some(Type::Text(Encoding::Ascii)),
            "utf8" => return Some(Type::Text(Encoding::Utf8)),
            "utf16" => return Some(Type::Utf16),
            "payload" => return Some(Type::Payload),
            "ptr" => return Some(Type::Pointer),
            _ => {}
        }
        match integer(trimmed) {
            Some(Ok(int)) => Some(Type::Scalar(Scalar::Int(int), int.bits)),
            Some(Err((code, message))) => {
                sink.push(Diagnostic::error(code, span, message));
                None
            }
            None => self.named(file, trimmed, span, sink),
        }
    }

    /// `[T]` and `[T; N]`, behind the bracket.
    fn repeated(&mut self, file: usize, inner: &str, span: Span, sink: &mut Sink) -> Option<Type> {
        let Some(inner) = inner.strip_suffix(']') else {
            let message = "a list is written `[T]`, an array `[T; 6]`";
            sink.push(Diagnostic::error(Code::UnknownType, span, message));
            return None;
        };
        if inner.trim_start().starts_with('[') {
            let message = "a list of lists has no type: put the inner one into a struct";
            sink.push(Diagnostic::error(Code::ElementType, span, message));
            return None;
        }
        let split = inner.rsplit_once(';').filter(|(_, n)| !n.contains([']', ')']));
        let element = split.map_or(inner, |(element, _)| element);
        let element = Text::new(element.to_owned(), span.part(1, 1 + element.len()));
        let element = Box::new(self.ty(file, &element, sink)?);
        let Some((_, count)) = split else { return Some(Type::List(element)) };
        match count.trim().parse::<u64>() {
            Ok(count) if (1..=u64::from(u32::MAX)).contains(&count) => Some(Type::Array(element, count)),
            _ => {
                let message = format!("an array has 1 to {} elements, not `{}`", u32::MAX, count.trim());
                sink.push(Diagnostic::error(Code::UnknownType, span, message));
                None
            }
        }
    }

    /// A declared type, called or not.
    fn named(&mut self, file: usize, text: &str, span: Span, sink: &mut Sink) -> Option<Type> {
        let (name, args) = match text.split_once('(') {
            None => (text, Vec::new()),
            Some((name, args)) => {
                let Some(args) = args.strip_suffix(')') else {
                    let message = format!("`{text}` is no type: a `)` is missing");
                    sink.push(Diagnostic::error(Code::UnknownType, span, message));
                    return None;
                };
                let from = name.len() + 1;
                (name.trim_end(), arguments(args, span.part(from, from + args.len())))
            }
        };
        let scalar = match self.names.used(file, name, span.part(0, name.len())) {
            Some(Item::Struct(id)) => {
                if let Some(parent) = self.sources.get(id.index()).and_then(|source| source.parent) {
                    let parent = &self.sources.get(parent.index())?.name.printed;
                    let message = format!("`{name}` is a child of union `{parent}` and cannot stand alone");
                    let error = Diagnostic::error(Code::ChildAlone, span, message);
                    sink.push(error.help(format!("say `{parent}`")));
                    return None;
                }
                return self.ensure(id, span, sink).then_some(Type::Struct(id, args, span));
            }
            Some(Item::Enum(id)) => {
                // One that was refused has its own error.
                let bits = self.enums.get(id.index())?.as_ref()?.repr.bits;
                Type::Scalar(Scalar::Enum(id), bits)
            }
            Some(Item::Flags(id)) => {
                let bits = self.flags.get(id.index())?.as_ref()?.repr.bits;
                Type::Scalar(Scalar::Flags(id), bits)
            }
            Some(Item::Errors(id)) => Type::Scalar(Scalar::Errors(id), self.code_bits(id)?),
            found => {
                let message = match found {
                    Some(Item::Event(_)) => format!("`{name}` is an event, no type"),
                    Some(_) => format!("`{name}` is a command, no type"),
                    None => format!("there is no type `{name}`"),
                };
                let mut diagnostic = Diagnostic::error(Code::UnknownType, span, message);
                let is_type = |item| !matches!(item, Item::Command(_) | Item::Alias(_) | Item::Event(_));
                if let Some(word) = of_c(name) {
                    diagnostic = diagnostic.mean_at(span.part(0, name.len()), word);
                } else if let Some(hint) =
                    self.names.hint_among(file, name, &is_type, &TYPES.map(|(name, _)| name))
                {
                    diagnostic = hint.on(diagnostic, span.part(0, name.len()));
                }
                sink.push(diagnostic);
                return None;
            }
        };
        if text.contains('(') {
            let message = format!("`{name}` is an integer and takes no arguments");
            sink.push(Diagnostic::error(Code::TypeArgs, span, message));
            return None;
        }
        Some(scalar)
    }
}

/// Whether the language has a type of that name.
pub(super) fn is_built_in(name: &str) -> bool {
    TYPES.iter().any(|(known, _)| *known == name) || integer(name).is_some()
}

/// What a type of C is called here.
fn of_c(name: &str) -> Option<&'static str> {
    Some(match name.to_ascii_lowercase().trim_end_matches("_t") {
        "uint8" | "byte" | "uchar" | "octet" => "u8",
        "uint16" | "word" | "ushort" => "u16",
        "uint32" | "dword" | "ulong" => "u32",
        "uint64" | "qword" => "u64",
        "int8" => "i8",
        "int16" => "i16",
        "int32" => "i32",
        "int64" => "i64",
        "boolean" => "bool",
        "string" => "utf8",
        _ => return None,
    })
}

/// `u12`, `i8`. `None`: it does not look like one.
pub(super) fn integer(text: &str) -> Option<Result<IntType, (Code, String)>> {
    let signed = text.starts_with('i');
    let digits = text.strip_prefix(['u', 'i'])?;
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let least = if signed { 2 } else { 1 };
    Some(match digits.parse::<u8>() {
        Ok(bits) if (least..=128).contains(&bits) && !digits.starts_with('0') => Ok(IntType { signed, bits }),
        _ => Err((Code::UnknownType, format!("`{text}`: an integer has {least} to 128 bits"))),
    })
}

/// The expressions between the parentheses of a called type.
fn arguments(text: &str, span: Span) -> Vec<ExprText> {
    if text.trim().is_empty() {
        return Vec::new();
    }
    let (mut found, mut depth, mut start) = (Vec::new(), 0_i32, 0);
    let mut take = |from: usize, to: usize| {
        let part = text.get(from..to).unwrap_or_default();
        found.push(ExprText::Text(Text::new(part.to_owned(), span.part(from, to))));
    };
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' if depth == 0 => {
                take(start, at);
                start = at + 1;
            }
            _ => {}
        }
    }
    take(start, text.len());
    found
}
