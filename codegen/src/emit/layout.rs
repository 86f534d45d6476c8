//! What the emitters of a struct share: its names, types, places, and what its expressions look at.

use std::collections::HashSet;

use opcodec_schema::ir::{
    At, Computed, Constant, Element, Encoding, Expr, Form, Kind, Length, ListLength, Node, Param, Role, Row,
    RowId, Step, Struct, StructId, StructSize, TextLength,
};
use proc_macro2::{Ident, Literal, TokenStream, TokenTree};
use quote::quote;

use crate::names::{has_members, ident, member_name, payload_name, type_name};
use crate::paths::Cx;

/// A struct, union, small case or request.
pub(crate) struct Layout<'c, 's> {
    pub(crate) cx: &'c Cx<'s>,
    pub(crate) id: StructId,
    pub(crate) of: &'s Struct,
    /// The names of rows and params, which names of our own must not be.
    taken: HashSet<String>,
    /// Rows whose number some expression looks at.
    pub(crate) read: HashSet<RowId>,
    /// Rows whose length some expression looks at.
    pub(crate) measured: HashSet<RowId>,
    /// Rows whose value follows from bytes that are written first, in the order in which they can be computed.
    pub(crate) late: Vec<RowId>,
    /// Rows with which the bytes of a checksum end.
    pub(crate) checked_to: HashSet<RowId>,
}

impl<'c, 's> Layout<'c, 's> {
    pub(crate) fn new(cx: &'c Cx<'s>, id: StructId) -> Self {
        Self::with(cx, id, cx.layout(id))
    }

    /// With the rows of another struct under its name.
    pub(crate) fn with(cx: &'c Cx<'s>, id: StructId, of: &'s Struct) -> Self {
        let mut taken: HashSet<String> =
            of.rows.iter().filter_map(|row| row.name.as_ref().map(member_name)).collect();
        taken.extend(of.params.iter().map(|param| member_name(&param.name)));
        let (mut read, mut measured, mut checked_to) = (HashSet::new(), HashSet::new(), HashSet::new());
        let mut see = |expr: &Expr| {
            expr.visit(&mut |node| match node {
                Node::Row(row, _) | Node::Count(row) | Node::Tag(row) => {
                    read.insert(*row);
                }
                Node::LenRow(row) => {
                    measured.insert(*row);
                }
                Node::Checksum(_, _, last) => {
                    measured.insert(*last);
                    checked_to.insert(*last);
                }
                _ => {}
            });
        };
        each_expr(of, &mut see);
        for (index, row) in of.rows.iter().enumerate() {
            if let Role::Value(computed) = &row.role
                && !computed.implied
                && !computed.from_data
            {
                read.insert(RowId(index as u32));
            }
        }
        let late = of.late_rows();
        Self { cx, id, of, taken, read, measured, late, checked_to }
    }

    /// A name of our own in a function that has the rows and params as variables.
    pub(crate) fn own(&self, name: &str) -> Ident {
        let mut name = name.to_owned();
        while self.taken.contains(&name) {
            name.push('_');
        }
        ident(&name)
    }

