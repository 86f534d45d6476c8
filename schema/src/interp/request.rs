//! Which command a request is, and what an answer's first bytes announce.

use super::bits;
use super::decode::{Extent, Input, structure};
use super::failure::Place as At;
use super::{Failure, Places, Reason};
use crate::ir::{
    self, Carrier, Command, Constant, Kind, MAX_LEN, Role, RowId, Schema, Step, Struct, StructId, StructSize,
};
use crate::value::{ErrorKind, Record};

/// The request's command and its fields.
pub(super) fn request(schema: &Schema, context: &[i128], bytes: &[u8]) -> Result<(Record, Places), Failure> {
    let place = |offset| At { container: "Request", field: "", offset };
    let carrier = schema.modules.first().and_then(|root| root.carrier).unwrap_or(Carrier::Scsi);
    let opcode = opcode(carrier, bytes).map_err(|needed| short(place(bytes.len()), needed, bytes))?;
    let is =
        |command: &&Command| command.in_root && command.opcode.as_ref().is_none_or(|its| its.value == opcode);
    let mut commands = schema.commands.iter().filter(is);
    let Some(command) =
        commands.find(|command| fits(schema, command, bytes) && exists(schema, command, context))
    else {
        let failure = place(0).other(ErrorKind::Unknown, 0, i128::from(opcode));
        return Err(if carrier == Carrier::Frame { failure.of_unknown_frame() } else { failure });
    };
    let params = defaults(schema, command.request);
    let input = Input { slice: bytes, base: 0, extent: Extent::Cut, left: u32::MAX };
    structure(schema, command.request, params, input).map(|found| (found.record, found.places))
}

/// The event and its fields.
pub(super) fn event(schema: &Schema, bytes: &[u8]) -> Result<(Record, Places), Failure> {
    let place = |offset| At { container: "Event", field: "", offset };
    let code = opcode(Carrier::Ptp, bytes).map_err(|needed| short(place(bytes.len()), needed, bytes))?;
    let Some(event) = schema.events.iter().find(|event| event.in_root && event.code == code) else {
        return Err(place(0).other(ErrorKind::Unknown, 0, i128::from(code)));
    };
    let input = Input { slice: bytes, base: 0, extent: Extent::Cut, left: u32::MAX };
    structure(schema, event.layout, Vec::new(), input).map(|found| (found.record, found.places))
}

/// The opcode of a request, or how many bytes it takes to know it.
fn opcode(carrier: Carrier, bytes: &[u8]) -> Result<u64, usize> {
    let number = match (carrier, bytes) {
        (Carrier::Scsi, [opcode, ..]) | (Carrier::UsbControl, [_, opcode, ..]) => u32::from(*opcode),
        (Carrier::Ptp, [low, high, ..]) => u32::from(u16::from_le_bytes([*low, *high])),
        (Carrier::Ioctl, [a, b, c, d, ..]) => u32::from_le_bytes([*a, *b, *c, *d]),
        // Told apart by constant fields alone.
        (Carrier::Frame, _) => 0,
        (Carrier::Scsi, _) => return Err(1),
        (Carrier::UsbControl | Carrier::Ptp, _) => return Err(2),
        (Carrier::Ioctl, _) => return Err(4),
    };
    Ok(u64::from(number))
}

fn short(place: At<'_>, needed: usize, bytes: &[u8]) -> Failure {
    place.size(Reason::Short, needed as i128, bytes.len() as i128)
}

/// What a command's args are where nobody says.
fn defaults(schema: &Schema, of: StructId) -> Vec<i128> {
    let params = schema.structs.get(of.index()).map_or(&[][..], |layout| layout.params.as_slice());
    params.iter().map(|param| param.default.unwrap_or(0)).collect()
}

/// Whether a command exists in a context. What nobody says has its default, or is 0.
fn exists(schema: &Schema, command: &Command, context: &[i128]) -> bool {
    let Some(only) = &command.only else { return true };
    let value = |index: usize| {
        let default = || schema.context.get(index).and_then(|param| param.default).unwrap_or(0);
        Some(context.get(index).copied().unwrap_or_else(default))
    };
    super::fold(only, &|_| None, &value) == Some(1)
}

/// Whether the constants of a command have their values, as far as the bytes reach.
fn fits(schema: &Schema, command: &Command, bytes: &[u8]) -> bool {
    let Some(layout) = schema.structs.get(command.request.index()) else { return false };
    command.consts.iter().all(|row| constant_fits(schema, layout, *row, bytes))
}

fn constant_fits(schema: &Schema, layout: &Struct, id: RowId, bytes: &[u8]) -> bool {
    let Some(start) = fixed_place(layout, id) else { return true };
    let Some(row) = layout.rows.get(id.index()) else { return true };
    let Some(there) = bytes.get(start..) else { return true };
    if let (Role::Const(Constant::Int(right)), Kind::Bits(word)) = (&row.role, &row.kind) {
        let word_is_there = there.get(..usize::from(word.bytes));
        return word_is_there.is_none_or(|there| bits::load(schema, word, there) == *right);
    }
    let Some(right) = row.constant_octets() else { return true };
    there.get(..right.len()).is_none_or(|there| there == right)
}

/// Where a row of a block at a constant place starts.
fn fixed_place(layout: &Struct, id: RowId) -> Option<usize> {
    layout.steps.iter().find_map(|step| match step {
        Step::Block(block) if block.rows.contains(&id.0) => {
            let ir::At::Byte(start) = block.at else { return None };
            let offset = block.offsets.get((id.0 - block.rows.start) as usize)?;
            Some((start + offset) as usize)
        }
        _ => None,
    })
}

/// Where the `Length` row stands and what it holds.
pub(super) fn length_row(schema: &Schema, layout: &Struct, id: RowId, bytes: &[u8]) -> Option<(usize, i128)> {
    let start = fixed_place(layout, id)?;
    let Kind::Bits(word) = &layout.rows.get(id.index())?.kind else { return None };
    let there = bytes.get(start..start + usize::from(word.bytes))?;
    Some((start, bits::load(schema, word, there)))
}

/// The length that the first bytes of a struct with `size` promise.
pub(super) fn announced(schema: &Schema, of: StructId, prefix: &[u8]) -> Option<u64> {
    let layout = schema.structs.get(of.index())?;
    let size = match layout.size.as_ref()? {
        StructSize::Fixed(size) => i128::from(*size),
        StructSize::Linear { row, scale, offset } => {
            let (_, value) = length_row(schema, layout, *row, prefix)?;
            value.saturating_mul(*scale).saturating_add(*offset)
        }
    };
    (0..=MAX_LEN).contains(&size).then(|| (size as u64).next_multiple_of(layout.align.max(1)))
}
