//! Bits composed into the widest words there are, before anything is stored: small stores defeat the
//! forwarding of stores to the wide load that comes next.

use opcodec_schema::ir::Bits;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::expr::Ex;
use super::layout::number;
use super::scalar::{hex, unsigned};
use crate::paths::Cx;

/// Some bits of a block with their value in an unsigned primitive.
pub(crate) struct Piece {
    pub(crate) bits: Bits,
    /// The word's first byte in the block.
    pub(crate) at: u64,
    pub(crate) value: Ex,
}

/// A piece as a run of bits, the block's most significant bit first.
struct Run {
    start: u64,
    width: u64,
    value: Ex,
    /// The bits that `value` has, which a cast must keep.
    held: u8,
}

/// The statements before, and the bytes of a block as an array.
pub(crate) fn compose(_cx: &Cx<'_>, len: u64, pieces: &[Piece]) -> (TokenStream, TokenStream) {
    let chunks = chunks(len, pieces);
    let (mut lets, mut runs) = (TokenStream::new(), Vec::new());
    let mut little: Vec<(u64, u8, TokenStream)> = Vec::new();
    for piece in pieces {
        let Bits { bytes, little_endian, shift, width, .. } = piece.bits;
        if little_endian && bytes > 1 {
            if !chunks.iter().any(|chunk| !chunk.little && chunk.holds(piece)) {
                continue;
            }
            // All bits of one word are put together, then its bytes are turned around.
            let word = unsigned(bytes * 8);
            let (value, by) = (piece.value.operand(), number(u64::from(shift)));
            let is_bool = piece.value.ty == super::expr::Ty::Bool;
            let term = if shift == 0 { quote!(#value as #word) } else { quote!((#value as #word) << #by) };
            let term =
                if shift == 0 && unsigned(width) == word && !is_bool { piece.value.operand() } else { term };
            let term =
                if shift == 0 && (unsigned(width) != word || is_bool) { quote!((#term)) } else { term };
            match little.iter_mut().find(|(at, size, _)| (*at, *size) == (piece.at, bytes)) {
                Some((_, _, terms)) => terms.extend(quote!(| #term)),
                None => little.push((piece.at, bytes, term)),
            }
            continue;
        }
        let end = piece.at * 8 + u64::from(bytes) * 8 - u64::from(shift);
        runs.push(Run {
            start: end - u64::from(width),
            width: u64::from(width),
            value: piece.value.clone(),
            held: width.next_power_of_two().max(8),
        });
    }
    for (index, (at, bytes, terms)) in little.into_iter().enumerate() {
        let (var, word) = (format_ident!("word_{}", index), unsigned(bytes * 8));
        let held = bytes.next_power_of_two() * 8;
        // Literals alone have no methods.
        let terms =
            if super::expr::is_untyped(&terms) { quote!((#terms as #word)) } else { quote!((#terms)) };
        let turned = match held - bytes * 8 {
            0 => quote!(#terms.swap_bytes()),
            unused => {
                let unused = number(u64::from(unused));
                quote!(#terms.swap_bytes() >> #unused)
            }
        };
        lets.extend(quote!(let #var: #word = #turned;));
        let value = Ex::atom(quote!(#var), super::expr::Ty::I64);
        runs.push(Run { start: at * 8, width: u64::from(bytes) * 8, value, held });
    }
    let mut bytes = Vec::new();
    for chunk in &chunks {
        if chunk.little {
            little_word(&mut lets, &mut bytes, chunk, pieces);
        } else {
            words(&mut lets, &mut bytes, chunk.start, chunk.size, &runs);
        }
    }
    (lets, quote!([#(#bytes),*]))
}

/// Some bytes of a block that are stored at once.
struct Chunk {
    start: u64,
    size: u64,
    /// All of its words of more than a byte are little-endian: so is the whole.
    little: bool,
}

impl Chunk {
    fn holds(&self, piece: &Piece) -> bool {
        piece.at < self.start + self.size && piece.at + u64::from(piece.bits.bytes) > self.start
    }
}

fn chunks(len: u64, pieces: &[Piece]) -> Vec<Chunk> {
    let (mut chunks, mut start) = (Vec::new(), 0);
    while start < len {
        let size = [8, 4, 2, 1].into_iter().find(|size| *size <= len - start).unwrap_or(1);
        let mut chunk = Chunk { start, size, little: false };
        let mut inside = pieces.iter().filter(|piece| chunk.holds(piece) && piece.bits.bytes > 1).peekable();
        let is_some = inside.peek().is_some();
        chunk.little = is_some && inside.all(|piece| piece.bits.little_endian);
        start += size;
        chunks.push(chunk);
    }
    chunks
}

/// One word, its least significant byte first.
fn little_word(lets: &mut TokenStream, bytes: &mut Vec<TokenStream>, chunk: &Chunk, pieces: &[Piece]) {
    let (size, mut constant, mut terms) = (chunk.size, 0_u128, Vec::new());
    let word = unsigned((size * 8) as u8);
    for piece in pieces.iter().filter(|piece| chunk.holds(piece)) {
        let Bits { shift, width, .. } = piece.bits;
        // Bits to its right in this word; below zero, what an earlier word has of it.
        let at = (piece.at as i64 - chunk.start as i64) * 8 + i64::from(shift);
        let by = number(at.unsigned_abs());
        if at >= (size * 8) as i64 || at + i64::from(width) <= 0 {
            continue;
        }
        if let Some(value) = literal(&piece.value) {
            constant |= if at < 0 { value >> -at } else { value << at } & (u128::MAX >> (128 - size * 8));
            continue;
        }
        let held = u64::from(width.next_power_of_two().max(8));
        let same = held == size * 8 && piece.value.ty != super::expr::Ty::Bool;
        let operand = piece.value.operand();
        terms.push(if at < 0 {
            if same { quote!((#operand >> #by)) } else { quote!(((#operand >> #by) as #word)) }
        } else {
            let value = if same { operand } else { quote!((#operand as #word)) };
            if at == 0 { value } else { quote!((#value << #by)) }
        });
    }
    if terms.is_empty() {
        bytes.extend((0..size).map(|i| hex(constant >> (i * 8) & 0xFF, 2)));
        return;
    }
    if constant != 0 {
        terms.insert(0, hex(constant, (size * 2) as usize));
    }
    let var = format_ident!("w{}", chunk.start);
    // A literal alone has no methods.
    let value = match terms.as_slice() {
        [term] if super::expr::is_untyped(term) => quote!((#term as #word)),
        [term] => term.clone(),
        terms => quote!((#(#terms)|*)),
    };
    lets.extend(quote!(let #var = #value.to_le_bytes();));
    bytes.extend((0..size).map(|i| {
        let i = number(i);
        quote!(#var[#i])
    }));
}

/// One word of `size` bytes: its statement, and its bytes.
fn words(lets: &mut TokenStream, bytes: &mut Vec<TokenStream>, start: u64, size: u64, runs: &[Run]) {
    let (first, last) = (start * 8, (start + size) * 8);
    let inside: Vec<&Run> =
        runs.iter().filter(|run| run.start < last && run.start + run.width > first).collect();
    if inside.is_empty() {
        bytes.extend((0..size).map(|_| quote!(0)));
        return;
    }
    let word = unsigned((size * 8) as u8);
    let mut constant = 0_u128;
    let mut terms = Vec::new();
    for run in inside {
        let end = run.start + run.width;
        if let Some(value) = literal(&run.value) {
            let shifted = if end > last { value >> (end - last) } else { value << (last - end) };
            constant |= shifted & (u128::MAX >> (128 - size * 8));
            continue;
        }
        terms.push(term(run, &word, size, first, last));
    }
    if terms.is_empty() {
        bytes.extend((0..size).rev().map(|i| hex(constant >> (i * 8) & 0xFF, 2)));
        return;
    }
    if constant != 0 {
        terms.insert(0, hex(constant, (size * 2) as usize));
    }
    if size == 1 {
        bytes.push(quote!(#(#terms)|*));
        return;
    }
    let var = format_ident!("w{}", start);
    let value = if terms.len() == 1 { quote!(#(#terms)*) } else { quote!((#(#terms)|*)) };
    lets.extend(quote!(let #var = #value.to_be_bytes();));
    bytes.extend((0..size).map(|i| {
        let i = number(i);
        quote!(#var[#i])
    }));
}

fn literal(value: &Ex) -> Option<u128> {
    let text = value.tokens.to_string();
    let hex = text.strip_prefix("0x")?.replace('_', "");
    u128::from_str_radix(&hex, 16).ok()
}

/// The part of a run that is in the word from bit `first` to bit `last`.
fn term(run: &Run, word: &proc_macro2::Ident, size: u64, first: u64, last: u64) -> TokenStream {
    let end = run.start + run.width;
    let same = u64::from(run.held) == size * 8 && run.value.ty != super::expr::Ty::Bool;
    let operand = run.value.operand();
    if end > last {
        let by = number(end - last);
        return if same { quote!((#operand >> #by)) } else { quote!(((#operand >> #by) as #word)) };
    }
    let value = if same { operand.clone() } else { quote!((#operand as #word)) };
    let _ = first;
    if end == last {
        return value;
    }
    let by = number(last - end);
    quote!((#value << #by))
}
