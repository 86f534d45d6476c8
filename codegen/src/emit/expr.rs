//! Expressions: i64 where every interval fits, i128 elsewhere. The model promises that nothing in them
//! overflows or divides by zero; what LLVM might not see is written so that no panic is left.

use opcodec_schema::ir::{Binary, Checksum, Expr, IntType, Interval, Node, RowId, Unary};
use proc_macro2::{Literal, TokenStream, TokenTree};
use quote::quote;

/// What a piece of an expression has as its Rust type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ty {
    I64,
    I128,
    Bool,
}

/// A piece of an expression.
#[derive(Clone, Debug)]
pub(crate) struct Ex {
    pub(crate) tokens: TokenStream,
    pub(crate) ty: Ty,
    atom: bool,
    /// The same as an integer of Rust, before it was made an i64.
    raw: Option<(TokenStream, IntType)>,
}

impl Ex {
    /// Something that stands as an operand without parentheses.
    pub(crate) fn atom(tokens: TokenStream, ty: Ty) -> Self {
        Self { tokens, ty, atom: true, raw: None }
    }

    /// Something that does not.
    pub(crate) fn new(tokens: TokenStream, ty: Ty) -> Self {
        Self { tokens, ty, atom: false, raw: None }
    }

    /// What is also an integer of Rust.
    pub(crate) fn with_raw(self, raw: &TokenStream, of: IntType) -> Self {
        Self { raw: Some((raw.clone(), of)), ..self }
    }

