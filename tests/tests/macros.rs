//! What the macros give and what they refuse, beyond what the README shows (`doors.rs`).

use std::path::{Path, PathBuf};
use std::{env, fs};

use opcodec::int::u3;

/// A schema file, with its vectors as tests of this program.
mod drive {
    opcodec::include_schema!("tests/ui/schemas/drive.toml", vectors);
}

/// A shipped one that needs another, whose Rust is there already.
mod spc {
    opcodec::include_schema!(
        "../protocols/schemas/spc.toml",
        extern sense = opcodec::scsi::sense,
        vectors,
    );
}

/// Maps, a command that goes through them, and structures with pointers.
mod registers {
    #![allow(dead_code, reason = "only some of it is called here")]
    opcodec::include_schema!("schemas/maps/registers.toml", vectors);
}

/// Commands and events of another carrier.
mod store {
    #![allow(dead_code, reason = "only some of it is called here")]
    opcodec::include_schema!("tests/ui/schemas/store.toml", vectors);
}

/// A struct of our own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, opcodec::Wire)]
#[opcodec(endian = "big", row(at = "3", reserved))]
struct Address {
    #[opcodec(at = "0.7:5")]
    kind: u3,
    #[opcodec(at = "1..2", name = "LOGICAL BLOCK ADDRESS", check = "self < 0x8000")]
    lba: u16,
}

#[test]
fn a_derived_struct_is_the_struct_of_the_table() {
    let (ours, theirs) =
        (Address { kind: u3::new(1), lba: 0x1234 }, drive::Address { kind: u3::new(1), lba: 0x1234 });
    assert_eq!(ours.to_bytes(), theirs.to_bytes());
    assert_eq!(Address::from_bytes(&theirs.to_bytes()), Ok(ours));
    assert_eq!(Address { lba: 0x1234, ..Address::DEFAULT }.to_bytes(), [0, 0x12, 0x34, 0]);

    let error = Address::from_bytes(&[0, 0x80, 0, 0]).expect_err("the check does not hold");
    assert_eq!(error.kind(), opcodec::ErrorKind::Check);
    assert_eq!((error.container(), error.field(), error.offset()), ("Address", "LOGICAL BLOCK ADDRESS", 1));
}

#[test]
fn a_schema_in_place_has_its_commands() {
    let seek = drive::Seek { address: drive::Address { kind: u3::new(1), lba: 0x1234 } };
    assert_eq!(seek.to_bytes(), [0x0B, 0x20, 0x12, 0x34, 0, 0]);
    assert_eq!(drive::Request::from_bytes(&seek.to_bytes()), Ok(drive::Request::Seek(seek)));
    assert_eq!(spc::Inquiry::OPCODE, 0x12);
}

#[test]
fn maps_and_events_come_with_the_schema() {
    let block = registers::IoBlock { u_offset: 0x12, u_length: 1, pby_data: Some(&[7]), u_index: 0 };
    let setup = registers::IoctlWriteRegisters::via(&block).expect("one byte fits");
    assert_eq!(setup.to_bytes(), [0x40, 0x0C, 0x12, 0, 0, 0, 1, 0]);
    assert_eq!(block.to_c32(0x1000), [0x12, 0, 0, 0, 1, 0, 0, 0, 0, 0x10, 0, 0, 0, 0, 0, 0]);

    let event = store::Event::from_bytes(&[2, 0x40, 5, 0, 0, 0]).expect("it is whole");
    assert_eq!(event, store::Event::ObjectAdded(store::ObjectAdded { object: 5 }));
}

/// What C makes of a struct without pointers, and an integer as wide as Rust has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, opcodec::Wire)]
#[opcodec(layout = "c")]
struct InC {
    kind: u8,
    length: u32,
    flag: u16,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, opcodec::Wire)]
#[opcodec(endian = "little")]
struct Identity {
    id: u128,
    part: opcodec::int::u72,
}

#[test]
fn a_derive_knows_c_and_wide_integers() {
    let in_c = InC { kind: 1, length: 2, flag: 3 };
    assert_eq!(in_c.to_bytes(), [1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0]);
    assert_eq!(InC::from_bytes(&in_c.to_bytes()), Ok(in_c));
    let identity = Identity { id: u128::MAX - 1, part: opcodec::int::u72::new(1 << 71) };
    let bytes = identity.to_bytes();
    assert_eq!((bytes.len(), bytes[0], bytes[24]), (25, 0xFE, 0x80));
    assert_eq!(Identity::from_bytes(&bytes), Ok(identity));
}

/// What is refused, with the words that a user reads. `TRYBUILD=overwrite` blesses them.
#[test]
fn mistakes_are_errors_at_their_place() {
    // The programs are built in a crate elsewhere, where the macro looks for its files.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().map(PathBuf::from).unwrap_or_default();
    let there = target.join("tests/trybuild").join(env!("CARGO_PKG_NAME")).join("schemas");
    fs::create_dir_all(&there).expect("a folder can be made");
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui/schemas");
    for entry in fs::read_dir(here).expect("the schemas are there") {
        let file = entry.expect("one of them");
        fs::copy(file.path(), there.join(file.file_name())).expect("a file can be copied");
    }
    let cases = trybuild::TestCases::new();
    cases.pass("tests/ui/pass/*.rs");
    cases.compile_fail("tests/ui/fail/*.rs");
}
