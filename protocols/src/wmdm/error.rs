use core::fmt;

use opcodec::{DecodeError, Kind, TransportError};

use super::Wmdm;

/// A code that says that a call failed, with the typed reason behind it.
///
/// ```
/// # #[cfg(feature = "std")] {
/// # use opcodec_protocols::{sim::mtp::Responder, wmdm::{Device, IoctlMtpCustomCommand, MtpProvider, Reason, Wmdm}};
/// let mut device = Device::new(MtpProvider::new(Responder::new()));
/// let error = device.device_io_control(IoctlMtpCustomCommand::OPCODE, Some(&[0; 34]), None).unwrap_err();
/// assert_eq!(error.code, Wmdm::E_INVALIDARG, "0 is no phase");
/// assert!(matches!(error.reason, Reason::Input(why) if why.field() == "NextPhase"));
/// assert!(error.to_string().starts_with("E_INVALIDARG (0x80070057)"), "{error}");
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Error {
    /// The HRESULT.
    pub code: Wmdm,
    /// Why.
    pub reason: Reason,
}

/// Why a call to a [`Device`](super::Device) failed.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Reason {
    /// A buffer is absent, and its size is not zero. Nothing was forwarded.
    BufferAbsent {
        /// The size that the caller gave.
        size: u32,
    },
    /// The size of a buffer is more than there is, or does not fit 32 bits. Nothing was forwarded.
    BufferSize {
        /// The size that the caller gave.
        size: u64,
        /// The bytes that there are.
        got: u64,
    },
    /// There is no place for the number of bytes returned. Nothing was forwarded.
    CountAbsent,
    /// The service provider does not know this control code. Nothing was sent.
    UnknownCode(u32),
    /// The command is too short, or one of its members is wrong. Nothing was sent.
    Input(DecodeError),
    /// The output buffer is too small. Where it has no room for the 30 bytes before the data, nothing was sent; where
    /// the data does not fit, the device has carried the command out.
    OutputSize {
        /// The length that it needs, at the least.
        need: u64,
        /// The length that it has.
        got: u64,
    },
    /// The device was not reached, or did not answer.
    Transport(TransportError),
    /// The service provider says that it wrote more than there is room for.
    Returned {
        /// The number of bytes that it says.
        count: u32,
        /// The room.
        room: u64,
    },
    /// The service provider gave the code without another reason.
    Provider,
}

impl Error {
    /// A code with its reason.
    pub const fn new(code: Wmdm, reason: Reason) -> Self {
        Error { code, reason }
    }

    pub(super) fn of_transport(error: TransportError) -> Self {
        let code = match error.kind {
            Kind::Timeout => Wmdm::ON_TIMEOUT,
            Kind::Disconnected => Some(Wmdm::ERROR_DEVICE_NOT_CONNECTED),
            Kind::Closed => Some(Wmdm::E_HANDLE),
            Kind::Unsupported => Some(Wmdm::ERROR_NOT_SUPPORTED),
            Kind::Interrupted => Some(Wmdm::ERROR_OPERATION_ABORTED),
            Kind::Protocol => Wmdm::ON_INVALID_RESPONSE,
            _ => None,
        };
        Error::new(code.unwrap_or(Wmdm::E_FAIL), Reason::Transport(error))
    }
}

/// What a service provider of one's own says.
impl From<Wmdm> for Error {
    fn from(code: Wmdm) -> Self {
        Error::new(code, Reason::Provider)
    }
}

impl From<Error> for Wmdm {
    fn from(error: Error) -> Self {
        error.code
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(name) = self.code.name() {
            write!(f, "{name} ")?;
        }
        write!(f, "(0x{:08X}): ", self.code.raw())?;
        match (self.reason, self.code.text()) {
            (Reason::Provider, text) if !text.is_empty() => f.write_str(text),
            (reason, _) => write!(f, "{reason}"),
        }
    }
}

impl core::error::Error for Error {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match &self.reason {
            // The reason is shown already: it is not a source of its own.
            Reason::Input(why) => why.source(),
            Reason::Transport(why) => why.source(),
            _ => None,
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::BufferAbsent { size } => write!(f, "there is no buffer, and its size is {size}"),
            Reason::BufferSize { size, got } => {
                write!(f, "the size is {size}, and the buffer has {got} bytes")
            }
            Reason::CountAbsent => f.write_str("there is no place for the number of bytes returned"),
            Reason::UnknownCode(code) => {
                write!(f, "the service provider does not know the control code 0x{code:08X}")
            }
            Reason::Input(why) => write!(f, "{why}"),
            Reason::OutputSize { need, got } => {
                write!(f, "the output buffer needs {need} bytes, and has {got}")
            }
            Reason::Transport(why) => write!(f, "{why}"),
            Reason::Returned { count, room } => {
                write!(f, "the service provider says that it wrote {count} bytes into a buffer of {room}")
            }
            Reason::Provider => f.write_str("the service provider refused it"),
        }
    }
}
