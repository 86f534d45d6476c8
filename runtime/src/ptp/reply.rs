use core::fmt;

use super::MAX_LEN;
use super::parameters::{Coded, coded};
use crate::wire::{Element, message};
use crate::{DecodeError, EncodeError, place};

/// A response: its code and its parameters. The default one has code 0, which no device sends.
///
/// A data phase that ends early, a stalled pipe or a lost connection is no response but a
/// [`TransportError`](crate::TransportError); a device that gives up says so with a response code.
///
/// ```
/// use opcodec::ptp::PtpReply;
/// let response = PtpReply::new(PtpReply::OK, [0x0001_0001]);
/// assert!(response.is_ok());
/// assert_eq!(PtpReply::from_bytes(&[0x01, 0x20, 1, 0, 1, 0]), Some(response));
/// assert!(!PtpReply::new(0x2005, []).is_ok());
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct PtpReply {
    coded: Coded,
}

impl PtpReply {
    /// The response code OK: the operation was carried out.
    pub const OK: u16 = 0x2001;

    coded!("A response", "response");

    /// Whether its code is [`OK`](Self::OK).
    pub const fn is_ok(&self) -> bool {
        self.code() == Self::OK
    }

    const fn of(coded: Coded) -> Self {
        PtpReply { coded }
    }
}

impl fmt::Debug for PtpReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.coded.show(f, "PtpReply")
    }
}

/// The parameters of an OK response: what the rows of `answer` become, where a schema names them.
///
/// A caller gets them from the call; a responder makes its reply of them.
pub trait Response: for<'a> Element<'a, ()> {
    /// Reads the parameters of a response.
    fn from_reply(reply: &PtpReply) -> Result<Self, DecodeError> {
        let mut bytes = [0; MAX_LEN];
        let parameters = reply.encode(&mut bytes).get(2..).unwrap_or(&[]);
        // An answer never borrows.
        message(parameters, (), place!("response"))
    }

    /// The response OK with these parameters.
    fn to_reply(&self) -> Result<PtpReply, EncodeError> {
        let mut bytes = [0; MAX_LEN];
        let [low, high] = PtpReply::OK.to_le_bytes();
        let [a, b, parameters @ ..] = &mut bytes;
        (*a, *b) = (low, high);
        let len = self.put(parameters, (), place!("response"))?;
        // Whole parameters, and no more than fit.
        Ok(bytes.get(..2 + len).and_then(PtpReply::from_bytes).unwrap_or_default())
    }
}

/// A device answered an operation with another response code than OK.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PtpFailure(pub PtpReply);

impl fmt::Display for PtpFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "response code 0x{:04X}", self.0.code())
    }
}

impl core::error::Error for PtpFailure {}
