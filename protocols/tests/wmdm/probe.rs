//! A transport that remembers what reaches it, and what is asked of it.

use std::task::{Context, Poll};
use std::time::Duration;

use opcodec::ptp::{Operation, PtpReply};
use opcodec::{Exchange, In, Out, Ptp, Transport, TransportError};
use opcodec_protocols::wmdm::{
    Device, Error, IoctlMtpCustomCommand, MtpCommandDataIn, MtpProvider, NextPhase,
};

pub(crate) const CUSTOM: u32 = IoctlMtpCustomCommand::OPCODE;

/// Remembers what reaches it, and answers as it is told.
#[derive(Default)]
pub(crate) struct Probe {
    pub(crate) seen: Vec<Operation>,
    pub(crate) timeout: Option<Duration>,
    /// The data phase of the last operation to the device; `None` without one.
    pub(crate) out: Option<Vec<u8>>,
    /// The address of the buffer that was lent for data from the device, and its length.
    pub(crate) lent: Option<(usize, usize)>,
    pub(crate) data: Vec<u8>,
    pub(crate) reply: PtpReply,
    pub(crate) fails: Option<TransportError>,
    pub(crate) pending: u32,
    pub(crate) abandoned: u32,
}

impl Transport<Ptp> for Probe {
    fn poll_execute(
        &mut self,
        cx: &mut Context<'_>,
        exchange: &mut Exchange<'_, Ptp>,
    ) -> Poll<Result<(), TransportError>> {
        if let Some(left) = self.pending.checked_sub(1) {
            self.pending = left;
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        self.seen.push(exchange.request);
        self.timeout = exchange.timeout;
        if let Some(error) = self.fails {
            return Poll::Ready(Err(error));
        }
        self.out = match &exchange.out {
            Out::Bytes(bytes) => Some(bytes.to_vec()),
            _ => None,
        };
        self.lent = match &exchange.input {
            In::Bytes(bytes) => Some((bytes.as_ptr() as usize, bytes.len())),
            _ => None,
        };
        let _ = exchange.poll_give(cx, &self.data);
        // What does not fit is counted, too.
        exchange.received = self.data.len() as u64;
        exchange.reply = self.reply;
        Poll::Ready(Ok(()))
    }
    fn abandon(&mut self) {
        self.abandoned += 1;
    }
}

pub(crate) fn device(probe: Probe) -> Device<MtpProvider<Probe>> {
    Device::new(MtpProvider::new(probe))
}

pub(crate) fn ok(parameters: &[u32]) -> PtpReply {
    PtpReply::from_slice(PtpReply::OK, parameters).unwrap()
}

pub(crate) fn bytes(command: &MtpCommandDataIn<'_>) -> Vec<u8> {
    let mut bytes = vec![0; command.encoded_len()];
    command.encode(&mut bytes).unwrap();
    bytes
}

pub(crate) fn command(op_code: u16, next_phase: NextPhase) -> MtpCommandDataIn<'static> {
    MtpCommandDataIn { op_code, next_phase, ..MtpCommandDataIn::DEFAULT }
}

/// The error of a custom command that breaks a rule. Nothing reaches the transport.
#[track_caller]
pub(crate) fn refused(input: Option<&[u8]>, output: Option<&mut [u8]>) -> Error {
    let mut device = device(Probe { reply: ok(&[]), ..Probe::default() });
    let error = device.device_io_control(CUSTOM, input, output).unwrap_err();
    assert_eq!(device.provider_mut().transport_mut().seen, [], "{error}");
    error
}
