//! Maps: the interpreter and generated code give the same structure, or the same error.

use std::path::Path;

use opcodec_schema::ir::{MapId, Schema};
use opcodec_schema::value::Value;
use opcodec_tests::maps::{MAPPED, Mapped, argument, source};
use opcodec_tests::random::Random;

/// Sources for each map.
const EACH: usize = 20_000;

fn schema(mapped: &Mapped) -> Schema {
    let compilation = opcodec_schema::compile(Path::new(mapped.path));
    compilation.schema.expect("the build script compiled it")
}

#[test]
fn both_map_alike() {
    let (mut good, mut refused, mut apart) = (0, 0, Vec::new());
    for mapped in MAPPED {
        let schema = schema(mapped);
        for (index, map) in schema.maps.iter().enumerate() {
            let mut random = Random::new(index as u64 + 1);
            for _ in 0..EACH {
                let from = source(&schema, map.from, &mut random);
                let args: Vec<Value> =
                    map.params.iter().map(|param| argument(&schema, param, &mut random)).collect();
                let [a, b] = mapped.map(&schema, MapId(index as u32), &from, &args);
                if a != b {
                    let name = &map.name.printed;
                    apart
                        .push(format!("{}: {name} of {from:?} with {args:?}\n  {a:?}\n  {b:?}", mapped.name));
                    break;
                }
                match a {
                    Ok(_) => good += 1,
                    Err(_) => refused += 1,
                }
            }
        }
    }
    assert!(apart.is_empty(), "{}", apart.join("\n"));
    eprintln!("{good} mapped, {refused} refused");
    assert!(good > EACH && refused > EACH / 2, "{good} mapped, {refused} refused");
}
