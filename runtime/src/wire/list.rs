//! Lists: validated bytes of a message, or a slice to encode.

use core::fmt;

use super::Extent;
use crate::{DecodeError, EncodeError, ErrorKind, Place, Why};

/// What a [`List`] repeats. `H` says how one is read: `()`, a byte order, or the args of its layout.
pub trait Element<'a, H = ()>: Copy {
    /// Its bytes where every pattern of that many bytes is one.
    const ANY: Option<usize> = None;
    /// Whether it is an integer or enum, whose errors are those of the row that holds the list.
    const SCALAR: bool = false;
    /// The first one of `input`, and where it ends.
    fn take(
        input: &'a [u8],
        extent: Extent,
        how: H,
        place: &'static Place,
    ) -> Result<(Self, usize), DecodeError>;
    /// Its bytes when encoded.
    fn encoded_len(&self, how: H) -> usize;
    /// Whether its bytes ended before its layout did.
    #[inline]
    fn is_cut(&self) -> bool {
        false
    }
    /// Writes it to the start of `out`, which is zero; its bytes.
    fn put(&self, out: &mut [u8], how: H, place: &'static Place) -> Result<usize, EncodeError>;
}

/// What an element that is not all there means for a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListEnd {
    /// The list ends before it, and its struct is cut.
    Cut,
    /// An announced length is wrong.
    Bound,
    /// The input is too short.
    Short,
}

/// A list of `T`: bytes of a message that were checked once and are read in place, or a slice to be
/// encoded.
pub struct List<'a, T, H = ()>(Repr<'a, T, H>);

enum Repr<'a, T, H> {
    Wire { bytes: &'a [u8], count: usize, how: H },
    Items(&'a [T]),
}

impl<T, H: Copy> Clone for List<'_, T, H> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}
impl<T, H: Copy> Copy for List<'_, T, H> {}
impl<T, H: Copy> Clone for Repr<'_, T, H> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}
impl<T, H: Copy> Copy for Repr<'_, T, H> {}

impl<'a, T, H> List<'a, T, H> {
    /// No elements.
    pub const EMPTY: Self = Self(Repr::Items(&[]));

    /// A list to encode.
    #[must_use]
    pub const fn from_slice(items: &'a [T]) -> Self {
        Self(Repr::Items(items))
    }

    /// How many elements it has.
    #[must_use]
    pub const fn len(&self) -> usize {
        match &self.0 {
            Repr::Wire { count, .. } => *count,
            Repr::Items(items) => items.len(),
        }
    }

    /// Whether it has none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl<T, H> Default for List<'_, T, H> {
    fn default() -> Self {
        Self::EMPTY
    }
}

impl<'a, T: Element<'a, H>, H: Copy> List<'a, T, H> {
    /// The elements that fill `bytes`, which start at byte `base` of their struct. Whether the list was
    /// cut comes with it.
    #[inline]
    pub fn fill(
        bytes: &'a [u8],
        base: usize,
        end: ListEnd,
        how: H,
        place: &'static Place,
    ) -> Result<(Self, bool), DecodeError> {
        if let Some(size) = T::ANY
            && let Some(0) = bytes.len().checked_rem(size)
        {
            let count = bytes.len().checked_div(size).unwrap_or(0);
            return Ok((Self(Repr::Wire { bytes, count, how }), false));
        }
        let (list, used, cut) = Self::walk(bytes, base, None, end, how, place)?;
        debug_assert!(cut || used == bytes.len());
        Ok((list, cut))
    }

    /// `count` elements from the start of `bytes`, which start at byte `base` of their struct. The bytes
    /// that they took, and whether the list was cut, come with it.
    #[inline]
    pub fn count(
        bytes: &'a [u8],
        base: usize,
        count: u64,
        end: ListEnd,
        how: H,
        place: &'static Place,
    ) -> Result<(Self, usize, bool), DecodeError> {
        if let Some(size) = T::ANY
            && let Some(len) = count.checked_mul(size as u64)
            && let Some(bytes) = super::part(bytes, 0, len)
        {
            return Ok((Self(Repr::Wire { bytes, count: count as usize, how }), len as usize, false));
        }
        if T::ANY.is_some() {
            return Self::walk_short(bytes, base, count, end, how, place);
        }
        Self::walk(bytes, base, Some(count), end, how, place)
    }

    /// Reads what there is of elements that are not all there.
    #[cold]
    fn walk_short(
        bytes: &'a [u8],
        base: usize,
        count: u64,
        end: ListEnd,
        how: H,
        place: &'static Place,
    ) -> Result<(Self, usize, bool), DecodeError> {
        Self::walk(bytes, base, Some(count), end, how, place)
    }

    /// Reads element by element, to a count or to the end.
    #[inline]
    fn walk(
        bytes: &'a [u8],
        base: usize,
        limit: Option<u64>,
        end: ListEnd,
        how: H,
        place: &'static Place,
    ) -> Result<(Self, usize, bool), DecodeError> {
        let (mut rest, mut count) = (bytes, 0_usize);
        let cut = loop {
            if limit.map_or(rest.is_empty(), |limit| count as u64 >= limit) {
                break false;
            }
            match T::take(rest, Extent::Prefix, how, place) {
                Ok((_, used)) if used > 0 => rest = super::tail(rest, used),
                Ok(_) => break false,
                Err(error) if error.why() == Why::Short => match end {
                    ListEnd::Cut => break true,
                    ListEnd::Bound => return Err(Self::inside(error, bytes, rest, base).bounded()),
                    ListEnd::Short => return Err(Self::inside(error, bytes, rest, base)),
                },
                Err(error) => return Err(Self::inside(error, bytes, rest, base)),
            }
            count = count.saturating_add(1);
        };
        let used = bytes.len().saturating_sub(rest.len());
        Ok((Self(Repr::Wire { bytes: super::upto(bytes, used), count, how }), used, cut))
    }

    /// The error of an element as an error of the struct that holds the list.
    #[cold]
    fn inside(error: DecodeError, bytes: &[u8], rest: &[u8], base: usize) -> DecodeError {
        let at = base.saturating_add(bytes.len().saturating_sub(rest.len()));
        if T::SCALAR { error.rebased(at) } else { error.moved(at) }
    }

    /// The elements in order.
    #[inline]
    #[must_use]
    pub const fn iter(&self) -> Iter<'a, T, H> {
        Iter(self.0)
    }

    /// The element at `index`, counted from 0. Reads all before it.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<T> {
        match self.0 {
            Repr::Items(items) => items.get(index).copied(),
            Repr::Wire { .. } => self.iter().nth(index),
        }
    }

    /// Its bytes when encoded.
    #[inline]
    #[must_use]
    pub fn encoded_len(&self, how: H) -> usize {
        match self.0 {
            Repr::Wire { bytes, .. } if T::SCALAR => bytes.len(),
            // All are of one length.
            Repr::Items(items) if T::ANY.is_some() => items.len().saturating_mul(T::ANY.unwrap_or(0)),
            _ => self.iter().fold(0, |len: usize, item| len.saturating_add(item.encoded_len(how))),
        }
    }

    /// Writes it to the start of `out`, which is zero; its bytes. Structs are encoded anew: bits that no row
    /// names are zero.
    pub fn put(&self, out: &mut [u8], how: H, place: &'static Place) -> Result<usize, EncodeError> {
        let room = out.len();
        if let (Repr::Wire { bytes, .. }, true) = (self.0, T::SCALAR) {
            return match super::put(out, 0, bytes) {
                Some(()) => Ok(bytes.len()),
                None => Err(EncodeError::new(ErrorKind::Size, place, 0, room as u64, bytes.len() as u64)),
            };
        }
        if let (Repr::Items(items), Some(size @ 1..)) = (self.0, T::ANY) {
            let len = items.len().saturating_mul(size);
            let Some((room, _)) = out.split_at_mut_checked(len) else {
                return Err(EncodeError::new(ErrorKind::Size, place, 0, room as u64, len as u64));
            };
            for (room, item) in room.chunks_exact_mut(size).zip(items) {
                item.put(room, how, place)?;
            }
            return Ok(len);
        }
        let mut at = 0_usize;
        for item in self {
            let Some((_, tail)) = out.split_at_mut_checked(at) else {
                return Err(EncodeError::new(ErrorKind::Size, place, at, room as u64, at as u64));
            };
            let used = item.put(tail, how, place).map_err(|error| error.moved(at))?;
            at = at.saturating_add(used);
        }
        Ok(at)
    }
}

