//! From text to a TOML tree with spans; every syntax error at once.

use toml::de::{DeInteger, DeTable, DeValue};

use crate::diag::{Code, Diagnostic, Sink};
use crate::source::{FileId, Span, Spanned};
use crate::syntax::{Integer, Text};

/// A value of TOML and where it stands: of a string its contents, of `[a.b]` the header.
#[derive(Clone, Debug)]
pub struct Node {
    /// The value.
    pub tree: Tree,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of value that TOML has.
#[derive(Clone, Debug)]
pub enum Tree {
    /// A string, and whether it is written just as it is meant, without escapes.
    Text {
        /// What it means.
        value: String,
        /// Every byte of the span is a byte of the value.
        verbatim: bool,
    },
    /// An integer.
    Integer(Integer),
    /// A number with a fraction or an exponent.
    Float,
    /// A boolean.
    Boolean(bool),
    /// A date or a time.
    Datetime,
    /// An array, or the tables under one `[[header]]`.
    Array(Vec<Node>),
    /// A table of either form.
    Table(Table),
}

impl Tree {
    /// What it is, with its article.
    pub const fn what(&self) -> &'static str {
        match self {
            Self::Text { .. } => "a string",
            Self::Integer(_) => "an integer",
            Self::Float => "a float",
            Self::Boolean(_) => "a boolean",
            Self::Datetime => "a date",
            Self::Array(_) => "an array",
            Self::Table(_) => "a table",
        }
    }
}

/// The entries of a table, in the order of the file.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Keys, each once, with their values.
    pub entries: Vec<(Text, Node)>,
}

impl Table {
    /// The entry of a key.
    pub fn get(&self, key: &str) -> Option<&(Text, Node)> {
        self.entries.iter().find(|(known, _)| known.value == key)
    }
}

/// Parses a file's text. Nothing comes back when it is not TOML but for keys that stand twice in a table: what a
/// parser recovers after other errors may lack whole tables.
pub fn parse(file: FileId, text: &str, sink: &mut Sink) -> Option<Table> {
    let source = Source { file, text };
    if u32::try_from(text.len()).is_err() {
        sink.push(Diagnostic::error(Code::TomlSyntax, source.span(0..0), "the file is longer than 4 GiB"));
        return None;
    }
    let (tree, mut errors) = DeTable::parse_recoverable(text);
    errors.sort_by_key(|error| error.span().map_or(0, |span| span.start));
    let mut refused = Vec::new();
    let table = source.table(tree.into_inner(), &mut |diagnostic| refused.push(diagnostic));
    let places: Vec<Span> = errors.iter().filter_map(|error| Some(source.span(error.span()?))).collect();
    refused.retain(|found| !places.iter().any(|place| overlap(*place, found.primary.span)));
    let integers_fit = refused.is_empty();
    for found in refused {
        sink.push(found);
    }
    // What follows an error in the same entry follows from it.
    let (mut last, mut twice): (Option<usize>, Option<usize>) = (None, None);
    for error in &errors {
        let at = error.span().unwrap_or(0..0);
        let before = last.replace(at.start);
        if before.is_some_and(|before| !source.is_new_entry(before, at.start)) {
            continue;
        }
        // The keys of a table that stands twice stand twice, too.
        twice =
            twice.filter(|from| error.message() == "duplicate key" && !source.has_header(*from, at.start));
        if twice.is_some() {
            continue;
        }
        twice = (error.message() == "duplicate key" && source.is_in_header(at.start)).then_some(at.end);
        let mut diagnostic =
            Diagnostic::error(Code::TomlSyntax, source.span(at.clone()), sentence(error.message()));
        if error.message() == "duplicate key" {
            let name = source.unquoted(at.clone());
            diagnostic.message = format!("`{}` stands twice in one table", name.1);
            if let Some(first) = source.first_of(&at, &table) {
                diagnostic = diagnostic.here("again here").label(first, "first here");
            }
        }
        sink.push(diagnostic);
    }
    // A key that stands twice takes nothing else away; the parser keeps one of them.
    let is_whole = errors.iter().all(|error| {
        error.message() == "duplicate key"
            && error.span().is_some_and(|span| !source.is_in_header(span.start))
    });
    (is_whole && integers_fit).then_some(table)
}

fn overlap(a: Span, b: Span) -> bool {
    a.start < b.end && b.start < a.end
}

