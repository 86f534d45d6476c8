//! Commands: the request's layout, the opcode table, the data phase.

use std::cell::RefCell;
use std::time::Duration;

use super::draft::Draft;
use super::scope::{RowScope, docs};
use super::source::Source;
use super::types::Type;
use super::{Lowering, opcode_size};
use crate::check::alike::{self, Looks};
use crate::diag::{Code, Diagnostic, Sink};
use crate::expr::Use;
use crate::ir::{
    At, Block, Carrier, Command, CommandId, Constant, Data, DataType, Enum, Enumerator, Expr, Form, IntType,
    Interval, Kind, ModuleId, Node, OpcodeSize, Role, RowId, Size, Step, StructId,
};
use crate::source::Span;
use crate::syntax::{CommandDecl, DataDecl, ExprText, OpcodeSizeDecl};

/// How long a command of the carrier `scsi` may take that does not say it.
const TIMEOUT: Duration = Duration::from_secs(10);
/// Bytes that a CDB can have.
const CDB: (i128, i128) = (6, 260);

/// What the opcode table says of one opcode.
struct Ruled {
    size: Size,
    /// "group 0" or "0x00..0x1F".
    who: String,
    span: Span,
}

impl<'a> Lowering<'a> {
    /// All commands, and the opcode table in force for the root.
    pub(super) fn commands(&mut self, sink: &mut Sink) -> (Vec<Command>, Option<OpcodeSize>) {
        let sources = self.sources.clone();
        let files = self.files;
        let tables: Vec<Option<OpcodeSize>> = files
            .iter()
            .map(|loaded| {
                loaded.file.opcode_size.as_ref().and_then(|decl| opcode_size::opcode_size(decl, sink))
            })
            .collect();
        let mut commands = Vec::new();
        let mut looks = Vec::new();
        for (index, source) in sources.iter().enumerate() {
            let (Form::Request(id), Some(decl)) = (source.form, source.command) else { continue };
            let file = if self.names.is_in_root(id) { 0 } else { source.file };
            let table = self.table_of(file);
            // One that was refused says nothing about sizes.
            let table = table.map(|file| tables.get(file).and_then(Option::as_ref).and(self.table(file)));
            let request = StructId(index as u32);
            let (command, look) = self.command(request, id, source, decl, table, sink);
            commands.extend(command);
            if self.names.is_in_root(id) {
                looks.extend(look);
            }
        }
        alike::check(&looks, sink);
        let in_force = self.table_of(0).and_then(|file| tables.into_iter().nth(file).flatten());
        (commands, in_force)
    }

    /// The file whose opcode table is in force in `file`: its own or the nearest imported one.
    fn table_of(&self, file: usize) -> Option<usize> {
        self.names.reach(file).iter().copied().find(|file| self.table(*file).is_some())
    }