    pub(crate) fn row(&self, id: RowId) -> &'s Row {
        &self.of.rows[id.index()]
    }

    /// The row as a variable or member.
    pub(crate) fn var(&self, id: RowId) -> Ident {
        match &self.row(id).name {
            Some(name) => ident(&member_name(name)),
            None => self.own(&format!("row_{}", id.0)),
        }
    }

    /// A param as a variable.
    pub(crate) fn param(&self, param: &Param) -> Ident {
        let name = member_name(&param.name);
        let clash =
            self.of.rows.iter().filter_map(|row| row.name.as_ref()).any(|row| member_name(row) == name);
        if clash { self.own(&format!("{name}_arg")) } else { ident(&name) }
    }

    /// What is passed to whoever decodes or encodes it: its params, but of a request, whose args are members.
    pub(crate) fn passed(&self) -> &'s [Param] {
        if matches!(self.of.form, Form::Request(_)) { &[] } else { &self.of.params }
    }

    /// The args of a request as members, with what a decoded one gets.
    pub(crate) fn args(&self) -> impl Iterator<Item = (Ident, TokenStream)> {
        let is_request = matches!(self.of.form, Form::Request(_));
        self.of
            .params
            .iter()
            .filter(move |_| is_request)
            .map(|param| (self.param(param), self.cx.constant(param.ty, param.default.unwrap_or(0))))
    }

    /// Whether the length of the data phase is passed to whoever encodes it.
    pub(crate) fn takes_data(&self) -> bool {
        self.of.fixed.is_none() && super::fixed::looks_at_data(self)
    }

    /// The length of the data phase as a variable.
    pub(crate) fn data_var(&self) -> Ident {
        self.own("data_len")
    }

    /// The type of what is passed between generated functions.
    pub(crate) fn how_ty(&self) -> TokenStream {
        if self.takes_data() { quote!((u64,)) } else { self.cx.how_ty(self.id, self.passed()) }
    }

    /// What a message of it is decoded with, out of its args.
    pub(crate) fn message_how(&self, args: impl Iterator<Item = TokenStream>) -> TokenStream {
        let levels = self.is_deep().then(|| {
            let all = super::depth::all_levels();
            quote!(#all,)
        });
        quote!((#(#args,)* #levels))
    }

    /// The row's place in an error; without a row the struct's.
    pub(crate) fn place(&self, id: Option<RowId>) -> TokenStream {
        let rt = &self.cx.rt;
        let container = Literal::string(&self.of.name.printed);
        let Some(id) = id else {
            return match &self.of.docs.clause {
                Some(clause) => quote!(#rt::place!(#container, "", "", #clause)),
                None => quote!(#rt::place!(#container)),
            };
        };
        let row = self.row(id);
        let field = row.name.as_ref().map_or("", |name| name.printed.as_str());
        let clause = row.docs.clause.as_ref().or(self.of.docs.clause.as_ref()).map_or("", String::as_str);
        let at = &row.printed_at;
        quote!(#rt::place!(#container, #field, #at, #clause))
    }

    /// The row's place in an error of its `check`.
    pub(crate) fn place_of_check(&self, id: RowId) -> TokenStream {
        let (rt, row) = (&self.cx.rt, self.row(id));
        let (container, field) = (&self.of.name.printed, row.name.as_ref().map_or("", |name| &name.printed));
        let clause = row.docs.clause.as_ref().or(self.of.docs.clause.as_ref()).map_or("", String::as_str);
        let (at, check) = (&row.printed_at, &row.check_text);
        quote!(#rt::place!(#container, #field, #at, #clause, #check))
    }

    /// The first of some rows that has a name, for a block's error.
    pub(crate) fn named_place(&self, rows: impl IntoIterator<Item = RowId>) -> TokenStream {
        let named = rows
            .into_iter()
            .find(|row| self.row(*row).name.as_ref().is_some_and(|name| !name.printed.is_empty()));
        self.place(named)
    }

    /// Whether the row is a member of the Rust struct.
    pub(crate) fn is_member(&self, id: RowId) -> bool {
        match &self.row(id).role {
            Role::Member(_) | Role::Payload => true,
            Role::Value(computed) => computed.from_data,
            Role::Const(_) | Role::Length | Role::Tag | Role::Reserved => false,
        }
    }

    /// The bytes of a fixed layout, what fills it up to a multiple of its `align` not among them.
    pub(crate) fn unpadded_len(&self) -> u64 {
        match (&self.of.size, self.of.steps.as_slice()) {
            (Some(StructSize::Fixed(size)), _) => *size,
            (_, [Step::Block(block)]) => match block.at {
                At::Byte(start) => start + block.len,
                At::Next => block.len,
            },
            _ => self.of.fixed.unwrap_or(0),
        }
    }

    /// Whether its children have a byte 0 of their own, the payload's.
    pub(crate) fn is_apart(&self) -> bool {
        self.of.union.as_ref().is_some_and(|union| self.static_offset(union.payload).is_none())
    }

    /// The members in order.
    pub(crate) fn members(&self) -> impl Iterator<Item = RowId> {
        (0..self.of.rows.len() as u32).map(RowId).filter(|row| self.is_member(*row))
    }

    /// Whether Rust holds the row in an `Option`.
    pub(crate) fn is_option(&self, id: RowId) -> bool {
        self.row(id).is_option()
            || matches!(&self.row(id).role, Role::Value(Computed { from_data: true, .. }))
    }

    /// Whether its union is its payload and nothing else.
    pub(crate) fn is_bare_union(&self) -> bool {
        self.of.union.is_some() && !has_members(self.of)
    }

    /// The type of what stands in a payload.
    pub(crate) fn payload_ty(&self) -> TokenStream {
        let name = ident(&payload_name(self.of));
        if self.payload_borrows() { quote!(#name<'a>) } else { quote!(#name) }
    }

    /// Whether the enum of children has a lifetime.
    pub(crate) fn payload_borrows(&self) -> bool {
        self.of.union.as_ref().is_some_and(|union| {
            !union.closed || union.cases.iter().any(|case| self.cx.layout(case.body).borrows)
        })
    }

    /// A row's Rust type, without `Option`.
    pub(crate) fn row_ty(&self, id: RowId) -> TokenStream {
        let cx = self.cx;
        match &self.row(id).kind {
            Kind::Bits(bits) => cx.scalar_ty(bits.ty),
            Kind::Bytes(Length::Fixed(n)) => {
                let n = Literal::u64_unsuffixed(*n);
                quote!([u8; #n])
            }
            Kind::Bytes(_) | Kind::Reserved(_) => quote!(&'a [u8]),
            Kind::Text { encoding: Encoding::Utf16 { .. }, .. } => {
                let wire = &cx.wire;
                quote!(#wire::Utf16<'a>)
            }
            Kind::Text { .. } => quote!(&'a str),
            Kind::List { element, .. } => {
                let (wire, ty) = (&cx.wire, cx.element_ty(element));
                match cx.element_how_ty(element) {
                    Some(how) => quote!(#wire::List<'a, #ty, #how>),
                    None => quote!(#wire::List<'a, #ty>),
                }
            }
            Kind::Array { element, count } => {
                let (ty, n) = (cx.element_ty(element), Literal::u64_unsuffixed(*count));
                quote!([#ty; #n])
            }
            Kind::Nested { body, .. } => cx.struct_ty(*body),
            Kind::Payload(_) => self.payload_ty(),
            Kind::Pointer => quote!(::core::option::Option<&'a [u8]>),
            Kind::ReservedPointers(_) => quote!(()),
        }
    }

    /// A member's Rust type.
    pub(crate) fn member_ty(&self, id: RowId) -> TokenStream {
        let ty = self.row_ty(id);
        if self.is_option(id) { quote!(::core::option::Option<#ty>) } else { ty }
    }

    /// A member's default, if it has one.
    pub(crate) fn member_default(&self, id: RowId) -> Option<TokenStream> {
        if self.is_option(id) { Some(quote!(::core::option::Option::None)) } else { self.row_default(id) }
    }

    /// A row's value where none is said.
    pub(crate) fn row_default(&self, id: RowId) -> Option<TokenStream> {
        let row = self.row(id);
        let default = if let Role::Member(default) = &row.role { default.as_ref() } else { None };
        let (cx, wire) = (self.cx, &self.cx.wire);
        match &row.kind {
            Kind::Bits(bits) => {
                if let (Role::Member(None), opcodec_schema::ir::Scalar::Enum(of)) = (&row.role, bits.ty)
                    && !row.optional
                    && !cx.enumeration(of).values.iter().any(|known| known.value == 0)
                {
                    return None;
                }
                cx.scalar_default(bits.ty, default)
            }
            Kind::Bytes(Length::Fixed(n)) => Some(match default {
                Some(Constant::Bytes(bytes)) => byte_array(bytes),
                _ => {
                    let n = Literal::u64_unsuffixed(*n);
                    quote!([0; #n])
                }
            }),
            Kind::Bytes(_) | Kind::Reserved(_) => Some(match default {
                Some(Constant::Bytes(bytes)) => {
                    let bytes = byte_array(bytes);
                    quote!(&#bytes)
                }
                _ => quote!(&[]),
            }),
            Kind::Text { encoding, .. } => Some(match default {
                Some(Constant::Text(text)) => cx.text(*encoding, text),
                _ => cx.text(*encoding, ""),
            }),
            Kind::List { .. } => Some(quote!(#wire::List::EMPTY)),
            Kind::Array { element, count } => {
                let element = match element {
                    Element::Scalar { ty, .. } => cx.scalar_default(*ty, None)?,
                    Element::Struct { body, .. } => cx.struct_default(*body)?,
                };
                let n = Literal::u64_unsuffixed(*count);
                Some(quote!([#element; #n]))
            }
            Kind::Nested { body, .. } => cx.struct_default(*body),
            Kind::Pointer => Some(quote!(::core::option::Option::None)),
            Kind::Payload(_) | Kind::ReservedPointers(_) => None,
        }
    }

    /// Whether the type has a `DEFAULT`.
    pub(crate) fn has_default(&self) -> bool {
        !self.is_bare_union() && self.members().all(|row| self.member_default(row).is_some())
    }

    /// Which step a row is in.
    pub(crate) fn step_of(&self, id: RowId) -> usize {
        let in_step = |step: &Step| match step {
            Step::Block(block) => block.rows.contains(&id.0),
            Step::Row { row, .. } => *row == id,
        };
        self.of.steps.iter().position(in_step).unwrap_or(0)
    }

    /// Where each step starts, where that is constant.
    pub(crate) fn static_starts(&self) -> Vec<Option<u64>> {
        let mut cursor = Some(self.of.start);
        let mut starts = Vec::new();
        for step in &self.of.steps {
            let (at, len) = match step {
                Step::Block(block) => {
                    let is_there = block.when.is_none() && !block.may_be_absent;
                    (block.at, is_there.then_some(block.len))
                }
                Step::Row { at, .. } => (*at, None),
            };
            let start = match at {
                At::Byte(byte) => Some(byte),
                At::Next => cursor,
            };
            starts.push(start);
            cursor = match (cursor, start, len) {
                (Some(cursor), Some(start), Some(len)) => Some(cursor.max(start + len)),
                _ => None,
            };
        }
        starts
    }

    /// Where a row starts, where that is constant.
    pub(crate) fn static_offset(&self, id: RowId) -> Option<u64> {
        let index = self.step_of(id);
        let start = self.static_starts().get(index).copied().flatten()?;
        match self.of.steps.get(index)? {
            Step::Block(block) => Some(start + block.offsets[(id.0 - block.rows.start) as usize]),
            Step::Row { .. } => Some(start),
        }
    }

    /// The rows of a step.
    pub(crate) fn rows_of(step: &Step) -> Vec<RowId> {
        match step {
            Step::Block(block) => block.rows.clone().map(RowId).collect(),
            Step::Row { row, .. } => vec![*row],
        }
    }

    /// `when` of a step.
    pub(crate) fn when_of(&self, step: &'s Step) -> Option<&'s Expr> {
        match step {
            Step::Block(block) => block.when.as_ref(),
            Step::Row { row, .. } => self.row(*row).when.as_ref(),
        }
    }

    /// Whether a step is absent where the bound ends before it.
    pub(crate) fn may_be_absent(&self, step: &Step) -> bool {
        match step {
            Step::Block(block) => block.may_be_absent,
            Step::Row { row, .. } => self.row(*row).may_be_absent,
        }
    }

    /// What the tuple of params is unpacked into; nothing where `body` looks at none of them.
    pub(crate) fn unpack_how(&self, how: &TokenStream, body: &TokenStream) -> TokenStream {
        let data = self.takes_data().then(|| self.data_var());
        let mut any = false;
        let levels = self.is_deep().then(|| self.own("levels"));
        let vars = self.passed().iter().map(|param| self.param(param)).chain(data).chain(levels);
        let vars: Vec<TokenStream> = vars
            .map(|var| {
                if mentions(body, &var.to_string()) {
                    any = true;
                    quote!(#var)
                } else {
                    quote!(_)
                }
            })
            .collect();
        if any { quote!(let (#(#vars,)*) = #how;) } else { quote!() }
    }

    /// Whether it has the member `cut`.
    pub(crate) fn has_cut(&self) -> bool {
        !self.is_bare_union() && self.may_be_cut()
    }

    /// Whether a decoded value may be cut: it has `required`, or a child may be.
    pub(crate) fn may_be_cut(&self) -> bool {
        self.of.required.is_some()
            || self.of.union.as_ref().is_some_and(|union| {
                union.cases.iter().any(|case| Layout::new(self.cx, case.body).may_be_cut())
            })
    }
}

impl Cx<'_> {
    /// Text as a literal of its row's type.
    pub(crate) fn text(&self, encoding: Encoding, text: &str) -> TokenStream {
        let wire = &self.wire;
        match encoding {
            Encoding::Ascii | Encoding::Utf8 => quote!(#text),
            Encoding::Utf16 { .. } if text.is_empty() => quote!(#wire::Utf16::EMPTY),
            Encoding::Utf16 { .. } => quote!(#wire::Utf16::new(#text)),
        }
    }

    /// The type of a list's element.
    pub(crate) fn element_ty(&self, element: &Element) -> TokenStream {
        match element {
            Element::Scalar { ty, .. } => self.scalar_ty(*ty),
            Element::Struct { body, .. } => self.struct_ty(*body),
        }
    }

    /// How a list's element is read, where that is not `()`.
    pub(crate) fn element_how_ty(&self, element: &Element) -> Option<TokenStream> {
        let wire = &self.wire;
        match element {
            Element::Scalar { bytes: 1, .. } => None,
            Element::Scalar { little_endian: true, .. } => Some(quote!(#wire::Little)),
            Element::Scalar { .. } => Some(quote!(#wire::Big)),
            Element::Struct { body, .. } => {
                let params = &self.layout(*body).params;
                let is_unit = params.is_empty() && !self.is_deep(*body);
                (!is_unit).then(|| self.how_ty(*body, params))
            }
        }
    }

    /// `X::DEFAULT`, if there is one.
    pub(crate) fn struct_default(&self, id: StructId) -> Option<TokenStream> {
        let layout = Layout::new(self, id);
        let ty = self.ty(layout.of.module, &layout.of.name);
        layout.has_default().then(|| quote!(#ty::DEFAULT))
    }

    /// A struct's own name, which for a small case is that of its union with its own.
    pub(crate) fn struct_ident(&self, id: StructId) -> Ident {
        let of = self.layout(id);
        match (&of.form, of.parent) {
            (Form::Case, Some(parent)) => {
                ident(&format!("{}{}Case", type_name(&self.layout(parent).name), type_name(&of.name)))
            }
            _ => ident(&type_name(&of.name)),
        }
    }
}

/// Every expression of a struct, with those of its rows.
pub(crate) fn each_expr(of: &Struct, see: &mut dyn FnMut(&Expr)) {
    for row in &of.rows {
        row.when.iter().chain(&row.check).for_each(&mut *see);
        if let Role::Value(computed) = &row.role
            && !computed.implied
            && !computed.from_data
        {
            see(&computed.expr);
        }
        let mut length = |length: &Length| {
            if let Length::Expr { expr, .. } = length {
                see(expr);
            }
        };
        match &row.kind {
            Kind::Bytes(of)
            | Kind::Text { length: TextLength::Bytes(of), .. }
            | Kind::Reserved(of)
            | Kind::Payload(Some(of)) => length(of),
            Kind::Text { length: TextLength::Units { expr, .. }, .. } => see(expr),
            Kind::List { element, length: of } => {
                match of {
                    ListLength::Bytes(of) => length(of),
                    ListLength::Count { expr, .. } => see(expr),
                    ListLength::Counted(_) => {}
                }
                if let Element::Struct { args, .. } = element {
                    args.iter().for_each(&mut *see);
                }
            }
            Kind::Array { element: Element::Struct { args, .. }, .. } => args.iter().for_each(&mut *see),
            Kind::Nested { args, length: of, .. } => {
                if let Some(of) = of {
                    length(of);
                }
                args.iter().for_each(&mut *see);
            }
            _ => {}
        }
    }
    if let Some(union) = &of.union {
        see(&union.tag);
        for case in &union.cases {
            case.args.iter().for_each(&mut *see);
        }
    }
}

/// `[0x12, 0x34]`.
pub(crate) fn byte_array(bytes: &[u8]) -> TokenStream {
    let bytes = bytes.iter().map(|byte| super::scalar::hex(u128::from(*byte), 2));
    quote!([#(#bytes),*])
}

/// Whether some tokens use a variable: neither a path nor a member of its name.
pub(crate) fn mentions(tokens: &TokenStream, name: &str) -> bool {
    let trees: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let is = |at: Option<usize>, c: char| match at.and_then(|at| trees.get(at)) {
        Some(TokenTree::Punct(punct)) => punct.as_char() == c,
        _ => false,
    };
    trees.iter().enumerate().any(|(at, tree)| match tree {
        TokenTree::Ident(ident) if ident == name => {
            let (before, further) = (at.checked_sub(1), at.checked_sub(2));
            let in_path = is(before, ':') && is(further, ':') || is(Some(at + 1), ':');
            let is_member = is(before, '.') && !is(further, '.');
            !in_path && !is_member
        }
        TokenTree::Group(group) => mentions(&group.stream(), name),
        _ => false,
    })
}

/// A number without suffix.
pub(crate) fn number(value: u64) -> Literal {
    Literal::u64_unsuffixed(value)
}
