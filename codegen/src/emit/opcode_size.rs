//! The opcode-size table: 256 bytes made at compile time, one load and one compare.

use opcodec_schema::ir::{Expr, Node, OpcodeSize, Size, Unary};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::layout::number;
use super::scalar::hex;
use crate::paths::Cx;

/// The table and its validator.
pub(crate) fn items(cx: &Cx<'_>, of: &OpcodeSize) -> Vec<TokenStream> {
    let rt = &cx.rt;
    let mut rules: Vec<TokenStream> = Vec::new();
    let mut rule = |group: Option<u8>, size: &Size, rule: &str, note: Option<&str>| {
        let group = match group {
            Some(group) => {
                let group = number(u64::from(group));
                quote!(::core::option::Option::Some(#group))
            }
            None => quote!(::core::option::Option::None),
        };
        let size = match size {
            Size::Exact(size) => {
                let size = number(u64::from(*size));
                quote!(#rt::RuleSize::Exact(#size))
            }
            Size::Any => quote!(#rt::RuleSize::Any),
            Size::Computed { expr, written } => {
                let formula = formula(cx, expr);
                quote!(#rt::RuleSize::Computed { formula: #formula, written: #written })
            }
        };
        let note = note.unwrap_or("");
        rules.push(quote!(#rt::SizeRule { group: #group, size: #size, rule: #rule, note: #note }));
        number(rules.len() as u64 - 1)
    };
    let rows: Vec<TokenStream> = of
        .rows
        .iter()
        .map(|row| {
            let index = rule(row.group, &row.size, &row.rule, row.note.as_deref());
            let (first, last) = (hex(u128::from(row.first), 2), hex(u128::from(row.last), 2));
            quote!((#first, #last, #index))
        })
        .collect();
    let exceptions: Vec<TokenStream> = of
        .exceptions
        .iter()
        .map(|exception| {
            let index = rule(None, &exception.size, &exception.rule, exception.note.as_deref());
            let opcodes = exception.opcodes.iter().map(|opcode| hex(u128::from(*opcode), 2));
            quote!((&[#(#opcodes),*], #index))
        })
        .collect();
    let (low, high) = (number(u64::from(of.range.0)), number(u64::from(of.range.1)));
    vec![
        quote! {
            /// The sizes of requests by operation code.
            pub static OPCODE_SIZE: #rt::SizeTable =
                #rt::SizeTable::new((#low, #high), &[#(#rows),*], &[#(#exceptions),*], &[#(#rules),*]);
        },
        quote! {
            /// Whether a raw request has the size that its operation code asks for, and which rule says so.
            ///
            /// # Errors
            ///
            /// With the operation code, its group, the sizes that would have passed and the one that was there.
            #[inline]
            pub const fn cdb_size(request: &[u8]) -> ::core::result::Result<#rt::SizeVerdict, #rt::SizeError> {
                OPCODE_SIZE.check(request)
            }
        },
    ]
}

/// An expression over the bytes of a request, as data.
fn formula(cx: &Cx<'_>, expr: &Expr) -> TokenStream {
    let rt = &cx.rt;
    let of = |expr: &Expr| formula(cx, expr);
    let two = |operator: &str, a: &Expr, b: &Expr| {
        let (operator, a, b) = (format_ident!("{operator}"), of(a), of(b));
        quote!(#rt::Formula::Of(#rt::Operator::#operator, &#a, &#b))
    };
    match &expr.node {
        Node::Byte(byte) => {
            let byte = number(*byte);
            quote!(#rt::Formula::Byte(#byte))
        }
        Node::Unary(operator, a) => {
            let (operator, a) = (format_ident!("{}", unary(*operator)), of(a));
            quote!(#rt::Formula::#operator(&#a))
        }
        Node::Binary(operator, a, b) => two(&format!("{operator:?}"), a, b),
        Node::Min(a, b) => two("Min", a, b),
        Node::Max(a, b) => two("Max", a, b),
        Node::If(c, a, b) => {
            let (c, a, b) = (of(c), of(a), of(b));
            quote!(#rt::Formula::If(&#c, &#a, &#b))
        }
        Node::Wrap(ty, a) => {
            let (signed, bits, a) = (ty.signed, number(u64::from(ty.bits)), of(a));
            quote!(#rt::Formula::Wrap(#signed, #bits, &#a))
        }
        // What does not fit is refused: sizes are compared with the table's range.
        Node::Check(_, a) => of(a),
        Node::Int(value) => {
            let value = super::expr::integer(*value);
            quote!(#rt::Formula::Int(#value))
        }
        // Only bytes have names there.
        _ => quote!(#rt::Formula::Int(0)),
    }
}

const fn unary(operator: Unary) -> &'static str {
    match operator {
        Unary::Neg => "Neg",
        Unary::BitNot => "BitNot",
        Unary::Not => "Not",
    }
}
