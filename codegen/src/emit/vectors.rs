//! Test vectors: `#[test]` functions in a module of their own.

use opcodec_schema::interp;
use opcodec_schema::ir::{Expect, Form, Subject, Vector};
use opcodec_schema::value::ErrorKind;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::layout::{Layout, byte_array, number};
use super::literal::{Literals, args};
use super::{context, docs};
use crate::names::member_name;
use crate::paths::Cx;

/// The module, if the root has vectors.
pub(crate) fn items(cx: &Cx<'_>) -> Option<TokenStream> {
    let here = |vector: &&Vector| match vector.subject {
        Subject::Layout(of) => cx.is_here(cx.layout(of).module),
        Subject::Map(of) => cx.schema.maps.get(of.index()).is_some_and(|map| cx.is_here(map.module)),
    };
    let tests: Vec<TokenStream> =
        cx.schema.vectors.iter().filter(here).filter_map(|vector| test(cx, vector)).collect();
    (!tests.is_empty()).then(|| {
        quote! {
            #[cfg(test)]
            #[allow(clippy::all, clippy::pedantic)]
            mod vectors {
                use super::*;
                #(#tests)*
            }
        }
    })
}

fn test(cx: &Cx<'_>, vector: &Vector) -> Option<TokenStream> {
    let of = match vector.subject {
        Subject::Layout(of) => of,
        Subject::Map(of) => return super::maps::test(cx, of, vector),
    };
    let layout = Layout::new(cx, of);
    let body = match &vector.expect {
        Expect::Error(ErrorKind::Unknown) => unknown(cx, vector)?,
        Expect::Error(kind) => error(cx, &layout, vector, *kind)?,
        Expect::RoundTrip => round_trip(cx, &layout, vector)?,
        Expect::Fields(_) => fields(cx, &layout, vector)?,
        Expect::Maps { .. } => return None,
    };
    let name = format_ident!("{}_{}", member_name(&layout.of.name), vector.number);
    let doc = vector.docs.text.is_some().then(|| docs::lines(docs::of(&vector.docs, "")));
    Some(quote! {
        #doc
        #[test]
        fn #name() { #body }
    })
}

