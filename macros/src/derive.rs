//! `derive(Wire)`: the struct as a schema, through the same checks and the same emitter.

use std::io;
use std::path::Path;

use opcodec_codegen::{Options, fixed_impls};
use opcodec_schema::diag::{Diagnostic, Severity};
use opcodec_schema::ir::StructId;
use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::quote_spanned;
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Fields};

use crate::rows::{Text, entries, string, type_of};

/// The keys of a struct that a derive takes, and those of a row.
const STRUCT_KEYS: [&str; 6] = ["name", "endian", "size", "trailing", "ref", "doc"];
const ROW_KEYS: [&str; 9] = ["name", "at", "bits", "endian", "default", "check", "unit", "ref", "doc"];

/// The impls, or errors on the user's tokens.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    impls(input).unwrap_or_else(syn::Error::into_compile_error)
}

fn impls(input: TokenStream) -> syn::Result<TokenStream> {
    let input: DeriveInput = syn::parse2(input)?;
    if let Some(param) = input.generics.params.first() {
        return Err(syn::Error::new(
            param.span(),
            "`derive(Wire)` makes fixed layouts, which have no parameters",
        ));
    }
    let (text, printed) = schema_text(&input)?;
    let compilation = opcodec_schema::compile_with(Path::new("derive.toml"), &mut |path| {
        if path == Path::new("derive.toml") {
            Ok(text.text.clone())
        } else {
            Err(io::ErrorKind::NotFound.into())
        }
    });
    let errors: TokenStream = compilation
        .diagnostics
        .iter()
        .filter(|found| found.severity == Severity::Error)
        .map(|found| error(found, &text))
        .collect();
    let Some(schema) = compilation.schema.filter(|_| errors.is_empty()) else { return Ok(errors) };
    let Some(layout) = schema.structs.first().filter(|layout| layout.fixed.is_some()) else {
        let message = format!("`{printed}` is no fixed layout: its values may not fit their fields");
        return Err(syn::Error::new(input.ident.span(), message));
    };
    let tokens = fixed_impls(&schema, StructId(0), &Options::default());
    let emitted = opcodec_codegen::names::type_name(&layout.name);
    Ok(renamed(tokens, &emitted, &input.ident))
}

/// The struct as a schema file, and its printed name.
fn schema_text(input: &DeriveInput) -> syn::Result<(Text, String)> {
    let Data::Struct(data) = &input.data else {
        return Err(syn::Error::new(input.ident.span(), "`derive(Wire)` makes fixed layouts out of structs"));
    };
    let Fields::Named(fields) = &data.fields else {
        return Err(syn::Error::new(input.ident.span(), "`derive(Wire)` needs fields with names"));
    };
    let here = input.ident.span();
    let rust = input.ident.to_string();
    let keys = entries(&input.attrs)?;
    known(&keys, &STRUCT_KEYS)?;
    let printed = keys
        .iter()
        .find(|entry| entry.key == "name")
        .map_or_else(|| string(&rust), |entry| entry.value.clone());
    let mut text = Text::default();
    text.push("[protocol]\nname = \"derive\"\nedition = 1\n", here);
    text.push(&format!("[struct.{printed}]\nrename = {}\n", string(&rust)), here);
    for entry in keys.iter().filter(|entry| entry.key != "name") {
        text.push(&entry.key, entry.key_span);
        text.push(" = ", entry.key_span);
        text.push(&entry.value, entry.value_span);
        text.push("\n", entry.value_span);
    }
    text.push("fields = [\n", here);
    for field in &fields.named {
        row(&mut text, field)?;
    }
    text.push("]\n", here);
    Ok((text, rust))
}

fn row(text: &mut Text, field: &syn::Field) -> syn::Result<()> {
    let Some(ident) = &field.ident else { return Ok(()) };
    let rust = ident.to_string();
    let rust = rust.trim_start_matches("r#");
    let keys = entries(&field.attrs)?;
    known(&keys, &ROW_KEYS)?;
    text.push("  { ", ident.span());
    if !keys.iter().any(|entry| entry.key == "name") {
        text.push(&format!("name = {}, ", string(rust)), ident.span());
    }
    text.push(&format!("rename = {}, ", string(rust)), ident.span());
    for entry in &keys {
        text.push(&entry.key, entry.key_span);
        text.push(" = ", entry.key_span);
        text.push(&entry.value, entry.value_span);
        text.push(", ", entry.value_span);
    }
    text.push(&format!("type = {}", type_of(field)?), field.ty.span());
    text.push(" },\n", ident.span());
    Ok(())
}

