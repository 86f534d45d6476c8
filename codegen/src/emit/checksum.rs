//! Checksums, and the rows whose value follows from bytes that are written first.

use std::collections::BTreeMap;

use opcodec_schema::ir::{Block, Checksum, Crc, IntType, Kind, Node, Role, RowId, Step};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::encode::{Members, constant_len, fallible, fits_always, mask};
use super::expr::{Ex, Ty, emit};
use super::layout::{Layout, number};
use super::scalar::{hex, unsigned};
use super::words::{Piece, compose};
use crate::names::ident;
use crate::paths::Cx;

/// One table for each algorithm that some struct here uses.
pub(crate) fn tables(cx: &Cx<'_>) -> Vec<TokenStream> {
    let mut used = BTreeMap::new();
    for of in cx.schema.structs.iter().filter(|of| cx.is_here(of.module)) {
        super::layout::each_expr(of, &mut |expr| {
            expr.visit(&mut |node| {
                if let Node::Checksum(Checksum::Crc(crc), ..) = node {
                    used.insert(crc.name.clone(), crc.clone());
                }
            });
        });
    }
    used.values().map(|crc| table(cx, crc)).collect()
}

fn table(cx: &Cx<'_>, crc: &Crc) -> TokenStream {
    let (wire, name, word) = (&cx.wire, table_name(crc), word(crc));
    let digits = usize::from(crc.width.div_ceil(4)).max(2);
    let [poly, init, xor_out] = [crc.poly, crc.init, crc.xor_out].map(|bits| hex(u128::from(bits), digits));
    let (width, reflect_in, reflect_out) = (number(u64::from(crc.width)), crc.reflect_in, crc.reflect_out);
    let doc = super::docs::lines([format!("{} with its table.", crc.name)]);
    quote! {
        #doc
        static #name: #wire::Crc<#word, #reflect_in> =
            #wire::Crc::<#word, #reflect_in>::new(#width, #poly, #init, #reflect_out, #xor_out);
    }
}

/// `CRC_16_MODBUS`.
fn table_name(crc: &Crc) -> Ident {
    let name = crc.name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' });
    ident(&name.collect::<String>())
}

fn word(crc: &Crc) -> Ident {
    unsigned(crc.width)
}