/// Our form of a parser's message: it starts with a small letter and expects something.
fn sentence(message: &str) -> String {
    let message = message.strip_suffix(", expected nothing").unwrap_or(message);
    let mut chars = message.chars();
    let first = chars.next().map(|first| first.to_lowercase().to_string()).unwrap_or_default();
    first + chars.as_str()
}

#[derive(Clone, Copy)]
struct Source<'a> {
    file: FileId,
    text: &'a str,
}

impl<'a> Source<'a> {
    fn span(self, range: std::ops::Range<usize>) -> Span {
        let end = range.end.clamp(range.start, self.text.len().max(range.start));
        Span { file: self.file, start: range.start as u32, end: end as u32 }
    }

    fn slice(self, range: std::ops::Range<usize>) -> &'a str {
        self.text.get(range).unwrap_or_default()
    }

    /// A string's contents without its quotes.
    fn unquoted(self, range: std::ops::Range<usize>) -> (std::ops::Range<usize>, &'a str) {
        let written = self.slice(range.clone());
        for quotes in ["\"\"\"", "'''", "\"", "'"] {
            let inner = written.strip_prefix(quotes).and_then(|rest| rest.strip_suffix(quotes));
            let Some(inner) = inner else { continue };
            let mut start = range.start + quotes.len();
            let end = start + inner.len();
            if quotes.len() == 3 {
                start += inner.len() - inner.trim_start_matches('\r').len();
                start += usize::from(self.slice(start..end).starts_with('\n'));
            }
            return (start..end, self.slice(start..end));
        }
        (range, written)
    }

    fn key(self, key: toml::Spanned<toml::de::DeString<'_>>) -> Text {
        let (range, _) = self.unquoted(key.span());
        Spanned::new(key.into_inner().into_owned(), self.span(range))
    }

    fn table(self, table: DeTable<'_>, refuse: &mut dyn FnMut(Diagnostic)) -> Table {
        let mut entries: Vec<(Text, Node)> =
            table.into_iter().map(|(key, value)| (self.key(key), self.node(value, refuse))).collect();
        // A header may come after the headers of its own sub-tables.
        entries.sort_by_key(|(key, _)| key.span.start);
        Table { entries }
    }

    fn node(self, node: toml::Spanned<DeValue<'_>>, refuse: &mut dyn FnMut(Diagnostic)) -> Node {
        let range = node.span();
        let tree = match node.into_inner() {
            DeValue::String(value) => {
                let (contents, written) = self.unquoted(range);
                let verbatim = written == value;
                let tree = Tree::Text { value: value.into_owned(), verbatim };
                return Node { tree, span: self.span(contents) };
            }
            DeValue::Integer(integer) => {
                let value = self.integer(&integer, range.clone()).unwrap_or_else(|diagnostic| {
                    refuse(*diagnostic);
                    0
                });
                Tree::Integer(Integer { value, written: self.slice(range.clone()).to_owned() })
            }
            DeValue::Float(_) => Tree::Float,
            DeValue::Boolean(value) => Tree::Boolean(value),
            DeValue::Datetime(_) => Tree::Datetime,
            DeValue::Array(items) => {
                Tree::Array(items.into_iter().map(|item| self.node(item, refuse)).collect())
            }
            DeValue::Table(table) => Tree::Table(self.table(table, refuse)),
        };
        Node { tree, span: self.span(range) }
    }

    /// The parser leaves it to us whether the digits are digits and how many there may be.
    fn integer(
        self,
        integer: &DeInteger<'_>,
        range: std::ops::Range<usize>,
    ) -> Result<i128, Box<Diagnostic>> {
        let digits = integer.as_str();
        if !is_integer(self.slice(range.clone())) {
            let message = format!("`{}` is not an integer", self.slice(range.clone()));
            return Err(Box::new(Diagnostic::error(Code::TomlSyntax, self.span(range), message)));
        }
        i128::from_str_radix(digits, integer.radix()).map_err(|_| {
            let message = format!("`{}` does not fit in 128 bits", self.slice(range.clone()));
            Box::new(Diagnostic::error(Code::NumberRange, self.span(range), message))
        })
    }

    /// Whether a line between two places begins with a header.
    fn has_header(self, from: usize, to: usize) -> bool {
        self.slice(from..to).split('\n').skip(1).any(|line| line.starts_with('[')) || self.is_in_header(to)
    }

    /// Whether a place stands in the brackets of a header.
    fn is_in_header(self, at: usize) -> bool {
        let line_start = self.slice(0..at).rfind('\n').map_or(0, |newline| newline + 1);
        self.slice(line_start..at).starts_with('[')
    }

    /// Whether an entry or a header begins between two places: a line with a key or a bracket at its start.
    fn is_new_entry(self, from: usize, to: usize) -> bool {
        let Some(between) = self.text.get(from..to) else { return true };
        let line_end = self.slice(to..self.text.len()).find('\n').map_or(self.text.len(), |end| to + end);
        let last_start = between.rfind('\n').map(|at| from + at + 1);
        between.split('\n').skip(1).enumerate().any(|(at, line)| {
            let is_last = at + 1 == between.matches('\n').count();
            let line = if is_last { self.slice(last_start.unwrap_or(to)..line_end) } else { line };
            let key = |c: char| c.is_ascii_alphanumeric() || "_-.\"' ".contains(c);
            let header = line.starts_with('[') && line.contains(']') && line.trim() != "[]";
            let named = line.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_' || c == '"');
            header || named && line.split_once('=').is_some_and(|(name, _)| name.chars().all(key))
        })
    }

    /// The key that the one at `again` repeats.
    fn first_of(self, again: &std::ops::Range<usize>, root: &Table) -> Option<Span> {
        let line_start = self.text.get(..again.start)?.rfind('\n').map_or(0, |newline| newline + 1);
        let line = self.text[line_start..].lines().next().unwrap_or_default();
        if line.trim_start().starts_with('[') && again.start < line_start + line.find(']').unwrap_or(0) {
            return self.same_header(line, line_start);
        }
        let name = self.unquoted(again.clone()).1;
        let mut best = None;
        first_in(root, name, again.start as u32, &mut (0, 0), &mut best);
        best
    }

    fn same_header(self, line: &str, line_start: usize) -> Option<Span> {
        let header = |line: &'a str| line.trim_start().split_inclusive(']').next();
        let wanted = line.trim_start().split_inclusive(']').next();
        let mut start = 0;
        for earlier in self.text.get(..line_start)?.split_inclusive('\n') {
            let indent = earlier.len() - earlier.trim_start().len();
            if header(earlier) == wanted {
                return Some(self.span(start + indent..start + earlier.trim_end().len()));
            }
            start += earlier.len();
        }
        None
    }
}

