//! Counts in front of text and lists, and what ends them.

use opcodec_schema::ir::{Counted, Element, Encoding, Kind, ListLength, TextLength};
use proc_macro2::TokenStream;
use quote::quote;

use super::layout::{byte_array, number};
use crate::paths::Cx;

/// Units or elements on the wire.
#[derive(Clone, Copy)]
pub(crate) struct Unit {
    /// Bytes of one; of a list of structs, which has no end, 1.
    bytes: u8,
    little_endian: bool,
}

impl Unit {
    /// What text is made of.
    pub(crate) fn of_text(encoding: Encoding) -> Self {
        match encoding {
            Encoding::Ascii | Encoding::Utf8 => Self { bytes: 1, little_endian: false },
            Encoding::Utf16 { little_endian } => Self { bytes: 2, little_endian },
        }
    }

    /// What a list repeats.
    pub(crate) fn of_list(element: &Element) -> Self {
        match element {
            Element::Scalar { bytes, little_endian, .. } => {
                Self { bytes: *bytes, little_endian: *little_endian }
            }
            Element::Struct { .. } => Self { bytes: 1, little_endian: false },
        }
    }

    /// A unit as it stands on the wire.
    fn on_wire(self, unit: i128) -> Vec<u8> {
        let mut bytes = unit.to_le_bytes()[..usize::from(self.bytes)].to_vec();
        if !self.little_endian {
            bytes.reverse();
        }
        bytes
    }
}

/// The `prefix` and `end` of a row, with its units.
pub(crate) fn of(kind: &Kind) -> Option<(&Counted, Unit)> {
    match kind {
        Kind::Text { encoding, length: TextLength::Counted(of), .. } => Some((of, Unit::of_text(*encoding))),
        Kind::List { element, length: ListLength::Counted(of) } => Some((of, Unit::of_list(element))),
        _ => None,
    }
}

/// The runtime's `Counted`.
pub(crate) fn tokens(cx: &Cx<'_>, counted: &Counted, unit: Unit) -> TokenStream {
    let (wire, n) = (&cx.wire, number(u64::from(unit.bytes)));
    let prefix = counted.prefix.map_or(0, |prefix| prefix.bytes);
    let little_endian = match counted.prefix {
        Some(prefix) if prefix.bytes > 1 => prefix.little_endian,
        _ => unit.little_endian,
    };
    let prefix = number(u64::from(prefix));
    let end = counted.end.map(|end| {
        let end = byte_array(&unit.on_wire(end));
        quote!(.end(#end))
    });
    let max = counted.max.map(|max| {
        let max = number(max.min(u64::from(u32::MAX)));
        quote!(.max(#max))
    });
    quote!(#wire::Counted::<#n, #prefix, #little_endian>::NEW #end #max)
}

/// The bytes of `count` units that have `bytes` bytes, with prefix and end.
pub(crate) fn len(
    cx: &Cx<'_>,
    (counted, unit): (&Counted, Unit),
    count: &TokenStream,
    bytes: &TokenStream,
) -> TokenStream {
    let prefix = number(counted.prefix.map_or(0, |prefix| u64::from(prefix.bytes)));
    if counted.end.is_none() {
        return quote!(#bytes.saturating_add(#prefix));
    }
    let counted = tokens(cx, counted, unit);
    quote!(#counted.len(#count, #bytes))
}

/// The bytes of a text that the schema states.
pub(crate) fn text_len(kind: &Kind, text: &str) -> u64 {
    let Kind::Text { encoding, length, .. } = kind else { return text.len() as u64 };
    let units = encoding.units(text);
    let content = units * encoding.unit();
    match length {
        TextLength::Counted(of) => of.bytes(units, encoding.unit(), content),
        TextLength::Bytes(_) | TextLength::Units { .. } => content,
    }
}

impl Unit {
    /// The bytes of `count` units.
    pub(crate) fn times(self, count: &TokenStream) -> TokenStream {
        if self.bytes == 1 {
            return count.clone();
        }
        let bytes = number(u64::from(self.bytes));
        quote!(#count.saturating_mul(#bytes))
    }
}
