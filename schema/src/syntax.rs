//! What the author wrote, key by key, before anything is resolved: spans on every leaf, holes where a
//! key may be left out. `read` makes it, `resolve` and
//! `check` look at it, `lower` turns it into the model.

mod commands;
mod maps;
mod tables;

use std::rc::Rc;

use crate::source::{FileId, Span, Spanned};

pub use commands::{AliasDecl, AnswerDecl, CommandDecl, DataDecl, EventDecl};
pub use maps::{MapDecl, MapTestDecl, SetDecl, SetValue};
pub use tables::{CodeDecl, CodeValue, ErrorsDecl, OpcodeSizeDecl, SizeExceptionDecl, SizeRowDecl, SizeText};

/// A string of the file. The span is that of its contents, without the quotes, so that a position in
/// an expression is a position in the file.
pub type Text = Spanned<String>;

/// An integer with the literal as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Integer {
    /// Its value.
    pub value: i128,
    /// As written: `0x00AA_0200`.
    pub written: String,
}

/// One schema file.
#[derive(Clone, Debug)]
pub struct File {
    /// Which.
    pub id: FileId,
    /// `[protocol]`.
    pub protocol: Protocol,
    /// `[fields.X]`.
    pub fields: Vec<FieldSet>,
    /// `[enum.X]`.
    pub enums: Vec<EnumDecl>,
    /// `[flags.X]`.
    pub flags: Vec<FlagsDecl>,
    /// `[struct.X]` and `[union.X]`, in the order of the file.
    pub structs: Vec<StructDecl>,
    /// `[command.X]`.
    pub commands: Vec<CommandDecl>,
    /// `[command.X]` with `alias`.
    pub aliases: Vec<AliasDecl>,
    /// `[event.X]`.
    pub events: Vec<EventDecl>,
    /// `[opcode_size]`.
    pub opcode_size: Option<OpcodeSizeDecl>,
    /// `[errors.X]`.
    pub errors: Vec<ErrorsDecl>,
    /// `[map.X]`.
    pub maps: Vec<MapDecl>,
    /// Every `allow`.
    pub allows: Vec<Allow>,
}

/// A warning that is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allow {
    /// The name of the declaration in which it is; none in `[protocol]`, for the whole file.
    pub owner: Option<Span>,
    /// Which.
    pub code: crate::diag::Code,
    /// Where the code stands.
    pub span: Span,
}

/// `[protocol]`.
#[derive(Clone, Debug)]
pub struct Protocol {
    /// Where it stands.
    pub span: Span,
    /// `name`.
    pub name: Text,
    /// `doc`.
    pub doc: Option<Text>,
    /// `spec`.
    pub spec: Option<Text>,
    /// `carrier`, one that is known.
    pub carrier: Option<Spanned<crate::ir::Carrier>>,
    /// `endian`: whether little.
    pub little_endian: Option<Spanned<bool>>,
    /// `reserved`: whether bits without a name that are set are refused.
    pub rejects_reserved: Option<Spanned<bool>>,
    /// `context`.
    pub context: Vec<Arg>,
    /// `import`.
    pub import: Vec<Text>,
    /// `include`.
    pub include: Vec<Text>,
}

/// Docs of anything.
#[derive(Clone, Debug, Default)]
pub struct Docs {
    /// `doc`.
    pub doc: Option<Text>,
    /// `ref`.
    pub clause: Option<Text>,
    /// `unit`.
    pub unit: Option<Text>,
}

/// The key of a declaration: `X` of `[struct.X]`.
pub type Key = Text;

/// `[fields.X]`.
#[derive(Clone, Debug)]
pub struct FieldSet {
    /// Its name.
    pub name: Key,
    /// Its rows.
    pub rows: Vec<Rc<Row>>,
}

/// `[enum.X]`.
#[derive(Clone, Debug)]
pub struct EnumDecl {
    /// Its name.
    pub name: Key,
    /// `rename`.
    pub rename: Option<Text>,
    /// For people.
    pub docs: Docs,
    /// `type`.
    pub ty: Text,
    /// `closed`.
    pub closed: bool,
    /// `values`.
    pub values: Vec<EnumeratorDecl>,
}

