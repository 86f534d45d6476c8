//! `[enum.X]` to the model.

use std::collections::HashMap;

use crate::diag::{Code, Diagnostic, Sink};
use crate::ir::{Docs, Enum, Enumerator, IntType, ModuleId};
use crate::name::Name;
use crate::source::Span;
use crate::syntax::{self, EnumDecl, EnumeratorDecl, Text};

/// An enum of the model, if its declaration is right.
pub(crate) fn enumeration(decl: &EnumDecl, module: ModuleId, sink: &mut Sink) -> Option<Enum> {
    let repr = repr(&decl.ty, sink);
    let mut right = unique(&decl.values, decl.closed, sink);
    if let Some(repr) = repr {
        right &= inside(&decl.values, repr, &decl.ty, sink);
    }
    if decl.closed && decl.values.is_empty() {
        let message = format!("the closed enum `{}` has no value", decl.name.value);
        sink.push(Diagnostic::error(Code::EmptyEnum, decl.name.span, message));
        right = false;
    }
    let repr = repr.filter(|_| right)?;
    let values = decl.values.iter().map(|value| Enumerator {
        name: name(&value.name, value.rename.as_ref()),
        value: value.value.value.value,
        written: value.value.value.written.clone(),
        docs: docs(&value.docs),
    });
    Some(Enum {
        name: name(&decl.name, decl.rename.as_ref()),
        module,
        docs: docs(&decl.docs),
        repr,
        closed: decl.closed,
        values: values.collect(),
        span: decl.name.span,
    })
}

/// A name with its `rename`.
pub(super) fn name(printed: &Text, rename: Option<&Text>) -> Name {
    match rename {
        Some(rename) => Name::renamed(&printed.value, &rename.value),
        None => Name::new(&printed.value),
    }
}

/// Docs of the model.
pub(super) fn docs(docs: &syntax::Docs) -> Docs {
    let text = |text: &Option<Text>| text.as_ref().map(|text| text.value.clone());
    Docs { text: text(&docs.doc), clause: text(&docs.clause), unit: text(&docs.unit) }
}

fn repr(ty: &Text, sink: &mut Sink) -> Option<IntType> {
    let signed = ty.value.starts_with('i');
    let digits = ty.value.strip_prefix(['u', 'i']).unwrap_or_default();
    let plain = !digits.starts_with('0') && digits.bytes().all(|digit| digit.is_ascii_digit());
    let (code, message) = match digits.parse::<u8>() {
        Ok(bits @ 1..=64) if plain && (bits > 1 || !signed) => return Some(IntType { signed, bits }),
        Ok(65..=128) if plain => {
            (Code::NotSupported, format!("`{}` is not supported yet: it is over 64 bits wide", ty.value))
        }
        _ => (Code::EnumType, format!("an enum is an integer, and `{}` is none", ty.value.escape_debug())),
    };
    let wrong = Diagnostic::error(code, ty.span, message);
    sink.push(wrong.help("integers are `u1` to `u64` and `i2` to `i64`"));
    None
}

fn inside(values: &[EnumeratorDecl], repr: IntType, ty: &Text, sink: &mut Sink) -> bool {
    let range = repr.interval();
    let mut right = true;
    for EnumeratorDecl { name, value, .. } in values {
        if value.value.value < range.min || value.value.value > range.max {
            let (name, written, ty_name) = (&name.value, &value.value.written, &ty.value);
            let message =
                format!("`{name}` is {written}, and {ty_name} holds {} to {}", range.min, range.max);
            sink.push(
                Diagnostic::error(Code::EnumeratorRange, value.span, message).label(ty.span, "its type"),
            );
            right = false;
        }
    }
    right
}

/// Every value and every Rust name once.
fn unique(values: &[EnumeratorDecl], closed: bool, sink: &mut Sink) -> bool {
    let rust = |value: &EnumeratorDecl| {
        let name = name(&value.name, value.rename.as_ref());
        if closed { name.camel() } else { name.screaming() }
    };
    let mut right = true;
    let (mut numbers, mut names) = (HashMap::new(), HashMap::new());
    for later in values {
        let value = &later.value.value;
        let first: &EnumeratorDecl = numbers.entry(value.value).or_insert(later);
        if !std::ptr::eq(first, later) {
            let message =
                format!("`{}` and `{}` are both {}", first.name.value, later.name.value, value.written);
            let wrong = Diagnostic::error(Code::DoubleEnumerator, later.value.span, message);
            sink.push(wrong.label(first.value.span, "the first"));
            right = false;
        }
        let rust = rust(later);
        let first: &EnumeratorDecl = names.entry(rust.clone()).or_insert(later);
        if !std::ptr::eq(first, later) {
            sink.push(clash(&first.name, &later.name, later.name.span, &rust));
            right = false;
        }
    }
    right
}

/// Two names that become one in Rust.
pub(super) fn clash(first: &Text, later: &Text, at: Span, rust: &str) -> Diagnostic {
    let message = format!("`{}` and `{}` both become `{rust}` in Rust", first.value, later.value);
    Diagnostic::error(Code::RustNameClash, at, message)
        .label(first.span, "the first")
        .help("give one of them another name with `rename`")
}
