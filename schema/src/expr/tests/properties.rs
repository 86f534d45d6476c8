//! Random expressions, each computed with random fields: the value is inside the interval, and conditions
//! that exclude or imply each other do so for every value.

use super::{ANY, Rows, condition, implies, look};
use crate::expr::interval::wrapped;
use crate::expr::{Use, excludes};
use crate::ir::{Binary, Expr, Node, RowId, Unary};
use crate::source::Span;

/// Xorshift.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, n: u64) -> u64 {
        (self.next() >> 16) % n
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len() as u64) as usize]
    }
}

/// Fields `a`, `b`, `s`, `flag`, and `arg`.
struct Fields {
    rows: [i128; 4],
    arg: i128,
}

/// Our own reading of the language, in the widest arithmetic there is. `None`: a `check` failed.
fn eval(expr: &Expr, fields: &Fields) -> Option<i128> {
    let with = |expr: &Expr| eval(expr, fields);
    let value = match &expr.node {
        Node::Int(value) => *value,
        Node::Row(RowId(row), _) => fields.rows[*row as usize],
        Node::Param(_) => fields.arg,
        Node::Unary(Unary::Neg, a) => -with(a)?,
        Node::Unary(Unary::BitNot, a) => !with(a)?,
        Node::Unary(Unary::Not, a) => 1 - with(a)?,
        Node::Binary(Binary::And, a, b) => {
            if with(a)? == 0 {
                0
            } else {
                with(b)?
            }
        }
        Node::Binary(Binary::Or, a, b) => {
            if with(a)? == 0 {
                with(b)?
            } else {
                1
            }
        }
        Node::Binary(op, a, b) => {
            let (a, b) = (with(a)?, with(b)?);
            match op {
                Binary::Add => a + b,
                Binary::Sub => a - b,
                Binary::Mul => a * b,
                Binary::Div => a / b,
                Binary::Rem => a % b,
                Binary::Shl => {
                    let shifted = a << b;
                    assert_eq!(shifted >> b, a);
                    shifted
                }
                Binary::Shr => a >> b,
                Binary::BitAnd => a & b,
                Binary::BitOr => a | b,
                Binary::BitXor => a ^ b,
                Binary::Eq => i128::from(a == b),
                Binary::Ne => i128::from(a != b),
                Binary::Lt => i128::from(a < b),
                Binary::Le => i128::from(a <= b),
                Binary::Gt => i128::from(a > b),
                Binary::Ge => i128::from(a >= b),
                Binary::And | Binary::Or => unreachable!(),
            }
        }
        Node::If(c, a, b) => {
            if with(c)? != 0 {
                with(a)?
            } else {
                with(b)?
            }
        }
        Node::Min(a, b) => with(a)?.min(with(b)?),
        Node::Max(a, b) => with(a)?.max(with(b)?),
        Node::Wrap(ty, a) => wrapped(*ty, with(a)?),
        Node::Check(ty, a) => {
            let value = with(a)?;
            let range = ty.interval();
            if value < range.min || value > range.max {
                return None;
            }
            value
        }
        other => panic!("not made here: {other:?}"),
    };
    assert!(
        value >= expr.interval.min && value <= expr.interval.max,
        "{value} is not in {:?}: {:?}",
        expr.interval,
        expr.node
    );
    Some(value)
}

fn number(random: &mut Random, depth: u32) -> String {
    if depth == 0 || random.below(6) == 0 {
        return match random.below(3) {
            0 => random.one(&["0", "1", "2", "3", "7", "8", "100", "255", "0x1234", "-5"]).to_owned(),
            _ => random.one(&["a", "b", "s", "arg"]).to_owned(),
        };
    }
    let a = number(random, depth - 1);
    let b = number(random, depth - 1);
    match random.below(14) {
        0 => format!("min({a}, {b})"),
        1 => format!("max({a}, {b})"),
        2 => format!("({} ? {a} : {b})", truth(random, depth - 1)),
        3 => format!(
            "wrap({}, {a})",
            random.one(&["u8", "u3", "i5", "i16", "u64", "u65", "i90", "u127", "i128"])
        ),
        4 => format!("check({}, {a})", random.one(&["u8", "i5", "u16"])),
        5 => format!("-({a})"),
        6 => format!("~({a})"),
        7 => format!("({a} != 0 ? {b} / {a} : 1)"),
        _ => {
            let op = random.one(&["+", "-", "*", "/", "%", "<<", ">>", "&", "|", "^"]);
            format!("({a} {op} {b})")
        }
    }
}

fn truth(random: &mut Random, depth: u32) -> String {
    if depth == 0 {
        let name = random.one(&["a", "s", "arg"]);
        let op = random.one(&["==", "!=", "<", "<=", ">", ">="]);
        return match random.below(3) {
            0 => "flag".to_owned(),
            1 => format!("{} {op} {name}", random.one(&["0", "3", "100"])),
            _ => format!("{name} {op} {}", random.one(&["-1", "0", "2", "3", "15"])),
        };
    }
    let a = truth(random, depth - 1);
    let b = truth(random, depth - 1);
    match random.below(6) {
        0 => format!("!({a})"),
        1 | 2 => format!("({a} && {b})"),
        3 => format!("({a} == {b})"),
        4 => format!("({a} || {b})"),
        _ => {
            let op = random.one(&["==", "!=", "<", "<=", ">", ">="]);
            format!("({} {op} {})", number(random, depth - 1), number(random, depth - 1))
        }
    }
}

