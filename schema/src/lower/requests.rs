//! What a carrier adds to the rows of requests, answers and events, and what it takes from their author.

use std::rc::Rc;

use super::source::Source;
use crate::diag::{Code, Diagnostic, Sink};
use crate::expr::{self, Found, Scope, Use, Words};
use crate::ir::{Carrier, Expr, Interval, Node};
use crate::read::shape::listed;
use crate::source::{Span, Spanned};
use crate::syntax::{
    AtKind, AtText, CommandDecl, EventDecl, ExprText, Integer, Literal, LiteralValue, Row, Text,
};

/// Parameters of one operation.
const MOST_PARAMETERS: usize = 5;

/// What a request holds beside the author's rows.
#[derive(Debug)]
pub(crate) struct Fixed {
    /// What carries it; `scsi` where the file says nothing.
    pub(crate) carrier: Carrier,
    /// The opcode; a `frame` has none.
    pub(crate) opcode: Option<Spanned<Integer>>,
    /// Its row.
    pub(crate) opcode_row: usize,
    /// The row that the carrier puts behind the author's.
    pub(crate) tail: Option<usize>,
    /// The row that the length of the data phase is computed into, where the author wrote none.
    pub(crate) length_row: Option<usize>,
}

/// The largest opcode of a carrier.
pub(super) const fn last_opcode(carrier: Carrier) -> i128 {
    match carrier {
        Carrier::Scsi | Carrier::UsbControl => 0xFF,
        Carrier::Ptp => 0xFFFF,
        Carrier::Ioctl | Carrier::Frame => 0xFFFF_FFFF,
    }
}

/// Adds what a command's carrier puts into its request. `said`: the carrier, where the file has one.
pub(super) fn request<'a>(
    source: &mut Source<'a>,
    decl: &'a CommandDecl,
    said: Option<Carrier>,
    sink: &mut Sink,
) {
    source.command = Some(decl);
    let carrier = said.unwrap_or(Carrier::Scsi);
    if said.is_some() {
        source.broken |= !keys(decl, carrier, sink);
    }
    let mut fixed = Fixed { carrier, opcode: None, opcode_row: 0, tail: None, length_row: None };
    if carrier != Carrier::Frame {
        with_opcode(source, decl, said, &mut fixed, sink);
    }
    source.request = Some(fixed);
}

/// Adds the opcode, and what else its carrier has.
fn with_opcode(
    source: &mut Source<'_>,
    decl: &CommandDecl,
    said: Option<Carrier>,
    fixed: &mut Fixed,
    sink: &mut Sink,
) {
    let carrier = fixed.carrier;
    // Where nobody says the carrier, its opcodes may be of any size.
    let written = decl.opcode.as_ref();
    let found = written.and_then(|written| opcode(written, said.unwrap_or(Carrier::Ioctl), sink));
    let found = found.filter(|opcode| opcode.value.value <= last_opcode(carrier));
    source.broken |= found.is_none();
    let nothing = Integer { value: 0, written: "0".to_owned() };
    let place = written.map_or(decl.request.name.span, ExprText::span);
    let opcode = found.unwrap_or(Spanned::new(nothing, place));
    fixed.opcode = Some(opcode.clone());
    match carrier {
        Carrier::Scsi => {
            if !source.rows.first().is_some_and(|row| at_zero(row) && row.const_.is_some()) {
                source.rows.insert(0, constant("OPERATION CODE", (0, 0), opcode));
            }
        }
        Carrier::UsbControl => {
            source.little_endian = Some(true);
            setup(source, decl, &opcode, fixed, sink);
        }
        Carrier::Ptp => {
            source.rows.insert(0, constant("OperationCode", (0, 1), opcode));
            parameters(source, 2, sink);
        }
        Carrier::Ioctl => {
            source.little_endian = Some(true);
            source.rows = vec![constant("IoControlCode", (0, 3), opcode)];
        }
        Carrier::Frame => {}
    }
}

/// Adds the code of an event.
pub(super) fn event(source: &mut Source<'_>, decl: &EventDecl, said: Option<Carrier>, sink: &mut Sink) {
    if let Some(carrier) = said.filter(|said| *said != Carrier::Ptp) {
        let message =
            format!("only a device of the carrier `ptp` sends events; this one is `{}`", carrier.word());
        sink.push(Diagnostic::error(Code::CarrierKey, source.span, message));
        source.broken = true;
    }
    source.rows.insert(0, constant("EventCode", (0, 1), decl.code.clone()));
    parameters(source, 2, sink);
}

