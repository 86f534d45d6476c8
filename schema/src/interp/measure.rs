//! How long the rows of a record are, and the structs inside them.

use std::rc::Rc;

use super::Failure;
use super::encode::{Frame, Memo};
use crate::ir::{Constant, Element, Expr, Kind, Length, ListLength, Node, Role, Row, RowId, TextLength};
use crate::value::{CaseValue, Value};

impl<'a> Frame<'a> {
    /// The bytes of a row; 0 where it is absent.
    pub(super) fn len_of(&self, id: RowId) -> Result<u64, Failure> {
        let (Some(state), Some(row)) = (self.rows.get(id.index()), self.row(id)) else { return Ok(0) };
        match state.len.get() {
            Memo::Done(len) => return Ok(len),
            Memo::Busy => return Ok(self.content_len(id, row)),
            Memo::New => state.len.set(Memo::Busy),
        }
        let there = self.step_of(id).map_or(Ok(false), |step| self.present(step))?;
        let len = if there { self.measure(id, row)? } else { 0 };
        state.len.set(Memo::Done(len));
        Ok(len)
    }

    fn measure(&self, id: RowId, row: &Row) -> Result<u64, Failure> {
        Ok(match &row.kind {
            Kind::Bits(bits) => u64::from(bits.bytes),
            Kind::Bytes(Length::Fixed(n))
            | Kind::Text { length: TextLength::Bytes(Length::Fixed(n)), .. }
            | Kind::Reserved(Length::Fixed(n)) => *n,
            Kind::Text { pad: Some(_), length: TextLength::Bytes(Length::Expr { expr, .. }), .. }
                if self.is_plain(expr) =>
            {
                u64::try_from(self.eval(expr, Some(id))?).unwrap_or(0)
            }
            Kind::Reserved(Length::Expr { expr, .. }) if !has_rest(expr) => {
                u64::try_from(self.eval(expr, Some(id))?).unwrap_or(0)
            }
            Kind::Bytes(_) | Kind::Text { .. } | Kind::Reserved(_) => self.content_len(id, row),
            Kind::List { element, length: ListLength::Counted(counted) } => {
                let each = if let Element::Scalar { bytes, .. } = element { u64::from(*bytes) } else { 0 };
                counted.bytes(self.count_of(id), each, self.elements_len(id, element)?)
            }
            Kind::List { element, .. } | Kind::Array { element, .. } => self.elements_len(id, element)?,
            Kind::Nested { .. } => self.inside(id)?.first().map_or(Ok(0), Frame::filled)?,
            Kind::Payload(_) => match self.inside(id)?.first() {
                Some(child) => child.filled()?.saturating_sub(child.layout.start),
                None => self.content_len(id, row),
            },
            Kind::Pointer | Kind::ReservedPointers(_) => 0,
        })
    }

    /// The bytes of all elements.
    fn elements_len(&self, id: RowId, element: &Element) -> Result<u64, Failure> {
        if let Element::Scalar { bytes, .. } = element {
            return Ok(self.count_of(id) * u64::from(*bytes));
        }
        let mut len = 0_u64;
        for element in self.inside(id)?.iter() {
            len = len.saturating_add(element.filled()?);
        }
        Ok(len)
    }

    /// The bytes of octets or text as they are.
    fn content_len(&self, id: RowId, row: &Row) -> u64 {
        if let Kind::Text { encoding, length, .. } = &row.kind {
            let units = encoding.units(self.text_of(id, row));
            let content = units * encoding.unit();
            return match length {
                TextLength::Counted(counted) => counted.bytes(units, encoding.unit(), content),
                TextLength::Bytes(_) | TextLength::Units { .. } => content,
            };
        }
        match self.given(id) {
            Some(Value::Bytes(bytes)) => bytes.len() as u64,
            Some(Value::Case(case)) => match &**case {
                CaseValue::Unknown { bytes, .. } => bytes.len() as u64,
                CaseValue::Known { .. } => 0,
            },
            Some(_) => 0,
            None => match &row.role {
                Role::Member(Some(constant)) | Role::Const(constant) => match constant {
                    Constant::Bytes(bytes) => bytes.len() as u64,
                    Constant::Int(_) | Constant::Text(_) => 0,
                },
                _ => 0,
            },
        }
    }

    /// Elements of a list or array.
    pub(super) fn count_of(&self, id: RowId) -> u64 {
        match (self.given(id), self.row(id).map(|row| &row.kind)) {
            (Some(Value::List(items)), _) => items.len() as u64,
            (_, Some(Kind::Array { count, .. })) => *count,
            _ => 0,
        }
    }

    /// Whether a size looks at no computed row.
    fn is_plain(&self, expr: &Expr) -> bool {
        let mut plain = true;
        expr.visit(&mut |node| match node {
            Node::Row(row, _) => {
                let role = self.row(*row).map(|row| &row.role);
                plain &= !matches!(role, Some(Role::Value(_) | Role::Length));
            }
            Node::Rest => plain = false,
            _ => {}
        });
        plain
    }

    /// The structs inside a row.
    pub(super) fn inside(&self, id: RowId) -> Result<Rc<Vec<Frame<'a>>>, Failure> {
        let Some(state) = self.rows.get(id.index()) else { return Ok(Rc::default()) };
        if let Some(inside) = state.inside.borrow().as_ref() {
            return Ok(Rc::clone(inside));
        }
        let inside = Rc::new(self.frames(id)?);
        *state.inside.borrow_mut() = Some(Rc::clone(&inside));
        Ok(inside)
    }

    fn frames(&self, id: RowId) -> Result<Vec<Frame<'a>>, Failure> {
        let args = |args: &[Expr]| -> Result<Vec<i128>, Failure> {
            args.iter().map(|arg| self.eval(arg, Some(id))).collect()
        };
        let (given, left) = (self.given(id), self.left.unwrap_or(0));
        match self.row(id).map(|row| &row.kind) {
            Some(Kind::Nested { .. }) if self.is_missing(id) => Ok(Vec::new()),
            Some(Kind::Nested { body, args: with, .. }) => {
                let record = match given {
                    Some(Value::Record(record)) => Some(record),
                    _ => None,
                };
                Ok(vec![Frame::new(self.job, *body, record, args(with)?, left)?])
            }
            Some(Kind::Payload(_)) => {
                let Some(Value::Case(value)) = given else { return Ok(Vec::new()) };
                let CaseValue::Known { case, body } = &**value else { return Ok(Vec::new()) };
                let cases = self.layout.union.as_ref().map_or(&[][..], |union| union.cases.as_slice());
                let Some(case) = cases.get(*case) else { return Err(Failure::no_layout()) };
                Ok(vec![Frame::new(self.job, case.body, Some(body), args(&case.args)?, left)?])
            }
            Some(
                Kind::List { element: Element::Struct { body, args: with }, .. }
                | Kind::Array { element: Element::Struct { body, args: with }, .. },
            ) => {
                let params = args(with)?;
                let items = match given {
                    Some(Value::List(items)) => items.as_slice(),
                    _ => &[],
                };
                (0..self.count_of(id) as usize)
                    .map(|index| {
                        let record = match items.get(index) {
                            Some(Value::Record(record)) => Some(record),
                            _ => None,
                        };
                        Frame::new(self.job, *body, record, params.clone(), left)
                    })
                    .collect()
            }
            _ => Ok(Vec::new()),
        }
    }
}

/// Whether a length depends on where the bound is.
pub(super) fn has_rest(expr: &Expr) -> bool {
    expr.has(|node| matches!(node, Node::Rest))
}
