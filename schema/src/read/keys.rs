//! The keys of every kind of table: the language's grammar as data.

mod about;
mod commands;

use super::shape::{EXPRESSION, Key, Kind, Shape, may, must};
use crate::ir::Carrier;
use crate::value::ErrorKind;
pub use about::{about, all};
pub use commands::{COMMAND, DATA, DIRECTION, EVENT};

/// Codes of warnings that are meant.
const ALLOW: Key = may("allow", Shape::List(&Shape::Source));
const DOC: Key = may("doc", Shape::Text);
const REF: Key = may("ref", Shape::Text);
const RENAME: Key = may("rename", Shape::Text);
const ENDIAN: Key = may("endian", Shape::Word(&["big", "little"]));
const ROWS: Shape = Shape::List(&Shape::Table(&ROW));
static ARG_TABLE: Shape = Shape::Table(&ARG);
const ARGS: Key = may("args", Shape::List(&ARG_TABLE));
static TEST_TABLE: Shape = Shape::Table(&TEST);
const TESTS: Key = may("test", Shape::List(&TEST_TABLE));
const ANY_INTEGER: Shape = Shape::Integer(i128::MIN, i128::MAX);
/// What a struct's end is filled up to a multiple of.
const ALIGN: Key = may("align", Shape::Integer(1, 4096));
/// How many of a type that can hold itself may stand in one another.
const MAX_DEPTH: Key = may("max_depth", Shape::Integer(1, 64));
/// The largest length that a message can have.
const LENGTH: Shape = Shape::Integer(0, u32::MAX as i128);

/// What says how long a list or text is; `max` limits it.
const LENGTHS: &[&str] = &["size", "count", "prefix", "end"];
const PREFIX: Key = may("prefix", Shape::Word(&["u8", "u16", "u32"]));

/// A whole file.
pub static FILE: Kind = Kind::new(
    "a schema",
    &[
        must("protocol", Shape::Table(&PROTOCOL)),
        may("fields", Shape::Map(&Shape::Table(&FIELDS))),
        may("enum", Shape::Map(&Shape::Table(&ENUM))),
        may("flags", Shape::Map(&Shape::Table(&FLAGS))),
        may("struct", Shape::Map(&Shape::Table(&STRUCT))),
        may("union", Shape::Map(&Shape::Table(&UNION))),
        may("command", Shape::Map(&Shape::Table(&COMMAND))),
        may("event", Shape::Map(&Shape::Table(&EVENT))),
        may("opcode_size", Shape::Table(&OPCODE_SIZE)),
        may("errors", Shape::Map(&Shape::Table(&ERRORS))),
        may("map", Shape::Map(&Shape::Table(&MAP))),
    ],
);

/// `[protocol]`.
pub static PROTOCOL: Kind = Kind::new(
    "a protocol",
    &[
        must("name", Shape::Source),
        must("edition", Shape::Integer(1, 1)),
        DOC,
        ALLOW,
        may("spec", Shape::Text),
        may("carrier", Shape::Word(&Carrier::WORDS)),
        ENDIAN,
        may("reserved", Shape::Word(&["ignore", "reject"])),
        may("context", Shape::List(&ARG_TABLE)),
        may("import", Shape::List(&Shape::Text)),
        may("include", Shape::List(&Shape::Text)),
    ],
);

/// `[fields.X]`.
pub static FIELDS: Kind = Kind::new("a set of fields", &[must("fields", ROWS), ALLOW]);

/// A row of `fields`.
pub static ROW: Kind = Kind {
    exclusive: &[
        ("const", &["default", "value"]),
        ("default", &["value"]),
        ("optional", &["const", "default", "value", "reserved"]),
        ("size", &["count", "prefix", "end"]),
        ("count", &["prefix", "end"]),
        ("pad", &["prefix", "end"]),
        (
            "reserved",
            &["const", "default", "value", "check", "count", "prefix", "end", "pad", "max", "rename"],
        ),
    ],
    beside: &[("bits", &["at"]), ("max", LENGTHS), ("rename", &["name"])],
    alone: Some("use"),
    ..Kind::new(
        "a row",
        &[
            may("use", Shape::Source),
            may("at", Shape::Source),
            may("bits", Shape::Source),
            may("name", Shape::Text),
            RENAME,
            may("type", Shape::Source),
            ENDIAN,
            may("const", Shape::Literal),
            may("default", Shape::Literal),
            may("value", EXPRESSION),
            may("size", EXPRESSION),
            may("count", EXPRESSION),
            PREFIX,
            may("end", ANY_INTEGER),
            may("max", LENGTH),
            may("when", EXPRESSION),
            may("check", EXPRESSION),
            may("optional", Shape::True),
            may("reserved", Shape::True),
            may("pad", Shape::Word(&[" ", "\0"])),
            may("unit", Shape::Text),
            DOC,
            REF,
        ],
    )
};

