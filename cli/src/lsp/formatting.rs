//! Formatting: what `opcodec fmt` does, as edits.

use gen_lsp_types::TextEdit;

use super::position::Encoding;

/// The edits that format a text: none where it is as it should be, or no TOML.
pub(super) fn format(text: &str, encoding: Encoding) -> Vec<TextEdit> {
    let Ok(formatted) = crate::fmt::format(text) else { return Vec::new() };
    let (old, new): (Vec<&str>, Vec<&str>) =
        (text.split_inclusive('\n').collect(), formatted.split_inclusive('\n').collect());
    let mut edits = Vec::new();
    if old.len() == new.len() {
        let mut start = 0;
        for (old, new) in old.iter().zip(&new) {
            if old != new {
                let range = encoding.range(text, start..start + old.len());
                edits.push(TextEdit { range, new_text: (*new).to_owned() });
            }
            start += old.len();
        }
        return edits;
    }
    // Lines came or went: what is alike before and behind stays.
    let before = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let rest = old.len().min(new.len()) - before;
    let behind =
        old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(old, new)| old == new).count();
    let bytes = |lines: &[&str]| lines.iter().map(|line| line.len()).sum::<usize>();
    let start = bytes(old.get(..before).unwrap_or_default());
    let end = text.len() - bytes(old.get(old.len() - behind..).unwrap_or_default());
    let new_text = new.get(before..new.len() - behind).unwrap_or_default().concat();
    vec![TextEdit { range: encoding.range(text, start..end), new_text }]
}
