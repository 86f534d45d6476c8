//! The names of an expression among the variables of a decoding function.

use opcodec_schema::ir::{Checksum, Constant, Form, IntType, Interval, Kind, Role, RowId, Scalar};
use proc_macro2::TokenStream;
use quote::quote;

use super::Decode;
use crate::emit::expr::{Ex, Names, Ty};
use crate::emit::layout::{Layout, number};

/// The names of an expression among the variables of a decoding function.
pub(super) struct Locals<'d, 'l, 'c, 's> {
    pub(super) d: &'d Decode<'l, 'c, 's>,
    /// Rows whose variables are not yet in an `Option`.
    pub(super) fresh: &'d [RowId],
    /// `len(struct)`.
    pub(super) whole: TokenStream,
    /// Where the row stands.
    pub(super) at: TokenStream,
    /// The row that it is for.
    pub(super) row: Option<RowId>,
}

impl Locals<'_, '_, '_, '_> {
    fn l(&self) -> &Layout<'_, '_> {
        self.d.l
    }
}

impl Names for Locals<'_, '_, '_, '_> {
    fn row(&self, id: RowId, path: &[RowId]) -> Ex {
        let l = self.l();
        let row = l.row(id);
        if matches!(row.kind, Kind::Pointer) {
            return self.len(id);
        }
        let (Kind::Bits(bits), []) = (&row.kind, path) else {
            let var = l.var(id);
            return crate::emit::encode::member_path(l, id, &quote!(#var), path, self.fresh.contains(&id));
        };
        if let Role::Const(Constant::Int(value)) = &row.role {
            return crate::emit::encode::literal(*value, bits.ty);
        }
        let var = l.var(id);
        if !row.is_option() || self.fresh.contains(&id) {
            return l.cx.number(bits.ty, &quote!(#var));
        }
        crate::emit::encode::option_number(l.cx, bits.ty, &quote!(#var), &Ex::atom(quote!(0), Ty::I64))
    }

    fn param(&self, param: u32) -> Ex {
        let l = self.l();
        let param = &l.of.params[param as usize];
        let var = l.param(param);
        if matches!(l.of.form, Form::Request(_)) {
            // A request's args are what a decoded request gets.
            return crate::emit::encode::literal(param.default.unwrap_or(0), param.ty);
        }
        l.cx.raw_number(param.ty, &quote!(#var))
    }

    fn len(&self, id: RowId) -> Ex {
        let l = self.l();
        if matches!(l.row(id).kind, Kind::Pointer) {
            let var = l.var(id);
            return crate::emit::encode::pointed(l.cx, &quote!(#var));
        }
        let constant = crate::emit::encode::constant_len(l.cx, &l.row(id).kind);
        let option = l.row(id).is_option() && !self.fresh.contains(&id);
        match constant {
            Some(n) if option && self.d.is_needed(id) => {
                let (var, n) = (l.var(id), number(n));
                Ex::new(quote!(if #var.is_some() { #n } else { 0 }), Ty::I64)
            }
            Some(n) => {
                crate::emit::encode::literal(i128::from(n), Scalar::Int(IntType { signed: false, bits: 32 }))
            }
            None => {
                let taken = self.d.taken_var(id);
                Ex::new(quote!(#taken as i64), Ty::I64)
            }
        }
    }

    fn len_struct(&self) -> Ex {
        let whole = &self.whole;
        Ex::new(quote!(#whole as i64), Ty::I64)
    }

    fn len_data(&self) -> Ex {
        Ex::atom(quote!(0), Ty::I64)
    }

    fn count(&self, id: RowId) -> Ex {
        let l = self.l();
        let var = l.var(id);
        match &l.row(id).kind {
            Kind::Array { count, .. } => crate::emit::encode::literal(
                i128::from(*count),
                Scalar::Int(IntType { signed: false, bits: 32 }),
            ),
            _ if l.row(id).is_option() && !self.fresh.contains(&id) => {
                Ex::new(quote!(#var.map_or(0, |list| list.len()) as i64), Ty::I64)
            }
            _ => Ex::new(quote!(#var.len() as i64), Ty::I64),
        }
    }

    fn offset(&self, id: RowId) -> Ex {
        let at = self.d.row_at(id);
        Ex::new(quote!(#at as i64), Ty::I64)
    }

    fn tag(&self, id: RowId, interval: Interval) -> Ex {
        let var = self.l().var(id);
        crate::emit::encode::row_tag(self.l(), id, &quote!(#var), interval)
    }

    fn rest(&self) -> Ex {
        let (reader, at) = (&self.d.reader, &self.at);
        Ex::new(quote!(#reader.room(#at) as i64), Ty::I64)
    }

    fn checksum(&self, of: &Checksum, first: RowId, last: RowId) -> Ex {
        let (l, wire, reader) = (self.l(), &self.l().cx.wire, &self.d.reader);
        let (start, end) = (self.d.row_at(first), self.d.row_end(last));
        let bytes = if l.of.fixed.is_some() {
            let bytes = l.own("bytes");
            quote!(#wire::span(#bytes, #start, #end))
        } else {
            quote!(#reader.span(#start, #end))
        };
        crate::emit::checksum::over(l.cx, of, &bytes)
    }

    fn unfit(&self, ty: IntType, value: &TokenStream) -> Option<TokenStream> {
        let (rt, wire, place, at) = (&self.l().cx.rt, &self.l().cx.wire, self.l().place(self.row), &self.at);
        let max = crate::emit::expr::unsigned(ty.interval().max);
        Some(quote! {
            return #wire::wrong(#rt::Why::Length, #place, #at, #max, #value as u64);
        })
    }
}
