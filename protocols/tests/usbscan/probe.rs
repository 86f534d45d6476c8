//! A transport that remembers what reaches it, and what is asked of it.

use std::task::{Context, Poll};
use std::time::Duration;

use opcodec::usb::UsbReply;
use opcodec::{Exchange, In, Out, Transport, TransportError, UsbControl};
use opcodec_protocols::usbscan::{
    Error, Input, IoBlock, IoctlReadRegisters, IoctlSendUsbRequest, IoctlWriteRegisters, NtStatus, Reason,
    Scanner,
};

/// Remembers what reaches it, and answers as it is told.
#[derive(Default)]
pub(crate) struct Probe {
    pub(crate) seen: Vec<[u8; 8]>,
    pub(crate) timeouts: Vec<Option<Duration>>,
    pub(crate) out: Vec<u8>,
    /// Whether the last transfer had a data stage, to the device and from it.
    pub(crate) stages: (bool, bool),
    /// How many bytes it says were moved each way, whatever it was.
    pub(crate) claims: Option<u64>,
    /// What it sends.
    pub(crate) data: Vec<u8>,
    pub(crate) stalls: bool,
    pub(crate) fails: Option<TransportError>,
}

impl Transport<UsbControl> for Probe {
    fn poll_execute(
        &mut self,
        cx: &mut Context<'_>,
        exchange: &mut Exchange<'_, UsbControl>,
    ) -> Poll<Result<(), TransportError>> {
        self.seen.push(*exchange.request.as_bytes());
        self.timeouts.push(exchange.timeout);
        if let Some(error) = self.fails {
            return Poll::Ready(Err(error));
        }
        self.stages = (!matches!(exchange.out, Out::None), !matches!(exchange.input, In::None));
        let mut piece = [0; 4096];
        while let Poll::Ready(Ok(n @ 1..)) = exchange.poll_take(cx, &mut piece) {
            self.out.extend_from_slice(&piece[..n]);
        }
        let _ = exchange.poll_give(cx, &self.data);
        if let Some(bytes) = self.claims {
            (exchange.sent, exchange.received) = (bytes, bytes);
        }
        exchange.reply = if self.stalls { UsbReply::STALL } else { UsbReply::ACK };
        Poll::Ready(Ok(()))
    }
    fn abandon(&mut self) {}
}

pub(crate) fn block(offset: u32, data: &[u8], index: u32) -> IoBlock<'_> {
    let length = u32::try_from(data.len()).unwrap();
    IoBlock { u_offset: offset, u_length: length, pby_data: Some(data), u_index: index }
}

/// The packet, the data and the bytes returned of one request that goes through.
pub(crate) fn sent(code: u32, input: Input<'_>, output: Option<&mut [u8]>) -> ([u8; 8], Vec<u8>, u32) {
    let data = vec![0x5A; output.as_deref().map_or(0, <[u8]>::len)];
    let mut scanner = Scanner::new(Probe { data, ..Probe::default() });
    let returned = scanner.device_io_control(code, input, output).unwrap();
    let probe = scanner.into_transport();
    let [packet] = probe.seen[..] else { panic!("one transfer: {:?}", probe.seen) };
    (packet, probe.out, returned)
}

/// The error of a request that breaks a rule. Nothing reaches the transport.
#[track_caller]
pub(crate) fn refused(code: u32, input: Input<'_>, output: Option<&mut [u8]>) -> Error {
    let mut scanner = Scanner::new(Probe { data: vec![0; 0x2_0000], ..Probe::default() });
    let before = output.as_deref().map(<[u8]>::to_vec);
    let output = output.unwrap_or_default();
    let given = if before.is_some() { Some(&mut *output) } else { None };
    let error = scanner.device_io_control(code, input, given).unwrap_err();
    assert_eq!(scanner.into_transport().seen, [[0; 8]; 0], "{error}");
    assert_eq!(before.unwrap_or_default(), output, "the output buffer is as it was");
    error
}

/// [`refused`] as a wrong parameter.
#[track_caller]
pub(crate) fn wrong(code: u32, input: Input<'_>, output: Option<&mut [u8]>) -> Reason {
    let error = refused(code, input, output);
    assert_eq!(error.status, NtStatus::STATUS_INVALID_PARAMETER, "{error}");
    error.reason
}

pub(crate) const WRITE: u32 = IoctlWriteRegisters::OPCODE;
pub(crate) const READ: u32 = IoctlReadRegisters::OPCODE;
pub(crate) const SEND: u32 = IoctlSendUsbRequest::OPCODE;
