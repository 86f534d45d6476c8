//! A struct as a whole.

use super::Lowering;
use super::draft::Draft;
use super::scope::docs;
use super::source::Source;
use crate::check::overlap;
use crate::diag::{Code, Diagnostic, Sink};
use crate::ir::{Interval, MAX_LEN, Struct, StructId, StructSize};

impl Lowering<'_> {
    /// Lowers a struct, and with a union its children.
    pub(super) fn layout_of(&mut self, id: StructId, sink: &mut Sink) {
        let draft = self.head_of(id, sink);
        let is_union = self.source(id).is_some_and(|source| source.union.is_some());
        if let Some(slot) = self.drafts.get_mut(id.index()) {
            *slot = Some(draft);
        }
        if is_union {
            self.children_of(id, sink);
        }
    }

    /// Everything about a struct but its children.
    fn head_of(&mut self, id: StructId, sink: &mut Sink) -> Draft {
        let sources = self.sources.clone();
        let mut draft = self.rows(id, sink);
        let Some(source) = sources.get(id.index()) else { return draft };
        draft.broken |= !overlap::check(self, source, &draft, sink);
        self.steps(source, &mut draft);
        draft.extent = Some(Self::extent(&draft, None));
        // A request's size is the opcode table's to say.
        if source.command.is_none() {
            self.struct_size(id, source, &mut draft, sink);
            self.past_the_end(source, &mut draft, sink);
        }
        self.values(id, source, &mut draft, sink);
        self.union_tag(id, source, &mut draft, sink);
        draft.extent = Some(Self::extent(&draft, None));
        self.layout(source, &mut draft);
        self.reachable_head(source, &mut draft, sink);
        draft
    }

    /// Refuses rows behind a constant size, and a `required` that no message can hold.
    fn past_the_end(&self, source: &Source<'_>, draft: &mut Draft, sink: &mut Sink) {
        let (Some(StructSize::Fixed(size)), Some(written)) = (&draft.size, source.size) else { return };
        for side in &draft.sides {
            if side.broken || side.loose || side.end().min <= i128::from(*size) {
                continue;
            }
            let message = format!("it ends at byte {}, but the whole has {size} bytes", side.end().min - 1);
            sink.push(
                Diagnostic::error(Code::PastEnd, side.at_span, message).label(written.span(), "the size"),
            );
            draft.broken = true;
        }
    }

    fn reachable_head(&self, source: &Source<'_>, draft: &mut Draft, sink: &mut Sink) {
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
            let message = format!("`required` is {required}, but the whole has at most {most} bytes");
            sink.push(Diagnostic::error(Code::RequiredRange, written.span, message));
            draft.broken = true;
        }
    }
}

/// A struct of the model.
pub(super) fn model(source: &Source<'_>, draft: Draft) -> Struct {
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
        union: draft.union,
        fixed: draft.fixed,
        borrows: draft.borrows,
        extent: draft.extent.unwrap_or(Interval::new(0, MAX_LEN)),
        span: source.span,
    }
}
