//! `allow`: which warnings are meant, in `[protocol]` for the whole file and in a declaration for what is in it.

use crate::diag::{Code, Diagnostic, Sink};
use crate::parse::{Table, Tree};
use crate::source::Span;
use crate::syntax::{Allow, Text};

use super::entries::Entries;

/// The tables whose entries are declarations.
const DECLARATIONS: [&str; 9] =
    ["fields", "enum", "flags", "struct", "union", "command", "event", "errors", "map"];

/// Every `allow` of a file. A code that is no warning is refused where it stands.
pub(super) fn read(tree: &Table, sink: &mut Sink) -> Vec<Allow> {
    let mut found = Vec::new();
    let root = Entries::new(tree, Span { file: crate::source::FileId(0), start: 0, end: 0 });
    if let Some(protocol) = root.table("protocol") {
        found.extend(protocol.texts("allow").iter().filter_map(|text| one(None, text, sink)));
    }
    for kind in DECLARATIONS {
        let Some((_, node)) = tree.get(kind) else { continue };
        let Tree::Table(table) = &node.tree else { continue };
        for (name, node) in &table.entries {
            let texts = Entries::of(node).map(|decl| decl.texts("allow")).unwrap_or_default();
            found.extend(texts.iter().filter_map(|text| one(Some(name.span), text, sink)));
        }
    }
    found
}

fn one(owner: Option<Span>, text: &Text, sink: &mut Sink) -> Option<Allow> {
    let code = Code::ALL.iter().copied().find(|code| code.to_string() == text.value);
    if let Some(code) = code.filter(|code| code.is_warning()) {
        return Some(Allow { owner, code, span: text.span });
    }
    let message = match code {
        Some(code) => format!("{code} ({}) is an error: nothing allows it", code.title()),
        None => format!("there is no warning `{}`", text.value.escape_debug()),
    };
    let error = Diagnostic::error(Code::NotWarning, text.span, message);
    let warnings = || Code::ALL.iter().copied().filter(|code| code.is_warning());
    let near = code.is_none().then(|| Code::near(&text.value, warnings())).flatten();
    sink.push(match near {
        Some(near) => error.mean(&near.to_string()),
        None => {
            let known: Vec<String> = warnings().map(|code| format!("{code} ({})", code.title())).collect();
            error.help(format!("the warnings are {}", known.join(", ")))
        }
    });
    None
}