/// A call of `from_bytes`. A request gets its args, which are no part of the bytes, from the vector.
fn decoded(cx: &Cx<'_>, layout: &Layout<'_, '_>, vector: &Vector) -> TokenStream {
    let (ty, args) = (cx.ty(layout.of.module, &layout.of.name), passed(cx, layout, vector));
    let call = quote!(#ty::from_bytes(&bytes #args));
    let Form::Request(_) = layout.of.form else { return call };
    let other =
        layout.of.params.iter().zip(&vector.args).filter(|(param, value)| param.default != Some(**value));
    let members: Vec<TokenStream> = other
        .map(|(param, value)| {
            let (member, value) = (layout.param(param), cx.constant(param.ty, *value));
            quote!(#member: #value)
        })
        .collect();
    if members.is_empty() { call } else { quote!(#call.map(|value| #ty { #(#members,)* ..value })) }
}

/// What `from_bytes` and `encode` take behind the bytes. The args of a request are members.
fn passed(cx: &Cx<'_>, layout: &Layout<'_, '_>, vector: &Vector) -> TokenStream {
    match layout.of.form {
        Form::Request(_) => quote!(),
        _ => args(cx, &layout.of.params, &vector.args),
    }
}

/// That `value` encodes to the bytes of that name and number.
fn encodes(
    cx: &Cx<'_>,
    layout: &Layout<'_, '_>,
    vector: &Vector,
    (expected, len): (&TokenStream, usize),
) -> TokenStream {
    let ok = quote!(::core::result::Result::Ok);
    if layout.of.fixed.is_none() {
        let args = passed(cx, layout, vector);
        let only_args: TokenStream = args.clone().into_iter().skip(1).collect();
        let data = layout.takes_data().then(|| quote!(, 0));
        // The buffer is larger, and not clean.
        let (len, room) = (number(len as u64), number(len as u64 + 16));
        return quote! {
            let mut out = [0xAA; #room];
            assert_eq!(value.encoded_len(#only_args), #len);
            let encoded = value.encode(&mut out #args #data);
            assert_eq!(encoded, #ok(#expected.as_slice()));
        };
    }
    if super::fixed::looks_at_data(layout) {
        quote!(assert_eq!(value.to_bytes(0), #ok(#expected));)
    } else {
        quote!(assert_eq!(value.to_bytes(), #expected);)
    }
}

/// Decoding gives the fields, encoding gives the bytes.
fn fields(cx: &Cx<'_>, layout: &Layout<'_, '_>, vector: &Vector) -> Option<TokenStream> {
    let Expect::Fields(record) = &vector.expect else { return None };
    let bytes = match &vector.bytes {
        Some(bytes) => bytes.clone(),
        None => interp::encode(cx.schema, record, None).ok()?,
    };
    // The vector holds, so this is what it says, with all that goes without saying.
    let record = interp::decode(cx.schema, layout.id, &vector.args, &bytes).ok()?;
    let mut literals = Literals::new(cx);
    let value = literals.record(&record)?;
    let (lets, bind) = (literals.lets(), bind(&bytes, "bytes"));
    let (decoded, encodes) =
        (decoded(cx, layout, vector), encodes(cx, layout, vector, (&quote!(bytes), bytes.len())));
    let in_context = in_context(cx, layout, vector)?;
    Some(quote! {
        #bind
        #lets
        let value = #value;
        let decoded = #decoded;
        assert_eq!(decoded, ::core::result::Result::Ok(value));
        #encodes
        #in_context
    })
}

/// The bytes decode, and encode to themselves in every named bit.
fn round_trip(cx: &Cx<'_>, layout: &Layout<'_, '_>, vector: &Vector) -> Option<TokenStream> {
    let bytes = vector.bytes.as_deref().unwrap_or_default();
    let record = interp::decode(cx.schema, layout.id, &vector.args, bytes).ok()?;
    let encoded = interp::encode(cx.schema, &record, None).ok()?;
    let (first, decoded) = (bind(bytes, "bytes"), decoded(cx, layout, vector));
    // Bits without a name are encoded as zero.
    let (second, expected) =
        if encoded == bytes { (quote!(), quote!(bytes)) } else { (bind(&encoded, "named"), quote!(named)) };
    let encodes = encodes(cx, layout, vector, (&expected, encoded.len()));
    let in_context = in_context(cx, layout, vector)?;
    Some(quote! {
        #first
        #second
        let value = #decoded.unwrap();
        #encodes
        #in_context
    })
}

/// Decoding fails so.
fn error(cx: &Cx<'_>, layout: &Layout<'_, '_>, vector: &Vector, kind: ErrorKind) -> Option<TokenStream> {
    let rt = &cx.rt;
    let bind = bind(vector.bytes.as_deref().unwrap_or_default(), "bytes");
    let decoded = match &vector.context {
        Some(context) => {
            let context = context::literal(cx, context)?;
            quote!(Request::from_bytes(&bytes, &#context))
        }
        None => decoded(cx, layout, vector),
    };
    let kind = format_ident!("{kind:?}");
    Some(quote! {
        #bind
        let kind = #decoded.map_err(|error| error.kind());
        assert_eq!(kind, ::core::result::Result::Err(#rt::ErrorKind::#kind));
    })
}

/// The request is no command.
fn unknown(cx: &Cx<'_>, vector: &Vector) -> Option<TokenStream> {
    let rt = &cx.rt;
    let bind = bind(vector.bytes.as_deref().unwrap_or_default(), "bytes");
    let context = if cx.schema.context.is_empty() {
        quote!()
    } else {
        let context = context::literal(cx, vector.context.as_deref().unwrap_or_default())?;
        quote!(, &#context)
    };
    cx.schema.commands.iter().any(|command| command.in_root).then(|| {
        quote! {
            #bind
            match Request::from_bytes(&bytes #context) {
                ::core::result::Result::Ok(request) => assert_eq!(request.name(), ::core::option::Option::None),
                ::core::result::Result::Err(error) => assert_eq!(error.kind(), #rt::ErrorKind::Unknown),
            }
        }
    })
}

/// In its context, the bytes are this command.
fn in_context(cx: &Cx<'_>, layout: &Layout<'_, '_>, vector: &Vector) -> Option<TokenStream> {
    let Some(context) = &vector.context else { return Some(quote!()) };
    let (context, name) = (context::literal(cx, context)?, &layout.of.name.printed);
    Some(quote! {
        let request = Request::from_bytes(&bytes, &#context).unwrap();
        assert_eq!(request.name(), ::core::option::Option::Some(#name));
    })
}

fn bind(bytes: &[u8], name: &str) -> TokenStream {
    let (name, len, bytes) = (format_ident!("{name}"), number(bytes.len() as u64), byte_array(bytes));
    quote!(let #name: [u8; #len] = #bytes;)
}