/// One of `values`.
#[derive(Clone, Debug)]
pub struct EnumeratorDecl {
    /// Its name.
    pub name: Key,
    /// `rename`.
    pub rename: Option<Text>,
    /// Its value.
    pub value: Spanned<Integer>,
    /// For people.
    pub docs: Docs,
}

/// `[flags.X]`.
#[derive(Clone, Debug)]
pub struct FlagsDecl {
    /// Its name.
    pub name: Key,
    /// `rename`.
    pub rename: Option<Text>,
    /// For people.
    pub docs: Docs,
    /// `type`.
    pub ty: Text,
    /// `bits`.
    pub bits: Vec<FlagDecl>,
}

/// One of `bits`.
#[derive(Clone, Debug)]
pub struct FlagDecl {
    /// Its name.
    pub name: Key,
    /// `rename`.
    pub rename: Option<Text>,
    /// The number of its bit; 0 is the least significant.
    pub bit: Spanned<Integer>,
    /// For people.
    pub docs: Docs,
}

/// `[struct.X]`, `[union.X]`, or the rows of a command.
#[derive(Clone, Debug)]
pub struct StructDecl {
    /// Its name.
    pub name: Key,
    /// `rename`.
    pub rename: Option<Text>,
    /// For people.
    pub docs: Docs,
    /// `fields`, where the key is there.
    pub rows: Vec<Rc<Row>>,
    /// Where `fields` stands.
    pub rows_span: Option<Span>,
    /// `endian`: whether little.
    pub little_endian: Option<Spanned<bool>>,
    /// `layout = "c"`.
    pub c_layout: Option<Span>,
    /// `args`.
    pub args: Vec<Arg>,
    /// `required`.
    pub required: Option<Spanned<Integer>>,
    /// `size`.
    pub size: Option<ExprText>,
    /// `trailing = "ignore"`.
    pub trailing_ignored: bool,
    /// `align`.
    pub align: Option<Spanned<Integer>>,
    /// `max_depth`.
    pub max_depth: Option<Spanned<u32>>,
    /// `of`: the parent union.
    pub of: Option<Text>,
    /// In a struct `tag`, in a union `of_tag`: which tags of the parent it stands for.
    pub child_tags: Option<Spanned<Vec<ExprText>>>,
    /// What makes it a union.
    pub union: Option<UnionDecl>,
    /// `[[struct.X.test]]`.
    pub tests: Vec<TestDecl>,
}

impl StructDecl {
    /// One without any key.
    pub(crate) fn empty(name: &Key) -> Self {
        Self {
            name: name.clone(),
            rename: None,
            docs: Docs::default(),
            rows: Vec::new(),
            rows_span: None,
            little_endian: None,
            c_layout: None,
            args: Vec::new(),
            required: None,
            size: None,
            trailing_ignored: false,
            align: None,
            max_depth: None,
            of: None,
            child_tags: None,
            union: None,
            tests: Vec::new(),
        }
    }
}

/// What only a union has.
#[derive(Clone, Debug)]
pub struct UnionDecl {
    /// `tag`.
    pub tag: ExprText,
    /// `closed`.
    pub closed: bool,
    /// `[union.X.cases]`.
    pub cases: Vec<CaseDecl>,
}

/// An entry of `[union.X.cases]`: the key is the tag and the case's name.
#[derive(Clone, Debug)]
pub struct CaseDecl {
    /// Its name.
    pub name: Key,
    /// A row named `value` without `at`.
    pub row: Row,
}

/// An entry of `args`.
#[derive(Clone, Debug)]
pub struct Arg {
    /// Its name.
    pub name: Text,
    /// `type`.
    pub ty: Text,
    /// `default`.
    pub default: Option<Literal>,
    /// For people.
    pub docs: Docs,
}

/// An expression as written: a string, or an integer or boolean of TOML.
#[derive(Clone, Debug)]
pub enum ExprText {
    /// In a string.
    Text(Text),
    /// A TOML integer.
    Integer(Spanned<Integer>),
    /// A TOML boolean.
    Boolean(Spanned<bool>),
}
impl ExprText {
    /// Where it stands.
    pub const fn span(&self) -> Span {
        match self {
            Self::Text(text) => text.span,
            Self::Integer(integer) => integer.span,
            Self::Boolean(boolean) => boolean.span,
        }
    }

