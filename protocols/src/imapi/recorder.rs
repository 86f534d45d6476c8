use core::future::Future;
use core::task::{Context, Poll};
use core::time::Duration;

use opcodec::scsi::{Cdb, Sense};
use opcodec::{
    Call, Carrier, Command, Exchange, Execute, In, Out, Scsi, SizeVerdict, Transport, TransportError,
    block_on,
};

use super::{Error, Imapi, Reason, cdb_size};

/// An optical recorder behind any transport, with the methods that pass commands through to it.
#[derive(Debug)]
pub struct Recorder<T> {
    transport: T,
}

/// A command that the device carried out, or failed with sense data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Completed {
    /// [`S_OK`](Imapi::S_OK), or [`S_IMAPI_COMMAND_HAS_SENSE_DATA`](Imapi::S_IMAPI_COMMAND_HAS_SENSE_DATA) when the
    /// device failed the command and said why.
    pub code: Imapi,
    /// How many bytes of sense data stand in the caller's buffer. Also with `S_OK` there may be some: the device
    /// recovered from an error.
    pub sense_len: usize,
    /// How many bytes of data went to the device or are said to have come from it.
    pub transferred: u64,
    /// Which rule let the command's size pass.
    pub size: SizeVerdict,
    advice: Option<Imapi>,
}

impl Completed {
    /// The error code that the sense data means, if it means one. The mapping is inferred.
    pub const fn advice(&self) -> Option<Imapi> {
        self.advice
    }
}

/// The error code that the sense data of a command means, if it means one. The mapping is inferred.
///
/// ```
/// use opcodec_protocols::imapi::{Imapi, advice};
/// let sense = [0x70, 0, 5, 0, 0, 0, 0, 10, 0, 0, 0, 0, 0x24, 0, 0, 0, 0, 0];
/// let mode_sense_10 = [0x5A, 0, 0x3E, 0, 0, 0, 0, 0, 8, 0];
/// assert_eq!(advice(&mode_sense_10, &sense), Some(Imapi::E_IMAPI_RECORDER_NO_SUCH_MODE_PAGE));
/// let read_10 = [0x28, 0, 0, 0, 0, 0, 0, 0, 1, 0];
/// assert_eq!(advice(&read_10, &sense), None);
/// ```
pub fn advice(cdb: &[u8], sense: &[u8]) -> Option<Imapi> {
    code_of(Sense::from_bytes(sense)?, cdb)
}

pub(super) fn code_of(sense: Sense, cdb: &[u8]) -> Option<Imapi> {
    // Deferred sense is about an earlier command: what depends on the command does not depend on this one.
    let cdb = if sense.deferred { &[] } else { cdb };
    Imapi::from_sense(sense.key.raw().value(), sense.asc, sense.ascq, cdb)
        .filter(|code| code.raw() >> 31 == 1)
}

impl<T: Transport<Scsi>> Recorder<T> {
    /// The recorder behind this transport.
    pub const fn new(transport: T) -> Self {
        Recorder { transport }
    }

    /// The transport.
    pub const fn transport_mut(&mut self) -> &mut T {
        &mut self.transport
    }

    /// Gives the transport back.
    pub fn into_transport(self) -> T {
        self.transport
    }

    /// `SendCommandNoData`: a command of 6 to 16 bytes without data, and the seconds that it may take.
    pub fn send_command_no_data(
        &mut self,
        cdb: &[u8],
        sense: &mut [u8],
        timeout: u32,
    ) -> Result<Completed, Error> {
        block_on(self.send_command_no_data_async(cdb, sense, timeout))
    }

    /// [`send_command_no_data`](Recorder::send_command_no_data), async.
    pub fn send_command_no_data_async(
        &mut self,
        cdb: &[u8],
        sense: &mut [u8],
        timeout: u32,
    ) -> impl Future<Output = Result<Completed, Error>> {
        send(&mut self.transport, cdb, sense, timeout, Out::None, In::None)
    }

    /// `SendCommandSendDataToDevice`: a command with data to the device.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// # use opcodec_protocols::{imapi::{Imapi, Recorder}, sim::OpticalDrive};
    /// # let mut recorder = Recorder::new(OpticalDrive::empty());
    /// # let write_10 = [0x2A, 0, 0, 0, 0, 0, 0, 0, 1, 0];
    /// let error = recorder.send_command_send_data_to_device(&write_10, &mut [0; 18], 60, None).unwrap_err();
    /// assert_eq!(error.code, Imapi::E_POINTER);
    /// # }
    /// ```
    pub fn send_command_send_data_to_device(
        &mut self,
        cdb: &[u8],
        sense: &mut [u8],
        timeout: u32,
        buffer: Option<&[u8]>,
    ) -> Result<Completed, Error> {
        block_on(self.send_command_send_data_to_device_async(cdb, sense, timeout, buffer))
    }

    /// [`send_command_send_data_to_device`](Recorder::send_command_send_data_to_device), async.
    pub async fn send_command_send_data_to_device_async(
        &mut self,
        cdb: &[u8],
        sense: &mut [u8],
        timeout: u32,
        buffer: Option<&[u8]>,
    ) -> Result<Completed, Error> {
        sense.fill(0);
        let buffer = present(buffer)?;
        send(&mut self.transport, cdb, sense, timeout, Out::Bytes(buffer), In::None).await
    }

