//! Sizes that a request's own bytes say: `byte(7) + 8`.

/// An expression over the bytes of a request, made by the generator, which knows that nothing in it overflows,
/// divides by zero or shifts too far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Formula {
    /// A number.
    Int(i128),
    /// The byte with this number.
    Byte(u16),
    /// `-a`.
    Neg(&'static Formula),
    /// `~a`.
    BitNot(&'static Formula),
    /// `!a`.
    Not(&'static Formula),
    /// Two operands.
    Of(Operator, &'static Formula, &'static Formula),
    /// `c ? a : b`.
    If(&'static Formula, &'static Formula, &'static Formula),
    /// `wrap`: the low bits, by whether the type has a sign.
    Wrap(bool, u8, &'static Formula),
}

/// What is made of two operands. Of a comparison 1 or 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "as the language names them")]
pub enum Operator {
    Add,
    Sub,
    Mul,
    Div,
    Rem,
    Shl,
    Shr,
    BitAnd,
    BitOr,
    BitXor,
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
    And,
    Or,
    Min,
    Max,
}

impl Formula {
    /// One more than the last byte that it names: how many a request must have.
    pub(super) const fn needs(&self) -> usize {
        match self {
            Self::Int(_) => 0,
            Self::Byte(byte) => *byte as usize + 1,
            Self::Neg(a) | Self::BitNot(a) | Self::Not(a) | Self::Wrap(_, _, a) => a.needs(),
            Self::Of(_, a, b) => larger(a.needs(), b.needs()),
            Self::If(c, a, b) => larger(c.needs(), larger(a.needs(), b.needs())),
        }
    }

    /// What it says of a request that has all of its bytes.
    pub(super) const fn of(&self, request: &[u8]) -> i128 {
        match self {
            Self::Int(value) => *value,
            Self::Byte(byte) => match crate::wire::chunk::<1>(request, *byte as usize) {
                Some([byte]) => *byte as i128,
                None => 0,
            },
            Self::Neg(a) => a.of(request).wrapping_neg(),
            Self::BitNot(a) => !a.of(request),
            Self::Not(a) => (a.of(request) == 0) as i128,
            Self::Of(operator, a, b) => operator.of(a.of(request), b.of(request)),
            Self::If(c, a, b) => {
                if c.of(request) != 0 {
                    a.of(request)
                } else {
                    b.of(request)
                }
            }
            Self::Wrap(signed, bits, a) => {
                let unused = 128_u32.wrapping_sub(*bits as u32);
                let high = a.of(request).wrapping_shl(unused);
                if *signed { high.wrapping_shr(unused) } else { (high as u128).wrapping_shr(unused) as i128 }
            }
        }
    }
}

impl Operator {
    const fn of(self, a: i128, b: i128) -> i128 {
        let by = b as u32;
        let is = match self {
            Self::Add => return a.wrapping_add(b),
            Self::Sub => return a.wrapping_sub(b),
            Self::Mul => return a.wrapping_mul(b),
            Self::Div | Self::Rem if b == 0 => return 0,
            Self::Div => return a.wrapping_div(b),
            Self::Rem => return a.wrapping_rem(b),
            Self::Shl => return a.wrapping_shl(by),
            Self::Shr => return a.wrapping_shr(by),
            Self::BitAnd => return a & b,
            Self::BitOr => return a | b,
            Self::BitXor => return a ^ b,
            Self::Min => return if a < b { a } else { b },
            Self::Max => return if a > b { a } else { b },
            Self::Eq => a == b,
            Self::Ne => a != b,
            Self::Lt => a < b,
            Self::Le => a <= b,
            Self::Gt => a > b,
            Self::Ge => a >= b,
            Self::And => a != 0 && b != 0,
            Self::Or => a != 0 || b != 0,
        };
        is as i128
    }
}

const fn larger(a: usize, b: usize) -> usize {
    if a > b { a } else { b }
}
