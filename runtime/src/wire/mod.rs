//! What generated code is made of: extents, lists, text, and the bytes of cut answers.
//!
//! Users meet [`List`], [`Utf16`], [`Cut`] and [`Unknown`] as members of generated types; the rest is for
//! generated code.

mod align;
mod coded;
mod counted;
mod crc;
mod depth;
mod list;
mod message;
mod pointer;
mod reader;
mod reserved;
mod scalar;
mod text;
mod utf16;
mod wide;
mod writer;

pub use align::aligned;
pub use coded::{Coded, code, coded, data_size, has_code, unknown};
pub use counted::Counted;
pub use crc::{Crc, merge, span, sum8, xor8};
pub use depth::{levels_inside, one_down, one_down_to_put};
pub use list::{Element, Iter, List, ListEnd};
pub use message::{answer, exact, head, message, wrong};
pub use pointer::pointed_len;
pub use reader::{Body, Reader};
pub use reserved::{any_set, reserved};
pub use scalar::{Big, Endian, Little, Scalar, put_wide, put_word};
pub use text::{pad, text};
use utf16::utf16;
pub use utf16::{Chars, Units, Utf16};
pub use writer::{Writer, agree, encode, fit, limit, put_cut, solve};

use crate::{DecodeError, Place};

/// Generated code names the revision of this module that it was made for; where it is not there, compile the
/// schema again with the `opcodec` of this version.
#[doc(hidden)]
pub mod revision {
    /// The first.
    pub const R1: () = ();
}

/// Why the slice ends where it does that a struct is decoded from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// It may go on behind the struct; what is missing is an error.
    Prefix,
    /// The input ended there.
    Cut,
    /// An announced length ends there.
    Whole,
}

impl Extent {
    /// Whether the input ended there.
    #[must_use]
    pub const fn is_cut(self) -> bool {
        matches!(self, Self::Cut)
    }

    /// Whether an announced length ends there.
    #[must_use]
    pub const fn is_whole(self) -> bool {
        matches!(self, Self::Whole)
    }

    /// The error for a field that needs byte `need` of a slice that ends at byte `end`.
    #[cold]
    #[must_use]
    pub const fn ends(self, place: &'static Place, need: u64, end: usize) -> DecodeError {
        let why = if self.is_whole() { crate::Why::Bound } else { crate::Why::Short };
        DecodeError::new(why, place, end, need, end as u64)
    }

    /// The error of a struct inside this one: *short* is *bound* where an announced length ended.
    #[cold]
    #[must_use]
    pub const fn inner(self, error: DecodeError) -> DecodeError {
        if self.is_whole() { error.bounded() } else { error }
    }
}

/// The bytes of an answer that ended before its layout did; nothing for a value that is whole.
///
/// A cut value encodes to these bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cut<'a>(Option<&'a [u8]>);

impl<'a> Cut<'a> {
    /// Of a value that is whole.
    pub const NONE: Self = Self(None);

    /// Of a value that was decoded from these bytes, which are not all of it.
    #[must_use]
    pub const fn at(bytes: &'a [u8]) -> Self {
        Self(Some(bytes))
    }

    /// The bytes that were there.
    #[must_use]
    pub const fn bytes(self) -> Option<&'a [u8]> {
        self.0
    }

    /// Whether the value was cut.
    #[must_use]
    pub const fn is_cut(self) -> bool {
        self.0.is_some()
    }
}

/// A child of a union that the schema does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unknown<'a> {
    /// The tag that was there; a negative one in two's complement.
    pub tag: u64,
    /// The payload's bytes.
    pub bytes: &'a [u8],
}

/// `N` bytes from byte `at`.
#[inline]
#[must_use]
pub const fn chunk<const N: usize>(bytes: &[u8], at: usize) -> Option<&[u8; N]> {
    match bytes.split_at_checked(at) {
        Some((_, tail)) => tail.first_chunk(),
        None => None,
    }
}

/// `N` bytes from byte `at`, which are there.
#[inline]
#[must_use]
pub const fn within<const N: usize>(bytes: &[u8], at: usize) -> &[u8; N] {
    match chunk(bytes, at) {
        Some(chunk) => chunk,
        None => &[0; N],
    }
}

/// Whether two slices hold the same bytes.
#[inline]
#[must_use]
pub const fn same(mut a: &[u8], mut b: &[u8]) -> bool {
    loop {
        match (a, b) {
            ([], []) => return true,
            ([first, a_rest @ ..], [second, b_rest @ ..]) if *first == *second => (a, b) = (a_rest, b_rest),
            _ => return false,
        }
    }
}

/// `N` bytes from byte `at`, to be written.
#[inline]
pub const fn chunk_mut<const N: usize>(bytes: &mut [u8], at: usize) -> Option<&mut [u8; N]> {
    match bytes.split_at_mut_checked(at) {
        Some((_, tail)) => tail.first_chunk_mut(),
        None => None,
    }
}

/// `len` bytes from byte `at`.
#[inline]
#[must_use]
pub const fn part(bytes: &[u8], at: usize, len: u64) -> Option<&[u8]> {
    match bytes.split_at_checked(at) {
        Some((_, tail)) if len <= tail.len() as u64 => match tail.split_at_checked(len as usize) {
            Some((part, _)) => Some(part),
            None => None,
        },
        _ => None,
    }
}

/// Everything from byte `at`; nothing where the bytes end before.
#[inline]
#[must_use]
pub const fn tail(bytes: &[u8], at: usize) -> &[u8] {
    match bytes.split_at_checked(at) {
        Some((_, tail)) => tail,
        None => &[],
    }
}

/// Everything before byte `end`.
#[inline]
#[must_use]
pub const fn upto(bytes: &[u8], end: usize) -> &[u8] {
    match bytes.split_at_checked(end) {
        Some((head, _)) => head,
        None => bytes,
    }
}

/// Writes `bytes` to `out` from byte `at`.
#[inline]
pub const fn put(out: &mut [u8], at: usize, bytes: &[u8]) -> Option<()> {
    let Some((_, tail)) = out.split_at_mut_checked(at) else { return None };
    let Some((place, _)) = tail.split_at_mut_checked(bytes.len()) else { return None };
    place.copy_from_slice(bytes);
    Some(())
}