impl<'a, T: Element<'a, H> + PartialEq, H: Copy> PartialEq for List<'a, T, H> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}
impl<'a, T: Element<'a, H> + Eq, H: Copy> Eq for List<'a, T, H> {}

impl<'a, T: Element<'a, H> + fmt::Debug, H: Copy> fmt::Debug for List<'a, T, H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl<'a, T, H> From<&'a [T]> for List<'a, T, H> {
    fn from(items: &'a [T]) -> Self {
        Self::from_slice(items)
    }
}

/// The elements of a [`List`].
pub struct Iter<'a, T, H = ()>(Repr<'a, T, H>);

impl<T, H: Copy> Clone for Iter<'_, T, H> {
    fn clone(&self) -> Self {
        Self(self.0)
    }
}

impl<'a, T: Element<'a, H> + fmt::Debug, H: Copy> fmt::Debug for Iter<'a, T, H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}

impl<'a, T: Element<'a, H>, H: Copy> Iterator for Iter<'a, T, H> {
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        match &mut self.0 {
            Repr::Items(items) => {
                let (first, rest) = items.split_first()?;
                *items = rest;
                Some(*first)
            }
            Repr::Wire { bytes, count, how } => {
                *count = count.checked_sub(1)?;
                let (item, used) = T::take(bytes, Extent::Prefix, *how, &NOWHERE).ok()?;
                *bytes = super::tail(bytes, used);
                Some(item)
            }
        }
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = match &self.0 {
            Repr::Items(items) => items.len(),
            Repr::Wire { count, .. } => *count,
        };
        (left, Some(left))
    }
}
impl<'a, T: Element<'a, H>, H: Copy> ExactSizeIterator for Iter<'a, T, H> {}

/// Elements that were checked once have no errors to be at home anywhere.
pub(super) static NOWHERE: Place = Place::new("", "", "", "");

impl<'a, T: Element<'a, H>, H: Copy> IntoIterator for List<'a, T, H> {
    type Item = T;
    type IntoIter = Iter<'a, T, H>;

    #[inline]
    fn into_iter(self) -> Iter<'a, T, H> {
        self.iter()
    }
}

impl<'a, T: Element<'a, H>, H: Copy> IntoIterator for &List<'a, T, H> {
    type Item = T;
    type IntoIter = Iter<'a, T, H>;

    #[inline]
    fn into_iter(self) -> Iter<'a, T, H> {
        self.iter()
    }
}
