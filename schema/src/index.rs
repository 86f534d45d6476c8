//! Where every name is declared and where it is used, and what every expression can be: for editors.
//!
//! The stages note what they look up as they go, so that the index says what the compiler itself took a name
//! for. It is there also where something was refused: as far as the stages came.

mod declare;
mod vectors;

use std::cell::RefCell;
use std::collections::HashMap;

use crate::ir::Interval;
use crate::name::Name;
use crate::source::{FileId, Span};

/// The names and expressions of a compilation.
#[derive(Clone, Debug, Default)]
pub struct Index {
    definitions: Vec<Definition>,
    uses: Vec<Use>,
    expressions: Vec<Expression>,
    imports: Vec<Import>,
}

/// What a declared name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum What {
    /// `[enum.X]`.
    Enum,
    /// One of an enum's `values`.
    Enumerator,
    /// `[flags.X]`.
    Flags,
    /// One of their `bits`.
    Flag,
    /// `[struct.X]`.
    Struct,
    /// `[union.X]`.
    Union,
    /// One of a union's `cases`.
    Case,
    /// `[fields.X]`.
    Fields,
    /// `[errors.X]`.
    Errors,
    /// One of an error table's `codes`.
    Code,
    /// `[command.X]`, under its own name.
    Command,
    /// `[command.X]` with `alias`.
    Alias,
    /// `[event.X]`.
    Event,
    /// `[map.X]`.
    Map,
    /// A row of any of them.
    Row,
    /// One of their `args`.
    Arg,
}

impl What {
    /// The word of its header: `struct` of `[struct.X]`. `None`: it has none.
    pub const fn header(self) -> Option<&'static str> {
        match self {
            Self::Enum => Some("enum"),
            Self::Flags => Some("flags"),
            Self::Struct => Some("struct"),
            Self::Union => Some("union"),
            Self::Fields => Some("fields"),
            Self::Errors => Some("errors"),
            Self::Command | Self::Alias => Some("command"),
            Self::Event => Some("event"),
            Self::Map => Some("map"),
            Self::Enumerator | Self::Flag | Self::Case | Self::Code | Self::Row | Self::Arg => None,
        }
    }

    /// What it is in a sentence, without an article.
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Enum => "enum",
            Self::Enumerator => "enumerator",
            Self::Flags => "set of flags",
            Self::Flag => "flag",
            Self::Struct => "struct",
            Self::Union => "union",
            Self::Case => "case",
            Self::Fields => "set of fields",
            Self::Errors => "error table",
            Self::Code => "error code",
            Self::Command => "command",
            Self::Alias => "other name of a command",
            Self::Event => "event",
            Self::Map => "map",
            Self::Row => "row",
            Self::Arg => "arg",
        }
    }
}

/// A declared name.
#[derive(Clone, Debug)]
pub struct Definition {
    /// What it stands for.
    pub what: What,
    /// The name, with what `rename` makes of it.
    pub name: Name,
    /// Where the name stands: what tells one definition from another.
    pub span: Span,
    /// Where the value of `rename` stands.
    pub rename: Option<Span>,
    /// The whole row or entry; of what has a header of its own the name alone.
    pub whole: Span,
    /// The name that it belongs to: of a row the struct, of an enumerator the enum.
    pub owner: Option<Span>,
}

/// A name that stands for something declared elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Use {
    /// Where it stands.
    pub span: Span,
    /// The [`Definition::span`] of what it means. Rows that several commands share may mean several things by
    /// one name, each in a use of its own.
    pub definition: Span,
}

/// An expression, or a part of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expression {
    /// Where it stands.
    pub span: Span,
    /// What it can be; of rows that several commands share, in any of them.
    pub interval: Interval,
    /// Whether it is a condition.
    pub is_bool: bool,
}

/// An `import` or `include` that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Import {
    /// Where the file's name stands.
    pub span: Span,
    /// The file.
    pub file: FileId,
}

impl Index {
    /// Every declared name, in the order of the files.
    pub fn definitions(&self) -> &[Definition] {
        &self.definitions
    }

    /// Every use of one, in the order of the files.
    pub fn uses(&self) -> &[Use] {
        &self.uses
    }

    /// The files that are imported by name.
    pub fn imports(&self) -> &[Import] {
        &self.imports
    }

    /// The definition whose name stands at `span`.
    pub fn definition(&self, span: Span) -> Option<&Definition> {
        let at = self.definitions.binary_search_by_key(&span, |found| found.span).ok()?;
        self.definitions.get(at)
    }

