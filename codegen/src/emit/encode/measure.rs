//! How long a value is.

use opcodec_schema::ir::{
    At, Block, Constant, Element, Expr, Kind, Length, Node, Role, RowId, Step, StructSize, TextLength,
};
use proc_macro2::TokenStream;
use quote::quote;

use super::members::Members;
use super::present::strip;
use crate::emit::counted::{self, Unit};
use crate::emit::expr::emit;
use crate::emit::layout::{Layout, number};
use crate::paths::Cx;

/// A cast as receiver of a method stands in parentheses.
pub(super) fn as_receiver(n: TokenStream) -> TokenStream {
    let trees: Vec<String> = n.clone().into_iter().map(|tree| tree.to_string()).collect();
    if trees.len() > 2 && trees.ends_with(&["as".into(), "usize".into()]) { quote!((#n)) } else { n }
}

/// A literal as receiver of a method needs its type.
pub(super) fn retype(add: &TokenStream, n: &TokenStream) -> TokenStream {
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

pub(super) fn replace_receiver(stream: TokenStream, text: &str, typed: &TokenStream) -> TokenStream {
    let trees: Vec<_> = stream.into_iter().collect();
    let mut out = TokenStream::new();
    for (index, tree) in trees.iter().enumerate() {
        let is_receiver = tree.to_string() == text
            && matches!(trees.get(index + 1), Some(proc_macro2::TokenTree::Punct(dot)) if dot.as_char() == '.');
        if is_receiver { out.extend(typed.clone()) } else { out.extend([tree.clone()]) }
    }
    out
}

/// A row's length where it is constant.
pub(crate) fn constant_len(cx: &Cx<'_>, kind: &Kind) -> Option<u64> {
    match kind {
        Kind::Bits(bits) => Some(u64::from(bits.bytes)),
        Kind::Bytes(Length::Fixed(n))
        | Kind::Text { length: TextLength::Bytes(Length::Fixed(n)), .. }
        | Kind::Reserved(Length::Fixed(n)) => Some(*n),
        Kind::Array { element, count } => Some(match element {
            Element::Scalar { bytes, .. } => count * u64::from(*bytes),
            Element::Struct { body, .. } => count * cx.layout(*body).fixed.unwrap_or(0),
        }),
        Kind::Nested { body, length: None, .. } => cx.layout(*body).fixed,
        _ => None,
    }
}

impl Members<'_, '_, '_> {
    /// The bytes of a row that is present, as a `usize`.
    pub(super) fn measure(&self, id: RowId) -> TokenStream {
        let (l, cx) = (self.l, self.l.cx);
        let row = l.row(id);
        if let (Some(asked), false) = (self.asked_once.get(&id), matches!(row.kind, Kind::Payload(_))) {
            return quote!(#asked);
        }
        if let Some(n) = constant_len(cx, &row.kind) {
            let n = number(n);
            return quote!(#n);
        }
        match &row.kind {
            Kind::Text { pad: Some(_), length: TextLength::Bytes(Length::Expr { expr, .. }), .. }
                if self.is_plain(expr) =>
            {
                let len = emit(expr, self).number().operand();
                quote!(#len as usize)
            }
            Kind::Reserved(Length::Expr { expr, .. }) if !expr.has(|node| matches!(node, Node::Rest)) => {
                let len = emit(expr, self).number().operand();
                quote!(#len as usize)
            }
            Kind::Bytes(_) | Kind::Text { .. } => match &row.role {
                Role::Const(Constant::Bytes(bytes)) => {
                    let n = number(bytes.len() as u64);
                    quote!(#n)
                }
                Role::Const(Constant::Text(text)) => {
                    let n = number(counted::text_len(&row.kind, text));
                    quote!(#n)
                }
                _ => {
                    let value = self.or_default(id);
                    self.measure_units(&row.kind, &quote!(#value.len()))
                }
            },
            Kind::List { element, .. } => {
                let (value, how) = (self.or_default(id), self.element_how(element));
                let bytes = quote!(#value.encoded_len(#how));
                match counted::of(&row.kind) {
                    Some(of) => counted::len(cx, of, &quote!(#value.len()), &bytes),
                    None => bytes,
                }
            }
            Kind::Nested { body, args, .. } => {
                let (wire, how) = (&cx.wire, self.args(args, *body));
                let value = self.member(id);
                if !l.is_option(id) {
                    return quote!(#wire::Element::encoded_len(&#value, #how));
                }
                match l.row_default(id) {
                    Some(default) => quote!(#wire::Element::encoded_len(&#value.unwrap_or(#default), #how)),
                    None => quote!(#value.map_or(0, |value| #wire::Element::encoded_len(&value, #how))),
                }
            }
            Kind::Payload(_) if l.is_apart() => self.payload_end(id),
            Kind::Payload(_) => {
                let (start, ends) = (self.payload_start(id), self.payload_end(id));
                quote!(#ends.saturating_sub(#start))
            }
            Kind::Bits(_)
            | Kind::Array { .. }
            | Kind::Reserved(_)
            | Kind::Pointer
            | Kind::ReservedPointers(_) => quote!(0),
        }
    }

    /// The bytes of octets, or of text of `count` units.
    fn measure_units(&self, kind: &Kind, count: &TokenStream) -> TokenStream {
        let cx = self.l.cx;
        let Kind::Text { encoding, .. } = kind else { return count.clone() };
        let bytes = Unit::of_text(*encoding).times(count);
        match counted::of(kind) {
            Some(of) => counted::len(cx, of, count, &bytes),
            None => bytes,
        }
    }

    pub(super) fn payload_start(&self, id: RowId) -> TokenStream {
        let n = number(self.l.static_offset(id).unwrap_or(self.l.of.start));
        quote!(#n)
    }

    /// Where what stands in the payload ends, from byte 0, or, where its children stand apart, from its own.
    pub(super) fn payload_end(&self, id: RowId) -> TokenStream {
        let (l, cx) = (self.l, self.l.cx);
        if let Some(asked) = self.asked_once.get(&id) {
            return quote!(#asked);
        }
        let Some(union) = &l.of.union else { return quote!(0) };
        let (wire, name, start) = (&cx.wire, crate::emit::layout_payload_ident(l), self.payload_start(id));
        let before = (!l.is_apart()).then(|| quote!(.saturating_add(#start)));
        let arms = union.cases.iter().map(|case| {
            let variant = crate::emit::union::variant(cx, case);
            let child = Layout::new(cx, case.body);
            let how = self.args(&case.args, case.body);
            let value = crate::emit::union::wrap_case(&child, &quote!(child));
            quote!(#name::#variant(child) => #wire::Element::encoded_len(#value, #how),)
        });
        let unknown = (!union.closed).then(|| quote!(#name::Unknown(child) => child.bytes.len()#before,));
        let payload = self.member_ref(id);
        quote!(match #payload { #(#arms)* #unknown })
    }

    /// Whether a size looks at no computed row.
    pub(super) fn is_plain(&self, expr: &Expr) -> bool {
        !expr.has(|node| match node {
            Node::Row(row, _) => matches!(self.l.row(*row).role, Role::Value(_) | Role::Length),
            Node::Rest => true,
            _ => false,
        })
    }
}

impl Layout<'_, '_> {
    /// How long a value is, without what fills it up to a multiple of its `align`.
    pub(super) fn own_len(&self, value: &TokenStream, how: &TokenStream) -> TokenStream {
        if self.of.align > 1 {
            return quote!(#value.unaligned_len(#how));
        }
        let wire = &self.cx.wire;
        quote!(#wire::Element::encoded_len(#value, #how))
    }

    /// The method that says so, and the body of `Element::encoded_len`.
    pub(crate) fn lengths(&self) -> (TokenStream, TokenStream) {
        let len = self.encoded_len();
        if self.of.fixed.is_some() || self.of.align <= 1 {
            return (quote!(), len);
        }
        let (wire, how, how_ty, align) =
            (&self.cx.wire, self.own("how"), self.how_ty(), number(self.of.align));
        let used = crate::emit::layout::mentions(&len, &how.to_string());
        let bind = if used { quote!(#how) } else { quote!(_) };
        let method = quote! {
            /// How long it is, without what fills it up.
            fn unaligned_len(&self, #bind: #how_ty) -> usize { #len }
        };
        let cut = self.cut_first(&quote!(return bytes.len();));
        (method, quote!(#cut #wire::aligned(self.unaligned_len(#how), #align)))
    }

    /// The length of a struct that is not filled up.
    fn encoded_len(&self) -> TokenStream {
        if let Some(n) = self.of.fixed {
            let n = number(n);
            return quote!(#n);
        }
        let mut members = Members { has_levels: true, ..Members::new(self, quote!(self)) };
        let asked = self.ask_once(&mut members);
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
            let is_payload = is_payload && !self.is_apart();
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
            // Nothing that holds itself is there.
            (Some(n), fixed) => {
                let n = number(n.max(fixed.unwrap_or(0)));
                quote!(#n)
            }
            (None, Some(n)) => {
                let n = number(n);
                quote!(#asked #out #len.max(#n))
            }
            (None, None) => quote!(#asked #out #len),
        };
        let wire = &self.cx.wire;
        let down = self.one_down(|levels, max| {
            quote! {
                let ::core::option::Option::Some(#levels) = #wire::levels_inside(#levels, #max) else { return 0 };
            }
        });
        // Where nothing inside is deep, a level more or less is the same length.
        let down = if crate::emit::layout::mentions(&body, &self.own("levels").to_string()) {
            down
        } else {
            quote!()
        };
        let unpack = self.unpack_how(&quote!(#how), &quote!(#down #body));
        let cut = self.cut_first(&quote!(return bytes.len();));
        quote!(#cut #unpack #down #body)
    }

    /// The statements that ask once how long rows are that hold types that hold themselves.
    fn ask_once(&self, members: &mut Members<'_, '_, '_>) -> TokenStream {
        let mut asked = TokenStream::new();
        for step in &self.of.steps {
            let Step::Row { row, .. } = step else { continue };
            let is_deep = match &self.row(*row).kind {
                Kind::List { element: Element::Struct { body, .. }, .. } | Kind::Nested { body, .. } => {
                    self.cx.is_deep(*body)
                }
                Kind::Payload(_) => {
                    let cases = self.of.union.iter().flat_map(|union| &union.cases);
                    cases.into_iter().any(|case| self.cx.is_deep(case.body))
                }
                _ => false,
            };
            if !is_deep || !self.is_deep() {
                continue;
            }
            let is_payload = matches!(self.row(*row).kind, Kind::Payload(_));
            let len = if is_payload { members.payload_end(*row) } else { members.measure(*row) };
            let name = self.var(*row).to_string();
            let var = self.own(&format!("{}_len", name.trim_start_matches("r#")));
            asked.extend(quote!(let #var: usize = #len;));
            members.asked_once.insert(*row, var);
        }
        asked
    }

    /// What comes before everything else for a value that is cut.
    pub(super) fn cut_first(&self, then: &TokenStream) -> TokenStream {
        if !self.may_be_cut() {
            return quote!();
        }
        quote!(if let ::core::option::Option::Some(bytes) = self.cut_bytes() { #then })
    }
}
