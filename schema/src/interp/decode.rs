//! One struct from bytes: head, size, steps, values, what is left over.

use super::checksum::checksum;
use super::eval::{Names, eval};
use super::failure::Place as At;
use super::tags::tag_in;
use super::{Failure, Place, Places, Reason};
use crate::ir::{
    self, Block, Checksum, Expr, Form, IntType, Kind, MAX_LEN, Role, RowId, Schema, Step, Struct, StructId,
};
use crate::value::{CaseValue, Cut, ErrorKind, Record, Value};

/// Why the slice ends where it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// It may be longer than the struct.
    Prefix,
    /// The input ended.
    Cut,
    /// An announced length says so.
    Whole,
}

/// Bytes that begin at a struct's byte 0.
#[derive(Clone, Copy, Debug)]
pub(super) struct Input<'a> {
    pub(super) slice: &'a [u8],
    /// Where byte 0 stands in the message.
    pub(super) base: usize,
    pub(super) extent: Extent,
    /// How many types with a `max_depth` may still stand in one another.
    pub(super) left: u32,
}

/// A struct that was decoded.
#[derive(Debug)]
pub(super) struct Decoded {
    pub(super) record: Record,
    pub(super) places: Places,
    /// One past its last byte, from its byte 0.
    pub(super) end: usize,
}

/// Decodes the struct `of`.
pub(super) fn structure(
    schema: &Schema,
    of: StructId,
    params: Vec<i128>,
    input: Input<'_>,
) -> Result<Decoded, Failure> {
    let Some(layout) = schema.structs.get(of.index()) else { return Err(Failure::no_layout()) };
    let mut frame = Frame {
        schema,
        layout,
        params,
        slice: input.slice,
        base: input.base,
        extent: input.extent,
        left: levels_inside(layout, input.left).ok_or_else(|| too_deep(layout, input.base))?,
        input,
        bound: input.slice.len(),
        cursor: layout.start as usize,
        here: 0,
        cut: false,
        ended: false,
        values: vec![None; layout.rows.len()],
        places: vec![None; layout.rows.len()],
        starts: Vec::with_capacity(layout.steps.len()),
    };
    frame.head()?;
    frame.size()?;
    for step in &layout.steps {
        frame.step(step)?;
    }
    // A fixed layout is looked at whole before anything is computed.
    if layout.fixed.is_some() {
        frame.behind()?;
        frame.filled()?;
    }
    frame.computed()?;
    frame.behind()?;
    let end = frame.filled()?;
    frame.left_over(end)?;
    Ok(frame.finish(of, end))
}

/// A struct while it is being decoded. All positions count from its byte 0.
pub(super) struct Frame<'a> {
    pub(super) schema: &'a Schema,
    pub(super) layout: &'a Struct,
    pub(super) params: Vec<i128>,
    pub(super) slice: &'a [u8],
    pub(super) base: usize,
    pub(super) extent: Extent,
    /// How many levels are left inside.
    pub(super) left: u32,
    /// What it is decoded from, which a `size` of its own does not end.
    pub(super) input: Input<'a>,
    pub(super) bound: usize,
    pub(super) cursor: usize,
    /// Where the row stands whose expressions are evaluated.
    pub(super) here: usize,
    pub(super) cut: bool,
    /// A row was absent because the bound ended.
    pub(super) ended: bool,
    pub(super) values: Vec<Option<Value>>,
    pub(super) places: Vec<Option<Place>>,
    /// Where every step so far starts, or would.
    starts: Vec<usize>,
}

impl<'a> Frame<'a> {
    fn step(&mut self, step: &Step) -> Result<(), Failure> {
        let (Step::Block(Block { at, .. }) | Step::Row { at, .. }) = step;
        self.starts.push(self.start(*at));
        match step {
            Step::Block(block) => {
                let rows = || block.rows.clone().map(RowId);
                if self.ended && block.may_be_absent {
                    return Ok(());
                }
                if !self.holds(block.when.as_ref(), rows())? {
                    return Ok(());
                }
                self.before(block.at)?;
                self.block(block)
            }
            Step::Row { at, row: id } => {
                let Some(row) = self.layout.rows.get(id.index()) else { return Ok(()) };
                if self.ended && row.may_be_absent && !matches!(row.kind, Kind::Payload(_)) {
                    self.empty(*id);
                    return Ok(());
                }
                if !self.holds(row.when.as_ref(), std::iter::once(*id))? {
                    return Ok(());
                }
                if !matches!(row.kind, Kind::Payload(_)) {
                    self.before(*at)?;
                }
                let start = self.start(*at);
                self.row(*id, row, start)?;
                self.reserved_row(*id, row)?;
                self.check(*id)
            }
        }
    }