    /// The definition on whose name a byte stands.
    pub fn definition_at(&self, file: FileId, byte: u32) -> Option<&Definition> {
        let found = at(&self.definitions, |found| found.span, file, byte);
        found.max_by_key(|found| found.span.start)
    }

    /// The uses on which a byte stands: the definitions that the name there means.
    pub fn uses_at(&self, file: FileId, byte: u32) -> impl Iterator<Item = &Use> {
        at(&self.uses, |found| found.span, file, byte)
    }

    /// The uses of a definition.
    pub fn uses_of(&self, definition: Span) -> impl Iterator<Item = &Use> {
        self.uses.iter().filter(move |found| found.definition == definition)
    }

    /// What belongs to a definition: rows, args, enumerators, codes.
    pub fn members(&self, owner: Span) -> impl Iterator<Item = &Definition> {
        self.definitions.iter().filter(move |found| found.owner == Some(owner))
    }

    /// The smallest expression around a byte.
    pub fn expression_at(&self, file: FileId, byte: u32) -> Option<&Expression> {
        let around = at(&self.expressions, |found| found.span, file, byte);
        around.min_by_key(|found| found.span.end - found.span.start)
    }
}

/// Those on which a byte stands; right behind the last one of a name still counts.
fn at<T>(
    sorted: &[T],
    span: impl Fn(&T) -> Span + Copy,
    file: FileId,
    byte: u32,
) -> impl Iterator<Item = &T> {
    let until = sorted.partition_point(|found| (span(found).file, span(found).start) <= (file, byte));
    let from = sorted.partition_point(|found| span(found).file < file);
    let sorted = sorted.get(from..until).unwrap_or_default();
    sorted.iter().filter(move |found| byte <= span(found).end)
}

/// Takes notes while the stages run.
#[derive(Debug, Default)]
pub(crate) struct Recorder {
    index: RefCell<Index>,
    members: RefCell<Vec<Member>>,
}

/// A name in front of which its enum or error table is written or meant.
#[derive(Debug)]
struct Member {
    span: Span,
    owner: Span,
    name: String,
}

impl Recorder {
    /// Notes a name at `span` that means what is declared at `definition`.
    pub(crate) fn used(&self, span: Span, definition: Span) {
        self.index.borrow_mut().uses.push(Use { span, definition });
    }

    /// Notes the name of an enumerator or code of what is declared at `owner`.
    pub(crate) fn member(&self, span: Span, owner: Span, name: &str) {
        self.members.borrow_mut().push(Member { span, owner, name: name.to_owned() });
    }

    /// Notes what an expression can be.
    pub(crate) fn expression(&self, span: Span, interval: Interval, is_bool: bool) {
        self.index.borrow_mut().expressions.push(Expression { span, interval, is_bool });
    }

    /// Notes a file that is imported by name.
    pub(crate) fn imported(&self, span: Span, file: FileId) {
        self.index.borrow_mut().imports.push(Import { span, file });
    }

    /// The index, sorted.
    pub(crate) fn finish(self) -> Index {
        let mut index = self.index.into_inner();
        index.definitions.sort_by_key(|found| found.span);
        let mut owned: HashMap<Span, Vec<&Definition>> = HashMap::new();
        for found in &index.definitions {
            if let (Some(owner), What::Enumerator | What::Code) = (found.owner, found.what) {
                owned.entry(owner).or_default().push(found);
            }
        }
        let mut uses = std::mem::take(&mut index.uses);
        for Member { span, owner, name } in self.members.into_inner() {
            let definition = match owned.get(&owner) {
                Some(known) => known.iter().copied().find(|found| found.name.is(&name)),
                // The enum of the opcodes is declared nowhere: its names are those of the commands.
                None => index
                    .definitions
                    .iter()
                    .find(|found| matches!(found.what, What::Command | What::Alias) && found.name.is(&name)),
            };
            uses.extend(definition.map(|found| Use { span, definition: found.span }));
        }
        uses.retain(|found| index.definition(found.definition).is_some());
        index.uses = uses;
        index.uses.sort_unstable();
        index.uses.dedup();
        index.expressions.sort_by_key(|found| found.span);
        index.expressions.dedup_by(|again, first| {
            let same = again.span == first.span;
            if same {
                let (a, b) = (first.interval, again.interval);
                first.interval = Interval::new(a.min.min(b.min), a.max.max(b.max));
            }
            same
        });
        index
    }
}