/// Makes the rows behind the first `lead` bytes parameters of 32 bits.
pub(super) fn parameters(source: &mut Source<'_>, lead: u64, sink: &mut Sink) {
    source.little_endian = Some(true);
    source.parameters = Some(lead);
    let mut optional: Option<Span> = None;
    for (index, row) in source.rows.iter().skip(usize::from(lead > 0)).enumerate() {
        let placed = row.at.as_ref().map(|at| (at.span, "at"));
        let ordered = row.little_endian.as_ref().map(|endian| (endian.span, "endian"));
        let conditional = row.when.as_ref().map(|when| (when.span(), "when"));
        for (span, key) in [placed, ordered, conditional].into_iter().flatten() {
            let message =
                format!("parameters are words of 32 bits, one behind the other, and take no `{key}`");
            sink.push(Diagnostic::error(Code::MisplacedKey, span, message));
            source.broken = true;
        }
        if index == MOST_PARAMETERS {
            let message = format!("there are at most {MOST_PARAMETERS} parameters; this is one more");
            sink.push(Diagnostic::error(Code::Parameters, row.span, message));
            source.broken = true;
        }
        match (row.optional, optional) {
            (Some(span), _) => optional = Some(span),
            (None, Some(before)) => {
                let message = "only the last parameters may be left out, and this one may not";
                let error = Diagnostic::error(Code::Parameters, row.span, message);
                sink.push(error.label(before, "one before it may be left out"));
                source.broken = true;
            }
            (None, None) => {}
        }
    }
}

/// The SETUP packet around the author's rows.
fn setup(
    source: &mut Source<'_>,
    decl: &CommandDecl,
    opcode: &Spanned<Integer>,
    fixed: &mut Fixed,
    sink: &mut Sink,
) {
    let span = opcode.span;
    let class = decl.request_type.as_ref().map_or(0, |class| class.value);
    let recipient = decl.recipient.as_ref().map_or(0, |recipient| recipient.value);
    let direction = if decl.input.is_some() { 0x80 } else { 0 };
    let bits = direction | class << 5 | recipient;
    let bits = Integer { value: bits.into(), written: format!("{bits:#04X}") };
    source.rows.insert(0, constant("bmRequestType", (0, 0), Spanned::new(bits, span)));
    source.rows.insert(1, constant("bRequest", (1, 1), opcode.clone()));
    fixed.opcode_row = 1;
    let covers = |row: &Row| match row.at.as_ref().map(|at| at.value.at) {
        Some(AtKind::Bytes(_, last)) => last >= 6,
        Some(AtKind::Bits(byte, ..) | AtKind::From(byte)) => byte >= 6,
        None => false,
    };
    if let Some(own) = source.rows.iter().find(|row| covers(row)) {
        let whole =
            own.bits.is_none() && own.at.as_ref().is_some_and(|at| at.value.at == AtKind::Bytes(6, 7));
        if !whole {
            let place = own.at.as_ref().map_or(own.span, |at| at.span);
            let message = "bytes 6 and 7 of a SETUP packet are `wLength`, one row at `6..7`";
            sink.push(Diagnostic::error(Code::CommandLayout, place, message));
            source.broken = true;
        }
        return;
    }
    fixed.tail = Some(source.rows.len());
    let row = if decl.out.is_some() || decl.input.is_some() {
        fixed.length_row = Some(source.rows.len());
        Rc::new(row("wLength", (6, 7), span))
    } else {
        constant("wLength", (6, 7), Spanned::new(Integer { value: 0, written: "0".to_owned() }, span))
    };
    source.rows.push(row);
}

/// A row from byte `first` to byte `last`.
fn row(name: &str, (first, last): (u64, u64), span: Span) -> Row {
    let printed = if first == last { first.to_string() } else { format!("{first}..{last}") };
    Row {
        at: Some(Spanned::new(AtText { printed, at: AtKind::Bytes(first, last) }, span)),
        name: Some(Text::new(name.to_owned(), span)),
        ..Row::empty(span)
    }
}

fn constant(name: &str, at: (u64, u64), value: Spanned<Integer>) -> Rc<Row> {
    let literal = Literal { value: LiteralValue::Integer(value.value), span: value.span };
    Rc::new(Row { const_: Some(literal), ..row(name, at, value.span) })
}

fn at_zero(row: &Row) -> bool {
    row.at.as_ref().is_some_and(|at| at.value.at == AtKind::Bytes(0, 0))
}

