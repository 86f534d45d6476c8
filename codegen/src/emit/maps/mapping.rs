//! What the rows of a map's target get.

use opcodec_schema::ir::{
    Arm, Expr, IntType, Kind, Map, MapParamType, Node, Pointer, Role, RowId, Scalar, Set, Source,
};
use proc_macro2::TokenStream;
use quote::quote;

use super::param;
use crate::emit::encode::{Members, pointed};
use crate::emit::expr::{Ex, Names, Ty, emit, integer, is_untyped, unsigned};
use crate::emit::layout::Layout;
use crate::emit::scalar::hex;
use crate::names::{ident, member_name};
use crate::paths::{Cx, is_primitive};

/// The names of a map's expressions: rows of the source and the map's params.
pub(super) struct Mapping<'m, 'l, 'c, 's> {
    pub(super) cx: &'m Cx<'s>,
    pub(super) map: &'m Map,
    pub(super) members: Members<'l, 'c, 's>,
    /// Of the row that an expression is for.
    pub(super) place: TokenStream,
}

impl Names for Mapping<'_, '_, '_, '_> {
    fn row(&self, row: RowId, path: &[RowId]) -> Ex {
        self.members.row(row, path)
    }

    fn param(&self, index: u32) -> Ex {
        let Some(of) = self.map.params.get(index as usize) else { return Ex::atom(quote!(0), Ty::I64) };
        let name = param(of);
        match of.ty {
            MapParamType::Scalar(ty) => self.cx.number(ty, &quote!(#name)),
            MapParamType::Pointer => pointed(self.cx, &quote!(#name)),
        }
    }

    fn len(&self, row: RowId) -> Ex {
        self.members.len(row)
    }

    fn len_param(&self, param: u32) -> Ex {
        self.param(param)
    }

    fn len_struct(&self) -> Ex {
        self.members.len_struct()
    }

    fn len_data(&self) -> Ex {
        Ex::atom(quote!(0), Ty::I64)
    }

    fn count(&self, row: RowId) -> Ex {
        self.members.count(row)
    }

    fn offset(&self, row: RowId) -> Ex {
        self.members.offset(row)
    }

    fn rest(&self) -> Ex {
        Ex::atom(quote!(0), Ty::I64)
    }

    fn unfit(&self, ty: IntType, value: &TokenStream) -> Option<TokenStream> {
        let (rt, place, max) = (&self.cx.rt, &self.place, unsigned(ty.interval().max));
        Some(quote! {
            return ::core::result::Result::Err(#rt::EncodeError::new(#rt::ErrorKind::Size, #place, 0, #max, #value as u64));
        })
    }
}

impl Mapping<'_, '_, '_, '_> {
    fn at(&self, place: TokenStream) -> Self {
        Self { cx: self.cx, map: self.map, members: self.members.clone(), place }
    }

    /// A struct of what its rows get; what gets nothing has its default. Rows are computed in their order.
    pub(super) fn record(&self, to: &Layout<'_, '_>, sets: &[Set]) -> TokenStream {
        let ty = self.cx.ty(to.of.module, &to.of.name);
        let mut members = TokenStream::new();
        for set in sets {
            let (var, value) = (to.var(set.row), self.at(to.place(Some(set.row))).source(to, set));
            let value =
                if to.is_option(set.row) { quote!(::core::option::Option::Some(#value)) } else { value };
            members.extend(quote!(#var: #value,));
        }
        let others: Vec<RowId> = to.members().filter(|row| !sets.iter().any(|set| set.row == *row)).collect();
        if to.has_default() {
            let rest = (!others.is_empty() || to.has_cut()).then(|| quote!(..#ty::DEFAULT));
            return quote!(#ty { #members #rest });
        }
        for row in others {
            let (var, default) = (to.var(row), to.member_default(row));
            members.extend(quote!(#var: #default,));
        }
        let wire = &self.cx.wire;
        let cut = to.has_cut().then(|| quote!(cut: #wire::Cut::NONE,));
        quote!(#ty { #members #cut })
    }

    fn source(&self, to: &Layout<'_, '_>, set: &Set) -> TokenStream {
        match (&set.source, &to.row(set.row).kind) {
            (Source::Nested(sets), Kind::Nested { body, .. }) => {
                self.record(&Layout::new(self.cx, *body), sets)
            }
            (source, kind) => self.one(source, kind),
        }
    }

    /// What one row gets that is no struct.
    fn one(&self, source: &Source, kind: &Kind) -> TokenStream {
        match (source, kind) {
            (Source::Scalar(expr), Kind::Bits(bits)) => self.scalar(expr, bits.ty),
            (Source::Pointer(pointer), _) => self.pointer(pointer),
            (Source::By { key, arms }, kind) => self.by(key, arms, kind),
            _ => quote!(),
        }
    }

    fn pointer(&self, of: &Pointer) -> TokenStream {
        match of {
            Pointer::Null => quote!(::core::option::Option::None),
            Pointer::Row(row, path) => {
                self.member(*row, path).map_or_else(TokenStream::new, |(member, _)| member)
            }
            Pointer::Param(index) => {
                let name = self.map.params.get(*index as usize).map(param);
                quote!(#name)
            }
            Pointer::If(c, a, b) => {
                let c = emit(c, self).bool().tokens;
                let (a, b) = (self.pointer(a), self.pointer(b));
                quote!(if #c { #a } else { #b })
            }
        }
    }

    /// A member of the source as it is, and its row's kind; nothing where it may be absent, or is none.
    fn member(&self, row: RowId, path: &[RowId]) -> Option<(TokenStream, &Kind)> {
        let mut tokens = quote!(from);
        let mut of = self.cx.layout(self.map.from);
        let mut row = row;
        let mut path = path.iter();
        loop {
            let at = of.rows.get(row.index())?;
            if !matches!(at.role, Role::Member(_)) || at.is_option() || of.union.is_some() {
                return None;
            }
            let name = ident(&member_name(at.name.as_ref()?));
            tokens = quote!(#tokens.#name);
            let Some(next) = path.next() else { return Some((tokens, &at.kind)) };
            let Kind::Nested { body, .. } = &at.kind else { return None };
            (of, row) = (self.cx.layout(*body), *next);
        }
    }

    /// A member of the source that has the type already.
    fn same(&self, expr: &Expr, ty: Scalar) -> Option<TokenStream> {
        match &expr.node {
            Node::Row(row, path) => {
                let (member, kind) = self.member(*row, path)?;
                matches!(kind, Kind::Bits(bits) if bits.ty == ty).then_some(member)
            }
            Node::Param(index) => {
                let of = self.map.params.get(*index as usize)?;
                let name = param(of);
                (of.ty == MapParamType::Scalar(ty)).then(|| quote!(#name))
            }
            _ => None,
        }
    }

    /// An expression as a scalar, which it fits.
    fn scalar(&self, expr: &Expr, ty: Scalar) -> TokenStream {
        if let Some(same) = self.same(expr, ty) {
            return same;
        }
        match &expr.node {
            Node::If(c, a, b) => {
                let c = emit(c, self).bool().tokens;
                let (a, b) = (self.scalar(a, ty), self.scalar(b, ty));
                quote!(if #c { #a } else { #b })
            }
            Node::Int(value) if !self.is_unknown(ty, *value) => self.constant(ty, *value),
            Node::Check(int, inner) => self.checked(*int, inner, ty),
            // What the type keeps is what `wrap` keeps.
            Node::Wrap(int, inner) if ty == Scalar::Int(*int) => self.low_bits(emit(inner, self), ty),
            _ => self.low_bits(emit(expr, self), ty),
        }
    }

    /// Masks and codes are hex to whoever writes them.
    fn constant(&self, ty: Scalar, value: i128) -> TokenStream {
        match ty {
            Scalar::Int(int) if is_primitive(int) && value > 9 => hex(value as u128, 2),
            ty => self.cx.constant(ty, value),
        }
    }

    /// An expression as a scalar, or the error that it does not fit.
    fn checked(&self, int: IntType, inner: &Expr, ty: Scalar) -> TokenStream {
        let (fits, is) = (int.interval(), inner.interval);
        let ex = emit(inner, self).number();
        let (value, number) = match ex.raw() {
            Some((raw, of)) if !of.signed => {
                (raw.clone(), Ex::atom(quote!(value), Ty::I64).with_raw(&quote!(value), *of))
            }
            _ => {
                let wide = ex.ty == Ty::I128;
                let (ty, kind) = if wide { (quote!(i128), Ty::I128) } else { (quote!(i64), Ty::I64) };
                let operand = ex.operand();
                (quote!(#operand as #ty), Ex::atom(quote!(value), kind))
            }
        };
        let (min, max) = (integer(fits.min), hex(fits.max as u128, 2));
        let test = match (is.min < fits.min, is.max > fits.max) {
            (false, false) => return self.low_bits(ex, ty),
            (false, true) => quote!(value > #max),
            (true, false) => quote!(value < #min),
            (true, true) => quote!(value < #min || value > #max),
        };
        let (leave, value_of) = (self.unfit(int, &quote!(value)), self.low_bits(number, ty));
        quote!({ let value = #value; if #test { #leave } #value_of })
    }

    /// Whether a closed enum has no such value.
    fn is_unknown(&self, ty: Scalar, value: i128) -> bool {
        let Scalar::Enum(id) = ty else { return false };
        let of = self.cx.enumeration(id);
        of.closed && !of.values.iter().any(|known| known.value == value)
    }

    /// The low bits of a number as a scalar.
    fn low_bits(&self, ex: Ex, ty: Scalar) -> TokenStream {
        let shape = self.cx.shape(ty);
        if ty == Scalar::Bool {
            return ex.bool().tokens;
        }
        let unsigned = crate::emit::scalar::unsigned(shape.bits);
        let bits = match ex.raw() {
            Some((raw, of)) if of.bits == shape.bits && !of.signed => Ex::atom(raw.clone(), Ty::I64),
            Some((raw, _)) => Ex::new(quote!(#raw as #unsigned), Ty::I64),
            None if is_untyped(&ex.tokens) && ex.ty != Ty::Bool => {
                let operand = ex.i128().operand();
                Ex::new(quote!(#operand as #unsigned), Ty::I64)
            }
            None => {
                let operand = ex.operand();
                Ex::new(quote!(#operand as #unsigned), Ty::I64)
            }
        };
        // What an exact width would refuse is not there, but no panic may be left.
        let bits = if is_primitive(shape) {
            bits
        } else {
            let (operand, mask) = (bits.operand(), hex(u128::MAX >> (128 - u32::from(shape.bits)), 2));
            Ex::new(quote!(#operand & #mask), Ty::I64)
        };
        let value = self.cx.scalar(ty, &bits);
        match ty {
            Scalar::Enum(id) if self.cx.enumeration(id).closed => {
                let (rt, place, got) = (&self.cx.rt, &self.place, bits.operand());
                quote! {
                    match #value {
                        ::core::option::Option::Some(value) => value,
                        ::core::option::Option::None => {
                            return ::core::result::Result::Err(#rt::EncodeError::new(
                                #rt::ErrorKind::Enum, #place, 0, 0, #got as u64,
                            ));
                        }
                    }
                }
            }
            _ => value,
        }
    }

    /// What is looked up.
    fn by(&self, key: &Expr, arms: &[Arm], kind: &Kind) -> TokenStream {
        let (rt, place) = (&self.cx.rt, &self.place);
        let named = self.named_key(key, arms);
        let (on, got) = match &named {
            Some((member, ty)) => (member.clone(), self.cx.number(*ty, &quote!(other)).u64()),
            None => {
                let number = emit(key, self).number();
                let got = quote!(other as u64);
                let operand = if is_untyped(&number.tokens) {
                    let operand = number.operand();
                    quote!(#operand as i128)
                } else {
                    number.tokens
                };
                (operand, got)
            }
        };
        let arms = arms.iter().map(|arm| {
            let value = self.one(&arm.source, kind);
            let pattern = match &named {
                Some((_, ty)) => self.cx.constant(*ty, arm.key),
                None => integer(arm.key),
            };
            quote!(#pattern => #value,)
        });
        quote! {
            match #on {
                #(#arms)*
                other => {
                    return ::core::result::Result::Err(#rt::EncodeError::new(#rt::ErrorKind::Enum, #place, 0, 0, #got));
                }
            }
        }
    }

    /// A member of an open enum whose enumerators the arms are.
    fn named_key(&self, key: &Expr, arms: &[Arm]) -> Option<(TokenStream, Scalar)> {
        let Node::Row(row, path) = &key.node else { return None };
        let (member, kind) = self.member(*row, path)?;
        let Kind::Bits(bits) = kind else { return None };
        let Scalar::Enum(id) = bits.ty else { return None };
        let of = self.cx.enumeration(id);
        let is_known = |arm: &Arm| of.values.iter().any(|known| known.value == arm.key);
        // Where nothing is left over, `other` would be unreachable.
        let all = of.closed || of.repr.bits < 16 && arms.len() >= 1 << of.repr.bits;
        (!all && arms.iter().all(is_known)).then_some((member, bits.ty))
    }
}
