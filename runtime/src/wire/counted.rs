//! Counts in front of text and lists, and units that end them.

use super::{Element, Extent, List, ListEnd, Reader, Utf16, Writer, chunk, part, tail, upto};
use crate::{DecodeError, EncodeError, ErrorKind, Place, Why};

/// `end` and `max` of text or a list whose units or elements have `N` bytes, with a count of `PREFIX` bytes
/// in front (0: none), which come in the byte order of the units.
///
/// What is known of a row is known to the compiler, so that a prefix is one load.
#[derive(Clone, Copy, Debug)]
pub struct Counted<const N: usize, const PREFIX: usize, const LITTLE: bool> {
    end: Option<[u8; N]>,
    max: Option<u32>,
}

/// What a prefix announces.
#[derive(Clone, Copy)]
struct Announced {
    /// Where the units start.
    start: usize,
    /// How many there are, the end not among them.
    count: u64,
    /// Whether an end follows them.
    has_end: bool,
}

/// The number that some bytes are; of more than 8 its low 64 bits.
#[inline]
fn number<const N: usize>(bytes: [u8; N], little_endian: bool) -> u64 {
    let bits = |bits: u64, byte: &u8| bits << 8 | u64::from(*byte);
    if little_endian { bytes.iter().rev().fold(0, bits) } else { bytes.iter().fold(0, bits) }
}

impl<const N: usize, const PREFIX: usize, const LITTLE: bool> Counted<N, PREFIX, LITTLE> {
    /// Without an end and a limit.
    pub const NEW: Self = Self { end: None, max: None };

    /// What ends it, as it stands on the wire. The prefix counts it.
    #[inline]
    #[must_use]
    pub const fn end(self, end: [u8; N]) -> Self {
        Self { end: Some(end), ..self }
    }

    /// The largest count that is accepted. With a prefix, the end is one of what it counts.
    #[inline]
    #[must_use]
    pub const fn max(self, max: u32) -> Self {
        Self { max: Some(max), ..self }
    }

    /// The bytes of all of it, where `count` units have `bytes` bytes.
    #[inline]
    #[must_use]
    pub const fn len(self, count: usize, bytes: usize) -> usize {
        let with_prefix = bytes.saturating_add(PREFIX);
        if self.has_end(count) { with_prefix.saturating_add(N) } else { with_prefix }
    }

    /// Whether the end follows `count` units.
    #[inline]
    const fn has_end(self, count: usize) -> bool {
        self.end.is_some() && (count > 0 || PREFIX == 0)
    }

    #[cold]
    fn wrong_end(self, place: &'static Place, at: usize, there: [u8; N]) -> DecodeError {
        let expected = self.end.map_or(0, |end| number(end, LITTLE));
        DecodeError::new(Why::Text, place, at, expected, number(there, LITTLE))
    }

    /// The end inside of what it ends.
    #[cold]
    fn inner_end(self, place: &'static Place, at: usize) -> EncodeError {
        let got = self.end.map_or(0, |end| number(end, LITTLE));
        EncodeError::end(place, at, got)
    }

    /// The prefix of `count` units, which must fit it and be no more than `max`.
    #[inline]
    fn prefix(self, count: usize, at: usize, place: &'static Place) -> Result<u64, EncodeError> {
        let counts_end = PREFIX > 0 && self.has_end(count);
        let count = (count as u64).saturating_add(u64::from(counts_end));
        let most = 1_u64.wrapping_shl(PREFIX as u32 * 8).wrapping_sub(1);
        if PREFIX > 0 && count > most {
            return Err(EncodeError::new(ErrorKind::Size, place, at, most, count));
        }
        match self.max {
            Some(max) if count > u64::from(max) => {
                Err(EncodeError::new(ErrorKind::Max, place, at, u64::from(max), count))
            }
            _ => Ok(count),
        }
    }
}

