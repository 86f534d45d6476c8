//! The emitter: one file a construct.

mod c_struct;
mod carrier;
mod checksum;
mod coded;
mod command;
mod context;
mod counted;
mod decode;
pub(crate) mod depth;
mod docs;
mod encode;
mod enums;
mod errors;
mod event;
mod expr;
mod fixed;
mod flags;
mod frame;
mod included;
mod layout;
mod literal;
mod maps;
mod opcode_size;
mod phase;
mod request;
mod scalar;
mod structs;
mod union;
mod validate;
mod vectors;
mod words;

use opcodec_schema::ir::{Form, OpcodeSize, Schema, StructId};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::Options;
use crate::names::{ident, payload_name};
use crate::paths::Cx;
use layout::Layout;

/// The Rust of a schema: flat items, without inner attributes.
pub fn emit(schema: &Schema, options: &Options) -> TokenStream {
    emit_items(schema, options).into_iter().collect()
}

/// The Rust of a schema, a few items at a time.
pub fn emit_items(schema: &Schema, options: &Options) -> Vec<TokenStream> {
    let cx = &Cx::new(schema, options);
    let inside = options.inside();
    // For modules of their own.
    let inner = &Cx::new(schema, &inside);
    let wire = &cx.wire;
    // Without it, a runtime of another revision would show as a wall of errors about names.
    let mut items = vec![quote!(const _: () = #wire::revision::R1;)];
    items.extend(included::items(cx));
    for of in schema.enums.iter().filter(|of| cx.is_here(of.module)) {
        items.extend(enums::items(cx, of));
    }
    for of in schema.flags.iter().filter(|of| cx.is_here(of.module)) {
        items.extend(flags::items(cx, of));
    }
    items.extend(checksum::tables(cx));
    for (index, of) in schema.structs.iter().enumerate() {
        if cx.is_here(of.module) && !matches!(of.form, Form::Request(_) | Form::Answer(_) | Form::Event(_)) {
            items.extend(structs::items(&Layout::new(cx, StructId(index as u32))));
        }
    }
    for of in schema.errors.iter().filter(|of| cx.is_here(of.module)) {
        items.extend(errors::items(cx, of));
    }
    for command in schema.commands.iter().filter(|command| cx.is_here(command.module)) {
        items.extend(command::items(cx, command));
    }
    items.extend(schema.commands.iter().filter(|of| cx.is_here(of.module)).map(|of| maps::via(cx, of)));
    items.push(maps::items(inner));
    for alias in schema.aliases.iter().filter(|alias| cx.is_here(alias.module)) {
        items.push(command::alias(cx, alias));
    }
    for event in schema.events.iter().filter(|event| cx.is_here(event.module)) {
        items.extend(event::items(cx, event));
    }
    items.extend(request::control_code(cx));
    items.extend(request::items(cx));
    items.extend(event::all(cx));
    // A protocol without commands has a table of its own, or none: an imported one is the importer's.
    let is_ours = |of: &OpcodeSize| {
        of.span.file.0 == 0 || schema.modules.first().is_some_and(|root| root.carrier.is_some())
    };
    if let Some(of) = schema.opcode_size.as_ref().filter(|of| is_ours(of)) {
        items.extend(opcode_size::items(cx, of));
    }
    if options.vectors {
        items.extend(vectors::items(inner));
    }
    items.retain(|item| !item.is_empty());
    items
}

/// The impls of one fixed layout without its definition: what a derive adds to a struct that is there.
pub fn fixed_impls(schema: &Schema, of: StructId, options: &Options) -> TokenStream {
    let cx = &Cx::new(schema, options);
    let layout = Layout::new(cx, of);
    structs::impls(&layout).into_iter().collect()
}

/// The enum of a union's children.
pub(crate) fn layout_payload_ident(layout: &Layout<'_, '_>) -> Ident {
    ident(&payload_name(layout.of))
}
