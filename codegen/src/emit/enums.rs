//! Enums: an open one is a newtype in which every value is representable, a closed one a Rust enum.

use opcodec_schema::ir::{Enum, Enumerator};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::docs;
use crate::names::{constant_name, ident, type_name};
use crate::paths::{Cx, is_primitive};

/// An enumerator: a constant of an open enum, a variant of a closed one.
pub(crate) fn enumerator(of: &Enum, value: &Enumerator) -> Ident {
    if of.closed { ident(&type_name(&value.name)) } else { ident(&constant_name(&value.name)) }
}

/// The items of an enum.
pub(crate) fn items(cx: &Cx<'_>, of: &Enum) -> Vec<TokenStream> {
    if of.closed { closed(cx, of) } else { open(cx, of) }
}

/// A value as the schema wrote it.
fn written(cx: &Cx<'_>, of: &Enum, value: &Enumerator) -> TokenStream {
    let _ = cx;
    let shown = value.written.starts_with("0x");
    let digits = usize::from(of.repr.bits.div_ceil(4));
    if shown && value.value >= 0 {
        super::scalar::hex(value.value as u128, digits)
    } else {
        super::expr::integer(value.value)
    }
}

fn raw(cx: &Cx<'_>, of: &Enum, value: &Enumerator) -> TokenStream {
    let written = written(cx, of, value);
    if is_primitive(of.repr) {
        written
    } else {
        let ty = cx.int_ty(of.repr);
        quote!(#ty::new(#written))
    }
}

fn open(cx: &Cx<'_>, of: &Enum) -> Vec<TokenStream> {
    let rt = &cx.rt;
    let (name, ty) = (ident(&type_name(&of.name)), cx.int_ty(of.repr));
    let printed = of.name.printed.as_str();
    let doc = docs::lines(docs::of(&of.docs, &format!("`{printed}`.")));
    let alias = docs::alias(printed, &name.to_string());
    let constants = of.values.iter().map(|value| {
        let (constant, raw) = (enumerator(of, value), raw(cx, of, value));
        let doc =
            docs::lines(docs::of(&value.docs, &format!("`{}`: {}.", value.name.printed, value.written)));
        let alias = docs::alias(&value.name.printed, &constant.to_string());
        quote!(#doc #alias pub const #constant: Self = Self(#raw);)
    });
    let number =
        |tokens: &TokenStream| if is_primitive(of.repr) { tokens.clone() } else { quote!(#tokens.value()) };
    let value = number(&quote!(self.0));
    let arms = of.values.iter().map(|value| {
        let (written, name) = (written(cx, of, value), &value.name.printed);
        quote!(#written => ::core::option::Option::Some(#name),)
    });
    let digits = usize::from(of.repr.bits.div_ceil(4));
    let as_u64 = if is_primitive(of.repr) { quote!(self.0 as u64) } else { quote!(self.0.value() as u64) };
    let as_u64 = if of.repr.signed {
        let mask = super::scalar::hex(u128::MAX >> (128 - u32::from(of.repr.bits)), 2);
        quote!(#as_u64 & #mask)
    } else {
        as_u64
    };
    let type_text = name.to_string();
    let allow = super::structs::allow();
    let name_fn = if of.values.is_empty() {
        quote!(::core::option::Option::None)
    } else {
        quote!(match #value { #(#arms)* _ => ::core::option::Option::None })
    };
    vec![
        quote! {
            #doc #alias
            #allow
            #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
            #[repr(transparent)]
            pub struct #name(#ty);
        },
        quote! {
            #allow
            impl #name {
                #(#constants)*
                /// The value with this number, named or not.
                #[must_use]
                #[inline]
                pub const fn new(raw: #ty) -> Self { Self(raw) }
                /// Its number.
                #[must_use]
                #[inline]
                pub const fn raw(self) -> #ty { self.0 }
                /// Its name in the standard, if it has one.
                #[must_use]
                pub const fn name(self) -> ::core::option::Option<&'static str> { #name_fn }
            }
        },
        show(cx, &name, &type_text, &as_u64, digits),
        quote! {
            impl ::core::convert::From<#ty> for #name {
                #[inline]
                fn from(raw: #ty) -> Self { Self(raw) }
            }
        },
        quote! {
            impl ::core::convert::From<#name> for #ty {
                #[inline]
                fn from(value: #name) -> Self { value.0 }
            }
        },
        {
            let _ = rt;
            scalar(cx, of, &name)
        },
    ]
}

/// `Debug` and `Display`: the name, or the number in hex.
pub(crate) fn show(cx: &Cx<'_>, name: &Ident, ty: &str, value: &TokenStream, digits: usize) -> TokenStream {
    let rt = &cx.rt;
    quote! {
        #[allow(clippy::all, clippy::pedantic)]
        impl ::core::fmt::Debug for #name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                #rt::show(f, #ty, self.name(), #value, #digits)
            }
        }
        #[allow(clippy::all, clippy::pedantic)]
        impl ::core::fmt::Display for #name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                #rt::show(f, "", self.name(), #value, #digits)
            }
        }
    }
}

/// As element of a list, where it is whole bytes.
fn scalar(cx: &Cx<'_>, of: &Enum, name: &Ident) -> TokenStream {
    if !of.repr.bits.is_multiple_of(8) {
        return quote!();
    }
    let wire = &cx.wire;
    let ty = cx.int_ty(of.repr);
    let total = of.closed.then(|| {
        quote!(
            const TOTAL: bool = false;
        )
    });
    let wrap = if of.closed {
        quote!(<#ty as #wire::Scalar>::from_bits(bits).and_then(Self::from_raw))
    } else {
        quote!(<#ty as #wire::Scalar>::from_bits(bits).map(Self))
    };
    let raw = if of.closed { quote!(self.raw()) } else { quote!(self.0) };
    quote! {
        impl #wire::Scalar for #name {
            const BYTES: usize = <#ty as #wire::Scalar>::BYTES;
            #total
            #[inline]
            fn from_bits(bits: u64) -> ::core::option::Option<Self> { #wrap }
            #[inline]
            fn to_bits(self) -> u64 { #wire::Scalar::to_bits(#raw) }
        }
    }
}

fn closed(cx: &Cx<'_>, of: &Enum) -> Vec<TokenStream> {
    let (name, ty) = (ident(&type_name(&of.name)), cx.int_ty(of.repr));
    let printed = of.name.printed.as_str();
    let doc = docs::lines(docs::of(&of.docs, &format!("`{printed}`.")));
    let alias = docs::alias(printed, &name.to_string());
    let variants = of.values.iter().map(|value| {
        let variant = enumerator(of, value);
        let doc =
            docs::lines(docs::of(&value.docs, &format!("`{}`: {}.", value.name.printed, value.written)));
        let alias = docs::alias(&value.name.printed, &variant.to_string());
        quote!(#doc #alias #variant,)
    });
    let number = if is_primitive(of.repr) { quote!(raw) } else { quote!(raw.value()) };
    let from = of.values.iter().map(|value| {
        let (variant, written) = (enumerator(of, value), written(cx, of, value));
        quote!(#written => ::core::option::Option::Some(Self::#variant),)
    });
    let to = of.values.iter().map(|value| {
        let (variant, raw) = (enumerator(of, value), raw(cx, of, value));
        quote!(Self::#variant => #raw,)
    });
    let names = of.values.iter().map(|value| {
        let (variant, name) = (enumerator(of, value), &value.name.printed);
        quote!(Self::#variant => #name,)
    });
    let allow = super::structs::allow();
    // A type of few bits may have a name for each of its values: then the last arm is never reached.
    vec![
        quote! {
            #doc #alias
            #allow
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub enum #name { #(#variants)* }
        },
        quote! {
            #[allow(unreachable_patterns, clippy::all, clippy::pedantic)]
            impl #name {
                /// The value with this number, if there is one.
                #[must_use]
                #[inline]
                pub const fn from_raw(raw: #ty) -> ::core::option::Option<Self> {
                    match #number { #(#from)* _ => ::core::option::Option::None }
                }
                /// Its number.
                #[must_use]
                #[inline]
                pub const fn raw(self) -> #ty { match self { #(#to)* } }
                /// Its name in the standard.
                #[must_use]
                pub const fn name(self) -> &'static str { match self { #(#names)* } }
            }
        },
        quote! {
            impl ::core::fmt::Display for #name {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result { f.pad(self.name()) }
            }
        },
        quote! {
            impl ::core::convert::From<#name> for #ty {
                #[inline]
                fn from(value: #name) -> Self { value.raw() }
            }
        },
        scalar(cx, of, &name),
    ]
}
