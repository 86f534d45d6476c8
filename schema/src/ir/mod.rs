//! The checked model: what a schema means.
//!
//! `lower` makes it, and only where no error was found, so whoever reads it never
//! validates and never guesses. The interpreter and the emitter both follow the order of decoding and
//! encoding that `docs/model.md` sets down step by step; what they need to agree on is spelled out here
//! as data (steps, places, intervals), not left to either of them.

mod command;
mod enums;
mod errors;
mod events;
mod expr;
mod flags;
mod integers;
mod layout;
mod maps;
mod rows;
mod steps;

use crate::source::Span;

pub use command::{
    Alias, Answer, Command, Data, DataType, Opcode, OpcodeSize, Size, SizeException, SizeRow, Via, ViaArg,
};
pub use enums::{Enum, Enumerator};
pub use errors::{CodeType, ErrorCode, ErrorTable, ResponsePattern, Retry, SensePattern};
pub use events::Event;
pub use expr::{Binary, Checksum, Crc, Expr, Interval, MAX_DATA, MAX_LEN, Node, Unary};
pub use flags::{Flag, Flags};
pub use integers::{Constant, IntType, Scalar};
pub use layout::{CLayout, CTarget, Case, Form, Param, Row, RowId, Struct, StructSize, Union};
pub use maps::{Arm, Map, MapParam, MapParamType, Pointer, Set, Source};
pub use rows::{
    Bits, Computed, Counted, Element, Encoding, Kind, Length, ListLength, Prefix, Role, TextLength,
};
pub use steps::{At, Block, Gap, Step};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub u32);
        impl $name {
            /// Its place in the list of [`Schema`] that it indexes.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}
ids! {
    /// An index into [`Schema::modules`].
    ModuleId,
    /// An index into [`Schema::enums`].
    EnumId,
    /// An index into [`Schema::flags`].
    FlagsId,
    /// An index into [`Schema::structs`]: a struct, a union, a small case of a union or a request.
    StructId,
    /// An index into [`Schema::errors`].
    ErrorsId,
    /// An index into [`Schema::commands`].
    CommandId,
    /// An index into [`Schema::events`].
    EventId,
    /// An index into [`Schema::maps`].
    MapId,
}

/// Everything one root file and its imports say.
#[derive(Clone, Debug)]
pub struct Schema {
    /// The root file's protocol is `modules[0]`; its imports follow.
    pub modules: Vec<Module>,
    /// Every enum of every module. The enum `Opcode` of the root is one of them.
    pub enums: Vec<Enum>,
    /// Every set of flags of every module.
    pub flags: Vec<Flags>,
    /// Every struct and union, the small cases of unions, one request layout a command, one more where it
    /// has `answer`, and one layout an event.
    pub structs: Vec<Struct>,
    /// Every error table.
    pub errors: Vec<ErrorTable>,
    /// What a caller knows and no request says: `context` of the root and of what it includes. `only` of the
    /// root's commands looks at it.
    pub context: Vec<Param>,
    /// Every command. Those of the root protocol (its own and the included ones) have
    /// [`Command::in_root`].
    pub commands: Vec<Command>,
    /// Other names of commands.
    pub aliases: Vec<Alias>,
    /// Every event. Those of the root protocol (its own and the included ones) have [`Event::in_root`].
    pub events: Vec<Event>,
    /// Every map of every module.
    pub maps: Vec<Map>,
    /// The opcode-size table in force for the root protocol.
    pub opcode_size: Option<OpcodeSize>,
    /// The test vectors of the root file.
    pub vectors: Vec<Vector>,
}

/// One protocol, that is, one schema file.
#[derive(Clone, Debug)]
pub struct Module {
    /// `name` of `[protocol]`: the Rust module's name.
    pub name: String,
    /// `doc` of `[protocol]`.
    pub docs: Docs,
    /// `spec` of `[protocol]`.
    pub spec: Option<String>,
    /// What carries its commands.
    pub carrier: Option<Carrier>,
    /// The file as it was opened, for build scripts that watch it.
    pub path: std::path::PathBuf,
}

/// What carries a protocol's commands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// A command descriptor block with a data phase, status and sense.
    Scsi,
    /// A SETUP packet of 8 bytes with a data phase and a handshake.
    UsbControl,
    /// An operation code with up to five parameters, a data phase, a response code with up to five.
    Ptp,
    /// A control code with an input and an output buffer, and a status.
    Ioctl,
    /// Bytes that are the whole request, and bytes that are the whole answer.
    Frame,
}

impl Carrier {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Scsi, Self::UsbControl, Self::Ptp, Self::Ioctl, Self::Frame];

    /// Their words, in that order.
    pub const WORDS: [&str; Self::ALL.len()] = {
        let mut words = [""; Self::ALL.len()];
        let mut index = 0;
        while index < words.len() {
            words[index] = Self::ALL[index].word();
            index += 1;
        }
        words
    };

    /// Its word in `[protocol]`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Scsi => "scsi",
            Self::UsbControl => "usb-control",
            Self::Ptp => "ptp",
            Self::Ioctl => "ioctl",
            Self::Frame => "frame",
        }
    }
}

/// What the author wrote for people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Docs {
    /// `doc`.
    pub text: Option<String>,
    /// `ref`: the clause or table of the standard.
    pub clause: Option<String>,
    /// `unit` of a row.
    pub unit: Option<String>,
}

/// A test vector of the root file.
#[derive(Clone, Debug)]
pub struct Vector {
    /// What it speaks of.
    pub subject: Subject,
    /// Position among the vectors of its subject, from 1.
    pub number: usize,
    /// `doc`.
    pub docs: Docs,
    /// `bytes`.
    pub bytes: Option<Vec<u8>>,
    /// What it shows.
    pub expect: Expect,
    /// `args`: a value for every param, in order.
    pub args: Vec<i128>,
    /// `context`: a value for every param of [`Schema::context`], in which the bytes, decoded as any request,
    /// must be this command's, or fail as [`Expect::Error`] says.
    pub context: Option<Vec<i128>>,
    /// Where its `bytes` stand (or the vector itself).
    pub span: Span,
}

/// What a test vector stands under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A struct, a union, a command's request or an event.
    Layout(StructId),
    /// A map.
    Map(MapId),
}

/// What a vector shows.
#[derive(Clone, Debug)]
pub enum Expect {
    /// Decoding gives the fields and, where there are `bytes`, encoding gives the bytes.
    Fields(crate::value::Record),
    /// Decodes, and encodes back to itself in every named bit.
    RoundTrip,
    /// Decoding fails so. One of the kinds of section 12 of the language.
    Error(crate::value::ErrorKind),
    /// Of a map: the source structure, the map's args in order, and the rows of the target that the vector
    /// names (the others are `None`) or how mapping fails.
    Maps {
        /// `in`, with defaults where it names nothing.
        source: crate::value::Record,
        /// `args`: an integer, or octets for a `ptr` ([`Value::Pointer`](crate::value::Value::Pointer)).
        args: Vec<crate::value::Value>,
        /// `out` or `error`.
        gives: Result<crate::value::Record, crate::value::ErrorKind>,
    },
}
