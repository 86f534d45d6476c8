//! Docs: one `#[doc]` a line, byte tables, and the standard's own names.

use opcodec_schema::ir::{Bits, CLayout, CTarget, Docs, Kind, Role, Row, Struct};
use proc_macro2::TokenStream;
use quote::quote;

use crate::names::member_name;
use crate::paths::Cx;

/// A `#[doc]` a line.
pub(crate) fn lines<S: AsRef<str>>(lines: impl IntoIterator<Item = S>) -> TokenStream {
    let mut docs = TokenStream::new();
    for line in lines {
        let line = visible(line.as_ref());
        let line = if line.is_empty() { String::new() } else { format!(" {line}") };
        docs.extend(quote!(#[doc = #line]));
    }
    docs
}

/// A line without characters that a source file may not hold as they are: those have a number instead.
fn visible(line: &str) -> String {
    let is_unseen = |c: char| {
        c.is_control() && c != '\t' || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    let mut out = String::with_capacity(line.len());
    for c in line.chars() {
        if is_unseen(c) {
            out.push_str("&#");
            out.push_str(&u32::from(c).to_string());
            out.push(';');
        } else {
            out.push(c);
        }
    }
    out
}

/// What an author wrote, or `otherwise`; then the clause.
pub(crate) fn of(docs: &Docs, otherwise: &str) -> Vec<String> {
    let mut lines: Vec<String> =
        docs.text.as_deref().unwrap_or(otherwise).trim().lines().map(|line| plain(line.trim_end())).collect();
    if let Some(clause) = &docs.clause {
        lines.push(String::new());
        lines.push(format!("See {}.", plain(clause)));
    }
    lines
}

/// `#[doc(alias)]` with the printed name where Rust's differs.
pub(crate) fn alias(printed: &str, rust: &str) -> TokenStream {
    // An alias may hold no quotes, and of blanks only spaces inside.
    let alias = printed.trim();
    let is_unfit = |c: char| matches!(c, '"' | '\'') || c.is_whitespace() && c != ' ';
    if alias == rust || alias.is_empty() || alias.contains(is_unfit) {
        return quote!();
    }
    quote!(#[doc(alias = #alias)])
}

/// The docs of a row as a member.
pub(crate) fn row(row: &Row) -> TokenStream {
    let printed = row.name.as_ref().map_or("", |name| name.printed.as_str());
    let mut text = of(&row.docs, &format!("`{printed}`."));
    let mut place = Vec::new();
    if !row.printed_at.is_empty() {
        place.push(format!("At {}", code(&row.printed_at)));
    }
    if let Some(unit) = &row.docs.unit {
        place.push(format!("in {unit}"));
    }
    if !place.is_empty() {
        text.push(String::new());
        let place = place.join(", ");
        text.push(format!("{}.", place.replacen("in ", "In ", usize::from(place.starts_with("in ")))));
    }
    let (text, rust) = (lines(text), row.name.as_ref().map(member_name).unwrap_or_default());
    let alias = alias(printed, &rust);
    quote!(#text #alias)
}

/// The docs of a layout: the author's words, the clause, the table.
pub(crate) fn layout(cx: &Cx<'_>, layout: &Struct, otherwise: &str) -> TokenStream {
    let mut text = of(&layout.docs, otherwise);
    let rows: Vec<String> =
        layout.rows.iter().filter(|row| row.name.is_some()).map(|row| table_row(cx, row)).collect();
    if let Some(c) = &layout.c {
        text.extend(c_table(layout, c));
    } else if !rows.is_empty() {
        text.push(String::new());
        text.push("| at | field | width | unit | clause |".into());
        text.push("|---|---|---|---|---|".into());
        text.extend(rows);
    }
    let alias = alias(&layout.name.printed, &crate::names::type_name(&layout.name));
    let text = lines(text);
    quote!(#text #alias)
}

fn table_row(cx: &Cx<'_>, row: &Row) -> String {
    let name = row.name.as_ref().map_or("", |name| name.printed.as_str());
    let unit = row.docs.unit.as_deref().unwrap_or("");
    let clause = row.docs.clause.as_deref().unwrap_or("");
    let role = role(row);
    let when = if row.when.is_some() { " (conditional)" } else { "" };
    format!(
        "| {} | {}{role}{when} | {} | {} | {} |",
        cell(&row.printed_at),
        code(name),
        width(cx, &row.kind),
        cell(unit),
        cell(clause)
    )
}

fn role(row: &Row) -> String {
    match &row.role {
        Role::Const(constant) => format!(" = {}", constant_text(constant)),
        Role::Value(_) | Role::Length | Role::Tag => " (computed)".into(),
        Role::Member(_) | Role::Reserved | Role::Payload => String::new(),
    }
}

/// Offsets and sizes in the memory of both targets.
fn c_table(layout: &Struct, c: &CLayout) -> Vec<String> {
    let mut lines = vec![
        String::new(),
        "| 32 bits: at | bytes | 64 bits: at | bytes | field | unit | clause |".into(),
        "|---|---|---|---|---|---|---|".into(),
    ];
    let places = |target: &CTarget, index: usize| {
        let number = |of: &[u64]| of.get(index).map(u64::to_string).unwrap_or_default();
        format!("{} | {}", number(&target.offsets), number(&target.sizes))
    };
    for (index, row) in layout.rows.iter().enumerate() {
        let name = row.name.as_ref().map_or_else(|| "reserved".into(), |name| code(&name.printed));
        lines.push(format!(
            "| {} | {} | {name}{} | {} | {} |",
            places(&c.bits32, index),
            places(&c.bits64, index),
            role(row),
            cell(row.docs.unit.as_deref().unwrap_or("")),
            cell(row.docs.clause.as_deref().unwrap_or(""))
        ));
    }
    lines
}

fn constant_text(constant: &opcodec_schema::ir::Constant) -> String {
    use opcodec_schema::ir::Constant;
    match constant {
        Constant::Int(value) => format!("{value:#04X}"),
        Constant::Bytes(bytes) => {
            bytes.iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(" ")
        }
        Constant::Text(text) => cell(text),
    }
}

fn width(cx: &Cx<'_>, kind: &Kind) -> String {
    use opcodec_schema::ir::{Element, Length, ListLength, TextLength};
    let length = |length: &Length| match length {
        Length::Fixed(n) => plural(*n, "byte"),
        Length::Rest => "the rest".into(),
        Length::Expr { .. } => "as counted".into(),
    };
    match kind {
        Kind::Bits(Bits { width, .. }) => plural(u64::from(*width), "bit"),
        Kind::Bytes(of) | Kind::Text { length: TextLength::Bytes(of), .. } | Kind::Reserved(of) => length(of),
        Kind::Text { length: TextLength::Counted(of), .. } => counted(of),
        Kind::Text { length: TextLength::Units { .. }, .. } => "as counted".into(),
        Kind::List { element, length } => {
            let list = match element {
                Element::Scalar { bytes, .. } => format!("list of {}", plural(u64::from(*bytes), "byte")),
                Element::Struct { body, .. } => format!("list of {}", code(&cx.layout(*body).name.printed)),
            };
            match length {
                ListLength::Counted(of) => format!("{list}, {}", counted(of)),
                ListLength::Bytes(_) | ListLength::Count { .. } => list,
            }
        }
        Kind::Array { count, .. } => plural(*count, "element"),
        Kind::Nested { body, .. } => code(&cx.layout(*body).name.printed),
        Kind::Payload(_) => "by tag".into(),
        Kind::Pointer | Kind::ReservedPointers(_) => "a pointer".into(),
    }
}

/// What says where text ends.
fn counted(of: &opcodec_schema::ir::Counted) -> String {
    match (of.prefix, of.end) {
        (Some(prefix), _) => format!("counted by {}", plural(u64::from(prefix.bytes), "byte")),
        (None, Some(end)) => format!("up to {end:#04X}"),
        (None, None) => "as counted".into(),
    }
}

fn plural(n: u64, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}

/// Text inside a table.
fn cell(text: &str) -> String {
    plain(text).replace('|', "\\|").replace('\n', " ")
}

/// A name inside a table.
pub(crate) fn code(text: &str) -> String {
    if text.contains('`') { cell(text) } else { format!("`{}`", text.replace('|', "\\|")) }
}

/// Text that rustdoc shows as it is, save what stands in backticks.
pub(crate) fn plain(text: &str) -> String {
    let (mut out, mut is_code) = (String::with_capacity(text.len()), false);
    for c in text.chars() {
        is_code ^= c == '`';
        if !is_code && matches!(c, '<' | '>' | '[' | ']') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