impl<'a> Reader<'a> {
    /// The count in front of what stands at `at`.
    #[inline]
    fn announced<const N: usize, const PREFIX: usize, const LITTLE: bool>(
        &mut self,
        at: usize,
        of: Counted<N, PREFIX, LITTLE>,
        may_be_absent: bool,
        place: &'static Place,
    ) -> Result<Option<Announced>, DecodeError> {
        let start = at.saturating_add(PREFIX);
        let Some(prefix) = chunk::<PREFIX>(self.bytes, at) else {
            return self.missing(start, may_be_absent, place);
        };
        let count = number(*prefix, LITTLE);
        if let Some(max) = of.max
            && count > u64::from(max)
        {
            return Err(DecodeError::new(Why::Max, place, at, u64::from(max), count));
        }
        let has_end = of.end.is_some() && count > 0;
        Ok(Some(Announced { start, count: count.wrapping_sub(u64::from(has_end)), has_end }))
    }

    /// How many units stand before their end, or, in text or a list that is cut, before the bound.
    #[inline]
    fn ended<const N: usize, const PREFIX: usize, const LITTLE: bool>(
        &self,
        at: usize,
        of: Counted<N, PREFIX, LITTLE>,
        may_be_absent: bool,
        place: &'static Place,
    ) -> Result<(usize, bool), DecodeError> {
        let (units, _) = tail(self.bytes, at).as_chunks::<N>();
        let Some(count) = units.iter().position(|unit| Some(*unit) == of.end) else {
            if may_be_absent && self.is_tolerant() {
                return Ok((units.len(), false));
            }
            return Err(of.wrong_end(place, self.bytes.len(), [0; N]));
        };
        match of.max {
            Some(max) if count as u64 > u64::from(max) => {
                Err(DecodeError::new(Why::Max, place, at, u64::from(max), count as u64))
            }
            _ => Ok((count, true)),
        }
    }

    /// The units of text at `at`, without prefix and end, and where they start.
    #[allow(clippy::inline_always, reason = "a reader that no other function sees lives in registers")]
    #[inline(always)]
    fn units<const N: usize, const PREFIX: usize, const LITTLE: bool>(
        &mut self,
        at: usize,
        of: Counted<N, PREFIX, LITTLE>,
        may_be_absent: bool,
        place: &'static Place,
    ) -> Result<Option<(&'a [u8], usize)>, DecodeError> {
        if may_be_absent && self.ended {
            return Ok(None);
        }
        if !self.reaches(at) {
            return self.missing(at, may_be_absent, place);
        }
        if PREFIX == 0 {
            let (count, has_end) = self.ended(at, of, may_be_absent, place)?;
            if !has_end {
                return self.missing(at, may_be_absent, place);
            }
            let len = count.saturating_mul(N);
            self.take(at, len.saturating_add(N));
            return Ok(Some((upto(tail(self.bytes, at), len), at)));
        }
        let Some(Announced { start, count, has_end }) = self.announced(at, of, may_be_absent, place)? else {
            return Ok(None);
        };
        let len = count.saturating_add(u64::from(has_end)).saturating_mul(N as u64);
        let Some(mut units) = part(self.bytes, start, len) else {
            let len = usize::try_from(len).unwrap_or(usize::MAX);
            return self.missing(start.saturating_add(len), may_be_absent, place);
        };
        self.take(at, PREFIX.saturating_add(units.len()));
        if let (true, Some((before, end))) = (has_end, units.split_last_chunk::<N>()) {
            if Some(*end) != of.end {
                return Err(of.wrong_end(place, start.saturating_add(before.len()), *end));
            }
            units = before;
        }
        Ok(Some((units, start)))
    }

    /// The row that was read is `len` bytes at `at`.
    #[inline]
    const fn take(&mut self, at: usize, len: usize) {
        self.taken = len;
        self.advance(at.saturating_add(len));
    }

