//! Values of messages as Rust literals.

use opcodec_schema::ir::{Element, Form, Kind, Length, Param, RowId, StructId, Union};
use opcodec_schema::name::Name;
use opcodec_schema::value::{CaseValue, Record, Value};
use proc_macro2::{Ident, Literal as Token, TokenStream};
use quote::{format_ident, quote};

use super::layout::{Layout, byte_array};
use crate::names::payload_name;
use crate::paths::Cx;

/// Writes literals. What lists hold is bound first, so that it lives as long as they do.
pub(crate) struct Literals<'c, 's> {
    cx: &'c Cx<'s>,
    lets: Vec<TokenStream>,
}

impl<'c, 's> Literals<'c, 's> {
    pub(crate) fn new(cx: &'c Cx<'s>) -> Self {
        Self { cx, lets: Vec::new() }
    }

    /// The statements that the literals so far need.
    pub(crate) fn lets(&self) -> TokenStream {
        self.lets.iter().cloned().collect()
    }

    /// A decoded record. `None` where it is no value of its layout.
    pub(crate) fn record(&mut self, record: &Record) -> Option<TokenStream> {
        let (cx, layout) = (self.cx, Layout::new(self.cx, record.of));
        if let Some(union) = layout.of.union.as_ref().filter(|_| layout.is_bare_union()) {
            return self.payload(record.of, union, record.row(union.payload)?);
        }
        let ty = cx.ty(layout.of.module, &layout.of.name);
        let mut members: Vec<(Ident, TokenStream, Option<TokenStream>)> = Vec::new();
        for row in layout.members() {
            let value = self.member(&layout, row, record.row(row))?;
            members.push((layout.var(row), value, layout.member_default(row)));
        }
        if let Form::Request(_) = layout.of.form {
            members.extend(layout.of.params.iter().zip(&record.params).map(|(param, value)| {
                let default = cx.constant(param.ty, param.default.unwrap_or(0));
                (layout.param(param), cx.constant(param.ty, *value), Some(default))
            }));
        }
        if layout.has_cut() {
            let wire = &cx.wire;
            let none = quote!(#wire::Cut::NONE);
            let cut = record.cut.as_ref().map_or_else(
                || none.clone(),
                |cut| {
                    let bytes = byte_array(&cut.bytes);
                    quote!(#wire::Cut::at(&#bytes))
                },
            );
            members.push((layout.own("cut"), cut, Some(none)));
        }
        // Members that have their default go without saying.
        let is_default = |value: &TokenStream, default: &Option<TokenStream>| {
            default.as_ref().is_some_and(|default| default.to_string() == value.to_string())
        };
        let all = members.len();
        if layout.has_default() {
            members.retain(|(_, value, default)| !is_default(value, default));
        }
        let rest = (members.len() < all).then(|| quote!(..#ty::DEFAULT));
        let members = members.iter().map(|(member, value, _)| quote!(#member: #value,));
        Some(quote!(#ty { #(#members)* #rest }))
    }

    /// What a member holds.
    fn member(&mut self, layout: &Layout<'_, '_>, row: RowId, value: Option<&Value>) -> Option<TokenStream> {
        let Some(value) = value else { return layout.member_default(row) };
        let value = self.value(layout, row, value)?;
        Some(if layout.is_option(row) { quote!(::core::option::Option::Some(#value)) } else { value })
    }

    fn value(&mut self, layout: &Layout<'_, '_>, row: RowId, value: &Value) -> Option<TokenStream> {
        match (&layout.row(row).kind, value) {
            (Kind::Bits(bits), Value::Int(value)) => Some(self.cx.constant(bits.ty, *value)),
            (Kind::Bits(_), Value::Wide(value)) => Some(wide(*value)),
            (Kind::Bytes(Length::Fixed(_)), Value::Bytes(bytes)) => Some(byte_array(bytes)),
            (Kind::Bytes(_) | Kind::Reserved(_), Value::Bytes(bytes)) => {
                let bytes = byte_array(bytes);
                Some(quote!(&#bytes))
            }
            (Kind::Text { encoding, .. }, Value::Text(text)) => Some(self.cx.text(*encoding, text)),
            (Kind::List { element, .. }, value) => self.list(&layout.var(row), element, value),
            (Kind::Array { element, .. }, value) => {
                let elements = self.elements(element, value)?;
                Some(quote!([#(#elements),*]))
            }
            (Kind::Nested { .. }, Value::Record(record)) => self.record(record),
            (Kind::Pointer, Value::Pointer(to)) => Some(super::maps::pointer(to.as_deref())),
            (Kind::Payload(_), value) => self.payload(layout.id, layout.of.union.as_ref()?, value),
            _ => None,
        }
    }

    /// A list over a slice that is bound first.
    fn list(&mut self, name: &Ident, element: &Element, value: &Value) -> Option<TokenStream> {
        let wire = &self.cx.wire;
        let elements = self.elements(element, value)?;
        if elements.is_empty() {
            return Some(quote!(#wire::List::EMPTY));
        }
        let text = name.to_string();
        let items = format_ident!("{}_{}", text.trim_start_matches("r#"), self.lets.len() + 1);
        self.lets.push(quote!(let #items = [#(#elements),*];));
        Some(quote!(#wire::List::from_slice(&#items)))
    }

    fn elements(&mut self, element: &Element, value: &Value) -> Option<Vec<TokenStream>> {
        match (element, value) {
            (Element::Scalar { .. }, Value::Bytes(bytes)) => {
                Some(bytes.iter().map(|byte| super::scalar::hex(u128::from(*byte), 2)).collect())
            }
            (Element::Scalar { ty, .. }, Value::List(items)) => {
                let constant = |item: &Value| match item {
                    Value::Int(value) => Some(self.cx.constant(*ty, *value)),
                    Value::Wide(value) => Some(wide(*value)),
                    _ => None,
                };
                items.iter().map(constant).collect()
            }
            (Element::Struct { .. }, Value::List(items)) => {
                let mut record = |item: &Value| match item {
                    Value::Record(value) => self.record(value),
                    _ => None,
                };
                items.iter().map(&mut record).collect()
            }
            _ => None,
        }
    }

    /// The variant of what stands in a payload.
    fn payload(&mut self, of: StructId, union: &Union, value: &Value) -> Option<TokenStream> {
        let Value::Case(case) = value else { return None };
        let (cx, layout) = (self.cx, self.cx.layout(of));
        let name = payload_name(layout);
        let ty = cx.ty(layout.module, &Name::renamed(name.clone(), name));
        match &**case {
            CaseValue::Known { case, body } => {
                let case = union.cases.get(*case)?;
                let (variant, child) = (super::union::variant(cx, case), Layout::new(cx, case.body));
                let value = if child.of.form == Form::Case {
                    self.member(&child, RowId(0), body.row(RowId(0)))?
                } else {
                    self.record(body)?
                };
                Some(quote!(#ty::#variant(#value)))
            }
            CaseValue::Unknown { tag, bytes } => {
                let (wire, bytes) = (&cx.wire, byte_array(bytes));
                let tag = Token::u64_unsuffixed(*tag as u64);
                Some(quote!(#ty::Unknown(#wire::Unknown { tag: #tag, bytes: &#bytes })))
            }
        }
    }
}

/// An integer that i128 has not.
fn wide(value: u128) -> TokenStream {
    let literal = Token::u128_unsuffixed(value);
    quote!(#literal)
}

/// The args that a public function of a layout is called with.
pub(crate) fn args(cx: &Cx<'_>, params: &[Param], values: &[i128]) -> TokenStream {
    let args = params.iter().zip(values).map(|(param, value)| {
        let value = cx.constant(param.ty, *value);
        quote!(, #value)
    });
    quote!(#(#args)*)
}
