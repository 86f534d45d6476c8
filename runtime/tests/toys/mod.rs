//! Commands and devices that the tests call: a few lines each, and none like the shipped ones.
#![allow(dead_code, reason = "every test takes what it needs")]

use core::task::{Context, Poll, ready};
use core::time::Duration;

use opcodec::ptp::{Operation, Ptp, PtpReply};
use opcodec::scsi::{Cdb, ScsiReply, Status};
use opcodec::usb::{Setup, UsbControl, UsbReply};
use opcodec::{
    Command, DecodeError, Effect, Exchange, Kind, Out, Refused, Scsi, Sink, Source, StreamError, Transport,
    TransportError,
};

/// No data phase.
pub(crate) struct Test;
impl Command for Test {
    type Carrier = Scsi;
    type Phase<'b> = ();
    type Answer<'b> = ();
    const NAME: &'static str = "TEST";
    const TIMEOUT: Duration = Duration::from_secs(5);
    fn request(&self, _: Option<u64>) -> Result<Cdb, Refused> {
        Ok(Cdb::new([0; 6]))
    }
    fn answer(&self, _: &ScsiReply, _: &[u8]) -> Result<(), DecodeError> {
        Ok(())
    }
}

/// Blocks of 512 bytes from the device.
pub(crate) struct Read(pub(crate) u8);
impl Command for Read {
    type Carrier = Scsi;
    type Phase<'b> = &'b mut [u8];
    type Answer<'b> = &'b [u8];
    const NAME: &'static str = "READ";
    const TIMEOUT: Duration = Duration::from_secs(30);
    const REPEATABLE: bool = true;
    fn request(&self, data_len: Option<u64>) -> Result<Cdb, Refused> {
        let (need, got) = (u64::from(self.0) * 512, data_len.unwrap_or(u64::MAX));
        if got < need {
            return Err(Refused::Buffer { need, got });
        }
        Ok(Cdb::new([8, 0, 0, 0, self.0, 0]))
    }
    fn answer<'b>(&self, _: &ScsiReply, data: &'b [u8]) -> Result<&'b [u8], DecodeError> {
        Ok(data)
    }
}

/// Blocks of 512 bytes to the device.
pub(crate) struct Write(pub(crate) u8);
impl Command for Write {
    type Carrier = Scsi;
    type Phase<'b> = &'b [u8];
    type Answer<'b> = ();
    const NAME: &'static str = "WRITE";
    const TIMEOUT: Duration = Duration::from_secs(30);
    fn request(&self, data_len: Option<u64>) -> Result<Cdb, Refused> {
        let (need, got) = (u64::from(self.0) * 512, data_len.ok_or(Refused::UnknownLength)?);
        if got != need {
            return Err(Refused::Buffer { need, got });
        }
        Ok(Cdb::new([10, 0, 0, 0, self.0, 0]))
    }
    fn answer(&self, _: &ScsiReply, _: &[u8]) -> Result<(), DecodeError> {
        Ok(())
    }
}

/// An operation that takes a slice or a stream, whichever the caller has.
pub(crate) struct SendObject;
impl Command for SendObject {
    type Carrier = Ptp;
    type Phase<'b> = Out<'b>;
    type Answer<'b> = u32;
    const NAME: &'static str = "SendObject";
    const TIMEOUT: Duration = Duration::from_secs(60);
    fn request(&self, _: Option<u64>) -> Result<Operation, Refused> {
        Ok(Operation::new(0x100D, []))
    }
    fn answer(&self, reply: &PtpReply, _: &[u8]) -> Result<u32, DecodeError> {
        Ok(reply.parameters().first().copied().unwrap_or(0))
    }
}

/// A vendor's control request.
pub(crate) struct WriteRegister(pub(crate) u8);
impl Command for WriteRegister {
    type Carrier = UsbControl;
    type Phase<'b> = &'b [u8];
    type Answer<'b> = ();
    const NAME: &'static str = "WRITE_REGISTER";
    const TIMEOUT: Duration = Duration::from_secs(1);
    fn request(&self, data_len: Option<u64>) -> Result<Setup, Refused> {
        let len = data_len.ok_or(Refused::UnknownLength)?;
        let Ok(len) = u16::try_from(len) else { return Err(Refused::Buffer { need: 0xFFFF, got: len }) };
        let len = len.to_le_bytes();
        Ok(Setup::new([0x40, 4, self.0, 0, 0, 0, len[0], len[1]]))
    }
    fn answer(&self, _: &UsbReply, _: &[u8]) -> Result<(), DecodeError> {
        Ok(())
    }
}

/// A disk of any size whose block n is full of n; moves `packet` bytes a poll and is pending in between.
pub(crate) struct Disk {
    pub(crate) packet: usize,
    pub(crate) status: Status,
    pub(crate) sense: Vec<u8>,
    pub(crate) requests: u32,
    pub(crate) polls: u32,
    pub(crate) abandoned: u32,
    pub(crate) must_recover: bool,
    pub(crate) recoveries: u32,
    pub(crate) written: Vec<u8>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) fails: Option<TransportError>,
    pub(crate) busy: bool,
}

