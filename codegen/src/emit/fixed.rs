//! Fixed layouts: plain `Copy` structs, words in registers, one length check.

use opcodec_schema::ir::{Element, IntType, Kind, Length, Role, RowId, Scalar, Step, StructSize, TextLength};
use proc_macro2::TokenStream;
use quote::quote;

use super::decode::Decode;
use super::encode::{Members, Written};
use super::layout::{Layout, byte_array, number};
use super::words::{Piece, compose};

/// Whether encoding looks at the data phase, and may fail.
pub(crate) fn looks_at_data(layout: &Layout<'_, '_>) -> bool {
    layout.of.rows.iter().any(|row| matches!(&row.role, Role::Value(computed) if computed.from_data))
}

/// Whether encoding a fixed layout may fail: only a request's, whose values follow data or are bounded as they are
/// computed.
pub(crate) fn may_fail(layout: &Layout<'_, '_>) -> bool {
    layout.of.rows.iter().any(|row| layout.value_may_fail(row))
}

/// The impls of a fixed layout.
pub(crate) fn items(layout: &Layout<'_, '_>) -> Vec<TokenStream> {
    let cx = layout.cx;
    let name = cx.struct_ident(layout.id);
    let (constant, default) = super::structs::default(layout);
    let (codec, getters) = (codec(layout), super::structs::fixed_getters(layout));
    let validate = super::validate::validate(layout);
    let allow = super::structs::allow();
    vec![quote! {
        #allow
        impl #name {
            #constant
            #codec
            #getters
            #validate
        }
        #default
    }]
}

