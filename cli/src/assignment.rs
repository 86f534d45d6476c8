//! `name=value` arguments, the values in TOML syntax or a word without quotes.

use std::borrow::Cow;
use std::fmt::Write as _;

use opcodec_schema::diag::Sink;
use opcodec_schema::ir::{MapId, MapParamType, Schema, StructId};
use opcodec_schema::name::Name;
use opcodec_schema::source::{FileId, Span};
use opcodec_schema::syntax::{Literal, Text};
use opcodec_schema::value::{Record, Value};
use opcodec_schema::{notation, parse, read};

use crate::answer::Refusal;
use crate::find;
use crate::schema::{self, Opened};

/// What the args of a layout get.
pub(crate) fn params(opened: &mut Opened, of: StructId, args: &[String]) -> Result<Vec<i128>, Refusal> {
    let given = Given::read(opened, "args", args)?;
    let mut sink = Sink::default();
    let params = notation::args(&opened.schema, of, &given.entries, given.span, &mut sink);
    given.settle(params, &mut sink, opened).map_err(|refusal| refusal.help(how_to_call(&opened.schema, of)))
}

/// What is known beside the bytes of a request.
pub(crate) fn context(opened: &mut Opened, context: &[String]) -> Result<Vec<i128>, Refusal> {
    let given = Given::read(opened, "context", context)?;
    let mut sink = Sink::default();
    let values = notation::context(&opened.schema, &given.entries, given.span, &mut sink);
    let names: Vec<String> =
        opened.schema.context.iter().map(|param| format!("{}=…", param.name.snake())).collect();
    let help = if names.is_empty() {
        "the protocol has no `context`".to_owned()
    } else {
        format!("`--context {}`", names.join(" "))
    };
    given.settle(values, &mut sink, opened).map_err(|refusal| refusal.help(help))
}

/// What to write for a layout that has args.
fn how_to_call(schema: &Schema, of: StructId) -> String {
    let Some(layout) = schema.structs.get(of.index()) else { return String::new() };
    if let Some(parent) = layout.parent {
        let (child, parent) = (&layout.name.printed, find::full_name(schema, parent));
        return format!("`{child}` stands in `{parent}`, which knows what it needs: name that one");
    }
    let args: Vec<String> = layout.params.iter().map(|param| format!("{}=…", param.name.snake())).collect();
    if args.is_empty() { "it has no args".to_owned() } else { format!("`--args {}`", args.join(" ")) }
}

/// The record that the fields of a layout make.
pub(crate) fn record(
    opened: &mut Opened,
    of: StructId,
    params: &[i128],
    fields: &[String],
) -> Result<Record, Refusal> {
    let given = Given::read(opened, "fields", fields)?;
    let mut sink = Sink::default();
    let record = notation::record(&opened.schema, of, params, &given.entries, given.span, &mut sink);
    given.settle(record, &mut sink, opened)
}

/// What the args of a map get.
pub(crate) fn map_args(opened: &mut Opened, map: MapId, args: &[String]) -> Result<Vec<Value>, Refusal> {
    let pointers: Vec<&Name> = opened.schema.maps.get(map.index()).map_or_else(Vec::new, |map| {
        map.params.iter().filter(|param| param.ty == MapParamType::Pointer).map(|param| &param.name).collect()
    });
    let args: Vec<String> = args.iter().map(|arg| in_quotes(arg, &pointers)).collect();
    let given = Given::read(opened, "args", &args)?;
    let mut sink = Sink::default();
    let Some(of) = opened.schema.maps.get(map.index()) else { return Ok(Vec::new()) };
    let names: Vec<String> = of.params.iter().map(|param| format!("{}=…", param.name.snake())).collect();
    let help =
        if names.is_empty() { "it has no args".to_owned() } else { format!("`--args {}`", names.join(" ")) };
    let values = notation::map_args(&opened.schema, of, &given.entries, given.span, &mut sink);
    given.settle(values, &mut sink, opened).map_err(|refusal| refusal.help(help))
}

/// An argument that is a pointer in quotes: what it points to is octets, also where it looks like a number.
fn in_quotes(arg: &str, pointers: &[&Name]) -> String {
    match arg.split_once('=') {
        Some((name, value))
            if pointers.iter().any(|pointer| pointer.is(name.trim())) && is_word(value.trim()) =>
        {
            format!("{name}=\"{}\"", value.trim())
        }
        _ => arg.to_owned(),
    }
}

/// Arguments as a file of their own, so that what is wrong with them is shown in place.
struct Given {
    entries: Vec<(Text, Literal)>,
    /// Name and last byte of each.
    names: Vec<(String, u32)>,
    span: Span,
}

impl Given {
    fn read(opened: &mut Opened, what: &str, args: &[String]) -> Result<Self, Refusal> {
        let mut text = String::new();
        let mut names = Vec::new();
        for arg in args {
            let (name, value) = split(arg)?;
            let value = toml_value(arg, name, value)?;
            let _ = writeln!(text, "{} = {value}", key(name));
            names.push((name.to_owned(), text.len() as u32));
        }
        let file = opened.sources.add(what, text.clone());
        let span = Span { file, start: 0, end: text.len() as u32 };
        let mut sink = Sink::default();
        let table = parse::parse(file, &text, &mut sink);
        let found = sink.drain();
        // A name that is given twice leaves a table, but not what was meant.
        let Some(table) = table.filter(|_| found.is_empty()) else {
            let message = found.first().map_or("the arguments are no TOML", |found| &found.message);
            return Err(Refusal::usage(message).rendered(schema::rendered(&found, &opened.sources)));
        };
        let literals =
            table.entries.iter().map(|(name, node)| Some((name.clone(), read::literals::read(node)?)));
        match literals.collect() {
            Some(entries) => Ok(Self { entries, names, span }),
            None => Err(Refusal::usage("no field has a fraction, a date or a time")),
        }
    }

