//! `[opcode_size]` to the model.

use super::requests::Nothing;
use crate::diag::{Code, Diagnostic, Sink};
use crate::expr::{self, Use};
use crate::ir::{Interval, Node, OpcodeSize, Size, SizeException, SizeRow};
use crate::source::Spanned;
use crate::syntax::{ExprText, OpcodeSizeDecl, SizeExceptionDecl, SizeRowDecl, SizeText, Text};

/// The table, if it speaks for every opcode once.
pub(crate) fn opcode_size(decl: &OpcodeSizeDecl, sink: &mut Sink) -> Option<OpcodeSize> {
    let mut table = Table { decl, sink, wrong: false };
    table.cover();
    table.exceptions_once();
    let (mut rows, mut exceptions) = (Vec::new(), Vec::new());
    for decl in &decl.rows.value {
        rows.extend(table.size(&decl.size).map(|size| row(decl, size)));
        table.rule(decl.rule.as_ref());
    }
    for decl in &decl.exceptions {
        exceptions.extend(table.size(&decl.size).map(|size| exception(decl, size)));
        table.rule(decl.rule.as_ref());
    }
    if table.wrong {
        return None;
    }
    Some(OpcodeSize { range: decl.range.value, rows, exceptions, span: decl.span })
}

struct Table<'t> {
    decl: &'t OpcodeSizeDecl,
    sink: &'t mut Sink,
    wrong: bool,
}

impl Table<'_> {
    fn refuse(&mut self, diagnostic: Diagnostic) {
        self.sink.push(diagnostic);
        self.wrong = true;
    }

    /// Every opcode in one row.
    fn cover(&mut self) {
        let rows = &self.decl.rows.value;
        for (i, later) in rows.iter().enumerate() {
            let (first, last) = later.opcodes.value;
            let double = rows.iter().take(i).find_map(|other| {
                let (from, to) = (first.max(other.opcodes.value.0), last.min(other.opcodes.value.1));
                (from <= to).then_some((other, from, to))
            });
            if let Some((other, from, to)) = double {
                let message = format!("{} in two rows", opcodes(from, to));
                self.refuse(
                    Diagnostic::error(Code::OpcodeDouble, later.opcodes.span, message)
                        .label(other.opcodes.span, "already in this row"),
                );
            }
        }
        let covered = |opcode: u8| rows.iter().any(|row| within(row, opcode));
        let mut opcode = 0u16;
        while let Ok(from) = u8::try_from(opcode) {
            if covered(from) {
                opcode += 1;
                continue;
            }
            let to = (from..=u8::MAX).take_while(|opcode| !covered(*opcode)).last().unwrap_or(from);
            let message = format!("{} in no row: the rows must cover 0x00 to 0xFF", opcodes(from, to));
            self.refuse(Diagnostic::error(Code::OpcodeHole, self.decl.rows.span, message));
            opcode = u16::from(to) + 1;
        }
    }

    /// Every opcode in one exception at most.
    fn exceptions_once(&mut self) {
        let mut seen: Vec<Spanned<u8>> = Vec::new();
        for opcode in self.decl.exceptions.iter().flat_map(|exception| &exception.opcodes) {
            if let Some(first) = seen.iter().find(|first| first.value == opcode.value) {
                let message = format!("opcode {:#04X} is excepted twice", opcode.value);
                let wrong = Diagnostic::error(Code::OpcodeDouble, opcode.span, message);
                self.refuse(wrong.label(first.span, "already here"));
            }
            seen.push(*opcode);
        }
    }

    fn size(&mut self, size: &Spanned<SizeText>) -> Option<Size> {
        let (least, most) = self.decl.range.value;
        let bytes = match &size.value {
            SizeText::Any => return Some(Size::Any),
            SizeText::Exact(bytes) => *bytes,
            SizeText::Computed(text) => return self.computed(text),
        };
        if bytes < u16::from(least) || bytes > most {
            let message = format!("a request has {least} to {most} bytes, this size is {bytes}");
            self.refuse(
                Diagnostic::error(Code::SizeRange, size.span, message)
                    .label(self.decl.range.span, "the outer bound"),
            );
        }
        Some(Size::Exact(bytes))
    }

    /// A size that the request's own bytes say.
    fn computed(&mut self, text: &Text) -> Option<Size> {
        let (least, most) = self.decl.range.value;
        let range = Interval::new(least.into(), most.into());
        let written = ExprText::Text(text.clone());
        let found = expr::parse(&written, self.sink)
            .and_then(|ast| expr::check(&ast, &Nothing, Use::RequestSize { range }, self.sink));
        let Some(expr) = found else {
            self.wrong = true;
            return None;
        };
        if expr.has(|node| matches!(node, Node::Check(..))) {
            let message = "a size outside of the table's range is refused anyway: nothing here needs `check`";
            self.refuse(Diagnostic::error(Code::OutOfPlace, text.span, message));
            return None;
        }
        match expr.node {
            // One that looks at no byte is a number.
            Node::Int(bytes) => Some(Size::Exact(u16::try_from(bytes).unwrap_or(u16::MAX))),
            _ => Some(Size::Computed { expr, written: written.written() }),
        }
    }

    fn rule(&mut self, rule: Option<&Text>) {
        let Some(rule) = rule else { return };
        let word = rule.value.starts_with(|c: char| c.is_ascii_lowercase())
            && rule.value.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-');
        if !word {
            let message =
                format!("`rule` is one word in lower case, this is \"{}\"", rule.value.escape_debug());
            self.refuse(
                Diagnostic::error(Code::BadForm, rule.span, message)
                    .help("longer explanations go into `note`"),
            );
        }
    }
}

fn within(row: &SizeRowDecl, opcode: u8) -> bool {
    (row.opcodes.value.0..=row.opcodes.value.1).contains(&opcode)
}

fn opcodes(from: u8, to: u8) -> String {
    if from == to {
        format!("opcode {from:#04X} is")
    } else {
        format!("opcodes {from:#04X} to {to:#04X} are")
    }
}

fn row(row: &SizeRowDecl, size: Size) -> SizeRow {
    SizeRow {
        first: row.opcodes.value.0,
        last: row.opcodes.value.1,
        group: row.group.map(|group| group.value),
        size,
        rule: rule(row.rule.as_ref(), &row.size.value),
        note: row.note.as_ref().map(|note| note.value.clone()),
    }
}

fn exception(exception: &SizeExceptionDecl, size: Size) -> SizeException {
    SizeException {
        opcodes: exception.opcodes.iter().map(|opcode| opcode.value).collect(),
        size,
        rule: rule(exception.rule.as_ref(), &exception.size.value),
        note: exception.note.as_ref().map(|note| note.value.clone()),
    }
}

fn rule(rule: Option<&Text>, size: &SizeText) -> String {
    let unsaid = match size {
        SizeText::Any => "any",
        SizeText::Exact(_) => "exact",
        SizeText::Computed(_) => "computed",
    };
    rule.map_or(unsaid, |rule| &rule.value).to_owned()
}