/// Whether a command has the keys of its carrier and no others.
fn keys(decl: &CommandDecl, carrier: Carrier, sink: &mut Sink) -> bool {
    let request = &decl.request;
    let both = decl.out.is_some() && decl.input.is_some();
    let own_table = [&decl.out, &decl.input].into_iter().flatten().find(|data| data.own_table && !both);
    let span = |expr: &Option<ExprText>| expr.as_ref().map(ExprText::span);
    let (answer, parameters) = (decl.frame().map(|ty| ty.span), decl.parameters().map(|rows| rows.name.span));
    let found: [(&str, Option<Span>, &[Carrier]); 11] = [
        ("size", span(&request.size), &[Carrier::Scsi, Carrier::Frame]),
        (
            "endian",
            request.little_endian.as_ref().map(|endian| endian.span),
            &[Carrier::Scsi, Carrier::Frame],
        ),
        ("trailing", decl.trailing, &[Carrier::Frame]),
        ("align", request.align.as_ref().map(|align| align.span), &[Carrier::Frame]),
        ("opcode", span(&decl.opcode), &[Carrier::Scsi, Carrier::UsbControl, Carrier::Ptp, Carrier::Ioctl]),
        ("request_type", decl.request_type.as_ref().map(|key| key.span), &[Carrier::UsbControl]),
        ("recipient", decl.recipient.as_ref().map(|key| key.span), &[Carrier::UsbControl]),
        ("`answer` of rows", parameters, &[Carrier::Ptp]),
        ("`answer` of a type", answer, &[Carrier::Frame]),
        ("via", decl.via.first().map(|map| map.span), &[Carrier::Ioctl]),
        ("a table for a direction of `data`", own_table.map(|data| data.span), &[Carrier::Ioctl]),
    ];
    let mut right = true;
    for (key, span, of) in found {
        let Some(span) = span.filter(|_| !of.contains(&carrier)) else { continue };
        let key = if key.contains(' ') { key.to_owned() } else { format!("`{key}`") };
        let words: Vec<_> = of.iter().map(|of| of.word()).collect();
        let message =
            format!("{key} belongs to the carrier {}, and this one is `{}`", listed(&words), carrier.word());
        sink.push(Diagnostic::error(Code::CarrierKey, span, message));
        right = false;
    }
    right &= both_ways(decl, carrier, sink);
    if let (Carrier::Ioctl, Some(span), false) = (carrier, request.rows_span, request.rows.is_empty()) {
        let message = "a control code has no fields: what an `ioctl` command takes is its `data`";
        sink.push(Diagnostic::error(Code::CarrierKey, span, message));
        right = false;
    }
    let usb = carrier == Carrier::UsbControl;
    let asked = [
        ("opcode", decl.opcode.is_none() && carrier != Carrier::Frame),
        ("request_type", decl.request_type.is_none() && usb),
        ("recipient", decl.recipient.is_none() && usb),
    ];
    for (key, _) in asked.iter().filter(|(_, missing)| *missing) {
        let or = if *key == "opcode" { ", or `alias` where it is another name of one" } else { "" };
        let message = format!("a command of the carrier `{}` needs the key `{key}`{or}", carrier.word());
        sink.push(Diagnostic::error(Code::MissingKey, request.name.span, message));
        right = false;
    }
    right
}

/// Whether data goes both ways only where it can, and each way is a table of its own.
fn both_ways(decl: &CommandDecl, carrier: Carrier, sink: &mut Sink) -> bool {
    let (Some(out), Some(input)) = (&decl.out, &decl.input) else { return true };
    if carrier != Carrier::Ioctl {
        let message = format!(
            "data goes both ways only with the carrier `ioctl`, and this one is `{}`",
            carrier.word()
        );
        let (first, later) = (out.span.min(input.span), out.span.max(input.span));
        sink.push(Diagnostic::error(Code::CarrierKey, later, message).label(first, "the other way"));
        return false;
    }
    let mut right = true;
    for (key, data) in [("out", out), ("in", input)] {
        if !data.own_table {
            let message = "where data goes both ways, each direction is a table of its own";
            let error = Diagnostic::error(Code::BadForm, data.ty.span, message);
            sink.push(error.help(format!("write `{key} = {{ type = \"{}\" }}`", data.ty.value)));
            right = false;
        }
    }
    right
}

/// The opcode as a number that the carrier has.
fn opcode(written: &ExprText, carrier: Carrier, sink: &mut Sink) -> Option<Spanned<Integer>> {
    let integer = match written {
        ExprText::Integer(integer) => integer.clone(),
        ExprText::Text(_) | ExprText::Boolean(_) => {
            let ast = expr::parse(written, sink)?;
            let Expr { node, is_bool, .. } = expr::check(&ast, &Nothing, Use::Constant, sink)?;
            let Node::Int(value) = node else { return None };
            if is_bool {
                let message = "an opcode is a number, this is a condition";
                sink.push(Diagnostic::error(Code::NotNumber, written.span(), message));
                return None;
            }
            let digits = if last_opcode(carrier) > 0xFFFF { 10 } else { 6 };
            Spanned::new(Integer { value, written: format!("{value:#0digits$X}") }, written.span())
        }
    };
    let last = last_opcode(carrier);
    if !(0..=last).contains(&integer.value.value) {
        let (found, word) = (&integer.value.written, carrier.word());
        let message = format!("an opcode of the carrier `{word}` is 0 to {last:#X}, not {found}");
        sink.push(Diagnostic::error(Code::NumberRange, integer.span, message));
        return None;
    }
    Some(integer)
}

/// The scope of what looks at nothing.
pub(super) struct Nothing;

impl Scope for Nothing {
    fn find(&self, _: &str) -> Option<Found> {
        None
    }
    fn field(&self, _: &Found, _: &str) -> Option<Found> {
        None
    }
    fn this(&self) -> Option<Found> {
        None
    }
    fn words(&self, _: &str) -> Option<Words<'_>> {
        None
    }
    fn names(&self) -> Vec<String> {
        Vec::new()
    }
    fn fields(&self, _: &Found) -> Vec<String> {
        Vec::new()
    }
    fn known(&self) -> Vec<Expr> {
        Vec::new()
    }
    fn whole(&self) -> Option<Interval> {
        None
    }
    fn has_data(&self) -> bool {
        false
    }
}