    /// `SendCommandGetDataFromDevice`: a command with data from the device.
    pub fn send_command_get_data_from_device(
        &mut self,
        cdb: &[u8],
        sense: &mut [u8],
        timeout: u32,
        buffer: Option<&mut [u8]>,
    ) -> Result<Completed, Error> {
        block_on(self.send_command_get_data_from_device_async(cdb, sense, timeout, buffer))
    }

    /// [`send_command_get_data_from_device`](Recorder::send_command_get_data_from_device), async.
    pub async fn send_command_get_data_from_device_async(
        &mut self,
        cdb: &[u8],
        sense: &mut [u8],
        timeout: u32,
        buffer: Option<&mut [u8]>,
    ) -> Result<Completed, Error> {
        sense.fill(0);
        let buffer = present(buffer)?;
        send(&mut self.transport, cdb, sense, timeout, Out::None, In::Bytes(buffer)).await
    }

    /// Sends a typed command; what goes wrong has the interface's code beside the typed reason.
    ///
    /// Sense data whose code is not known is [`E_FAIL`](Imapi::E_FAIL); the reason has it.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// # use opcodec_protocols::{imapi::{Imapi, Recorder}, mmc, sim::OpticalDrive};
    /// let mut recorder = Recorder::new(OpticalDrive::empty());
    /// let error = recorder.call(&mmc::TestUnitReady::default(), ()).unwrap_err();
    /// assert_eq!(error.code, Imapi::E_IMAPI_RECORDER_MEDIA_NO_MEDIA);
    /// # }
    /// ```
    pub fn call<'b, K: Command<Carrier = Scsi>>(
        &mut self,
        command: &K,
        phase: K::Phase<'b>,
    ) -> Result<K::Answer<'b>, Error> {
        block_on(self.call_async(command, phase))
    }

    /// [`call`](Recorder::call), async.
    pub async fn call_async<'b, K: Command<Carrier = Scsi>>(
        &mut self,
        command: &K,
        phase: K::Phase<'b>,
    ) -> Result<K::Answer<'b>, Error> {
        let mut watched = Watched { inner: &mut self.transport, cdb: None };
        let outcome = watched.call_async(command, phase).await;
        let cdb = watched.cdb;
        outcome.map_err(|error| Error::of_call(error, cdb.as_ref().map_or(&[], Cdb::as_bytes)))
    }
}

fn present<B: AsRef<[u8]>>(buffer: Option<B>) -> Result<B, Error> {
    match buffer {
        None => Err(Error::new(Imapi::E_POINTER, Reason::BufferAbsent)),
        Some(buffer) if buffer.as_ref().is_empty() => {
            Err(Error::new(Imapi::E_INVALIDARG, Reason::BufferEmpty))
        }
        Some(buffer) => Ok(buffer),
    }
}

async fn send<'x, T: Transport<Scsi>>(
    transport: &mut T,
    cdb: &[u8],
    sense: &mut [u8],
    timeout: u32,
    out: Out<'x>,
    input: In<'x>,
) -> Result<Completed, Error> {
    sense.fill(0);
    let invalid = |reason| Error::new(Imapi::E_INVALIDARG, reason);
    let size = cdb_size(cdb).map_err(|why| invalid(Reason::CdbSize(why)))?;
    if timeout == 0 {
        return Err(invalid(Reason::TimeoutZero));
    }
    // The table's outer bound is inside of what a CDB may have.
    let Some(request) = Cdb::from_slice(cdb) else {
        return Err(invalid(Reason::Refused(opcodec::Refused::Buffer { need: 6, got: cdb.len() as u64 })));
    };
    let mut exchange: Exchange<'x, Scsi> = Exchange::new(request);
    exchange.out = out;
    exchange.input = input;
    exchange.timeout = Some(Duration::from_secs(timeout.into()));
    Execute::new(transport, &mut exchange).await.map_err(Error::of_transport)?;

    let reply = &exchange.reply;
    let sense_len = reply.sense_bytes().len().min(sense.len());
    for (place, byte) in sense.iter_mut().zip(reply.sense_bytes()) {
        *place = *byte;
    }
    let code = match Scsi::verdict(reply) {
        Ok(()) => Imapi::S_OK,
        Err(failure) if reply.sense_bytes().is_empty() => {
            return Err(Error::new(Imapi::E_FAIL, Reason::Device(failure)));
        }
        Err(_) => Imapi::S_IMAPI_COMMAND_HAS_SENSE_DATA,
    };
    let advice = if code == Imapi::S_OK { None } else { advice(cdb, reply.sense_bytes()) };
    Ok(Completed { code, sense_len, transferred: exchange.sent + exchange.received, size, advice })
}

/// Remembers what was sent, because what sense data means may depend on it.
struct Watched<'t, T> {
    inner: &'t mut T,
    cdb: Option<Cdb>,
}

impl<T: Transport<Scsi>> Transport<Scsi> for Watched<'_, T> {
    fn poll_execute(
        &mut self,
        cx: &mut Context<'_>,
        exchange: &mut Exchange<'_, Scsi>,
    ) -> Poll<Result<(), TransportError>> {
        self.cdb = Some(exchange.request);
        self.inner.poll_execute(cx, exchange)
    }

    fn abandon(&mut self) {
        self.inner.abandon();
    }
}
