//! Places as an editor counts them: lines from 0, and columns in units that it and the server agreed on.

use gen_lsp_types::{Position, PositionEncodingKind, Range};

/// The units of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    /// Bytes.
    Utf8,
    /// What every editor knows.
    Utf16,
}

impl Encoding {
    /// Bytes where the editor can count them, otherwise what every editor can.
    pub(super) fn chosen(offered: Option<&[PositionEncodingKind]>) -> Self {
        let takes_bytes = offered.is_some_and(|offered| offered.contains(&PositionEncodingKind::UTF8));
        if takes_bytes { Self::Utf8 } else { Self::Utf16 }
    }

    /// How the protocol calls it.
    pub(super) fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
        }
    }

    fn units(self, text: &str) -> usize {
        match self {
            Self::Utf8 => text.len(),
            Self::Utf16 => text.encode_utf16().count(),
        }
    }

    /// The place of a byte. One behind the end is at the end, one inside a character at its start.
    pub(super) fn position(self, text: &str, byte: usize) -> Position {
        let byte = floor(text, byte);
        let before = text.get(..byte).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = before.bytes().filter(|byte| *byte == b'\n').count();
        let column = self.units(before.get(line_start..).unwrap_or_default());
        Position { line: line as u32, character: column as u32 }
    }

    /// A range of bytes as an editor counts it.
    pub(super) fn range(self, text: &str, bytes: std::ops::Range<usize>) -> Range {
        Range { start: self.position(text, bytes.start), end: self.position(text, bytes.end) }
    }

    /// The byte at a place. A column behind the end of its line is at that end, a line behind the last one at
    /// the end of the text.
    pub(super) fn byte(self, text: &str, position: Position) -> usize {
        let mut start = 0;
        for _ in 0..position.line {
            match text.get(start..).and_then(|rest| rest.find('\n')) {
                Some(newline) => start += newline + 1,
                None => return text.len(),
            }
        }
        let rest = text.get(start..).unwrap_or_default();
        let line = rest.split('\n').next().unwrap_or_default();
        let line = line.strip_suffix('\r').unwrap_or(line);
        let asked = position.character as usize;
        let mut units = 0;
        for (at, c) in line.char_indices() {
            let wide = match self {
                Self::Utf8 => c.len_utf8(),
                Self::Utf16 => c.len_utf16(),
            };
            if units + wide > asked {
                return start + at;
            }
            units += wide;
        }
        start + line.len()
    }
}

/// The start of the character that holds a byte.
pub(super) fn floor(text: &str, byte: usize) -> usize {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_counted_in_the_units_agreed_on() {
        let text = "a = 1\nd = \"Größe 𝄞 x\"\r\nlast";
        let x = text.find(" x").expect("it is there") + 1;
        assert_eq!(Encoding::Utf8.position(text, x), Position { line: 1, character: 18 });
        assert_eq!(Encoding::Utf16.position(text, x), Position { line: 1, character: 14 });
        for encoding in [Encoding::Utf8, Encoding::Utf16] {
            for (byte, _) in text.char_indices().filter(|(_, c)| !['\r', '\n'].contains(c)) {
                assert_eq!(encoding.byte(text, encoding.position(text, byte)), byte, "{encoding:?} {byte}");
            }
        }
    }

    #[test]
    fn places_that_are_not_there_are_near() {
        let text = "ab\nö\n";
        let at = |line, character| Encoding::Utf16.byte(text, Position { line, character });
        assert_eq!((at(0, 99), at(1, 99), at(2, 0), at(9, 9)), (2, 5, 6, 6));
        let utf8 = |character| Encoding::Utf8.byte(text, Position { line: 1, character });
        assert_eq!((utf8(0), utf8(1), utf8(2), utf8(3)), (3, 3, 5, 5));
        assert_eq!(Encoding::Utf16.position(text, 4), Position { line: 1, character: 0 });
        assert_eq!(Encoding::Utf16.position(text, 99), Position { line: 2, character: 0 });
    }
}
