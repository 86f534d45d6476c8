//! Counts in front, ends, and the text between them, to bytes.

use super::counted::end_word;
use super::encode::Frame;
use super::write::put;
use super::{Failure, Reason, bits, units};
use crate::ir::{Constant, Counted, Element, Encoding, Role, Row, RowId};
use crate::value::{ErrorKind, Value};

impl Frame<'_> {
    /// The text that a row is to hold.
    pub(super) fn text_of<'s>(&'s self, id: RowId, row: &'s Row) -> &'s str {
        match (&row.role, self.given(id)) {
            (Role::Const(Constant::Text(text)), _)
            | (_, Some(Value::Text(text)))
            | (Role::Member(Some(Constant::Text(text))), None) => text.as_str(),
            _ => "",
        }
    }

    /// Whether an encoding has all characters of a text.
    pub(super) fn has_only(
        &self,
        id: RowId,
        encoding: Encoding,
        text: &str,
        start: u64,
    ) -> Result<(), Failure> {
        match text.bytes().find(|byte| encoding == Encoding::Ascii && *byte > 0x7F) {
            Some(wrong) => Err(self.named(id, start).other(ErrorKind::Text, 0, i128::from(wrong))),
            None => Ok(()),
        }
    }

    pub(super) fn counted_text(
        &self,
        id: RowId,
        row: &Row,
        encoding: Encoding,
        counted: &Counted,
        start: u64,
        out: &mut [u8],
    ) -> Result<(), Failure> {
        let text = self.text_of(id, row);
        let units = encoding.units(text);
        self.counts(id, counted, units, start)?;
        self.has_only(id, encoding, text, start)?;
        if let (None, Some(end)) = (counted.prefix, counted.end)
            && encoding.has_unit(text, end)
        {
            return Err(self.named(id, start).other(ErrorKind::Text, 0, end).of_inner_end());
        }
        let at = prefix(counted, units, start as usize, out);
        let bytes = units::encode(encoding, text);
        put(out, at, &bytes);
        let little_endian = matches!(encoding, Encoding::Utf16 { little_endian: true });
        end(counted, units, (encoding.unit() as u8, little_endian), at + bytes.len(), out);
        Ok(())
    }

    pub(super) fn counted_list(
        &self,
        id: RowId,
        element: &Element,
        counted: &Counted,
        start: u64,
        out: &mut [u8],
    ) -> Result<(), Failure> {
        let count = self.count_of(id);
        self.counts(id, counted, count, start)?;
        if let (None, Some(end), Some(Value::List(items))) = (counted.prefix, counted.end, self.given(id))
            && items.contains(&Value::Int(end))
        {
            let bits = if let Element::Scalar { bytes, .. } = element { end_word(end, *bytes) } else { end };
            return Err(self.named(id, start).other(ErrorKind::Text, 0, bits).of_inner_end());
        }
        let at = prefix(counted, count, start as usize, out);
        self.elements(id, element, at, out)?;
        if let Element::Scalar { bytes, little_endian, .. } = element {
            let behind = at.saturating_add((count * u64::from(*bytes)) as usize);
            end(counted, count, (*bytes, *little_endian), behind, out);
        }
        Ok(())
    }

    /// A count that its prefix can hold, and not over `max`.
    fn counts(&self, id: RowId, counted: &Counted, units: u64, start: u64) -> Result<(), Failure> {
        let count = counted.count(units);
        if let Some(prefix) = counted.prefix.filter(|prefix| count > prefix.most()) {
            let place = self.named(id, start);
            return Err(place.size(Reason::Length, prefix.most().into(), count.into()));
        }
        match counted.max {
            Some(max) if count > max => {
                Err(self.named(id, start).other(ErrorKind::Max, max.into(), count.into()))
            }
            _ => Ok(()),
        }
    }
}

/// Writes the count in front, and gives where the content begins.
fn prefix(counted: &Counted, units: u64, at: usize, out: &mut [u8]) -> usize {
    let Some(prefix) = counted.prefix else { return at };
    let behind = at.saturating_add(prefix.bytes.into());
    if let Some(there) = out.get_mut(at..behind) {
        bits::set(there, prefix.little_endian, counted.count(units).into());
    }
    behind
}

/// Writes the end where there is one.
fn end(counted: &Counted, units: u64, (bytes, little_endian): (u8, bool), at: usize, out: &mut [u8]) {
    if let Some(end) = counted.end.filter(|_| counted.has_end(units))
        && let Some(there) = out.get_mut(at..at.saturating_add(bytes.into()))
    {
        bits::set(there, little_endian, end as u128);
    }
}
