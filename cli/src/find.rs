//! From a name on the command line to a layout.

use opcodec_schema::ir::{self, Carrier, Command, CommandId, Form, MapId, Schema, Struct, StructId};
use opcodec_schema::name::nearest;

use crate::answer::Refusal;

/// What a name may say that it is a name of.
const KINDS: [&str; 5] = ["command", "answer", "event", "struct", "union"];

/// The layout that `command.X`, `event.X`, `struct.X`, `union.X`, `answer.X` (of the command `X`; of a frame,
/// the struct or union that answers it) or a bare `X` means. A command's other names are as good as its own.
pub(crate) fn layout(schema: &Schema, written: &str) -> Result<StructId, Refusal> {
    let (kind, name) = match written.split_once('.') {
        Some((kind, name)) => (Some(kind), name),
        None => (None, written),
    };
    if let Some(kind) = kind.filter(|kind| !KINDS.contains(kind)) {
        return Err(Refusal::usage(format!("`{kind}` is no kind of layout in `{written}`"))
            .help("`command.NAME`, `answer.NAME`, `event.NAME`, `struct.NAME` or `union.NAME`"));
    }
    if let Some(answer) = frame_answer(schema, kind, name) {
        return answer;
    }
    let of_kind = |(_, layout): &(StructId, &Struct)| kind.is_none_or(|kind| word(layout.form) == Some(kind));
    let mut found = named(schema).filter(of_kind).filter(|(_, layout)| is(schema, layout, kind, name));
    match (found.next(), found.next()) {
        (Some((id, _)), None) => Ok(id),
        (Some((first, _)), Some((second, _))) => Err(Refusal::usage(format!(
            "`{written}` is `{}` as well as `{}`",
            full_name(schema, first),
            full_name(schema, second)
        ))
        .help("say which")),
        (None, _) => Err(unknown(schema, kind, name, written)),
    }
}

/// What answers the frame that `answer.X` names; refused where nothing does, `None` where it names none.
fn frame_answer(schema: &Schema, kind: Option<&str>, name: &str) -> Option<Result<StructId, Refusal>> {
    let alias = schema.aliases.iter().find(|alias| alias.name.is(name));
    let is = |(at, command): &(usize, &Command)| {
        command.name.is(name) || alias.is_some_and(|alias| alias.of.index() == *at)
    };
    let (_, command) = schema.commands.iter().enumerate().find(is)?;
    if kind != Some("answer") || command.carrier != Carrier::Frame {
        return None;
    }
    Some(match command.answer {
        Some(ir::Answer::Frame { body, .. }) => Ok(body),
        Some(ir::Answer::Parameters(_)) | None => {
            Err(Refusal::usage(format!("`{name}` is a command without an answer")))
        }
    })
}

/// The map that `map.X` or `X` means.
pub(crate) fn map(schema: &Schema, written: &str) -> Result<MapId, Refusal> {
    let name = written.strip_prefix("map.").unwrap_or(written);
    let maps = || schema.maps.iter();
    let found = maps().position(|map| map.name.printed == name);
    if let Some(index) = found.or_else(|| maps().position(|map| map.name.is(name))) {
        return Ok(MapId(index as u32));
    }
    let refusal = Refusal::usage(format!("the schema has no map `{name}`"));
    let command = schema.commands.iter().find(|command| command.name.is(name) && !command.via.is_empty());
    if let Some(command) = command {
        let help = format!("`command.{}` means the maps that its input goes through", command.name.printed);
        return Err(refusal.help(help));
    }
    Err(match nearest(name, maps().map(|map| map.name.printed.as_str())) {
        Some(near) => refusal.help(format!("did you mean `map.{near}`?")),
        None => refusal.help("a name is written as the schema prints it or in snake case"),
    })
}

/// Whether a layout has that name.
fn is(schema: &Schema, layout: &Struct, kind: Option<&str>, name: &str) -> bool {
    let of_command = |id: CommandId| schema.commands.get(id.index()).is_some_and(|it| it.name.is(name));
    let other = |id: CommandId| schema.aliases.iter().any(|alias| alias.of == id && alias.name.is(name));
    layout.name.is(name)
        || match layout.form {
            Form::Request(id) => other(id),
            Form::Answer(id) => kind == Some("answer") && (of_command(id) || other(id)),
            _ => false,
        }
}

/// `command.READ_10`: what the command line calls a layout.
pub(crate) fn full_name(schema: &Schema, id: StructId) -> String {
    let layout = &schema.structs[id.index()];
    let command = match layout.form {
        Form::Answer(command) => schema.commands.get(command.index()),
        _ => None,
    };
    let name = &command.map_or(&layout.name, |command| &command.name).printed;
    match word(layout.form) {
        Some(word) => format!("{word}.{name}"),
        None => name.clone(),
    }
}

fn word(form: Form) -> Option<&'static str> {
    match form {
        Form::Struct => Some("struct"),
        Form::Union => Some("union"),
        Form::Request(_) => Some("command"),
        Form::Answer(_) => Some("answer"),
        Form::Event(_) => Some("event"),
        Form::Case => None,
    }
}

fn named(schema: &Schema) -> impl Iterator<Item = (StructId, &Struct)> {
    let all = schema.structs.iter().enumerate().map(|(i, layout)| (StructId(i as u32), layout));
    all.filter(|(_, layout)| word(layout.form).is_some())
}

fn unknown(schema: &Schema, kind: Option<&str>, name: &str, written: &str) -> Refusal {
    let refusal = Refusal::usage(format!("the schema has no `{written}`"));
    let names: Vec<(StructId, [String; 2])> =
        named(schema).map(|(id, layout)| (id, [layout.name.printed.clone(), layout.name.snake()])).collect();
    let same = names.iter().find(|(_, names)| kind.is_some() && names.iter().any(|it| it == name));
    let near = same.or_else(|| {
        let near = nearest(name, names.iter().flat_map(|(_, names)| names.iter().map(String::as_str)))?;
        names.iter().find(|(_, names)| names.iter().any(|it| it == near))
    });
    match near {
        Some((id, _)) => refusal.help(format!("did you mean `{}`?", full_name(schema, *id))),
        None => refusal.help("a name is written as the schema prints it or in snake case"),
    }
}
