//! Conditions, checks and computed values.

use opcodec_schema::ir::{Expr, Kind, Role, RowId, Scalar};
use proc_macro2::TokenStream;
use quote::quote;

use super::Decode;
use super::names::Locals;
use crate::emit::expr::{Ex, Names, Ty, emit};
use crate::emit::layout::number;

impl Decode<'_, '_, '_> {
    /// A step's `when` as a condition.
    pub(super) fn condition(&self, when: &Expr, index: usize, rows: &[RowId]) -> Ex {
        let reader = &self.reader;
        let named = rows.iter().copied().find(|row| self.l.row(*row).name.is_some());
        let _ = index;
        let names =
            Locals { d: self, fresh: &[], whole: quote!(#reader.at()), at: quote!(#reader.at()), row: named };
        emit(when, &names).bool()
    }

    /// A row's `check`.
    pub(super) fn check(
        &self,
        id: RowId,
        fresh: &[RowId],
        at: &TokenStream,
        guard: Option<TokenStream>,
    ) -> TokenStream {
        let l = self.l;
        let row = l.row(id);
        let Some(check) = &row.check else { return quote!() };
        let (rt, wire, place, reader) = (&l.cx.rt, &l.cx.wire, l.place_of_check(id), &self.reader);
        let whole = if l.of.fixed.is_some() {
            let n = number(l.unpadded_len());
            quote!(#n)
        } else {
            quote!(#reader.at())
        };
        let names = Locals { d: self, fresh, whole, at: at.clone(), row: Some(id) };
        let holds = emit(check, &names).bool().operand();
        let got = match &row.kind {
            Kind::Bits(bits) if !matches!(row.role, Role::Const(_)) => self.as_u64(id, bits.ty, fresh),
            _ => quote!(0),
        };
        let guard = guard.map(|guard| quote!(#guard &&));
        quote! {
            if #guard !#holds {
                return #wire::wrong(#rt::Why::Check, #place, #at, 1, #got);
            }
        }
    }

    pub(super) fn as_u64(&self, id: RowId, ty: Scalar, fresh: &[RowId]) -> TokenStream {
        let names = Locals { d: self, fresh, whole: quote!(0), at: quote!(0), row: Some(id) };
        let _ = ty;
        names.row(id, &[]).u64()
    }

    pub(super) fn expr(&self, expr: &Expr, id: RowId, at: &TokenStream) -> Ex {
        let reader = &self.reader;
        emit(
            expr,
            &Locals { d: self, fresh: &[], whole: quote!(#reader.at()), at: at.clone(), row: Some(id) },
        )
    }

    /// The computed values, compared with what was there.
    pub(crate) fn values(&self, whole: &TokenStream) -> TokenStream {
        let Self { l, reader, .. } = self;
        let (rt, wire) = (&l.cx.rt, &l.cx.wire);
        let mut out = TokenStream::new();
        for (index, row) in l.of.rows.iter().enumerate() {
            let (id, Role::Value(computed)) = (RowId(index as u32), &row.role) else { continue };
            if computed.implied || computed.from_data {
                continue;
            }
            let (at, place, var) = (self.row_at(id), l.place(Some(id)), l.var(id));
            let Kind::Bits(bits) = &row.kind else { continue };
            let names = Locals { d: self, fresh: &[], whole: whole.clone(), at: at.clone(), row: Some(id) };
            let right = emit(&computed.expr, &names);
            let fresh = [id];
            let there = Locals { d: self, fresh: &fresh, whole: quote!(0), at: quote!(0), row: Some(id) }
                .row(id, &[]);
            let wide = right.ty == Ty::I128 || there.ty == Ty::I128;
            let (right, there) = if wide { (right.i128(), there.i128()) } else { (right.i64(), there.i64()) };
            let (right, there) = (right.tokens, there.operand());
            let _ = bits;
            let (expected, got) = (l.own("expected"), l.own("got"));
            let ty = if wide { quote!(i128) } else { quote!(i64) };
            let mut test = quote! {
                let (#expected, #got): (#ty, #ty) = (#right, #there);
                if #expected != #got {
                    return #wire::wrong(#rt::Why::Value, #place, #at, #expected as u64, #got as u64);
                }
            };
            let cut = computed.needs_whole && l.may_be_cut();
            let is_option = row.is_option();
            test = match (is_option, cut) {
                // No chain of `let`s: the code may stand in a crate of an older edition.
                (true, true) => {
                    quote!(if !#reader.is_cut() { if let ::core::option::Option::Some(#var) = #var { #test } })
                }
                (true, false) => quote!(if let ::core::option::Option::Some(#var) = #var { #test }),
                (false, true) => quote!(if !#reader.is_cut() { #test }),
                (false, false) => quote!({ #test }),
            };
            out.extend(test);
        }
        out
    }
}
