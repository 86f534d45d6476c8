//! Diagnostics with lines and columns, for machines.

use std::path::PathBuf;

use super::{Code, Diagnostic, Severity};
use crate::source::{SourceMap, Span};

/// A diagnostic whose places are lines and columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located {
    /// The rule that was broken.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// The rule with its numbers.
    pub message: String,
    /// Where.
    pub place: Place,
    /// What is there, in a few words; may be empty.
    pub text: String,
    /// Other places that it disagrees with.
    pub labels: Vec<LocatedLabel>,
    /// More about what is wrong.
    pub note: Option<String>,
    /// What to do about it.
    pub help: Option<String>,
    /// The edits that do what `help` says, all of them or none; empty where the mend is not certain.
    pub edits: Vec<LocatedEdit>,
}

/// A range of a file in lines and columns, both from 1, columns in characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// As it was opened.
    pub file: PathBuf,
    /// Line of the first character.
    pub line: usize,
    /// Column of the first character.
    pub column: usize,
    /// Line of the end.
    pub end_line: usize,
    /// Column one past the last character.
    pub end_column: usize,
}

/// A place with a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocatedLabel {
    /// Where.
    pub place: Place,
    /// What is there; may be empty.
    pub text: String,
}

/// A change of a file's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocatedEdit {
    /// What goes.
    pub place: Place,
    /// What comes.
    pub replacement: String,
}

/// Turns a diagnostic's spans into lines and columns.
pub fn locate(diagnostic: &Diagnostic, sources: &SourceMap) -> Located {
    Located {
        code: diagnostic.code,
        severity: diagnostic.severity,
        message: diagnostic.message.clone(),
        place: place(diagnostic.primary.span, sources),
        text: diagnostic.primary.text.clone(),
        labels: diagnostic
            .labels
            .iter()
            .map(|label| LocatedLabel { place: place(label.span, sources), text: label.text.clone() })
            .collect(),
        note: diagnostic.note.clone(),
        help: diagnostic.help.clone(),
        edits: diagnostic
            .patch
            .iter()
            .flat_map(|patch| &patch.edits)
            .map(|edit| LocatedEdit {
                place: place(edit.span, sources),
                replacement: edit.replacement.clone(),
            })
            .collect(),
    }
}

fn place(span: Span, sources: &SourceMap) -> Place {
    let (line, column) = sources.position(span.file, span.start);
    let (end_line, end_column) = sources.position(span.file, span.end.max(span.start));
    Place { file: sources.file(span.file).path.clone(), line, column, end_line, end_column }
}
