//! `layout = "c"`: where a C compiler puts the members of a structure.

use super::Lowering;
use super::draft::{CDraft, Draft};
use super::source::Source;
use super::structs::MAX_BLOCK;
use super::types::Type;
use crate::diag::{Code, Diagnostic, Sink};
use crate::ir::{CLayout, CTarget, Element, Interval, Kind, Length, Row, Step, StructId};
use crate::source::Span;
use crate::syntax;

/// Bytes of a pointer on the two kinds of target.
const POINTERS: [u64; 2] = [4, 8];

impl Lowering<'_> {
    /// What the address of a row is a multiple of, with pointers of so many bytes.
    pub(super) fn alignment(&self, ty: Option<&Type>, pointer: u64) -> u64 {
        match ty {
            Some(Type::Scalar(_, bits)) => (u64::from(*bits) / 8).max(1),
            Some(Type::Pointer) => pointer,
            Some(Type::Array(element, _)) => self.alignment(Some(element), pointer),
            Some(Type::Struct(id, ..)) => {
                let c = self.draft(*id).and_then(|draft| draft.c.as_ref());
                c.map_or(1, |c| c.target(pointer).align)
            }
            _ => 1,
        }
    }

    /// The layout of a struct with `layout = "c"`, once its rows are known.
    pub(super) fn c_layout(
        &self,
        source: &Source<'_>,
        types: &[Option<&Type>],
        draft: &mut Draft,
        sink: &mut Sink,
    ) {
        if source.rows.is_empty() {
            let message = "a C structure has at least one member";
            sink.push(Diagnostic::error(Code::CRow, source.span, message));
            draft.broken = true;
        }
        let has_pointers = draft.rows.iter().any(|row| self.holds_pointer(row));
        for ((written, row), side) in source.rows.iter().zip(&draft.rows).zip(&draft.sides) {
            let right =
                misplaced(written, has_pointers, sink) && (side.broken || self.c_row(written, row, sink));
            draft.broken |= !right;
        }
        let size = self.target(types, draft, 8).size;
        if has_pointers && size > MAX_BLOCK {
            let message =
                format!("a structure in memory has {size} bytes here, and at most {MAX_BLOCK} can be");
            sink.push(Diagnostic::error(Code::NumberRange, source.span, message));
            draft.broken = true;
        }
        let [bits32, bits64] = POINTERS.map(|pointer| self.target(types, draft, pointer));
        draft.c = Some(CDraft { layout: CLayout { bits32, bits64 }, has_pointers });
    }

    /// Whether a struct stands in memory alone, because it holds pointers.
    pub(super) fn has_pointers(&self, id: StructId) -> bool {
        self.draft(id).and_then(|draft| draft.c.as_ref()).is_some_and(|c| c.has_pointers)
    }

    /// Refuses a struct that holds pointers where bytes of a wire are meant. Gives whether it is none.
    pub(super) fn on_a_wire(&self, id: StructId, span: Span, sink: &mut Sink) -> bool {
        if !self.has_pointers(id) {
            return true;
        }
        let source = self.source(id);
        let name = source.map(|source| source.name.printed.as_str()).unwrap_or_default();
        let message = format!("`{name}` holds pointers, which mean nothing outside of memory");
        let error = Diagnostic::error(Code::PointerPlace, span, message);
        let error = error.help(
            "maps use it, the `out` of an `ioctl` command, and a struct with `layout = \"c\"` as a row that is no array",
        );
        sink.push(match source {
            Some(source) => error.label(source.span, "declared here"),
            None => error,
        });
        false
    }

    fn holds_pointer(&self, row: &Row) -> bool {
        match &row.kind {
            Kind::Pointer | Kind::ReservedPointers(_) => true,
            Kind::Nested { body, .. } => self.has_pointers(*body),
            _ => false,
        }
    }

    /// Whether C has such a member.
    fn c_row(&self, written: &syntax::Row, row: &Row, sink: &mut Sink) -> bool {
        let whole = |bytes: u8| matches!(bytes, 1 | 2 | 4 | 8);
        let is_fixed =
            |id: StructId| self.draft(id).is_some_and(|draft| draft.c.is_some() && draft.fixed.is_some());
        let is_broken = |id: StructId| self.draft(id).is_none_or(|draft| draft.broken);
        let message = match &row.kind {
            Kind::Bits(bits) if whole(bits.bytes) => return true,
            Kind::Array { element: Element::Scalar { bytes, .. }, .. } if whole(*bytes) => return true,
            Kind::Bits(_) | Kind::Array { element: Element::Scalar { .. }, .. } => {
                "an integer of C has 8, 16, 32 or 64 bits"
            }
            Kind::Nested { body, length: None, .. } => {
                if is_fixed(*body) || self.has_pointers(*body) || is_broken(*body) {
                    return true;
                }
                "a C structure holds only structs with `layout = \"c\"`"
            }
            Kind::Array { element: Element::Struct { body, .. }, .. } => {
                if is_fixed(*body) || is_broken(*body) {
                    return true;
                }
                "an array of a C structure repeats integers or structs with `layout = \"c\"` that hold no pointers"
            }
            Kind::Bytes(Length::Fixed(_))
            | Kind::Reserved(Length::Fixed(_))
            | Kind::Pointer
            | Kind::ReservedPointers(_) => return true,
            _ => {
                "a member of a C structure is an integer, a pointer, octets, an array or a structure, of constant length"
            }
        };
        let span = written.ty.as_ref().map_or(written.span, |ty| ty.span);
        sink.push(Diagnostic::error(Code::CRow, span, message));
        false
    }

    fn target(&self, types: &[Option<&Type>], draft: &Draft, pointer: u64) -> CTarget {
        let (mut at, mut align) = (0_u64, 1);
        let (mut offsets, mut sizes) = (Vec::new(), Vec::new());
        for ((row, side), ty) in draft.rows.iter().zip(&draft.sides).zip(types) {
            let own = self.alignment(*ty, pointer);
            let size = match &row.kind {
                Kind::Pointer => pointer,
                Kind::ReservedPointers(count) => count.saturating_mul(pointer),
                Kind::Nested { body, .. } => {
                    let c = self.draft(*body).and_then(|draft| draft.c.as_ref());
                    c.map_or(0, |c| c.target(pointer).size)
                }
                _ => side.constant_len().unwrap_or(0),
            };
            at = at.next_multiple_of(own);
            offsets.push(at);
            sizes.push(size);
            at = at.saturating_add(size).min(u64::from(u32::MAX));
            align = align.max(own);
        }
        CTarget { size: at.next_multiple_of(align), align, offsets, sizes }
    }
}

