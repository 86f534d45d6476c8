//! Rows grouped into steps, and what follows from them: head, fixed layout, extent.

use super::Lowering;
use super::draft::{Draft, Side, add};
use super::source::Source;
use super::structs::MAX_BLOCK;
use crate::expr;
use crate::ir::{
    At, Block, Element, Expr, Form, Interval, Kind, Length, MAX_LEN, Node, Role, Row, RowId, Step,
    StructSize, TextLength,
};

/// A block that still grows.
struct Open {
    at: At,
    first: usize,
    /// Bytes so far.
    len: u64,
    when: Option<Expr>,
    may_be_absent: bool,
    offsets: Vec<u64>,
    /// Whether the cursor is at its end wherever it is there.
    clear: bool,
}

impl Open {
    /// Where `side` stands in this block, if it belongs to it.
    fn joins(&self, row: &Row, side: &Side) -> Option<u64> {
        let alike = match (&self.when, &row.when) {
            (None, None) => true,
            (Some(a), Some(b)) => expr::same(a, b),
            _ => false,
        };
        if !alike || self.may_be_absent != row.may_be_absent {
            return None;
        }
        if !side.placed {
            return match (self.at, side.byte) {
                // What may be cut off whole stands alone.
                _ if self.may_be_absent => None,
                (At::Byte(start), Some(byte)) => byte.checked_sub(start),
                _ => self.clear.then_some(self.len),
            };
        }
        let At::Byte(start) = self.at else { return None };
        let offset = side.byte?.checked_sub(start)?;
        (!self.may_be_absent || offset < self.len).then_some(offset)
    }

    fn close(self, end: usize) -> Step {
        Step::Block(Block {
            at: self.at,
            len: self.len,
            rows: self.first as u32..end as u32,
            when: self.when,
            may_be_absent: self.may_be_absent,
            offsets: self.offsets,
            gaps: Vec::new(),
        })
    }
}

/// Lets the first block have the unnamed bytes between it and the next step, as far as they are `required`: they are sent
/// though nothing stands behind them.
fn reach_required(draft: &mut Draft) {
    let Some(required) = draft.required else { return };
    let next = match draft.steps.get(1) {
        Some(Step::Block(Block { at: At::Byte(next), .. }) | Step::Row { at: At::Byte(next), .. }) => *next,
        _ => return,
    };
    if let Some(Step::Block(Block { at: At::Byte(at), len, when: None, may_be_absent: false, .. })) =
        draft.steps.first_mut()
    {
        *len = (*len).max(required.min(next).saturating_sub(*at));
    }
}

