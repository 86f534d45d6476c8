//! `include_schema!`: a schema file as Rust, in place.

use std::path::{Path, PathBuf};
use std::{env, fs};

use opcodec_codegen::Options;
use opcodec_schema::diag::{self, Severity};
use opcodec_schema::ir::Schema;
use opcodec_schema::source::SourceMap;
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};
use syn::{LitStr, Path as RustPath, Token};

/// What stands between the parentheses.
struct Input {
    path: LitStr,
    options: Options,
    /// Where each extern is named.
    externs: Vec<Span>,
}

impl Parse for Input {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut this = Self { path: input.parse()?, options: Options::default(), externs: Vec::new() };
        while !input.is_empty() {
            let _: Token![,] = input.parse()?;
            if input.is_empty() {
                break;
            }
            this.option(input)?;
        }
        Ok(this)
    }
}

impl Input {
    fn option(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        let word = input.call(Ident::parse_any)?;
        if word == "vectors" {
            self.options.vectors = true;
        } else if word == "extern" {
            let name = input.call(Ident::parse_any)?;
            let _: Token![=] = input.parse()?;
            let path = input.call(RustPath::parse_mod_style)?.to_token_stream();
            self.options.externs.push((name.unraw().to_string(), path.to_string()));
            self.externs.push(name.span());
        } else {
            return Err(syn::Error::new(word.span(), "`extern protocol = path` or `vectors` is expected"));
        }
        Ok(())
    }

    /// An error for each extern of a protocol that the schema does not import.
    fn unknown_externs(&self, schema: &Schema) -> TokenStream {
        let named = self.options.externs.iter().zip(&self.externs);
        self.options
            .unknown_externs(schema)
            .filter_map(|name| named.clone().find(|((known, _), _)| known == name))
            .map(|((name, _), span)| {
                let message = format!("the schema imports no protocol `{name}`");
                syn::Error::new(*span, message).into_compile_error()
            })
            .collect()
    }
}

pub(crate) fn include(input: TokenStream) -> TokenStream {
    match syn::parse2::<Input>(input) {
        Ok(input) => included(&input),
        Err(error) => error.into_compile_error(),
    }
}

fn included(input: &Input) -> TokenStream {
    let root = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    let path = PathBuf::from(input.path.value());
    // Diagnostics name the file as the author did, not by the machine's folders.
    let compilation = opcodec_schema::compile_with(&path, &mut |path| fs::read_to_string(root.join(path)));
    let span = input.path.span();
    let watched = watched(compilation.paths(), &root);
    let errors: Vec<TokenStream> = compilation
        .diagnostics
        .iter()
        .filter(|found| found.severity == Severity::Error)
        .map(|found| error(found, &compilation.sources, span))
        .collect();
    let rust = match &compilation.schema {
        Some(schema) if errors.is_empty() => {
            let (unknown, rust) =
                (input.unknown_externs(schema), opcodec_codegen::emit(schema, &input.options));
            let warnings =
                compilation.diagnostics.iter().map(|found| warning(found, &compilation.sources, span));
            quote!(#(#warnings)* #unknown #rust)
        }
        _ => quote!(#(#errors)*),
    };
    quote!(#watched #rust)
}

/// Cargo builds the crate again where one of its files has changed: so the schemas become such.
fn watched<'a>(paths: impl Iterator<Item = &'a Path>, root: &Path) -> TokenStream {
    let texts = paths.filter_map(|path| {
        let path = root.join(path);
        let text = path.is_file().then(|| path.to_str().map(Literal::string)).flatten()?;
        Some(quote!(
            const _: &[u8] = ::core::include_bytes!(#text);
        ))
    });
    quote!(#(#texts)*)
}

/// A finding with its snippet as an error of rustc.
fn error(found: &diag::Diagnostic, sources: &SourceMap, span: Span) -> TokenStream {
    let text = text(found, sources);
    quote_spanned!(span=> ::core::compile_error!(#text);)
}

/// A finding with its snippet as a warning of rustc: a macro has no other way than to use what is deprecated.
fn warning(found: &diag::Diagnostic, sources: &SourceMap, span: Span) -> TokenStream {
    let text = text(found, sources);
    quote_spanned! {span=>
        const _: () = {
            #[deprecated(note = #text)]
            const SCHEMA: () = ();
            SCHEMA
        };
    }
}

/// A finding with its snippet. Rustc writes what it is before it.
fn text(found: &diag::Diagnostic, sources: &SourceMap) -> String {
    let rendered = diag::render(std::slice::from_ref(found), sources, false);
    let led = format!("{}[{}]: ", found.severity.word(), found.code);
    match rendered.trim_end().strip_prefix(&led) {
        Some(rest) => match rest.split_once('\n') {
            Some((message, snippet)) => format!("{message} [{}]\n{snippet}", found.code),
            None => format!("{rest} [{}]", found.code),
        },
        None => rendered,
    }
}
