//! Typed device commands over pluggable transports.
//!
//! This crate is what code generated from opcodec schemas links, and what its users call: `no_std`, without
//! allocation, without `unsafe`.
//!
//! * A [`Command`] knows its request, its data phase and its answer; most are generated.
//! * A [`Transport`] brings requests of one [`Carrier`] to one device: [`Scsi`], [`UsbControl`],
//!   [`Ptp`], [`Ioctl`] or [`Frame`].
//! * [`Call`] puts both together, blocking or async: `drive.call(&command, &mut buffer)?`.
//! * An [`EventSource`] gives what a device sends unasked.
//! * A [layer] is a transport around a transport.
#![no_std]
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "std")]
extern crate std;

mod block_on;
mod call;
mod carrier;
mod cdb_size;
mod code;
mod command;
mod error;
mod events;
mod exchange;
pub mod flags;
pub mod frame;
mod hex;
pub mod ioctl;
pub mod layer;
pub mod ptp;
pub mod scsi;
mod stream;
mod transport;
pub mod usb;
pub mod wire;

pub use block_on::block_on;
pub use call::{Call, CallError, Completion, Options, RawResult, StreamResult, With};
pub use carrier::Carrier;
/// For generated code.
#[doc(hidden)]
pub use cdb_size::{Formula, Operator};
pub use cdb_size::{RuleSize, SizeError, SizeRule, SizeTable, SizeVerdict};
pub use code::{CodeEntry, CodeTable, Retry};
/// For generated code.
#[doc(hidden)]
pub use code::{show, show_code, slot};
pub use command::{Command, Phase, Refused, Streamed};
pub use error::{DecodeError, EncodeError, ErrorKind, Place, Why};
pub use events::{EventSource, Events};
pub use exchange::Exchange;
pub use frame::Frame;
pub use ioctl::Ioctl;
pub use ptp::Ptp;
pub use scsi::Scsi;
pub use stream::{In, Out, Sink, Source, StreamError};
#[cfg(feature = "std")]
pub use stream::{ReadSource, WriteSink};
pub use transport::{Effect, Execute, Kind, Transport, TransportError};
pub use usb::UsbControl;

#[cfg(feature = "derive")]
pub use opcodec_macros::{Wire, include_schema};

/// Integers of exact widths (`u4`, `u21`, …), as fields of messages have them.
pub use arbitrary_int as int;
