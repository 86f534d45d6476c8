//! `opcodec encode`.

use opcodec_schema::interp;
use opcodec_schema::value::hex;
use serde_json::json;

use super::decode::refused;
use super::image;
use crate::answer::{Answer, Refusal};
use crate::args::Encode;
use crate::{assignment, find, schema};

/// Encodes a message from its fields.
pub(crate) fn encode(args: &Encode) -> Result<Answer, Refusal> {
    let mut opened = schema::open(&args.file)?;
    for (any, one) in [("request", "command"), ("event", "event")] {
        if args.name == any {
            let message = format!("`{any}` says no layout to encode");
            return Err(Refusal::usage(message).help(format!("`{one}.NAME`")));
        }
    }
    let of = find::layout(&opened.schema, &args.name)?;
    let params = assignment::params(&mut opened, of, &args.args)?;
    let record = assignment::record(&mut opened, of, &params, &args.fields)?;
    let schema = &opened.schema;
    if let Some(target) = image::target(schema, of, args.target)? {
        return image::encode(schema, &record, target, &args.address);
    }
    interp::validate(schema, &record, args.data_len).map_err(|failure| refused(&failure))?;
    let bytes = interp::encode_strict(schema, &record, args.data_len).map_err(|failure| refused(&failure))?;
    let bytes = hex(&bytes);
    let json = json!({ "name": find::full_name(schema, of), "bytes": bytes });
    Ok(Answer::done(format!("{bytes}\n"), json))
}
