//! `include_schema!`.

use std::path::{Path, PathBuf};

use opcodec_codegen::{Options, emit};
use opcodec_schema::Compilation;
use opcodec_schema::diag::{self, Severity};
use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::LitStr;

/// The items of the schema, or its errors.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let literal: LitStr = match syn::parse2(input) {
        Ok(literal) => literal,
        Err(error) => return error.into_compile_error(),
    };
    let root = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    let path = root.join(literal.value());
    let compilation = opcodec_schema::compile(&path);
    let watched = watched(&compilation);
    let errors = errors(&compilation, literal.span());
    let items = match &compilation.schema {
        Some(schema) if errors.is_empty() => emit(schema, &Options::default()),
        _ => TokenStream::new(),
    };
    quote!(#watched #errors #items)
}

/// Makes cargo look at every file that was read.
fn watched(compilation: &Compilation) -> TokenStream {
    compilation
        .paths()
        .filter(|path| path.is_file())
        .map(|path| {
            let path = absolute(path).to_string_lossy().into_owned();
            quote!(
                const _: &[u8] = ::core::include_bytes!(#path);
            )
        })
        .collect()
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.into())
}

/// One `compile_error!` a finding, which shows the place in the schema.
fn errors(compilation: &Compilation, span: Span) -> TokenStream {
    compilation
        .diagnostics
        .iter()
        .filter(|found| found.severity == Severity::Error)
        .map(|found| {
            let rendered = diag::render(std::slice::from_ref(found), &compilation.sources, false);
            let message = format!("the schema is refused\n\n{}", rendered.trim_end());
            quote_spanned!(span=> ::core::compile_error!(#message);)
        })
        .collect()
}
