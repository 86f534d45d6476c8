//! The data phases of an exchange: slices, or streams for what is larger than memory.

#[cfg(feature = "std")]
mod std_io;

use core::fmt;
use core::task::{Context, Poll};

/// With the feature `std`.
#[cfg(feature = "std")]
pub use std_io::{ReadSource, WriteSink};

/// The stream could not go on; why is for the stream's owner to know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StreamError;

impl fmt::Display for StreamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the stream of the data phase stopped")
    }
}

impl core::error::Error for StreamError {}

/// Where the bytes of a data phase to the device come from, when they are not in one slice.
///
/// Every `&[u8]` is a source, and moves on as it is read; a source with its own progress is a few lines:
///
/// ```
/// use core::task::{Context, Poll, Waker};
/// use opcodec::{Source, StreamError};
///
/// struct Zeros { left: u64 }
/// impl Source for Zeros {
///     fn remaining(&self) -> Option<u64> { Some(self.left) }
///     fn poll_pull(&mut self, _: &mut Context<'_>, into: &mut [u8]) -> Poll<Result<usize, StreamError>> {
///         let n = into.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
///         into[..n].fill(0);
///         self.left -= n as u64;
///         Poll::Ready(Ok(n))
///     }
/// }
///
/// let mut block = [0xFF; 512];
/// let pulled = Zeros { left: 700 }.poll_pull(&mut Context::from_waker(Waker::noop()), &mut block);
/// assert_eq!(pulled, Poll::Ready(Ok(512)));
/// ```
pub trait Source: Send {
    /// How many bytes are still to come, where that is known. A command whose request states the length of its
    /// data needs it.
    fn remaining(&self) -> Option<u64>;

    /// Takes the next bytes, at least one unless the source has ended (then `Ok(0)`) or `into` is empty.
    fn poll_pull(&mut self, cx: &mut Context<'_>, into: &mut [u8]) -> Poll<Result<usize, StreamError>>;

    /// Goes back to the first byte, so that the request may be sent once more; `false` where it cannot.
    fn rewind(&mut self) -> bool {
        false
    }
}

impl Source for &[u8] {
    fn remaining(&self) -> Option<u64> {
        Some(self.len() as u64)
    }

    fn poll_pull(&mut self, _: &mut Context<'_>, into: &mut [u8]) -> Poll<Result<usize, StreamError>> {
        let n = into.len().min(self.len());
        if let (Some((head, rest)), Some(into)) = (self.split_at_checked(n), into.get_mut(..n)) {
            into.copy_from_slice(head);
            *self = rest;
        }
        Poll::Ready(Ok(n))
    }
}

/// Where the bytes of a data phase from the device go, when they do not fit one slice.
///
/// ```
/// use core::task::{Context, Poll, Waker};
/// use opcodec::{Sink, StreamError};
///
/// #[derive(Default)]
/// struct Sum(u64);
/// impl Sink for Sum {
///     fn poll_push(&mut self, _: &mut Context<'_>, from: &[u8]) -> Poll<Result<usize, StreamError>> {
///         self.0 += from.iter().map(|&byte| u64::from(byte)).sum::<u64>();
///         Poll::Ready(Ok(from.len()))
///     }
/// }
///
/// let mut sum = Sum::default();
/// assert!(sum.poll_push(&mut Context::from_waker(Waker::noop()), &[1, 2, 3]).is_ready());
/// assert_eq!(sum.0, 6);
/// ```
pub trait Sink: Send {
    /// Takes some of `from`, at least one byte unless it is empty, and says how many.
    fn poll_push(&mut self, cx: &mut Context<'_>, from: &[u8]) -> Poll<Result<usize, StreamError>>;

    /// How many bytes still fit, where there is a bound.
    fn room(&self) -> Option<u64> {
        None
    }

    /// Forgets every byte that came, so that the request may be sent once more; `false` where it cannot.
    fn rewind(&mut self) -> bool {
        false
    }
}

/// The data phase to the device.
#[derive(Default)]
pub enum Out<'a> {
    /// There is none.
    #[default]
    None,
    /// All of it lies in one slice.
    Bytes(&'a [u8]),
    /// It comes in pieces.
    Stream(&'a mut dyn Source),
}

impl Out<'_> {
    /// How many bytes the phase has, if that is known before it starts.
    pub fn len(&self) -> Option<u64> {
        match self {
            Out::None => Some(0),
            Out::Bytes(bytes) => Some(bytes.len() as u64),
            Out::Stream(source) => source.remaining(),
        }
    }

    /// Whether there is certainly nothing to send.
    pub fn is_empty(&self) -> bool {
        self.len() == Some(0)
    }
}

impl fmt::Debug for Out<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Out::None => f.write_str("None"),
            Out::Bytes(bytes) => write!(f, "Bytes({})", bytes.len()),
            Out::Stream(source) => write!(f, "Stream({:?})", source.remaining()),
        }
    }
}

/// The data phase from the device.
#[derive(Default)]
pub enum In<'a> {
    /// There is none.
    #[default]
    None,
    /// It goes into one slice, which bounds it.
    Bytes(&'a mut [u8]),
    /// It is taken in pieces.
    Stream(&'a mut dyn Sink),
}

impl In<'_> {
    /// How many bytes there is room for, if there is a bound.
    pub fn len(&self) -> Option<u64> {
        match self {
            In::None => Some(0),
            In::Bytes(bytes) => Some(bytes.len() as u64),
            In::Stream(sink) => sink.room(),
        }
    }

    /// Whether there is certainly room for nothing.
    pub fn is_empty(&self) -> bool {
        self.len() == Some(0)
    }
}

impl fmt::Debug for In<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            In::None => f.write_str("None"),
            In::Bytes(bytes) => write!(f, "Bytes({})", bytes.len()),
            In::Stream(sink) => write!(f, "Stream({:?})", sink.room()),
        }
    }
}
