//! Intervals under every operator: exact where the operands are independent, and `None` where a value
//! would leave i128.

use crate::ir::{Binary, IntType, Interval, Unary};

/// The narrowest integer type that holds all of an interval, as it is written.
pub(super) fn narrow(interval: Interval) -> String {
    let types = |signed| (if signed { 2 } else { 1 }..=128).map(move |bits| IntType { signed, bits });
    let fits = |ty: &IntType| interval.is_within(ty.interval());
    let ty = types(interval.min < 0).find(fits).unwrap_or(IntType { signed: true, bits: 128 });
    format!("{}{}", if ty.signed { 'i' } else { 'u' }, ty.bits)
}

/// What an operator gives, or why it cannot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// A value would leave i128.
    Overflow,
    /// The divisor may be zero.
    DivisionByZero,
    /// The shift may be negative or over 126.
    ShiftTooFar,
}

type Outcome = Result<Interval, Refused>;

/// For a reader: `5`, or `0 to 255`.
pub(super) fn show(interval: Interval) -> String {
    if interval.min == interval.max {
        interval.min.to_string()
    } else {
        format!("{} to {}", interval.min, interval.max)
    }
}

/// The smallest interval around both.
pub(super) fn hull(a: Interval, b: Interval) -> Interval {
    Interval::new(a.min.min(b.min), a.max.max(b.max))
}

/// What both have.
pub(super) fn meet(a: Interval, b: Interval) -> Option<Interval> {
    let (min, max) = (a.min.max(b.min), a.max.min(b.max));
    (min <= max).then_some(Interval::new(min, max))
}

/// One operand. `!` is not among the numbers' operators.
pub(super) fn unary(op: Unary, a: Interval) -> Outcome {
    match op {
        Unary::Neg => match (a.max.checked_neg(), a.min.checked_neg()) {
            (Some(min), Some(max)) => Ok(Interval::new(min, max)),
            _ => Err(Refused::Overflow),
        },
        Unary::BitNot => Ok(Interval::new(!a.max, !a.min)),
        Unary::Not => Ok(Interval::new(1 - a.max, 1 - a.min)),
    }
}

/// Two operands. Comparisons give 0 to 1, or the one that is certain.
pub(super) fn binary(op: Binary, a: Interval, b: Interval) -> Outcome {
    match op {
        Binary::Add => ends(a.min.checked_add(b.min), a.max.checked_add(b.max)),
        Binary::Sub => ends(a.min.checked_sub(b.max), a.max.checked_sub(b.min)),
        Binary::Mul => corners(a, b, i128::checked_mul),
        Binary::Div | Binary::Rem if b.min <= 0 && b.max >= 0 => Err(Refused::DivisionByZero),
        Binary::Div => corners(a, b, i128::checked_div),
        // The quotient would not fit, and that is where the remainder comes from.
        Binary::Rem if a.min == i128::MIN && b.min <= -1 && b.max >= -1 => Err(Refused::Overflow),
        Binary::Rem => Ok(rem(a, b)),
        Binary::Shl | Binary::Shr if b.min < 0 || b.max > 126 => Err(Refused::ShiftTooFar),
        Binary::Shl => corners(a, b, |x, n| (x << n >> n == x).then(|| x << n)),
        Binary::Shr => corners(a, b, |x, n| Some(x >> n)),
        Binary::BitAnd => Ok(bits(a, b, |x, y| x & y)),
        Binary::BitOr => Ok(bits(a, b, |x, y| x | y)),
        Binary::BitXor => Ok(bits(a, b, |x, y| x ^ y)),
        Binary::Eq => Ok(truth(a.min == a.max && a == b, meet(a, b).is_none())),
        Binary::Ne => Ok(truth(meet(a, b).is_none(), a.min == a.max && a == b)),
        Binary::Lt => Ok(truth(a.max < b.min, a.min >= b.max)),
        Binary::Le => Ok(truth(a.max <= b.min, a.min > b.max)),
        Binary::Gt => Ok(truth(a.min > b.max, a.max <= b.min)),
        Binary::Ge => Ok(truth(a.min >= b.max, a.max < b.min)),
        Binary::And => Ok(Interval::new(a.min & b.min, a.max & b.max)),
        Binary::Or => Ok(Interval::new(a.min | b.min, a.max | b.max)),
    }
}

/// The low bits of what `a` holds.
pub(super) fn wrap(ty: IntType, a: Interval) -> Interval {
    let whole = ty.interval();
    let (min, max) = (wrapped(ty, a.min), wrapped(ty, a.max));
    let turn = whole.max.checked_sub(whole.min).unwrap_or(i128::MAX);
    let one_turn = a.max.checked_sub(a.min).is_some_and(|width| width <= turn);
    if one_turn && min <= max { Interval::new(min, max) } else { whole }
}

