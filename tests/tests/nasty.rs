//! Schemas that nobody would ship: every construct of the language, every width, and names out of Rust. The
//! interpreter and the generated code say the same of them, and both come to an end.

use std::path::Path;

use opcodec_schema::interp;
use opcodec_schema::ir::{Carrier, Command, Form, Scalar, Schema, StructId};
use opcodec_tests::agree::{NASTY, Nasty, interpreted, place_of_code};
use opcodec_tests::mend::mended;
use opcodec_tests::random::Random;
use opcodec_tests::{FAMILIES, Valid, alter, messages_of, own_messages};

/// How many random and changed inputs both decode at least, over all layouts.
const INPUTS: usize = 1_000_000;

/// Inputs for each layout.
const EACH: usize = 4_000;

fn param(schema: &Schema, ty: Scalar, random: &mut Random) -> i128 {
    match ty {
        Scalar::Enum(id) if schema.enums[id.index()].closed || random.below(4) > 0 => {
            let values = &schema.enums[id.index()].values;
            values[random.below(values.len())].value
        }
        Scalar::Enum(id) => i128::from(random.next()) & schema.enums[id.index()].repr.interval().max,
        Scalar::Flags(id) => i128::from(random.next()) & schema.flags[id.index()].repr.interval().max,
        Scalar::Errors(_) => random.below(4) as i128,
        Scalar::Int(ty) if random.below(2) > 0 => {
            let range = ty.interval();
            range.min + i128::from(random.next()) % range.max.saturating_sub(range.min).saturating_add(1)
        }
        Scalar::Bool | Scalar::Int(_) => random.below(2) as i128,
    }
}

/// The valid messages of a schema: of its own vectors, or of those of all files where its layouts are tested.
fn messages(nasty: &Nasty, schema: &Schema) -> Vec<Valid> {
    match FAMILIES.iter().find(|(root, _)| *root == nasty.name) {
        Some((_, files)) => messages_of(schema, files),
        None => own_messages(schema),
    }
}

/// Messages that begin with a code.
struct Coded {
    seeds: Vec<Vec<u8>>,
    /// Where the code is: the first byte, and how many.
    at: (usize, usize),
}

/// A command's opcode; a frame has none.
fn number(command: &Command) -> u64 {
    command.opcode.as_ref().map_or(0, |opcode| opcode.value)
}

/// Messages of the commands and of the events of a schema.
fn coded(schema: &Schema, valid: &[Valid]) -> [Coded; 2] {
    let message = |of: StructId, (start, len): (usize, usize), code: u64| {
        let mut found: Vec<Vec<u8>> =
            valid.iter().filter(|valid| valid.of == of).map(|valid| valid.bytes.clone()).collect();
        let mut zero = vec![0; schema.structs[of.index()].extent.max.min(64) as usize];
        for (place, byte) in zero.iter_mut().skip(start).take(len).zip(code.to_le_bytes()) {
            *place = byte;
        }
        found.push(zero);
        found
    };
    let commands = schema.commands.iter().filter(|command| command.in_root);
    let at = commands.clone().next().map_or((0, 1), |command| place_of_code(command.carrier));
    let seeds = commands.flat_map(|command| message(command.request, at, number(command))).collect();
    let requests = Coded { seeds, at };
    let of_events = place_of_code(Carrier::Ptp);
    let events = schema.events.iter().filter(|event| event.in_root);
    let seeds = events.flat_map(|event| message(event.layout, of_events, event.code)).collect();
    [requests, Coded { seeds, at: of_events }]
}

/// A changed message, mostly with the code of one.
fn with_code(of: &Coded, random: &mut Random) -> Vec<u8> {
    let (seeds, (start, len)) = (&of.seeds, of.at);
    let mut bytes = random.message(seeds);
    if random.below(4) > 0 && !seeds.is_empty() {
        let seed = &seeds[random.below(seeds.len())];
        for (byte, code) in bytes.iter_mut().zip(seed).skip(start).take(len) {
            *byte = *code;
        }
    }
    bytes
}

