//! `opcodec decode`.

use opcodec_schema::interp::{self, Failure};
use opcodec_schema::ir::{Schema, StructId};
use opcodec_schema::notation;
use serde_json::json;

use super::image;
use crate::answer::{Answer, Refusal};
use crate::args::Decode;
use crate::{assignment, find, hex, message, schema};

/// Decodes a message.
pub(crate) fn decode(args: &Decode) -> Result<Answer, Refusal> {
    let (words, type_args, context) = args.words();
    if words.is_empty() {
        return Err(Refusal::usage(
            "there are no bytes to decode: give them as hex, or `-` for standard input",
        ));
    }
    let bytes = hex::bytes(&words)?;
    let mut opened = schema::open(&args.file)?;
    if !context.is_empty() && args.name != "request" {
        let message = format!("`{}` is what it is in any context", args.name);
        return Err(Refusal::usage(message).help("`request` is decoded with `--context`"));
    }
    let any = match args.name.as_str() {
        "request" => {
            let context = assignment::context(&mut opened, &context)?;
            Some(interp::decode_request_in(&opened.schema, &context, &bytes))
        }
        "event" => Some(interp::decode_event(&opened.schema, &bytes)),
        _ => None,
    };
    let (of, params) = if let Some(record) = any {
        if !type_args.is_empty() {
            let message = format!("`{}` takes no args: which one it is decides what it has", args.name);
            return Err(Refusal::usage(message));
        }
        let record = record.map_err(|failure| refused(&failure))?;
        (record.of, record.params)
    } else {
        let of = find::layout(&opened.schema, &args.name)?;
        if let Some(target) = image::target(&opened.schema, of, args.target)? {
            return image::decode(&opened.schema, of, target, &bytes, &args.memory);
        }
        (of, assignment::params(&mut opened, of, &type_args)?)
    };
    decoded(&opened.schema, of, &params, &bytes)
}

fn decoded(schema: &Schema, of: StructId, params: &[i128], bytes: &[u8]) -> Result<Answer, Refusal> {
    let (record, places) =
        interp::decode_placed(schema, of, params, bytes).map_err(|failure| refused(&failure))?;
    let tree = notation::tree(schema, &record, Some(&places));
    let name = find::full_name(schema, of);
    let mut json = json!({ "name": name, "fields": message::json(&tree) });
    if tree.cut {
        json["cut"] = true.into();
    }
    let size = if bytes.len() == 1 { "1 byte".to_owned() } else { format!("{} bytes", bytes.len()) };
    let mut text = format!("{name}, {size}\n{}", message::text(&tree, bytes));
    if tree.cut {
        text += "cut: the answer ended before its layout did; what is missing is not shown\n";
    }
    Ok(Answer::done(text, json))
}

/// What the interpreter refuses.
pub(crate) fn refused(failure: &Failure) -> Refusal {
    let place = match (failure.container.as_str(), failure.field.as_str()) {
        ("", "") => String::new(),
        ("", whole) | (whole, "") => format!(", in {whole}"),
        (container, field) => format!(", in {field} of {container}"),
    };
    let message = &failure.message;
    let text =
        format!("error: {message}\n  kind {}, at byte {}{place}\n", failure.kind.word(), failure.offset);
    let field = if failure.field.is_empty() { &failure.container } else { &failure.field };
    Refusal::refused(failure.kind.word(), message.as_str())
        .field(field)
        .at(failure.offset.into())
        .rendered(text)
}
