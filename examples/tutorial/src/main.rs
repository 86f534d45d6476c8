//! Asks a simulated drive how large its disc is.

use std::task::{Context, Poll, ready};

use opcodec::scsi::Status;
use opcodec::{Call, CallError, Exchange, Scsi, Transport, TransportError};

#[allow(dead_code, reason = "only some of it is called here")]
mod drive {
    include!(concat!(env!("OUT_DIR"), "/drive.rs"));
}

use drive::{Capacity, ReadCapacity10, Request};

/// A drive with a disc of so many blocks.
struct Drive {
    blocks: u32,
}

impl Transport<Scsi> for Drive {
    fn poll_execute(
        &mut self,
        cx: &mut Context<'_>,
        exchange: &mut Exchange<'_, Scsi>,
    ) -> Poll<Result<(), TransportError>> {
        match Request::from_bytes(exchange.request.as_bytes()) {
            Ok(Request::ReadCapacity10(_)) => {
                let answer = Capacity { last_lba: self.blocks - 1, block_length: 2048 };
                // The caller has room for it, or the call would have been refused.
                let _ = ready!(exchange.poll_give(cx, &answer.to_bytes()));
                exchange.reply.status = Status::GOOD;
            }
            _ => exchange.reply.status = Status::CHECK_CONDITION,
        }
        Poll::Ready(Ok(()))
    }

    fn abandon(&mut self) {}
}

fn main() -> Result<(), CallError<Scsi>> {
    let mut drive = Drive { blocks: 359_845 };
    let mut buffer = [0; Capacity::LEN];
    let capacity = drive.call(&ReadCapacity10::default(), &mut buffer)?;
    println!("{} blocks of {} bytes", u64::from(capacity.last_lba) + 1, capacity.block_length);
    Ok(())
}