#[test]
fn both_agree_on_every_layout() {
    let (mut values, mut cut, mut errors, mut known, mut apart) = (0, 0, 0, 0, Vec::new());
    for nasty in NASTY {
        let schema =
            opcodec_schema::compile(Path::new(nasty.path)).schema.expect("the build script compiled it");
        let valid = messages(nasty, &schema);
        for (index, layout) in schema.structs.iter().enumerate() {
            // What holds pointers has no wire form: maps are compared elsewhere.
            if layout.parent.is_some() || layout.form == Form::Case || layout.c.is_some() {
                continue;
            }
            let of = StructId(index as u32);
            let mut random = Random::new(index as u64 + 1);
            // What decodes is changed further: so deep rows are reached.
            let mut seeds: Vec<Vec<u8>> = vec![vec![0; layout.extent.min as usize]];
            seeds.extend(valid.iter().filter(|valid| valid.of == of).map(|valid| valid.bytes.clone()));
            // What had a wrong checksum is mostly tried again with the right one.
            let mut again = None;
            for _ in 0..EACH {
                let (bytes, params) = again.take().unwrap_or_else(|| {
                    let bytes = random.message(&seeds);
                    let params: Vec<i128> = match layout.form {
                        Form::Request(_) => {
                            layout.params.iter().map(|param| param.default.unwrap_or(0)).collect()
                        }
                        _ => layout.params.iter().map(|of| param(&schema, of.ty, &mut random)).collect(),
                    };
                    (bytes, params)
                });
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
                    Err(wrong) => {
                        errors += 1;
                        if random.below(4) > 0 {
                            again = mended(&schema, &wrong, &bytes).map(|bytes| (bytes, params));
                        }
                    }
                }
            }
        }
        let [requests, events] = coded(&schema, &valid);
        let mut random = Random::new(7);
        for _ in 0..EACH {
            let bytes = with_code(&requests, &mut random);
            let context: Vec<i128> =
                schema.context.iter().map(|of| param(&schema, of.ty, &mut random)).collect();
            if let Some([a, b]) = nasty.requests(&schema, &context, &bytes) {
                assert_eq!(a, b, "{} of {bytes:02X?} where {context:?} is known", nasty.name);
                known += usize::from(a.is_ok());
            }
            let bytes = with_code(&events, &mut random);
            if let Some([a, b]) = nasty.events(&schema, &bytes) {
                assert_eq!(a, b, "{} of {bytes:02X?}", nasty.name);
                known += usize::from(a.is_ok());
            }
        }
    }
    assert!(apart.is_empty(), "{}", apart.join("\n"));
    eprintln!("{values} values, {cut} cut, {errors} errors, {known} requests and events");
    assert!(known > 5_000, "{known} requests and events");
    let inputs = values + cut + errors;
    assert!(inputs >= INPUTS, "{inputs} inputs");
    assert!(
        values > 200_000 && cut > 50_000 && errors > 200_000,
        "{values} values, {cut} cut, {errors} errors"
    );
}

#[test]
fn both_agree_on_values_that_no_message_gave() {
    let (mut good, mut refused, mut apart) = (0, 0, Vec::new());
    for nasty in NASTY {
        let schema =
            opcodec_schema::compile(Path::new(nasty.path)).schema.expect("the build script compiled it");
        let mut random = Random::new(0xA17E);
        for valid in messages(nasty, &schema) {
            let whole =
                interp::decode(&schema, valid.of, &valid.params, &valid.bytes).expect("a vector is valid");
            if whole.cut.is_some() {
                continue;
            }
            for _ in 0..300 {
                let mut record = whole.clone();
                alter::record(&schema, &mut record, &mut random);
                let data_len = random.next() >> random.below(64) >> 1;
                let [a, b] = nasty.encoded(&schema, &record, data_len);
                if a != b {
                    let name = &schema.structs[valid.of.index()].name.printed;
                    apart.push(format!(
                        "{}: {name} {record:?} with {data_len} bytes of data\n  {a:02X?}\n  {b:02X?}",
                        nasty.name
                    ));
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
    eprintln!("{good} encoded, {refused} refused");
    assert!(good > 1_000, "{good} encoded, {refused} refused");
}
