//! A fixed layout from a Rust struct: its fields and attributes become the text of a schema, which goes the way of
//! every schema. What is found there is reported at the attribute that it came from.

mod attributes;
mod rows;
mod source;

use std::fmt::Write as _;

use opcodec_schema::diag::{Diagnostic, Severity};
use opcodec_schema::ir::{Schema, StructId};
use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use syn::{Data, DeriveInput, Fields};

use crate::Options;
use attributes::Attributes;
use source::Source;

/// The impls of a struct with named fields, or an error for each mistake.
///
/// The attribute `#[opcodec(…)]` of a field takes the keys of a row, but for `type`: that is the field's. Its `name`
/// is the printed one, if it is another. The struct's own attribute takes `endian`, `size`, `trailing`, `ref` and
/// `name`, and `row(…)` for each row that is no field: one with `const`, `value` or `reserved`.
pub fn derive(input: TokenStream) -> TokenStream {
    impls(input).unwrap_or_else(|errors| errors.into_iter().map(syn::Error::into_compile_error).collect())
}

fn impls(input: TokenStream) -> Result<TokenStream, Vec<syn::Error>> {
    let input: DeriveInput = syn::parse2(input).map_err(|error| vec![error])?;
    let fields = match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => fields,
            _ => return Err(vec![syn::Error::new(input.ident.span(), "a layout needs fields with names")]),
        },
        _ => return Err(vec![syn::Error::new(input.ident.span(), "only a struct has a layout")]),
    };
    if let Some(generic) = input.generics.params.first() {
        return Err(vec![syn::Error::new_spanned(generic, "a fixed layout has no generics")]);
    }
    let mut errors = Vec::new();
    let of_struct = Attributes::read(&input.attrs, &mut errors);
    let of_fields: Vec<Attributes> =
        fields.named.iter().map(|field| Attributes::read(&field.attrs, &mut errors)).collect();
    let rows = rows::rows(&of_struct, fields, &of_fields, &mut errors);
    let source = rows::schema(&input.ident, &of_struct, &rows);
    if !errors.is_empty() {
        return Err(errors);
    }
    let (schema, of) = compile(&source, &input.ident)?;
    let impls = crate::fixed_impls(&schema, of, &Options::default());
    Ok(renamed(impls, &input.ident))
}

/// The name of the struct in the model, so that no rule of the language bends the one that it has in Rust.
const SUBJECT: &str = "OpcodecDerived";

fn compile(source: &Source, ident: &Ident) -> Result<(Schema, StructId), Vec<syn::Error>> {
    let text = source.text();
    let compilation = opcodec_schema::compile_with("derive".as_ref(), &mut |_| Ok(text.to_owned()));
    let errors: Vec<syn::Error> = compilation
        .diagnostics
        .iter()
        .filter(|found| found.severity == Severity::Error)
        .map(|found| syn::Error::new(source.span(found.primary.span, ident.span()), message(found)))
        .collect();
    let fixed = compilation.schema.and_then(|schema| {
        let of = schema.structs.iter().position(|layout| layout.fixed.is_some())?;
        Some((schema, StructId(of as u32)))
    });
    match fixed {
        Some(fixed) if errors.is_empty() => Ok(fixed),
        _ if !errors.is_empty() => Err(errors),
        _ => Err(vec![syn::Error::new(ident.span(), rows::NOT_FIXED)]),
    }
}

/// A finding without its snippet: rustc shows the attribute itself.
fn message(found: &Diagnostic) -> String {
    let mut text = format!("{} [{}]", found.message, found.code);
    let labels = std::iter::once(&found.primary).chain(&found.labels).map(|label| &label.text);
    let notes = labels.chain(&found.note).map(|text| ("note", text));
    for (word, line) in notes.chain(found.help.iter().map(|text| ("help", text))) {
        if !line.is_empty() {
            let _ = write!(text, "\n{word}: {line}");
        }
    }
    text
}

/// The impls with the struct's own name.
fn renamed(tokens: TokenStream, ident: &Ident) -> TokenStream {
    tokens
        .into_iter()
        .map(|tree| match tree {
            TokenTree::Ident(name) if name == SUBJECT => TokenTree::Ident(ident.clone()),
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), renamed(group.stream(), ident));
                inner.set_span(group.span());
                TokenTree::Group(inner)
            }
            tree => tree,
        })
        .collect()
}
