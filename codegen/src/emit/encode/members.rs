//! A value whose members an expression names.

use std::collections::HashMap;

use opcodec_schema::ir::{
    Checksum, Constant, Element, Expr, Form, IntType, Interval, Kind, Node, Role, RowId, Scalar, Step,
    StructId, StructSize,
};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::measure::constant_len;
use super::numbers::{as_param, literal, option_number};
use super::present::strip;
use crate::emit::expr::{Ex, Names, Ty, emit};
use crate::emit::layout::{Layout, number};
use crate::paths::Cx;

/// The names of an expression, as members of a value.
#[derive(Clone)]
pub(crate) struct Members<'l, 'c, 's> {
    pub(crate) l: &'l Layout<'c, 's>,
    /// `self`, or the value of a row.
    pub(crate) base: TokenStream,
    /// `len(struct)`, where there is a variable for it.
    pub(crate) whole: Option<TokenStream>,
    /// `len(data)`.
    pub(crate) data: Option<TokenStream>,
    /// Whether the function returns a `Result` of an `EncodeError`, and the place that such an error has.
    pub(crate) leave: Option<(TokenStream, TokenStream)>,
    /// The bytes that are written, where the rows that follow from them are computed.
    pub(crate) written: Option<Written>,
    /// Whether the function was told how many levels of types that hold themselves are left.
    pub(crate) has_levels: bool,
    /// Variables for how long rows are that hold types that hold themselves: asked at each level twice, they would be
    /// asked a thousand times at ten.
    pub(crate) asked_once: HashMap<RowId, Ident>,
}

/// Bytes that are written.
#[derive(Clone)]
pub(crate) enum Written {
    /// By the writer of this name.
    Writer(Ident),
    /// In the array of this name.
    Array(Ident),
}

