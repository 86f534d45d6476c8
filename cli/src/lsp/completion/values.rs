//! What stands behind a key.

use std::ops::Range;
use std::path::Path;

use gen_lsp_types::CompletionItemKind;
use opcodec_schema::diag::Code;
use opcodec_schema::read::keys::about;
use opcodec_schema::read::shape::Shape;
use opcodec_schema::words;

use super::{About, Offered, around, expressions};
use crate::lsp::grammar::{self, Inside};
use crate::lsp::scope::{Declared, Scope};
use crate::lsp::tree::{Place, Value};
use crate::lsp::view::word_at;

/// Integers of common widths.
const INTEGERS: [(&str, &str); 10] = [
    ("u8", "an unsigned integer of 8 bits; any width from `u1` to `u128` is a type"),
    ("u16", "an unsigned integer of 16 bits"),
    ("u24", "an unsigned integer of 24 bits"),
    ("u32", "an unsigned integer of 32 bits"),
    ("u64", "an unsigned integer of 64 bits"),
    ("u128", "an unsigned integer of 128 bits"),
    ("i8", "a signed integer of 8 bits; any width from `i2` to `i128` is a type"),
    ("i16", "a signed integer of 16 bits"),
    ("i32", "a signed integer of 32 bits"),
    ("i64", "a signed integer of 64 bits"),
];

/// What a name in a string is taken from.
const TYPES: [&str; 5] = ["enum", "flags", "struct", "union", "errors"];

/// Where in a value the cursor stands.
struct Slot<'t> {
    /// What is written before the cursor, inside of the quotes.
    before: &'t str,
    /// The whole value.
    whole: Range<usize>,
    /// The word under the cursor.
    word: Range<usize>,
    /// Whether it is in quotes.
    quoted: bool,
}

impl Slot<'_> {
    /// The word in quotes, unless they are there.
    fn quote(&self, word: &str) -> String {
        if self.quoted { word.to_owned() } else { format!("\"{word}\"") }
    }

    /// What the word replaces: without quotes the whole value.
    fn at(&self) -> &Range<usize> {
        if self.quoted { &self.word } else { &self.whole }
    }
}

/// Offers what may stand at `key`.
pub(super) fn values(
    offered: &mut Offered<'_, '_>,
    scope: &Scope,
    place: &Place<'_>,
    key: &str,
    value: Option<&Value>,
) {
    let Some(inside) = grammar::inside(&place.path) else { return };
    let Some(shape) = grammar::value(inside, key) else { return };
    let (text, byte) = (offered.asked.text, offered.asked.byte);
    let quoted = matches!(value, Some(Value::Text { .. }));
    let whole = match value {
        Some(value @ (Value::Text { .. } | Value::Bare(_))) => value.range(),
        _ => byte..byte,
    };
    let before = text.get(whole.start..byte).unwrap_or_default();
    let slot = Slot { before, whole, word: word_at(text, byte), quoted };
    let kind = match inside {
        Inside::Kind(kind) => kind.what,
        Inside::Names(_) => "",
    };
    match (kind, key) {
        (_, "type") if is_source(shape) => types(offered, scope, place, &slot),
        ("a data phase", "in" | "out") | ("a command", "answer") => types(offered, scope, place, &slot),
        (_, "use") => named(offered, scope, &["fields"], &slot),
        (_, "of") => named(offered, scope, &["union"], &slot),
        ("a map", "from" | "to") => named(offered, scope, &["struct"], &slot),
        ("a command", "alias") => named(offered, scope, &["command"], &slot),
        ("a command", "via") => named(offered, scope, &["map"], &slot),
        ("a protocol", "import" | "include") => files(offered, &slot),
        ("an error code", "alias") => own_codes(offered, scope, place, &slot),
        ("an error code", "from") => patterns(offered, scope, &slot),
        (_, "allow") => warnings(offered, &slot),
        (_, "const" | "default") => constants(offered, scope, place, &slot),
        ("", _) => in_names(offered, scope, place, key, &slot),
        _ => of_shape(offered, scope, place, (key, shape), &slot),
    }
}

