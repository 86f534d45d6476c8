use core::time::Duration;

use opcodec::ptp::{Operation, PtpReply};
use opcodec::{Exchange, Execute, In, Out, Ptp, Transport};

use super::{
    Error, IoctlMtpCustomCommand, MtpCommandDataIn, MtpCommandDataOut, MtpCommandDataOutRequired, NextPhase,
    Reason, ServiceProvider, Wmdm,
};
use crate::mtp::ResponseCode;

/// The service provider of MTP devices: it knows `IOCTL_MTP_CUSTOM_COMMAND`, over any PTP transport.
///
/// The session is the transport's: open one first, with the typed operation. Any operation code passes.
///
/// ```
/// # #[cfg(feature = "std")] {
/// use opcodec::Call;
/// use opcodec_protocols::mtp::OpenSession;
/// use opcodec_protocols::sim::mtp::Responder;
/// use opcodec_protocols::wmdm::{
///     Device, IoctlMtpCustomCommand, MtpCommandDataIn, MtpCommandDataOut, MtpProvider, NextPhase, Wmdm, advice,
/// };
///
/// let mut responder = Responder::new();
/// responder.call(&OpenSession::default(), ())?;
/// let mut device = Device::new(MtpProvider::new(responder));
///
/// let get_storage_ids = MtpCommandDataIn {
///     op_code: 0x1004,
///     next_phase: NextPhase::MtpNextphaseReadData,
///     ..MtpCommandDataIn::DEFAULT
/// };
/// let (mut input, mut output) = ([0; 34], [0; 512]);
/// get_storage_ids.encode(&mut input)?;
/// let code = IoctlMtpCustomCommand::OPCODE;
/// let returned = device.device_io_control(code, Some(&input), Some(&mut output))?;
/// let answer = MtpCommandDataOut::from_bytes(&output[..returned as usize])?;
/// assert_eq!(answer.response_code.raw(), 0x2001);
///
/// // An operation that nobody knows reaches the device, which says so.
/// MtpCommandDataIn { op_code: 0x9ABC, ..MtpCommandDataIn::DEFAULT }.encode(&mut input)?;
/// assert_eq!(device.device_io_control(code, Some(&input), Some(&mut output)), Ok(30));
/// assert_eq!(advice(&output), Some(Wmdm::E_MTP_OPERATION_NOT_SUPPORTED));
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct MtpProvider<T> {
    transport: T,
    timeout: Option<Duration>,
}

/// The bytes of a command without its data.
pub const SIZEOF_REQUIRED_COMMAND_DATA_IN: usize = 34;

/// The bytes of an answer without its data.
pub const SIZEOF_REQUIRED_COMMAND_DATA_OUT: usize = REQUIRED;

const REQUIRED: usize = MtpCommandDataOutRequired::LEN;

impl<T: Transport<Ptp>> MtpProvider<T> {
    /// The device behind this transport. An operation may take 60 s.
    pub const fn new(transport: T) -> Self {
        MtpProvider { transport, timeout: Some(<IoctlMtpCustomCommand as opcodec::Command>::TIMEOUT) }
    }

    /// The same provider, with another limit to how long an operation may take; `None` is as long as it likes.
    #[must_use]
    pub const fn with_timeout(mut self, limit: Option<Duration>) -> Self {
        self.timeout = limit;
        self
    }

    /// The transport.
    pub const fn transport_mut(&mut self) -> &mut T {
        &mut self.transport
    }

    /// Gives the transport back.
    pub fn into_transport(self) -> T {
        self.transport
    }
}

