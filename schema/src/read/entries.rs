//! Takes values out of a table whose keys were compared with its kind: a value of another type was
//! reported there and is passed over here.

use super::literals;
use crate::parse::{Node, Table, Tree};
use crate::source::{Span, Spanned};
use crate::syntax::{Docs, ExprText, Integer, Key, Literal, Text};

/// A table and where it stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entries<'a> {
    table: &'a Table,
    pub(crate) span: Span,
}

impl<'a> Entries<'a> {
    pub(crate) fn new(table: &'a Table, span: Span) -> Self {
        Self { table, span }
    }

    pub(crate) fn of(node: &'a Node) -> Option<Self> {
        match &node.tree {
            Tree::Table(table) => Some(Self::new(table, node.span)),
            _ => None,
        }
    }

    pub(crate) fn node(self, key: &str) -> Option<&'a Node> {
        self.table.get(key).map(|(_, node)| node)
    }

    pub(crate) fn key_span(self, key: &str) -> Option<Span> {
        self.table.get(key).map(|(key, _)| key.span)
    }

    pub(crate) fn text(self, key: &str) -> Option<Text> {
        text(self.node(key)?)
    }

    pub(crate) fn integer(self, key: &str) -> Option<Spanned<Integer>> {
        integer(self.node(key)?)
    }

    /// An integer that was compared with a range inside `T`.
    pub(crate) fn number<T: TryFrom<i128>>(self, key: &str) -> Option<Spanned<T>> {
        let integer = self.integer(key)?;
        Some(Spanned::new(T::try_from(integer.value.value).ok()?, integer.span))
    }

    pub(crate) fn boolean(self, key: &str) -> Option<Spanned<bool>> {
        let node = self.node(key)?;
        match node.tree {
            Tree::Boolean(value) => Some(Spanned::new(value, node.span)),
            _ => None,
        }
    }

    pub(crate) fn is_true(self, key: &str) -> bool {
        self.boolean(key).is_some_and(|boolean| boolean.value)
    }

    pub(crate) fn expression(self, key: &str) -> Option<ExprText> {
        expression(self.node(key)?)
    }

    pub(crate) fn literal(self, key: &str) -> Option<Literal> {
        literals::read(self.node(key)?)
    }

    /// `endian`: whether little.
    pub(crate) fn endian(self) -> Option<Spanned<bool>> {
        self.word("endian", &[("big", false), ("little", true)])
    }

    /// What a word of a few stands for.
    pub(crate) fn word<T: Copy>(self, key: &str, words: &[(&str, T)]) -> Option<Spanned<T>> {
        let text = self.text(key)?;
        let (_, meaning) = words.iter().find(|(word, _)| *word == text.value)?;
        Some(Spanned::new(*meaning, text.span))
    }

    pub(crate) fn list(self, key: &str) -> &'a [Node] {
        match self.node(key) {
            Some(Node { tree: Tree::Array(nodes), .. }) => nodes,
            _ => &[],
        }
    }

    pub(crate) fn texts(self, key: &str) -> Vec<Text> {
        self.list(key).iter().filter_map(text).collect()
    }

    /// The tables of an array of tables.
    pub(crate) fn tables(self, key: &str) -> impl Iterator<Item = Entries<'a>> {
        self.list(key).iter().filter_map(Entries::of)
    }

    pub(crate) fn table(self, key: &str) -> Option<Entries<'a>> {
        Entries::of(self.node(key)?)
    }

    /// The entries of a table whose keys are the author's names.
    pub(crate) fn map(self, key: &str) -> impl Iterator<Item = (&'a Key, &'a Node)> {
        let entries = self.table(key).map_or(&[][..], |inner| inner.table.entries.as_slice());
        entries.iter().map(|(name, node)| (name, node))
    }

    /// Those of them that are tables.
    pub(crate) fn named(self, key: &str) -> impl Iterator<Item = (&'a Key, Entries<'a>)> {
        self.map(key).filter_map(|(name, node)| Some((name, Entries::of(node)?)))
    }

    pub(crate) fn docs(self) -> Docs {
        Docs { doc: self.text("doc"), clause: self.text("ref"), unit: self.text("unit") }
    }
}

pub(crate) fn text(node: &Node) -> Option<Text> {
    match &node.tree {
        Tree::Text { value, .. } => Some(Spanned::new(value.clone(), node.span)),
        _ => None,
    }
}

pub(crate) fn integer(node: &Node) -> Option<Spanned<Integer>> {
    match &node.tree {
        Tree::Integer(integer) => Some(Spanned::new(integer.clone(), node.span)),
        _ => None,
    }
}

pub(crate) fn expression(node: &Node) -> Option<ExprText> {
    match &node.tree {
        Tree::Text { .. } => text(node).map(ExprText::Text),
        Tree::Integer(_) => integer(node).map(ExprText::Integer),
        Tree::Boolean(value) => Some(ExprText::Boolean(Spanned::new(*value, node.span))),
        _ => None,
    }
}
