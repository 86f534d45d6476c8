//! The checked model: what a schema means.
//!
//! `lower` makes it, and only where no error was found, so whoever reads it never
//! validates and never guesses. The interpreter and the emitter both follow the order of decoding and
//! encoding that `docs/model.md` sets down step by step; what they need to agree on is spelled out here
//! as data (steps, places, intervals), not left to either of them.

use std::time::Duration;

use crate::name::Name;
use crate::source::Span;

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
    /// An index into [`Schema::structs`]: a struct, a union, a small case of a union or a request.
    StructId,
    /// An index into [`Schema::errors`].
    ErrorsId,
    /// An index into [`Schema::commands`].
    CommandId,
}

/// Everything one root file and its imports say.
#[derive(Clone, Debug)]
pub struct Schema {
    /// The root file's protocol is `modules[0]`; its imports follow.
    pub modules: Vec<Module>,
    /// Every enum of every module. The enum `Opcode` of the root is one of them.
    pub enums: Vec<Enum>,
    /// Every struct and union, the small cases of unions, and one request layout a command.
    pub structs: Vec<Struct>,
    /// Every error table.
    pub errors: Vec<ErrorTable>,
    /// Every command. Those of the root protocol (its own and the included ones) have
    /// [`Command::in_root`].
    pub commands: Vec<Command>,
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

/// An integer's shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct IntType {
    /// Whether it is two's complement.
    pub signed: bool,
    /// 1 to 64.
    pub bits: u8,
}

/// An open or closed enumeration.
#[derive(Clone, Debug)]
pub struct Enum {
    /// Its name.
    pub name: Name,
    /// Where it comes from.
    pub module: ModuleId,
    /// For people.
    pub docs: Docs,
    /// Its width.
    pub repr: IntType,
    /// Whether an unknown value is an error of kind `enum`.
    pub closed: bool,
    /// In the author's order; every value once.
    pub values: Vec<Enumerator>,
    /// Where it was declared.
    pub span: Span,
}

/// One name of an enum.
#[derive(Clone, Debug)]
pub struct Enumerator {
    /// Its name.
    pub name: Name,
    /// Its value, inside [`Enum::repr`].
    pub value: i128,
    /// The literal as the schema wrote it (`0x0008`), for generated code that reads like the table.
    pub written: String,
    /// For people.
    pub docs: Docs,
}

/// A struct, a union, a small case or a command's request: rows, and the steps that decode them.
#[derive(Clone, Debug)]
pub struct Struct {
    /// Its name; of a request, the command's; of a small case, the case's.
    pub name: Name,
    /// Where it comes from.
    pub module: ModuleId,
    /// For people.
    pub docs: Docs,
    /// What it is.
    pub form: Form,
    /// What the one who uses it passes: the declared `args`, then, in a child, the fields and args of
    /// its parents that its expressions (or its own children's) look at.
    pub params: Vec<Param>,
    /// In a child of a union: the union it stands in.
    pub parent: Option<StructId>,
    /// The byte at which the payload starts in a child, else 0. All positions of a child count from
    /// its outermost parent's byte 0.
    pub start: u64,
    /// Every row in the author's order, `use` expanded, const opcode included.
    pub rows: Vec<Row>,
    /// How to walk the rows. Every row is in exactly one step, in order.
    pub steps: Vec<Step>,
    /// Bytes that must be there before anything else is looked at, counted from byte 0: `required`
    /// where it is given, else the end of the leading unconditional block (at least `start`).
    pub head: u64,
    /// `required`.
    pub required: Option<u64>,
    /// `size`.
    pub size: Option<StructSize>,
    /// `trailing = "ignore"`.
    pub trailing_ignored: bool,
    /// What makes it a union.
    pub union: Option<Union>,
    /// `Some(n)` for a fixed layout of n bytes: one unconditional block, nothing borrowed, every
    /// computed value provably fitting, no params and no parent. A request may have params (the
    /// command's args, which are members) and values that look at `data`.
    pub fixed: Option<u64>,
    /// Whether its Rust type has a lifetime: it holds bytes, text, a list, something that borrows, or
    /// it has `required` (a cut value keeps its bytes).
    pub borrows: bool,
    /// The shortest and the longest encoding, counted from byte 0.
    pub extent: Interval,
    /// Where it was declared.
    pub span: Span,
}

