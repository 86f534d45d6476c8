//! Decoding a struct, step by step, in the order of the model.

use opcodec_schema::ir::{
    At, Block, Constant, Element, Expr, Form, IntType, Interval, Kind, Length, ListLength, Node, Role, Row,
    RowId, Scalar, Step, StructSize,
};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::expr::{Ex, Names, Ty, emit};
use super::layout::{Layout, byte_array, number};
use super::scalar::{hex, load};

/// Variables of the function that decodes a struct.
pub(crate) struct Decode<'l, 'c, 's> {
    pub(crate) l: &'l Layout<'c, 's>,
    reader: Ident,
    head: Ident,
    /// By step, where it starts.
    starts: Vec<Option<u64>>,
}

/// The names of an expression among the variables of a decoding function.
struct Locals<'d, 'l, 'c, 's> {
    d: &'d Decode<'l, 'c, 's>,
    /// Rows whose variables are not yet in an `Option`.
    fresh: &'d [RowId],
    /// `len(struct)`.
    whole: TokenStream,
    /// Where the row stands.
    at: TokenStream,
    /// The row that it is for.
    row: Option<RowId>,
}

/// Where a block's bytes are.
struct Bytes {
    var: TokenStream,
    /// What index 0 of `var` is, from the block's start.
    base: u64,
    /// Where the block starts, for errors.
    at: At2,
}

/// A position, constant or not.
#[derive(Clone)]
enum At2 {
    Const(u64),
    Var(TokenStream),
}