    /// The result, unless something was found wrong with it.
    fn settle<T>(&self, result: Option<T>, sink: &mut Sink, opened: &Opened) -> Result<T, Refusal> {
        let refused = sink.has_errors();
        let found = sink.drain();
        match result {
            Some(result) if !refused => Ok(result),
            _ => {
                let first = found.first();
                let message = first.map_or("the fields make no value of the layout", |found| &found.message);
                let refusal = Refusal::refused("fields", message)
                    .with("diagnostics", schema::json(&found, &opened.sources))
                    .rendered(schema::rendered(&found, &opened.sources));
                Err(match first.and_then(|found| self.name_at(found.primary.span)) {
                    Some(name) => refusal.field(name),
                    None => refusal,
                })
            }
        }
    }

    fn name_at(&self, span: Span) -> Option<&str> {
        let within = |(_, end): &&(String, u32)| span.file == self.span.file && span.start < *end;
        let (name, _) = self.names.iter().find(within)?;
        // The whole is no field of its own.
        (span != self.span).then_some(name)
    }
}

fn split(arg: &str) -> Result<(&str, &str), Refusal> {
    let (name, value) = arg.split_once('=').ok_or_else(|| {
        Refusal::usage(format!("`{}` has no `=`", short(arg))).help("a field and its value, like `lba=16`")
    })?;
    let (name, value) = (name.trim(), value.trim());
    if name.is_empty() {
        return Err(Refusal::usage(format!("`{}` names no field", short(arg))));
    }
    Ok((name, value))
}

/// A value of TOML as it is; an enumerator, text or octets may stand without the quotes that a shell takes away.
fn toml_value<'v>(arg: &str, name: &str, value: &'v str) -> Result<Cow<'v, str>, Refusal> {
    let mut sink = Sink::default();
    let read = parse::parse(FileId(0), &format!("value = {value}"), &mut sink);
    let found = sink.drain();
    if read.is_some_and(|table| table.entries.len() == 1) && found.is_empty() {
        return Ok(Cow::Borrowed(value));
    }
    if is_word(value) {
        return Ok(Cow::Owned(format!("'{value}'")));
    }
    let why = found.first().map_or(String::new(), |found| format!(" ({})", found.message));
    let refusal = Refusal::usage(format!("the value of `{}` is no TOML{why}", short(arg))).field(name);
    Err(refusal
        .help("values are words, or those of TOML: CD_ROM, 16, 0x10, true, \"some text\", [1, 2], { a = 1 }"))
}

/// A letter or digit first, then what stands in enumerators, octets and plain text.
fn is_word(value: &str) -> bool {
    let inside = |c: char| !c.is_control() && !"\"'\\[]{},=#".contains(c);
    value.starts_with(|c: char| c.is_alphanumeric() || c == '_') && value.chars().all(inside)
}

/// Bytes of an argument that a message repeats.
const SHOWN: usize = 60;

fn short(arg: &str) -> String {
    match arg.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &arg[..end]),
        None => arg.to_owned(),
    }
}

/// A name as a key of TOML: as it is where that is one, else in quotes.
fn key(name: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
    if name.starts_with(['"', '\'']) || name.chars().all(bare) {
        name.to_owned()
    } else {
        let escaped: String = name
            .chars()
            .flat_map(|c| match c {
                '"' | '\\' => vec!['\\', c],
                c if c.is_control() => c.escape_unicode().filter(|c| !"{}".contains(*c)).collect(),
                c => vec![c],
            })
            .collect();
        format!("\"{escaped}\"")
    }
}

#[cfg(test)]
mod tests {
    use super::{key, split, toml_value};

    #[test]
    fn names_become_keys() {
        assert_eq!(key("lba"), "lba");
        assert_eq!(key("TRACK/SESSION NUMBER"), "\"TRACK/SESSION NUMBER\"");
        assert_eq!(key("\"as it is\""), "\"as it is\"");
        assert_eq!(key("a\"b"), "\"a\\\"b\"");
    }

    #[test]
    fn values_are_toml_or_words() {
        for value in ["16", "0x10", "true", "\"CD_ROM\"", "[1, 2]", "{ case = \"Core\" }"] {
            assert_eq!(toml_value("a", "a", value).ok().as_deref(), Some(value));
        }
        for value in ["CD_ROM", "AABB", "00 FF", "0012", "some text"] {
            assert_eq!(toml_value("a", "a", value).ok(), Some(format!("'{value}'").into()));
        }
        for value in ["", "1\nb = 2", "a\nb", "[1", "\"a", "a = 1", "a'b", "a#b"] {
            assert!(toml_value("a", "a", value).is_err(), "{value}");
        }
    }

    #[test]
    fn a_field_has_a_name_and_a_value() {
        assert!(split("lba").is_err());
        assert!(split("=1").is_err());
        assert_eq!(split(" lba = 1 ").ok(), Some(("lba", "1")));
    }
}
