//! The carrier of framed protocols: a whole frame goes to the device, and a frame comes back.
//!
//! Serial lines, radio links and smart cards speak so. What a frame begins and ends with, its address and its
//! checksum are rows of the schema; the transport moves whole frames and knows none of that.
//!
//! A device that measures one temperature, and a [`Simulated`] one for its driver's tests:
//!
//! ```
//! use core::time::Duration;
//! use opcodec::frame::{Frame, Reply, Request, Simulated};
//! use opcodec::{Call, CallError, Command, DecodeError, Effect, Kind, Refused, TransportError};
//!
//! /// Asks for the temperature of a channel. Most commands are generated.
//! struct ReadTemperature {
//!     channel: u8,
//! }
//! impl Command for ReadTemperature {
//!     type Carrier = Frame;
//!     type Phase<'b> = ();
//!     type Answer<'b> = i8;
//!     const NAME: &'static str = "READ_TEMPERATURE";
//!     const TIMEOUT: Duration = Duration::from_millis(500);
//!     fn request(&self, _: Option<u64>) -> Result<Request, Refused> {
//!         Ok(Request::from_array([b'T', self.channel]))
//!     }
//!     fn answer<'b>(&self, reply: &Reply, _: &'b [u8]) -> Result<i8, DecodeError> {
//!         match reply.as_bytes() {
//!             [b'T', channel, degrees] if *channel == self.channel => Ok(*degrees as i8),
//!             other => Err(DecodeError::short(opcodec::place!("Temperature"), 3, other.len())),
//!         }
//!     }
//! }
//!
//! // One thermometer, at channel 2; nobody answers at the others.
//! let mut bus = Simulated::new(|exchange| match exchange.request.as_bytes() {
//!     [b'T', 2] => exchange.answer(&[b'T', 2, 21]),
//!     _ => Err(TransportError::new(Kind::Timeout, Effect::Unknown)),
//! });
//!
//! assert_eq!(bus.call(&ReadTemperature { channel: 2 }, ())?, 21);
//! let nobody = bus.call(&ReadTemperature { channel: 3 }, ()).unwrap_err();
//! assert_eq!(nobody, TransportError::new(Kind::Timeout, Effect::Unknown).into());
//! # Ok::<(), CallError<Frame>>(())
//! ```

use core::convert::Infallible;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::task::{Context, Poll};

use crate::wire::Element;
use crate::{Carrier, Effect, EncodeError, ErrorKind, Exchange, Kind, Place, StreamError};
use crate::{Transport, TransportError};

/// Frames: the request is one, and so is the answer.
///
/// The carrier has no status of its own. Where a protocol has one, it is a field of its answers, and a union's tag
/// where a refusal looks different.
#[derive(Debug)]
pub enum Frame {}

/// The longest request, and the longest answer that is not in the caller's buffer.
pub const MAX_LEN: usize = 512;

/// So many bytes in place, as frames need them.
#[derive(Clone, Copy)]
struct Bytes {
    bytes: [u8; MAX_LEN],
    len: u16,
}

impl Bytes {
    const EMPTY: Self = Bytes { bytes: [0; MAX_LEN], len: 0 };

    #[inline]
    const fn as_slice(&self) -> &[u8] {
        match self.bytes.split_at_checked(self.len as usize) {
            Some((bytes, _)) => bytes,
            None => &self.bytes,
        }
    }

    /// Puts what there is room for behind the bytes that are there; how many that were.
    fn extend(&mut self, from: &[u8]) -> usize {
        let start = usize::from(self.len);
        let Some(room) = self.bytes.get_mut(start..) else { return 0 };
        let count = from.len().min(room.len());
        if let (Some(room), Some(from)) = (room.get_mut(..count), from.get(..count)) {
            room.copy_from_slice(from);
        }
        self.len = start.wrapping_add(count) as u16;
        count
    }
}

/// A frame to a device: up to 512 bytes, in place.
///
/// It says as well where its answer goes, for a transport to do: see [`Exchange::poll_answer`].
///
/// ```
/// use opcodec::frame::Request;
/// let read = Request::from_array([0x11, 0x03, 0x00, 0x6B, 0x00, 0x03, 0x76, 0x87]);
/// assert_eq!(read.as_bytes().len(), 8);
/// assert_eq!(Request::from_slice(read.as_bytes()), Some(read));
/// assert_eq!(Request::from_slice(&[0; 513]), None);
/// ```
///
/// More than 512 bytes do not compile:
///
/// ```compile_fail
/// opcodec::frame::Request::from_array([0; 513]);
/// ```
#[derive(Clone, Copy)]
pub struct Request {
    bytes: Bytes,
    answer_in_data: bool,
}

impl Request {
    /// This frame.
    #[inline]
    pub const fn from_array<const N: usize>(frame: [u8; N]) -> Self {
        const { assert!(N <= MAX_LEN, "a request has at most 512 bytes") };
        let mut bytes = Bytes::EMPTY;
        if let Some((head, _)) = bytes.bytes.split_first_chunk_mut::<N>() {
            *head = frame;
        }
        bytes.len = N as u16;
        Request { bytes, answer_in_data: false }
    }

