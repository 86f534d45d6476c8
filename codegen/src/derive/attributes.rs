//! `#[opcodec(…)]`: keys with values, as the rows of a schema have them.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, Lit, Token, parenthesized, token};

use super::source::{Source, quoted};

/// The keys of one field, or of the struct.
#[derive(Default)]
pub(super) struct Attributes(pub(super) Vec<Entry>);

/// A key and what it holds.
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) span: Span,
    pub(super) value: Value,
}

/// What a key holds.
pub(super) enum Value {
    /// A literal as TOML writes it; the text itself where it is text.
    Literal { toml: String, text: Option<String>, span: Span },
    /// Keys in parentheses.
    Entries(Vec<Entry>),
}

impl Attributes {
    /// Reads every `#[opcodec(…)]`.
    pub(super) fn read(attributes: &[Attribute], errors: &mut Vec<syn::Error>) -> Self {
        let mut entries = Vec::new();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("opcodec")) {
            match attribute.parse_args_with(Punctuated::<Entry, Token![,]>::parse_terminated) {
                Ok(found) => entries.extend(found),
                Err(error) => errors.push(error),
            }
        }
        Self(entries)
    }

    /// The entry of a key.
    pub(super) fn get(&self, key: &str) -> Option<&Entry> {
        self.0.iter().find(|entry| entry.key == key)
    }
}

impl Entry {
    /// Its text, if it holds one.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Literal { text, .. } => text.as_deref(),
            Value::Entries(_) => None,
        }
    }

    /// As TOML.
    pub(super) fn write(&self, out: &mut Source) {
        let Value::Literal { toml, span, .. } = &self.value else { return };
        let key = if self.key.is_ascii() { self.key.clone() } else { quoted(&self.key) };
        out.push_marked(&key, self.span);
        out.push(" = ");
        out.push_marked(toml, *span);
    }
}

impl Parse for Entry {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let key = input.call(Ident::parse_any)?;
        let value = if input.peek(token::Paren) {
            if key != "row" {
                let message = format!("`{key}` takes a value: `{key} = …`");
                return Err(syn::Error::new(key.span(), message));
            }
            let inner;
            parenthesized!(inner in input);
            Value::Entries(Punctuated::<Self, Token![,]>::parse_terminated(&inner)?.into_iter().collect())
        } else if input.peek(Token![=]) {
            let _: Token![=] = input.parse()?;
            literal(input)?
        } else {
            Value::Literal { toml: "true".to_owned(), text: None, span: key.span() }
        };
        Ok(Self { key: key.unraw().to_string(), span: key.span(), value })
    }
}

/// A string, an integer that may be negative, or a boolean.
fn literal(input: ParseStream<'_>) -> syn::Result<Value> {
    let minus: Option<Token![-]> = input.parse()?;
    let literal: Lit = input.parse()?;
    let span = literal.span();
    let (toml, text) = match (&literal, minus) {
        (Lit::Str(text), None) => (quoted(&text.value()), Some(text.value())),
        (Lit::Bool(value), None) => (value.value.to_string(), None),
        (Lit::Int(value), minus) => {
            // The radix stays, for messages that read as the author wrote.
            let text = value.to_string();
            let digits = text.strip_suffix(value.suffix()).unwrap_or(&text).replace('_', "");
            (if minus.is_some() { format!("-{digits}") } else { digits }, None)
        }
        _ => return Err(syn::Error::new(span, "a string, an integer or a boolean is expected")),
    };
    Ok(Value::Literal { toml, text, span })
}
