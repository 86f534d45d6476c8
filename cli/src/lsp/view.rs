//! A compilation seen from the present buffers.
//!
//! While a file is no TOML its last index still serves. Between the text that was compiled and the one that is
//! there now lies one change: what stands before it is where it was, what stands behind it has moved.

use std::ops::Range;
use std::path::{Path, PathBuf};

use gen_lsp_types::Location;
use opcodec_schema::Compilation;
use opcodec_schema::index::{Definition, Index};
use opcodec_schema::source::{FileId, Span};

use super::documents::Documents;
use super::position::Encoding;
use super::tree::{self, At, Place};
use super::uri;

/// A compilation, with the buffers to compare it with.
#[derive(Clone, Copy, Debug)]
pub(super) struct View<'w> {
    documents: &'w Documents,
    encoding: Encoding,
    /// What was compiled.
    pub(super) compilation: &'w Compilation,
}

/// A place in a file as it is now.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spot {
    /// The file.
    pub(super) path: PathBuf,
    /// First byte.
    pub(super) start: usize,
    /// One past the last byte.
    pub(super) end: usize,
}

impl<'w> View<'w> {
    /// `compilation` beside the buffers.
    pub(super) fn new(documents: &'w Documents, encoding: Encoding, compilation: &'w Compilation) -> Self {
        Self { documents, encoding, compilation }
    }

    /// Names and expressions.
    pub(super) fn index(&self) -> &'w Index {
        &self.compilation.index
    }

    /// The file of a path, if it was compiled.
    pub(super) fn file(&self, path: &Path) -> Option<FileId> {
        let mut files = self.compilation.paths();
        Some(FileId(files.position(|known| uri::normal(known) == path)? as u32))
    }

    /// A file's text as it was compiled.
    fn compiled(&self, file: FileId) -> &'w str {
        &self.compilation.sources.file(file).text
    }

    /// A file's path and its text as it is now.
    pub(super) fn present(&self, file: FileId) -> (PathBuf, &'w str) {
        let path = uri::normal(&self.compilation.sources.file(file).path);
        let text = self.documents.get(&path).map_or_else(|| self.compiled(file), |found| &found.text);
        (path, text)
    }

    /// The byte of what was compiled that stands now at `byte`.
    pub(super) fn then(&self, file: FileId, byte: usize) -> Option<u32> {
        let (_, now) = self.present(file);
        let then = self.compiled(file);
        Change::between(now, then).moved(byte).map(|byte| byte as u32)
    }

    /// Where something that was compiled stands now.
    pub(super) fn spot(&self, span: Span) -> Option<Spot> {
        let (path, now) = self.present(span.file);
        let change = Change::between(self.compiled(span.file), now);
        let (start, end) = (change.start_moved(span.start as usize)?, change.moved(span.end as usize)?);
        Some(Spot { path, start, end: end.max(start) })
    }

    /// The same as an editor asks for it.
    pub(super) fn location(&self, span: Span) -> Option<Location> {
        let spot = self.spot(span)?;
        let (_, text) = self.present(span.file);
        let range = self.encoding.range(text, spot.start..spot.end);
        Some(Location { uri: self.documents.uri(&spot.path), range })
    }

    /// What is written at a place of what was compiled.
    pub(super) fn text(&self, span: Span) -> &'w str {
        self.compiled(span.file).get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    /// What the name at a byte means: several things where rows are shared. The span is that of the name.
    pub(super) fn meant(&self, file: FileId, byte: u32) -> (Option<Span>, Vec<&'w Definition>) {
        let index = self.index();
        let mut uses: Vec<_> = index.uses_at(file, byte).collect();
        // Of `Enum.NAME` the dot is the end of one and the start of none.
        if let Some(last) = uses.iter().map(|found| found.span.start).max() {
            uses.retain(|found| found.span.start == last);
            let meant = uses.iter().filter_map(|found| index.definition(found.definition)).collect();
            return (uses.first().map(|found| found.span), meant);
        }
        let tree = tree::read(self.compiled(file));
        if let Some(Place { block, at: At::Header(1), .. }) = tree.place(byte as usize)
            && let [kind, name, ..] = block.keys.as_slice()
        {
            let mut known = index.definitions().iter().filter(|known| known.span.file == file);
            let is = |known: &&Definition| {
                known.what.header() == Some(kind.text.as_str()) && known.name.printed == name.text
            };
            let at = Span { file, start: name.at.start as u32, end: name.at.end as u32 };
            return (Some(at), known.find(is).into_iter().collect());
        }
        let declared = index.definition_at(file, byte);
        (declared.map(|found| found.span), declared.into_iter().collect())
    }

    /// The further headers of a declaration: `[errors.X.codes]`, `[[struct.X.test]]`. Each is the name in it.
    pub(super) fn headers(&self, definition: &Definition) -> Vec<Span> {
        let Some(kind) = definition.what.header() else { return Vec::new() };
        let file = definition.span.file;
        let tree = tree::read(self.compiled(file));
        let names = tree.of(kind, &definition.name.printed).filter_map(|block| block.keys.get(1));
        let spans = names.map(|name| Span { file, start: name.at.start as u32, end: name.at.end as u32 });
        spans.filter(|span| *span != definition.span).collect()
    }

    /// The definition whose name stands now at a place: by its place it is known in every view.
    pub(super) fn declared(&self, spot: &Spot) -> Option<&'w Definition> {
        let file = self.file(&spot.path)?;
        let (_, now) = self.present(file);
        let start = Change::between(now, self.compiled(file)).start_moved(spot.start)?;
        let end = start + (spot.end - spot.start);
        self.index().definition(Span { file, start: start as u32, end: end as u32 })
    }
}

