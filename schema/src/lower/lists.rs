//! Lists and arrays.

use super::Lowering;
use super::counted::is_counted;
use super::draft::as_length;
use super::kinds::{RowParts, Shape, compile, max, no_size, same_width, whole_bytes};
use super::types::Type;
use crate::diag::{Code, Diagnostic, Sink};
use crate::expr::Use;
use crate::ir::{Element, Interval, Kind, Length, ListLength, MAX_LEN};

impl Lowering<'_> {
    pub(super) fn list(
        &self,
        parts: &RowParts<'_, '_, '_>,
        element: &Type,
        sink: &mut Sink,
    ) -> Option<Shape> {
        whole_bytes(parts, sink)?;
        let (element, each) = self.element(parts, element, sink)?;
        let bytes_to_count = |len: Interval| {
            let at_most = if each.max == 0 { 0 } else { len.max / each.min.max(1) };
            Interval::new(if each.max == 0 { 0 } else { (len.min + each.max - 1) / each.max }, at_most)
        };
        let (length, len, count) = match (&parts.row.count, &parts.row.size, parts.place.bytes) {
            (_, _, Some(bytes)) => {
                no_size(parts, sink)?;
                let len = Interval::new(bytes.into(), bytes.into());
                (ListLength::Bytes(Length::Fixed(bytes)), len, bytes_to_count(len))
            }
            (Some(count), _, None) => {
                let expr = compile(count, parts.scope, Use::Count, sink)?;
                let max = max(parts.row)?;
                let count = as_length(expr.interval);
                let limit = max.map_or(MAX_LEN, i128::from);
                let count = Interval::new(count.min.min(limit), count.max.min(limit));
                let len = as_length(Interval::new(
                    count.min.saturating_mul(each.min),
                    count.max.saturating_mul(each.max),
                ));
                (ListLength::Count { expr, max }, len, count)
            }
            (None, Some(size), None) => {
                let (length, len) = Self::length(parts, size, sink)?;
                (ListLength::Bytes(length), len, bytes_to_count(len))
            }
            (None, None, None) if is_counted(parts.row) => {
                return Some(self.counted_list(parts, &element, each, sink)?.list(element));
            }
            (None, None, None) => {
                let message = "how long is the list? `count` says how many elements, `size` how many bytes, and \
                               with `prefix` a count stands in front";
                sink.push(Diagnostic::error(Code::NoLength, parts.ty_span(), message));
                return None;
            }
        };
        let shape = Shape::new(Kind::List { element, length }, len);
        Some(Shape { count: Some(count), ..shape })
    }

    pub(super) fn array(
        &self,
        parts: &RowParts<'_, '_, '_>,
        element: &Type,
        count: u64,
        sink: &mut Sink,
    ) -> Option<Shape> {
        whole_bytes(parts, sink)?;
        no_size(parts, sink)?;
        let (element, each) = self.element(parts, element, sink)?;
        if let Element::Struct { body, args } = &element {
            let fixed = self.draft(*body)?.fixed;
            if fixed.is_none() || !args.is_empty() {
                // What holds itself was refused by that.
                self.source(*body).filter(|body| !body.broken)?;
                let message = "an array repeats integers or fixed layouts; this one's length is not constant";
                sink.push(
                    Diagnostic::error(Code::ElementType, parts.ty_span(), message)
                        .help(format!("`type = \"[T]\", count = {count}` is a list of as many")),
                );
                return None;
            }
        }
        let bytes = as_length(Interval::new(0, i128::from(count).saturating_mul(each.max))).max as u64;
        same_width(parts, bytes.saturating_mul(8), "the array", sink)?;
        let shape = Shape::fixed(Kind::Array { element, count }, bytes);
        Some(Shape { count: Some(Interval::new(count.into(), count.into())), ..shape })
    }

    /// What a list repeats, with the bytes of one.
    fn element(
        &self,
        parts: &RowParts<'_, '_, '_>,
        ty: &Type,
        sink: &mut Sink,
    ) -> Option<(Element, Interval)> {
        match ty {
            Type::Scalar(ty, width) if width.is_multiple_of(8) => {
                let bytes = width / 8;
                let little_endian = parts.little_endian(bytes.into(), sink)?;
                let each = Interval::new(bytes.into(), bytes.into());
                Some((Element::Scalar { ty: *ty, bytes, little_endian }, each))
            }
            Type::Struct(id, args, span) => {
                if !self.on_a_wire(*id, *span, sink) {
                    return None;
                }
                let args = self.call(parts.scope, *id, args, *span, sink)?;
                let mut each = self.draft(*id)?.filled()?;
                if self.open.contains(id) {
                    // It is not known yet; `recursion::elements` looks at it in the end.
                    each.min = each.min.max(1);
                }
                if each.min == 0 {
                    let message = "an element may be empty, so that nobody knows how many there are";
                    let span_of = self.sources.get(id.index()).map_or(*span, |source| source.span);
                    sink.push(
                        Diagnostic::error(Code::EmptyElement, *span, message)
                            .label(span_of, "its shortest encoding has 0 bytes"),
                    );
                    return None;
                }
                Some((Element::Struct { body: *id, args }, each))
            }
            _ => {
                let message = "a list repeats structs, unions and integers of whole bytes";
                sink.push(Diagnostic::error(Code::ElementType, parts.ty_span(), message));
                None
            }
        }
    }
}