/// What a [`Struct`] stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A `[struct.X]`.
    Struct,
    /// A `[union.X]`.
    Union,
    /// An entry of `[union.X.cases]`: exactly one row, named `value`; Rust holds the value itself.
    Case,
    /// A command's request.
    Request(CommandId),
}

/// Something passed in by the user of a type.
#[derive(Clone, Debug)]
pub struct Param {
    /// Its name.
    pub name: Name,
    /// What it is.
    pub ty: Scalar,
    /// A command's arg has one: what a decoded request gets.
    pub default: Option<i128>,
    /// For people.
    pub docs: Docs,
}

/// `size` of a struct.
#[derive(Clone, Debug)]
pub enum StructSize {
    /// A number.
    Fixed(u64),
    /// `scale * field + offset`, the field being a row of this struct inside the head.
    Linear {
        /// The row whose value is computed when encoding ([`Role::Length`]).
        row: RowId,
        /// Never 0.
        scale: i128,
        /// May be negative.
        offset: i128,
    },
}

/// What makes a struct a union.
#[derive(Clone, Debug)]
pub struct Union {
    /// The tag, over the rows before the payload and the params.
    pub tag: Expr,
    /// The row that the tag is, where it is just one row of this union itself.
    pub tag_row: Option<RowId>,
    /// The param that the tag is, where it is just one param that is a parent's field.
    pub tag_param: Option<usize>,
    /// Whether an unknown tag is an error of kind `tag`.
    pub closed: bool,
    /// The payload row.
    pub payload: RowId,
    /// Children in the order of declaration.
    pub cases: Vec<Case>,
}

/// One child of a union.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its tags; every tag belongs to one case. At least one.
    pub tags: Vec<i128>,
    /// Its layout.
    pub body: StructId,
    /// What its params get, in the scope of the union.
    pub args: Vec<Expr>,
}

/// An index into [`Struct::rows`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RowId(pub u32);
impl RowId {
    /// Its place in [`Struct::rows`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// One row of a table.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its name; reserved rows may have none.
    pub name: Option<Name>,
    /// For people.
    pub docs: Docs,
    /// The position as printed (`1.7:5`), for docs and errors; empty where there is none.
    pub printed_at: String,
    /// What is there.
    pub kind: Kind,
    /// Where its value comes from.
    pub role: Role,
    /// `when`: a boolean over what comes before.
    pub when: Option<Expr>,
    /// `check`: a boolean over what comes before and the row itself.
    pub check: Option<Expr>,
    /// It ends after `required`: absent where the bound ends before it does. In Rust an `Option`,
    /// unless it is a list or takes the rest.
    pub may_be_absent: bool,
    /// Where it was declared.
    pub span: Span,
}
impl Row {
    /// Whether Rust holds it in an `Option`: it has a `when`, or may be cut off whole.
    pub fn is_option(&self) -> bool {
        self.when.is_some() || (self.may_be_absent && !self.kind.shrinks())
    }
}

/// Where a row's value comes from.
#[derive(Clone, Debug)]
pub enum Role {
    /// A member, with its `default` (or the zero of its kind). `None` for an enum without zero, and for
    /// lists, arrays and nested structs, whose defaults are empty or made of their parts' defaults.
    Member(Option<Constant>),
    /// Always this.
    Const(Constant),
    /// Computed when encoding, checked when decoding.
    Value(Computed),
    /// The field of [`StructSize::Linear`].
    Length,
    /// The tag of this union where every case has one tag: written from the child. A union that is not
    /// closed keeps an unknown tag in its `Unknown` case.
    Tag,
    /// Holds zero, is skipped when decoding.
    Reserved,
    /// The payload of a union.
    Payload,
}

/// A computed value.
#[derive(Clone, Debug)]
pub struct Computed {
    /// What to compute.
    pub expr: Expr,
    /// It looks at `len(data)`: an `Option` member of a request, never checked when decoding.
    pub from_data: bool,
    /// It looks at more than the head, so that a cut value skips the check.
    pub needs_whole: bool,
    /// Decoding cannot find it wrong (`len(body)` where `body` is sized by this very row).
    pub implied: bool,
}

