//! The Rust types of structs, their defaults, and what variable layouts can do.

use opcodec_schema::ir::{Form, Kind, Role, RowId, StructSize};
use proc_macro2::TokenStream;
use quote::quote;

use super::decode::Decode;
use super::docs;
use super::encode::Members;
use super::layout::{Layout, number};

/// Style is for code that people write: what the model bounds, no lint can see.
pub(crate) fn allow() -> TokenStream {
    quote!(#[allow(clippy::all, clippy::pedantic)])
}

/// The items of a struct or union that is no command's request.
pub(crate) fn items(layout: &Layout<'_, '_>) -> Vec<TokenStream> {
    let mut items = Vec::new();
    if layout.of.union.is_some() {
        items.push(super::union::payload(layout));
    }
    if !layout.is_bare_union() {
        items.push(definition(layout));
    }
    items.extend(impls(layout));
    items
}

/// What is implemented for it.
pub(crate) fn impls(layout: &Layout<'_, '_>) -> Vec<TokenStream> {
    if layout.of.c.is_some() {
        return vec![super::c_struct::items(layout)];
    }
    let mut items =
        if layout.of.fixed.is_some() { super::fixed::items(layout) } else { vec![variable(layout)] };
    items.push(element(layout));
    items
}

/// The struct.
pub(crate) fn definition(layout: &Layout<'_, '_>) -> TokenStream {
    let cx = layout.cx;
    let name = cx.struct_ident(layout.id);
    let generics = layout.of.borrows.then(|| quote!(<'a>));
    let is_case = layout.of.form == Form::Case;
    let doc = if is_case {
        docs::lines([format!("`{}` on the wire.", layout.of.name.printed)])
    } else {
        docs::layout(cx, layout.of, &format!("`{}`.", layout.of.name.printed))
    };
    let members = layout.members().map(|row| {
        let (doc, var, ty) = (docs::row(layout.row(row)), layout.var(row), layout.member_ty(row));
        if is_case { quote!(#var: #ty,) } else { quote!(#doc pub #var: #ty,) }
    });
    let args = if matches!(layout.of.form, Form::Request(_)) { layout.of.params.as_slice() } else { &[] };
    let args = args.iter().map(|param| {
        let mut doc = docs::of(&param.docs, &format!("`{}`.", param.name.printed));
        doc.extend([String::new(), "Known to the caller, not on the wire.".into()]);
        let doc = docs::lines(doc);
        let (var, ty) = (layout.param(param), cx.scalar_ty(param.ty));
        quote!(#doc pub #var: #ty,)
    });
    let wire = &cx.wire;
    let cut = layout.has_cut().then(|| {
        quote! {
            /// The bytes of an answer that ended before its layout did.
            pub cut: #wire::Cut<'a>,
        }
    });
    let allow = allow();
    let visibility = (!is_case).then(|| quote!(pub));
    quote! {
        #doc
        #allow
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #visibility struct #name #generics { #(#members)* #(#args)* #cut }
    }
}

/// `DEFAULT` and `Default`.
pub(crate) fn default(layout: &Layout<'_, '_>) -> (TokenStream, TokenStream) {
    if !layout.has_default() {
        return (quote!(), quote!());
    }
    let cx = layout.cx;
    let name = cx.struct_ident(layout.id);
    let generics = layout.of.borrows.then(|| quote!(<'_>));
    let members = layout.members().filter_map(|row| {
        let (var, default) = (layout.var(row), layout.member_default(row)?);
        Some(quote!(#var: #default,))
    });
    let args = layout.args().map(|(var, default)| quote!(#var: #default,));
    let wire = &cx.wire;
    let cut = layout.has_cut().then(|| quote!(cut: #wire::Cut::NONE,));
    let constant = quote! {
        /// `Default` that a `const` can use.
        pub const DEFAULT: Self = Self { #(#members)* #(#args)* #cut };
    };
    let implementation = quote! {
        impl ::core::default::Default for #name #generics {
            #[inline]
            fn default() -> Self { Self::DEFAULT }
        }
    };
    (constant, implementation)
}

/// The params of a public function, and the tuple that they make.
fn public_params(layout: &Layout<'_, '_>) -> (TokenStream, TokenStream) {
    let cx = layout.cx;
    if layout.takes_data() {
        return (quote!(), quote!((0,)));
    }
    let params = layout.passed().iter().map(|param| {
        let (var, ty) = (layout.param(param), cx.scalar_ty(param.ty));
        quote!(, #var: #ty)
    });
    let values = layout.passed().iter().map(|param| {
        let var = layout.param(param);
        cx.to_raw(param.ty, &quote!(#var))
    });
    (quote!(#(#params)*), layout.message_how(values))
}

/// The same of `encode`, which a request may tell the length of its data.
fn encode_params(layout: &Layout<'_, '_>) -> (TokenStream, TokenStream) {
    if !layout.takes_data() {
        return public_params(layout);
    }
    let data = layout.data_var();
    (quote!(, #data: u64), quote!((#data,)))
}

/// The impl of a variable layout.
fn variable(layout: &Layout<'_, '_>) -> TokenStream {
    let cx = layout.cx;
    let (rt, wire) = (&cx.rt, &cx.wire);
    let is_child = layout.of.parent.is_some();
    let name = cx.struct_ident(layout.id);
    let (params, how) = public_params(layout);
    let (encode_params, encode_how) = encode_params(layout);
    let place = layout.place(None);
    let (constant, default) =
        if layout.of.form == Form::Case { (quote!(), quote!()) } else { default(layout) };
    let input_lifetime = if layout.of.borrows { quote!(&'a [u8]) } else { quote!(&[u8]) };
    let (bytes, out) = (layout.own("bytes"), layout.own("out"));
    let public = (!is_child).then(|| {
        quote! {
            /// Decodes a whole message.
            ///
            /// # Errors
            ///
            /// Where the bytes break the layout: which field, at which byte, and how.
            #[inline]
            pub fn from_bytes(#bytes: #input_lifetime #params) -> ::core::result::Result<Self, #rt::DecodeError> {
                #wire::message(#bytes, #how, #place)
            }
            /// The bytes that it encodes to.
            #[must_use]
            #[inline]
            pub fn encoded_len(&self #params) -> usize {
                #wire::Element::encoded_len(self, #how)
            }
            /// Encodes it to the start of `out`, and gives the bytes that it took.
            ///
            /// # Errors
            ///
            /// Where `out` is too small, or a value does not fit its field.
            #[inline]
            pub fn encode<'o>(&self, #out: &'o mut [u8] #encode_params) -> ::core::result::Result<&'o [u8], #rt::EncodeError> {
                #wire::encode(self, #out, #encode_how, #place)
            }
        }
    });
    let announced = (!is_child).then(|| announced(layout));
    let cut = cut(layout);
    let (reach, getters, validate) = (layout.reach(), getters(layout), super::validate::validate(layout));
    let body = quote!(#constant #public #announced #cut #getters #validate #reach);
    let allow = allow();
    // Without a use of `'a` the lifetime need not be named.
    let needs = super::layout::mentions(&body, "a");
    let generics = layout.of.borrows.then(|| if needs { quote!(<'a>) } else { quote!(<'_>) });
    let lead = (layout.of.borrows && needs).then(|| quote!(<'a>));
    let implementation =
        if body.is_empty() { quote!() } else { quote!(#allow impl #lead #name #generics { #body }) };
    quote!(#implementation #default)
}

/// `announced`: the length that an answer's first bytes promise.
fn announced(layout: &Layout<'_, '_>) -> TokenStream {
    let Some(StructSize::Linear { row, scale, offset }) = &layout.of.size else { return quote!() };
    let Kind::Bits(bits) = &layout.row(*row).kind else { return quote!() };
    let wire = &layout.cx.wire;
    let start = layout.static_offset(*row).unwrap_or(0);
    let (size, start) = (number(u64::from(bits.bytes)), number(start));
    let field = super::scalar::load(bits, &quote!(word), 0);
    let cx = layout.cx;
    let field = if cx.shape(bits.ty).signed {
        let raw = cx.scalar(bits.ty, &field);
        cx.number(bits.ty, &raw).i128().operand()
    } else {
        field.i128().operand()
    };
    let (scale, offset) = (super::expr::integer(*scale), super::expr::integer(*offset));
    let filled = (layout.of.align > 1).then(|| {
        let align = number(layout.of.align);
        quote!(.map(|len: u64| len.next_multiple_of(#align)))
    });
    quote! {
        /// The length that a message's first bytes promise: what to ask for where it was cut.
        #[must_use]
        pub fn announced(prefix: &[u8]) -> ::core::option::Option<u64> {
            let word = #wire::chunk::<#size>(prefix, #start)?;
            ::core::convert::TryFrom::try_from(#field * #scale + #offset).ok().filter(|len| *len <= 0xFFFF_FFFF)#filled
        }
    }
}

/// `is_cut`, and the bytes that a cut value encodes to.
fn cut(layout: &Layout<'_, '_>) -> TokenStream {
    if !layout.may_be_cut() {
        return quote!();
    }
    let body = if layout.has_cut() {
        quote!(self.cut.bytes())
    } else if let Some(union) = &layout.of.union {
        let name = super::layout_payload_ident(layout);
        let arms = union.cases.iter().filter_map(|case| {
            let child = Layout::new(layout.cx, case.body);
            let variant = super::union::variant(layout.cx, case);
            child.may_be_cut().then(|| quote!(#name::#variant(child) => child.cut_bytes(),))
        });
        let all =
            !union.closed || union.cases.iter().any(|case| !Layout::new(layout.cx, case.body).may_be_cut());
        let other = all.then(|| quote!(_ => ::core::option::Option::None,));
        let payload = layout.var(union.payload);
        let at = if layout.is_bare_union() { quote!(self) } else { quote!(&self.#payload) };
        quote!(match #at { #(#arms)* #other })
    } else {
        quote!(::core::option::Option::None)
    };
    quote! {
        /// Whether the bytes that it was decoded from ended before its layout did.
        #[must_use]
        #[inline]
        pub const fn is_cut(&self) -> bool { self.cut_bytes().is_some() }
        /// The bytes of a value that was cut, to which it encodes again.
        #[must_use]
        #[inline]
        pub const fn cut_bytes(&self) -> ::core::option::Option<&'a [u8]> { #body }
    }
}

/// Computed rows, as functions.
fn getters(layout: &Layout<'_, '_>) -> TokenStream {
    if layout.is_bare_union() || layout.of.form == Form::Case {
        return quote!();
    }
    let cx = layout.cx;
    let mut out = TokenStream::new();
    for (index, row) in layout.of.rows.iter().enumerate() {
        let id = RowId(index as u32);
        let is_computed = match &row.role {
            // What follows from the bytes, only a fixed layout can be asked for without room for them.
            Role::Value(_) if layout.is_late(id) => {
                layout.of.fixed.is_some() && !super::fixed::may_fail(layout)
            }
            Role::Value(computed) => !computed.from_data,
            Role::Length | Role::Tag => true,
            _ => false,
        };
        let (Kind::Bits(bits), Some(_), true) = (&row.kind, &row.name, is_computed) else { continue };
        if matches!(bits.ty, opcodec_schema::ir::Scalar::Enum(of) if cx.enumeration(of).closed) {
            continue;
        }
        let members = Members::new(layout, quote!(self));
        let value = row_number(&members, id);
        let shape = cx.shape(bits.ty);
        let unsigned = super::scalar::unsigned(shape.bits);
        let ty = cx.scalar_ty(bits.ty);
        let value = if bits.ty == opcodec_schema::ir::Scalar::Bool {
            value.bool().tokens
        } else {
            let operand = value.number().operand();
            let mask = u128::MAX >> (128 - u32::from(shape.bits));
            let bits_tokens = if crate::paths::is_primitive(shape) {
                quote!(#operand as #unsigned)
            } else {
                let mask = super::scalar::hex(mask, 2);
                quote!(#operand as #unsigned & #mask)
            };
            cx.scalar(bits.ty, &super::expr::Ex::new(bits_tokens, super::expr::Ty::I64))
        };
        let used: Vec<TokenStream> = layout
            .passed()
            .iter()
            .filter(|param| super::layout::mentions(&value, &layout.param(param).to_string()))
            .map(|param| {
                let var = layout.param(param);
                let raw = cx.to_raw(param.ty, &quote!(#var));
                quote!(let #var = #raw;)
            })
            .collect();
        // One that this row does not look at has no name to be unused.
        let params = layout.passed().iter().filter(|_| !used.is_empty()).map(|param| {
            let (var, ty) = (layout.param(param), cx.scalar_ty(param.ty));
            let is_used = super::layout::mentions(&value, &var.to_string());
            if is_used { quote!(, #var: #ty) } else { quote!(, _: #ty) }
        });
        let params = quote!(#(#params)*);
        let from_cut = (layout.has_cut() && layout.of.head > 0)
            .then(|| layout.static_offset(id))
            .flatten()
            .filter(|start| start + u64::from(bits.bytes) <= layout.of.head)
            .map(|start| {
                let (head, wire) = (number(u64::from(bits.bytes)), &cx.wire);
                let there = cx.scalar(bits.ty, &super::scalar::load(bits, &quote!(word), 0));
                let start = number(start);
                quote! {
                    if let ::core::option::Option::Some(word) = self.cut.bytes().and_then(|bytes| #wire::chunk::<#head>(bytes, #start)) {
                        return #there;
                    }
                }
            });
        let (doc, name) = (docs::row(row), layout.var(id));
        let constant = (layout.of.fixed.is_some()).then(|| quote!(const));
        out.extend(quote! {
            #doc
            ///
            /// Computed from the rest.
            #[must_use]
            pub #constant fn #name(&self #params) -> #ty {
                #from_cut
                #(#used)*
                #value
            }
        });
    }
    out
}

fn row_number(members: &Members<'_, '_, '_>, id: RowId) -> super::expr::Ex {
    use super::expr::Names;
    members.row(id, &[])
}

/// Computed rows of a fixed layout.
pub(crate) fn fixed_getters(layout: &Layout<'_, '_>) -> TokenStream {
    getters(layout)
}

/// How lists, structs and unions hold it.
fn element(layout: &Layout<'_, '_>) -> TokenStream {
    let cx = layout.cx;
    let (rt, wire) = (&cx.rt, &cx.wire);
    let name = cx.struct_ident(layout.id);
    let generics = layout.of.borrows.then(|| quote!(<'a>));
    let how_ty = layout.how_ty();
    let own_how = layout.own("how");
    let (input, extent, out) = (layout.own("input"), layout.own("extent"), layout.own("out"));
    let (any, take, put) = if let Some(n) = layout.of.fixed {
        super::fixed::element(layout, n)
    } else {
        (quote!(), Decode::new(layout).take(), layout.put())
    };
    let (unaligned, len) = layout.lengths();
    let unaligned = (!unaligned.is_empty()).then(|| {
        let (allow, lifetime) = (allow(), layout.of.borrows.then(|| quote!(<'_>)));
        quote!(#allow impl #name #lifetime { #unaligned })
    });
    let bind = |body: &TokenStream, var: &proc_macro2::Ident| {
        if super::layout::mentions(body, &var.to_string()) { quote!(#var) } else { quote!(_) }
    };
    let (take_extent, take_how, put_how, len_how) =
        (bind(&take, &extent), bind(&take, &own_how), bind(&put, &own_how), bind(&len, &own_how));
    let put_out = bind(&put, &out);
    let is_cut = layout.may_be_cut().then(|| {
        quote! {
            #[inline]
            fn is_cut(&self) -> bool { self.cut_bytes().is_some() }
        }
    });
    let allow = allow();
    // A list of unions is fast where its reader's own `match` meets the one that made the value.
    let inline = if layout.of.union.is_some() && cx.is_element(layout.id) && !layout.is_deep() {
        quote!(#[inline(always)])
    } else {
        quote!(#[inline])
    };
    quote! {
        #unaligned
        #allow
        impl<'a> #wire::Element<'a, #how_ty> for #name #generics {
            #any
            #inline
            fn take(
                #input: &'a [u8],
                #take_extent: #wire::Extent,
                #take_how: #how_ty,
                _: &'static #rt::Place,
            ) -> ::core::result::Result<(Self, usize), #rt::DecodeError> {
                #take
            }
            #[inline]
            fn encoded_len(&self, #len_how: #how_ty) -> usize {
                #len
            }
            #is_cut
            fn put(
                &self,
                #put_out: &mut [u8],
                #put_how: #how_ty,
                _: &'static #rt::Place,
            ) -> ::core::result::Result<usize, #rt::EncodeError> {
                #put
            }
        }
    }
}
