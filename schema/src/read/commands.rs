//! `[command.X]` and `[event.X]`.

use super::entries::{Entries, text};
use super::names::{self, Role};
use super::{forms, rows, structs, tests};
use crate::diag::{Code, Diagnostic, Sink};
use crate::source::Spanned;
use crate::syntax::{
    AliasDecl, AnswerDecl, CommandDecl, DataDecl, EventDecl, ExprText, Key, StructDecl, Text,
};

const REQUEST_TYPES: &[(&str, u8)] = &[("standard", 0), ("class", 1), ("vendor", 2)];
const RECIPIENTS: &[(&str, u8)] = &[("device", 0), ("interface", 1), ("endpoint", 2), ("other", 3)];

pub(crate) fn read(name: &Key, entries: Entries<'_>, sink: &mut Sink) -> CommandDecl {
    let request = structs::layout(name, entries, sink);
    let timeout = entries.text("timeout").and_then(|text| forms::duration(&text, sink));
    let (out, input) = entries.table("data").map_or((None, None), |data| directions(data, sink));
    CommandDecl {
        opcode: entries.expression("opcode").filter(|opcode| !matches!(opcode, ExprText::Boolean(_))),
        only: entries.expression("only"),
        timeout,
        data: entries.key_span("data"),
        out,
        input,
        answer: answer(&request, entries, sink),
        trailing: entries.key_span("trailing"),
        via: entries.texts("via"),
        request_type: entries.word("request_type", REQUEST_TYPES),
        recipient: entries.word("recipient", RECIPIENTS),
        request,
    }
}

/// `answer`: a type, or rows, which are a struct of their own.
fn answer(request: &StructDecl, entries: Entries<'_>, sink: &mut Sink) -> Option<AnswerDecl> {
    if let Some(ty) = entries.text("answer") {
        return Some(AnswerDecl::Frame(ty));
    }
    let span = entries.key_span("answer")?;
    let named = |name: &Text| Spanned::new(format!("{}Answer", name.value), span);
    Some(AnswerDecl::Parameters(Box::new(StructDecl {
        name: named(&request.name),
        rename: request.rename.as_ref().map(named),
        rows: rows::under("answer", entries, sink),
        rows_span: Some(span),
        trailing_ignored: true,
        ..StructDecl::empty(&request.name)
    })))
}

/// `out` and `in` of `data`.
fn directions(entries: Entries<'_>, sink: &mut Sink) -> (Option<DataDecl>, Option<DataDecl>) {
    let (into, out) = (entries.key_span("in"), entries.key_span("out"));
    if into.is_none() && out.is_none() {
        let message = "a data phase needs the key `in` or `out`";
        sink.push(Diagnostic::error(Code::MissingKey, entries.span, message));
    }
    (direction("out", entries, sink), direction("in", entries, sink))
}

/// One of them: a type beside its keys, or a table of its own.
fn direction(key: &str, entries: Entries<'_>, sink: &mut Sink) -> Option<DataDecl> {
    let node = entries.node(key)?;
    let span = entries.key_span(key)?;
    if let Some(own) = Entries::of(node) {
        for other in ["size", "max", "when"] {
            if let Some(other_span) = entries.key_span(other) {
                let message = format!("`{other}` stands in the table of its direction");
                let error = Diagnostic::error(Code::ExclusiveKeys, other_span, message);
                sink.push(error.label(span, "a direction with its own table"));
            }
        }
        return Some(DataDecl {
            span,
            own_table: true,
            ty: own.text("type")?,
            size: own.expression("size"),
            max: own.expression("max"),
            when: own.expression("when"),
        });
    }
    Some(DataDecl {
        span,
        own_table: false,
        ty: text(node)?,
        size: entries.expression("size"),
        max: entries.expression("max"),
        when: entries.expression("when"),
    })
}

/// A command that is only another name.
pub(crate) fn alias(name: &Key, of: Text, entries: Entries<'_>, sink: &mut Sink) -> AliasDecl {
    AliasDecl {
        name: name.clone(),
        rename: names::rename(name, entries, Role::Type, sink),
        docs: entries.docs(),
        of,
        tests: tests::read_all(entries, sink),
    }
}

/// `[event.X]`.
pub(crate) fn event(name: &Key, entries: Entries<'_>, sink: &mut Sink) -> Option<EventDecl> {
    let layout = StructDecl { trailing_ignored: true, ..structs::layout(name, entries, sink) };
    Some(EventDecl { layout, code: entries.integer("code")? })
}