impl<T: Transport<Ptp>> ServiceProvider for MtpProvider<T> {
    async fn device_io_control(
        &mut self,
        code: u32,
        input: Option<&[u8]>,
        output: Option<&mut [u8]>,
    ) -> Result<u32, Error> {
        if code != IoctlMtpCustomCommand::OPCODE {
            return Err(Error::new(Wmdm::WMDM_E_NOTSUPPORTED, Reason::UnknownCode(code)));
        }
        let command = MtpCommandDataIn::from_bytes(input.unwrap_or(&[])).map_err(of_input)?;
        let output = output.unwrap_or(&mut []);
        let got = output.len() as u64;
        let too_small = |need| Error::new(Wmdm::WMDM_E_BUFFERTOOSMALL, Reason::OutputSize { need, got });
        let (required, data) =
            output.split_first_chunk_mut::<REQUIRED>().ok_or(too_small(REQUIRED as u64))?;

        let room = data.len() as u64;
        let mut exchange = Exchange::<Ptp>::new(operation(&command));
        match command.next_phase {
            // Also without room for any: a device that has data then overflows.
            NextPhase::MtpNextphaseReadData => exchange.input = In::Bytes(data),
            NextPhase::MtpNextphaseWriteData => exchange.out = Out::Bytes(command.command_write_data),
            NextPhase::MtpNextphaseNoData => {}
        }
        exchange.timeout = self.timeout;
        Execute::new(&mut self.transport, &mut exchange).await.map_err(Error::of_transport)?;

        let received = exchange.received;
        if overflows(&exchange, room) {
            return Err(too_small((REQUIRED as u64).saturating_add(received.max(room + 1))));
        }
        let size = u32::try_from(received).unwrap_or(u32::MAX);
        *required = answer(&exchange.reply, size).to_bytes();
        Ok(size.saturating_add(REQUIRED as u32))
    }
}

/// Whether the device has more data than there was room for: it counted more, or the transaction was cancelled because
/// of it.
fn overflows(exchange: &Exchange<'_, Ptp>, room: u64) -> bool {
    let cancelled = exchange.reply.code() == ResponseCode::TRANSACTION_CANCELED.raw();
    match exchange.input {
        In::None => false,
        In::Bytes(_) | In::Stream(_) => exchange.received > room || exchange.received == room && cancelled,
    }
}

const fn of_input(why: opcodec::DecodeError) -> Error {
    Error::new(Wmdm::E_INVALIDARG, Reason::Input(why))
}

/// The operation as it goes to the device, with as many parameters as the command says.
fn operation(command: &MtpCommandDataIn<'_>) -> Operation {
    let count = usize::try_from(command.num_params).unwrap_or(usize::MAX);
    let parameters = command.params.get(..count).unwrap_or(&command.params);
    Operation::from_slice(command.op_code, parameters)
        .unwrap_or(Operation::new(command.op_code, command.params))
}

/// What stands before the data.
fn answer(reply: &PtpReply, size: u32) -> MtpCommandDataOutRequired {
    let mut params = [0; 5];
    for (place, value) in params.iter_mut().zip(reply.parameters()) {
        *place = *value;
    }
    MtpCommandDataOutRequired {
        response_code: ResponseCode::new(reply.code()),
        num_params: reply.parameters().len() as u32,
        params,
        command_read_data_size: size,
    }
}

/// The HRESULT that a response code of MTP means: one of the 27 with a name, or a number by the same formula.
///
/// ```
/// use opcodec_protocols::wmdm::{Wmdm, hresult};
/// assert_eq!(hresult(0x2001), Wmdm::S_OK);
/// assert_eq!(hresult(0x2003), Wmdm::E_MTP_SESSION_NOT_OPEN);
/// assert_eq!(hresult(0xA101).raw(), 0x8004_A101);
/// ```
pub fn hresult(response: u16) -> Wmdm {
    if response == PtpReply::OK {
        return Wmdm::S_OK;
    }
    Wmdm::from_response(response).unwrap_or(Wmdm::new(0x8004_0000 | u32::from(response)))
}

/// The HRESULT that the answer in an output buffer means, if the device did not carry the command out.
///
/// `DeviceIoControl` itself succeeds then: the device has answered, and what it said is in the buffer.
pub fn advice(output: &[u8]) -> Option<Wmdm> {
    let answer = MtpCommandDataOut::from_bytes(output).ok()?;
    Some(hresult(answer.response_code.raw())).filter(|code| code.is_failure())
}
