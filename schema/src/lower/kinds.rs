//! What stands in a row: its type and its place, brought together.

use super::Lowering;
use super::counted::counted_by;
use super::draft::{ANY_LEN, as_length};
use super::place::{Place, masks};
use super::scope::RowScope;
use super::source::Source;
use super::types::Type;
use crate::diag::{Code, Diagnostic, Sink};
use crate::expr::{self, Reads, Use};
use crate::ir::{Bits, Expr, IntType, Interval, Kind, Length, MAX_LEN, Node, Scalar, StructId};
use crate::source::Span;
use crate::syntax::{ExprText, Row};

/// What a row turned out to be.
#[derive(Debug)]
pub(super) struct Shape {
    /// What stands there; [`Bits::offset`] is set with the steps.
    pub(super) kind: Kind,
    /// Its bytes.
    pub(super) len: Interval,
    /// Elements of a list or array.
    pub(super) count: Option<Interval>,
    /// Bits in a word at byte 0.
    pub(super) masks: Vec<(u64, u8)>,
}

impl Shape {
    pub(super) fn new(kind: Kind, len: Interval) -> Self {
        Self { kind, len, count: None, masks: Vec::new() }
    }
    pub(super) fn fixed(kind: Kind, bytes: u64) -> Self {
        Self::new(kind, Interval::new(i128::from(bytes), i128::from(bytes)))
    }
}

/// A row with everything that its kind follows from.
pub(super) struct RowParts<'r, 's, 'a> {
    pub(super) source: &'r Source<'a>,
    pub(super) row: &'r Row,
    pub(super) place: Place,
    pub(super) ty: Option<&'r Type>,
    pub(super) scope: &'r RowScope<'s, 'a>,
}

impl RowParts<'_, '_, '_> {
    /// Where an error about the type goes.
    pub(super) fn ty_span(&self) -> Span {
        self.row.ty.as_ref().map_or(self.row.span, |ty| ty.span)
    }

    /// Where an error about the place goes.
    pub(super) fn at_span(&self) -> Span {
        match (&self.row.bits, &self.row.at) {
            (Some(bits), _) => bits.span,
            (None, Some(at)) => at.span,
            (None, None) => self.row.span,
        }
    }

    /// The row's byte order; of one byte always big.
    pub(super) fn little_endian(&self, bytes: u64, sink: &mut Sink) -> Option<bool> {
        if bytes == 1 {
            return Some(false);
        }
        let said = self.row.little_endian.as_ref().map(|little| little.value);
        let order = said.or(self.source.little_endian);
        if order.is_none() {
            let message = format!("{bytes} bytes need a byte order");
            let error = Diagnostic::error(Code::ByteOrder, self.row.span, message);
            sink.push(error.help("say `endian` in the row, in the struct or in `[protocol]`"));
        }
        order
    }
}

