//! `opcodec layout`.

use opcodec_schema::ir::StructId;
use serde_json::Value;

use crate::answer::{Answer, Refusal};
use crate::args::Layout;
use crate::{find, layout, schema};

/// Draws a message; of a union also its children.
pub(crate) fn layout(args: &Layout) -> Result<Answer, Refusal> {
    let schema = schema::open(&args.file)?.schema;
    let id = find::layout(&schema, &args.name)?;
    let all: Vec<StructId> = std::iter::once(id).chain(layout::descendants(&schema, id)).collect();
    let drawings: Vec<layout::Drawing> = all.iter().filter_map(|id| layout::draw(&schema, *id)).collect();
    let text = drawings.iter().map(layout::Drawing::text).collect::<Vec<_>>().join("\n");
    let mut json = drawings.iter().map(layout::Drawing::json);
    let mut first = json.next().unwrap_or_default();
    let children: Vec<Value> = json.collect();
    if first.get("cases").is_some() {
        first["children"] = children.into();
    }
    Ok(Answer::done(text, first))
}