    /// Whether a step's `when` holds.
    fn holds(&mut self, when: Option<&Expr>, rows: impl Iterator<Item = RowId>) -> Result<bool, Failure> {
        let Some(when) = when else { return Ok(true) };
        self.here = self.cursor;
        let named = rows.into_iter().find(|row| !self.name(*row).is_empty());
        let names = Scope { frame: self, row: named, end: self.cursor };
        Ok(eval(when, &names)? != 0)
    }

    fn start(&self, at: ir::At) -> usize {
        match at {
            ir::At::Byte(byte) => byte as usize,
            ir::At::Next => self.cursor,
        }
    }

    /// Where a row starts, or would if it were there.
    fn would_start(&self, id: RowId) -> usize {
        let Some((step, within)) = self.layout.step_of(id) else { return 0 };
        self.starts.get(step).map_or(0, |start| start + within as usize)
    }

    fn block(&mut self, block: &Block) -> Result<(), Failure> {
        let start = self.start(block.at);
        let end = start.saturating_add(block.len as usize);
        let rows = || block.rows.clone().map(RowId);
        if end > self.bound {
            let optional = |row: RowId| self.layout.rows.get(row.index()).is_some_and(|row| row.optional);
            if rows().any(optional) {
                if start != self.bound {
                    return Err(self.not_there(rows().next(), end));
                }
                self.end_here(false);
                return Ok(());
            }
            if block.may_be_absent {
                let memberless = !rows().any(|row| {
                    matches!(self.layout.rows.get(row.index()).map(|row| &row.role), Some(Role::Member(_)))
                });
                self.end_here(self.extent == Extent::Cut || self.bound > self.cursor || memberless);
                return Ok(());
            }
            let named = rows().find(|row| !self.name(*row).is_empty());
            return Err(self.not_there(named, end));
        }
        for (row, offset) in rows().zip(&block.offsets) {
            self.fixed_row(row, start + *offset as usize, end)?;
            self.check(row)?;
        }
        self.gaps(block, start)?;
        self.cursor = self.cursor.max(end);
        Ok(())
    }

    /// The bound ended before a row did: it and what follows is absent.
    pub(super) fn end_here(&mut self, cut: bool) {
        self.ended = true;
        if cut {
            self.cut = true;
            self.cursor = self.cursor.max(self.bound);
        }
    }

    /// The error of a row (or the struct) that the bound ends before.
    pub(super) fn not_there(&self, row: Option<RowId>, needed: usize) -> Failure {
        let reason = if self.extent == Extent::Whole { Reason::Bound } else { Reason::Short };
        let place = row.map_or_else(|| self.whole(self.bound), |row| self.at(row, self.bound));
        place.size(reason, needed as i128, self.bound as i128)
    }

    /// An absent list or row that takes the rest is empty, unless a `when` nobody looked at says more.
    fn empty(&mut self, id: RowId) {
        if self.layout.rows.get(id.index()).is_some_and(|row| row.when.is_none()) {
            self.set_empty(id);
        }
    }

    /// What a row that shrinks is where nothing of it is there.
    pub(super) fn set_empty(&mut self, id: RowId) {
        let Some(row) = self.layout.rows.get(id.index()) else { return };
        let value = match &row.kind {
            kind if !kind.shrinks() => return,
            Kind::List { .. } => Value::List(Vec::new()),
            Kind::Bytes(_) => Value::Bytes(Vec::new()),
            Kind::Text { .. } => Value::Text(String::new()),
            _ => return,
        };
        self.put(id, Some(value), self.cursor, self.cursor, Vec::new());
    }

