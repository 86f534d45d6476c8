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
    /// Its first byte, where that is said.
    byte: Option<u64>,
    span: Span,
    /// The field, and its type as the language names it.
    field: Option<(&'a Ident, String, Span)>,
    entries: Vec<&'a Entry>,
}

pub(super) const NOT_FIXED: &str =
    "the derive is for layouts of a fixed length; a schema file may have all the others";

/// Keys of rows and structs that are not for layouts of a fixed length.
const VARIABLE: [&str; 10] =
    ["when", "count", "max", "pad", "use", "required", "args", "of", "tag", "optional"];

/// Keys of the struct's own attribute.
const OF_STRUCT: [&str; 7] = ["name", "endian", "size", "trailing", "ref", "doc", "row"];

/// The rows in the order of the table: a row that is no field stands before the first field behind its byte.
pub(super) fn rows<'a>(
    of_struct: &'a Attributes,
    fields: &'a FieldsNamed,
    attributes: &'a [Attributes],
    errors: &mut Vec<syn::Error>,
) -> Vec<Row<'a>> {
    let mut rows: Vec<Row<'a>> = fields
        .named
        .iter()
        .zip(attributes)
        .filter_map(|(field, attributes)| member(field, attributes, errors))
        .collect();
    check_struct(of_struct, errors);
    for entry in of_struct.0.iter().filter(|entry| entry.key == "row") {
        let Value::Entries(entries) = &entry.value else { continue };
        let entries: Vec<&Entry> = entries.iter().collect();
        check_keys(&entries, &["rename"], errors);
        let row = Row { byte: first_byte(&entries), span: entry.span, field: None, entries };
        if row.byte.is_none() {
            let message = "a row that is no field needs `at`, which says where it stands";
            errors.push(syn::Error::new(entry.span, message));
        }
        let behind = rows.iter().position(|other| other.byte.is_some_and(|byte| Some(byte) > row.byte));
        rows.insert(behind.unwrap_or(rows.len()), row);
    }
    rows
}

/// Refuses what a struct's own attribute cannot hold.
fn check_struct(of_struct: &Attributes, errors: &mut Vec<syn::Error>) {
    let entries: Vec<&Entry> = of_struct.0.iter().filter(|entry| entry.key != "row").collect();
    check_keys(&entries, &[], errors);
    for entry in &of_struct.0 {
        let is_row = entry.key == "row";
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
        let message = "the derive knows integers (`u8`, `opcodec::int::u3`), `bool`, and arrays of integers";
        errors.push(syn::Error::new_spanned(&field.ty, message));
        return None;
    };
    let byte = first_byte(&entries);
    Some(Row { byte, span: name.span(), field: Some((name, ty, field.ty.span())), entries })
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

/// The byte of a position as printed.
fn first_byte(entries: &[&Entry]) -> Option<u64> {
    let at = entries.iter().find(|entry| entry.key == "at")?.text()?;
    let digits = at.split(|c: char| !c.is_ascii_digit()).next()?;
    digits.parse().ok()
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
