//! Both macros in a program that forbids what it can, with names that Rust has for itself.
#![no_implicit_prelude]
#![deny(warnings, missing_docs, missing_debug_implementations, clippy::all, clippy::pedantic)]
#![forbid(unsafe_code)]

/// A schema in place.
pub mod drive {
    ::opcodec::include_schema!("schemas/drive.toml");
}

/// A layout of our own.
#[derive(
    ::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug, ::core::cmp::PartialEq, ::opcodec::Wire,
)]
#[opcodec(endian = "little", row(at = "0", name = "SIGNATURE", const = 0x55))]
pub struct Result {
    /// A keyword of Rust.
    pub r#type: u16,
    /// A name of the prelude.
    #[opcodec(default = 3)]
    pub some: u8,
    /// Wider than its place in memory.
    #[opcodec(at = "4..6")]
    pub bytes: ::opcodec::int::u24,
    /// Many.
    pub out: [u16; 2],
}

const BYTES: [u8; 11] = Result { r#type: 0x1234, ..Result::DEFAULT }.to_bytes();

fn main() {
    ::core::assert_eq!(BYTES, [0x55, 0x34, 0x12, 3, 0, 0, 0, 0, 0, 0, 0]);
    let read = Result::from_bytes(&BYTES);
    ::core::assert!(::core::matches!(read, ::core::result::Result::Ok(value) if value.some == 3));
}
