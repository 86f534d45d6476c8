//! Levels of types that hold themselves: input must not decide how deep a decoder goes.

use crate::{DecodeError, EncodeError, ErrorKind, Place, Why};

/// How many levels are left inside a type of at most `max`, of which `left` are left outside; `None` where it is one
/// too many.
#[inline]
#[must_use]
pub const fn levels_inside(left: u32, max: u32) -> Option<u32> {
    if left < max { left.checked_sub(1) } else { max.checked_sub(1) }
}

/// The same while decoding.
#[inline]
pub const fn one_down(left: u32, max: u32, place: &'static Place) -> Result<u32, DecodeError> {
    match levels_inside(left, max) {
        Some(left) => Ok(left),
        None => Err(DecodeError::new(Why::Max, place, 0, max as u64, max as u64 + 1)),
    }
}

/// The same while encoding.
#[inline]
pub const fn one_down_to_put(left: u32, max: u32, place: &'static Place) -> Result<u32, EncodeError> {
    match levels_inside(left, max) {
        Some(left) => Ok(left),
        None => Err(EncodeError::new(ErrorKind::Max, place, 0, max as u64, max as u64 + 1)),
    }
}
