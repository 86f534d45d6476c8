//! Test vectors of maps.

use opcodec_schema::interp;
use opcodec_schema::ir::{Expect, MapId, MapParamType, Vector};
use opcodec_schema::value::Value;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::emit::docs;
use crate::emit::layout::byte_array;
use crate::emit::literal::Literals;
use crate::names::member_name;
use crate::paths::Cx;

/// The test of a vector: the whole target, or the kind of the error.
pub(crate) fn test(cx: &Cx<'_>, of: MapId, vector: &Vector) -> Option<TokenStream> {
    let map = cx.schema.maps.get(of.index())?;
    let Expect::Maps { source, args, gives } = &vector.expect else { return None };
    let rt = &cx.rt;
    let mut literals = Literals::new(cx);
    let from = literals.record(source)?;
    let passed = map.params.iter().zip(args).map(|(param, value)| match (param.ty, value) {
        (MapParamType::Scalar(ty), Value::Int(value)) => Some(cx.constant(ty, *value)),
        (MapParamType::Pointer, Value::Pointer(to)) => Some(pointer(to.as_deref())),
        _ => None,
    });
    let passed: Vec<TokenStream> = passed.collect::<Option<_>>()?;
    let expected = match gives {
        Ok(_) => {
            // The vector holds, so this is what it says, with all that goes without saying.
            let target = literals.record(&interp::map(cx.schema, of, source, args).ok()?)?;
            quote!(::core::result::Result::Ok(#target))
        }
        Err(kind) => {
            let kind = format_ident!("{kind:?}");
            quote!(::core::result::Result::Err(#rt::ErrorKind::#kind))
        }
    };
    let (lets, path) = (literals.lets(), super::path(cx, map));
    let name = format_ident!("map_{}_{}", member_name(&map.name), vector.number);
    let doc = vector.docs.text.is_some().then(|| docs::lines(docs::of(&vector.docs, "")));
    Some(quote! {
        #doc
        #[test]
        fn #name() {
            #lets
            let from = #from;
            let mapped = #path(&from #(, #passed)*).map_err(|error| error.kind());
            assert_eq!(mapped, #expected);
        }
    })
}

/// What a pointer points to.
pub(crate) fn pointer(to: Option<&[u8]>) -> TokenStream {
    match to {
        Some(bytes) => {
            let bytes = byte_array(bytes);
            quote!(::core::option::Option::Some(&#bytes))
        }
        None => quote!(::core::option::Option::None),
    }
}
