//! Opcodes and event codes, by name or number.

use opcodec_schema::ir::{CommandId, Schema};
use opcodec_schema::name::Name;
use serde_json::json;

use super::line;
use crate::answer::Answer;
use crate::columns::Columns;

/// A command or an event of the protocol.
pub(super) struct Numbered<'a> {
    /// `Opcode` or `Event`.
    pub(super) table: &'static str,
    /// Its own name.
    pub(super) name: &'a Name,
    /// Other names of it.
    others: Vec<&'a Name>,
    /// Its opcode or code.
    pub(super) number: u64,
    /// Hex digits of it.
    digits: usize,
    /// `doc`.
    text: Option<&'a str>,
}

impl Numbered<'_> {
    /// All names that it has.
    pub(super) fn names(&self) -> impl Iterator<Item = &Name> {
        std::iter::once(self.name).chain(self.others.iter().copied())
    }

    /// `Opcode.READ_10`.
    pub(super) fn full_name(&self) -> String {
        format!("{}.{}", self.table, self.name.printed)
    }
}

/// The commands and events of the root protocol; of one table, where it is said.
pub(super) fn numbered<'a>(schema: &'a Schema, table: Option<&str>) -> Vec<Numbered<'a>> {
    let others = |id: usize| {
        let of = CommandId(id as u32);
        schema.aliases.iter().filter(|alias| alias.of == of).map(|alias| &alias.name).collect()
    };
    let digits = schema.enums.iter().find(|it| it.name.printed == "Opcode").map_or(2, |it| it.repr.bits / 4);
    let commands = schema.commands.iter().enumerate().filter(|(_, command)| command.in_root);
    // A frame's command has no number.
    let commands = commands.filter_map(|(id, command)| {
        Some(Numbered {
            table: "Opcode",
            name: &command.name,
            others: others(id),
            number: command.opcode.as_ref()?.value,
            digits: digits.into(),
            text: command.docs.text.as_deref(),
        })
    });
    let events = schema.events.iter().filter(|event| event.in_root).map(|event| Numbered {
        table: "Event",
        name: &event.name,
        others: Vec::new(),
        number: event.code,
        digits: 4,
        text: event.docs.text.as_deref(),
    });
    commands.chain(events).filter(|it| table.is_none_or(|table| it.table == table)).collect()
}

/// What is known of one.
pub(super) fn answer(found: &Numbered<'_>) -> Answer {
    let kind = if found.table == "Event" { "event" } else { "command" };
    let number = format!("0x{:0width$X}", found.number, width = found.digits);
    let others: Vec<&str> = found.others.iter().map(|name| name.printed.as_str()).collect();
    let mut lines = Columns::default();
    line(&mut lines, "name", Some(&found.name.printed));
    line(&mut lines, "number", Some(&number));
    line(&mut lines, "kind", Some(kind));
    line(&mut lines, "text", found.text);
    line(&mut lines, "table", Some(found.table));
    if !others.is_empty() {
        line(&mut lines, "aliases", Some(&others.join(", ")));
    }
    let json = json!({
        "name": found.name.printed,
        "number": number,
        "kind": kind,
        "text": found.text,
        "advice": null,
        "retry": null,
        "table": found.table,
        "aliases": others,
    });
    Answer::done(lines.render(), json)
}
