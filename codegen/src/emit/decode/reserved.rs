//! Bits that no row names, in structs that reject those that are set.

use opcodec_schema::ir::{At, Block, Gap, Kind, Role, RowId, Step, StructSize};
use proc_macro2::TokenStream;
use quote::quote;

use super::Decode;
use super::block::Bytes;
use crate::emit::layout::number;
use crate::emit::scalar::hex;

/// Gaps of more bytes than this are looked at by a loop, not word by word.
const LONG: u64 = 32;

/// Some bytes that are looked at together.
struct Word {
    start: u64,
    /// 1, 2, 4 or 8.
    size: u64,
    /// Of the bytes in their order.
    mask: u64,
}

impl Decode<'_, '_, '_> {
    /// That the bits of a block are zero that no row names.
    pub(super) fn gaps(&self, block: &Block, bytes: &Bytes) -> TokenStream {
        self.unset(&block.gaps, block.len, bytes)
    }

    /// The same of a fixed layout, which may have a `size` beyond its block.
    pub(super) fn fixed_gaps(&self, block: &Block, bytes: &Bytes) -> TokenStream {
        let of = self.l.of;
        let n = of.fixed.unwrap_or(block.len);
        let has_size = matches!(of.size, Some(StructSize::Fixed(_))) && !of.trailing_ignored;
        let has_more = n > block.len && (has_size || of.align > 1);
        let mut gaps = block.gaps.clone();
        if of.rejects_reserved && has_more {
            let from = if of.trailing_ignored { self.l.unpadded_len() } else { block.len };
            gaps.push(Gap { offset: from, bytes: n - from, mask: 0xFF });
        }
        self.unset(&gaps, n, bytes)
    }

    /// That the bits of `gaps` are zero, of a block of `len` bytes.
    fn unset(&self, gaps: &[Gap], len: u64, bytes: &Bytes) -> TokenStream {
        if gaps.is_empty() {
            return quote!();
        }
        let (wire, place, var) = (&self.l.cx.wire, self.l.place(None), &bytes.var);
        let mut tests: Vec<TokenStream> =
            words(gaps, len).iter().map(|word| test(word, var, bytes.base)).collect();
        let index = |gap: &Gap| number(bytes.base + gap.offset);
        tests.extend(gaps.iter().filter(|gap| gap.bytes > LONG).map(|gap| {
            let (n, at, mask) = (number(gap.bytes), index(gap), hex(u128::from(gap.mask), 2));
            quote!(#wire::any_set(#wire::within::<#n>(#var, #at), #mask))
        }));
        let all = gaps.iter().map(|gap| {
            let (first, count, mask) = (index(gap), number(gap.bytes), hex(u128::from(gap.mask), 2));
            quote!((#first, #count, #mask))
        });
        // Where index 0 of the variable is.
        let base = if bytes.base == 0 { bytes.at.plus(0) } else { quote!(0) };
        quote! {
            if #(#tests)||* {
                return #wire::reserved(#var, &[#(#all),*], #base, #place);
            }
        }
    }

    /// That the bytes before a step are zero that no row explains.
    pub(super) fn before(&self, index: usize) -> TokenStream {
        let (l, reader, place) = (self.l, &self.reader, self.l.place(None));
        let Some((earlier, [step, ..])) =
            l.of.steps.split_at_checked(index).filter(|_| l.of.rejects_reserved)
        else {
            return quote!();
        };
        let at = match step {
            // Its children may name them.
            Step::Row { row, .. } if matches!(l.row(*row).kind, Kind::Payload(_)) => return quote!(),
            Step::Row { at, .. } | Step::Block(Block { at, .. }) => *at,
        };
        let At::Byte(byte) = at else { return quote!() };
        let least = self.least_cursor(earlier);
        if least >= byte {
            return quote!();
        }
        // Those that lie between them.
        let spared = l.of.spared.iter().filter(|gap| gap.offset < byte && gap.offset + gap.bytes > least);
        let spared: Vec<_> = spared.map(as_tuple).collect();
        let byte = number(byte);
        let look = if spared.is_empty() {
            quote!(#reader.unnamed(#byte, #place)?;)
        } else {
            quote!(#reader.unnamed_but(#byte, &[#(#spared),*], #place)?;)
        };
        let may_have_ended = earlier.iter().any(|step| l.may_be_absent(step));
        if may_have_ended { quote!(if #reader.is_open() { #look }) } else { look }
    }

    /// What the cursor has reached at least behind some steps.
    fn least_cursor(&self, steps: &[Step]) -> u64 {
        steps.iter().fold(self.l.of.start, |cursor, step| match step {
            Step::Block(Block { when: None, may_be_absent: false, at, len, .. }) => match at {
                At::Byte(at) => cursor.max(at + len),
                At::Next => cursor + len,
            },
            _ => cursor,
        })
    }

    /// A reserved row of variable length: its octets, which must be zero.
    pub(super) fn zeros(&self, id: RowId, octets: TokenStream, at: &TokenStream) -> TokenStream {
        let (l, reader) = (self.l, &self.reader);
        if !l.of.rejects_reserved || !matches!(l.row(id).role, Role::Reserved) {
            return octets;
        }
        let (found, place) = (l.own("found"), l.place(Some(id)));
        quote!({
            let #found = #octets;
            #reader.zeros(#at, #found, #place)?;
            #found
        })
    }

    /// That the bytes behind the last row of a struct with a length are zero.
    pub(super) fn left_over(&self) -> TokenStream {
        let (l, reader, place) = (self.l, &self.reader, self.l.place(None));
        if !l.of.rejects_reserved || l.of.size.is_none() || l.of.trailing_ignored {
            return quote!();
        }
        quote!(#reader.unnamed_rest(#place)?;)
    }
}

/// A gap as generated code writes it.
fn as_tuple(gap: &Gap) -> TokenStream {
    let (first, count, mask) = (number(gap.offset), number(gap.bytes), hex(u128::from(gap.mask), 2));
    quote!((#first, #count, #mask))
}

/// The bytes of gaps that are not long, in as few words as there can be.
fn words(gaps: &[Gap], len: u64) -> Vec<Word> {
    let short = gaps.iter().filter(|gap| gap.bytes <= LONG);
    let bytes: Vec<(u64, u8)> =
        short.flat_map(|gap| (0..gap.bytes).map(|byte| (gap.offset + byte, gap.mask))).collect();
    let largest = [8, 4, 2, 1].into_iter().find(|size| *size <= len).unwrap_or(1);
    let (mut words, mut rest) = (Vec::new(), bytes.as_slice());
    while let Some((first, _)) = rest.first() {
        let (inside, further) =
            rest.split_at(rest.iter().take_while(|(byte, _)| byte - first < largest).count());
        let span = inside.last().map_or(1, |(last, _)| last - first + 1);
        let size = span.next_power_of_two().min(largest);
        // It begins before them where the block ends too soon behind.
        let start = (*first).min(len.saturating_sub(size));
        let shifted = |(byte, mask): &(u64, u8)| u64::from(*mask) << ((size - 1 - (byte - start)) * 8);
        words.push(Word { start, size, mask: inside.iter().map(shifted).fold(0, |all, mask| all | mask) });
        rest = further;
    }
    words
}

fn test(word: &Word, var: &TokenStream, base: u64) -> TokenStream {
    let is_whole = word.mask == u64::MAX >> (64 - word.size * 8);
    let mask = (!is_whole).then(|| {
        let mask = hex(u128::from(word.mask), (word.size * 2) as usize);
        quote!(& #mask)
    });
    let bytes = (word.start..word.start + word.size).map(|byte| {
        let byte = number(base + byte);
        quote!(#var[#byte])
    });
    if word.size == 1 {
        return quote!(#(#bytes)* #mask != 0);
    }
    let ty = crate::emit::scalar::unsigned((word.size * 8) as u8);
    quote!(#ty::from_be_bytes([#(#bytes),*]) #mask != 0)
}
