//! Rows of bits.

use opcodec_schema::ir::{Constant, Expr, Form, IntType, Kind, Node, Role, Row, RowId, StructSize};
use proc_macro2::TokenStream;
use quote::quote;

use super::members::Members;
use crate::emit::expr::{Ex, Ty};
use crate::emit::layout::Layout;

/// A value that may be an error, in a `const fn` without `?`.
pub(crate) fn fallible(result: &TokenStream, is_const: bool) -> TokenStream {
    if is_const {
        quote!(match #result {
            ::core::result::Result::Ok(value) => value,
            ::core::result::Result::Err(error) => return ::core::result::Result::Err(error),
        })
    } else {
        quote!(#result?)
    }
}

/// Negative numbers keep to their width.
pub(crate) fn mask(ex: Ex, shape: IntType) -> Ex {
    if !shape.signed || crate::paths::is_primitive(shape) {
        return ex;
    }
    let (operand, mask) =
        (ex.operand(), crate::emit::scalar::hex(u128::MAX >> (128 - u32::from(shape.bits)), 2));
    Ex::new(quote!(#operand & #mask), Ty::I64)
}

/// Whether a computed value fits whatever the members are. An interval knows how long a row can be that was decoded; a
/// value that is to be encoded may hold more.
pub(crate) fn fits_always(expr: &Expr, shape: IntType) -> bool {
    let measures = |node: &Node| matches!(node, Node::LenRow(_) | Node::Count(_) | Node::LenStruct);
    expr.interval.is_within(shape.interval()) && !expr.has(measures)
}

impl<'s> Layout<'_, 's> {
    /// The statements before, and the bits of a row in an unsigned primitive. `None`: zero.
    pub(crate) fn bits_value(
        &self,
        members: &Members<'_, '_, 's>,
        id: RowId,
        row: &Row,
        bits: &opcodec_schema::ir::Bits,
        at: &TokenStream,
    ) -> (TokenStream, Option<Ex>) {
        let cx = self.cx;
        let shape = cx.shape(bits.ty);
        match &row.role {
            Role::Const(Constant::Int(0)) | Role::Reserved => (quote!(), None),
            _ if self.is_late(id) => (quote!(), None),
            Role::Const(Constant::Int(value)) => {
                let mask = u128::MAX >> (128 - u32::from(bits.width));
                let digits = usize::from(bits.width.div_ceil(4));
                (quote!(), Some(Ex::atom(crate::emit::scalar::hex(*value as u128 & mask, digits), Ty::I64)))
            }
            Role::Member(_) if !self.is_overridden(id) => {
                let value = members.or_default(id);
                if self.is_option(id) && self.row_default(id).is_none() {
                    let (rt, place, var) = (&cx.rt, self.place(Some(id)), self.var(id));
                    let get = quote! {
                        let ::core::option::Option::Some(#var) = #value else {
                            return ::core::result::Result::Err(#rt::EncodeError::new(#rt::ErrorKind::Value, #place, #at, 0, 0));
                        };
                    };
                    return (get, Some(cx.to_bits(bits.ty, &quote!(#var))));
                }
                (quote!(), Some(cx.to_bits(bits.ty, &value)))
            }
            role => {
                let place = self.place(Some(id));
                let sure = self.of.fixed.is_some() && !self.value_may_fail(row);
                let names = if sure { members.clone() } else { members.at(place.clone(), at.clone()) };
                let ex = names.work_out(id);
                let unsigned = crate::emit::scalar::unsigned(bits.width);
                let fits = match role {
                    Role::Value(computed) => fits_always(&computed.expr, shape),
                    // An unknown tag may be wider than its row.
                    Role::Length | Role::Tag | Role::Member(_) => false,
                    _ => true,
                };
                let var = self.var(id);
                if ex.ty == Ty::Bool {
                    let tokens = &ex.tokens;
                    return (quote!(let #var: bool = #tokens;), Some(Ex::atom(quote!(#var), Ty::Bool)));
                }
                if fits || sure {
                    let operand = ex.operand();
                    return (
                        quote!(let #var = #operand as #unsigned;),
                        Some(Ex::atom(quote!(#var), Ty::I64)).map(|ex| mask(ex, shape)),
                    );
                }
                let wire = &cx.wire;
                let statement = if matches!(role, Role::Length) {
                    let (rt, whole) = (&cx.rt, members.whole_len());
                    let Some(StructSize::Linear { scale, offset, .. }) = &self.of.size else {
                        return (quote!(), None);
                    };
                    let limit = crate::emit::expr::unsigned(*offset);
                    let (scale, offset) =
                        (crate::emit::expr::integer(*scale), crate::emit::expr::integer(*offset));
                    quote! {
                        let ::core::option::Option::Some(#var) = #wire::solve(#whole, #scale, #offset) else {
                            return ::core::result::Result::Err(#rt::EncodeError::new(#rt::ErrorKind::Size, #place, #at, #limit, #whole as u64));
                        };
                    }
                } else {
                    let value = ex.i128().tokens;
                    quote!(let #var = #value;)
                };
                let (low, high) = (
                    crate::emit::expr::integer(shape.interval().min),
                    crate::emit::expr::integer(shape.interval().max),
                );
                let unwrap =
                    fallible(&quote!(#wire::fit(#var, #low, #high, #at, #place)), self.of.fixed.is_some());
                (
                    quote!(#statement let #var = #unwrap as #unsigned;),
                    Some(mask(Ex::atom(quote!(#var), Ty::I64), shape)),
                )
            }
        }
    }

    /// Whether the row is a computed value of a request that may not fit.
    pub(crate) fn value_may_fail(&self, row: &Row) -> bool {
        let (Form::Request(_), Role::Value(computed), Kind::Bits(bits)) =
            (self.of.form, &row.role, &row.kind)
        else {
            return false;
        };
        let range = self.cx.shape(bits.ty).interval();
        computed.from_data
            || !computed.expr.interval.is_within(range)
            || computed.expr.has(|node| matches!(node, Node::Check(..)))
    }

    /// Whether the row is written from the tag of a union inside the payload.
    pub(crate) fn is_overridden(&self, id: RowId) -> bool {
        let Some(union) = &self.of.union else { return false };
        union.cases.iter().any(|case| {
            let inner = Layout::new(self.cx, case.body);
            let is_it = |param: usize| matches!(case.args.get(param).map(|arg| &arg.node), Some(Node::Row(row, path)) if *row == id && path.is_empty());
            crate::emit::union::param_tag(&inner, &quote!(child), &is_it).is_some()
        })
    }
}
