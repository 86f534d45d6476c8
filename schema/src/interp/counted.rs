//! Text in units, and lists and text that a count in front or an end makes as long as they are.

use super::bits::{mask, word};
use super::decode::{Extent, Frame};
use super::{Failure, Places, Reason, units};
use crate::ir::{Constant, Counted, Element, Encoding, Prefix, Role, Row, RowId};
use crate::value::{ErrorKind, Value};

/// Where a list or text begins, and how many elements or units it has.
type Counts = (usize, usize);

impl Frame<'_> {
    /// `utf16` of `count` units.
    pub(super) fn utf16(
        &mut self,
        id: RowId,
        row: &Row,
        encoding: Encoding,
        count: usize,
        start: usize,
    ) -> Result<(), Failure> {
        let end = start.saturating_add(count.saturating_mul(encoding.unit() as usize));
        if end > self.bound {
            return self.missing(id, row, end);
        }
        let text = self.text(id, encoding, start, end)?;
        self.put_text(id, row, text, (start, end))
    }

    /// Text with a count in front, an end, or both.
    pub(super) fn counted_text(
        &mut self,
        id: RowId,
        row: &Row,
        encoding: Encoding,
        counted: &Counted,
        start: usize,
    ) -> Result<(), Failure> {
        let unit = encoding.unit() as usize;
        let read = |bytes: &[u8]| units::unit(encoding, bytes);
        let Some(prefix) = counted.prefix else {
            let Some(last) = self.end_of(id, counted, start, unit, &read)? else {
                return self.no_end(id, row, counted);
            };
            let text = self.text(id, encoding, start, last)?;
            return self.put_text(id, row, text, (start, last + unit));
        };
        let Some((first, count)) = self.prefix(id, row, (prefix, counted.max), start)? else { return Ok(()) };
        let end = first.saturating_add(count.saturating_mul(unit));
        if end > self.bound {
            return self.missing(id, row, end);
        }
        let mut last = end;
        if let Some(right) = counted.end.filter(|_| count > 0) {
            last = end - unit;
            self.is_end(id, right, read(self.slice.get(last..end).unwrap_or(&[])), last)?;
        }
        let text = self.text(id, encoding, first, last)?;
        self.put_text(id, row, text, (start, end))
    }

    /// A list with a count in front, an end, or both.
    pub(super) fn counted_list(
        &mut self,
        id: RowId,
        row: &Row,
        element: &Element,
        counted: &Counted,
        start: usize,
    ) -> Result<(), Failure> {
        let Some(prefix) = counted.prefix else {
            return self.ended_list(id, row, element, counted, start);
        };
        let Some((first, count)) = self.prefix(id, row, (prefix, counted.max), start)? else { return Ok(()) };
        let right = counted.end.filter(|_| count > 0);
        let wanted = count - usize::from(right.is_some());
        let (tolerant, whole) = (self.tolerant(), self.extent == Extent::Whole);
        let (items, places, mut end) = self
            .elements(id, element, first, self.bound, Some(wanted), tolerant)
            .map_err(|failure| failure.bound_if(whole))?;
        let mut cut = items.len() < wanted;
        if let (false, Some(right), Element::Scalar { bytes, little_endian, .. }) = (cut, right, element) {
            let next = end + usize::from(*bytes);
            match self.slice.get(..self.bound).and_then(|slice| slice.get(end..next)) {
                Some(there) => {
                    let there = word(there, *little_endian) as i128;
                    self.is_end(id, end_word(right, *bytes), there, end)?;
                    end = next;
                }
                None if tolerant => cut = true,
                None => {
                    let short = self.at(id, self.bound).size(Reason::Short, next as i128, self.bound as i128);
                    return Err(short.bound_if(whole));
                }
            }
        }
        if cut {
            self.end_here(true);
        }
        self.put_last(id, Value::List(items), (start, end), places);
        Ok(())
    }

    /// A list up to its end.
    fn ended_list(
        &mut self,
        id: RowId,
        row: &Row,
        element: &Element,
        counted: &Counted,
        start: usize,
    ) -> Result<(), Failure> {
        let Element::Scalar { bytes, little_endian, .. } = element else { return Ok(()) };
        let width = usize::from(*bytes);
        let counted = Counted { end: counted.end.map(|end| end_word(end, *bytes)), ..counted.clone() };
        let read = |unit: &[u8]| word(unit, *little_endian) as i128;
        let found = self.end_of(id, &counted, start, width, &read)?;
        if found.is_none() && !(self.tolerant() && row.may_be_absent) {
            return self.no_end(id, row, &counted);
        }
        let there = self.bound.saturating_sub(start);
        let last = found.unwrap_or(start + there - there % width);
        let count = Some((last - start) / width);
        let (items, places, _) = self.elements(id, element, start, last, count, false)?;
        if found.is_none() {
            self.end_here(true);
        }
        let end = found.map_or(last, |last| last + width);
        self.put_last(id, Value::List(items), (start, end), places);
        Ok(())
    }

    /// The count in front. `None`: it is not all there, and that is all right.
    fn prefix(
        &mut self,
        id: RowId,
        row: &Row,
        (prefix, max): (Prefix, Option<u64>),
        start: usize,
    ) -> Result<Option<Counts>, Failure> {
        let first = start.saturating_add(prefix.bytes.into());
        let Some(there) = self.slice.get(..self.bound).and_then(|slice| slice.get(start..first)) else {
            self.missing(id, row, first)?;
            return Ok(None);
        };
        let count = word(there, prefix.little_endian) as i128;
        Ok(Some((first, self.limited(id, start, count, max)?)))
    }

    /// Where the end stands that no count announces.
    fn end_of(
        &self,
        id: RowId,
        counted: &Counted,
        start: usize,
        unit: usize,
        read: &dyn Fn(&[u8]) -> i128,
    ) -> Result<Option<usize>, Failure> {
        let there = self.slice.get(start..self.bound).unwrap_or(&[]);
        let end = there.chunks_exact(unit).position(|unit| Some(read(unit)) == counted.end);
        let Some(count) = end else { return Ok(None) };
        self.limited(id, start, count as i128, counted.max)?;
        Ok(Some(start + count * unit))
    }

    /// The bound ends before the end does.
    fn no_end(&mut self, id: RowId, row: &Row, counted: &Counted) -> Result<(), Failure> {
        if self.tolerant() && row.may_be_absent {
            self.end_here(true);
            return Ok(());
        }
        let end = counted.end.unwrap_or(0);
        Err(self.at(id, self.bound).other(ErrorKind::Text, end, 0).of_no_end())
    }

    fn is_end(&self, id: RowId, right: i128, there: i128, at: usize) -> Result<(), Failure> {
        if there == right {
            return Ok(());
        }
        Err(self.at(id, at).other(ErrorKind::Text, right, there).of_wrong_end())
    }

    /// The text in a range that is all there.
    pub(super) fn text(
        &self,
        id: RowId,
        encoding: Encoding,
        start: usize,
        end: usize,
    ) -> Result<String, Failure> {
        let bytes = self.slice.get(start..end).unwrap_or(&[]);
        units::decode(encoding, bytes)
            .map_err(|(wrong, there)| self.at(id, start + wrong).other(ErrorKind::Text, 0, there))
    }

    /// Notes text that is what a constant says.
    fn put_text(&mut self, id: RowId, row: &Row, text: String, place: (usize, usize)) -> Result<(), Failure> {
        match &row.role {
            Role::Const(Constant::Text(right)) if *right != text => {
                Err(self.at(id, place.0).other(ErrorKind::Const, 0, 0))
            }
            _ => {
                self.put_last(id, Value::Text(text), place, Vec::new());
                Ok(())
            }
        }
    }

    /// Notes what a row of its own length holds; the cursor goes behind it.
    fn put_last(&mut self, id: RowId, value: Value, (start, end): (usize, usize), inside: Vec<Places>) {
        self.put(id, Some(value), start, end, inside);
        self.cursor = self.cursor.max(end);
    }
}

/// The bits of an element that ends a list, as an unsigned number.
pub(super) fn end_word(end: i128, bytes: u8) -> i128 {
    (end as u128 & mask(8 * bytes)) as i128
}
