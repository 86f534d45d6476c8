//! Mends of what is wrong, where the compiler is certain.

use std::collections::HashMap;
use std::path::Path;

use gen_lsp_types::{CodeAction, CodeActionKind, CodeActionParams, Range, TextEdit, Uri, WorkspaceEdit};
use opcodec_schema::Compilation;
use opcodec_schema::diag::{self, Patch};

use super::workspace::Workspace;
use super::{diagnostics, uri};

/// The mends of what is wrong in a range.
pub(super) fn actions(workspace: &Workspace, path: &Path, params: &CodeActionParams) -> Vec<CodeAction> {
    let wanted = |kind: &CodeActionKind| matches!(kind, CodeActionKind::QuickFix | CodeActionKind::Empty);
    if params.context.only.as_ref().is_some_and(|only| !only.iter().any(wanted)) {
        return Vec::new();
    }
    let mut actions: Vec<CodeAction> = Vec::new();
    for (_, analysis) in workspace.analyses() {
        let compilation = &analysis.latest;
        for found in &compilation.diagnostics {
            let file = &compilation.sources.file(found.primary.span.file).path;
            if uri::normal(file) != path {
                continue;
            }
            let action = action(workspace, compilation, found, params.range);
            actions.extend(action.filter(|action| !actions.contains(action)));
        }
    }
    actions
}

/// The mend of one finding, if it touches the range and has one.
fn action(
    workspace: &Workspace,
    compilation: &Compilation,
    found: &diag::Diagnostic,
    asked: Range,
) -> Option<CodeAction> {
    let patch = found.patch.as_ref()?;
    let diagnostic = diagnostics::diagnostic(workspace, compilation, found);
    let touches = diagnostic.range.start <= asked.end && asked.start <= diagnostic.range.end;
    touches.then(|| CodeAction {
        title: found.help.clone().unwrap_or_else(|| "mend it".to_owned()),
        kind: Some(CodeActionKind::QuickFix),
        diagnostics: Some(vec![diagnostic]),
        is_preferred: Some(true),
        edit: Some(edit(workspace, compilation, patch)),
        ..Default::default()
    })
}

fn edit(workspace: &Workspace, compilation: &Compilation, patch: &Patch) -> WorkspaceEdit {
    let mut changes: HashMap<Uri, Vec<TextEdit>> = HashMap::new();
    for edit in &patch.edits {
        let place = diagnostics::location(workspace, compilation, edit.span);
        let edit = TextEdit { range: place.range, new_text: edit.replacement.clone() };
        changes.entry(place.uri).or_default().push(edit);
    }
    WorkspaceEdit { changes: Some(changes), ..Default::default() }
}
