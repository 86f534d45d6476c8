//! Commands: the request's struct, and what the runtime needs to send it.

use opcodec_schema::ir::{Command, Data, DataType, Expr};
use proc_macro2::TokenStream;
use quote::quote;

use super::encode::{Members, as_param};
use super::expr::emit;
use super::layout::{Layout, number};
use super::scalar::hex;
use crate::paths::Cx;

/// The items of a command.
pub(crate) fn items(cx: &Cx<'_>, command: &Command) -> Vec<TokenStream> {
    let layout = Layout::new(cx, command.request);
    let name = cx.struct_ident(command.request);
    let (constant, default) = super::structs::default(&layout);
    let codec = super::fixed::codec(&layout);
    let getters = super::structs::fixed_getters(&layout);
    let validate = super::validate::validate(&layout);
    let opcode = hex(u128::from(command.opcode), 2);
    let allow = super::structs::allow();
    vec![
        super::structs::definition(&layout),
        quote! {
            #allow
            impl #name {
                /// Byte 0 of the request.
                pub const OPCODE: u8 = #opcode;
                #constant
                #codec
                #getters
                #validate
            }
            #default
        },
        implementation(cx, command, &layout),
    ]
}

/// `impl Command`.
fn implementation(cx: &Cx<'_>, command: &Command, layout: &Layout<'_, '_>) -> TokenStream {
    let rt = &cx.rt;
    let name = cx.struct_ident(command.request);
    let printed = &command.name.printed;
    let timeout = timeout(command);
    let moved = data(command);
    let (phase, answer, read) = match moved {
        None => (quote!(()), quote!(()), quote!(::core::result::Result::Ok(()))),
        Some((_, false)) => (quote!(&'b [u8]), quote!(()), quote!(::core::result::Result::Ok(()))),
        Some((data, true)) => answer(cx, layout, data),
    };
    let request = request(cx, layout, moved);
    let data = if super::layout::mentions(&read, "data") { quote!(data) } else { quote!(_) };
    let data_len = if super::layout::mentions(&request, "data_len") { quote!(data_len) } else { quote!(_) };
    let allow = super::structs::allow();
    quote! {
        #allow
        impl #rt::Command for #name {
            type Carrier = #rt::Scsi;
            type Phase<'b> = #phase;
            type Answer<'b> = #answer;
            const NAME: &'static str = #printed;
            const TIMEOUT: ::core::time::Duration = #timeout;
            fn request(&self, #data_len: ::core::option::Option<u64>) -> ::core::result::Result<#rt::scsi::Cdb, #rt::Refused> {
                #request
            }
            #[inline]
            fn answer<'b>(&self, _: &#rt::scsi::ScsiReply, #data: &'b [u8]) -> ::core::result::Result<#answer, #rt::DecodeError> {
                #read
            }
        }
    }
}

/// The data phase, and whether it is from the device.
fn data(command: &Command) -> Option<(&Data, bool)> {
    let out = command.out.as_ref().map(|data| (data, false));
    out.or(command.input.as_ref().map(|data| (data, true)))
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

/// Phase, answer and how it is read, of data from the device.
fn answer(cx: &Cx<'_>, layout: &Layout<'_, '_>, data: &Data) -> (TokenStream, TokenStream, TokenStream) {
    let phase = quote!(&'b mut [u8]);
    let members = Members { data: Some(quote!(data.len())), ..Members::new(layout, quote!(self)) };
    let exact = data.size.as_ref().map(|size| exactly(cx, layout, &members, size));
    let DataType::Struct(id, args) = &data.ty else {
        return (phase, quote!(&'b [u8]), quote!(#exact ::core::result::Result::Ok(data)));
    };
    let of = cx.layout(*id);
    let ty = cx.ty(of.module, &of.name);
    let answer = if of.borrows { quote!(#ty<'b>) } else { quote!(#ty) };
    let (wire, place) = (&cx.wire, Layout::new(cx, *id).place(None));
    let how = args.iter().zip(&of.params).map(|(arg, param)| as_param(cx, param.ty, emit(arg, &members)));
    let read = if of.params.is_empty() {
        quote!(#ty::from_bytes(data))
    } else {
        quote!(#wire::message(data, (#(#how,)*), #place))
    };
    match &data.when {
        None => (phase, answer, quote!(#exact #read)),
        Some(when) => {
            let when = emit(when, &members).bool().tokens;
            let read = quote! {
                if #when {
                    #exact
                    #read.map(::core::option::Option::Some)
                } else {
                    ::core::result::Result::Ok(::core::option::Option::None)
                }
            };
            (phase, quote!(::core::option::Option<#answer>), read)
        }
    }
}

/// What the command's exact `size` leaves of the bytes that came: a larger buffer may hold older ones behind them,
/// and fewer are no answer.
fn exactly(cx: &Cx<'_>, layout: &Layout<'_, '_>, members: &Members, size: &Expr) -> TokenStream {
    let (wire, place, need) = (&cx.wire, layout.place(None), need(members, size));
    quote!(let data = #wire::answer(data, #need, #place)?;)
}

/// The buffer's length against the command's, the checks, and the CDB.
fn request(cx: &Cx<'_>, layout: &Layout<'_, '_>, data: Option<(&Data, bool)>) -> TokenStream {
    let rt = &cx.rt;
    let members = Members { data: Some(quote!(got)), ..Members::new(layout, quote!(self)) };
    let from_data = super::fixed::looks_at_data(layout);
    let validate = super::validate::has_checks(layout).then(|| {
        let validate = super::validate::validate(layout);
        let data = super::layout::mentions(&validate, "data_len").then(|| quote!(got));
        quote!(self.validate(#data).map_err(#rt::Refused::Invalid)?;)
    });
    let mut tests = TokenStream::new();
    if let Some((data, into_host)) = data {
        let mut limits = TokenStream::new();
        if let Some(size) = &data.size {
            let (need, test) =
                (need(&members, size), if into_host { quote!(at_least) } else { quote!(exactly) });
            limits.extend(quote!(#rt::Refused::#test(#need, got)?;));
        }
        if let Some(max) = &data.max {
            // The device may send as much as the request allows.
            let (need, test) =
                (need(&members, max), if into_host { quote!(at_least) } else { quote!(at_most) });
            limits.extend(quote!(#rt::Refused::#test(#need, got)?;));
        }
        tests = match &data.when {
            None => limits,
            Some(when) => {
                let when = emit(when, &members).bool().tokens;
                quote!(if #when { #limits } else { #rt::Refused::exactly(0, got)?; })
            }
        };
    }
    let encode = if from_data { quote!(self.to_bytes(got)?) } else { quote!(self.to_bytes()) };
    let body = quote!(#tests #validate ::core::result::Result::Ok(#rt::scsi::Cdb::new(#encode)));
    if !super::layout::mentions(&body, "got") {
        return body;
    }
    quote!(let got = #rt::Refused::known(data_len)?; #body)
}

fn need(members: &Members<'_, '_, '_>, expr: &Expr) -> TokenStream {
    emit(expr, members).i128().tokens
}
