//! The vectors of the shipped schemas leave no layout out.

use std::collections::BTreeSet;

use opcodec_schema::interp;
use opcodec_schema::ir::{Expect, Form, StructId};
use opcodec_schema::value::{CaseValue, Record, Value};
use opcodec_tests::{FAMILIES, SHIPPED, messages_of, schema};

/// The layouts that a value is made of.
fn layouts(record: &Record, found: &mut BTreeSet<StructId>) {
    found.insert(record.of);
    record.rows.iter().flatten().for_each(|value| inside(value, found));
}

fn inside(value: &Value, found: &mut BTreeSet<StructId>) {
    match value {
        Value::List(values) => values.iter().for_each(|value| inside(value, found)),
        Value::Record(record) => layouts(record, found),
        Value::Case(case) => {
            if let CaseValue::Known { body, .. } = &**case {
                layouts(body, found);
            }
        }
        Value::Int(_) | Value::Wide(_) | Value::Bytes(_) | Value::Text(_) | Value::Pointer(_) => {}
    }
}

#[test]
fn every_layout_and_command_has_one() {
    for (root, files) in FAMILIES {
        let schema = schema(root);
        let mut found = BTreeSet::new();
        for valid in messages_of(&schema, files) {
            let record = interp::decode(&schema, valid.of, &valid.params, &valid.bytes);
            layouts(&record.expect("a vector is valid"), &mut found);
        }
        // Response parameters are no messages by themselves, and what holds pointers has no wire form.
        let can = |id: &StructId| {
            let layout = &schema.structs[id.index()];
            layout.c.is_none() && !matches!(layout.form, Form::Answer(_))
        };
        let all = (0..schema.structs.len() as u32).map(StructId).filter(can);
        let missing: Vec<&str> = all
            .filter(|id| !found.contains(id))
            .map(|id| schema.structs[id.index()].name.printed.as_str())
            .collect();
        assert!(missing.is_empty(), "{root}: no vector has {missing:?}");
    }
}

#[test]
fn some_say_what_is_refused() {
    let vectors: Vec<_> = SHIPPED.into_iter().flat_map(|name| schema(name).vectors).collect();
    let kinds: BTreeSet<&str> = vectors
        .iter()
        .filter_map(|vector| match vector.expect {
            Expect::Error(kind) => Some(kind.word()),
            _ => None,
        })
        .collect();
    assert!(["check", "const", "size", "text"].iter().all(|kind| kinds.contains(kind)), "{kinds:?}");
    assert!(vectors.len() > 100, "only {} vectors", vectors.len());
}
