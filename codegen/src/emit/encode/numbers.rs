//! Numbers of expressions, out of members and as params.

use opcodec_schema::ir::Scalar;
use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::expr::{Ex, Ty};
use crate::paths::Cx;

/// The number in an `Option` member, or another where it is `None`.
pub(crate) fn option_number(cx: &Cx<'_>, ty: Scalar, option: &TokenStream, none: &Ex) -> Ex {
    let some = cx.number(ty, &quote!(value));
    if some.ty == Ty::Bool {
        if none.tokens.to_string() == "0" || none.tokens.to_string() == "false" {
            return Ex::new(quote!(matches!(#option, ::core::option::Option::Some(true))), Ty::Bool);
        }
        let none = none.clone().bool().tokens;
        return Ex::new(
            quote!(match #option { ::core::option::Option::Some(value) => value, ::core::option::Option::None => #none }),
            Ty::Bool,
        );
    }
    let wide = some.ty == Ty::I128 || none.ty == Ty::I128;
    let (kind, some, none) = if wide {
        (Ty::I128, some.i128().tokens, none.clone().i128().tokens)
    } else {
        (Ty::I64, some.i64().tokens, none.clone().i64().tokens)
    };
    Ex::new(
        quote!(match #option { ::core::option::Option::Some(value) => #some, ::core::option::Option::None => #none }),
        kind,
    )
}

/// A number as the primitive that a param is passed as.
pub(crate) fn as_param(cx: &Cx<'_>, ty: Scalar, ex: Ex) -> TokenStream {
    if ty == Scalar::Bool {
        return ex.bool().tokens;
    }
    if let Some((raw, of)) = ex.raw()
        && *of == cx.shape(ty)
    {
        return raw.clone();
    }
    let raw = cx.raw_ty(ty);
    let ex = ex.number();
    let operand = ex.operand();
    match (ex.ty, raw.to_string().as_str()) {
        (Ty::I64, "i64") => ex.tokens,
        _ if operand.to_string().chars().all(|c| c.is_ascii_digit()) => ex.tokens,
        _ => quote!(#operand as #raw),
    }
}

/// A constant as a number of an expression.
pub(crate) fn literal(value: i128, ty: Scalar) -> Ex {
    if ty == Scalar::Bool {
        let value = value != 0;
        return Ex::atom(quote!(#value), Ty::Bool);
    }
    let fits = i64::try_from(value).is_ok();
    let tokens = crate::emit::expr::integer(value);
    let kind = if fits { Ty::I64 } else { Ty::I128 };
    if value < 0 { Ex::new(tokens, kind) } else { Ex::atom(tokens, kind) }
}
