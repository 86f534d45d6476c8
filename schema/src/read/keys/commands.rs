//! The keys of commands and events.

use super::{ALIGN, ALLOW, ARGS, DOC, ENDIAN, REF, RENAME, ROWS, TESTS};
use crate::read::shape::{EXPRESSION, Kind, Shape, may, must};

/// `[command.X]`.
pub static COMMAND: Kind = Kind {
    exclusive: &[(
        "alias",
        &[
            "via",
            "opcode",
            "fields",
            "args",
            "size",
            "timeout",
            "data",
            "answer",
            "request_type",
            "recipient",
            "endian",
            "trailing",
            "align",
            "only",
        ],
    )],
    ..Kind::new(
        "a command",
        &[
            may("opcode", Shape::OneOf(&[Shape::Integer(0, u32::MAX as i128), Shape::Source])),
            may("alias", Shape::Source),
            may("fields", ROWS),
            ARGS,
            may("size", EXPRESSION),
            may("trailing", Shape::Word(&["ignore"])),
            ALIGN,
            may("timeout", Shape::Duration),
            may("only", EXPRESSION),
            may("data", Shape::Table(&DATA)),
            may("answer", Shape::OneOf(&[ROWS, Shape::Source])),
            may("via", Shape::List(&Shape::Source)),
            may("request_type", Shape::Word(&["standard", "class", "vendor"])),
            may("recipient", Shape::Word(&["device", "interface", "endpoint", "other"])),
            ENDIAN,
            RENAME,
            DOC,
            ALLOW,
            REF,
            TESTS,
        ],
    )
};

const DATA_TYPE: Shape = Shape::OneOf(&[Shape::Source, Shape::Table(&DIRECTION)]);

/// `data` of a command.
pub static DATA: Kind = Kind::new(
    "a data phase",
    &[
        may("in", DATA_TYPE),
        may("out", DATA_TYPE),
        may("size", EXPRESSION),
        may("max", EXPRESSION),
        may("when", EXPRESSION),
    ],
);

/// One direction of a data phase that has both.
pub static DIRECTION: Kind = Kind::new(
    "a direction of a data phase",
    &[must("type", Shape::Source), may("size", EXPRESSION), may("max", EXPRESSION), may("when", EXPRESSION)],
);

/// `[event.X]`.
pub static EVENT: Kind = Kind::new(
    "an event",
    &[must("code", Shape::Integer(0, u16::MAX as i128)), may("fields", ROWS), RENAME, DOC, ALLOW, REF, TESTS],
);