/// Looks for the last `name` before byte `before`, in the table that holds that byte: of inline tables the
/// one around it, of the others the one whose header came last. `depth` is how good the best so far is.
fn first_in(table: &Table, name: &str, before: u32, best_rank: &mut (u32, u32), best: &mut Option<Span>) {
    let mut visit = |table: &Table, rank: (u32, u32)| {
        let found = table.entries.iter().rev().find(|(key, _)| key.value == name && key.span.start < before);
        if let Some((key, _)) = found
            && rank >= *best_rank
        {
            *best_rank = rank;
            *best = Some(key.span);
        }
    };
    visit(table, (0, 0));
    let mut stack: Vec<&Node> = table.entries.iter().map(|(_, node)| node).collect();
    while let Some(node) = stack.pop() {
        match &node.tree {
            Tree::Array(items) => stack.extend(items),
            Tree::Table(inner) => {
                if node.span.start <= before {
                    let around = u32::from(before < node.span.end);
                    visit(inner, (around, node.span.start));
                }
                stack.extend(inner.entries.iter().map(|(_, node)| node));
            }
            _ => {}
        }
    }
}

/// TOML's grammar of integers.
fn is_integer(written: &str) -> bool {
    let unsigned = written.trim_start_matches(['+', '-']);
    let signs = written.len() - unsigned.len();
    let (digits, radix) = match unsigned.get(..2) {
        Some("0x") => (&unsigned[2..], 16),
        Some("0o") => (&unsigned[2..], 8),
        Some("0b") => (&unsigned[2..], 2),
        _ => (unsigned, 10),
    };
    let groups = digits.split('_').all(|group| !group.is_empty() && group.chars().all(|c| c.is_digit(radix)));
    let leading_zero = radix == 10 && digits.len() > 1 && digits.starts_with('0');
    groups && !leading_zero && signs <= usize::from(radix == 10)
}
