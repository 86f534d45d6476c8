//! From text to lines and values, each of them a piece of the text.

use toml_parser::Source;
use toml_parser::lexer::{Token, TokenKind};

/// A line of the file, or what stands for several of them.
#[derive(Debug)]
pub(super) enum Line<'a> {
    /// One empty line or more.
    Blank,
    /// A comment on a line of its own.
    Comment(&'a str),
    /// A comment right below one behind the line above: it goes on with it.
    Continued(&'a str),
    /// `[a.b]` or `[[a.b]]`, and the comment behind it.
    Header {
        /// Without blanks.
        text: String,
        /// The last word of it.
        name: String,
        /// What stands behind it.
        comment: Option<&'a str>,
    },
    /// A key, its value and the comment behind it.
    Entry(Entry<'a>),
}

/// A key and its value.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    /// As it is written, without blanks.
    pub(super) key: String,
    /// What it has.
    pub(super) value: Value<'a>,
    /// What stands behind it.
    pub(super) comment: Option<&'a str>,
}

/// A value.
#[derive(Debug)]
pub(super) enum Value<'a> {
    /// Anything without parts, as it is written.
    Scalar(&'a str),
    /// `[…]`.
    Array(Group<'a>),
    /// `{…}`.
    Table(Group<'a>),
}

impl Value<'_> {
    /// Whether it takes several lines, by the author's choice or because of a comment in it.
    pub(super) fn is_broken(&self) -> bool {
        match self {
            Self::Scalar(text) => text.contains('\n'),
            Self::Array(group) | Self::Table(group) => group.is_broken(),
        }
    }
}

/// What stands between brackets.
#[derive(Debug, Default)]
pub(super) struct Group<'a> {
    /// The comment right behind the opening bracket.
    pub(super) opening: Option<&'a str>,
    /// Items and what stands between them.
    pub(super) parts: Vec<Part<'a>>,
    /// Whether there is an end of line in it.
    pub(super) several_lines: bool,
}

impl Group<'_> {
    pub(super) fn is_broken(&self) -> bool {
        self.several_lines
            || self.parts.iter().any(|part| matches!(part, Part::Item(item) if item.entry.value.is_broken()))
    }
}

/// A part of a group.
#[derive(Debug)]
pub(super) enum Part<'a> {
    /// One empty line or more.
    Blank,
    /// A comment on a line of its own.
    Comment(&'a str),
    /// A comment right below one behind the line above: it goes on with it.
    Continued(&'a str),
    /// An item.
    Item(Item<'a>),
}

/// An item of an array, whose key is empty, or of an inline table.
#[derive(Debug)]
pub(super) struct Item<'a> {
    /// What it is.
    pub(super) entry: Entry<'a>,
    /// Whether it goes on in the line of the item before it.
    pub(super) goes_on: bool,
}

/// The lines of a text that is TOML.
pub(super) fn read(text: &str) -> Vec<Line<'_>> {
    let tokens = Source::new(text).lex().into_vec();
    Reader { text, tokens, at: 0, behind: None, between: Vec::new() }.lines()
}

struct Reader<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    at: usize,
    /// End and column of the last comment that stood behind something, or went on with one that did.
    behind: Option<(usize, usize)>,
    /// Comments between a key and its value.
    between: Vec<&'a str>,
}

impl<'a> Reader<'a> {
    fn kind(&self) -> TokenKind {
        self.tokens.get(self.at).map_or(TokenKind::Eof, Token::kind)
    }

