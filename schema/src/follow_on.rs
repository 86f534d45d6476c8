//! Which findings of the checks stand on their own where the reader has refused some keys.
//!
//! The checks run on what could be read, so that a misspelt key does not hide an overlap elsewhere. What they
//! find in a row that the reader refused in part, or what only says that something is missing that the refused
//! text speaks of, may follow from the refused keys and would be noise.

use std::ops::Range;

use crate::diag::{Code, Diagnostic};
use crate::source::{SourceMap, Span};

/// Codes that say that something is not there: noise where the refused text may have brought it.
const ABSENCES: [Code; 18] = [
    Code::UnknownFields,
    Code::UnknownUnion,
    Code::UnknownType,
    Code::UnknownName,
    Code::NoCommandSize,
    Code::NoCarrier,
    Code::ByteOrder,
    Code::NoTag,
    Code::Alias,
    Code::CommandAlias,
    Code::UnknownMember,
    Code::MissingMember,
    Code::UnknownCase,
    Code::MapStruct,
    Code::MapMissing,
    Code::MapTarget,
    Code::MapKey,
    Code::UnknownMap,
];

/// Codes about what is surely there, and how long: noise where a row of the declaration was refused.
const EXTENTS: [Code; 3] = [Code::ConditionalTag, Code::RequiredRange, Code::SizeRow];

/// What was refused before the checks ran.
#[derive(Clone, Copy)]
pub(crate) struct Refusals<'a> {
    pub refused: &'a [Diagnostic],
    /// Whether every file was read: otherwise what is not there may be in one that was not.
    pub whole: bool,
    pub sources: &'a SourceMap,
}

impl<'a> Refusals<'a> {
    /// Those of `found` that the refusals cannot have caused.
    pub(crate) fn without(self, found: Vec<Diagnostic>) -> impl Iterator<Item = Diagnostic> + use<'a> {
        let Self { refused, whole, sources } = self;
        let broken: Vec<Span> = refused.iter().map(|refused| broken(refused.primary.span, sources)).collect();
        let owners: Vec<Span> =
            refused.iter().map(|refused| declaration(refused.primary.span, sources)).collect();
        found.into_iter().filter(move |found| {
            let stands_in = |spans: &[Span]| {
                let mut places = found.labels.iter().chain([&found.primary]);
                places.any(|label| spans.iter().any(|span| holds(*span, label.span)))
            };
            let follows = stands_in(&broken)
                || EXTENTS.contains(&found.code) && stands_in(&owners)
                || ABSENCES.contains(&found.code)
                    && (!whole
                        || broken.iter().any(|broken| may_bring(*broken, found.primary.span, sources)));
            !follows
        })
    }
}

/// Without the missing keys that are there, only misspelt: the misspelt one is said where it stands.
pub(crate) fn without_misspelt(mut found: Vec<Diagnostic>, sources: &SourceMap) -> Vec<Diagnostic> {
    let misspelt: Vec<(Span, String)> = found
        .iter()
        .filter(|found| found.code == Code::UnknownKey)
        .filter_map(|found| Some((found.primary.span, found.patch.as_ref()?.edits.first()?)))
        .map(|(span, meant)| (span, format!("`{}`", meant.replacement)))
        .collect();
    found.retain(|found| {
        let place = found.primary.span;
        found.code != Code::MissingKey
            || !misspelt.iter().any(|(span, meant)| {
                found.message.contains(meant) && (holds(place, *span) || holds(broken(place, sources), *span))
            })
    });
    found
}

/// Whether everything that was refused stands in test vectors, which nothing else follows from.
pub(crate) fn only_vectors(refused: &[Diagnostic], sources: &SourceMap) -> bool {
    refused.iter().all(|refused| {
        let span = refused.primary.span;
        let above = sources.file(span.file).text.get(..span.start as usize).unwrap_or_default();
        above.lines().rev().find(|line| line.starts_with('[')).is_some_and(|header| header.starts_with("[["))
    })
}

