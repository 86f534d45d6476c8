use core::fmt;

use opcodec::usb::Stalled;
use opcodec::{DecodeError, EncodeError, Kind, TransportError, Why};

use super::NtStatus;

/// A status that says that a request failed, with the typed reason behind it.
///
/// ```
/// # #[cfg(feature = "std")] {
/// # use opcodec_protocols::{sim, usbscan::{Input, IoctlWriteRegisters, NtStatus, Reason, Scanner}};
/// let mut scanner = Scanner::new(sim::Scanner::new());
/// let error = scanner.device_io_control(IoctlWriteRegisters::OPCODE, Input::Bytes(&[0; 12]), None).unwrap_err();
/// assert_eq!(error.status, NtStatus::STATUS_INVALID_PARAMETER);
/// assert!(matches!(error.reason, Reason::InputSize { bits32: 16, bits64: 24, got: 12 }));
/// assert!(error.to_string().starts_with("STATUS_INVALID_PARAMETER (0xC000000D)"), "{error}");
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Error {
    /// The NTSTATUS.
    pub status: NtStatus,
    /// Why.
    pub reason: Reason,
}

/// Why a request to a [`Scanner`](super::Scanner) failed.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Reason {
    /// No request has this control code. Nothing was sent.
    UnknownCode(u32),
    /// The request needs an input structure. Nothing was sent.
    InputAbsent,
    /// The request takes no input. Nothing was sent.
    InputPresent,
    /// The input is another structure than the request's. Nothing was sent.
    OtherStructure,
    /// The input is not as long as the structure is in C. Nothing was sent.
    InputSize {
        /// The structure's size on 32-bit targets.
        bits32: usize,
        /// Its size on 64-bit targets.
        bits64: usize,
        /// The input's.
        got: usize,
    },
    /// The input structure's size or one of its members is wrong. Nothing was sent.
    Input(DecodeError),
    /// The request needs an output buffer. Nothing was sent.
    OutputAbsent,
    /// The request takes no output buffer, not even one of length zero. Nothing was sent.
    OutputPresent,
    /// The output buffer is too small. Nothing was sent.
    OutputSize {
        /// The length that it needs.
        need: usize,
        /// The length that it has.
        got: usize,
    },
    /// `pbyData` names another buffer than the output buffer. Nothing was sent.
    OtherBuffer,
    /// `uLength` is not the length of the buffer. Nothing was sent.
    Length {
        /// `uLength`.
        length: u32,
        /// The length of what `pbyData` points to, or of the output buffer.
        buffer: usize,
    },
    /// No SETUP packet can be made of the input: a length does not fit 16 bits. Nothing was sent.
    Request(EncodeError),
    /// The device has no such pipe.
    NoPipe,
    /// The device has no interface of this number.
    NoInterface(u8),
    /// The interface has more pipes than the structure has room for.
    TooManyPipes,
    /// The configuration descriptor, with all that belongs to it, is longer than there is room for.
    ConfigurationLength {
        /// The room.
        room: usize,
        /// The length.
        got: usize,
    },
    /// What was asked for goes over another pipe than the control pipe. Nothing was sent.
    ControlPipeOnly,
    /// The device answered with STALL: it does not know the request, or the register, or not in its present state.
    Stalled,
    /// The data stage was shorter than the request says.
    Short {
        /// The length that the request says.
        need: u64,
        /// The length that was moved.
        got: u64,
    },
    /// The device was not reached, or did not answer.
    Transport(TransportError),
    /// The device's answer makes no sense.
    Answer(DecodeError),
}

impl Error {
    /// A status with its reason.
    pub const fn new(status: NtStatus, reason: Reason) -> Self {
        Error { status, reason }
    }

    /// What the caller has to mend.
    pub(super) const fn parameter(reason: Reason) -> Self {
        Error::new(NtStatus::STATUS_INVALID_PARAMETER, reason)
    }

    pub(super) fn of_transport(error: TransportError) -> Self {
        let status = match error.kind {
            Kind::Timeout => NtStatus::ON_TIMEOUT,
            Kind::Disconnected => Some(NtStatus::STATUS_DEVICE_NOT_CONNECTED),
            Kind::Closed => Some(NtStatus::STATUS_INVALID_HANDLE),
            Kind::Unsupported => Some(NtStatus::STATUS_NOT_SUPPORTED),
            Kind::Interrupted => Some(NtStatus::STATUS_CANCELLED),
            _ => None,
        };
        Error::new(status.unwrap_or(NtStatus::STATUS_UNSUCCESSFUL), Reason::Transport(error))
    }

    pub(super) const fn of_stall(_: Stalled) -> Self {
        Error::new(NtStatus::STATUS_UNSUCCESSFUL, Reason::Stalled)
    }

    pub(super) fn of_short(need: u64, got: u64) -> Self {
        let status = NtStatus::ON_SHORT_DATA.unwrap_or(NtStatus::STATUS_UNSUCCESSFUL);
        Error::new(status, Reason::Short { need, got })
    }

    pub(super) fn of_answer(error: DecodeError) -> Self {
        let status = match error.why() {
            Why::Short => NtStatus::ON_SHORT_DATA,
            _ => NtStatus::ON_INVALID_RESPONSE,
        };
        Error::new(status.unwrap_or(NtStatus::STATUS_UNSUCCESSFUL), Reason::Answer(error))
    }
}

impl From<Error> for NtStatus {
    fn from(error: Error) -> Self {
        error.status
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(name) = self.status.name() {
            write!(f, "{name} ")?;
        }
        write!(f, "(0x{:08X}): {}", self.status.raw(), self.reason)
    }
}

impl core::error::Error for Error {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match &self.reason {
            // The reason is shown already: it is not a source of its own.
            Reason::Input(why) | Reason::Answer(why) => why.source(),
            Reason::Request(why) => why.source(),
            Reason::Transport(why) => why.source(),
            _ => None,
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Reason::UnknownCode(code) => return write!(f, "no request has the control code 0x{code:08X}"),
            Reason::InputAbsent => "there is no input structure",
            Reason::InputPresent => "there is an input, and the request takes none",
            Reason::OtherStructure => "the input is another structure than the request's",
            Reason::InputSize { bits32, bits64, got } => {
                return write!(
                    f,
                    "the input has {got} bytes; the structure has {bits32} on 32-bit targets and {bits64} on 64-bit ones"
                );
            }
            Reason::Input(why) | Reason::Answer(why) => return write!(f, "{why}"),
            Reason::OutputAbsent => "there is no output buffer",
            Reason::OutputPresent => "there is an output buffer, and the request takes none",
            Reason::OutputSize { need, got } => {
                return write!(f, "the output buffer needs {need} bytes, and has {got}");
            }
            Reason::OtherBuffer => "pbyData names another buffer than the output buffer",
            Reason::Length { length, buffer } => {
                return write!(f, "uLength is {length}, and the buffer has {buffer} bytes");
            }
            Reason::Request(why) => return write!(f, "{why}"),
            Reason::NoPipe => "the device has no such pipe",
            Reason::NoInterface(number) => return write!(f, "the device has no interface {number}"),
            Reason::TooManyPipes => "the interface has more than eight pipes",
            Reason::ConfigurationLength { room, got } => {
                return write!(f, "the configuration has {got} bytes of descriptors, and there is room for {room}");
            }
            Reason::ControlPipeOnly => "this goes over another pipe, and there is only the control pipe",
            Reason::Stalled => "STALL on the control pipe",
            Reason::Short { need, got } => {
                return write!(f, "the data stage has {got} bytes; the request says {need}");
            }
            Reason::Transport(why) => return write!(f, "{why}"),
        })
    }
}