    /// The text from one token to before another.
    fn slice(&self, from: usize, to: usize) -> &'a str {
        let start = self.tokens.get(from).map_or(self.text.len(), |token| token.span().start());
        let end = self.tokens.get(to).map_or(self.text.len(), |token| token.span().start());
        self.text.get(start..end).unwrap_or_default()
    }

    fn take(&mut self) -> &'a str {
        self.at += 1;
        self.slice(self.at - 1, self.at)
    }

    fn skip_blanks(&mut self) {
        while self.kind() == TokenKind::Whitespace {
            self.at += 1;
        }
    }

    fn lines(mut self) -> Vec<Line<'a>> {
        let mut lines = Vec::new();
        let mut empty = false;
        loop {
            self.skip_blanks();
            let line = match self.kind() {
                TokenKind::Eof => return lines,
                TokenKind::Newline => {
                    self.at += 1;
                    // An end of line right after another.
                    empty = true;
                    continue;
                }
                TokenKind::Comment if self.goes_on() => Line::Continued(self.take_behind()),
                TokenKind::Comment => Line::Comment(self.take().trim_end()),
                TokenKind::LeftSquareBracket => self.header(),
                _ => Line::Entry(self.entry()),
            };
            if empty && !lines.is_empty() {
                lines.push(Line::Blank);
            }
            lines.push(line);
            empty = false;
            self.skip_blanks();
            if self.kind() == TokenKind::Newline {
                self.at += 1;
            }
        }
    }

    fn header(&mut self) -> Line<'a> {
        let (mut text, mut name) = (String::new(), "");
        while !matches!(self.kind(), TokenKind::Newline | TokenKind::Comment | TokenKind::Eof) {
            let kind = self.kind();
            let part = self.take();
            if kind != TokenKind::Whitespace {
                text.push_str(part);
            }
            if matches!(kind, TokenKind::Atom | TokenKind::BasicString | TokenKind::LiteralString) {
                name = part;
            }
        }
        Line::Header { text, name: unquoted(name).to_owned(), comment: self.comment() }
    }

    /// A comment in the same line.
    fn comment(&mut self) -> Option<&'a str> {
        self.skip_blanks();
        (self.kind() == TokenKind::Comment).then(|| self.take_behind())
    }

    /// Takes a comment that others may go on with.
    fn take_behind(&mut self) -> &'a str {
        let (start, column) = self.place();
        let comment = self.take();
        self.behind = Some((start + comment.len(), column));
        comment.trim_end()
    }

    /// Where the next token is, and in which column, in characters.
    fn place(&self) -> (usize, usize) {
        let start = self.tokens.get(self.at).map_or(self.text.len(), |token| token.span().start());
        let before = self.text.get(..start).unwrap_or_default();
        let line = before.rfind('\n').map_or(0, |end| end + 1);
        (start, before[line..].chars().count())
    }

    /// Whether the comment here, on a line of its own, stands right below one that is behind something.
    fn goes_on(&self) -> bool {
        let (start, column) = self.place();
        let Some((end, above)) = self.behind else { return false };
        let between = self.text.get(end..start).unwrap_or("?");
        let is_next =
            || between.bytes().all(|byte| byte.is_ascii_whitespace()) && between.matches('\n').count() == 1;
        column == above && is_next()
    }

    fn entry(&mut self) -> Entry<'a> {
        let mut entry = self.keyed();
        entry.comment = self.comment();
        entry
    }

    fn keyed(&mut self) -> Entry<'a> {
        let mut key = String::new();
        while !matches!(self.kind(), TokenKind::Equals | TokenKind::Eof) {
            if !self.skip_between() {
                key.push_str(self.take());
            }
        }
        self.at += 1;
        while self.skip_between() {}
        Entry { key, value: self.value(), comment: None }
    }

    /// Passes over blanks; in an inline table the parser also takes ends of lines and comments around `=`.
    fn skip_between(&mut self) -> bool {
        match self.kind() {
            TokenKind::Whitespace | TokenKind::Newline => self.at += 1,
            TokenKind::Comment => {
                let comment = self.take().trim_end();
                self.between.push(comment);
            }
            _ => return false,
        }
        true
    }

    fn value(&mut self) -> Value<'a> {
        self.skip_blanks();
        match self.kind() {
            TokenKind::LeftSquareBracket => Value::Array(self.group(TokenKind::RightSquareBracket)),
            TokenKind::LeftCurlyBracket => Value::Table(self.group(TokenKind::RightCurlyBracket)),
            _ => {
                let start = self.at;
                while !matches!(
                    self.kind(),
                    TokenKind::Comma
                        | TokenKind::RightSquareBracket
                        | TokenKind::RightCurlyBracket
                        | TokenKind::Newline
                        | TokenKind::Comment
                        | TokenKind::Eof
                ) {
                    self.at += 1;
                }
                Value::Scalar(self.slice(start, self.at).trim_end_matches([' ', '\t']))
            }
        }
    }

    fn group(&mut self, close: TokenKind) -> Group<'a> {
        self.at += 1;
        let mut group = Group::default();
        let mut newlines = 0;
        loop {
            match self.kind() {
                TokenKind::Whitespace | TokenKind::Comma => self.at += 1,
                TokenKind::Newline => {
                    self.at += 1;
                    newlines += 1;
                    group.several_lines = true;
                }
                TokenKind::Comment => {
                    let goes_on = newlines > 0 && self.goes_on();
                    let comment =
                        if goes_on || newlines == 0 { self.take_behind() } else { self.take().trim_end() };
                    group.several_lines = true;
                    if goes_on {
                        group.parts.push(Part::Continued(comment));
                    } else {
                        group.comment(comment, newlines);
                    }
                    newlines = 0;
                    // The end of its line belongs to it.
                    if self.kind() == TokenKind::Newline {
                        self.at += 1;
                        newlines = 1;
                    }
                }
                TokenKind::Eof => return group,
                kind if kind == close => {
                    self.at += 1;
                    return group;
                }
                _ => {
                    let goes_on = newlines == 0 && !group.parts.is_empty();
                    group.blank(newlines);
                    newlines = 0;
                    let before = self.between.len();
                    let entry = if close == TokenKind::RightCurlyBracket {
                        self.keyed()
                    } else {
                        Entry { key: String::new(), value: self.value(), comment: None }
                    };
                    // They stand in front of it then.
                    group.several_lines |= self.between.len() > before;
                    group.parts.extend(self.between.drain(before..).map(Part::Comment));
                    group.parts.push(Part::Item(Item { entry, goes_on }));
                }
            }
        }
    }
}

impl<'a> Group<'a> {
    /// An empty line stands in front of what comes now.
    fn blank(&mut self, newlines: usize) {
        if newlines > 1 && !self.parts.is_empty() {
            self.parts.push(Part::Blank);
        }
    }

    fn comment(&mut self, comment: &'a str, newlines: usize) {
        match self.parts.last_mut() {
            None if newlines == 0 && self.opening.is_none() => self.opening = Some(comment),
            Some(Part::Item(item)) if newlines == 0 && item.entry.comment.is_none() => {
                item.entry.comment = Some(comment);
            }
            _ => {
                self.blank(newlines);
                self.parts.push(Part::Comment(comment));
            }
        }
    }
}

/// A key without its quotes.
pub(super) fn unquoted(key: &str) -> &str {
    key.trim_matches(['"', '\''])
}
