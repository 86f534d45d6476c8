//! A schema file for a subcommand, or why there is none.

use std::io::IsTerminal as _;
use std::path::Path;

use opcodec_schema::diag::{self, Diagnostic, Located, Place, Severity};
use opcodec_schema::ir::Schema;
use opcodec_schema::source::SourceMap;
use serde_json::{Map, Value};

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
    diagnostics.iter().map(|found| one(&diag::locate(found, sources))).collect()
}

fn one(found: &Located) -> Value {
    let labels = found.labels.iter().map(|label| {
        let mut value = Map::new();
        say_place(&mut value, &label.place);
        value.insert("message".to_owned(), label.text.clone().into());
        Value::Object(value)
    });
    let labels: Value = labels.collect();
    let mut value = Map::new();
    value.insert("code".to_owned(), found.code.to_string().into());
    value.insert("severity".to_owned(), found.severity.word().into());
    value.insert("message".to_owned(), found.message.clone().into());
    say_place(&mut value, &found.place);
    value.insert("label".to_owned(), found.text.clone().into());
    value.insert("labels".to_owned(), labels);
    value.insert("note".to_owned(), found.note.clone().into());
    value.insert("help".to_owned(), found.help.clone().into());
    let edits = found.edits.iter().map(|edit| {
        let mut value = Map::new();
        say_place(&mut value, &edit.place);
        value.insert("replacement".to_owned(), edit.replacement.clone().into());
        Value::Object(value)
    });
    value.insert("edits".to_owned(), edits.collect());
    Value::Object(value)
}

fn say_place(value: &mut Map<String, Value>, place: &Place) {
    value.insert("file".to_owned(), place.file.to_string_lossy().into());
    value.insert("line".to_owned(), place.line.into());
    value.insert("column".to_owned(), place.column.into());
    value.insert("end_line".to_owned(), place.end_line.into());
    value.insert("end_column".to_owned(), place.end_column.into());
}
