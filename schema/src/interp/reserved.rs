//! Bits that no row names, in structs that reject those that are set.

use super::Failure;
use super::decode::Frame;
use crate::ir::{At, Block, Gap, Kind, Role, Row, RowId};
use crate::value::ErrorKind;

impl Frame<'_> {
    /// Bytes in front of a step that no row explains, but for bits that children name.
    pub(super) fn before(&self, at: At) -> Result<(), Failure> {
        match at {
            At::Byte(byte) if self.layout.rejects_reserved && !self.ended => {
                let of = &self.layout.spared;
                let spared = |at: usize| {
                    let is = |gap: &&Gap| (gap.offset..gap.offset + gap.bytes).contains(&(at as u64));
                    of.iter().find(is).map_or(0, |gap| gap.mask)
                };
                let end = (byte as usize).min(self.bound);
                (self.cursor..end).try_for_each(|at| self.zero(None, at, at + 1, !spared(at)))
            }
            At::Byte(_) | At::Next => Ok(()),
        }
    }

    /// The unnamed bits of a block that starts at `start`.
    pub(super) fn gaps(&self, block: &Block, start: usize) -> Result<(), Failure> {
        for gap in &block.gaps {
            let from = start + gap.offset as usize;
            self.zero(None, from, from + gap.bytes as usize, gap.mask)?;
        }
        Ok(())
    }

    /// A reserved row of variable length that is there.
    pub(super) fn reserved_row(&self, id: RowId, row: &Row) -> Result<(), Failure> {
        let there = self.places.get(id.index()).and_then(Option::as_ref);
        match (there, &row.role, &row.kind) {
            (Some(place), Role::Reserved, Kind::Reserved(_)) if self.layout.rejects_reserved => {
                let at = |byte: u64| byte as usize - self.base;
                self.zero(Some(id), at(place.start), at(place.end), 0xFF)
            }
            _ => Ok(()),
        }
    }

    /// Bytes behind the last row of a struct with a length.
    pub(super) fn behind(&self) -> Result<(), Failure> {
        let of = self.layout;
        if !of.rejects_reserved || of.size.is_none() || of.trailing_ignored || self.cut {
            return Ok(());
        }
        self.zero(None, self.cursor, self.bound, 0xFF)
    }

    /// What fills it up to a multiple of `align`.
    pub(super) fn filling(&self, from: usize, to: usize) -> Result<(), Failure> {
        if self.layout.rejects_reserved { self.zero(None, from, to, 0xFF) } else { Ok(()) }
    }

    fn zero(&self, row: Option<RowId>, from: usize, to: usize, mask: u8) -> Result<(), Failure> {
        let bytes = self.input.slice.get(from..to).unwrap_or(&[]);
        let Some((at, set)) = (from..).zip(bytes).find(|(_, byte)| *byte & mask != 0) else { return Ok(()) };
        let place = row.map_or_else(|| self.whole(at), |row| self.at(row, at));
        Err(place.other(ErrorKind::Reserved, 0, i128::from(set & mask)))
    }
}
