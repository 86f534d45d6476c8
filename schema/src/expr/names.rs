//! What the names of an expression stand for, and whether they may be looked at.

use super::check::Checker;
use super::facts::refine;
use super::{Ast, AstNode, Found, Place, Reads, Use, Words, constant};
use crate::diag::{Code, Diagnostic};
use crate::ir::{Expr, Flag, Interval, MAX_LEN, Node};
use crate::name::{self, nearest};
use crate::source::Span;
use crate::syntax::Text;

impl Checker<'_> {
    pub(super) fn bare(&mut self, name: &str, span: Span) -> Option<Expr> {
        match name {
            "rest" if matches!(self.use_, Use::Size | Use::Count) => {
                Some(Expr { node: Node::Rest, interval: Interval::new(0, MAX_LEN), is_bool: false })
            }
            "rest" => {
                self.error(Code::OutOfPlace, span, "`rest` has a meaning only in `size` and `count` of a row")
            }
            "struct" => {
                let wrong = Diagnostic::error(Code::NotReadable, span, "`struct` is no number");
                self.refuse(wrong.help("`len(struct)` is the length of the whole"))
            }
            _ => {
                let found = self.place_of(name, span)?;
                self.read(&found, name, span)
            }
        }
    }

    /// `Enum.NAME`, or a field of a field.
    pub(super) fn dotted(&mut self, ast: &Ast, of: &Ast, name: &Text) -> Option<Expr> {
        if let AstNode::Name(owner) = &of.node
            && let Some(words) = self.scope.words(owner)
        {
            return self.enumerator(words, (owner, of.span), name);
        }
        let found = self.place(ast)?;
        self.read(&found, &name.value, ast.span)
    }

    fn enumerator(&mut self, words: Words<'_>, (owner, at): (&str, Span), name: &Text) -> Option<Expr> {
        let (known, declared): (Vec<(&name::Name, i128)>, Span) = match words {
            Words::Broken => return None,
            Words::Enum(found) => (found.values.iter().map(|v| (&v.name, v.value)).collect(), found.span),
            Words::Flags(found) => {
                let mask = |flag: &Flag| 1 << flag.bit;
                (found.bits.iter().map(|flag| (&flag.name, mask(flag))).collect(), found.span)
            }
            Words::Errors(table) => {
                let codes = table.codes.iter();
                let names = codes.flat_map(|code| {
                    std::iter::once(&code.name)
                        .chain(&code.aliases)
                        .map(|name| (name, i128::from(code.value)))
                });
                (names.collect(), table.span)
            }
        };
        if let Some(recorder) = self.scope.recorder() {
            recorder.used(at, declared);
            recorder.member(name.span, declared, &name.value);
        }
        if let Some((_, value)) = known.iter().find(|(known, _)| known.is(&name.value)) {
            return Some(constant(*value, false));
        }
        let printed = known.iter().map(|(known, _)| known.printed.as_str());
        let wrong =
            unknown(name.span, format!("`{owner}` has no `{}`", name.value), nearest(&name.value, printed));
        self.refuse(wrong.label(declared, "declared here"))
    }

    /// What a name or `a.b` stands for, without reading it.
    pub(super) fn place(&mut self, ast: &Ast) -> Option<Found> {
        match &ast.node {
            AstNode::Name(name) => self.place_of(name, ast.span),
            AstNode::Field(of, name) => {
                self.owner(of)?;
                let owner = self.place(of)?;
                if let Reads::Broken = owner.reads {
                    return None;
                }
                if let Some(found) = self.scope.field(&owner, &name.value) {
                    self.used(name.span, &found);
                    return Some(found);
                }
                if let Some(holder) = self.scope.unknown_yet(&owner) {
                    let message = format!(
                        "a field of `{holder}` is not supported here: `{holder}` can hold this row's layout, and its own fields are not known yet"
                    );
                    let wrong = Diagnostic::error(Code::NotSupported, name.span, message);
                    let help = format!("where this layout is declared before `{holder}`, they are known");
                    return self.refuse(wrong.help(help));
                }
                let fields = self.scope.fields(&owner);
                let message = match owner.reads {
                    Reads::Scalar { .. } | Reads::Checksum { .. } => {
                        format!("a number has no field `{}`", name.value)
                    }
                    _ => format!("there is no field `{}` in it", name.value),
                };
                self.refuse(unknown(
                    name.span,
                    message,
                    nearest(&name.value, fields.iter().map(String::as_str)),
                ))
            }
            _ => self.error(Code::WrongCall, ast.span, "the name of a field is needed here"),
        }
    }

    fn used(&self, span: Span, found: &Found) {
        if let Some(recorder) = self.scope.recorder() {
            recorder.used(span, found.span);
        }
    }

    /// Refuses a name in front of a dot that is not known, and asks for what has names behind a dot.
    fn owner(&mut self, of: &Ast) -> Option<()> {
        let AstNode::Name(name) = &of.node else { return Some(()) };
        if name == "self" || self.scope.find(name).is_some() || self.scope.words(name).is_some() {
            return Some(());
        }
        let names = self.scope.names();
        let has_names = |known: &&str| {
            let found =
                || self.scope.find(known).is_some_and(|found| !matches!(found.reads, Reads::Scalar { .. }));
            self.scope.words(known).is_some() || found()
        };
        let near = nearest(name, names.iter().map(String::as_str).filter(has_names));
        self.refuse(unknown(of.span, format!("there is no `{name}` here"), near))
    }

    fn place_of(&mut self, name: &str, span: Span) -> Option<Found> {
        let this = self.scope.this();
        if name == "self" {
            let outside = || {
                Diagnostic::error(
                    Code::OutOfPlace,
                    span,
                    "`self` is the row that a `check` is about, and this is none",
                )
            };
            return match this {
                Some(mut this) => {
                    (this.late, this.when) = (false, None);
                    Some(this)
                }
                None => self.refuse(outside()),
            };
        }
        if let Some(mut found) = self.scope.find(name) {
            self.used(span, &found);
            if this.is_some_and(|this| this.place == found.place) {
                (found.late, found.when) = (false, None);
            }
            return Some(found);
        }
        if self.scope.words(name).is_some() {
            let wrong =
                Diagnostic::error(Code::NotReadable, span, format!("`{name}` is a type, not a number"));
            return self.refuse(wrong.help(format!("a value of it is written `{name}.NAME`")));
        }
        let names = self.scope.names();
        let near = nearest(name, names.iter().map(String::as_str).filter(|near| *near != name));
        let wrong = unknown(span, format!("there is no `{name}` here"), near);
        self.refuse(match near {
            None if (1..=12).contains(&names.len()) => {
                wrong.help(format!("the names here are {}", names.join(", ")))
            }
            _ => wrong,
        })
    }

    /// The value of what was found.
    fn read(&mut self, found: &Found, name: &str, span: Span) -> Option<Expr> {
        let (range, is_bool) = match found.reads {
            Reads::Broken => return None,
            Reads::Other(what) => {
                let wrong =
                    Diagnostic::error(Code::NotReadable, span, format!("`{name}` is {what}, not a number"));
                let wrong = wrong.label(found.span, "declared here");
                return self.refuse(wrong.help(format!("`len({name})` is its length in bytes")));
            }
            Reads::TooWide => {
                let message = format!("`{name}` has 128 unsigned bits, and expressions compute with i128");
                let wrong = Diagnostic::error(Code::NotReadable, span, message);
                return self.refuse(wrong.label(found.span, "declared here"));
            }
            Reads::Pointer => {
                let message = format!("`{name}` is a pointer, not a number");
                let wrong =
                    Diagnostic::error(Code::NotReadable, span, message).label(found.span, "declared here");
                return self.refuse(
                    wrong.help(format!("`len({name})` is how many bytes it points to, 0 of `null`")),
                );
            }
            Reads::Scalar { interval, is_bool } => (interval, is_bool),
            Reads::Checksum { .. } => self.followed(found, name, span)?,
        };
        self.in_time(found, name, span, self.use_ == Use::Check)?;
        self.there(found, name, span)?;
        let node = match &found.place {
            Place::Row(row, path) => Node::Row(*row, path.clone()),
            Place::Param(param) => Node::Param(*param),
        };
        let mut expr = Expr { node, interval: range, is_bool };
        expr.interval = refine(&expr, &self.facts());
        Some(expr)
    }

    /// Whether what was found is there wherever the part being looked at is computed.
    pub(super) fn there(&mut self, found: &Found, name: &str, span: Span) -> Option<()> {
        if let Some(when) = &found.when
            && !self.surely(when)
        {
            let wrong = Diagnostic::error(
                Code::AbsentField,
                span,
                format!("`{name}` may be absent, and nothing here says that it is there"),
            );
            return self.refuse(if matches!(when.node, Node::Int(_)) {
                wrong.label(found.span, "not always there")
            } else {
                let wrong = wrong.label(found.span, "there only under its `when`");
                wrong.help("give this the same `when`, or choose with `condition ? … : …`")
            });
        }
        Some(())
    }

    /// Whether what was found may be looked at yet; the row itself only if `itself`.
    pub(super) fn in_time(&mut self, found: &Found, name: &str, span: Span, itself: bool) -> Option<()> {
        let this = self.scope.this();
        if this.is_some_and(|this| this.place == found.place) {
            if itself {
                return Some(());
            }
            let message = format!("{} cannot look at its own field", self.use_.subject());
            return self.error(Code::OutOfPlace, span, message);
        }
        let any_order =
            matches!(self.use_, Use::Value { .. } | Use::StructSize | Use::DataSize | Use::DataWhen);
        if !found.late || any_order {
            return Some(());
        }
        let message =
            format!("{} looks only at fields before it, and `{name}` comes later", self.use_.subject());
        self.refuse(Diagnostic::error(Code::LaterField, span, message).label(found.span, "declared here"))
    }
}

fn unknown(span: Span, message: String, near: Option<&str>) -> Diagnostic {
    let wrong = Diagnostic::error(Code::UnknownName, span, message);
    match near {
        Some(near) => wrong.mean(&name::word(near)),
        None => wrong,
    }
}
