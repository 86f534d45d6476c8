//! Whole messages: fixed layouts, answers of a stated length, and what is wrong with them.

use super::{Element, Extent};
use crate::{DecodeError, Place, Why};

/// The first `N` bytes of a fixed layout.
#[inline]
pub const fn head<'a, const N: usize>(
    bytes: &'a [u8],
    place: &'static Place,
) -> Result<&'a [u8; N], DecodeError> {
    match bytes.first_chunk() {
        Some(head) => Ok(head),
        None => Err(DecodeError::short(place, N, bytes.len())),
    }
}

/// A fixed layout of `N` bytes whose fields are fine, unless `bytes` are more.
#[inline]
pub const fn exact<T: Copy, const N: usize>(
    value: Result<T, DecodeError>,
    bytes: &[u8],
    place: &'static Place,
) -> Result<T, DecodeError> {
    match value {
        Ok(_) if bytes.len() > N => Err(DecodeError::long(place, N, bytes.len())),
        value => value,
    }
}

/// The bytes of an answer that a command says the size of: a larger buffer may hold older ones behind them.
#[inline]
pub const fn answer<'a>(
    data: &'a [u8],
    size: Option<u64>,
    place: &'static Place,
) -> Result<&'a [u8], DecodeError> {
    let Some(size) = size else { return Ok(data) };
    let size = if size > usize::MAX as u64 { usize::MAX } else { size as usize };
    match data.split_at_checked(size) {
        Some((answer, _)) => Ok(answer),
        None => Err(DecodeError::short(place, size, data.len())),
    }
}

/// An error of a field, as the result of a function.
#[cold]
pub const fn wrong<T>(
    why: Why,
    place: &'static Place,
    at: usize,
    expected: u64,
    got: u64,
) -> Result<T, DecodeError> {
    Err(DecodeError::new(why, place, at, expected, got))
}

/// A whole message.
#[inline]
pub fn message<'a, T: Element<'a, H>, H: Copy>(
    bytes: &'a [u8],
    how: H,
    place: &'static Place,
) -> Result<T, DecodeError> {
    match T::take(bytes, Extent::Cut, how, place) {
        Ok((value, _)) => Ok(value),
        Err(error) => Err(error),
    }
}
