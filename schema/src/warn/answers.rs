//! Closed enums in what a device says: one value that the schema does not know, and the whole answer is refused.

use std::collections::HashSet;

use super::{Seen, Warning};
use crate::diag::Code;
use crate::ir::{Answer, DataType, Element, Kind, ModuleId, Row, Scalar, StructId};

pub(super) fn find(seen: Seen<'_>, found: &mut Vec<Warning>) {
    let mut visited = HashSet::new();
    let mut open: Vec<StructId> = answers(seen).collect();
    while let Some(id) = open.pop() {
        let Some(of) = seen.schema.structs.get(id.index()).filter(|_| visited.insert(id)) else { continue };
        for row in &of.rows {
            match &row.kind {
                Kind::Bits(bits) => closed(seen, row, bits.ty, found),
                Kind::Nested { body, .. } => open.push(*body),
                Kind::List { element, .. } | Kind::Array { element, .. } => match element {
                    Element::Scalar { ty, .. } => closed(seen, row, *ty, found),
                    Element::Struct { body, .. } => open.push(*body),
                },
                _ => {}
            }
        }
        open.extend(of.union.iter().flat_map(|union| &union.cases).map(|case| case.body));
    }
}

/// What devices send: data that comes in, answers and events.
fn answers(seen: Seen<'_>) -> impl Iterator<Item = StructId> {
    let commands = seen.schema.commands.iter().filter(|command| command.in_root);
    let of_commands = commands.flat_map(|command| {
        let data = command.input.as_ref().and_then(|data| match &data.ty {
            DataType::Struct(id, _) => Some(*id),
            DataType::Bytes => None,
        });
        let answer = command.answer.as_ref().map(|answer| match answer {
            Answer::Parameters(id) | Answer::Frame { body: id, .. } => *id,
        });
        data.into_iter().chain(answer)
    });
    of_commands.chain(seen.schema.events.iter().filter(|event| event.in_root).map(|event| event.layout))
}

fn closed(seen: Seen<'_>, row: &Row, ty: Scalar, found: &mut Vec<Warning>) {
    let Scalar::Enum(id) = ty else { return };
    let Some(of) = seen.schema.enums.get(id.index()).filter(|of| of.closed) else { return };
    if row.span.file != seen.root.id && of.module != ModuleId(0) {
        return;
    }
    let row = seen.index.definition(row.span);
    let whole = row.map_or(of.span, |row| row.whole);
    let inside = |span: crate::source::Span| {
        span.file == whole.file && whole.start <= span.start && span.end <= whole.end
    };
    let uses = seen.index.uses();
    let from = uses.partition_point(|used| used.span < whole);
    let within = uses.get(from..).unwrap_or_default().iter().take_while(|used| inside(used.span));
    let place = within.into_iter().find(|used| used.definition == of.span).map_or(whole, |used| used.span);
    if place.file != seen.root.id {
        return;
    }
    let name = &of.name.printed;
    let message = format!(
        "enum `{name}` is closed and stands in a device's answer: an answer with a value that is none of its {} is refused as a whole",
        of.values.len()
    );
    let owner = row.and_then(|row| row.owner).unwrap_or(of.span);
    let mut warning = Warning::new(Code::ClosedAnswer, place, message, owner)
        .label(of.span, "closed here")
        .help("leave `closed` out, so that an unknown value is a value");
    warning.owners.push(of.span);
    found.push(warning);
}
