//! The compiler of opcodec inside rustc: [`include_schema!`] and [`derive(Wire)`](macro@Wire).
//!
//! Both are re-exported by `opcodec`, whose paths the code that they give names.
#![forbid(unsafe_code)]

mod derive;
mod include;
mod rows;

use proc_macro::TokenStream;

/// Compiles a schema file in place: `opcodec::include_schema!("mmc.toml");` inside a module.
///
/// The path is relative to the crate's root. What comes of it is what `opcodec build` writes and what
/// `opcodec_codegen::Builder` gives. Every rule that the schema breaks is an error of the compilation that shows the
/// place in the schema file; the crate is built again when that file or one that it imports changes.
#[proc_macro]
pub fn include_schema(input: TokenStream) -> TokenStream {
    include::expand(input.into()).into()
}

/// Makes a struct of whole numbers a fixed layout: `to_bytes`, `from_bytes`, `LEN`, `DEFAULT`, and its use in lists.
///
/// The keys are those of a row of a schema; the type and the name come from Rust.
///
/// ```ignore
/// #[derive(Clone, Copy, Debug, PartialEq, Eq, opcodec::Wire)]
/// #[opcodec(endian = "big")]
/// pub struct ReadCapacity10Data {
///     /// The last logical block address.
///     #[opcodec(at = "0..3")]
///     pub lba: u32,
///     #[opcodec(at = "4..7", unit = "bytes", check = "self > 0")]
///     pub block_length: u32,
/// }
/// ```
///
/// | on | keys |
/// |---|---|
/// | the struct | `name`, `endian`, `size`, `trailing`, `ref` |
/// | a field | `name`, `at`, `bits`, `endian`, `default`, `check`, `unit`, `ref` |
///
/// Types are `bool`, integers of Rust and of `opcodec::int`, and arrays of those that are whole bytes.
#[proc_macro_derive(Wire, attributes(opcodec))]
pub fn wire(input: TokenStream) -> TokenStream {
    derive::expand(input.into()).into()
}
