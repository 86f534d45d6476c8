//! Encoding one struct into zeroed bytes.

use super::{Element, List, chunk_mut};
use crate::{EncodeError, ErrorKind, Place};

/// A struct while it is encoded. All positions count from its byte 0; all bytes start as zero.
#[derive(Debug)]
pub struct Writer<'o> {
    out: &'o mut [u8],
    at: usize,
}

impl<'o> Writer<'o> {
    /// A struct whose rows start at byte `start` of `out`.
    #[inline]
    pub const fn new(out: &'o mut [u8], start: usize) -> Self {
        Self { out, at: start }
    }

    /// Where the next row stands that says no place of its own; the struct's length at the end.
    #[inline]
    pub const fn at(&self) -> usize {
        self.at
    }

    /// Moves the cursor to `end`, never back.
    #[inline]
    pub const fn advance(&mut self, end: usize) {
        if end > self.at {
            self.at = end;
        }
    }

    #[cold]
    pub(super) const fn full(&self, at: usize, len: usize, place: &'static Place) -> EncodeError {
        EncodeError::new(
            ErrorKind::Size,
            place,
            at,
            self.out.len() as u64,
            (at as u64).wrapping_add(len as u64),
        )
    }

    /// Bytes under one length.
    #[inline]
    pub const fn block<const N: usize>(
        &mut self,
        at: usize,
        block: [u8; N],
        place: &'static Place,
    ) -> Result<(), EncodeError> {
        match chunk_mut::<N>(self.out, at) {
            Some(room) => {
                *room = block;
                self.advance(at.wrapping_add(N));
                Ok(())
            }
            None => Err(self.full(at, N, place)),
        }
    }

    /// A block among whose bits others have set theirs.
    #[inline]
    pub fn merge<const N: usize>(
        &mut self,
        at: usize,
        block: [u8; N],
        place: &'static Place,
    ) -> Result<(), EncodeError> {
        match chunk_mut::<N>(self.out, at) {
            Some(room) => {
                for (room, byte) in room.iter_mut().zip(block) {
                    *room |= byte;
                }
                self.advance(at.wrapping_add(N));
                Ok(())
            }
            None => Err(self.full(at, N, place)),
        }
    }

    /// The bytes from `start` to `end`, which are written, for a checksum over them.
    #[inline]
    #[must_use]
    pub const fn span(&self, start: usize, end: usize) -> &[u8] {
        super::span(self.out, start, end)
    }

    /// Octets.
    #[inline]
    pub const fn octets(
        &mut self,
        at: usize,
        octets: &[u8],
        place: &'static Place,
    ) -> Result<(), EncodeError> {
        match super::put(self.out, at, octets) {
            Some(()) => {
                self.advance(at.saturating_add(octets.len()));
                Ok(())
            }
            None => Err(self.full(at, octets.len(), place)),
        }
    }

    /// Text, filled up to `len` bytes with `pad`; without `pad` it must have that length.
    pub fn text(
        &mut self,
        at: usize,
        len: usize,
        text: &str,
        pad: Option<u8>,
        ascii: bool,
        place: &'static Place,
    ) -> Result<(), EncodeError> {
        if ascii && let Some(byte) = text.bytes().find(|byte| !byte.is_ascii()) {
            return Err(EncodeError::new(ErrorKind::Text, place, at, 0, u64::from(byte)));
        }
        if pad.is_none() && text.len() != len {
            return Err(EncodeError::length(place, at, len as u64, text.len() as u64));
        }
        if text.len() > len {
            return Err(EncodeError::new(ErrorKind::Size, place, at, len as u64, text.len() as u64));
        }
        match super::pad(self.out, at, len, text, pad.unwrap_or(0)) {
            Some(()) => {
                self.advance(at.saturating_add(len));
                Ok(())
            }
            None => Err(self.full(at, len, place)),
        }
    }

    /// `len` reserved bytes: zero as everything else.
    #[inline]
    pub const fn reserved(
        &mut self,
        at: usize,
        len: usize,
        place: &'static Place,
    ) -> Result<(), EncodeError> {
        let end = at.saturating_add(len);
        if end > self.out.len() {
            return Err(self.full(at, len, place));
        }
        self.advance(end);
        Ok(())
    }