    /// Whether a value that is cut is accepted.
    pub(super) fn tolerant(&self) -> bool {
        self.layout.required.is_some() && self.extent == Extent::Cut
    }

    /// Notes what a row holds and where it stands.
    pub(super) fn put(
        &mut self,
        id: RowId,
        value: Option<Value>,
        start: usize,
        end: usize,
        inside: Vec<Places>,
    ) {
        let (start, end) = ((self.base + start) as u64, (self.base + end) as u64);
        if let Some(slot) = self.values.get_mut(id.index()) {
            *slot = value;
        }
        if let Some(slot) = self.places.get_mut(id.index()) {
            *slot = Some(Place { start, end, inside });
        }
    }

    /// The row's `check`.
    fn check(&mut self, id: RowId) -> Result<(), Failure> {
        let Some(row) = self.layout.rows.get(id.index()) else { return Ok(()) };
        let Some(check) = &row.check else { return Ok(()) };
        let Some(place) = self.places.get(id.index()).and_then(Option::as_ref) else { return Ok(()) };
        let start = place.start as usize - self.base;
        if self.evaluate(check, id, start)? == 0 {
            return Err(self
                .at(id, start)
                .other(ErrorKind::Check, 1, self.int(id))
                .of_check(&row.check_text));
        }
        Ok(())
    }

    /// The value of an expression of a row that stands at `start`.
    pub(super) fn evaluate(&mut self, expr: &Expr, row: RowId, start: usize) -> Result<i128, Failure> {
        self.here = start;
        eval(expr, &Scope { frame: self, row: Some(row), end: self.cursor })
    }

    fn computed(&mut self) -> Result<(), Failure> {
        let end = if self.layout.size.is_some() { self.bound } else { self.cursor };
        for (index, row) in self.layout.rows.iter().enumerate() {
            let Role::Value(computed) = &row.role else { continue };
            let (id, place) = (RowId(index as u32), self.places.get(index).and_then(Option::as_ref));
            let Some(place) = place else { continue };
            if computed.implied || computed.from_data || self.cut && computed.needs_whole {
                continue;
            }
            let start = place.start as usize - self.base;
            self.here = start;
            let expected = eval(&computed.expr, &Scope { frame: self, row: Some(id), end })?;
            let got = self.int(id);
            if expected != got {
                return Err(self.at(id, start).other(ErrorKind::Value, expected, got));
            }
        }
        Ok(())
    }

    fn finish(self, of: StructId, filled: usize) -> Decoded {
        let to_bound = self.extent != Extent::Prefix;
        let end = if to_bound { self.bound } else { self.cursor }.max(filled);
        let bytes = self.slice.get(..end).unwrap_or(self.slice);
        let cut =
            self.cut.then(|| self.cut_child().cloned().unwrap_or_else(|| Cut { bytes: bytes.to_vec() }));
        Decoded {
            places: Places { rows: self.places, end: (self.base + end) as u64 },
            record: Record { of, params: self.params, rows: self.values, cut },
            end,
        }
    }

    /// Of a union without fields of its own: how its child was cut, which may end before the union does.
    fn cut_child(&self) -> Option<&Cut> {
        match self.values.as_slice() {
            [Some(Value::Case(case))] if self.layout.form == Form::Union => match &**case {
                CaseValue::Known { body, .. } => body.cut.as_ref(),
                CaseValue::Unknown { .. } => None,
            },
            _ => None,
        }
    }

    /// A row's integer; 0 where it is absent or none.
    fn int(&self, id: RowId) -> i128 {
        match self.values.get(id.index()) {
            Some(Some(Value::Int(value))) => *value,
            Some(Some(Value::Wide(value))) => *value as i128,
            _ => 0,
        }
    }

