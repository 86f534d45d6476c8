//! `Request`: every command of the protocol, and what is none.

use opcodec_schema::ir::{Command, Constant, Kind, Role};
use proc_macro2::TokenStream;
use quote::quote;

use super::layout::{Layout, byte_array, number};
use super::scalar::{hex, load};
use crate::paths::Cx;

/// The enum of all commands of the root protocol.
pub(crate) fn items(cx: &Cx<'_>) -> Vec<TokenStream> {
    let commands: Vec<&Command> = cx.schema.commands.iter().filter(|command| command.in_root).collect();
    if commands.is_empty() {
        return Vec::new();
    }
    let rt = &cx.rt;
    let names: Vec<TokenStream> = commands
        .iter()
        .map(|command| {
            let ident = cx.struct_ident(command.request);
            quote!(#ident)
        })
        .collect();
    let variants = commands.iter().zip(&names).map(|(command, name)| {
        let doc = super::docs::lines([format!("`{}`.", command.name.printed)]);
        let ty = cx.ty(command.module, &command.name);
        quote!(#doc #name(#ty),)
    });
    let printed = commands.iter().zip(&names).map(|(command, name)| {
        let printed = &command.name.printed;
        quote!(Self::#name(_) => ::core::option::Option::Some(#printed),)
    });
    let encodes = commands.iter().zip(&names).map(|(command, name)| {
        let layout = Layout::new(cx, command.request);
        let bytes = if super::fixed::looks_at_data(&layout) {
            quote!(command.to_bytes(0)?)
        } else {
            quote!(command.to_bytes())
        };
        quote!(Self::#name(command) => #rt::scsi::Cdb::new(#bytes),)
    });
    let froms = commands.iter().zip(&names).map(|(command, name)| {
        let ty = cx.ty(command.module, &command.name);
        quote! {
            impl ::core::convert::From<#ty> for Request {
                #[inline]
                fn from(command: #ty) -> Self { Self::#name(command) }
            }
        }
    });
    let arms = arms(cx, &commands, &names);
    let allow = super::structs::allow();
    let mut items = vec![
        quote! {
            /// Any request: a command of the protocol, or one that it does not know.
            #allow
            #[derive(Clone, Copy, Debug, PartialEq, Eq)]
            #[non_exhaustive]
            pub enum Request {
                #(#variants)*
                /// A request that is no command of the protocol.
                Unknown(#rt::scsi::Cdb),
            }
        },
        quote! {
            #allow
            impl Request {
                /// Decodes a request: the first command whose constants it has.
                ///
                /// # Errors
                ///
                /// Where the command's own fields are wrong, or the bytes are no request of 6 to 260 bytes.
                pub fn from_bytes(bytes: &[u8]) -> ::core::result::Result<Self, #rt::DecodeError> {
                    let ::core::option::Option::Some(&opcode) = bytes.first() else {
                        return ::core::result::Result::Err(#rt::DecodeError::short(#rt::place!("Request"), 1, 0));
                    };
                    match opcode {
                        #(#arms)*
                        _ => match #rt::scsi::Cdb::from_slice(bytes) {
                            ::core::option::Option::Some(cdb) => ::core::result::Result::Ok(Self::Unknown(cdb)),
                            ::core::option::Option::None => ::core::result::Result::Err(#rt::DecodeError::new(
                                #rt::Why::Unknown, #rt::place!("Request"), 0, 0, opcode as u64,
                            )),
                        },
                    }
                }
                /// Encodes it. What is computed from the data phase, and was not decoded, is that of no data.
                ///
                /// # Errors
                ///
                /// Where a value does not fit its field.
                pub fn encode(&self) -> ::core::result::Result<#rt::scsi::Cdb, #rt::EncodeError> {
                    ::core::result::Result::Ok(match self {
                        #(#encodes)*
                        Self::Unknown(cdb) => *cdb,
                    })
                }
                /// The command's name as the schema prints it.
                #[must_use]
                pub const fn name(&self) -> ::core::option::Option<&'static str> {
                    match self { #(#printed)* Self::Unknown(_) => ::core::option::Option::None }
                }
            }
        },
    ];
    items.extend(froms);
    items
}

fn arms(cx: &Cx<'_>, commands: &[&Command], names: &[TokenStream]) -> Vec<TokenStream> {
    commands
        .iter()
        .zip(names)
        .map(|(command, name)| {
            let opcode = hex(u128::from(command.opcode), 2);
            let ty = cx.ty(command.module, &command.name);
            let guard = consts(cx, command, &quote!(bytes));
            let guard = (!guard.is_empty()).then(|| quote!(if #(#guard)&&*));
            quote!(#opcode #guard => #ty::from_bytes(bytes).map(Self::#name),)
        })
        .collect()
}

/// Whether a request is a command: its opcode and its other constants, as far as the bytes reach.
pub(crate) fn is_it(cx: &Cx<'_>, command: &Command, bytes: &TokenStream) -> TokenStream {
    let opcode = hex(u128::from(command.opcode), 2);
    let rest = consts(cx, command, bytes);
    quote!(#bytes.first().copied() == ::core::option::Option::Some(#opcode) #(&& #rest)*)
}

fn consts(cx: &Cx<'_>, command: &Command, bytes: &TokenStream) -> Vec<TokenStream> {
    let layout = Layout::new(cx, command.request);
    let wire = &cx.wire;
    let mut tests = Vec::new();
    for id in &command.consts {
        let (row, start) = (layout.row(*id), layout.static_offset(*id).unwrap_or(0));
        let start_literal = number(start);
        match (&row.role, &row.kind) {
            (Role::Const(Constant::Int(value)), Kind::Bits(bits)) if start > 0 => {
                let size = number(u64::from(bits.bytes));
                let there = load(bits, &quote!(word), 0).operand();
                let mask = u128::MAX >> (128 - u32::from(bits.width));
                let value = hex(*value as u128 & mask, usize::from(bits.width.div_ceil(4)));
                tests.push(
                    quote!(#wire::chunk::<#size>(#bytes, #start_literal).is_none_or(|word| #there == #value)),
                );
            }
            (Role::Const(Constant::Bytes(value)), _) => {
                let (size, value) = (number(value.len() as u64), byte_array(value));
                tests.push(quote!(#wire::chunk::<#size>(#bytes, #start_literal).is_none_or(|there| *there == #value)));
            }
            _ => {}
        }
    }
    tests
}
