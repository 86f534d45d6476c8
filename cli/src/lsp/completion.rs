//! What may be written next.
//!
//! It is asked for in texts that are half typed, so that everything comes from the text as it is: the keys
//! from the reader's own tables, the names from this file and what it imports.

mod expressions;
mod keys;
mod values;

use std::ops::Range;

use gen_lsp_types::{
    CompletionItem, CompletionItemKind, CompletionList, Documentation, MarkupContent, MarkupKind, TextEdit,
};

use super::requests::Asked;
use super::scope::Scope;
use super::tree::{self, At, Place};

/// What may stand under the cursor, in the order in which it is worth offering.
pub(super) fn completion(asked: &Asked<'_>) -> CompletionList {
    let tree = tree::read(asked.text);
    let mut offered = Offered { asked, items: Vec::new() };
    if !in_comment(asked.text, asked.byte)
        && let Some(place) = tree.place(asked.byte)
    {
        let scope = Scope::new(asked.workspace, &asked.path, asked.text);
        match &place.at {
            At::Header(key) => keys::header(&mut offered, &tree, &place, *key),
            At::Key(word) => {
                let range = word.map_or(asked.byte..asked.byte, |word| word.at.clone());
                keys::keys(&mut offered, &scope, &place, range);
            }
            At::Value(entry, value) => {
                let key = entry.keys.first().map_or("", |key| key.text.as_str());
                values::values(&mut offered, &scope, &place, key, *value);
            }
            At::Behind => {}
        }
    }
    CompletionList { is_incomplete: false, items: offered.items, ..Default::default() }
}

/// A `#` stands before it in its line, outside of strings.
fn in_comment(text: &str, byte: usize) -> bool {
    let line = text.get(..byte).unwrap_or_default().rsplit('\n').next().unwrap_or_default();
    let mut quote = None;
    for c in line.chars() {
        match (c, quote) {
            ('#', None) => return true,
            ('"' | '\'', None) => quote = Some(c),
            (c, Some(open)) if c == open => quote = None,
            _ => {}
        }
    }
    false
}

/// What is offered so far.
struct Offered<'o, 'w> {
    asked: &'o Asked<'w>,
    items: Vec<CompletionItem>,
}

impl Offered<'_, '_> {
    /// Offers `text` in place of a range. `detail` stands beside it, `doc` below.
    fn push(
        &mut self,
        label: &str,
        text: String,
        at: &Range<usize>,
        kind: CompletionItemKind,
        about: About<'_>,
    ) {
        if self.items.iter().any(|item| item.label == label) {
            return;
        }
        let range = self.asked.workspace.encoding.range(self.asked.text, at.clone());
        let order = format!("{}{:04}", about.rank, self.items.len());
        let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        self.items.push(CompletionItem {
            label: label.to_owned(),
            kind: Some(kind),
            detail: said(about.detail),
            documentation: said(about.doc).map(|value| {
                Documentation::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value })
            }),
            sort_text: Some(order),
            filter_text: Some(label.to_owned()),
            text_edit: Some(TextEdit { range, new_text: text }.into()),
            ..Default::default()
        });
    }

    /// Offers a word as it is.
    fn word(&mut self, word: &str, at: &Range<usize>, kind: CompletionItemKind, about: About<'_>) {
        self.push(word, word.to_owned(), at, kind, about);
    }
}

/// What is said of what is offered.
#[derive(Clone, Copy, Default)]
struct About<'a> {
    /// A small one comes first.
    rank: u8,
    detail: &'a str,
    doc: &'a str,
}

/// The declaration that a place is in, if it is one.
fn around<'s>(scope: &'s Scope, place: &Place<'_>) -> Option<super::scope::Declared<'s>> {
    const KINDS: [&str; 8] = ["enum", "flags", "struct", "union", "fields", "command", "event", "map"];
    scope.own()?.around(&KINDS, &place.path)
}