impl Names for Members<'_, '_, '_> {
    fn row(&self, id: RowId, path: &[RowId]) -> Ex {
        if path.is_empty() {
            return self.work_out(id);
        }
        member_path(self.l, id, &self.member(id), path, false)
    }

    fn param(&self, param: u32) -> Ex {
        let param = &self.l.of.params[param as usize];
        let var = self.l.param(param);
        if matches!(self.l.of.form, Form::Request(_)) {
            // A command's args are its members.
            let base = &self.base;
            return self.l.cx.number(param.ty, &quote!(#base.#var));
        }
        self.l.cx.raw_number(param.ty, &quote!(#var))
    }

    fn len(&self, id: RowId) -> Ex {
        if matches!(self.l.row(id).kind, Kind::Pointer) {
            return self.pointed(id);
        }
        let measure = self.measure(id);
        let is_constant = constant_len(self.l.cx, &self.l.row(id).kind).is_some();
        let Some(present) = self.present(self.l.step_of(id)) else {
            return if is_constant {
                Ex::atom(measure, Ty::I64)
            } else {
                Ex::new(quote!(#measure as i64), Ty::I64)
            };
        };
        let present = strip(present);
        if is_constant {
            return Ex::new(quote!(if #present { #measure } else { 0 }), Ty::I64);
        }
        // A block that begins with `match` would have a statement where its value stands.
        let begins = measure.clone().into_iter().next().map(|first| first.to_string());
        let measure = if begins.is_some_and(|first| first == "match") { quote!((#measure)) } else { measure };
        Ex::new(quote!(if #present { #measure as i64 } else { 0 }), Ty::I64)
    }

    fn len_struct(&self) -> Ex {
        let whole = self.whole_len();
        if self.l.of.fixed.is_some() {
            return Ex::atom(whole, Ty::I64);
        }
        Ex::new(quote!(#whole as i64), Ty::I64)
    }

    fn len_data(&self) -> Ex {
        match &self.data {
            Some(data) => Ex::new(quote!(#data as i64), Ty::I64),
            None => Ex::atom(quote!(0), Ty::I64),
        }
    }

    fn count(&self, id: RowId) -> Ex {
        if let Kind::Array { count, .. } = &self.l.row(id).kind {
            return Ex::atom(crate::emit::expr::integer(i128::from(*count)), Ty::I64);
        }
        let list = self.or_default(id);
        Ex::new(quote!(#list.len() as i64), Ty::I64)
    }

    fn offset(&self, id: RowId) -> Ex {
        Ex::atom(crate::emit::expr::integer(i128::from(self.l.static_offset(id).unwrap_or(0))), Ty::I64)
    }

    fn rest(&self) -> Ex {
        Ex::atom(quote!(0), Ty::I64)
    }

    fn tag(&self, id: RowId, interval: Interval) -> Ex {
        row_tag(self.l, id, &self.member(id), interval)
    }

    fn checksum(&self, of: &Checksum, first: RowId, last: RowId) -> Ex {
        let (l, wire, base) = (self.l, &self.l.cx.wire, &self.base);
        let (start, end) = (self.starts_at(first), self.ends_at(last));
        let bytes = match &self.written {
            Some(Written::Writer(writer)) => quote!(#writer.span(#start, #end)),
            Some(Written::Array(array)) => quote!(#wire::span(&#array, #start, #end)),
            // Only a fixed layout is asked for what it would hold.
            None if l.of.fixed.is_some() => quote!(#wire::span(&#base.to_bytes(), #start, #end)),
            None => quote!(&[]),
        };
        crate::emit::checksum::over(l.cx, of, &bytes)
    }

    fn unfit(&self, ty: IntType, value: &TokenStream) -> Option<TokenStream> {
        let (place, at) = self.leave.as_ref()?;
        let rt = &self.l.cx.rt;
        let max = crate::emit::expr::unsigned(ty.interval().max);
        Some(quote! {
            return ::core::result::Result::Err(#rt::EncodeError::new(#rt::ErrorKind::Size, #place, #at, #max, #value as u64));
        })
    }
}

/// The length of what a pointer points to.
pub(crate) fn pointed(cx: &Cx<'_>, pointer: &TokenStream) -> Ex {
    let wire = &cx.wire;
    Ex::new(quote!(#wire::pointed_len(#pointer) as i64), Ty::I64)
}

/// The tag of the union's value that stands in a row; 0 where the row is absent.
pub(crate) fn row_tag(l: &Layout<'_, '_>, id: RowId, var: &TokenStream, interval: Interval) -> Ex {
    let Kind::Nested { body, .. } = &l.row(id).kind else { return Ex::atom(quote!(0), Ty::I64) };
    let inner = Layout::new(l.cx, *body);
    if !l.is_option(id) {
        return crate::emit::union::tag_of(&inner, var, interval);
    }
    let Ex { tokens, ty, .. } = crate::emit::union::tag_of(&inner, &quote!(value), interval);
    Ex::atom(quote!(#var.map_or(0, |value| #tokens)), ty)
}

/// A row inside what stands in a row: `var.a.b`.
pub(crate) fn member_path(
    l: &Layout<'_, '_>,
    id: RowId,
    var: &TokenStream,
    path: &[RowId],
    fresh: bool,
) -> Ex {
    let Kind::Nested { body, .. } = &l.row(id).kind else { return Ex::atom(quote!(0), Ty::I64) };
    let inner = Layout::new(l.cx, *body);
    let Some((first, rest)) = path.split_first() else { return Ex::atom(quote!(0), Ty::I64) };
    let option = l.is_option(id) && !fresh;
    let base = if option { quote!(value) } else { var.clone() };
    let mut members = Members::new(&inner, base.clone());
    // A whole of its own, where it is asked for.
    members.whole = None;
    let ex = if rest.is_empty() {
        members.work_out(*first)
    } else {
        let member = members.member(*first);
        member_path(&inner, *first, &member, rest, false)
    };
    if !option {
        return ex;
    }
    if ex.ty == Ty::Bool {
        let tokens = &ex.tokens;
        return Ex::atom(quote!(#var.is_some_and(|value| #tokens)), Ty::Bool);
    }
    let (ty, tokens) = (ex.ty, &ex.tokens);
    Ex::atom(quote!(#var.map_or(0, |value| #tokens)), ty)
}

impl<'l, 'c, 's> Members<'l, 'c, 's> {
    pub(crate) fn new(l: &'l Layout<'c, 's>, base: TokenStream) -> Self {
        Self {
            l,
            base,
            whole: None,
            data: None,
            leave: None,
            written: None,
            has_levels: false,
            asked_once: HashMap::new(),
        }
    }

    pub(crate) fn at(&self, place: TokenStream, at: TokenStream) -> Self {
        Self { leave: Some((place, at)), ..self.clone() }
    }

    /// Where a row starts that is written.
    pub(super) fn starts_at(&self, id: RowId) -> TokenStream {
        let (l, index) = (self.l, self.l.step_of(id));
        let offset = match l.of.steps.get(index) {
            Some(Step::Block(block)) => block.offsets[(id.0 - block.rows.start) as usize],
            _ => 0,
        };
        self.step_at(index, offset)
    }

    /// Where a row ends that is written, or where it would be.
    fn ends_at(&self, id: RowId) -> TokenStream {
        let (l, index) = (self.l, self.l.step_of(id));
        if let Some(end) = l.end_var(index) {
            return quote!(#end);
        }
        let Some(Step::Block(block)) = l.of.steps.get(index) else { return self.step_at(index, 0) };
        let end = self.step_at(index, l.end_in_block(id, block));
        match l.there_var(index) {
            Some(there) => {
                let start = self.starts_at(id);
                quote!(if #there { #end } else { #start })
            }
            None => end,
        }
    }

    /// A byte of a step that is written.
    fn step_at(&self, index: usize, offset: u64) -> TokenStream {
        let l = self.l;
        match (l.static_starts().get(index).copied().flatten(), offset) {
            (Some(start), offset) => {
                let at = number(start + offset);
                quote!(#at)
            }
            (None, 0) => {
                let at = l.own(&format!("at_{index}"));
                quote!(#at)
            }
            (None, offset) => {
                let (at, offset) = (l.own(&format!("at_{index}")), number(offset));
                quote!(#at + #offset)
            }
        }
    }

    /// The value of a member.
    pub(super) fn member(&self, id: RowId) -> TokenStream {
        let (base, var) = (&self.base, self.l.var(id));
        if self.l.is_bare_union() { quote!(*#base) } else { quote!(#base.#var) }
    }

    /// A reference to a member.
    pub(super) fn member_ref(&self, id: RowId) -> TokenStream {
        let (base, var) = (&self.base, self.l.var(id));
        if self.l.is_bare_union() { quote!(#base) } else { quote!(&#base.#var) }
    }

    /// The tuple of params.
    pub(super) fn how(&self) -> TokenStream {
        if self.l.takes_data() {
            let data = self.l.data_var();
            return quote!((#data,));
        }
        let params = self.l.passed().iter().map(|param| self.l.param(param));
        let levels = self.l.is_deep().then(|| {
            let levels = self.levels();
            quote!(#levels,)
        });
        quote!((#(#params,)* #levels))
    }

    /// How many levels of types that hold themselves are left.
    fn levels(&self) -> TokenStream {
        if self.has_levels { self.l.levels() } else { crate::emit::depth::all_levels() }
    }

    pub(super) fn args(&self, args: &[Expr], body: StructId) -> TokenStream {
        let cx = self.l.cx;
        let values = args
            .iter()
            .zip(&cx.layout(body).params)
            .map(|(arg, param)| as_param(cx, param.ty, emit(arg, self)));
        let levels = cx.is_deep(body).then(|| {
            let levels = self.levels();
            quote!(#levels,)
        });
        quote!((#(#values,)* #levels))
    }

    pub(super) fn element_how(&self, element: &Element) -> TokenStream {
        let wire = &self.l.cx.wire;
        match element {
            Element::Scalar { bytes: 1, .. } => quote!(()),
            Element::Scalar { little_endian: true, .. } => quote!(#wire::Little),
            Element::Scalar { .. } => quote!(#wire::Big),
            Element::Struct { body, args } => self.args(args, *body),
        }
    }

    /// What a member that may be `None` is where it is present.
    pub(super) fn or_default(&self, id: RowId) -> TokenStream {
        let member = self.member(id);
        if !self.l.is_option(id) {
            return member;
        }
        match self.l.row_default(id) {
            Some(default) => quote!(#member.unwrap_or(#default)),
            None => member,
        }
    }

    /// The number of a row as it is encoded.
    pub(super) fn work_out(&self, id: RowId) -> Ex {
        let l = self.l;
        let row = l.row(id);
        if matches!(row.kind, Kind::Pointer) {
            return self.pointed(id);
        }
        let Kind::Bits(bits) = &row.kind else { return Ex::atom(quote!(0), Ty::I64) };
        let plain = match &row.role {
            Role::Const(Constant::Int(value)) => literal(*value, bits.ty),
            Role::Member(default) => {
                let member = self.member(id);
                if l.is_option(id) {
                    let default = match default {
                        Some(Constant::Int(value)) => *value,
                        _ => 0,
                    };
                    option_number(l.cx, bits.ty, &member, &literal(default, bits.ty))
                } else {
                    l.cx.number(bits.ty, &member)
                }
            }
            Role::Value(computed) if computed.from_data => {
                let member = self.member(id);
                option_number(l.cx, bits.ty, &member, &emit(&computed.expr, self))
            }
            Role::Value(_) if self.written.is_some() && l.is_late(id) => {
                let var = l.var(id);
                let value = if bits.ty == Scalar::Bool {
                    quote!(#var)
                } else {
                    l.cx.scalar(bits.ty, &Ex::atom(quote!(#var), Ty::I64))
                };
                l.cx.number(bits.ty, &value)
            }
            Role::Value(computed) => emit(&computed.expr, self),
            Role::Length => self.solved(),
            Role::Tag => {
                return match &l.of.union {
                    Some(union) => self.tag_number(union.payload, bits.ty),
                    None => literal(0, bits.ty),
                };
            }
            _ => literal(0, bits.ty),
        };
        self.overridden(id, bits.ty, plain)
    }

    /// The length of what a pointer points to.
    fn pointed(&self, id: RowId) -> Ex {
        pointed(self.l.cx, &self.member(id))
    }

    /// What stands in the payload, as its tag.
    pub(super) fn tag_number(&self, payload: RowId, ty: Scalar) -> Ex {
        let member = self.member_ref(payload);
        let tag = if self.l.is_bare_union() { quote!(#member.tag()) } else { quote!((#member).tag()) };
        let number = quote!(match #tag { ::core::option::Option::Some(tag) => tag, ::core::option::Option::None => 0 });
        let ex = Ex::new(number, Ty::I128);
        let shape = self.l.cx.shape(ty);
        if ty == Scalar::Bool {
            ex.bool()
        } else if shape.bits == 64 && !shape.signed {
            ex
        } else {
            ex.i64()
        }
    }

    /// A row that is the tag of what stands in its payload's own payload.
    pub(super) fn overridden(&self, id: RowId, ty: Scalar, plain: Ex) -> Ex {
        let l = self.l;
        let Some(union) = &l.of.union else { return plain };
        let name = crate::emit::layout_payload_ident(l);
        let mut arms = TokenStream::new();
        for case in &union.cases {
            let inner = Layout::new(l.cx, case.body);
            let is_it = |param: usize| matches!(case.args.get(param).map(|arg| &arg.node), Some(Node::Row(row, path)) if *row == id && path.is_empty());
            let Some(tag) = crate::emit::union::param_tag(&inner, &quote!(child), &is_it) else { continue };
            let variant = crate::emit::union::variant(l.cx, case);
            arms.extend(quote!(#name::#variant(child) => #tag,));
        }
        if arms.is_empty() {
            return plain;
        }
        let payload = self.member_ref(union.payload);
        let plain = plain.number();
        let (ty_tokens, kind) =
            if plain.ty == Ty::I128 { (quote!(i128), Ty::I128) } else { (quote!(i64), Ty::I64) };
        let plain = &plain.tokens;
        let ex = Ex::new(
            quote! {
                match match #payload { #arms _ => ::core::option::Option::None } {
                    ::core::option::Option::Some(tag) => tag as #ty_tokens,
                    ::core::option::Option::None => #plain,
                }
            },
            kind,
        );
        if ty == Scalar::Bool { ex.bool() } else { ex }
    }

    pub(super) fn solved(&self) -> Ex {
        let (wire, whole) = (&self.l.cx.wire, self.whole_len());
        let Some(StructSize::Linear { scale, offset, .. }) = &self.l.of.size else {
            return Ex::atom(quote!(0), Ty::I64);
        };
        let (scale, offset) = (crate::emit::expr::integer(*scale), crate::emit::expr::integer(*offset));
        Ex::new(
            quote!(match #wire::solve(#whole, #scale, #offset) { ::core::option::Option::Some(row) => row, ::core::option::Option::None => 0 }),
            Ty::I128,
        )
    }

    /// The struct's length as a `usize`, without what fills it up to a multiple of its `align`.
    pub(super) fn whole_len(&self) -> TokenStream {
        if let Some(whole) = &self.whole {
            return whole.clone();
        }
        if self.l.of.fixed.is_some() {
            let n = number(self.l.unpadded_len());
            return quote!(#n);
        }
        self.l.own_len(&self.base, &self.how())
    }
}