    /// `ascii` or `utf8` with a prefix or an end at `at`.
    #[inline]
    pub fn counted_text<const PREFIX: usize, const LITTLE: bool>(
        &mut self,
        at: usize,
        of: Counted<1, PREFIX, LITTLE>,
        may_be_absent: bool,
        ascii: bool,
        place: &'static Place,
    ) -> Result<Option<&'a str>, DecodeError> {
        match self.units(at, of, may_be_absent, place)? {
            Some((bytes, start)) => super::text(bytes, start, (ascii, None), place).map(Some),
            None => Ok(None),
        }
    }

    /// `utf16` with a prefix or an end at `at`.
    #[allow(clippy::inline_always, reason = "a reader that no other function sees lives in registers")]
    #[inline(always)]
    pub fn counted_utf16<const PREFIX: usize, const LITTLE: bool>(
        &mut self,
        at: usize,
        of: Counted<2, PREFIX, LITTLE>,
        may_be_absent: bool,
        place: &'static Place,
    ) -> Result<Option<Utf16<'a>>, DecodeError> {
        match self.units(at, of, may_be_absent, place)? {
            Some((bytes, start)) => super::utf16(bytes, start, LITTLE, place).map(Some),
            None => Ok(None),
        }
    }

    /// `utf16` of `count` units at `at`.
    #[inline]
    pub fn utf16(
        &mut self,
        at: usize,
        count: usize,
        may_be_absent: bool,
        little_endian: bool,
        place: &'static Place,
    ) -> Result<Option<Utf16<'a>>, DecodeError> {
        match self.octets(at, count.saturating_mul(2), may_be_absent, place)? {
            Some(octets) => super::utf16(octets, at, little_endian, place).map(Some),
            None => Ok(None),
        }
    }

    /// A list with a prefix or an end at `at`.
    #[inline]
    pub fn counted_list<T, H, const N: usize, const PREFIX: usize, const LITTLE: bool>(
        &mut self,
        at: usize,
        of: Counted<N, PREFIX, LITTLE>,
        may_be_absent: bool,
        how: H,
        place: &'static Place,
    ) -> Result<Option<List<'a, T, H>>, DecodeError>
    where
        T: Element<'a, H>,
        H: Copy,
    {
        if may_be_absent && self.ended {
            return Ok(None);
        }
        if !self.reaches(at) {
            return self.missing(at, may_be_absent, place);
        }
        if PREFIX == 0 {
            let (count, has_end) = self.ended(at, of, may_be_absent, place)?;
            let len = count.saturating_mul(N);
            let (list, _) = List::fill(upto(tail(self.bytes, at), len), at, ListEnd::Bound, how, place)?;
            if has_end {
                self.take(at, len.saturating_add(N));
            } else {
                self.end_here(true);
                self.take(at, len);
            }
            return Ok(Some(list));
        }
        let Some(Announced { start, count, has_end }) = self.announced(at, of, may_be_absent, place)? else {
            return Ok(None);
        };
        let end = self.list_end();
        let (list, used, mut cut) = List::count(tail(self.bytes, start), start, count, end, how, place)?;
        let mut next = start.saturating_add(used);
        if has_end && !cut {
            match (chunk::<N>(self.bytes, next), end) {
                (Some(last), _) if Some(*last) != of.end => return Err(of.wrong_end(place, next, *last)),
                (Some(_), _) => next = next.saturating_add(N),
                (None, ListEnd::Cut) => cut = true,
                (None, _) => {
                    return Err(self.extent.ends(place, next.saturating_add(N) as u64, self.bytes.len()));
                }
            }
        }
        if cut {
            self.end_here(true);
        }
        self.take(at, next.saturating_sub(at));
        Ok(Some(list))
    }

    /// What an element that is not all there means for a list by count.
    #[inline]
    pub(super) const fn list_end(&self) -> ListEnd {
        if self.is_tolerant() {
            ListEnd::Cut
        } else if matches!(self.extent, Extent::Whole) {
            ListEnd::Bound
        } else {
            ListEnd::Short
        }
    }
}