impl Lowering<'_> {
    /// Puts every row into a step. The rows' places and kinds are right.
    pub(super) fn steps(&self, source: &Source<'_>, draft: &mut Draft) {
        let mut steps = Vec::new();
        let mut open: Option<Open> = None;
        for (index, (row, side)) in draft.rows.iter_mut().zip(&draft.sides).enumerate() {
            let at = side.byte.map_or(At::Next, At::Byte);
            if !self.stands_in_block(&row.kind) {
                steps.extend(open.take().map(|open| open.close(index)));
                steps.push(Step::Row { at, row: RowId(index as u32) });
                continue;
            }
            let len = side.constant_len().unwrap_or_default();
            let joined = open.as_ref().and_then(|open| open.joins(row, side));
            if joined.is_none() {
                steps.extend(open.take().map(|open| open.close(index)));
            }
            // The first block of all counts from byte 0, so that its offsets are positions.
            let lead = match at {
                At::Byte(byte) if index == 0 && source.parent.is_none() && is_always(row) => byte,
                _ => 0,
            };
            let offset = joined.unwrap_or(lead);
            let block = open.get_or_insert_with(|| Open {
                at: if lead > 0 { At::Byte(0) } else { at },
                first: index,
                len: 0,
                when: row.when.clone(),
                may_be_absent: row.may_be_absent,
                offsets: Vec::new(),
                clear: side.clear,
            });
            block.len = block.len.max(offset + len);
            block.offsets.push(offset);
            if let Kind::Bits(bits) = &mut row.kind {
                bits.offset = offset;
            }
        }
        steps.extend(open.take().map(|open| open.close(draft.rows.len())));
        draft.steps = steps;
        if source.union.is_none() {
            reach_required(draft);
        }
        let lead = match draft.steps.first() {
            Some(Step::Block(Block { at: At::Byte(at), len, when: None, may_be_absent: false, .. })) => {
                at + len
            }
            _ => 0,
        };
        draft.head = draft.required.unwrap_or(lead).max(draft.start);
    }

    /// Whether a row of that kind is loaded with others under one length check.
    pub(super) fn stands_in_block(&self, kind: &Kind) -> bool {
        match kind {
            Kind::Bits(_) | Kind::Array { .. } => true,
            Kind::Bytes(length)
            | Kind::Text { length: TextLength::Bytes(length), .. }
            | Kind::Reserved(length) => {
                matches!(length, Length::Fixed(_))
            }
            Kind::Nested { body, args, length } => {
                length.is_none()
                    && args.is_empty()
                    && self.draft(*body).is_some_and(|body| body.fixed.is_some())
            }
            Kind::Text { .. }
            | Kind::List { .. }
            | Kind::Payload(_)
            | Kind::Pointer
            | Kind::ReservedPointers(_) => false,
        }
    }

    /// The shortest and the longest encoding, counted from byte 0. `payload` is what stands in a union's.
    pub(super) fn extent(draft: &Draft, payload: Option<Interval>) -> Interval {
        let start = i128::from(draft.start);
        let mut cursor = Interval::new(start, start);
        for step in &draft.steps {
            let (at, len, conditional) = match step {
                Step::Block(block) => {
                    let len = i128::from(block.len);
                    (block.at, Interval::new(len, len), block.when.is_some() || block.may_be_absent)
                }
                Step::Row { at, row } => {
                    let Some((row, side)) = draft.rows.get(row.index()).zip(draft.sides.get(row.index()))
                    else {
                        continue;
                    };
                    let len = match (&row.kind, payload) {
                        (Kind::Payload(_), Some(payload)) => payload,
                        _ => side.len,
                    };
                    (*at, len, row.when.is_some() || row.may_be_absent)
                }
            };
            let begin = match at {
                At::Byte(byte) => Interval::new(byte.into(), byte.into()),
                At::Next => cursor,
            };
            let end = add(begin, len);
            cursor.max = cursor.max.max(end.max);
            if !conditional {
                cursor.min = cursor.min.max(end.min);
            }
        }
        match &draft.size {
            Some(StructSize::Fixed(n)) => Interval::new((*n).into(), (*n).into()),
            Some(StructSize::Linear { .. }) => {
                let max = cursor.max.min(draft.size_max.unwrap_or(MAX_LEN));
                Interval::new(cursor.min, max.max(cursor.min))
            }
            None => cursor,
        }
    }

    /// Whether it is a fixed layout, and of how many bytes; whether Rust borrows for it.
    pub(super) fn layout(&self, source: &Source<'_>, draft: &mut Draft) {
        draft.borrows = draft.required.is_some()
            // A constant is no member.
            || draft.rows.iter().filter(|row| !matches!(row.role, Role::Const(_))).any(|row| match &row.kind {
                Kind::Bytes(length) => !matches!(length, Length::Fixed(_)),
                Kind::Text { .. } | Kind::List { .. } => true,
                Kind::Nested { body, .. } => self.draft(*body).is_some_and(|body| body.borrows),
                Kind::Bits(_)
                | Kind::Array { .. }
                | Kind::Payload(_)
                | Kind::Reserved(_)
                | Kind::Pointer
                | Kind::ReservedPointers(_) => false,
            });
        let is_request = matches!(source.form, Form::Request(_));
        let len = match draft.steps.as_slice() {
            [] => Some(0),
            [Step::Block(Block { at: At::Byte(0), len, when: None, may_be_absent: false, .. })] => Some(*len),
            _ => None,
        };
        let simple = !draft.borrows
            && source.parent.is_none()
            && source.union.is_none()
            && (is_request || draft.params.is_empty())
            && draft.rows.iter().all(|row| self.surely_encodes(row));
        let fixed = match draft.size {
            Some(StructSize::Linear { .. }) => None,
            // What is filled up with more zeros than fit on a stack is written like a variable one.
            Some(StructSize::Fixed(n)) => len.filter(|_| simple && n <= MAX_BLOCK).map(|_| n),
            None => len.filter(|_| simple),
        };
        draft.fixed = fixed.map(|n| n.next_multiple_of(source.align));
    }

    /// The values of a computed row against those that it holds, where they are more.
    pub(super) fn misfit(&self, row: &Row) -> Option<String> {
        let (Role::Value(value), Kind::Bits(bits)) = (&row.role, &row.kind) else { return None };
        let (values, range) = (value.expr.interval, self.range(bits.ty)?);
        (!values.is_within(range)).then(|| {
            format!("this is {} to {}, the row holds {} to {}", values.min, values.max, range.min, range.max)
        })
    }

    /// Whether nothing can go wrong when the row is written.
    pub(super) fn surely_encodes(&self, row: &Row) -> bool {
        match (&row.role, &row.kind) {
            (Role::Value(value), Kind::Bits(bits)) => {
                let fits = self.range(bits.ty).is_some_and(|range| value.expr.interval.is_within(range));
                value.from_data || (fits && !may_fail(&value.expr))
            }
            (_, Kind::Array { element: Element::Struct { body, .. }, .. } | Kind::Nested { body, .. }) => {
                self.draft(*body).is_some_and(|body| body.fixed.is_some())
            }
            _ => true,
        }
    }
}

/// Whether it calls `check(u16, e)`.
fn may_fail(expr: &Expr) -> bool {
    expr.has(|node| matches!(node, Node::Check(..)))
}

/// Whether the row is there in every message.
fn is_always(row: &Row) -> bool {
    row.when.is_none() && !row.may_be_absent
}
