//! Diagnostics as rustc shows its own.

use std::fmt::Write as _;
use std::ops::Range;

use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level, Origin, Patch, Renderer, Snippet, normalize_untrusted_str,
};

use super::{Diagnostic, Label, Severity};
use crate::source::{FileId, SourceMap, Span};

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
    let Some(help) = &diagnostic.help else { return renderer.render(&[group]) };
    let Some(mend) = mend(diagnostic, help, sources) else {
        group = group.element(Level::HELP.message(normalize_untrusted_str(help)));
        return renderer.render(&[group]);
    };
    renderer.render(&[group, mend])
}

/// The help with the text as it will be, where the mend is certain.
fn mend<'a>(diagnostic: &'a Diagnostic, help: &'a str, sources: &'a SourceMap) -> Option<Group<'a>> {
    let edits = &diagnostic.patch.as_ref()?.edits;
    let mut files: Vec<FileId> = edits.iter().map(|edit| edit.span.file).collect();
    files.sort_unstable();
    files.dedup();
    let mut group = Group::with_title(Level::HELP.secondary_title(normalize_untrusted_str(help)));
    for file in files {
        let text = sources.file(file).text.as_str();
        let edits: Vec<(Range<usize>, &str)> = edits
            .iter()
            .filter(|edit| edit.span.file == file)
            .map(|edit| (range(edit.span, text), edit.replacement.as_str()))
            .collect();
        let lines = lines(edits.iter().map(|(range, _)| range), text);
        let above = text[..lines.start].matches('\n').count();
        let mut snippet = Snippet::source(&text[lines.clone()]).line_start(above + 1);
        if file != diagnostic.primary.span.file {
            snippet = snippet.path(path(file, sources));
        }
        group = group.element(snippet.patches(edits.into_iter().map(|(range, replacement)| {
            Patch::new(range.start - lines.start..range.end - lines.start, replacement)
        })));
    }
    Some(group)
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
    let primary = Some((AnnotationKind::Primary, &diagnostic.primary));
    let others = diagnostic.labels.iter().map(|label| (AnnotationKind::Context, label));
    let labels: Vec<(AnnotationKind, &Label, Range<usize>)> = primary
        .into_iter()
        .chain(others)
        .filter(|(_, label)| label.span.file == file)
        .map(|(kind, label)| (kind, label, range(label.span, text)))
        .collect();
    let lines = lines(labels.iter().map(|(_, _, range)| range), text);
    let above = text[..lines.start].matches('\n').count();
    let snippet = Snippet::source(&text[lines.clone()]).path(path(file, sources)).line_start(above + 1);
    Some(snippet.annotations(labels.into_iter().map(|(kind, label, range)| {
        let annotation = kind.span(range.start - lines.start..range.end - lines.start);
        if label.text.is_empty() { annotation } else { annotation.label(label.text.as_str()) }
    })))
}

/// The whole lines in which the places stand: the renderer looks at every line that it is given.
fn lines<'a>(places: impl Iterator<Item = &'a Range<usize>> + Clone, text: &str) -> Range<usize> {
    let start = places.clone().map(|range| range.start).min().unwrap_or(0);
    let end = places.map(|range| range.end).max().unwrap_or(0);
    let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let line_end = text[end..].find('\n').map_or(text.len(), |newline| end + newline + 1);
    line_start..line_end
}

/// A range that lies in the text and on whole characters, whatever the span says.
fn range(span: Span, text: &str) -> Range<usize> {
    let inside = |byte: u32| {
        let mut byte = (byte as usize).min(text.len());
        while !text.is_char_boundary(byte) {
            byte -= 1;
        }
        byte
    };
    let start = inside(span.start);
    start..inside(span.end).max(start)
}
