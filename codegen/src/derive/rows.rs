//! Fields and attributes as rows of a schema.

use opcodec_schema::name::{Name, nearest};
use proc_macro2::{Ident, Span};
use syn::spanned::Spanned as _;
use syn::{Expr, Field, FieldsNamed, Lit, Type};

use super::SUBJECT;
use super::attributes::{Attributes, Entry, Value};
use super::source::{Source, quoted};
use crate::names::{ident, member_name};

/// A row: a field's, or one that is no field.
pub(super) struct Row<'a> {
    /// Its first byte and one past its last, or, where that is not said, how many it has.
    place: Place,
    span: Span,
    /// The field, and its type as the language names it.
    field: Option<(&'a Ident, String, Span)>,
    entries: Vec<&'a Entry>,
}

pub(super) const NOT_FIXED: &str =
    "the derive is for layouts of a fixed length; a schema file may have all the others";

/// Keys of rows and structs that are not for layouts of a fixed length.
const VARIABLE: [&str; 13] = [
    "when",
    "count",
    "prefix",
    "end",
    "max",
    "pad",
    "use",
    "required",
    "args",
    "of",
    "tag",
    "optional",
    "max_depth",
];

/// Keys of the struct's own attribute.
const OF_STRUCT: [&str; 8] = ["name", "endian", "layout", "size", "trailing", "ref", "doc", "row"];

#[derive(Clone, Copy)]
enum Place {
    At(u64, u64),
    Next(u64),
}

/// The rows in the order of the table: one that is no field stands before the first field that begins with its byte
/// or behind it.
pub(super) fn rows<'a>(
    of_struct: &'a Attributes,
    fields: &'a FieldsNamed,
    attributes: &'a [Attributes],
    errors: &mut Vec<syn::Error>,
) -> Vec<Row<'a>> {
    let mut others = others(of_struct, errors);
    others.sort_by_key(|row| row.place.start(0));
    let mut others = others.into_iter().peekable();
    let (mut rows, mut cursor) = (Vec::new(), 0);
    for (field, attributes) in fields.named.iter().zip(attributes) {
        let Some(row) = member(field, attributes, errors) else { continue };
        while let Some(other) = others.next_if(|other| other.place.start(0) <= row.place.start(cursor)) {
            cursor = cursor.max(other.place.end(cursor));
            rows.push(other);
        }
        cursor = cursor.max(row.place.end(cursor));
        rows.push(row);
    }
    rows.extend(others);
    rows
}

/// The rows that are no field.
fn others<'a>(of_struct: &'a Attributes, errors: &mut Vec<syn::Error>) -> Vec<Row<'a>> {
    check_struct(of_struct, errors);
    let mut rows = Vec::new();
    for entry in of_struct.0.iter().filter(|entry| entry.key == "row") {
        let Value::Entries(entries) = &entry.value else { continue };
        let entries: Vec<&Entry> = entries.iter().collect();
        check_keys(&entries, &["rename"], errors);
        let ty = entries.iter().find(|entry| entry.key == "type").and_then(|entry| entry.text());
        let place = place(&entries, ty.map_or(1, size));
        if let Place::Next(_) = place {
            let message = "a row that is no field needs `at`, which says where it stands";
            errors.push(syn::Error::new(entry.span, message));
        }
        rows.push(Row { place, span: entry.span, field: None, entries });
    }
    rows
}

impl Place {
    fn start(self, cursor: u64) -> u64 {
        match self {
            Self::At(start, _) => start,
            Self::Next(_) => cursor,
        }
    }

    fn end(self, cursor: u64) -> u64 {
        match self {
            Self::At(_, end) => end,
            Self::Next(size) => cursor.saturating_add(size),
        }
    }
}

/// Where a row stands, as far as it says so. What makes no sense the schema's own checks refuse.
fn place(entries: &[&Entry], size: u64) -> Place {
    let at = entries.iter().find(|entry| entry.key == "at").and_then(|entry| entry.text()).unwrap_or("");
    let number = |text: &str| text.split(|c: char| !c.is_ascii_digit()).next()?.parse::<u64>().ok();
    let Some(start) = number(at) else { return Place::Next(size) };
    let end = match at.split_once("..") {
        Some((_, last)) => number(last).map_or(start.saturating_add(size), |last| last.saturating_add(1)),
        None => start.saturating_add(1),
    };
    Place::At(start, end)
}

/// The bytes of a type as the language names it.
fn size(ty: &str) -> u64 {
    let (element, count) = match ty.trim_matches(['[', ']']).split_once(';') {
        Some((element, count)) => (element, count.trim().parse().unwrap_or(1)),
        None => (ty, 1_u64),
    };
    let bits = element.trim().trim_start_matches(['u', 'i']).parse::<u64>().unwrap_or(8);
    bits.div_ceil(8).saturating_mul(count)
}

/// Refuses what a struct's own attribute cannot hold.
fn check_struct(of_struct: &Attributes, errors: &mut Vec<syn::Error>) {
    let entries: Vec<&Entry> = of_struct.0.iter().filter(|entry| entry.key != "row").collect();
    check_keys(&entries, &[], errors);
    for entry in &of_struct.0 {
        let is_row = entry.key == "row";
        // Refused above, by what it is for.
        if VARIABLE.contains(&entry.key.as_str()) {
            continue;
        }
        let message = if !is_row && !OF_STRUCT.contains(&entry.key.as_str()) {
            match nearest(&entry.key, OF_STRUCT) {
                Some(near) => format!("unknown key `{}`; did you mean `{near}`?", entry.key),
                None => format!("unknown key `{}`; a struct has {}", entry.key, OF_STRUCT.join(", ")),
            }
        } else if is_row && matches!(entry.value, Value::Literal { .. }) {
            "`row` takes keys: `row(at = \"0\", …)`".to_owned()
        } else {
            continue;
        };
        errors.push(syn::Error::new(entry.span, message));
    }
}

