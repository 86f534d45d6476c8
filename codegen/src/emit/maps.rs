//! Maps: a function for each, and `via` of the commands that go through them.

use opcodec_schema::ir::{
    Arm, Command, DataType, Expr, IntType, Kind, Map, MapParam, MapParamType, Node, Pointer, Role, RowId,
    Scalar, Set, Source, Struct, ViaArg,
};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::docs;
use super::encode::{Members, pointed};
use super::expr::{Ex, Names, Ty, emit, integer};
use super::layout::{Layout, mentions};
use super::scalar::hex;
use crate::names::{ident, member_name};
use crate::paths::{Cx, is_primitive};

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

/// A param of a map's function.
fn param(cx: &Cx<'_>, param: &MapParam) -> Ident {
    let _ = cx;
    let name = member_name(&param.name);
    // The source has that name.
    if name == "from" { ident("from_") } else { ident(&name) }
}

fn function(cx: &Cx<'_>, map: &Map) -> TokenStream {
    let (rt, allow) = (&cx.rt, super::structs::allow());
    let (from, to) = (Layout::new(cx, map.from), Layout::new(cx, map.to));
    let mapping = Mapping { cx, map, members: Members::new(&from, quote!(from)), place: place(cx, map) };
    let check = map.check.as_ref().map(|check| {
        let (holds, place) = (emit(check, &mapping).bool().operand(), &mapping.place);
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
        let name = param(cx, of);
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
    text.push(errors(map).into());
    let (text, rust) = (docs::lines(text), member_name(&map.name));
    let alias = docs::alias(&map.name.printed, &rust);
    quote!(#text #alias)
}

/// What may go wrong, in words.
fn errors(map: &Map) -> &'static str {
    fn may_miss(sets: &[Set]) -> bool {
        sets.iter().any(|set| match &set.source {
            Source::By { .. } => true,
            Source::Nested(sets) => may_miss(sets),
            Source::Scalar(_) | Source::Pointer(_) => false,
        })
    }
    match (map.check.is_some(), may_miss(&map.sets)) {
        (true, true) => {
            "Where the map's `check` does not hold, or a value does not fit its field or is not listed."
        }
        (true, false) => "Where the map's `check` does not hold, or a value does not fit its field.",
        (false, true) => "Where a value does not fit its field or is not listed.",
        (false, false) => "Where a value does not fit its field.",
    }
}

/// The names of a map's expressions: rows of the source and the map's params.
struct Mapping<'m, 'l, 'c, 's> {
    cx: &'m Cx<'s>,
    map: &'m Map,
    members: Members<'l, 'c, 's>,
    /// Of the row that an expression is for.
    place: TokenStream,
}

impl Names for Mapping<'_, '_, '_, '_> {
    fn row(&self, row: RowId, path: &[RowId]) -> Ex {
        self.members.row(row, path)
    }

    fn param(&self, index: u32) -> Ex {
        let Some(of) = self.map.params.get(index as usize) else { return Ex::atom(quote!(0), Ty::I64) };
        let name = param(self.cx, of);
        match of.ty {
            MapParamType::Scalar(ty) => self.cx.number(ty, &quote!(#name)),
            MapParamType::Pointer => pointed(self.cx, &quote!(#name)),
        }
    }

    fn len(&self, row: RowId) -> Ex {
        self.members.len(row)
    }

    fn len_param(&self, param: u32) -> Ex {
        self.param(param)
    }

    fn len_struct(&self) -> Ex {
        self.members.len_struct()
    }

    fn len_data(&self) -> Ex {
        Ex::atom(quote!(0), Ty::I64)
    }

    fn count(&self, row: RowId) -> Ex {
        self.members.count(row)
    }

    fn offset(&self, row: RowId) -> Ex {
        self.members.offset(row)
    }

    fn rest(&self) -> Ex {
        Ex::atom(quote!(0), Ty::I64)
    }

    fn unfit(&self, ty: IntType, value: &TokenStream) -> Option<TokenStream> {
        let (rt, place, max) = (&self.cx.rt, &self.place, integer(ty.interval().max));
        Some(quote! {
            return ::core::result::Result::Err(#rt::EncodeError::new(#rt::ErrorKind::Size, #place, 0, #max, #value as u64));
        })
    }
}

impl Mapping<'_, '_, '_, '_> {
    fn at(&self, place: TokenStream) -> Self {
        Self { cx: self.cx, map: self.map, members: self.members.clone(), place }
    }

    /// A struct of what its rows get; what gets nothing has its default. Rows are computed in their order.
    fn record(&self, to: &Layout<'_, '_>, sets: &[Set]) -> TokenStream {
        let ty = self.cx.ty(to.of.module, &to.of.name);
        let mut members = TokenStream::new();
        for set in sets {
            let (var, value) = (to.var(set.row), self.at(to.place(Some(set.row))).source(to, set));
            let value =
                if to.is_option(set.row) { quote!(::core::option::Option::Some(#value)) } else { value };
            members.extend(quote!(#var: #value,));
        }
        let others: Vec<RowId> = to.members().filter(|row| !sets.iter().any(|set| set.row == *row)).collect();
        if to.has_default() {
            let rest = (!others.is_empty() || to.has_cut()).then(|| quote!(..#ty::DEFAULT));
            return quote!(#ty { #members #rest });
        }
        for row in others {
            let (var, default) = (to.var(row), to.member_default(row));
            members.extend(quote!(#var: #default,));
        }
        let wire = &self.cx.wire;
        let cut = to.has_cut().then(|| quote!(cut: #wire::Cut::NONE,));
        quote!(#ty { #members #cut })
    }

    fn source(&self, to: &Layout<'_, '_>, set: &Set) -> TokenStream {
        match (&set.source, &to.row(set.row).kind) {
            (Source::Nested(sets), Kind::Nested { body, .. }) => {
                self.record(&Layout::new(self.cx, *body), sets)
            }
            (source, kind) => self.one(source, kind),
        }
    }

    /// What one row gets that is no struct.
    fn one(&self, source: &Source, kind: &Kind) -> TokenStream {
        match (source, kind) {
            (Source::Scalar(expr), Kind::Bits(bits)) => self.scalar(expr, bits.ty),
            (Source::Pointer(pointer), _) => self.pointer(pointer),
            (Source::By { key, arms }, kind) => self.by(key, arms, kind),
            _ => quote!(),
        }
    }

    fn pointer(&self, of: &Pointer) -> TokenStream {
        match of {
            Pointer::Null => quote!(::core::option::Option::None),
            Pointer::Row(row, path) => {
                self.member(*row, path).map_or_else(TokenStream::new, |(member, _)| member)
            }
            Pointer::Param(index) => {
                let name = self.map.params.get(*index as usize).map(|of| param(self.cx, of));
                quote!(#name)
            }
            Pointer::If(c, a, b) => {
                let c = emit(c, self).bool().tokens;
                let (a, b) = (self.pointer(a), self.pointer(b));
                quote!(if #c { #a } else { #b })
            }
        }
    }

    /// A member of the source as it is, and its row's kind; nothing where it may be absent, or is none.
    fn member(&self, row: RowId, path: &[RowId]) -> Option<(TokenStream, &Kind)> {
        let mut tokens = quote!(from);
        let mut of = self.cx.layout(self.map.from);
        let mut row = row;
        let mut path = path.iter();
        loop {
            let at = of.rows.get(row.index())?;
            if !matches!(at.role, Role::Member(_)) || at.is_option() || of.union.is_some() {
                return None;
            }
            let name = ident(&member_name(at.name.as_ref()?));
            tokens = quote!(#tokens.#name);
            let Some(next) = path.next() else { return Some((tokens, &at.kind)) };
            let Kind::Nested { body, .. } = &at.kind else { return None };
            (of, row) = (self.cx.layout(*body), *next);
        }
    }

    /// A member of the source that has the type already.
    fn same(&self, expr: &Expr, ty: Scalar) -> Option<TokenStream> {
        match &expr.node {
            Node::Row(row, path) => {
                let (member, kind) = self.member(*row, path)?;
                matches!(kind, Kind::Bits(bits) if bits.ty == ty).then_some(member)
            }
            Node::Param(index) => {
                let of = self.map.params.get(*index as usize)?;
                let name = param(self.cx, of);
                (of.ty == MapParamType::Scalar(ty)).then(|| quote!(#name))
            }
            _ => None,
        }
    }

    /// An expression as a scalar, which it fits.
    fn scalar(&self, expr: &Expr, ty: Scalar) -> TokenStream {
        if let Some(same) = self.same(expr, ty) {
            return same;
        }
        match &expr.node {
            Node::If(c, a, b) => {
                let c = emit(c, self).bool().tokens;
                let (a, b) = (self.scalar(a, ty), self.scalar(b, ty));
                quote!(if #c { #a } else { #b })
            }
            Node::Int(value) if !self.is_unknown(ty, *value) => self.constant(ty, *value),
            Node::Check(int, inner) => self.checked(*int, inner, ty),
            // What the type keeps is what `wrap` keeps.
            Node::Wrap(int, inner) if ty == Scalar::Int(*int) => self.low_bits(emit(inner, self), ty),
            _ => self.low_bits(emit(expr, self), ty),
        }
    }

    /// Masks and codes are hex to whoever writes them.
    fn constant(&self, ty: Scalar, value: i128) -> TokenStream {
        match ty {
            Scalar::Int(int) if is_primitive(int) && value > 9 => hex(value as u128, 2),
            ty => self.cx.constant(ty, value),
        }
    }

    /// An expression as a scalar, or the error that it does not fit.
    fn checked(&self, int: IntType, inner: &Expr, ty: Scalar) -> TokenStream {
        let (fits, is) = (int.interval(), inner.interval);
        let ex = emit(inner, self).number();
        let (value, number) = match ex.raw() {
            Some((raw, of)) if !of.signed => {
                (raw.clone(), Ex::atom(quote!(value), Ty::I64).with_raw(&quote!(value), *of))
            }
            _ => {
                let wide = ex.ty == Ty::I128;
                let (ty, kind) = if wide { (quote!(i128), Ty::I128) } else { (quote!(i64), Ty::I64) };
                let operand = ex.operand();
                (quote!(#operand as #ty), Ex::atom(quote!(value), kind))
            }
        };
        let (min, max) = (integer(fits.min), hex(fits.max as u128, 2));
        let test = match (is.min < fits.min, is.max > fits.max) {
            (false, false) => return self.low_bits(ex, ty),
            (false, true) => quote!(value > #max),
            (true, false) => quote!(value < #min),
            (true, true) => quote!(value < #min || value > #max),
        };
        let (leave, value_of) = (self.unfit(int, &quote!(value)), self.low_bits(number, ty));
        quote!({ let value = #value; if #test { #leave } #value_of })
    }

    /// Whether a closed enum has no such value.
    fn is_unknown(&self, ty: Scalar, value: i128) -> bool {
        let Scalar::Enum(id) = ty else { return false };
        let of = self.cx.enumeration(id);
        of.closed && !of.values.iter().any(|known| known.value == value)
    }

    /// The low bits of a number as a scalar.
    fn low_bits(&self, ex: Ex, ty: Scalar) -> TokenStream {
        let shape = self.cx.shape(ty);
        if ty == Scalar::Bool {
            return ex.bool().tokens;
        }
        let unsigned = super::scalar::unsigned(shape.bits);
        let bits = match ex.raw() {
            Some((raw, of)) if of.bits == shape.bits && !of.signed => Ex::atom(raw.clone(), Ty::I64),
            Some((raw, _)) => Ex::new(quote!(#raw as #unsigned), Ty::I64),
            None if super::expr::is_untyped(&ex.tokens) && ex.ty != Ty::Bool => {
                let operand = ex.i128().operand();
                Ex::new(quote!(#operand as #unsigned), Ty::I64)
            }
            None => {
                let operand = ex.operand();
                Ex::new(quote!(#operand as #unsigned), Ty::I64)
            }
        };
        // What an exact width would refuse is not there, but no panic may be left.
        let bits = if is_primitive(shape) {
            bits
        } else {
            let (operand, mask) = (bits.operand(), hex(u128::MAX >> (128 - u32::from(shape.bits)), 2));
            Ex::new(quote!(#operand & #mask), Ty::I64)
        };
        let value = self.cx.scalar(ty, &bits);
        match ty {
            Scalar::Enum(id) if self.cx.enumeration(id).closed => {
                let (rt, place, got) = (&self.cx.rt, &self.place, bits.operand());
                quote! {
                    match #value {
                        ::core::option::Option::Some(value) => value,
                        ::core::option::Option::None => {
                            return ::core::result::Result::Err(#rt::EncodeError::new(
                                #rt::ErrorKind::Enum, #place, 0, 0, #got as u64,
                            ));
                        }
                    }
                }
            }
            _ => value,
        }
    }

    /// What is looked up.
    fn by(&self, key: &Expr, arms: &[Arm], kind: &Kind) -> TokenStream {
        let (rt, place) = (&self.cx.rt, &self.place);
        let named = self.named_key(key, arms);
        let (on, got) = match &named {
            Some((member, ty)) => (member.clone(), self.cx.number(*ty, &quote!(other)).u64()),
            None => {
                let number = emit(key, self).number();
                let got = quote!(other as u64);
                let operand = if super::expr::is_untyped(&number.tokens) {
                    let operand = number.operand();
                    quote!(#operand as i128)
                } else {
                    number.tokens
                };
                (operand, got)
            }
        };
        let arms = arms.iter().map(|arm| {
            let value = self.one(&arm.source, kind);
            let pattern = match &named {
                Some((_, ty)) => self.cx.constant(*ty, arm.key),
                None => integer(arm.key),
            };
            quote!(#pattern => #value,)
        });
        quote! {
            match #on {
                #(#arms)*
                other => {
                    return ::core::result::Result::Err(#rt::EncodeError::new(#rt::ErrorKind::Enum, #place, 0, 0, #got));
                }
            }
        }
    }

    /// A member of an open enum whose enumerators the arms are.
    fn named_key(&self, key: &Expr, arms: &[Arm]) -> Option<(TokenStream, Scalar)> {
        let Node::Row(row, path) = &key.node else { return None };
        let (member, kind) = self.member(*row, path)?;
        let Kind::Bits(bits) = kind else { return None };
        let Scalar::Enum(id) = bits.ty else { return None };
        let of = self.cx.enumeration(id);
        let is_known = |arm: &Arm| of.values.iter().any(|known| known.value == arm.key);
        // Where nothing is left over, `other` would be unreachable.
        let all = of.closed || of.repr.bits < 16 && arms.len() >= 1 << of.repr.bits;
        (!all && arms.iter().all(is_known)).then_some((member, bits.ty))
    }
}

/// `via` of a command: the maps that its input goes through, one after the other.
pub(crate) fn via(cx: &Cx<'_>, command: &Command) -> TokenStream {
    let maps: Option<Vec<&Map>> =
        command.via.iter().map(|step| cx.schema.maps.get(step.map.index())).collect();
    let (Some(maps), Some(out)) = (maps, &command.out) else { return quote!() };
    let (Some(last), DataType::Struct(from, _)) = (maps.last(), &out.ty) else { return quote!() };
    let (from, to) = (cx.layout(*from), cx.layout(last.to));
    let (rt, name, allow) = (&cx.rt, cx.struct_ident(command.request), super::structs::allow());
    let mut steps = TokenStream::new();
    let mut call = quote!();
    for (index, (map, step)) in maps.iter().zip(&command.via).enumerate() {
        let args = map.params.iter().zip(&step.args).map(|(param, arg)| via_arg(cx, map, param, *arg));
        let (path, input) = (path(cx, map), if index == 0 { quote!(from) } else { quote!(&mapped) });
        call = quote!(#path(#input #(, #args)*));
        if index + 1 < maps.len() {
            steps.extend(quote! {
                let mapped = match #call {
                    ::core::result::Result::Ok(mapped) => mapped,
                    ::core::result::Result::Err(error) => return ::core::result::Result::Err(error),
                };
            });
        }
    }
    let body = quote!(#steps #call);
    let lifetime = to.borrows.then(|| quote!('a));
    let output = mentions(&body, "output").then(|| quote!(, output: ::core::option::Option<&#lifetime [u8]>));
    let passes = from.borrows || output.is_some();
    let generics = lifetime.as_ref().filter(|_| passes).map(|lifetime| quote!(<#lifetime>));
    let source = named(cx, from, lifetime.as_ref().filter(|_| passes));
    let target = if passes { lifetime } else { Some(quote!('static)) };
    let target = named(cx, to, target.as_ref());
    let constant = maps.iter().all(|map| is_const(cx, map)).then(|| quote!(const));
    let mut text = vec![
        format!(
            "What the command's `{}` becomes on the way to the device: a `{}`.",
            from.name.printed, to.name.printed
        ),
        String::new(),
        "# Errors".into(),
        String::new(),
    ];
    let steps: Vec<String> =
        maps.iter().map(|map| format!("[`{0}`]({0})", path(cx, map).to_string().replace(' ', ""))).collect();
    text.push(format!("Those of {}.", steps.join(" and ")));
    let doc = docs::lines(text);
    quote! {
        #allow
        impl #name {
            #doc
            #[inline]
            pub #constant fn via #generics(from: &#source #output) -> ::core::result::Result<#target, #rt::EncodeError> {
                #body
            }
        }
    }
}

fn via_arg(cx: &Cx<'_>, map: &Map, param: &MapParam, arg: ViaArg) -> TokenStream {
    match (arg, param.ty) {
        (ViaArg::Output, _) => quote!(output),
        (ViaArg::OutputLength, MapParamType::Scalar(ty)) => {
            let (wire, place, shape) = (&cx.wire, place(cx, map), cx.shape(ty));
            let (min, max) = (integer(shape.interval().min), integer(shape.interval().max));
            let raw = cx.raw_ty(ty);
            let fit = quote! {
                match #wire::fit(#wire::pointed_len(output) as i128, #min, #max, 0, #place) {
                    ::core::result::Result::Ok(len) => len as #raw,
                    ::core::result::Result::Err(error) => return ::core::result::Result::Err(error),
                }
            };
            if is_primitive(shape) {
                fit
            } else {
                let (ty, mask) = (cx.int_ty(shape), hex(u128::MAX >> (128 - u32::from(shape.bits)), 2));
                quote!(#ty::new(#fit & #mask))
            }
        }
        (ViaArg::Int(value), MapParamType::Scalar(ty)) => cx.constant(ty, value),
        (ViaArg::OutputLength | ViaArg::Int(_), MapParamType::Pointer) => {
            quote!(::core::option::Option::None)
        }
    }
}