fn holds(outer: Span, inner: Span) -> bool {
    outer.file == inner.file && outer.start <= inner.start && inner.start < outer.end
}

/// What a refused key spoils: the row of a table or the entry of one of names that it stands in, otherwise its
/// whole declaration.
fn broken(span: Span, sources: &SourceMap) -> Span {
    let text = &sources.file(span.file).text;
    let before = text.get(..span.start as usize).unwrap_or_default();
    let after = text.get(span.start as usize..).unwrap_or_default();
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line_end = span.start as usize + after.find('\n').unwrap_or(after.len());
    let line = text.get(line_start..line_end).unwrap_or_default();
    let (start, end) = if let Some(row) = row(line, span.start as usize - line_start) {
        (line_start + row.start, line_start + row.end)
    } else if line.starts_with('[') {
        (line_start, declaration_end(text, line_end))
    } else {
        let start = before.rfind("\n[").map_or(0, |at| at + 1);
        if holds_entries(text.get(start..line_start).unwrap_or_default()) {
            (line_start, line_end)
        } else {
            (start, declaration_end(text, line_end))
        }
    };
    Span { start: start as u32, end: end as u32, ..span }
}

/// Whether a declaration's text begins with the header of a table of names, as `[errors.Recorder.codes]`: each of
/// its entries stands for itself.
fn holds_entries(declaration: &str) -> bool {
    let header = declaration.lines().next().unwrap_or_default();
    ["codes]", "values]", "bits]", "set]", "cases]"].iter().any(|end| header.trim_end().ends_with(end))
        && !header.starts_with("[[")
        && header.matches('.').count() >= 2
}

/// The row of a line that holds its byte `at`: the inline table that is all of it, or one of an array's.
fn row(line: &str, at: usize) -> Option<Range<usize>> {
    let indent = line.len() - line.trim_start().len();
    if line.trim_start().starts_with('{') {
        return Some(indent..line.len());
    }
    let array = line.find('[').filter(|_| line.starts_with("fields"))?;
    let (mut quote, mut open) = (None, Vec::new());
    for (place, c) in line.char_indices().skip_while(|(place, _)| *place <= array) {
        match (quote, c) {
            (Some(of), c) if c == of => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, '{') => open.push(place),
            (None, '}') => {
                let start = open.pop()?;
                if open.is_empty() && (start..=place).contains(&at) {
                    return Some(start..place + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// The declaration that a place stands in, from its header to the next.
fn declaration(span: Span, sources: &SourceMap) -> Span {
    let text = &sources.file(span.file).text;
    let start = text.get(..span.start as usize).and_then(|before| before.rfind("\n[")).map_or(0, |at| at + 1);
    let end = declaration_end(text, span.start as usize);
    Span { start: start as u32, end: end as u32, ..span }
}

/// Where the next header stands that begins a line.
fn declaration_end(text: &str, from: usize) -> usize {
    text.get(from..).and_then(|rest| rest.find("\n[")).map_or(text.len(), |at| from + at)
}

/// Whether a missing thing may be one that the refused text would have brought: the text has its word, or is
/// the protocol's own table, with its imports and defaults.
fn may_bring(broken: Span, missing: Span, sources: &SourceMap) -> bool {
    let text = |span: Span| {
        sources.file(span.file).text.get(span.start as usize..span.end as usize).unwrap_or_default()
    };
    let lost = text(broken);
    let word = text(missing).trim_matches(|c: char| !c.is_alphanumeric() && c != '_');
    let header = lost.trim_start_matches('[');
    ["protocol", "opcode_size"].iter().any(|table| header.starts_with(table))
        || !word.is_empty() && has_word(&lost.to_lowercase().replace(' ', "_"), &word.to_lowercase())
}

/// Whether `word` stands in `text` with no letter or digit on either side.
fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|after| after.chars().next());
        ![before, after].into_iter().flatten().any(char::is_alphanumeric)
    })
}
