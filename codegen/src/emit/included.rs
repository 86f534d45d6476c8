//! What an included protocol brings along whose Rust is elsewhere: its commands are this protocol's too, so they
//! and the types of its file are named here as well.

use std::collections::BTreeSet;

use opcodec_schema::ir::{Form, ModuleId, Struct};
use proc_macro2::TokenStream;
use quote::quote;

use crate::names::{has_members, ident, payload_name, type_name};
use crate::paths::Cx;

/// One `pub use` for each included protocol.
pub(crate) fn items(cx: &Cx<'_>) -> impl Iterator<Item = TokenStream> {
    cx.included().map(|(module, path)| {
        let names = names(cx, module).into_iter().map(|name| ident(&name));
        quote!(pub use #path::{#(#names),*};)
    })
}

/// The names of a module's own types.
fn names(cx: &Cx<'_>, module: ModuleId) -> BTreeSet<String> {
    let schema = cx.schema;
    let structs = schema.structs.iter().filter(|of| of.module == module && of.form != Form::Case);
    let structs = structs.flat_map(|of| [Some(type_name(&of.name)), payload(of)]).flatten();
    let enums = schema.enums.iter().filter(|of| of.module == module).map(|of| type_name(&of.name));
    let flags = schema.flags.iter().filter(|of| of.module == module).map(|of| type_name(&of.name));
    let errors = schema.errors.iter().filter(|of| of.module == module).map(|of| type_name(&of.name));
    let aliases = schema.aliases.iter().filter(|of| of.module == module).map(|of| type_name(&of.name));
    structs.chain(enums).chain(flags).chain(errors).chain(aliases).collect()
}

/// The enum of a union's children, where it is a type beside the union's own.
fn payload(of: &Struct) -> Option<String> {
    has_members(of).then(|| payload_name(of))
}
