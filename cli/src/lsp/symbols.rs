//! The outline of a file.

use gen_lsp_types::{DocumentSymbol, Range, SymbolKind};

use super::position::Encoding;
use super::tree::{self, Block, Value};

/// Every declaration, with its rows, enumerators or codes below it. It needs no TOML that is whole.
pub(super) fn symbols(text: &str, encoding: Encoding) -> Vec<DocumentSymbol> {
    let tree = tree::read(text);
    let mut symbols: Vec<DocumentSymbol> = Vec::new();
    let mut kinds: Vec<(String, String)> = Vec::new();
    for block in &tree.blocks {
        let mut keys = block.keys.iter();
        let Some(first) = keys.next() else { continue };
        let second = keys.next();
        let name = second.unwrap_or(first);
        let outline = Outline { text, encoding, block };
        let known = (first.text.clone(), name.text.clone());
        let children = outline.children();
        match kinds.iter().position(|kind| *kind == known) {
            // `[enum.X.values]` belongs to `[enum.X]`, and may stand anywhere behind it.
            Some(at) if keys.next().is_some() => {
                if let Some(symbol) = symbols.get_mut(at) {
                    symbol.range.end = symbol.range.end.max(outline.range().end);
                    symbol.children.get_or_insert_default().extend(children);
                }
            }
            _ => {
                let detail = second.map(|_| first.text.clone());
                let place = (outline.range(), encoding.range(text, name.at.clone()));
                symbols.push(symbol(name.text.clone(), detail, kind(&first.text), place, Some(children)));
                kinds.push(known);
            }
        }
    }
    symbols
}

struct Outline<'t> {
    text: &'t str,
    encoding: Encoding,
    block: &'t Block,
}

impl Outline<'_> {
    /// From the header to the last entry.
    fn range(&self) -> Range {
        let end = self.block.table.entries.last().map_or(self.block.header.end, |entry| entry.at.end);
        self.encoding.range(self.text, self.block.header.start..end)
    }

    fn children(&self) -> Vec<DocumentSymbol> {
        let keys: Vec<&str> = self.block.keys.iter().map(|key| key.text.as_str()).collect();
        let table = &self.block.table;
        match keys.as_slice() {
            ["enum" | "flags", _] => {
                let inline = ["values", "bits"].iter().filter_map(|key| table.get(key));
                let entries = inline.filter_map(|entry| match &entry.value {
                    Some(Value::Table(inner)) => Some(inner.entries.iter()),
                    _ => None,
                });
                self.entries(entries.flatten(), SymbolKind::EnumMember)
            }
            ["enum" | "flags", _, _] => self.entries(table.entries.iter(), SymbolKind::EnumMember),
            ["errors", _, _] => self.entries(table.entries.iter(), SymbolKind::Constant),
            ["union", _, "cases"] => self.entries(table.entries.iter(), SymbolKind::Struct),
            ["map", _, "set"] => self.entries(table.entries.iter(), SymbolKind::Property),
            [_, _] => self.rows(),
            _ => Vec::new(),
        }
    }

    fn entries<'e>(
        &self,
        entries: impl Iterator<Item = &'e tree::Entry>,
        kind: SymbolKind,
    ) -> Vec<DocumentSymbol> {
        let of = |entry: &tree::Entry| {
            let key = entry.keys.first()?;
            let whole = self.encoding.range(self.text, key.at.start..entry.at.end.max(key.at.end));
            let place = (whole, self.encoding.range(self.text, key.at.clone()));
            (!key.text.is_empty()).then(|| symbol(key.text.clone(), None, kind, place, None))
        };
        entries.filter_map(of).collect()
    }

    fn rows(&self) -> Vec<DocumentSymbol> {
        let rows = ["args", "fields", "answer"].into_iter().flat_map(|key| self.block.table.rows(key));
        let of = |row: &tree::Table| {
            let name = row.get("name")?.value.as_ref()?;
            let written = name.text(self.text).filter(|name| !name.is_empty())?.to_owned();
            let detail = row.text("type", self.text).or_else(|| row.text("at", self.text)).map(str::to_owned);
            let whole = self.encoding.range(self.text, row.at.clone());
            let place = (whole, self.encoding.range(self.text, name.range()));
            Some(symbol(written, detail, SymbolKind::Field, place, None))
        };
        rows.filter_map(of).collect()
    }
}

/// `place` is the whole and the name in it.
fn symbol(
    name: String,
    detail: Option<String>,
    kind: SymbolKind,
    (whole, selected): (Range, Range),
    children: Option<Vec<DocumentSymbol>>,
) -> DocumentSymbol {
    DocumentSymbol::new(name, detail, kind, None, None, whole, selected, children)
}

fn kind(word: &str) -> SymbolKind {
    match word {
        "protocol" => SymbolKind::Module,
        "enum" | "flags" | "errors" => SymbolKind::Enum,
        "struct" | "union" | "fields" => SymbolKind::Struct,
        "command" | "map" => SymbolKind::Function,
        "event" => SymbolKind::Event,
        _ => SymbolKind::Object,
    }
}