    /// As it is written, with single spaces: for docs and errors.
    pub fn written(&self) -> String {
        match self {
            Self::Text(text) => text.value.split_whitespace().collect::<Vec<_>>().join(" "),
            Self::Integer(integer) => integer.value.written.clone(),
            Self::Boolean(boolean) => boolean.value.to_string(),
        }
    }
}

/// A literal value of TOML, in `const`, `default` and vectors.
#[derive(Clone, Debug)]
pub struct Literal {
    /// The value.
    pub value: LiteralValue,
    /// Where it stands.
    pub span: Span,
}

/// A literal's value.
#[derive(Clone, Debug)]
pub enum LiteralValue {
    /// An integer.
    Integer(Integer),
    /// A boolean.
    Boolean(bool),
    /// A string: text, octets in hex, or an enumerator's name.
    Text(String),
    /// An array.
    Array(Vec<Literal>),
    /// An inline table, in order.
    Table(Vec<(Text, Literal)>),
}

/// One row of `fields`.
#[derive(Clone, Debug)]
pub struct Row {
    /// The whole inline table.
    pub span: Span,
    /// `use`: then nothing else is there.
    pub use_: Option<Text>,
    /// `at`, split into its numbers.
    pub at: Option<Spanned<AtText>>,
    /// `bits`: most and least significant.
    pub bits: Option<Spanned<(u8, u8)>>,
    /// `name`.
    pub name: Option<Text>,
    /// `rename`.
    pub rename: Option<Text>,
    /// `type`.
    pub ty: Option<Text>,
    /// `endian`: whether little.
    pub little_endian: Option<Spanned<bool>>,
    /// `const`.
    pub const_: Option<Literal>,
    /// `default`.
    pub default: Option<Literal>,
    /// `value`.
    pub value: Option<ExprText>,
    /// `size`.
    pub size: Option<ExprText>,
    /// `count`.
    pub count: Option<ExprText>,
    /// `prefix`: the bytes of the count in front.
    pub prefix: Option<Spanned<u8>>,
    /// `end`.
    pub end: Option<Spanned<Integer>>,
    /// `max`.
    pub max: Option<Spanned<Integer>>,
    /// `when`.
    pub when: Option<ExprText>,
    /// `check`.
    pub check: Option<ExprText>,
    /// `optional = true`.
    pub optional: Option<Span>,
    /// `reserved = true`.
    pub reserved: Option<Span>,
    /// `pad`.
    pub pad: Option<Spanned<u8>>,
    /// For people.
    pub docs: Docs,
}

impl Row {
    /// A row without any key, at `span`.
    pub(crate) fn empty(span: Span) -> Self {
        Self {
            span,
            use_: None,
            at: None,
            bits: None,
            name: None,
            rename: None,
            ty: None,
            little_endian: None,
            const_: None,
            default: None,
            value: None,
            size: None,
            count: None,
            prefix: None,
            end: None,
            max: None,
            when: None,
            check: None,
            optional: None,
            reserved: None,
            pad: None,
            docs: Docs::default(),
        }
    }
}

/// `at` of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AtText {
    /// As printed.
    pub printed: String,
    /// What it says.
    pub at: AtKind,
}

/// The forms of `at`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AtKind {
    /// `"4"`, `"2..5"`: first and last byte.
    Bytes(u64, u64),
    /// `"1.4"`, `"1.7:5"`: byte, most and least significant bit.
    Bits(u64, u8, u8),
    /// `"8.."`.
    From(u64),
}

/// A `[[….test]]`.
#[derive(Clone, Debug)]
pub struct TestDecl {
    /// The whole table.
    pub span: Span,
    /// `doc`.
    pub doc: Option<Text>,
    /// `bytes`.
    pub bytes: Option<Spanned<Vec<u8>>>,
    /// `fields`.
    pub fields: Option<Spanned<Vec<(Text, Literal)>>>,
    /// `args`.
    pub args: Vec<(Text, Literal)>,
    /// `context`.
    pub context: Option<Spanned<Vec<(Text, Literal)>>>,
    /// `error`.
    pub error: Option<Spanned<crate::value::ErrorKind>>,
}
