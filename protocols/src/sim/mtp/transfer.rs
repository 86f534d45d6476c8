use std::io::{SeekFrom, Write};
use std::task::{Context, Poll, ready};

use opcodec::ptp::{Operation, PtpReply};
use opcodec::{Exchange, Ptp, StreamError};

use super::device::Responder;
use super::sending::Incoming;
use crate::mtp::{DevicePropertyCode, EventCode, ObjectHandle, ObjectPropertyCode, ResponseCode, StorageId};

/// How many bytes of an object move at once.
const PIECE: usize = 64 << 10;

/// How far an operation is.
#[derive(Debug)]
pub(super) enum Step {
    /// It has no data phase, or none that is wanted.
    Done(PtpReply),
    /// A data set goes to the initiator.
    Give { data: Vec<u8>, at: usize, reply: PtpReply },
    /// Bytes of an object go to the initiator.
    Read { handle: ObjectHandle, at: u64, end: u64, piece: Vec<u8>, given: usize, reply: PtpReply },
    /// A data set comes from the initiator.
    Gather { data: Vec<u8>, then: Then },
    /// Bytes of an object come from the initiator.
    Receive { incoming: Incoming, piece: Vec<u8> },
}

/// What a data set from the initiator is for.
#[derive(Debug)]
pub(super) enum Then {
    SendObjectInfo { storage: Option<StorageId>, parent: Option<ObjectHandle> },
    SetDevicePropValue(DevicePropertyCode),
    SetObjectPropValue(ObjectHandle, ObjectPropertyCode),
    Custom(Operation),
}

/// The largest data set that an operation of the schema takes: a property of 65,535 values of 16 bytes is less.
const LARGEST_DATA_SET: usize = 2 << 20;

impl Step {
    pub(super) fn give(data: Vec<u8>, reply: PtpReply) -> Self {
        Step::Give { data, at: 0, reply }
    }

    pub(super) fn read(handle: ObjectHandle, at: u64, end: u64, reply: PtpReply) -> Self {
        Step::Read { handle, at, end, piece: Vec::new(), given: 0, reply }
    }
}

/// What became of a piece.
enum Moved {
    Bytes(usize),
    /// The other end has no more, or takes no more.
    NoMore,
    /// The device ended the transaction.
    Cancelled,
}

impl Responder {
    /// How many bytes may still move before the device ends the transaction.
    fn until_cancel(&self, exchange: &Exchange<'_, Ptp>) -> usize {
        let moved = exchange.sent.saturating_add(exchange.received);
        self.cancel_after
            .map_or(usize::MAX, |after| usize::try_from(after.saturating_sub(moved)).unwrap_or(usize::MAX))
    }

    fn give(
        &mut self,
        cx: &mut Context<'_>,
        exchange: &mut Exchange<'_, Ptp>,
        bytes: &[u8],
    ) -> Poll<Result<Moved, StreamError>> {
        let most = self.until_cancel(exchange);
        if most == 0 {
            return Poll::Ready(Ok(Moved::Cancelled));
        }
        let given = ready!(exchange.poll_give(cx, bytes.get(..most).unwrap_or(bytes)))?;
        Poll::Ready(Ok(if given == 0 { Moved::NoMore } else { Moved::Bytes(given) }))
    }

    fn take(
        &mut self,
        cx: &mut Context<'_>,
        exchange: &mut Exchange<'_, Ptp>,
        into: &mut [u8],
    ) -> Poll<Result<Moved, StreamError>> {
        let most = self.until_cancel(exchange).min(into.len());
        // Whether there is more to cancel, one byte tells.
        let taken = ready!(exchange.poll_take(cx, into.get_mut(..most.max(1)).unwrap_or(&mut [])))?;
        Poll::Ready(Ok(match taken {
            0 => Moved::NoMore,
            _ if most == 0 => Moved::Cancelled,
            taken => Moved::Bytes(taken),
        }))
    }

    /// Moves data until the operation is over.
    pub(super) fn go(
        &mut self,
        cx: &mut Context<'_>,
        exchange: &mut Exchange<'_, Ptp>,
        step: &mut Step,
    ) -> Poll<Result<PtpReply, StreamError>> {
        match step {
            Step::Done(reply) => Poll::Ready(Ok(*reply)),
            Step::Give { data, at, reply } => {
                while let Some(left) = data.get(*at..).filter(|left| !left.is_empty()) {
                    match ready!(self.give(cx, exchange, left))? {
                        Moved::Bytes(given) => *at += given,
                        Moved::NoMore => return Poll::Ready(Ok(answer(ResponseCode::TRANSACTION_CANCELED))),
                        Moved::Cancelled => return Poll::Ready(Ok(self.cancelled())),
                    }
                }
                Poll::Ready(Ok(*reply))
            }
            Step::Read { .. } => self.read(cx, exchange, step),
            Step::Gather { data, then } => {
                let (most, mut piece) = (self.most_data(then), [0; 512]);
                loop {
                    match ready!(self.take(cx, exchange, &mut piece))? {
                        Moved::Bytes(taken) => data.extend_from_slice(piece.get(..taken).unwrap_or(&[])),
                        Moved::NoMore => break,
                        Moved::Cancelled => return Poll::Ready(Ok(self.cancelled())),
                    }
                    if data.len() > most {
                        return Poll::Ready(Ok(answer(ResponseCode::OBJECT_TOO_LARGE)));
                    }
                }
                match self.finish(then, data) {
                    Ok(Step::Give { data, reply, .. }) if !data.is_empty() => {
                        *step = Step::give(data, reply);
                        self.go(cx, exchange, step)
                    }
                    Ok(Step::Done(reply) | Step::Give { reply, .. }) => Poll::Ready(Ok(reply)),
                    Ok(_) => Poll::Ready(Ok(answer(ResponseCode::GENERAL_ERROR))),
                    Err(code) => Poll::Ready(Ok(answer(code))),
                }
            }
            Step::Receive { incoming, piece } => {
                let code = ready!(self.receive(cx, exchange, incoming, piece))?;
                if let Step::Receive { incoming, .. } =
                    std::mem::replace(step, Step::Done(answer(ResponseCode::OK)))
                {
                    return Poll::Ready(Ok(self.received(incoming, code)));
                }
                Poll::Ready(Ok(answer(ResponseCode::GENERAL_ERROR)))
            }
        }
    }

