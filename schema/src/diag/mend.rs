//! Applies mends to texts.

use std::path::{Path, PathBuf};

use super::{Diagnostic, Edit, Patch};
use crate::source::{SourceMap, Span};

/// Texts after mending.
#[derive(Debug, Default)]
pub struct Mended {
    /// The files that changed, with their new texts.
    pub texts: Vec<(PathBuf, String)>,
    /// Which diagnostics were mended: their places in the list.
    pub applied: Vec<usize>,
}

/// Applies the mends of `diagnostics`, in their order, to the files for which `may` holds. A mend that would
/// touch what another one has changed already waits: who compiles again finds it again.
pub fn mend(diagnostics: &[Diagnostic], sources: &SourceMap, may: &dyn Fn(&Path) -> bool) -> Mended {
    let mut chosen: Vec<&Edit> = Vec::new();
    let mut applied = Vec::new();
    for (index, diagnostic) in diagnostics.iter().enumerate() {
        let Some(Patch { edits }) = &diagnostic.patch else { continue };
        let again = edits.iter().all(|edit| chosen.contains(&edit));
        let free = |edit: &Edit| {
            may(&sources.file(edit.span.file).path)
                && is_inside(edit.span, sources)
                && !chosen.iter().any(|other| touch(other.span, edit.span))
        };
        if edits.is_empty() || !again && !edits.iter().all(free) {
            continue;
        }
        applied.push(index);
        if !again {
            chosen.extend(edits);
        }
    }
    // From the end, so that the places before stay where they are.
    chosen.sort_by_key(|edit| std::cmp::Reverse(edit.span));
    let mut texts: Vec<(crate::source::FileId, String)> = Vec::new();
    for edit in chosen {
        let file = edit.span.file;
        let at = texts.iter().position(|(known, _)| *known == file).unwrap_or_else(|| {
            texts.push((file, sources.file(file).text.clone()));
            texts.len() - 1
        });
        if let Some((_, text)) = texts.get_mut(at) {
            text.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.replacement);
        }
    }
    let texts = texts.into_iter().map(|(file, text)| (sources.file(file).path.clone(), text)).collect();
    Mended { texts, applied }
}

fn is_inside(span: Span, sources: &SourceMap) -> bool {
    sources.file(span.file).text.get(span.start as usize..span.end as usize).is_some()
}

/// Whether two edits would get into each other's way; two at one place have no order.
fn touch(a: Span, b: Span) -> bool {
    a.file == b.file && (a.start < b.end && b.start < a.end || a.start == b.start)
}
