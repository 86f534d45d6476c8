//! `opcodec check`.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::Path;

use opcodec_schema::diag::{Diagnostic, Severity};
use opcodec_schema::ir::{Enum, Form, ModuleId, Schema};
use opcodec_schema::source::SourceMap;
use serde_json::Value;

use crate::answer::{Answer, Status};
use crate::args::Files;
use crate::schema;

/// Checks every file; what an import has wrong is said once.
pub(crate) fn check(files: &Files) -> Answer {
    let mut answer = Answer::done(String::new(), Value::Null);
    let mut said = HashSet::new();
    let mut all: Vec<Value> = Vec::new();
    for file in &files.files {
        let compilation = opcodec_schema::compile(file);
        let mut found = compilation.diagnostics;
        let refused = found.iter().any(|found| found.severity == Severity::Error);
        found.retain(|found| said.insert(identity(found, &compilation.sources)));
        answer.diagnostics += &schema::rendered(&found, &compilation.sources);
        all.extend(schema::json(&found, &compilation.sources).as_array().cloned().unwrap_or_default());
        match compilation.schema {
            Some(schema) if !refused => answer.text += &accepted(file, &schema),
            _ => {
                answer.status = Status::Refused;
                let _ = writeln!(answer.diagnostics, "{}: refused", file.display());
            }
        }
    }
    answer.json = Value::Array(all);
    answer
}

fn identity(found: &Diagnostic, sources: &SourceMap) -> String {
    let path = &sources.file(found.primary.span.file).path;
    format!("{}\0{:?}\0{}\0{}", path.display(), found.primary.span, found.code, found.message)
}

fn accepted(file: &Path, schema: &Schema) -> String {
    let root = ModuleId(0);
    let layouts = |form: Form| {
        schema.structs.iter().filter(|layout| layout.form == form && layout.module == root).count()
    };
    let declared = |it: &&Enum| it.module == root && it.name.printed != "Opcode";
    let counts = [
        (schema.commands.iter().filter(|command| command.in_root).count(), "command"),
        (schema.events.iter().filter(|event| event.in_root).count(), "event"),
        (layouts(Form::Struct), "struct"),
        (layouts(Form::Union), "union"),
        (schema.enums.iter().filter(declared).count(), "enum"),
        (schema.errors.iter().filter(|table| table.module == root).count(), "error table"),
        (schema.maps.iter().filter(|map| map.module == root).count(), "map"),
        (schema.vectors.len(), "test vector"),
    ];
    let counts: Vec<String> =
        counts.iter().filter(|(count, _)| *count > 0).map(|&(count, what)| number(count, what)).collect();
    let counts = if counts.is_empty() { String::new() } else { format!(" ({})", counts.join(", ")) };
    format!("{}: ok{counts}\n", file.display())
}

/// `1 struct`, `2 structs`.
pub(crate) fn number(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