/// A value that the schema states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Constant {
    /// An integer, a boolean (0, 1) or an enumerator's value.
    Int(i128),
    /// Octets.
    Bytes(Vec<u8>),
    /// Text.
    Text(String),
}

/// What stands in a row.
#[derive(Clone, Debug)]
pub enum Kind {
    /// Some or all bits of a word.
    Bits(Bits),
    /// Octets. In Rust `[u8; N]` where the length is constant, else `&[u8]`.
    Bytes(Length),
    /// Text.
    Text {
        /// What is allowed.
        encoding: Encoding,
        /// What fills it on the right and is taken off when decoding.
        pad: Option<u8>,
        /// Its bytes.
        length: Length,
    },
    /// A list. Elements are never empty.
    List {
        /// What it repeats.
        element: Element,
        /// How long it is.
        length: ListLength,
    },
    /// `[T; N]`, N at least 1.
    Array {
        /// What it repeats: an integer or a fixed layout.
        element: Element,
        /// How often.
        count: u64,
    },
    /// A struct or union inside this one.
    Nested {
        /// Which.
        body: StructId,
        /// Its args, in the scope of this struct.
        args: Vec<Expr>,
        /// Its bound; without one it is as long as it says itself.
        length: Option<Length>,
    },
    /// Where a union's child goes. `None`: as long as the child.
    Payload(Option<Length>),
    /// Reserved bytes.
    Reserved(Length),
}
impl Kind {
    /// Whether it gets shorter, not absent, where its bound is cut: lists, and octets, text or a
    /// payload that take the rest.
    pub fn shrinks(&self) -> bool {
        match self {
            Kind::List { .. } | Kind::Payload(_) => true,
            Kind::Bytes(l) | Kind::Text { length: l, .. } | Kind::Reserved(l) => {
                matches!(l, Length::Rest)
            }
            Kind::Bits(_) | Kind::Array { .. } | Kind::Nested { .. } => false,
        }
    }
}

/// Bits of a word that is read in one byte order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bits {
    /// First byte of the word, counted from the start of the block it stands in.
    pub offset: u64,
    /// Bytes of the word, 1 to 16.
    pub bytes: u8,
    /// The word's byte order. Big for one byte.
    pub little_endian: bool,
    /// Bits to the right of this field in the word.
    pub shift: u8,
    /// Bits of this field, 1 to 64, as wide as `ty`.
    pub width: u8,
    /// What they mean.
    pub ty: Scalar,
}

/// What an integer of the wire means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scalar {
    /// A number.
    Int(IntType),
    /// One bit.
    Bool,
    /// An enum.
    Enum(EnumId),
    /// A code of an error table.
    Errors(ErrorsId),
}

/// What a list or array repeats.
#[derive(Clone, Debug)]
pub enum Element {
    /// Whole-byte integers and enums; `[u8]` among them.
    Scalar {
        /// What they mean.
        ty: Scalar,
        /// Bytes of one, 1 to 8.
        bytes: u8,
        /// Their byte order. Big for one byte.
        little_endian: bool,
    },
    /// A struct or union.
    Struct {
        /// Which.
        body: StructId,
        /// Its args, in the scope of the struct that holds the list.
        args: Vec<Expr>,
    },
}

/// A length in bytes.
#[derive(Clone, Debug)]
pub enum Length {
    /// Always this.
    Fixed(u64),
    /// To the end of the enclosing bound.
    Rest,
    /// Computed. `max` is the largest that is accepted.
    Expr {
        /// Bytes.
        expr: Expr,
        /// `max`.
        max: Option<u64>,
    },
}

/// How long a list is.
#[derive(Clone, Debug)]
pub enum ListLength {
    /// That many bytes.
    Bytes(Length),
    /// That many elements.
    Count {
        /// Elements.
        expr: Expr,
        /// `max`.
        max: Option<u64>,
    },
}

/// What text is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Bytes up to 0x7F.
    Ascii,
    /// UTF-8.
    Utf8,
}

/// One step of decoding or encoding.
#[derive(Clone, Debug)]
pub enum Step {
    /// Rows of constant length at constant places relative to each other: one length check, then loads.
    Block(Block),
    /// One row whose length is not constant (octets, text, list, nested, payload, reserved).
    Row {
        /// Where it starts.
        at: At,
        /// Which.
        row: RowId,
    },
}

