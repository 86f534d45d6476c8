use std::fmt;

use opcodec::ptp::{Operation, PtpReply};

use crate::mtp::ResponseCode;

/// How an operation of a vendor ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The response code and its parameters.
    pub reply: PtpReply,
    /// The data phase from the device. Empty is none; with another response code than OK it is not sent.
    pub data: Vec<u8>,
}

impl Outcome {
    /// OK, with this data.
    pub fn data(data: impl Into<Vec<u8>>) -> Self {
        Outcome { reply: PtpReply::new(ResponseCode::OK.raw(), []), data: data.into() }
    }

    /// A response without data.
    pub fn response(code: ResponseCode) -> Self {
        Outcome { reply: PtpReply::new(code.raw(), []), data: Vec::new() }
    }
}

/// What carries out operations of a vendor: every closure of this form does.
///
/// It gets the operation, and the bytes of its data phase to the device: all of them, at most
/// [`most_data`](Custom::most_data).
pub trait Custom: Send {
    /// Carries it out.
    fn run(&mut self, operation: &Operation, data: &[u8]) -> Outcome;

    /// The longest data phase to the device that is taken; a longer one is answered with `Object_Too_Large`.
    fn most_data(&self) -> usize {
        16 << 20
    }
}

impl<F: FnMut(&Operation, &[u8]) -> Outcome + Send> Custom for F {
    fn run(&mut self, operation: &Operation, data: &[u8]) -> Outcome {
        self(operation, data)
    }
}

impl fmt::Debug for dyn Custom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Custom")
    }
}