impl CDraft {
    fn target(&self, pointer: u64) -> &CTarget {
        if pointer == 4 { &self.layout.bits32 } else { &self.layout.bits64 }
    }
}

/// Refuses keys that say nothing in a C structure. Gives whether there were none.
fn misplaced(written: &syntax::Row, has_pointers: bool, sink: &mut Sink) -> bool {
    let expr = |text: &Option<syntax::ExprText>| text.as_ref().map(syntax::ExprText::span);
    let in_memory = |text: &Option<syntax::ExprText>| expr(text).filter(|_| has_pointers);
    let keys = [
        (
            "at",
            written.at.as_ref().map(|at| at.span),
            "has no meaning: a C compiler decides where members stand",
        ),
        ("endian", written.little_endian.as_ref().map(|little| little.span), "is the target's in C: little"),
        ("when", expr(&written.when), "has no meaning: every member of a C structure is there"),
        (
            "value",
            in_memory(&written.value),
            "has no meaning in a struct with pointers: it goes over no wire",
        ),
        (
            "check",
            in_memory(&written.check),
            "has no meaning in a struct with pointers: a map of it has a `check`",
        ),
    ];
    let mut right = true;
    for (key, span, why) in keys {
        let Some(span) = span else { continue };
        sink.push(Diagnostic::error(Code::MisplacedKey, span, format!("`{key}` {why}")));
        right = false;
    }
    right
}

/// Makes the one block of a C structure without pointers as long as C does.
pub(super) fn pad(draft: &mut Draft) {
    let Some(CDraft { layout, has_pointers: false }) = &draft.c else { return };
    if let [Step::Block(block)] = draft.steps.as_mut_slice() {
        block.len = layout.bits64.size;
        draft.head = block.len;
    }
}

impl Lowering<'_> {
    /// A struct that holds pointers has no form on a wire.
    pub(super) fn in_memory(&self, draft: &mut Draft) {
        let Some(CDraft { layout, has_pointers: true }) = &draft.c else { return };
        draft.extent = Some(Interval::new(layout.bits32.size.into(), layout.bits64.size.into()));
        draft.steps.clear();
        draft.head = 0;
        draft.fixed = None;
        draft.borrows = draft.rows.iter().any(|row| self.borrows(row));
        for row in &mut draft.rows {
            if let Kind::Bits(bits) = &mut row.kind {
                bits.offset = 0;
            }
        }
    }

    /// Whether a row of a C structure is something borrowed; a reserved pointer is not.
    fn borrows(&self, row: &Row) -> bool {
        match &row.kind {
            Kind::Pointer => true,
            Kind::Nested { body, .. } => self.draft(*body).is_some_and(|draft| draft.borrows),
            _ => false,
        }
    }
}
