//! What the language allows at every key, as data, and the one pass that compares a file with it.
//!
//! The pass reports keys that are unknown, missing or that exclude each other, values
//! of the wrong type and numbers out of range, all of them at once. Reading comes after and quietly
//! passes over what was reported here.

use crate::diag::{Code, Diagnostic, Sink};
use crate::name::nearest;
use crate::parse::{Node, Table, Tree};
use crate::source::Span;
use crate::syntax::Text;

/// A kind of table.
#[derive(Debug)]
pub struct Kind {
    /// What it is in a sentence, with its article: `a row`.
    pub what: &'static str,
    /// The keys that it has.
    pub keys: &'static [Key],
    /// Keys that exclude others.
    pub exclusive: &'static [(&'static str, &'static [&'static str])],
    /// Keys that need one of some others beside them.
    pub beside: &'static [(&'static str, &'static [&'static str])],
    /// A key that stands alone.
    pub alone: Option<&'static str>,
}

impl Kind {
    /// A kind of table with keys alone.
    pub const fn new(what: &'static str, keys: &'static [Key]) -> Self {
        Self { what, keys, exclusive: &[], beside: &[], alone: None }
    }
}

/// A key of a kind of table.
#[derive(Debug)]
pub struct Key {
    /// Its word.
    pub name: &'static str,
    /// What may stand there.
    pub shape: Shape,
    /// Whether it must be there.
    pub required: bool,
}

/// A key that may be left out.
pub const fn may(name: &'static str, shape: Shape) -> Key {
    Key { name, shape, required: false }
}

/// A key that must be there.
pub const fn must(name: &'static str, shape: Shape) -> Key {
    Key { name, shape, required: true }
}

/// What may stand at a key.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// A string for people.
    Text,
    /// A string of a small language: no escapes, so that its positions are the file's.
    Source,
    /// A time with its unit, in a string.
    Duration,
    /// An integer, both ends included.
    Integer(i128, i128),
    /// A boolean.
    Boolean,
    /// `true` alone.
    True,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A value of a message: integer, boolean, string, and arrays and tables of them.
    Literal,
    /// An array of one shape.
    List(&'static Shape),
    /// A table of a kind.
    Table(&'static Kind),
    /// A table whose keys are names of the author's.
    Map(&'static Shape),
    /// Whichever has the type of what is there.
    OneOf(&'static [Shape]),
}

/// An expression: in a string, or an integer or boolean of TOML.
pub const EXPRESSION: Shape =
    Shape::OneOf(&[Shape::Source, Shape::Integer(i128::MIN, i128::MAX), Shape::Boolean]);

impl Shape {
    /// Whether a value is of the right type, whatever is in it.
    fn takes(&self, tree: &Tree) -> bool {
        match self {
            Self::Text | Self::Source | Self::Duration | Self::Word(_) => matches!(tree, Tree::Text { .. }),
            Self::Integer(..) => matches!(tree, Tree::Integer(_)),
            Self::Boolean | Self::True => matches!(tree, Tree::Boolean(_)),
            Self::Literal => !matches!(tree, Tree::Float | Tree::Datetime),
            Self::List(_) => matches!(tree, Tree::Array(_)),
            Self::Table(_) | Self::Map(_) => matches!(tree, Tree::Table(_)),
            Self::OneOf(shapes) => shapes.iter().any(|shape| shape.takes(tree)),
        }
    }

    /// What is asked for, in a sentence.
    fn asked(&self) -> String {
        match self {
            Self::Text | Self::Source | Self::Duration => "a string".to_owned(),
            Self::Integer(..) => "an integer".to_owned(),
            Self::Boolean => "a boolean".to_owned(),
            Self::True => "`true`".to_owned(),
            Self::Word(words) => listed(words),
            Self::Literal => "an integer, a boolean, a string, an array or a table".to_owned(),
            Self::List(Self::Table(_)) => "an array of tables".to_owned(),
            Self::List(_) => "an array".to_owned(),
            Self::Table(_) | Self::Map(_) => "a table".to_owned(),
            Self::OneOf(shapes) => shapes.iter().map(Self::asked).collect::<Vec<_>>().join(" or "),
        }
    }

    /// What to write instead, where that is known, and the text for it where it is certain.
    fn mend(&self, node: &Node, written: &str) -> Option<(String, Option<String>)> {
        match (self, &node.tree) {
            (Self::Text | Self::Source, Tree::Integer(_) | Tree::Float) => {
                let right = format!("\"{written}\"");
                Some((format!("write `{right}`"), Some(right)))
            }
            (Self::Duration, Tree::Integer(_)) => {
                Some((format!("write `\"{written} s\"` for seconds"), None))
            }
            (Self::List(item), _) if item.takes(&node.tree) && !matches!(node.tree, Tree::Table(_)) => {
                let quote = if matches!(node.tree, Tree::Text { .. }) { "\"" } else { "" };
                let right = format!("[{quote}{written}{quote}]");
                Some((format!("write `{right}`"), Some(right)))
            }
            (Self::Integer(..) | Self::Boolean, Tree::Text { value, .. })
                if is_number(value) || value == "true" || value == "false" =>
            {
                Some((format!("write `{value}` without quotes"), Some(value.clone())))
            }
            _ => None,
        }
    }
}

/// Whether text is an integer as TOML writes it, in decimal or hex.
fn is_number(text: &str) -> bool {
    let hex = text.strip_prefix("0x").is_some_and(|digits| u64::from_str_radix(digits, 16).is_ok());
    let zeros = text.len() > 1 && text.trim_start_matches(['-', '+']).starts_with('0');
    hex || text.parse::<i64>().is_ok() && !zeros
}

/// "`a`, `b` or `c`".
pub fn listed(words: &[&str]) -> String {
    let quoted: Vec<String> =
        words.iter().map(|word| format!("`{}`", word.replace('\0', "\\u0000"))).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, first)) => format!("{} or {last}", first.join(", ")),
        None => String::new(),
    }
}