#[test]
fn values_are_inside_their_intervals() {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let mut right = 0;
    for _ in 0..2000 {
        let depth = 1 + random.below(4) as u32;
        let text = number(&mut random, depth);
        let (Some(expr), _) = look(&text, &Rows::new(), ANY) else { continue };
        right += 1;
        for _ in 0..60 {
            let edge = random.below(3) == 0;
            let fields = Fields {
                rows: [
                    if edge { random.one(&[0, 255]) } else { i128::from(random.below(256)) },
                    if edge { random.one(&[0, 0xFFFF]) } else { i128::from(random.below(0x1_0000)) },
                    if edge { random.one(&[-128, 127]) } else { i128::from(random.below(256)) - 128 },
                    i128::from(random.below(2)),
                ],
                arg: i128::from(random.below(16)),
            };
            eval(&expr, &fields);
        }
    }
    assert!(right > 500, "only {right} of the random expressions are right");
}

/// Intervals of bitwise operators and remainders, against all pairs of values.
#[test]
fn small_intervals_are_exact() {
    use crate::expr::interval::binary;
    use crate::ir::Interval;
    let all: Vec<Interval> =
        (-4..=3).flat_map(|min| (min..=3).map(move |max| Interval::new(min, max))).collect();
    for op in [Binary::BitAnd, Binary::BitOr, Binary::BitXor, Binary::Rem, Binary::Div] {
        for a in &all {
            for b in &all {
                let Ok(found) = binary(op, *a, *b) else { continue };
                let values = (a.min..=a.max).flat_map(|x| (b.min..=b.max).map(move |y| (x, y)));
                let values = values.map(|(x, y)| match op {
                    Binary::BitAnd => x & y,
                    Binary::BitOr => x | y,
                    Binary::BitXor => x ^ y,
                    Binary::Rem => x % y,
                    _ => x / y,
                });
                let (least, most) = values.fold((99, -99), |(least, most), v| (v.min(least), v.max(most)));
                let exact = Interval::new(least, most);
                if op == Binary::Rem && b.min != b.max {
                    assert!(exact.is_within(found), "{op:?} {a:?} {b:?}: {found:?}");
                } else {
                    assert_eq!(found, exact, "{op:?} {a:?} {b:?}");
                }
            }
        }
    }
}

/// A condition over names and constants alone, so that the answer must be exact.
fn simple(random: &mut Random, depth: u32) -> String {
    if depth == 0 {
        let name = random.one(&["s", "arg"]);
        let op = random.one(&["==", "!=", "<", "<=", ">", ">="]);
        let value = random.one(&["-128", "-1", "0", "1", "2", "14", "15"]);
        return match random.below(3) {
            0 => "flag".to_owned(),
            1 => format!("{value} {op} {name}"),
            _ => format!("{name} {op} {value}"),
        };
    }
    let a = simple(random, depth - 1);
    let b = simple(random, depth - 1);
    match random.below(4) {
        0 => format!("!({a})"),
        1 => format!("({a} && {b})"),
        2 => format!("({a} ? {b} : {})", simple(random, 0)),
        _ => format!("({a} || {b})"),
    }
}

#[test]
fn decisions_are_exact() {
    let mut random = Random(0xDEAD_BEEF_CAFE_F00D);
    let mut decided = [0; 2];
    for _ in 0..700 {
        let depth = random.below(3) as u32;
        let (a, b) = (simple(&mut random, depth), simple(&mut random, depth));
        let (x, y) = (condition(&a), condition(&b));
        let mut both = false;
        let mut apart = false;
        // The constants, their neighbours and the ends: nothing changes in between.
        for s in [-128, -127, -2, -1, 0, 1, 2, 3, 13, 14, 15, 16, 127] {
            for arg in 0..=15 {
                for flag in 0..=1 {
                    let fields = Fields { rows: [0, 0, s, flag], arg };
                    let (x, y) = (eval(&x, &fields) == Some(1), eval(&y, &fields) == Some(1));
                    both |= x && y;
                    apart |= x && !y;
                }
            }
        }
        assert_eq!(excludes(&x, &y), !both, "{a} | {b}");
        assert_eq!(implies(&x, &y), !apart, "{a} | {b}");
        decided[0] += usize::from(!both);
        decided[1] += usize::from(!apart);
    }
    assert!(decided.iter().all(|count| *count > 20), "{decided:?}");
}

/// Whatever is written, there is an answer: an expression or a reason.
#[test]
fn any_words_are_answered() {
    const WORDS: [&str; 40] = [
        "a",
        "b",
        "s",
        "flag",
        "text",
        "list",
        "opt",
        "nest",
        ".x",
        ".",
        "self",
        "rest",
        "struct",
        "data",
        "late",
        "len(",
        "count(",
        "offset(",
        "min(",
        "wrap(u8,",
        "check(i4,",
        ")",
        "(",
        ",",
        "?",
        ":",
        "&&",
        "||",
        "!",
        "==",
        "<",
        "+",
        "-",
        "*",
        "/",
        "<<",
        "0",
        "127",
        "0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF",
        "Profile.CD_ROM",
    ];
    let mut random = Random(0x0123_4567_89AB_CDEF);
    for _ in 0..20_000 {
        let count = 1 + random.below(9);
        let text: Vec<&str> = (0..count).map(|_| random.one(&WORDS)).collect();
        let text = text.join(" ");
        for use_ in [ANY, Use::Size, Use::Check] {
            let (expr, wrong) = look(&text, &Rows { data: true, ..Rows::new() }, use_);
            assert_eq!(expr.is_none(), !wrong.is_empty(), "{text}");
            let end = super::START + text.len() as u32;
            let inside = |span: Span| super::START <= span.start && span.start <= span.end && span.end <= end;
            assert!(wrong.iter().all(|wrong| inside(wrong.primary.span)), "{text}");
        }
    }
}
