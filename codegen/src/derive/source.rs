//! The text of a schema, of which every part knows the Rust that it came from.

use std::fmt::Write as _;
use std::ops::Range;

use opcodec_schema::source::Span as Place;
use proc_macro2::Span;

/// A text with marks.
#[derive(Default)]
pub(super) struct Source {
    text: String,
    marks: Vec<(Range<usize>, Span)>,
}

impl Source {
    /// Adds text that comes from nowhere.
    pub(super) fn push(&mut self, text: &str) {
        self.text += text;
    }

    /// Adds text that came from `span`.
    pub(super) fn push_marked(&mut self, text: &str, span: Span) {
        self.mark(span, |source| source.push(text));
    }

    /// Adds what `write` does, which came from `span` where it does not say more closely.
    pub(super) fn mark(&mut self, span: Span, write: impl FnOnce(&mut Self)) {
        let start = self.text.len();
        write(self);
        self.marks.push((start..self.text.len(), span));
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Where a place of the text came from: the smallest mark around its start.
    pub(super) fn span(&self, place: Place, otherwise: Span) -> Span {
        let start = place.start as usize;
        self.marks
            .iter()
            .filter(|(range, _)| range.contains(&start))
            .min_by_key(|(range, _)| range.len())
            .map_or(otherwise, |(_, span)| *span)
    }
}

/// A text as TOML writes it; without escapes where that can be, because expressions may have none.
pub(super) fn quoted(text: &str) -> String {
    let is_plain = |c: char| !c.is_control();
    if text.chars().all(|c| is_plain(c) && c != '"' && c != '\\') {
        return format!("\"{text}\"");
    }
    if text.chars().all(|c| is_plain(c) && c != '\'') {
        return format!("'{text}'");
    }
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if is_plain(c) => out.push(c),
            c => {
                let _ = write!(out, "\\U{:08X}", c as u32);
            }
        }
    }
    out + "\""
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn texts_are_quoted_without_escapes_where_that_can_be() {
        for (text, toml) in [
            ("1.7:5", "\"1.7:5\""),
            ("a \"b\" \\", "'a \"b\" \\'"),
            ("it's", "\"it's\""),
            ("it's \"b\"", "\"it's \\\"b\\\"\""),
            ("\0", "\"\\U00000000\""),
        ] {
            assert_eq!(quoted(text), toml);
        }
    }
}
