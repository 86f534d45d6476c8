//! Test vectors as `#[test]` functions: what the interpreter says at generation time, asserted of the Rust.

use opcodec_schema::interp;
use opcodec_schema::ir::{Element, Expect, Form, Kind, Length, RowId, Vector};
use opcodec_schema::value::{CaseValue, ErrorKind, Record, Value};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::layout::{Layout, byte_array, number};
use crate::names::member_name;
use crate::paths::Cx;

/// The module of tests.
pub(crate) fn items(cx: &Cx<'_>) -> Vec<TokenStream> {
    let tests: Vec<TokenStream> = cx
        .schema
        .vectors
        .iter()
        .filter(|vector| cx.is_here(cx.layout(vector.subject).module))
        .map(|vector| test(cx, vector))
        .collect();
    if tests.is_empty() {
        return Vec::new();
    }
    vec![quote! {
        #[cfg(test)]
        #[allow(clippy::all, clippy::pedantic, unused_imports)]
        mod vectors {
            use super::*;
            #(#tests)*
        }
    }]
}

fn test(cx: &Cx<'_>, vector: &Vector) -> TokenStream {
    let layout = Layout::new(cx, vector.subject);
    let name = format_ident!("{}_{}", member_name(&layout.of.name).trim_start_matches('_'), vector.number);
    let doc = vector.docs.text.as_ref().map(|text| super::docs::lines(text.lines().map(super::docs::plain)));
    let body = body(cx, &layout, vector);
    quote!(#doc #[test] fn #name() { #body })
}

fn body(cx: &Cx<'_>, layout: &Layout<'_, '_>, vector: &Vector) -> TokenStream {
    let rt = &cx.rt;
    let schema = cx.schema;
    let given = vector.bytes.clone().unwrap_or_default();
    if let Expect::Error(kind) = &vector.expect {
        let (bytes, kind_name) = (byte_array(&given), format_ident!("{}", format!("{kind:?}")));
        let decode = if *kind == ErrorKind::Unknown && layout.of.fixed.is_some() {
            // What the schema does not know is a value.
            return quote! {
                let bytes: &[u8] = &#bytes;
                ::core::assert!(!::core::matches!(Request::from_bytes(bytes), ::core::result::Result::Ok(request) if request.name().is_some()));
            };
        } else {
            decode(layout, vector)
        };
        return quote! {
            let bytes: &[u8] = &#bytes;
            ::core::assert_eq!(#decode.map_err(|error| error.kind()), ::core::result::Result::Err(#rt::ErrorKind::#kind_name));
        };
    }
    let bytes = match (&vector.expect, &vector.bytes) {
        (Expect::Fields(record), None) => interp::encode(schema, record, None).unwrap_or_default(),
        _ => given,
    };
    // A vector that does not hold was refused before anything is emitted.
    let Ok(record) = interp::decode(schema, vector.subject, &vector.args, &bytes) else { return quote!() };
    let encoded = interp::encode(schema, &record, None).unwrap_or_default();
    let (value, decode, encode) =
        (record_value(layout, &record), decode(layout, vector), encode(layout, vector));
    let ty = cx.struct_ident(layout.id);
    let ty = if layout.of.borrows { quote!(#ty<'static>) } else { quote!(#ty) };
    let ty = if layout.of.form == Form::Case { quote!(#ty) } else { ty };
    let (encoded, same) = (byte_array(&encoded), encoded == bytes);
    let bytes = byte_array(&bytes);
    let encoded = if same { quote!(BYTES) } else { quote!(&#encoded) };
    quote! {
        const BYTES: &[u8] = &#bytes;
        const VALUE: #ty = #value;
        let bytes = BYTES;
        ::core::assert_eq!(#decode, ::core::result::Result::Ok(VALUE));
        let encoded: &[u8] = #encoded;
        #encode
    }
}

/// The args of a vector, as they are passed between generated functions.
fn how(layout: &Layout<'_, '_>, vector: &Vector) -> TokenStream {
    let cx = layout.cx;
    let values = layout.of.params.iter().zip(&vector.args).map(|(param, value)| {
        let value = cx.constant(param.ty, *value);
        cx.to_raw(param.ty, &value)
    });
    quote!((#(#values,)*))
}

fn decode(layout: &Layout<'_, '_>, vector: &Vector) -> TokenStream {
    let (cx, ty) = (layout.cx, layout.cx.struct_ident(layout.id));
    if layout.of.fixed.is_some() {
        return quote!(#ty::from_bytes(bytes));
    }
    let (wire, place, how) = (&cx.wire, layout.place(None), how(layout, vector));
    let ty = if layout.of.borrows { quote!(#ty<'_>) } else { quote!(#ty) };
    quote!(#wire::message::<#ty, _>(bytes, #how, #place))
}

fn encode(layout: &Layout<'_, '_>, vector: &Vector) -> TokenStream {
    let cx = layout.cx;
    if layout.of.fixed.is_some() {
        let bytes = if super::fixed::looks_at_data(layout) {
            quote!(VALUE.to_bytes(0).as_ref().map(|bytes| bytes.as_slice()))
        } else {
            return quote!(::core::assert_eq!(VALUE.to_bytes().as_slice(), encoded););
        };
        return quote!(::core::assert_eq!(#bytes, ::core::result::Result::Ok(encoded)););
    }
    let (wire, place, how) = (&cx.wire, layout.place(None), how(layout, vector));
    quote! {
        ::core::assert_eq!(#wire::Element::encoded_len(&VALUE, #how), encoded.len());
        let mut out = [0xAA; BYTES.len() + 64];
        ::core::assert_eq!(#wire::encode(&VALUE, &mut out, #how, #place), ::core::result::Result::Ok(encoded));
    }
}

/// A record as a constant of its Rust type.
fn record_value(layout: &Layout<'_, '_>, record: &Record) -> TokenStream {
    let cx = layout.cx;
    if let (true, Some(union)) = (layout.is_bare_union(), &layout.of.union) {
        return row_value(layout, union.payload, record.row(union.payload));
    }
    let name = cx.struct_ident(layout.id);
    let name =
        if layout.of.form == Form::Case { quote!(#name) } else { cx.ty(layout.of.module, &layout.of.name) };
    let members = layout.members().map(|id| {
        let var = layout.var(id);
        let value = member_value(layout, id, record.row(id));
        quote!(#var: #value,)
    });
    let args = if matches!(layout.of.form, Form::Request(_)) { layout.of.params.as_slice() } else { &[] };
    let args = args.iter().zip(&record.params).map(|(param, value)| {
        let (var, value) = (layout.param(param), cx.constant(param.ty, *value));
        quote!(#var: #value,)
    });
    let wire = &cx.wire;
    let cut = layout.has_cut().then(|| match &record.cut {
        Some(cut) => {
            let bytes = byte_array(&cut.bytes);
            quote!(cut: #wire::Cut::at(&#bytes),)
        }
        None => quote!(cut: #wire::Cut::NONE,),
    });
    quote!(#name { #(#members)* #(#args)* #cut })
}

fn member_value(layout: &Layout<'_, '_>, id: RowId, value: Option<&Value>) -> TokenStream {
    let is_option = layout.is_option(id);
    match value {
        None if is_option => quote!(::core::option::Option::None),
        value => {
            let value = row_value(layout, id, value);
            if is_option { quote!(::core::option::Option::Some(#value)) } else { value }
        }
    }
}

fn row_value(layout: &Layout<'_, '_>, id: RowId, value: Option<&Value>) -> TokenStream {
    let cx = layout.cx;
    let Some(value) = value else { return layout.row_default(id).unwrap_or_default() };
    match (&layout.row(id).kind, value) {
        (Kind::Bits(bits), Value::Int(value)) => cx.constant(bits.ty, *value),
        (Kind::Bytes(Length::Fixed(_)), Value::Bytes(bytes)) => byte_array(bytes),
        (_, Value::Bytes(bytes)) => {
            let bytes = byte_array(bytes);
            quote!(&#bytes)
        }
        (_, Value::Text(text)) => quote!(#text),
        (Kind::List { element, .. }, Value::List(items)) => {
            let (wire, items) = (&cx.wire, items.iter().map(|item| element_value(cx, element, item)));
            quote!(#wire::List::from_slice(&[#(#items),*]))
        }
        (Kind::Array { element, .. }, Value::List(items)) => {
            let items = items.iter().map(|item| element_value(cx, element, item));
            quote!([#(#items),*])
        }
        (_, Value::Record(record)) => record_value(&Layout::new(cx, record.of), record),
        (_, Value::Case(case)) => case_value(layout, case),
        _ => quote!(),
    }
}

fn element_value(cx: &Cx<'_>, element: &Element, value: &Value) -> TokenStream {
    match (element, value) {
        (Element::Scalar { ty, .. }, Value::Int(value)) => cx.constant(*ty, *value),
        (Element::Struct { body, .. }, Value::Record(record)) => {
            record_value(&Layout::new(cx, *body), record)
        }
        _ => quote!(),
    }
}

fn case_value(layout: &Layout<'_, '_>, value: &CaseValue) -> TokenStream {
    let cx = layout.cx;
    let Some(union) = &layout.of.union else { return quote!() };
    let name = super::layout_payload_ident(layout);
    let path = if cx.is_here(layout.of.module) {
        quote!(#name)
    } else {
        // The enum of children stands beside its union.
        let union = cx.ty(layout.of.module, &layout.of.name).to_string();
        let path = union.rsplit_once("::").map_or(String::new(), |(path, _)| format!("{path}::{name}"));
        path.parse().unwrap_or_default()
    };
    match value {
        CaseValue::Known { case, body } => {
            let case = &union.cases[*case];
            let (variant, child) = (super::union::variant(cx, case), Layout::new(cx, case.body));
            let held = if child.of.form == Form::Case {
                member_value(&child, RowId(0), body.row(RowId(0)))
            } else {
                record_value(&child, body)
            };
            quote!(#path::#variant(#held))
        }
        CaseValue::Unknown { tag, bytes } => {
            let (wire, tag, bytes) = (&cx.wire, number(*tag as u64), byte_array(bytes));
            quote!(#path::Unknown(#wire::Unknown { tag: #tag, bytes: &#bytes }))
        }
    }
}
