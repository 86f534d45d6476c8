//! Text, and lists that a count in front or an element at the end makes as long as they are.

use super::Lowering;
use super::draft::as_length;
use super::kinds::{RowParts, Shape, compile, max, whole_bytes};
use crate::diag::{Code, Diagnostic, Sink};
use crate::expr::Use;
use crate::ir::{
    Counted, Element, Encoding, IntType, Interval, Kind, ListLength, MAX_LEN, Prefix, TextLength,
};
use crate::source::Span;
use crate::syntax::Row;

/// A counted length, how many units or elements it can have, and its bytes.
pub(super) struct CountedLength {
    counted: Counted,
    count: Interval,
    len: Interval,
}

impl CountedLength {
    /// The list of such a length.
    pub(super) fn list(self, element: Element) -> Shape {
        let length = ListLength::Counted(self.counted);
        Shape { count: Some(self.count), ..Shape::new(Kind::List { element, length }, self.len) }
    }
}

/// Whether a row has `prefix` or `end`.
pub(super) fn is_counted(row: &Row) -> bool {
    counted_by(row).is_some()
}

/// `prefix` or `end` of a row, and where it stands.
pub(super) fn counted_by(row: &Row) -> Option<(&'static str, Span)> {
    let prefix = row.prefix.as_ref().map(|prefix| ("prefix", prefix.span));
    prefix.or(row.end.as_ref().map(|end| ("end", end.span)))
}

impl Lowering<'_> {
    /// `ascii` and `utf8`.
    pub(super) fn text(parts: &RowParts<'_, '_, '_>, encoding: Encoding, sink: &mut Sink) -> Option<Shape> {
        if is_counted(parts.row) && parts.place.bytes.is_none() && parts.row.size.is_none() {
            whole_bytes(parts, sink)?;
            return counted_text(parts, encoding, 1, sink);
        }
        let (length, len) = Self::octets(parts, sink)?;
        let pad = parts.row.pad.as_ref().map(|pad| pad.value);
        Some(Shape::new(Kind::Text { encoding, pad, length: TextLength::Bytes(length) }, len))
    }

    /// `utf16`.
    pub(super) fn utf16(parts: &RowParts<'_, '_, '_>, sink: &mut Sink) -> Option<Shape> {
        whole_bytes(parts, sink)?;
        let encoding = Encoding::Utf16 { little_endian: parts.little_endian(2, sink)? };
        let row = parts.row;
        if parts.place.bytes.is_some() || row.size.is_some() {
            let span = row.size.as_ref().map_or_else(|| parts.at_span(), crate::syntax::ExprText::span);
            let message = "`utf16` counts in units of 16 bits, not in bytes";
            let help = "say `count`, `prefix` or `end`, and where it begins as in `at = \"8..\"`";
            sink.push(Diagnostic::error(Code::MisplacedKey, span, message).help(help));
            return None;
        }
        if let Some(count) = &row.count {
            let expr = compile(count, parts.scope, Use::Count, sink)?;
            let max = max(row)?;
            let limit = max.map_or(MAX_LEN, i128::from);
            let units = as_length(expr.interval);
            let len = as_length(Interval::new(2 * units.min.min(limit), 2 * units.max.min(limit)));
            let length = TextLength::Units { expr, max };
            return Some(Shape::new(Kind::Text { encoding, pad: None, length }, len));
        }
        if is_counted(row) {
            return counted_text(parts, encoding, 2, sink);
        }
        let message = "its length is not known: it needs `count`, `prefix` or `end`";
        sink.push(Diagnostic::error(Code::NoLength, parts.ty_span(), message));
        None
    }

    /// A list with `prefix` or `end`. `each` is how many bytes an element has.
    pub(super) fn counted_list(
        &self,
        parts: &RowParts<'_, '_, '_>,
        element: &Element,
        each: Interval,
        sink: &mut Sink,
    ) -> Option<CountedLength> {
        let range = match element {
            Element::Scalar { ty, .. } => self.range(*ty)?,
            Element::Struct { .. } => {
                if let Some(end) = &parts.row.end {
                    let message =
                        "`end` is an integer, and ends a list of integers; this list repeats structs";
                    sink.push(
                        Diagnostic::error(Code::MisplacedKey, end.span, message)
                            .label(parts.ty_span(), "its type"),
                    );
                    return None;
                }
                Interval::new(0, 0)
            }
        };
        counted(parts, range, each, sink)
    }
}

fn counted_text(
    parts: &RowParts<'_, '_, '_>,
    encoding: Encoding,
    unit: u8,
    sink: &mut Sink,
) -> Option<Shape> {
    let range = IntType { signed: false, bits: 8 * unit }.interval();
    let found = counted(parts, range, Interval::new(unit.into(), unit.into()), sink)?;
    let length = TextLength::Counted(found.counted);
    Some(Shape::new(Kind::Text { encoding, pad: None, length }, found.len))
}

/// `prefix` and `end` of a row whose units or elements have `each` bytes and hold `range`.
fn counted(
    parts: &RowParts<'_, '_, '_>,
    range: Interval,
    each: Interval,
    sink: &mut Sink,
) -> Option<CountedLength> {
    let row = parts.row;
    let prefix = match &row.prefix {
        None => None,
        Some(prefix) => {
            let little_endian = parts.little_endian(prefix.value.into(), sink)?;
            Some(Prefix { bytes: prefix.value, little_endian })
        }
    };
    if let Some(end) = row.end.as_ref().filter(|end| !(range.min..=range.max).contains(&end.value.value)) {
        let message = format!("{} does not fit: one holds {} to {}", end.value.written, range.min, range.max);
        sink.push(
            Diagnostic::error(Code::ConstantType, end.span, message).label(parts.ty_span(), "its type"),
        );
        return None;
    }
    let end = row.end.as_ref().map(|end| end.value.value);
    let max = max(row)?;
    let counts = prefix.map_or(MAX_LEN, |prefix| prefix.most().into());
    let most = max.map_or(counts, |max| counts.min(max.into()));
    // With a prefix the end is one of those that it counts.
    let ends = i128::from(end.is_some());
    let (count, least, all) = match prefix {
        Some(prefix) => ((most - ends).max(0), i128::from(prefix.bytes), most),
        None => (most, each.min, most + 1),
    };
    let before = prefix.map_or(0, |prefix| i128::from(prefix.bytes));
    let len = as_length(Interval::new(least, before + all.saturating_mul(each.max)));
    Some(CountedLength { counted: Counted { prefix, end, max }, count: Interval::new(0, count), len })
}
