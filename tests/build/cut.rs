//! Which generated types hold the bytes of a cut answer.

use opcodec_schema::ir::{Schema, Struct};

/// Those with `required` and those with a child that may be cut; not a union that is all payload.
pub(crate) fn has_cut(schema: &Schema, layout: &Struct) -> bool {
    let is_all_payload = layout.union.is_some() && layout.rows.len() == 1;
    !is_all_payload && may_be_cut(schema, layout)
}

fn may_be_cut(schema: &Schema, layout: &Struct) -> bool {
    let children = layout.union.iter().flat_map(|union| &union.cases);
    layout.required.is_some()
        || children.into_iter().any(|case| may_be_cut(schema, &schema.structs[case.body.index()]))
}