    fn name(&self, id: RowId) -> &'a str {
        row_name(self.layout, id)
    }

    /// A place of the struct as a whole.
    pub(super) fn whole(&self, at: usize) -> At<'a> {
        At { container: &self.layout.name.printed, field: "", offset: self.base + at }
    }

    /// A place of a row.
    pub(super) fn at(&self, row: RowId, at: usize) -> At<'a> {
        At { field: self.name(row), ..self.whole(at) }
    }

    /// A length inside what lengths can be, and inside `max`.
    pub(super) fn limited(
        &self,
        row: RowId,
        start: usize,
        length: i128,
        max: Option<u64>,
    ) -> Result<usize, Failure> {
        if !(0..=MAX_LEN).contains(&length) {
            return Err(self.at(row, start).size(Reason::Length, MAX_LEN, length));
        }
        match max.map(i128::from) {
            Some(max) if length > max => Err(self.at(row, start).other(ErrorKind::Max, max, length)),
            _ => Ok(length as usize),
        }
    }
}

/// How many levels are left inside a struct of which `left` are left outside. `None`: it is one too many.
pub(super) fn levels_inside(layout: &Struct, left: u32) -> Option<u32> {
    layout.max_depth.map_or(Some(left), |most| left.min(most).checked_sub(1))
}

/// The error of a struct that stands too deep in itself.
pub(super) fn too_deep(layout: &Struct, base: usize) -> Failure {
    let most = i128::from(layout.max_depth.unwrap_or(0));
    At { container: &layout.name.printed, field: "", offset: base }.other(ErrorKind::Max, most, most + 1)
}

/// The printed name of a row, or nothing.
pub(super) fn row_name(layout: &Struct, id: RowId) -> &str {
    layout.rows.get(id.index()).and_then(|row| row.name.as_ref()).map_or("", |name| name.printed.as_str())
}

/// What the names in a struct's expressions stand for while it is being decoded.
struct Scope<'f, 'a> {
    frame: &'f Frame<'a>,
    row: Option<RowId>,
    /// `len(struct)`.
    end: usize,
}

impl Scope<'_, '_> {
    fn place(&self, row: RowId) -> Option<&Place> {
        self.frame.places.get(row.index())?.as_ref()
    }
}

impl Names for Scope<'_, '_> {
    fn row(&self, row: RowId, path: &[RowId]) -> Result<i128, Failure> {
        let value = self.frame.values.get(row.index()).and_then(Option::as_ref);
        Ok(value.map_or(0, |value| inside(value, path)))
    }

    fn param(&self, param: u32) -> i128 {
        self.frame.params.get(param as usize).copied().unwrap_or(0)
    }

    fn len(&self, row: RowId) -> Result<i128, Failure> {
        Ok(self.place(row).map_or(0, |place| i128::from(place.end) - i128::from(place.start)))
    }

    fn len_struct(&self) -> Result<i128, Failure> {
        Ok(self.end as i128)
    }

    fn tag(&self, row: RowId) -> i128 {
        tag_in(self.frame.schema, self.frame.values.get(row.index()).and_then(Option::as_ref))
    }

    fn checksum(&self, of: &Checksum, first: RowId, last: RowId) -> Result<i128, Failure> {
        let start = self.frame.would_start(first);
        let end = self.frame.would_start(last).saturating_add(self.len(last)? as usize);
        Ok(checksum(of, self.frame.slice.get(start..end).unwrap_or(&[])))
    }

    fn len_data(&self) -> i128 {
        0
    }

    fn count(&self, row: RowId) -> Result<i128, Failure> {
        Ok(match self.frame.values.get(row.index()) {
            Some(Some(Value::List(items))) => items.len() as i128,
            _ => 0,
        })
    }

    fn offset(&self, row: RowId) -> Result<i128, Failure> {
        Ok(self.place(row).map_or(0, |place| i128::from(place.start) - self.frame.base as i128))
    }

    fn rest(&self) -> i128 {
        self.frame.bound as i128 - self.frame.here as i128
    }

    fn unfit(&self, ty: IntType, value: i128) -> Failure {
        let here = self.frame.here;
        let place = self.row.map_or_else(|| self.frame.whole(here), |row| self.frame.at(row, here));
        place.size(Reason::Length, ty.interval().max, value)
    }
}

/// The integer at the end of a path into a value.
pub(super) fn inside(value: &Value, path: &[RowId]) -> i128 {
    match (value, path.split_first()) {
        (Value::Int(value), None) => *value,
        (Value::Record(record), Some((row, path))) => record.row(*row).map_or(0, |value| inside(value, path)),
        _ => 0,
    }
}