impl Default for Disk {
    fn default() -> Self {
        Disk {
            packet: usize::MAX,
            status: Status::GOOD,
            sense: Vec::new(),
            requests: 0,
            polls: 0,
            abandoned: 0,
            must_recover: false,
            recoveries: 0,
            written: Vec::new(),
            timeout: None,
            fails: None,
            busy: false,
        }
    }
}

impl Disk {
    /// A disk that fails every command in this way.
    pub(crate) fn failing(status: Status, sense: &[u8]) -> Self {
        Disk { status, sense: sense.to_vec(), ..Disk::default() }
    }

    fn end(&mut self, reply: &mut ScsiReply) -> Poll<Result<(), TransportError>> {
        self.busy = false;
        reply.status = self.status;
        reply.set_sense(&self.sense);
        Poll::Ready(Ok(()))
    }
}

fn stopped(_: StreamError) -> TransportError {
    TransportError::new(Kind::Stream, Effect::Unknown)
}

impl Transport<Scsi> for Disk {
    fn poll_execute(
        &mut self,
        cx: &mut Context<'_>,
        exchange: &mut Exchange<'_, Scsi>,
    ) -> Poll<Result<(), TransportError>> {
        if let Some(error) = self.fails {
            return Poll::Ready(Err(error));
        }
        self.polls += 1;
        if !self.busy {
            self.busy = true;
            self.requests += 1;
            self.timeout = exchange.timeout;
            if core::mem::take(&mut self.must_recover) {
                self.recoveries += 1;
            }
        }
        let total = u64::from(exchange.request.as_bytes()[4]) * 512;
        let (done, moved) = match exchange.request.opcode() {
            8 => {
                let at = exchange.received;
                let left = usize::try_from(total - at).unwrap_or(usize::MAX);
                let bytes: Vec<u8> =
                    (0..self.packet.min(left) as u64).map(|i| ((at + i) / 512) as u8).collect();
                let n = ready!(exchange.poll_give(cx, &bytes)).map_err(stopped)?;
                (exchange.received, n)
            }
            10 => {
                let mut bytes = vec![0; self.packet.min(0x10000)];
                let n = ready!(exchange.poll_take(cx, &mut bytes)).map_err(stopped)?;
                self.written.extend_from_slice(&bytes[..n]);
                (exchange.sent, n)
            }
            _ => (total, 0),
        };
        if done >= total || moved == 0 {
            return self.end(&mut exchange.reply);
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    }

    fn abandon(&mut self) {
        self.busy = false;
        self.abandoned += 1;
        self.must_recover = true;
    }
}

/// Counts what it is sent, a packet a poll.
#[derive(Default)]
pub(crate) struct Camera {
    pub(crate) bytes: u64,
}

impl Transport<Ptp> for Camera {
    fn poll_execute(
        &mut self,
        cx: &mut Context<'_>,
        exchange: &mut Exchange<'_, Ptp>,
    ) -> Poll<Result<(), TransportError>> {
        let mut packet = [0; 512];
        let n = ready!(exchange.poll_take(cx, &mut packet)).map_err(stopped)?;
        self.bytes += n as u64;
        if n < packet.len() {
            exchange.reply = PtpReply::new(0x2001, [7]);
            return Poll::Ready(Ok(()));
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    }
    fn abandon(&mut self) {}
}

/// Stalls everything but register 1.
#[derive(Default)]
pub(crate) struct Scanner {
    pub(crate) setups: Vec<Setup>,
}

impl Transport<UsbControl> for Scanner {
    fn poll_execute(
        &mut self,
        _: &mut Context<'_>,
        exchange: &mut Exchange<'_, UsbControl>,
    ) -> Poll<Result<(), TransportError>> {
        self.setups.push(exchange.request);
        exchange.reply.stalled = exchange.request.as_bytes()[2] != 1;
        exchange.sent = exchange.out.len().unwrap_or(0);
        Poll::Ready(Ok(()))
    }
    fn abandon(&mut self) {}
}

/// So many zeros, or so many and then an end without notice.
pub(crate) struct Zeros {
    pub(crate) left: u64,
    pub(crate) known: bool,
}
impl Source for Zeros {
    fn remaining(&self) -> Option<u64> {
        self.known.then_some(self.left)
    }
    fn poll_pull(&mut self, _: &mut Context<'_>, into: &mut [u8]) -> Poll<Result<usize, StreamError>> {
        let n = self.left.min(into.len() as u64);
        self.left -= n;
        into[..n as usize].fill(0);
        Poll::Ready(Ok(n as usize))
    }
}

/// Takes at most three bytes at a time.
#[derive(Default)]
pub(crate) struct Nibble(pub(crate) Vec<u8>);
impl Sink for Nibble {
    fn poll_push(&mut self, _: &mut Context<'_>, from: &[u8]) -> Poll<Result<usize, StreamError>> {
        let n = from.len().min(3);
        self.0.extend_from_slice(&from[..n]);
        Poll::Ready(Ok(n))
    }
    fn rewind(&mut self) -> bool {
        self.0.clear();
        true
    }
}
