//! A decoded message as lines for people and as JSON in the notation of test vectors.

use opcodec_schema::notation::{Item, Tree, Written};
use opcodec_schema::value::hex;
use serde_json::{Map, Number, Value};

use crate::columns::Columns;

/// Raw bytes on one line; more go on below.
const BYTES_A_LINE: usize = 8;

/// The members in the notation of test vectors.
pub(crate) fn json(tree: &Tree) -> Value {
    let members = tree.items.iter().filter(|item| !item.shown_only);
    Value::Object(members.map(|item| (item.key.clone(), value(&item.value))).collect::<Map<_, _>>())
}

fn value(written: &Written) -> Value {
    match written {
        Written::Int(int) => Number::from_i128(*int).map_or_else(|| int.to_string().into(), Value::Number),
        // JSON has numbers of 64 bits; vectors take the digits too.
        Written::Wide(int) => int.to_string().into(),
        Written::Bool(bool) => (*bool).into(),
        Written::Name(name, _) => name.clone().into(),
        Written::Flags { names, rest, .. } => {
            let rest = (*rest != 0).then(|| format!("{rest:#X}"));
            names.iter().cloned().chain(rest).collect()
        }
        Written::Text(text) => text.clone().into(),
        Written::Bytes(bytes) => hex(bytes).into(),
        Written::Null => Value::Null,
        Written::List(items) => items.iter().map(|item| value(&item.value)).collect(),
        Written::Table(tree) => json(tree),
    }
}

/// One line a field: its bytes, its name, its value and meaning, its unit and what it is.
pub(crate) fn text(tree: &Tree, bytes: &[u8]) -> String {
    let mut lines = Columns::default();
    table(&mut lines, tree, bytes, 0);
    lines.render()
}

fn table(lines: &mut Columns, tree: &Tree, bytes: &[u8], depth: usize) {
    for item in &tree.items {
        field(lines, item, &item.name, bytes, depth);
    }
}

fn field(lines: &mut Columns, item: &Item, name: &str, bytes: &[u8], depth: usize) {
    let name = format!("{}{name}", "  ".repeat(depth));
    match &item.value {
        Written::Table(tree) => {
            lines.line([place(item), String::new(), name, String::new(), String::new(), note(item)]);
            table(lines, tree, bytes, depth + 1);
        }
        Written::List(items) if items.iter().any(|it| matches!(it.value, Written::Table(_))) => {
            let count = super::run::check::number(items.len(), "element");
            lines.line([place(item), String::new(), name, count, String::new(), note(item)]);
            for (i, element) in items.iter().enumerate() {
                field(lines, element, &format!("[{i}]"), bytes, depth + 1);
            }
        }
        // A word of the notation, not of the device.
        Written::Text(case) if item.key == "case" && item.bytes.is_none() => {
            leaf(lines, item, name, case.clone(), bytes);
        }
        scalar => leaf(lines, item, name, shown(scalar), bytes),
    }
}

fn leaf(lines: &mut Columns, item: &Item, name: String, value: String, bytes: &[u8]) {
    let range = item.bytes.clone().unwrap_or(0..0);
    let raw = bytes.get(range.start as usize..range.end as usize).unwrap_or_default();
    let mut raw = raw.chunks(BYTES_A_LINE).map(hex);
    let unit = item.unit.clone().unwrap_or_default();
    lines.line([place(item), raw.next().unwrap_or_default(), name, value, unit, note(item)]);
    for more in raw {
        lines.line([String::new(), more]);
    }
}

/// The byte range in the form that schemas have: `4`, `2..5`, `1.7:5`.
fn place(item: &Item) -> String {
    let Some(range) = item.bytes.clone().filter(|range| range.start < range.end) else {
        return String::new();
    };
    let (first, last) = (range.start, range.end - 1);
    let bits = match item.bits {
        Some((high, low)) if high == low => high.to_string(),
        Some((high, low)) => format!("{high}:{low}"),
        None => String::new(),
    };
    match (first == last, bits.is_empty()) {
        (true, true) => first.to_string(),
        (false, true) => format!("{first}..{last}"),
        (true, false) => format!("{first}.{bits}"),
        (false, false) => format!("{first}..{last} {bits}"),
    }
}

/// What the value means, then what the row is.
fn note(item: &Item) -> String {
    let meaning = item.meaning.as_deref().map(|meaning| format!("= {}", one_line(meaning)));
    let doc = item.doc.as_deref().map(one_line);
    meaning.into_iter().chain(doc).collect::<Vec<_>>().join(" ")
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn shown(written: &Written) -> String {
    match written {
        Written::Int(int) => number(*int),
        Written::Wide(int) => format!("{int} (0x{int:X})"),
        Written::Bool(bool) => bool.to_string(),
        Written::Name(name, int) => format!("{name} (0x{int:X})"),
        Written::Flags { names, rest, value } => {
            let rest = (*rest != 0).then(|| format!("{rest:#X}"));
            let set: Vec<String> = names.iter().cloned().chain(rest).collect();
            format!("[{}] (0x{value:X})", set.join(", "))
        }
        // Escaped, so that no byte of a device reaches the terminal as a control sequence.
        Written::Text(text) => format!("{text:?}"),
        Written::Null => "null".to_owned(),
        Written::Bytes(bytes) if bytes.is_empty() => "no bytes".to_owned(),
        Written::Bytes(bytes) if bytes.len() > BYTES_A_LINE => format!("{} bytes", bytes.len()),
        Written::Bytes(bytes) => hex(bytes),
        Written::List(items) => {
            let items: Vec<String> = items.iter().map(|item| shown(&item.value)).collect();
            format!("[{}]", items.join(", "))
        }
        Written::Table(_) => String::new(),
    }
}

/// Decimal, and hex where it is not the same.
fn number(int: i128) -> String {
    if (-9..=9).contains(&int) {
        int.to_string()
    } else if int < 0 {
        format!("{int} (-0x{:X})", int.unsigned_abs())
    } else {
        format!("{int} (0x{int:X})")
    }
}
