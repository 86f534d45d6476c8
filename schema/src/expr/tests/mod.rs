//! A small scope to try expressions in.

mod accepted;
mod properties;
mod refused;

use super::facts::{Fact, possible};
use super::{Found, Place, Reads, Scope, Use, Words, check, constant, parse};
use crate::diag::{Diagnostic, Sink};
use crate::ir::{Binary, Enum, Enumerator, Expr, IntType, Interval, ModuleId, Node, RowId};
use crate::name::Name;
use crate::source::{FileId, Span, Spanned};
use crate::syntax::ExprText;

/// Where the tests' expressions start in their file.
const START: u32 = 100;

/// Rows `a` (u8), `b` (u16), `s` (i8), `flag`, `text`, `list`, `opt` (u8, there if `flag`), `body` (octets, there if
/// `a >= 4`), `nest` (with a field `x`, u4), `this` (u8, the row itself), `late` (u8), a param `arg` (u4),
/// an enum `Profile`.
pub(super) struct Rows {
    profile: Enum,
    pub(super) data: bool,
    pub(super) known: Vec<Expr>,
}

pub(super) const U8: Interval = Interval::new(0, 255);

impl Rows {
    pub(super) fn new() -> Self {
        let name = |name: &str, value| Enumerator {
            name: Name::new(name),
            value,
            written: String::new(),
            docs: crate::ir::Docs::default(),
        };
        Self {
            profile: Enum {
                name: Name::new("Profile"),
                module: ModuleId(0),
                docs: crate::ir::Docs::default(),
                repr: IntType { signed: false, bits: 16 },
                closed: false,
                values: vec![name("CD_ROM", 8), name("DVD_ROM", 16)],
                span: place(900),
            },
            data: false,
            known: Vec::new(),
        }
    }
}

fn place(start: u32) -> Span {
    Span { file: FileId(0), start, end: start + 4 }
}

pub(super) fn row(index: u32, interval: Interval, is_bool: bool) -> Expr {
    Expr { node: Node::Row(RowId(index), Vec::new()), interval, is_bool }
}

const NAMES: [&str; 11] = ["a", "b", "s", "flag", "text", "list", "opt", "body", "nest", "this", "late"];

impl Scope for Rows {
    fn find(&self, name: &str) -> Option<Found> {
        if name == "arg" {
            let reads = Reads::Scalar { interval: Interval::new(0, 15), is_bool: false };
            return Some(Found::param(0, reads, place(800)));
        }
        let index = NAMES.iter().position(|known| Name::new(*known).is(name))? as u32;
        let scalar = |interval| Reads::Scalar { interval, is_bool: false };
        let (reads, len) = match name {
            "b" => (scalar(Interval::new(0, 0xFFFF)), Interval::new(2, 2)),
            "s" => (scalar(Interval::new(-128, 127)), Interval::new(1, 1)),
            "flag" => (Reads::Scalar { interval: Interval::new(0, 1), is_bool: true }, Interval::new(1, 1)),
            "text" => (Reads::Other("text"), Interval::new(0, 20)),
            "list" => (Reads::Other("a list"), Interval::new(0, 40)),
            "body" => (Reads::Other("octets"), Interval::new(2, 300)),
            "nest" => (Reads::Other("a struct"), Interval::new(4, 4)),
            _ => (scalar(U8), Interval::new(1, 1)),
        };
        let flag = row(3, Interval::new(0, 1), true);
        let long = Expr {
            node: Node::Binary(Binary::Ge, Box::new(row(0, U8, false)), Box::new(constant(4, false))),
            interval: Interval::new(0, 1),
            is_bool: true,
        };
        Some(Found {
            place: Place::Row(RowId(index), Vec::new()),
            reads,
            len: Some(len),
            count: (name == "list").then_some(Interval::new(0, 10)),
            offset: (index < 5).then_some(u64::from(index)),
            late: name == "late",
            when: match name {
                "opt" => Some(flag),
                "body" => Some(long),
                _ => None,
            },
            span: place(1000 + index * 10),
        })
    }

    fn field(&self, of: &Found, name: &str) -> Option<Found> {
        let Place::Row(RowId(8), path) = &of.place else { return None };
        (name == "x" && path.is_empty()).then(|| Found {
            place: Place::Row(RowId(8), vec![RowId(0)]),
            reads: Reads::Scalar { interval: Interval::new(0, 15), is_bool: false },
            ..of.clone()
        })
    }

    fn this(&self) -> Option<Found> {
        self.find("this")
    }

    fn words(&self, name: &str) -> Option<Words<'_>> {
        match name {
            "Profile" => Some(Words::Enum(&self.profile)),
            "Refused" => Some(Words::Broken),
            _ => None,
        }
    }

    fn names(&self) -> Vec<String> {
        NAMES.iter().chain(&["arg", "Profile"]).map(ToString::to_string).collect()
    }

    fn fields(&self, _of: &Found) -> Vec<String> {
        vec!["x".to_owned()]
    }

    fn known(&self) -> Vec<Expr> {
        self.known.clone()
    }

    fn whole(&self) -> Option<Interval> {
        Some(Interval::new(8, 1000))
    }

    fn has_data(&self) -> bool {
        self.data
    }
}

/// An expression in the scope, with what is wrong in it.
pub(super) fn look(text: &str, scope: &Rows, use_: Use) -> (Option<Expr>, Vec<Diagnostic>) {
    let mut sink = Sink::default();
    let span = Span { file: FileId(0), start: START, end: START + text.len() as u32 };
    let ast = parse(&ExprText::Text(Spanned::new(text.to_owned(), span)), &mut sink);
    let expr = ast.and_then(|ast| check(&ast, scope, use_, &mut sink));
    (expr, sink.drain())
}

/// An expression that must be right.
pub(super) fn right(text: &str, use_: Use) -> Expr {
    let (expr, wrong) = look(text, &Rows { data: true, ..Rows::new() }, use_);
    assert!(wrong.is_empty(), "{text}: {wrong:?}");
    expr.unwrap()
}

/// A condition that must be right.
pub(super) fn condition(text: &str) -> Expr {
    right(text, Use::When)
}

/// What a number is computed for where the test does not care.
pub(super) const ANY: Use = Use::Value { is_bool: false, range: Interval::new(i128::MIN, i128::MAX) };

/// Whether `b` holds wherever `a` does.
fn implies(a: &Expr, b: &Expr) -> bool {
    !possible(&[Fact(a, true), Fact(b, false)])
}
