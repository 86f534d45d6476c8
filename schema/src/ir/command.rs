//! Commands, their data phases and the opcode-size table.

use std::time::Duration;

use super::{Carrier, CommandId, Docs, Expr, MapId, ModuleId, RowId, StructId};
use crate::name::Name;
use crate::source::Span;

/// A command: request, data phase, answer.
#[derive(Clone, Debug)]
pub struct Command {
    /// Its name.
    pub name: Name,
    /// Where it comes from.
    pub module: ModuleId,
    /// Whether it is a command of the root protocol (its own or included).
    pub in_root: bool,
    /// For people.
    pub docs: Docs,
    /// What carries it.
    pub carrier: Carrier,
    /// Byte 0 of the CDB, `bRequest`, the operation code or the control code. A `frame` has none.
    pub opcode: Option<Opcode>,
    /// The request: a fixed layout, but for `optional` parameters of `ptp` and for `frame`, where it is any.
    pub request: StructId,
    /// Const rows of the request at constant places that tell it from others, the opcode first.
    pub consts: Vec<RowId>,
    /// `only`: a condition over [`Schema::context`](super::Schema::context) (each a param).
    pub only: Option<Expr>,
    /// `timeout`, or the carrier's default.
    pub timeout: Duration,
    /// The data phase to the device.
    pub out: Option<Data>,
    /// The data phase from the device. Only `ioctl` has both.
    pub input: Option<Data>,
    /// `answer`.
    pub answer: Option<Answer>,
    /// `via`: the maps that turn `out` into the driver's request, one after the other.
    pub via: Vec<Via>,
    /// Where it was declared.
    pub span: Span,
}

/// What tells a command from most others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opcode {
    /// The number.
    pub value: u64,
    /// As the schema wrote it; in hex where that was an expression.
    pub written: String,
}

/// What comes back beside data.
#[derive(Clone, Debug)]
pub enum Answer {
    /// Of `ptp`: the parameters of an OK response ([`Form::Answer`](super::Form::Answer)).
    Parameters(StructId),
    /// Of `frame`: a frame.
    Frame {
        /// A struct or a union.
        body: StructId,
        /// Its args, over the request's rows and params.
        args: Vec<Expr>,
    },
}

impl Command {
    /// The parameters of its response.
    pub fn parameters(&self) -> Option<StructId> {
        match self.answer {
            Some(Answer::Parameters(answer)) => Some(answer),
            Some(Answer::Frame { .. }) | None => None,
        }
    }
}

/// Another name of a command.
#[derive(Clone, Debug)]
pub struct Alias {
    /// The other name.
    pub name: Name,
    /// Where it comes from.
    pub module: ModuleId,
    /// For people.
    pub docs: Docs,
    /// What it is a name of.
    pub of: CommandId,
    /// Where it was declared.
    pub span: Span,
}

/// One step of `via`: the first map's source is the struct of `out`, each later one's what the map before
/// it gives.
#[derive(Clone, Debug)]
pub struct Via {
    /// Which.
    pub map: MapId,
    /// One for every param of the map.
    pub args: Vec<ViaArg>,
}

/// What a map is called with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ViaArg {
    /// `output`: the caller's output buffer.
    Output,
    /// `len(output)`.
    OutputLength,
    /// A number.
    Int(i128),
}

/// A data phase.
#[derive(Clone, Debug)]
pub struct Data {
    /// What is moved.
    pub ty: DataType,
    /// Whether its expressions look at the rows of the struct of `out` instead of the request's: `input` of a
    /// command that moves data both ways.
    pub of_out: bool,
    /// Exactly that many bytes. Over the request's rows and params.
    pub size: Option<Expr>,
    /// At most that many bytes.
    pub max: Option<Expr>,
    /// Whether there is a data phase at all.
    pub when: Option<Expr>,
}

/// What a data phase moves.
#[derive(Clone, Debug)]
pub enum DataType {
    /// Octets.
    Bytes,
    /// A struct or union with its args, in the scope of the request.
    Struct(StructId, Vec<Expr>),
}

/// The opcode-size table.
#[derive(Clone, Debug)]
pub struct OpcodeSize {
    /// Smallest and largest size, always checked.
    pub range: (u8, u16),
    /// The rows in order; they cover every opcode once.
    pub rows: Vec<SizeRow>,
    /// What overrides them.
    pub exceptions: Vec<SizeException>,
    /// Where it was declared.
    pub span: Span,
}

/// One row of the opcode-size table.
#[derive(Clone, Debug)]
pub struct SizeRow {
    /// First opcode.
    pub first: u8,
    /// Last opcode.
    pub last: u8,
    /// Group code, 0 to 7, where the table has one.
    pub group: Option<u8>,
    /// What is asked.
    pub size: Size,
    /// `rule`: the row's word for itself. `exact` where the author gave none and the size is a number.
    pub rule: String,
    /// `note`.
    pub note: Option<String>,
}

/// Opcodes that a row does not speak for.
#[derive(Clone, Debug)]
pub struct SizeException {
    /// Which.
    pub opcodes: Vec<u8>,
    /// What is asked.
    pub size: Size,
    /// Its word for itself.
    pub rule: String,
    /// `note`.
    pub note: Option<String>,
}

/// What size a request must have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Size {
    /// Any inside the range.
    Any,
    /// Exactly that many bytes.
    Exact(u16),
    /// What the request's own bytes say: all that the expression names must be there, and what comes out must lie
    /// in the range.
    Computed {
        /// Bytes, over [`Node::Byte`](super::Node::Byte) alone.
        expr: Expr,
        /// As the schema wrote it, with single spaces.
        written: String,
    },
}

impl Size {
    /// How many bytes a request must have before its size can be computed: one more than the last one that the
    /// expression names.
    pub fn needs(&self) -> u64 {
        let mut needs = 0;
        if let Self::Computed { expr, .. } = self {
            expr.visit(&mut |node| {
                if let super::Node::Byte(byte) = node {
                    needs = needs.max(byte.saturating_add(1));
                }
            });
        }
        needs
    }
}