impl Lowering<'_> {
    /// What stands in a row. `None`: refused.
    pub(super) fn shape(&self, parts: &RowParts<'_, '_, '_>, sink: &mut Sink) -> Option<Shape> {
        if parts.row.reserved.is_some() {
            return Self::reserved(parts, sink);
        }
        match parts.ty {
            None => untyped(parts, sink),
            Some(Type::Scalar(ty, width)) => integer(parts, *ty, *width, sink),
            Some(Type::Bytes) => {
                let (length, len) = Self::octets(parts, sink)?;
                Some(Shape::new(Kind::Bytes(length), len))
            }
            Some(Type::Text(encoding)) => Self::text(parts, *encoding, sink),
            Some(Type::Utf16) => Self::utf16(parts, sink),
            Some(Type::List(element)) => self.list(parts, element, sink),
            Some(Type::Array(element, count)) => self.array(parts, element, *count, sink),
            Some(Type::Struct(id, args, span)) => self.nested_row(parts, *id, args, *span, sink),
            Some(Type::Payload) => Self::payload(parts, sink),
            Some(Type::Pointer) => Self::pointer(parts, Kind::Pointer, 1, sink),
        }
    }

    /// A `ptr`, or reserved ones.
    fn pointer(parts: &RowParts<'_, '_, '_>, kind: Kind, count: u64, sink: &mut Sink) -> Option<Shape> {
        if parts.source.c_layout.is_none() {
            let message = "a `ptr` stands in memory: only a struct with `layout = \"c\"` has one";
            sink.push(Diagnostic::error(Code::PointerPlace, parts.ty_span(), message));
            return None;
        }
        no_size(parts, sink)?;
        let bytes =
            |pointer: i128| as_length(Interval::new(0, i128::from(count).saturating_mul(pointer))).max;
        Some(Shape::new(kind, Interval::new(bytes(4), bytes(8))))
    }

    fn reserved(parts: &RowParts<'_, '_, '_>, sink: &mut Sink) -> Option<Shape> {
        match (parts.ty, parts.place.bytes) {
            (None | Some(Type::Bytes), None) if parts.row.size.is_none() => {
                let message = "how many bytes are reserved? `at` with both ends, `size` or `type` says it";
                sink.push(Diagnostic::error(Code::NoLength, parts.row.span, message));
                None
            }
            (None | Some(Type::Bytes), _) if parts.place.bits.is_none() => {
                let (length, len) = Self::octets(parts, sink)?;
                Some(Shape::new(Kind::Reserved(length), len))
            }
            (None | Some(Type::Scalar(..)), _) => {
                let shape = match parts.ty {
                    Some(Type::Scalar(ty, width)) => integer(parts, *ty, *width, sink),
                    _ => untyped(parts, sink),
                }?;
                // Whole bytes need no byte order and no value.
                match &shape.kind {
                    Kind::Bits(bits) if bits.width == 8 * bits.bytes => {
                        let bytes = u64::from(bits.bytes);
                        Some(Shape::fixed(Kind::Reserved(Length::Fixed(bytes)), bytes))
                    }
                    _ => Some(shape),
                }
            }
            (Some(Type::Pointer), _) => Self::pointer(parts, Kind::ReservedPointers(1), 1, sink),
            (Some(Type::Array(element, count)), _) if matches!(**element, Type::Pointer) => {
                Self::pointer(parts, Kind::ReservedPointers(*count), *count, sink)
            }
            _ => {
                let message = "reserved rows are octets or integers";
                sink.push(Diagnostic::error(Code::ElementType, parts.ty_span(), message));
                None
            }
        }
    }

    /// The length of octets, text and the like.
    pub(super) fn octets(parts: &RowParts<'_, '_, '_>, sink: &mut Sink) -> Option<(Length, Interval)> {
        whole_bytes(parts, sink)?;
        if let Some(bytes) = parts.place.bytes {
            no_size(parts, sink)?;
            return Some((Length::Fixed(bytes), Interval::new(bytes.into(), bytes.into())));
        }
        if let Some((key, span)) = counted_by(parts.row) {
            let message = format!("`{key}` belongs to a list or text, and this is neither");
            let error = Diagnostic::error(Code::MisplacedKey, span, message);
            sink.push(error.help("octets that are counted are a list, `type = \"[u8]\"`"));
            return None;
        }
        let Some(size) = &parts.row.size else {
            let other =
                if matches!(parts.ty, Some(Type::Text(_))) { "`size`, `prefix`, `end`" } else { "`size`" };
            let message = format!("its length is not known: it needs {other}, or an `at` with both ends");
            sink.push(Diagnostic::error(Code::NoLength, parts.ty_span(), message));
            return None;
        };
        Self::length(parts, size, sink)
    }

    /// `size` of a row.
    pub(super) fn length(
        parts: &RowParts<'_, '_, '_>,
        size: &ExprText,
        sink: &mut Sink,
    ) -> Option<(Length, Interval)> {
        let expr = compile(size, parts.scope, Use::Size, sink)?;
        let max = max(parts.row)?;
        let limit = max.map_or(MAX_LEN, i128::from);
        let len = as_length(expr.interval);
        let len = Interval::new(len.min.min(limit), len.max.min(limit));
        Some(match expr.node {
            Node::Rest if max.is_none() => (Length::Rest, ANY_LEN),
            Node::Int(n) => {
                if !(0..=limit).contains(&n) {
                    let message = format!("a length is 0 to {limit}, not {n}");
                    sink.push(Diagnostic::error(Code::NumberRange, size.span(), message));
                    return None;
                }
                (Length::Fixed(n as u64), len)
            }
            _ => (Length::Expr { expr, max }, len),
        })
    }

    fn nested_row(
        &self,
        parts: &RowParts<'_, '_, '_>,
        id: StructId,
        args: &[ExprText],
        span: Span,
        sink: &mut Sink,
    ) -> Option<Shape> {
        whole_bytes(parts, sink)?;
        if parts.source.c_layout.is_none() && !self.on_a_wire(id, span, sink) {
            return None;
        }
        let args = self.call(parts.scope, id, args, span, sink)?;
        let draft = self.draft(id)?;
        let extent = draft.filled()?;
        let nested = |length| Kind::Nested { body: id, args: args.clone(), length };
        if let Some(bytes) = parts.place.bytes {
            no_size(parts, sink)?;
            if draft.fixed == Some(bytes) {
                return Some(Shape::fixed(nested(None), bytes));
            }
            if draft.fixed.is_some() || i128::from(bytes) < extent.min {
                let name = &self.sources.get(id.index())?.name.printed;
                let least = if draft.fixed.is_some() { "" } else { "at least " };
                let message = format!("`at` names {bytes} bytes; `{name}` has {least}{}", extent.min);
                sink.push(
                    Diagnostic::error(Code::WidthMismatch, parts.at_span(), message).label(span, "its type"),
                );
                return None;
            }
            return Some(Shape::fixed(nested(Some(Length::Fixed(bytes))), bytes));
        }
        match &parts.row.size {
            Some(size) => {
                let (length, len) = Self::length(parts, size, sink)?;
                Some(Shape::new(nested(Some(length)), len))
            }
            None => Some(Shape::new(nested(None), as_length(extent))),
        }
    }

    fn payload(parts: &RowParts<'_, '_, '_>, sink: &mut Sink) -> Option<Shape> {
        whole_bytes(parts, sink)?;
        let Some(union) = parts.source.union else {
            let message = "only a union has a payload";
            sink.push(Diagnostic::error(Code::Payloads, parts.ty_span(), message));
            return None;
        };
        if let Some(when) = &parts.row.when {
            let message = "`when` on a payload is not supported yet";
            sink.push(Diagnostic::error(Code::NotSupported, when.span(), message));
            return None;
        }
        if parts.place.bytes.is_some() || parts.row.size.is_some() {
            let (length, len) = Self::octets(parts, sink)?;
            return Some(Shape::new(Kind::Payload(Some(length)), len));
        }
        let is_last = parts.source.rows.last().is_some_and(|last| last.span == parts.row.span);
        if parts.source.size.is_some() && is_last {
            return Some(Shape::new(Kind::Payload(Some(Length::Rest)), ANY_LEN));
        }
        if !union.closed {
            let message =
                "an unknown child's length is not known: the payload needs `size`, or the union `closed`";
            let error = Diagnostic::error(Code::OpenPayload, parts.ty_span(), message);
            sink.push(if parts.source.implicit_payload {
                error.help("say `closed = true` where no other tags can come")
            } else {
                error.label(parts.source.span, "the union")
            });
            return None;
        }
        Some(Shape::new(Kind::Payload(None), ANY_LEN))
    }

    /// What a type is called with. `None`: refused, or the type was.
    pub(super) fn call(
        &self,
        scope: &RowScope<'_, '_>,
        id: StructId,
        args: &[ExprText],
        span: Span,
        sink: &mut Sink,
    ) -> Option<Vec<Expr>> {
        let source = self.sources.get(id.index())?;
        if source.args.len() != args.len() {
            let name = &source.name.printed;
            let plural = if source.args.len() == 1 { "" } else { "s" };
            let message =
                format!("`{name}` takes {} argument{plural}; here are {}", source.args.len(), args.len());
            sink.push(Diagnostic::error(Code::TypeArgs, span, message).label(source.span, "declared here"));
            return None;
        }
        let draft = self.draft(id).filter(|draft| !draft.broken)?;
        let mut exprs = Vec::new();
        for (arg, param) in args.iter().zip(&draft.params) {
            let Reads::Scalar { interval, is_bool } = self.scalar_reads(param.param.ty) else { continue };
            exprs.extend(compile(arg, scope, Use::Arg { is_bool, range: interval }, sink));
        }
        (exprs.len() == args.len()).then_some(exprs)
    }
}

