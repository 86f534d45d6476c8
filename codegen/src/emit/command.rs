//! Commands: the request's struct, and what the runtime needs to send it.

use opcodec_schema::ir::{Alias, Command, StructId};
use proc_macro2::TokenStream;
use quote::quote;

use super::carrier;
use super::layout::{Layout, number};
use super::phase::Phase;
use super::{docs, structs};
use crate::names::{ident, type_name};
use crate::paths::Cx;

/// The items of a command.
pub(crate) fn items(cx: &Cx<'_>, command: &Command) -> Vec<TokenStream> {
    let layout = Layout::new(cx, command.request);
    let name = cx.struct_ident(command.request);
    let constant = carrier::opcode(command).map(|(ty, opcode)| {
        let doc = docs::lines([carrier::types(cx, command.carrier).opcode_doc]);
        quote!(#doc pub const OPCODE: #ty = #opcode;)
    });
    let allow = structs::allow();
    let mut items = vec![structs::definition(&layout)];
    if layout.of.fixed.is_some() {
        let (default, default_impl) = structs::default(&layout);
        let codec = super::fixed::codec(&layout);
        let getters = structs::fixed_getters(&layout);
        let validate = super::validate::validate(&layout);
        items.push(quote! {
            #allow
            impl #name { #constant #default #codec #getters #validate }
            #default_impl
        });
    } else {
        items.extend(constant.map(|constant| quote!(#allow impl #name { #constant })));
        items.extend(structs::impls(&layout));
    }
    items.push(implementation(cx, command, &layout));
    if let Some(answer) = command.parameters() {
        items.extend(response(cx, answer));
    }
    items
}

/// Another name of a command.
pub(crate) fn alias(cx: &Cx<'_>, alias: &Alias) -> TokenStream {
    let command = &cx.schema.commands[alias.of.index()];
    let (name, of) = (ident(&type_name(&alias.name)), cx.ty(command.module, &command.name));
    let doc = docs::lines(docs::of(&alias.docs, &format!("Another name of `{}`.", command.name.printed)));
    let other = docs::alias(&alias.name.printed, &name.to_string());
    let generics = cx.layout(command.request).borrows.then(|| quote!(<'a>));
    quote!(#doc #other pub type #name #generics = #of #generics;)
}

/// The parameters of a response.
fn response(cx: &Cx<'_>, answer: StructId) -> Vec<TokenStream> {
    let (rt, name) = (&cx.rt, cx.struct_ident(answer));
    let mut items = structs::items(&Layout::new(cx, answer));
    items.push(quote!(impl #rt::ptp::Response for #name {}));
    items
}

/// `impl Command`.
fn implementation(cx: &Cx<'_>, command: &Command, layout: &Layout<'_, '_>) -> TokenStream {
    let rt = &cx.rt;
    let name = cx.struct_ident(command.request);
    let generics = layout.of.borrows.then(|| quote!(<'_>));
    let printed = &command.name.printed;
    let timeout = timeout(command);
    let carrier::Types { marker, request: request_ty, reply: reply_ty, .. } =
        carrier::types(cx, command.carrier);
    let phase = Phase::new(cx, command, layout);
    let (phase_ty, answer_ty, read) = (phase.ty(), phase.answer_ty(), phase.answer());
    let request = request(cx, command, layout, &phase);
    let (size, both) = (phase.data_size(), phase.both());
    let bind = |body: &TokenStream, name: &str| {
        let name = layout.own(name);
        if super::layout::mentions(body, &name.to_string()) { quote!(#name) } else { quote!(_) }
    };
    let (data, reply, data_len) = (bind(&read, "data"), bind(&read, "reply"), bind(&request, "data_len"));
    let allow = structs::allow();
    quote! {
        #allow
        impl #rt::Command for #name #generics {
            type Carrier = #marker;
            type Phase<'b> = #phase_ty;
            type Answer<'b> = #answer_ty;
            const NAME: &'static str = #printed;
            const TIMEOUT: ::core::time::Duration = #timeout;
            fn request(&self, #data_len: ::core::option::Option<u64>) -> ::core::result::Result<#request_ty, #rt::Refused> {
                #request
            }
            #[inline]
            fn answer<'b>(&self, #reply: &#reply_ty, #data: &'b [u8]) -> ::core::result::Result<#answer_ty, #rt::DecodeError> {
                #read
            }
            #size
            #both
        }
    }
}

fn timeout(command: &Command) -> TokenStream {
    let millis = command.timeout.as_millis() as u64;
    if millis.is_multiple_of(1000) {
        let seconds = number(millis / 1000);
        quote!(::core::time::Duration::from_secs(#seconds))
    } else {
        let millis = number(millis);
        quote!(::core::time::Duration::from_millis(#millis))
    }
}

/// The buffer's length against the command's, the checks, and the request.
fn request(cx: &Cx<'_>, command: &Command, layout: &Layout<'_, '_>, phase: &Phase<'_, '_>) -> TokenStream {
    let (rt, got, data_len) = (&cx.rt, layout.own("got"), layout.own("data_len"));
    let validate = super::validate::has_checks(layout).then(|| {
        let validate = super::validate::validate(layout);
        let looks = super::layout::mentions(&validate, &layout.data_var().to_string());
        let data = looks.then(|| quote!(#got));
        quote!(self.validate(#data).map_err(#rt::Refused::Invalid)?;)
    });
    let (limits, make) =
        (phase.limits(), carrier::request(cx, command, layout, &quote!(self), &quote!(#got)));
    let body = quote!(#limits #validate ::core::result::Result::Ok(#make));
    if !super::layout::mentions(&body, &got.to_string()) {
        return body;
    }
    quote!(let #got = #rt::Refused::known(#data_len)?; #body)
}
