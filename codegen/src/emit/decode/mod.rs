//! Decoding a struct, step by step, in the order of the model.

mod block;
mod checks;
mod names;
mod reserved;
mod row;

use std::collections::HashMap;

use opcodec_schema::ir::{At, Kind, Role, RowId, Scalar, Step, StructSize};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::emit::layout::{Layout, number};
use crate::emit::scalar::load;
use block::Bytes;

/// Variables of the function that decodes a struct.
pub(crate) struct Decode<'l, 'c, 's> {
    pub(crate) l: &'l Layout<'c, 's>,
    reader: Ident,
    head: Ident,
    /// By step, where it starts.
    starts: Vec<Option<u64>>,
}

/// A position, constant or not.
#[derive(Clone)]
enum At2 {
    Const(u64),
    Var(TokenStream),
}

impl At2 {
    fn plus(&self, offset: u64) -> TokenStream {
        let literal = number(offset);
        match self {
            Self::Const(at) => {
                let at = number(at + offset);
                quote!(#at)
            }
            Self::Var(var) if offset == 0 => var.clone(),
            Self::Var(var) => quote!(#var + #literal),
        }
    }
}

impl<'l, 'c, 's> Decode<'l, 'c, 's> {
    pub(crate) fn new(l: &'l Layout<'c, 's>) -> Self {
        Self { l, reader: l.own("reader"), head: l.own("head"), starts: l.static_starts() }
    }

    /// The body of `Element::take` of a struct that is not fixed.
    pub(crate) fn take(&self) -> TokenStream {
        let Self { l, reader, .. } = self;
        let wire = &l.cx.wire;
        let (start, required) = (number(l.of.start), l.of.required.is_some());
        let (input, extent) = (l.own("input"), l.own("extent"));
        let mut steps = TokenStream::new();
        for (index, step) in l.of.steps.iter().enumerate() {
            steps.extend(self.step(index, step));
        }
        let end = l.own("end");
        let has_size = l.of.size.is_some();
        let values = self.values(&quote!(#reader.whole(#has_size)));
        let size = self.size();
        let left_over = self.left_over();
        let mut body = quote!(#size #steps #values #left_over);
        body = self.with_head(body);
        let down = l.one_down(|levels, max| {
            let place = l.place(None);
            quote!(let #levels = #wire::one_down(#levels, #max, #place)?;)
        });
        let allowed = has_size || l.of.trailing_ignored;
        let place = l.place(None);
        let finish = if l.of.align > 1 {
            let (align, rejects) = (number(l.of.align), l.of.rejects_reserved);
            let flags = quote!((#has_size, #allowed, #rejects));
            quote!(#reader.finish_aligned::<#align>((#input, #extent), #flags, #place))
        } else {
            quote!(#reader.finish(#allowed, #place))
        };
        let value = self.value(&quote!(#reader.cut(#end)));
        let how = l.own("how");
        let unpack = l.unpack_how(&quote!(#how), &quote!(#down #body #value));
        quote! {
            #unpack
            #down
            let mut #reader = #wire::Reader::new(#input, #extent, #start, #required);
            #body
            let #end = #finish?;
            ::core::result::Result::Ok((#value, #end))
        }
    }

    /// The decoded value of its variables.
    pub(crate) fn value(&self, cut: &TokenStream) -> TokenStream {
        let l = self.l;
        if l.is_bare_union()
            && let Some(union) = &l.of.union
        {
            let var = l.var(union.payload);
            return quote!(#var);
        }
        let vars = l.members().map(|row| {
            let var = l.var(row);
            // Of a value from the data phase, which the message always has.
            let is_there = l.is_option(row) && !l.row(row).is_option();
            if is_there { quote!(#var: ::core::option::Option::Some(#var)) } else { quote!(#var) }
        });
        let cut = l.has_cut().then(|| quote!(cut: #cut,));
        let args = l.args().map(|(arg, default)| quote!(#arg: #default,));
        quote!(Self { #(#vars,)* #(#args)* #cut })
    }

    fn with_head(&self, body: TokenStream) -> TokenStream {
        let Self { l, reader, head, .. } = self;
        let (size, place) = (number(l.of.head), l.place(None));
        if crate::emit::layout::mentions(&body, &head.to_string()) {
            quote!(let #head = #reader.head::<#size>(#place)?; #body)
        } else if l.of.head == 0 {
            body
        } else {
            quote!(#reader.head::<#size>(#place)?; #body)
        }
    }

    fn size(&self) -> TokenStream {
        let Self { l, reader, head, .. } = self;
        let (place, head_len) = (l.place(None), number(l.of.head));
        match &l.of.size {
            None => quote!(),
            Some(StructSize::Fixed(size)) => {
                let size = number(*size);
                quote!(#reader.size(#size, #head_len, #place, 0, #place)?;)
            }
            Some(StructSize::Linear { row, scale, offset }) => {
                let Kind::Bits(bits) = &l.row(*row).kind else { return quote!() };
                let start = l.static_offset(*row).unwrap_or(0);
                let field = load(bits, &quote!(#head), start);
                let shape = l.cx.shape(bits.ty);
                let field = if shape.signed {
                    let raw = l.cx.scalar(bits.ty, &field);
                    l.cx.number(bits.ty, &raw).i128()
                } else {
                    field.i128()
                };
                let field = if (*scale, *offset) == (1, 0) { field.tokens } else { field.operand() };
                let scaled = if *scale == 1 {
                    field
                } else {
                    let scale = crate::emit::expr::integer(*scale);
                    quote!(#field * #scale)
                };
                let size = match *offset {
                    0 => scaled,
                    n if n < 0 => {
                        let n = crate::emit::expr::integer(-n);
                        quote!(#scaled - #n)
                    }
                    n => {
                        let n = crate::emit::expr::integer(n);
                        quote!(#scaled + #n)
                    }
                };
                let (length, at) = (l.place(Some(*row)), number(start));
                quote!(#reader.size(#size, #head_len, #length, #at, #place)?;)
            }
        }
    }

    fn step(&self, index: usize, step: &'s Step) -> TokenStream {
        match step {
            Step::Block(block) => self.block(index, block),
            Step::Row { row, .. } => self.own_row(index, *row),
        }
    }

    /// Where a step starts, with the statement that finds it.
    fn start(&self, index: usize) -> (TokenStream, At2) {
        match self.starts.get(index).copied().flatten() {
            Some(at) => (quote!(), At2::Const(at)),
            None => {
                let (reader, var) = (&self.reader, self.at_var(index));
                (quote!(let #var = #reader.at();), At2::Var(quote!(#var)))
            }
        }
    }

    fn at_var(&self, index: usize) -> Ident {
        self.l.own(&format!("at_{index}"))
    }

    /// Where a row starts, for errors after its step.
    fn row_at(&self, id: RowId) -> TokenStream {
        let index = self.l.step_of(id);
        let (_, at) = self.start(index);
        match &self.l.of.steps[index] {
            Step::Block(block) => at.plus(block.offsets[(id.0 - block.rows.start) as usize]),
            Step::Row { .. } => at.plus(0),
        }
    }

    /// Where a row ends, or would be, for what comes after its step.
    fn row_end(&self, id: RowId) -> TokenStream {
        let index = self.l.step_of(id);
        let (_, at) = self.start(index);
        match &self.l.of.steps[index] {
            Step::Row { .. } => {
                let (at, taken) = (at.plus(0), self.taken_var(id));
                quote!(#at + #taken)
            }
            Step::Block(block) => {
                let end = at.plus(self.l.end_in_block(id, block));
                let start = self.row_at(id);
                match self.l.there_var(index) {
                    Some(there) => quote!(if #there { #end } else { #start }),
                    None => end,
                }
            }
        }
    }

    /// Whether the row's value has a variable.
    fn is_needed(&self, id: RowId) -> bool {
        let l = self.l;
        let is_value = !matches!(l.row(id).role, Role::Const(_) | Role::Reserved);
        is_value && (l.is_member(id) || l.read.contains(&id))
    }

    /// The loads and checks of a fixed layout's one block, out of `bytes: &[u8; N]`, and the values of the members
    /// that nothing else looks at.
    pub(crate) fn fixed(&self, bytes: &Ident) -> (TokenStream, HashMap<RowId, TokenStream>) {
        let n = number(self.l.unpadded_len());
        let (mut out, mut values) = (TokenStream::new(), HashMap::new());
        for step in &self.l.of.steps {
            let Step::Block(block) = step else { continue };
            let start = match block.at {
                At::Byte(byte) => byte,
                At::Next => 0,
            };
            for (id, offset) in block.rows.clone().map(RowId).zip(&block.offsets) {
                match self.fixed_row(id, bytes, start + offset) {
                    Ok(value) => {
                        values.insert(id, value);
                    }
                    Err(load) => out.extend(load),
                }
            }
            out.extend(self.fixed_gaps(block, &Bytes { var: quote!(#bytes), base: 0, at: At2::Const(0) }));
        }
        out.extend(self.values(&quote!(#n)));
        (out, values)
    }

    /// One row of a fixed layout: its value, or the statements that load it.
    pub(crate) fn fixed_row(&self, id: RowId, bytes: &Ident, at: u64) -> Result<TokenStream, TokenStream> {
        let rows: Vec<RowId> = (0..self.l.of.rows.len() as u32).map(RowId).collect();
        let from = Bytes { var: quote!(#bytes), base: 0, at: At2::Const(0) };
        self.plain(id, bytes, at).ok_or_else(|| self.load(id, at, &from, &rows))
    }

    /// The value of a member made of bits that nothing else looks at and that cannot be wrong.
    fn plain(&self, id: RowId, bytes: &Ident, at: u64) -> Option<TokenStream> {
        let (l, row) = (self.l, self.l.row(id));
        let Kind::Bits(bits) = &row.kind else { return None };
        let is_closed = matches!(bits.ty, Scalar::Enum(of) if l.cx.enumeration(of).closed);
        if !l.is_member(id) || l.read.contains(&id) || row.check.is_some() || is_closed {
            return None;
        }
        let value = l.cx.scalar(bits.ty, &load(bits, &quote!(#bytes), at));
        Some(if l.is_option(id) { quote!(::core::option::Option::Some(#value)) } else { value })
    }
}
