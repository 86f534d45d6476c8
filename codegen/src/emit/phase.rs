//! Data phases: what a call takes, whether its buffers suit the command, and how the answer is read.

use opcodec_schema::ir::{Command, Data, DataType, Expr, IntType, Node, RowId, StructId};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::encode::{Members, as_param};
use super::expr::{Ex, Names, emit};
use super::frame;
use super::layout::Layout;
use crate::paths::Cx;

/// The data phases of a command.
pub(crate) struct Phase<'l, 's> {
    pub(super) cx: &'l Cx<'s>,
    pub(super) command: &'l Command,
    layout: &'l Layout<'l, 's>,
    /// Names of our own, none of which is a row's or an arg's.
    pub(super) own: Own,
}

/// Variables of the functions of a command.
pub(super) struct Own {
    pub(super) reply: Ident,
    pub(super) data: Ident,
    data_len: Ident,
    got: Ident,
    out: Ident,
    room: Ident,
    sent: Ident,
}

impl<'l, 's> Phase<'l, 's> {
    pub(crate) fn new(cx: &'l Cx<'s>, command: &'l Command, layout: &'l Layout<'l, 's>) -> Self {
        let own = |name| layout.own(name);
        let own = Own {
            reply: own("reply"),
            data: own("data"),
            data_len: own("data_len"),
            got: own("got"),
            out: own("out"),
            room: own("room"),
            sent: own("sent"),
        };
        Self { cx, command, layout, own }
    }

