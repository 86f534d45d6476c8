//! Ready-made device protocols: schemas, the Rust that they become, and the documented interfaces over them.
//!
//! * [`mmc`]: the commands of optical drives.
//! * [`imapi`]: passing commands to an optical recorder, with the codes of the image mastering interface.
//! * [`usb`]: SETUP packets and standard descriptors.
//! * `sim` (feature `std`): simulated devices to run and test against.
//!
//! The schemas themselves are in `protocols/schemas/`, to be compiled with more of your own.
#![cfg_attr(not(feature = "std"), no_std)]
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod imapi;
/// The commands of optical drives and their answers; generated from `mmc.toml`.
#[rustfmt::skip]
pub mod mmc;
#[cfg(feature = "std")]
pub mod sim;
/// SETUP packets and standard descriptors of USB; generated from `usb.toml`.
#[rustfmt::skip]
pub mod usb;
