//! Sizes that nothing holds: those that the opcode table leaves open, and those that rows do not fill.

use super::{Seen, Warning};
use crate::diag::Code;
use crate::ir::{Element, Form, Kind, Length, ModuleId, Schema, Size, Step, Struct, StructSize, TextLength};

pub(super) fn find(seen: Seen<'_>, found: &mut Vec<Warning>) {
    commands(seen, found);
    structs(seen, found);
}

/// Commands of which the opcode table says any size.
fn commands(seen: Seen<'_>, found: &mut Vec<Warning>) {
    let Some(table) = &seen.schema.opcode_size else { return };
    for decl in &seen.root.commands {
        let name = decl.request.name.span;
        let Some(size) = &decl.request.size else { continue };
        let command = seen.schema.commands.iter().find(|command| command.span == name);
        let opcode = command.and_then(|command| u8::try_from(command.opcode.as_ref()?.value).ok());
        let Some(asked) = opcode.and_then(|opcode| table.asked(opcode)) else { continue };
        if !matches!(asked.size, Size::Any) {
            continue;
        }
        let group = asked.group.map_or(String::new(), |group| format!(", in group {group}"));
        let message = format!(
            "the opcode table leaves the size of opcode {:#04X} open{group} (rule `{}`): nothing checks these {} bytes",
            asked.opcode,
            asked.rule,
            size.written()
        );
        let warning = Warning::new(Code::OpenSize, size.span(), message, name);
        found.push(warning.label(table.span, "this table").help("compare it with the device's manual"));
    }
}

/// Fixed layouts whose `size` is more than their rows have.
fn structs(seen: Seen<'_>, found: &mut Vec<Warning>) {
    for decl in &seen.root.structs {
        let Some(size) = &decl.size else { continue };
        let of = seen.schema.structs.iter().find(|of| of.span == decl.name.span);
        let Some(of) = of.filter(|of| of.module == ModuleId(0) && of.form == Form::Struct) else { continue };
        let (Some(StructSize::Fixed(bytes)), Some(end)) = (&of.size, end(seen.schema, of)) else { continue };
        if of.fixed.is_none() || end >= *bytes {
            continue;
        }
        let (first, last) = (end, bytes - 1);
        let place = if first == last { format!("{first}") } else { format!("{first}..{last}") };
        let message = format!(
            "`{}` has {bytes} bytes, and its rows end after {end}: {} unnamed at its end",
            of.name.printed,
            if first == last { format!("byte {first} is") } else { format!("bytes {first} to {last} are") },
        );
        let warning = Warning::new(Code::Unfilled, size.span(), message, decl.name.span);
        found.push(
            warning.help(&format!("say `{{ at = \"{place}\", reserved = true }}` where they are reserved")),
        );
    }
}

/// Where the last row ends, where every row has a constant place.
fn end(schema: &Schema, of: &Struct) -> Option<u64> {
    let mut end = 0;
    for step in &of.steps {
        let Step::Block(block) = step else { return None };
        let crate::ir::At::Byte(at) = block.at else { return None };
        for (row, offset) in block.rows.clone().zip(&block.offsets) {
            let kind = &of.rows.get(row as usize)?.kind;
            end = end.max(at.checked_add(*offset)?.checked_add(bytes(schema, kind)?)?);
        }
    }
    Some(end)
}

/// The bytes of a row of constant length.
fn bytes(schema: &Schema, kind: &Kind) -> Option<u64> {
    let fixed = |id: crate::ir::StructId| schema.structs.get(id.index())?.fixed;
    match kind {
        Kind::Bits(bits) => Some(u64::from(bits.bytes)),
        Kind::Bytes(Length::Fixed(n))
        | Kind::Reserved(Length::Fixed(n))
        | Kind::Text { length: TextLength::Bytes(Length::Fixed(n)), .. } => Some(*n),
        Kind::Array { element: Element::Scalar { bytes, .. }, count } => {
            u64::from(*bytes).checked_mul(*count)
        }
        Kind::Array { element: Element::Struct { body, .. }, count } => fixed(*body)?.checked_mul(*count),
        Kind::Nested { body, .. } => fixed(*body),
        _ => None,
    }
}