    /// Bytes of an object, piece by piece.
    fn read(
        &mut self,
        cx: &mut Context<'_>,
        exchange: &mut Exchange<'_, Ptp>,
        step: &mut Step,
    ) -> Poll<Result<PtpReply, StreamError>> {
        let Step::Read { handle, at, end, piece, given, reply } = step else {
            return Poll::Ready(Ok(answer(ResponseCode::GENERAL_ERROR)));
        };
        loop {
            if *given == piece.len() {
                if at == end {
                    return Poll::Ready(Ok(*reply));
                }
                let len = usize::try_from(*end - *at).unwrap_or(PIECE).min(PIECE);
                piece.resize(len, 0);
                // It may have gone in the meantime.
                let object = self.store.object_mut(*handle).map(|held| &mut held.object);
                match object.map(|object| object.read_at(*at, piece)) {
                    Ok(Ok(read)) if read == len => (*given, *at) = (0, *at + len as u64),
                    Ok(Err(_)) => return Poll::Ready(Ok(answer(ResponseCode::GENERAL_ERROR))),
                    Ok(Ok(_)) | Err(_) => return Poll::Ready(Ok(answer(ResponseCode::INCOMPLETE_TRANSFER))),
                }
            }
            match ready!(self.give(cx, exchange, piece.get(*given..).unwrap_or(&[])))? {
                Moved::Bytes(more) => *given += more,
                Moved::NoMore => return Poll::Ready(Ok(answer(ResponseCode::TRANSACTION_CANCELED))),
                Moved::Cancelled => return Poll::Ready(Ok(self.cancelled())),
            }
        }
    }

    /// Bytes of a new object until there are no more; how it ended.
    fn receive(
        &mut self,
        cx: &mut Context<'_>,
        exchange: &mut Exchange<'_, Ptp>,
        incoming: &mut Incoming,
        piece: &mut Vec<u8>,
    ) -> Poll<Result<ResponseCode, StreamError>> {
        piece.resize(PIECE, 0);
        loop {
            let taken = match ready!(self.take(cx, exchange, piece))? {
                Moved::NoMore => {
                    let whole = incoming.announced().is_none_or(|size| size == incoming.written);
                    let code = if whole { ResponseCode::OK } else { ResponseCode::INCOMPLETE_TRANSFER };
                    return Poll::Ready(Ok(code));
                }
                Moved::Cancelled => {
                    self.cancelled();
                    return Poll::Ready(Ok(ResponseCode::TRANSACTION_CANCELED));
                }
                Moved::Bytes(taken) => taken,
            };
            let after = incoming.written + taken as u64;
            if incoming.announced().is_some_and(|size| after > size) {
                return Poll::Ready(Ok(ResponseCode::INCOMPLETE_TRANSFER));
            }
            // It may have gone in the meantime.
            if let Err(code) = self.store.storage(incoming.storage) {
                return Poll::Ready(Ok(code));
            }
            if after > self.store.free(incoming.storage) {
                return Poll::Ready(Ok(ResponseCode::STORE_FULL));
            }
            let (image, bytes) = (&mut incoming.image, piece.get(..taken).unwrap_or(&[]));
            let written = image.seek(SeekFrom::Start(incoming.written)).and_then(|_| image.write_all(bytes));
            if written.is_err() {
                return Poll::Ready(Ok(ResponseCode::GENERAL_ERROR));
            }
            incoming.written = after;
        }
    }

    /// The device ends the transaction in its data phase, and says so by an event as well.
    fn cancelled(&mut self) -> PtpReply {
        self.cancel_after = None;
        self.send_event(EventCode::CANCEL_TRANSACTION, []);
        answer(ResponseCode::TRANSACTION_CANCELED)
    }

    /// The longest data set that is taken.
    fn most_data(&self, then: &Then) -> usize {
        match then {
            Then::Custom(operation) => self.custom_most_data(operation.code()),
            _ => LARGEST_DATA_SET,
        }
    }
}

/// A response without parameters.
pub(super) fn answer(code: ResponseCode) -> PtpReply {
    PtpReply::new(code.raw(), [])
}
