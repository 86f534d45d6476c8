use core::fmt;

use opcodec::scsi::ScsiFailure;
use opcodec::{CallError, DecodeError, Kind, Refused, Scsi, SizeError, TransportError, Why};

use super::Imapi;

/// A code that says that a command failed, with the typed reason behind it.
///
/// ```
/// # #[cfg(feature = "std")] {
/// # use opcodec_protocols::{imapi::{Reason, Recorder}, sim::OpticalDrive};
/// let mut recorder = Recorder::new(OpticalDrive::empty());
/// let error = recorder.send_command_no_data(&[0x12; 10], &mut [0; 18], 10).unwrap_err();
/// assert!(matches!(error.reason, Reason::CdbSize(why) if why.expected() == (6, 6)));
/// assert!(error.to_string().starts_with("E_INVALIDARG (0x80070057)"), "{error}");
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Error {
    /// The HRESULT.
    pub code: Imapi,
    /// Why.
    pub reason: Reason,
}

/// Why a method of [`Recorder`](super::Recorder) failed.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Reason {
    /// There is no data buffer where the method needs one. Nothing was sent.
    BufferAbsent,
    /// The data buffer has no bytes. Nothing was sent.
    BufferEmpty,
    /// The command does not have the size that its operation code asks for. Nothing was sent.
    CdbSize(SizeError),
    /// A time limit of 0 seconds. Nothing was sent.
    TimeoutZero,
    /// A typed command or its buffer is wrong. Nothing was sent.
    Refused(Refused),
    /// The device was not reached, or did not answer.
    Transport(TransportError),
    /// The device failed the command.
    Device(ScsiFailure),
    /// The device's answer to a typed command makes no sense.
    Answer(DecodeError),
    /// The typed call failed in a way that has no word here yet.
    Other,
}

impl Error {
    /// A code with its reason.
    pub const fn new(code: Imapi, reason: Reason) -> Self {
        Error { code, reason }
    }

    pub(super) fn of_transport(error: TransportError) -> Self {
        let code = match error.kind {
            Kind::Timeout => Imapi::ON_TIMEOUT,
            Kind::Disconnected => Some(Imapi::ERROR_DEV_NOT_EXIST),
            Kind::Closed => Some(Imapi::ERROR_INVALID_HANDLE),
            _ => None,
        };
        Error::new(code.unwrap_or(Imapi::E_FAIL), Reason::Transport(error))
    }

    /// Of a typed call whose request was `cdb`.
    pub(super) fn of_call(error: CallError<Scsi>, cdb: &[u8]) -> Self {
        match error {
            CallError::Refused(why) => Error::new(Imapi::E_INVALIDARG, Reason::Refused(why)),
            CallError::Transport(why) => Error::of_transport(why),
            CallError::Device(why) => {
                let code = why.sense.and_then(|sense| super::recorder::code_of(sense, cdb));
                Error::new(code.unwrap_or(Imapi::E_FAIL), Reason::Device(why))
            }
            CallError::Answer(why) => {
                let code = match why.why() {
                    Why::Short => Imapi::ON_SHORT_DATA,
                    _ => Imapi::ON_INVALID_RESPONSE,
                };
                Error::new(code.unwrap_or(Imapi::E_FAIL), Reason::Answer(why))
            }
            // `CallError` may grow.
            _ => Error::new(Imapi::E_FAIL, Reason::Other),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(name) = self.code.name() {
            write!(f, "{name} ")?;
        }
        write!(f, "(0x{:08X}): {}", self.code.raw(), self.reason)
    }
}

impl core::error::Error for Error {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match &self.reason {
            Reason::BufferAbsent | Reason::BufferEmpty | Reason::TimeoutZero | Reason::Other => None,
            // The reason is shown already: it is not a source of its own.
            Reason::CdbSize(why) => why.source(),
            Reason::Refused(why) => why.source(),
            Reason::Transport(why) => why.source(),
            Reason::Device(why) => why.source(),
            Reason::Answer(why) => why.source(),
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::BufferAbsent => f.write_str("there is no data buffer"),
            Reason::BufferEmpty => f.write_str("the data buffer has no bytes"),
            Reason::CdbSize(why) => write!(f, "{why}"),
            Reason::TimeoutZero => f.write_str("nothing can happen within 0 seconds"),
            Reason::Other => f.write_str("the call failed"),
            Reason::Refused(why) => write!(f, "{why}"),
            Reason::Transport(why) => write!(f, "{why}"),
            Reason::Device(why) => write!(f, "{why}"),
            Reason::Answer(why) => write!(f, "{why}"),
        }
    }
}
