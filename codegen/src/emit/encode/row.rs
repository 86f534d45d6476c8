//! Rows that are not made of bits.

use opcodec_schema::ir::{
    Constant, Element, Encoding, Expr, IntType, Kind, Length, ListLength, Node, Role, RowId, Scalar,
    TextLength,
};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::measure::constant_len;
use super::members::Members;
use crate::emit::counted;
use crate::emit::expr::{Ty, emit};
use crate::emit::layout::{Layout, byte_array, number};

/// `Some(0x20)`.
pub(crate) fn pad_tokens(pad: Option<u8>) -> TokenStream {
    match pad {
        Some(pad) => {
            let pad = crate::emit::scalar::hex(u128::from(pad), 2);
            quote!(::core::option::Option::Some(#pad))
        }
        None => quote!(::core::option::Option::None),
    }
}

impl<'s> Layout<'_, 's> {
    /// A row of its own length, or one of constant length that is not made of bits.
    pub(super) fn put_row(
        &self,
        members: &Members<'_, '_, 's>,
        id: RowId,
        at: &TokenStream,
        writer: &Ident,
        in_block: bool,
    ) -> TokenStream {
        let row = self.row(id);
        let place = self.place(Some(id));
        let members = &members.at(place.clone(), at.clone());
        let (wire, cx) = (&self.cx.wire, self.cx);
        let _ = in_block;
        match &row.kind {
            Kind::Bytes(length) => {
                let value = match &row.role {
                    Role::Const(Constant::Bytes(bytes)) => {
                        let bytes = byte_array(bytes);
                        quote!(&#bytes)
                    }
                    _ => {
                        let value = members.or_default(id);
                        if matches!(length, Length::Fixed(_)) { quote!(&#value) } else { value }
                    }
                };
                let checks = self.agrees(members, id, Some(length), None, at);
                quote!(#checks #writer.octets(#at, #value, #place)?;)
            }
            Kind::Text { encoding, pad, length: TextLength::Bytes(length) } => {
                let value = match &row.role {
                    Role::Const(Constant::Text(text)) => quote!(#text),
                    _ => members.or_default(id),
                };
                let (len, checks) = (members.measure(id), self.agrees(members, id, Some(length), None, at));
                let (pad, ascii) = (pad_tokens(*pad), *encoding == Encoding::Ascii);
                quote!(#checks #writer.text(#at, #len, #value, #pad, #ascii, #place)?;)
            }
            Kind::Text { encoding, length, .. } => {
                let value = match &row.role {
                    Role::Const(Constant::Text(text)) => cx.text(*encoding, text),
                    _ => members.or_default(id),
                };
                let counted = counted::of(&row.kind).map(|(of, unit)| counted::tokens(cx, of, unit));
                match (encoding, counted, length) {
                    (Encoding::Utf16 { .. }, Some(counted), _) => {
                        quote!(#writer.counted_utf16(#at, #counted, #value, #place)?;)
                    }
                    (_, Some(counted), _) => {
                        let ascii = *encoding == Encoding::Ascii;
                        quote!(#writer.counted_text(#at, #counted, #value, #ascii, #place)?;)
                    }
                    (Encoding::Utf16 { little_endian }, None, TextLength::Units { expr, max }) => {
                        let length = Length::Expr { expr: expr.clone(), max: *max };
                        let units = Some(quote!(#value.len()));
                        let checks = self.agrees(members, id, Some(&length), units, at);
                        quote!(#checks #writer.utf16(#at, #value, #little_endian, #place)?;)
                    }
                    _ => quote!(),
                }
            }
            Kind::List { element, length: ListLength::Counted(_) } => {
                let (value, how) = (members.or_default(id), members.element_how(element));
                let counted = counted::of(&row.kind).map(|(of, unit)| counted::tokens(cx, of, unit));
                quote!(#writer.counted_list(#at, #counted, &#value, #how, #place)?;)
            }
            Kind::List { element, length } => {
                let (value, how) = (members.or_default(id), members.element_how(element));
                let checks = match length {
                    ListLength::Bytes(length) => self.agrees(members, id, Some(length), None, at),
                    ListLength::Count { expr, max } => {
                        let length = Length::Expr { expr: expr.clone(), max: *max };
                        self.agrees(members, id, Some(&length), Some(quote!(#value.len())), at)
                    }
                    ListLength::Counted(_) => quote!(),
                };
                quote!(#checks #writer.list(#at, &#value, #how, #place)?;)
            }
            Kind::Array { element, .. } => {
                let value = members.or_default(id);
                if let Element::Scalar { ty: Scalar::Int(IntType { signed: false, bits: 8 }), .. } = element {
                    return quote!(#writer.octets(#at, &#value, #place)?;);
                }
                let (ty, how) = (cx.element_ty(element), members.element_how(element));
                let how_ty = cx.element_how_ty(element).unwrap_or_else(|| quote!(()));
                let some = self.some_value(members, id, at);
                let value = if some.is_some() { quote!(value) } else { value };
                quote!(#some #writer.list(#at, &#wire::List::<#ty, #how_ty>::from_slice(&#value), #how, #place)?;)
            }
            Kind::Nested { body, args, length } => {
                let checks = length.as_ref().map(|length| self.agrees(members, id, Some(length), None, at));
                let how = members.args(args, *body);
                let value = members.or_default(id);
                if let Some(some) = self.some_value(members, id, at) {
                    return quote!(#some #checks #writer.nested(#at, &value, #how, #place)?;);
                }
                quote!(#checks #writer.nested(#at, &#value, #how, #place)?;)
            }
            Kind::Payload(length) => {
                let checks = length.as_ref().map(|length| self.agrees(members, id, Some(length), None, at));
                let body = self.put_payload(members, id, at, writer);
                quote!(#checks #body)
            }
            Kind::Reserved(length) => {
                let len = members.measure(id);
                let _ = length;
                quote!(#writer.reserved(#at, #len, #place)?;)
            }
            Kind::Bits(_) | Kind::Pointer | Kind::ReservedPointers(_) => quote!(),
        }
    }

    /// Binds `value` to what a row holds that must have a value, though it may be absent elsewhere.
    fn some_value(&self, members: &Members<'_, '_, 's>, id: RowId, at: &TokenStream) -> Option<TokenStream> {
        if !self.is_option(id) || self.row_default(id).is_some() {
            return None;
        }
        let (rt, place, member) = (&self.cx.rt, self.place(Some(id)), members.member(id));
        Some(quote! {
            let ::core::option::Option::Some(value) = #member else {
                return ::core::result::Result::Err(#rt::EncodeError::new(#rt::ErrorKind::Value, #place, #at, 0, 0));
            };
        })
    }

    pub(super) fn put_payload(
        &self,
        members: &Members<'_, '_, 's>,
        id: RowId,
        at: &TokenStream,
        writer: &Ident,
    ) -> TokenStream {
        let Some(union) = &self.of.union else { return quote!() };
        let (cx, place) = (self.cx, self.place(Some(id)));
        let (rt, name) = (&cx.rt, crate::emit::layout_payload_ident(self));
        let tag = emit(&union.tag, members);
        let tag = if tag.ty == Ty::Bool { tag.i64() } else { tag };
        let wide = tag.ty == Ty::I128;
        let tag_tokens = &tag.tokens;
        let tag_ty = if wide { quote!(i128) } else { quote!(i64) };
        // A tag row that is written from the child agrees by itself.
        let is_written = union.tag_row.is_some_and(|row| matches!(self.row(row).role, Role::Tag));
        let tag_place = union.tag_row.map_or_else(|| place.clone(), |row| self.place(Some(row)));
        let tag_at = match union.tag_row {
            Some(row) => {
                let at = number(self.static_offset(row).unwrap_or(0));
                quote!(#at)
            }
            None => at.clone(),
        };
        let tag_var = self.own("tag");
        let arms = union.cases.iter().map(|case| {
            let variant = crate::emit::union::variant(cx, case);
            let child = Layout::new(cx, case.body);
            let how = members.args(&case.args, case.body);
            let value = crate::emit::union::wrap_case(&child, &quote!(child));
            let first = crate::emit::expr::unsigned(case.tags[0]);
            let tags = case.tags.iter().map(|tag| crate::emit::expr::integer(*tag));
            let agree = (!is_written).then(|| {
                quote! {
                    if !matches!(#tag_var, #(#tags)|*) {
                        return ::core::result::Result::Err(#rt::EncodeError::new(#rt::ErrorKind::Tag, #tag_place, #tag_at, #first, #tag_var as u64));
                    }
                }
            });
            let put = if child.of.apart {
                quote!(#writer.nested(#at, #value, #how, #place)?;)
            } else {
                quote!(#writer.child(#value, #how, #place)?;)
            };
            quote!(#name::#variant(child) => { #agree #put })
        });
        let unknown = (!union.closed).then(|| {
            let agree = (!is_written).then(|| {
                quote! {
                    if child.tag != #tag_var as u64 {
                        return ::core::result::Result::Err(#rt::EncodeError::new(#rt::ErrorKind::Tag, #tag_place, #tag_at, child.tag, #tag_var as u64));
                    }
                }
            });
            quote!(#name::Unknown(child) => { #agree #writer.octets(#at, child.bytes, #place)?; })
        });
        let bind = (!is_written).then(|| quote!(let #tag_var: #tag_ty = #tag_tokens;));
        let payload = members.member_ref(id);
        quote!(#bind match #payload { #(#arms)* #unknown })
    }

    /// The length of a row must be what its expression says, and not over `max`.
    pub(super) fn agrees(
        &self,
        members: &Members<'_, '_, 's>,
        id: RowId,
        length: Option<&Length>,
        is: Option<TokenStream>,
        at: &TokenStream,
    ) -> TokenStream {
        let (wire, place) = (&self.cx.wire, self.place(Some(id)));
        if let (Some(Length::Fixed(n)), None) = (length, constant_len(self.cx, &self.row(id).kind)) {
            let (is, says) = (members.measure(id), number(*n));
            return quote!(#wire::agree(#is, #says, #at, #place)?;);
        }
        let Some(Length::Expr { expr, max }) = length else { return quote!() };
        let is = is.unwrap_or_else(|| members.measure(id));
        let mut out = TokenStream::new();
        if !expr.has(|node| matches!(node, Node::Rest)) && !self.agrees_by_itself(id, expr) {
            let says = emit(expr, members).i128().tokens;
            out.extend(quote!(#wire::agree(#is, #says, #at, #place)?;));
        }
        if let Some(max) = max {
            let max = number((*max).min(u64::from(u32::MAX)));
            out.extend(quote!(#wire::limit(#is, #max, #at, #place)?;));
        }
        out
    }

    /// Whether a length is a row whose value is this very length.
    pub(super) fn agrees_by_itself(&self, id: RowId, expr: &Expr) -> bool {
        let Node::Row(row, path) = &expr.node else { return false };
        let Role::Value(computed) = &self.row(*row).role else { return false };
        path.is_empty()
            && matches!(computed.expr.node, Node::LenRow(of) | Node::Count(of) if of == id)
            && computed.implied
    }
}
