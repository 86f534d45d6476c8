//! A struct as a whole.

use super::Lowering;
use super::c_layout;
use super::draft::Draft;
use super::recursion;
use super::scope::docs;
use super::source::Source;
use crate::check::overlap;
use crate::diag::{Code, Diagnostic, Sink};
use crate::ir::{Carrier, Interval, MAX_LEN, Step, Struct, StructId, StructSize};
use crate::source::Span;

impl Lowering<'_> {
    /// Lowers a struct, and with a union its children.
    pub(super) fn layout_of(&mut self, id: StructId, sink: &mut Sink) {
        self.open.push(id);
        self.forward(id, &mut Sink::default());
        let draft = self.head_of(id, sink);
        let is_union = self.source(id).is_some_and(|source| source.union.is_some());
        if let Some(slot) = self.drafts.get_mut(id.index()) {
            *slot = Some(draft);
        }
        if is_union {
            self.children_of(id, sink);
        }
        self.open.pop();
    }

    /// What those may know of a struct that it holds while it is being lowered itself: that it is variable, borrows, whether
    /// it may be empty, and what it is called with.
    fn forward(&mut self, id: StructId, sink: &mut Sink) {
        let sources = self.sources.clone();
        let Some(source) = sources.get(id.index()).filter(|source| source.recursive) else { return };
        let mut draft = Draft {
            extent: Some(Interval::new(recursion::least(source), MAX_LEN)),
            borrows: true,
            align: source.align,
            start: self.start(source).unwrap_or_default(),
            ..Draft::default()
        };
        draft.params = self.declared(source, &mut draft, sink);
        if let Some(slot) = self.drafts.get_mut(id.index()) {
            *slot = Some(draft);
        }
    }

    /// Everything about a struct but its children.
    fn head_of(&mut self, id: StructId, sink: &mut Sink) -> Draft {
        let sources = self.sources.clone();
        let mut draft = self.rows(id, sink);
        let Some(source) = sources.get(id.index()) else { return draft };
        draft.broken |= !overlap::check(self, source, &draft, sink);
        self.steps(source, &mut draft);
        c_layout::pad(&mut draft);
        draft.broken |= !small_enough(&draft, sink);
        draft.extent = Some(Self::extent(&draft, None));
        // The carrier says a request's size, but for a frame's.
        if source.request.as_ref().is_none_or(|request| request.carrier == Carrier::Frame) {
            self.struct_size(id, source, &mut draft, sink);
            draft.extent = Some(Self::extent(&draft, None));
            Self::past_the_end(source, &mut draft, sink);
        }
        if let Some(len) = self.cdb_len(source).filter(|len| (0..=MAX_LEN).contains(len)) {
            draft.extent = Some(Interval::new(len, len));
        }
        self.values(id, source, &mut draft, sink);
        self.union_tag(id, source, &mut draft, sink);
        draft.extent = Some(Self::extent(&draft, None));
        if source.recursive {
            draft.extent = draft.extent.map(|extent| Interval::new(extent.min, MAX_LEN));
        }
        self.layout(source, &mut draft);
        draft.borrows |= source.recursive;
        self.in_memory(&mut draft);
        Self::reachable_head(source, &mut draft, sink);
        draft
    }

    /// Refuses rows that end behind what the struct's size can be.
    fn past_the_end(source: &Source<'_>, draft: &mut Draft, sink: &mut Sink) {
        let (Some(size), Some(written)) = (draft.size_max.filter(|_| draft.size.is_some()), source.size)
        else {
            return;
        };
        draft.broken |= ends_behind(draft, size, "the whole has", written.span(), sink);
    }

    /// Refuses a `required` that no message can hold.
    fn reachable_head(source: &Source<'_>, draft: &mut Draft, sink: &mut Sink) {
        let (Some(required), Some(written), Some(extent)) = (draft.required, source.required, draft.extent)
        else {
            return;
        };
        let trails = draft.size.is_some() || source.trailing_ignored || draft.broken;
        let most = match draft.size {
            Some(StructSize::Fixed(n)) => i128::from(n),
            _ if trails => MAX_LEN,
            _ => extent.max,
        };
        if i128::from(required) > most {
            let bytes = if most == 1 { "byte" } else { "bytes" };
            let message = format!("`required` is {required}, but the whole has at most {most} {bytes}");
            sink.push(Diagnostic::error(Code::RequiredRange, written.span, message));
            draft.broken = true;
        }
    }
}

/// Refuses rows that end behind byte `limit`. Gives whether there are any.
pub(super) fn ends_behind(draft: &Draft, limit: i128, what: &str, span: Span, sink: &mut Sink) -> bool {
    let mut any = false;
    for side in draft.sides.iter().filter(|side| !side.broken && !side.loose) {
        let end = side.end().min;
        if end > limit && side.len.min > 0 {
            let message = format!(
                "it ends with byte {}, but {what} at most {limit} bytes, the first one byte 0",
                end - 1
            );
            sink.push(Diagnostic::error(Code::PastEnd, side.at_span, message).label(span, "by this"));
            any = true;
        }
    }
    any
}

/// A struct of the model.
pub(super) fn model(source: &Source<'_>, draft: Draft, rejects_reserved: bool) -> Struct {
    let extent = draft.filled().unwrap_or(Interval::new(0, MAX_LEN));
    Struct {
        name: source.name.clone(),
        module: source.module(),
        docs: docs(source.docs),
        form: source.form,
        params: draft.params.into_iter().map(|draft| draft.param).collect(),
        parent: source.parent,
        start: draft.start,
        rows: draft.rows,
        steps: draft.steps,
        head: draft.head,
        required: draft.required,
        size: draft.size,
        trailing_ignored: source.trailing_ignored,
        align: source.align,
        max_depth: source.max_depth.map(|depth| depth.value),
        // What fills a C structure up is whatever was in memory.
        rejects_reserved: rejects_reserved && draft.c.is_none(),
        spared: Vec::new(),
        apart: draft.apart,
        union: draft.union,
        fixed: draft.fixed,
        borrows: draft.borrows,
        extent,
        c: draft.c.filter(|c| c.has_pointers).map(|c| c.layout),
        span: source.span,
    }
}

/// The most bytes that stand at places known beforehand, one after another. Rust holds them in arrays, and
/// code names them one by one.
pub(super) const MAX_BLOCK: u64 = 1 << 16;

/// Refuses rows of constant length that are too much for memory on the stack.
fn small_enough(draft: &Draft, sink: &mut Sink) -> bool {
    let too_long = draft.steps.iter().find_map(|step| match step {
        Step::Block(block) if block.len > MAX_BLOCK => Some(block),
        _ => None,
    });
    let Some(block) = too_long else { return true };
    let ends =
        block.rows.clone().filter_map(|row| draft.rows.get(row as usize).zip(draft.sides.get(row as usize)));
    let longest = ends.max_by_key(|(_, side)| side.end().max);
    if let Some((row, _)) = longest {
        let message =
            format!("rows of constant length are {} bytes here, and at most {MAX_BLOCK} can be", block.len);
        sink.push(
            Diagnostic::error(Code::NumberRange, row.span, message)
                .help("a list, or bytes with a `size` that is computed, are not copied"),
        );
    }
    false
}