    /// As a length, which it fits.
    pub(crate) fn usize(self) -> TokenStream {
        match &self.raw {
            Some((raw, _)) => quote!(#raw as usize),
            None => {
                let operand = self.number().operand();
                quote!(#operand as usize)
            }
        }
    }

    /// Its low 64 bits, in two's complement.
    pub(crate) fn u64(self) -> TokenStream {
        match &self.raw {
            Some((raw, of)) if of.bits == 64 && !of.signed => quote!(#raw),
            Some((raw, of)) if !of.signed => quote!(#raw as u64),
            _ => {
                let operand = self.number().operand();
                quote!(#operand as u64)
            }
        }
    }

    /// The integer of Rust that it was.
    pub(crate) fn raw(&self) -> Option<&(TokenStream, IntType)> {
        self.raw.as_ref()
    }

    /// With parentheses where it needs them as an operand.
    pub(crate) fn operand(&self) -> TokenStream {
        let tokens = &self.tokens;
        if self.atom { quote!(#tokens) } else { quote!((#tokens)) }
    }

    /// As a condition.
    pub(crate) fn bool(self) -> Self {
        if self.ty == Ty::Bool {
            return self;
        }
        let operand = self.operand();
        Self::new(quote!(#operand != 0), Ty::Bool)
    }

    /// As an i64; the interval must fit.
    pub(crate) fn i64(self) -> Self {
        let operand = self.operand();
        match self.ty {
            Ty::I64 => self,
            Ty::I128 | Ty::Bool => Self::new(quote!(#operand as i64), Ty::I64),
        }
    }

    /// As an i128.
    pub(crate) fn i128(self) -> Self {
        if let Some((raw, _)) = &self.raw {
            return Self::new(quote!(#raw as i128), Ty::I128);
        }
        let operand = self.operand();
        match self.ty {
            Ty::I128 => self,
            Ty::I64 | Ty::Bool => Self::new(quote!(#operand as i128), Ty::I128),
        }
    }

    /// As a number.
    pub(crate) fn number(self) -> Self {
        if self.ty == Ty::Bool { self.i64() } else { self }
    }

    fn to(self, ty: Ty) -> Self {
        match ty {
            Ty::I64 => self.i64(),
            Ty::I128 => self.i128(),
            Ty::Bool => self.bool(),
        }
    }
}

/// What the names in an expression are in Rust.
pub(crate) trait Names {
    /// A row, or one inside it.
    fn row(&self, row: RowId, path: &[RowId]) -> Ex;
    /// A param.
    fn param(&self, param: u32) -> Ex;
    /// Encoded bytes of a row.
    fn len(&self, row: RowId) -> Ex;
    /// Bytes of what a map's `ptr` arg points to.
    fn len_param(&self, _: u32) -> Ex {
        Ex::atom(quote!(0), Ty::I64)
    }
    /// Encoded bytes of the whole.
    fn len_struct(&self) -> Ex;
    /// Bytes of the data phase.
    fn len_data(&self) -> Ex;
    /// Elements of a list.
    fn count(&self, row: RowId) -> Ex;
    /// First byte of a row.
    fn offset(&self, row: RowId) -> Ex;
    /// Bytes to the bound.
    fn rest(&self) -> Ex;
    /// The tag of the union's value that stands in a row, of this interval.
    fn tag(&self, _: RowId, _: Interval) -> Ex {
        Ex::atom(quote!(0), Ty::I64)
    }
    /// A checksum over the bytes from one row's first to another's last.
    fn checksum(&self, _: &Checksum, _: RowId, _: RowId) -> Ex {
        Ex::atom(quote!(0), Ty::I64)
    }
    /// The statement that leaves the function where `value` does not fit. `None` where it cannot be left.
    fn unfit(&self, ty: IntType, value: &TokenStream) -> Option<TokenStream>;
}

/// A literal, in hex from 256 on where it looks like a mask or a magic number.
pub(crate) fn integer(value: i128) -> TokenStream {
    if value < 0 {
        let positive = Literal::u128_unsuffixed(value.unsigned_abs());
        return quote!(-#positive);
    }
    let literal = Literal::i128_unsuffixed(value);
    quote!(#literal)
}

/// The low 64 bits of a number in two's complement, as a `u64`.
pub(crate) fn unsigned(value: i128) -> TokenStream {
    let literal = integer(value);
    match i64::try_from(value) {
        Ok(..0) => quote!((#literal as i64) as u64),
        Ok(_) => literal,
        Err(_) => integer(i128::from(value as u64)),
    }
}

const fn fits_i64(interval: Interval) -> bool {
    interval.min >= i64::MIN as i128 && interval.max <= i64::MAX as i128
}

fn width_for(intervals: &[Interval]) -> Ty {
    if intervals.iter().all(|interval| fits_i64(*interval)) { Ty::I64 } else { Ty::I128 }
}

/// The Rust of an expression.
pub(crate) fn emit(expr: &Expr, names: &dyn Names) -> Ex {
    let of = |expr: &Expr| emit(expr, names);
    match &expr.node {
        Node::Int(value) if expr.is_bool => {
            let value = *value != 0;
            Ex::atom(quote!(#value), Ty::Bool)
        }
        Node::Int(value) => {
            let literal = integer(*value);
            let (ty, atom) = (width_for(&[expr.interval]), *value >= 0);
            if atom { Ex::atom(literal, ty) } else { Ex::new(literal, ty) }
        }
        Node::Row(row, path) => names.row(*row, path),
        Node::Param(param) => names.param(*param),
        Node::LenRow(row) => names.len(*row),
        Node::LenParam(param) => names.len_param(*param),
        Node::LenStruct => names.len_struct(),
        Node::LenData => names.len_data(),
        Node::Count(row) => names.count(*row),
        Node::Offset(row) => names.offset(*row),
        Node::Rest => names.rest(),
        Node::Checksum(of, first, last) => names.checksum(of, *first, *last),
        Node::Tag(row) => {
            let tag = names.tag(*row, expr.interval);
            if expr.is_bool { tag.bool() } else { tag }
        }
        // Only the table of opcode sizes has it, as data.
        Node::Byte(_) => Ex::atom(quote!(0), Ty::I64),
        Node::Unary(op, a) => unary(*op, expr, a, of(a)),
        Node::Binary(op, a, b) => binary(*op, expr, (a, of(a)), (b, of(b))),
        Node::If(c, a, b) => choice(expr, of(c), of(a), of(b)),
        Node::Min(a, b) => bound(true, expr, (a, of(a)), (b, of(b))),
        Node::Max(a, b) => bound(false, expr, (a, of(a)), (b, of(b))),
        Node::Wrap(ty, a) => wrap(*ty, expr, of(a)),
        Node::Check(ty, a) => check(*ty, a, of(a), names),
    }
}

fn unary(op: Unary, expr: &Expr, a: &Expr, ex: Ex) -> Ex {
    match op {
        Unary::Not => {
            let inner = ex.bool().operand();
            Ex::new(quote!(!#inner), Ty::Bool)
        }
        Unary::Neg | Unary::BitNot => {
            let ty = width_for(&[expr.interval, a.interval]);
            let inner = ex.number().to(ty).operand();
            Ex::new(if op == Unary::Neg { quote!(-#inner) } else { quote!(!#inner) }, ty)
        }
    }
}

fn binary(op: Binary, expr: &Expr, (a, left): (&Expr, Ex), (b, right): (&Expr, Ex)) -> Ex {
    let ty = width_for(&[expr.interval, a.interval, b.interval]);
    let sign = match op {
        Binary::And | Binary::Or => {
            let (left, right) = (left.bool().operand(), right.bool().operand());
            return Ex::new(
                if op == Binary::And { quote!(#left && #right) } else { quote!(#left || #right) },
                Ty::Bool,
            );
        }
        Binary::Eq | Binary::Ne | Binary::Lt | Binary::Le | Binary::Gt | Binary::Ge => {
            return compare(op, (a, left), (b, right));
        }
        // Shifted to the right by more than an i64 has.
        Binary::Shr if b.interval.max > 63 => return shift(op, Ty::I128, left, right, &b.node),
        Binary::Shl | Binary::Shr => return shift(op, ty, left, right, &b.node),
        Binary::Div | Binary::Rem => return divide(op, ty, left, right, &b.node),
        Binary::Add => quote!(+),
        Binary::Sub => quote!(-),
        Binary::Mul => quote!(*),
        Binary::BitAnd => quote!(&),
        Binary::BitOr => quote!(|),
        Binary::BitXor => quote!(^),
    };
    let (left, right) = (left.number().to(ty).operand(), right.number().to(ty).operand());
    Ex::new(quote!(#left #sign #right), ty)
}

fn compare(op: Binary, (a, left): (&Expr, Ex), (b, right): (&Expr, Ex)) -> Ex {
    let ty = width_for(&[a.interval, b.interval]);
    let sign = match op {
        Binary::Eq => quote!(==),
        Binary::Ne => quote!(!=),
        Binary::Lt => quote!(<),
        Binary::Le => quote!(<=),
        Binary::Gt => quote!(>),
        _ => quote!(>=),
    };
    if let (Ty::Bool, Ty::Bool) = (left.ty, right.ty) {
        if let ("true", Binary::Eq) | ("false", Binary::Ne) = (right.tokens.to_string().as_str(), op) {
            return left;
        }
        if let ("false", Binary::Eq) | ("true", Binary::Ne) = (right.tokens.to_string().as_str(), op) {
            let left = left.operand();
            return Ex::new(quote!(!#left), Ty::Bool);
        }
        let (left, right) = (left.operand(), right.operand());
        return Ex::new(quote!(#left #sign #right), Ty::Bool);
    }
    if let (Some((raw, of)), Node::Int(value)) = (&left.raw, &b.node) {
        let holds = IntType { bits: of.bits.next_power_of_two().max(8), ..*of }.interval();
        if Interval::new(*value, *value).is_within(holds) {
            let value = integer(*value);
            return Ex::new(quote!(#raw #sign #value), Ty::Bool);
        }
    }
    let (left, right) = (left.number().to(ty).operand(), right.number().to(ty).operand());
    Ex::new(quote!(#left #sign #right), Ty::Bool)
}

/// What a method is called on: a literal says its type.
fn receiver(left: &TokenStream, ty: Ty) -> TokenStream {
    match ty {
        Ty::I64 if is_untyped(left) => quote!((#left as i64)),
        Ty::I128 if is_untyped(left) => quote!((#left as i128)),
        _ => left.clone(),
    }
}

/// Whether nothing but literals without a type is in it, or it chooses between such.
pub(crate) fn is_untyped(tokens: &TokenStream) -> bool {
    let mut trees = tokens.clone().into_iter().peekable();
    if trees.peek().is_some_and(|first| first.to_string() == "if") {
        return true;
    }
    trees.all(|tree| match tree {
        TokenTree::Group(group) => is_untyped(&group.stream()),
        TokenTree::Ident(_) => false,
        TokenTree::Literal(_) | TokenTree::Punct(_) => true,
    })
}

fn shift(op: Binary, ty: Ty, left: Ex, right: Ex, by: &Node) -> Ex {
    let left = left.number().to(ty).operand();
    if let Node::Int(by) = by {
        let by = integer(*by);
        return Ex::new(if op == Binary::Shl { quote!(#left << #by) } else { quote!(#left >> #by) }, ty);
    }
    let by = right.number().operand();
    let by = quote!(#by as u32);
    let left = receiver(&left, ty);
    Ex::atom(
        if op == Binary::Shl { quote!(#left.wrapping_shl(#by)) } else { quote!(#left.wrapping_shr(#by)) },
        ty,
    )
}

fn divide(op: Binary, ty: Ty, left: Ex, right: Ex, by: &Node) -> Ex {
    let left = left.number().to(ty).operand();
    if let Node::Int(by) = by
        && *by > 0
    {
        let by = integer(*by);
        return Ex::new(if op == Binary::Div { quote!(#left / #by) } else { quote!(#left % #by) }, ty);
    }
    let right = right.number().to(ty).tokens;
    let method = if op == Binary::Div { quote!(checked_div) } else { quote!(checked_rem) };
    // `match`, for this may stand in a `const fn`.
    let left = receiver(&left, ty);
    Ex::new(
        quote!(match #left.#method(#right) {
            ::core::option::Option::Some(value) => value,
            ::core::option::Option::None => 0,
        }),
        ty,
    )
}

fn choice(expr: &Expr, c: Ex, a: Ex, b: Ex) -> Ex {
    let c = c.bool().tokens;
    let ty = match (a.ty, b.ty) {
        (Ty::Bool, Ty::Bool) => Ty::Bool,
        (Ty::I128, _) | (_, Ty::I128) => Ty::I128,
        _ => width_for(&[expr.interval]),
    };
    let (a, b) = (a.to(ty).tokens, b.to(ty).tokens);
    Ex::new(quote!(if #c { #a } else { #b }), ty)
}

fn bound(min: bool, expr: &Expr, (a, left): (&Expr, Ex), (b, right): (&Expr, Ex)) -> Ex {
    let ty = width_for(&[expr.interval, a.interval, b.interval]);
    let (left, right) = (left.number().to(ty).tokens, right.number().to(ty).tokens);
    let rust = if ty == Ty::I64 { quote!(i64) } else { quote!(i128) };
    let sign = if min { quote!(<) } else { quote!(>) };
    // `Ord::min` is no `const fn`.
    Ex::atom(quote!({ let (a, b): (#rust, #rust) = (#left, #right); if a #sign b { a } else { b } }), ty)
}

fn wrap(ty: IntType, expr: &Expr, a: Ex) -> Ex {
    wrapped(ty, expr.interval, a)
}

/// The low bits of a number, as one of this interval.
pub(crate) fn wrapped(ty: IntType, interval: Interval, a: Ex) -> Ex {
    let out = width_for(&[interval]);
    let rust = if out == Ty::I64 { quote!(i64) } else { quote!(i128) };
    let operand = a.number().operand();
    let primitive = crate::paths::primitive(ty);
    if crate::paths::is_primitive(ty) {
        return Ex::new(quote!(#operand as #primitive as #rust), out);
    }
    let unused = integer(i128::from(128 - u32::from(ty.bits)));
    if ty.signed {
        Ex::new(quote!((((#operand as i128) << #unused) >> #unused) as #rust), out)
    } else {
        let mask = super::scalar::hex(u128::MAX >> (128 - u32::from(ty.bits)), 2);
        Ex::new(quote!(#operand as #rust & #mask), out)
    }
}

fn check(ty: IntType, a: &Expr, ex: Ex, names: &dyn Names) -> Ex {
    if a.interval.is_within(ty.interval()) {
        return ex;
    }
    let Interval { min, max } = ty.interval();
    let kind = width_for(&[a.interval, ty.interval()]);
    let Some(leave) = names.unfit(ty, &quote!(value)) else { return ex };
    let (value, min, max) = (ex.number().to(kind).tokens, integer(min), integer(max));
    let rust = if kind == Ty::I64 { quote!(i64) } else { quote!(i128) };
    Ex::atom(quote!({ let value: #rust = #value; if value < #min || value > #max { #leave } value }), kind)
}
