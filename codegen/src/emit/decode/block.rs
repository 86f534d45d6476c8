//! Blocks: rows of constant length under one length check.

use opcodec_schema::ir::{
    Block, Constant, Element, IntType, Kind, Length, Role, Row, RowId, Scalar, TextLength,
};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::row::text_shape;
use super::{At2, Decode};
use crate::emit::expr::Ex;
use crate::emit::layout::{Layout, byte_array, number};
use crate::emit::scalar::{hex, load};

/// Where a block's bytes are.
pub(super) struct Bytes {
    pub(super) var: TokenStream,
    /// What index 0 of `var` is, from the block's start.
    pub(super) base: u64,
    /// Where the block starts, for errors.
    pub(super) at: At2,
}

/// A pattern of variables, and both values of it.
pub(super) fn options(vars: &[Ident]) -> (TokenStream, TokenStream, TokenStream) {
    let some = vars.iter().map(|var| quote!(::core::option::Option::Some(#var)));
    let none = vars.iter().map(|_| quote!(::core::option::Option::None));
    match vars {
        [var] => {
            (quote!(#var), quote!(::core::option::Option::Some(#var)), quote!(::core::option::Option::None))
        }
        vars => (quote!((#(#vars),*)), quote!((#(#some),*)), quote!((#(#none),*))),
    }
}

/// `n` bytes from `index` of an array, as a slice.
pub(super) fn slice(l: &Layout<'_, '_>, bytes: &TokenStream, index: u64, n: u64) -> TokenStream {
    let (wire, index, n) = (&l.cx.wire, number(index), number(n));
    quote!(#wire::within::<#n>(#bytes, #index))
}

/// `n` bytes from `index` of an array, as an array.
pub(super) fn octets(l: &Layout<'_, '_>, bytes: &TokenStream, index: u64, n: u64) -> TokenStream {
    if n <= 8 {
        let each = (index..index + n).map(|i| {
            let i = number(i);
            quote!(#bytes[#i])
        });
        return quote!([#(#each),*]);
    }
    let slice = slice(l, bytes, index, n);
    quote!(*#slice)
}

impl<'s> Decode<'_, '_, 's> {
    pub(super) fn block(&self, index: usize, block: &'s Block) -> TokenStream {
        let Self { l, reader, .. } = self;
        let ((find, at), before) = (self.start(index), self.before(index));
        let rows: Vec<RowId> = block.rows.clone().map(RowId).collect();
        let end = match at {
            At2::Const(start) => Some(start + block.len),
            At2::Var(_) => None,
        };
        let plain = block.when.is_none() && !block.may_be_absent;
        let (len, place) = (number(block.len), l.named_place(rows.iter().copied()));
        if plain && end.is_some_and(|end| end <= l.of.head) {
            let (At2::Const(start), Some(end)) = (&at, end) else { return quote!() };
            let head = &self.head;
            let bytes = Bytes { var: quote!(#head), base: *start, at: At2::Const(*start) };
            let (loads, _) = self.loads(&rows, block, &bytes);
            let end = number(end);
            return quote!(#before #loads #reader.advance(#end););
        }
        let (var, start) = (l.own("block"), at.plus(0));
        let bytes = Bytes { var: quote!(#var), base: 0, at: at.clone() };
        let (loads, outs) = self.loads(&rows, block, &bytes);
        let used = crate::emit::layout::mentions(&loads, &var.to_string());
        if plain {
            let load = quote!(#reader.block::<#len>(#start, #place)?;);
            return if used {
                quote!(#find #before let #var = #load #loads)
            } else {
                quote!(#find #before #load #loads)
            };
        }
        let when = block.when.as_ref().map(|when| self.condition(when, index, &rows));
        let (pattern, some, none) = options(&outs);
        let there = l.there_var(index);
        let bind = if used { quote!(#var) } else { quote!(_) };
        if block.may_be_absent {
            let memberless = !rows.iter().any(|row| matches!(l.row(*row).role, Role::Member(_)));
            let is_parameter = rows.iter().any(|row| l.row(*row).optional);
            let mut found = if is_parameter {
                quote!(#reader.parameter::<#len>(#start, #place)?)
            } else {
                quote!(#reader.optional_block::<#len>(#start, #memberless))
            };
            if !before.is_empty() {
                found = quote!({ #before #found });
            }
            if let Some(when) = when {
                let when = when.operand();
                found =
                    quote!(if #reader.is_open() && #when { #found } else { ::core::option::Option::None });
            }
            if outs.is_empty() && !used {
                return match there {
                    Some(there) => quote!(#find let #there = #found.is_some();),
                    None => quote!(#find let _ = #found;),
                };
            }
            let found_some = quote!(::core::option::Option::Some(#bind));
            let found_var = l.own("found");
            let there = there.map(|there| quote!(let #there = #found_var.is_some();));
            return if outs.is_empty() && there.is_none() {
                quote!(#find if let #found_some = #found { #loads })
            } else if outs.is_empty() {
                quote!(#find let #found_var = #found; #there if let #found_some = #found_var { #loads })
            } else {
                quote! {
                    #find
                    let #found_var = #found;
                    #there
                    let #pattern = if let #found_some = #found_var { #loads #some } else { #none };
                }
            };
        }
        let load = quote!(#reader.block::<#len>(#start, #place)?;);
        let load = if used { quote!(#before let #var = #load) } else { quote!(#before #load) };
        let mut when = when.map_or_else(|| quote!(true), |when| when.tokens);
        let there = there.map(|there| {
            let holds = std::mem::replace(&mut when, quote!(#there));
            quote!(let #there = #holds;)
        });
        let find = quote!(#find #there);
        if outs.is_empty() {
            quote!(#find if #when { #load #loads })
        } else {
            quote!(#find let #pattern = if #when { #load #loads #some } else { #none };)
        }
    }

    /// Loads and checks of a block's rows, in order, and the variables that are needed after it.
    pub(super) fn loads(&self, rows: &[RowId], block: &Block, bytes: &Bytes) -> (TokenStream, Vec<Ident>) {
        let (mut out, mut vars) = (TokenStream::new(), Vec::new());
        for (index, id) in rows.iter().enumerate() {
            let offset = block.offsets[index];
            out.extend(self.load(*id, offset, bytes, rows));
            if self.is_needed(*id) {
                vars.push(self.l.var(*id));
            }
        }
        out.extend(self.gaps(block, bytes));
        (out, vars)
    }

    pub(super) fn load(&self, id: RowId, offset: u64, bytes: &Bytes, fresh: &[RowId]) -> TokenStream {
        let l = self.l;
        let row = l.row(id);
        let (var, at, index) = (l.var(id), bytes.at.plus(offset), bytes.base + offset);
        let needed = self.is_needed(id) || row.check.is_some();
        let mut out = match &row.kind {
            Kind::Bits(bits) => self.load_bits(id, row, &load(bits, &bytes.var, index), bits.ty, &at, needed),
            Kind::Bytes(Length::Fixed(n)) if needed || matches!(row.role, Role::Const(_)) => {
                self.load_octets(id, *n, (&bytes.var, index), &at)
            }
            Kind::Text { encoding, pad, length: TextLength::Bytes(Length::Fixed(n)) } => {
                let (wire, place, slice) = (&l.cx.wire, l.place(Some(id)), slice(l, &bytes.var, index, *n));
                let text = text_shape(*encoding, *pad);
                match &row.role {
                    Role::Const(constant) => self.same(id, constant, *n, *pad, &slice, &at),
                    _ if needed => quote!(let #var = #wire::text(#slice, #at, #text, #place)?;),
                    _ => quote!(#wire::text(#slice, #at, #text, #place)?;),
                }
            }
            Kind::Array { element, count } => {
                let array = self.array(id, (element, *count), (&bytes.var, index), &bytes.at, offset);
                if needed { quote!(let #var = #array;) } else { quote!() }
            }
            Kind::Nested { body, .. } => {
                let value = self.nested_fixed(*body, &bytes.var, index, &at);
                if needed { quote!(let #var = #value;) } else { quote!(let _ = #value;) }
            }
            _ => quote!(),
        };
        out.extend(self.check(id, fresh, &at, None));
        out
    }

    pub(super) fn load_bits(
        &self,
        id: RowId,
        row: &Row,
        bits: &Ex,
        ty: Scalar,
        at: &TokenStream,
        needed: bool,
    ) -> TokenStream {
        let (l, cx) = (self.l, self.l.cx);
        let (rt, wire, var, place) = (&cx.rt, &cx.wire, l.var(id), l.place(Some(id)));
        if let Role::Const(Constant::Int(right)) = &row.role {
            let shape = cx.shape(ty);
            let raw = cx.scalar(Scalar::Int(shape), bits);
            let there = cx.number(Scalar::Int(shape), &raw).number();
            let digits = usize::from(shape.bits.div_ceil(4));
            let literal = if *right < 0 {
                crate::emit::expr::integer(*right)
            } else {
                hex(*right as u128, digits.max(2))
            };
            if !shape.signed {
                let (operand, tokens) = (bits.operand(), &bits.tokens);
                let got = if shape.bits == 64 { quote!(#tokens) } else { quote!(#operand as u64) };
                // Errors hold the low 64 bits.
                let expected = hex(*right as u64 as u128, digits.clamp(2, 16));
                return quote! {
                    if #operand != #literal {
                        return #wire::wrong(#rt::Why::Const, #place, #at, #expected, #got);
                    }
                };
            }
            let (operand, tokens) = (there.operand(), &there.tokens);
            let expected = crate::emit::expr::unsigned(*right);
            return quote! {
                if #operand != #literal {
                    let there = #tokens;
                    return #wire::wrong(#rt::Why::Const, #place, #at, #expected, there as u64);
                }
            };
        }
        let value = cx.scalar(ty, bits);
        if let Scalar::Enum(of) = ty
            && cx.enumeration(of).closed
        {
            let operand = bits.operand();
            let bind = if needed { quote!(#var) } else { quote!(_) };
            return quote! {
                let ::core::option::Option::Some(#bind) = #value else {
                    return #wire::wrong(#rt::Why::Enum, #place, #at, 0, #operand as u64);
                };
            };
        }
        if needed && !matches!(row.role, Role::Reserved) { quote!(let #var = #value;) } else { quote!() }
    }

    pub(super) fn load_octets(
        &self,
        id: RowId,
        n: u64,
        (bytes, index): (&TokenStream, u64),
        at: &TokenStream,
    ) -> TokenStream {
        let l = self.l;
        if let Role::Const(constant) = &l.row(id).role {
            return self.same(id, constant, n, None, &slice(l, bytes, index, n), at);
        }
        let (var, value) = (l.var(id), octets(l, bytes, index, n));
        quote!(let #var = #value;)
    }

    /// The error of octets or text that are not the constant.
    pub(super) fn same(
        &self,
        id: RowId,
        constant: &Constant,
        n: u64,
        pad: Option<u8>,
        slice: &TokenStream,
        at: &TokenStream,
    ) -> TokenStream {
        let (rt, wire, place) = (&self.l.cx.rt, &self.l.cx.wire, self.l.place(Some(id)));
        let mut right = match constant {
            Constant::Int(_) => Vec::new(),
            Constant::Bytes(bytes) => bytes.clone(),
            Constant::Text(text) => text.clone().into_bytes(),
        };
        if let Some(pad) = pad {
            right.resize(right.len().max(n as usize), pad);
        }
        let right = byte_array(&right);
        quote! {
            if !#wire::same(#slice, &#right) {
                return #wire::wrong(#rt::Why::Const, #place, #at, 0, 0);
            }
        }
    }

    pub(super) fn nested_fixed(
        &self,
        body: opcodec_schema::ir::StructId,
        bytes: &TokenStream,
        index: u64,
        at: &TokenStream,
    ) -> TokenStream {
        let (l, cx) = (self.l, self.l.cx);
        let of = cx.layout(body);
        let (ty, n) = (cx.ty(of.module, &of.name), of.fixed.unwrap_or(0));
        let (wire, index, n) = (&cx.wire, number(index), number(n));
        let _ = l;
        quote! {
            match #ty::read(#wire::within::<#n>(#bytes, #index)) {
                ::core::result::Result::Ok(value) => value,
                ::core::result::Result::Err(error) => return ::core::result::Result::Err(error.moved(#at)),
            }
        }
    }

    pub(super) fn array(
        &self,
        id: RowId,
        (element, count): (&Element, u64),
        (bytes, index): (&TokenStream, u64),
        at: &At2,
        offset: u64,
    ) -> TokenStream {
        let (l, cx) = (self.l, self.l.cx);
        if let Element::Scalar { ty: Scalar::Int(IntType { signed: false, bits: 8 }), .. } = element {
            return octets(l, bytes, index, count);
        }
        let (rt, wire) = (&cx.rt, &cx.wire);
        let values = (0..count).map(|i| match element {
            Element::Scalar { ty, bytes: size, little_endian } => {
                let skip = i * u64::from(*size);
                let word = opcodec_schema::ir::Bits {
                    offset: 0,
                    bytes: *size,
                    little_endian: *little_endian,
                    shift: 0,
                    width: cx.shape(*ty).bits,
                    ty: *ty,
                };
                let bits = load(&word, bytes, index + skip);
                let value = cx.scalar(*ty, &bits);
                match ty {
                    Scalar::Enum(of) if cx.enumeration(*of).closed => {
                        let (operand, at, place) =
                            (bits.operand(), at.plus(offset + skip), l.place(Some(id)));
                        quote! {
                            match #value {
                                ::core::option::Option::Some(value) => value,
                                ::core::option::Option::None => return #wire::wrong(#rt::Why::Enum, #place, #at, 0, #operand as u64),
                            }
                        }
                    }
                    _ => value,
                }
            }
            Element::Struct { body, .. } => {
                let skip = i * cx.layout(*body).fixed.unwrap_or(0);
                self.nested_fixed(*body, bytes, index + skip, &at.plus(offset + skip))
            }
        });
        quote!([#(#values),*])
    }
}