    fn table(&self, file: usize) -> Option<&'a OpcodeSizeDecl> {
        self.files.get(file)?.file.opcode_size.as_ref()
    }

    /// One command. `table`: the table in force, where it was not refused.
    #[allow(clippy::option_option, reason = "refused, absent and there are three things")]
    fn command(
        &mut self,
        request: StructId,
        id: CommandId,
        source: &Source<'_>,
        decl: &CommandDecl,
        table: Option<Option<&OpcodeSizeDecl>>,
        sink: &mut Sink,
    ) -> (Option<Command>, Option<Looks>) {
        let ruled = table.map(|table| table.and_then(|table| ruled(table, decl.opcode.value.value)));
        let range = table.flatten().map(|table| table.range.value);
        self.carrier(source, decl, sink);
        let opcode = decl.opcode.value.value;
        self.layout_of(request, sink);
        let Some(mut draft) = self.drafts.get_mut(request.index()).and_then(Option::take) else {
            return (None, None);
        };
        self.fixed_only(source, &mut draft, sink);
        Self::own_opcode(source, decl, &mut draft, sink);
        let size = self.cdb_size(request, source, decl, &mut draft, ruled, range, sink);
        if let Some(size) = size {
            whole_cdb(&mut draft, size);
        }
        let look = (!draft.broken).then(|| looks(source, &draft));
        let data = decl.data.as_ref().map(|data| self.data(request, source, data, &mut draft, sink));
        let consts = (0..draft.rows.len() as u32).map(RowId);
        let consts = consts
            .filter(|row| draft.rows.get(row.index()).is_some_and(|row| tells_apart(&row.role, &row.kind)))
            .collect();
        if let Some(slot) = self.drafts.get_mut(request.index()) {
            *slot = Some(draft);
        }
        let Some(data) = data.map_or(Some(None), |data| data.map(Some)) else { return (None, look) };
        let into_host = decl.data.as_ref().is_some_and(|data| data.into_host);
        let (out, input) = if into_host { (None, data) } else { (data, None) };
        let command = Command {
            name: source.name.clone(),
            module: source.module(),
            in_root: self.names.is_in_root(id),
            docs: docs(source.docs),
            carrier: Carrier::Scsi,
            opcode: opcode as u64,
            opcode_written: decl.opcode.value.written.clone(),
            request,
            consts,
            timeout: decl.timeout.as_ref().map_or(TIMEOUT, |timeout| timeout.value),
            out,
            input,
            answer: None,
            via: Vec::new(),
            span: source.span,
        };
        (Some(command), look)
    }

    /// Asks for a carrier, once a file.
    fn carrier(&self, source: &Source<'_>, decl: &CommandDecl, sink: &mut Sink) {
        let Some(file) = self.files.get(source.file).map(|loaded| &loaded.file) else { return };
        let is_first = file.commands.first().is_some_and(|first| first.opcode.span == decl.opcode.span);
        if file.protocol.carrier.is_none() && is_first {
            let error = Diagnostic::error(Code::NoCarrier, source.span, "commands need a carrier");
            sink.push(error.help("say `carrier = \"scsi\"` in `[protocol]`"));
        }
    }

    /// Refuses what is no fixed layout.
    fn fixed_only(&self, source: &Source<'_>, draft: &mut Draft, sink: &mut Sink) {
        for ((row, side), written) in draft.rows.iter().zip(&draft.sides).zip(&source.rows) {
            if side.broken {
                continue;
            }
            let constant = self.stands_in_block(&row.kind) && !matches!(row.kind, Kind::Text { .. });
            let (span, what) = match (&written.when, &written.value) {
                (Some(when), _) => (when.span(), "none of its rows may be absent"),
                (None, _) if !constant => {
                    let span = written.ty.as_ref().map_or(written.span, |ty| ty.span);
                    (span, "every row has a constant length and no text")
                }
                (None, Some(value)) if !self.surely_encodes(row) => {
                    let rule = "a computed value of a CDB must fit its row whatever the other fields hold";
                    let message = self.misfit(row).map_or(rule.to_owned(), |why| format!("{rule}: {why}"));
                    let error = Diagnostic::error(Code::MayNotFit, value.span(), message);
                    sink.push(error.help("`min`, `wrap` or `& 0xFF` keeps it in range"));
                    continue;
                }
                _ => continue,
            };
            let message = format!("a CDB is a fixed layout: {what}");
            sink.push(Diagnostic::error(Code::CommandLayout, span, message));
        }
        draft.broken |= draft.fixed.is_none();
    }

    /// The row at byte 0, where the author wrote it.
    fn own_opcode(source: &Source<'_>, decl: &CommandDecl, draft: &mut Draft, sink: &mut Sink) {
        let (Some(row), Some(written)) = (draft.rows.first(), source.rows.first()) else { return };
        let Role::Const(Constant::Int(value)) = row.role else { return };
        if value != decl.opcode.value.value {
            let span = written.const_.as_ref().map_or(row.span, |literal| literal.span);
            let message = format!("byte 0 is the opcode, {}, not {value}", decl.opcode.value.written);
            let error = Diagnostic::error(Code::ConstantType, span, message);
            sink.push(error.label(decl.opcode.span, "the opcode"));
            draft.broken = true;
        }
    }

    /// How many bytes the CDB has.
    #[allow(
        clippy::option_option,
        clippy::too_many_arguments,
        reason = "as above; all of them are borrowed apart"
    )]
    fn cdb_size(
        &self,
        request: StructId,
        source: &Source<'_>,
        decl: &CommandDecl,
        draft: &mut Draft,
        ruled: Option<Option<Ruled>>,
        range: Option<(u8, u16)>,
        sink: &mut Sink,
    ) -> Option<u64> {
        let opcode = &decl.opcode.value.written;
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
            (None | Some(Some(Ruled { size: Size::Any, .. })), Some((n, _))) => n,
            (Some(Some(Ruled { size: Size::Exact(n), who, span })), said) => {
                let n = i128::from(n);
                let has = said.map_or(end, |(said, _)| said);
                if has > n || said.is_some_and(|(said, _)| said != n) {
                    let message = format!(
                        "opcode {opcode} is in {who}, whose commands have {n} bytes; this one has {has}"
                    );
                    let place = said.map_or(decl.opcode.span, |(_, span)| span);
                    let error = Diagnostic::error(Code::CommandSize, place, message);
                    sink.push(error.label(span, "by this row"));
                    return None;
                }
                return Some(n as u64);
            }
            (Some(Some(Ruled { who, span, .. })), None) => {
                let message =
                    format!("opcode {opcode} is in {who}, whose commands have any size: it needs `size`");
                let error = Diagnostic::error(Code::NoCommandSize, decl.opcode.span, message);
                sink.push(error.label(span, "by this row"));
                return None;
            }
            (None, None) => {
                let message = "without an opcode table a command needs `size`";
                let error = Diagnostic::error(Code::NoCommandSize, decl.opcode.span, message);
                sink.push(error.help("say `size`, or import a file with `[opcode_size]`"));
                return None;
            }
        };
        if let Some(side) = draft.sides.iter().find(|side| !side.loose && side.end().min > size) {
            let message = format!(
                "it ends with byte {}, but the CDB has {size} bytes, the first one byte 0",
                side.end().min - 1
            );
            let error = Diagnostic::error(Code::PastEnd, side.at_span, message);
            sink.push(match said {
                Some((_, span)) => error.label(span, "the size"),
                None => error,
            });
            draft.broken = true;
            return None;
        }
        Some(size as u64)
    }

    /// The data phase.
    fn data(
        &mut self,
        request: StructId,
        source: &Source<'_>,
        data: &DataDecl,
        draft: &mut Draft,
        sink: &mut Sink,
    ) -> Option<Data> {
        let ty = match self.ty(source.file, &data.ty, sink) {
            Some(Type::Bytes) => Some(DataType::Bytes),
            Some(Type::Struct(id, args, span)) => {
                let params = RefCell::new(std::mem::take(&mut draft.params));
                let scope = RowScope {
                    low: self,
                    id: request,
                    draft,
                    params: &params,
                    this: None,
                    limit: draft.rows.len(),
                    known: Vec::new(),
                    tolerant: false,
                    present: false,
                };
                let args = self.call(&scope, id, &args, span, sink);
                draft.params = params.into_inner();
                args.map(|args| DataType::Struct(id, args))
            }
            Some(_) => {
                let message = "a data phase moves `bytes`, a struct or a union";
                sink.push(Diagnostic::error(Code::DataType, data.ty.span, message));
                None
            }
            None => None,
        };
        let limit = draft.rows.len();
        let mut compile = |text: &Option<ExprText>, use_| -> Option<Option<Expr>> {
            let Some(text) = text else { return Some(None) };
            self.compile_in(text, request, draft, None, limit, use_, sink).map(Some)
        };
        let size = compile(&data.size, Use::DataSize);
        let max = compile(&data.max, Use::DataSize);
        let when = compile(&data.when, Use::DataWhen);
        Some(Data { ty: ty?, of_out: false, size: size?, max: max?, when: when? })
    }

    /// The enum of the root's opcodes.
    pub(super) fn opcodes(&self) -> Option<Enum> {
        let (name, _) = self.names.opcode()?;
        let mut values: Vec<Enumerator> = Vec::new();
        for source in self.sources.iter() {
            let (Form::Request(id), Some(decl)) = (source.form, source.command) else { continue };
            let value = decl.opcode.value.value;
            let known = values.iter().any(|known| known.value == value);
            if known || !self.names.is_in_root(id) || !(0..=255).contains(&value) {
                continue;
            }
            values.push(Enumerator {
                name: source.name.clone(),
                value,
                written: decl.opcode.value.written.clone(),
                docs: docs(source.docs),
            });
        }
        Some(Enum {
            name: name.clone(),
            module: ModuleId(0),
            docs: crate::ir::Docs {
                text: Some("Operation codes of the protocol's commands.".to_owned()),
                ..Default::default()
            },
            repr: IntType { signed: false, bits: 8 },
            closed: false,
            values,
            span: self.files.first()?.file.protocol.span,
        })
    }
}

