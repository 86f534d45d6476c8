//! Commands: the request's layout, what its carrier asks, the data phases.

mod data;
mod frame;
mod looks;
mod opcodes;
mod said;
mod scsi;
mod setup;

use std::time::Duration;

use super::context::Context;
use super::draft::Draft;
use super::requests::Fixed;
use super::scope::docs;
use super::source::Source;
use super::{Lowering, opcode_size};
use crate::check::alike::{self, Looks};
use crate::diag::{Code, Diagnostic, Sink};
use crate::ir::{
    Alias, At, Block, Carrier, Command, CommandId, DataType, Form, Interval, Kind, ModuleId, Opcode,
    OpcodeSize, RowId, Step, StructId,
};
use crate::resolve::{self, Item};
use crate::source::Span;
use crate::syntax::{CommandDecl, ExprText, OpcodeSizeDecl};

/// How long a command may take that does not say it.
const fn timeout(carrier: Carrier) -> Duration {
    Duration::from_secs(match carrier {
        Carrier::Scsi | Carrier::Ioctl | Carrier::Frame => 10,
        Carrier::UsbControl => 5,
        Carrier::Ptp => 20,
    })
}

impl Lowering<'_> {
    /// All commands, and the opcode table in force for the root. `alike`: all of the root's are of one carrier.
    pub(super) fn commands(
        &mut self,
        alike: bool,
        contexts: &[Context],
        sink: &mut Sink,
    ) -> (Vec<Command>, Option<OpcodeSize>) {
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
            let Form::Request(id) = source.form else { continue };
            let (Some(decl), Some(fixed)) = (source.command, &source.request) else { continue };
            let file = if self.names.is_in_root(id) { 0 } else { source.file };
            let table = self.table_of(file);
            // One that was refused says nothing about sizes.
            let table = table.map(|file| tables.get(file).and_then(Option::as_ref).zip(self.table(file)));
            let request = StructId(index as u32);
            let (command, look) = self.command(request, id, source, decl, fixed, table, sink);
            let only = decl.only.as_ref().map(|only| self.only(source.file, only, contexts, sink));
            // Of one that was refused nobody knows whom it excludes.
            let look = look.filter(|_| !matches!(only, Some(None)));
            let only = only.flatten().filter(|_| self.names.is_in_root(id));
            let seen = only.clone().zip(decl.only.as_ref().map(ExprText::span));
            let look = look.map(|look| Looks { only: seen, ..look });
            commands.extend(command.map(|command| Command { only, ..command }));
            if self.names.is_in_root(id) && alike {
                looks.extend(look);
            }
        }
        alike::check(&looks, self.names.carrier(0).unwrap_or(Carrier::Scsi), sink);
        let in_force = self.table_of(0).filter(|_| self.names.carrier(0).is_none_or(is_scsi));
        let in_force = in_force.and_then(|file| tables.into_iter().nth(file).flatten());
        (commands, in_force)
    }

    /// Other names of commands. Those that were refused have their errors.
    pub(super) fn aliases(&self) -> Vec<Alias> {
        let mut aliases = Vec::new();
        for (index, loaded) in self.files.iter().enumerate() {
            for decl in &loaded.file.aliases {
                let Some(of) = self.names.command(Item::Alias(aliases.len() as u32)) else { continue };
                aliases.push(Alias {
                    name: resolve::name(&decl.name, decl.rename.as_ref()),
                    module: ModuleId(index as u32),
                    docs: docs(&decl.docs),
                    of,
                    span: decl.name.span,
                });
            }
        }
        aliases
    }

    /// One command. `table`: the table in force, where it was not refused.
    #[allow(
        clippy::option_option,
        clippy::too_many_arguments,
        reason = "refused, absent and there are three things; all of them are borrowed apart"
    )]
    fn command(
        &mut self,
        request: StructId,
        id: CommandId,
        source: &Source<'_>,
        decl: &CommandDecl,
        fixed: &Fixed,
        table: Option<Option<(&OpcodeSize, &OpcodeSizeDecl)>>,
        sink: &mut Sink,
    ) -> (Option<Command>, Option<Looks>) {
        self.carrier(source, decl, sink);
        self.layout_of(request, sink);
        let Some(mut draft) = self.drafts.get_mut(request.index()).and_then(Option::take) else {
            return (None, None);
        };
        if fixed.carrier != Carrier::Frame && (source.parameters.is_none() || !source.broken) {
            self.fixed_only(source, fixed.carrier, &mut draft, sink);
        }
        match (fixed.carrier, fixed.opcode.as_ref().filter(|_| decl.opcode.is_some())) {
            (Carrier::Scsi, Some(opcode)) => {
                let ruled = table.map(|table| table.and_then(|table| scsi::ruled(table, opcode.value.value)));
                let range = table.flatten().map(|(table, _)| table.range);
                Self::own_opcode(source, opcode, &mut draft, sink);
                if let Some(size) = self.cdb_size(request, source, opcode, &mut draft, ruled, range, sink) {
                    whole(&mut draft, size);
                }
            }
            (Carrier::UsbControl, _) => {
                if Self::inside(&mut draft, 8, "the SETUP packet", None, sink) {
                    whole(&mut draft, 8);
                }
            }
            (Carrier::Frame, _) => Self::short_enough(source, &mut draft, sink),
            (Carrier::Scsi | Carrier::Ptp | Carrier::Ioctl, _) => {}
        }
        let look = (!draft.broken).then(|| looks::looks(source, &draft));
        let directions = self.directions(request, source, decl, &mut draft, sink);
        if let (Some(row), Some((out, input))) = (fixed.length_row, &directions) {
            Self::data_length(row, decl, out.as_ref().or(input.as_ref()), &mut draft, sink);
        }
        let answer = self.answer(request, source, decl, &mut draft, sink);
        let consts = constants(&draft, fixed.opcode_row);
        if let Some(slot) = self.drafts.get_mut(request.index()) {
            *slot = Some(draft);
        }
        let (Some((out, input)), Some(answer)) = (directions, answer) else { return (None, look) };
        let sent = out.as_ref().and_then(|out| match out.ty {
            DataType::Struct(id, _) => Some(id),
            DataType::Bytes => None,
        });
        let via = match fixed.carrier {
            Carrier::Ioctl => self.via(source.file, decl, sent, sink),
            Carrier::Scsi | Carrier::UsbControl | Carrier::Ptp | Carrier::Frame => Some(Vec::new()),
        };
        let Some(via) = via else { return (None, look) };
        let command = Command {
            name: source.name.clone(),
            module: source.module(),
            in_root: self.names.is_in_root(id),
            docs: docs(source.docs),
            carrier: fixed.carrier,
            opcode: fixed.opcode.as_ref().map(|opcode| Opcode {
                value: opcode.value.value as u64,
                written: opcode.value.written.clone(),
            }),
            request,
            consts,
            only: None,
            timeout: decl.timeout.as_ref().map_or(timeout(fixed.carrier), |timeout| timeout.value),
            out,
            input,
            answer,
            via,
            span: source.span,
        };
        (Some(command), look)
    }

    /// Asks for a carrier, once a file.
    fn carrier(&self, source: &Source<'_>, decl: &CommandDecl, sink: &mut Sink) {
        let Some(file) = self.files.get(source.file).map(|loaded| &loaded.file) else { return };
        let is_first =
            file.commands.first().is_some_and(|first| first.request.name.span == decl.request.name.span);
        if file.protocol.carrier.is_none() && is_first {
            let error = Diagnostic::error(Code::NoCarrier, source.span, "commands need a carrier");
            let words = "`scsi`, `usb-control`, `ptp`, `ioctl` or `frame`";
            sink.push(error.help(format!("say in `[protocol]` which `carrier` they have: {words}")));
        }
    }

    /// Refuses what is no fixed layout.
    fn fixed_only(&self, source: &Source<'_>, carrier: Carrier, draft: &mut Draft, sink: &mut Sink) {
        let what_it_is = match carrier {
            Carrier::Scsi => "a CDB",
            Carrier::UsbControl => "a SETUP packet",
            Carrier::Ptp | Carrier::Ioctl | Carrier::Frame => "a request",
        };
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
                    let rule = format!(
                        "a computed value of {what_it_is} must fit its row whatever the other fields hold"
                    );
                    let message = self.misfit(row).map_or(rule.clone(), |why| format!("{rule}: {why}"));
                    let error = Diagnostic::error(Code::MayNotFit, value.span(), message);
                    sink.push(error.help("`min`, `wrap` or `& 0xFF` keeps it in range"));
                    continue;
                }
                _ => continue,
            };
            let message = format!("{what_it_is} is a fixed layout: {what}");
            sink.push(Diagnostic::error(Code::CommandLayout, span, message));
        }
        // Parameters that may be left out make it a variable one.
        draft.broken |= draft.fixed.is_none() && !draft.rows.iter().any(|row| row.optional);
    }

    /// Whether no row ends behind the request's size.
    fn inside(draft: &mut Draft, size: i128, what: &str, said: Option<Span>, sink: &mut Sink) -> bool {
        let Some(side) = draft.sides.iter().find(|side| !side.loose && side.end().min > size) else {
            return true;
        };
        let last = side.end().min - 1;
        let message = format!("it ends with byte {last}, but {what} has {size} bytes, the first one byte 0");
        let error = Diagnostic::error(Code::PastEnd, side.at_span, message);
        sink.push(match said {
            Some(span) => error.label(span, "the size"),
            None => error,
        });
        draft.broken = true;
        false
    }
}

fn is_scsi(carrier: Carrier) -> bool {
    carrier == Carrier::Scsi
}

/// Makes the one block as long as the request.
fn whole(draft: &mut Draft, size: u64) {
    if let Some(Step::Block(Block { at: At::Byte(0), len, .. })) = draft.steps.first_mut() {
        *len = size;
    }
    draft.head = size;
    draft.fixed = draft.fixed.map(|_| size);
    draft.extent = Some(Interval::new(size.into(), size.into()));
}

/// The rows that a request is known by, the opcode first.
fn constants(draft: &Draft, opcode: usize) -> Vec<RowId> {
    let tells = |row: &RowId| {
        let found = draft.rows.get(row.index()).zip(draft.sides.get(row.index()));
        found.is_some_and(|(row, side)| looks::tells_apart(row, side))
    };
    let mut consts: Vec<RowId> = (0..draft.rows.len() as u32).map(RowId).filter(tells).collect();
    consts.sort_by_key(|row| row.index() != opcode);
    consts
}