/// Compares a file with the language.
pub(crate) struct Comparison<'a> {
    /// The file's text.
    pub(crate) text: &'a str,
    /// Where findings go.
    pub(crate) sink: &'a mut Sink,
}

impl Comparison<'_> {
    /// Compares a table with its kind. `span` is where the table itself stands.
    pub(crate) fn table(&mut self, table: &Table, kind: &Kind, span: Span) {
        for (key, node) in &table.entries {
            match kind.keys.iter().find(|known| known.name == key.value) {
                Some(known) => self.value(&key.value, node, &known.shape),
                None => self.unknown_key(key, table, kind),
            }
        }
        self.missing(table, kind, span);
        self.exclusive(table, kind);
    }

    fn unknown_key(&mut self, key: &Text, table: &Table, kind: &Kind) {
        let known = || kind.keys.iter().map(|known| known.name);
        let message = format!("{} has no key `{}`", kind.what, key.value);
        let diagnostic = Diagnostic::error(Code::UnknownKey, key.span, message);
        let there = table.entries.iter().map(|(key, _)| key.value.as_str());
        let there = there.filter(|there| known().any(|known| known == *there));
        self.sink.push(match (meant(key, table, kind), nearest(&key.value, there)) {
            (Some(near), _) => diagnostic.mean(near),
            (None, Some(near)) => diagnostic.help(format!("did you mean `{near}`? It is there already")),
            (None, None) => {
                let keys = known().collect::<Vec<_>>().join(", ");
                diagnostic.help(format!("the keys of {} are {keys}", kind.what))
            }
        });
    }

    fn missing(&mut self, table: &Table, kind: &Kind, span: Span) {
        let has = |name: &str| table.get(name).is_some();
        if kind.alone.is_some_and(has) {
            return;
        }
        let unknown = |key: &Text| kind.keys.iter().all(|known| known.name != key.value);
        // Another key that was meant to be this one has its own error.
        let is_meant = |name: &str| {
            let mut keys = table.entries.iter().map(|(key, _)| key);
            keys.any(|key| unknown(key) && meant(key, table, kind) == Some(name))
        };
        for key in kind.keys.iter().filter(|key| key.required && !has(key.name) && !is_meant(key.name)) {
            let message = format!("{} needs the key `{}`", kind.what, key.name);
            self.sink.push(Diagnostic::error(Code::MissingKey, span, message));
        }
        for (name, others) in kind.beside {
            if let Some((key, _)) = table.get(name)
                && !others.iter().any(|other| has(other))
            {
                let message = format!("`{name}` needs {} beside it", listed(others));
                self.sink.push(Diagnostic::error(Code::MissingKey, key.span, message));
            }
        }
    }

    fn exclusive(&mut self, table: &Table, kind: &Kind) {
        if let Some((alone, _)) = kind.alone.and_then(|alone| table.get(alone)) {
            for (other, _) in table.entries.iter().filter(|(key, _)| key.value != alone.value) {
                if kind.keys.iter().any(|known| known.name == other.value) {
                    let message = format!("`{}` stands alone, without `{}`", alone.value, other.value);
                    let diagnostic = Diagnostic::error(Code::ExclusiveKeys, other.span, message);
                    self.sink.push(diagnostic.label(alone.span, "stands alone"));
                }
            }
            return;
        }
        for (name, others) in kind.exclusive {
            let Some((one, _)) = table.get(name) else { continue };
            for (other, _) in others.iter().filter_map(|other| table.get(other)) {
                let (first, later) =
                    if one.span.start < other.span.start { (one, other) } else { (other, one) };
                let message = format!("`{}` and `{}` exclude each other", first.value, later.value);
                let diagnostic = Diagnostic::error(Code::ExclusiveKeys, later.span, message);
                self.sink.push(diagnostic.label(first.span, "first here"));
            }
        }
    }

    /// Compares what stands at `key` with its shape.
    fn value(&mut self, key: &str, node: &Node, shape: &Shape) {
        if !shape.takes(&node.tree) {
            self.sink.push(self.wrong_type(key, node, shape));
            return;
        }
        match (shape, &node.tree) {
            (Shape::Source | Shape::Duration, Tree::Text { verbatim: false, .. }) => {
                let message = format!("`{key}` may hold no escapes");
                let diagnostic = Diagnostic::error(Code::Escape, node.span, message);
                self.sink.push(diagnostic.help("every position of it must be a position in the file"));
            }
            (Shape::Integer(min, max), Tree::Integer(integer)) if !(*min..=*max).contains(&integer.value) => {
                let message = format!("`{key}` must be {}, not {}", range(*min, *max), integer.written);
                self.sink.push(Diagnostic::error(Code::NumberRange, node.span, message));
            }
            (Shape::True, Tree::Boolean(false)) => {
                let message = format!("`{key}` can only be `true`");
                self.sink
                    .push(Diagnostic::error(Code::UnknownWord, node.span, message).help("leave the key out"));
            }
            (Shape::Word(words), Tree::Text { value, .. }) => self.word(key, node.span, value, words),
            (Shape::Literal, _) => self.literal(key, node),
            (Shape::List(item), Tree::Array(nodes)) => {
                for node in nodes {
                    self.value(key, node, item);
                }
            }
            (Shape::Table(kind), Tree::Table(table)) => self.table(table, kind, node.span),
            (Shape::Map(item), Tree::Table(table)) => {
                for (name, node) in &table.entries {
                    self.value(&name.value, node, item);
                }
            }
            (Shape::OneOf(shapes), tree) => {
                if let Some(shape) = shapes.iter().find(|shape| shape.takes(tree)) {
                    self.value(key, node, shape);
                }
            }
            _ => {}
        }
    }

    fn wrong_type(&self, key: &str, node: &Node, shape: &Shape) -> Diagnostic {
        let message = format!("`{key}` must be {}, not {}", shape.asked(), node.tree.what());
        let diagnostic = Diagnostic::error(Code::WrongType, node.span, message);
        let written = self.text.get(node.span.start as usize..node.span.end as usize).unwrap_or_default();
        let Some((help, right)) = shape.mend(node, written) else { return diagnostic };
        match right {
            Some(right) => diagnostic.mend(help, self.with_quotes(node), right),
            None => diagnostic.help(help),
        }
    }

    /// A value with the quotes around it, where it is a string of one line.
    fn with_quotes(&self, node: &Node) -> Span {
        let span = node.span;
        let before = self.text.get(..span.start as usize).and_then(|before| before.chars().next_back());
        match (&node.tree, before) {
            (Tree::Text { .. }, Some('"' | '\'')) => {
                Span { start: span.start - 1, end: span.end + 1, ..span }
            }
            _ => span,
        }
    }

    fn word(&mut self, key: &str, span: Span, value: &str, words: &[&str]) {
        if words.contains(&value) {
            return;
        }
        let message = format!("`{key}` must be {}, not `{}`", listed(words), value.escape_debug());
        let diagnostic = Diagnostic::error(Code::UnknownWord, span, message);
        self.sink.push(match nearest(value, words.iter().copied()) {
            Some(near) => diagnostic.mean(near),
            None => diagnostic,
        });
    }

    fn literal(&mut self, key: &str, node: &Node) {
        match &node.tree {
            Tree::Float | Tree::Datetime => self.sink.push(self.wrong_type(key, node, &Shape::Literal)),
            Tree::Array(nodes) => nodes.iter().for_each(|node| self.literal(key, node)),
            Tree::Table(table) => table.entries.iter().for_each(|(key, node)| self.literal(&key.value, node)),
            Tree::Text { .. } | Tree::Integer(_) | Tree::Boolean(_) => {}
        }
    }
}

/// The key that a misspelt one is most like, of those that the table does not have yet.
fn meant(key: &Text, table: &Table, kind: &Kind) -> Option<&'static str> {
    let known = kind.keys.iter().map(|known| known.name).filter(|known| table.get(known).is_none());
    let alike = ALIKE.iter().find(|(written, _)| *written == key.value);
    let other = alike.and_then(|(_, meant)| known.clone().find(|known| known == meant));
    other.or_else(|| nearest(&key.value, known))
}

/// Keys that say the same of different kinds: the names of an enum and of a set of flags.
const ALIKE: [(&str, &str); 2] = [("values", "bits"), ("bits", "values")];

fn range(min: i128, max: i128) -> String {
    if min == max { min.to_string() } else { format!("{min} to {max}") }
}