/// The low bits of `value`, as the type reads them.
pub(super) fn wrapped(ty: IntType, value: i128) -> i128 {
    let unused = 128 - u32::from(ty.bits);
    if ty.signed { value << unused >> unused } else { ((value << unused) as u128 >> unused) as i128 }
}

fn ends(min: Option<i128>, max: Option<i128>) -> Outcome {
    match (min, max) {
        (Some(min), Some(max)) => Ok(Interval::new(min, max)),
        _ => Err(Refused::Overflow),
    }
}

/// For an operator that is monotonic in each operand: its extremes are at the ends of both.
fn corners(a: Interval, b: Interval, op: impl Fn(i128, i128) -> Option<i128>) -> Outcome {
    let mut all: Option<Interval> = None;
    for x in [a.min, a.max] {
        for y in [b.min, b.max] {
            let value = op(x, y).ok_or(Refused::Overflow)?;
            let value = Interval::new(value, value);
            all = Some(all.map_or(value, |all| hull(all, value)));
        }
    }
    all.ok_or(Refused::Overflow)
}

fn truth(surely: bool, never: bool) -> Interval {
    Interval::new(i128::from(surely), i128::from(!never))
}

/// The remainder takes the sign of the dividend, so both halves of it are looked at apart.
fn rem(a: Interval, b: Interval) -> Interval {
    let largest = b.min.unsigned_abs().max(b.max.unsigned_abs());
    let smallest = b.min.unsigned_abs().min(b.max.unsigned_abs());
    let half = |from: u128, to: u128| {
        if to < smallest {
            return (from, to);
        }
        if smallest == largest && to - from < largest && from % largest <= to % largest {
            return (from % largest, to % largest);
        }
        (0, to.min(largest - 1))
    };
    let positive = (a.max >= 0).then(|| half(a.min.max(0) as u128, a.max as u128));
    let negative = (a.min < 0).then(|| half(a.max.min(-1).unsigned_abs(), a.min.unsigned_abs()));
    // A remainder is under 2^127, so both conversions keep it.
    let positive = positive.map(|(from, to)| Interval::new(from as i128, to as i128));
    let negative = negative.map(|(from, to)| Interval::new(-(to as i128), -(from as i128)));
    match (negative, positive) {
        (Some(n), Some(p)) => hull(n, p),
        (n, p) => n.or(p).unwrap_or(Interval::new(0, 0)),
    }
}

fn bits(a: Interval, b: Interval, op: impl Fn(bool, bool) -> bool + Copy) -> Interval {
    Interval::new(extreme(a, b, op, false), extreme(a, b, op, true))
}

/// The least or the greatest value of a bitwise operator, digit by digit from the top.
///
/// A state says which of the four ends the digits chosen so far still run along. Of all states that
/// reach the best digits so far, those are kept that allow the better next one. The sign's digit counts
/// the other way round in comparisons, so there it is flipped.
fn extreme(a: Interval, b: Interval, op: impl Fn(bool, bool) -> bool, greatest: bool) -> i128 {
    let ends = [a.min, a.max, b.min, b.max];
    let mut states = [false; 16];
    states[15] = true;
    let mut result = 0i128;
    for place in (0..128).rev() {
        let sign = place == 127;
        let digit = |value: i128| ((value >> place) & 1 == 1) ^ sign;
        let mut next = [[false; 16]; 2];
        for (state, _) in states.iter().enumerate().filter(|(_, reached)| **reached) {
            for (x, y) in [(false, false), (false, true), (true, false), (true, true)] {
                if let Some(to) = advance(state, ends.map(digit), [x, x, y, y]) {
                    next[usize::from(op(x ^ sign, y ^ sign) ^ sign)][to] = true;
                }
            }
        }
        let better = usize::from(greatest);
        let chosen = if next[better].contains(&true) { better } else { 1 - better };
        states = next[chosen];
        result |= i128::from((chosen == 1) ^ sign) << place;
    }
    result
}

/// Where a state goes with the next digits; `None` where they pass an end.
fn advance(state: usize, ends: [bool; 4], digits: [bool; 4]) -> Option<usize> {
    let mut to = 0;
    for (i, (end, digit)) in ends.into_iter().zip(digits).enumerate() {
        if state >> i & 1 == 0 {
            continue;
        }
        // Ends 0 and 2 are the low ones.
        if end == digit {
            to |= 1 << i;
        } else if digit == (i % 2 == 1) {
            return None;
        }
    }
    Some(to)
}
