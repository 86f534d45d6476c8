//! The language as a JSON Schema, for editors: the reader's own tables in another form.
//!
//! Draft 7 is what Taplo, the TOML extension of VS Code and Tombi all take.

use opcodec_schema::read::keys;
use opcodec_schema::read::shape::{Kind, Shape};
use serde_json::{Map, Value, json};

/// What any value is called.
const LITERAL: &str = "value";
/// What the one shape that holds itself is called: what a row of a map's target gets.
const SET: &str = "set";

/// The whole of it.
pub(crate) fn json_schema() -> Value {
    let mut shapes = Shapes::default();
    shapes.definitions.insert(LITERAL.to_owned(), literal());
    // Nothing refers to the file itself: it is the root.
    let mut root = shapes.table(&keys::FILE);
    for kind in keys::all().into_iter().skip(1) {
        let table = shapes.table(kind);
        shapes.definitions.insert(name(kind), table);
    }
    root["$schema"] = "http://json-schema.org/draft-07/schema#".into();
    root["title"] = "A schema of opcodec, edition 1".into();
    root["description"] =
        "Device commands and the bytes that they are, in rows that read like the printed table.".into();
    root["definitions"] = shapes.definitions.into();
    root
}

/// What a kind of table is called: `a row` becomes `row`.
fn name(kind: &Kind) -> String {
    let what = kind.what.trim_matches('`');
    what.strip_prefix("an ").or(what.strip_prefix("a ")).unwrap_or(what).replace([' ', '-'], "_")
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/definitions/{name}") })
}

/// One of these keys at least.
fn needs(others: &[&str]) -> Value {
    match others {
        [other] => json!([other]),
        others => {
            let one: Vec<Value> = others.iter().map(|other| json!({ "required": [other] })).collect();
            json!({ "anyOf": one })
        }
    }
}

/// A description beside a `$ref` is not looked at in draft 7: it goes around it.
fn described(value: Value, about: &str) -> Value {
    let mut value = if value.get("$ref").is_some() { json!({ "allOf": [value] }) } else { value };
    value["description"] = about.into();
    value
}

fn capital(what: &str) -> String {
    let mut chars = what.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// Definitions that are made, and the shapes on the way to the one in hand.
#[derive(Default)]
struct Shapes {
    definitions: Map<String, Value>,
    open: Vec<&'static Shape>,
    /// Shapes that hold themselves, which needs a name.
    recursive: Vec<&'static Shape>,
}

impl Shapes {
    fn table(&mut self, kind: &'static Kind) -> Value {
        let mut properties = Map::new();
        for key in kind.keys {
            let mut value = self.value(&key.shape);
            if let Some(about) = keys::about(kind, key.name) {
                value = described(value, about);
            }
            properties.insert(key.name.to_owned(), value);
        }
        let required: Vec<&str> = kind.keys.iter().filter(|key| key.required).map(|key| key.name).collect();
        let mut all: Vec<Value> = Vec::new();
        for (one, others) in kind.exclusive {
            all.extend(others.iter().map(|other| json!({ "not": { "required": [one, other] } })));
        }
        let mut beside = Map::new();
        for (one, others) in kind.beside {
            beside.insert((*one).to_owned(), needs(others));
        }
        let mut value = json!({
            "type": "object",
            "description": format!("{}.", capital(kind.what)),
            "properties": properties,
            "additionalProperties": false,
        });
        // A key that stands alone needs nothing else.
        match kind.alone {
            None if !required.is_empty() => value["required"] = json!(required),
            Some(alone) => {
                beside.insert(alone.to_owned(), json!({ "maxProperties": 1 }));
                if !required.is_empty() {
                    all.push(json!({ "anyOf": [{ "required": [alone] }, { "required": required }] }));
                }
            }
            None => {}
        }
        if !beside.is_empty() {
            value["dependencies"] = Value::Object(beside);
        }
        if !all.is_empty() {
            value["allOf"] = all.into();
        }
        value
    }

    fn value(&mut self, shape: &'static Shape) -> Value {
        match shape {
            Shape::Text | Shape::Source | Shape::Duration => json!({ "type": "string" }),
            Shape::Integer(min, max) => integer(*min, *max),
            Shape::Boolean => json!({ "type": "boolean" }),
            Shape::True => json!({ "const": true }),
            Shape::Word(words) => json!({ "enum": words }),
            Shape::Literal => reference(LITERAL),
            Shape::List(item) => json!({ "type": "array", "items": self.inner(item) }),
            Shape::Table(kind) => reference(&name(kind)),
            Shape::Map(item) => json!({ "type": "object", "additionalProperties": self.inner(item) }),
            Shape::OneOf(shapes) => {
                json!({ "anyOf": shapes.iter().map(|shape| self.value(shape)).collect::<Vec<_>>() })
            }
        }
    }

    /// What stands in an array or behind the author's names: it may be what it stands in.
    fn inner(&mut self, shape: &'static Shape) -> Value {
        let same = |known: &&'static Shape| std::ptr::eq(*known, shape);
        if self.open.iter().any(same) {
            self.recursive.push(shape);
            return reference(SET);
        }
        self.open.push(shape);
        let value = self.value(shape);
        self.open.pop();
        if self.recursive.iter().any(same) {
            self.definitions.insert(SET.to_owned(), value);
            return reference(SET);
        }
        value
    }
}

fn integer(min: i128, max: i128) -> Value {
    let mut value = json!({ "type": "integer" });
    // JSON's readers have numbers of 64 bits: beyond them there is no bound.
    for (word, bound) in [("minimum", min), ("maximum", max)] {
        if let Ok(bound) = i64::try_from(bound) {
            value[word] = bound.into();
        }
    }
    value
}

/// A value of a message.
fn literal() -> Value {
    let this = reference(LITERAL);
    json!({
        "description": "A value of a message.",
        "anyOf": [
            { "type": ["integer", "boolean", "string"] },
            { "type": "array", "items": this },
            { "type": "object", "additionalProperties": this },
        ],
    })
}
