//! `validate`: the checks of a value that is to be encoded.

use opcodec_schema::ir::{Kind, RowId};
use proc_macro2::TokenStream;
use quote::quote;

use super::encode::Members;
use super::expr::{Names, emit};
use super::layout::{Layout, number};

/// Whether a layout has checks of its own.
pub(crate) fn has_checks(layout: &Layout<'_, '_>) -> bool {
    layout.of.rows.iter().any(|row| row.check.is_some())
}

/// `validate`, where there is something to test.
pub(crate) fn validate(layout: &Layout<'_, '_>) -> TokenStream {
    if !has_checks(layout) || layout.is_bare_union() {
        return quote!();
    }
    let cx = layout.cx;
    let (rt, wire) = (&cx.rt, &cx.wire);
    let mut members = Members::new(layout, quote!(self));
    let data_var = layout.data_var();
    members.data = Some(quote!(#data_var));
    let mut tests = TokenStream::new();
    for (index, row) in layout.of.rows.iter().enumerate() {
        let Some(check) = &row.check else { continue };
        let (id, at) = (RowId(index as u32), number(layout.static_offset(RowId(index as u32)).unwrap_or(0)));
        let place = layout.place_of_check(id);
        let holds = emit(check, &members).bool().operand();
        let got = match &row.kind {
            Kind::Bits(_) => members.row(id, &[]).u64(),
            _ => quote!(0),
        };
        let there = layout.row(id).is_option().then(|| {
            let var = layout.var(id);
            if layout.is_member(id) { quote!(self.#var.is_some() &&) } else { quote!() }
        });
        tests.extend(quote! {
            if #there !#holds {
                return #wire::wrong(#rt::Why::Check, #place, #at, 1, #got);
            }
        });
    }
    let looks = super::layout::mentions(&tests, &data_var.to_string());
    let data = looks.then(|| quote!(, #data_var: u64));
    let used: Vec<_> = layout
        .passed()
        .iter()
        .map(|param| {
            let (var, ty) = (layout.param(param), cx.scalar_ty(param.ty));
            let raw = cx.to_raw(param.ty, &quote!(#var));
            let is_used = super::layout::mentions(&tests, &var.to_string());
            (quote!(, #var: #ty), is_used.then(|| quote!(let #var = #raw;)), is_used)
        })
        .collect();
    let signature = used.iter().filter(|(_, _, is_used)| *is_used).map(|(param, ..)| param);
    let raws = used.iter().filter_map(|(_, raw, _)| raw.as_ref());
    quote! {
        /// Tests the rules of the table that a value may break.
        ///
        /// # Errors
        ///
        /// The first rule that is broken, as decoding would give it.
        pub fn validate(&self #(#signature)* #data) -> ::core::result::Result<(), #rt::DecodeError> {
            #(#raws)*
            #tests
            ::core::result::Result::Ok(())
        }
    }
}
