//! What is wrong, where the editor shows it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use gen_lsp_types::{
    Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location,
    PublishDiagnosticsParams,
};
use opcodec_schema::Compilation;
use opcodec_schema::diag::{self, Code, Severity};
use opcodec_schema::source::Span;

use super::uri;
use super::workspace::Workspace;

/// What is wrong in every file, each thing once however many files import it, in the order of the text.
pub(super) fn all(workspace: &Workspace) -> BTreeMap<PathBuf, Vec<Diagnostic>> {
    let mut all: BTreeMap<PathBuf, Vec<Diagnostic>> = BTreeMap::new();
    for (_, analysis) in workspace.analyses() {
        let compilation = &analysis.latest;
        for found in &compilation.diagnostics {
            let path = uri::normal(&compilation.sources.file(found.primary.span.file).path);
            let of_file = all.entry(path).or_default();
            let diagnostic = diagnostic(workspace, compilation, found);
            if !of_file.contains(&diagnostic) {
                of_file.push(diagnostic);
            }
        }
    }
    for of_file in all.values_mut() {
        of_file.sort_by_key(|found| (found.range.start, found.range.end));
    }
    all
}

/// How the editor is told.
pub(super) fn params(workspace: &Workspace, path: &Path, found: &[Diagnostic]) -> PublishDiagnosticsParams {
    PublishDiagnosticsParams {
        uri: workspace.documents.uri(path),
        version: workspace.documents.get(path).map(|document| document.version),
        diagnostics: found.to_vec(),
    }
}

/// One finding.
pub(super) fn diagnostic(
    workspace: &Workspace,
    compilation: &Compilation,
    found: &diag::Diagnostic,
) -> Diagnostic {
    let labels = found.labels.iter().map(|label| DiagnosticRelatedInformation {
        location: location(workspace, compilation, label.span),
        message: if label.text.is_empty() { "here".to_owned() } else { label.text.clone() },
    });
    let related: Vec<_> = labels.collect();
    Diagnostic {
        range: location(workspace, compilation, found.primary.span).range,
        severity: Some(match found.severity {
            Severity::Error => DiagnosticSeverity::Error,
            Severity::Warning => DiagnosticSeverity::Warning,
        }),
        code: Some(found.code.to_string().into()),
        source: Some("opcodec".to_owned()),
        message: message(found).into(),
        related_information: (!related.is_empty()).then_some(related),
        tags: (found.code == Code::Unused).then(|| vec![DiagnosticTag::Unnecessary]),
        ..Default::default()
    }
}

/// The rule, and below it what is known beside it and what to do.
fn message(found: &diag::Diagnostic) -> String {
    let mut message = found.message.clone();
    if !found.primary.text.is_empty() {
        message.extend([" (", &found.primary.text, ")"]);
    }
    for line in found.note.iter().flat_map(|note| note.lines()) {
        message.extend(["\n", line]);
    }
    if let Some(help) = &found.help {
        message.extend(["\nhelp: ", help]);
    }
    message
}

/// A place as the editor knows it.
pub(super) fn location(workspace: &Workspace, compilation: &Compilation, span: Span) -> Location {
    let file = compilation.sources.file(span.file);
    let range = workspace.encoding.range(&file.text, span.start as usize..span.end as usize);
    Location { uri: workspace.documents.uri(&uri::normal(&file.path)), range }
}
