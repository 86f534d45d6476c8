//! Structs with pointers (`layout = "c"`): borrowed slices in Rust, addresses in the memory of a target.

use opcodec_schema::ir::{
    At, Bits, Block, CTarget, IntType, Kind, Role, RowId, Scalar, Step, Struct, StructId,
};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::decode::Decode;
use super::docs;
use super::encode::Members;
use super::expr::{Ex, Ty};
use super::layout::{Layout, mentions, number};
use super::scalar::load;
use super::words::{Piece, compose};
use crate::names::{ident, member_name};
use crate::paths::Cx;

/// A target's pointers: 4 or 8 bytes.
#[derive(Clone, Copy)]
struct Width(u8);

impl Width {
    const ALL: [Self; 2] = [Self(4), Self(8)];

    fn bits(self) -> u8 {
        self.0 * 8
    }

    fn target(self, of: &Struct) -> Option<&CTarget> {
        of.c.as_ref().map(|c| if self.0 == 4 { &c.bits32 } else { &c.bits64 })
    }

    /// `SIZE_32`, `to_c32`.
    fn name(self, of: &str) -> Ident {
        format_ident!("{of}{}", self.bits())
    }

    /// The type of an address.
    fn address(self) -> Ident {
        super::scalar::unsigned(self.bits())
    }

    /// Where an address stands in a word of its own.
    fn word(self) -> Bits {
        let ty = Scalar::Int(IntType { signed: false, bits: self.bits() });
        Bits { offset: 0, bytes: self.0, little_endian: true, shift: 0, width: self.bits(), ty }
    }
}