/// The row of a field.
fn member<'a>(field: &'a Field, attributes: &'a Attributes, errors: &mut Vec<syn::Error>) -> Option<Row<'a>> {
    let name = field.ident.as_ref()?;
    let entries: Vec<&Entry> = attributes.0.iter().collect();
    check_keys(&entries, &["type", "rename", "size", "const", "value", "reserved"], errors);
    let plain = plain(name);
    if ident(&member_name(&Name::new(&plain))) != *name {
        let as_it_would_be = member_name(&Name::new(&plain));
        let message = format!("a field of a table cannot have this name; `{as_it_would_be}` would do");
        errors.push(syn::Error::new(name.span(), message));
    }
    let Some(ty) = type_name(&field.ty) else {
        let message =
            "the derive knows integers (`u8`, `u128`, `opcodec::int::u3`), `bool`, and arrays of integers";
        errors.push(syn::Error::new_spanned(&field.ty, message));
        return None;
    };
    let place = place(&entries, size(&ty));
    Some(Row { place, span: name.span(), field: Some((name, ty, field.ty.span())), entries })
}

/// Refuses keys that the derive has no use for, which would be silent or confusing in the schema.
fn check_keys(entries: &[&Entry], refused: &[&str], errors: &mut Vec<syn::Error>) {
    for (index, entry) in entries.iter().enumerate() {
        let key = entry.key.as_str();
        let message = if entries.iter().take(index).any(|other| other.key == key) {
            format!("`{key}` is said twice")
        } else if VARIABLE.contains(&key) || key == "size" && refused.contains(&key) {
            format!("`{key}`: {NOT_FIXED}")
        } else if ["type", "rename"].contains(&key) && refused.contains(&key) {
            format!("`{key}` is the field's own")
        } else if ["const", "value", "reserved"].contains(&key) && refused.contains(&key) {
            format!("a field is set and read; a row with `{key}` stands in a `row(…)` of the struct")
        } else if refused.contains(&key) {
            format!("`{key}` does not belong here")
        } else if matches!(entry.value, Value::Entries(_)) {
            "`row` is for rows that are no field: it belongs to the struct".to_owned()
        } else {
            continue;
        };
        errors.push(syn::Error::new(entry.span, message));
    }
}

fn plain(name: &Ident) -> String {
    let text = name.to_string();
    text.strip_prefix("r#").map_or(text.clone(), str::to_owned)
}

/// A type as the language names it.
fn type_name(ty: &Type) -> Option<String> {
    match ty {
        Type::Path(path) if path.qself.is_none() => {
            let last = path.path.segments.last().filter(|last| last.arguments.is_none())?;
            let name = last.ident.to_string();
            let is_integer = name
                .strip_prefix(['u', 'i'])
                .is_some_and(|bits| !bits.starts_with('0') && bits.parse::<u8>().is_ok());
            (is_integer || name == "bool").then_some(name)
        }
        Type::Array(array) => {
            let element = type_name(&array.elem).filter(|element| !element.starts_with('['))?;
            let Expr::Lit(length) = &array.len else { return None };
            let Lit::Int(length) = &length.lit else { return None };
            Some(format!("[{element}; {}]", length.base10_digits()))
        }
        Type::Group(group) => type_name(&group.elem),
        Type::Paren(paren) => type_name(&paren.elem),
        _ => None,
    }
}

/// The schema of one struct.
pub(super) fn schema(name: &Ident, of_struct: &Attributes, rows: &[Row<'_>]) -> Source {
    let mut out = Source::default();
    out.push("[protocol]\nname = \"derived\"\nedition = 1\n\n[struct.");
    let printed = of_struct.get("name").and_then(Entry::text).map_or_else(|| plain(name), str::to_owned);
    out.push_marked(&quoted(&printed), name.span());
    out.push(&format!("]\nrename = {}\n", quoted(SUBJECT)));
    for entry in of_struct.0.iter().filter(|entry| entry.key != "name") {
        if let Value::Literal { .. } = entry.value {
            entry.write(&mut out);
            out.push("\n");
        }
    }
    out.push("fields = [\n");
    for row in rows {
        out.mark(row.span, |out| row.write(out));
        out.push(",\n");
    }
    out.push("]\n");
    out
}

impl Row<'_> {
    fn write(&self, out: &mut Source) {
        out.push("{ ");
        if let Some((name, ty, span)) = &self.field {
            let own = plain(name);
            if self.entries.iter().any(|entry| entry.key == "name") {
                out.push("rename = ");
            } else {
                out.push("name = ");
            }
            out.push_marked(&quoted(&own), name.span());
            out.push(", type = ");
            out.push_marked(&quoted(ty), *span);
        }
        for (index, entry) in self.entries.iter().enumerate() {
            if index > 0 || self.field.is_some() {
                out.push(", ");
            }
            entry.write(out);
        }
        out.push(" }");
    }
}
