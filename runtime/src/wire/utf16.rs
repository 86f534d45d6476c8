//! Text in units of 16 bits.

use core::fmt::{self, Write as _};

use crate::{DecodeError, Place, Why};

/// UTF-16 text: units of a message that were checked once and are read in place, or a `str` to be encoded.
///
/// Two texts are equal where their characters are, whatever holds them; so is a text and a `str`.
///
/// ```
/// use opcodec::wire::Utf16;
/// let name = Utf16::new("Müller 𝄞");
/// assert_eq!(name, "Müller 𝄞");
/// assert_eq!(name.len(), 9);
/// ```
#[derive(Clone, Copy)]
pub struct Utf16<'a>(Repr<'a>);

#[derive(Clone, Copy)]
enum Repr<'a> {
    Text(&'a str),
    Wire { units: &'a [[u8; 2]], little_endian: bool },
}

impl<'a> Utf16<'a> {
    /// No text.
    pub const EMPTY: Self = Self::new("");

    /// Text to encode.
    #[must_use]
    pub const fn new(text: &'a str) -> Self {
        Self(Repr::Text(text))
    }

    /// How many units it has: one a character, two for those beyond U+FFFF.
    #[inline]
    #[must_use]
    pub fn len(&self) -> usize {
        match self.0 {
            Repr::Text(text) => text.chars().map(char::len_utf16).fold(0, usize::saturating_add),
            Repr::Wire { units, .. } => units.len(),
        }
    }

    /// Whether it has none.
    #[inline]
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        match self.0 {
            Repr::Text(text) => text.is_empty(),
            Repr::Wire { units, .. } => units.is_empty(),
        }
    }

    /// Its units in order.
    #[inline]
    #[must_use]
    pub fn units(&self) -> Units<'a> {
        Units(match self.0 {
            Repr::Text(text) => Source::Text(text.encode_utf16()),
            Repr::Wire { units, little_endian } => Source::Wire { units, little_endian },
        })
    }

    /// Its units as they stand in a message of a byte order, if it holds such.
    #[inline]
    pub(super) const fn wire(&self, little: bool) -> Option<&'a [u8]> {
        match self.0 {
            Repr::Wire { units, little_endian } if little_endian == little => Some(units.as_flattened()),
            _ => None,
        }
    }

    /// Its characters in order.
    #[inline]
    #[must_use]
    pub fn chars(&self) -> Chars<'a> {
        Chars(match self.0 {
            Repr::Text(text) => Characters::Text(text.chars()),
            Repr::Wire { .. } => Characters::Wire(char::decode_utf16(self.units())),
        })
    }
}

/// The text in the units `bytes`, which start at byte `at` of their struct.
#[inline]
pub(super) fn utf16<'a>(
    bytes: &'a [u8],
    at: usize,
    little_endian: bool,
    place: &'static Place,
) -> Result<Utf16<'a>, DecodeError> {
    let (units, _) = bytes.as_chunks::<2>();
    if is_plain(bytes, little_endian) {
        return Ok(Utf16(Repr::Wire { units, little_endian }));
    }
    paired(units, at, little_endian, place)
}

/// Whether no unit is a surrogate, as in most text: four units at once.
#[inline(never)]
fn is_plain(bytes: &[u8], little_endian: bool) -> bool {
    const ONES: u64 = 0x0001_0001_0001_0001;
    let (words, rest) = bytes.as_chunks::<8>();
    let mut surrogates = 0;
    for word in words {
        let word = if little_endian { u64::from_le_bytes(*word) } else { u64::from_be_bytes(*word) };
        // A unit that begins with the five bits of a surrogate becomes zero, and only such a one.
        let rest = (word & (ONES * 0xF800)) ^ (ONES * 0xD800);
        surrogates |= rest.wrapping_sub(ONES) & !rest & (ONES * 0x8000);
    }
    let (units, _) = rest.as_chunks::<2>();
    surrogates == 0 && units.iter().all(|bytes| unit(*bytes, little_endian) & 0xF800 != 0xD800)
}

