//! Every decoder on every prefix of every valid message: a value or an error, and a cut answer gives what
//! is complete.

use opcodec_schema::interp;
use opcodec_schema::ir::Schema;
use opcodec_schema::value::ErrorKind;
use opcodec_tests::generated::mmc::{Feature, GetConfigurationData};
use opcodec_tests::{FAMILIES, is_start_of, messages_of, required, schema};

#[test]
fn the_interpreter_reads_what_is_complete() {
    let cut: Vec<usize> = FAMILIES.iter().map(|(root, files)| read_prefixes(&schema(root), files)).collect();
    assert!(cut[0] > 500, "only {cut:?} cut answers");
    // Optional parameters may be left out, and a data phase is longer than its first packet.
    assert!(cut[1] > 5 && cut[2] > 20, "only {cut:?} shorter messages");
}

/// How many prefixes of valid messages are messages.
fn read_prefixes(schema: &Schema, files: &[&str]) -> usize {
    let mut cut = 0;
    for valid in messages_of(schema, files) {
        let name = &schema.structs[valid.of.index()].name.printed;
        let whole = interp::decode(schema, valid.of, &valid.params, &valid.bytes);
        let whole = whole.unwrap_or_else(|failure| panic!("{name}: {failure}"));
        let required = required(schema, &whole);
        // Without `required` nothing may be cut off; a shorter message may still be one by itself.
        let least = required.map_or(valid.bytes.len(), |least| least as usize);
        for len in 0..valid.bytes.len() {
            let prefix = &valid.bytes[..len];
            match interp::decode(schema, valid.of, &valid.params, prefix) {
                Err(failure) => {
                    assert!(len < least, "{name} cut at {len}: {failure}");
                    assert_eq!(failure.kind, ErrorKind::Size, "{name} cut at {len}: {failure}");
                }
                Ok(part) => {
                    assert!(len >= least || required.is_none(), "{name} cut at {len}");
                    assert!(part.cut.is_none() || required.is_some(), "{name} cut at {len}");
                    assert!(is_start_of(&part, &whole), "{name} cut at {len}: {part:?}");
                    assert_eq!(
                        interp::encode(schema, &part, None).as_deref(),
                        Ok(prefix),
                        "{name} cut at {len}"
                    );
                    cut += 1;
                }
            }
        }
    }
    cut
}

/// The header, then features of 12, 12 and 8 bytes.
const CONFIGURATION: [u8; 40] = [
    0x00, 0x00, 0x00, 0x24, 0x00, 0x00, 0x00, 0x08, 0x00, 0x00, 0x03, 0x08, 0x00, 0x10, 0x00, 0x00, 0x00,
    0x08, 0x01, 0x00, 0x00, 0x01, 0x07, 0x08, 0x00, 0x00, 0x00, 0x07, 0x01, 0x00, 0x00, 0x00, 0x00, 0x03,
    0x03, 0x04, 0x29, 0x00, 0x00, 0x00,
];

#[test]
fn the_generated_code_has_the_features_that_are_complete() {
    let whole = GetConfigurationData::from_bytes(&CONFIGURATION).expect("all is there");
    let all: Vec<Feature<'_>> = whole.features.iter().collect();
    assert!(!whole.cut.is_cut());
    for len in 0..CONFIGURATION.len() {
        let complete = match len {
            0..8 => {
                let error = GetConfigurationData::from_bytes(&CONFIGURATION[..len]).expect_err("no header");
                assert_eq!((error.offset() as usize, error.expected(), error.got()), (len, 8, len as u64));
                continue;
            }
            8..20 => 0,
            20..32 => 1,
            _ => 2,
        };
        let cut = GetConfigurationData::from_bytes(&CONFIGURATION[..len]).expect("the header is there");
        assert!(cut.cut.is_cut());
        assert_eq!(cut.features.iter().collect::<Vec<_>>(), all[..complete], "cut at {len}");
        assert_eq!(cut.encode(&mut [0xFF; 40]).expect("it encodes"), &CONFIGURATION[..len]);
        assert_eq!(GetConfigurationData::announced(&CONFIGURATION[..len]), Some(40));
    }
}
