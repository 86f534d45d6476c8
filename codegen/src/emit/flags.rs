//! Sets of flags: a newtype over the number, with a constant a bit.

use opcodec_schema::ir::{Flag, Flags};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::docs;
use super::scalar::{hex, unsigned};
use crate::names::{constant_name, ident, type_name};
use crate::paths::{Cx, is_primitive};

/// The constant of a flag. Everything else of the type has a name in small letters.
pub(crate) fn constant(flag: &Flag) -> Ident {
    ident(&constant_name(&flag.name))
}

/// The items of a set of flags.
pub(crate) fn items(cx: &Cx<'_>, of: &Flags) -> Vec<TokenStream> {
    let (rt, name) = (&cx.rt, ident(&type_name(&of.name)));
    let (text, digits) = (name.to_string(), Literal::usize_unsuffixed(digits(of)));
    vec![
        definition(of, &name),
        methods(cx, of, &name),
        table(cx, of, &name),
        quote!(#rt::flag_operators!(#name, #text, #digits);),
        conversions(cx, of, &name),
        element(cx, of, &name),
    ]
}

/// Hex digits of its number.
fn digits(of: &Flags) -> usize {
    usize::from(of.repr.bits.div_ceil(4))
}

fn bit(of: &Flags, flag: &Flag) -> TokenStream {
    hex(1 << flag.bit, digits(of).max(2))
}

/// All bits that its type has.
fn mask(of: &Flags) -> TokenStream {
    hex(u128::MAX >> (128 - u32::from(of.repr.bits)), digits(of).max(2))
}

fn definition(of: &Flags, name: &Ident) -> TokenStream {
    let printed = of.name.printed.as_str();
    let mut doc = docs::of(&of.docs, &format!("`{printed}`."));
    if !of.bits.is_empty() {
        doc.extend([String::new(), "| bit | flag |".into(), "|---|---|".into()]);
        let mut bits: Vec<&Flag> = of.bits.iter().collect();
        bits.sort_by_key(|flag| flag.bit);
        doc.extend(bits.iter().map(|flag| format!("| {} | {} |", flag.bit, docs::code(&flag.name.printed))));
    }
    let (doc, alias, allow) =
        (docs::lines(doc), docs::alias(printed, &name.to_string()), super::structs::allow());
    let held = unsigned(of.repr.bits);
    quote! {
        #doc #alias
        #allow
        #[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(transparent)]
        pub struct #name(#held);
    }
}

fn constants(of: &Flags) -> TokenStream {
    let each = of.bits.iter().map(|flag| {
        let (constant, value, printed) = (constant(flag), bit(of, flag), &flag.name.printed);
        let mut doc = docs::of(&flag.docs, &format!("`{printed}`: bit {}.", flag.bit));
        if flag.docs.text.is_some() {
            doc.extend([String::new(), format!("`{printed}`: bit {}.", flag.bit)]);
        }
        let (doc, alias) = (docs::lines(doc), docs::alias(printed, &constant.to_string()));
        quote!(#doc #alias pub const #constant: Self = Self(#value);)
    });
    quote!(#(#each)*)
}

fn methods(cx: &Cx<'_>, of: &Flags, name: &Ident) -> TokenStream {
    let (rt, ty, allow, constants) = (&cx.rt, cx.int_ty(of.repr), super::structs::allow(), constants(of));
    let (new, raw) = if is_primitive(of.repr) {
        (quote!(Self(raw)), quote!(self.0))
    } else {
        let mask = mask(of);
        (quote!(Self(raw.value())), quote!(#ty::new(self.0 & #mask)))
    };
    let all = of.bits.iter().fold(0, |all, flag| all | 1_u128 << flag.bit);
    let all = hex(all, digits(of).max(2));
    quote! {
        #allow
        impl #name {
            #constants
            /// The set with these bits, whether they have names or not.
            #[must_use]
            #[inline]
            pub const fn new(raw: #ty) -> Self { #new }
            /// Its bits.
            #[must_use]
            #[inline]
            pub const fn raw(self) -> #ty { #raw }
            /// No flag.
            #[must_use]
            #[inline]
            pub const fn empty() -> Self { Self(0) }
            /// Every flag that has a name.
            #[must_use]
            #[inline]
            pub const fn all() -> Self { Self(#all) }
            /// Whether no bit is set.
            #[must_use]
            #[inline]
            pub const fn is_empty(self) -> bool { self.0 == 0 }
            /// Whether every flag that has a name is set.
            #[must_use]
            #[inline]
            pub const fn is_all(self) -> bool { self.contains(Self::all()) }
            /// Whether all of `other` are set.
            #[must_use]
            #[inline]
            pub const fn contains(self, other: Self) -> bool { self.0 & other.0 == other.0 }
            /// Whether any of `other` is set.
            #[must_use]
            #[inline]
            pub const fn intersects(self, other: Self) -> bool { self.0 & other.0 != 0 }
            /// Those of both: `|`.
            #[must_use]
            #[inline]
            pub const fn union(self, other: Self) -> Self { Self(self.0 | other.0) }
            /// Those that are in both: `&`.
            #[must_use]
            #[inline]
            pub const fn intersection(self, other: Self) -> Self { Self(self.0 & other.0) }
            /// Those that `other` has not: `-`.
            #[must_use]
            #[inline]
            pub const fn difference(self, other: Self) -> Self { Self(self.0 & !other.0) }
            /// Those that are in one of them only: `^`.
            #[must_use]
            #[inline]
            pub const fn symmetric_difference(self, other: Self) -> Self { Self(self.0 ^ other.0) }
            /// Those that have a name and are not set: `!`.
            #[must_use]
            #[inline]
            pub const fn complement(self) -> Self { Self::all().difference(self) }
            /// The bits that have no name.
            #[must_use]
            #[inline]
            pub const fn unnamed(self) -> Self { self.difference(Self::all()) }
            /// Sets all of `other`.
            #[inline]
            pub const fn insert(&mut self, other: Self) { *self = self.union(other); }
            /// Clears all of `other`.
            #[inline]
            pub const fn remove(&mut self, other: Self) { *self = self.difference(other); }
            /// Sets those of `other` that were clear, and clears those that were set.
            #[inline]
            pub const fn toggle(&mut self, other: Self) { *self = self.symmetric_difference(other); }
            /// Sets or clears all of `other`.
            #[inline]
            pub const fn set(&mut self, other: Self, value: bool) {
                if value { self.insert(other) } else { self.remove(other) }
            }
            /// Those that are set, one by one; what has no name comes last, as one.
            #[inline]
            pub fn iter(self) -> #rt::flags::Iter<Self> { #rt::flags::Iter::new(self) }
            /// Those that are set and have a name, with it.
            #[inline]
            pub fn iter_names(self) -> #rt::flags::Names<Self> { #rt::flags::Names::new(self) }
        }
    }
}

fn table(cx: &Cx<'_>, of: &Flags, name: &Ident) -> TokenStream {
    let (rt, held) = (&cx.rt, unsigned(of.repr.bits));
    let flags = of.bits.iter().map(|flag| {
        let (constant, printed) = (constant(flag), &flag.name.printed);
        quote!(#rt::flags::Flag::new(#printed, Self::#constant))
    });
    let (from, to) = match of.repr.bits {
        64 => (quote!(bits), quote!(self.0)),
        _ if is_primitive(of.repr) => (quote!(bits as #held), quote!(self.0 as u64)),
        _ => {
            let mask = mask(of);
            if of.repr.bits > 32 {
                (quote!(bits & #mask), quote!(self.0))
            } else {
                (quote!((bits & #mask) as #held), quote!(self.0 as u64))
            }
        }
    };
    let allow = super::structs::allow();
    quote! {
        #allow
        impl #rt::flags::Flags for #name {
            const FLAGS: &'static [#rt::flags::Flag<Self>] = &[#(#flags),*];
            #[inline]
            fn from_u64(bits: u64) -> Self { Self(#from) }
            #[inline]
            fn to_u64(self) -> u64 { #to }
        }
    }
}

fn conversions(cx: &Cx<'_>, of: &Flags, name: &Ident) -> TokenStream {
    let ty = cx.int_ty(of.repr);
    quote! {
        impl ::core::convert::From<#ty> for #name {
            #[inline]
            fn from(raw: #ty) -> Self { Self::new(raw) }
        }
        impl ::core::convert::From<#name> for #ty {
            #[inline]
            fn from(flags: #name) -> Self { flags.raw() }
        }
    }
}

/// As element of a list, where it is whole bytes.
fn element(cx: &Cx<'_>, of: &Flags, name: &Ident) -> TokenStream {
    if !of.repr.bits.is_multiple_of(8) {
        return quote!();
    }
    let (wire, ty) = (&cx.wire, cx.int_ty(of.repr));
    quote! {
        impl #wire::Scalar for #name {
            const BYTES: usize = <#ty as #wire::Scalar>::BYTES;
            #[inline]
            fn from_bits(bits: u64) -> ::core::option::Option<Self> {
                <#ty as #wire::Scalar>::from_bits(bits).map(Self::new)
            }
            #[inline]
            fn to_bits(self) -> u64 { #wire::Scalar::to_bits(self.raw()) }
        }
    }
}

/// A set by the names of its flags, and the number of what has none.
pub(crate) fn literal(cx: &Cx<'_>, of: &Flags, value: i128) -> TokenStream {
    let path = cx.ty(of.module, &of.name);
    let (mut rest, mut set) = (value, None);
    for flag in of.bits.iter().filter(|flag| value >> flag.bit & 1 != 0) {
        let constant = constant(flag);
        set = Some(match set {
            None => quote!(#path::#constant),
            Some(set) => quote!(#set.union(#path::#constant)),
        });
        rest &= !(1 << flag.bit);
    }
    if rest != 0 {
        let raw = hex(rest as u128, digits(of).max(2));
        let ty = cx.int_ty(of.repr);
        let raw = if is_primitive(of.repr) { raw } else { quote!(#ty::new(#raw)) };
        set = Some(match set {
            None => quote!(#path::new(#raw)),
            Some(set) => quote!(#set.union(#path::new(#raw))),
        });
    }
    set.unwrap_or_else(|| quote!(#path::empty()))
}