/// `[enum.X]`.
pub static ENUM: Kind = Kind::new(
    "an enum",
    &[
        must("type", Shape::Source),
        must("values", Shape::Map(&Shape::OneOf(&[ANY_INTEGER, Shape::Table(&ENUMERATOR)]))),
        may("closed", Shape::Boolean),
        RENAME,
        DOC,
        ALLOW,
        REF,
    ],
);

/// An entry of an enum's `values`.
pub static ENUMERATOR: Kind = Kind::new("an enumerator", &[must("value", ANY_INTEGER), RENAME, DOC, REF]);

/// `[flags.X]`.
pub static FLAGS: Kind = Kind::new(
    "a set of flags",
    &[
        must("type", Shape::Source),
        must("bits", Shape::Map(&Shape::OneOf(&[ANY_INTEGER, Shape::Table(&FLAG)]))),
        RENAME,
        DOC,
        ALLOW,
        REF,
    ],
);

/// An entry of `bits`.
pub static FLAG: Kind = Kind::new("a flag", &[must("bit", ANY_INTEGER), RENAME, DOC, REF]);

/// `[struct.X]`.
pub static STRUCT: Kind = Kind {
    exclusive: &[(
        "layout",
        &["of", "tag", "endian", "args", "required", "size", "trailing", "align", "max_depth"],
    )],
    beside: &[("of", &["tag"]), ("tag", &["of"])],
    ..Kind::new(
        "a struct",
        &[
            may("fields", ROWS),
            may("of", Shape::Source),
            may("tag", TAGS),
            may("layout", Shape::Word(&["c"])),
            ENDIAN,
            ARGS,
            may("required", LENGTH),
            may("size", EXPRESSION),
            may("trailing", Shape::Word(&["ignore"])),
            ALIGN,
            MAX_DEPTH,
            RENAME,
            DOC,
            ALLOW,
            REF,
            TESTS,
        ],
    )
};

const TAGS: Shape = Shape::OneOf(&[
    Shape::Source,
    ANY_INTEGER,
    Shape::Boolean,
    Shape::List(&Shape::OneOf(&[Shape::Source, ANY_INTEGER, Shape::Boolean])),
]);

/// `[union.X]`.
pub static UNION: Kind = Kind {
    beside: &[("of", &["of_tag"]), ("of_tag", &["of"])],
    ..Kind::new(
        "a union",
        &[
            must("tag", EXPRESSION),
            may("fields", ROWS),
            may("closed", Shape::Boolean),
            may("cases", Shape::Map(&Shape::OneOf(&[Shape::Source, Shape::Table(&CASE)]))),
            may("of", Shape::Source),
            may("of_tag", TAGS),
            ENDIAN,
            ARGS,
            may("required", LENGTH),
            may("size", EXPRESSION),
            may("trailing", Shape::Word(&["ignore"])),
            ALIGN,
            MAX_DEPTH,
            RENAME,
            DOC,
            ALLOW,
            REF,
            TESTS,
        ],
    )
};

/// An entry of `[union.X.cases]` that is more than a type.
pub static CASE: Kind = Kind {
    exclusive: &[
        ("size", &["count", "prefix", "end"]),
        ("count", &["prefix", "end"]),
        ("pad", &["prefix", "end"]),
    ],
    beside: &[("max", LENGTHS)],
    ..Kind::new(
        "a case",
        &[
            must("type", Shape::Source),
            RENAME,
            ENDIAN,
            may("default", Shape::Literal),
            may("size", EXPRESSION),
            may("count", EXPRESSION),
            PREFIX,
            may("end", ANY_INTEGER),
            may("max", LENGTH),
            may("check", EXPRESSION),
            may("pad", Shape::Word(&[" ", "\0"])),
            may("unit", Shape::Text),
            DOC,
            REF,
        ],
    )
};

/// An entry of `args`.
pub static ARG: Kind = Kind::new(
    "an arg",
    &[
        must("name", Shape::Text),
        must("type", Shape::Source),
        may("default", Shape::Literal),
        may("unit", Shape::Text),
        DOC,
        REF,
    ],
);

/// `[opcode_size]`.
pub static OPCODE_SIZE: Kind = Kind::new(
    "an opcode-size table",
    &[
        must("range", Shape::Source),
        must("rows", Shape::List(&Shape::Table(&SIZE_ROW))),
        may("exceptions", Shape::List(&Shape::Table(&SIZE_EXCEPTION))),
    ],
);

const SIZE: Shape = Shape::OneOf(&[Shape::Integer(1, u16::MAX as i128), Shape::Source]);

/// A row of `[opcode_size]`.
pub static SIZE_ROW: Kind = Kind::new(
    "a row of an opcode-size table",
    &[
        must("opcodes", Shape::Source),
        may("group", Shape::Integer(0, 7)),
        must("size", SIZE),
        may("rule", Shape::Text),
        may("note", Shape::Text),
    ],
);

