//! Literal values: `const`, `default`, and what vectors give to fields.

use super::entries::Entries;
use crate::parse::{Node, Tree};
use crate::syntax::{Literal, LiteralValue, Text};

/// A literal, unless there is a float or a date in it.
pub fn read(node: &Node) -> Option<Literal> {
    let value = match &node.tree {
        Tree::Text { value, .. } => LiteralValue::Text(value.clone()),
        Tree::Integer(integer) => LiteralValue::Integer(integer.clone()),
        Tree::Boolean(value) => LiteralValue::Boolean(*value),
        Tree::Array(nodes) => LiteralValue::Array(nodes.iter().map(read).collect::<Option<_>>()?),
        Tree::Table(table) => LiteralValue::Table(
            table
                .entries
                .iter()
                .map(|(key, node)| Some((key.clone(), read(node)?)))
                .collect::<Option<_>>()?,
        ),
        Tree::Float | Tree::Datetime => return None,
    };
    Some(Literal { value, span: node.span })
}

/// The entries of a table of literals.
pub(crate) fn named(entries: Entries<'_>, key: &str) -> Vec<(Text, Literal)> {
    entries.map(key).filter_map(|(name, node)| Some((name.clone(), read(node)?))).collect()
}