/// One change from a text to another: where it starts in both, and where it ends.
struct Change {
    start: usize,
    from_end: usize,
    to_end: usize,
}

impl Change {
    fn between(from: &str, to: &str) -> Self {
        // Of one length: nothing, or a line that was left out, so that all is where it was.
        if from.len() == to.len() {
            return Self { start: from.len(), from_end: from.len(), to_end: to.len() };
        }
        let (a, b) = (from.as_bytes(), to.as_bytes());
        let start = a.iter().zip(b).take_while(|(a, b)| a == b).count();
        let behind = |text: &'_ [u8]| text.get(start..).unwrap_or_default().to_owned();
        let (rest_a, rest_b) = (behind(a), behind(b));
        let same = rest_a.iter().rev().zip(rest_b.iter().rev()).take_while(|(a, b)| a == b).count();
        Self { start, from_end: a.len() - same, to_end: b.len() - same }
    }

    /// Where something that starts with a byte of the first text starts in the second: what is put right before
    /// it is not of it.
    fn start_moved(&self, byte: usize) -> Option<usize> {
        if byte >= self.from_end { Some(byte - self.from_end + self.to_end) } else { self.moved(byte) }
    }

    /// Where a byte of the first text is in the second. `None`: in what was changed.
    fn moved(&self, byte: usize) -> Option<usize> {
        match byte {
            _ if byte <= self.start => Some(byte),
            _ if byte >= self.from_end => Some(byte - self.from_end + self.to_end),
            _ => None,
        }
    }
}

/// The bytes of a word around `byte`: letters, digits and what joins them.
pub(super) fn word_at(text: &str, byte: usize) -> Range<usize> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    let before = text.get(..byte).unwrap_or_default();
    let start = byte - before.chars().rev().take_while(|c| is_word(*c)).map(char::len_utf8).sum::<usize>();
    let behind = text.get(byte..).unwrap_or_default();
    start..byte + behind.chars().take_while(|c| is_word(*c)).map(char::len_utf8).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::Change;

    #[test]
    fn bytes_move_with_what_is_typed_before_them() {
        let change = Change::between("abcdef", "abXYZef");
        let moved: Vec<Option<usize>> = (0..=6).map(|byte| change.moved(byte)).collect();
        assert_eq!(moved, [Some(0), Some(1), Some(2), None, Some(5), Some(6), Some(7)]);
        let put = Change::between("abef", "abcdef");
        assert_eq!((put.moved(2), put.start_moved(2), put.moved(3)), (Some(2), Some(4), Some(5)));
        assert_eq!(Change::between("same", "same").moved(2), Some(2));
        assert_eq!(Change::between("", "new").moved(0), Some(0));
    }
}