/// A checksum over `bytes`.
pub(crate) fn over(cx: &Cx<'_>, of: &Checksum, bytes: &TokenStream) -> Ex {
    let wire = &cx.wire;
    let (value, bits) = match of {
        Checksum::Crc(crc) => {
            let table = table_name(crc);
            (quote!(#table.checksum(#bytes)), crc.width.next_power_of_two().max(8))
        }
        Checksum::Sum8 => (quote!(#wire::sum8(#bytes)), 8),
        Checksum::Xor8 => (quote!(#wire::xor8(#bytes)), 8),
    };
    let ex = if bits > 63 {
        Ex::new(quote!(#value as i128), Ty::I128)
    } else {
        Ex::new(quote!(#value as i64), Ty::I64)
    };
    ex.with_raw(&value, IntType { signed: false, bits })
}

impl<'s> Layout<'_, 's> {
    /// Whether a row's value follows from bytes that are written first.
    pub(crate) fn is_late(&self, id: RowId) -> bool {
        self.late.contains(&id)
    }

    /// Whether the bytes of some checksum end with the row.
    pub(crate) fn ends_checksum(&self, id: RowId) -> bool {
        self.checked_to.contains(&id)
    }

    /// A step that may be absent and of which a checksum asks whether it is there: the variable that says so.
    pub(crate) fn there_var(&self, index: usize) -> Option<Ident> {
        let step @ Step::Block(block) = self.of.steps.get(index)? else { return None };
        let asked = Self::rows_of(step).into_iter().any(|row| self.ends_checksum(row));
        (asked && (block.when.is_some() || block.may_be_absent)).then(|| self.own(&format!("there_{index}")))
    }

    /// The same where rows are written: a late row that is absent is not.
    pub(crate) fn written_var(&self, index: usize) -> Option<Ident> {
        let step @ Step::Block(block) = self.of.steps.get(index)? else { return None };
        let is_late = Self::rows_of(step).into_iter().any(|row| self.is_late(row));
        let is_asked = is_late && (block.when.is_some() || block.may_be_absent);
        self.there_var(index).or_else(|| is_asked.then(|| self.own(&format!("there_{index}"))))
    }

    /// Whether another late row names this one.
    fn is_named_late(&self, id: RowId) -> bool {
        self.late.iter().any(|other| match &self.row(*other).role {
            Role::Value(computed) => computed
                .expr
                .has(|node| matches!(node, Node::Row(row, path) if *row == id && path.is_empty())),
            _ => false,
        })
    }

    /// Where the row ends that a step is, which some checksum covers last: the variable that says so.
    pub(crate) fn end_var(&self, index: usize) -> Option<Ident> {
        let Step::Row { row, .. } = self.of.steps.get(index)? else { return None };
        self.ends_checksum(*row).then(|| self.own(&format!("end_{index}")))
    }

    /// Where a row of a block ends, of which the block starts at `at`.
    pub(crate) fn end_in_block(&self, id: RowId, block: &Block) -> u64 {
        let offset = block.offsets[(id.0 - block.rows.start) as usize];
        offset + constant_len(self.cx, &self.row(id).kind).unwrap_or(0)
    }

    /// The statements that compute a late row and write it, once all other rows are written.
    pub(crate) fn patch(
        &self,
        members: &Members<'_, '_, 's>,
        id: RowId,
        at: &TokenStream,
        write: &dyn Fn(TokenStream, bool) -> TokenStream,
    ) -> TokenStream {
        let row = self.row(id);
        let (Role::Value(computed), Kind::Bits(bits)) = (&row.role, &row.kind) else { return quote!() };
        let (cx, place, var) = (self.cx, self.place(Some(id)), self.var(id));
        let shape = cx.shape(bits.ty);
        let ex = emit(&computed.expr, &members.at(place.clone(), at.clone()));
        let held = unsigned(bits.width);
        let (value, piece) = if ex.ty == Ty::Bool {
            (ex.tokens, Ex::atom(quote!(#var), Ty::Bool))
        } else {
            let value = if !fits_always(&computed.expr, shape) {
                let [low, high] = [shape.interval().min, shape.interval().max].map(super::expr::integer);
                let (wire, ex) = (&cx.wire, ex.i128().tokens);
                let fit = quote!(#wire::fit(#ex, #low, #high, #at, #place));
                let fit = fallible(&fit, self.of.fixed.is_some());
                quote!(#fit as #held)
            } else if let Some((raw, of)) = ex.raw().filter(|(_, of)| unsigned(of.bits) == held) {
                let _ = of;
                raw.clone()
            } else {
                let operand = ex.raw().map_or_else(|| ex.operand(), |(raw, _)| raw.clone());
                quote!(#operand as #held)
            };
            (value, mask(Ex::atom(quote!(#var), Ty::I64), shape))
        };
        let word = opcodec_schema::ir::Bits { offset: 0, ..*bits };
        let (lets, array) = compose(cx, u64::from(bits.bytes), &[Piece { bits: word, at: 0, value: piece }]);
        let whole = u32::from(bits.width) == u32::from(bits.bytes) * 8;
        let write = write(array, whole);
        let body = quote!(let #var = #value; { #lets #write });
        match self.written_var(self.step_of(id)) {
            None => body,
            Some(there) if !self.is_named_late(id) => quote!(if #there { #body }),
            Some(there) => {
                let none =
                    if bits.ty == opcodec_schema::ir::Scalar::Bool { quote!(false) } else { quote!(0) };
                quote!(let #var = if #there { #body #var } else { #none };)
            }
        }
    }
}