/// The impl of a struct with pointers.
pub(crate) fn items(layout: &Layout<'_, '_>) -> TokenStream {
    let (constant, default) = super::structs::default(layout);
    let (getters, validate) = (super::structs::fixed_getters(layout), super::validate::validate(layout));
    let sizes = Width::ALL.into_iter().map(|width| size(layout, width));
    let codecs = Width::ALL.into_iter().map(|width| codec(layout, width));
    let body = quote!(#constant #(#sizes)* #(#codecs)* #getters #validate);
    let name = layout.cx.struct_ident(layout.id);
    let needs = mentions(&body, "a");
    let generics = layout.of.borrows.then(|| if needs { quote!(<'a>) } else { quote!(<'_>) });
    let lead = (layout.of.borrows && needs).then(|| quote!(<'a>));
    let allow = super::structs::allow();
    quote! {
        #allow
        impl #lead #name #generics { #body }
        #default
    }
}

/// Whether a row is a struct that has pointers itself.
fn pointed_body(cx: &Cx<'_>, kind: &Kind) -> Option<StructId> {
    match kind {
        Kind::Nested { body, .. } if cx.layout(*body).c.is_some() => Some(*body),
        _ => None,
    }
}

/// The pointers of a struct in order, those of structs inside it too, as functions take what stands for them.
pub(super) fn pointers(cx: &Cx<'_>, of: &Struct) -> Vec<String> {
    let rows: Vec<String> = of.rows.iter().filter_map(|row| row.name.as_ref().map(member_name)).collect();
    let mut found = Vec::new();
    for row in &of.rows {
        let (Some(name), Role::Member(_)) = (&row.name, &row.role) else { continue };
        let name = member_name(name);
        if matches!(row.kind, Kind::Pointer) {
            found.push(name);
        } else if let Some(body) = pointed_body(cx, &row.kind) {
            for inner in pointers(cx, cx.layout(body)) {
                let mut inner = format!("{name}_{inner}");
                // A row is read into a variable of its name.
                while rows.contains(&inner) || found.contains(&inner) {
                    inner.push('_');
                }
                found.push(inner);
            }
        }
    }
    found
}

fn size(layout: &Layout<'_, '_>, width: Width) -> TokenStream {
    let (name, bits) = (width.name("SIZE_"), width.bits());
    let size = number(width.target(layout.of).map_or(0, |target| target.size));
    let doc = docs::lines([format!("Its size in bytes where pointers have {bits} bits.")]);
    quote!(#doc pub const #name: usize = #size;)
}

/// The struct as one block of a target's memory. Pointers and structs with pointers stay what they are.
fn in_memory(of: &Struct, width: Width) -> Struct {
    let mut of = of.clone();
    let Some(target) = width.target(&of).cloned() else { return of };
    of.fixed = Some(target.size);
    of.steps = vec![Step::Block(Block {
        at: At::Byte(0),
        len: target.size,
        rows: 0..of.rows.len() as u32,
        when: None,
        may_be_absent: false,
        offsets: target.offsets,
        gaps: Vec::new(),
    })];
    of
}

/// Both directions.
fn codec(layout: &Layout<'_, '_>, width: Width) -> TokenStream {
    let of = in_memory(layout.of, width);
    let memory = Layout::with(layout.cx, layout.id, &of);
    let names: Vec<Ident> = pointers(layout.cx, layout.of).iter().map(|name| ident(name)).collect();
    let (encode, decode) = (encode(&memory, width, &names), decode(&memory, width, &names));
    quote!(#encode #decode)
}

/// The names that one row takes out of all.
fn take<'n>(cx: &Cx<'_>, kind: &Kind, rest: &mut &'n [Ident]) -> &'n [Ident] {
    let count = match (kind, pointed_body(cx, kind)) {
        (Kind::Pointer, _) => 1,
        (_, Some(body)) => pointers(cx, cx.layout(body)).len(),
        _ => 0,
    };
    let (taken, left) = rest.split_at_checked(count).unwrap_or((&[], rest));
    *rest = left;
    taken
}

fn encode(layout: &Layout<'_, '_>, width: Width, names: &[Ident]) -> TokenStream {
    let (cx, len) = (layout.cx, number(layout.of.fixed.unwrap_or(0)));
    let (wire, address) = (&cx.wire, width.address());
    let members = Members::new(layout, quote!(self));
    let (mut before, mut after, mut pieces) = (TokenStream::new(), TokenStream::new(), Vec::new());
    let mut rest = names;
    for (id, at) in places(layout) {
        let row = layout.row(id);
        let is_member = matches!(row.role, Role::Member(_));
        match &row.kind {
            Kind::Bits(bits) => {
                let literal = number(at);
                let (statement, value) = layout.bits_value(&members, id, row, bits, &quote!(#literal));
                before.extend(statement);
                pieces.extend(value.map(|value| Piece { bits: *bits, at, value }));
            }
            Kind::Pointer if is_member => {
                if let [name] = take(cx, &row.kind, &mut rest) {
                    let var = layout.var(id);
                    before.extend(quote!(let #name = if self.#var.is_some() { #name } else { 0 };));
                    pieces.push(Piece { bits: width.word(), at, value: Ex::atom(quote!(#name), Ty::I64) });
                }
            }
            kind if is_member && pointed_body(cx, kind).is_some() => {
                let (taken, var, to) = (take(cx, kind, &mut rest), layout.var(id), width.name("to_c"));
                let start = number(at);
                after.extend(quote!(let _ = #wire::put(&mut out, #start, &self.#var.#to(#(#taken),*));));
            }
            _ if is_member || matches!(row.role, Role::Const(_)) => {
                after.extend(super::fixed::opaque(layout, id, at));
            }
            _ => {}
        }
    }
    let (lets, array) = compose(cx, layout.of.fixed.unwrap_or(0), &pieces);
    let body = if after.is_empty() { array } else { quote!(let mut out: [u8; #len] = #array; #after out) };
    let mut doc = vec![format!("Its bytes in memory where pointers have {} bits.", width.bits())];
    if !names.is_empty() {
        doc.push(String::new());
        doc.push(
            "A pointer is written as the address that is given for it, and as 0 where it is `None`.".into(),
        );
    }
    let (doc, to) = (docs::lines(doc), width.name("to_c"));
    quote! {
        #doc
        #[must_use]
        #[inline]
        pub const fn #to(&self #(, #names: #address)*) -> [u8; #len] { #before #lets #body }
    }
}

fn decode(layout: &Layout<'_, '_>, width: Width, names: &[Ident]) -> TokenStream {
    let (cx, len) = (layout.cx, number(layout.of.fixed.unwrap_or(0)));
    let (rt, wire, place) = (&cx.rt, &cx.wire, layout.place(None));
    let (from, read) = (width.name("from_c"), width.name("read_c"));
    let memory = layout.own("memory");
    let reading = Decode::new(layout);
    let (mut loads, mut inline) = (TokenStream::new(), Vec::new());
    let mut rest = names;
    for (id, at) in places(layout) {
        let row = layout.row(id);
        let (var, is_member) = (layout.var(id), matches!(row.role, Role::Member(_)));
        match &row.kind {
            Kind::Pointer if is_member => {
                if let [name] = take(cx, &row.kind, &mut rest) {
                    let address = load(&width.word(), &quote!(#memory), at).operand();
                    loads.extend(
                        quote!(let #var = if #address == 0 { ::core::option::Option::None } else { #name };),
                    );
                }
            }
            kind if is_member && let Some(body) = pointed_body(cx, kind) => {
                let (taken, of) = (take(cx, kind, &mut rest), cx.layout(body));
                let (ty, at) = (cx.ty(of.module, &of.name), number(at));
                let n = number(width.target(of).map_or(0, |target| target.size));
                loads.extend(quote! {
                    let #var = match #ty::#read(#wire::within::<#n>(#memory, #at) #(, #taken)*) {
                        ::core::result::Result::Ok(value) => value,
                        ::core::result::Result::Err(error) => return ::core::result::Result::Err(error.moved(#at)),
                    };
                });
            }
            _ => match reading.fixed_row(id, &memory, at) {
                Ok(value) => inline.push((id, value)),
                Err(load) => loads.extend(load),
            },
        }
    }
    loads.extend(reading.values(&quote!(#len)));
    let members = layout.members().map(|row| {
        let var = layout.var(row);
        match inline.iter().find(|(id, _)| *id == row) {
            Some((_, value)) => quote!(#var: #value),
            None => quote!(#var),
        }
    });
    let body = quote!(#loads ::core::result::Result::Ok(Self { #(#members,)* }));
    let bind = if mentions(&body, &memory.to_string()) { quote!(#memory) } else { quote!(_) };
    let (passed, bytes, head) = (quote!(#(, #names)*), layout.own("bytes"), layout.own("head"));
    let takes = quote!(#(, #names: ::core::option::Option<&'a [u8]>)*);
    let mut doc = vec![format!("Reads it from memory where pointers have {} bits.", width.bits())];
    if !names.is_empty() {
        doc.push(String::new());
        doc.push(
            "What a pointer points to is given beside it; one that is 0 becomes `None` all the same.".into(),
        );
    }
    let doc = docs::lines(doc);
    quote! {
        #doc
        ///
        /// # Errors
        ///
        /// Where there are fewer or more bytes, or a field breaks the table: which, at which byte, and how.
        #[inline]
        pub const fn #from(#bytes: &[u8] #takes) -> ::core::result::Result<Self, #rt::DecodeError> {
            match #wire::head::<#len>(#bytes, #place) {
                ::core::result::Result::Ok(#head) => #wire::exact::<Self, #len>(Self::#read(#head #passed), #bytes, #place),
                ::core::result::Result::Err(error) => ::core::result::Result::Err(error),
            }
        }
        #[doc(hidden)]
        #[inline]
        pub const fn #read(#bind: &[u8; #len] #takes) -> ::core::result::Result<Self, #rt::DecodeError> {
            #body
        }
    }
}

/// Every row with its first byte.
fn places(layout: &Layout<'_, '_>) -> Vec<(RowId, u64)> {
    let rows = (0..layout.of.rows.len() as u32).map(RowId);
    rows.map(|row| (row, layout.static_offset(row).unwrap_or(0))).collect()
}
