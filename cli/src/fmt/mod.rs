//! The one style of schema files: columns of rows aligned, `=` of neighbours aligned, every comment at its place.
//!
//! It works on TOML's tokens: keys, numbers and strings stay as they are written, only blanks and commas move.

mod align;
mod document;
mod print;
#[cfg(test)]
mod tests;

use std::path::Path;

use opcodec_schema::diag::{Diagnostic, Sink};
use opcodec_schema::parse::{self, Node, Table, Tree};
use opcodec_schema::source::SourceMap;

/// The text of a schema file in the one style. Formatting what comes out changes nothing.
///
/// Text that is no TOML is not formatted: the mistakes in it come back, with places in file 0. Whether it is a
/// schema is not asked.
pub(crate) fn format(text: &str) -> Result<String, Vec<Diagnostic>> {
    let mut sink = Sink::default();
    let file = SourceMap::default().add(Path::new("").to_owned(), text.to_owned());
    let parsed = parse::parse(file, text, &mut sink);
    let found = sink.drain();
    match parsed {
        Some(_) if found.is_empty() && ends_in_crlf(text) => {
            let text = text.replace("\r\n", "\n");
            Ok(print::print(&document::read(&text)).replace('\n', "\r\n"))
        }
        Some(_) if found.is_empty() => Ok(print::print(&document::read(text))),
        _ => Err(found),
    }
}

/// Whether two texts are the same TOML: keys and values in the same order, numbers written alike.
pub(crate) fn same_meaning(one: &str, other: &str) -> bool {
    let tree = |text: &str| {
        let mut sink = Sink::default();
        let file = SourceMap::default().add(Path::new("").to_owned(), text.to_owned());
        let tree = parse::parse(file, text, &mut sink);
        let found = sink.drain();
        tree.filter(|_| found.is_empty())
    };
    match (tree(one), tree(other)) {
        (Some(one), Some(other)) => same_table(&one, &other),
        _ => false,
    }
}

fn same_table(one: &Table, other: &Table) -> bool {
    let same = |((key, node), (other_key, other)): (&(_, _), &(_, _))| {
        let (key, other_key): (&opcodec_schema::syntax::Text, &opcodec_schema::syntax::Text) =
            (key, other_key);
        key.value == other_key.value && same_node(node, other)
    };
    one.entries.len() == other.entries.len() && one.entries.iter().zip(&other.entries).all(same)
}

fn same_node(one: &Node, other: &Node) -> bool {
    match (&one.tree, &other.tree) {
        (Tree::Text { value: one, .. }, Tree::Text { value: other, .. }) => one == other,
        (Tree::Integer(one), Tree::Integer(other)) => {
            one.value == other.value && one.written == other.written
        }
        (Tree::Boolean(one), Tree::Boolean(other)) => one == other,
        (Tree::Float, Tree::Float) | (Tree::Datetime, Tree::Datetime) => true,
        (Tree::Array(one), Tree::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same_node(one, other))
        }
        (Tree::Table(one), Tree::Table(other)) => same_table(one, other),
        _ => false,
    }
}

/// Whether every line ends in a carriage return and a line feed, as some editors write them: so they stay.
fn ends_in_crlf(text: &str) -> bool {
    text.contains('\n')
        && text.split_inclusive('\n').all(|line| line.ends_with("\r\n") || !line.ends_with('\n'))
}
