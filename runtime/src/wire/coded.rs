//! What begins with a code that says what it is: requests of every carrier, and events.

use super::Element;
use crate::frame::Request;
use crate::ioctl::ControlCode;
use crate::ptp::{Event, MAX_LEN, Operation};
use crate::scsi::Cdb;
use crate::usb::Setup;
use crate::{DecodeError, EncodeError, Place, Why};

/// A request or an event in bytes.
pub trait Coded: Copy {
    /// The integer of its code.
    type Code: Copy + PartialEq + Into<u64>;
    /// The byte where its code ends.
    const CODE_END: usize;
    /// The code in bytes whose number is at least [`CODE_END`](Self::CODE_END).
    fn code_of(bytes: &[u8]) -> Option<Self::Code>;
    /// All of the bytes.
    fn of_bytes(bytes: &[u8]) -> Option<Self>;
    /// Shows its bytes to `see`.
    fn show<T>(&self, see: impl FnOnce(&[u8]) -> T) -> T;
}

impl Coded for Cdb {
    type Code = u8;
    const CODE_END: usize = 1;
    fn code_of(bytes: &[u8]) -> Option<u8> {
        bytes.first().copied()
    }
    fn of_bytes(bytes: &[u8]) -> Option<Self> {
        Cdb::from_slice(bytes)
    }
    fn show<T>(&self, see: impl FnOnce(&[u8]) -> T) -> T {
        see(self.as_bytes())
    }
}

impl Coded for Setup {
    type Code = u8;
    const CODE_END: usize = 2;
    fn code_of(bytes: &[u8]) -> Option<u8> {
        bytes.get(1).copied()
    }
    fn of_bytes(bytes: &[u8]) -> Option<Self> {
        Setup::from_slice(bytes)
    }
    fn show<T>(&self, see: impl FnOnce(&[u8]) -> T) -> T {
        see(self.as_bytes())
    }
}

impl Coded for Operation {
    type Code = u16;
    const CODE_END: usize = 2;
    fn code_of(bytes: &[u8]) -> Option<u16> {
        bytes.first_chunk().copied().map(u16::from_le_bytes)
    }
    fn of_bytes(bytes: &[u8]) -> Option<Self> {
        Operation::from_bytes(bytes)
    }
    fn show<T>(&self, see: impl FnOnce(&[u8]) -> T) -> T {
        see(self.encode(&mut [0; MAX_LEN]))
    }
}

impl Coded for Event {
    type Code = u16;
    const CODE_END: usize = 2;
    fn code_of(bytes: &[u8]) -> Option<u16> {
        Operation::code_of(bytes)
    }
    fn of_bytes(bytes: &[u8]) -> Option<Self> {
        Event::from_bytes(bytes)
    }
    fn show<T>(&self, see: impl FnOnce(&[u8]) -> T) -> T {
        see(self.encode(&mut [0; MAX_LEN]))
    }
}

impl Coded for ControlCode {
    type Code = u32;
    const CODE_END: usize = 4;
    fn code_of(bytes: &[u8]) -> Option<u32> {
        bytes.first_chunk().copied().map(u32::from_le_bytes)
    }
    fn of_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(ControlCode::from_le_bytes)
    }
    fn show<T>(&self, see: impl FnOnce(&[u8]) -> T) -> T {
        see(&self.to_le_bytes())
    }
}

/// Frames have no code: what they are, their constants say.
impl Coded for Request {
    type Code = u8;
    const CODE_END: usize = 0;
    fn code_of(_: &[u8]) -> Option<u8> {
        Some(0)
    }
    fn of_bytes(bytes: &[u8]) -> Option<Self> {
        Request::from_slice(bytes)
    }
    fn show<T>(&self, see: impl FnOnce(&[u8]) -> T) -> T {
        see(self.as_bytes())
    }
}

/// The code of a request or event.
#[inline]
pub fn code<C: Coded>(bytes: &[u8], place: &'static Place) -> Result<C::Code, DecodeError> {
    match C::code_of(bytes) {
        Some(code) => Ok(code),
        None => Err(DecodeError::short(place, C::CODE_END, bytes.len())),
    }
}

/// Whether a request has this code.
#[inline]
pub fn has_code<C: Coded>(bytes: &[u8], code: C::Code) -> bool {
    C::code_of(bytes) == Some(code)
}

/// A request or event that its protocol does not know; an error if the bytes are not even one of those.
#[cold]
pub fn unknown<C: Coded>(bytes: &[u8], place: &'static Place) -> Result<C, DecodeError> {
    let code = C::code_of(bytes).map_or(0, Into::into);
    C::of_bytes(bytes).ok_or(DecodeError::new(Why::Unknown, place, 0, 0, code))
}

/// A PTP operation or event out of the struct of a schema.
pub fn coded<C: Coded, H: Copy>(
    value: &impl for<'a> Element<'a, H>,
    how: H,
    place: &'static Place,
) -> Result<C, EncodeError> {
    let mut bytes = [0; MAX_LEN];
    let len = value.put(&mut bytes, how, place)?;
    let error = EncodeError::new(crate::ErrorKind::Size, place, 0, MAX_LEN as u64, len as u64);
    bytes.get(..len).and_then(C::of_bytes).ok_or(error)
}

/// The length of a data phase out of what a command computes: one that is negative suits no buffer.
#[inline]
pub const fn data_size(size: i128) -> Option<u64> {
    Some(if size < 0 || size > u64::MAX as i128 { u64::MAX } else { size as u64 })
}
