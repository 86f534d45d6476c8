//! From a text to its tree.

use std::ops::Range;

use super::{Block, Entry, Table, Tree, Value, Word};

/// Inline tables and arrays in each other, at most: nothing real comes near.
const MAX_DEPTH: u32 = 64;

/// Reads a text, whatever it is.
pub(in super::super) fn read(text: &str) -> Tree {
    let mut reader = Reader { text, at: 0, depth: 0 };
    let mut blocks = vec![Block::default()];
    loop {
        reader.skip(true);
        let Some(first) = reader.peek() else { break };
        if first == b'[' && reader.at_line_start() {
            if let Some(last) = blocks.last_mut() {
                last.table.at.end = reader.at;
            }
            blocks.push(reader.header());
        } else {
            let entry = reader.entry(true);
            if let Some(last) = blocks.last_mut() {
                last.table.entries.push(entry);
            }
        }
    }
    if let Some(last) = blocks.last_mut() {
        last.table.at.end = text.len();
    }
    Tree { blocks }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    depth: u32,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn next_char(&mut self) {
        self.at += self.rest().chars().next().map_or(0, char::len_utf8);
    }

    /// Whether nothing but blanks stands before it in its line.
    fn at_line_start(&self) -> bool {
        let before = self.text.get(..self.at).unwrap_or_default();
        before.rsplit('\n').next().is_none_or(|line| line.trim().is_empty())
    }

    /// Goes over blanks and comments, and over newlines too if they mean nothing here.
    fn skip(&mut self, newlines: bool) {
        while let Some(byte) = self.peek() {
            match byte {
                b' ' | b'\t' | b'\r' => self.at += 1,
                b'\n' if newlines => self.at += 1,
                b'#' => self.at += self.rest().find('\n').unwrap_or(self.rest().len()),
                _ => break,
            }
        }
    }

    fn header(&mut self) -> Block {
        let start = self.at;
        self.at += if self.rest().starts_with("[[") { 2 } else { 1 };
        let keys = self.keys();
        self.skip(false);
        while self.peek() == Some(b']') {
            self.at += 1;
        }
        let header = start..self.at;
        let line_end = self.rest().find('\n').map_or(self.text.len(), |end| self.at + end);
        self.at = line_end;
        let table = Table { at: line_end..line_end, closed: false, entries: Vec::new() };
        Block { header, keys, table }
    }

    /// Keys with dots between them.
    fn keys(&mut self) -> Vec<Word> {
        let mut keys = Vec::new();
        loop {
            self.blanks();
            match self.peek() {
                Some(b'"' | b'\'') => {
                    let (contents, _) = self.string();
                    let text = self.text.get(contents.clone()).unwrap_or_default().to_owned();
                    keys.push(Word { text, at: contents });
                }
                Some(byte) if is_key(byte) => {
                    let start = self.at;
                    while self.peek().is_some_and(is_key) {
                        self.at += 1;
                    }
                    let text = self.text.get(start..self.at).unwrap_or_default().to_owned();
                    keys.push(Word { text, at: start..self.at });
                }
                _ => break,
            }
            let end = self.at;
            self.blanks();
            if self.peek() != Some(b'.') {
                self.at = end;
                break;
            }
            self.at += 1;
        }
        keys
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t')) {
            self.at += 1;
        }
    }

    /// An entry up to what ends it: a comma or a bracket, of one below a header its line.
    fn entry(&mut self, own_line: bool) -> Entry {
        let start = self.at;
        let keys = self.keys();
        self.blanks();
        let equals = (self.peek() == Some(b'=')).then_some(self.at);
        let mut value = None;
        if equals.is_some() {
            self.at += 1;
            self.blanks();
            value = self.value();
            self.blanks();
        }
        let ends = |byte: u8| {
            byte == b'\n' || byte == b'#' || (!own_line && matches!(byte, b',' | b'}' | b']' | b'{'))
        };
        let end = self.at;
        while self.peek().is_some_and(|byte| !ends(byte)) {
            self.next_char();
        }
        // What follows a value is not part of it; a half key is.
        let end = if value.is_some() { end } else { self.at.max(end) };
        if own_line && self.peek() == Some(b'#') {
            self.skip(false);
        }
        Entry { keys, at: start..end, equals, value }
    }

    fn value(&mut self) -> Option<Value> {
        match self.peek()? {
            b'"' | b'\'' => {
                let (contents, closed) = self.string();
                Some(Value::Text { contents, closed })
            }
            b'[' if self.depth < MAX_DEPTH => {
                self.depth += 1;
                let value = self.array();
                self.depth -= 1;
                Some(value)
            }
            b'{' if self.depth < MAX_DEPTH => {
                self.depth += 1;
                let value = self.table();
                self.depth -= 1;
                Some(Value::Table(value))
            }
            b'\n' | b'\r' | b',' | b'}' | b']' | b'#' => None,
            _ => {
                let start = self.at;
                self.next_char();
                while self.peek().is_some_and(|byte| !b",}]\n\r# \t".contains(&byte)) {
                    self.next_char();
                }
                Some(Value::Bare(start..self.at))
            }
        }
    }

    /// A string: where its contents stand, and whether it ends.
    fn string(&mut self) -> (Range<usize>, bool) {
        let quote = &self.text[self.at..=self.at];
        let triple = quote.repeat(3);
        if self.rest().starts_with(&triple) {
            let start = self.at + 3;
            let found = self.text.get(start..).and_then(|rest| rest.find(&triple));
            let end = found.map_or(self.text.len(), |end| start + end);
            self.at = (end + 3).min(self.text.len());
            return (start..end, found.is_some());
        }
        let escapes = quote == "\"";
        let start = self.at + 1;
        self.at = start;
        while let Some(byte) = self.peek() {
            match byte {
                b'\n' => break,
                b'\\' if escapes => {
                    self.at += 1;
                    if self.peek().is_some_and(|byte| byte != b'\n') {
                        self.next_char();
                    }
                }
                _ if quote.as_bytes() == [byte] => {
                    let contents = start..self.at;
                    self.at += 1;
                    return (contents, true);
                }
                _ => self.next_char(),
            }
        }
        (start..self.at, false)
    }

    fn array(&mut self) -> Value {
        let start = self.at;
        self.at += 1;
        let mut items = Vec::new();
        loop {
            let before = self.at;
            self.skip(true);
            match self.peek() {
                None => break,
                Some(b']') => {
                    self.at += 1;
                    return Value::Array { items, at: start..self.at, closed: true };
                }
                _ if self.starts_anew() => {
                    self.at = before;
                    break;
                }
                Some(b',') => self.at += 1,
                _ => match self.value() {
                    Some(item) => items.push(item),
                    None => self.next_char(),
                },
            }
        }
        Value::Array { items, at: start..self.at, closed: false }
    }

    fn table(&mut self) -> Table {
        let start = self.at;
        self.at += 1;
        let mut entries = Vec::new();
        loop {
            let before = self.at;
            self.skip(true);
            let new_line = self.text.get(before..self.at).is_some_and(|blank| blank.contains('\n'));
            match self.peek() {
                None => break,
                Some(b'}') => {
                    self.at += 1;
                    return Table { at: start..self.at, closed: true, entries };
                }
                // The next row, or the end of all rows.
                Some(b'{' | b']') => {
                    self.at = if new_line { before } else { self.at };
                    break;
                }
                _ if new_line && self.starts_anew() => {
                    self.at = before;
                    break;
                }
                Some(b',') => self.at += 1,
                _ => {
                    let from = self.at;
                    entries.push(self.entry(false));
                    if self.at == from {
                        self.next_char();
                    }
                }
            }
        }
        Table { at: start..self.at, closed: false, entries }
    }

    /// Whether a header or a key stands here at the very start of a line.
    fn starts_anew(&self) -> bool {
        let before = self.text.get(..self.at).unwrap_or_default();
        if !(before.is_empty() || before.ends_with('\n')) {
            return false;
        }
        let line = self.rest().lines().next().unwrap_or_default();
        let header = line.trim_start_matches('[');
        if header.len() < line.len() {
            return header.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && line.contains(']');
        }
        let behind = line.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-');
        behind.len() < line.len() && behind.trim_start().starts_with('=')
    }
}

fn is_key(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-'
}
