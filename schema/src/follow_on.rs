//! Which findings of the checks stand on their own where the reader has refused some keys.
//!
//! The checks run on what could be read, so that a misspelt key does not hide an overlap elsewhere. What they
//! find in a declaration that the reader refused in part, or what only says that something is missing, may
//! follow from the refused keys and would be noise.

use crate::diag::{Code, Diagnostic};
use crate::source::{SourceMap, Span};

/// Codes that say that something is not there.
const ABSENCES: [Code; 12] = [
    Code::UnknownFields,
    Code::UnknownUnion,
    Code::UnknownType,
    Code::UnknownName,
    Code::NoCommandSize,
    Code::NoCarrier,
    Code::ByteOrder,
    Code::NoTag,
    Code::Alias,
    Code::UnknownMember,
    Code::MissingMember,
    Code::UnknownCase,
];

/// Those of `found` that the refusals in `refused` cannot have caused.
pub(crate) fn without(
    refused: &[Diagnostic],
    found: Vec<Diagnostic>,
    sources: &SourceMap,
) -> impl Iterator<Item = Diagnostic> {
    let broken: Vec<_> = refused.iter().map(|refused| declaration(refused.primary.span, sources)).collect();
    found.into_iter().filter(move |found| {
        let places = found.labels.iter().chain([&found.primary]);
        !ABSENCES.contains(&found.code)
            && places.map(|label| declaration(label.span, sources)).all(|place| !broken.contains(&place))
    })
}

/// The file and the first two words of the header above a place: `("struct", "X")` also inside
/// `[[struct.X.test]]`.
fn declaration(span: Span, sources: &SourceMap) -> (u32, Option<(&str, &str)>) {
    let text = &sources.file(span.file).text;
    let end = text.get(span.start as usize..).and_then(|rest| rest.find('\n'));
    let above = text.get(..end.map_or(text.len(), |end| span.start as usize + end)).unwrap_or_default();
    let header = above.lines().rev().find(|line| line.starts_with('['));
    let words = header.map(|header| {
        let mut words =
            header.trim_start_matches('[').split([']', '.']).map(|word| word.trim().trim_matches('"'));
        (words.next().unwrap_or_default(), words.next().unwrap_or_default())
    });
    (span.file.0, words)
}
