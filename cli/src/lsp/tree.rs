//! TOML as far as it goes: what stands where in a text that may be half typed.
//!
//! The compiler's own parser gives nothing where a file is no TOML. Completion is asked for in just such
//! files, so that this one takes everything and loses nothing but what is broken: an unfinished row ends where
//! the next one starts, an unfinished array where a header or a key stands at the start of a line.

mod reader;

use std::ops::Range;

pub(super) use reader::read;

/// A file: what stands before the first header, and each header with what is below it.
#[derive(Debug)]
pub(super) struct Tree {
    pub(super) blocks: Vec<Block>,
}

/// A header and the entries below it.
#[derive(Debug, Default)]
pub(super) struct Block {
    /// The header's brackets and what is between them; empty at the start of a file.
    pub(super) header: Range<usize>,
    /// The header's keys.
    pub(super) keys: Vec<Word>,
    /// What is below it.
    pub(super) table: Table,
}

/// A key.
#[derive(Clone, Debug)]
pub(super) struct Word {
    /// Without quotes.
    pub(super) text: String,
    /// Where it stands, without quotes.
    pub(super) at: Range<usize>,
}

/// Entries, and the range that they stand in.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) at: Range<usize>,
    /// Whether its end is there.
    pub(super) closed: bool,
    pub(super) entries: Vec<Entry>,
}

/// `key = value`, or as much of it as there is.
#[derive(Debug)]
pub(super) struct Entry {
    /// One, or several with dots between them.
    pub(super) keys: Vec<Word>,
    /// Up to what ends it.
    pub(super) at: Range<usize>,
    pub(super) equals: Option<usize>,
    pub(super) value: Option<Value>,
}

/// A value.
#[derive(Debug)]
pub(super) enum Value {
    /// A string: where its contents stand.
    Text { contents: Range<usize>, closed: bool },
    /// A number, a boolean, or half a word.
    Bare(Range<usize>),
    /// An array.
    Array { items: Vec<Value>, at: Range<usize>, closed: bool },
    /// An inline table.
    Table(Table),
}

/// Where a byte stands.
#[derive(Debug)]
pub(super) struct Place<'t> {
    /// The block.
    pub(super) block: &'t Block,
    /// The keys that lead to the table, the header's first.
    pub(super) path: Vec<&'t str>,
    /// The table that it stands in.
    pub(super) table: &'t Table,
    /// Where in that table.
    pub(super) at: At<'t>,
}

/// A place in a table.
#[derive(Debug)]
pub(super) enum At<'t> {
    /// On a header's key, by its number.
    Header(usize),
    /// On a key, or where one may start.
    Key(Option<&'t Word>),
    /// In the value of an entry; in an array the item.
    Value(&'t Entry, Option<&'t Value>),
    /// Behind a value.
    Behind,
}

impl Tree {
    /// Where a byte stands.
    pub(super) fn place(&self, byte: usize) -> Option<Place<'_>> {
        let block = self.blocks.iter().rev().find(|block| block.header.start <= byte)?;
        let path: Vec<&str> = block.keys.iter().map(|key| key.text.as_str()).collect();
        if block.header.contains(&byte) || (block.header.end == byte && byte > 0) {
            let key = block.keys.iter().position(|key| byte <= key.at.end).unwrap_or(block.keys.len());
            return Some(Place { block, path, table: &block.table, at: At::Header(key) });
        }
        Some(block.table.place(block, path, byte))
    }

    /// The blocks of `[kind.name]`, those below it included.
    pub(super) fn of<'t>(&'t self, kind: &'t str, name: &'t str) -> impl Iterator<Item = &'t Block> {
        self.blocks.iter().filter(move |block| {
            let mut keys = block.keys.iter().map(|key| key.text.as_str());
            keys.next() == Some(kind) && keys.next() == Some(name)
        })
    }
}

