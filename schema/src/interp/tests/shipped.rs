//! Random, mutated and truncated input to every layout of the shipped schemas.

use super::super::{decode_event, decode_placed, decode_request, encode, named_bits};
use super::*;
use crate::ir::{Form, Subject};

fn shipped(name: &str) -> Schema {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../protocols/schemas").join(name);
    let found = crate::compile(&path);
    let shown = diag::render(&found.diagnostics, &found.sources, false);
    found.schema.unwrap_or_else(|| panic!("{name} is refused:\n{shown}"))
}

/// A decoded value encodes, decodes again to itself, and has the same named bits unless bytes inside an
/// announced length have no row.
fn holds(schema: &Schema, of: StructId, args: &[i128], input: &[u8]) {
    let Ok((record, places)) = decode_placed(schema, of, args, input) else { return };
    let again = encode(schema, &record, None).unwrap_or_else(|failure| {
        panic!("{failure:?}\n{} of {}", hex(input), schema.structs[of.index()].name.printed)
    });
    if again.len() as u64 == places.end {
        let named = named_bits(schema, &record, &places, input);
        same(input, &again, &named);
        by_notation(schema, &record, &places, input, &named);
    }
    let twice = decode_placed(schema, of, args, &again).map(|(record, _)| encode(schema, &record, None));
    assert_eq!(twice.expect("what was encoded decodes").expect("and encodes"), again);
}

fn torture(name: &str) {
    let schema = shipped(name);
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let seeds: Vec<(StructId, Vec<i128>, Vec<u8>)> = schema
        .vectors
        .iter()
        .filter_map(|vector| {
            let Subject::Layout(of) = vector.subject else { return None };
            Some((of, vector.args.clone(), vector.bytes.clone()?))
        })
        .collect();
    for (of, args, input) in &seeds {
        for len in 0..=input.len() {
            holds(&schema, *of, args, &input[..len]);
        }
        for _ in 0..200 {
            let mut input = input.clone();
            for _ in 0..=random.below(3) {
                let at = random.below(input.len());
                if let Some(byte) = input.get_mut(at) {
                    *byte = random.next() as u8;
                }
            }
            input.truncate(random.below(input.len() * 2 + 1));
            holds(&schema, *of, args, &input);
            let _ = decode_request(&schema, &input);
            let _ = decode_event(&schema, &input);
        }
    }
    for (index, layout) in schema.structs.iter().enumerate() {
        // What holds pointers has no wire form.
        if layout.parent.is_some() || layout.form == Form::Case || layout.c.is_some() {
            continue;
        }
        for _ in 0..100 {
            let input: Vec<u8> =
                (0..random.below(64)).map(|_| (random.next() >> random.below(9)) as u8).collect();
            let args: Vec<i128> = layout.params.iter().map(|_| random.below(4) as i128).collect();
            holds(&schema, StructId(index as u32), &args, &input);
        }
    }
}

#[test]
fn spc() {
    torture("spc.toml");
}

#[test]
fn sbc() {
    torture("sbc.toml");
}

#[test]
fn mmc() {
    torture("mmc.toml");
}

#[test]
fn sense() {
    torture("sense.toml");
}

#[test]
fn mtp_data() {
    torture("mtp_data.toml");
}

#[test]
fn mtp() {
    torture("mtp.toml");
}

#[test]
fn ptp_usb() {
    torture("ptp_usb.toml");
}

#[test]
fn ptp_class() {
    torture("ptp_class.toml");
}

#[test]
fn usb() {
    torture("usb.toml");
}

#[test]
fn scanner() {
    torture("scanner.toml");
}

#[test]
fn usbscan() {
    torture("usbscan.toml");
}

#[test]
fn wmdm() {
    torture("wmdm.toml");
}
