//! Schemas that nobody would ship: every construct of the language, every width, and names out of Rust. The
//! interpreter and the generated code say the same of them, and both come to an end.

use std::path::Path;

use opcodec_schema::ir::{Form, Scalar, Schema, StructId};
use opcodec_tests::agree::{NASTY, interpreted};
use opcodec_tests::own_messages;
use opcodec_tests::random::Random;

/// Inputs for each layout.
const EACH: usize = 5_000;

fn param(schema: &Schema, ty: Scalar, random: &mut Random) -> i128 {
    match ty {
        Scalar::Enum(id) if schema.enums[id.index()].closed || random.below(4) > 0 => {
            let values = &schema.enums[id.index()].values;
            values[random.below(values.len())].value
        }
        Scalar::Enum(id) => i128::from(random.next()) & schema.enums[id.index()].repr.interval().max,
        Scalar::Errors(_) => random.below(4) as i128,
        Scalar::Int(ty) if random.below(2) > 0 => {
            let range = ty.interval();
            range.min + i128::from(random.next()) % range.max.saturating_sub(range.min).saturating_add(1)
        }
        Scalar::Bool | Scalar::Int(_) => random.below(2) as i128,
    }
}

#[test]
fn both_agree_on_every_layout() {
    let (mut values, mut cut, mut errors, mut apart) = (0, 0, 0, Vec::new());
    for nasty in NASTY {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("schemas/nasty")
            .join(nasty.name)
            .with_extension("toml");
        let schema = opcodec_schema::compile(&path).schema.expect("the build script compiled it");
        let valid = own_messages(&schema);
        for (index, layout) in schema.structs.iter().enumerate() {
            if layout.parent.is_some() || layout.form == Form::Case {
                continue;
            }
            let of = StructId(index as u32);
            let mut random = Random::new(index as u64 + 1);
            // What decodes is changed further: so deep rows are reached.
            let mut seeds: Vec<Vec<u8>> = vec![vec![0; layout.extent.min as usize]];
            seeds.extend(valid.iter().filter(|valid| valid.of == of).map(|valid| valid.bytes.clone()));
            for _ in 0..EACH {
                let bytes = random.message(&seeds);
                let params: Vec<i128> = match layout.form {
                    Form::Request(_) => {
                        layout.params.iter().map(|param| param.default.unwrap_or(0)).collect()
                    }
                    _ => layout.params.iter().map(|of| param(&schema, of.ty, &mut random)).collect(),
                };
                let a = interpreted(&schema, of, &params, &bytes);
                let b = nasty.generated(of, &params, &bytes);
                let promised = nasty.announced(&schema, of, &bytes);
                if a != b || promised[0] != promised[1] {
                    apart.push(format!(
                        "{}: {} with {params:?} of {bytes:02X?}\n  {a:?}\n  {b:?}\n  {promised:?}",
                        nasty.name, layout.name.printed
                    ));
                    break;
                }
                match a {
                    Ok(seen) => {
                        if seen.record.cut.is_some() {
                            cut += 1;
                        } else {
                            values += 1;
                        }
                        let at = random.below(64);
                        match seeds.get_mut(at) {
                            Some(seed) => *seed = bytes,
                            None => seeds.push(bytes),
                        }
                    }
                    Err(_) => errors += 1,
                }
            }
        }
        let mut random = Random::new(7);
        for _ in 0..EACH {
            let mut bytes = random.message(&[]);
            if let Some(first) = bytes.first_mut().filter(|_| random.below(4) > 0) {
                *first = [0, 0x9E, 0x55, 0xC1, 0xC2][random.below(5)];
            }
            if let Some([a, b]) = nasty.requests(&schema, &bytes) {
                assert_eq!(a, b, "{} of {bytes:02X?}", nasty.name);
            }
        }
    }
    assert!(apart.is_empty(), "{}", apart.join("\n"));
    eprintln!("{values} values, {cut} cut, {errors} errors");
    assert!(values + cut + errors >= 100_000);
    assert!(values > 20_000 && cut > 1_000 && errors > 10_000, "{values} values, {cut} cut, {errors} errors");
}
