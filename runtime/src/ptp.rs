//! The carrier of PTP and MTP operations: a code and up to five parameters (ISO 15740).

/// The containers that operations travel in over USB; generated from `ptp_usb.toml`.
#[rustfmt::skip]
pub mod container;

use core::fmt;

use crate::Carrier;

/// PTP operations, also MTP's.
#[derive(Debug)]
pub enum Ptp {}

/// The response code OK.
const OK: u16 = 0x2001;

/// Up to five 32-bit parameters. All five are kept, for a fixed copy beats a loop.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
struct Parameters {
    values: [u32; 5],
    count: u8,
}

impl Parameters {
    fn as_slice(&self) -> &[u32] {
        self.values.get(..usize::from(self.count)).unwrap_or(&self.values)
    }
}

/// An operation request: its code and its parameters. Session and transaction ids, like the container, are the
/// transport's.
///
/// ```
/// use opcodec::ptp::Operation;
/// let get_object = Operation::new(0x1009, [7]);
/// assert_eq!((get_object.code(), get_object.parameters()), (0x1009, &[7][..]));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Operation {
    code: u16,
    parameters: Parameters,
}

impl Operation {
    /// An operation with N parameters; more than five do not compile.
    pub const fn new<const N: usize>(code: u16, parameters: [u32; N]) -> Self {
        Operation { code, parameters: five(parameters) }
    }

    /// The operation code.
    pub const fn code(&self) -> u16 {
        self.code
    }

    /// The parameters, in order.
    pub fn parameters(&self) -> &[u32] {
        self.parameters.as_slice()
    }
}

const fn five<const N: usize>(parameters: [u32; N]) -> Parameters {
    const { assert!(N <= 5, "a PTP operation has at most five parameters") };
    let mut values = [0; 5];
    if let Some((head, _)) = values.split_first_chunk_mut::<N>() {
        *head = parameters;
    }
    Parameters { values, count: N as u8 }
}

impl fmt::Debug for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Operation 0x{:04X} {:X?}", self.code, self.parameters())
    }
}

/// A response: its code and its parameters. The default one has code 0, which no device sends.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct PtpReply {
    code: u16,
    parameters: Parameters,
}

impl PtpReply {
    /// A response with N parameters; more than five do not compile.
    pub const fn new<const N: usize>(code: u16, parameters: [u32; N]) -> Self {
        PtpReply { code, parameters: five(parameters) }
    }

    /// The response code.
    pub const fn code(&self) -> u16 {
        self.code
    }

    /// The parameters, in order.
    pub fn parameters(&self) -> &[u32] {
        self.parameters.as_slice()
    }
}

impl fmt::Debug for PtpReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PtpReply 0x{:04X} {:X?}", self.code, self.parameters())
    }
}

/// A device answered an operation with another response code than OK.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PtpFailure(pub PtpReply);

impl fmt::Display for PtpFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "response code 0x{:04X}", self.0.code)
    }
}

impl core::error::Error for PtpFailure {}

impl Carrier for Ptp {
    type Request = Operation;
    type Reply = PtpReply;
    type Failure = PtpFailure;
    const NAME: &'static str = "ptp";

    fn verdict(reply: &PtpReply) -> Result<(), PtpFailure> {
        if reply.code == OK { Ok(()) } else { Err(PtpFailure(*reply)) }
    }
}
