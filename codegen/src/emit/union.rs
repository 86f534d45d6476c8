//! Unions: the enum of what stands in the payload.

use opcodec_schema::ir::{Case, Form, IntType, Interval, Node};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::docs;
use super::expr::{Ex, Ty};
use super::layout::Layout;
use crate::names::{ident, payload_name, type_name};
use crate::paths::Cx;

/// The variant of a case.
pub(crate) fn variant(cx: &Cx<'_>, case: &Case) -> Ident {
    ident(&type_name(&cx.layout(case.body).name))
}

/// What the variant holds of a decoded child: of a small case the value itself.
pub(crate) fn unwrap_case(layout: &Layout<'_, '_>, child: &TokenStream) -> TokenStream {
    if layout.of.form == Form::Case { quote!(#child.value) } else { child.clone() }
}

/// The child of what a variant holds by reference.
pub(crate) fn wrap_case(layout: &Layout<'_, '_>, held: &TokenStream) -> TokenStream {
    if layout.of.form == Form::Case {
        let name = layout.cx.struct_ident(layout.id);
        quote!(&#name { value: *#held })
    } else {
        held.clone()
    }
}

/// The tag of a union, or of one inside it, where it is the param that `is_it` says: an `Option<i128>`.
pub(crate) fn param_tag(
    layout: &Layout<'_, '_>,
    value: &TokenStream,
    is_it: &dyn Fn(usize) -> bool,
) -> Option<TokenStream> {
    let union = layout.of.union.as_ref()?;
    let payload = layout.var(union.payload);
    let at = if layout.is_bare_union() { value.clone() } else { quote!(#value.#payload) };
    if union.tag_param.is_some_and(is_it) {
        return Some(quote!(#at.tag()));
    }
    let name = super::layout_payload_ident(layout);
    let mut arms = TokenStream::new();
    for case in &union.cases {
        let inner = Layout::new(layout.cx, case.body);
        let deeper = |param: usize| matches!(case.args.get(param).map(|arg| &arg.node), Some(Node::Param(outer)) if is_it(*outer as usize));
        if let Some(tag) = param_tag(&inner, &quote!(inner), &deeper) {
            let variant = variant(layout.cx, case);
            arms.extend(quote!(#name::#variant(inner) => #tag,));
        }
    }
    let at = if layout.is_bare_union() { value.clone() } else { quote!(&#value.#payload) };
    (!arms.is_empty()).then(|| quote!(match #at { #arms _ => ::core::option::Option::None }))
}

/// The tag of a union's value, where one arg says it and every case has one, as a number of that interval.
pub(crate) fn tag_of(layout: &Layout<'_, '_>, value: &TokenStream, interval: Interval) -> Ex {
    let Some(union) = &layout.of.union else { return Ex::atom(quote!(0), Ty::I64) };
    let payload = layout.var(union.payload);
    let tag = if layout.is_bare_union() { quote!(#value.tag()) } else { quote!(#value.#payload.tag()) };
    let number = quote! {
        match #tag { ::core::option::Option::Some(tag) => tag, ::core::option::Option::None => 0 }
    };
    let ex = Ex::new(number, Ty::I128);
    // An unknown child may hold a tag that none of its type is.
    let shape = match union.tag.node {
        Node::Param(param) if !union.closed => {
            layout.of.params.get(param as usize).map(|param| layout.cx.shape(param.ty))
        }
        _ => None,
    };
    match shape {
        Some(shape) => super::expr::wrapped(shape, interval, ex),
        None if interval.is_within(IntType { signed: true, bits: 64 }.interval()) => ex.i64(),
        None => ex,
    }
}

/// The enum of a union's children.
pub(crate) fn payload(layout: &Layout<'_, '_>) -> TokenStream {
    let Some(union) = &layout.of.union else { return quote!() };
    let cx = layout.cx;
    let name = ident(&payload_name(layout.of));
    let generics = layout.payload_borrows().then(|| quote!(<'a>));
    let variants = union.cases.iter().map(|case| {
        let child = Layout::new(cx, case.body);
        let variant = variant(cx, case);
        let of = child.of;
        let doc = docs::lines(docs::of(&of.docs, &format!("`{}`.", of.name.printed)));
        let alias = docs::alias(&of.name.printed, &variant.to_string());
        let ty = if of.form == Form::Case {
            child.member_ty(opcodec_schema::ir::RowId(0))
        } else {
            cx.struct_ty(case.body)
        };
        quote!(#doc #alias #variant(#ty),)
    });
    let wire = &cx.wire;
    let unknown = (!union.closed).then(|| {
        quote! {
            /// A child that the schema does not know.
            Unknown(#wire::Unknown<'a>),
        }
    });
    let doc = if layout.is_bare_union() {
        docs::layout(cx, layout.of, &format!("`{}`.", layout.of.name.printed))
    } else {
        docs::lines([format!("What stands in `{}`.", layout.of.name.printed)])
    };
    let (tag, allow) = (tag(layout, &name, generics.as_ref()), super::structs::allow());
    // What is unknown today may be known tomorrow, and must not break who matches on it.
    let open = (!union.closed).then(|| quote!(#[non_exhaustive]));
    quote! {
        #doc
        #allow
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #open
        pub enum #name #generics { #(#variants)* #unknown }
        #tag
    }
}

/// The tag of what stands in the payload, where something is written from it.
fn tag(layout: &Layout<'_, '_>, name: &Ident, generics: Option<&TokenStream>) -> TokenStream {
    let Some(union) = &layout.of.union else { return quote!() };
    let is_written = union.tag_param.is_some()
        || union.tag_row.is_some_and(|row| matches!(layout.row(row).role, opcodec_schema::ir::Role::Tag));
    // One that an arg says may be asked for by `tag(x)`, in another module too.
    let may_be_asked =
        matches!(union.tag.node, Node::Param(_)) && union.cases.iter().all(|case| case.tags.len() == 1);
    let visibility = match (is_written, may_be_asked) {
        (true, _) => quote!(),
        (false, true) => quote!(#[doc(hidden)] pub),
        (false, false) => return quote!(),
    };
    let generics = generics.map(|_| quote!(<'_>));
    let arms = union.cases.iter().map(|case| {
        let variant = variant(layout.cx, case);
        match case.tags.as_slice() {
            [tag] => {
                let tag = super::expr::integer(*tag);
                quote!(Self::#variant(_) => ::core::option::Option::Some(#tag),)
            }
            _ => quote!(Self::#variant(_) => ::core::option::Option::None,),
        }
    });
    let signed = union.tag.interval.min < 0;
    let unknown = (!union.closed).then(|| {
        let tag = if signed { quote!((unknown.tag as i64) as i128) } else { quote!(unknown.tag as i128) };
        quote!(Self::Unknown(unknown) => ::core::option::Option::Some(#tag),)
    });
    quote! {
        #[allow(clippy::all, clippy::pedantic)]
        impl #name #generics {
            /// The tag that stands for it on the wire.
            #[inline]
            #visibility const fn tag(&self) -> ::core::option::Option<i128> {
                match self { #(#arms)* #unknown }
            }
        }
    }
}