/// An entry of `exceptions`.
pub static SIZE_EXCEPTION: Kind = Kind::new(
    "an exception of an opcode-size table",
    &[
        must("opcodes", Shape::List(&Shape::Integer(0, 255))),
        must("size", SIZE),
        may("rule", Shape::Text),
        may("note", Shape::Text),
    ],
);

/// `[errors.X]`.
pub static ERRORS: Kind = Kind::new(
    "an error table",
    &[
        must("type", Shape::Word(&["u8", "u16", "u32", "hresult", "ntstatus"])),
        must("codes", Shape::Map(&Shape::Table(&CODE))),
        may("expect", Shape::Table(&EXPECT)),
        RENAME,
        DOC,
        ALLOW,
        REF,
    ],
);

const FACILITY: Shape = Shape::Integer(0, 0xFFF);

/// `expect` of an error table.
pub static EXPECT: Kind = Kind::new("`expect`", &[must("facility", FACILITY)]);

/// One of `codes`.
pub static CODE: Kind = Kind {
    exclusive: &[
        ("value", &["win32", "alias"]),
        ("win32", &["alias"]),
        ("alias", &["kind", "text", "advice", "retry", "from", "facility"]),
    ],
    ..Kind::new(
        "an error code",
        &[
            may("value", ANY_INTEGER),
            may("win32", Shape::Integer(0, 0xFFFF)),
            may("alias", Shape::Source),
            may("kind", Shape::Text),
            may("text", Shape::Text),
            may("advice", Shape::Text),
            may("retry", Shape::Word(&["never", "now", "later", "after-reset"])),
            may("from", Shape::List(&Shape::Source)),
            may("facility", FACILITY),
            DOC,
            REF,
        ],
    )
};

/// A `[[….test]]`.
pub static TEST: Kind = Kind {
    exclusive: &[("error", &["fields"])],
    beside: &[("error", &["bytes"])],
    ..Kind::new(
        "a test vector",
        &[
            DOC,
            may("bytes", Shape::Text),
            may("fields", Shape::Map(&Shape::Literal)),
            may("args", Shape::Map(&Shape::Literal)),
            may("context", Shape::Map(&Shape::Literal)),
            may("error", Shape::Word(&ErrorKind::WORDS)),
        ],
    )
};

/// `[map.X]`.
pub static MAP: Kind = Kind::new(
    "a map",
    &[
        must("from", Shape::Source),
        must("to", Shape::Source),
        ARGS,
        may("check", EXPRESSION),
        must("set", Shape::Map(&SET)),
        RENAME,
        DOC,
        ALLOW,
        REF,
        may("test", Shape::List(&Shape::Table(&MAP_TEST))),
    ],
);

/// What a row of a map's target gets: an expression, the rows of the struct that stands there, or `by` and
/// what each value of it gives.
static SET: Shape = Shape::OneOf(&[Shape::Source, ANY_INTEGER, Shape::Boolean, Shape::Map(&SET)]);

/// A `[[map.X.test]]`.
pub static MAP_TEST: Kind = Kind {
    exclusive: &[("out", &["error"])],
    ..Kind::new(
        "a test vector of a map",
        &[
            DOC,
            must("in", Shape::Map(&Shape::Literal)),
            may("out", Shape::Map(&Shape::Literal)),
            may("args", Shape::Map(&Shape::Literal)),
            may("error", Shape::Word(&["size", "enum", "check"])),
        ],
    )
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_speak_of_keys_that_there_are() {
        let kinds = [
            &FILE,
            &PROTOCOL,
            &FIELDS,
            &ROW,
            &ENUM,
            &ENUMERATOR,
            &FLAGS,
            &FLAG,
            &STRUCT,
            &UNION,
            &CASE,
            &ARG,
            &COMMAND,
            &DATA,
            &DIRECTION,
            &EVENT,
            &OPCODE_SIZE,
            &SIZE_ROW,
            &SIZE_EXCEPTION,
            &ERRORS,
            &EXPECT,
            &CODE,
            &TEST,
            &MAP,
            &MAP_TEST,
        ];
        for kind in kinds {
            let is_key = |name: &str| kind.keys.iter().any(|key| key.name == name);
            for (one, others) in kind.exclusive.iter().chain(kind.beside) {
                assert!(is_key(one), "{}: {one}", kind.what);
                assert!(others.iter().all(|other| is_key(other)), "{}: {others:?}", kind.what);
            }
            assert!(kind.alone.is_none_or(is_key));
            for (number, key) in kind.keys.iter().enumerate() {
                assert!(!kind.keys[..number].iter().any(|other| other.name == key.name), "{}", key.name);
            }
        }
    }
}
