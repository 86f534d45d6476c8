//! Evaluates expressions. The model promises that nothing overflows; should it ever, the result saturates.

use std::cell::Cell;

use super::Failure;
use crate::ir::{Binary, Checksum, Expr, IntType, Node, RowId, Unary};

/// What the names of an expression stand for.
pub(super) trait Names {
    /// A row's value, or one of a row inside it. Absent: 0.
    fn row(&self, row: RowId, path: &[RowId]) -> Result<i128, Failure>;
    /// A param.
    fn param(&self, param: u32) -> i128;
    /// Encoded bytes of a row.
    fn len(&self, row: RowId) -> Result<i128, Failure>;
    /// Bytes of what a pointer that is a param points to.
    fn len_param(&self, _param: u32) -> i128 {
        0
    }
    /// Encoded bytes from byte 0.
    fn len_struct(&self) -> Result<i128, Failure>;
    /// A checksum over the bytes from row `first` to row `last`.
    fn checksum(&self, of: &Checksum, first: RowId, last: RowId) -> Result<i128, Failure>;
    /// The tag of the union's value that stands in a row; 0 where it is absent.
    fn tag(&self, _row: RowId) -> i128 {
        0
    }
    /// A byte of a raw request.
    fn byte(&self, _byte: u64) -> i128 {
        0
    }
    /// Bytes of the data phase.
    fn len_data(&self) -> i128;
    /// Elements of a list.
    fn count(&self, row: RowId) -> Result<i128, Failure>;
    /// First byte of a row, from byte 0.
    fn offset(&self, row: RowId) -> Result<i128, Failure>;
    /// Bytes from the row being decoded to the bound.
    fn rest(&self) -> i128;
    /// `check(ty, value)` that does not fit.
    fn unfit(&self, ty: IntType, value: i128) -> Failure;
}

/// The value of `expr`.
pub(super) fn eval(expr: &Expr, names: &dyn Names) -> Result<i128, Failure> {
    let of = |expr: &Expr| eval(expr, names);
    Ok(match &expr.node {
        Node::Int(value) => *value,
        Node::Row(row, path) => names.row(*row, path)?,
        Node::Param(param) => names.param(*param),
        Node::LenRow(row) => names.len(*row)?,
        Node::LenParam(param) => names.len_param(*param),
        Node::LenStruct => names.len_struct()?,
        Node::LenData => names.len_data(),
        Node::Count(row) => names.count(*row)?,
        Node::Offset(row) => names.offset(*row)?,
        Node::Rest => names.rest(),
        Node::Byte(byte) => names.byte(*byte),
        Node::Tag(row) => names.tag(*row),
        Node::Checksum(of, first, last) => names.checksum(of, *first, *last)?,
        Node::Unary(Unary::Neg, a) => of(a)?.saturating_neg(),
        Node::Unary(Unary::BitNot, a) => !of(a)?,
        Node::Unary(Unary::Not, a) => i128::from(of(a)? == 0),
        // Lazily: the right side may read a row that is there only where the left side says so.
        Node::Binary(Binary::And, a, b) => i128::from(of(a)? != 0 && of(b)? != 0),
        Node::Binary(Binary::Or, a, b) => i128::from(of(a)? != 0 || of(b)? != 0),
        Node::Binary(op, a, b) => binary(*op, of(a)?, of(b)?),
        Node::If(c, a, b) => of(if of(c)? != 0 { a } else { b })?,
        Node::Min(a, b) => of(a)?.min(of(b)?),
        Node::Max(a, b) => of(a)?.max(of(b)?),
        Node::Wrap(ty, a) => wrap(*ty, of(a)?),
        Node::Check(ty, a) => {
            let value = of(a)?;
            let fits = ty.interval();
            if value < fits.min || value > fits.max {
                return Err(names.unfit(*ty, value));
            }
            value
        }
    })
}

fn binary(op: Binary, a: i128, b: i128) -> i128 {
    let shift = u32::try_from(b).unwrap_or(127).min(126);
    match op {
        Binary::Add => a.saturating_add(b),
        Binary::Sub => a.saturating_sub(b),
        Binary::Mul => a.saturating_mul(b),
        Binary::Div => a.checked_div(b).unwrap_or(0),
        Binary::Rem => a.checked_rem(b).unwrap_or(0),
        Binary::Shl => a.saturating_mul(1 << shift),
        Binary::Shr => a >> shift,
        Binary::BitAnd => a & b,
        Binary::BitOr => a | b,
        Binary::BitXor => a ^ b,
        Binary::Eq => i128::from(a == b),
        Binary::Ne => i128::from(a != b),
        Binary::Lt => i128::from(a < b),
        Binary::Le => i128::from(a <= b),
        Binary::Gt => i128::from(a > b),
        Binary::Ge => i128::from(a >= b),
        Binary::And => i128::from(a != 0 && b != 0),
        Binary::Or => i128::from(a != 0 || b != 0),
    }
}

