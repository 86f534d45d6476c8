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
    /// The pattern of its code, with a guard where others have the same. Where there is no code, the condition that
    /// its bytes have its constants; nothing where it has none.
    pub(crate) code: TokenStream,
    /// Whether its type has a lifetime.
    pub(crate) borrows: bool,
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
    /// Whether what it is begins with a code. Frames do not: what they are, all of their constants say.
    pub(crate) has_code: bool,
    pub(crate) known: Vec<Known>,
    /// Whether it takes a `Context` to decode one.
    pub(crate) takes_context: bool,
}

impl CodedEnum {
    /// The enum, what it can do, and what becomes one.
    pub(crate) fn items(&self, cx: &Cx<'_>) -> Vec<TokenStream> {
        let name = &self.name;
        let mut items = vec![self.definition(), self.methods(cx)];
        if !self.takes_context {
            items.push(self.try_from(cx));
        }
        items.extend(self.known.iter().map(|Known { name: variant, ty, borrows, .. }| {
            let of = borrows.then(|| quote!(<'a>));
            let generics = self.borrows().then(|| if *borrows { quote!(<'a>) } else { quote!(<'_>) });
            quote! {
                impl #of ::core::convert::From<#ty #of> for #name #generics {
                    #[inline]
                    fn from(value: #ty #of) -> Self { Self::#variant(value) }
                }
            }
        }));
        items
    }

    /// Whether it has a lifetime: something known has one.
    fn borrows(&self) -> bool {
        self.known.iter().any(|known| known.borrows)
    }

    /// `<'a>`, where it has a lifetime.
    fn generics(&self) -> Option<TokenStream> {
        self.borrows().then(|| quote!(<'a>))
    }

    fn definition(&self) -> TokenStream {
        let Self { name, coded, .. } = self;
        let allow = structs::allow();
        let (doc, unknown_doc) = (docs::lines([self.doc]), docs::lines([self.unknown_doc]));
        let generics = self.generics();
        let variants = self.known.iter().map(|Known { name, ty, printed, borrows, .. }| {
            let doc = docs::lines([format!("`{printed}`.")]);
            let of = borrows.then(|| quote!(<'a>));
            quote!(#doc #name(#ty #of),)
        });
        quote! {
            #doc
            #allow
            #[derive(Clone, Copy, Debug, PartialEq, Eq)]
            #[non_exhaustive]
            pub enum #name #generics {
                #(#variants)*
                #unknown_doc
                Unknown(#coded),
            }
        }
    }

    fn methods(&self, cx: &Cx<'_>) -> TokenStream {
        let Self { name, coded, .. } = self;
        let (rt, allow) = (&cx.rt, structs::allow());
        let place = {
            let text = name.to_string();
            quote!(#rt::place!(#text))
        };
        let (decoding, generics) = (self.decoding(cx, &place), self.generics());
        let input = if self.borrows() { quote!(&'a [u8]) } else { quote!(&[u8]) };
        let encodes =
            self.known.iter().map(|Known { name, make, .. }| quote!(Self::#name(command) => #make,));
        let printed = self.known.iter().map(
            |Known { name, printed, .. }| quote!(Self::#name(_) => ::core::option::Option::Some(#printed),),
        );
        let [decode_doc, encode_doc, name_doc] =
            [self.decode_doc, self.encode_doc, self.name_doc].map(|doc| docs::lines([doc]));
        let errors = docs::lines([self.decode_errors.as_str()]);
        let context = self.takes_context.then(|| {
            if super::layout::mentions(&decoding, "context") {
                quote!(, context: &Context)
            } else {
                quote!(, _: &Context)
            }
        });
        quote! {
            #allow
            impl #generics #name #generics {
                #decode_doc
                ///
                /// # Errors
                ///
                #errors
                pub fn from_bytes(bytes: #input #context) -> ::core::result::Result<Self, #rt::DecodeError> {
                    #decoding
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

    /// The body of `from_bytes`.
    fn decoding(&self, cx: &Cx<'_>, place: &TokenStream) -> TokenStream {
        let (wire, coded) = (&cx.wire, &self.coded);
        let unknown = quote!(#wire::unknown(bytes, #place).map(Self::Unknown));
        if self.has_code {
            let arms = self.known.iter().map(
                |Known { name, ty, code, .. }| quote!(#code => #ty::from_bytes(bytes).map(Self::#name),),
            );
            return quote! {
                match #wire::code::<#coded>(bytes, #place)? {
                    #(#arms)*
                    _ => #unknown,
                }
            };
        }
        let mut body = TokenStream::new();
        for Known { name, ty, code, .. } in &self.known {
            let decode = quote!(#ty::from_bytes(bytes).map(Self::#name));
            if code.is_empty() {
                // Any frame is one.
                return quote!(#body #decode);
            }
            body.extend(quote!(if #code { return #decode; }));
        }
        quote!(#body #unknown)
    }

    fn try_from(&self, cx: &Cx<'_>) -> TokenStream {
        let Self { name, coded, .. } = self;
        let (rt, wire) = (&cx.rt, &cx.wire);
        if !self.has_code {
            let (lead, generics) =
                if self.borrows() { (quote!(<'a>), quote!(<'a>)) } else { (quote!(), quote!()) };
            let from = if self.borrows() { quote!(&'a #coded) } else { quote!(&#coded) };
            return quote! {
                impl #lead ::core::convert::TryFrom<#from> for #name #generics {
                    type Error = #rt::DecodeError;
                    fn try_from(coded: #from) -> ::core::result::Result<Self, #rt::DecodeError> {
                        ::core::result::Result::Ok(match Self::from_bytes(coded.as_bytes())? {
                            Self::Unknown(_) => Self::Unknown(*coded),
                            known => known,
                        })
                    }
                }
            };
        }
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
