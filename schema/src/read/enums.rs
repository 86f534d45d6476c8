//! `[enum.X]`.

use super::entries::{Entries, integer};
use super::names::{self, Role};
use crate::diag::Sink;
use crate::parse::Node;
use crate::syntax::{Docs, EnumDecl, EnumeratorDecl, Key};

pub(crate) fn read(name: &Key, entries: Entries<'_>, sink: &mut Sink) -> Option<EnumDecl> {
    let rename = names::rename(name, entries, Role::Type, sink);
    let closed = entries.is_true("closed");
    let role = if closed { Role::Type } else { Role::Constant };
    let values =
        entries.map("values").filter_map(|(name, node)| enumerator(name, node, role, sink)).collect();
    Some(EnumDecl {
        name: name.clone(),
        rename,
        docs: entries.docs(),
        ty: entries.text("type")?,
        closed,
        values,
    })
}

fn enumerator(name: &Key, node: &Node, role: Role, sink: &mut Sink) -> Option<EnumeratorDecl> {
    let Some(entries) = Entries::of(node) else {
        names::check(name, None, role, sink);
        let value = integer(node)?;
        return Some(EnumeratorDecl { name: name.clone(), rename: None, value, docs: Docs::default() });
    };
    let rename = names::rename(name, entries, role, sink);
    Some(EnumeratorDecl {
        name: name.clone(),
        rename,
        value: entries.integer("value")?,
        docs: entries.docs(),
    })
}
