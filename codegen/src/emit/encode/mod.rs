//! Encoding a struct, step by step: lengths first, then the bytes.

mod bits;
mod measure;
mod members;
mod numbers;
mod present;
mod row;

use opcodec_schema::ir::{At, Block, Kind, Role, RowId, Step, StructSize};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::emit::expr::emit;
use crate::emit::layout::{Layout, number};
use crate::emit::words::{Piece, compose};
pub(crate) use bits::{fallible, fits_always, mask};
pub(crate) use measure::constant_len;
pub(crate) use members::{Members, Written, member_path, pointed, row_tag};
pub(crate) use numbers::{as_param, literal, option_number};
use present::strip;
pub(crate) use row::pad_tokens;

impl<'s> Layout<'_, 's> {
    /// The body of `Element::put` of a struct that is not fixed.
    pub(crate) fn put(&self) -> TokenStream {
        let (wire, start, place) = (&self.cx.wire, number(self.of.start), self.place(None));
        let (writer, out, how, whole) =
            (self.own("writer"), self.own("out"), self.own("how"), self.own("whole"));
        let mut members = Members::new(self, quote!(self));
        members.whole = Some(quote!(#whole));
        members.has_levels = true;
        if self.takes_data() {
            let data = self.data_var();
            members.data = Some(quote!(#data));
        }
        let mut steps = TokenStream::new();
        let starts = self.static_starts();
        for (index, step) in self.of.steps.iter().enumerate() {
            if matches!(step, Step::Block(block) if block.rows.is_empty()) {
                // Only looked at when decoding.
                continue;
            }
            steps.extend(self.put_step(&members, index, step, starts[index], &writer));
        }
        if let Some(StructSize::Fixed(n)) = &self.of.size {
            let n = number(*n);
            steps.extend(quote!(#writer.fill(#n, #place)?;));
        }
        if self.of.align > 1 {
            let align = number(self.of.align);
            steps.extend(quote!(#writer.align(#align, #place)?;));
        }
        members.written = Some(Written::Writer(writer.clone()));
        for id in &self.late {
            let at = members.starts_at(*id);
            let place = self.place(Some(*id));
            steps.extend(self.patch(&members, *id, &at, &|array, whole| {
                let write = if whole { quote!(block) } else { quote!(merge) };
                quote!(#writer.#write(#at, #array, #place)?;)
            }));
        }
        let needs_whole = crate::emit::layout::mentions(&steps, &whole.to_string());
        let whole_let = needs_whole.then(|| {
            let how = if self.passed().is_empty() && !self.takes_data() && !self.is_deep() {
                quote!(())
            } else {
                quote!(#how)
            };
            {
                let len = self.own_len(&quote!(self), &how);
                quote!(let #whole = #len;)
            }
        });
        let down = self
            .one_down(|levels, max| quote!(let #levels = #wire::one_down_to_put(#levels, #max, #place)?;));
        let unpack = self.unpack_how(&quote!(#how), &quote!(#down #steps));
        let cut = self.cut_first(&quote!(return #wire::put_cut(#out, #start, bytes, #place);));
        let mutable = (!steps.is_empty()).then(|| quote!(mut));
        // One that was cut is too deep as any other is.
        let first = if down.is_empty() {
            quote!(#cut #whole_let #unpack)
        } else {
            quote!(#whole_let #unpack #down #cut)
        };
        quote! {
            #first
            let #mutable #writer = #wire::Writer::new(#out, #start);
            #steps
            ::core::result::Result::Ok(#writer.at())
        }
    }

    fn put_step(
        &self,
        members: &Members<'_, '_, 's>,
        index: usize,
        step: &'s Step,
        start: Option<u64>,
        writer: &Ident,
    ) -> TokenStream {
        let at_var = self.own(&format!("at_{index}"));
        let (find, at, base) = match start {
            Some(at) => {
                let literal = number(at);
                (quote!(), quote!(#literal), Some(at))
            }
            None => (quote!(let #at_var = #writer.at();), quote!(#at_var), None),
        };
        let body = match step {
            Step::Block(block) => self.put_block(members, block, index == 0, (&at, base), writer),
            Step::Row { row, .. } => self.put_row(members, *row, &at, writer, false),
        };
        let (end, there) = (self.end_var(index), self.written_var(index));
        let ends = end.as_ref().map(|end| quote!(let #end = #writer.at();));
        let Some(present) = members.present(index) else { return quote!(#find #body #ends) };
        let absent = self.put_absent(members, step);
        let present = strip(present);
        match (end, there) {
            (Some(end), _) => {
                quote!(#find let #end = if #present { #body #writer.at() } else { #at }; #absent)
            }
            (None, Some(there)) => quote!(#find let #there = #present; if #there { #body } #absent),
            (None, None) => quote!(#find if #present { #body } #absent),
        }
    }

    /// No member of a step whose `when` does not hold has a value.
    fn put_absent(&self, members: &Members<'_, '_, 's>, step: &'s Step) -> TokenStream {
        let Some(when) = self.when_of(step) else { return quote!() };
        let rt = &self.cx.rt;
        let when = emit(when, members).bool().operand();
        let tests = Self::rows_of(step).into_iter().filter(|row| matches!(self.row(*row).role, Role::Member(_))).map(|row| {
            let (member, place) = (members.member(row), self.place(Some(row)));
            let got = match &self.row(row).kind {
                Kind::Bits(bits) => {
                    self.cx.number(bits.ty, &quote!(value)).u64()
                }
                _ => quote!(0),
            };
            let bind = if crate::emit::layout::mentions(&got, "value") { quote!(value) } else { quote!(_) };
            quote! {
                if let ::core::option::Option::Some(#bind) = #member {
                    return ::core::result::Result::Err(#rt::EncodeError::new(#rt::ErrorKind::Value, #place, 0, 0, #got));
                }
            }
        });
        let tests: TokenStream = tests.collect();
        if tests.is_empty() {
            return quote!();
        }
        quote!(if !#when { #tests })
    }

    fn put_block(
        &self,
        members: &Members<'_, '_, 's>,
        block: &Block,
        is_first: bool,
        (at, base): (&TokenStream, Option<u64>),
        writer: &Ident,
    ) -> TokenStream {
        let rows: Vec<RowId> = block.rows.clone().map(RowId).collect();
        let (mut before, mut after, mut pieces) = (TokenStream::new(), TokenStream::new(), Vec::new());
        for (index, id) in rows.iter().enumerate() {
            let offset = block.offsets[index];
            let row_at = match base {
                Some(base) => {
                    let at = number(base + offset);
                    quote!(#at)
                }
                None if offset == 0 => at.clone(),
                None => {
                    let offset = number(offset);
                    quote!(#at + #offset)
                }
            };
            let row = self.row(*id);
            match &row.kind {
                Kind::Bits(bits) => {
                    let (statement, value) = self.bits_value(members, *id, row, bits, &row_at);
                    before.extend(statement);
                    if let Some(value) = value {
                        pieces.push(Piece { bits: *bits, at: offset, value });
                    }
                }
                Kind::Reserved(_) => {}
                _ => after.extend(self.put_row(members, *id, &row_at, writer, true)),
            }
        }
        let place = self.named_place(rows.iter().copied());
        let (lets, array) = compose(self.cx, block.len, &pieces);
        // Another row may have set its bits in the same bytes.
        let merges = self.of.parent.is_some() || !is_first && block.at != At::Next;
        let write = if merges { quote!(merge) } else { quote!(block) };
        quote!(#before { #lets #writer.#write(#at, #array, #place)?; } #after)
    }
}
