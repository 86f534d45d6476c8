//! A record to bytes: what is present, how long it is, then the bytes.
//!
//! Lengths, places and computed values look at one another in any order, so they are worked out when
//! somebody asks and kept. The checker refuses cycles; should one come all the same, it reads as 0.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::Failure;
use super::checksum::checksum;
use super::decode::{levels_inside, row_name};
use super::eval::{Names, eval};
use super::failure::Place as At;
use super::tags::row_tags;
use super::tags::tag_in;
use crate::ir::{
    self, Checksum, Constant, Expr, IntType, Role, Row, RowId, Schema, Step, Struct, StructId, StructSize,
};
use crate::value::{Record, Value};

/// What holds for a whole message that is being encoded.
#[derive(Clone, Copy, Debug)]
pub(super) struct Job<'a> {
    pub(super) schema: &'a Schema,
    /// `len(data)`.
    pub(super) data_len: u64,
    /// Computed rows that the record has must agree.
    pub(super) strict: bool,
    /// `check`s are tested.
    pub(super) checks: bool,
}

/// A value that is worked out once.
#[derive(Clone, Copy, Debug, Default)]
pub(super) enum Memo<T> {
    #[default]
    New,
    Busy,
    Done(T),
}

/// What is known of a row so far.
#[derive(Debug, Default)]
pub(super) struct RowState<'a> {
    pub(super) int: Cell<Memo<i128>>,
    pub(super) len: Cell<Memo<u64>>,
    pub(super) inside: RefCell<Option<Rc<Vec<Frame<'a>>>>>,
}

/// A struct while it is being encoded. All positions count from its byte 0.
#[derive(Debug)]
pub(super) struct Frame<'a> {
    pub(super) job: Job<'a>,
    pub(super) layout: &'a Struct,
    /// Without one every row has its default.
    pub(super) record: Option<&'a Record>,
    params: Vec<i128>,
    /// How many levels are left inside; `None` where this one is too many.
    pub(super) left: Option<u32>,
    pub(super) rows: Vec<RowState<'a>>,
    present: Vec<Cell<Memo<bool>>>,
    /// Where the cursor stands before each step that was asked for.
    cursors: RefCell<Vec<u64>>,
    /// Rows that hold the tag of what stands in the payload.
    tags: Vec<(RowId, i128)>,
    /// Where byte 0 stands in the message, for errors.
    pub(super) base: Cell<usize>,
}

impl<'a> Frame<'a> {
    pub(super) fn new(
        job: Job<'a>,
        of: StructId,
        record: Option<&'a Record>,
        params: Vec<i128>,
        left: u32,
    ) -> Result<Self, Failure> {
        let Some(layout) = job.schema.structs.get(of.index()) else { return Err(Failure::no_layout()) };
        Ok(Self {
            job,
            layout,
            record,
            params,
            left: levels_inside(layout, left),
            rows: layout.rows.iter().map(|_| RowState::default()).collect(),
            present: layout.steps.iter().map(|_| Cell::default()).collect(),
            cursors: RefCell::new(vec![layout.start]),
            tags: record.map(|record| row_tags(job.schema, layout, record)).unwrap_or_default(),
            base: Cell::new(0),
        })
    }