    /// This frame, unless it has more than 512 bytes.
    pub const fn from_slice(frame: &[u8]) -> Option<Self> {
        let mut bytes = Bytes::EMPTY;
        let Some((head, _)) = bytes.bytes.split_at_mut_checked(frame.len()) else { return None };
        head.copy_from_slice(frame);
        bytes.len = frame.len() as u16;
        Some(Request { bytes, answer_in_data: false })
    }

    /// The same frame, whose answer goes into the buffer that the caller brings.
    #[inline]
    #[must_use]
    pub const fn with_answer_in_data(self) -> Self {
        Request { answer_in_data: true, ..self }
    }

    /// Whether the answer goes into the caller's buffer, [`Exchange::input`]; else it goes into the [`Reply`].
    #[inline]
    pub const fn answer_in_data(&self) -> bool {
        self.answer_in_data
    }

    /// The bytes that go to the device.
    #[inline]
    pub const fn as_bytes(&self) -> &[u8] {
        self.bytes.as_slice()
    }

    /// The frame that a value encodes to.
    #[doc(hidden)]
    #[inline]
    pub fn encoded<'a, H: Copy>(
        value: &impl Element<'a, H>,
        how: H,
        place: &'static Place,
    ) -> Result<Self, EncodeError> {
        let mut bytes = Bytes::EMPTY;
        let len = value.encoded_len(how);
        let Some((frame, _)) = bytes.bytes.split_at_mut_checked(len) else {
            return Err(EncodeError::new(ErrorKind::Size, place, 0, MAX_LEN as u64, len as u64));
        };
        value.put(frame, how, place)?;
        bytes.len = len as u16;
        Ok(Request { bytes, answer_in_data: false })
    }
}

/// By its bytes: where the answer goes is no part of the frame.
impl PartialEq for Request {
    fn eq(&self, other: &Self) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl Eq for Request {}

impl Hash for Request {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_bytes().hash(state);
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        crate::hex::write(f, self.as_bytes())
    }
}

impl AsRef<[u8]> for Request {
    fn as_ref(&self) -> &[u8] {
        self.as_bytes()
    }
}

/// The frame that came back, where it did not go into the caller's buffer; empty where none came.
#[derive(Clone, Copy)]
pub struct Reply(Bytes);

impl Reply {
    /// The bytes that came back.
    #[inline]
    pub const fn as_bytes(&self) -> &[u8] {
        self.0.as_slice()
    }
}

impl Default for Reply {
    fn default() -> Self {
        Reply(Bytes::EMPTY)
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        crate::hex::write(f, self.as_bytes())
    }
}

impl Carrier for Frame {
    type Request = Request;
    type Reply = Reply;
    type Failure = Infallible;
    type Event = Infallible;
    const NAME: &'static str = "frame";

    fn verdict(_: &Reply) -> Result<(), Infallible> {
        Ok(())
    }
}

impl Exchange<'_, Frame> {
    /// Hands over bytes of the frame that came back, in as many calls as they come in. They go where
    /// [the request says](Request::answer_in_data): behind those before them in the reply, or in the caller's buffer,
    /// where they count as received. Says how many were taken; 0 of a non-empty `from` means that there is no more
    /// room.
    ///
    /// For transports.
    pub fn poll_answer(&mut self, cx: &mut Context<'_>, from: &[u8]) -> Poll<Result<usize, StreamError>> {
        if self.request.answer_in_data {
            return self.poll_give(cx, from);
        }
        Poll::Ready(Ok(self.reply.0.extend(from)))
    }

    /// Hands over the whole frame that came back, for transports and simulated devices that have it in one piece.
    ///
    /// # Errors
    ///
    /// [`Kind::Unsupported`] where there is no room for all of it, and [`Kind::Stream`] where it goes into a stream
    /// that does not take all of it at once.
    pub fn answer(&mut self, frame: &[u8]) -> Result<(), TransportError> {
        let error = |kind| Err(TransportError::new(kind, Effect::Unknown));
        let mut left = frame;
        while !left.is_empty() {
            match self.poll_answer(&mut Context::from_waker(core::task::Waker::noop()), left) {
                Poll::Ready(Ok(0)) => return error(Kind::Unsupported),
                Poll::Ready(Ok(taken)) => left = left.get(taken..).unwrap_or_default(),
                Poll::Ready(Err(_)) | Poll::Pending => return error(Kind::Stream),
            }
        }
        Ok(())
    }
}

/// A device that is a function: it looks at the request, and answers with [`Exchange::answer`] or fails as a
/// transport does. For tests and examples; see [the module](self).
#[derive(Clone, Copy, Debug)]
pub struct Simulated<F>(F);

impl<F> Simulated<F>
where
    F: FnMut(&mut Exchange<'_, Frame>) -> Result<(), TransportError>,
{
    /// The device that does so.
    pub const fn new(device: F) -> Self {
        Simulated(device)
    }
}

impl<F> Transport<Frame> for Simulated<F>
where
    F: FnMut(&mut Exchange<'_, Frame>) -> Result<(), TransportError>,
{
    fn poll_execute(
        &mut self,
        _: &mut Context<'_>,
        exchange: &mut Exchange<'_, Frame>,
    ) -> Poll<Result<(), TransportError>> {
        Poll::Ready((self.0)(exchange))
    }

    fn abandon(&mut self) {}
}
