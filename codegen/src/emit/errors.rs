//! Error tables: a newtype over the number, so that every code is representable.

use opcodec_schema::ir::{CodeType, CommandId, ErrorTable, ResponsePattern, Retry};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::docs;
use super::scalar::hex;
use crate::names::{constant_name, ident, type_name};
use crate::paths::{Cx, code_bits};

/// The items of an error table.
pub(crate) fn items(cx: &Cx<'_>, of: &ErrorTable) -> Vec<TokenStream> {
    let (rt, name) = (&cx.rt, ident(&type_name(&of.name)));
    let printed = of.name.printed.as_str();
    let raw = super::scalar::unsigned(code_bits(of.ty));
    let digits = usize::from(code_bits(of.ty) / 4);
    let doc = docs::lines(docs::of(&of.docs, &format!("Codes of `{printed}`.")));
    let alias = docs::alias(printed, &name.to_string());
    let table = format_ident!("{}", constant_name(&of.name) + "_CODES");
    let (constants, statics) = (constants(of, digits), table_item(cx, of, &table));
    let type_text = name.to_string();
    let parts = parts(of);
    let (sense, response) = (from_sense(cx, of), from_response(cx, of));
    let at = |code: Option<usize>| match code {
        Some(code) => {
            let name = constant(of, code);
            quote!(::core::option::Option::Some(Self::#name))
        }
        None => quote!(::core::option::Option::None),
    };
    let (timeout, short, invalid) = (at(of.on_timeout), at(of.on_short_data), at(of.on_invalid_response));
    let scalar = scalar(cx, &name, &raw);
    vec![
        quote! {
            #doc #alias
            #[allow(clippy::all, clippy::pedantic)]
            #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
            #[repr(transparent)]
            pub struct #name(#raw);
        },
        statics,
        quote! {
            #[allow(clippy::all, clippy::pedantic)]
            impl #name {
                #constants
                /// The code for a request that the device did not answer in time, if the table has one.
                pub const ON_TIMEOUT: ::core::option::Option<Self> = #timeout;
                /// The code for an answer that is shorter than its layout, if the table has one.
                pub const ON_SHORT_DATA: ::core::option::Option<Self> = #short;
                /// The code for an answer that its layout refuses, if the table has one.
                pub const ON_INVALID_RESPONSE: ::core::option::Option<Self> = #invalid;
                /// The code with this number, named or not.
                #[must_use]
                #[inline]
                pub const fn new(raw: #raw) -> Self { Self(raw) }
                /// Its number.
                #[must_use]
                #[inline]
                pub const fn raw(self) -> #raw { self.0 }
                /// The code of a name or of another name of the same number.
                #[must_use]
                pub fn from_name(name: &str) -> ::core::option::Option<Self> {
                    #table.named(name).map(|value| Self(value as #raw))
                }
                /// What the table says about it, if it is one of its codes.
                #[must_use]
                #[inline]
                pub fn entry(self) -> ::core::option::Option<&'static #rt::CodeEntry> { #table.get(self.0 as u32) }
                /// Every code of the table in its order.
                #[must_use]
                pub const fn entries() -> &'static [#rt::CodeEntry] { #table.entries() }
                /// Its name.
                #[must_use]
                #[inline]
                pub fn name(self) -> ::core::option::Option<&'static str> { self.entry().map(|entry| entry.name) }
                /// What it means; empty where the table does not say.
                #[must_use]
                pub fn text(self) -> &'static str { self.entry().map_or("", |entry| entry.text) }
                /// What kind of trouble it is, in a word; empty where the table does not say.
                #[must_use]
                pub fn kind(self) -> &'static str { self.entry().map_or("", |entry| entry.kind) }
                /// What a person can do; empty where the table does not say.
                #[must_use]
                pub fn advice(self) -> &'static str { self.entry().map_or("", |entry| entry.advice) }
                /// When the request may be repeated.
                #[must_use]
                pub fn retry(self) -> ::core::option::Option<#rt::Retry> { self.entry().and_then(|entry| entry.retry) }
                #parts
                #sense
                #response
            }
        },
        quote! {
            #[allow(clippy::all, clippy::pedantic)]
            impl ::core::fmt::Debug for #name {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    #rt::show(f, #type_text, self.name(), self.0 as u64, #digits)
                }
            }
        },
        quote! {
            #[allow(clippy::all, clippy::pedantic)]
            impl ::core::fmt::Display for #name {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    #rt::show_code(f, self.entry(), self.0 as u64, #digits)
                }
            }
        },
        quote!(impl ::core::error::Error for #name {}),
        quote! {
            impl ::core::convert::From<#raw> for #name {
                #[inline]
                fn from(raw: #raw) -> Self { Self(raw) }
            }
        },
        quote! {
            impl ::core::convert::From<#name> for #raw {
                #[inline]
                fn from(code: #name) -> Self { code.0 }
            }
        },
        scalar,
    ]
}

