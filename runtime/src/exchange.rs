//! One request with its data phases and its reply.

use core::fmt;
use core::task::{Context, Poll, ready};
use core::time::Duration;

use crate::{Carrier, In, Out, StreamError};

/// One request, its data phases, and the place where the reply is written.
///
/// It goes by `&mut` from the caller through all layers to the transport: nothing large moves, status and counts
/// are written in place, and a layer may pass it on twice after [`rewind`](Exchange::rewind).
///
/// ```
/// use opcodec::{Exchange, Out, Scsi, scsi::Cdb};
/// let mut exchange = Exchange::<Scsi>::new(Cdb::new([0x2A, 0, 0, 0, 0, 16, 0, 0, 1, 0]));
/// let block = [0; 2048];
/// exchange.out = Out::Bytes(&block);
/// assert_eq!(exchange.out.len(), Some(2048));
/// ```
#[non_exhaustive]
pub struct Exchange<'a, C: Carrier> {
    /// What is asked.
    pub request: C::Request,
    /// The data to the device.
    pub out: Out<'a>,
    /// Where the data from the device goes.
    pub input: In<'a>,
    /// How many bytes of `out` went to the device; the transport counts.
    pub sent: u64,
    /// How many bytes of `input` the device is said to have filled; the transport counts. Some transports claim
    /// the whole of a buffer that the device filled in part: a typed answer relies on the length that it states
    /// itself, where it states one.
    pub received: u64,
    /// How long the device may take; `None` is as long as it likes.
    pub timeout: Option<Duration>,
    /// Whether sending it twice has the effect of sending it once.
    pub repeatable: bool,
    /// What came back beside the data.
    pub reply: C::Reply,
}

impl<C: Carrier> Exchange<'_, C> {
    /// An exchange without data phases and without a time limit.
    pub fn new(request: C::Request) -> Self {
        Exchange {
            request,
            out: Out::None,
            input: In::None,
            sent: 0,
            received: 0,
            timeout: None,
            repeatable: false,
            reply: C::Reply::default(),
        }
    }

    /// Back to "nothing was sent", before the same exchange is executed again. `false`, and nothing changed that
    /// matters, where a stream that already moved cannot go back.
    pub fn rewind(&mut self) -> bool {
        let out = match &mut self.out {
            Out::Stream(source) if self.sent > 0 => source.rewind(),
            _ => true,
        };
        let input = match &mut self.input {
            In::Stream(sink) if self.received > 0 => sink.rewind(),
            _ => true,
        };
        if out && input {
            self.sent = 0;
            self.received = 0;
            self.reply = C::Reply::default();
        }
        out && input
    }

    /// Takes the next bytes that go to the device, from slice and stream alike, and counts them; 0 when all went.
    ///
    /// For transports. What is taken counts as sent.
    pub fn poll_take(&mut self, cx: &mut Context<'_>, into: &mut [u8]) -> Poll<Result<usize, StreamError>> {
        let taken = match &mut self.out {
            Out::None => 0,
            Out::Bytes(bytes) => {
                let left = usize::try_from(self.sent).ok().and_then(|sent| bytes.get(sent..)).unwrap_or(&[]);
                copy(left, into)
            }
            Out::Stream(source) => ready!(source.poll_pull(cx, into))?.min(into.len()),
        };
        self.sent += taken as u64;
        Poll::Ready(Ok(taken))
    }

    /// Hands over bytes that came from the device, to slice and stream alike, and counts them. Says how many were
    /// taken; 0 of a non-empty `from` means that there is no more room.
    ///
    /// For transports.
    pub fn poll_give(&mut self, cx: &mut Context<'_>, from: &[u8]) -> Poll<Result<usize, StreamError>> {
        let given = match &mut self.input {
            In::None => 0,
            In::Bytes(bytes) => {
                let room = usize::try_from(self.received).ok().and_then(|start| bytes.get_mut(start..));
                room.map_or(0, |room| copy(from, room))
            }
            In::Stream(sink) => ready!(sink.poll_push(cx, from))?.min(from.len()),
        };
        self.received += given as u64;
        Poll::Ready(Ok(given))
    }
}

/// Copies what both have room for.
fn copy(from: &[u8], into: &mut [u8]) -> usize {
    let n = from.len().min(into.len());
    if let (Some(from), Some(into)) = (from.get(..n), into.get_mut(..n)) {
        into.copy_from_slice(from);
    }
    n
}

impl<C: Carrier> fmt::Debug for Exchange<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exchange")
            .field("request", &self.request)
            .field("out", &self.out)
            .field("input", &self.input)
            .field("sent", &self.sent)
            .field("received", &self.received)
            .field("timeout", &self.timeout)
            .field("repeatable", &self.repeatable)
            .field("reply", &self.reply)
            .finish()
    }
}
