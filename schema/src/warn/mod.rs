//! Warnings: what is no error and yet is seldom meant, in the file that is compiled itself. Each can be
//! allowed, in `[protocol]` for the whole file or in the declaration that it is about.

mod answers;
mod sizes;
mod unused;

use crate::diag::{Code, Diagnostic, Sink};
use crate::index::Index;
use crate::ir::Schema;
use crate::load::Loaded;
use crate::source::Span;
use crate::syntax::{Allow, File};

/// What the warnings look at.
#[derive(Clone, Copy)]
struct Seen<'a> {
    schema: &'a Schema,
    files: &'a [Loaded],
    /// The file that is compiled: the first of them.
    root: &'a File,
    index: &'a Index,
}

/// A warning, and the declarations whose `allow` covers it.
struct Warning {
    diagnostic: Diagnostic,
    owners: Vec<Span>,
}

impl Warning {
    fn new(code: Code, span: Span, message: impl Into<String>, owner: Span) -> Self {
        Self { diagnostic: Diagnostic::warning(code, span, message), owners: vec![owner] }
    }

    fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.diagnostic = self.diagnostic.label(span, text);
        self
    }

    /// Says what to do about it, and how to say that it is meant.
    fn help(mut self, what: &str) -> Self {
        let code = self.diagnostic.code;
        self.diagnostic =
            self.diagnostic.help(format!("{what}, or say that it is meant: `allow = [\"{code}\"]`"));
        self
    }
}

/// Finds the warnings of a schema without errors.
pub(crate) fn warn(schema: &Schema, files: &[Loaded], index: &Index, sink: &mut Sink) {
    let Some(Loaded { file: root, .. }) = files.first() else { return };
    let seen = Seen { schema, files, root, index };
    let mut found = Vec::new();
    unused::find(seen, &mut found);
    answers::find(seen, &mut found);
    sizes::find(seen, &mut found);
    let mut idle: Vec<&Allow> = root.allows.iter().collect();
    for Warning { diagnostic, owners } in found {
        let covers = |allow: &Allow| {
            allow.code == diagnostic.code && allow.owner.is_none_or(|owner| owners.contains(&owner))
        };
        // The nearest `allow` is the one that is needed.
        let near = root.allows.iter().find(|allow| allow.owner.is_some() && covers(allow));
        match near.or_else(|| root.allows.iter().find(|allow| covers(allow))) {
            Some(allow) => idle.retain(|idle| idle.span != allow.span),
            None => sink.push(diagnostic),
        }
    }
    let silent = |idle: &Allow| {
        let covers = |allow: &&Allow| {
            allow.code == Code::IdleAllow && allow.owner.is_none_or(|_| allow.owner == idle.owner)
        };
        root.allows.iter().any(|allow| covers(&allow))
    };
    idle.retain(|idle| !silent(idle));
    for allow in idle {
        let message =
            format!("nothing here gives {} ({}) that it could allow", allow.code, allow.code.title());
        sink.push(Diagnostic::warning(Code::IdleAllow, allow.span, message).help("leave it out"));
    }
}
