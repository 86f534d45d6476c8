//! C structures with pointers, in the memory of a target.

use opcodec_schema::interp::{self, Memory, Target};
use opcodec_schema::ir::{Schema, StructId};
use opcodec_schema::name::Name;
use opcodec_schema::notation;
use opcodec_schema::value::{Record, hex, unhex};
use serde_json::json;

use super::decode::refused;
use crate::answer::{Answer, Refusal};
use crate::args;
use crate::{find, message};

impl From<args::Target> for Target {
    fn from(target: args::Target) -> Self {
        match target {
            args::Target::Bits32 => Self::Bits32,
            args::Target::Bits64 => Self::Bits64,
        }
    }
}

/// Whether a structure holds pointers, so that only a target says how it stands in memory. One that holds
/// none is the same everywhere.
pub(crate) fn target(
    schema: &Schema,
    of: StructId,
    target: Option<args::Target>,
) -> Result<Option<Target>, Refusal> {
    if schema.structs[of.index()].c.is_none() {
        return Ok(None);
    }
    match target {
        Some(target) => Ok(Some(target.into())),
        None => Err(Refusal::usage(format!(
            "`{}` holds pointers, whose width is not said",
            find::full_name(schema, of)
        ))
        .help("`--target 32` or `--target 64`")),
    }
}

/// How many bytes a structure has.
pub(crate) fn size(schema: &Schema, of: StructId, target: Target) -> Result<Answer, Refusal> {
    let name = find::full_name(schema, of);
    let Some(size) = Memory::new(schema, target).size(of) else {
        return Err(Refusal::refused("size", format!("`{name}` has no constant size")));
    };
    let bytes = if size == 1 { "byte" } else { "bytes" };
    Ok(Answer::done(format!("{name}: {size} {bytes}\n"), json!({ "name": name, "size": size })))
}

/// A structure in memory.
pub(crate) fn encode(
    schema: &Schema,
    record: &Record,
    target: Target,
    given: &[String],
) -> Result<Answer, Refusal> {
    let pointers = interp::pointers(schema, record.of);
    let given = named(given, &pointers, "--address", number)?;
    for ((pointer, to), at) in pointers.iter().zip(interp::pointed(schema, record)).zip(&given) {
        let (what, help) = match (to, at) {
            (Some(_), None) => {
                ("something, and nobody says where that is", format!("`--address {pointer}=0x1000`"))
            }
            (Some(_), Some(0)) => {
                ("something, and its address is 0, which is null", format!("`--address {pointer}=0x1000`"))
            }
            (None, Some(1..)) => ("nothing, and has an address", format!("`'{pointer}=\"00 00\"'`")),
            _ => continue,
        };
        return Err(Refusal::usage(format!("`{pointer}` points to {what}")).field(pointer).help(help));
    }
    let addresses: Vec<u64> = given.into_iter().map(Option::unwrap_or_default).collect();
    let bytes =
        Memory::new(schema, target).encode(record, &addresses).map_err(|failure| refused(&failure))?;
    let bytes = hex(&bytes);
    let json = json!({ "name": find::full_name(schema, record.of), "bytes": bytes });
    Ok(Answer::done(format!("{bytes}\n"), json))
}

/// A structure from memory.
pub(crate) fn decode(
    schema: &Schema,
    of: StructId,
    target: Target,
    bytes: &[u8],
    given: &[String],
) -> Result<Answer, Refusal> {
    let pointers = interp::pointers(schema, of);
    let memory = named(given, &pointers, "--memory", |text| unhex(text).ok())?;
    let images = Memory::new(schema, target);
    let found = images.addresses(of, bytes).map_err(|failure| refused(&failure))?;
    for ((pointer, address), memory) in pointers.iter().zip(&found).zip(&memory) {
        if *address != 0 && memory.is_none() {
            let message = format!("`{pointer}` points to {address:#X}, and nobody says what is there");
            return Err(Refusal::usage(message)
                .field(pointer)
                .help(format!("`--memory {pointer}=\"00 00\"`")));
        }
    }
    let record = images.decode(of, bytes, &memory).map_err(|failure| refused(&failure))?;
    let tree = notation::tree(schema, &record, None);
    let (name, fields) = (find::full_name(schema, of), message::json(&tree));
    let addresses: serde_json::Map<String, serde_json::Value> =
        pointers.into_iter().zip(found.into_iter().map(Into::into)).collect();
    let json = json!({ "name": name, "fields": fields, "addresses": addresses });
    Ok(Answer::done(format!("{name}, {} bytes\n{}", bytes.len(), message::text(&tree, bytes)), json))
}

/// `NAME=VALUE` for some of the pointers.
fn named<T>(
    given: &[String],
    pointers: &[String],
    option: &str,
    read: impl Fn(&str) -> Option<T>,
) -> Result<Vec<Option<T>>, Refusal> {
    let mut found: Vec<Option<T>> = pointers.iter().map(|_| None).collect();
    for written in given {
        let wrong = |why: &str| Refusal::usage(format!("`{option} {written}`: {why}"));
        let (name, value) = written.split_once('=').ok_or_else(|| wrong("it has no `=`"))?;
        let snake = name.split('.').map(|part| Name::new(part).snake()).collect::<Vec<_>>().join(".");
        let index = pointers.iter().position(|pointer| pointer == name || *pointer == snake);
        let index = index.ok_or_else(|| {
            let known = pointers.join(", ");
            wrong("there is no such pointer").help(format!("the pointers are {known}"))
        })?;
        found[index] = Some(read(value.trim_matches('"')).ok_or_else(|| wrong("this is no value of it"))?);
    }
    Ok(found)
}

/// An address.
fn number(text: &str) -> Option<u64> {
    match text.strip_prefix("0x") {
        Some(digits) => u64::from_str_radix(digits, 16).ok(),
        None => text.parse().ok(),
    }
}
