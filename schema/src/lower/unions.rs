//! A union's children.

use std::cell::RefCell;

use super::draft::{ANY_LEN, Draft, Origin, OriginKind};
use super::kinds::compile;
use super::scope::RowScope;
use super::source::Source;
use super::structs::ends_behind;
use super::{Lowering, MAX_DEPTH};
use crate::diag::{Code, Diagnostic, Sink};
use crate::expr::Use;
use crate::ir::{Case, Expr, Interval, Kind, MAX_LEN, Node, Role, RowId, Scalar, StructId};
use crate::name::{self, nearest};
use crate::source::Span;

impl Lowering<'_> {
    /// Lowers the children of a union whose own rows are done, and attaches them.
    pub(super) fn children_of(&mut self, id: StructId, sink: &mut Sink) {
        let sources = self.sources.clone();
        let children: Vec<StructId> = (0..sources.len() as u32)
            .map(StructId)
            .filter(|child| sources.get(child.index()).is_some_and(|source| source.parent == Some(id)))
            .collect();
        if self.open.len() >= MAX_DEPTH {
            let message = format!("unions stand in unions more than {MAX_DEPTH} deep");
            if let Some(source) = sources.get(id.index()) {
                sink.push(Diagnostic::error(Code::Recursion, source.span, message));
            }
            return;
        }
        for child in &children {
            self.layout_of(*child, sink);
        }
        let Some(mut draft) = self.drafts.get_mut(id.index()).and_then(Option::take) else { return };
        let mut tags: Vec<(i128, Span)> = Vec::new();
        let mut variants: Vec<(String, Span)> = Vec::new();
        for child in &children {
            let Some(source) = sources.get(child.index()) else { continue };
            draft.broken |= !Self::variant(source, &draft, &mut variants, sink);
            self.in_payload(*child, &draft, sink);
            let found = self.case_tags(id, source, &draft, &mut tags, sink);
            let args = self.case_args(id, *child, &mut draft);
            draft.broken |= found.is_none() || self.draft(*child).is_none_or(|child| child.broken);
            if let (Some(tags), Some(union)) = (found, draft.union.as_mut()) {
                union.cases.push(Case { tags, body: *child, args });
            }
        }
        let Some(source) = sources.get(id.index()) else { return };
        Self::written_tag(source, &mut draft, sink);
        self.with_children(&mut draft, &children, source.recursive);
        if let Some(slot) = self.drafts.get_mut(id.index()) {
            *slot = Some(draft);
        }
    }

    /// Whether the child's name can be that of a variant.
    fn variant(
        source: &Source<'_>,
        draft: &Draft,
        variants: &mut Vec<(String, Span)>,
        sink: &mut Sink,
    ) -> bool {
        let rust = source.name.camel();
        let is_open = draft.union.as_ref().is_some_and(|union| !union.closed);
        if is_open && rust == "Unknown" {
            let message = format!(
                "`{}` becomes `Unknown`, the variant of what no child stands for",
                source.name.printed
            );
            sink.push(Diagnostic::error(Code::TakenName, source.span, message));
            return false;
        }
        if let Some((_, first)) = variants.iter().find(|(name, _)| *name == rust) {
            let message = format!("two children of one union become `{rust}`");
            sink.push(
                Diagnostic::error(Code::RustNameClash, source.span, message).label(*first, "the first one"),
            );
            return false;
        }
        variants.push((rust, source.span));
        true
    }

    /// Refuses a child's rows behind what the payload can hold.
    fn in_payload(&self, child: StructId, draft: &Draft, sink: &mut Sink) {
        let payload = draft.union.as_ref().map(|union| union.payload.index());
        let side =
            payload.and_then(|index| draft.sides.get(index)).filter(|side| !side.broken && !side.loose);
        if let Some((side, child)) = side.zip(self.draft(child)) {
            let (limit, what) = if child.apart {
                (side.len.max, "its parent's payload has")
            } else {
                (side.end().max, "with its parent's payload it has")
            };
            ends_behind(child, limit, what, side.at_span, sink);
        }
    }

    /// The tags that a child stands for.
    fn case_tags(
        &self,
        union: StructId,
        source: &Source<'_>,
        draft: &Draft,
        taken: &mut Vec<(i128, Span)>,
        sink: &mut Sink,
    ) -> Option<Vec<i128>> {
        let written = match source.child_tags {
            Some(written) => {
                let params = RefCell::new(Vec::new());
                let scope = RowScope {
                    low: self,
                    id: union,
                    draft,
                    params: &params,
                    this: None,
                    limit: 0,
                    known: Vec::new(),
                    tolerant: false,
                    present: false,
                };
                if written.value.is_empty() {
                    let message = "a child needs at least one tag";
                    sink.push(Diagnostic::error(Code::NoTag, written.span, message));
                    return None;
                }
                let tags: Vec<_> = written
                    .value
                    .iter()
                    .map(|text| Some((compile(text, &scope, Use::Constant, sink)?, text.span())))
                    .collect();
                tags.into_iter().collect::<Option<Vec<_>>>()?
            }
            None => vec![self.case_tag(source, draft, sink)?],
        };
        // Without a tag of its own the union has an error already.
        let tag = &draft.union.as_ref()?.tag;
        let said = self.sources.get(union.index())?.union?.tag.span();
        let mut tags = Vec::new();
        for (expr, span) in written {
            let Node::Int(value) = expr.node else { continue };
            if expr.is_bool != tag.is_bool {
                let is = |is_bool| if is_bool { "`true` or `false`" } else { "a number" };
                let message = format!("the union's tag is {}, this is {}", is(tag.is_bool), is(expr.is_bool));
                sink.push(Diagnostic::error(Code::TagRange, span, message).label(said, "the tag"));
            } else if !(tag.interval.min..=tag.interval.max).contains(&value) {
                let message =
                    format!("the union's tag is {} to {}, never {value}", tag.interval.min, tag.interval.max);
                sink.push(Diagnostic::error(Code::TagRange, span, message).label(said, "the tag"));
            } else if let Some((_, first)) = taken.iter().find(|(tag, _)| *tag == value) {
                let message = format!("tag {value} stands for two children");
                sink.push(Diagnostic::error(Code::DoubleTag, span, message).label(*first, "the first one"));
            } else {
                taken.push((value, span));
                tags.push(value);
                continue;
            }
            return None;
        }
        Some(tags)
    }

    /// The tag of a small case: the enumerator that it is named after.
    fn case_tag(&self, source: &Source<'_>, draft: &Draft, sink: &mut Sink) -> Option<(Expr, Span)> {
        let case = source.case?;
        let tag = &draft.union.as_ref()?.tag;
        let ty = match &tag.node {
            Node::Row(row, path) if path.is_empty() => match &draft.rows.get(row.index())?.kind {
                Kind::Bits(bits) => Some(bits.ty),
                _ => None,
            },
            Node::Param(param) => Some(draft.params.get(*param as usize)?.param.ty),
            _ => None,
        };
        let Some(Scalar::Enum(id)) = ty else {
            let message = "a case is named after the tag's enumerator, but the tag is no enum";
            sink.push(
                Diagnostic::error(Code::TagType, case.name.span, message)
                    .help("make it a struct with `of` and `tag`"),
            );
            return None;
        };
        let found = self.enums.get(id.index())?.as_ref()?;
        self.names.recorder().member(case.name.span, found.span, &case.name.value);
        let Some(known) = found.values.iter().find(|known| known.name.is(&case.name.value)) else {
            let message = format!("enum `{}` has no `{}`", found.name.printed, case.name.value);
            let mut error =
                Diagnostic::error(Code::TagType, case.name.span, message).label(found.span, "the tag's enum");
            let names = found.values.iter().map(|known| known.name.printed.as_str());
            if let Some(near) = nearest(&case.name.value, names) {
                error = error.mean(&name::word(near));
            }
            sink.push(error);
            return None;
        };
        Some((crate::expr::constant(known.value, false), case.name.span))
    }

    /// What a child's params get, in the scope of the union. What the union itself has to be given for it
    /// becomes a param of the union.
    fn case_args(&self, id: StructId, child: StructId, draft: &mut Draft) -> Vec<Expr> {
        let Some(params) = self.draft(child).map(|child| child.params.clone()) else { return Vec::new() };
        let mut args = Vec::new();
        for param in params {
            let Some(origin) = param.origin else { continue };
            let node = match origin {
                Origin { owner, what: OriginKind::Row(row) } if owner == id => Node::Row(row, Vec::new()),
                Origin { owner, what: OriginKind::Arg(arg) } if owner == id => Node::Param(arg),
                _ => {
                    let known = draft.params.iter().position(|known| known.origin == Some(origin));
                    let index = known.unwrap_or_else(|| {
                        draft.params.push(param.clone());
                        draft.params.len() - 1
                    });
                    Node::Param(index as u32)
                }
            };
            let interval = self.range(param.param.ty).unwrap_or(Interval::new(0, 0));
            args.push(Expr { node, interval, is_bool: param.param.ty == Scalar::Bool });
        }
        args
    }

    /// Makes the tag's row one that is written from the child, where every child has one tag.
    fn written_tag(source: &Source<'_>, draft: &mut Draft, sink: &mut Sink) {
        let Some(union) = &draft.union else { return };
        let Some(RowId(row)) = union.tag_row.filter(|_| union.cases.iter().all(|case| case.tags.len() == 1))
        else {
            return;
        };
        let Some(found) = draft.rows.get_mut(row as usize) else { return };
        if !matches!(found.role, Role::Member(_)) {
            return;
        }
        if let Some(default) = source.rows.get(row as usize).and_then(|row| row.default.as_ref()) {
            let message = "the tag is written from the child, so that its `default` would never be used";
            sink.push(Diagnostic::error(Code::MisplacedKey, default.span, message));
            draft.broken = true;
        }
        found.role = Role::Tag;
    }

    /// What a union gets from its children: extent, and whether Rust borrows for it.
    fn with_children(&self, draft: &mut Draft, children: &[StructId], recursive: bool) {
        let Some(union) = &draft.union else { return };
        let payload = union.payload.index();
        let start = draft.sides.get(payload).and_then(|side| side.byte).map_or(0, i128::from);
        let said = draft.sides.get(payload).map_or(ANY_LEN, |side| side.len);
        let mut len: Option<Interval> = (!union.closed).then_some(said);
        let mut borrows = !union.closed;
        for child in children.iter().filter_map(|child| self.draft(*child)) {
            borrows |= child.borrows;
            let Some(extent) = child.filled() else { continue };
            let body = Interval::new((extent.min - start).max(0), (extent.max - start).max(0));
            len = Some(len.map_or(body, |len| Interval::new(len.min.min(body.min), len.max.max(body.max))));
        }
        let len = len.unwrap_or(said);
        let within = Interval::new(len.min.clamp(said.min, said.max), len.max.clamp(said.min, said.max));
        draft.borrows |= borrows;
        let extent = Self::extent(draft, Some(within));
        draft.extent = Some(if recursive { Interval::new(extent.min, MAX_LEN) } else { extent });
    }
}