/// Reads and checks an expression.
pub(super) fn compile(text: &ExprText, scope: &RowScope<'_, '_>, use_: Use, sink: &mut Sink) -> Option<Expr> {
    let ast = expr::parse(text, sink)?;
    expr::check(&ast, scope, use_, sink)
}

/// `max` of a row. Its range is the reader's.
#[allow(clippy::option_option, reason = "refused, absent and there are three things")]
pub(super) fn max(row: &Row) -> Option<Option<u64>> {
    match &row.max {
        None => Some(None),
        Some(max) => u64::try_from(max.value.value).ok().map(Some),
    }
}

/// A row without `type`: the unsigned integer of its width.
fn untyped(parts: &RowParts<'_, '_, '_>, sink: &mut Sink) -> Option<Shape> {
    let Some(width) = parts.place.width() else {
        let message = "the width is not known: it needs `type`, or an `at` with both ends";
        sink.push(Diagnostic::error(Code::NoType, parts.row.span, message));
        return None;
    };
    let message = match width {
        1 => return integer(parts, Scalar::Bool, 1, sink),
        2..=128 => {
            let bits = width as u8;
            return integer(parts, Scalar::Int(IntType { signed: false, bits }), bits, sink);
        }
        _ => format!("{width} bits are wider than any integer"),
    };
    let error = Diagnostic::error(Code::TooWide, parts.at_span(), message);
    sink.push(error.help("say its `type`, as in `type = \"bytes\"`"));
    None
}