/// Rows under one length check.
#[derive(Clone, Debug)]
pub struct Block {
    /// Where it starts.
    pub at: At,
    /// Its bytes.
    pub len: u64,
    /// First row and one past the last. All of them have the same `when` and `may_be_absent`.
    pub rows: std::ops::Range<u32>,
    /// The `when` that all its rows share.
    pub when: Option<Expr>,
    /// Whether it is absent, not an error, where the bound ends before it does.
    pub may_be_absent: bool,
    /// Where each row starts in the block (of [`Kind::Bits`], the word), in the order of `rows`.
    pub offsets: Vec<u64>,
}

/// A place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// A byte counted from byte 0 (in a child, the outermost parent's).
    Byte(u64),
    /// Right behind the present rows before it.
    Next,
}

/// Lowest and highest value, both possible as far as the compiler knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// Lowest.
    pub min: i128,
    /// Highest.
    pub max: i128,
}
impl Interval {
    /// From `min` to `max`.
    pub const fn new(min: i128, max: i128) -> Self {
        Self { min, max }
    }
    /// Whether every value of `self` is one of `other`.
    pub const fn is_within(self, other: Self) -> bool {
        self.min >= other.min && self.max <= other.max
    }
}
impl IntType {
    /// What it can hold.
    pub const fn interval(self) -> Interval {
        if self.signed {
            Interval::new(-(1 << (self.bits - 1)), (1 << (self.bits - 1)) - 1)
        } else {
            Interval::new(0, (1 << self.bits) - 1)
        }
    }
}

/// The longest message that lengths and offsets can speak of: 2^32 - 1 bytes.
pub const MAX_LEN: i128 = u32::MAX as i128;
/// The longest data phase that `len(data)` can speak of: 2^63 - 1 bytes.
pub const MAX_DATA: i128 = i64::MAX as i128;

/// A checked expression. Nothing in it can overflow i128, divide by zero or shift too far.
#[derive(Clone, Debug)]
pub struct Expr {
    /// What it computes.
    pub node: Node,
    /// The values it can have; 0 and 1 for a condition.
    pub interval: Interval,
    /// Whether it is a condition.
    pub is_bool: bool,
}

impl Expr {
    /// Calls `see` with every node, this one's first.
    pub fn visit(&self, see: &mut dyn FnMut(&Node)) {
        see(&self.node);
        match &self.node {
            Node::Unary(_, a) | Node::Wrap(_, a) | Node::Check(_, a) => a.visit(see),
            Node::Binary(_, a, b) | Node::Min(a, b) | Node::Max(a, b) => {
                a.visit(see);
                b.visit(see);
            }
            Node::If(a, b, c) => {
                a.visit(see);
                b.visit(see);
                c.visit(see);
            }
            Node::Int(_)
            | Node::Row(..)
            | Node::Param(_)
            | Node::LenRow(_)
            | Node::LenStruct
            | Node::LenData
            | Node::Count(_)
            | Node::Offset(_)
            | Node::Rest => {}
        }
    }

    /// Whether it has such a node.
    pub fn has(&self, is: impl Fn(&Node) -> bool) -> bool {
        let mut found = false;
        self.visit(&mut |node| found |= is(node));
        found
    }
}

/// What an expression computes.
#[derive(Clone, Debug)]
pub enum Node {
    /// A literal, an enumerator, `true` (1) or `false` (0).
    Int(i128),
    /// A row's value, or, with a path, a row of the struct that stands there. Never absent here.
    Row(RowId, Vec<RowId>),
    /// A param.
    Param(u32),
    /// Encoded bytes of a row; 0 if it is absent.
    LenRow(RowId),
    /// Encoded bytes of the whole, from byte 0.
    LenStruct,
    /// Bytes of a command's data phase: to send, or room in the caller's buffer.
    LenData,
    /// Elements of a list or array.
    Count(RowId),
    /// First byte of a row, from byte 0.
    Offset(RowId),
    /// Bytes from the row being decoded to the end of the bound. Only in `size` and `count`.
    Rest,
    /// One operand.
    Unary(Unary, Box<Expr>),
    /// Two operands.
    Binary(Binary, Box<Expr>, Box<Expr>),
    /// `c ? a : b`.
    If(Box<Expr>, Box<Expr>, Box<Expr>),
    /// The smaller.
    Min(Box<Expr>, Box<Expr>),
    /// The larger.
    Max(Box<Expr>, Box<Expr>),
    /// Keeps the low bits.
    Wrap(IntType, Box<Expr>),
    /// An error at run time (kind `size`) if it does not fit.
    Check(IntType, Box<Expr>),
}