    /// What a call takes beside the command.
    pub(crate) fn ty(&self) -> TokenStream {
        let comes = self.command.input.is_some() || frame::answer_in_data(self.cx, self.command);
        match (self.command.out.is_some(), comes) {
            (false, false) => quote!(()),
            (true, false) => quote!(&'b [u8]),
            (false, true) => quote!(&'b mut [u8]),
            (true, true) => quote!((&'b [u8], &'b mut [u8])),
        }
    }

    fn is_both(&self) -> bool {
        self.command.out.is_some() && self.command.input.is_some()
    }

    /// What a call gives.
    pub(crate) fn answer_ty(&self) -> TokenStream {
        let data = self.command.input.as_ref().map(|data| self.data_ty(data));
        let parameters = self.command.parameters().map(|answer| {
            let ty = self.cx.struct_ident(answer);
            quote!(#ty)
        });
        match (data, parameters.or_else(|| self.frame_ty())) {
            (None, None) => quote!(()),
            (Some(data), None) => data,
            (None, Some(response)) => response,
            (Some(data), Some(response)) => quote!((#data, #response)),
        }
    }

    fn data_ty(&self, data: &Data) -> TokenStream {
        let ty = match self.structure(data) {
            None => quote!(&'b [u8]),
            Some((id, _)) => {
                let of = self.cx.layout(id);
                let ty = self.cx.ty(of.module, &of.name);
                if of.borrows { quote!(#ty<'b>) } else { ty }
            }
        };
        if data.when.is_some() { quote!(::core::option::Option<#ty>) } else { ty }
    }

    /// What is decoded; nothing for octets, and for a struct with pointers: its bytes do not say for which target
    /// they are.
    fn structure<'d>(&self, data: &'d Data) -> Option<(StructId, &'d [Expr])> {
        match &data.ty {
            DataType::Struct(id, args) if self.cx.layout(*id).c.is_none() => Some((*id, args)),
            _ => None,
        }
    }

    /// The body of `answer`.
    pub(crate) fn answer(&self) -> TokenStream {
        let Own { reply, data, .. } = &self.own;
        if self.looks_at_out() {
            let rt = &self.cx.rt;
            return quote!(#rt::Command::answer_both(self, #reply, &[], #data));
        }
        let members = Members { data: Some(quote!(#data.len())), ..Members::new(self.layout, quote!(self)) };
        self.read(&members)
    }

    /// Whether the answer follows from what was sent.
    fn looks_at_out(&self) -> bool {
        self.is_both()
            && self.command.input.as_ref().is_some_and(|data| {
                let args = self.structure(data).map_or(0, |(_, args)| args.len());
                data.of_out && (data.size.is_some() || data.when.is_some() || args > 0)
            })
    }

    /// The answer out of `data` and `reply`.
    fn read(&self, names: &dyn Names) -> TokenStream {
        let Own { reply, .. } = &self.own;
        let rt = &self.cx.rt;
        let data = self.command.input.as_ref().map(|data| self.read_data(data, names));
        let response = self.command.parameters().map(|answer| {
            let ty = self.cx.struct_ident(answer);
            quote!(<#ty as #rt::ptp::Response>::from_reply(#reply))
        });
        match (data, response.or_else(|| self.read_frame(names))) {
            (None, None) => quote!(::core::result::Result::Ok(())),
            (Some((exact, data)), None) => quote!(#exact #data),
            (None, Some(response)) => response,
            (Some((exact, data)), Some(response)) => {
                quote!(#exact ::core::result::Result::Ok((#data?, #response?)))
            }
        }
    }

    /// The statement that shortens `data`, and what makes a `Result` of it.
    fn read_data(&self, data: &Data, names: &dyn Names) -> (TokenStream, TokenStream) {
        let Own { data: bytes, .. } = &self.own;
        let (cx, rt, wire) = (self.cx, &self.cx.rt, &self.cx.wire);
        let exact = data.size.as_ref().map(|size| {
            let place = self.layout.place(None);
            let size = if data.of_out {
                self.size(names, size)
            } else {
                quote!(#rt::Command::data_size(self, #bytes.len() as u64))
            };
            quote!(let #bytes = #wire::answer(#bytes, #size, #place)?;)
        });
        let read = match self.structure(data) {
            None => quote!(::core::result::Result::Ok(#bytes)),
            Some((id, args)) => {
                let of = cx.layout(id);
                let (ty, place) = (cx.ty(of.module, &of.name), Layout::new(cx, id).place(None));
                let how =
                    args.iter().zip(&of.params).map(|(arg, param)| as_param(cx, param.ty, emit(arg, names)));
                if of.params.is_empty() {
                    quote!(#ty::from_bytes(#bytes))
                } else {
                    {
                        let how = Layout::new(cx, id).message_how(how);
                        quote!(#wire::message(#bytes, #how, #place))
                    }
                }
            }
        };
        let Some(when) = &data.when else { return (quote!(#exact), read) };
        let when = emit(when, names).bool().tokens;
        let conditional = quote! {
            if #when {
                #exact
                #read.map(::core::option::Option::Some)
            } else {
                ::core::result::Result::Ok(::core::option::Option::None)
            }
        };
        let conditional = if self.command.answer.is_some() { quote!((#conditional)) } else { conditional };
        (quote!(), conditional)
    }

    fn size(&self, names: &dyn Names, expr: &Expr) -> TokenStream {
        if let Node::Int(size @ 0..) = expr.node {
            let size = super::expr::integer(size);
            return quote!(::core::option::Option::Some(#size));
        }
        let (wire, size) = (&self.cx.wire, emit(expr, names).i128().tokens);
        quote!(#wire::data_size(#size))
    }

    /// `data_size`, where the command says the size of the data from the device.
    pub(crate) fn data_size(&self) -> TokenStream {
        let Own { data_len, .. } = &self.own;
        let data = self.command.input.as_ref().filter(|data| !data.of_out);
        let Some((data, size)) = data.and_then(|data| Some((data, data.size.as_ref()?))) else {
            return quote!();
        };
        let members = Members { data: Some(quote!(#data_len)), ..Members::new(self.layout, quote!(self)) };
        let mut size = self.size(&members, size);
        if let Some(when) = &data.when {
            let when = emit(when, &members).bool().tokens;
            size = quote!(if #when { #size } else { ::core::option::Option::None });
        }
        let looks = super::layout::mentions(&size, &data_len.to_string());
        let data_len = if looks { quote!(#data_len) } else { quote!(_) };
        quote! {
            #[inline]
            fn data_size(&self, #data_len: u64) -> ::core::option::Option<u64> { #size }
        }
    }

    /// What `request` asks of `got`, the length of the data.
    pub(crate) fn limits(&self) -> TokenStream {
        let Own { got, .. } = &self.own;
        let members = Members { data: Some(quote!(#got)), ..Members::new(self.layout, quote!(self)) };
        match (&self.command.out, &self.command.input) {
            (Some(out), _) => self.limit(out, false, &members, &quote!(#got)),
            (None, Some(input)) => self.limit(input, true, &members, &quote!(#got)),
            (None, None) => self.frame_limit(&quote!(#got)),
        }
    }

    fn limit(&self, data: &Data, into_host: bool, names: &dyn Names, got: &TokenStream) -> TokenStream {
        let rt = &self.cx.rt;
        let mut limits = TokenStream::new();
        if let Some(size) = &data.size {
            let (size, test) = match into_host {
                // `when` is asked once more in it, which is cheaper than the size said twice.
                true if !data.of_out => (quote!(#rt::Command::data_size(self, #got)), quote!(at_least)),
                true => (self.size(names, size), quote!(at_least)),
                false => (self.size(names, size), quote!(exactly)),
            };
            limits.extend(quote!(#rt::Refused::#test(#size, #got)?;));
        }
        if let Some(max) = &data.max {
            // The device may send as much as the request allows.
            let (max, test) =
                (self.size(names, max), if into_host { quote!(at_least) } else { quote!(at_most) });
            limits.extend(quote!(#rt::Refused::#test(#max, #got)?;));
        }
        let Some(when) = &data.when else { return limits };
        let when = emit(when, names).bool().tokens;
        quote! {
            if #when { #limits } else { #rt::Refused::exactly(::core::option::Option::Some(0), #got)?; }
        }
    }

    /// Where data moves both ways: the room for what comes, and the answer that follows from what was sent.
    pub(crate) fn both(&self) -> TokenStream {
        let Own { data, out: out_var, room, sent: sent_var, .. } = &self.own;
        if self.command.out.is_some() {
            let limit = self.frame_limit(&quote!(#room));
            if !limit.is_empty() {
                return self.check_both(&quote!(), &limit);
            }
        }
        let (Some(out), Some(input)) = (&self.command.out, &self.command.input) else { return quote!() };
        let (cx, rt) = (self.cx, &self.cx.rt);
        let DataType::Struct(id, args) = &out.ty else {
            let members = Members { data: Some(quote!(#room)), ..Members::new(self.layout, quote!(self)) };
            let limits = self.limit(input, true, &members, &quote!(#room));
            return self.check_both(&quote!(), &limits);
        };
        let sent_layout = Layout::new(cx, *id);
        let sent = |data| Both {
            sent: Members { data: Some(data), ..Members::new(&sent_layout, quote!(#sent_var)) },
            command: Members::new(self.layout, quote!(self)),
        };
        let decode = self.decode_out(&sent_layout, args);
        let sent_ty = cx.ty(sent_layout.of.module, &sent_layout.of.name);
        let sent_ty = if sent_layout.of.borrows { quote!(#sent_ty<'_>) } else { sent_ty };
        let limits = self.limit(input, true, &sent(quote!(#room)), &quote!(#room));
        let check = self
            .check_both(&quote!(let #sent_var: #sent_ty = #decode.map_err(#rt::Refused::Invalid)?;), &limits);
        if !self.looks_at_out() {
            return check;
        }
        let answer_ty = self.answer_ty();
        let reply_ty = super::carrier::types(cx, self.command.carrier).reply;
        let read = self.read(&sent(quote!(#data.len())));
        quote! {
            #check
            fn answer_both<'b>(
                &self,
                _: &#reply_ty,
                #out_var: &[u8],
                #data: &'b [u8],
            ) -> ::core::result::Result<#answer_ty, #rt::DecodeError> {
                let #sent_var: #sent_ty = #decode?;
                #read
            }
        }
    }

    fn check_both(&self, sent: &TokenStream, limits: &TokenStream) -> TokenStream {
        let Own { out, room, sent: sent_var, .. } = &self.own;
        let rt = &self.cx.rt;
        if limits.is_empty() {
            return quote!();
        }
        let sent =
            if super::layout::mentions(limits, &sent_var.to_string()) { sent.clone() } else { quote!() };
        let out = if sent.is_empty() { quote!(_) } else { quote!(#out) };
        quote! {
            fn check_both(&self, #out: &[u8], #room: u64) -> ::core::result::Result<(), #rt::Refused> {
                #sent
                #limits
                ::core::result::Result::Ok(())
            }
        }
    }

    /// The struct in `out`, the bytes that were sent: a `Result`.
    fn decode_out(&self, sent: &Layout<'_, '_>, args: &[Expr]) -> TokenStream {
        let Own { out, .. } = &self.own;
        let (cx, wire) = (self.cx, &self.cx.wire);
        let ty = cx.ty(sent.of.module, &sent.of.name);
        if let Some(c) = &sent.of.c {
            // Which target's it is shows in its length; what its pointers point to is not known here.
            let none =
                vec![quote!(, ::core::option::Option::None); super::c_struct::pointers(cx, sent.of).len()];
            let wide = quote!(#ty::from_c64(#out #(#none)*));
            if c.bits32.size == c.bits64.size {
                return wide;
            }
            return quote!((if #out.len() == #ty::SIZE_32 { #ty::from_c32(#out #(#none)*) } else { #wide }));
        }
        if sent.of.params.is_empty() {
            return quote!(#ty::from_bytes(#out));
        }
        let members = Members::new(self.layout, quote!(self));
        let how =
            args.iter().zip(&sent.of.params).map(|(arg, param)| as_param(cx, param.ty, emit(arg, &members)));
        let place = sent.place(None);
        let how = sent.message_how(how);
        quote!(#wire::message(#out, #how, #place))
    }
}

/// What the data from the device looks at where data moves both ways: the rows of what was sent, and the command's args.
struct Both<'l, 'c, 's> {
    sent: Members<'l, 'c, 's>,
    command: Members<'l, 'c, 's>,
}

impl Names for Both<'_, '_, '_> {
    fn row(&self, row: RowId, path: &[RowId]) -> Ex {
        self.sent.row(row, path)
    }
    fn param(&self, param: u32) -> Ex {
        self.command.param(param)
    }
    fn len(&self, row: RowId) -> Ex {
        self.sent.len(row)
    }
    fn len_struct(&self) -> Ex {
        self.sent.len_struct()
    }
    fn len_data(&self) -> Ex {
        self.sent.len_data()
    }
    fn count(&self, row: RowId) -> Ex {
        self.sent.count(row)
    }
    fn offset(&self, row: RowId) -> Ex {
        self.sent.offset(row)
    }
    fn rest(&self) -> Ex {
        self.sent.rest()
    }
    fn unfit(&self, ty: IntType, value: &TokenStream) -> Option<TokenStream> {
        self.sent.unfit(ty, value)
    }
}
