//! Decoding one struct: its bound, a cursor, and what was cut off.

use super::list::NOWHERE;
use super::{Cut, Element, Extent, List, ListEnd, Unknown, chunk, part, tail, upto};
use crate::{DecodeError, Place, Why};

/// A struct while it is decoded. All positions count from its byte 0.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    /// Up to the bound.
    pub(super) bytes: &'a [u8],
    at: usize,
    /// Bytes of the row that was read last; 0 where it is absent.
    pub(super) taken: usize,
    pub(super) extent: Extent,
    /// Whether the struct has `required`.
    required: bool,
    cut: bool,
    /// A row was absent because the bound ended.
    pub(super) ended: bool,
}

/// The bytes of a union's child, from the union's byte 0 to the payload's end.
#[derive(Clone, Copy, Debug)]
pub struct Body<'a> {
    /// Up to the payload's end.
    pub bytes: &'a [u8],
    /// Why they end there.
    pub extent: Extent,
}

impl<'a> Reader<'a> {
    /// The struct whose rows start at byte `start` of `bytes`.
    #[inline]
    #[must_use]
    pub const fn new(bytes: &'a [u8], extent: Extent, start: usize, required: bool) -> Self {
        Self { bytes, at: start, taken: 0, extent, required, cut: false, ended: false }
    }

    /// The bytes that must be there before anything else is looked at.
    #[inline]
    pub const fn head<const N: usize>(&self, place: &'static Place) -> Result<&'a [u8; N], DecodeError> {
        match self.bytes.first_chunk() {
            Some(head) => Ok(head),
            None => Err(DecodeError::short(place, N, self.bytes.len())),
        }
    }

    /// The struct's own `size`: a bound, or the value is cut. `length` is the row that says so, at byte
    /// `at`; `place` is the struct.
    #[inline]
    pub const fn size(
        &mut self,
        size: i128,
        head: usize,
        length: &'static Place,
        at: usize,
        place: &'static Place,
    ) -> Result<(), DecodeError> {
        if size < head as i128 {
            return Err(DecodeError::new(Why::Bound, length, at, head as u64, size as u64));
        }
        if size > self.bytes.len() as i128 {
            if self.is_tolerant() {
                self.cut = true;
                return Ok(());
            }
            return Err(DecodeError::new(
                Why::Short,
                place,
                self.bytes.len(),
                size as u64,
                self.bytes.len() as u64,
            ));
        }
        self.bytes = upto(self.bytes, size as usize);
        self.extent = Extent::Whole;
        Ok(())
    }

    /// Whether a value that is cut is accepted.
    #[inline]
    #[must_use]
    pub const fn is_tolerant(&self) -> bool {
        self.required && self.extent.is_cut()
    }

    /// Whether the struct has `required`.
    #[inline]
    pub(super) const fn is_required(&self) -> bool {
        self.required
    }

    /// What fills the struct up is not all there: it has all of `input`, and is cut.
    #[inline]
    pub(super) const fn cut_at(&mut self, input: &'a [u8]) {
        self.bytes = input;
        self.end_here(true);
    }

    /// Whether no row was absent yet because the bound ended.
    #[inline]
    #[must_use]
    pub const fn is_open(&self) -> bool {
        !self.ended
    }

    /// Whether the value is cut.
    #[inline]
    #[must_use]
    pub const fn is_cut(&self) -> bool {
        self.cut
    }

    /// Where the next row stands that says no place of its own.
    #[inline]
    #[must_use]
    pub const fn at(&self) -> usize {
        self.at
    }

    /// Whether a row at `at` starts inside the bound, so that its length may be computed.
    #[inline]
    #[must_use]
    pub const fn reaches(&self, at: usize) -> bool {
        at <= self.bytes.len()
    }

    /// Bytes from `at` to the bound.
    #[inline]
    #[must_use]
    pub const fn room(&self, at: usize) -> usize {
        self.bytes.len().saturating_sub(at)
    }

    /// The bytes from `start` to `end`, for a checksum over them; none where they are not there.
    #[inline]
    #[must_use]
    pub const fn span(&self, start: usize, end: usize) -> &'a [u8] {
        super::span(self.bytes, start, end)
    }