impl Writer<'_> {
    /// The prefix of `count` units at `at`; where the units start.
    #[inline]
    fn prefix<const PREFIX: usize, const LITTLE: bool>(
        &mut self,
        at: usize,
        count: u64,
        place: &'static Place,
    ) -> Result<usize, EncodeError> {
        let (big, little) = (count.to_be_bytes(), count.to_le_bytes());
        let bytes = if LITTLE { upto(&little, PREFIX) } else { tail(&big, 8_usize.saturating_sub(PREFIX)) };
        self.octets(at, bytes, place)?;
        Ok(at.saturating_add(PREFIX))
    }

    /// The end of `count` units at `at`.
    #[inline]
    fn end<const N: usize, const PREFIX: usize, const LITTLE: bool>(
        &mut self,
        at: usize,
        of: Counted<N, PREFIX, LITTLE>,
        count: usize,
        place: &'static Place,
    ) -> Result<(), EncodeError> {
        match of.end {
            Some(end) if of.has_end(count) => self.octets(at, &end, place),
            _ => Ok(()),
        }
    }

    /// `ascii` or `utf8` with a prefix or an end.
    pub fn counted_text<const PREFIX: usize, const LITTLE: bool>(
        &mut self,
        at: usize,
        of: Counted<1, PREFIX, LITTLE>,
        text: &str,
        ascii: bool,
        place: &'static Place,
    ) -> Result<(), EncodeError> {
        let count = of.prefix(text.len(), at, place)?;
        if ascii && let Some(byte) = text.bytes().find(|byte| !byte.is_ascii()) {
            return Err(EncodeError::new(ErrorKind::Text, place, at, 0, u64::from(byte)));
        }
        if PREFIX == 0 && text.bytes().any(|byte| Some([byte]) == of.end) {
            return Err(of.inner_end(place, at));
        }
        let start = self.prefix::<PREFIX, LITTLE>(at, count, place)?;
        self.octets(start, text.as_bytes(), place)?;
        self.end(start.saturating_add(text.len()), of, text.len(), place)
    }

    /// `utf16` with a prefix or an end.
    pub fn counted_utf16<const PREFIX: usize, const LITTLE: bool>(
        &mut self,
        at: usize,
        of: Counted<2, PREFIX, LITTLE>,
        text: Utf16<'_>,
        place: &'static Place,
    ) -> Result<(), EncodeError> {
        let units = text.len();
        let count = of.prefix(units, at, place)?;
        if PREFIX == 0
            && let Some(end) = of.end
            && text.units().any(|unit| u64::from(unit) == number(end, LITTLE))
        {
            return Err(of.inner_end(place, at));
        }
        let start = self.prefix::<PREFIX, LITTLE>(at, count, place)?;
        self.utf16(start, text, LITTLE, place)?;
        self.end(start.saturating_add(units.saturating_mul(2)), of, units, place)
    }

    /// `utf16` as it is.
    pub fn utf16(
        &mut self,
        at: usize,
        text: Utf16<'_>,
        little_endian: bool,
        place: &'static Place,
    ) -> Result<(), EncodeError> {
        if let Some(bytes) = text.wire(little_endian) {
            return self.octets(at, bytes, place);
        }
        let len = text.len().saturating_mul(2);
        let full = self.full(at, len, place);
        let (out, _) = self.tail(at, place)?.split_at_mut_checked(len).ok_or(full)?;
        for (room, unit) in out.as_chunks_mut::<2>().0.iter_mut().zip(text.units()) {
            *room = if little_endian { unit.to_le_bytes() } else { unit.to_be_bytes() };
        }
        self.advance(at.saturating_add(len));
        Ok(())
    }

    /// A list with a prefix or an end.
    #[inline]
    pub fn counted_list<'a, T, H, const N: usize, const PREFIX: usize, const LITTLE: bool>(
        &mut self,
        at: usize,
        of: Counted<N, PREFIX, LITTLE>,
        list: &List<'a, T, H>,
        how: H,
        place: &'static Place,
    ) -> Result<(), EncodeError>
    where
        T: Element<'a, H>,
        H: Copy,
    {
        let count = of.prefix(list.len(), at, place)?;
        let start = self.prefix::<PREFIX, LITTLE>(at, count, place)?;
        let out = self.tail(start, place)?;
        let used = list.put(out, how, place).map_err(|error| error.moved(start))?;
        let written = upto(out, used).as_chunks::<N>().0;
        if PREFIX == 0 && written.iter().any(|element| Some(*element) == of.end) {
            return Err(of.inner_end(place, at));
        }
        let end = start.saturating_add(used);
        self.advance(end);
        self.end(end, of, list.len(), place)
    }
}
