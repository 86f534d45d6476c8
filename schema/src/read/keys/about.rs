//! A line about every key, for editors: what it says when one points at it or chooses it.

use super::FILE;
use crate::read::shape::{Kind, Shape};

/// Every kind of table that a file may hold, the file itself first.
pub fn all() -> Vec<&'static Kind> {
    let mut kinds = vec![&FILE];
    let mut seen = Vec::new();
    let mut at = 0;
    while let Some(&kind) = kinds.get(at) {
        for key in kind.keys {
            inside(&key.shape, &mut kinds, &mut seen);
        }
        at += 1;
    }
    kinds
}

/// The kinds of table in a shape, which may hold itself.
fn inside(shape: &'static Shape, kinds: &mut Vec<&'static Kind>, seen: &mut Vec<*const Shape>) {
    if seen.iter().any(|seen| std::ptr::eq(*seen, shape)) {
        return;
    }
    seen.push(shape);
    match shape {
        Shape::Table(kind) if !kinds.iter().any(|known| known.what == kind.what) => kinds.push(kind),
        Shape::List(item) | Shape::Map(item) => inside(item, kinds, seen),
        Shape::OneOf(shapes) => shapes.iter().for_each(|shape| inside(shape, kinds, seen)),
        _ => {}
    }
}

/// What a key of a kind of table says. Every key that the reader knows has a line.
pub fn about(kind: &Kind, key: &str) -> Option<&'static str> {
    let of_kind = OF_KIND.iter().find(|(what, _)| *what == kind.what).map(|(_, lines)| *lines);
    let line =
        |lines: &[(&str, &'static str)]| lines.iter().find(|(known, _)| *known == key).map(|(_, line)| *line);
    of_kind.and_then(line).or_else(|| line(ANYWHERE))
}

type Lines = &'static [(&'static str, &'static str)];

/// Keys that say the same in every table, unless it says otherwise.
const ANYWHERE: Lines = &[
    ("doc", "What it is, for people: a sentence."),
    ("ref", "The clause or table of the standard."),
    ("rename", "The name that it has in Rust."),
    ("endian", "The byte order: `big` or `little`."),
    ("unit", "The unit, for people: `bytes`, `ms`, `blocks`."),
    (
        "args",
        "What the one who uses it must pass: `[{ name = \"…\", type = \"u8\" }]`. Expressions see it by its name.",
    ),
    (
        "allow",
        "Warnings that are meant, by their codes: `[\"OP0180\"]`. In `[protocol]` they cover the whole file.",
    ),
    ("test", "A test vector: `[[….test]]`, run by `check` and `test`."),
    ("align", "Its end is filled up with zeros to a multiple of so many bytes, which `size` does not count."),
    ("max_depth", "How many of a type that can hold itself may stand in one another."),
];

const OF_KIND: &[(&str, Lines)] = &[
    (
        "a schema",
        &[
            (
                "protocol",
                "What the file is: its name, the edition of the language, the carrier of its commands.",
            ),
            ("fields", "`[fields.X]`: rows that several tables share; `{ use = \"X\" }` puts them in place."),
            ("enum", "`[enum.X]`: names for the values of an integer."),
            ("flags", "`[flags.X]`: names for the bits of an integer."),
            ("struct", "`[struct.X]`: rows in an order, or the child of a union."),
            ("union", "`[union.X]`: one of several structures, chosen by a tag."),
            ("command", "`[command.X]`: a request with its data phase and its answer."),
            ("event", "`[event.X]`: what a device sends unasked."),
            ("opcode_size", "How many bytes a CDB has, by its operation code."),
            ("errors", "`[errors.X]`: codes, and which answers of a device become them."),
            ("map", "`[map.X]`: how one structure becomes another."),
        ],
    ),
    (
        "a protocol",
        &[
            ("name", "The Rust module's name: a small letter, then small letters, digits and `_`."),
            ("edition", "The edition of the schema language: 1."),
            ("doc", "What the protocol is, for people."),
            ("spec", "The standard that `ref` speaks of."),
            ("carrier", "What carries the commands. Without it the file has none."),
            (
                "endian",
                "The byte order of every row that does not say its own. Without it, each row of several bytes must.",
            ),
            (
                "reserved",
                "Whether bits without a name are looked at when decoding. They are always encoded as zero.",
            ),
            ("import", "Files, relative to this one, whose names come into scope."),
            ("include", "Files that are imported, and whose commands become this protocol's too."),
            (
                "context",
                "What a caller knows and no request says: `[{ name = \"…\", type = \"…\" }]`, for `only`.",
            ),
        ],
    ),
    ("a set of fields", &[("fields", "The rows that go where `use` names the set.")]),
    (
        "a row",
        &[
            ("use", "Instead of all else: the rows of a `[fields.X]` go here."),
            (
                "at",
                "The position as printed: `4`, `2..5` (both included), `1.4` (byte 1, bit 4), `1.7:5`, or `8..` for as long as the field is. Without it, the next whole byte.",
            ),
            (
                "bits",
                "Bits of the whole word that `at` names, after it is read in its byte order: `31:16` or `7`.",
            ),
            ("name", "The name as printed. Expressions and vectors may write it in snake_case."),
            (
                "type",
                "The type. Without it the unsigned integer of the width that `at` and `bits` name, `bool` for one bit.",
            ),
            ("const", "Always this value: encoded, checked when decoding, no member of the Rust struct."),
            ("default", "The value in `Default`. Without it zero, empty, or the enumerator 0."),
            ("value", "An expression: computed when encoding, checked when decoding. No member to set."),
            ("size", "How many bytes, an expression; `rest` is to the end of the enclosing bound."),
            ("count", "How many elements, or units of text, an expression."),
            ("prefix", "A count that stands in front of the list or text and is part of the field."),
            (
                "end",
                "The unit or element that ends the list or text: counted by `prefix`, not part of the value.",
            ),
            ("max", "The largest size or count that is accepted."),
            ("when", "A condition: the field is there only where it holds."),
            ("check", "What must hold; `self` is this field."),
            ("optional", "May be left out: the last parameters of `ptp`."),
            ("reserved", "Bytes that count in the length and hold zero."),
            ("pad", "What fills `ascii` and `utf8` on the right; taken off when decoding."),
        ],
    ),
    (
        "an enum",
        &[
            ("type", "The integer that its values are: `u1` to `u128`, `i2` to `i128`."),
            ("values", "Names and values: `NAME = 1` or `NAME = { value = 1, doc = \"…\" }`."),
            ("closed", "Whether an unknown value is an error. Without it, it is a value."),
        ],
    ),
    ("an enumerator", &[("value", "The value.")]),
    (
        "a set of flags",
        &[
            ("type", "The unsigned integer whose bits they are."),
            (
                "bits",
                "Names and bit numbers: `NAME = 0`, 0 the least significant, or `NAME = { bit = 0, doc = \"…\" }`.",
            ),
        ],
    ),
    ("a flag", &[("bit", "The number of the bit; 0 is the least significant.")]),
    (
        "a struct",
        &[
            ("fields", "The rows in the order of the printed table."),
            ("of", "The union that it is a child of."),
            ("tag", "In a child of a union: its tag, an enumerator, an integer, or a list of them."),
            ("layout", "`c`: laid out in memory as C does on 32- and 64-bit targets."),
            ("required", "How many bytes must be there. What is cut off after them is absent, not an error."),
            (
                "size",
                "How long the whole is: a number, or an expression that is linear in one of its fields.",
            ),
            ("trailing", "`ignore`: bytes left over after the last field are no error."),
        ],
    ),
    (
        "a union",
        &[
            (
                "tag",
                "An expression over the fields before the payload and the args: its value chooses the child.",
            ),
            (
                "fields",
                "The rows that all children have, one of them of type `payload`. Without rows it is all payload.",
            ),
            (
                "closed",
                "Whether an unknown tag is an error. Without it, it gives `Unknown` with the raw body.",
            ),
            ("cases", "Children too small for a struct: `NAME = \"u8\"` or `NAME = { type = \"…\", … }`."),
            ("of", "The union that it is itself a child of."),
            ("of_tag", "Its tag in the union that it is a child of."),
            ("required", "How many bytes must be there. What is cut off after them is absent, not an error."),
            (
                "size",
                "How long the whole is: a number, or an expression that is linear in one of its fields.",
            ),
            ("trailing", "`ignore`: bytes left over after the last field are no error."),
        ],
    ),
    (
        "a case",
        &[
            ("type", "What the child is."),
            ("default", "The value in `Default`."),
            ("size", "How many bytes, an expression; `rest` is to the end of the enclosing bound."),
            ("count", "How many elements, or units of text, an expression."),
            ("prefix", "A count that stands in front of the list or text and is part of it."),
            (
                "end",
                "The unit or element that ends the list or text: counted by `prefix`, not part of the value.",
            ),
            ("max", "The largest size or count that is accepted."),
            ("check", "What must hold; `self` is the value."),
            ("pad", "What fills `ascii` and `utf8` on the right; taken off when decoding."),
        ],
    ),
    (
        "an arg",
        &[
            ("name", "The name by which expressions see it."),
            ("type", "An integer, `bool`, an enum or flags; of a map also `ptr`."),
            ("default", "What it is where the caller says nothing."),
        ],
    ),
    (
        "a command",
        &[
            (
                "opcode",
                "The code of the command: byte 0 of a CDB, `bRequest`, an operation code, or `ctl_code(…)`.",
            ),
            ("alias", "The command that this is another name of."),
            ("fields", "The rows of the request in the order of the printed table."),
            ("args", "What the caller knows and the wire does not carry. Expressions see it by its name."),
            ("size", "How many bytes the request has, where no opcode-size table says it."),
            ("timeout", "How long it may take: `30 s` or `500 ms`."),
            (
                "data",
                "The data phase: `{ in = T }` from the device, `{ out = T }` to it, with `size`, `max` or `when`.",
            ),
            ("answer", "The parameters of the response, or the structure that answers."),
            (
                "via",
                "The maps that turn the input of an I/O control into the driver's request, one after the other.",
            ),
            ("request_type", "Of `bmRequestType`."),
            ("recipient", "Of `bmRequestType`."),
            ("only", "A condition over `context`: in which contexts the command exists."),
            ("required", "How many bytes must be there. What is cut off after them is absent, not an error."),
            ("trailing", "`ignore`: bytes left over after the last field are no error."),
        ],
    ),
    (
        "a data phase",
        &[
            ("in", "What comes from the device: `bytes` or a type."),
            ("out", "What goes to the device: `bytes` or a type."),
            ("size", "Exactly so many bytes, an expression over the request."),
            ("max", "At most so many bytes, an expression over the request."),
            ("when", "Whether there is a data phase at all."),
        ],
    ),
    (
        "a direction of a data phase",
        &[
            ("type", "What is moved: `bytes` or a type."),
            ("size", "Exactly so many bytes. `in` sees the fields of `out`."),
            ("max", "At most so many bytes. `in` sees the fields of `out`."),
            ("when", "Whether anything is moved."),
        ],
    ),
    ("an event", &[("code", "The code of the event."), ("fields", "Its parameters, in order.")]),
    (
        "an opcode-size table",
        &[
            ("range", "The smallest and the largest size, always checked: `6..16`."),
            ("rows", "Which opcodes have which size; together they cover every opcode once."),
            ("exceptions", "Opcodes that a row does not speak for."),
        ],
    ),
    (
        "a row of an opcode-size table",
        &[
            ("opcodes", "From and to, both included: `0x00..0x1F`."),
            ("group", "The group code: the three high bits of the opcode."),
            ("size", "So many bytes, `any`, or an expression such as `byte(7) + 8`."),
            ("rule", "A word for what is asked, shown in verdicts."),
            ("note", "Why, for people."),
        ],
    ),
    (
        "an exception of an opcode-size table",
        &[
            ("opcodes", "Which: `[0x02, 0x05]`."),
            ("size", "So many bytes, `any`, or an expression such as `byte(7) + 8`."),
            ("rule", "A word for what is asked, shown in verdicts."),
            ("note", "Why, for people."),
        ],
    ),
    (
        "an error table",
        &[
            (
                "type",
                "What a code is. In an `hresult`, names that start with `E_` and `S_` are checked against the severity.",
            ),
            ("codes", "Names and codes: `NAME = { value = 0x…, text = \"…\" }`."),
            ("expect", "What every code is checked against."),
        ],
    ),
    ("`expect`", &[("facility", "The facility that every code has which does not say its own.")]),
    (
        "an error code",
        &[
            ("value", "The number."),
            ("win32", "The Windows error whose `HRESULT_FROM_WIN32` it is."),
            ("alias", "The code of this table that this is another name of."),
            ("kind", "A word for what sort of error it is."),
            ("text", "What happened, shown to people."),
            ("advice", "What a person can do."),
            ("retry", "Whether trying again helps, and when."),
            (
                "from",
                "The device's answers that become this code: `sense 2/3A/*`, `response Table.NAME`, `timeout`, `short-data`, `invalid-response`.",
            ),
            ("facility", "The facility of this code, where it is not the table's."),
        ],
    ),
    (
        "a test vector",
        &[
            ("bytes", "The message in hex."),
            (
                "fields",
                "What the bytes decode to and what encodes to them. A field that is not named has its default.",
            ),
            ("args", "What the type is called with."),
            ("context", "Of a command: what the caller knows, in which the bytes must be this command."),
            ("error", "The kind of error with which decoding fails."),
        ],
    ),
    (
        "a map",
        &[
            ("from", "The structure that is read."),
            ("to", "The structure that is made."),
            ("args", "What the source does not hold. Expressions see it by its name."),
            ("check", "What must hold of the source and the args."),
            ("set", "Every field of the target and what it gets."),
        ],
    ),
    (
        "a test vector of a map",
        &[
            ("in", "The source structure. A field that is not named has its default."),
            ("out", "Fields of the target, those that are compared."),
            ("args", "What the map is called with."),
            ("error", "The kind of error with which mapping fails."),
        ],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_has_a_line_and_every_kind_its_own_name() {
        let kinds = all();
        for (number, kind) in kinds.iter().enumerate() {
            for key in kind.keys {
                // Another chapter of `OF_KIND`, or `ANYWHERE`.
                assert!(
                    about(kind, key.name).is_some(),
                    "{}: `{}` has no line in this file",
                    kind.what,
                    key.name
                );
            }
            assert!(!kinds[..number].iter().any(|other| other.what == kind.what), "{}", kind.what);
        }
    }

    #[test]
    fn lines_are_sentences() {
        let lines = OF_KIND.iter().flat_map(|(_, lines)| *lines).chain(ANYWHERE);
        for (key, line) in lines {
            assert!(line.ends_with('.') || line.ends_with('`'), "{key}: {line}");
        }
    }
}
