//! The rows of a struct, in order.

use std::cell::RefCell;

use super::Lowering;
use super::draft::{ANY_LEN, Draft, ParamDraft, Side};
use super::kinds::{RowParts, Shape, compile};
use super::misplaced::misplaced;
use super::place::{Place, parameter, place};
use super::scope::{RowScope, docs};
use super::source::Source;
use super::types::Type;
use crate::check::names;
use crate::diag::{Code, Diagnostic, Sink};
use crate::expr::{self, Use};
use crate::ir::{
    Bits, Constant, Expr, Interval, Kind, Length, MAX_LEN, Node, Param, Role, Row, Scalar, StructId,
};
use crate::name::Name;
use crate::resolve;
use crate::source::Span;
use crate::syntax;

/// Where the next row without `at` stands, and what went before.
struct Cursor {
    /// Behind the present rows.
    at: Interval,
    /// The last first byte that `at` named.
    first: Option<(u64, Span)>,
    /// A row was refused, so that its length is not known.
    lost: bool,
    /// Some row before may be absent.
    may_be_absent: bool,
}

impl Cursor {
    /// Goes on to a multiple, where it is known where it stands.
    fn align(&mut self, align: u64) {
        if self.at.min == self.at.max {
            let at = i128::from((self.at.min as u64).next_multiple_of(align));
            self.at = Interval::new(at, at);
        }
    }
}

