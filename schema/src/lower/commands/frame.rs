//! The carrier `frame`: requests of any layout, and what answers them.

use std::cell::RefCell;

use super::super::Lowering;
use super::super::draft::Draft;
use super::super::scope::RowScope;
use super::super::source::Source;
use super::super::types::Type;
use crate::diag::{Code, Diagnostic, Sink};
use crate::ir::{Answer, StructId};
use crate::syntax::{AnswerDecl, CommandDecl, Text};

/// The most bytes of a frame that is a request: it is copied, not borrowed.
const MAX_FRAME: i128 = 512;

impl Lowering<'_> {
    /// Refuses a frame that is too long however short it is.
    pub(super) fn short_enough(source: &Source<'_>, draft: &mut Draft, sink: &mut Sink) {
        let Some(extent) = draft.filled().filter(|extent| extent.min > MAX_FRAME && !draft.broken) else {
            return;
        };
        let message =
            format!("a request has at most {MAX_FRAME} bytes, and this one at least {}", extent.min);
        let error = Diagnostic::error(Code::FrameSize, source.span, message);
        sink.push(error.help("what is longer goes into a data phase: `data = { out = \"…\" }`"));
        draft.broken = true;
    }

    /// `answer`. `None`: it was refused.
    #[allow(clippy::option_option, reason = "refused, absent and there are three things")]
    pub(super) fn answer(
        &mut self,
        request: StructId,
        source: &Source<'_>,
        decl: &CommandDecl,
        draft: &mut Draft,
        sink: &mut Sink,
    ) -> Option<Option<Answer>> {
        match &decl.answer {
            None => Some(None),
            // It comes right behind the request.
            Some(AnswerDecl::Parameters(_)) => Some(Some(Answer::Parameters(StructId(request.0 + 1)))),
            Some(AnswerDecl::Frame(ty)) => self.frame(request, source, decl, ty, draft, sink).map(Some),
        }
    }

    fn frame(
        &mut self,
        request: StructId,
        source: &Source<'_>,
        decl: &CommandDecl,
        written: &Text,
        draft: &mut Draft,
        sink: &mut Sink,
    ) -> Option<Answer> {
        let Type::Struct(body, args, span) = self.ty(source.file, written, sink)? else {
            let message = "what answers is a struct or a union";
            sink.push(Diagnostic::error(Code::FrameAnswer, written.span, message));
            return None;
        };
        if !self.on_a_wire(body, span, sink) {
            return None;
        }
        let params = RefCell::new(std::mem::take(&mut draft.params));
        let scope = RowScope {
            low: self,
            id: request,
            draft,
            params: &params,
            this: None,
            limit: draft.rows.len(),
            known: Vec::new(),
            tolerant: false,
            present: false,
        };
        let args = self.call(&scope, body, &args, span, sink);
        draft.params = params.into_inner();
        let args = args?;
        let (answer, input) = (self.source(body)?, decl.input.as_ref());
        if let Some(input) = input.filter(|_| self.draft(body).is_some_and(|body| body.borrows)) {
            let name = &answer.name.printed;
            let message =
                format!("`{name}` is of no fixed length and goes into the caller's buffer, where data goes");
            let error = Diagnostic::error(Code::FrameAnswer, written.span, message);
            let error = error.label(input.span, "the data").label(answer.span, "the answer");
            sink.push(error.help("beside `in` an answer holds no list, text or octets of computed length"));
            return None;
        }
        Some(Answer::Frame { body, args })
    }
}
