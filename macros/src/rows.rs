//! A struct's attributes as the keys of the language, each with the tokens that it came from.

use proc_macro2::Span;
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{Attribute, Expr, ExprLit, Field, Lit, Type};

/// Text of a schema, and which tokens its parts are.
#[derive(Default)]
pub(crate) struct Text {
    pub(crate) text: String,
    parts: Vec<(usize, Span)>,
}

impl Text {
    /// Adds `text`, which came from `span`.
    pub(crate) fn push(&mut self, text: &str, span: Span) {
        self.parts.push((self.text.len(), span));
        self.text += text;
    }

    /// The tokens behind a byte.
    pub(crate) fn span_at(&self, byte: usize) -> Span {
        let at = self.parts.partition_point(|(start, _)| *start <= byte);
        at.checked_sub(1).and_then(|at| self.parts.get(at)).map_or_else(Span::call_site, |(_, span)| *span)
    }
}

/// A key with its value.
pub(crate) struct Entry {
    pub(crate) key: String,
    pub(crate) key_span: Span,
    /// As TOML.
    pub(crate) value: String,
    pub(crate) value_span: Span,
}

/// The keys in `#[opcodec(…)]`, and the doc comment.
pub(crate) fn entries(attributes: &[Attribute]) -> syn::Result<Vec<Entry>> {
    let mut entries = Vec::new();
    let mut docs: Option<(String, Span)> = None;
    for attribute in attributes {
        if attribute.path().is_ident("doc") {
            if let syn::Meta::NameValue(meta) = &attribute.meta
                && let Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) = &meta.value
            {
                let line = text.value();
                let line = line.strip_prefix(' ').unwrap_or(&line).to_owned();
                match &mut docs {
                    Some((docs, _)) => *docs += &format!("\n{line}"),
                    None => docs = Some((line, text.span())),
                }
            }
        } else if attribute.path().is_ident("opcodec") {
            attribute.parse_nested_meta(|meta| {
                let key = meta.path.to_token_stream().to_string();
                let value: Lit = meta.value()?.parse()?;
                entries.push(Entry {
                    key: key.trim_start_matches("r#").to_owned(),
                    key_span: meta.path.span(),
                    value: toml(&value)?,
                    value_span: value.span(),
                });
                Ok(())
            })?;
        }
    }
    if let Some((docs, span)) = docs
        && !entries.iter().any(|entry| entry.key == "doc")
    {
        entries.push(Entry { key: "doc".into(), key_span: span, value: string(&docs), value_span: span });
    }
    Ok(entries)
}

/// A literal of Rust as one of TOML.
fn toml(literal: &Lit) -> syn::Result<String> {
    match literal {
        Lit::Str(text) => Ok(string(&text.value())),
        Lit::Bool(value) => Ok(value.value.to_string()),
        Lit::Int(value) => {
            let text = value.to_string();
            Ok(text.strip_suffix(value.suffix()).unwrap_or(&text).to_owned())
        }
        other => Err(syn::Error::new(other.span(), "a string, an integer or a boolean is expected")),
    }
}

/// A string of TOML. Without quotes, backslashes and control characters it keeps its positions.
pub(crate) fn string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out += "\\\"",
            '\\' => out += "\\\\",
            c if c.is_control() => out += &format!("\\u{:04X}", c as u32),
            c => out.push(c),
        }
    }
    out + "\""
}

/// The `type` of a field, from its Rust type.
pub(crate) fn type_of(field: &Field) -> syn::Result<String> {
    let unknown = || {
        let message = "a field of `derive(Wire)` is a `bool`, an integer, or an array of whole bytes";
        Err(syn::Error::new(field.ty.span(), message))
    };
    match &field.ty {
        Type::Path(_) => match scalar(&field.ty) {
            Some(name) => Ok(string(&name)),
            None => unknown(),
        },
        Type::Array(array) => {
            let (Some(element), Expr::Lit(ExprLit { lit: Lit::Int(count), .. })) =
                (scalar(&array.elem), &array.len)
            else {
                return unknown();
            };
            let count = count.base10_digits();
            Ok(string(&format!("[{element}; {count}]")))
        }
        _ => unknown(),
    }
}

/// `u3` of `opcodec::int::u3`.
fn scalar(ty: &Type) -> Option<String> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|last| last.arguments.is_none())?;
    let name = last.ident.to_string();
    let is_integer = name
        .strip_prefix(['u', 'i'])
        .is_some_and(|bits| bits.parse::<u8>().is_ok_and(|bits| (1..=64).contains(&bits)));
    (name == "bool" || is_integer).then_some(name)
}
