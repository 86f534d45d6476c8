//! `[map.X]`.

use super::entries::{Entries, expression};
use super::names::{self, Role};
use super::{literals, structs};
use crate::diag::{Code, Diagnostic, Sink};
use crate::parse::{Node, Table, Tree};
use crate::source::Spanned;
use crate::syntax::{Key, MapDecl, MapTestDecl, SetDecl, SetValue};
use crate::value::ErrorKind;

pub(crate) fn read(name: &Key, entries: Entries<'_>, sink: &mut Sink) -> Option<MapDecl> {
    let rename = names::rename(name, entries, Role::Member, sink);
    let args = entries.tables("args").filter_map(|entries| structs::arg(entries, sink)).collect();
    let tests = entries.tables("test").filter_map(|entries| test(entries, sink)).collect();
    let set = match &entries.node("set")?.tree {
        Tree::Table(table) => sets(table),
        _ => return None,
    };
    Some(MapDecl {
        name: name.clone(),
        rename,
        docs: entries.docs(),
        from: entries.text("from")?,
        to: entries.text("to")?,
        args,
        check: entries.expression("check"),
        set,
        tests,
    })
}

fn sets(table: &Table) -> Vec<SetDecl> {
    table.entries.iter().filter_map(|(name, node)| set(name, node)).collect()
}

fn set(name: &Key, node: &Node) -> Option<SetDecl> {
    let value = match &node.tree {
        Tree::Table(table) => SetValue::Table(sets(table)),
        _ => SetValue::Expr(expression(node)?),
    };
    Some(SetDecl { name: name.clone(), span: node.span, value })
}

fn test(entries: Entries<'_>, sink: &mut Sink) -> Option<MapTestDecl> {
    let (out, error) = (entries.node("out"), entries.node("error"));
    if out.is_none() && error.is_none() {
        let message = "a test vector of a map needs the key `out` or `error`";
        sink.push(Diagnostic::error(Code::MissingKey, entries.span, message));
    }
    let kinds = ErrorKind::ALL.map(|kind| (kind.word(), kind));
    Some(MapTestDecl {
        span: entries.span,
        doc: entries.text("doc"),
        source: Spanned::new(literals::named(entries, "in"), entries.node("in")?.span),
        args: literals::named(entries, "args"),
        out: out.map(|node| Spanned::new(literals::named(entries, "out"), node.span)),
        error: entries.word("error", &kinds),
    })
}
