//! What looks at all rows: computed values, a struct's own size, a union's tag.

use std::cell::RefCell;
use std::rc::Rc;

use super::Lowering;
use super::checksums;
use super::draft::{Draft, Origin, OriginKind};
use super::kinds::compile;
use super::rows;
use super::scope::RowScope;
use super::source::Source;
use crate::check::cycles;
use crate::diag::{Code, Diagnostic, Sink};
use crate::expr::{self, Use};
use crate::ir::{
    Computed, Expr, IntType, Interval, Kind, Length, ListLength, MAX_LEN, Node, Role, RowId, Scalar,
    StructId, StructSize, TextLength, Union,
};
use crate::syntax::ExprText;

impl Lowering<'_> {
    /// Compiles an expression that sees all rows, or those before `limit`.
    #[allow(clippy::too_many_arguments, reason = "parts of a draft that are borrowed apart")]
    pub(super) fn compile_in(
        &self,
        text: &ExprText,
        id: StructId,
        draft: &mut Draft,
        this: Option<usize>,
        limit: usize,
        use_: Use,
        sink: &mut Sink,
    ) -> Option<Expr> {
        let params = RefCell::new(std::mem::take(&mut draft.params));
        let row = this.and_then(|this| draft.rows.get(this));
        let scope = RowScope {
            low: self,
            id,
            draft,
            params: &params,
            this,
            limit,
            known: row.and_then(|row| row.when.clone()).into_iter().collect(),
            tolerant: false,
            // That the tag and the size are there is asked for below, in their own words.
            present: matches!(use_, Use::Tag | Use::StructSize),
        };
        let expr = compile(text, &scope, use_, sink);
        draft.params = params.into_inner();
        draft.broken |= expr.is_none();
        expr
    }

    /// `value` of every row.
    pub(super) fn values(&self, id: StructId, source: &Source<'_>, draft: &mut Draft, sink: &mut Sink) {
        let mut computed = Vec::new();
        for (index, written) in source.rows.iter().enumerate() {
            let Some(value) = &written.value else { continue };
            let Some((row, side)) = draft.rows.get(index).zip(draft.sides.get(index)) else { continue };
            let Kind::Bits(bits) = &row.kind else { continue };
            let Some(range) = self.range(bits.ty).filter(|_| !side.broken) else { continue };
            let use_ = Use::Value { is_bool: bits.ty == Scalar::Bool, range };
            let limit = draft.rows.len();
            let expr = self.compile_in(value, id, draft, Some(index), limit, use_, sink);
            if let Some(expr) = expr {
                draft.broken |= checksums::too_wide(&expr, range, value.span(), sink);
                let row = draft.rows.get(index);
                let checked = written.check.as_ref().zip(row.and_then(|row| row.check.as_ref()));
                if let Some(((check, holds), row)) = checked.zip(row) {
                    let (least, most) = (expr.interval.min.max(range.min), expr.interval.max.min(range.max));
                    let values = Some(Interval::new(least, most));
                    let by = Some(value.span());
                    draft.broken |= rows::never_holds(check, holds, row, index, values, by, sink);
                }
                computed.push((RowId(index as u32), computed_value(draft, RowId(index as u32), expr)));
            }
        }
        let right = checksums::check(source, draft, &computed, sink);
        draft.broken |= !(right && cycles::check(source, &computed, sink));
        for (id, value) in computed {
            let is_length = matches!(draft.rows.get(id.index()).map(|row| &row.role), Some(Role::Length));
            if is_length {
                let span = source.rows.get(id.index()).and_then(|row| row.value.as_ref()).map(ExprText::span);
                if let Some((span, size)) = span.zip(source.size) {
                    let message = "the struct's `size` computes this row already";
                    sink.push(
                        Diagnostic::error(Code::SizeRow, span, message)
                            .label(size.span(), "from here")
                            .help("leave `value` away: the row gets the length that makes `size` true"),
                    );
                    draft.broken = true;
                }
            } else if let Some(row) = draft.rows.get_mut(id.index()) {
                row.role = Role::Value(value);
            }
        }
    }

    /// `size` of a struct.
    pub(super) fn struct_size(&self, id: StructId, source: &Source<'_>, draft: &mut Draft, sink: &mut Sink) {
        let Some(written) = source.size else { return };
        let limit = draft.rows.len();
        let Some(expr) = self.compile_in(written, id, draft, None, limit, Use::StructSize, sink) else {
            return;
        };
        draft.size_max = Some(expr.interval.max);
        if let Node::Int(n) = expr.node {
            if (i128::from(draft.start)..=MAX_LEN).contains(&n) {
                draft.size = Some(StructSize::Fixed(n as u64));
            } else {
                let message = format!("a size is {} to {MAX_LEN} here, not {n}", draft.start);
                sink.push(Diagnostic::error(Code::NumberRange, written.span(), message));
                draft.broken = true;
            }
            return;
        }
        let Some((row, scale, offset)) = expr::linear(&expr) else {
            let message =
                "a struct's size is a number, or linear in one of its own fields as in `length + 4`";
            sink.push(Diagnostic::error(Code::StructSize, written.span(), message));
            draft.broken = true;
            return;
        };
        let Some((found, side)) = draft.rows.get(row.index()).zip(draft.sides.get(row.index())) else {
            return;
        };
        let why = match &found.role {
            Role::Const(_) => Some("it is constant"),
            Role::Member(_) if source.rows.get(row.index()).is_some_and(|row| row.default.is_some()) => {
                Some("its `default` would never be used")
            }
            _ if found.when.is_some() => Some("it may be absent"),
            _ if side.byte.is_none() || side.end().max > i128::from(draft.head) => {
                Some("it does not lie in the part that is always there")
            }
            _ => None,
        };
        if let Some(why) = why {
            let message = format!("the struct's size is to be computed into this row, but {why}");
            let error = Diagnostic::error(Code::SizeRow, written.span(), message);
            sink.push(error.label(found.span, "the row"));
            draft.broken = true;
            return;
        }
        draft.size = Some(StructSize::Linear { row, scale, offset });
        if let Some(row) = draft.rows.get_mut(row.index()) {
            row.role = Role::Length;
        }
    }

    /// `tag` of a union, and its one payload.
    pub(super) fn union_tag(&self, id: StructId, source: &Source<'_>, draft: &mut Draft, sink: &mut Sink) {
        let Some(union) = source.union else { return };
        let payload = Self::one_payload(source, draft, sink);
        let limit = payload.map_or(draft.rows.len(), RowId::index);
        let Some(tag) = self.compile_in(&union.tag, id, draft, None, limit, Use::Tag, sink) else { return };
        let mut conditional = None;
        expr::leaves(&tag, &mut |leaf| {
            let Node::Row(row, _) = &leaf.node else { return };
            let found = draft.rows.get(row.index()).zip(draft.sides.get(row.index()));
            let Some((row, side)) = found.filter(|(row, _)| row.when.is_some() || row.may_be_absent) else {
                return;
            };
            conditional.get_or_insert((side.when_span.unwrap_or(row.span), row.when.is_some()));
        });
        if let Some((span, has_when)) = conditional {
            let message = if has_when {
                "a tag is always there and takes no `when`"
            } else {
                "a tag is always there: it must end before `required` does"
            };
            sink.push(
                Diagnostic::error(Code::ConditionalTag, span, message).label(union.tag.span(), "the tag"),
            );
            draft.broken = true;
        }
        let of_64 = |signed| tag.interval.is_within(IntType { signed, bits: 64 }.interval());
        if !union.closed && !of_64(false) && !of_64(true) {
            let Interval { min, max } = tag.interval;
            let message = format!("the tag is {min} to {max}, and an unknown one is kept in 64 bits");
            let help = "say `closed = true` where no other tags can come";
            sink.push(Diagnostic::error(Code::TagRange, union.tag.span(), message).help(help));
            draft.broken = true;
        }
        let Some(payload) = payload else { return };
        let tag_row = match &tag.node {
            Node::Row(row, path) if path.is_empty() => Some(*row),
            _ => None,
        };
        let tag_param = match &tag.node {
            Node::Param(param) => Some(*param as usize).filter(|param| {
                draft
                    .params
                    .get(*param)
                    .and_then(|param| param.origin)
                    .is_some_and(|origin| self.is_member(origin))
            }),
            _ => None,
        };
        draft.union =
            Some(Union { tag, tag_row, tag_param, closed: union.closed, payload, cases: Vec::new() });
    }

    /// Whether a child may write what it looks at.
    fn is_member(&self, origin: Origin) -> bool {
        let OriginKind::Row(row) = origin.what else { return false };
        let row = self.draft(origin.owner).and_then(|draft| draft.rows.get(row.index()));
        row.is_some_and(|row| matches!(row.role, Role::Member(_)))
    }

    fn one_payload(source: &Source<'_>, draft: &mut Draft, sink: &mut Sink) -> Option<RowId> {
        let says =
            |row: &&Rc<crate::syntax::Row>| row.ty.as_ref().is_some_and(|ty| ty.value.trim() == "payload");
        let written: Vec<_> = source.rows.iter().filter(says).collect();
        if written.is_empty() {
            // Where a row set is missing, the payload may be in it.
            if !source.broken {
                let message = format!("union `{}` has no row of type `payload`", source.name.printed);
                sink.push(Diagnostic::error(Code::Payloads, source.span, message));
            }
            draft.broken = true;
            return None;
        }
        if let [first, second, ..] = written.as_slice() {
            let span = |row: &crate::syntax::Row| row.ty.as_ref().map_or(row.span, |ty| ty.span);
            let message = "a union has one payload; this is the second one";
            sink.push(
                Diagnostic::error(Code::Payloads, span(second), message).label(span(first), "the first one"),
            );
            draft.broken = true;
            return None;
        }
        let index = draft.rows.iter().position(|row| matches!(row.kind, Kind::Payload(_)))?;
        Some(RowId(index as u32))
    }
}

