//! Buffers of the editor, which count before what is on the disk.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use gen_lsp_types::{TextDocumentContentChangeEvent, Uri};
use opcodec_schema::read::keys;

use super::position::Encoding;
use super::tree::{self, Word};
use super::uri;

/// An open buffer.
#[derive(Debug)]
pub(super) struct Document {
    /// As the editor calls it.
    pub(super) uri: Uri,
    /// Counts its changes.
    pub(super) version: i32,
    /// What is in it.
    pub(super) text: String,
    /// Whether it is a schema: other TOML is none of our business.
    is_schema: bool,
}

impl Document {
    /// A buffer that was just opened.
    pub(super) fn new(uri: Uri, version: i32, text: String) -> Self {
        let is_schema = is_schema(&text);
        Self { uri, version, text, is_schema }
    }
}

/// Whether a text is a schema, as far as it goes: it has a `[protocol]`, or nothing but what a schema has.
fn is_schema(text: &str) -> bool {
    let tree = tree::read(text);
    let headers = || tree.blocks.iter().filter_map(|block| block.keys.first());
    let known = |key: &Word| keys::FILE.keys.iter().any(|known| known.name == key.text);
    headers().any(|key| key.text == "protocol") || (headers().next().is_some() && headers().all(known))
}

/// All open buffers by their paths.
#[derive(Debug, Default)]
pub(super) struct Documents(BTreeMap<PathBuf, Document>);

impl Documents {
    /// Opens a buffer.
    pub(super) fn open(&mut self, path: PathBuf, document: Document) {
        self.0.insert(path, document);
    }

    /// Closes one.
    pub(super) fn close(&mut self, path: &Path) {
        self.0.remove(path);
    }

    /// The buffer of a file, if it is open.
    pub(super) fn get(&self, path: &Path) -> Option<&Document> {
        self.0.get(path)
    }

    /// The paths of all open schemas.
    pub(super) fn paths(&self) -> impl Iterator<Item = &PathBuf> {
        self.0.iter().filter(|(_, document)| document.is_schema).map(|(path, _)| path)
    }

    /// The schema in a buffer, or what may become one: it has no header yet.
    pub(super) fn schema(&self, path: &Path) -> Option<&Document> {
        self.get(path).filter(|document| document.is_schema || !document.text.contains('['))
    }

    /// The URI of a file: the editor's own where it has the file open.
    pub(super) fn uri(&self, path: &Path) -> Uri {
        self.get(path).map_or_else(|| uri::of(path), |document| document.uri.clone())
    }

    /// A file's text: of its buffer, otherwise from the disk.
    pub(super) fn read(&self, path: &Path) -> io::Result<String> {
        match self.get(&uri::normal(path)) {
            Some(document) => Ok(document.text.clone()),
            None => std::fs::read_to_string(path),
        }
    }

    /// Applies what was typed, one change after the other.
    pub(super) fn change(
        &mut self,
        path: &Path,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
        encoding: Encoding,
    ) {
        let Some(document) = self.0.get_mut(path) else { return };
        document.version = version;
        for change in changes {
            match change {
                TextDocumentContentChangeEvent::TextDocumentContentChangePartial(change) => {
                    let start = encoding.byte(&document.text, change.range.start);
                    let end = encoding.byte(&document.text, change.range.end).max(start);
                    document.text.replace_range(start..end, &change.text);
                }
                TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(whole) => {
                    document.text = whole.text;
                }
            }
        }
        // What was one stays one while it is taken apart.
        document.is_schema = document.is_schema || is_schema(&document.text);
    }
}
