//! Diagnostics as rustc shows its own.

use std::fmt::Write as _;
use std::ops::Range;

use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str,
};

use super::{Diagnostic, Label, Severity};
use crate::source::{FileId, SourceMap};

/// All of them as text, in the order given, with an empty line between two. With `color` there are
/// terminal escapes in it.
pub fn render(diagnostics: &[Diagnostic], sources: &SourceMap, color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() }.term_width(WIDTH);
    let mut text = String::new();
    for diagnostic in diagnostics {
        let separator = if text.is_empty() { "" } else { "\n" };
        let _ = writeln!(text, "{separator}{}", one(diagnostic, sources, &renderer));
    }
    text
}

/// Rows of a table are long lines: they are shown whole as far as this goes.
const WIDTH: usize = 180;

fn one(diagnostic: &Diagnostic, sources: &SourceMap, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.to_string());
    let mut group = Group::with_title(title);
    for file in files(diagnostic) {
        group = match snippet(diagnostic, file, sources) {
            Some(snippet) => group.element(snippet),
            None => group.element(Origin::path(path(file, sources))),
        };
    }
    if let Some(note) = &diagnostic.note {
        group = group.element(Level::NOTE.message(normalize_untrusted_str(note)));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(normalize_untrusted_str(help)));
    }
    renderer.render(&[group])
}

/// The file of the primary label, then those of the others.
fn files(diagnostic: &Diagnostic) -> Vec<FileId> {
    let mut files = vec![diagnostic.primary.span.file];
    for label in &diagnostic.labels {
        if !files.contains(&label.span.file) {
            files.push(label.span.file);
        }
    }
    files
}

fn path(file: FileId, sources: &SourceMap) -> String {
    sources.file(file).path.display().to_string()
}

/// The labels of one file; nothing where the file has no text to show.
fn snippet<'a>(
    diagnostic: &'a Diagnostic,
    file: FileId,
    sources: &'a SourceMap,
) -> Option<Snippet<'a, Annotation<'a>>> {
    let text = sources.file(file).text.as_str();
    if text.is_empty() {
        return None;
    }
    let mut snippet = Snippet::source(text).path(path(file, sources));
    if diagnostic.primary.span.file == file {
        snippet = snippet.annotation(annotation(AnnotationKind::Primary, &diagnostic.primary, text));
    }
    for label in diagnostic.labels.iter().filter(|label| label.span.file == file) {
        snippet = snippet.annotation(annotation(AnnotationKind::Context, label, text));
    }
    Some(snippet)
}

fn annotation<'a>(kind: AnnotationKind, label: &'a Label, text: &str) -> Annotation<'a> {
    let annotation = kind.span(range(label, text));
    if label.text.is_empty() { annotation } else { annotation.label(label.text.as_str()) }
}

/// A span that lies in the text and on whole characters, whatever the label says.
fn range(label: &Label, text: &str) -> Range<usize> {
    let inside = |byte: u32| {
        let mut byte = (byte as usize).min(text.len());
        while !text.is_char_boundary(byte) {
            byte -= 1;
        }
        byte
    };
    let start = inside(label.span.start);
    start..inside(label.span.end).max(start)
}