    pub(super) fn row(&self, id: RowId) -> Option<&'a Row> {
        self.layout.rows.get(id.index())
    }

    /// What the record has for a row.
    pub(super) fn given(&self, id: RowId) -> Option<&'a Value> {
        self.record.and_then(|record| record.row(id))
    }

    pub(super) fn rows_of(step: &Step) -> impl Iterator<Item = RowId> + use<'a> {
        match step {
            Step::Block(block) => block.rows.clone(),
            Step::Row { row, .. } => row.0..row.0 + 1,
        }
        .map(RowId)
    }

    pub(super) fn step_of(&self, id: RowId) -> Option<usize> {
        self.layout.steps.iter().position(|step| match step {
            Step::Block(block) => block.rows.contains(&id.0),
            Step::Row { row, .. } => *row == id,
        })
    }

    /// Whether a step's `when` holds.
    pub(super) fn holds(&self, step: &Step) -> Result<bool, Failure> {
        let when = match step {
            Step::Block(block) => block.when.as_ref(),
            Step::Row { row, .. } => self.row(*row).and_then(|row| row.when.as_ref()),
        };
        let named = Self::rows_of(step).find(|row| !row_name(self.layout, *row).is_empty());
        when.map_or(Ok(true), |when| Ok(self.eval(when, named)? != 0))
    }

    fn may_be_absent(&self, step: &Step) -> bool {
        match step {
            Step::Block(block) => block.may_be_absent,
            Step::Row { row, .. } => self.row(*row).is_some_and(|row| row.may_be_absent),
        }
    }

    /// Whether a step has bytes.
    pub(super) fn present(&self, index: usize) -> Result<bool, Failure> {
        let (Some(state), Some(step)) = (self.present.get(index), self.layout.steps.get(index)) else {
            return Ok(false);
        };
        match state.get() {
            Memo::Done(present) => return Ok(present),
            Memo::Busy => return Ok(true),
            Memo::New => state.set(Memo::Busy),
        }
        let present = self.holds(step)? && (!self.may_be_absent(step) || self.wanted(index)?);
        state.set(Memo::Done(present));
        Ok(present)
    }

    /// Whether a step that may be absent, or a later one, has a value, or goes with the step before it.
    fn wanted(&self, index: usize) -> Result<bool, Failure> {
        let steps = &self.layout.steps;
        for step in steps.iter().skip(index).filter(|step| self.may_be_absent(step)) {
            if Self::rows_of(step).any(|row| self.has_value(row)) && self.holds(step)? {
                return Ok(true);
            }
        }
        let members = |step| {
            Self::rows_of(step).any(|row| {
                matches!(self.row(row).map(|row| &row.role), Some(Role::Member(_) | Role::Payload))
            })
        };
        if steps.get(index).is_some_and(members) {
            return Ok(false);
        }
        for before in (0..index).rev() {
            if self.holds(&steps[before])? {
                return self.present(before);
            }
        }
        Ok(true)
    }

    fn has_value(&self, id: RowId) -> bool {
        let Some(row) = self.row(id) else { return false };
        match (&row.role, self.given(id)) {
            (Role::Member(_), Some(value)) if row.kind.shrinks() && row.when.is_none() => match value {
                Value::List(items) => !items.is_empty(),
                Value::Bytes(bytes) => !bytes.is_empty(),
                Value::Text(text) => !text.is_empty(),
                _ => true,
            },
            (Role::Payload, _) | (Role::Member(_), Some(_)) => true,
            _ => false,
        }
    }

    /// Where the cursor stands before a step (or, one past the last, behind all).
    fn cursor(&self, index: usize) -> Result<u64, Failure> {
        loop {
            let (known, last) = {
                let cursors = self.cursors.borrow();
                if let Some(cursor) = cursors.get(index) {
                    return Ok(*cursor);
                }
                (cursors.len(), cursors.last().copied().unwrap_or(self.layout.start))
            };
            let step = known - 1;
            let next = if self.present(step)? {
                last.max(self.start(step)?.saturating_add(self.step_len(step)?))
            } else {
                last
            };
            let mut cursors = self.cursors.borrow_mut();
            // Working out a length may have come by here already.
            if cursors.len() == known {
                cursors.push(next);
            }
        }
    }

    /// Where a step starts.
    pub(super) fn start(&self, index: usize) -> Result<u64, Failure> {
        match self.layout.steps.get(index) {
            Some(
                Step::Block(ir::Block { at: ir::At::Byte(byte), .. })
                | Step::Row { at: ir::At::Byte(byte), .. },
            ) => Ok(*byte),
            _ => self.cursor(index),
        }
    }

    fn step_len(&self, index: usize) -> Result<u64, Failure> {
        match self.layout.steps.get(index) {
            Some(Step::Block(block)) => Ok(block.len),
            Some(Step::Row { row, .. }) => self.len_of(*row),
            None => Ok(0),
        }
    }

    /// Where a row starts; `None` where it is absent.
    pub(super) fn place_of(&self, id: RowId) -> Result<Option<u64>, Failure> {
        let Some(index) = self.step_of(id) else { return Ok(None) };
        if !self.present(index)? {
            return Ok(None);
        }
        let within = match &self.layout.steps[index] {
            Step::Block(block) => block.offsets.get((id.0 - block.rows.start) as usize).copied().unwrap_or(0),
            Step::Row { .. } => 0,
        };
        Ok(Some(self.start(index)? + within))
    }

    /// One past the last byte, what fills it up to a multiple of `align` included.
    pub(super) fn filled(&self) -> Result<u64, Failure> {
        let total = self.total()?;
        let is_cut = self.record.is_some_and(|record| record.cut.is_some());
        let align = if is_cut { 1 } else { self.layout.align.max(1) };
        Ok(total.checked_next_multiple_of(align).unwrap_or(total))
    }

    /// One past the last byte.
    pub(super) fn total(&self) -> Result<u64, Failure> {
        if let Some(cut) = self.record.and_then(|record| record.cut.as_ref()) {
            return Ok(cut.bytes.len() as u64);
        }
        let rows = self.cursor(self.layout.steps.len())?;
        Ok(match self.layout.size {
            Some(StructSize::Fixed(size)) => size.max(rows),
            _ => rows,
        })
    }

    /// The integer that a row is to hold.
    pub(super) fn int(&self, id: RowId) -> Result<i128, Failure> {
        let (Some(state), Some(row)) = (self.rows.get(id.index()), self.row(id)) else { return Ok(0) };
        let given = match self.given(id) {
            Some(Value::Int(value)) => Some(*value),
            Some(Value::Wide(value)) => Some(*value as i128),
            _ => None,
        };
        match state.int.get() {
            Memo::Done(value) => return Ok(value),
            Memo::Busy => return Ok(given.unwrap_or(0)),
            Memo::New => state.int.set(Memo::Busy),
        }
        let there = self.step_of(id).map_or(Ok(false), |step| self.present(step))?;
        let value = if there { self.work_out(id, row, given)? } else { 0 };
        state.int.set(Memo::Done(value));
        Ok(value)
    }

    fn work_out(&self, id: RowId, row: &Row, given: Option<i128>) -> Result<i128, Failure> {
        if let Some((_, tag)) = self.tags.iter().find(|(row, _)| *row == id) {
            return Ok(*tag);
        }
        Ok(match &row.role {
            Role::Const(Constant::Int(value)) => *value,
            Role::Member(default) => given.unwrap_or(match default {
                Some(Constant::Int(value)) => *value,
                _ => 0,
            }),
            Role::Value(computed) => match given {
                Some(value) if computed.from_data => value,
                _ => self.eval(&computed.expr, Some(id))?,
            },
            Role::Length => self.solved(id)?,
            _ => 0,
        })
    }

    /// The `Length` row for the length that the whole has.
    fn solved(&self, id: RowId) -> Result<i128, Failure> {
        let Some(StructSize::Linear { scale, offset, .. }) = self.layout.size else { return Ok(0) };
        let total = i128::from(self.total()?);
        let rest = total.saturating_sub(offset);
        match (rest.checked_rem(scale), rest.checked_div(scale)) {
            (Some(0), Some(value)) => Ok(value),
            _ => Err(self.at(id)?.size(super::Reason::Length, offset, total)),
        }
    }

    /// The value of an expression of a row.
    pub(super) fn eval(&self, expr: &Expr, row: Option<RowId>) -> Result<i128, Failure> {
        eval(expr, &Scope { frame: self, row, written: &[] })
    }

    /// The value of an expression of a row, where all that it looks at is written.
    pub(super) fn eval_late(&self, expr: &Expr, row: RowId, written: &[u8]) -> Result<i128, Failure> {
        eval(expr, &Scope { frame: self, row: Some(row), written })
    }

    /// Where a row starts, or would if it were there.
    fn would_start(&self, id: RowId) -> Result<u64, Failure> {
        let Some((step, within)) = self.layout.step_of(id) else { return Ok(0) };
        Ok(self.start(step)?.saturating_add(within))
    }

    /// The place of a row in an error.
    pub(super) fn at(&self, id: RowId) -> Result<At<'a>, Failure> {
        let start = self.place_of(id)?.unwrap_or(0);
        Ok(self.named(id, start))
    }

    pub(super) fn named(&self, id: RowId, start: u64) -> At<'a> {
        let offset = self.base.get() + start as usize;
        At { container: &self.layout.name.printed, field: row_name(self.layout, id), offset }
    }
}

