//! Where a struct ends: what must be there, what it announces, what fills it up, what is left over.

use super::decode::{Extent, Frame};
use super::{Failure, Reason};
use crate::ir::StructSize;

impl Frame<'_> {
    /// The bytes that must be there before anything is looked at.
    pub(super) fn head(&self) -> Result<(), Failure> {
        let head = self.layout.fixed.unwrap_or(self.layout.head) as usize;
        if self.slice.len() < head {
            return Err(self.whole(self.slice.len()).size(
                Reason::Short,
                head as i128,
                self.slice.len() as i128,
            ));
        }
        Ok(())
    }

    /// Where the struct says that it ends.
    pub(super) fn size(&mut self) -> Result<(), Failure> {
        let held = self.slice.len();
        let (size, place) = match self.layout.size {
            None => return Ok(()),
            Some(StructSize::Fixed(size)) => (i128::from(size), self.whole(0)),
            Some(StructSize::Linear { row, scale, offset }) => {
                let Some((start, value)) =
                    super::request::length_row(self.schema, self.layout, row, self.slice)
                else {
                    return Ok(());
                };
                (value.saturating_mul(scale).saturating_add(offset), self.at(row, start))
            }
        };
        if size < i128::from(self.layout.head) {
            return Err(place.size(Reason::Bound, i128::from(self.layout.head), size));
        }
        if size > held as i128 {
            if self.tolerant() {
                self.cut = true;
                return Ok(());
            }
            return Err(self.whole(held).size(Reason::Short, size, held as i128));
        }
        self.bound = size as usize;
        self.slice = self.slice.get(..self.bound).unwrap_or(self.slice);
        self.extent = Extent::Whole;
        Ok(())
    }

    /// Where what fills it up to a multiple of `align` ends.
    pub(super) fn filled(&mut self) -> Result<usize, Failure> {
        let has_size = self.layout.size.is_some();
        let end = if has_size { self.bound } else { self.cursor };
        if self.cut || self.layout.align <= 1 {
            return Ok(end);
        }
        let (filled, held) = (end.next_multiple_of(self.layout.align as usize), self.input.slice.len());
        if filled <= held {
            self.filling(end, filled)?;
            return Ok(filled);
        }
        if self.layout.required.is_some() && self.input.extent == Extent::Cut {
            (self.slice, self.bound, self.cursor) = (self.input.slice, held, held);
            self.cut = true;
            return Ok(held);
        }
        let reason = if self.input.extent == Extent::Whole { Reason::Bound } else { Reason::Short };
        Err(self.whole(held).size(reason, filled as i128, held as i128))
    }

    /// Bytes that no row takes.
    pub(super) fn left_over(&self, end: usize) -> Result<(), Failure> {
        let silent = self.cut
            || self.extent == Extent::Prefix
            || self.layout.size.is_some()
            || self.layout.trailing_ignored;
        if !silent && end < self.slice.len() {
            return Err(self.whole(end).size(Reason::Long, end as i128, self.slice.len() as i128));
        }
        Ok(())
    }
}
