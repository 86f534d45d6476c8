//! From a TOML tree to the syntax: every key checked, every hole kept.

pub mod keys;
pub mod shape;

mod allow;
mod commands;
mod entries;
mod enums;
mod errors;
mod flags;
pub mod forms;
pub mod literals;
mod maps;
mod names;
mod opcode_size;
mod protocol;
mod rows;
mod structs;
mod tests;

use crate::diag::Sink;
use crate::parse::{Table, Tree};
use crate::source::{FileId, Span};
use crate::syntax::File;
use entries::Entries;

/// Compares a file's tree with the keys of the language and what may stand at each: unknown, missing and
/// exclusive keys, types of values, words and ranges of numbers. Reading it does so first.
pub fn compare(id: FileId, text: &str, tree: &Table, sink: &mut Sink) {
    let start = Span { file: id, start: 0, end: 0 };
    shape::Comparison { text, sink }.table(tree, &keys::FILE, start);
}

/// Reads a file's tree. What was refused is left out of the result; without a `[protocol]` that has a name
/// there is none.
pub fn read(id: FileId, text: &str, tree: &Table, sink: &mut Sink) -> Option<File> {
    let start = Span { file: id, start: 0, end: 0 };
    compare(id, text, tree, sink);
    let root = Entries::new(tree, start);
    let fields = root.named("fields").map(|(name, set)| structs::field_set(name, set, sink)).collect();
    let enums = root.named("enum").filter_map(|(name, decl)| enums::read(name, decl, sink)).collect();
    let flags = root.named("flags").filter_map(|(name, decl)| flags::read(name, decl, sink)).collect();
    let structs = in_order(tree)
        .filter_map(|(is_union, name, decl)| structs::read(is_union, name, decl, sink))
        .collect();
    let (mut commands, mut aliases) = (Vec::new(), Vec::new());
    for (name, decl) in root.named("command") {
        match decl.text("alias") {
            Some(of) => aliases.push(commands::alias(name, of, decl, sink)),
            None => commands.push(commands::read(name, decl, sink)),
        }
    }
    let events = root.named("event").filter_map(|(name, decl)| commands::event(name, decl, sink)).collect();
    let opcode_size = root.table("opcode_size").and_then(|table| opcode_size::read(table, sink));
    let errors = root.named("errors").filter_map(|(name, decl)| errors::read(name, decl, sink)).collect();
    let maps = root.named("map").filter_map(|(name, decl)| maps::read(name, decl, sink)).collect();
    let allows = allow::read(tree, sink);
    let protocol = protocol::read(root.table("protocol")?, sink)?;
    Some(File {
        id,
        protocol,
        fields,
        enums,
        flags,
        structs,
        commands,
        aliases,
        events,
        opcode_size,
        errors,
        maps,
        allows,
    })
}

/// Structs and unions as they come in the file, and whether each is a union.
fn in_order(tree: &Table) -> impl Iterator<Item = (bool, &crate::syntax::Key, Entries<'_>)> {
    let mut found = Vec::new();
    for (kind, is_union) in [("struct", false), ("union", true)] {
        if let Some((_, node)) = tree.get(kind)
            && let Tree::Table(table) = &node.tree
        {
            found.extend(
                table.entries.iter().filter_map(|(name, node)| Some((is_union, name, Entries::of(node)?))),
            );
        }
    }
    found.sort_by_key(|(_, name, _)| name.span);
    found.into_iter()
}
