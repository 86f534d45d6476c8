//! `[struct.X]`, `[union.X]`, `[fields.X]` and `args`.

use super::entries::{Entries, expression};
use super::names::{self, Role};
use super::{rows, tests};
use crate::diag::{Code, Diagnostic, Sink};
use crate::parse::{Node, Tree};
use crate::source::Spanned;
use crate::syntax::{Arg, ExprText, FieldSet, Key, StructDecl, UnionDecl};

/// `[fields.X]`.
pub(crate) fn field_set(name: &Key, entries: Entries<'_>, sink: &mut Sink) -> FieldSet {
    FieldSet { name: name.clone(), rows: rows::read_all(entries, sink) }
}

/// A struct or a union.
pub(crate) fn read(is_union: bool, name: &Key, entries: Entries<'_>, sink: &mut Sink) -> Option<StructDecl> {
    let mut decl = layout(name, entries, sink);
    decl.of = entries.text("of");
    decl.child_tags = entries.node(if is_union { "of_tag" } else { "tag" }).and_then(tags);
    if is_union {
        let cases = entries.map("cases").filter_map(|(name, node)| rows::case(name, node, sink)).collect();
        let tag = entries.expression("tag")?;
        decl.union = Some(UnionDecl { tag, closed: entries.is_true("closed"), cases });
    } else if entries.node("fields").is_none() && entries.node("of").is_none() {
        let message = "a struct needs the key `fields`, unless it is `of` a union";
        sink.push(Diagnostic::error(Code::MissingKey, name.span, message));
    }
    Some(decl)
}

/// What structs, unions and requests have in common.
pub(crate) fn layout(name: &Key, entries: Entries<'_>, sink: &mut Sink) -> StructDecl {
    StructDecl {
        name: name.clone(),
        rename: names::rename(name, entries, Role::Type, sink),
        docs: entries.docs(),
        rows: rows::read_all(entries, sink),
        rows_span: entries.node("fields").map(|node| node.span),
        little_endian: entries.endian(),
        c_layout: entries.node("layout").map(|node| node.span),
        args: entries.tables("args").filter_map(|entries| arg(entries, sink)).collect(),
        required: entries.integer("required"),
        size: entries.expression("size"),
        align: entries.integer("align"),
        max_depth: entries.number("max_depth"),
        trailing_ignored: entries.node("trailing").is_some(),
        of: None,
        child_tags: None,
        union: None,
        tests: tests::read_all(entries, sink),
    }
}

/// An entry of `args`.
pub(crate) fn arg(entries: Entries<'_>, sink: &mut Sink) -> Option<Arg> {
    let name = entries.text("name")?;
    names::check_only(&name, Role::Member, sink);
    Some(Arg { name, ty: entries.text("type")?, default: entries.literal("default"), docs: entries.docs() })
}

/// One tag or a list of them.
fn tags(node: &Node) -> Option<Spanned<Vec<ExprText>>> {
    let tags = match &node.tree {
        Tree::Array(nodes) => nodes.iter().filter_map(expression).collect(),
        _ => vec![expression(node)?],
    };
    Some(Spanned::new(tags, node.span))
}
