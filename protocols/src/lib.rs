//! Ready-made device protocols: schemas, the Rust that they become, and the documented interfaces over them.
//!
//! * [`mmc`]: the commands of optical drives, those of [`spc`] and [`sbc`] among them.
//! * [`spc`]: the commands of all SCSI devices; [`sbc`]: those of block devices.
//! * [`imapi`]: passing commands to an optical recorder, with the codes of the image mastering interface.
//! * [`usb`]: SETUP packets and standard descriptors; [`urb`]: what a Windows driver makes of them.
//! * [`mtp`]: the operations of media players, phones and cameras; [`ptp_class`]: their class requests on USB.
//! * [`usb_device`]: the requests of every USB device; [`scanner`]: those and a scanner's own.
//! * [`usbscan`]: register access of USB imaging devices, with the control codes of the Windows driver.
//! * [`wmdm`]: passing commands to media devices, with the codes of Windows Media Device Manager.
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
pub mod mtp;
/// What a USB device that speaks PTP or MTP takes on its control pipe; generated from `ptp_class.toml`.
#[rustfmt::skip]
pub mod ptp_class;
/// The commands of block devices and their answers; generated from `sbc.toml`.
#[rustfmt::skip]
pub mod sbc;
/// The requests of the simulated scanner and of every USB device; generated from `scanner.toml`.
#[rustfmt::skip]
pub mod scanner;
#[cfg(feature = "std")]
pub mod sim;
/// The commands of all SCSI devices and their answers; generated from `spc.toml`.
#[rustfmt::skip]
pub mod spc;
/// USB request blocks and the SETUP packets that become of them; generated from `urb.toml`.
#[rustfmt::skip]
pub mod urb;
/// SETUP packets and standard descriptors of USB; generated from `usb.toml`.
#[rustfmt::skip]
pub mod usb;
/// The requests that every USB device takes; generated from `usb_device.toml`.
#[rustfmt::skip]
pub mod usb_device;
pub mod usbscan;
pub mod wmdm;
