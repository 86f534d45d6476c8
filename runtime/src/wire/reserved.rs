//! Bits that no field names, where a schema rejects those that are set.

use super::Reader;
use crate::{DecodeError, Place, Why};

/// Whether some byte has one of these bits set.
#[inline]
#[must_use]
pub const fn any_set(mut bytes: &[u8], mask: u8) -> bool {
    let mut set = 0;
    while let [first, rest @ ..] = bytes {
        set |= *first;
        bytes = rest;
    }
    set & mask != 0
}

/// The error of the first byte that has bits of `gaps` set; one of them has. A gap is its first byte, how many bytes
/// are alike, and the bits of each. `bytes` begins at byte `base`.
#[cold]
pub const fn reserved<T>(
    bytes: &[u8],
    gaps: &[(usize, usize, u8)],
    base: usize,
    place: &'static Place,
) -> Result<T, DecodeError> {
    let mut gaps = gaps;
    while let [(first, count, mask), rest @ ..] = gaps {
        if let Err(error) = unset(super::tail(bytes, *first), *count, *mask, base.wrapping_add(*first), place)
        {
            return Err(error);
        }
        gaps = rest;
    }
    Err(DecodeError::new(Why::Reserved, place, base, 0, 0))
}

/// That the first `count` bytes have none of these bits set. The first of them is byte `at`.
const fn unset(
    mut bytes: &[u8],
    mut count: usize,
    mask: u8,
    mut at: usize,
    place: &'static Place,
) -> Result<(), DecodeError> {
    while let ([first, rest @ ..], 1..) = (bytes, count) {
        if *first & mask != 0 {
            return Err(DecodeError::new(Why::Reserved, place, at, 0, (*first & mask) as u64));
        }
        (bytes, count, at) = (rest, count - 1, at.wrapping_add(1));
    }
    Ok(())
}

/// The bits of byte `at` that are not looked at.
const fn spared_of(mut spared: &[(usize, usize, u8)], at: usize) -> u8 {
    while let [(first, count, mask), rest @ ..] = spared {
        if *first <= at && at - *first < *count {
            return *mask;
        }
        spared = rest;
    }
    0
}

impl<'a> Reader<'a> {
    /// That the bytes from `at` on are zero, which are a reserved row.
    #[inline]
    pub const fn zeros(
        &self,
        at: usize,
        octets: Option<&'a [u8]>,
        place: &'static Place,
    ) -> Result<(), DecodeError> {
        match octets {
            Some(octets) if any_set(octets, 0xFF) => unset(octets, octets.len(), 0xFF, at, place),
            _ => Ok(()),
        }
    }

    /// That the bytes from the cursor to byte `end`, as far as the bound reaches, are zero, which no row explains.
    #[inline]
    pub const fn unnamed(&self, end: usize, place: &'static Place) -> Result<(), DecodeError> {
        let at = self.at();
        if end <= at {
            return Ok(());
        }
        let octets = super::tail(super::upto(self.bytes, end), at);
        self.zeros(at, Some(octets), place)
    }

    /// The same but for some bits: `spared` are gaps from byte 0, in order.
    #[inline]
    pub const fn unnamed_but(
        &self,
        end: usize,
        spared: &[(usize, usize, u8)],
        place: &'static Place,
    ) -> Result<(), DecodeError> {
        let mut octets = super::upto(self.bytes, end);
        let mut at = self.at();
        octets = super::tail(octets, at);
        while let [first, rest @ ..] = octets {
            let set = *first & !spared_of(spared, at);
            if set != 0 {
                return Err(DecodeError::new(Why::Reserved, place, at, 0, set as u64));
            }
            (octets, at) = (rest, at.wrapping_add(1));
        }
        Ok(())
    }

    /// [`unnamed`](Self::unnamed) up to the bound, unless the value is cut.
    #[inline]
    pub const fn unnamed_rest(&self, place: &'static Place) -> Result<(), DecodeError> {
        if self.is_cut() { Ok(()) } else { self.unnamed(self.bytes.len(), place) }
    }
}
