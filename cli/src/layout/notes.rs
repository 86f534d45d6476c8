//! What is said of a row beside its place: when it is there, what it is computed from, how long it is.

use opcodec_schema::ir::{Counted, Kind, Length, ListLength, Role, Row, StructSize, TextLength};

use super::expression::{self, Scope};

/// What there is to say of a row beside its place.
pub(super) fn notes(scope: Scope<'_>, row: &Row) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(when) = &row.when {
        notes.push(format!("only when {}", scope.text(when)));
    }
    if row.optional {
        notes.push("may be left out".to_owned());
    }
    match &row.role {
        Role::Value(value) => notes.push(format!("computed: {}", scope.text(&value.expr))),
        Role::Length => {
            notes.push(format!("computed: {} is the length of the whole", size(scope).unwrap_or_default()));
        }
        Role::Tag => notes.push("written from the child".to_owned()),
        Role::Member(_) | Role::Const(_) | Role::Reserved | Role::Payload => {}
    }
    notes.extend(length(scope, &row.kind));
    if !row.check_text.is_empty() {
        notes.push(format!("must hold: {}", row.check_text));
    }
    notes
}

/// `size` of a struct as it is written.
pub(super) fn size(scope: Scope<'_>) -> Option<String> {
    match scope.of.size.as_ref()? {
        StructSize::Fixed(size) => Some(size.to_string()),
        StructSize::Linear { row, scale, offset } => {
            let name = scope.of.rows.get(row.index())?.name.as_ref()?.snake();
            let scaled = if *scale == 1 { name } else { format!("{name} * {scale}") };
            Some(match offset {
                0 => scaled,
                offset if *offset < 0 => format!("{scaled} - {}", offset.unsigned_abs()),
                offset => format!("{scaled} + {offset}"),
            })
        }
    }
}

fn length(scope: Scope<'_>, kind: &Kind) -> Option<String> {
    match kind {
        Kind::Bytes(length)
        | Kind::Reserved(length)
        | Kind::Text { length: TextLength::Bytes(length), .. }
        | Kind::List { length: ListLength::Bytes(length), .. }
        | Kind::Nested { length: Some(length), .. }
        | Kind::Payload(Some(length)) => bytes(scope, length),
        Kind::Text { length: TextLength::Units { expr, max }, .. } => {
            Some(format!("units: {}{}", scope.text(expr), at_most(*max)))
        }
        Kind::Text { length: TextLength::Counted(counted), .. } => Some(self::counted(counted, "units")),
        Kind::List { length: ListLength::Count { expr, max }, .. } => {
            Some(format!("elements: {}{}", scope.text(expr), at_most(*max)))
        }
        Kind::List { length: ListLength::Counted(counted), .. } => Some(self::counted(counted, "elements")),
        Kind::Nested { body, length: None, .. } => {
            let fixed = scope.schema.structs.get(body.index()).is_some_and(|body| body.fixed.is_some());
            (!fixed).then(|| "as long as it says itself".to_owned())
        }
        Kind::Payload(None) => Some("as long as the child".to_owned()),
        Kind::Bits(_) | Kind::Array { .. } | Kind::Pointer | Kind::ReservedPointers(_) => None,
    }
}

fn bytes(scope: Scope<'_>, length: &Length) -> Option<String> {
    match length {
        Length::Fixed(_) => None,
        Length::Rest => Some("to the end".to_owned()),
        Length::Expr { expr, max } => Some(format!("bytes: {}{}", scope.text(expr), at_most(*max))),
    }
}

fn counted(counted: &Counted, what: &str) -> String {
    let mut text = match counted.prefix {
        Some(prefix) => {
            let order = match prefix {
                prefix if prefix.bytes == 1 => "",
                prefix if prefix.little_endian => ", little-endian,",
                _ => ", big-endian,",
            };
            format!("the number of {what} in front, u{}{order}", u32::from(prefix.bytes) * 8)
        }
        None => String::new(),
    };
    if let Some(end) = counted.end {
        if !text.is_empty() {
            text = format!("{} and ", text.trim_end_matches(','));
        }
        text = format!("{text}{} at the end", expression::number(end));
    }
    format!("{}{}", text.trim_end_matches(','), at_most(counted.max))
}

fn at_most(max: Option<u64>) -> String {
    max.map_or_else(String::new, |max| format!(", at most {max}"))
}