/// The low bits of `value`, as `ty` reads them.
pub(super) fn wrap(ty: IntType, value: i128) -> i128 {
    let unused = 128 - u32::from(ty.bits);
    if ty.signed { value << unused >> unused } else { ((value << unused) as u128 >> unused) as i128 }
}

/// The value of an expression over rows and params alone; `None` if one of them is not known.
pub(crate) fn fold(
    expr: &Expr,
    row: &dyn Fn(usize) -> Option<i128>,
    param: &dyn Fn(usize) -> Option<i128>,
) -> Option<i128> {
    let known = Known { row, param, all: Cell::new(true) };
    let value = eval(expr, &known).ok()?;
    known.all.get().then_some(value)
}

/// The value of an expression over the bytes of a raw request; `None` if one of them is not known.
pub(crate) fn of_bytes(expr: &Expr, byte: &dyn Fn(u64) -> Option<u8>) -> Option<i128> {
    let known = Bytes { byte, all: Cell::new(true) };
    let value = eval(expr, &known).ok()?;
    known.all.get().then_some(value)
}

struct Bytes<'a> {
    byte: &'a dyn Fn(u64) -> Option<u8>,
    all: Cell<bool>,
}

impl Names for Bytes<'_> {
    fn byte(&self, byte: u64) -> i128 {
        let found = (self.byte)(byte);
        self.all.set(self.all.get() && found.is_some());
        found.map_or(0, i128::from)
    }
    fn row(&self, _: RowId, _: &[RowId]) -> Result<i128, Failure> {
        Ok(0)
    }
    fn param(&self, _: u32) -> i128 {
        0
    }
    fn len(&self, _: RowId) -> Result<i128, Failure> {
        Ok(0)
    }
    fn len_struct(&self) -> Result<i128, Failure> {
        Ok(0)
    }
    fn checksum(&self, _: &Checksum, _: RowId, _: RowId) -> Result<i128, Failure> {
        Ok(0)
    }
    fn len_data(&self) -> i128 {
        0
    }
    fn count(&self, _: RowId) -> Result<i128, Failure> {
        Ok(0)
    }
    fn offset(&self, _: RowId) -> Result<i128, Failure> {
        Ok(0)
    }
    fn rest(&self) -> i128 {
        0
    }
    fn unfit(&self, _: IntType, _: i128) -> Failure {
        Failure::no_layout()
    }
}

struct Known<'a> {
    row: &'a dyn Fn(usize) -> Option<i128>,
    param: &'a dyn Fn(usize) -> Option<i128>,
    all: Cell<bool>,
}

impl Known<'_> {
    fn or_unknown(&self, value: Option<i128>) -> i128 {
        self.all.set(self.all.get() && value.is_some());
        value.unwrap_or(0)
    }
}

impl Names for Known<'_> {
    fn row(&self, row: RowId, path: &[RowId]) -> Result<i128, Failure> {
        Ok(self.or_unknown((self.row)(row.index()).filter(|_| path.is_empty())))
    }
    fn param(&self, param: u32) -> i128 {
        self.or_unknown((self.param)(param as usize))
    }
    fn len(&self, _: RowId) -> Result<i128, Failure> {
        Ok(self.or_unknown(None))
    }
    fn len_struct(&self) -> Result<i128, Failure> {
        Ok(self.or_unknown(None))
    }
    fn checksum(&self, _: &Checksum, _: RowId, _: RowId) -> Result<i128, Failure> {
        Ok(self.or_unknown(None))
    }
    fn tag(&self, _: RowId) -> i128 {
        self.or_unknown(None)
    }
    fn len_data(&self) -> i128 {
        self.or_unknown(None)
    }
    fn count(&self, _: RowId) -> Result<i128, Failure> {
        Ok(self.or_unknown(None))
    }
    fn offset(&self, _: RowId) -> Result<i128, Failure> {
        Ok(self.or_unknown(None))
    }
    fn rest(&self) -> i128 {
        self.or_unknown(None)
    }
    fn unfit(&self, _: IntType, _: i128) -> Failure {
        Failure::no_layout()
    }
}
