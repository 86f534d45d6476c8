//! What the thing under the cursor is.

use gen_lsp_types::{Hover, MarkupContent, MarkupKind};
use opcodec_schema::diag::Code;
use opcodec_schema::index::{Definition, Expression, What};
use opcodec_schema::ir::StructId;
use opcodec_schema::read::keys::about;
use opcodec_schema::source::Span;

use super::grammar::{self, Inside};
use super::requests::Asked;
use super::tree::{self, At};
use super::uri;
use super::view::{View, word_at};
use crate::layout;

/// Rows of one table that are shown, at most.
const MOST: usize = 64;

/// What is said of a place: what its name means, what its expression can be, what its key says.
pub(super) fn hover(asked: &Asked<'_>) -> Option<Hover> {
    let said = named(asked).or_else(|| of_value(asked)).or_else(|| of_key(asked));
    let codes = codes(asked);
    let (value, bytes) = match said {
        Some((value, bytes)) => ([vec![value], codes].concat().join(BREAK), bytes),
        None if codes.is_empty() => return None,
        None => (codes.join(BREAK), word_at(asked.text, asked.byte)),
    };
    let range = asked.workspace.encoding.range(asked.text, bytes);
    let contents = MarkupContent { kind: MarkupKind::Markdown, value }.into();
    Some(Hover { contents, range: Some(range) })
}

/// Between two things that are said.
const BREAK: &str = "\n\n---\n\n";

type Said = (String, std::ops::Range<usize>);

/// A name or an expression.
fn named(asked: &Asked<'_>) -> Option<Said> {
    let view = asked.workspace.view(&asked.path)?;
    let file = view.file(&asked.path)?;
    let byte = view.then(file, asked.byte)?;
    let (at, meant) = view.meant(file, byte);
    let expression = view.index().expression_at(file, byte);
    let mut parts: Vec<String> = meant.iter().take(4).map(|found| definition(&view, found)).collect();
    let span: Span = match (at, expression) {
        (Some(at), Some(around)) if around.span.start <= at.start && at.end <= around.span.end => {
            parts.extend((!meant.iter().any(|found| is_word(found.what))).then(|| values(around)));
            at
        }
        (Some(at), _) => at,
        (None, Some(around)) => {
            parts.push(format!("`{}`\n\n{}", view.text(around.span), values(around)));
            around.span
        }
        (None, None) => return None,
    };
    let spot = view.spot(span)?;
    (!parts.is_empty()).then(|| (parts.join(BREAK), spot.start..spot.end))
}

fn is_word(what: What) -> bool {
    !matches!(what, What::Row | What::Arg)
}

/// What an expression can be.
fn values(found: &Expression) -> String {
    let (min, max) = (found.interval.min, found.interval.max);
    match (found.is_bool, min == max) {
        (true, true) => format!("always `{}`", min != 0),
        (true, false) => "`true` or `false`".to_owned(),
        (false, true) => format!("always {}", number(min)),
        (false, false) => format!("{} to {}", number(min), number(max)),
    }
}

/// In decimal, and in hex where that says more.
fn number(value: i128) -> String {
    if value > 9 { format!("{value} ({value:#X})") } else { value.to_string() }
}

/// A definition: what it is, and what stands in it.
fn definition(view: &View<'_>, found: &Definition) -> String {
    let name = &found.name.printed;
    let owner = found.owner.and_then(|owner| view.index().definition(owner));
    let of = owner.map(|owner| format!(" of {} `{}`", owner.what.noun(), owner.name.printed));
    let mut text = format!("{} **{name}**{}", found.what.noun(), of.unwrap_or_default());
    match found.what {
        What::Row | What::Arg | What::Enumerator | What::Flag | What::Code => {
            let written = view.text(found.whole);
            if written.len() > name.len() {
                text += &fenced("toml", &unindented(written));
            }
        }
        _ => text += &drawn(view, found).unwrap_or_else(|| rows(view, found)),
    }
    text
}

/// The bytes of a layout, drawn: only where all that is in them is right.
fn drawn(view: &View<'_>, found: &Definition) -> Option<String> {
    let schema = view.compilation.schema.as_ref()?;
    let layout = schema.structs.iter().position(|known| known.span == found.span)?;
    let drawing = layout::draw(schema, StructId(layout as u32))?;
    Some(fenced("text", drawing.text().trim_end()))
}

/// What stands in a declaration, as it is written.
fn rows(view: &View<'_>, found: &Definition) -> String {
    let members: Vec<&Definition> = view.index().members(found.span).collect();
    if members.is_empty() {
        return String::new();
    }
    let mut lines: Vec<String> =
        members.iter().take(MOST).map(|member| unindented(view.text(member.whole))).collect();
    if members.len() > MOST {
        lines.push(format!("# and {} more", members.len() - MOST));
    }
    fenced("toml", &lines.join("\n"))
}

fn fenced(language: &str, text: &str) -> String {
    format!("\n\n```{language}\n{text}\n```")
}

fn unindented(text: &str) -> String {
    text.lines().map(str::trim).collect::<Vec<_>>().join("\n")
}

/// The rules that are broken at this place.
fn codes(asked: &Asked<'_>) -> Vec<String> {
    let mut codes: Vec<Code> = Vec::new();
    for (_, analysis) in asked.workspace.analyses() {
        let compilation = &analysis.latest;
        for found in &compilation.diagnostics {
            let span = found.primary.span;
            let is_here = span.start as usize <= asked.byte && asked.byte <= span.end as usize;
            let path = &compilation.sources.file(span.file).path;
            if is_here && !codes.contains(&found.code) && uri::normal(path) == asked.path {
                codes.push(found.code);
            }
        }
    }
    codes.into_iter().map(code).collect()
}

fn code(code: Code) -> String {
    format!("**{code}**: {}\n\n{}", code.title(), code.explanation().trim_end())
}

/// A code that is allowed.
fn of_value(asked: &Asked<'_>) -> Option<Said> {
    let tree = tree::read(asked.text);
    let At::Value(entry, Some(value)) = tree.place(asked.byte)?.at else { return None };
    let written = value.text(asked.text).filter(|_| entry.is("allow"))?;
    Some((code(Code::read(written)?), value.range()))
}

/// A key of the language.
fn of_key(asked: &Asked<'_>) -> Option<Said> {
    let tree = tree::read(asked.text);
    let place = tree.place(asked.byte)?;
    let (path, word) = match place.at {
        At::Key(Some(word)) => (place.path.as_slice(), word),
        At::Header(number) => (place.path.get(..number)?, place.block.keys.get(number)?),
        _ => return None,
    };
    let Inside::Kind(kind) = grammar::inside(path)? else { return None };
    let said = about(kind, &word.text)?;
    Some((format!("`{}` of {}\n\n{said}", word.text, kind.what), word.at.clone()))
}
