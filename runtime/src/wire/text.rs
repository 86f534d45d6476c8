//! Text in bytes.

use crate::{DecodeError, Place, Why};

/// The text in `bytes`, or the place of the first byte over 0x7F. With `pad`, the filling is taken off
/// the right.
#[inline]
fn ascii(bytes: &[u8], pad: Option<u8>) -> Result<&str, usize> {
    match bytes.iter().position(|byte| !byte.is_ascii()) {
        Some(at) => Err(at),
        None => utf8(bytes, pad),
    }
}

/// The text in `bytes`, or the place of the first byte that UTF-8 cannot have there. With `pad`, the
/// filling is taken off the right.
#[inline]
fn utf8(bytes: &[u8], pad: Option<u8>) -> Result<&str, usize> {
    let text = core::str::from_utf8(bytes).map_err(|error| error.valid_up_to())?;
    Ok(match pad {
        Some(pad) => text.trim_end_matches(char::from(pad)),
        None => text,
    })
}

/// The text in `bytes`, which start at byte `at` of their struct.
#[inline]
pub fn text<'a>(
    bytes: &'a [u8],
    at: usize,
    (is_ascii, pad): (bool, Option<u8>),
    place: &'static Place,
) -> Result<&'a str, DecodeError> {
    let text = if is_ascii { ascii(bytes, pad) } else { utf8(bytes, pad) };
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
