//! `opcodec map`.

use opcodec_schema::interp;
use opcodec_schema::ir::{Command, DataType, Form, Schema};
use opcodec_schema::notation;
use opcodec_schema::value::{Record, hex, unhex};
use serde_json::json;

use super::decode::refused;
use crate::answer::{Answer, Refusal};
use crate::args::Map;
use crate::schema::Opened;
use crate::{assignment, find, message, schema};

/// Maps a structure that the command line describes.
pub(crate) fn map(args: &Map) -> Result<Answer, Refusal> {
    let mut opened = schema::open(&args.file)?;
    if args.name.starts_with("command.") {
        return through_command(&mut opened, args);
    }
    let map = find::map(&opened.schema, &args.name)?;
    let from = opened.schema.maps[map.index()].from;
    let values = assignment::map_args(&mut opened, map, &args.args)?;
    let source = assignment::record(&mut opened, from, &[], &args.fields)?;
    let found = interp::map(&opened.schema, map, &source, &values).map_err(|failure| refused(&failure))?;
    answer(&opened.schema, found)
}

/// The maps that a command's input goes through.
fn through_command(opened: &mut Opened, args: &Map) -> Result<Answer, Refusal> {
    let command = command(&opened.schema, &args.name)?.clone();
    let Some(DataType::Struct(from, _)) = command.out.as_ref().map(|out| &out.ty) else {
        return Err(Refusal::usage(format!("`{}` sends no structure", args.name)));
    };
    let output = output(&args.args)?;
    let source = assignment::record(opened, *from, &[], &args.fields)?;
    let found = interp::via(&opened.schema, &command, &source, output.as_deref());
    answer(&opened.schema, found.map_err(|failure| refused(&failure))?)
}

fn command<'s>(schema: &'s Schema, name: &str) -> Result<&'s Command, Refusal> {
    let layout = find::layout(schema, name)?;
    let command = match schema.structs[layout.index()].form {
        Form::Request(id) => schema.commands.get(id.index()),
        _ => None,
    };
    command.filter(|command| !command.via.is_empty()).ok_or_else(|| {
        Refusal::usage(format!("`{name}` goes through no map")).help("a command that does says `via`")
    })
}

/// `--args output=HEX`.
fn output(args: &[String]) -> Result<Option<Vec<u8>>, Refusal> {
    let mut found = None;
    for arg in args {
        let bytes = arg.strip_prefix("output=").map(|value| unhex(value.trim_matches('"')));
        match bytes {
            Some(Ok(bytes)) => found = Some(bytes),
            Some(Err(_)) => return Err(Refusal::usage(format!("`{arg}` is not bytes in hex"))),
            None => {
                let refusal = Refusal::usage(format!("a command's maps take no `{arg}`"));
                return Err(refusal.help("`--args output=\"00 00\"`, the caller's output buffer"));
            }
        }
    }
    Ok(found)
}

/// The target, and its bytes where it has such.
fn answer(schema: &Schema, found: Record) -> Result<Answer, Refusal> {
    let layout = &schema.structs[found.of.index()];
    let name = find::full_name(schema, found.of);
    let mut record = found;
    let mut bytes = None;
    if layout.c.is_none() {
        let encoded = interp::encode(schema, &record, None).map_err(|failure| refused(&failure))?;
        // What is computed when encoding is there after it.
        record = interp::decode(schema, record.of, &record.params, &encoded).unwrap_or(record);
        bytes = Some(hex(&encoded));
    }
    let mut json = json!({ "name": name, "fields": message::json(&notation::tree(schema, &record, None)) });
    if let Some(bytes) = bytes {
        json["bytes"] = bytes.into();
    }
    Ok(Answer::done(format!("{json:#}\n"), json))
}