/// Text with surrogates, or the error of one that stands alone.
#[cold]
fn paired<'a>(
    units: &'a [[u8; 2]],
    at: usize,
    little_endian: bool,
    place: &'static Place,
) -> Result<Utf16<'a>, DecodeError> {
    let mut offset = at;
    for character in char::decode_utf16(Units(Source::Wire { units, little_endian })) {
        match character {
            Ok(character) => offset = offset.saturating_add(character.len_utf16() * 2),
            Err(alone) => {
                let unit = u64::from(alone.unpaired_surrogate());
                return Err(DecodeError::new(Why::Text, place, offset, 0, unit));
            }
        }
    }
    Ok(Utf16(Repr::Wire { units, little_endian }))
}

const fn unit(bytes: [u8; 2], little_endian: bool) -> u16 {
    if little_endian { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) }
}

impl Default for Utf16<'_> {
    fn default() -> Self {
        Self::EMPTY
    }
}

impl<'a> From<&'a str> for Utf16<'a> {
    fn from(text: &'a str) -> Self {
        Self::new(text)
    }
}

impl PartialEq for Utf16<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.units().eq(other.units())
    }
}
impl Eq for Utf16<'_> {}

impl PartialEq<str> for Utf16<'_> {
    fn eq(&self, other: &str) -> bool {
        *self == Utf16::new(other)
    }
}
impl PartialEq<&str> for Utf16<'_> {
    fn eq(&self, other: &&str) -> bool {
        *self == **other
    }
}
impl PartialEq<Utf16<'_>> for str {
    fn eq(&self, other: &Utf16<'_>) -> bool {
        *other == *self
    }
}
impl PartialEq<Utf16<'_>> for &str {
    fn eq(&self, other: &Utf16<'_>) -> bool {
        *other == **self
    }
}

/// With width, alignment and precision, as a `str`.
impl fmt::Display for Utf16<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Repr::Text(text) = self.0 {
            return f.pad(text);
        }
        let mut text = self.chars().take(f.precision().unwrap_or(usize::MAX));
        let filling = f.width().map_or(0, |width| width.saturating_sub(text.clone().count()));
        let before = match f.align() {
            Some(fmt::Alignment::Right) => filling,
            Some(fmt::Alignment::Center) => filling / 2,
            Some(fmt::Alignment::Left) | None => 0,
        };
        let fill = f.fill();
        (0..before).try_for_each(|_| f.write_char(fill))?;
        text.try_for_each(|character| f.write_char(character))?;
        (before..filling).try_for_each(|_| f.write_char(fill))
    }
}

/// In quotes, as a `str`'s.
impl fmt::Debug for Utf16<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        for character in self.chars() {
            match character {
                '\'' => f.write_char('\'')?,
                character => write!(f, "{}", character.escape_debug())?,
            }
        }
        f.write_char('"')
    }
}

/// The units of a [`Utf16`].
#[derive(Clone)]
pub struct Units<'a>(Source<'a>);

#[derive(Clone)]
enum Source<'a> {
    Text(core::str::EncodeUtf16<'a>),
    Wire { units: &'a [[u8; 2]], little_endian: bool },
}

impl Iterator for Units<'_> {
    type Item = u16;

    #[inline]
    fn next(&mut self) -> Option<u16> {
        match &mut self.0 {
            Source::Text(units) => units.next(),
            Source::Wire { units, little_endian } => {
                let (first, rest) = units.split_first()?;
                *units = rest;
                Some(unit(*first, *little_endian))
            }
        }
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        match &self.0 {
            Source::Text(units) => units.size_hint(),
            Source::Wire { units, .. } => (units.len(), Some(units.len())),
        }
    }
}

impl fmt::Debug for Units<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}

/// The characters of a [`Utf16`].
#[derive(Clone)]
pub struct Chars<'a>(Characters<'a>);

#[derive(Clone)]
enum Characters<'a> {
    Text(core::str::Chars<'a>),
    Wire(core::char::DecodeUtf16<Units<'a>>),
}

impl Iterator for Chars<'_> {
    type Item = char;

    #[inline]
    fn next(&mut self) -> Option<char> {
        match &mut self.0 {
            Characters::Text(text) => text.next(),
            // Text that was checked once has no surrogates that stand alone.
            Characters::Wire(text) => text.next()?.ok(),
        }
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        match &self.0 {
            Characters::Text(text) => text.size_hint(),
            Characters::Wire(text) => text.size_hint(),
        }
    }
}

impl fmt::Debug for Chars<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}