/// What the table says of an opcode.
fn ruled(table: &OpcodeSizeDecl, opcode: i128) -> Option<Ruled> {
    for exception in &table.exceptions {
        if let Some(found) = exception.opcodes.iter().find(|known| i128::from(known.value) == opcode) {
            let who = "the exceptions".to_owned();
            return Some(Ruled { size: exception.size.value, who, span: found.span });
        }
    }
    let row =
        table.rows.value.iter().find(|row| {
            (i128::from(row.opcodes.value.0)..=i128::from(row.opcodes.value.1)).contains(&opcode)
        })?;
    let who = match &row.group {
        Some(group) => format!("group {}", group.value),
        None => format!("0x{:02X}..0x{:02X}", row.opcodes.value.0, row.opcodes.value.1),
    };
    Some(Ruled { size: row.size.value, who, span: row.opcodes.span })
}

/// Makes the one block as long as the CDB.
fn whole_cdb(draft: &mut Draft, size: u64) {
    if let Some(Step::Block(Block { at: At::Byte(0), len, .. })) = draft.steps.first_mut() {
        *len = size;
    }
    draft.head = size;
    draft.fixed = draft.fixed.map(|_| size);
    draft.extent = Some(Interval::new(size.into(), size.into()));
}

/// Whether a row is a constant that a request can be known by.
fn tells_apart(role: &Role, kind: &Kind) -> bool {
    matches!(
        (role, kind),
        (Role::Const(Constant::Int(_)), Kind::Bits(_)) | (Role::Const(Constant::Bytes(_)), Kind::Bytes(_))
    )
}

/// The constant bits of a request.
fn looks(source: &Source<'_>, draft: &Draft) -> Looks {
    let mut all = Vec::new();
    for (row, side) in draft.rows.iter().zip(&draft.sides) {
        if let (Role::Const(Constant::Bytes(octets)), Some(start)) = (&row.role, side.byte) {
            all.extend((start..).zip(octets).map(|(byte, octet)| (byte, 0xFF, *octet)));
            continue;
        }
        let (Role::Const(Constant::Int(value)), Kind::Bits(bits)) = (&row.role, &row.kind) else { continue };
        let word = (*value as u128 & (u128::MAX >> (128 - u32::from(bits.width)))) << bits.shift;
        let Some(start) = side.byte else { continue };
        for (byte, mask) in &side.masks {
            let index = (byte - start) as u32;
            let shift = 8 * if bits.little_endian { index } else { u32::from(bits.bytes) - 1 - index };
            all.push((*byte, *mask, (word >> shift) as u8 & mask));
        }
    }
    Looks { name: source.name.clone(), span: source.span, bits: all }
}
