//! The bytes of a record, once its places are known.

use super::bits;
use super::decode::too_deep;
use super::encode::{Frame, Job, Memo};
use super::measure::has_rest;
use super::missing::has_no_default;
use super::rows::constant;
use super::{Failure, Reason, units};
use crate::ir::{
    Element, Encoding, IntType, Kind, Length, ListLength, MAX_LEN, Role, Row, RowId, Scalar, TextLength,
};
use crate::value::{CaseValue, ErrorKind, Record, Value};

/// Encodes a record.
pub(super) fn encode(job: Job<'_>, record: &Record) -> Result<Vec<u8>, Failure> {
    let frame = Frame::new(job, record.of, Some(record), record.params.clone(), u32::MAX)?;
    let total = frame.filled()?;
    if i128::from(total) > MAX_LEN {
        return Err(frame.named(RowId(u32::MAX), 0).size(Reason::Length, MAX_LEN, i128::from(total)));
    }
    let mut out = vec![0; total as usize];
    frame.write(&mut out)?;
    Ok(out)
}

impl Frame<'_> {
    /// Writes to `out`, which begins at byte 0.
    fn write(&self, out: &mut [u8]) -> Result<(), Failure> {
        if self.left.is_none() {
            return Err(too_deep(self.layout, self.base.get()));
        }
        if let Some(cut) = self.record.and_then(|record| record.cut.as_ref()) {
            let start = self.layout.start as usize;
            let there = cut.bytes.get(start..).unwrap_or(&[]);
            put(out, start, there);
            return Ok(());
        }
        let late = self.layout.late_rows();
        for (index, step) in self.layout.steps.iter().enumerate() {
            if !self.present(index)? {
                self.absent(step)?;
                continue;
            }
            for id in Self::rows_of(step).filter(|id| !late.contains(id)) {
                let (Some(row), Some(start)) = (self.row(id), self.place_of(id)?) else { continue };
                self.write_row(id, row, start, out)?;
                self.test(id, row, start)?;
            }
        }
        late.into_iter().try_for_each(|id| self.write_late(id, out))
    }

    /// Writes a row that follows from bytes which are written.
    fn write_late(&self, id: RowId, out: &mut [u8]) -> Result<(), Failure> {
        let (Some(row), Some(start)) = (self.row(id), self.place_of(id)?) else { return Ok(()) };
        let (Role::Value(value), Some(state)) = (&row.role, self.rows.get(id.index())) else { return Ok(()) };
        state.int.set(Memo::Done(self.eval_late(&value.expr, id, out)?));
        self.write_row(id, row, start, out)?;
        self.test(id, row, start)
    }

    /// No member of an absent step has a value.
    fn absent(&self, step: &crate::ir::Step) -> Result<(), Failure> {
        if self.holds(step)? {
            return Ok(());
        }
        for id in Self::rows_of(step) {
            let member = matches!(self.row(id).map(|row| &row.role), Some(Role::Member(_)));
            if let (true, Some(value)) = (member, self.given(id)) {
                let got = if let Value::Int(value) = value { *value } else { 0 };
                return Err(self.named(id, 0).other(ErrorKind::Value, 0, got).of_absent_row());
            }
        }
        Ok(())
    }

    fn test(&self, id: RowId, row: &Row, start: u64) -> Result<(), Failure> {
        match &row.check {
            Some(check) if self.job.checks && self.eval(check, Some(id))? == 0 => {
                let got = if matches!(row.kind, Kind::Bits(_)) { self.int(id)? } else { 0 };
                Err(self.named(id, start).other(ErrorKind::Check, 1, got).of_check(&row.check_text))
            }
            _ => Ok(()),
        }
    }

    fn write_row(&self, id: RowId, row: &Row, start: u64, out: &mut [u8]) -> Result<(), Failure> {
        let at = start as usize;
        if self.is_missing(id) {
            return Err(self.named(id, start).other(ErrorKind::Value, 0, 0));
        }
        match &row.kind {
            Kind::Bits(word) => {
                let value = self.bits_value(id, row, start)?;
                let shape = bits::shape(self.job.schema, word.ty);
                if !(shape.is_beyond() && matches!(self.given(id), Some(Value::Wide(_)))) {
                    self.fits(id, shape, value, start)?;
                }
                if let Some(there) = out.get_mut(at..at + usize::from(word.bytes)) {
                    bits::store(word, value, there);
                }
            }
            Kind::Bytes(length) => {
                let len = self.sized(id, length, start)?;
                put(out, at, &self.octets(id, row, len, start)?);
            }
            Kind::Text { encoding, pad, length: TextLength::Bytes(length) } => {
                let len = self.sized(id, length, start)?;
                put(out, at, &self.padded(id, row, (*encoding, *pad), len, start)?);
            }
            Kind::Text { encoding, length: TextLength::Units { expr, max }, .. } => {
                let text = self.text_of(id, row);
                self.agrees(id, Some(expr), *max, i128::from(encoding.units(text)), start)?;
                put(out, at, &units::encode(*encoding, text));
            }
            Kind::Text { encoding, length: TextLength::Counted(counted), .. } => {
                self.counted_text(id, row, *encoding, counted, start, out)?;
            }

            Kind::List { element, length } => {
                match length {
                    ListLength::Bytes(length) => {
                        self.sized(id, length, start)?;
                    }
                    ListLength::Count { expr, max } => {
                        let count = i128::from(self.count_of(id));
                        self.agrees(id, Some(expr), *max, count, start)?;
                    }
                    ListLength::Counted(counted) => {
                        return self.counted_list(id, element, counted, start, out);
                    }
                }
                self.elements(id, element, at, out)?;
            }
            Kind::Array { element, count } => {
                if self.count_of(id) != *count {
                    let got = i128::from(self.count_of(id));
                    return Err(self
                        .named(id, start)
                        .size(Reason::Length, i128::from(*count), got)
                        .of_length());
                }
                self.elements(id, element, at, out)?;
            }
            Kind::Nested { length, .. } => {
                if let Some(length) = length {
                    self.sized(id, length, start)?;
                }
                if let Some(inside) = self.inside(id)?.first() {
                    inside.base.set(self.base.get() + at);
                    inside.write(out.get_mut(at..).unwrap_or_default())?;
                }
            }
            Kind::Payload(length) => {
                if let Some(length) = length {
                    self.sized(id, length, start)?;
                }
                self.payload(id, start, out)?;
            }
            Kind::Reserved(length) => {
                if let Length::Expr { expr, max } = length {
                    let len = self.eval(expr, Some(id))?;
                    self.agrees(id, None, *max, len, start)?;
                }
            }
            Kind::Pointer | Kind::ReservedPointers(_) => {}
        }
        Ok(())
    }

    /// A row's integer; what the record says of a computed one agrees if it must.
    fn bits_value(&self, id: RowId, row: &Row, start: u64) -> Result<i128, Failure> {
        let value = self.int(id)?;
        if let (true, Some(Value::Int(given))) = (self.job.strict, self.given(id))
            && *given != value
        {
            let kind = match row.role {
                Role::Value(_) | Role::Length => ErrorKind::Value,
                Role::Const(_) => ErrorKind::Const,
                _ => ErrorKind::Tag,
            };
            return Err(self.named(id, start).other(kind, value, *given));
        }
        Ok(value)
    }

    pub(super) fn fits(&self, id: RowId, ty: IntType, value: i128, start: u64) -> Result<(), Failure> {
        let fits = ty.interval();
        if value < fits.min || value > fits.max {
            let limit = if value < fits.min { fits.min } else { fits.max };
            return Err(self.named(id, start).size(Reason::Length, limit, value));
        }
        Ok(())
    }

    /// The length of a row, which is what its `size` says.
    fn sized(&self, id: RowId, length: &Length, start: u64) -> Result<usize, Failure> {
        let len = self.len_of(id)?;
        let got = i128::from(len);
        match length {
            Length::Fixed(n) if *n != len => {
                return Err(self.named(id, start).size(Reason::Length, i128::from(*n), got).of_length());
            }
            Length::Expr { expr, max } => self.agrees(id, Some(expr), *max, got, start)?,
            Length::Fixed(_) | Length::Rest => {}
        }
        Ok(len as usize)
    }

    /// A length or count is what its expression says, and not over `max`.
    fn agrees(
        &self,
        id: RowId,
        expr: Option<&crate::ir::Expr>,
        max: Option<u64>,
        got: i128,
        start: u64,
    ) -> Result<(), Failure> {
        if let Some(expr) = expr.filter(|expr| !has_rest(expr)) {
            let expected = self.eval(expr, Some(id))?;
            if expected != got {
                return Err(self.named(id, start).size(Reason::Length, expected, got).of_length());
            }
        }
        match max.map(i128::from) {
            Some(max) if got > max => Err(self.named(id, start).other(ErrorKind::Max, max, got)),
            _ => Ok(()),
        }
    }

    /// Whether a member has no value and nothing stands for it.
    pub(super) fn is_missing(&self, id: RowId) -> bool {
        let is_member = |row: &&Row| matches!(row.role, Role::Member(_));
        let row = self.row(id).filter(is_member);
        self.given(id).is_none() && row.is_some_and(|row| has_no_default(self.job.schema, row))
    }

    fn octets(&self, id: RowId, row: &Row, len: usize, start: u64) -> Result<Vec<u8>, Failure> {
        let bytes = match (&row.role, self.given(id)) {
            (Role::Const(right), _) => constant(right, &row.kind, len),
            (_, Some(Value::Bytes(bytes))) => bytes.clone(),
            (Role::Member(Some(default)), None) => constant(default, &row.kind, len),
            _ => vec![0; len],
        };
        if bytes.len() != len {
            return Err(self
                .named(id, start)
                .size(Reason::Length, len as i128, bytes.len() as i128)
                .of_length());
        }
        Ok(bytes)
    }

    /// Text that fills a length in bytes.
    fn padded(
        &self,
        id: RowId,
        row: &Row,
        (encoding, pad): (Encoding, Option<u8>),
        len: usize,
        start: u64,
    ) -> Result<Vec<u8>, Failure> {
        let text = self.text_of(id, row);
        self.has_only(id, encoding, text, start)?;
        let mut bytes = text.as_bytes().to_vec();
        if let Some(pad) = pad {
            bytes.resize(bytes.len().max(len), pad);
        }
        if bytes.len() != len {
            let failure = self.named(id, start).size(Reason::Length, len as i128, bytes.len() as i128);
            return Err(if pad.is_none() { failure.of_length() } else { failure });
        }
        Ok(bytes)
    }

    pub(super) fn elements(
        &self,
        id: RowId,
        element: &Element,
        at: usize,
        out: &mut [u8],
    ) -> Result<(), Failure> {
        match element {
            Element::Scalar { ty, bytes, little_endian } => {
                let Some(Value::List(items)) = self.given(id) else { return Ok(()) };
                let width = usize::from(*bytes);
                for (index, item) in items.iter().enumerate() {
                    let start = at + index * width;
                    let value = match item {
                        Value::Wide(value) => *value,
                        Value::Int(value) => {
                            self.fits(id, element_shape(self, *ty, *bytes), *value, start as u64)?;
                            *value as u128
                        }
                        _ => 0,
                    };
                    if let Some(there) = out.get_mut(start..start + width) {
                        bits::set(there, *little_endian, value);
                    }
                }
            }
            Element::Struct { .. } => {
                let mut at = at;
                for element in self.inside(id)?.iter() {
                    let len = element.filled()? as usize;
                    element.base.set(self.base.get() + at);
                    element.write(out.get_mut(at..at.saturating_add(len)).unwrap_or_default())?;
                    at = at.saturating_add(len);
                }
            }
        }
        Ok(())
    }

    fn payload(&self, id: RowId, start: u64, out: &mut [u8]) -> Result<(), Failure> {
        let Some(union) = &self.layout.union else { return Ok(()) };
        let tag = self.eval(&union.tag, Some(id))?;
        let wrong = |expected: i128| {
            let row = union.tag_row.unwrap_or(id);
            Err(self.at(row)?.other(ErrorKind::Tag, expected, tag))
        };
        let Some(Value::Case(value)) = self.given(id) else { return wrong(0) };
        match &**value {
            CaseValue::Known { case, .. } => {
                let tags = union.cases.get(*case).map_or(&[][..], |case| case.tags.as_slice());
                if !tags.contains(&tag) {
                    return wrong(tags.first().copied().unwrap_or(0));
                }
                if let Some(child) = self.inside(id)?.first() {
                    let zero = if child.layout.apart { start as usize } else { 0 };
                    child.base.set(self.base.get() + zero);
                    child.write(out.get_mut(zero..).unwrap_or_default())?;
                }
            }
            CaseValue::Unknown { tag: held, bytes } => {
                if *held != tag {
                    return wrong(*held);
                }
                put(out, start as usize, bytes);
            }
        }
        Ok(())
    }
}

fn element_shape(frame: &Frame<'_>, ty: Scalar, bytes: u8) -> IntType {
    IntType { bits: bytes * 8, ..bits::shape(frame.job.schema, ty) }
}

/// Copies `bytes` to `out` from `at`, as far as it reaches.
pub(super) fn put(out: &mut [u8], at: usize, bytes: &[u8]) {
    for (there, byte) in out.get_mut(at..).unwrap_or_default().iter_mut().zip(bytes) {
        *there |= byte;
    }
}
