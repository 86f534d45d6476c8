//! Other names of commands.

use super::{Entry, Item, Names};
use crate::diag::{Code, Diagnostic, Sink};
use crate::ir::CommandId;
use crate::name::nearest;

/// What every alias is a name of, in the order of the files.
pub(super) fn targets(names: &Names<'_>, sink: &mut Sink) -> Vec<Option<CommandId>> {
    let mut targets = Vec::new();
    for (file, loaded) in names.files.iter().enumerate() {
        for decl in &loaded.file.aliases {
            targets.push(target(names, file, decl, sink));
        }
    }
    targets
}

fn target(
    names: &Names<'_>,
    file: usize,
    decl: &crate::syntax::AliasDecl,
    sink: &mut Sink,
) -> Option<CommandId> {
    let of = &decl.of;
    let refuse = |message: String| Diagnostic::error(Code::CommandAlias, of.span, message);
    let entry = names.find(file, &of.value);
    if let Some(entry) = &entry {
        names.recorder().used(of.span, entry.span);
    }
    let error = match entry.map(|entry| (entry.item, entry)) {
        Some((Item::Command(id), entry)) if names.carrier(file) == names.carrier(entry.file) => {
            return Some(id);
        }
        Some((Item::Command(_), entry)) => refuse(format!("`{}` is a command of another carrier", of.value))
            .label(entry.span, "declared here"),
        Some((Item::Alias(_), entry)) => {
            refuse(format!("`{}` is an alias itself", of.value)).label(entry.span, "declared here")
        }
        Some((_, entry)) => {
            refuse(format!("`{}` is no command", of.value)).label(entry.span, "declared here")
        }
        None => {
            let reach = names.reach(file);
            let is_command = |entry: &&Entry| matches!(entry.item, Item::Command(_));
            let known = names.entries.iter().filter(is_command).filter(|entry| reach.contains(&entry.file));
            let error = refuse(format!("there is no command `{}`", of.value));
            match nearest(&of.value, known.map(|entry| entry.name.printed.as_str())) {
                Some(near) => error.mean(near),
                None => error,
            }
        }
    };
    sink.push(error);
    None
}
