//! The rows of a map's target, each with where its value comes from.

use super::maps::MapScope;
use super::scope::position;
use crate::diag::{Code, Diagnostic, Sink};
use crate::expr::{self, Ast, Scope as _, Use, Words};
use crate::ir::{Expr, Kind, MapParamType, Node, Role, Row, RowId, Scalar, Set, Source, StructId};
use crate::name::{self, Name, nearest};
use crate::source::Span;
use crate::syntax::{ExprText, MapDecl, SetDecl, SetValue};

/// The entry that says what a table looks up, in a row that is no struct.
pub(super) const BY: &str = "by";

/// A map's target while its rows are gone through.
pub(super) struct MapRows<'m, 's, 'a> {
    pub(super) decl: &'m MapDecl,
    pub(super) scope: &'m MapScope<'s, 'a>,
    /// Rows that get no value, with the rows that they stand in.
    pub(super) missing: Vec<String>,
    /// A name was that of no row: it may have meant one that is missing.
    pub(super) misnamed: bool,
}

impl MapRows<'_, '_, '_> {
    /// What the rows of `to` get. `inside` is the path to it.
    pub(super) fn sets(
        &mut self,
        to: StructId,
        given: &[SetDecl],
        inside: &str,
        sink: &mut Sink,
    ) -> Option<Vec<Set>> {
        let low = self.scope.low;
        let (draft, source) = (low.draft(to)?, low.source(to)?);
        let (of_row, mut right) = self.given(&draft.rows, &source.name, given, sink);
        let mut sets = Vec::new();
        for (index, ((row, written), set)) in draft.rows.iter().zip(&source.rows).zip(of_row).enumerate() {
            let name = row.name.as_ref().map(|name| name.printed.as_str()).unwrap_or_default();
            let name = format!("{inside}{name}");
            let found = match set {
                Some(set) => self.row(row, set, &name, sink).map(Some),
                None => self.left(row, written.default.is_some(), &name, sink),
            };
            right &= found.is_some();
            let row = RowId(index as u32);
            let span = set.map_or(self.decl.name.span, |set| set.span);
            sets.extend(found.flatten().map(|source| Set { row, source, span }));
        }
        right.then_some(sets)
    }

    /// For every row what is given for it, and whether every name was that of a row, once.
    fn given<'g>(
        &mut self,
        rows: &[Row],
        of: &Name,
        given: &'g [SetDecl],
        sink: &mut Sink,
    ) -> (Vec<Option<&'g SetDecl>>, bool) {
        let mut right = true;
        let mut of_row: Vec<Option<&SetDecl>> = vec![None; rows.len()];
        for set in given {
            let names = rows.iter().map(|row| row.name.as_ref());
            let Some(index) = position(&names, &set.name.value) else {
                sink.push(unknown_row(set, of, names.flatten()));
                right = false;
                self.misnamed = true;
                continue;
            };
            if let Some(row) = rows.get(index) {
                self.scope.low.names.recorder().used(set.name.span, row.span);
            }
            match of_row.get_mut(index) {
                Some(Some(first)) => {
                    let message = format!("`{}` is the same row as `{}`", set.name.value, first.name.value);
                    let error = Diagnostic::error(Code::MapDouble, set.name.span, message);
                    sink.push(error.label(first.name.span, "set here"));
                    right = false;
                }
                Some(slot) => *slot = Some(set),
                None => {}
            }
        }
        (of_row, right)
    }

    /// A row that the map does not name. `Some(None)`: it keeps what it has.
    #[allow(clippy::option_option, reason = "refused, nothing to set and something are three things")]
    fn left(&mut self, row: &Row, has_default: bool, name: &str, sink: &mut Sink) -> Option<Option<Source>> {
        if !matches!(row.role, Role::Member(_)) || has_default {
            return Some(None);
        }
        match &row.kind {
            Kind::Nested { body, args, .. } if self.is_struct(*body, args) && !row.is_option() => {
                self.sets(*body, &[], &format!("{name}."), sink)?;
                Some(None)
            }
            _ => {
                self.missing.push(name.to_owned());
                Some(None)
            }
        }
    }

    /// Whether what stands in a row is a struct whose rows a map can give.
    fn is_struct(&self, body: StructId, args: &[Expr]) -> bool {
        args.is_empty() && self.scope.low.source(body).is_some_and(|source| source.union.is_none())
    }

    /// Reports the rows that get no value, all at once.
    pub(super) fn missing(&self, sink: &mut Sink) {
        if self.misnamed {
            return;
        }
        let names: Vec<String> = self.missing.iter().map(|name| format!("`{name}`")).collect();
        let (names, get) = match names.split_last() {
            None => return,
            Some((last, [])) => (last.clone(), "gets"),
            Some((last, first)) => (format!("{} and {last}", first.join(", ")), "get"),
        };
        let message = format!("{names} of `{}` {get} no value", self.decl.to.value);
        let error = Diagnostic::error(Code::MapMissing, self.decl.name.span, message);
        sink.push(
            error.help("set it here, or say `default` in the row if the one who receives it fills it in"),
        );
    }

    /// A row that the map names.
    fn row(&mut self, row: &Row, set: &SetDecl, name: &str, sink: &mut Sink) -> Option<Source> {
        let why = match row.role {
            Role::Member(_) if row.is_option() => "may be absent, and a map fills rows that are always there",
            Role::Member(_) => "",
            Role::Const(_) => "is a constant and takes no value",
            Role::Reserved => "is reserved and takes no value",
            Role::Value(_) | Role::Length | Role::Tag => "is computed and takes no value",
            Role::Payload => "is a payload",
        };
        if !why.is_empty() {
            let error = Diagnostic::error(Code::MapReserved, set.name.span, format!("`{name}` {why}"));
            sink.push(error.label(row.span, "declared here"));
            return None;
        }
        let message = match (&row.kind, &set.value) {
            (Kind::Nested { body, args, .. }, _) if !self.is_struct(*body, args) => {
                "is a union or is called with args, which a map does not fill"
            }
            (Kind::Nested { body, .. }, SetValue::Table(rows)) => {
                return self.sets(*body, rows, &format!("{name}."), sink).map(Source::Nested);
            }
            (Kind::Nested { .. }, _) => "is a struct: a table gives its rows, as in `{ ROW = \"…\" }`",
            (Kind::Bits(_) | Kind::Pointer, SetValue::Expr(text)) => {
                return self.value(&row.kind, text, None, sink);
            }
            (Kind::Bits(_) | Kind::Pointer, SetValue::Table(entries)) => match looked_up(entries) {
                Some(key) => return self.by(&row.kind, key, entries, set.span, sink),
                None => "is no struct: it takes an expression, or a table with `by`",
            },
            _ => "is neither an integer nor a pointer nor a struct, and no expression gives it",
        };
        let error = Diagnostic::error(Code::MapValue, set.span, format!("`{name}` {message}"));
        sink.push(error.label(row.span, "declared here"));
        None
    }

    /// An expression for an integer or a pointer. `when` is what is known where it is computed.
    pub(super) fn value(
        &self,
        kind: &Kind,
        text: &ExprText,
        when: Option<Expr>,
        sink: &mut Sink,
    ) -> Option<Source> {
        let known = self.scope.known.iter().cloned().chain(when).collect();
        let scope = MapScope { known, ..*self.scope };
        let ast = expr::parse(text, sink)?;
        let Kind::Bits(bits) = kind else {
            return expr::pointer(&ast, &scope, sink).map(Source::Pointer);
        };
        let range = scope.low.range(bits.ty)?;
        let use_ = Use::Set { is_bool: bits.ty == Scalar::Bool, range };
        let expr = expr::check(&ast, &scope, use_, sink)?;
        let right = self.is_own(&ast, bits.ty, sink) && self.is_listed(&expr, bits.ty, text.span(), sink);
        right.then_some(Source::Scalar(expr))
    }

    /// Whether every enumerator that a closed enum gets is one of its own.
    fn is_own(&self, ast: &Ast, ty: Scalar, sink: &mut Sink) -> bool {
        let Scalar::Enum(id) = ty else { return true };
        if let Some([a, b]) = ast.choice() {
            return self.is_own(a, ty, sink) && self.is_own(b, ty, sink);
        }
        let own = self.scope.low.enums.get(id.index()).and_then(Option::as_ref);
        let Some((own, (of, name))) = own.filter(|own| own.closed).zip(ast.member()) else { return true };
        let other = match self.scope.words(of) {
            Some(Words::Enum(of)) if of.span == own.span => return true,
            Some(Words::Enum(of)) => &of.name.printed,
            Some(Words::Flags(of)) => &of.name.printed,
            Some(Words::Errors(of)) => &of.name.printed,
            Some(Words::Broken) | None => return true,
        };
        let message = format!(
            "closed enum `{}` takes its own enumerators, not `{other}.{}`",
            own.name.printed, name.value
        );
        let error = Diagnostic::error(Code::MapValue, ast.span(), message);
        sink.push(error.label(own.span, "declared here"));
        false
    }

    /// Whether a closed enum has every value that an expression gives it.
    fn is_listed(&self, expr: &Expr, ty: Scalar, span: Span, sink: &mut Sink) -> bool {
        let Scalar::Enum(id) = ty else { return true };
        let found = self.scope.low.enums.get(id.index()).and_then(Option::as_ref);
        let Some(found) = found.filter(|found| found.closed) else { return true };
        let wrong = match &expr.node {
            Node::If(_, a, b) => {
                return self.is_listed(a, ty, span, sink) && self.is_listed(b, ty, span, sink);
            }
            Node::Int(value) if found.values.iter().any(|known| known.value == *value) => return true,
            Node::Int(value) => format!("closed enum `{}` has no value {value}", found.name.printed),
            _ if self.scalar_of(expr) == Some(ty) => return true,
            _ => {
                format!("closed enum `{}` takes its enumerators and rows of its own type", found.name.printed)
            }
        };
        sink.push(Diagnostic::error(Code::MapValue, span, wrong).label(found.span, "declared here"));
        false
    }

    /// The type of an expression that is nothing but a row or an arg.
    pub(super) fn scalar_of(&self, expr: &Expr) -> Option<Scalar> {
        let (first, path) = match &expr.node {
            Node::Row(first, path) => (first, path),
            Node::Param(param) => match self.scope.params.get(*param as usize)?.ty {
                MapParamType::Scalar(ty) => return Some(ty),
                MapParamType::Pointer => return None,
            },
            _ => return None,
        };
        let mut row = self.scope.low.draft(self.scope.from)?.rows.get(first.index())?;
        for next in path {
            let Kind::Nested { body, .. } = &row.kind else { return None };
            row = self.scope.low.draft(*body)?.rows.get(next.index())?;
        }
        match &row.kind {
            Kind::Bits(bits) => Some(bits.ty),
            _ => None,
        }
    }
}

/// What `{ by = … }` looks up.
fn looked_up(entries: &[SetDecl]) -> Option<&ExprText> {
    entries.iter().find_map(|entry| match &entry.value {
        SetValue::Expr(key) if entry.name.value == BY => Some(key),
        _ => None,
    })
}

fn unknown_row<'n>(set: &SetDecl, of: &Name, known: impl Iterator<Item = &'n Name>) -> Diagnostic {
    let message = format!("`{}` has no row `{}`", of.printed, set.name.value);
    let error = Diagnostic::error(Code::MapTarget, set.name.span, message);
    match nearest(&set.name.value, known.map(|name| name.printed.as_str())) {
        Some(near) => error.mean(&name::word(near)),
        None => error,
    }
}