impl Table {
    fn place<'t>(&'t self, block: &'t Block, mut path: Vec<&'t str>, byte: usize) -> Place<'t> {
        let around = self.entries.iter().rev().find(|entry| entry.at.start <= byte && byte <= entry.at.end);
        let at = match around {
            None => At::Key(None),
            Some(entry) if entry.equals.is_none_or(|equals| byte <= equals) => {
                let keys = entry.keys.iter().rev();
                match keys.clone().find(|key| key.at.start <= byte && byte <= key.at.end) {
                    Some(key) => At::Key(Some(key)),
                    None if keys.len() == 0 => At::Key(None),
                    None => At::Behind,
                }
            }
            Some(entry) => {
                if let Some(table) = entry.value.as_ref().and_then(|value| value.table_at(byte)) {
                    path.extend(entry.keys.iter().map(|key| key.text.as_str()));
                    return table.place(block, path, byte);
                }
                match &entry.value {
                    Some(value) => value.at(entry, byte),
                    None => At::Value(entry, None),
                }
            }
        };
        Place { block, path, table: self, at }
    }

    /// The entry of a key.
    pub(super) fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.keys.len() == 1 && entry.is(key))
    }

    /// The text at a key.
    pub(super) fn text<'s>(&self, key: &str, source: &'s str) -> Option<&'s str> {
        self.get(key)?.value.as_ref()?.text(source)
    }

    /// The texts of an array of strings, with their places.
    pub(super) fn texts<'s>(&self, key: &str, source: &'s str) -> Vec<(&'s str, Range<usize>)> {
        let Some(Value::Array { items, .. }) = self.get(key).and_then(|entry| entry.value.as_ref()) else {
            return Vec::new();
        };
        let text = |item: &Value| match item {
            Value::Text { contents, .. } => Some((source.get(contents.clone())?, contents.clone())),
            _ => None,
        };
        items.iter().filter_map(text).collect()
    }

    /// The inline tables of an array.
    pub(super) fn rows(&self, key: &str) -> impl Iterator<Item = &Table> {
        let items = match self.get(key).and_then(|entry| entry.value.as_ref()) {
            Some(Value::Array { items, .. }) => items.as_slice(),
            _ => &[],
        };
        items.iter().filter_map(|item| match item {
            Value::Table(table) => Some(table),
            _ => None,
        })
    }
}

impl Entry {
    /// Whether its first key is this one.
    pub(super) fn is(&self, key: &str) -> bool {
        self.keys.first().is_some_and(|word| word.text == key)
    }
}

impl Value {
    /// The inline table around a byte, in this value.
    fn table_at(&self, byte: usize) -> Option<&Table> {
        match self {
            Self::Table(table) if table.at.start < byte && (byte < table.at.end || !table.closed) => {
                Some(table)
            }
            // One that has no end ends where the next one starts.
            Self::Array { items, .. } => {
                items.iter().rev().find(|item| item.range().start < byte)?.table_at(byte)
            }
            _ => None,
        }
    }

    fn at<'t>(&'t self, entry: &'t Entry, byte: usize) -> At<'t> {
        let range = self.range();
        match self {
            _ if byte < range.start => At::Value(entry, None),
            Self::Array { items, closed, .. } if byte < range.end || !closed => {
                let around = |item: &&Value| item.range().start <= byte && byte <= item.range().end;
                At::Value(entry, items.iter().find(around))
            }
            Self::Text { contents, closed } if *closed && byte > contents.end => At::Behind,
            Self::Text { .. } | Self::Bare(_) if byte <= range.end => At::Value(entry, Some(self)),
            _ => At::Behind,
        }
    }

    /// Where it stands; of a string the contents.
    pub(super) fn range(&self) -> Range<usize> {
        match self {
            Self::Text { contents, .. } => contents.clone(),
            Self::Bare(at) | Self::Array { at, .. } => at.clone(),
            Self::Table(table) => table.at.clone(),
        }
    }

    /// A string's contents as they are written.
    pub(super) fn text<'s>(&self, source: &'s str) -> Option<&'s str> {
        match self {
            Self::Text { contents, .. } => source.get(contents.clone()),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
