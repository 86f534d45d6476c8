//! `[opcode_size]`.

use super::entries::{Entries, integer};
use super::forms;
use crate::diag::Sink;
use crate::source::Spanned;
use crate::syntax::{OpcodeSizeDecl, SizeExceptionDecl, SizeRowDecl, SizeText};

pub(crate) fn read(entries: Entries<'_>, sink: &mut Sink) -> Option<OpcodeSizeDecl> {
    let range = entries.text("range").and_then(|range| forms::sizes(&range, sink));
    let rows = entries.tables("rows").filter_map(|entries| row(entries, sink)).collect();
    let exceptions = entries.tables("exceptions").filter_map(exception).collect();
    let rows = Spanned::new(rows, entries.node("rows")?.span);
    Some(OpcodeSizeDecl { span: entries.span, range: range?, rows, exceptions })
}

fn row(entries: Entries<'_>, sink: &mut Sink) -> Option<SizeRowDecl> {
    let size = size(entries);
    let opcodes = forms::opcodes(&entries.text("opcodes")?, sink);
    Some(SizeRowDecl {
        opcodes: opcodes?,
        group: entries.number("group"),
        size: size?,
        rule: entries.text("rule"),
        note: entries.text("note"),
    })
}

fn exception(entries: Entries<'_>) -> Option<SizeExceptionDecl> {
    let size = size(entries);
    let opcodes = entries.list("opcodes").iter().filter_map(|node| {
        let opcode = integer(node)?;
        Some(Spanned::new(u8::try_from(opcode.value.value).ok()?, opcode.span))
    });
    Some(SizeExceptionDecl {
        opcodes: opcodes.collect(),
        size: size?,
        rule: entries.text("rule"),
        note: entries.text("note"),
    })
}

/// A number, `"any"` or an expression.
fn size(entries: Entries<'_>) -> Option<Spanned<SizeText>> {
    let Some(text) = entries.text("size") else {
        let size = entries.number("size")?;
        return Some(Spanned::new(SizeText::Exact(size.value), size.span));
    };
    let span = text.span;
    let size = if text.value == "any" { SizeText::Any } else { SizeText::Computed(text) };
    Some(Spanned::new(size, span))
}
