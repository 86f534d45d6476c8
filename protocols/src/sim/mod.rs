//! Simulated devices: transports that answer by themselves, so that code runs and is tested without hardware.
//!
//! [`OpticalDrive`] plays an optical drive over a [`Disc`], which is an image file or a vector of bytes. It answers
//! every command of `mmc.toml`, decoded and encoded by the generated code, and has the moods of real drives:
//!
//! | mood | how |
//! |---|---|
//! | no medium, tray open or closed | [`OpticalDrive::empty`], [`OpticalDrive::eject`] |
//! | becoming ready | [`OpticalDrive::becomes_ready_after`] |
//! | the medium changed | [`OpticalDrive::insert`]: the next command gets a unit attention |
//! | write-protected | every disc, unless it is [`Disc::writable`] |
//! | stale bytes after short answers | [`OpticalDrive::leaves_stale_bytes`] |
//! | slow | [`OpticalDrive::pending_polls`] |
//! | failing | [`OpticalDrive::fail_next`], [`OpticalDrive::lose_next`] |
//!
//! [`Scanner`] plays a USB scanner whose registers stand behind vendor requests; what it does not know it answers with
//! STALL. It decodes every request of `scanner.toml`, the standard ones among them, and has moods, too: registers that
//! can only be read ([`Scanner::protect_register`]), halted endpoints ([`Scanner::halt`]), requests that are slow, stalled,
//! cut short or lost.
//!
//! [`mtp::Responder`] plays an MTP responder: storages with folders and files, properties, thumbnails, events, and
//! operations of a vendor.
//!
//! ```
//! use opcodec::Call;
//! use opcodec_protocols::mmc::ReadCapacity10;
//! use opcodec_protocols::sim::{Disc, OpticalDrive};
//!
//! let mut drive = OpticalDrive::with(Disc::from_bytes(vec![0; 20 * 2048]));
//! let capacity = drive.call(&ReadCapacity10::default(), &mut [0; 8])?;
//! assert_eq!((capacity.last_lba, capacity.block_length), (19, 2048));
//! # Ok::<(), opcodec::CallError<opcodec::Scsi>>(())
//! ```

mod answers;
mod descriptors;
mod disc;
mod drive;
mod features;
mod mode;
pub mod mtp;
mod scanner;
mod sense;

pub use disc::{Disc, DiscKind, Image};
pub use drive::OpticalDrive;
pub use scanner::Scanner;
