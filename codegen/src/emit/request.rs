//! `Request`: every command of the protocol, and what is none.

use opcodec_schema::ir::{Carrier, Command, Constant, Kind, Role};
use proc_macro2::TokenStream;
use quote::quote;

use super::carrier;
use super::coded::{CodedEnum, Known};
use super::context;
use super::layout::{Layout, byte_array, number};
use super::scalar::{hex, load};
use crate::names::{ident, type_name};
use crate::paths::Cx;

/// The enum of all commands of the root protocol.
pub(crate) fn items(cx: &Cx<'_>) -> Vec<TokenStream> {
    let commands: Vec<&Command> = cx.schema.commands.iter().filter(|command| command.in_root).collect();
    let Some(first) = commands.first() else { return Vec::new() };
    let carrier::Types { request, .. } = carrier::types(cx, first.carrier);
    let whole = match first.carrier {
        Carrier::Scsi => "6 to 260 bytes",
        Carrier::UsbControl => "8 bytes",
        Carrier::Ptp => "a code and up to five parameters",
        Carrier::Ioctl => "4 bytes",
        Carrier::Frame => "at most 512 bytes",
    };
    let known = commands.iter().map(|command| {
        let layout = Layout::new(cx, command.request);
        let name = cx.struct_ident(command.request);
        let make = carrier::request(cx, command, &layout, &quote!(command), &quote!(0));
        let (ty, printed) = (cx.ty(command.module, &command.name), command.name.printed.clone());
        let mut guard = consts(cx, command, &quote!(bytes));
        let is_alone = guard.is_empty();
        guard.extend(
            context::only(cx, command).map(|only| if is_alone { only.tokens } else { only.operand() }),
        );
        let code = match carrier::opcode(command) {
            Some((_, code)) => {
                let guard = all_of(guard).map(|guard| quote!(if #guard));
                quote!(#code #guard)
            }
            None => all_of(guard).unwrap_or_default(),
        };
        Known { name, ty, printed, code, make, borrows: layout.of.borrows }
    });
    let takes_context = !cx.schema.context.is_empty();
    let mut items = context::items(cx);
    let all = CodedEnum {
        name: quote!(Request),
        doc: "Any request: a command of the protocol, or one that it does not know.",
        unknown_doc: "A request that is no command of the protocol.",
        decode_doc: if takes_context {
            "Decodes a request: the first command whose constants it has, of those that exist in this context."
        } else {
            "Decodes a request: the first command whose constants it has."
        },
        decode_errors: format!(
            "Where the command's own fields are wrong, or the bytes are no request of {whole}."
        ),
        encode_doc: "Encodes it. What is computed from the data phase, and was not decoded, is that of no data.",
        name_doc: "The command's name as the schema prints it.",
        coded: request,
        has_code: first.opcode.is_some(),
        known: known.collect(),
        takes_context,
    };
    items.extend(all.items(cx));
    items
}

/// The enum of control codes becomes what is sent.
pub(crate) fn control_code(cx: &Cx<'_>) -> Option<TokenStream> {
    let is_ioctl = |command: &Command| command.in_root && command.carrier == Carrier::Ioctl;
    let of = cx.schema.enums.iter().find(|of| of.name.printed == "Opcode" && cx.is_here(of.module))?;
    if !cx.schema.commands.iter().any(is_ioctl) || of.closed || of.repr.bits != 32 {
        return None;
    }
    let (rt, name) = (&cx.rt, ident(&type_name(&of.name)));
    Some(quote! {
        impl ::core::convert::From<#name> for #rt::ioctl::ControlCode {
            #[inline]
            fn from(code: #name) -> Self { Self::new(code.raw()) }
        }
    })
}

/// Whether a request is a command: its opcode and its other constants, as far as the bytes reach.
pub(crate) fn is_it(cx: &Cx<'_>, command: &Command, bytes: &TokenStream) -> TokenStream {
    let wire = &cx.wire;
    let carrier::Types { request, .. } = carrier::types(cx, command.carrier);
    let rest = consts(cx, command, bytes);
    match carrier::opcode(command) {
        Some((_, opcode)) => quote!(#wire::has_code::<#request>(#bytes, #opcode) #(&& #rest)*),
        None => all_of(rest).unwrap_or_else(|| quote!(true)),
    }
}

/// That all conditions hold; nothing where there are none.
fn all_of(conditions: Vec<TokenStream>) -> Option<TokenStream> {
    conditions.into_iter().reduce(|all, one| quote!(#all && #one))
}

fn consts(cx: &Cx<'_>, command: &Command, bytes: &TokenStream) -> Vec<TokenStream> {
    let layout = Layout::new(cx, command.request);
    let wire = &cx.wire;
    let mut tests = Vec::new();
    // The opcode, which comes first, is what the caller looks at.
    for id in command.consts.iter().skip(usize::from(command.opcode.is_some())) {
        let (row, start) = (layout.row(*id), layout.static_offset(*id).unwrap_or(0));
        let start_literal = number(start);
        if let (Role::Const(Constant::Int(value)), Kind::Bits(bits)) = (&row.role, &row.kind) {
            let size = number(u64::from(bits.bytes));
            let there = load(bits, &quote!(word), 0).operand();
            let mask = u128::MAX >> (128 - u32::from(bits.width));
            let value = hex(*value as u128 & mask, usize::from(bits.width.div_ceil(4)));
            tests.push(
                quote!(#wire::chunk::<#size>(#bytes, #start_literal).is_none_or(|word| #there == #value)),
            );
        } else if let Some(value) = row.constant_octets() {
            let (size, value) = (number(value.len() as u64), byte_array(&value));
            tests.push(
                quote!(#wire::chunk::<#size>(#bytes, #start_literal).is_none_or(|there| *there == #value)),
            );
        }
    }
    tests
}
