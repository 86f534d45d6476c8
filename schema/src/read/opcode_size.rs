//! `[opcode_size]`.

use super::entries::{Entries, integer};
use super::forms;
use super::shape::not_supported;
use crate::diag::Sink;
use crate::ir::Size;
use crate::source::Spanned;
use crate::syntax::{OpcodeSizeDecl, SizeExceptionDecl, SizeRowDecl};

pub(crate) fn read(entries: Entries<'_>, sink: &mut Sink) -> Option<OpcodeSizeDecl> {
    let range = entries.text("range").and_then(|range| forms::sizes(&range, sink));
    let rows = entries.tables("rows").filter_map(|entries| row(entries, sink)).collect();
    let exceptions = entries.tables("exceptions").filter_map(|entries| exception(entries, sink)).collect();
    let rows = Spanned::new(rows, entries.node("rows")?.span);
    Some(OpcodeSizeDecl { span: entries.span, range: range?, rows, exceptions })
}

fn row(entries: Entries<'_>, sink: &mut Sink) -> Option<SizeRowDecl> {
    let size = size(entries, sink);
    let opcodes = forms::opcodes(&entries.text("opcodes")?, sink);
    Some(SizeRowDecl {
        opcodes: opcodes?,
        group: entries.number("group"),
        size: size?,
        rule: entries.text("rule"),
        note: entries.text("note"),
    })
}

fn exception(entries: Entries<'_>, sink: &mut Sink) -> Option<SizeExceptionDecl> {
    let size = size(entries, sink);
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

/// A number or `"any"`.
fn size(entries: Entries<'_>, sink: &mut Sink) -> Option<Spanned<Size>> {
    let Some(text) = entries.text("size") else {
        let size = entries.number("size")?;
        return Some(Spanned::new(Size::Exact(size.value), size.span));
    };
    if text.value == "any" {
        return Some(Spanned::new(Size::Any, text.span));
    }
    sink.push(
        not_supported(text.span, "a `size` of requests that is an expression")
            .help("write a number or \"any\""),
    );
    None
}
