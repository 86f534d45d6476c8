//! The interpreter and the generated code say the same: value, bytes, and kind, offset, container, field,
//! expectation and finding of every error.

use std::time::Instant;

use opcodec_schema::interp;
use opcodec_schema::ir::{Form, Scalar, Schema, Struct, StructId};
use opcodec_tests::agree::{announced, encoded, generated, interpreted, requests};
use opcodec_tests::alter;
use opcodec_tests::random::Random;
use opcodec_tests::{schema, valid_messages};

/// How many inputs at least, over all types.
const INPUTS: usize = 150_000;

/// What somebody might pass: the values that choose layouts, and any.
fn params(schema: &Schema, layout: &Struct, random: &mut Random) -> Vec<i128> {
    let one = |ty: Scalar, random: &mut Random| match ty {
        Scalar::Bool => random.below(2) as i128,
        Scalar::Enum(id) if random.below(4) > 0 => {
            let values = &schema.enums[id.index()].values;
            values[random.below(values.len())].value
        }
        Scalar::Enum(id) => i128::from(random.next()) & schema.enums[id.index()].repr.interval().max,
        Scalar::Int(ty) if random.below(2) > 0 => i128::from(random.next()) & ty.interval().max,
        _ => 0,
    };
    layout.params.iter().map(|param| one(param.ty, random)).collect()
}

#[test]
fn on_every_message_type() {
    let schema = schema("mmc");
    let valid = valid_messages(&schema);
    let messages: Vec<StructId> = (0..schema.structs.len() as u32)
        .map(StructId)
        .filter(|id| {
            schema.structs[id.index()].parent.is_none() && schema.structs[id.index()].form != Form::Case
        })
        .collect();
    let each = INPUTS.div_ceil(messages.len());
    let (mut values, mut cut, mut errors) = (0, 0, 0);
    let mut apart = Vec::new();
    let began = Instant::now();
    for of in messages {
        let layout = &schema.structs[of.index()];
        let is_request = matches!(layout.form, Form::Request(_));
        let own: Vec<_> = valid.iter().filter(|valid| valid.of == of).collect();
        let seeds: Vec<Vec<u8>> = own.iter().map(|valid| valid.bytes.clone()).collect();
        let mut random = Random::new(u64::from(of.0) + 1);
        for _ in 0..each {
            let bytes = random.message(&seeds);
            let params = match own.as_slice() {
                _ if is_request => layout.params.iter().map(|param| param.default.unwrap_or(0)).collect(),
                [] => params(&schema, layout, &mut random),
                _ if random.below(8) == 0 => params(&schema, layout, &mut random),
                own => own[random.below(own.len())].params.clone(),
            };
            let (a, b) = (interpreted(&schema, of, &params, &bytes), generated(of, &params, &bytes));
            let promised = announced(&schema, of, &bytes);
            if a != b || promised[0] != promised[1] {
                let name = &layout.name.printed;
                apart.push(format!(
                    "{name} with {params:?} of {bytes:02X?}\n  {a:?}\n  {b:?}\n  {promised:?}"
                ));
                break;
            }
            match a {
                Ok(seen) if seen.record.cut.is_some() => cut += 1,
                Ok(_) => values += 1,
                Err(_) => errors += 1,
            }
        }
    }
    assert!(apart.is_empty(), "{}", apart.join("\n"));
    eprintln!("{values} values, {cut} cut, {errors} errors in {:?}", began.elapsed());
    assert!(values + cut + errors >= 100_000);
    assert!(values > 10_000 && cut > 5_000 && errors > 10_000, "{values} values, {cut} cut, {errors} errors");
}

#[test]
fn on_every_valid_message_and_its_prefixes() {
    let schema = schema("mmc");
    let mut apart = Vec::new();
    for valid in valid_messages(&schema) {
        for len in 0..=valid.bytes.len() {
            let bytes = &valid.bytes[..len];
            let (a, b) = (
                interpreted(&schema, valid.of, &valid.params, bytes),
                generated(valid.of, &valid.params, bytes),
            );
            if a != b {
                let name = &schema.structs[valid.of.index()].name.printed;
                apart.push(format!("{name} of {bytes:02X?}\n  {a:?}\n  {b:?}"));
            }
        }
    }
    assert!(apart.is_empty(), "{}", apart.join("\n"));
}

#[test]
fn on_every_request() {
    let schema = schema("mmc");
    let is_request = |of: StructId| matches!(schema.structs[of.index()].form, Form::Request(_));
    let seeds = valid_messages(&schema).into_iter().filter(|valid| is_request(valid.of));
    let seeds: Vec<Vec<u8>> = seeds.map(|valid| valid.bytes).collect();
    let mut random = Random::new(0x5C51);
    let mut known = 0;
    for _ in 0..20_000 {
        let bytes = random.message(&seeds);
        let [a, b] = requests(&schema, &bytes);
        assert_eq!(a, b, "of {bytes:02X?}");
        known += usize::from(a.is_ok());
    }
    assert!(known > 2_000, "only {known} requests");
}

#[test]
fn on_values_that_no_message_gave() {
    let schema = schema("mmc");
    let mut random = Random::new(0xA17E);
    let (mut good, mut refused, mut apart) = (0, 0, Vec::new());
    for valid in valid_messages(&schema) {
        let whole =
            interp::decode(&schema, valid.of, &valid.params, &valid.bytes).expect("a vector is valid");
        if whole.cut.is_some() {
            continue;
        }
        for _ in 0..300 {
            let mut record = whole.clone();
            alter::record(&schema, &mut record, &mut random);
            let data_len = random.next() >> random.below(64) >> 1;
            let [a, b] = encoded(&schema, &record, data_len);
            if a != b {
                let name = &schema.structs[valid.of.index()].name.printed;
                apart
                    .push(format!("{name} {record:?} with {data_len} bytes of data\n  {a:02X?}\n  {b:02X?}"));
                break;
            }
            match a {
                Ok(_) => good += 1,
                Err(_) => refused += 1,
            }
        }
    }
    assert!(apart.is_empty(), "{}", apart.join("\n"));
    assert!(good > 10_000 && refused > 1_000, "{good} encoded, {refused} refused");
}
