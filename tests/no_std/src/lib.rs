//! Generated code in a program without the standard library, without `unsafe` and without a warning.
#![no_std]
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs)]

use opcodec_protocols as _;

/// The commands of all SCSI devices, as they are checked in.
#[rustfmt::skip]
#[path = "../../../protocols/src/spc.rs"]
pub mod spc;
/// The commands of block devices, as they are checked in.
#[rustfmt::skip]
#[path = "../../../protocols/src/sbc.rs"]
pub mod sbc;
/// The commands of optical drives, as they are checked in.
#[rustfmt::skip]
#[path = "../../../protocols/src/mmc.rs"]
pub mod mmc;

/// There is one panic handler in a program: an error here if anything in the tree links std, which has one.
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {}
}