impl Lowering<'_> {
    /// The rows of a struct with their kinds, `when` and `check`. What looks at all rows comes later.
    pub(super) fn rows(&mut self, id: StructId, sink: &mut Sink) -> Draft {
        let sources = self.sources.clone();
        let Some(source) = sources.get(id.index()) else { return Draft::default() };
        let mut draft = Draft {
            broken: source.broken,
            start: self.start(source).unwrap_or_default(),
            apart: self.start(source).is_none(),
            align: source.align,
            ..Draft::default()
        };
        let params = RefCell::new(self.declared(source, &mut draft, sink));
        draft.required = Self::required(source, &draft, sink);
        let types: Vec<Option<Option<Type>>> =
            source.rows.iter().map(|row| row.ty.as_ref().map(|ty| self.ty(source.file, ty, sink))).collect();
        let start = i128::from(draft.start);
        let mut cursor =
            Cursor { at: Interval::new(start, start), first: None, lost: draft.broken, may_be_absent: false };
        for (row, ty) in source.rows.iter().zip(&types) {
            if source.c_layout.is_some() {
                cursor.align(self.alignment(ty.as_ref().and_then(Option::as_ref), 8));
            }
            let (lowered, side) = self.row(source, id, row, ty.as_ref(), &draft, &params, &mut cursor, sink);
            draft.broken |= side.broken || side.loose;
            draft.rows.push(lowered);
            draft.sides.push(side);
            if let Some(check) = &row.check {
                let check = self.row_check(check, id, &draft, &params, sink);
                draft.broken |= check.is_none();
                draft.rows.last_mut().into_iter().for_each(|row| row.check.clone_from(&check));
            }
        }
        draft.params = params.into_inner();
        if source.c_layout.is_some() {
            let types: Vec<Option<&Type>> = types.iter().map(|ty| ty.as_ref()?.as_ref()).collect();
            self.c_layout(source, &types, &mut draft, sink);
        }
        draft.broken |= !names::check(self, source, &draft, sink);
        draft
    }

    /// The byte at which a child's payload starts; 0 where it is no child. `None`: at no constant one.
    pub(super) fn start(&self, source: &Source<'_>) -> Option<u64> {
        let Some(parent) = source.parent.and_then(|parent| self.draft(parent)) else { return Some(0) };
        let payload = parent.rows.iter().position(|row| matches!(row.kind, Kind::Payload(_)));
        let Some(side) = payload.and_then(|index| parent.sides.get(index)) else { return Some(0) };
        if side.loose { Some(0) } else { side.byte }
    }

    /// `args`.
    pub(super) fn declared(
        &mut self,
        source: &Source<'_>,
        draft: &mut Draft,
        sink: &mut Sink,
    ) -> Vec<ParamDraft> {
        let mut params = Vec::new();
        if let Some(arg) = source.args.first().filter(|_| source.parent.is_some()) {
            let message = "a child sees its parent's fields and args; nobody calls it with args of its own";
            sink.push(Diagnostic::error(Code::MisplacedKey, arg.name.span, message));
            draft.broken = true;
        }
        for arg in source.args {
            let ty = match self.ty(source.file, &arg.ty, sink) {
                Some(Type::Scalar(Scalar::Int(int), _)) if int.is_beyond() => {
                    let message = "an argument has at most 127 unsigned bits: expressions compute with i128";
                    sink.push(Diagnostic::error(Code::ParamType, arg.ty.span, message));
                    None
                }
                Some(Type::Scalar(ty, _)) => Some(ty),
                Some(_) => {
                    let message = "an argument is an integer, a boolean, an enum or an error code";
                    sink.push(Diagnostic::error(Code::ParamType, arg.ty.span, message));
                    None
                }
                None => None,
            };
            let name = Name::new(&arg.name.value);
            let default = match (&arg.default, ty) {
                (Some(literal), Some(_)) if source.command.is_none() => {
                    let message = "only a command's argument has a default: who uses a type says them all";
                    sink.push(Diagnostic::error(Code::MisplacedKey, literal.span, message));
                    None
                }
                (Some(literal), Some(ty)) => self.scalar_constant(literal, ty, sink),
                (None, Some(_)) if source.command.is_some() => Some(0),
                _ => None,
            };
            let broken = ty.is_none();
            draft.broken |= broken;
            let ty = ty.unwrap_or(Scalar::Bool);
            let param = Param { name, ty, default, docs: docs(&arg.docs) };
            params.push(ParamDraft { param, origin: None, broken, span: arg.name.span });
        }
        params
    }

    /// `required`.
    fn required(source: &Source<'_>, draft: &Draft, sink: &mut Sink) -> Option<u64> {
        let written = source.required?;
        let required = u64::try_from(written.value.value).ok().filter(|n| i128::from(*n) <= MAX_LEN);
        if required.is_none_or(|required| required < draft.start) {
            let message = format!("`required` is {} to {MAX_LEN} here: it counts from byte 0", draft.start);
            sink.push(Diagnostic::error(Code::RequiredRange, written.span, message));
            return None;
        }
        required
    }

    #[allow(clippy::too_many_arguments, reason = "parts of a draft that are borrowed apart")]
    fn row(
        &self,
        source: &Source<'_>,
        id: StructId,
        written: &syntax::Row,
        ty: Option<&Option<Type>>,
        draft: &Draft,
        params: &RefCell<Vec<ParamDraft>>,
        cursor: &mut Cursor,
        sink: &mut Sink,
    ) -> (Row, Side) {
        let index = draft.rows.len();
        let mut scope = RowScope {
            low: self,
            id,
            draft,
            params,
            this: None,
            limit: index,
            known: Vec::new(),
            tolerant: draft.required.is_some() && cursor.may_be_absent,
            present: false,
        };
        let mut broken = false;
        let place = match source.parameter(index) {
            Some(byte) => parameter(written, byte, ty, sink),
            None => place(written, sink),
        };
        broken |= place.is_none();
        if let Some(span) = written.optional.filter(|_| source.parameters.is_none()) {
            let message = "only parameters of the carrier `ptp` may be left out";
            sink.push(Diagnostic::error(Code::MisplacedKey, span, message));
            broken = true;
        }
        let when = written.when.as_ref().and_then(|when| {
            let when = compile(when, &scope, Use::When, sink);
            broken |= when.is_none();
            when
        });
        scope.known.extend(when.clone());
        let shape = match (place, ty) {
            (Some(place), None | Some(Some(_))) => {
                let ty = ty.and_then(Option::as_ref);
                let parts = RowParts { source, row: written, place, ty, scope: &scope };
                let shape = self.shape(&parts, sink);
                broken |= shape.as_ref().is_some_and(|shape| !misplaced(written, &shape.kind, sink));
                shape
            }
            _ => None,
        };
        broken |= shape.is_none();
        let role = shape.as_ref().and_then(|shape| self.role(written, &shape.kind, sink));
        broken |= role.is_none();
        let place = place.unwrap_or(Place { byte: None, bytes: None, bits: None });
        let mut side = advance(cursor, place, written, shape.as_ref(), when.is_some(), sink);
        side.broken |= broken;
        let beyond = draft.required.is_some_and(|required| side.end().max > i128::from(required));
        cursor.may_be_absent |= beyond || written.optional.is_some();
        let row = Row {
            name: written.name.as_ref().map(|name| resolve::name(name, written.rename.as_ref())),
            docs: docs(&written.docs),
            printed_at: printed_place(written),
            kind: shape.map_or(Kind::Reserved(Length::Rest), |shape| shape.kind),
            role: role.unwrap_or(Role::Reserved),
            when,
            check: None,
            check_text: written.check.as_ref().map_or_else(String::new, syntax::ExprText::written),
            may_be_absent: cursor.may_be_absent,
            optional: written.optional.is_some(),
            span: written.name.as_ref().map_or(written.span, |name| name.span),
        };
        (row, side)
    }

    /// `check` of the last row, which it sees.
    fn row_check(
        &self,
        check: &syntax::ExprText,
        id: StructId,
        draft: &Draft,
        params: &RefCell<Vec<ParamDraft>>,
        sink: &mut Sink,
    ) -> Option<Expr> {
        let row = draft.rows.last()?;
        let scope = RowScope {
            low: self,
            id,
            draft,
            params,
            this: draft.rows.len().checked_sub(1),
            limit: draft.rows.len(),
            known: row.when.clone().into_iter().collect(),
            tolerant: row.may_be_absent,
            present: false,
        };
        let expr = compile(check, &scope, Use::Check, sink)?;
        let always = match &row.role {
            Role::Const(Constant::Int(value)) => Some(Interval::new(*value, *value)),
            _ => None,
        };
        (!never_holds(check, &expr, row, draft.rows.len() - 1, always, None, sink)).then_some(expr)
    }

    /// Where the row's value comes from; `value` comes later.
    fn role(&self, written: &syntax::Row, kind: &Kind, sink: &mut Sink) -> Option<Role> {
        if written.reserved.is_some() {
            return Some(Role::Reserved);
        }
        if matches!(kind, Kind::Payload(_)) {
            return Some(Role::Payload);
        }
        if !matches!(kind, Kind::Bits(_) | Kind::Bytes(_) | Kind::Text { .. }) {
            return Some(Role::Member(None));
        }
        if let Some(literal) = &written.const_ {
            return self.constant(literal, kind, sink).map(Role::Const);
        }
        match &written.default {
            Some(literal) => self.constant(literal, kind, sink).map(|value| Role::Member(Some(value))),
            None => Some(Role::Member(self.zero(kind))),
        }
    }
}