    /// Forgets the length of the last row.
    #[inline]
    pub const fn clear(&mut self) {
        self.taken = 0;
    }

    /// Bytes of the last row; 0 where it is absent.
    #[inline]
    #[must_use]
    pub const fn taken(&self) -> usize {
        self.taken
    }

    /// Moves the cursor to `end`, never back.
    #[inline]
    pub const fn advance(&mut self, end: usize) {
        if end > self.at {
            self.at = end;
        }
    }

    /// The bound ended before a row did: it and what follows is absent.
    #[inline]
    pub(super) const fn end_here(&mut self, cut: bool) {
        self.ended = true;
        if cut {
            self.cut = true;
            self.advance(self.bytes.len());
        }
    }

    /// A block that must be there.
    #[inline]
    pub const fn block<const N: usize>(
        &mut self,
        at: usize,
        place: &'static Place,
    ) -> Result<&'a [u8; N], DecodeError> {
        match chunk(self.bytes, at) {
            Some(block) => {
                self.advance(at.wrapping_add(N));
                Ok(block)
            }
            None => Err(self.extent.ends(place, (at as u64).wrapping_add(N as u64), self.bytes.len())),
        }
    }

    /// A block that may be absent. `memberless` where none of its rows is a member.
    #[inline]
    pub const fn optional_block<const N: usize>(
        &mut self,
        at: usize,
        memberless: bool,
    ) -> Option<&'a [u8; N]> {
        if self.ended {
            return None;
        }
        let Some(block) = chunk(self.bytes, at) else {
            self.end_here(self.extent.is_cut() || self.bytes.len() > self.at || memberless);
            return None;
        };
        self.advance(at.wrapping_add(N));
        Some(block)
    }

    /// A block that is absent where the bound is where it starts, or one before it was absent: an optional parameter.
    #[inline]
    pub const fn parameter<const N: usize>(
        &mut self,
        at: usize,
        place: &'static Place,
    ) -> Result<Option<&'a [u8; N]>, DecodeError> {
        if self.ended || self.bytes.len() == at {
            self.ended = true;
            return Ok(None);
        }
        match self.block(at, place) {
            Ok(block) => Ok(Some(block)),
            Err(error) => Err(error),
        }
    }

    /// A length or count that was computed for a row at `at`.
    #[inline]
    pub const fn length(
        &self,
        at: usize,
        length: i128,
        max: Option<u32>,
        place: &'static Place,
    ) -> Result<usize, DecodeError> {
        if length < 0 || length > u32::MAX as i128 {
            return Err(DecodeError::new(Why::Length, place, at, u32::MAX as u64, length as u64));
        }
        match max {
            Some(max) if length > max as i128 => {
                Err(DecodeError::new(Why::Max, place, at, max as u64, length as u64))
            }
            _ => Ok(length as usize),
        }
    }

    /// A row that is not all there: absent, or an error.
    #[inline]
    pub(super) const fn missing<T: Copy>(
        &mut self,
        need: usize,
        may_be_absent: bool,
        place: &'static Place,
    ) -> Result<Option<T>, DecodeError> {
        if may_be_absent {
            self.end_here(true);
            return Ok(None);
        }
        Err(self.extent.ends(place, need as u64, self.bytes.len()))
    }

    /// `len` bytes at `at`.
    #[inline]
    pub const fn octets(
        &mut self,
        at: usize,
        len: usize,
        may_be_absent: bool,
        place: &'static Place,
    ) -> Result<Option<&'a [u8]>, DecodeError> {
        if may_be_absent && self.ended {
            return Ok(None);
        }
        if !self.reaches(at) {
            return self.missing(at, may_be_absent, place);
        }
        match part(self.bytes, at, len as u64) {
            Some(octets) => {
                self.taken = len;
                self.advance(at.wrapping_add(len));
                Ok(Some(octets))
            }
            None => self.missing(at.saturating_add(len), may_be_absent, place),
        }
    }

    /// Text in `len` bytes at `at`, without its filling.
    #[inline]
    pub fn text(
        &mut self,
        at: usize,
        len: usize,
        may_be_absent: bool,
        (ascii, pad): (bool, Option<u8>),
        place: &'static Place,
    ) -> Result<Option<&'a str>, DecodeError> {
        match self.octets(at, len, may_be_absent, place)? {
            Some(octets) => super::text(octets, at, (ascii, pad), place).map(Some),
            None => Ok(None),
        }
    }

    /// A list that fills `len` bytes at `at`; `None` for one that takes the rest.
    #[inline]
    pub fn list<T: Element<'a, H>, H: Copy>(
        &mut self,
        at: usize,
        len: Option<usize>,
        may_be_absent: bool,
        how: H,
        place: &'static Place,
    ) -> Result<Option<List<'a, T, H>>, DecodeError> {
        if may_be_absent && self.ended {
            return Ok(None);
        }
        if !self.reaches(at) {
            return self.missing(at, may_be_absent, place);
        }
        let room = self.room(at);
        let end = if len.is_some_and(|len| len > room) {
            if !self.is_tolerant() {
                let need = at.saturating_add(len.unwrap_or(0));
                return Err(self.extent.ends(place, need as u64, self.bytes.len()));
            }
            self.end_here(true);
            ListEnd::Cut
        } else if len.is_none() && self.is_tolerant() {
            ListEnd::Cut
        } else if len.is_some() || self.extent.is_whole() {
            ListEnd::Bound
        } else {
            ListEnd::Short
        };
        let len = len.unwrap_or(room).min(room);
        let bytes = part(self.bytes, at, len as u64).unwrap_or(&[]);
        let (list, cut) = List::fill(bytes, at, end, how, place)?;
        if cut {
            self.end_here(true);
        }
        self.taken = len;
        self.advance(at.saturating_add(len));
        Ok(Some(list))
    }

    /// A list of `count` elements at `at`.
    #[inline]
    pub fn counted<T: Element<'a, H>, H: Copy>(
        &mut self,
        at: usize,
        count: usize,
        may_be_absent: bool,
        how: H,
        place: &'static Place,
    ) -> Result<Option<List<'a, T, H>>, DecodeError> {
        if may_be_absent && self.ended {
            return Ok(None);
        }
        if !self.reaches(at) {
            return self.missing(at, may_be_absent, place);
        }
        let end = self.list_end();
        let (list, used, cut) = List::count(tail(self.bytes, at), at, count as u64, end, how, place)?;
        if cut {
            self.end_here(true);
        }
        self.taken = used;
        self.advance(at.saturating_add(used));
        Ok(Some(list))
    }

    /// A struct of `len` bytes at `at`; `None` for one that is as long as it says itself.
    #[inline]
    pub fn nested<T: Element<'a, H>, H: Copy>(
        &mut self,
        at: usize,
        len: Option<usize>,
        may_be_absent: bool,
        how: H,
        place: &'static Place,
    ) -> Result<Option<T>, DecodeError> {
        if may_be_absent && self.ended {
            return Ok(None);
        }
        if !self.reaches(at) {
            return self.missing(at, may_be_absent, place);
        }
        let Some(len) = len else { return self.unbounded(at, may_be_absent, how, place) };
        let Some(bytes) = part(self.bytes, at, len as u64) else {
            return self.missing(at.saturating_add(len), may_be_absent, place);
        };
        match T::take(bytes, Extent::Whole, how, place) {
            Ok((value, _)) => {
                self.taken = len;
                self.advance(at.saturating_add(len));
                Ok(Some(value))
            }
            Err(error) => Err(error.bounded().moved(at)),
        }
    }

    #[inline]
    fn unbounded<T: Element<'a, H>, H: Copy>(
        &mut self,
        at: usize,
        may_be_absent: bool,
        how: H,
        place: &'static Place,
    ) -> Result<Option<T>, DecodeError> {
        match T::take(tail(self.bytes, at), Extent::Prefix, how, place) {
            Ok((value, used)) => {
                self.taken = used;
                self.advance(at.saturating_add(used));
                Ok(Some(value))
            }
            Err(error) if may_be_absent && matches!(error.why(), Why::Short) => {
                self.end_here(true);
                Ok(None)
            }
            Err(error) => Err(self.extent.inner(error.moved(at))),
        }
    }

    /// The bytes of a union's child whose payload starts at `at` and has `len` bytes; `None` to the bound.
    #[inline]
    pub const fn body(
        &mut self,
        at: usize,
        len: Option<usize>,
        place: &'static Place,
    ) -> Result<Body<'a>, DecodeError> {
        let bound = self.bytes.len();
        let end = match len {
            Some(len) if at <= bound => at.saturating_add(len),
            _ if at > bound => at,
            _ => bound,
        };
        if end > bound {
            if !self.is_tolerant() {
                return Err(self.extent.ends(place, end as u64, bound));
            }
            self.end_here(true);
            return Ok(Body { bytes: self.bytes, extent: Extent::Cut });
        }
        let extent = if len.is_some() { Extent::Whole } else { self.extent };
        Ok(Body { bytes: upto(self.bytes, end), extent })
    }

    /// A child that is as long as it says itself.
    #[inline]
    #[must_use]
    pub const fn unbounded_body(&self, body: Body<'a>, rows_follow: bool) -> Body<'a> {
        if rows_follow || matches!(self.extent, Extent::Prefix) {
            Body { extent: Extent::Prefix, ..body }
        } else {
            body
        }
    }

    /// The child whose payload begins at `at`.
    #[inline]
    pub fn child<T: Element<'a, H>, H: Copy>(
        &mut self,
        at: usize,
        body: Body<'a>,
        how: H,
    ) -> Result<T, DecodeError> {
        match T::take(body.bytes, body.extent, how, &NOWHERE) {
            Ok((child, end)) => {
                self.cut |= child.is_cut();
                self.passed(at, if matches!(body.extent, Extent::Prefix) { end } else { body.bytes.len() });
                Ok(child)
            }
            Err(error) => Err(body.extent.inner(error)),
        }
    }

    /// A child of a payload that begins at `at`, which is the child's byte 0.
    #[inline]
    pub fn child_apart<T: Element<'a, H>, H: Copy>(
        &mut self,
        at: usize,
        body: Body<'a>,
        how: H,
    ) -> Result<T, DecodeError> {
        match T::take(tail(body.bytes, at), body.extent, how, &NOWHERE) {
            Ok((child, used)) => {
                self.cut |= child.is_cut();
                let is_prefix = matches!(body.extent, Extent::Prefix);
                self.passed(at, if is_prefix { at.saturating_add(used) } else { body.bytes.len() });
                Ok(child)
            }
            Err(error) => Err(body.extent.inner(error.moved(at))),
        }
    }

    /// A child that the schema does not know, whose payload begins at `at`.
    #[inline]
    pub const fn unknown(&mut self, at: usize, body: Body<'a>, tag: u64) -> Unknown<'a> {
        self.passed(at, body.bytes.len());
        Unknown { tag, bytes: tail(body.bytes, at) }
    }

    /// A payload from `at` to `end`.
    #[inline]
    const fn passed(&mut self, at: usize, end: usize) {
        self.taken = end.saturating_sub(at);
        self.advance(end);
    }

    /// `len(struct)`: the bytes up to here, or the bound where the struct has a `size`.
    #[inline]
    #[must_use]
    pub const fn whole(&self, has_size: bool) -> usize {
        if has_size { self.bytes.len() } else { self.at }
    }

    /// Bytes that no row explains. `allowed` where the struct has a size of its own or ignores them.
    #[inline]
    pub const fn finish(&mut self, allowed: bool, place: &'static Place) -> Result<usize, DecodeError> {
        if matches!(self.extent, Extent::Prefix) {
            return Ok(self.at);
        }
        if !allowed && !self.cut && self.at < self.bytes.len() {
            return Err(DecodeError::long(place, self.at, self.bytes.len()));
        }
        Ok(self.bytes.len())
    }

    /// The bytes of the value if it is cut; `end` is what [`finish`](Self::finish) gave.
    #[inline]
    #[must_use]
    pub const fn cut(&self, end: usize) -> Cut<'a> {
        if self.cut { Cut::at(upto(self.bytes, end)) } else { Cut::NONE }
    }
}
