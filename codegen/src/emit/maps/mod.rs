//! Maps: a function for each, and `via` of the commands that go through them.

mod mapping;
mod vectors;
mod via;

use opcodec_schema::ir::{Expr, Map, MapParam, MapParamType, Node, Pointer, Set, Source, Struct};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::docs;
use super::encode::Members;
use super::expr::emit;
use super::layout::{Layout, mentions};
use crate::names::{ident, member_name};
use crate::paths::Cx;
use mapping::Mapping;
pub(crate) use vectors::{pointer, test};
pub(crate) use via::via;

/// The module of all maps.
pub(crate) fn items(cx: &Cx<'_>) -> TokenStream {
    let functions: Vec<TokenStream> =
        cx.schema.maps.iter().filter(|map| cx.is_here(map.module)).map(|map| function(cx, map)).collect();
    if functions.is_empty() {
        return quote!();
    }
    let allow = super::structs::allow();
    quote! {
        /// One structure into another.
        #allow
        pub mod maps {
            #[allow(unused_imports)]
            use super::*;
            #(#functions)*
        }
    }
}

/// The path of a map's function.
pub(crate) fn path(cx: &Cx<'_>, map: &Map) -> TokenStream {
    let module = cx.in_module(map.module, "maps");
    let name = ident(&member_name(&map.name));
    quote!(#module::#name)
}

/// Whether the function of a map is `const`: closures and lists are not.
fn is_const(cx: &Cx<'_>, map: &Map) -> bool {
    let from = cx.layout(map.from);
    from.fixed.is_some() || from.c.is_some()
}

/// A param of a map's function. It is never `from`, which a schema must leave to the source.
fn param(of: &MapParam) -> Ident {
    ident(&member_name(&of.name))
}

fn function(cx: &Cx<'_>, map: &Map) -> TokenStream {
    let (rt, allow) = (&cx.rt, super::structs::allow());
    let (from, to) = (Layout::new(cx, map.from), Layout::new(cx, map.to));
    let mapping = Mapping { cx, map, members: Members::new(&from, quote!(from)), place: place(cx, map) };
    let check = map.check.as_ref().map(|check| {
        let (holds, place) = (emit(check, &mapping).bool().operand(), place_of_check(cx, map));
        quote! {
            if !#holds {
                return ::core::result::Result::Err(#rt::EncodeError::new(#rt::ErrorKind::Check, #place, 0, 1, 0));
            }
        }
    });
    let value = mapping.record(&to, &map.sets);
    let body = quote!(#check ::core::result::Result::Ok(#value));
    let lifetime = to.of.borrows.then(|| quote!('a));
    let params = map.params.iter().map(|of| {
        let name = param(of);
        let bind = if mentions(&body, &name.to_string()) { quote!(#name) } else { quote!(_) };
        let ty = match of.ty {
            MapParamType::Scalar(ty) => cx.scalar_ty(ty),
            MapParamType::Pointer => quote!(::core::option::Option<&#lifetime [u8]>),
        };
        quote!(, #bind: #ty)
    });
    let params = quote!(#(#params)*);
    let source = named(cx, from.of, lifetime.as_ref());
    let bind = if mentions(&body, "from") { quote!(from) } else { quote!(_) };
    let generics = lifetime.as_ref().filter(|_| from.of.borrows || mentions(&params, "a"));
    // Nothing that is passed can be in it.
    let target_lifetime = if generics.is_some() { lifetime.clone() } else { Some(quote!('static)) };
    let target = named(cx, to.of, target_lifetime.as_ref());
    let generics = generics.map(|lifetime| quote!(<#lifetime>));
    let constant = is_const(cx, map).then(|| quote!(const));
    let (doc, name) = (doc(cx, map), ident(&member_name(&map.name)));
    quote! {
        #doc
        #allow
        #[inline]
        pub #constant fn #name #generics(#bind: &#source #params) -> ::core::result::Result<#target, #rt::EncodeError> {
            #body
        }
    }
}

/// A struct's type, with a lifetime where it has one.
fn named(cx: &Cx<'_>, of: &Struct, lifetime: Option<&TokenStream>) -> TokenStream {
    let ty = cx.ty(of.module, &of.name);
    match (of.borrows, lifetime) {
        (false, _) => ty,
        (true, Some(lifetime)) => quote!(#ty<#lifetime>),
        (true, None) => quote!(#ty<'_>),
    }
}

/// The place of errors that are the whole map's.
fn place(cx: &Cx<'_>, map: &Map) -> TokenStream {
    let (rt, container) = (&cx.rt, &map.name.printed);
    match &map.docs.clause {
        Some(clause) => quote!(#rt::place!(#container, "", "", #clause)),
        None => quote!(#rt::place!(#container)),
    }
}

/// The place of the error that the map's `check` does not hold.
fn place_of_check(cx: &Cx<'_>, map: &Map) -> TokenStream {
    let (rt, container, check) = (&cx.rt, &map.name.printed, &map.check_text);
    let clause = map.docs.clause.as_deref().unwrap_or("");
    quote!(#rt::place!(#container, "", "", #clause, #check))
}

fn doc(cx: &Cx<'_>, map: &Map) -> TokenStream {
    let (from, to) = (&cx.layout(map.from).name.printed, &cx.layout(map.to).name.printed);
    let mut text = docs::of(&map.docs, &format!("`{}`: `{from}` into `{to}`.", map.name.printed));
    for param in &map.params {
        let what = match (&param.docs.text, param.ty) {
            (Some(text), _) => text.clone(),
            (None, MapParamType::Pointer) => "what the source does not point to.".into(),
            (None, MapParamType::Scalar(_)) => "what the source does not hold.".into(),
        };
        if text.last().is_some_and(|line| !line.starts_with("* ")) {
            text.push(String::new());
        }
        text.push(format!("* `{}`: {}", member_name(&param.name), docs::plain(&what)));
    }
    text.extend([String::new(), "# Errors".into(), String::new()]);
    text.push(errors(map));
    let (text, rust) = (docs::lines(text), member_name(&map.name));
    let alias = docs::alias(&map.name.printed, &rust);
    quote!(#text #alias)
}

/// What may go wrong, in words.
fn errors(map: &Map) -> String {
    let mut ways = Vec::new();
    if map.check.is_some() {
        ways.push("the map's `check` does not hold");
    }
    let mut may = May::default();
    may.see(&map.sets, map.check.as_ref());
    if may.not_fit {
        ways.push("a value does not fit its field");
    }
    if may.miss {
        ways.push("a value is looked up that is not listed");
    }
    match ways.split_last() {
        None => "None: every value fits. It is a `Result` like that of every map.".into(),
        Some((last, [])) => format!("Where {last}."),
        Some((last, first)) => format!("Where {}, or {last}.", first.join(", ")),
    }
}

/// What may go wrong.
#[derive(Default)]
struct May {
    not_fit: bool,
    miss: bool,
}

impl May {
    fn see(&mut self, sets: &[Set], check: Option<&Expr>) {
        if let Some(check) = check {
            self.expr(check);
        }
        for set in sets {
            self.source(&set.source);
        }
    }

    fn source(&mut self, source: &Source) {
        match source {
            Source::Scalar(expr) => self.expr(expr),
            Source::Pointer(pointer) => self.pointer(pointer),
            Source::Nested(sets) => self.see(sets, None),
            Source::By { key, arms } => {
                self.miss = true;
                self.expr(key);
                for arm in arms {
                    self.source(&arm.source);
                }
            }
        }
    }

    fn pointer(&mut self, pointer: &Pointer) {
        if let Pointer::If(condition, a, b) = pointer {
            self.expr(condition);
            self.pointer(a);
            self.pointer(b);
        }
    }

    fn expr(&mut self, expr: &Expr) {
        self.not_fit |= expr.has(|node| matches!(node, Node::Check(..)));
    }
}
