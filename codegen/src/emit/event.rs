//! Events: a struct each, and the enum of them all.

use opcodec_schema::ir::Event;
use proc_macro2::TokenStream;
use quote::quote;

use super::coded::{CodedEnum, Known};
use super::layout::Layout;
use super::scalar::hex;
use super::structs;
use crate::paths::Cx;

/// The items of an event.
pub(crate) fn items(cx: &Cx<'_>, event: &Event) -> Vec<TokenStream> {
    let layout = Layout::new(cx, event.layout);
    let (name, code, allow) =
        (cx.struct_ident(event.layout), hex(u128::from(event.code), 4), structs::allow());
    let mut items = structs::items(&layout);
    items.push(quote! {
        #allow
        impl #name {
            /// The event code.
            pub const CODE: u16 = #code;
        }
    });
    items
}

/// The enum of all events of the root protocol.
pub(crate) fn all(cx: &Cx<'_>) -> Vec<TokenStream> {
    let events: Vec<&Event> = cx.schema.events.iter().filter(|event| event.in_root).collect();
    if events.is_empty() {
        return Vec::new();
    }
    let (rt, wire) = (&cx.rt, &cx.wire);
    let known = events.iter().map(|event| {
        let code = hex(u128::from(event.code), 4);
        let place = Layout::new(cx, event.layout).place(None);
        Known {
            name: cx.struct_ident(event.layout),
            ty: cx.ty(event.module, &event.name),
            printed: event.name.printed.clone(),
            code: quote!(#code),
            make: quote!(#wire::coded(command, (), #place)?),
            borrows: false,
        }
    });
    CodedEnum {
        name: quote!(Event),
        doc: "Any event: one of the protocol, or one that it does not know.",
        unknown_doc: "An event that is none of the protocol.",
        decode_doc: "Decodes an event: its code and its parameters.",
        decode_errors:
            "Where the event's own fields are wrong, or the bytes are no code with up to five parameters."
                .into(),
        encode_doc: "Encodes it, of no transaction.",
        name_doc: "The event's name as the schema prints it.",
        coded: quote!(#rt::ptp::Event),
        has_code: true,
        known: known.collect(),
        takes_context: false,
    }
    .items(cx)
}