/// Keys that are the language's but make no sense here are refused as unknown ones are.
fn known(entries: &[crate::rows::Entry], keys: &[&str]) -> syn::Result<()> {
    for entry in entries {
        if !keys.contains(&entry.key.as_str()) {
            let message = format!("`{}` is no key here; there are {}", entry.key, keys.join(", "));
            return Err(syn::Error::new(entry.key_span, message));
        }
    }
    Ok(())
}

/// A finding at the tokens that it is about.
fn error(found: &Diagnostic, text: &Text) -> TokenStream {
    let mut message = format!("[{}] {}", found.code, found.message);
    if !found.primary.text.is_empty() {
        message += &format!(": {}", found.primary.text);
    }
    for label in found.labels.iter().filter(|label| !label.text.is_empty()) {
        message += &format!("\nnote: {}", label.text);
    }
    if let Some(help) = &found.help {
        message += &format!("\nhelp: {help}");
    }
    let span: Span = text.span_at(found.primary.span.start as usize);
    quote_spanned!(span=> ::core::compile_error!(#message);)
}

/// The emitter's name of the type as the user wrote it.
fn renamed(tokens: TokenStream, from: &str, to: &Ident) -> TokenStream {
    if to == from {
        return tokens;
    }
    tokens
        .into_iter()
        .map(|tree| match tree {
            TokenTree::Ident(ident) if ident == from => TokenTree::Ident(to.clone()),
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), renamed(group.stream(), from, to));
                inner.set_span(group.span());
                TokenTree::Group(inner)
            }
            tree => tree,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Path, StructId, expand};
    use opcodec_codegen::{Options, emit, fixed_impls};

    const DERIVED: &str = r#"
        /// What READ CAPACITY(10) answers.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Wire)]
        #[opcodec(name = "READ CAPACITY data", endian = "big")]
        pub struct ReadCapacityData {
            /// The last one.
            #[opcodec(name = "LOGICAL BLOCK ADDRESS", at = "0..3", unit = "blocks")]
            pub lba: u32,
            #[opcodec(at = "4..6", default = 0x800, check = "self > 0")]
            pub length: int::u24,
            #[opcodec(at = "7.7:5")]
            pub mode: opcodec::int::u3,
            #[opcodec(at = "7.4")]
            pub r#type: bool,
            #[opcodec(at = "8..11")]
            pub tag: [u8; 4],
            #[opcodec(at = "12..15", endian = "little")]
            pub words: [i16; 2],
        }
    "#;
    const WRITTEN: &str = r#"
        [protocol]
        name = "derive"
        edition = 1
        [struct."READ CAPACITY data"]
        rename = "ReadCapacityData"
        doc = "What READ CAPACITY(10) answers."
        endian = "big"
        fields = [
          { at = "0..3", name = "LOGICAL BLOCK ADDRESS", rename = "lba", unit = "blocks", doc = "The last one." },
          { at = "4..6", name = "length", default = 0x800, check = "self > 0" },
          { at = "7.7:5", name = "mode" },
          { at = "7.4", name = "type" },
          { at = "8..11", name = "tag", type = "[u8; 4]" },
          { at = "12..15", name = "words", type = "[i16; 2]", endian = "little" },
        ]
    "#;

    #[test]
    fn a_derived_struct_has_the_impls_of_the_same_table() {
        let derived = expand(DERIVED.parse().expect("tokens")).to_string();
        let compilation = opcodec_schema::compile_with(Path::new("x.toml"), &mut |_| Ok(WRITTEN.to_owned()));
        let schema = compilation.schema.as_ref().unwrap_or_else(|| panic!("{}", compilation.render(false)));
        assert_eq!(derived, fixed_impls(schema, StructId(0), &Options::default()).to_string());
        assert!(emit(schema, &Options::default()).to_string().ends_with(&derived));
    }

    #[test]
    fn what_breaks_a_rule_is_an_error_of_the_language() {
        for (attribute, code) in
            [("at = \"1.9\"", "OP"), ("at = \"0..1\", check = \"self >\"", "OP"), ("at = \"0..2\"", "OP")]
        {
            let input = format!("struct X {{ #[opcodec({attribute})] a: u16 }}");
            let errors = expand(input.parse().expect("tokens")).to_string();
            assert!(errors.contains("compile_error") && errors.contains(code), "{attribute}: {errors}");
        }
        let errors = expand("struct X { #[opcodec(count = 3)] a: u16 }".parse().expect("tokens")).to_string();
        assert!(errors.contains("`count` is no key here"), "{errors}");
        let errors = expand("struct X { a: String }".parse().expect("tokens")).to_string();
        assert!(errors.contains("an array of whole bytes"), "{errors}");
    }
}