impl At2 {
    fn plus(&self, offset: u64) -> TokenStream {
        let literal = number(offset);
        match self {
            Self::Const(at) => {
                let at = number(at + offset);
                quote!(#at)
            }
            Self::Var(var) if offset == 0 => var.clone(),
            Self::Var(var) => quote!(#var + #literal),
        }
    }
}

impl<'l, 'c, 's> Decode<'l, 'c, 's> {
    pub(crate) fn new(l: &'l Layout<'c, 's>) -> Self {
        Self { l, reader: l.own("reader"), head: l.own("head"), starts: l.static_starts() }
    }

    /// The body of `Element::take` of a struct that is not fixed.
    pub(crate) fn take(&self) -> TokenStream {
        let Self { l, reader, .. } = self;
        let wire = &l.cx.wire;
        let (start, required) = (number(l.of.start), l.of.required.is_some());
        let (input, extent) = (l.own("input"), l.own("extent"));
        let mut steps = TokenStream::new();
        for (index, step) in l.of.steps.iter().enumerate() {
            steps.extend(self.step(index, step));
        }
        let end = l.own("end");
        let has_size = l.of.size.is_some();
        let values = self.values(&quote!(#reader.whole(#has_size)));
        let size = self.size();
        let mut body = quote!(#size #steps #values);
        body = self.with_head(body);
        let allowed = has_size || l.of.trailing_ignored;
        let place = l.place(None);
        let value = self.value(&quote!(#reader.cut(#end)));
        let how = l.own("how");
        let unpack = l.unpack_how(&quote!(#how), &quote!(#body #value));
        quote! {
            #unpack
            let mut #reader = #wire::Reader::new(#input, #extent, #start, #required);
            #body
            let #end = #reader.finish(#allowed, #place)?;
            ::core::result::Result::Ok((#value, #end))
        }
    }

    /// The decoded value of its variables.
    pub(crate) fn value(&self, cut: &TokenStream) -> TokenStream {
        let l = self.l;
        if l.is_bare_union()
            && let Some(union) = &l.of.union
        {
            let var = l.var(union.payload);
            return quote!(#var);
        }
        let vars = l.members().map(|row| {
            let var = l.var(row);
            quote!(#var)
        });
        let cut = l.has_cut().then(|| quote!(cut: #cut,));
        quote!(Self { #(#vars,)* #cut })
    }

    fn with_head(&self, body: TokenStream) -> TokenStream {
        let Self { l, reader, head, .. } = self;
        let (size, place) = (number(l.of.head), l.place(None));
        if super::layout::mentions(&body, &head.to_string()) {
            quote!(let #head = #reader.head::<#size>(#place)?; #body)
        } else if l.of.head == 0 {
            body
        } else {
            quote!(#reader.head::<#size>(#place)?; #body)
        }
    }

    fn size(&self) -> TokenStream {
        let Self { l, reader, head, .. } = self;
        let (place, head_len) = (l.place(None), number(l.of.head));
        match &l.of.size {
            None => quote!(),
            Some(StructSize::Fixed(size)) => {
                let size = number(*size);
                quote!(#reader.size(#size, #head_len, #place, 0, #place)?;)
            }
            Some(StructSize::Linear { row, scale, offset }) => {
                let Kind::Bits(bits) = &l.row(*row).kind else { return quote!() };
                let start = l.static_offset(*row).unwrap_or(0);
                let field = load(bits, &quote!(#head), start);
                let shape = l.cx.shape(bits.ty);
                let field = if shape.signed {
                    let raw = l.cx.from_bits(bits.ty, &field);
                    l.cx.number(bits.ty, &raw).i128()
                } else {
                    field.i128()
                };
                let field = if (*scale, *offset) == (1, 0) { field.tokens } else { field.operand() };
                let scaled = if *scale == 1 {
                    field
                } else {
                    let scale = super::expr::integer(*scale);
                    quote!(#field * #scale)
                };
                let size = match *offset {
                    0 => scaled,
                    n if n < 0 => {
                        let n = super::expr::integer(-n);
                        quote!(#scaled - #n)
                    }
                    n => {
                        let n = super::expr::integer(n);
                        quote!(#scaled + #n)
                    }
                };
                let (length, at) = (l.place(Some(*row)), number(start));
                quote!(#reader.size(#size, #head_len, #length, #at, #place)?;)
            }
        }
    }

    fn step(&self, index: usize, step: &'s Step) -> TokenStream {
        match step {
            Step::Block(block) => self.block(index, block),
            Step::Row { row, .. } => self.own_row(index, *row),
        }
    }

    /// Where a step starts, with the statement that finds it.
    fn start(&self, index: usize) -> (TokenStream, At2) {
        match self.starts.get(index).copied().flatten() {
            Some(at) => (quote!(), At2::Const(at)),
            None => {
                let (reader, var) = (&self.reader, self.at_var(index));
                (quote!(let #var = #reader.at();), At2::Var(quote!(#var)))
            }
        }
    }

    fn at_var(&self, index: usize) -> Ident {
        self.l.own(&format!("at_{index}"))
    }

    /// Where a row starts, for errors after its step.
    fn row_at(&self, id: RowId) -> TokenStream {
        let index = self.l.step_of(id);
        let (_, at) = self.start(index);
        match &self.l.of.steps[index] {
            Step::Block(block) => at.plus(block.offsets[(id.0 - block.rows.start) as usize]),
            Step::Row { .. } => at.plus(0),
        }
    }

    fn block(&self, index: usize, block: &'s Block) -> TokenStream {
        let Self { l, reader, .. } = self;
        let (find, at) = self.start(index);
        let rows: Vec<RowId> = block.rows.clone().map(RowId).collect();
        let end = match at {
            At2::Const(start) => Some(start + block.len),
            At2::Var(_) => None,
        };
        let plain = block.when.is_none() && !block.may_be_absent;
        let (len, place) = (number(block.len), l.named_place(rows.iter().copied()));
        if plain && end.is_some_and(|end| end <= l.of.head) {
            let (At2::Const(start), Some(end)) = (&at, end) else { return quote!() };
            let head = &self.head;
            let bytes = Bytes { var: quote!(#head), base: *start, at: At2::Const(*start) };
            let (loads, _) = self.loads(&rows, block, &bytes);
            let end = number(end);
            return quote!(#loads #reader.advance(#end););
        }
        let (var, start) = (l.own("block"), at.plus(0));
        let bytes = Bytes { var: quote!(#var), base: 0, at: at.clone() };
        let (loads, outs) = self.loads(&rows, block, &bytes);
        let used = super::layout::mentions(&loads, &var.to_string());
        if plain {
            let load = quote!(#reader.block::<#len>(#start, #place)?;);
            return if used { quote!(#find let #var = #load #loads) } else { quote!(#find #load #loads) };
        }
        let when = block.when.as_ref().map(|when| self.condition(when, index, &rows));
        let (pattern, some, none) = options(&outs);
        let bind = if used { quote!(#var) } else { quote!(_) };
        if block.may_be_absent {
            let memberless = !rows.iter().any(|row| matches!(l.row(*row).role, Role::Member(_)));
            let mut found = quote!(#reader.optional_block::<#len>(#start, #memberless));
            if let Some(when) = when {
                let when = when.operand();
                found =
                    quote!(if #reader.is_open() && #when { #found } else { ::core::option::Option::None });
            }
            if outs.is_empty() && !used {
                return quote!(#find let _ = #found;);
            }
            let found_some = quote!(::core::option::Option::Some(#bind));
            return if outs.is_empty() {
                quote!(#find if let #found_some = #found { #loads })
            } else {
                let found_var = l.own("found");
                quote! {
                    #find
                    let #found_var = #found;
                    let #pattern = if let #found_some = #found_var { #loads #some } else { #none };
                }
            };
        }
        let load = quote!(#reader.block::<#len>(#start, #place)?;);
        let load = if used { quote!(let #var = #load) } else { load };
        let when = when.map_or_else(|| quote!(true), |when| when.tokens);
        if outs.is_empty() {
            quote!(#find if #when { #load #loads })
        } else {
            quote!(#find let #pattern = if #when { #load #loads #some } else { #none };)
        }
    }

    /// A step's `when` as a condition.
    fn condition(&self, when: &Expr, index: usize, rows: &[RowId]) -> Ex {
        let reader = &self.reader;
        let named = rows.iter().copied().find(|row| self.l.row(*row).name.is_some());
        let _ = index;
        let names =
            Locals { d: self, fresh: &[], whole: quote!(#reader.at()), at: quote!(#reader.at()), row: named };
        emit(when, &names).bool()
    }

    /// Loads and checks of a block's rows, in order, and the variables that are needed after it.
    fn loads(&self, rows: &[RowId], block: &Block, bytes: &Bytes) -> (TokenStream, Vec<Ident>) {
        let (mut out, mut vars) = (TokenStream::new(), Vec::new());
        for (index, id) in rows.iter().enumerate() {
            let offset = block.offsets[index];
            out.extend(self.load(*id, offset, bytes, rows));
            if self.is_needed(*id) {
                vars.push(self.l.var(*id));
            }
        }
        (out, vars)
    }

    /// Whether the row's value has a variable.
    fn is_needed(&self, id: RowId) -> bool {
        let l = self.l;
        let is_value = !matches!(l.row(id).role, Role::Const(_) | Role::Reserved);
        is_value && (l.is_member(id) || l.read.contains(&id))
    }

    fn load(&self, id: RowId, offset: u64, bytes: &Bytes, fresh: &[RowId]) -> TokenStream {
        let l = self.l;
        let row = l.row(id);
        let (var, at, index) = (l.var(id), bytes.at.plus(offset), bytes.base + offset);
        let needed = self.is_needed(id) || row.check.is_some();
        let mut out = match &row.kind {
            Kind::Bits(bits) => self.load_bits(id, row, load(bits, &bytes.var, index), bits.ty, &at, needed),
            Kind::Bytes(Length::Fixed(n)) => self.load_octets(id, row, *n, &bytes.var, index, &at, needed),
            Kind::Text { encoding, pad, length: Length::Fixed(n) } => {
                let (wire, place, slice) = (&l.cx.wire, l.place(Some(id)), slice(l, &bytes.var, index, *n));
                let text = text_shape(*encoding, *pad);
                match &row.role {
                    Role::Const(constant) => self.same(id, constant, *n, *pad, &slice, &at),
                    _ if needed => quote!(let #var = #wire::text(#slice, #at, #text, #place)?;),
                    _ => quote!(#wire::text(#slice, #at, #text, #place)?;),
                }
            }
            Kind::Array { element, count } => {
                let array = self.array(id, element, *count, &bytes.var, index, &bytes.at, offset);
                if needed { quote!(let #var = #array;) } else { quote!() }
            }
            Kind::Nested { body, .. } => {
                let value = self.nested_fixed(*body, &bytes.var, index, &at);
                if needed { quote!(let #var = #value;) } else { quote!(let _ = #value;) }
            }
            _ => quote!(),
        };
        out.extend(self.check(id, fresh, &at, None));
        out
    }

    fn load_bits(
        &self,
        id: RowId,
        row: &Row,
        bits: Ex,
        ty: Scalar,
        at: &TokenStream,
        needed: bool,
    ) -> TokenStream {
        let (l, cx) = (self.l, self.l.cx);
        let (rt, wire, var, place) = (&cx.rt, &cx.wire, l.var(id), l.place(Some(id)));
        if let Role::Const(Constant::Int(right)) = &row.role {
            let shape = cx.shape(ty);
            let raw = cx.from_bits(Scalar::Int(shape), &bits);
            let there = cx.number(Scalar::Int(shape), &raw).number();
            let digits = usize::from(shape.bits.div_ceil(4));
            let literal =
                if *right < 0 { super::expr::integer(*right) } else { hex(*right as u128, digits.max(2)) };
            if !shape.signed {
                let (operand, tokens) = (bits.operand(), &bits.tokens);
                let got = if shape.bits == 64 { quote!(#tokens) } else { quote!(#operand as u64) };
                return quote! {
                    if #operand != #literal {
                        return #wire::wrong(#rt::Why::Const, #place, #at, #literal, #got);
                    }
                };
            }
            let (operand, tokens) = (there.operand(), &there.tokens);
            let expected = super::expr::unsigned(*right);
            return quote! {
                if #operand != #literal {
                    let there = #tokens;
                    return #wire::wrong(#rt::Why::Const, #place, #at, #expected, there as u64);
                }
            };
        }
        let value = cx.from_bits(ty, &bits);
        if let Scalar::Enum(of) = ty
            && cx.enumeration(of).closed
        {
            let operand = bits.operand();
            let bind = if needed { quote!(#var) } else { quote!(_) };
            return quote! {
                let ::core::option::Option::Some(#bind) = #value else {
                    return #wire::wrong(#rt::Why::Enum, #place, #at, 0, #operand as u64);
                };
            };
        }
        if needed && !matches!(row.role, Role::Reserved) { quote!(let #var = #value;) } else { quote!() }
    }

    fn load_octets(
        &self,
        id: RowId,
        row: &Row,
        n: u64,
        bytes: &TokenStream,
        index: u64,
        at: &TokenStream,
        needed: bool,
    ) -> TokenStream {
        let l = self.l;
        if let Role::Const(constant) = &row.role {
            return self.same(id, constant, n, None, &slice(l, bytes, index, n), at);
        }
        if !needed {
            return quote!();
        }
        let (var, value) = (l.var(id), octets(l, bytes, index, n));
        quote!(let #var = #value;)
    }

    /// The error of octets or text that are not the constant.
    fn same(
        &self,
        id: RowId,
        constant: &Constant,
        n: u64,
        pad: Option<u8>,
        slice: &TokenStream,
        at: &TokenStream,
    ) -> TokenStream {
        let (rt, wire, place) = (&self.l.cx.rt, &self.l.cx.wire, self.l.place(Some(id)));
        let mut right = match constant {
            Constant::Int(_) => Vec::new(),
            Constant::Bytes(bytes) => bytes.clone(),
            Constant::Text(text) => text.clone().into_bytes(),
        };
        if let Some(pad) = pad {
            right.resize(right.len().max(n as usize), pad);
        }
        let right = byte_array(&right);
        quote! {
            if !#wire::same(#slice, &#right) {
                return #wire::wrong(#rt::Why::Const, #place, #at, 0, 0);
            }
        }
    }

    fn nested_fixed(
        &self,
        body: opcodec_schema::ir::StructId,
        bytes: &TokenStream,
        index: u64,
        at: &TokenStream,
    ) -> TokenStream {
        let (l, cx) = (self.l, self.l.cx);
        let of = cx.layout(body);
        let (ty, n) = (cx.ty(of.module, &of.name), of.fixed.unwrap_or(0));
        let (wire, index, n) = (&cx.wire, number(index), number(n));
        let _ = l;
        quote! {
            match #ty::read(#wire::within::<#n>(#bytes, #index)) {
                ::core::result::Result::Ok(value) => value,
                ::core::result::Result::Err(error) => return ::core::result::Result::Err(error.moved(#at)),
            }
        }
    }

    fn array(
        &self,
        id: RowId,
        element: &Element,
        count: u64,
        bytes: &TokenStream,
        index: u64,
        at: &At2,
        offset: u64,
    ) -> TokenStream {
        let (l, cx) = (self.l, self.l.cx);
        if let Element::Scalar { ty: Scalar::Int(IntType { signed: false, bits: 8 }), .. } = element {
            return octets(l, bytes, index, count);
        }
        let (rt, wire) = (&cx.rt, &cx.wire);
        let values = (0..count).map(|i| match element {
            Element::Scalar { ty, bytes: size, little_endian } => {
                let skip = i * u64::from(*size);
                let word = opcodec_schema::ir::Bits {
                    offset: 0,
                    bytes: *size,
                    little_endian: *little_endian,
                    shift: 0,
                    width: cx.shape(*ty).bits,
                    ty: *ty,
                };
                let bits = load(&word, bytes, index + skip);
                let value = cx.from_bits(*ty, &bits);
                match ty {
                    Scalar::Enum(of) if cx.enumeration(*of).closed => {
                        let (operand, at, place) =
                            (bits.operand(), at.plus(offset + skip), l.place(Some(id)));
                        quote! {
                            match #value {
                                ::core::option::Option::Some(value) => value,
                                ::core::option::Option::None => return #wire::wrong(#rt::Why::Enum, #place, #at, 0, #operand as u64),
                            }
                        }
                    }
                    _ => value,
                }
            }
            Element::Struct { body, .. } => {
                let skip = i * cx.layout(*body).fixed.unwrap_or(0);
                self.nested_fixed(*body, bytes, index + skip, &at.plus(offset + skip))
            }
        });
        quote!([#(#values),*])
    }

    /// A row's `check`.
    fn check(&self, id: RowId, fresh: &[RowId], at: &TokenStream, guard: Option<TokenStream>) -> TokenStream {
        let l = self.l;
        let row = l.row(id);
        let Some(check) = &row.check else { return quote!() };
        let (rt, wire, place, reader) = (&l.cx.rt, &l.cx.wire, l.place(Some(id)), &self.reader);
        let whole = if l.of.fixed.is_some() {
            let n = number(l.of.fixed.unwrap_or(0));
            quote!(#n)
        } else {
            quote!(#reader.at())
        };
        let names = Locals { d: self, fresh, whole, at: at.clone(), row: Some(id) };
        let holds = emit(check, &names).bool().operand();
        let got = match &row.kind {
            Kind::Bits(bits) if !matches!(row.role, Role::Const(_)) => self.as_u64(id, bits.ty, fresh),
            _ => quote!(0),
        };
        let guard = guard.map(|guard| quote!(#guard &&));
        quote! {
            if #guard !#holds {
                return #wire::wrong(#rt::Why::Check, #place, #at, 1, #got);
            }
        }
    }

    fn as_u64(&self, id: RowId, ty: Scalar, fresh: &[RowId]) -> TokenStream {
        let names = Locals { d: self, fresh, whole: quote!(0), at: quote!(0), row: Some(id) };
        let _ = ty;
        names.row(id, &[]).u64()
    }

    /// A row whose length is its own.
    fn own_row(&self, index: usize, id: RowId) -> TokenStream {
        let Self { l, reader, .. } = self;
        let row = l.row(id);
        let (find, start) = self.start(index);
        let at = start.plus(0);
        let var = l.var(id);
        let needed = self.is_needed(id) || row.check.is_some();
        let option = row.is_option();
        let (before, value) = self.own_value(id, row, &at);
        // `value` is an `Option`, save of a payload.
        let payload = matches!(row.kind, Kind::Payload(_));
        let measured = l.measured.contains(&id).then(|| {
            let taken = self.taken_var(id);
            quote!(let #taken = #reader.taken();)
        });
        let clear = measured.as_ref().map(|_| quote!(#reader.clear();));
        if let Some(when) = &row.when {
            let when = self.condition(when, index, &[id]);
            let when = if row.may_be_absent && !payload {
                let when = when.operand();
                quote!(#reader.is_open() && #when)
            } else {
                when.tokens
            };
            let value = if payload { quote!(::core::option::Option::Some(#value)) } else { value };
            let whole = quote!(if #when { #before #value } else { ::core::option::Option::None });
            let bind = if needed { quote!(let #var = #whole;) } else { quote!(let _ = #whole;) };
            let check = self.check(id, &[], &at, Some(quote!(#var.is_some())));
            return quote!(#find #clear #bind #measured #check);
        }
        let bind = if !needed && !payload {
            quote!(#value;)
        } else if payload || option {
            quote!(let #var = #value;)
        } else if let Some(empty) = self.empty(row) {
            quote!(let #var = #value.unwrap_or(#empty);)
        } else {
            let (rt, place) = (&l.cx.rt, l.place(Some(id)));
            quote! {
                let ::core::option::Option::Some(#var) = #value else {
                    return ::core::result::Result::Err(#rt::DecodeError::short(#place, #at, #at));
                };
            }
        };
        let guard = option.then(|| quote!(#var.is_some()));
        let check = self.check(id, &[], &at, guard);
        quote!(#find #clear #before #bind #measured #check)
    }

    fn taken_var(&self, id: RowId) -> Ident {
        let var = self.l.var(id);
        format_ident!("{}_len", var.to_string().trim_start_matches("r#"))
    }

    fn empty(&self, row: &Row) -> Option<TokenStream> {
        let wire = &self.l.cx.wire;
        match row.kind {
            Kind::Bytes(_) | Kind::Reserved(_) => Some(quote!(&[])),
            Kind::Text { .. } => Some(quote!("")),
            Kind::List { .. } => Some(quote!(#wire::List::EMPTY)),
            _ => None,
        }
    }

    /// The statements before, and the value of a row: an `Option`, save of a payload.
    fn own_value(&self, id: RowId, row: &'s Row, at: &TokenStream) -> (TokenStream, TokenStream) {
        let Self { l, reader, .. } = self;
        let (cx, place, absent) = (l.cx, l.place(Some(id)), row.may_be_absent);
        let len_var = l.own("len");
        match &row.kind {
            Kind::Bytes(length) | Kind::Reserved(length) => {
                let (before, len) = self.length(id, length, at, &len_var);
                let octets = quote!(#reader.octets(#at, #len, #absent, #place)?);
                if let Role::Const(constant) = &row.role {
                    let octets_var = l.own("octets");
                    let same = self.same(id, constant, 0, None, &quote!(#octets_var), at);
                    return (
                        before,
                        quote!({
                            let found = #octets;
                            if let ::core::option::Option::Some(#octets_var) = found { #same }
                            found
                        }),
                    );
                }
                (before, octets)
            }
            Kind::Text { encoding, pad, length } => {
                let (before, len) = self.length(id, length, at, &len_var);
                let shape = text_shape(*encoding, *pad);
                (before, quote!(#reader.text(#at, #len, #absent, #shape, #place)?))
            }
            Kind::List { element, length } => {
                let (ty, how_ty) = (cx.element_ty(element), cx.element_how_ty(element));
                let how_ty = how_ty.unwrap_or_else(|| quote!(()));
                let how = self.element_how(element, id, at);
                match length {
                    ListLength::Bytes(length) => {
                        let (before, len) = self.length(id, length, at, &len_var);
                        let len = if matches!(length, Length::Rest) {
                            quote!(::core::option::Option::None)
                        } else {
                            quote!(::core::option::Option::Some(#len))
                        };
                        (before, quote!(#reader.list::<#ty, #how_ty>(#at, #len, #absent, #how, #place)?))
                    }
                    ListLength::Count { expr, max } => {
                        let (before, len) = self.computed_length(id, expr, *max, at, &len_var);
                        (before, quote!(#reader.counted::<#ty, #how_ty>(#at, #len, #absent, #how, #place)?))
                    }
                }
            }
            Kind::Nested { body, args, length } => {
                let (ty, params) = (cx.struct_ty(*body), &cx.layout(*body).params);
                let (how_ty, how) = (cx.how_ty(params), self.args(args, params, id, at));
                let (before, len) = match length {
                    Some(length) => {
                        let (before, len) = self.length(id, length, at, &len_var);
                        (before, quote!(::core::option::Option::Some(#len)))
                    }
                    None => (quote!(), quote!(::core::option::Option::None)),
                };
                (before, quote!(#reader.nested::<#ty, #how_ty>(#at, #len, #absent, #how, #place)?))
            }
            Kind::Payload(length) => self.payload(id, length.as_ref(), at),
            // Of constant length in a step of its own.
            Kind::Bits(_) | Kind::Array { .. } => (quote!(), quote!(::core::option::Option::None)),
        }
    }

    fn length(
        &self,
        id: RowId,
        length: &Length,
        at: &TokenStream,
        var: &Ident,
    ) -> (TokenStream, TokenStream) {
        let reader = &self.reader;
        match length {
            Length::Fixed(n) => {
                let n = number(*n);
                (quote!(), quote!(#n))
            }
            Length::Rest => (quote!(), quote!(#reader.room(#at))),
            Length::Expr { expr, max } => self.computed_length(id, expr, *max, at, var),
        }
    }

    fn computed_length(
        &self,
        id: RowId,
        expr: &Expr,
        max: Option<u64>,
        at: &TokenStream,
        var: &Ident,
    ) -> (TokenStream, TokenStream) {
        let (reader, place) = (&self.reader, self.l.place(Some(id)));
        let value = self.expr(expr, id, at);
        let fits = expr.interval.is_within(Interval::new(0, i128::from(u32::MAX)));
        if fits && max.is_none() && !expr.has(|node| matches!(node, Node::Rest | Node::Check(..))) {
            return (quote!(), value.usize());
        }
        let value = value.i128().tokens;
        let max = match max {
            Some(max) => {
                let max = number(max.min(u64::from(u32::MAX)));
                quote!(::core::option::Option::Some(#max))
            }
            None => quote!(::core::option::Option::None),
        };
        let before = quote! {
            let #var = if #reader.reaches(#at) { #reader.length(#at, #value, #max, #place)? } else { 0 };
        };
        (before, quote!(#var))
    }

    fn expr(&self, expr: &Expr, id: RowId, at: &TokenStream) -> Ex {
        let reader = &self.reader;
        emit(
            expr,
            &Locals { d: self, fresh: &[], whole: quote!(#reader.at()), at: at.clone(), row: Some(id) },
        )
    }

    fn element_how(&self, element: &Element, id: RowId, at: &TokenStream) -> TokenStream {
        let wire = &self.l.cx.wire;
        match element {
            Element::Scalar { bytes: 1, .. } => quote!(()),
            Element::Scalar { little_endian: true, .. } => quote!(#wire::Little),
            Element::Scalar { .. } => quote!(#wire::Big),
            Element::Struct { body, args } => self.args(args, &self.l.cx.layout(*body).params, id, at),
        }
    }

    /// What a type is called with.
    fn args(
        &self,
        args: &[Expr],
        params: &[opcodec_schema::ir::Param],
        id: RowId,
        at: &TokenStream,
    ) -> TokenStream {
        let values = args
            .iter()
            .zip(params)
            .map(|(arg, param)| super::encode::as_param(self.l.cx, param.ty, self.expr(arg, id, at)));
        quote!((#(#values,)*))
    }

    fn payload(&self, id: RowId, length: Option<&Length>, at: &TokenStream) -> (TokenStream, TokenStream) {
        let Self { l, reader, .. } = self;
        let Some(union) = &l.of.union else { return (quote!(), quote!(())) };
        let (cx, place) = (l.cx, l.place(Some(id)));
        let (rt, payload, len_var) = (&cx.rt, l.own("payload"), l.own("len"));
        let bounded = matches!(length, Some(Length::Fixed(_) | Length::Expr { .. }));
        let (before, len) = match length {
            Some(length) if bounded => {
                let (before, len) = self.length(id, length, at, &len_var);
                (before, quote!(::core::option::Option::Some(#len)))
            }
            _ => (quote!(), quote!(::core::option::Option::None)),
        };
        let mut body = quote!(let #payload = #reader.body(#at, #len, #place)?;);
        if length.is_none() {
            let follow = l.of.rows.len() > id.index() + 1;
            body.extend(quote!(let #payload = #reader.unbounded_body(#payload, #follow);));
        }
        let tag = self.expr(&union.tag, id, at);
        let (name, tag_var) = (super::layout_payload_ident(l), l.own("tag"));
        let tags: Vec<i128> = union.cases.iter().flat_map(|case| case.tags.iter().copied()).collect();
        let tag = match tag.raw() {
            Some((raw, of)) if tags.iter().all(|tag| Interval::new(*tag, *tag).is_within(of.interval())) => {
                raw.clone()
            }
            _ if tag.ty == Ty::Bool => tag.i64().tokens,
            _ => tag.tokens,
        };
        let arms = union.cases.iter().map(|case| {
            let tags = case.tags.iter().map(|tag| tag_pattern(*tag));
            let variant = super::union::variant(cx, case);
            let child = Layout::new(cx, case.body);
            let how = self.args(&case.args, &child.of.params, id, at);
            let ty = cx.struct_ty(case.body);
            // A small case is read as a struct of one member.
            let turbofish = (child.of.form == Form::Case).then(|| quote!(::<#ty, _>));
            let value = quote!(#reader.child #turbofish (#at, #payload, #how)?);
            let value = super::union::unwrap_case(&child, &value);
            quote!(#(#tags)|* => #name::#variant(#value),)
        });
        let wire = &cx.wire;
        let otherwise = if union.closed {
            let (place, at) = match union.tag_row {
                Some(row) => (l.place(Some(row)), self.row_at(row)),
                None => (place, at.clone()),
            };
            quote!(#tag_var => return #wire::wrong(#rt::Why::Tag, #place, #at, 0, #tag_var as u64),)
        } else {
            quote!(#tag_var => #name::Unknown(#reader.unknown(#at, #payload, #tag_var as u64)),)
        };
        let value = quote!(match #tag { #(#arms)* #otherwise });
        (quote!(#before #body), value)
    }

    /// The computed values, compared with what was there.
    pub(crate) fn values(&self, whole: &TokenStream) -> TokenStream {
        let Self { l, reader, .. } = self;
        let (rt, wire) = (&l.cx.rt, &l.cx.wire);
        let mut out = TokenStream::new();
        for (index, row) in l.of.rows.iter().enumerate() {
            let (id, Role::Value(computed)) = (RowId(index as u32), &row.role) else { continue };
            if computed.implied || computed.from_data {
                continue;
            }
            let (at, place, var) = (self.row_at(id), l.place(Some(id)), l.var(id));
            let Kind::Bits(bits) = &row.kind else { continue };
            let names = Locals { d: self, fresh: &[], whole: whole.clone(), at: at.clone(), row: Some(id) };
            let right = emit(&computed.expr, &names);
            let fresh = [id];
            let there = Locals { d: self, fresh: &fresh, whole: quote!(0), at: quote!(0), row: Some(id) }
                .row(id, &[]);
            let wide = right.ty == Ty::I128 || there.ty == Ty::I128;
            let (right, there) = if wide { (right.i128(), there.i128()) } else { (right.i64(), there.i64()) };
            let (right, there) = (right.tokens, there.operand());
            let _ = bits;
            let (expected, got) = (l.own("expected"), l.own("got"));
            let ty = if wide { quote!(i128) } else { quote!(i64) };
            let mut test = quote! {
                let (#expected, #got): (#ty, #ty) = (#right, #there);
                if #expected != #got {
                    return #wire::wrong(#rt::Why::Value, #place, #at, #expected as u64, #got as u64);
                }
            };
            let cut = computed.needs_whole && l.may_be_cut();
            let is_option = row.is_option();
            test = match (is_option, cut) {
                (true, true) => {
                    quote!(if let ::core::option::Option::Some(#var) = #var && !#reader.is_cut() { #test })
                }
                (true, false) => quote!(if let ::core::option::Option::Some(#var) = #var { #test }),
                (false, true) => quote!(if !#reader.is_cut() { #test }),
                (false, false) => quote!({ #test }),
            };
            out.extend(test);
        }
        out
    }

    /// The loads and checks of a fixed layout's one block, out of `bytes: &[u8; N]`.
    pub(crate) fn fixed(&self, bytes: &Ident) -> TokenStream {
        let n = number(self.l.of.fixed.unwrap_or(0));
        let mut out = TokenStream::new();
        for step in &self.l.of.steps {
            let Step::Block(block) = step else { continue };
            let start = match block.at {
                At::Byte(byte) => byte,
                At::Next => 0,
            };
            let rows: Vec<RowId> = block.rows.clone().map(RowId).collect();
            let from = Bytes { var: quote!(#bytes), base: start, at: At2::Const(start) };
            out.extend(self.loads(&rows, block, &from).0);
        }
        out.extend(self.values(&quote!(#n)));
        out
    }
}

/// A pattern of variables, and both values of it.
fn options(vars: &[Ident]) -> (TokenStream, TokenStream, TokenStream) {
    let some = vars.iter().map(|var| quote!(::core::option::Option::Some(#var)));
    let none = vars.iter().map(|_| quote!(::core::option::Option::None));
    match vars {
        [var] => {
            (quote!(#var), quote!(::core::option::Option::Some(#var)), quote!(::core::option::Option::None))
        }
        vars => (quote!((#(#vars),*)), quote!((#(#some),*)), quote!((#(#none),*))),
    }
}

fn tag_pattern(tag: i128) -> TokenStream {
    if tag < 0 { super::expr::integer(tag) } else { hex(tag as u128, 2) }
}

/// `(whether ASCII, what fills it)`.
fn text_shape(encoding: opcodec_schema::ir::Encoding, pad: Option<u8>) -> TokenStream {
    let ascii = encoding == opcodec_schema::ir::Encoding::Ascii;
    let pad = super::encode::pad_tokens(pad);
    quote!((#ascii, #pad))
}

/// `n` bytes from `index` of an array, as a slice.
fn slice(l: &Layout<'_, '_>, bytes: &TokenStream, index: u64, n: u64) -> TokenStream {
    let (wire, index, n) = (&l.cx.wire, number(index), number(n));
    quote!(#wire::within::<#n>(#bytes, #index))
}

/// `n` bytes from `index` of an array, as an array.
fn octets(l: &Layout<'_, '_>, bytes: &TokenStream, index: u64, n: u64) -> TokenStream {
    if n <= 8 {
        let each = (index..index + n).map(|i| {
            let i = number(i);
            quote!(#bytes[#i])
        });
        return quote!([#(#each),*]);
    }
    let slice = slice(l, bytes, index, n);
    quote!(*#slice)
}

impl Locals<'_, '_, '_, '_> {
    fn l(&self) -> &Layout<'_, '_> {
        self.d.l
    }
}

impl Names for Locals<'_, '_, '_, '_> {
    fn row(&self, id: RowId, path: &[RowId]) -> Ex {
        let l = self.l();
        let row = l.row(id);
        let (Kind::Bits(bits), []) = (&row.kind, path) else {
            let var = l.var(id);
            return super::encode::member_path(l, id, &quote!(#var), path, self.fresh.contains(&id));
        };
        if let Role::Const(Constant::Int(value)) = &row.role {
            return super::encode::literal(*value, bits.ty);
        }
        let var = l.var(id);
        if !row.is_option() || self.fresh.contains(&id) {
            return l.cx.number(bits.ty, &quote!(#var));
        }
        super::encode::option_number(l.cx, bits.ty, &quote!(#var), &Ex::atom(quote!(0), Ty::I64))
    }

    fn param(&self, param: u32) -> Ex {
        let l = self.l();
        let param = &l.of.params[param as usize];
        let var = l.param(param);
        if l.of.fixed.is_some() {
            // A request's args are what a decoded request gets.
            return super::encode::literal(param.default.unwrap_or(0), param.ty);
        }
        l.cx.raw_number(param.ty, &quote!(#var))
    }

    fn len(&self, id: RowId) -> Ex {
        let l = self.l();
        let constant = super::encode::constant_len(l.cx, &l.row(id).kind);
        let option = l.row(id).is_option() && !self.fresh.contains(&id);
        match constant {
            Some(n) if option && self.d.is_needed(id) => {
                let (var, n) = (l.var(id), number(n));
                Ex::new(quote!(if #var.is_some() { #n } else { 0 }), Ty::I64)
            }
            Some(n) => {
                super::encode::literal(i128::from(n), Scalar::Int(IntType { signed: false, bits: 32 }))
            }
            None => {
                let taken = self.d.taken_var(id);
                Ex::new(quote!(#taken as i64), Ty::I64)
            }
        }
    }

    fn len_struct(&self) -> Ex {
        let whole = &self.whole;
        Ex::new(quote!(#whole as i64), Ty::I64)
    }

    fn len_data(&self) -> Ex {
        Ex::atom(quote!(0), Ty::I64)
    }

    fn count(&self, id: RowId) -> Ex {
        let l = self.l();
        let var = l.var(id);
        match &l.row(id).kind {
            Kind::Array { count, .. } => {
                super::encode::literal(i128::from(*count), Scalar::Int(IntType { signed: false, bits: 32 }))
            }
            _ if l.row(id).is_option() && !self.fresh.contains(&id) => {
                Ex::new(quote!(#var.map_or(0, |list| list.len()) as i64), Ty::I64)
            }
            _ => Ex::new(quote!(#var.len() as i64), Ty::I64),
        }
    }

    fn offset(&self, id: RowId) -> Ex {
        let at = self.d.row_at(id);
        Ex::new(quote!(#at as i64), Ty::I64)
    }

    fn rest(&self) -> Ex {
        let (reader, at) = (&self.d.reader, &self.at);
        Ex::new(quote!(#reader.room(#at) as i64), Ty::I64)
    }

    fn unfit(&self, ty: IntType, value: &TokenStream) -> Option<TokenStream> {
        let (rt, wire, place, at) = (&self.l().cx.rt, &self.l().cx.wire, self.l().place(self.row), &self.at);
        let max = super::expr::integer(ty.interval().max);
        Some(quote! {
            return #wire::wrong(#rt::Why::Length, #place, #at, #max, #value as u64);
        })
    }
}
