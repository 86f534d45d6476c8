//! Rows: of structs, of unions, of commands, and the small cases of unions.

use std::rc::Rc;

use super::entries::{Entries, text};
use super::forms;
use super::names::{self, Role};
use crate::diag::{Code, Diagnostic, Sink};
use crate::parse::Node;
use crate::source::Spanned;
use crate::syntax::{CaseDecl, Key, Row};

/// The rows under `fields`.
pub(crate) fn read_all(entries: Entries<'_>, sink: &mut Sink) -> Vec<Rc<Row>> {
    under("fields", entries, sink)
}

/// The rows under another key.
pub(crate) fn under(key: &str, entries: Entries<'_>, sink: &mut Sink) -> Vec<Rc<Row>> {
    entries.tables(key).map(|row| Rc::new(read(row, sink))).collect()
}

fn read(entries: Entries<'_>, sink: &mut Sink) -> Row {
    let row = Row {
        use_: entries.text("use"),
        at: entries.text("at").and_then(|at| forms::at(&at, sink)),
        bits: entries.text("bits").and_then(|bits| forms::bits(&bits, sink)),
        name: entries.text("name"),
        optional: entries.node("optional").map(|node| node.span),
        reserved: entries.node("reserved").map(|node| node.span),
        ..common(entries)
    };
    check_name(&row, entries, sink);
    row
}

/// What a row and a case have in common.
fn common(entries: Entries<'_>) -> Row {
    Row {
        rename: entries.text("rename"),
        ty: entries.text("type"),
        little_endian: entries.endian(),
        const_: entries.literal("const"),
        default: entries.literal("default"),
        value: entries.expression("value"),
        size: entries.expression("size"),
        count: entries.expression("count"),
        prefix: entries.word("prefix", &[("u8", 1), ("u16", 2), ("u32", 4)]),
        end: entries.integer("end"),
        max: entries.integer("max"),
        when: entries.expression("when"),
        check: entries.expression("check"),
        pad: entries.word("pad", &[(" ", b' '), ("\0", 0)]),
        docs: entries.docs(),
        ..Row::empty(entries.span)
    }
}

fn check_name(row: &Row, entries: Entries<'_>, sink: &mut Sink) {
    if let Some(name) = &row.name {
        names::check(name, row.rename.as_ref(), Role::Member, sink);
    } else if entries.node("name").is_none() && entries.node("use").is_none() && row.reserved.is_none() {
        let message = "a row needs the key `name`, unless it is `reserved`";
        sink.push(Diagnostic::error(Code::MissingKey, row.span, message));
    }
}

/// An entry of `[union.X.cases]`.
pub(crate) fn case(name: &Key, node: &Node, sink: &mut Sink) -> Option<CaseDecl> {
    if name.value.bytes().all(|byte| byte.is_ascii_digit()) {
        let message = format!("`{}` is a number: a case is named after an enumerator of the tag", name.value);
        let error = Diagnostic::error(Code::TagType, name.span, message);
        sink.push(error.help("give the tag an enum, or make it a struct with `of` and `tag`"));
        return None;
    }
    let mut row = match Entries::of(node) {
        Some(entries) => common(entries),
        None => Row { ty: Some(text(node)?), ..Row::empty(node.span) },
    };
    names::check(name, row.rename.as_ref(), Role::Type, sink);
    row.name = Some(Spanned::new("value".to_owned(), name.span));
    Some(CaseDecl { name: name.clone(), row })
}
