//! Where a row says it stands.

use super::types::Type;
use crate::diag::{Code, Diagnostic, Sink};
use crate::source::Span;
use crate::syntax::{AtKind, Row};

/// `at` and `bits` of a row, in numbers that fit each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The first byte, where `at` says one.
    pub(super) byte: Option<u64>,
    /// How many bytes, where `at` says both ends.
    pub(super) bytes: Option<u64>,
    /// Most and least significant bit of the word, where the row is a part of it.
    pub(super) bits: Option<(u8, u8)>,
}

impl Place {
    /// Bits of the field, where the place says.
    pub(super) fn width(&self) -> Option<u64> {
        match (self.bits, self.bytes) {
            (Some((high, low)), _) => Some(u64::from(high - low) + 1),
            (None, Some(bytes)) => bytes.checked_mul(8),
            (None, None) => None,
        }
    }
}

/// The place of a row. `None`: it is refused.
pub(super) fn place(row: &Row, sink: &mut Sink) -> Option<Place> {
    let Some(at) = &row.at else {
        if let Some(bits) = &row.bits {
            let message = "`bits` counts in the bytes that `at` names, but there is no `at`";
            sink.push(Diagnostic::error(Code::MisplacedKey, bits.span, message));
            return None;
        }
        return Some(Place { byte: None, bytes: None, bits: None });
    };
    let place = match at.value.at {
        AtKind::From(byte) => Place { byte: Some(byte), bytes: None, bits: None },
        AtKind::Bytes(first, last) if last < first => {
            let message = format!("the last byte, {last}, is before the first one, {first}");
            sink.push(Diagnostic::error(Code::BitRange, at.span, message));
            return None;
        }
        AtKind::Bytes(first, last) => {
            Place { byte: Some(first), bytes: (last - first).checked_add(1), bits: None }
        }
        AtKind::Bits(byte, high, low) => {
            bits_in(high, low, 1, at.span, None, sink)?;
            let bits = ((high, low) != (7, 0)).then_some((high, low));
            Place { byte: Some(byte), bytes: Some(1), bits }
        }
    };
    if place
        .byte
        .zip(place.bytes.or(Some(1)))
        .is_some_and(|(byte, bytes)| byte.checked_add(bytes).is_none_or(|end| end > u64::from(u32::MAX)))
    {
        let message = format!("a byte's number is at most {}", u32::MAX);
        sink.push(Diagnostic::error(Code::NumberRange, at.span, message));
        return None;
    }
    let Some(bits) = &row.bits else { return Some(place) };
    let (high, low) = bits.value;
    let (AtKind::Bytes(..), Some(bytes)) = (at.value.at, place.bytes) else {
        let message = "`bits` counts in a word, whose bytes `at` names as in \"40..43\"";
        sink.push(Diagnostic::error(Code::MisplacedKey, bits.span, message));
        return None;
    };
    if bytes > 16 {
        let message = format!("a word has at most 16 bytes; this one has {bytes}");
        sink.push(Diagnostic::error(Code::TooWide, at.span, message));
        return None;
    }
    bits_in(high, low, bytes, bits.span, Some(at.span), sink)?;
    let whole = u64::from(high) + 1 == 8 * bytes && low == 0;
    Some(Place { bits: (!whole).then_some((high, low)), ..place })
}

/// The place of a parameter: the low bits, as many as its type has, of the 32-bit word at `byte`. `None`: it is
/// refused.
pub(super) fn parameter(row: &Row, byte: u64, ty: Option<&Option<Type>>, sink: &mut Sink) -> Option<Place> {
    let bits = match ty {
        None | Some(None) => 32,
        Some(Some(Type::Scalar(_, bits))) => u32::from(*bits),
        Some(Some(_)) => u32::MAX,
    };
    if bits > 32 {
        let span = row.ty.as_ref().map_or(row.span, |ty| ty.span);
        let message = "a parameter is an integer, a boolean, an enum or an error code of at most 32 bits";
        sink.push(Diagnostic::error(Code::Parameters, span, message));
        return None;
    }
    let bits = (bits < 32).then_some((bits as u8 - 1, 0));
    Some(Place { byte: Some(byte), bytes: Some(4), bits })
}

/// Whether `high:low` are bits of a word of `bytes`, which stands at `word`.
fn bits_in(high: u8, low: u8, bytes: u64, span: Span, word: Option<Span>, sink: &mut Sink) -> Option<()> {
    if high >= low && u64::from(high) < 8 * bytes {
        return Some(());
    }
    let message = if high < low {
        format!("the more significant bit comes first: {low}:{high}")
    } else {
        format!("bit {high} is outside of the word, whose bits are {} to 0", 8 * bytes - 1)
    };
    let wrong = Diagnostic::error(Code::BitRange, span, message);
    sink.push(match word {
        Some(word) => wrong.label(word, "the word"),
        None => wrong,
    });
    None
}

/// The bits that a part of a word takes in every byte.
pub(super) fn masks(byte: u64, bytes: u64, bits: (u8, u8), little_endian: bool) -> Vec<(u64, u8)> {
    let (high, low) = bits;
    (0..bytes)
        .filter_map(|index| {
            let lowest = 8 * if little_endian { index } else { bytes - 1 - index };
            let mask = (0..8_u64)
                .filter(|bit| (u64::from(low)..=u64::from(high)).contains(&(lowest + bit)))
                .fold(0_u8, |mask, bit| mask | 1 << bit);
            (mask != 0).then_some((byte + index, mask))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::masks;

    #[test]
    fn bits_of_a_word_take_bits_of_bytes() {
        assert_eq!(masks(1, 3, (20, 0), false), [(1, 0x1F), (2, 0xFF), (3, 0xFF)]);
        assert_eq!(masks(0, 4, (31, 16), true), [(2, 0xFF), (3, 0xFF)]);
        assert_eq!(masks(6, 1, (4, 0), false), [(6, 0x1F)]);
    }
}
