//! The command descriptor block: its size by the opcode table.

use super::super::Lowering;
use super::super::draft::Draft;
use super::super::source::Source;
use super::said::Said;
use crate::diag::{Code, Diagnostic, Sink};
use crate::expr::Use;
use crate::ir::{Carrier, Constant, Form, Node, OpcodeSize, Role, Size, StructId};
use crate::source::{Span, Spanned};
use crate::syntax::{ExprText, Integer, OpcodeSizeDecl, SizeRowDecl, SizeText};

/// Bytes that a CDB can have.
const CDB: (i128, i128) = (6, 260);

/// What the opcode table says of one opcode.
pub(super) struct Ruled {
    size: Size,
    /// "group 0" or "0x00..0x1F".
    who: String,
    span: Span,
}

impl<'a> Lowering<'a> {
    /// The file whose opcode table is in force in `file`: its own or the nearest imported one.
    pub(super) fn table_of(&self, file: usize) -> Option<usize> {
        self.names.reach(file).iter().copied().find(|file| self.table(*file).is_some())
    }

    pub(super) fn table(&self, file: usize) -> Option<&'a OpcodeSizeDecl> {
        self.files.get(file)?.file.opcode_size.as_ref()
    }

    /// The row at byte 0, where the author wrote it.
    pub(super) fn own_opcode(
        source: &Source<'_>,
        opcode: &Spanned<Integer>,
        draft: &mut Draft,
        sink: &mut Sink,
    ) {
        let (Some(row), Some(written)) = (draft.rows.first(), source.rows.first()) else { return };
        let Role::Const(Constant::Int(value)) = row.role else { return };
        if value != opcode.value.value {
            let span = written.const_.as_ref().map_or(row.span, |literal| literal.span);
            let message = format!("byte 0 is the opcode, {}, not {value}", opcode.value.written);
            let error = Diagnostic::error(Code::ConstantType, span, message);
            sink.push(error.label(opcode.span, "the opcode"));
            draft.broken = true;
        }
    }

    /// How many bytes the CDB has.
    #[allow(
        clippy::option_option,
        clippy::too_many_arguments,
        reason = "as above; all of them are borrowed apart"
    )]
    pub(super) fn cdb_size(
        &self,
        request: StructId,
        source: &Source<'_>,
        opcode: &Spanned<Integer>,
        draft: &mut Draft,
        ruled: Option<Option<Ruled>>,
        range: Option<(u8, u16)>,
        sink: &mut Sink,
    ) -> Option<u64> {
        let (opcode, place) = (&opcode.value.written, opcode.span);
        let end = draft.sides.iter().filter(|side| !side.loose).map(|side| side.end().min).max().unwrap_or(0);
        let said = match source.size {
            Some(size) => {
                let expr = self.compile_in(size, request, draft, None, 0, Use::Constant, sink)?;
                let Node::Int(n) = expr.node else { return None };
                let (least, most) = range.map_or(CDB, |(least, most)| (least.into(), most.into()));
                if !(least..=most).contains(&n) || expr.is_bool {
                    let message = format!("a CDB has {least} to {most} bytes here, not {n}");
                    sink.push(Diagnostic::error(Code::CommandSize, size.span(), message));
                    return None;
                }
                Some((n, size.span()))
            }
            None => None,
        };
        let size = match (ruled, said) {
            // The table was refused: it has its own error.
            (Some(None), said) => said?.0,
            (Some(Some(Ruled { size: Size::Computed { expr, written }, who, span })), said) => {
                let rule =
                    format!("opcode {opcode} is in {who}, whose commands are as long as {written} says");
                let bytes = Said::new(draft, &expr);
                let at_command = said.map_or(source.span, |(_, span)| span);
                let (code, at, why) = match (bytes, said) {
                    (bytes, Some((n, _))) if bytes.may_be(n) => {
                        return Self::fits(draft, n, range, (at_command, span), sink);
                    }
                    (Said::Exactly(n), None) => {
                        return Self::fits(draft, n, range, (at_command, span), sink);
                    }
                    (Said::Exactly(other), Some((n, at))) => {
                        (Code::CommandSize, at, format!(", {other} bytes; this one has {n}"))
                    }
                    (_, Some((n, at))) => {
                        (Code::CommandSize, at, format!(", which is never {n}, as this one has"))
                    }
                    (_, None) => {
                        (Code::NoCommandSize, place, ", and that is not constant: it needs `size`".to_owned())
                    }
                };
                let error = Diagnostic::error(code, at, rule + &why).label(span, "by this row");
                let help = "a constant there, or `value = \"len(struct) - 8\"`, says it too";
                sink.push(if code == Code::NoCommandSize { error.help(help) } else { error });
                return None;
            }
            (None | Some(Some(Ruled { size: Size::Any, .. })), Some((n, _))) => n,
            (Some(Some(Ruled { size: Size::Exact(n), who, span })), said) => {
                let n = i128::from(n);
                let has = said.map_or(end, |(said, _)| said);
                if has > n || said.is_some_and(|(said, _)| said != n) {
                    let message = format!(
                        "opcode {opcode} is in {who}, whose commands have {n} bytes; this one has {has}"
                    );
                    let place = said.map_or(place, |(_, span)| span);
                    let error = Diagnostic::error(Code::CommandSize, place, message);
                    sink.push(error.label(span, "by this row"));
                    return None;
                }
                return Some(n as u64);
            }
            (Some(Some(Ruled { who, span, .. })), None) => {
                let message =
                    format!("opcode {opcode} is in {who}, whose commands have any size: it needs `size`");
                let error = Diagnostic::error(Code::NoCommandSize, place, message);
                sink.push(error.label(span, "by this row"));
                return None;
            }
            // Of another carrier, maybe: that none is said has its own error.
            (None, None) if self.names.carrier(source.file).is_none() => return None,
            (None, None) => {
                let message = "without an opcode table a command needs `size`";
                let error = Diagnostic::error(Code::NoCommandSize, place, message);
                sink.push(error.help("say `size`, or import a file with `[opcode_size]`"));
                return None;
            }
        };
        Self::inside(draft, size, "the CDB", said.map(|(_, span)| span), sink).then_some(size as u64)
    }

    /// A size that a request's own bytes say, if it can have it.
    fn fits(
        draft: &mut Draft,
        size: i128,
        range: Option<(u8, u16)>,
        (command, row): (Span, Span),
        sink: &mut Sink,
    ) -> Option<u64> {
        let (least, most) = range.map_or(CDB, |(least, most)| (least.into(), most.into()));
        if !(least..=most).contains(&size) {
            let message = format!("a CDB has {least} to {most} bytes here, and this one says {size}");
            let error = Diagnostic::error(Code::CommandSize, command, message);
            sink.push(error.label(row, "by this row"));
            return None;
        }
        Self::inside(draft, size, "the CDB", Some(command), sink).then_some(size as u64)
    }

    /// How long a CDB will be, where its `size` or the opcode table says a number.
    pub(in crate::lower) fn cdb_len(&self, source: &Source<'_>) -> Option<i128> {
        let fixed = source.request.as_ref().filter(|fixed| fixed.carrier == Carrier::Scsi)?;
        match source.size {
            Some(ExprText::Integer(size)) => Some(size.value.value),
            Some(_) => None,
            None => {
                let Form::Request(id) = source.form else { return None };
                let file = if self.names.is_in_root(id) { 0 } else { source.file };
                let table = self.table(self.table_of(file)?)?;
                match written(table, fixed.opcode.as_ref()?.value.value)? {
                    SizeText::Exact(size) => Some((*size).into()),
                    SizeText::Any | SizeText::Computed(_) => None,
                }
            }
        }
    }
}

