//! Maps: the interpreter and generated code give the same structure, or the same error.

use std::path::Path;

use opcodec_schema::interp::{self, Memory, Target};
use opcodec_schema::ir::{CommandId, DataType, MapId, Schema, StructId};
use opcodec_schema::value::Value;
use opcodec_tests::maps::{MAPPED, Mapped, argument, pointer, source};
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

#[test]
fn both_go_the_same_way() {
    let (mut good, mut refused) = (0, 0);
    for mapped in MAPPED {
        let schema = schema(mapped);
        for (index, command) in schema.commands.iter().enumerate().filter(|(_, of)| !of.via.is_empty()) {
            let Some(DataType::Struct(body, _)) = command.out.as_ref().map(|out| &out.ty) else {
                panic!("`via` maps what goes out");
            };
            let mut random = Random::new(index as u64 + 1);
            for _ in 0..EACH {
                let from = source(&schema, *body, &mut random);
                let output = pointed(&mut random);
                let [a, b] = mapped.via(&schema, CommandId(index as u32), &from, output);
                assert_eq!(a, b, "{} of {from:?} with {output:?}", command.name.printed);
                match a {
                    Ok(_) => good += 1,
                    Err(_) => refused += 1,
                }
            }
        }
    }
    eprintln!("{good} mapped, {refused} refused");
    assert!(good > EACH / 10 && refused > EACH / 10, "{good} mapped, {refused} refused");
}

#[test]
fn both_know_the_memory_of_both_targets() {
    let (mut good, mut refused) = (0, 0);
    for mapped in MAPPED {
        let schema = schema(mapped);
        let targets = [Target::Bits32, Target::Bits64].map(|target| Memory::new(&schema, target));
        for (index, _) in schema.structs.iter().enumerate().filter(|(_, layout)| layout.c.is_some()) {
            let of = StructId(index as u32);
            let mut random = Random::new(index as u64 + 1);
            let pointers = interp::pointers(&schema, of).len();
            for images in &targets {
                for _ in 0..EACH {
                    let record = source(&schema, of, &mut random);
                    let addresses: Vec<u64> = (0..pointers).map(|_| random.next() >> 32).collect();
                    let [a, b] = mapped.image(images, &record, &addresses);
                    assert_eq!(a, b, "{record:?} at {addresses:X?}");
                    let mut bytes = a.expect("an address of 32 bits fits");
                    assert_eq!(Some(bytes.len() as u64), images.size(of));
                    if random.below(2) == 0 {
                        bytes = random.message(&[bytes]);
                    }
                    let memory: Vec<Option<&'static [u8]>> =
                        (0..pointers).map(|_| pointed(&mut random)).collect();
                    let [a, b] = mapped.of_image(&schema, images, of, &bytes, &memory);
                    assert_eq!(a, b, "{bytes:02X?} with {memory:02X?}");
                    match a {
                        Ok(_) => good += 1,
                        Err(_) => refused += 1,
                    }
                }
            }
        }
    }
    eprintln!("{good} read, {refused} refused");
    assert!(good > EACH && refused > EACH / 10, "{good} read, {refused} refused");
}

/// What a pointer of a caller points to.
fn pointed(random: &mut Random) -> Option<&'static [u8]> {
    match pointer(random) {
        Value::Pointer(to) => to.map(|bytes| &*bytes.leak()),
        _ => None,
    }
}
