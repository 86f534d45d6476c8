//! Enums of all that begins with a code: `Request` and `Event`.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{docs, structs};
use crate::paths::Cx;

/// A command or an event.
pub(crate) struct Known {
    /// Its variant.
    pub(crate) name: Ident,
    /// Its type.
    pub(crate) ty: TokenStream,
    /// Its name as the schema prints it.
    pub(crate) printed: String,
    /// The pattern of its code, with a guard where others have the same.
    pub(crate) code: TokenStream,
    /// What the carrier takes, out of `command`.
    pub(crate) make: TokenStream,
}

/// An enum of commands or events, and what is none.
pub(crate) struct CodedEnum {
    pub(crate) name: TokenStream,
    pub(crate) doc: &'static str,
    pub(crate) unknown_doc: &'static str,
    pub(crate) decode_doc: &'static str,
    pub(crate) decode_errors: String,
    pub(crate) encode_doc: &'static str,
    pub(crate) name_doc: &'static str,
    /// What the carrier takes.
    pub(crate) coded: TokenStream,
    pub(crate) known: Vec<Known>,
}

impl CodedEnum {
    /// The enum, what it can do, and what becomes one.
    pub(crate) fn items(&self, cx: &Cx<'_>) -> Vec<TokenStream> {
        let name = &self.name;
        let mut items = vec![self.definition(), self.methods(cx), self.try_from(cx)];
        items.extend(self.known.iter().map(|Known { name: variant, ty, .. }| {
            quote! {
                impl ::core::convert::From<#ty> for #name {
                    #[inline]
                    fn from(value: #ty) -> Self { Self::#variant(value) }
                }
            }
        }));
        items
    }

    fn definition(&self) -> TokenStream {
        let Self { name, coded, .. } = self;
        let allow = structs::allow();
        let (doc, unknown_doc) = (docs::lines([self.doc]), docs::lines([self.unknown_doc]));
        let variants = self.known.iter().map(|Known { name, ty, printed, .. }| {
            let doc = docs::lines([format!("`{printed}`.")]);
            quote!(#doc #name(#ty),)
        });
        quote! {
            #doc
            #allow
            #[derive(Clone, Copy, Debug, PartialEq, Eq)]
            #[non_exhaustive]
            pub enum #name {
                #(#variants)*
                #unknown_doc
                Unknown(#coded),
            }
        }
    }

    fn methods(&self, cx: &Cx<'_>) -> TokenStream {
        let Self { name, coded, .. } = self;
        let (rt, wire, allow) = (&cx.rt, &cx.wire, structs::allow());
        let place = {
            let text = name.to_string();
            quote!(#rt::place!(#text))
        };
        let arms = self
            .known
            .iter()
            .map(|Known { name, ty, code, .. }| quote!(#code => #ty::from_bytes(bytes).map(Self::#name),));
        let encodes =
            self.known.iter().map(|Known { name, make, .. }| quote!(Self::#name(command) => #make,));
        let printed = self.known.iter().map(
            |Known { name, printed, .. }| quote!(Self::#name(_) => ::core::option::Option::Some(#printed),),
        );
        let [decode_doc, encode_doc, name_doc] =
            [self.decode_doc, self.encode_doc, self.name_doc].map(|doc| docs::lines([doc]));
        let errors = docs::lines([self.decode_errors.as_str()]);
        quote! {
            #allow
            impl #name {
                #decode_doc
                ///
                /// # Errors
                ///
                #errors
                pub fn from_bytes(bytes: &[u8]) -> ::core::result::Result<Self, #rt::DecodeError> {
                    match #wire::code::<#coded>(bytes, #place)? {
                        #(#arms)*
                        _ => #wire::unknown(bytes, #place).map(Self::Unknown),
                    }
                }
                #encode_doc
                ///
                /// # Errors
                ///
                /// Where a value does not fit its field.
                pub fn encode(&self) -> ::core::result::Result<#coded, #rt::EncodeError> {
                    ::core::result::Result::Ok(match self {
                        #(#encodes)*
                        Self::Unknown(unknown) => *unknown,
                    })
                }
                #name_doc
                #[must_use]
                pub const fn name(&self) -> ::core::option::Option<&'static str> {
                    match self { #(#printed)* Self::Unknown(_) => ::core::option::Option::None }
                }
            }
        }
    }

    fn try_from(&self, cx: &Cx<'_>) -> TokenStream {
        let Self { name, coded, .. } = self;
        let (rt, wire) = (&cx.rt, &cx.wire);
        quote! {
            impl ::core::convert::TryFrom<#coded> for #name {
                type Error = #rt::DecodeError;
                fn try_from(coded: #coded) -> ::core::result::Result<Self, #rt::DecodeError> {
                    ::core::result::Result::Ok(match #wire::Coded::show(&coded, Self::from_bytes)? {
                        Self::Unknown(_) => Self::Unknown(coded),
                        known => known,
                    })
                }
            }
        }
    }
}