fn constant(of: &ErrorTable, code: usize) -> Ident {
    ident(&constant_name(&of.codes[code].name))
}

fn constants(of: &ErrorTable, digits: usize) -> TokenStream {
    let mut out = TokenStream::new();
    for (index, code) in of.codes.iter().enumerate() {
        let (name, value) = (constant(of, index), hex(u128::from(code.value), digits));
        let text = code.text.as_deref().unwrap_or("");
        let said = if text.is_empty() { format!("`{}`.", code.name.printed) } else { sentence(text) };
        let mut lines = docs::of(&code.docs, &said);
        if !text.is_empty() && code.docs.text.is_some() {
            lines.push(String::new());
            lines.push(sentence(text));
        }
        if let Some(advice) = &code.advice {
            lines.push(String::new());
            lines.push(format!("What to do: {}.", docs::plain(advice)));
        }
        let doc = docs::lines(lines);
        out.extend(quote!(#doc pub const #name: Self = Self(#value);));
        for alias in &code.aliases {
            let (other, doc) =
                (ident(&constant_name(alias)), docs::lines([format!("The same as [`Self::{name}`].")]));
            out.extend(quote!(#doc pub const #other: Self = Self::#name;));
        }
    }
    out
}

fn sentence(text: &str) -> String {
    let text = docs::plain(text);
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", chars.as_str())
}

/// The static with the entries, the hash and the sorted names.
fn table_item(cx: &Cx<'_>, of: &ErrorTable, table: &Ident) -> TokenStream {
    let rt = &cx.rt;
    let digits = usize::from(code_bits(of.ty) / 4);
    let entries = of.codes.iter().map(|code| {
        let (value, name) = (hex(u128::from(code.value), digits), &code.name.printed);
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let (kind, says, advice) = (text(&code.kind), text(&code.text), text(&code.advice));
        let retry = match code.retry {
            None => quote!(::core::option::Option::None),
            Some(retry) => {
                let retry = match retry {
                    Retry::Never => quote!(Never),
                    Retry::Now => quote!(Now),
                    Retry::Later => quote!(Later),
                    Retry::AfterReset => quote!(AfterReset),
                };
                quote!(::core::option::Option::Some(#rt::Retry::#retry))
            }
        };
        quote!(#rt::CodeEntry { value: #value, name: #name, kind: #kind, text: #says, advice: #advice, retry: #retry })
    });
    let (factor, slots) = perfect_hash(&of.codes.iter().map(|code| code.value).collect::<Vec<_>>());
    let slots = slots.iter().map(|slot| super::expr::integer(i128::from(*slot)));
    let factor = hex(u128::from(factor), 8);
    let mut names: Vec<(&str, u32)> = of
        .codes
        .iter()
        .flat_map(|code| {
            std::iter::once(&code.name).chain(&code.aliases).map(|name| (name.printed.as_str(), code.value))
        })
        .collect();
    names.sort_unstable();
    let names = names.iter().map(|(name, value)| {
        let value = hex(u128::from(*value), digits);
        quote!((#name, #value))
    });
    quote! {
        static #table: #rt::CodeTable =
            #rt::CodeTable::new(&[#(#entries),*], &[#(#slots),*], #factor, &[#(#names),*]);
    }
}

/// A factor that sends every number to a slot of its own, and the slots.
fn perfect_hash(values: &[u32]) -> (u32, Vec<u16>) {
    if values.is_empty() {
        return (1, vec![0]);
    }
    let mut size = values.len().next_power_of_two().max(2);
    loop {
        // Odd factors from a fixed sequence: the same schema always gives the same table.
        let mut factor = 0x9E37_79B1_u32;
        for _ in 0..20_000 {
            let mut slots = vec![None; size];
            let free = values.iter().enumerate().all(|(index, value)| {
                let slot = (value.wrapping_mul(factor) >> 16) as usize & (size - 1);
                slots[slot].replace(index as u16).is_none()
            });
            if free {
                return (factor, slots.into_iter().map(|slot| slot.unwrap_or(0)).collect());
            }
            factor = factor.wrapping_mul(0x0001_9660D).wrapping_add(0x3C6E_F35F) | 1;
        }
        size *= 2;
    }
}

/// Severity and facility, which an unknown code has too.
fn parts(of: &ErrorTable) -> TokenStream {
    match of.ty {
        CodeType::Hresult => quote! {
            /// Whether the severity bit says failure.
            #[must_use]
            #[inline]
            pub const fn is_failure(self) -> bool { self.0 & 0x8000_0000 != 0 }
            /// The facility that issued the code: bits 26 to 16.
            #[must_use]
            #[inline]
            pub const fn facility(self) -> u16 { (self.0 >> 16 & 0x7FF) as u16 }
            /// The facility's own number: bits 15 to 0.
            #[must_use]
            #[inline]
            pub const fn code(self) -> u16 { (self.0 & 0xFFFF) as u16 }
        },
        CodeType::Ntstatus => quote! {
            /// The severity: 0 success, 1 information, 2 warning, 3 error.
            #[must_use]
            #[inline]
            pub const fn severity(self) -> u8 { (self.0 >> 30) as u8 }
            /// The facility that issued the code: bits 27 to 16.
            #[must_use]
            #[inline]
            pub const fn facility(self) -> u16 { (self.0 >> 16 & 0xFFF) as u16 }
            /// The facility's own number: bits 15 to 0.
            #[must_use]
            #[inline]
            pub const fn code(self) -> u16 { (self.0 & 0xFFFF) as u16 }
        },
        CodeType::U8 | CodeType::U16 | CodeType::U32 => quote!(),
    }
}

/// Sense patterns, the most specific first.
fn from_sense(cx: &Cx<'_>, of: &ErrorTable) -> TokenStream {
    if of.sense.is_empty() {
        return quote!();
    }
    let arms = of.sense.iter().map(|pattern| {
        let part = |part: Option<u8>| match part {
            Some(part) => hex(u128::from(part), 2),
            None => quote!(_),
        };
        let (key, asc, ascq) = (part(pattern.key), part(pattern.asc), part(pattern.ascq));
        let (guard, name) = (after(cx, &pattern.after, &quote!(cdb)), constant(of, pattern.code));
        quote!((#key, #asc, #ascq) #guard => ::core::option::Option::Some(Self::#name),)
    });
    let uses_cdb = of.sense.iter().any(|pattern| !pattern.after.is_empty());
    let cdb = if uses_cdb { quote!(cdb) } else { quote!(_) };
    // A pattern without any fixed part makes the last arm unreachable.
    quote! {
        /// The code that sense data becomes: sense key, additional sense code and qualifier, and the CDB that
        /// they answer.
        #[must_use]
        #[allow(unreachable_patterns, clippy::match_same_arms)]
        pub fn from_sense(key: u8, asc: u8, ascq: u8, #cdb: &[u8]) -> ::core::option::Option<Self> {
            match (key, asc, ascq) {
                #(#arms)*
                _ => ::core::option::Option::None,
            }
        }
    }
}

/// Response codes of PTP. Those that depend on the operation are more specific.
fn from_response(cx: &Cx<'_>, of: &ErrorTable) -> TokenStream {
    if of.responses.is_empty() {
        return quote!();
    }
    let arm = |pattern: &ResponsePattern| {
        let (code, guard) =
            (hex(u128::from(pattern.response), 4), after(cx, &pattern.after, &quote!(operation)));
        let name = constant(of, pattern.code);
        quote!(#code #guard => ::core::option::Option::Some(Self::#name),)
    };
    let (general, after): (Vec<_>, Vec<_>) =
        of.responses.iter().partition(|pattern| pattern.after.is_empty());
    let general = general.into_iter().map(arm);
    let of_any = if general.len() == 0 {
        quote!(::core::option::Option::None)
    } else {
        quote!(match code { #(#general)* _ => ::core::option::Option::None })
    };
    let code = if super::layout::mentions(&of_any, "code") { quote!(code) } else { quote!(_) };
    let from_response = quote! {
        /// The code that a response code becomes, whatever was asked.
        #[must_use]
        #[allow(clippy::match_same_arms)]
        pub const fn from_response(#code: u16) -> ::core::option::Option<Self> { #of_any }
    };
    if after.is_empty() {
        return from_response;
    }
    let after = after.into_iter().map(arm);
    quote! {
        #from_response
        /// The code that a response code becomes after an operation: its code and its parameters, little-endian.
        #[must_use]
        #[allow(clippy::match_same_arms)]
        pub fn from_response_after(code: u16, operation: &[u8]) -> ::core::option::Option<Self> {
            match code {
                #(#after)*
                _ => Self::from_response(code),
            }
        }
    }
}

/// The guard of a pattern that depends on the command.
fn after(cx: &Cx<'_>, after: &[CommandId], request: &TokenStream) -> TokenStream {
    if after.is_empty() {
        return quote!();
    }
    let tests = after.iter().map(|command| {
        let command = &cx.schema.commands[command.index()];
        let test = super::request::is_it(cx, command, request);
        quote!((#test))
    });
    quote!(if #(#tests)||*)
}

fn scalar(cx: &Cx<'_>, name: &Ident, raw: &Ident) -> TokenStream {
    let wire = &cx.wire;
    quote! {
        impl #wire::Scalar for #name {
            const BYTES: usize = <#raw as #wire::Scalar>::BYTES;
            #[inline]
            fn from_bits(bits: u64) -> ::core::option::Option<Self> {
                <#raw as #wire::Scalar>::from_bits(bits).map(Self)
            }
            #[inline]
            fn to_bits(self) -> u64 { #wire::Scalar::to_bits(self.0) }
        }
    }
}
