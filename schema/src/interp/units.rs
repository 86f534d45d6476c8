//! Text to bytes and back.

use super::bits;
use crate::ir::Encoding;

/// One unit of text.
pub(super) fn unit(encoding: Encoding, bytes: &[u8]) -> i128 {
    bits::word(bytes, matches!(encoding, Encoding::Utf16 { little_endian: true })) as i128
}

/// The text of bytes, or the place of the first one that it cannot have (of `utf16` the first one of the
/// unit), with the byte or the unit.
pub(super) fn decode(encoding: Encoding, bytes: &[u8]) -> Result<String, (usize, i128)> {
    let wrong = |at: usize| (at, bytes.get(at).map_or(0, |byte| i128::from(*byte)));
    match encoding {
        Encoding::Ascii => {
            if let Some(at) = bytes.iter().position(|byte| *byte > 0x7F) {
                return Err(wrong(at));
            }
        }
        Encoding::Utf8 => {}
        Encoding::Utf16 { .. } => return utf16(encoding, bytes),
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.into()),
        Err(error) => Err(wrong(error.valid_up_to())),
    }
}

fn utf16(encoding: Encoding, bytes: &[u8]) -> Result<String, (usize, i128)> {
    let units = bytes.chunks_exact(2).map(|bytes| unit(encoding, bytes) as u16);
    let (mut text, mut at) = (String::new(), 0);
    for c in char::decode_utf16(units) {
        let c = c.map_err(|unpaired| (at, unpaired.unpaired_surrogate().into()))?;
        text.push(c);
        at += 2 * c.len_utf16();
    }
    Ok(text)
}

/// The bytes of text. `ascii` beyond 0x7F is somebody else's to refuse.
pub(super) fn encode(encoding: Encoding, text: &str) -> Vec<u8> {
    match encoding {
        Encoding::Ascii | Encoding::Utf8 => text.into(),
        Encoding::Utf16 { little_endian: true } => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        Encoding::Utf16 { little_endian: false } => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
    }
}