/// Reports a check that no value of its row satisfies: of all values, or of those that a constant or a
/// computation gives (`always`, said at `by`).
pub(super) fn never_holds(
    check: &syntax::ExprText,
    expr: &Expr,
    row: &Row,
    index: usize,
    always: Option<Interval>,
    by: Option<Span>,
    sink: &mut Sink,
) -> bool {
    let mut this = None;
    expr::leaves(expr, &mut |leaf| match &leaf.node {
        Node::Row(id, path) if id.index() == index && path.is_empty() => this = Some(leaf.clone()),
        _ => {}
    });
    let values = this.zip(always).map(|(this, always)| expr::within(&this, always));
    let conditions: Vec<_> = row.when.iter().chain([expr]).chain(&values).collect();
    if !expr::never(&conditions) {
        return false;
    }
    let message = match always {
        None => {
            let all = match &row.kind {
                Kind::Bits(Bits { ty: Scalar::Int(int), .. }) => Some(int.interval()),
                _ => None,
            };
            let all = all.map_or(String::new(), |all| format!(", which holds {} to {}", all.min, all.max));
            format!("`check` holds for no value of the row{all}")
        }
        Some(value) if value.min == value.max => {
            format!("`check` never holds: the row is always {}", value.min)
        }
        Some(values) => {
            format!("`check` never holds: the row is computed, and {} to {}", values.min, values.max)
        }
    };
    let wrong = Diagnostic::error(Code::NeverFits, check.span(), message);
    sink.push(match by {
        Some(span) => wrong.label(span, "computed here"),
        None => wrong,
    });
    true
}

/// Where the row stands, and moves the cursor behind it.
fn advance(
    cursor: &mut Cursor,
    place: Place,
    written: &syntax::Row,
    shape: Option<&Shape>,
    conditional: bool,
    sink: &mut Sink,
) -> Side {
    let at_span = written.at.as_ref().map_or(written.span, |at| at.span);
    let mut loose = shape.is_none();
    if let Some(byte) = place.byte {
        match cursor.first {
            Some((before, span)) if byte < before => {
                let message =
                    format!("byte {byte} comes after byte {before}: first bytes never go backwards");
                sink.push(
                    Diagnostic::error(Code::Backwards, at_span, message)
                        .label(span, format!("byte {before}")),
                );
                loose = true;
            }
            _ => cursor.first = Some((byte, at_span)),
        }
    }
    let known = (cursor.at.min == cursor.at.max && !cursor.lost).then_some(cursor.at.min as u64);
    let byte = place.byte.or(known);
    let start = byte.map_or(cursor.at, |byte| Interval::new(byte.into(), byte.into()));
    let len = shape.map_or(ANY_LEN, |shape| shape.len);
    let masks = shape.map(|shape| shape.masks.clone()).unwrap_or_default();
    let side = Side {
        byte,
        placed: place.byte.is_some(),
        clear: place.byte.is_none_or(|byte| i128::from(byte) >= cursor.at.max),
        start,
        len,
        masks: byte
            .map(|byte| masks.iter().map(|(at, mask)| (byte + at, *mask)).collect())
            .unwrap_or_default(),
        count: shape.and_then(|shape| shape.count),
        at_span,
        when_span: written.when.as_ref().map(syntax::ExprText::span),
        loose: loose || (cursor.lost && place.byte.is_none()),
        broken: shape.is_none(),
    };
    cursor.lost |= shape.is_none();
    let end = side.end();
    let max = cursor.at.max.max(end.max);
    let min = if conditional { cursor.at.min } else { cursor.at.min.max(end.min) };
    cursor.at = Interval::new(min, max);
    side
}

/// The place as the table prints it, with the bits of a word that several rows share.
fn printed_place(row: &syntax::Row) -> String {
    let at = row.at.as_ref().map(|at| at.value.printed.clone()).unwrap_or_default();
    match &row.bits {
        Some(bits) if bits.value.0 == bits.value.1 => format!("{at} bit {}", bits.value.0),
        Some(bits) => format!("{at} bits {}:{}", bits.value.0, bits.value.1),
        None => at,
    }
}
