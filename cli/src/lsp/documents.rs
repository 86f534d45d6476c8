//! Buffers of the editor, which count before what is on the disk.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use gen_lsp_types::{TextDocumentContentChangeEvent, Uri};

use super::position::Encoding;
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

    /// The paths of all open buffers.
    pub(super) fn paths(&self) -> impl Iterator<Item = &PathBuf> {
        self.0.keys()
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
    }
}
