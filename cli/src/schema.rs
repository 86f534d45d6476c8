//! A schema file for a subcommand, or why there is none.

use std::io::IsTerminal as _;
use std::path::Path;

use opcodec_schema::diag::{self, Diagnostic, Severity};
use opcodec_schema::ir::Schema;
use opcodec_schema::source::{SourceMap, Span};
use serde_json::{Value, json};

use crate::answer::Refusal;

/// A schema without errors, and the files that it was read from.
#[derive(Debug)]
pub(crate) struct Opened {
    /// The model.
    pub(crate) schema: Schema,
    /// Its files.
    pub(crate) sources: SourceMap,
}

/// The model of a file that has no errors.
pub(crate) fn open(file: &Path) -> Result<Opened, Refusal> {
    let compilation = opcodec_schema::compile(file);
    let refused = compilation.diagnostics.iter().any(|found| found.severity == Severity::Error);
    match compilation.schema {
        Some(schema) if !refused => Ok(Opened { schema, sources: compilation.sources }),
        _ => {
            let message = format!("{} is refused: {}", file.display(), first(&compilation.diagnostics));
            Err(Refusal::refused("schema", message)
                .with("diagnostics", json(&compilation.diagnostics, &compilation.sources))
                .rendered(rendered(&compilation.diagnostics, &compilation.sources)))
        }
    }
}

fn first(diagnostics: &[Diagnostic]) -> &str {
    let error = diagnostics.iter().find(|found| found.severity == Severity::Error);
    error.map_or("no model came of it", |error| &error.message)
}

/// Diagnostics as people read them on standard error.
pub(crate) fn rendered(diagnostics: &[Diagnostic], sources: &SourceMap) -> String {
    if diagnostics.is_empty() {
        return String::new();
    }
    let color =
        std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|it| it.is_empty());
    let mut text = diag::render(diagnostics, sources, color);
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text
}

/// Diagnostics as programs read them.
pub(crate) fn json(diagnostics: &[Diagnostic], sources: &SourceMap) -> Value {
    diagnostics.iter().map(|found| one(found, sources)).collect()
}

fn one(found: &Diagnostic, sources: &SourceMap) -> Value {
    let severity = match found.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let mut value = json!({
        "code": found.code.to_string(),
        "severity": severity,
        "message": found.message,
    });
    let labels = found.labels.iter().map(|label| {
        let mut value = place(label.span, sources);
        value["message"] = label.text.clone().into();
        value
    });
    let labels: Value = labels.collect();
    if let (Value::Object(value), Value::Object(place)) = (&mut value, place(found.primary.span, sources)) {
        value.extend(place);
        value.insert("label".to_owned(), found.primary.text.clone().into());
        value.insert("labels".to_owned(), labels);
        value.insert("help".to_owned(), found.help.clone().into());
    }
    value
}

fn place(span: Span, sources: &SourceMap) -> Value {
    let (line, column) = sources.position(span.file, span.start);
    let (end_line, end_column) = sources.position(span.file, span.end);
    json!({
        "file": sources.file(span.file).path.to_string_lossy(),
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
    })
}
