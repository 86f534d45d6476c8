//! Frames: where the answer goes, and how it is read.

use opcodec_schema::ir::{Answer, Command, Expr, StructId};
use proc_macro2::TokenStream;
use quote::quote;

use super::encode::as_param;
use super::expr::{Names, emit};
use super::layout::{Layout, number};
use super::phase::Phase;
use crate::paths::Cx;

/// The longest answer that is not in the caller's buffer: `MAX_LEN` of the runtime.
const MAX_LEN: i128 = 512;

/// The answer of a command, where it is a frame: what it is, and what that is called with.
pub(crate) fn answer(command: &Command) -> Option<(StructId, &[Expr])> {
    match &command.answer {
        Some(Answer::Frame { body, args }) => Some((*body, args)),
        Some(Answer::Parameters(_)) | None => None,
    }
}

/// Whether the answer goes into the caller's buffer: one that borrows from its bytes, or has more of them than a reply
/// has room for.
pub(crate) fn answer_in_data(cx: &Cx<'_>, command: &Command) -> bool {
    answer(command).is_some_and(|(body, _)| {
        let of = cx.layout(body);
        of.borrows || of.extent.max > MAX_LEN && command.input.is_none()
    })
}

impl Phase<'_, '_> {
    /// The type of a frame that comes back.
    pub(super) fn frame_ty(&self) -> Option<TokenStream> {
        let (body, _) = answer(self.command)?;
        let of = self.cx.layout(body);
        let ty = self.cx.ty(of.module, &of.name);
        Some(if of.borrows { quote!(#ty<'b>) } else { ty })
    }

    /// A `Result` of the frame that came back.
    pub(super) fn read_frame(&self, names: &dyn Names) -> Option<TokenStream> {
        let (body, args) = answer(self.command)?;
        let (cx, of) = (self.cx, self.cx.layout(body));
        let bytes = if answer_in_data(cx, self.command) {
            let data = &self.own.data;
            quote!(#data)
        } else {
            let reply = &self.own.reply;
            quote!(#reply.as_bytes())
        };
        let (wire, ty, layout) = (&cx.wire, cx.ty(of.module, &of.name), Layout::new(cx, body));
        if of.params.is_empty() {
            return Some(quote!(#ty::from_bytes(#bytes)));
        }
        let how = args.iter().zip(&of.params).map(|(arg, param)| as_param(cx, param.ty, emit(arg, names)));
        let (how, place) = (layout.message_how(how), layout.place(None));
        Some(quote!(#wire::message(#bytes, #how, #place)))
    }

    /// The test that the caller's buffer has room for the shortest answer.
    pub(super) fn frame_limit(&self, got: &TokenStream) -> TokenStream {
        let Some((body, _)) = answer(self.command) else { return quote!() };
        let least = self.cx.layout(body).extent.min;
        if !answer_in_data(self.cx, self.command) || least <= 0 {
            return quote!();
        }
        let (rt, least) = (&self.cx.rt, number(least as u64));
        quote!(#rt::Refused::at_least(::core::option::Option::Some(#least), #got)?;)
    }
}