/// `LEN`, `to_bytes`, `from_bytes` and `read`.
pub(crate) fn codec(layout: &Layout<'_, '_>) -> TokenStream {
    let (cx, n) = (layout.cx, layout.of.fixed.unwrap_or(0));
    let (rt, wire, len, place) = (&cx.rt, &cx.wire, number(n), layout.place(None));
    let bytes = layout.own("bytes");
    let (loads, values) = Decode::new(layout).fixed(&bytes);
    let reads = values.values().any(|value| super::layout::mentions(value, &bytes.to_string()));
    let bind =
        if reads || super::layout::mentions(&loads, &bytes.to_string()) { quote!(#bytes) } else { quote!(_) };
    let members = layout.members().map(|row| {
        let var = layout.var(row);
        match values.get(&row) {
            Some(value) => quote!(#var: #value),
            None if layout.is_option(row) => quote!(#var: ::core::option::Option::Some(#var)),
            None => quote!(#var),
        }
    });
    let args = layout.args().map(|(var, value)| quote!(#var: #value));
    let more_is_fine = matches!(layout.of.size, Some(StructSize::Fixed(_))) || layout.of.trailing_ignored;
    let to_bytes = to_bytes(layout);
    // What is left over is looked at after the fields.
    let value = if more_is_fine {
        quote!(Self::read(head))
    } else {
        quote!(#wire::exact::<Self, #len>(Self::read(head), bytes, #place))
    };
    quote! {
        /// Its length on the wire, in bytes.
        pub const LEN: usize = #len;
        #to_bytes
        /// Decodes it.
        ///
        /// # Errors
        ///
        /// Where there are fewer or more bytes, or a field breaks the table: which, at which byte, and how.
        #[inline]
        pub const fn from_bytes(bytes: &[u8]) -> ::core::result::Result<Self, #rt::DecodeError> {
            match #wire::head::<#len>(bytes, #place) {
                ::core::result::Result::Ok(head) => #value,
                ::core::result::Result::Err(error) => ::core::result::Result::Err(error),
            }
        }
        #[doc(hidden)]
        #[inline]
        pub const fn read(#bind: &[u8; #len]) -> ::core::result::Result<Self, #rt::DecodeError> {
            #loads
            ::core::result::Result::Ok(Self { #(#members,)* #(#args,)* })
        }
    }
}

fn to_bytes(layout: &Layout<'_, '_>) -> TokenStream {
    let (cx, n) = (layout.cx, layout.of.fixed.unwrap_or(0));
    let (rt, len) = (&cx.rt, number(n));
    let (from_data, may_fail) = (looks_at_data(layout), may_fail(layout));
    let mut members = Members::new(layout, quote!(self));
    let data_var = layout.data_var();
    members.data = Some(quote!(#data_var));
    let (mut before, mut after, mut pieces) = (TokenStream::new(), TokenStream::new(), Vec::new());
    for step in &layout.of.steps {
        let Step::Block(block) = step else { continue };
        let start = match block.at {
            opcodec_schema::ir::At::Byte(byte) => byte,
            opcodec_schema::ir::At::Next => 0,
        };
        for (index, id) in block.rows.clone().map(RowId).enumerate() {
            let (row, at) = (layout.row(id), start + block.offsets[index]);
            if let Kind::Bits(bits) = &row.kind {
                let at_tokens = number(at);
                let (statement, value) = layout.bits_value(&members, id, row, bits, &quote!(#at_tokens));
                before.extend(statement);
                if let Some(value) = value {
                    pieces.push(Piece { bits: *bits, at, value });
                }
            } else {
                after.extend(opaque(layout, id, at));
            }
        }
    }
    after.extend(patches(layout, &members));
    let (lets, array) = compose(cx, n, &pieces);
    let ok = |value: TokenStream| {
        if may_fail { quote!(::core::result::Result::Ok(#value)) } else { value }
    };
    let body = if after.is_empty() {
        ok(array)
    } else {
        let out = layout.own("out");
        let value = ok(quote!(#out));
        quote!(let mut #out: [u8; #len] = #array; #after #value)
    };
    if may_fail {
        let (doc, data_len) = if from_data {
            // A size that the request's own rows say does not look at it.
            let looks = super::layout::mentions(&quote!(#before #lets #body), &data_var.to_string());
            let name = if looks { quote!(#data_var) } else { quote!(_) };
            (
                " It takes the length of the data phase: bytes to send, or room in the buffer.",
                quote!(#name: u64),
            )
        } else {
            ("", quote!())
        };
        let doc = super::docs::lines([format!("Encodes it.{doc}")]);
        return quote! {
            #doc
            ///
            /// # Errors
            ///
            /// Where a length does not fit its field.
            #[inline]
            pub const fn to_bytes(&self, #data_len) -> ::core::result::Result<[u8; #len], #rt::EncodeError> {
                #before #lets
                #body
            }
        };
    }
    quote! {
        /// Encodes it.
        #[must_use]
        #[inline]
        pub const fn to_bytes(&self) -> [u8; #len] { #before #lets #body }
    }
}

/// The rows that follow from the others' bytes, written into `out`.
fn patches(layout: &Layout<'_, '_>, members: &Members<'_, '_, '_>) -> TokenStream {
    let wire = &layout.cx.wire;
    let members = Members { written: Some(Written::Array(layout.own("out"))), ..members.clone() };
    let out = layout.own("out");
    let late = layout.late.iter().map(|id| {
        let at = number(layout.static_offset(*id).unwrap_or(0));
        let at = quote!(#at);
        layout.patch(&members, *id, &at, &|array, whole| {
            if whole {
                quote!(let _ = #wire::put(&mut #out, #at, &#array);)
            } else {
                quote!(let _ = #wire::merge(&mut #out, #at, #array);)
            }
        })
    });
    late.collect()
}

/// A row that is not made of bits, written into `out`.
pub(crate) fn opaque(layout: &Layout<'_, '_>, id: RowId, at: u64) -> TokenStream {
    let (cx, row, var) = (layout.cx, layout.row(id), layout.var(id));
    let (wire, start, out) = (&cx.wire, number(at), layout.own("out"));
    match &row.kind {
        Kind::Bytes(Length::Fixed(_)) => match &row.role {
            Role::Const(opcodec_schema::ir::Constant::Bytes(bytes)) => {
                let bytes = byte_array(bytes);
                quote!(let _ = #wire::put(&mut #out, #start, &#bytes);)
            }
            _ => quote!(let _ = #wire::put(&mut #out, #start, &self.#var);),
        },
        Kind::Text { pad, length: TextLength::Bytes(Length::Fixed(n)), .. } => {
            let Role::Const(opcodec_schema::ir::Constant::Text(text)) = &row.role else { return quote!() };
            let mut bytes = text.clone().into_bytes();
            bytes.resize(*n as usize, pad.unwrap_or(0));
            let bytes = byte_array(&bytes);
            quote!(let _ = #wire::put(&mut #out, #start, &#bytes);)
        }
        Kind::Nested { .. } => quote!(let _ = #wire::put(&mut #out, #start, &self.#var.to_bytes());),
        Kind::Array { element, count } => match element {
            Element::Scalar { ty: Scalar::Int(IntType { signed: false, bits: 8 }), .. } => {
                quote!(let _ = #wire::put(&mut #out, #start, &self.#var);)
            }
            Element::Scalar { ty, bytes, little_endian } => {
                let each = (0..*count).map(|i| {
                    let (i_literal, at) = (number(i), number(at + i * u64::from(*bytes)));
                    let bits = cx.to_bits(*ty, &quote!(self.#var[#i_literal]));
                    let (is_wide, size) = (*bytes > 8, number(u64::from(*bytes)));
                    if is_wide {
                        let bits = bits.tokens;
                        quote!(let _ = #wire::put_wide(&mut #out, #at, #bits, #size, #little_endian);)
                    } else {
                        let bits = bits.operand();
                        quote!(let _ = #wire::put_word(&mut #out, #at, #bits as u64, #size, #little_endian);)
                    }
                });
                quote!(#(#each)*)
            }
            Element::Struct { body, .. } => {
                let size = cx.layout(*body).fixed.unwrap_or(0);
                let each = (0..*count).map(|i| {
                    let (i_literal, at) = (number(i), number(at + i * size));
                    quote!(let _ = #wire::put(&mut #out, #at, &self.#var[#i_literal].to_bytes());)
                });
                quote!(#(#each)*)
            }
        },
        _ => quote!(),
    }
}

/// `ANY`, and the bodies of `take` and `put`.
pub(crate) fn element(layout: &Layout<'_, '_>, n: u64) -> (TokenStream, TokenStream, TokenStream) {
    let cx = layout.cx;
    let (rt, wire, len, place) = (&cx.rt, &cx.wire, number(n), layout.place(None));
    let (input, extent, out) = (layout.own("input"), layout.own("extent"), layout.own("out"));
    let any = is_total(layout)
        .then(|| quote!(const ANY: ::core::option::Option<usize> = ::core::option::Option::Some(#len);));
    let more_is_fine = matches!(layout.of.size, Some(StructSize::Fixed(_))) || layout.of.trailing_ignored;
    // An element's slice goes on behind it; one with a length of its own must end with it.
    let (end, consumed) = if more_is_fine {
        (
            quote!(),
            if layout.of.size.is_some() {
                quote!(#len)
            } else {
                quote!(if #extent == #wire::Extent::Prefix { #len } else { #input.len() })
            },
        )
    } else {
        (
            quote! {
                if #extent != #wire::Extent::Prefix && #input.len() > #len {
                    return ::core::result::Result::Err(#rt::DecodeError::long(#place, #len, #input.len()));
                }
            },
            quote!(#len),
        )
    };
    let take = quote! {
        let ::core::option::Option::Some(head) = #input.first_chunk::<#len>() else {
            return ::core::result::Result::Err(#rt::DecodeError::short(#place, #len, #input.len()));
        };
        let value = Self::read(head)?;
        #end
        ::core::result::Result::Ok((value, #consumed))
    };
    let put = quote! {
        let mut writer = #wire::Writer::new(#out, 0);
        writer.block(0, self.to_bytes(), #place)?;
        ::core::result::Result::Ok(#len)
    };
    (any.unwrap_or_default(), take, put)
}

/// Whether any bytes of its length are one.
fn is_total(layout: &Layout<'_, '_>) -> bool {
    let cx = layout.cx;
    let closed = |ty: Scalar| matches!(ty, Scalar::Enum(of) if cx.enumeration(of).closed);
    let has_gaps = |step: &Step| matches!(step, Step::Block(block) if !block.gaps.is_empty());
    let rejects = layout.of.steps.iter().any(has_gaps)
        || layout.of.rejects_reserved
            && (layout.of.align > 1 || matches!(layout.of.size, Some(StructSize::Fixed(_))));
    !rejects
        && layout.of.rows.iter().all(|row| {
            let role = matches!(row.role, Role::Member(_) | Role::Reserved);
            let kind = match &row.kind {
                Kind::Bits(bits) => !closed(bits.ty),
                Kind::Bytes(_) | Kind::Reserved(_) => true,
                Kind::Array { element: Element::Scalar { ty, .. }, .. } => !closed(*ty),
                Kind::Array { element: Element::Struct { body, .. }, .. } | Kind::Nested { body, .. } => {
                    is_total(&Layout::new(cx, *body))
                }
                _ => false,
            };
            role && kind && row.check.is_none()
        })
}
