//! The carrier of PTP and MTP operations: a code and up to five parameters (ISO 15740).

/// The containers that operations travel in over USB; generated from `ptp_usb.toml`.
#[rustfmt::skip]
pub mod container;
mod event;
mod operation;
mod parameters;
mod reply;

pub use event::Event;
pub use operation::Operation;
pub use reply::{PtpFailure, PtpReply, Response};

use crate::Carrier;

/// PTP operations, also MTP's.
#[derive(Debug)]
pub enum Ptp {}

/// The most bytes that an operation, a response or an event has: a code of 16 bits and five parameters of 32.
pub const MAX_LEN: usize = 22;

impl Carrier for Ptp {
    type Request = Operation;
    type Reply = PtpReply;
    type Failure = PtpFailure;
    type Event = Event;
    const NAME: &'static str = "ptp";

    fn verdict(reply: &PtpReply) -> Result<(), PtpFailure> {
        if reply.is_ok() { Ok(()) } else { Err(PtpFailure(*reply)) }
    }
}
