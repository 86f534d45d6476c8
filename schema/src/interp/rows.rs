//! One row from bytes: of constant length in a block, or of its own length.

use super::bits;
use super::decode::{Decoded, Extent, Frame, Input, structure};
use super::{Failure, Places, Reason};
use crate::ir::{Constant, Element, Kind, Length, ListLength, Role, Row, RowId, Scalar, Struct, TextLength};
use crate::value::{CaseValue, ErrorKind, Value};

impl Frame<'_> {
    /// A row of constant length at `start`, in a block that ends at `end` and is all there.
    pub(super) fn fixed_row(&mut self, id: RowId, start: usize, end: usize) -> Result<(), Failure> {
        let layout = self.layout;
        let Some(row) = layout.rows.get(id.index()) else { return Ok(()) };
        match &row.kind {
            Kind::Bits(bits) => self.bits(id, row, *bits, start),
            Kind::Bytes(Length::Fixed(n))
            | Kind::Text { length: TextLength::Bytes(Length::Fixed(n)), .. } => {
                self.octets(id, row, start, start + *n as usize)
            }
            Kind::Array { element, count } => {
                let (items, places, end) =
                    self.elements(id, element, start, end, Some(*count as usize), false)?;
                self.put(id, Some(Value::List(items)), start, end, places);
                Ok(())
            }
            Kind::Nested { body, args, .. } => {
                let params = self.args(args, id, start)?;
                let found = structure(self.schema, *body, params, self.input(start, end, Extent::Prefix))?;
                self.put_nested(id, found, start);
                Ok(())
            }
            Kind::Reserved(Length::Fixed(n)) => {
                self.put(id, None, start, start + *n as usize, Vec::new());
                Ok(())
            }
            _ => self.row(id, row, start),
        }
    }

    fn bits(&mut self, id: RowId, row: &Row, bits: crate::ir::Bits, start: usize) -> Result<(), Failure> {
        let end = start + usize::from(bits.bytes);
        let value = bits::load(self.schema, &bits, self.slice.get(start..end).unwrap_or(&[]));
        if let Role::Const(Constant::Int(right)) = row.role
            && right != value
        {
            return Err(self.at(id, start).other(ErrorKind::Const, right, value));
        }
        self.known(id, bits.ty, value, start)?;
        let value = (!matches!(row.role, Role::Reserved)).then(|| bits::value(self.schema, bits.ty, value));
        self.put(id, value, start, end, Vec::new());
        Ok(())
    }

    /// A closed enum has the value.
    fn known(&self, id: RowId, ty: Scalar, value: i128, at: usize) -> Result<(), Failure> {
        let Scalar::Enum(of) = ty else { return Ok(()) };
        let unknown = self
            .schema
            .enums
            .get(of.index())
            .is_some_and(|of| of.closed && !of.values.iter().any(|known| known.value == value));
        if unknown { Err(self.at(id, at).other(ErrorKind::Enum, 0, value)) } else { Ok(()) }
    }

    /// Octets or text that are all there.
    fn octets(&mut self, id: RowId, row: &Row, start: usize, end: usize) -> Result<(), Failure> {
        let bytes = self.slice.get(start..end).unwrap_or(&[]);
        if let Role::Const(right) = &row.role
            && constant(right, &row.kind, bytes.len()) != bytes
        {
            return Err(self.at(id, start).other(ErrorKind::Const, 0, 0));
        }
        let value = match &row.kind {
            Kind::Bytes(_) => Some(Value::Bytes(bytes.to_vec())),
            Kind::Text { encoding, pad, .. } => {
                let text = self.text(id, *encoding, start, end)?;
                let text = pad.map_or(text.as_str(), |pad| text.trim_end_matches(char::from(pad)));
                Some(Value::Text(text.into()))
            }
            _ => None,
        };
        self.put(id, value, start, end, Vec::new());
        self.cursor = self.cursor.max(end);
        Ok(())
    }

    /// A row of its own length at `start`.
    pub(super) fn row(&mut self, id: RowId, row: &Row, start: usize) -> Result<(), Failure> {
        if let Kind::Payload(length) = &row.kind {
            return self.payload(id, row, length.as_ref(), start);
        }
        if start > self.bound {
            return self.missing(id, row, start);
        }
        match &row.kind {
            Kind::Bytes(length)
            | Kind::Text { length: TextLength::Bytes(length), .. }
            | Kind::Reserved(length) => {
                let end = start.saturating_add(self.length(id, length, start)?);
                if end > self.bound {
                    return self.missing(id, row, end);
                }
                self.octets(id, row, start, end)
            }
            Kind::List { element, length: ListLength::Bytes(length) } => {
                self.list(id, element, length, start)
            }
            Kind::List { element, length: ListLength::Count { expr, max } } => {
                let count = self.evaluate(expr, id, start)?;
                let count = self.limited(id, start, count, *max)?;
                let tolerant = self.tolerant();
                let (items, places, end) = self
                    .elements(id, element, start, self.bound, Some(count), tolerant)
                    .map_err(|failure| failure.bound_if(self.extent == Extent::Whole))?;
                if items.len() < count {
                    self.end_here(true);
                }
                self.put(id, Some(Value::List(items)), start, end, places);
                self.cursor = self.cursor.max(end);
                Ok(())
            }
            Kind::Nested { body, args, length } => {
                self.nested(id, row, (*body, args), length.as_ref(), start)
            }
            Kind::Text { encoding, length: TextLength::Units { expr, max }, .. } => {
                let count = self.evaluate(expr, id, start)?;
                let count = self.limited(id, start, count, *max)?;
                self.utf16(id, row, *encoding, count, start)
            }
            Kind::Text { encoding, length: TextLength::Counted(counted), .. } => {
                self.counted_text(id, row, *encoding, counted, start)
            }
            Kind::List { element, length: ListLength::Counted(counted) } => {
                self.counted_list(id, row, element, counted, start)
            }
            Kind::Pointer | Kind::ReservedPointers(_) => {
                self.put(id, None, start, start, Vec::new());
                Ok(())
            }
            _ => self.fixed_row(id, start, self.bound),
        }
    }

    /// A row that is not all there.
    pub(super) fn missing(&mut self, id: RowId, row: &Row, needed: usize) -> Result<(), Failure> {
        if self.layout.required.is_some() && row.may_be_absent {
            self.end_here(true);
            self.set_empty(id);
            return Ok(());
        }
        Err(self.not_there(Some(id), needed))
    }

    fn length(&mut self, id: RowId, length: &Length, start: usize) -> Result<usize, Failure> {
        match length {
            Length::Fixed(n) => Ok(*n as usize),
            Length::Rest => Ok(self.bound.saturating_sub(start)),
            Length::Expr { expr, max } => {
                let length = self.evaluate(expr, id, start)?;
                self.limited(id, start, length, *max)
            }
        }
    }

    fn list(&mut self, id: RowId, element: &Element, length: &Length, start: usize) -> Result<(), Failure> {
        let mut end = start.saturating_add(self.length(id, length, start)?);
        let rest = matches!(length, Length::Rest);
        let all_there = end <= self.bound;
        if !all_there {
            if !self.tolerant() {
                return Err(self.not_there(Some(id), end));
            }
            end = self.bound;
            self.end_here(true);
        }
        let lenient = !all_there || rest && self.tolerant();
        let announced = !rest || self.extent == Extent::Whole;
        let (items, places, stop) = self
            .elements(id, element, start, end, None, lenient)
            .map_err(|failure| failure.bound_if(announced))?;
        if stop < end {
            self.end_here(true);
        }
        self.put(id, Some(Value::List(items)), start, end, places);
        self.cursor = self.cursor.max(end);
        Ok(())
    }

    /// Elements from `start`: `count` of them, or until `end`. Where `lenient`, one that is short ends them.
    /// Also gives where the last complete one ends.
    pub(super) fn elements(
        &mut self,
        id: RowId,
        element: &Element,
        start: usize,
        end: usize,
        count: Option<usize>,
        lenient: bool,
    ) -> Result<(Vec<Value>, Vec<Places>, usize), Failure> {
        let (mut items, mut places, mut at) = (Vec::new(), Vec::new(), start);
        // Args look at what stands before the list: they are the same for every element.
        let params = match element {
            Element::Struct { args, .. } => self.args(args, id, start)?,
            Element::Scalar { .. } => Vec::new(),
        };
        while count.map_or(at < end, |count| items.len() < count) {
            match self.element(id, element, &params, at, end) {
                Ok((value, place, next)) => {
                    items.push(value);
                    places.extend(place);
                    if next <= at {
                        return Err(self.at(id, at).size(Reason::Length, 1, 0));
                    }
                    at = next;
                }
                Err(failure) if lenient && failure.reason == Reason::Short => break,
                Err(failure) => return Err(failure),
            }
        }
        Ok((items, places, at))
    }

    fn element(
        &self,
        id: RowId,
        element: &Element,
        params: &[i128],
        at: usize,
        end: usize,
    ) -> Result<(Value, Option<Places>, usize), Failure> {
        match element {
            Element::Scalar { ty, bytes, little_endian } => {
                let next = at + usize::from(*bytes);
                let Some(word) = self.slice.get(..end).and_then(|slice| slice.get(at..next)) else {
                    return Err(self.at(id, end).size(Reason::Short, next as i128, end as i128));
                };
                let value = bits::wrap_word(self.schema, *ty, *bytes, bits::word(word, *little_endian));
                self.known(id, *ty, value, at)?;
                Ok((bits::value(self.schema, *ty, value), None, next))
            }
            Element::Struct { body, .. } => {
                let input = self.input(at, end, Extent::Prefix);
                let found = structure(self.schema, *body, params.to_vec(), input)?;
                Ok((Value::Record(found.record), Some(found.places), at + found.end))
            }
        }
    }

    fn nested(
        &mut self,
        id: RowId,
        row: &Row,
        (body, args): (crate::ir::StructId, &[crate::ir::Expr]),
        length: Option<&Length>,
        start: usize,
    ) -> Result<(), Failure> {
        let found = if let Some(length) = length {
            let end = start.saturating_add(self.length(id, length, start)?);
            if end > self.bound {
                return self.missing(id, row, end);
            }
            let params = self.args(args, id, start)?;
            let found = structure(self.schema, body, params, self.input(start, end, Extent::Whole));
            let found = found.map_err(|failure| failure.bound_if(true))?;
            Decoded { end: end - start, ..found }
        } else {
            let params = self.args(args, id, start)?;
            let input = self.input(start, self.bound, Extent::Prefix);
            match structure(self.schema, body, params, input) {
                Err(failure) if row.may_be_absent && failure.reason == Reason::Short => {
                    self.end_here(true);
                    return Ok(());
                }
                found => found.map_err(|failure| failure.bound_if(self.extent == Extent::Whole))?,
            }
        };
        self.put_nested(id, found, start);
        Ok(())
    }

    fn put_nested(&mut self, id: RowId, found: Decoded, start: usize) {
        let end = start + found.end;
        self.put(id, Some(Value::Record(found.record)), start, end, vec![found.places]);
        self.cursor = self.cursor.max(end);
    }

    fn payload(
        &mut self,
        id: RowId,
        row: &Row,
        length: Option<&Length>,
        start: usize,
    ) -> Result<(), Failure> {
        let Some(union) = &self.layout.union else { return Ok(()) };
        let bounded = matches!(length, Some(Length::Fixed(_) | Length::Expr { .. }));
        let mut end = self.bound.max(start);
        if let (Some(length), true) = (length, start <= self.bound) {
            end = start.saturating_add(self.length(id, length, start)?);
        }
        let mut extent = if bounded { Extent::Whole } else { self.extent };
        if end > self.bound || start > self.bound {
            if !self.tolerant() {
                return Err(self.not_there(Some(id), end));
            }
            (end, extent) = (self.bound, Extent::Cut);
            self.end_here(true);
        }
        if length.is_none() && (self.extent == Extent::Prefix || rows_follow(self.layout, id)) {
            extent = Extent::Prefix;
        }
        let tag = self.evaluate(&union.tag, id, start)?;
        let Some((case, found)) = union.cases.iter().enumerate().find(|(_, case)| case.tags.contains(&tag))
        else {
            return self.unknown(id, row, tag, start, end);
        };
        let params = self.args(&found.args, id, start)?;
        let apart = self.schema.structs.get(found.body.index()).is_some_and(|body| body.apart);
        let whole = Input {
            slice: self.slice.get(..end).unwrap_or(self.slice),
            base: self.base,
            extent,
            left: self.left,
        };
        let (input, zero) =
            if apart { (self.input(start.min(end), end, extent), start.min(end)) } else { (whole, 0) };
        let child = structure(self.schema, found.body, params, input)
            .map_err(|failure| failure.bound_if(extent == Extent::Whole))?;
        self.cut |= child.record.cut.is_some();
        if extent == Extent::Prefix {
            end = zero + child.end;
        }
        let body = child.record;
        let value = Value::Case(Box::new(CaseValue::Known { case, body }));
        self.put(id, Some(value), start.min(end), end, vec![child.places]);
        self.cursor = self.cursor.max(end);
        Ok(())
    }

    fn unknown(&mut self, id: RowId, row: &Row, tag: i128, start: usize, end: usize) -> Result<(), Failure> {
        let Some(union) = &self.layout.union else { return Ok(()) };
        let _ = row;
        if union.closed {
            let stands = |row: RowId| self.places.get(row.index())?.as_ref();
            let tagged = union.tag_row.and_then(|row| Some((row, stands(row)?.start as usize - self.base)));
            let (row, at) = tagged.unwrap_or((id, start));
            return Err(self.at(row, at).other(ErrorKind::Tag, 0, tag));
        }
        let start = start.min(end);
        let bytes = self.slice.get(start..end).unwrap_or(&[]).to_vec();
        self.put(id, Some(Value::Case(Box::new(CaseValue::Unknown { tag, bytes }))), start, end, Vec::new());
        self.cursor = self.cursor.max(end);
        Ok(())
    }

    fn args(&mut self, args: &[crate::ir::Expr], id: RowId, start: usize) -> Result<Vec<i128>, Failure> {
        args.iter().map(|arg| self.evaluate(arg, id, start)).collect()
    }

    /// A struct of its own in this one.
    fn input(&self, start: usize, end: usize, extent: Extent) -> Input<'_> {
        Input {
            slice: self.slice.get(start..end).unwrap_or(&[]),
            base: self.base + start,
            extent,
            left: self.left,
        }
    }
}

/// Whether a step comes behind that of the payload.
fn rows_follow(layout: &Struct, payload: RowId) -> bool {
    layout.rows.len() > payload.index() + 1
}

/// The bytes of a constant that fills `len` bytes.
pub(super) fn constant(constant: &Constant, kind: &Kind, len: usize) -> Vec<u8> {
    let mut bytes = match constant {
        Constant::Int(_) => Vec::new(),
        Constant::Bytes(bytes) => bytes.clone(),
        Constant::Text(text) => text.clone().into_bytes(),
    };
    if let Kind::Text { pad: Some(pad), .. } = kind {
        bytes.resize(len.max(bytes.len()), *pad);
    }
    bytes
}
