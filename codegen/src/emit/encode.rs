//! Encoding a struct, step by step: lengths first, then the bytes.

use opcodec_schema::ir::{
    At, Block, Computed, Constant, Element, Encoding, Expr, IntType, Kind, Length, ListLength, Node, Role,
    Row, RowId, Scalar, Step, StructSize,
};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::expr::{Ex, Names, Ty, emit};
use super::layout::{Layout, byte_array, number};
use super::words::{Piece, compose};
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
}

impl<'l, 'c, 's> Members<'l, 'c, 's> {
    pub(crate) fn new(l: &'l Layout<'c, 's>, base: TokenStream) -> Self {
        Self { l, base, whole: None, data: None, leave: None }
    }

    fn at(&self, place: TokenStream, at: TokenStream) -> Self {
        Self { leave: Some((place, at)), ..self.clone() }
    }

    /// The value of a member.
    fn member(&self, id: RowId) -> TokenStream {
        let (base, var) = (&self.base, self.l.var(id));
        if self.l.is_bare_union() { quote!(*#base) } else { quote!(#base.#var) }
    }

    /// A reference to a member.
    fn member_ref(&self, id: RowId) -> TokenStream {
        let (base, var) = (&self.base, self.l.var(id));
        if self.l.is_bare_union() { quote!(#base) } else { quote!(&#base.#var) }
    }

    /// The tuple of params.
    fn how(&self) -> TokenStream {
        let params = self.l.of.params.iter().map(|param| self.l.param(param));
        quote!((#(#params,)*))
    }

    fn args(&self, args: &[Expr], params: &[opcodec_schema::ir::Param]) -> TokenStream {
        let values =
            args.iter().zip(params).map(|(arg, param)| as_param(self.l.cx, param.ty, emit(arg, self)));
        quote!((#(#values,)*))
    }

    fn element_how(&self, element: &Element) -> TokenStream {
        let wire = &self.l.cx.wire;
        match element {
            Element::Scalar { bytes: 1, .. } => quote!(()),
            Element::Scalar { little_endian: true, .. } => quote!(#wire::Little),
            Element::Scalar { .. } => quote!(#wire::Big),
            Element::Struct { body, args } => self.args(args, &self.l.cx.layout(*body).params),
        }
    }

    /// What a member that may be `None` is where it is present.
    fn or_default(&self, id: RowId) -> TokenStream {
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
    fn work_out(&self, id: RowId) -> Ex {
        let l = self.l;
        let row = l.row(id);
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

    /// What stands in the payload, as its tag.
    fn tag_number(&self, payload: RowId, ty: Scalar) -> Ex {
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
    fn overridden(&self, id: RowId, ty: Scalar, plain: Ex) -> Ex {
        let l = self.l;
        let Some(union) = &l.of.union else { return plain };
        let name = super::layout_payload_ident(l);
        let mut arms = TokenStream::new();
        for case in &union.cases {
            let inner = Layout::new(l.cx, case.body);
            let is_it = |param: usize| matches!(case.args.get(param).map(|arg| &arg.node), Some(Node::Row(row, path)) if *row == id && path.is_empty());
            let Some(tag) = super::union::param_tag(&inner, &quote!(child), &is_it) else { continue };
            let variant = super::union::variant(l.cx, case);
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

    fn solved(&self) -> Ex {
        let (wire, whole) = (&self.l.cx.wire, self.whole_len());
        let Some(StructSize::Linear { scale, offset, .. }) = &self.l.of.size else {
            return Ex::atom(quote!(0), Ty::I64);
        };
        let (scale, offset) = (super::expr::integer(*scale), super::expr::integer(*offset));
        Ex::new(
            quote!(match #wire::solve(#whole, #scale, #offset) { ::core::option::Option::Some(row) => row, ::core::option::Option::None => 0 }),
            Ty::I128,
        )
    }

    /// The struct's length as a `usize`.
    fn whole_len(&self) -> TokenStream {
        if let Some(whole) = &self.whole {
            return whole.clone();
        }
        if let Some(n) = self.l.of.fixed {
            let n = number(n);
            return quote!(#n);
        }
        let (wire, base, how) = (&self.l.cx.wire, &self.base, self.how());
        quote!(#wire::Element::encoded_len(#base, #how))
    }

    /// The bytes of a row that is present, as a `usize`.
    fn measure(&self, id: RowId) -> TokenStream {
        let (l, cx) = (self.l, self.l.cx);
        let row = l.row(id);
        if let Some(n) = constant_len(cx, &row.kind) {
            let n = number(n);
            return quote!(#n);
        }
        match &row.kind {
            Kind::Text { pad: Some(_), length: Length::Expr { expr, .. }, .. } if self.is_plain(expr) => {
                let len = emit(expr, self).number().operand();
                quote!(#len as usize)
            }
            Kind::Reserved(Length::Expr { expr, .. }) if !expr.has(|node| matches!(node, Node::Rest)) => {
                let len = emit(expr, self).number().operand();
                quote!(#len as usize)
            }
            Kind::Reserved(_) => quote!(0),
            Kind::Bytes(_) | Kind::Text { .. } => match &row.role {
                Role::Const(Constant::Bytes(bytes)) => {
                    let n = number(bytes.len() as u64);
                    quote!(#n)
                }
                Role::Const(Constant::Text(text)) => {
                    let n = number(text.len() as u64);
                    quote!(#n)
                }
                _ => {
                    let value = self.or_default(id);
                    quote!(#value.len())
                }
            },
            Kind::List { element, .. } => {
                let (value, how) = (self.or_default(id), self.element_how(element));
                quote!(#value.encoded_len(#how))
            }
            Kind::Nested { body, args, .. } => {
                let (wire, how) = (&cx.wire, self.args(args, &cx.layout(*body).params));
                let value = self.member(id);
                if !l.is_option(id) {
                    return quote!(#wire::Element::encoded_len(&#value, #how));
                }
                match l.row_default(id) {
                    Some(default) => quote!(#wire::Element::encoded_len(&#value.unwrap_or(#default), #how)),
                    None => quote!(#value.map_or(0, |value| #wire::Element::encoded_len(&value, #how))),
                }
            }
            Kind::Payload(_) => {
                let (start, ends) = (self.payload_start(id), self.payload_end(id));
                quote!(#ends.saturating_sub(#start))
            }
            Kind::Bits(_) | Kind::Array { .. } => quote!(0),
        }
    }

    fn payload_start(&self, id: RowId) -> TokenStream {
        let n = number(self.l.static_offset(id).unwrap_or(self.l.of.start));
        quote!(#n)
    }

    /// Where what stands in the payload ends, from byte 0.
    fn payload_end(&self, id: RowId) -> TokenStream {
        let (l, cx) = (self.l, self.l.cx);
        let Some(union) = &l.of.union else { return quote!(0) };
        let (wire, name, start) = (&cx.wire, super::layout_payload_ident(l), self.payload_start(id));
        let arms = union.cases.iter().map(|case| {
            let variant = super::union::variant(cx, case);
            let child = Layout::new(cx, case.body);
            let how = self.args(&case.args, &child.of.params);
            let value = super::union::wrap_case(&child, &quote!(child));
            quote!(#name::#variant(child) => #wire::Element::encoded_len(#value, #how),)
        });
        let unknown = (!union.closed)
            .then(|| quote!(#name::Unknown(child) => child.bytes.len().saturating_add(#start),));
        let payload = self.member_ref(id);
        quote!(match #payload { #(#arms)* #unknown })
    }

    /// Whether a size looks at no computed row.
    fn is_plain(&self, expr: &Expr) -> bool {
        !expr.has(|node| match node {
            Node::Row(row, _) => matches!(self.l.row(*row).role, Role::Value(_) | Role::Length),
            Node::Rest => true,
            _ => false,
        })
    }

    /// Whether a step has bytes; `None`: always.
    fn present(&self, index: usize) -> Option<TokenStream> {
        let step = &self.l.of.steps[index];
        let when = self.l.when_of(step).map(|when| emit(when, self).bool().operand());
        if !self.l.may_be_absent(step) {
            return when;
        }
        let wanted = self.wanted(index);
        match (when, wanted) {
            (Some(when), Some(wanted)) => Some(quote!((#when && #wanted))),
            (when, wanted) => when.or(wanted),
        }
    }

    fn wanted(&self, index: usize) -> Option<TokenStream> {
        let (l, base) = (self.l, &self.base);
        let place = number(index as u64);
        let how = self.how();
        let reached = l.reach_matters(index).then(|| quote!(#base.reach(#how) > #place));
        let has_members = Layout::rows_of(&l.of.steps[index])
            .iter()
            .any(|row| matches!(l.row(*row).role, Role::Member(_) | Role::Payload));
        if has_members {
            return Some(reached.unwrap_or_else(|| quote!(false)));
        }
        let before = self.before(index)?;
        Some(match reached {
            Some(reached) => quote!((#reached || #before)),
            None => before,
        })
    }

    /// Whether the step before it (of those whose `when` holds) is present. `None`: it is.
    fn before(&self, index: usize) -> Option<TokenStream> {
        let Some(before) = index.checked_sub(1) else { return None };
        let step = &self.l.of.steps[before];
        let Some(when) = self.l.when_of(step) else { return self.present(before) };
        let when = emit(when, self).bool().tokens;
        let there = strip(self.present(before).unwrap_or_else(|| quote!(true)));
        let further = strip(self.before(before).unwrap_or_else(|| quote!(true)));
        Some(quote!((if #when { #there } else { #further })))
    }
}

impl<'s> Layout<'_, 's> {
    /// Whether a step from `index` on may be absent and has something that counts as a value.
    fn reach_matters(&self, index: usize) -> bool {
        self.of.steps.iter().skip(index).any(|step| {
            self.may_be_absent(step)
                && Self::rows_of(step)
                    .iter()
                    .any(|row| matches!(self.row(*row).role, Role::Member(_) | Role::Payload))
        })
    }

    /// `reach`: one past the last step that may be absent and has a value.
    pub(crate) fn reach(&self) -> TokenStream {
        if !self.of.steps.iter().any(|step| self.may_be_absent(step)) || !self.reach_matters(0) {
            return quote!();
        }
        let members = Members::new(self, quote!(self));
        let mut out = TokenStream::new();
        for (index, step) in self.of.steps.iter().enumerate().rev() {
            if !self.may_be_absent(step) {
                continue;
            }
            let values: Vec<TokenStream> = Self::rows_of(step)
                .into_iter()
                .filter_map(|row| match &self.row(row).role {
                    Role::Payload => Some(quote!(true)),
                    Role::Member(_) => {
                        let member = members.member(row);
                        Some(if self.is_option(row) {
                            quote!(#member.is_some())
                        } else {
                            quote!(!#member.is_empty())
                        })
                    }
                    _ => None,
                })
                .collect();
            if values.is_empty() {
                continue;
            }
            let when = self.when_of(step).map(|when| emit(when, &members).bool().operand());
            let value = if values.len() == 1 { quote!(#(#values)*) } else { quote!((#(#values)||*)) };
            let test = match when {
                Some(when) => quote!(#value && #when),
                None if values.len() == 1 => quote!(#(#values)*),
                None => quote!(#(#values)||*),
            };
            let reach = number(index as u64 + 1);
            out.extend(quote!(if #test { return #reach; }));
        }
        let how_ty = self.cx.how_ty(&self.of.params);
        let (how, unpack) = (
            self.own("how"),
            self.unpack_how(
                &{
                    let how = self.own("how");
                    quote!(#how)
                },
                &out,
            ),
        );
        let how = if unpack.is_empty() { quote!(_) } else { quote!(#how) };
        quote! {
            /// One past the last step that has a value, of those that may be cut off.
            fn reach(&self, #how: #how_ty) -> usize {
                #unpack
                #out
                0
            }
        }
    }

    /// The body of `Element::encoded_len`.
    pub(crate) fn encoded_len(&self) -> TokenStream {
        if let Some(n) = self.of.fixed {
            let n = number(n);
            return quote!(#n);
        }
        let members = Members::new(self, quote!(self));
        let starts = self.static_starts();
        let len = self.own("len");
        // What is constant at the front is added up here.
        let mut known = Some(self.of.start);
        let mut out = TokenStream::new();
        let open = |known: &mut Option<u64>, out: &mut TokenStream| {
            if let Some(n) = known.take() {
                let n = number(n);
                out.extend(quote!(let mut #len: usize = #n;));
            }
        };
        for (index, step) in self.of.steps.iter().enumerate() {
            let present = members.present(index);
            let constant = match step {
                Step::Block(block) => Some(block.len),
                Step::Row { row, .. } => constant_len(self.cx, &self.row(*row).kind),
            };
            if let (Some(cursor), Some(start), Some(n), None) = (known, starts[index], constant, &present) {
                known = Some(cursor.max(start + n));
                continue;
            }
            open(&mut known, &mut out);
            let at = match step {
                Step::Block(Block { at, .. }) | Step::Row { at, .. } => *at,
            };
            let n = match (step, constant) {
                (_, Some(n)) => {
                    let n = number(n);
                    quote!(#n)
                }
                (Step::Row { row, .. }, None) => members.measure(*row),
                (Step::Block(_), None) => quote!(0),
            };
            let is_payload =
                matches!(step, Step::Row { row, .. } if matches!(self.row(*row).kind, Kind::Payload(_)));
            let add = if let (true, Step::Row { row, .. }) = (is_payload, step) {
                let end = members.payload_end(*row);
                quote!(#len = #len.max(#end);)
            } else {
                match at {
                    At::Next => quote!(#len = #len.saturating_add(#n);),
                    At::Byte(byte) => {
                        let byte = number(byte);
                        if byte.to_string() == "0" {
                            quote!(#len = #len.max(#n);)
                        } else {
                            let n = as_receiver(n.clone());
                            quote!(#len = #len.max(#n.saturating_add(#byte));)
                        }
                    }
                }
            };
            let add = retype(&add, &n);
            out.extend(match present {
                Some(present) => {
                    let present = strip(present);
                    quote!(if #present { #add })
                }
                None => add,
            });
        }
        let fixed = match &self.of.size {
            Some(StructSize::Fixed(n)) => Some(*n),
            _ => None,
        };
        let how = self.own("how");
        let body = match (known, fixed) {
            (Some(n), fixed) => {
                let n = number(n.max(fixed.unwrap_or(0)));
                quote!(#n)
            }
            (None, Some(n)) => {
                let n = number(n);
                quote!(#out #len.max(#n))
            }
            (None, None) => quote!(#out #len),
        };
        let unpack = self.unpack_how(&quote!(#how), &body);
        let cut = self.cut_first(&quote!(return bytes.len();));
        quote!(#cut #unpack #body)
    }

    /// What comes before everything else for a value that is cut.
    fn cut_first(&self, then: &TokenStream) -> TokenStream {
        if !self.may_be_cut() {
            return quote!();
        }
        quote!(if let ::core::option::Option::Some(bytes) = self.cut_bytes() { #then })
    }

    /// The body of `Element::put` of a struct that is not fixed.
    pub(crate) fn put(&self) -> TokenStream {
        let (wire, start, place) = (&self.cx.wire, number(self.of.start), self.place(None));
        let (writer, out, how, whole) =
            (self.own("writer"), self.own("out"), self.own("how"), self.own("whole"));
        let mut members = Members::new(self, quote!(self));
        members.whole = Some(quote!(#whole));
        let mut steps = TokenStream::new();
        let starts = self.static_starts();
        for (index, step) in self.of.steps.iter().enumerate() {
            steps.extend(self.put_step(&members, index, step, starts[index], &writer));
        }
        if let Some(StructSize::Fixed(n)) = &self.of.size {
            let n = number(*n);
            steps.extend(quote!(#writer.fill(#n, #place)?;));
        }
        let needs_whole = super::layout::mentions(&steps, &whole.to_string());
        let whole_let = needs_whole.then(|| {
            let how = if self.of.params.is_empty() { quote!(()) } else { quote!(#how) };
            quote!(let #whole = #wire::Element::encoded_len(self, #how);)
        });
        let unpack = self.unpack_how(&quote!(#how), &steps);
        let cut = self.cut_first(&quote!(return #wire::put_cut(#out, #start, bytes, #place);));
        let mutable = (!steps.is_empty()).then(|| quote!(mut));
        quote! {
            #cut
            #whole_let
            #unpack
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
        let Some(present) = members.present(index) else { return quote!(#find #body) };
        let absent = self.put_absent(members, step);
        let present = strip(present);
        quote!(#find if #present { #body } #absent)
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
            let bind = if super::layout::mentions(&got, "value") { quote!(value) } else { quote!(_) };
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

    /// The statements before, and the bits of a row in an unsigned primitive. `None`: zero.
    pub(crate) fn bits_value(
        &self,
        members: &Members<'_, '_, 's>,
        id: RowId,
        row: &Row,
        bits: &opcodec_schema::ir::Bits,
        at: &TokenStream,
    ) -> (TokenStream, Option<Ex>) {
        let cx = self.cx;
        let shape = cx.shape(bits.ty);
        match &row.role {
            Role::Const(Constant::Int(0)) | Role::Reserved => (quote!(), None),
            Role::Const(Constant::Int(value)) => {
                let mask = u128::MAX >> (128 - u32::from(bits.width));
                let digits = usize::from(bits.width.div_ceil(4));
                (quote!(), Some(Ex::atom(super::scalar::hex(*value as u128 & mask, digits), Ty::I64)))
            }
            Role::Member(_) if !self.is_overridden(id) => {
                let value = members.or_default(id);
                if self.is_option(id) && self.row_default(id).is_none() {
                    let (rt, place, var) = (&cx.rt, self.place(Some(id)), self.var(id));
                    let get = quote! {
                        let ::core::option::Option::Some(#var) = #value else {
                            return ::core::result::Result::Err(#rt::EncodeError::new(#rt::ErrorKind::Value, #place, #at, 0, 0));
                        };
                    };
                    return (get, Some(cx.to_bits(bits.ty, &quote!(#var))));
                }
                (quote!(), Some(cx.to_bits(bits.ty, &value)))
            }
            role => {
                let from_data = matches!(role, Role::Value(Computed { from_data: true, .. }));
                let place = self.place(Some(id));
                let names = if self.of.fixed.is_some() && !from_data {
                    members.clone()
                } else {
                    members.at(place.clone(), at.clone())
                };
                let ex = names.work_out(id);
                let unsigned = super::scalar::unsigned(bits.width);
                let fits = match role {
                    Role::Value(computed) => computed.expr.interval.is_within(shape.interval()),
                    // An unknown tag may be wider than its row.
                    Role::Length | Role::Tag | Role::Member(_) => false,
                    _ => true,
                };
                let var = self.var(id);
                if ex.ty == Ty::Bool {
                    let tokens = &ex.tokens;
                    return (quote!(let #var: bool = #tokens;), Some(Ex::atom(quote!(#var), Ty::Bool)));
                }
                if fits || self.of.fixed.is_some() && !from_data {
                    let operand = ex.operand();
                    return (
                        quote!(let #var = #operand as #unsigned;),
                        Some(Ex::atom(quote!(#var), Ty::I64)).map(|ex| mask(ex, shape)),
                    );
                }
                let wire = &cx.wire;
                let statement = if matches!(role, Role::Length) {
                    let (rt, whole) = (&cx.rt, members.whole_len());
                    let Some(StructSize::Linear { scale, offset, .. }) = &self.of.size else {
                        return (quote!(), None);
                    };
                    let limit = super::expr::unsigned(*offset);
                    let (scale, offset) = (super::expr::integer(*scale), super::expr::integer(*offset));
                    quote! {
                        let ::core::option::Option::Some(#var) = #wire::solve(#whole, #scale, #offset) else {
                            return ::core::result::Result::Err(#rt::EncodeError::new(#rt::ErrorKind::Size, #place, #at, #limit, #whole as u64));
                        };
                    }
                } else {
                    let value = ex.i128().tokens;
                    quote!(let #var = #value;)
                };
                let (low, high) =
                    (super::expr::integer(shape.interval().min), super::expr::integer(shape.interval().max));
                let unwrap =
                    fallible(&quote!(#wire::fit(#var, #low, #high, #at, #place)), self.of.fixed.is_some());
                (
                    quote!(#statement let #var = #unwrap as #unsigned;),
                    Some(mask(Ex::atom(quote!(#var), Ty::I64), shape)),
                )
            }
        }
    }

    /// Whether the row is written from the tag of a union inside the payload.
    pub(crate) fn is_overridden(&self, id: RowId) -> bool {
        let Some(union) = &self.of.union else { return false };
        union.cases.iter().any(|case| {
            let inner = Layout::new(self.cx, case.body);
            let is_it = |param: usize| matches!(case.args.get(param).map(|arg| &arg.node), Some(Node::Row(row, path)) if *row == id && path.is_empty());
            super::union::param_tag(&inner, &quote!(child), &is_it).is_some()
        })
    }

    /// A row of its own length, or one of constant length that is not made of bits.
    fn put_row(
        &self,
        members: &Members<'_, '_, 's>,
        id: RowId,
        at: &TokenStream,
        writer: &Ident,
        in_block: bool,
    ) -> TokenStream {
        let row = self.row(id);
        let place = self.place(Some(id));
        let members = &members.at(place.clone(), at.clone());
        let (wire, cx) = (&self.cx.wire, self.cx);
        let _ = in_block;
        match &row.kind {
            Kind::Bytes(length) => {
                let value = match &row.role {
                    Role::Const(Constant::Bytes(bytes)) => {
                        let bytes = byte_array(bytes);
                        quote!(&#bytes)
                    }
                    _ => {
                        let value = members.or_default(id);
                        if matches!(length, Length::Fixed(_)) { quote!(&#value) } else { value }
                    }
                };
                let checks = self.agrees(members, id, Some(length), None, at);
                quote!(#checks #writer.octets(#at, #value, #place)?;)
            }
            Kind::Text { encoding, pad, length } => {
                let value = match &row.role {
                    Role::Const(Constant::Text(text)) => quote!(#text),
                    _ => members.or_default(id),
                };
                let (len, checks) = (members.measure(id), self.agrees(members, id, Some(length), None, at));
                let (pad, ascii) = (pad_tokens(*pad), *encoding == Encoding::Ascii);
                quote!(#checks #writer.text(#at, #len, #value, #pad, #ascii, #place)?;)
            }
            Kind::List { element, length } => {
                let (value, how) = (members.or_default(id), members.element_how(element));
                let checks = match length {
                    ListLength::Bytes(length) => self.agrees(members, id, Some(length), None, at),
                    ListLength::Count { expr, max } => {
                        let length = Length::Expr { expr: expr.clone(), max: *max };
                        self.agrees(members, id, Some(&length), Some(quote!(#value.len())), at)
                    }
                };
                quote!(#checks #writer.list(#at, &#value, #how, #place)?;)
            }
            Kind::Array { element, .. } => {
                let value = members.or_default(id);
                if let Element::Scalar { ty: Scalar::Int(IntType { signed: false, bits: 8 }), .. } = element {
                    return quote!(#writer.octets(#at, &#value, #place)?;);
                }
                let (ty, how) = (cx.element_ty(element), members.element_how(element));
                let how_ty = cx.element_how_ty(element).unwrap_or_else(|| quote!(()));
                quote!(#writer.list(#at, &#wire::List::<#ty, #how_ty>::from_slice(&#value), #how, #place)?;)
            }
            Kind::Nested { body, args, length } => {
                let checks = length.as_ref().map(|length| self.agrees(members, id, Some(length), None, at));
                let how = members.args(args, &cx.layout(*body).params);
                let value = members.or_default(id);
                if self.is_option(id) && self.row_default(id).is_none() {
                    let rt = &cx.rt;
                    return quote! {
                        #checks
                        let ::core::option::Option::Some(value) = #value else {
                            return ::core::result::Result::Err(#rt::EncodeError::new(#rt::ErrorKind::Value, #place, #at, 0, 0));
                        };
                        #writer.nested(#at, &value, #how, #place)?;
                    };
                }
                quote!(#checks #writer.nested(#at, &#value, #how, #place)?;)
            }
            Kind::Payload(length) => {
                let checks = length.as_ref().map(|length| self.agrees(members, id, Some(length), None, at));
                let body = self.put_payload(members, id, at, writer);
                quote!(#checks #body)
            }
            Kind::Reserved(length) => {
                let len = members.measure(id);
                let _ = length;
                quote!(#writer.reserved(#at, #len, #place)?;)
            }
            Kind::Bits(_) => quote!(),
        }
    }

    fn put_payload(
        &self,
        members: &Members<'_, '_, 's>,
        id: RowId,
        at: &TokenStream,
        writer: &Ident,
    ) -> TokenStream {
        let Some(union) = &self.of.union else { return quote!() };
        let (cx, place) = (self.cx, self.place(Some(id)));
        let (rt, name) = (&cx.rt, super::layout_payload_ident(self));
        let tag = emit(&union.tag, members);
        let tag = if tag.ty == Ty::Bool { tag.i64() } else { tag };
        let wide = tag.ty == Ty::I128;
        let tag_tokens = &tag.tokens;
        let tag_ty = if wide { quote!(i128) } else { quote!(i64) };
        // A tag row that is written from the child agrees by itself.
        let is_written = union.tag_row.is_some_and(|row| matches!(self.row(row).role, Role::Tag));
        let tag_place = union.tag_row.map_or_else(|| place.clone(), |row| self.place(Some(row)));
        let tag_at = match union.tag_row {
            Some(row) => {
                let at = number(self.static_offset(row).unwrap_or(0));
                quote!(#at)
            }
            None => at.clone(),
        };
        let tag_var = self.own("tag");
        let arms = union.cases.iter().map(|case| {
            let variant = super::union::variant(cx, case);
            let child = Layout::new(cx, case.body);
            let how = members.args(&case.args, &child.of.params);
            let value = super::union::wrap_case(&child, &quote!(child));
            let first = super::expr::unsigned(case.tags[0]);
            let tags = case.tags.iter().map(|tag| super::expr::integer(*tag));
            let agree = (!is_written).then(|| {
                quote! {
                    if !matches!(#tag_var, #(#tags)|*) {
                        return ::core::result::Result::Err(#rt::EncodeError::new(#rt::ErrorKind::Tag, #tag_place, #tag_at, #first, #tag_var as u64));
                    }
                }
            });
            quote!(#name::#variant(child) => { #agree #writer.child(#value, #how, #place)?; })
        });
        let unknown = (!union.closed).then(|| {
            let agree = (!is_written).then(|| {
                quote! {
                    if child.tag != #tag_var as u64 {
                        return ::core::result::Result::Err(#rt::EncodeError::new(#rt::ErrorKind::Tag, #tag_place, #tag_at, child.tag, #tag_var as u64));
                    }
                }
            });
            quote!(#name::Unknown(child) => { #agree #writer.octets(#at, child.bytes, #place)?; })
        });
        let bind = (!is_written).then(|| quote!(let #tag_var: #tag_ty = #tag_tokens;));
        let payload = members.member_ref(id);
        quote!(#bind match #payload { #(#arms)* #unknown })
    }

    /// The length of a row must be what its expression says, and not over `max`.
    fn agrees(
        &self,
        members: &Members<'_, '_, 's>,
        id: RowId,
        length: Option<&Length>,
        is: Option<TokenStream>,
        at: &TokenStream,
    ) -> TokenStream {
        let Some(Length::Expr { expr, max }) = length else { return quote!() };
        let (wire, place) = (&self.cx.wire, self.place(Some(id)));
        let is = is.unwrap_or_else(|| members.measure(id));
        let mut out = TokenStream::new();
        if !expr.has(|node| matches!(node, Node::Rest)) && !self.agrees_by_itself(id, expr) {
            let says = emit(expr, members).i128().tokens;
            out.extend(quote!(#wire::agree(#is, #says, #at, #place)?;));
        }
        if let Some(max) = max {
            let max = number((*max).min(u64::from(u32::MAX)));
            out.extend(quote!(#wire::limit(#is, #max, #at, #place)?;));
        }
        out
    }

    /// Whether a length is a row whose value is this very length.
    fn agrees_by_itself(&self, id: RowId, expr: &Expr) -> bool {
        let Node::Row(row, path) = &expr.node else { return false };
        let Role::Value(computed) = &self.row(*row).role else { return false };
        path.is_empty()
            && matches!(computed.expr.node, Node::LenRow(of) | Node::Count(of) if of == id)
            && computed.implied
    }
}

/// A value that may be an error, in a `const fn` without `?`.
fn fallible(result: &TokenStream, is_const: bool) -> TokenStream {
    if is_const {
        quote!(match #result {
            ::core::result::Result::Ok(value) => value,
            ::core::result::Result::Err(error) => return ::core::result::Result::Err(error),
        })
    } else {
        quote!(#result?)
    }
}

/// Negative numbers keep to their width.
fn mask(ex: Ex, shape: IntType) -> Ex {
    if !shape.signed || crate::paths::is_primitive(shape) {
        return ex;
    }
    let (operand, mask) = (ex.operand(), super::scalar::hex(u128::MAX >> (128 - u32::from(shape.bits)), 2));
    Ex::new(quote!(#operand & #mask), Ty::I64)
}

/// Without the parentheses around a condition.
fn strip(tokens: TokenStream) -> TokenStream {
    let mut trees = tokens.clone().into_iter();
    match (trees.next(), trees.next()) {
        (Some(proc_macro2::TokenTree::Group(group)), None)
            if group.delimiter() == proc_macro2::Delimiter::Parenthesis =>
        {
            group.stream()
        }
        _ => tokens,
    }
}

/// A cast as receiver of a method stands in parentheses.
fn as_receiver(n: TokenStream) -> TokenStream {
    let trees: Vec<String> = n.clone().into_iter().map(|tree| tree.to_string()).collect();
    if trees.len() > 2 && trees.ends_with(&["as".into(), "usize".into()]) { quote!((#n)) } else { n }
}

/// A literal as receiver of a method needs its type.
fn retype(add: &TokenStream, n: &TokenStream) -> TokenStream {
    let text = n.to_string();
    if !text.chars().all(|c| c.is_ascii_digit()) {
        return add.clone();
    }
    let typed: TokenStream = format!("{text}_usize").parse().unwrap_or_default();
    add.clone()
        .into_iter()
        .map(|tree| match tree {
            proc_macro2::TokenTree::Group(group) => {
                let stream = replace_receiver(group.stream(), &text, &typed);
                proc_macro2::TokenTree::Group(proc_macro2::Group::new(group.delimiter(), stream))
            }
            tree => tree,
        })
        .collect()
}

fn replace_receiver(stream: TokenStream, text: &str, typed: &TokenStream) -> TokenStream {
    let trees: Vec<_> = stream.into_iter().collect();
    let mut out = TokenStream::new();
    for (index, tree) in trees.iter().enumerate() {
        let is_receiver = tree.to_string() == text
            && matches!(trees.get(index + 1), Some(proc_macro2::TokenTree::Punct(dot)) if dot.as_char() == '.');
        if is_receiver { out.extend(typed.clone()) } else { out.extend([tree.clone()]) }
    }
    out
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
        if self.l.of.fixed.is_some() {
            // A command's args are its members.
            let base = &self.base;
            return self.l.cx.number(param.ty, &quote!(#base.#var));
        }
        self.l.cx.raw_number(param.ty, &quote!(#var))
    }

    fn len(&self, id: RowId) -> Ex {
        let measure = self.measure(id);
        let ex = if constant_len(self.l.cx, &self.l.row(id).kind).is_some() {
            Ex::atom(measure, Ty::I64)
        } else {
            Ex::new(quote!(#measure as i64), Ty::I64)
        };
        let Some(present) = self.present(self.l.step_of(id)) else { return ex };
        let (present, len) = (strip(present), ex.tokens);
        Ex::new(quote!(if #present { #len } else { 0 }), Ty::I64)
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
            return Ex::atom(super::expr::integer(i128::from(*count)), Ty::I64);
        }
        let list = self.or_default(id);
        Ex::new(quote!(#list.len() as i64), Ty::I64)
    }

    fn offset(&self, id: RowId) -> Ex {
        Ex::atom(super::expr::integer(i128::from(self.l.static_offset(id).unwrap_or(0))), Ty::I64)
    }

    fn rest(&self) -> Ex {
        Ex::atom(quote!(0), Ty::I64)
    }

    fn unfit(&self, ty: IntType, value: &TokenStream) -> Option<TokenStream> {
        let (place, at) = self.leave.as_ref()?;
        let rt = &self.l.cx.rt;
        let max = super::expr::integer(ty.interval().max);
        Some(quote! {
            return ::core::result::Result::Err(#rt::EncodeError::new(#rt::ErrorKind::Size, #place, #at, #max, #value as u64));
        })
    }
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

/// The number in an `Option` member, or another where it is `None`.
pub(crate) fn option_number(cx: &Cx<'_>, ty: Scalar, option: &TokenStream, none: &Ex) -> Ex {
    let some = cx.number(ty, &quote!(value));
    if some.ty == Ty::Bool {
        if none.tokens.to_string() == "0" || none.tokens.to_string() == "false" {
            return Ex::new(quote!(matches!(#option, ::core::option::Option::Some(true))), Ty::Bool);
        }
        let none = none.clone().bool().tokens;
        return Ex::new(
            quote!(match #option { ::core::option::Option::Some(value) => value, ::core::option::Option::None => #none }),
            Ty::Bool,
        );
    }
    let wide = some.ty == Ty::I128 || none.ty == Ty::I128;
    let (kind, some, none) = if wide {
        (Ty::I128, some.i128().tokens, none.clone().i128().tokens)
    } else {
        (Ty::I64, some.i64().tokens, none.clone().i64().tokens)
    };
    Ex::new(
        quote!(match #option { ::core::option::Option::Some(value) => #some, ::core::option::Option::None => #none }),
        kind,
    )
}

/// A number as the primitive that a param is passed as.
pub(crate) fn as_param(cx: &Cx<'_>, ty: Scalar, ex: Ex) -> TokenStream {
    if ty == Scalar::Bool {
        return ex.bool().tokens;
    }
    if let Some((raw, of)) = ex.raw()
        && *of == cx.shape(ty)
    {
        return raw.clone();
    }
    let raw = cx.raw_ty(ty);
    let ex = ex.number();
    let operand = ex.operand();
    match (ex.ty, raw.to_string().as_str()) {
        (Ty::I64, "i64") => ex.tokens,
        _ if operand.to_string().chars().all(|c| c.is_ascii_digit()) => ex.tokens,
        _ => quote!(#operand as #raw),
    }
}

/// A constant as a number of an expression.
pub(crate) fn literal(value: i128, ty: Scalar) -> Ex {
    if ty == Scalar::Bool {
        let value = value != 0;
        return Ex::atom(quote!(#value), Ty::Bool);
    }
    let fits = i64::try_from(value).is_ok();
    let tokens = super::expr::integer(value);
    let kind = if fits { Ty::I64 } else { Ty::I128 };
    if value < 0 { Ex::new(tokens, kind) } else { Ex::atom(tokens, kind) }
}

/// `Some(0x20)`.
pub(crate) fn pad_tokens(pad: Option<u8>) -> TokenStream {
    match pad {
        Some(pad) => {
            let pad = super::scalar::hex(u128::from(pad), 2);
            quote!(::core::option::Option::Some(#pad))
        }
        None => quote!(::core::option::Option::None),
    }
}

/// A row's length where it is constant.
pub(crate) fn constant_len(cx: &Cx<'_>, kind: &Kind) -> Option<u64> {
    match kind {
        Kind::Bits(bits) => Some(u64::from(bits.bytes)),
        Kind::Bytes(Length::Fixed(n))
        | Kind::Text { length: Length::Fixed(n), .. }
        | Kind::Reserved(Length::Fixed(n)) => Some(*n),
        Kind::Array { element, count } => Some(match element {
            Element::Scalar { bytes, .. } => count * u64::from(*bytes),
            Element::Struct { body, .. } => count * cx.layout(*body).fixed.unwrap_or(0),
        }),
        Kind::Nested { body, length: None, .. } => cx.layout(*body).fixed,
        _ => None,
    }
}