fn integer(parts: &RowParts<'_, '_, '_>, ty: Scalar, width: u8, sink: &mut Sink) -> Option<Shape> {
    let name = parts.row.ty.as_ref().map_or("", |ty| ty.value.as_str());
    same_width(parts, width.into(), &format!("`{name}`"), sink)?;
    let bytes = match parts.place.bytes {
        Some(bytes) => bytes,
        None if width.is_multiple_of(8) => u64::from(width / 8),
        None if parts.source.c_layout.is_some() => {
            let message = format!("{width} bits are no whole bytes, and a member of a C structure is");
            let error = Diagnostic::error(Code::PartialByte, parts.ty_span(), message);
            sink.push(error.help(if ty == Scalar::Bool {
                "C keeps it in a byte or more: say `u8`, or `u32` for a `BOOL`"
            } else {
                "say the type that it has in C: `u8`, `u16`, `u32` or `u64`"
            }));
            return None;
        }
        None => {
            let message = format!(
                "{width} bits are no whole bytes: say which bits with `at`, as in \"1.{}:0\"",
                width % 8 - 1
            );
            sink.push(Diagnostic::error(Code::PartialByte, parts.ty_span(), message));
            return None;
        }
    };
    if let Some(size) = &parts.row.size {
        let message = "an integer's length follows from its type";
        sink.push(Diagnostic::error(Code::MisplacedKey, size.span(), message));
    }
    let little_endian = parts.little_endian(bytes, sink)?;
    let low = parts.place.bits.map_or(0, |(_, low)| low);
    let kind = Kind::Bits(Bits { offset: 0, bytes: bytes as u8, little_endian, shift: low, width, ty });
    let bits = parts.place.bits.unwrap_or((width - 1, 0));
    Some(Shape { masks: masks(0, bytes, bits, little_endian), ..Shape::fixed(kind, bytes) })
}

/// Whether the place, where it says a width, has that of the type.
pub(super) fn same_width(
    parts: &RowParts<'_, '_, '_>,
    width: u64,
    what: &str,
    sink: &mut Sink,
) -> Option<()> {
    let Some(at) = parts.place.width().filter(|at| *at != width) else { return Some(()) };
    let message = format!("the place has {at} {}; {what} has {width}", if at == 1 { "bit" } else { "bits" });
    let error = Diagnostic::error(Code::WidthMismatch, parts.ty_span(), message)
        .label(parts.at_span(), if at == 1 { "1 bit".to_owned() } else { format!("{at} bits") });
    // Of an integer the place says what its type must be.
    let integer = parts.row.ty.as_ref().filter(|ty| {
        let mut chars = ty.value.chars();
        matches!(chars.next(), Some('u' | 'i'))
            && chars.clone().count() > 0
            && chars.all(|c| c.is_ascii_digit())
    });
    sink.push(match integer {
        Some(ty) if (2..=128).contains(&at) => {
            let right = format!("{}{at}", ty.value.get(..1).unwrap_or("u"));
            error.mend(format!("`{right}` has the width of the place"), ty.span, right)
        }
        _ => error,
    });
    None
}

/// Refuses a part of a word for what consists of whole bytes.
pub(super) fn whole_bytes(parts: &RowParts<'_, '_, '_>, sink: &mut Sink) -> Option<()> {
    if parts.place.bits.is_none() {
        return Some(());
    }
    let message = "this type consists of whole bytes; the place names bits";
    sink.push(
        Diagnostic::error(Code::WidthMismatch, parts.ty_span(), message).label(parts.at_span(), "bits"),
    );
    None
}

/// Refuses a length beside a place or a type that says one.
pub(super) fn no_size(parts: &RowParts<'_, '_, '_>, sink: &mut Sink) -> Option<()> {
    let row = parts.row;
    let expressions = [&row.size, &row.count].into_iter().flatten().map(ExprText::span);
    let Some(key) = expressions.chain(counted_by(row).map(|(_, span)| span)).next() else { return Some(()) };
    let message = "the length is already said";
    let other = if parts.place.bytes.is_some() { parts.at_span() } else { parts.ty_span() };
    sink.push(Diagnostic::error(Code::ExclusiveKeys, key, message).label(other, "here"));
    None
}
