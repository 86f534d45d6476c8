//! What decodes encodes to the same bytes in every named bit, and those bytes stay as they are.

use opcodec_schema::interp;
use opcodec_schema::ir::{Form, StructId};
use opcodec_tests::random::Random;
use opcodec_tests::{schema, valid_messages};

/// Where a decoded message may lose something: bytes that a later version of the standard added to a
/// descriptor are not looked at.
fn ignores_bytes(schema: &opcodec_schema::ir::Schema, name: &str) -> bool {
    schema.structs.iter().any(|layout| layout.trailing_ignored)
        && ["GetConfigurationData", "Feature", "SenseData", "SenseDescriptor"].contains(&name)
}

#[test]
fn the_interpreter_undoes_itself() {
    let schema = schema("mmc");
    let valid = valid_messages(&schema);
    let mut whole = 0;
    for index in 0..schema.structs.len() {
        let (of, layout) = (StructId(index as u32), &schema.structs[index]);
        if layout.parent.is_some() || layout.form == Form::Case {
            continue;
        }
        let name = &layout.name.printed;
        let own: Vec<_> = valid.iter().filter(|valid| valid.of == of).collect();
        let seeds: Vec<Vec<u8>> = own.iter().map(|valid| valid.bytes.clone()).collect();
        let mut random = Random::new(u64::from(of.0) + 7);
        for _ in 0..1500 {
            let bytes = random.message(&seeds);
            let params = match own.as_slice() {
                [] => layout.params.iter().map(|param| param.default.unwrap_or(0)).collect(),
                own => own[random.below(own.len())].params.clone(),
            };
            let Ok((record, places)) = interp::decode_placed(&schema, of, &params, &bytes) else { continue };
            let told = || format!("{name} with {params:?} of {bytes:02X?}: {record:?}");
            let again = interp::encode(&schema, &record, None)
                .unwrap_or_else(|failure| panic!("{failure}\n{}", told()));
            if record.cut.is_some() {
                assert!(bytes.starts_with(&again), "{}", told());
                continue;
            }
            whole += 1;
            if !ignores_bytes(&schema, name) {
                let named = interp::named_bits(&schema, &record, &places, &bytes);
                assert!(again.len() <= bytes.len(), "{again:02X?}\n{}", told());
                let lost: Vec<_> = (0..bytes.len())
                    .filter(|i| named[*i] & (bytes[*i] ^ again.get(*i).unwrap_or(&0)) != 0)
                    .collect();
                assert!(lost.is_empty(), "{lost:?} {again:02X?}\n{}", told());
            }
            let twice = interp::decode(&schema, of, &params, &again)
                .and_then(|twice| interp::encode(&schema, &twice, None));
            assert_eq!(twice.as_ref(), Ok(&again), "{}", told());
        }
    }
    assert!(whole > 5_000, "only {whole} values");
}
