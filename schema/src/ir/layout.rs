//! Structs, unions and requests: rows with what makes them a layout.

use super::{
    CommandId, Constant, Docs, Encoding, EventId, Expr, Gap, Interval, Kind, Length, ModuleId, Node, Role,
    Scalar, Step, StructId, TextLength,
};
use crate::name::Name;
use crate::source::Span;

/// A struct, a union, a small case or a command's request: rows, and the steps that decode them.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "facts that do not depend on each other")]
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
    /// `align`: after its end (where `size` says, else behind the last row) zeros up to a multiple of this many
    /// bytes, counted from byte 0, belong to it as well. 1 is none. `len(struct)` and `size` do not count them;
    /// whoever holds it does.
    pub align: u64,
    /// `max_depth` of one that can hold itself.
    pub max_depth: Option<u32>,
    /// `reserved = "reject"`: unnamed bits that are not zero are an error of kind `reserved`.
    pub rejects_reserved: bool,
    /// Bits in front of a union's payload, from byte 0, that a child names: what lies between the present rows before a
    /// constant place is reserved but for these, which are the children's to look at. Only where it rejects reserved
    /// bits; in order of place.
    pub spared: Vec<Gap>,
    /// A child whose payload stands at no constant place: it is a layout of its own, with byte 0 at the payload's
    /// start.
    pub apart: bool,
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
    /// Of a struct with `layout = "c"` that holds a `ptr`, itself or in a struct inside: where its rows stand
    /// in memory. It has no wire form (`steps` are empty): only maps and `ioctl` commands use it. One that
    /// holds no `ptr` has the same layout on every target and is an ordinary little-endian struct.
    pub c: Option<CLayout>,
    /// Where it was declared.
    pub span: Span,
}

impl Struct {
    /// The step that a row is in, and where it starts there.
    pub fn step_of(&self, row: RowId) -> Option<(usize, u64)> {
        self.steps.iter().enumerate().find_map(|(index, step)| match step {
            Step::Block(block) if block.rows.contains(&row.0) => {
                Some((index, *block.offsets.get((row.0 - block.rows.start) as usize)?))
            }
            Step::Row { row: found, .. } if *found == row => Some((index, 0)),
            Step::Block(_) | Step::Row { .. } => None,
        })
    }

    /// Rows whose value is a checksum or follows from one, in the order in which they can be computed once all
    /// other rows are written: what a checksum covers comes before it.
    pub fn late_rows(&self) -> Vec<RowId> {
        let late = self.late();
        let mut ordered: Vec<RowId> = Vec::new();
        while ordered.len() < late.len() {
            let open = |row: RowId| late.contains(&row) && !ordered.contains(&row);
            let next = late.iter().copied().find(|row| open(*row) && !self.looks_at(*row, &open));
            // The checker refuses cycles.
            let Some(next) = next.or_else(|| late.iter().copied().find(|row| open(*row))) else { break };
            ordered.push(next);
        }
        ordered
    }

    /// Rows with a checksum in their value, or that name such a row, in the author's order.
    fn late(&self) -> Vec<RowId> {
        let mut late: Vec<RowId> = Vec::new();
        loop {
            let follows = |row: &RowId| {
                let Some(Role::Value(value)) = self.rows.get(row.index()).map(|row| &row.role) else {
                    return false;
                };
                !late.contains(row)
                    && value.expr.has(|node| match node {
                        Node::Checksum(..) => true,
                        Node::Row(other, path) => path.is_empty() && late.contains(other),
                        _ => false,
                    })
            };
            let found = (0..self.rows.len() as u32).map(RowId).find(follows);
            let Some(found) = found else { break };
            late.push(found);
        }
        late.sort_unstable();
        late
    }

    /// Whether a row's value looks at one of some rows, by name or among the bytes of a checksum.
    fn looks_at(&self, row: RowId, is_one: &dyn Fn(RowId) -> bool) -> bool {
        let Some(Role::Value(value)) = self.rows.get(row.index()).map(|row| &row.role) else { return false };
        value.expr.has(|node| match node {
            Node::Checksum(_, first, last) => (first.0..=last.0).map(RowId).any(is_one),
            Node::Row(other, path) => path.is_empty() && is_one(*other),
            _ => false,
        })
    }
}

/// Where the rows of a struct with pointers stand in the memory of a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CLayout {
    /// Size, alignment and offsets on targets with pointers of 4 bytes.
    pub bits32: CTarget,
    /// The same with pointers of 8 bytes.
    pub bits64: CTarget,
}

/// One target's layout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CTarget {
    /// Bytes of the whole, its padding at the end included.
    pub size: u64,
    /// What its address is a multiple of.
    pub align: u64,
    /// First byte of every row.
    pub offsets: Vec<u64>,
    /// Bytes of every row.
    pub sizes: Vec<u64>,
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
    /// A command's request in bytes: of `scsi` the CDB, of `usb-control` the SETUP packet, of `ptp` the
    /// operation code and the parameters (16 and 32 bits, little-endian), of `ioctl` the control code
    /// (32 bits, little-endian), of `frame` the whole frame.
    Request(CommandId),
    /// `answer` of a `ptp` command: the parameters of an OK response, 32 bits each, little-endian, without
    /// the response code.
    Answer(CommandId),
    /// An event in bytes: its code and its parameters (16 and 32 bits, little-endian).
    Event(EventId),
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
    /// The `check` as written, for errors; empty where there is none.
    pub check_text: String,
    /// It ends after `required`, or it is [`optional`](Row::optional): absent where the bound ends before it
    /// does. In Rust an `Option`, unless it is a list or takes the rest.
    pub may_be_absent: bool,
    /// `optional` of a `ptp` parameter: absent only where the message ends right before it.
    pub optional: bool,
    /// Where it was declared.
    pub span: Span,
}
impl Row {
    /// Whether Rust holds it in an `Option`: it has a `when`, or may be cut off whole.
    pub fn is_option(&self) -> bool {
        self.when.is_some() || (self.may_be_absent && !self.kind.shrinks())
    }

    /// The octets of a constant that has always as many: octets, or text with what fills it. `None` for any other row.
    pub fn constant_octets(&self) -> Option<Vec<u8>> {
        let Role::Const(constant) = &self.role else { return None };
        match (constant, &self.kind) {
            (Constant::Bytes(octets), Kind::Bytes(Length::Fixed(_))) => Some(octets.clone()),
            (
                Constant::Text(text),
                Kind::Text { encoding, pad, length: TextLength::Bytes(Length::Fixed(len)) },
            ) if !matches!(encoding, Encoding::Utf16 { .. }) => {
                let mut octets = text.clone().into_bytes();
                octets.resize((*len as usize).max(octets.len()), pad.unwrap_or(0));
                Some(octets)
            }
            _ => None,
        }
    }
}