/// What the names in a struct's expressions stand for while it is being encoded.
struct Scope<'f, 'a> {
    frame: &'f Frame<'a>,
    row: Option<RowId>,
    /// The bytes from byte 0, where checksums are computed.
    written: &'f [u8],
}

impl Names for Scope<'_, '_> {
    fn row(&self, row: RowId, path: &[RowId]) -> Result<i128, Failure> {
        let Some((first, path)) = path.split_first() else { return self.frame.int(row) };
        if self.frame.place_of(row)?.is_none() {
            return Ok(0);
        }
        match self.frame.inside(row)?.first() {
            Some(frame) => Scope { frame, row: None, written: &[] }.row(*first, path),
            None => Ok(0),
        }
    }

    fn param(&self, param: u32) -> i128 {
        self.frame.params.get(param as usize).copied().unwrap_or(0)
    }

    fn len(&self, row: RowId) -> Result<i128, Failure> {
        self.frame.len_of(row).map(i128::from)
    }

    fn len_struct(&self) -> Result<i128, Failure> {
        self.frame.total().map(i128::from)
    }

    fn tag(&self, row: RowId) -> i128 {
        tag_in(self.frame.job.schema, self.frame.given(row))
    }

    fn checksum(&self, of: &Checksum, first: RowId, last: RowId) -> Result<i128, Failure> {
        let start = self.frame.would_start(first)?;
        let end = self.frame.would_start(last)?.saturating_add(self.frame.len_of(last)?);
        Ok(checksum(of, self.written.get(start as usize..end as usize).unwrap_or(&[])))
    }

    fn len_data(&self) -> i128 {
        i128::from(self.frame.job.data_len)
    }

    fn count(&self, row: RowId) -> Result<i128, Failure> {
        let there = self.frame.place_of(row)?.is_some();
        Ok(if there { i128::from(self.frame.count_of(row)) } else { 0 })
    }

    fn offset(&self, row: RowId) -> Result<i128, Failure> {
        Ok(self.frame.place_of(row)?.map_or(0, i128::from))
    }

    fn rest(&self) -> i128 {
        0
    }

    fn unfit(&self, ty: IntType, value: i128) -> Failure {
        let start = self.row.and_then(|row| self.frame.place_of(row).ok().flatten()).unwrap_or(0);
        let row = self.row.unwrap_or(RowId(u32::MAX));
        self.frame.named(row, start).size(super::Reason::Length, ty.interval().max, value)
    }
}
