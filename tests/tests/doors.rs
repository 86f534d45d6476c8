//! The macro and the derive, as the README shows them.

use opcodec::Command as _;

/// The README's schema, which stands beside this test because a macro reads files only.
mod drive {
    #![allow(dead_code, reason = "only some of it is called here")]
    opcodec::include_schema!("schemas/drive.toml");
}

// From here to the end of the struct the README says the same.
/// What READ CAPACITY(10) answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, opcodec::Wire)]
#[opcodec(endian = "big")]
pub struct Capacity {
    /// The last block.
    #[opcodec(at = "0..3")]
    pub last_lba: u32,
    /// Bytes of a block.
    #[opcodec(at = "4..7", unit = "bytes", check = "self > 0")]
    pub block_length: u32,
}

#[test]
fn the_readme_shows_this() {
    let readme = include_str!("../../README.md");
    assert!(readme.contains(include_str!("../schemas/drive.toml")), "the schema");
    let source = include_str!("doors.rs");
    let start = source.find("/// What READ CAPACITY").expect("the struct is there");
    let end = source.find("\n}\n\n#[test]").expect("the struct ends") + 3;
    assert!(readme.contains(&source[start..end]), "the struct");
}

#[test]
fn the_macro_gives_the_command() {
    let read = drive::Read10 { fua: true, lba: 0x1234, transfer_length: 8, ..Default::default() };
    assert_eq!(read.to_bytes(), [0x28, 8, 0, 0, 0x12, 0x34, 0, 0, 8, 0]);
    assert_eq!(drive::Read10::from_bytes(&read.to_bytes()), Ok(read));
    assert_eq!(drive::Read10::TIMEOUT.as_secs(), 30);
}

#[test]
fn the_derive_gives_the_layout() {
    let capacity = Capacity { last_lba: 359_844, block_length: 2048 };
    assert_eq!(capacity.to_bytes(), [0, 5, 0x7D, 0xA4, 0, 0, 8, 0]);
    assert_eq!(Capacity::from_bytes(&capacity.to_bytes()), Ok(capacity));
    let error = Capacity::from_bytes(&[0; 8]).expect_err("blocks of no bytes");
    assert_eq!((error.kind(), error.offset()), (opcodec::ErrorKind::Check, 4));
}