/// What a shape alone says: words, booleans, expressions.
fn of_shape(
    offered: &mut Offered<'_, '_>,
    scope: &Scope,
    place: &Place<'_>,
    (key, shape): (&str, &'static Shape),
    slot: &Slot<'_>,
) {
    let doc = match grammar::inside(&place.path) {
        Some(Inside::Kind(kind)) => about(kind, key).unwrap_or_default(),
        _ => "",
    };
    match shape {
        Shape::Word(words) => {
            for word in *words {
                let printed = word.replace('\0', "\\u0000");
                let text = slot.quote(&printed);
                let about = About { doc, ..About::default() };
                offered.push(&printed, text, &slot.whole, CompletionItemKind::Value, about);
            }
        }
        Shape::Boolean | Shape::True if !slot.quoted => {
            let words: &[&str] = if matches!(shape, Shape::True) { &["true"] } else { &["true", "false"] };
            for word in words {
                offered.word(word, &slot.whole, CompletionItemKind::Value, About::default());
            }
        }
        Shape::Integer(min, max) if min == max && !slot.quoted => {
            offered.word(&min.to_string(), &slot.whole, CompletionItemKind::Value, About::default());
        }
        Shape::List(item) => of_shape(offered, scope, place, (key, item), slot),
        _ if slot.quoted && (is_source(shape) || is_expression(shape)) => {
            expressions::expressions(offered, scope, place, key, slot.before);
        }
        _ => {}
    }
}

fn is_source(shape: &Shape) -> bool {
    matches!(shape, Shape::Source)
}

fn is_expression(shape: &Shape) -> bool {
    matches!(shape, Shape::OneOf(shapes) if shapes.iter().any(is_source))
}

/// Types; in the parentheses of a called one expressions.
fn types(offered: &mut Offered<'_, '_>, scope: &Scope, place: &Place<'_>, slot: &Slot<'_>) {
    if slot.before.contains('(') {
        expressions::expressions(offered, scope, place, "type", slot.before);
        return;
    }
    named(offered, scope, &TYPES, slot);
    for (name, doc) in INTEGERS.into_iter().chain(words::TYPES) {
        let about = About { rank: 1, doc, ..About::default() };
        offered.push(name, slot.quote(name), slot.at(), CompletionItemKind::Keyword, about);
    }
}

/// Declarations of some kinds.
fn named(offered: &mut Offered<'_, '_>, scope: &Scope, kinds: &[&str], slot: &Slot<'_>) {
    for found in scope.declared(kinds) {
        let kind = match found.kind {
            "enum" | "flags" | "errors" => CompletionItemKind::Enum,
            "command" | "map" => CompletionItemKind::Function,
            _ => CompletionItemKind::Struct,
        };
        let about = About { detail: found.kind, doc: found.doc().unwrap_or_default(), ..About::default() };
        offered.push(found.name, slot.quote(found.name), slot.at(), kind, about);
    }
}

/// Schemas in the folder of this one.
fn files(offered: &mut Offered<'_, '_>, slot: &Slot<'_>) {
    let folder = offered.asked.path.parent().unwrap_or(Path::new("."));
    let Ok(entries) = folder.read_dir() else { return };
    let mut names: Vec<String> = Vec::new();
    for entry in entries.flatten().take(1024) {
        let path = entry.path();
        let is_schema = path.extension().is_some_and(|ending| ending == "toml") && path != offered.asked.path;
        if is_schema && std::fs::read_to_string(&path).is_ok_and(|text| text.contains("[protocol]")) {
            names.extend(entry.file_name().into_string());
        }
    }
    names.sort();
    for name in names {
        let text = slot.quote(&name);
        offered.push(&name, text, &slot.whole, CompletionItemKind::File, About::default());
    }
}

/// Codes of the table itself.
fn own_codes(offered: &mut Offered<'_, '_>, scope: &Scope, place: &Place<'_>, slot: &Slot<'_>) {
    let table = scope.own().and_then(|file| file.around(&["errors"], &place.path));
    if let Some(table) = table {
        words(offered, table, slot);
    }
}

fn words(offered: &mut Offered<'_, '_>, of: Declared<'_>, slot: &Slot<'_>) {
    for (name, value) in Scope::words(of) {
        let about = About { detail: &value, ..About::default() };
        offered.push(name, slot.quote(name), slot.at(), CompletionItemKind::EnumMember, about);
    }
}

/// What may be allowed.
fn warnings(offered: &mut Offered<'_, '_>, slot: &Slot<'_>) {
    for code in Code::ALL.iter().filter(|code| code.is_warning()) {
        let word = code.to_string();
        let about = About { detail: code.title(), ..About::default() };
        offered.push(&word, slot.quote(&word), &slot.whole, CompletionItemKind::Constant, about);
    }
}

/// `from` of an error code.
fn patterns(offered: &mut Offered<'_, '_>, scope: &Scope, slot: &Slot<'_>) {
    if slot.before.contains(" after ") {
        named(offered, scope, &["command"], slot);
    } else if let Some(response) = slot.before.strip_prefix("response ") {
        match response.split_once('.') {
            Some((table, _)) => {
                if let Some(table) = scope.find(&["enum", "errors"], table.trim()) {
                    words(offered, table, slot);
                }
            }
            None => named(offered, scope, &["enum", "errors"], slot),
        }
    } else {
        for pattern in ["sense ", "response ", "timeout", "short-data", "invalid-response"] {
            let text = slot.quote(pattern);
            offered.push(pattern, text, &slot.whole, CompletionItemKind::Keyword, About::default());
        }
    }
}

/// What a row of that type can always be or be at first.
fn constants(offered: &mut Offered<'_, '_>, scope: &Scope, place: &Place<'_>, slot: &Slot<'_>) {
    let written = place.table.text("type", offered.asked.text);
    match written.map(str::trim) {
        Some("bool") if !slot.quoted => {
            for word in ["true", "false"] {
                offered.word(word, &slot.whole, CompletionItemKind::Value, About::default());
            }
        }
        Some(written) => {
            if let Some(of) = scope.named_type(written, &["enum", "flags", "errors"]) {
                words(offered, of, slot);
            }
        }
        None => {}
    }
}

/// Values at keys that are names: in vectors, in maps, of cases.
fn in_names(offered: &mut Offered<'_, '_>, scope: &Scope, place: &Place<'_>, key: &str, slot: &Slot<'_>) {
    let path = place.path.as_slice();
    match path {
        ["map", _, "set", ..] if slot.quoted => {
            expressions::expressions(offered, scope, place, "set", slot.before);
        }
        ["union", _, "cases"] => types(offered, scope, place, slot),
        [_, _, "test", "fields"] => {
            let Some(of) = around(scope, place) else { return };
            if key == "case" {
                let is_child = |found: &Declared<'_>| found.text("of") == Some(of.name);
                for child in scope.declared(&["struct", "union"]).filter(is_child) {
                    let text = slot.quote(child.name);
                    offered.push(child.name, text, slot.at(), CompletionItemKind::Struct, About::default());
                }
                return;
            }
            let members = scope.members(of);
            let member = members.iter().find(|member| member.is(key));
            if let Some(of) = member.and_then(|member| scope.type_of(member, &["enum", "errors"])) {
                words(offered, of, slot);
            }
        }
        _ => {}
    }
}
