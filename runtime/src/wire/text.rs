//! Text in bytes.

use crate::{DecodeError, Place, Why};

/// The text in `bytes`, or the place of the first byte over 0x7F.
#[inline]
fn ascii(bytes: &[u8]) -> Result<&str, usize> {
    if bytes.is_ascii() {
        return utf8(bytes);
    }
    Err(bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0))
}

/// The text in `bytes`, or the place of the first byte that UTF-8 cannot have there.
#[inline]
fn utf8(bytes: &[u8]) -> Result<&str, usize> {
    core::str::from_utf8(bytes).map_err(|error| error.valid_up_to())
}

/// `bytes` without the filling on the right. It comes off before the rest is looked at, which is most of the
/// work: a filling is ASCII, so it is never part of another character.
#[inline]
fn unfilled(bytes: &[u8], pad: Option<u8>) -> &[u8] {
    let Some(pad) = pad else { return bytes };
    let mut text = bytes;
    while let [before @ .., last] = text
        && *last == pad
    {
        text = before;
    }
    text
}

/// The text in `bytes`, which start at byte `at` of their struct.
#[inline]
pub fn text<'a>(
    bytes: &'a [u8],
    at: usize,
    (is_ascii, pad): (bool, Option<u8>),
    place: &'static Place,
) -> Result<&'a str, DecodeError> {
    let bytes = unfilled(bytes, pad);
    let text = if is_ascii { ascii(bytes) } else { utf8(bytes) };
    text.map_err(|wrong| {
        let byte = bytes.get(wrong).copied().unwrap_or(0);
        DecodeError::new(Why::Text, place, at.saturating_add(wrong), 0, u64::from(byte))
    })
}

/// Writes `text` to `out` from byte `at`, filled up to `len` bytes.
#[inline]
pub fn pad(out: &mut [u8], at: usize, len: usize, text: &str, pad: u8) -> Option<()> {
    let (_, tail) = out.split_at_mut_checked(at)?;
    let (place, _) = tail.split_at_mut_checked(len)?;
    let (text_place, filling) = place.split_at_mut_checked(text.len())?;
    text_place.copy_from_slice(text.as_bytes());
    filling.fill(pad);
    Some(())
}
