//! The macros of `opcodec`, which brings them along: use them as `opcodec::include_schema!` and `opcodec::Wire`.
#![forbid(unsafe_code)]

mod include;

use proc_macro::TokenStream;

/// The Rust of a schema file, in place: put it into a module of its own.
///
/// The path is relative to the crate's `Cargo.toml`. What is wrong with the schema is shown as the errors of the macro;
/// a change of the file, or of one that it imports, has the crate built again.
///
/// ```
/// pub mod drive {
///     opcodec::include_schema!("schemas/drive.toml");
/// }
/// assert_eq!(drive::TestUnitReady::DEFAULT.to_bytes(), [0; 6]);
/// ```
///
/// The Rust of an imported protocol may be elsewhere already; it is then named there and not made again. With `vectors`
/// the file's test vectors become `#[test]` functions:
///
/// ```text
/// opcodec::include_schema!("schemas/drive.toml", extern sense = opcodec::scsi::sense, vectors);
/// ```
#[proc_macro]
pub fn include_schema(input: TokenStream) -> TokenStream {
    include::include(input.into()).into()
}

/// Makes a struct with named fields a fixed layout, as if a schema had declared it: `LEN`, `DEFAULT` and `Default`,
/// `to_bytes` and `from_bytes`, and its place in lists and structs. The struct must be `Clone` and `Copy`.
///
/// The keys are those of a row of a schema; the type and the name come from Rust.
///
/// | on | keys |
/// |---|---|
/// | the struct | `name`, `endian`, `size`, `trailing`, `ref`, and a `row(…)` for each row that is no field |
/// | a field | `at`, `bits`, `endian`, `default`, `check`, `unit`, `ref`, and `name` where the printed one is another |
/// | a `row(…)` | those of a row with `const`, `value` or `reserved`; `at` says where it stands |
///
/// Types are `bool`, integers of Rust and of `opcodec::int`, and arrays of those that are whole bytes.
///
/// ```
/// #[derive(Clone, Copy, Debug, PartialEq, Eq, opcodec::Wire)]
/// #[opcodec(endian = "big", row(at = "0", name = "SIGNATURE", const = 0x55))]
/// struct Header {
///     #[opcodec(at = "1.7:5")]
///     version: opcodec::int::u3,
///     #[opcodec(at = "1.0", default = true)]
///     last: bool,
///     #[opcodec(at = "2..5", name = "LOGICAL BLOCK ADDRESS", check = "self < 0x1000_0000")]
///     lba: u32,
/// }
///
/// assert_eq!(Header { lba: 0x1234, ..Header::DEFAULT }.to_bytes(), [0x55, 0x01, 0, 0, 0x12, 0x34]);
/// assert_eq!(Header::from_bytes(&[0x55, 0x20, 0, 0, 0, 0]).map(|header| header.version.value()), Ok(1));
/// ```
#[proc_macro_derive(Wire, attributes(opcodec))]
pub fn wire(input: TokenStream) -> TokenStream {
    opcodec_codegen::derive(input.into()).into()
}
