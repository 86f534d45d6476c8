//! What nothing uses. In a file with commands or events every type, enum and row set is there for them; one
//! without is a library, whose names are what it is for. Args and imports are always looked at.

use std::collections::HashSet;

use super::{Seen, Warning};
use crate::diag::Code;
use crate::index::{Definition, What};
use crate::ir::{ModuleId, Scalar};
use crate::source::{FileId, Span};

pub(super) fn find(seen: Seen<'_>, found: &mut Vec<Warning>) {
    let used = used(seen);
    let root = seen.root;
    let is_library = root.commands.is_empty() && root.events.is_empty() && root.aliases.is_empty();
    let children: HashSet<Span> =
        root.structs.iter().filter(|decl| decl.of.is_some()).map(|decl| decl.name.span).collect();
    for definition in seen.index.definitions().iter().filter(|found| found.span.file == root.id) {
        if used.contains(&definition.span) {
            continue;
        }
        let warning = match definition.what {
            // What a caller knows may be there for files that include this one.
            What::Arg if definition.owner != Some(root.protocol.name.span) => arg(definition),
            What::Fields if !is_library => fields(definition),
            What::Enum | What::Flags | What::Struct | What::Union
                if !is_library && !children.contains(&definition.span) =>
            {
                declaration(definition)
            }
            _ => continue,
        };
        found.push(warning);
    }
    enumerators(seen, &used, found);
    imports(seen, found);
}

/// The definitions that something uses; that a child says whose it is does not use the union.
fn used(seen: Seen<'_>) -> HashSet<Span> {
    let structs = seen.files.iter().flat_map(|loaded| &loaded.file.structs);
    let of: HashSet<Span> = structs.filter_map(|decl| decl.of.as_ref()).map(|of| of.span).collect();
    let uses = seen.index.uses().iter().filter(|found| !of.contains(&found.span));
    uses.map(|found| found.definition).collect()
}

fn arg(definition: &Definition) -> Warning {
    let message = format!("the arg `{}` is never used", definition.name.printed);
    let owner = definition.owner.unwrap_or(definition.span);
    Warning::new(Code::Unused, definition.span, message, owner)
        .help("whoever uses this passes it for nothing: leave it out")
}

fn fields(definition: &Definition) -> Warning {
    let name = &definition.name.printed;
    let message = format!("`[fields.{name}]` is never used");
    Warning::new(Code::Unused, definition.span, message, definition.span)
        .help(&format!("put its rows somewhere with `{{ use = \"{name}\" }}`, leave it out"))
}

fn declaration(definition: &Definition) -> Warning {
    let name = &definition.name.printed;
    let message = format!("{} `{name}` is never used", definition.what.noun());
    Warning::new(Code::Unused, definition.span, message, definition.span)
        .help(&format!("no row, data phase, answer, arg or map has the type `{name}`: use it, leave it out"))
}

/// Enumerators of the tag of a closed union that no child has: each message with one is refused.
fn enumerators(seen: Seen<'_>, used: &HashSet<Span>, found: &mut Vec<Warning>) {
    for of in seen.schema.structs.iter().filter(|of| of.module == ModuleId(0)) {
        let Some(union) = of.union.as_ref().filter(|union| union.closed) else { continue };
        let row = union.tag_row.and_then(|row| of.rows.get(row.index()));
        let ty = match (row.map(|row| &row.kind), union.tag_param) {
            (Some(crate::ir::Kind::Bits(bits)), _) => Some(bits.ty),
            (_, Some(param)) => of.params.get(param).map(|param| param.ty),
            _ => None,
        };
        let Some(Scalar::Enum(id)) = ty else { continue };
        let Some(tags) = seen.schema.enums.get(id.index()).filter(|tags| tags.module == ModuleId(0)) else {
            continue;
        };
        let children: HashSet<i128> = union.cases.iter().flat_map(|case| case.tags.iter().copied()).collect();
        for value in tags.values.iter().filter(|value| !children.contains(&value.value)) {
            let members = seen.index.members(tags.span);
            let Some(definition) = members.into_iter().find(|known| known.name == value.name) else {
                continue;
            };
            if used.contains(&definition.span) {
                continue;
            }
            let (union, tags) = (&of.name.printed, &tags.name.printed);
            let message = format!(
                "enumerator `{}` is never used: no child of the closed union `{union}` has this tag",
                value.name.printed
            );
            let owner = definition.owner.unwrap_or(definition.span);
            let mut warning = Warning::new(Code::Unused, definition.span, message, owner)
                .label(of.span, format!("its tag is a `{tags}`"))
                .help(&format!("give `{union}` a child for it"));
            warning.owners.push(of.span);
            found.push(warning);
        }
    }
}

/// Imports of which nothing is used: no name, no opcode table and no children of unions of other files.
fn imports(seen: Seen<'_>, found: &mut Vec<Warning>) {
    let Some(loaded) = seen.files.first() else { return };
    let mut named: HashSet<FileId> = HashSet::new();
    for found in seen.index.uses().iter().filter(|found| found.span.file == seen.root.id) {
        named.insert(found.definition.file);
    }
    for (text, index) in seen.root.protocol.import.iter().zip(&loaded.imports) {
        let reached = reach(seen, *index);
        let is_used = reached.iter().any(|index| {
            let Some(file) = seen.files.get(*index).map(|loaded| &loaded.file) else { return true };
            let table = file.opcode_size.is_some() && seen.root.opcode_size.is_none();
            named.contains(&file.id) || table || has_foreign_children(seen, file)
        });
        if !is_used {
            let message = format!("nothing here uses a name of `{}`", text.value.escape_debug());
            found.push(
                Warning { owners: Vec::new(), ..Warning::new(Code::Unused, text.span, message, text.span) }
                    .help("leave the import out"),
            );
        }
    }
}

fn has_foreign_children(seen: Seen<'_>, file: &crate::syntax::File) -> bool {
    let of: HashSet<Span> =
        file.structs.iter().filter_map(|decl| decl.of.as_ref()).map(|of| of.span).collect();
    seen.index.uses().iter().any(|found| of.contains(&found.span) && found.definition.file != file.id)
}

/// A file and those that it imports, directly or not.
fn reach(seen: Seen<'_>, from: usize) -> Vec<usize> {
    let mut reached = vec![from];
    let mut at = 0;
    while let Some(index) = reached.get(at).copied() {
        if let Some(loaded) = seen.files.get(index) {
            for next in loaded.imports.iter().chain(&loaded.includes) {
                if !reached.contains(next) {
                    reached.push(*next);
                }
            }
        }
        at += 1;
    }
    reached
}
