//! `via` of a command.

use opcodec_schema::ir::{Command, DataType, Map, MapParam, MapParamType, ViaArg};
use proc_macro2::TokenStream;
use quote::quote;

use super::{is_const, named, path};
use crate::emit::docs;
use crate::emit::expr::integer;
use crate::emit::layout::mentions;
use crate::emit::scalar::hex;
use crate::paths::{Cx, is_primitive};

/// `via` of a command: the maps that its input goes through, one after the other.
pub(crate) fn via(cx: &Cx<'_>, command: &Command) -> TokenStream {
    let maps: Option<Vec<&Map>> =
        command.via.iter().map(|step| cx.schema.maps.get(step.map.index())).collect();
    let (Some(maps), Some(out)) = (maps, &command.out) else { return quote!() };
    let (Some(last), DataType::Struct(from, _)) = (maps.last(), &out.ty) else { return quote!() };
    let (from, to) = (cx.layout(*from), cx.layout(last.to));
    let (rt, name, allow) = (&cx.rt, cx.struct_ident(command.request), crate::emit::structs::allow());
    let mut steps = TokenStream::new();
    let mut call = quote!();
    for (index, (map, step)) in maps.iter().zip(&command.via).enumerate() {
        let args = map.params.iter().zip(&step.args).map(|(param, arg)| via_arg(cx, map, param, *arg));
        let (path, input) = (path(cx, map), if index == 0 { quote!(from) } else { quote!(&mapped) });
        call = quote!(#path(#input #(, #args)*));
        if index + 1 < maps.len() {
            steps.extend(quote! {
                let mapped = match #call {
                    ::core::result::Result::Ok(mapped) => mapped,
                    ::core::result::Result::Err(error) => return ::core::result::Result::Err(error),
                };
            });
        }
    }
    let body = quote!(#steps #call);
    let lifetime = to.borrows.then(|| quote!('a));
    let output = mentions(&body, "output").then(|| quote!(, output: ::core::option::Option<&#lifetime [u8]>));
    let passes = from.borrows || output.is_some();
    let generics = lifetime.as_ref().filter(|_| passes).map(|lifetime| quote!(<#lifetime>));
    let source = named(cx, from, lifetime.as_ref().filter(|_| passes));
    let target = if passes { lifetime } else { Some(quote!('static)) };
    let target = named(cx, to, target.as_ref());
    let constant = maps.iter().all(|map| is_const(cx, map)).then(|| quote!(const));
    let mut text = vec![
        format!(
            "What the command's `{}` becomes on the way to the device: a `{}`.",
            from.name.printed, to.name.printed
        ),
        String::new(),
        "# Errors".into(),
        String::new(),
    ];
    let steps: Vec<String> =
        maps.iter().map(|map| format!("[`{0}`]({0})", path(cx, map).to_string().replace(' ', ""))).collect();
    text.push(format!("Those of {}.", steps.join(" and ")));
    let doc = docs::lines(text);
    quote! {
        #allow
        impl #name {
            #doc
            #[inline]
            pub #constant fn via #generics(from: &#source #output) -> ::core::result::Result<#target, #rt::EncodeError> {
                #body
            }
        }
    }
}

fn via_arg(cx: &Cx<'_>, map: &Map, param: &MapParam, arg: ViaArg) -> TokenStream {
    match (arg, param.ty) {
        (ViaArg::Output, _) => quote!(output),
        (ViaArg::OutputLength, MapParamType::Scalar(ty)) => {
            let (rt, wire, shape) = (&cx.rt, &cx.wire, cx.shape(ty));
            let (container, field) = (&map.name.printed, &param.name.printed);
            let place = quote!(#rt::place!(#container, #field, "", ""));
            let (min, max) = (integer(shape.interval().min), integer(shape.interval().max));
            let raw = cx.raw_ty(ty);
            let fit = quote! {
                match #wire::fit(#wire::pointed_len(output) as i128, #min, #max, 0, #place) {
                    ::core::result::Result::Ok(len) => len as #raw,
                    ::core::result::Result::Err(error) => return ::core::result::Result::Err(error),
                }
            };
            if is_primitive(shape) {
                fit
            } else {
                let (ty, mask) = (cx.int_ty(shape), hex(u128::MAX >> (128 - u32::from(shape.bits)), 2));
                quote!(#ty::new(#fit & #mask))
            }
        }
        (ViaArg::Int(value), MapParamType::Scalar(ty)) => cx.constant(ty, value),
        (ViaArg::OutputLength | ViaArg::Int(_), MapParamType::Pointer) => {
            quote!(::core::option::Option::None)
        }
    }
}
