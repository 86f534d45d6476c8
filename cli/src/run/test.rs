//! `opcodec test`.

use std::fmt::Write as _;
use std::path::Path;

use opcodec_schema::Compilation;
use opcodec_schema::diag::Severity;
use opcodec_schema::ir::{Schema, Subject};
use opcodec_schema::vectors::{self, Outcome};
use serde_json::{Value, json};

use super::check::number;
use crate::answer::{Answer, Status};
use crate::args::Files;
use crate::{find, schema};

/// Runs the vectors of every file.
pub(crate) fn test(files: &Files) -> Answer {
    let mut answer = Answer::done(String::new(), Value::Null);
    let (mut total, mut failed) = (0, 0);
    let mut reports = Vec::new();
    for file in &files.files {
        let compilation = opcodec_schema::compile_untested(file);
        let refused = compilation.diagnostics.iter().any(|found| found.severity == Severity::Error);
        match &compilation.schema {
            Some(schema) if !refused => {
                let outcomes = vectors::run(schema);
                total += outcomes.len();
                failed += outcomes.iter().filter(|outcome| outcome.failure.is_some()).count();
                reports.push(report(file, schema, &compilation, &outcomes, &mut answer));
            }
            _ => reports.push(no_schema(file, &compilation, &mut answer)),
        }
    }
    if files.files.len() > 1 {
        let _ = writeln!(answer.text, "in all: {}, {failed} failed", number(total, "vector"));
    }
    answer.json = json!({ "vectors": total, "failed": failed, "files": reports });
    answer
}

fn report(
    file: &Path,
    schema: &Schema,
    compilation: &Compilation,
    outcomes: &[Outcome],
    answer: &mut Answer,
) -> Value {
    let mut failures = Vec::new();
    for outcome in outcomes {
        let (Some(message), Some(vector)) = (&outcome.failure, schema.vectors.get(outcome.vector)) else {
            continue;
        };
        let name = match vector.subject {
            Subject::Layout(of) => find::full_name(schema, of),
            Subject::Map(map) => format!("map.{}", schema.maps[map.index()].name.printed),
        };
        let (line, _) = compilation.sources.position(vector.span.file, vector.span.start);
        let number = vector.number;
        let indented = message.replace('\n', "\n  ");
        let _ =
            writeln!(answer.diagnostics, "{}:{line}: {name}, vector {number}: {indented}", file.display());
        failures.push(json!({ "name": name, "number": number, "line": line, "message": message }));
    }
    if !failures.is_empty() {
        answer.status = Status::Refused;
    }
    let count = number(outcomes.len(), "vector");
    let _ = writeln!(answer.text, "{}: {count}, {} failed", file.display(), failures.len());
    json!({
        "file": file.to_string_lossy(),
        "vectors": outcomes.len(),
        "failed": failures.len(),
        "failures": failures,
    })
}

fn no_schema(file: &Path, compilation: &Compilation, answer: &mut Answer) -> Value {
    answer.status = Status::Refused;
    answer.diagnostics += &schema::rendered(&compilation.diagnostics, &compilation.sources);
    let _ = writeln!(answer.text, "{}: refused, no vector was run", file.display());
    let diagnostics = schema::json(&compilation.diagnostics, &compilation.sources);
    json!({ "file": file.to_string_lossy(), "vectors": 0, "failed": 0, "diagnostics": diagnostics })
}
