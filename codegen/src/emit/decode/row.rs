//! Rows whose length is their own.

use opcodec_schema::ir::{
    Constant, Element, Encoding, Expr, Form, Interval, Kind, Length, ListLength, Node, Role, Row, RowId,
    StructId, TextLength,
};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::Decode;
use crate::emit::counted;
use crate::emit::expr::Ty;
use crate::emit::layout::{Layout, number};
use crate::emit::scalar::hex;

pub(super) fn tag_pattern(tag: i128) -> TokenStream {
    if tag < 0 { crate::emit::expr::integer(tag) } else { hex(tag as u128, 2) }
}

/// `(whether ASCII, what fills it)`.
pub(super) fn text_shape(encoding: Encoding, pad: Option<u8>) -> TokenStream {
    let ascii = encoding == Encoding::Ascii;
    let pad = crate::emit::encode::pad_tokens(pad);
    quote!((#ascii, #pad))
}

impl<'s> Decode<'_, '_, 's> {
    /// A row whose length is its own.
    pub(super) fn own_row(&self, index: usize, id: RowId) -> TokenStream {
        let Self { l, reader, .. } = self;
        let row = l.row(id);
        let (find, start) = self.start(index);
        let at = start.plus(0);
        let var = l.var(id);
        let needed = self.is_needed(id) || row.check.is_some();
        let option = row.is_option();
        let (before, value) = self.own_value(id, row, &at);
        let unnamed = self.before(index);
        let before = quote!(#unnamed #before);
        // `value` is an `Option`, save of a payload.
        let payload = matches!(row.kind, Kind::Payload(_));
        let measured = l.measured.contains(&id).then(|| {
            let taken = self.taken_var(id);
            quote!(let #taken = #reader.taken();)
        });
        let clear = measured.as_ref().map(|_| quote!(#reader.clear();));
        if let Some(when) = &row.when {
            let when = self.condition(when, index, &[id]);
            let when = if row.may_be_absent && !payload {
                let when = when.operand();
                quote!(#reader.is_open() && #when)
            } else {
                when.tokens
            };
            let value = if payload { quote!(::core::option::Option::Some(#value)) } else { value };
            let whole = quote!(if #when { #before #value } else { ::core::option::Option::None });
            let bind = if needed { quote!(let #var = #whole;) } else { quote!(let _ = #whole;) };
            let check = self.check(id, &[], &at, Some(quote!(#var.is_some())));
            return quote!(#find #clear #bind #measured #check);
        }
        let bind = if !needed && !payload {
            quote!(#value;)
        } else if payload || option {
            quote!(let #var = #value;)
        } else if let Some(empty) = self.empty(row) {
            quote!(let #var = #value.unwrap_or(#empty);)
        } else {
            let (rt, place) = (&l.cx.rt, l.place(Some(id)));
            quote! {
                let ::core::option::Option::Some(#var) = #value else {
                    return ::core::result::Result::Err(#rt::DecodeError::short(#place, #at, #at));
                };
            }
        };
        let guard = option.then(|| quote!(#var.is_some()));
        let check = self.check(id, &[], &at, guard);
        quote!(#find #clear #before #bind #measured #check)
    }

    pub(super) fn taken_var(&self, id: RowId) -> Ident {
        let var = self.l.var(id);
        format_ident!("{}_len", var.to_string().trim_start_matches("r#"))
    }

    pub(super) fn empty(&self, row: &Row) -> Option<TokenStream> {
        let wire = &self.l.cx.wire;
        match row.kind {
            Kind::Bytes(_) | Kind::Reserved(_) => Some(quote!(&[])),
            Kind::Text { encoding, .. } => Some(self.l.cx.text(encoding, "")),
            Kind::List { .. } => Some(quote!(#wire::List::EMPTY)),
            _ => None,
        }
    }

    /// The statements before, and the value of a row: an `Option`, save of a payload.
    pub(super) fn own_value(&self, id: RowId, row: &'s Row, at: &TokenStream) -> (TokenStream, TokenStream) {
        let Self { l, reader, .. } = self;
        let (cx, place, absent) = (l.cx, l.place(Some(id)), row.may_be_absent);
        let len_var = l.own("len");
        match &row.kind {
            Kind::Bytes(length) | Kind::Reserved(length) => {
                let (before, len) = self.length(id, length, at, &len_var);
                let octets = self.zeros(id, quote!(#reader.octets(#at, #len, #absent, #place)?), at);
                if let Role::Const(constant) = &row.role {
                    let octets_var = l.own("octets");
                    let same = self.same(id, constant, 0, None, &quote!(#octets_var), at);
                    return (
                        before,
                        quote!({
                            let found = #octets;
                            if let ::core::option::Option::Some(#octets_var) = found { #same }
                            found
                        }),
                    );
                }
                (before, octets)
            }
            Kind::Text { encoding, pad, length: TextLength::Bytes(length) } => {
                let (before, len) = self.length(id, length, at, &len_var);
                let shape = text_shape(*encoding, *pad);
                (before, quote!(#reader.text(#at, #len, #absent, #shape, #place)?))
            }
            Kind::Text { encoding, length, .. } => self.counted_text(id, row, (*encoding, length), at),
            Kind::List { element, length } => {
                let (ty, how_ty) = (cx.element_ty(element), cx.element_how_ty(element));
                let how_ty = how_ty.unwrap_or_else(|| quote!(()));
                let how = self.element_how(element, id, at);
                match length {
                    ListLength::Bytes(length) => {
                        let (before, len) = self.length(id, length, at, &len_var);
                        let len = if matches!(length, Length::Rest) {
                            quote!(::core::option::Option::None)
                        } else {
                            quote!(::core::option::Option::Some(#len))
                        };
                        (before, quote!(#reader.list::<#ty, #how_ty>(#at, #len, #absent, #how, #place)?))
                    }
                    ListLength::Counted(of) => {
                        let of = counted::tokens(cx, of, counted::Unit::of_list(element));
                        let ty = quote!(#ty, #how_ty, _, _, _);
                        (quote!(), quote!(#reader.counted_list::<#ty>(#at, #of, #absent, #how, #place)?))
                    }
                    ListLength::Count { expr, max } => {
                        let (before, len) = self.computed_length(id, expr, *max, at, &len_var);
                        (before, quote!(#reader.counted::<#ty, #how_ty>(#at, #len, #absent, #how, #place)?))
                    }
                }
            }
            Kind::Nested { body, args, length } => {
                let (ty, params) = (cx.struct_ty(*body), &cx.layout(*body).params);
                let (how_ty, how) = (cx.how_ty(*body, params), self.args(args, *body, id, at));
                let (before, len) = match length {
                    Some(length) => {
                        let (before, len) = self.length(id, length, at, &len_var);
                        (before, quote!(::core::option::Option::Some(#len)))
                    }
                    None => (quote!(), quote!(::core::option::Option::None)),
                };
                (before, quote!(#reader.nested::<#ty, #how_ty>(#at, #len, #absent, #how, #place)?))
            }
            Kind::Payload(length) => self.payload(id, length.as_ref(), at),
            // Of constant length in a step of its own.
            Kind::Bits(_) | Kind::Array { .. } | Kind::Pointer | Kind::ReservedPointers(_) => {
                (quote!(), quote!(::core::option::Option::None))
            }
        }
    }

    /// Text with a prefix or an end, or of so many units.
    fn counted_text(
        &self,
        id: RowId,
        row: &Row,
        (encoding, length): (Encoding, &TextLength),
        at: &TokenStream,
    ) -> (TokenStream, TokenStream) {
        let Self { l, reader, .. } = self;
        let (cx, place, absent) = (l.cx, l.place(Some(id)), row.may_be_absent);
        let (before, text) = match (encoding, length) {
            (Encoding::Utf16 { little_endian }, TextLength::Units { expr, max }) => {
                let (before, count) = self.computed_length(id, expr, *max, at, &l.own("len"));
                (before, quote!(#reader.utf16(#at, #count, #absent, #little_endian, #place)?))
            }
            (_, TextLength::Counted(of)) => {
                let of = counted::tokens(cx, of, counted::Unit::of_text(encoding));
                let text = if let Encoding::Utf16 { .. } = encoding {
                    quote!(#reader.counted_utf16(#at, #of, #absent, #place)?)
                } else {
                    let ascii = encoding == Encoding::Ascii;
                    quote!(#reader.counted_text(#at, #of, #absent, #ascii, #place)?)
                };
                (quote!(), text)
            }
            _ => (quote!(), quote!(::core::option::Option::None)),
        };
        let Role::Const(Constant::Text(right)) = &row.role else { return (before, text) };
        let (rt, wire, found, right) = (&cx.rt, &cx.wire, l.own("found"), cx.text(encoding, right));
        let same = quote! {
            if #found.is_some_and(|#found| #found != #right) {
                return #wire::wrong(#rt::Why::Const, #place, #at, 0, 0);
            }
        };
        (before, quote!({ let #found = #text; #same #found }))
    }

    pub(super) fn length(
        &self,
        id: RowId,
        length: &Length,
        at: &TokenStream,
        var: &Ident,
    ) -> (TokenStream, TokenStream) {
        let reader = &self.reader;
        match length {
            Length::Fixed(n) => {
                let n = number(*n);
                (quote!(), quote!(#n))
            }
            Length::Rest => (quote!(), quote!(#reader.room(#at))),
            Length::Expr { expr, max } => self.computed_length(id, expr, *max, at, var),
        }
    }

    pub(super) fn computed_length(
        &self,
        id: RowId,
        expr: &Expr,
        max: Option<u64>,
        at: &TokenStream,
        var: &Ident,
    ) -> (TokenStream, TokenStream) {
        let (reader, place) = (&self.reader, self.l.place(Some(id)));
        let value = self.expr(expr, id, at);
        let fits = expr.interval.is_within(Interval::new(0, i128::from(u32::MAX)));
        if fits && max.is_none() && !expr.has(|node| matches!(node, Node::Rest | Node::Check(..))) {
            return (quote!(), value.usize());
        }
        let value = value.i128().tokens;
        let max = match max {
            Some(max) => {
                let max = number(max.min(u64::from(u32::MAX)));
                quote!(::core::option::Option::Some(#max))
            }
            None => quote!(::core::option::Option::None),
        };
        // Behind a row that was cut off, nothing is looked at.
        let row = self.l.row(id);
        let is_open = (row.may_be_absent && !matches!(row.kind, Kind::Payload(_)))
            .then(|| quote!(#reader.is_open() &&));
        let before = quote! {
            let #var = if #is_open #reader.reaches(#at) { #reader.length(#at, #value, #max, #place)? } else { 0 };
        };
        (before, quote!(#var))
    }

    pub(super) fn element_how(&self, element: &Element, id: RowId, at: &TokenStream) -> TokenStream {
        let wire = &self.l.cx.wire;
        match element {
            Element::Scalar { bytes: 1, .. } => quote!(()),
            Element::Scalar { little_endian: true, .. } => quote!(#wire::Little),
            Element::Scalar { .. } => quote!(#wire::Big),
            Element::Struct { body, args } => self.args(args, *body, id, at),
        }
    }

    /// What a type is called with.
    pub(super) fn args(&self, args: &[Expr], body: StructId, id: RowId, at: &TokenStream) -> TokenStream {
        let (l, cx) = (self.l, self.l.cx);
        let values = args
            .iter()
            .zip(&cx.layout(body).params)
            .map(|(arg, param)| crate::emit::encode::as_param(cx, param.ty, self.expr(arg, id, at)));
        let levels = cx.is_deep(body).then(|| {
            let levels = l.levels();
            quote!(#levels,)
        });
        quote!((#(#values,)* #levels))
    }

    pub(super) fn payload(
        &self,
        id: RowId,
        length: Option<&Length>,
        at: &TokenStream,
    ) -> (TokenStream, TokenStream) {
        let Self { l, reader, .. } = self;
        let Some(union) = &l.of.union else { return (quote!(), quote!(())) };
        let (cx, place) = (l.cx, l.place(Some(id)));
        let (rt, payload, len_var) = (&cx.rt, l.own("payload"), l.own("len"));
        let bounded = matches!(length, Some(Length::Fixed(_) | Length::Expr { .. }));
        let (before, len) = match length {
            Some(length) if bounded => {
                let (before, len) = self.length(id, length, at, &len_var);
                (before, quote!(::core::option::Option::Some(#len)))
            }
            _ => (quote!(), quote!(::core::option::Option::None)),
        };
        let mut body = quote!(let #payload = #reader.body(#at, #len, #place)?;);
        if length.is_none() {
            let follow = l.of.rows.len() > id.index() + 1;
            body.extend(quote!(let #payload = #reader.unbounded_body(#payload, #follow);));
        }
        let tag = self.expr(&union.tag, id, at);
        let (name, tag_var) = (crate::emit::layout_payload_ident(l), l.own("tag"));
        let tags: Vec<i128> = union.cases.iter().flat_map(|case| case.tags.iter().copied()).collect();
        let tag = match tag.raw() {
            Some((raw, of)) if tags.iter().all(|tag| Interval::new(*tag, *tag).is_within(of.interval())) => {
                raw.clone()
            }
            _ if tag.ty == Ty::Bool => tag.i64().tokens,
            _ => tag.tokens,
        };
        let arms = union.cases.iter().map(|case| {
            let tags = case.tags.iter().map(|tag| tag_pattern(*tag));
            let variant = crate::emit::union::variant(cx, case);
            let child = Layout::new(cx, case.body);
            let how = self.args(&case.args, case.body, id, at);
            let ty = cx.struct_ty(case.body);
            // A small case is read as a struct of one member.
            let turbofish = (child.of.form == Form::Case).then(|| quote!(::<#ty, _>));
            let child_fn = if child.of.apart { quote!(child_apart) } else { quote!(child) };
            let value = quote!(#reader.#child_fn #turbofish (#at, #payload, #how)?);
            let value = crate::emit::union::unwrap_case(&child, &value);
            quote!(#(#tags)|* => #name::#variant(#value),)
        });
        let wire = &cx.wire;
        let otherwise = if union.closed {
            let (place, at) = match union.tag_row {
                Some(row) => (l.place(Some(row)), self.row_at(row)),
                None => (place, at.clone()),
            };
            quote!(#tag_var => return #wire::wrong(#rt::Why::Tag, #place, #at, 0, #tag_var as u64),)
        } else {
            quote!(#tag_var => #name::Unknown(#reader.unknown(#at, #payload, #tag_var as u64)),)
        };
        let value = quote!(match #tag { #(#arms)* #otherwise });
        (quote!(#before #body), value)
    }
}