/// What decoding and encoding need to know of a computed value.
fn computed_value(draft: &Draft, this: RowId, expr: Expr) -> Computed {
    let (mut from_data, mut needs_whole) = (false, false);
    let beyond = |row: RowId| {
        draft.rows.get(row.index()).zip(draft.sides.get(row.index())).is_none_or(|(row, side)| {
            row.when.is_some() || side.byte.is_none() || side.end().max > i128::from(draft.head)
        })
    };
    expr::leaves(&expr, &mut |leaf| match &leaf.node {
        Node::LenData => from_data = true,
        Node::LenStruct => needs_whole = true,
        Node::Checksum(_, first, last) => {
            needs_whole |= (first.0..=last.0).map(RowId).any(beyond);
        }
        Node::Row(row, _) | Node::LenRow(row) | Node::Count(row) | Node::Offset(row) | Node::Tag(row) => {
            needs_whole |= beyond(*row);
        }
        _ => {}
    });
    let implied = is_implied(draft, this, &expr);
    Computed { expr, from_data, needs_whole, implied }
}

/// Whether it is the length of a row that gets its length from this one, or the tag of a union that is called
/// with this one.
fn is_implied(draft: &Draft, this: RowId, expr: &Expr) -> bool {
    if let Node::Tag(of) = expr.node {
        let row = draft.rows.get(of.index()).filter(|row| row.when.is_none());
        let Some(Kind::Nested { args, .. }) = row.map(|row| &row.kind) else { return false };
        return args
            .iter()
            .any(|arg| matches!(&arg.node, Node::Row(row, path) if *row == this && path.is_empty()))
            && args.len() == 1;
    }
    let (Node::LenRow(of) | Node::Count(of)) = expr.node else { return false };
    let Some(row) = draft.rows.get(of.index()).filter(|row| row.when.is_none()) else { return false };
    let is_count = matches!(expr.node, Node::Count(_));
    let sized_by = match &row.kind {
        Kind::List { length: ListLength::Count { expr, .. }, .. } if is_count => expr,
        Kind::List { length: ListLength::Bytes(Length::Expr { expr, .. }), .. }
        | Kind::Bytes(Length::Expr { expr, .. })
        | Kind::Text { length: TextLength::Bytes(Length::Expr { expr, .. }), .. }
        | Kind::Payload(Some(Length::Expr { expr, .. }))
            if !is_count =>
        {
            expr
        }
        _ => return false,
    };
    matches!(&sized_by.node, Node::Row(row, path) if *row == this && path.is_empty())
}
