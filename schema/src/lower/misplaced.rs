//! Keys that say nothing in the row where they stand.

use crate::diag::{Code, Diagnostic, Sink};
use crate::ir::{Bits, Encoding, Kind, Scalar};
use crate::source::Span;
use crate::syntax;

/// Refuses keys that say nothing in such a row. Gives whether there were none.
pub(super) fn misplaced(row: &syntax::Row, kind: &Kind, sink: &mut Sink) -> bool {
    let mut right = true;
    let mut refuse = |span: Option<Span>, key: &str, message: &str| {
        if let Some(span) = span {
            sink.push(Diagnostic::error(Code::MisplacedKey, span, format!("`{key}` {message}")));
            right = false;
        }
    };
    let literal = |literal: &Option<syntax::Literal>| literal.as_ref().map(|literal| literal.span);
    let expr = |text: &Option<syntax::ExprText>| text.as_ref().map(syntax::ExprText::span);
    if !matches!(kind, Kind::Text { .. }) {
        refuse(row.pad.as_ref().map(|pad| pad.span), "pad", "fills text, and this is none");
    }
    let utf16 = matches!(kind, Kind::Text { encoding: Encoding::Utf16 { .. }, .. });
    if !matches!(kind, Kind::List { .. }) && !utf16 {
        refuse(
            expr(&row.count),
            "count",
            "counts the elements of a list or units of `utf16`, and this is neither",
        );
    }
    if !matches!(kind, Kind::List { .. } | Kind::Text { .. }) {
        let message = "belongs to a list or text, and this is neither";
        refuse(row.prefix.as_ref().map(|prefix| prefix.span), "prefix", message);
        refuse(row.end.as_ref().map(|end| end.span), "end", message);
    }
    if utf16 {
        refuse(row.pad.as_ref().map(|pad| pad.span), "pad", "fills `ascii` and `utf8`, and this is `utf16`");
    }
    if row.size.is_none() && row.count.is_none() && row.prefix.is_none() && row.end.is_none() {
        let span = row.max.as_ref().map(|max| max.span);
        refuse(span, "max", "limits `size`, `count`, `prefix` or `end`, and there is none of them");
    }
    if !matches!(kind, Kind::Bits(Bits { .. })) {
        refuse(expr(&row.value), "value", "computes an integer, and this is none");
    }
    if matches!(kind, Kind::Bits(Bits { ty: Scalar::Int(int), .. }) if int.is_beyond()) {
        refuse(expr(&row.value), "value", "computes with i128, and this has 128 unsigned bits");
    }
    let is_null = |default: &syntax::Literal| matches!(&default.value, syntax::LiteralValue::Text(text) if text == "null");
    if matches!(kind, Kind::Pointer) {
        refuse(literal(&row.const_), "const", "stands for no pointer: nobody knows an address");
        let default = row.default.as_ref().filter(|default| !is_null(default)).map(|default| default.span);
        refuse(default, "default", "of a pointer is \"null\"");
    } else if !matches!(kind, Kind::Bits(_) | Kind::Bytes(_) | Kind::Text { .. }) && row.reserved.is_none() {
        let message = "stands for an integer, octets or text, and this is none of them";
        refuse(literal(&row.const_), "const", message);
        refuse(literal(&row.default), "default", message);
    }
    right
}
