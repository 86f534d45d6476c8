//! Structs that are filled up with zeros to a multiple of some bytes.

use super::{Extent, Reader, Writer, tail, upto};
use crate::{DecodeError, EncodeError, Place};

/// `len` bytes, filled up to a multiple of `align`.
#[inline]
#[must_use]
pub const fn aligned(len: usize, align: usize) -> usize {
    match len.checked_next_multiple_of(align) {
        Some(aligned) => aligned,
        None => len,
    }
}

impl<'a> Reader<'a> {
    /// [`finish`](Reader::finish) of a struct that is filled up to a multiple of `ALIGN` bytes, and is read from `input`,
    /// of that extent. `has_size` where it has a length of its own, `allowed` where more bytes may follow, `rejects` where
    /// what it is filled with must be zero.
    #[inline]
    pub const fn finish_aligned<const ALIGN: usize>(
        &mut self,
        (input, extent): (&'a [u8], Extent),
        (has_size, allowed, rejects): (bool, bool, bool),
        place: &'static Place,
    ) -> Result<usize, DecodeError> {
        if self.is_cut() {
            return self.finish(allowed, place);
        }
        let end = self.whole(has_size);
        let need = aligned(end, ALIGN);
        if need > input.len() {
            if self.is_required() && extent.is_cut() {
                self.cut_at(input);
                return Ok(input.len());
            }
            return Err(extent.ends(place, need as u64, input.len()));
        }
        if rejects {
            let filling = tail(upto(input, need), end);
            if super::any_set(filling, 0xFF) {
                return super::reserved(filling, &[(0, filling.len(), 0xFF)], end, place);
            }
        }
        if has_size || matches!(extent, Extent::Prefix) {
            return Ok(need);
        }
        if !allowed && input.len() > need {
            return Err(DecodeError::long(place, need, input.len()));
        }
        Ok(input.len())
    }
}

impl Writer<'_> {
    /// The struct is filled up to a multiple of `align` bytes.
    #[inline]
    pub const fn align(&mut self, align: usize, place: &'static Place) -> Result<(), EncodeError> {
        self.fill(aligned(self.at(), align), place)
    }
}