/// Operators with one operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unary {
    /// `-`
    Neg,
    /// `~`: two's complement over i128.
    BitNot,
    /// `!`
    Not,
}

/// Operators with two operands. Division and remainder truncate, as in C and Rust.
#[allow(missing_docs)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binary {
    Add,
    Sub,
    Mul,
    Div,
    Rem,
    Shl,
    Shr,
    BitAnd,
    BitOr,
    BitXor,
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
    And,
    Or,
}

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
    /// Byte 0 of the CDB.
    pub opcode: u64,
    /// The opcode as the schema wrote it.
    pub opcode_written: String,
    /// The CDB: a fixed layout.
    pub request: StructId,
    /// Const rows of the request that tell it from others, the opcode first.
    pub consts: Vec<RowId>,
    /// `timeout`, or the carrier's default.
    pub timeout: Duration,
    /// The data phase.
    pub data: Option<Data>,
    /// Where it was declared.
    pub span: Span,
}

/// A data phase.
#[derive(Clone, Debug)]
pub struct Data {
    /// Device to host.
    pub into_host: bool,
    /// What is moved.
    pub ty: DataType,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// Any inside the range.
    Any,
    /// Exactly that many bytes.
    Exact(u16),
}

/// A table of error codes.
#[derive(Clone, Debug)]
pub struct ErrorTable {
    /// Its name.
    pub name: Name,
    /// Where it comes from.
    pub module: ModuleId,
    /// For people.
    pub docs: Docs,
    /// What its numbers are.
    pub ty: CodeType,
    /// In the author's order.
    pub codes: Vec<ErrorCode>,
    /// Sense patterns of all codes, the most specific first: the first that matches wins.
    pub sense: Vec<SensePattern>,
    /// The code for a transport's time-out.
    pub on_timeout: Option<usize>,
    /// The code for an answer shorter than its layout.
    pub on_short_data: Option<usize>,
    /// The code for an answer that its layout refuses.
    pub on_invalid_response: Option<usize>,
    /// Where it was declared.
    pub span: Span,
}

/// What the numbers of an error table are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeType {
    /// 8 bits.
    U8,
    /// 16 bits.
    U16,
    /// 32 bits.
    U32,
    /// 32 bits: severity, facility, code.
    Hresult,
    /// 32 bits: severity, facility, code.
    Ntstatus,
}

/// One code.
#[derive(Clone, Debug)]
pub struct ErrorCode {
    /// Its name.
    pub name: Name,
    /// Its value.
    pub value: u32,
    /// The value as the schema wrote it, or `HRESULT_FROM_WIN32(6)`.
    pub written: String,
    /// Other names of the same value.
    pub aliases: Vec<Name>,
    /// `kind`.
    pub kind: Option<String>,
    /// `text`.
    pub text: Option<String>,
    /// `advice`.
    pub advice: Option<String>,
    /// `retry`.
    pub retry: Option<Retry>,
    /// `doc`, `ref`.
    pub docs: Docs,
}

/// When a request may be repeated after a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// The same request will fail again.
    Never,
    /// At once.
    Now,
    /// After a while.
    Later,
    /// After the device was reset.
    AfterReset,
}

/// Sense data that becomes a code.
#[derive(Clone, Debug)]
pub struct SensePattern {
    /// Sense key, or any.
    pub key: Option<u8>,
    /// Additional sense code, or any.
    pub asc: Option<u8>,
    /// Additional sense code qualifier, or any.
    pub ascq: Option<u8>,
    /// Only after one of these; empty: after any command.
    pub after: Vec<CommandId>,
    /// Index into [`ErrorTable::codes`].
    pub code: usize,
}

/// A test vector of the root file.
#[derive(Clone, Debug)]
pub struct Vector {
    /// What it speaks of: a struct, a union, or a command's request.
    pub subject: StructId,
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
    /// Where its `bytes` stand (or the vector itself).
    pub span: Span,
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
}
