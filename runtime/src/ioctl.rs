//! The carrier of device I/O controls: a control code, a buffer each way, and a status.

use core::fmt;

use crate::Carrier;
use crate::int::u12;

/// Device I/O controls, as Windows has them.
#[derive(Debug)]
pub enum Ioctl {}

/// A control code of 32 bits.
///
/// Most are made of four parts (`CTL_CODE` of the Windows headers); a code that is not has them all the same.
///
/// ```
/// use opcodec::int::u12;
/// use opcodec::ioctl::{Access, ControlCode, Method};
/// let write_registers = ControlCode::ctl_code(0x8000, u12::new(0x804), Method::Buffered, Access::ANY);
/// assert_eq!(write_registers, ControlCode::new(0x8000_2010));
/// assert_eq!((write_registers.device_type(), write_registers.function()), (0x8000, u12::new(0x804)));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ControlCode(u32);

impl ControlCode {
    /// This code.
    pub const fn new(code: u32) -> Self {
        ControlCode(code)
    }

    /// The code that is made of these parts.
    pub const fn ctl_code(device_type: u16, function: u12, method: Method, access: Access) -> Self {
        let function = function.value() as u32;
        ControlCode((device_type as u32) << 16 | (access.0 as u32) << 14 | function << 2 | method as u32)
    }

    /// The code whose four bytes, little-endian, are these.
    pub const fn from_le_bytes(bytes: [u8; 4]) -> Self {
        ControlCode(u32::from_le_bytes(bytes))
    }

    /// Its four bytes, little-endian.
    pub const fn to_le_bytes(self) -> [u8; 4] {
        self.0.to_le_bytes()
    }

    /// The number.
    pub const fn raw(self) -> u32 {
        self.0
    }

    /// The kind of device: bits 31 to 16. From 0x8000 it is a vendor's own.
    pub const fn device_type(self) -> u16 {
        (self.0 >> 16) as u16
    }

    /// What is to be done: bits 13 to 2. From 0x800 it is a vendor's own.
    pub const fn function(self) -> u12 {
        u12::new((self.0 >> 2 & 0xFFF) as u16)
    }

    /// How the buffers reach the driver: bits 1 and 0.
    pub const fn method(self) -> Method {
        match self.0 & 3 {
            0 => Method::Buffered,
            1 => Method::InDirect,
            2 => Method::OutDirect,
            _ => Method::Neither,
        }
    }

    /// What the caller must have opened the device for: bits 15 and 14.
    pub const fn access(self) -> Access {
        Access((self.0 >> 14 & 3) as u8)
    }
}

impl fmt::Debug for ControlCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ControlCode 0x{:08X}", self.0)
    }
}

impl From<u32> for ControlCode {
    fn from(code: u32) -> Self {
        ControlCode(code)
    }
}

impl From<ControlCode> for u32 {
    fn from(code: ControlCode) -> Self {
        code.0
    }
}

/// How the buffers of a control reach the driver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Method {
    /// Both are copied (`METHOD_BUFFERED`).
    Buffered = 0,
    /// The second one is locked in memory, for the driver to read (`METHOD_IN_DIRECT`).
    InDirect = 1,
    /// The second one is locked in memory, for the driver to write (`METHOD_OUT_DIRECT`).
    OutDirect = 2,
    /// Their addresses are handed over as they are (`METHOD_NEITHER`).
    Neither = 3,
}

/// What a caller must have opened the device for: two bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Access(u8);

impl Access {
    /// Anything (`FILE_ANY_ACCESS`).
    pub const ANY: Self = Access(0);
    /// Reading (`FILE_READ_ACCESS`).
    pub const READ: Self = Access(1);
    /// Writing (`FILE_WRITE_ACCESS`).
    pub const WRITE: Self = Access(2);
    /// Reading and writing.
    pub const READ_WRITE: Self = Access(3);

    /// Whether the device must be open for reading.
    pub const fn reads(self) -> bool {
        self.0 & 1 != 0
    }

    /// Whether the device must be open for writing.
    pub const fn writes(self) -> bool {
        self.0 & 2 != 0
    }
}

/// How a control ended.
///
/// The status is an NTSTATUS or an HRESULT, whichever the interface has: both say with bit 31 that the control
/// failed. A Win32 error code goes in as an HRESULT (`0x8007_0000 | code`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct IoctlReply {
    /// The status; 0 is success.
    pub status: u32,
    /// How many bytes the driver says it returned. How many of them are in the caller's buffer is the exchange's
    /// [`received`](crate::Exchange::received).
    pub returned: u64,
}

impl IoctlReply {
    /// A reply with this status and so many bytes returned.
    pub const fn new(status: u32, returned: u64) -> Self {
        IoctlReply { status, returned }
    }
}

/// A control failed: bit 31 of its status is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct IoctlFailure {
    /// The status: an NTSTATUS or an HRESULT.
    pub status: u32,
}

impl IoctlFailure {
    /// The failure with this status.
    pub const fn new(status: u32) -> Self {
        IoctlFailure { status }
    }
}

impl fmt::Display for IoctlFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "status 0x{:08X}", self.status)
    }
}

impl core::error::Error for IoctlFailure {}

impl Carrier for Ioctl {
    type Request = ControlCode;
    type Reply = IoctlReply;
    type Failure = IoctlFailure;
    type Event = core::convert::Infallible;
    const NAME: &'static str = "ioctl";

    fn verdict(reply: &IoctlReply) -> Result<(), IoctlFailure> {
        let status = reply.status;
        if status & 0x8000_0000 == 0 { Ok(()) } else { Err(IoctlFailure { status }) }
    }
}
