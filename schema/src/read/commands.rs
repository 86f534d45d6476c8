//! `[command.X]`.

use super::entries::Entries;
use super::shape::not_supported;
use super::{forms, structs};
use crate::diag::{Code, Diagnostic, Sink};
use crate::syntax::{CommandDecl, DataDecl, Key};

pub(crate) fn read(name: &Key, entries: Entries<'_>, sink: &mut Sink) -> Option<CommandDecl> {
    let request = structs::layout(name, entries, sink);
    let timeout = entries.text("timeout").and_then(|text| forms::duration(&text, sink));
    let data = entries.table("data").and_then(|entries| data(entries, sink));
    Some(CommandDecl { request, opcode: entries.integer("opcode")?, timeout, data })
}

fn data(entries: Entries<'_>, sink: &mut Sink) -> Option<DataDecl> {
    let (into, out) = (entries.key_span("in"), entries.key_span("out"));
    match (into, out) {
        (Some(into), Some(out)) => {
            sink.push(not_supported(into.max(out), "a data phase in both directions"));
            return None;
        }
        (None, None) => {
            let message = "a data phase needs the key `in` or `out`";
            sink.push(Diagnostic::error(Code::MissingKey, entries.span, message));
            return None;
        }
        _ => {}
    }
    Some(DataDecl {
        span: entries.span,
        into_host: into.is_some(),
        ty: entries.text(if into.is_some() { "in" } else { "out" })?,
        size: entries.expression("size"),
        max: entries.expression("max"),
        when: entries.expression("when"),
    })
}
