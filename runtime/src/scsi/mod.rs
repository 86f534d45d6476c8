//! The carrier of SCSI commands: a command descriptor block, data one way, status and sense.

mod cdb;
mod reply;
/// Sense data of both formats, field by field; generated from `sense.toml`.
#[rustfmt::skip]
pub mod sense;
mod summary;

pub use cdb::Cdb;
pub use reply::{ScsiFailure, ScsiReply, Status};
pub use summary::Sense;

use sense::SenseKey;

use crate::Carrier;

/// SCSI commands (SAM-5, SPC-4).
#[derive(Debug)]
pub enum Scsi {}

impl Carrier for Scsi {
    type Request = Cdb;
    type Reply = ScsiReply;
    type Failure = ScsiFailure;
    type Event = core::convert::Infallible;
    const NAME: &'static str = "scsi";

    /// GOOD and CONDITION MET are fine, and so is CHECK CONDITION with the sense keys NO SENSE and RECOVERED ERROR:
    /// the command was carried out. Not so with deferred sense, which is about an earlier command and comes
    /// instead of carrying this one out (SPC-4, 4.5.7).
    fn verdict(reply: &ScsiReply) -> Result<(), ScsiFailure> {
        match (reply.status, reply.sense()) {
            (Status::GOOD | Status::CONDITION_MET, _)
            | (
                Status::CHECK_CONDITION,
                Some(Sense { deferred: false, key: SenseKey::NO_SENSE | SenseKey::RECOVERED_ERROR, .. }),
            ) => Ok(()),
            (status, sense) => Err(ScsiFailure { status, sense }),
        }
    }
}