/// What the table says of an opcode.
pub(super) fn ruled((model, table): (&OpcodeSize, &OpcodeSizeDecl), opcode: i128) -> Option<Ruled> {
    for (model, exception) in model.exceptions.iter().zip(&table.exceptions) {
        if let Some(found) = exception.opcodes.iter().find(|known| i128::from(known.value) == opcode) {
            let who = "the exceptions".to_owned();
            return Some(Ruled { size: model.size.clone(), who, span: found.span });
        }
    }
    let mut rows = model.rows.iter().zip(&table.rows.value);
    let (model, row) = rows.find(|(_, row)| speaks(row, opcode))?;
    let who = match &row.group {
        Some(group) => format!("group {}", group.value),
        None => format!("0x{:02X}..0x{:02X}", row.opcodes.value.0, row.opcodes.value.1),
    };
    Some(Ruled { size: model.size.clone(), who, span: row.opcodes.span })
}

/// What is written of an opcode's size.
fn written(table: &OpcodeSizeDecl, opcode: i128) -> Option<&SizeText> {
    let excepted = |known: &Spanned<u8>| i128::from(known.value) == opcode;
    let exception = table.exceptions.iter().find(|exception| exception.opcodes.iter().any(excepted));
    let row = || table.rows.value.iter().find(|row| speaks(row, opcode)).map(|row| &row.size.value);
    exception.map(|exception| &exception.size.value).or_else(row)
}

fn speaks(row: &SizeRowDecl, opcode: i128) -> bool {
    (i128::from(row.opcodes.value.0)..=i128::from(row.opcodes.value.1)).contains(&opcode)
}