    /// The bytes from `at` on.
    #[inline]
    pub(super) fn tail(&mut self, at: usize, place: &'static Place) -> Result<&mut [u8], EncodeError> {
        let full = self.full(at, 0, place);
        self.out.split_at_mut_checked(at).map(|(_, tail)| tail).ok_or(full)
    }

    /// A list.
    #[inline]
    pub fn list<'a, T: Element<'a, H>, H: Copy>(
        &mut self,
        at: usize,
        list: &List<'a, T, H>,
        how: H,
        place: &'static Place,
    ) -> Result<(), EncodeError> {
        let used = list.put(self.tail(at, place)?, how, place).map_err(|error| error.moved(at))?;
        self.advance(at.saturating_add(used));
        Ok(())
    }

    /// A struct.
    #[inline]
    pub fn nested<'a, T: Element<'a, H>, H: Copy>(
        &mut self,
        at: usize,
        value: &T,
        how: H,
        place: &'static Place,
    ) -> Result<(), EncodeError> {
        let used = value.put(self.tail(at, place)?, how, place).map_err(|error| error.moved(at))?;
        self.advance(at.saturating_add(used));
        Ok(())
    }

    /// A union's child, which counts from the union's byte 0.
    #[inline]
    pub fn child<'a, T: Element<'a, H>, H: Copy>(
        &mut self,
        value: &T,
        how: H,
        place: &'static Place,
    ) -> Result<(), EncodeError> {
        let end = value.put(self.out, how, place)?;
        self.advance(end);
        Ok(())
    }

    /// The struct is at least `len` bytes long: its constant `size`.
    #[inline]
    pub const fn fill(&mut self, len: usize, place: &'static Place) -> Result<(), EncodeError> {
        if self.out.len() < len {
            return Err(self.full(0, len, place));
        }
        self.advance(len);
        Ok(())
    }
}

/// The bytes of a value that was cut, from byte `start` of it on.
#[inline]
pub fn put_cut(
    out: &mut [u8],
    start: usize,
    bytes: &[u8],
    place: &'static Place,
) -> Result<usize, EncodeError> {
    let room = out.len();
    match super::put(out, start, super::tail(bytes, start)) {
        Some(()) => Ok(bytes.len()),
        None => Err(EncodeError::new(ErrorKind::Size, place, 0, room as u64, bytes.len() as u64)),
    }
}

/// A whole message of `len` bytes, to the start of `out`.
#[inline]
pub fn encode<'a, 'o, T: Element<'a, H>, H: Copy>(
    value: &T,
    out: &'o mut [u8],
    how: H,
    place: &'static Place,
) -> Result<&'o [u8], EncodeError> {
    let len = value.encoded_len(how);
    let room = out.len();
    let Some((out, _)) = out.split_at_mut_checked(len) else {
        return Err(EncodeError::new(ErrorKind::Size, place, 0, room as u64, len as u64));
    };
    out.fill(0);
    value.put(out, how, place)?;
    Ok(out)
}

/// A number that must fit its row: `low` to `high`.
#[inline]
pub const fn fit(
    value: i128,
    low: i128,
    high: i128,
    at: usize,
    place: &'static Place,
) -> Result<i128, EncodeError> {
    if value < low || value > high {
        let limit = if value < low { low } else { high };
        return Err(EncodeError::new(ErrorKind::Size, place, at, limit as u64, value as u64));
    }
    Ok(value)
}

/// What the length row must hold for a struct of `whole` bytes: `scale * row + offset` is `whole`.
#[inline]
#[must_use]
pub const fn solve(whole: usize, scale: i128, offset: i128) -> Option<i128> {
    let scaled = (whole as i128).wrapping_sub(offset);
    match (scaled.checked_rem(scale), scaled.checked_div(scale)) {
        (Some(0), row) => row,
        _ => None,
    }
}

/// A length that must be what its row's `size` or `count` says.
#[inline]
pub const fn agree(is: usize, says: i128, at: usize, place: &'static Place) -> Result<(), EncodeError> {
    if is as i128 != says {
        return Err(EncodeError::length(place, at, says as u64, is as u64));
    }
    Ok(())
}

/// A length or count that must not be over its `max`.
#[inline]
pub const fn limit(is: usize, max: u32, at: usize, place: &'static Place) -> Result<(), EncodeError> {
    if is as u64 > max as u64 {
        return Err(EncodeError::new(ErrorKind::Max, place, at, max as u64, is as u64));
    }
    Ok(())
}
