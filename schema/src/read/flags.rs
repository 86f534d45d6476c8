//! `[flags.X]`.

use super::entries::{Entries, integer};
use super::names::{self, Role};
use crate::diag::Sink;
use crate::parse::Node;
use crate::syntax::{Docs, FlagDecl, FlagsDecl, Key};

pub(crate) fn read(name: &Key, entries: Entries<'_>, sink: &mut Sink) -> Option<FlagsDecl> {
    let rename = names::rename(name, entries, Role::Type, sink);
    let bits = entries.map("bits").filter_map(|(name, node)| flag(name, node, sink)).collect();
    Some(FlagsDecl { name: name.clone(), rename, docs: entries.docs(), ty: entries.text("type")?, bits })
}

fn flag(name: &Key, node: &Node, sink: &mut Sink) -> Option<FlagDecl> {
    let Some(entries) = Entries::of(node) else {
        names::check(name, None, Role::Constant, sink);
        return Some(FlagDecl {
            name: name.clone(),
            rename: None,
            bit: integer(node)?,
            docs: Docs::default(),
        });
    };
    let rename = names::rename(name, entries, Role::Constant, sink);
    Some(FlagDecl { name: name.clone(), rename, bit: entries.integer("bit")?, docs: entries.docs() })
}
