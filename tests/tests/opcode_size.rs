//! Every operation code in every size, against the table of the documentation as told by hand.

use std::path::Path;

use opcodec::{SizeError, SizeVerdict};
use opcodec_schema::interp::{SizeRefusal, SizeVerdict as Asked};
use opcodec_schema::ir::Size;
use opcodec_tests::agree::NASTY;
use opcodec_tests::generated::mmc;
use opcodec_tests::random::Random;
use opcodec_tests::schema;

/// The operation codes that the page lists as those of very early devices.
const EARLY: [u8; 22] = [
    0x02, 0x05, 0x06, 0x09, 0x0C, 0x0D, 0x0E, 0x0F, 0x10, 0x13, 0x14, 0x19, 0x20, 0x21, 0x22, 0x23, 0x24,
    0x26, 0x27, 0x29, 0x2C, 0x2D,
];

/// Group, required size and the rule that speaks. The group code is the upper three bits (SAM, SPC).
fn page(opcode: u8) -> (u8, Option<usize>, &'static str) {
    let group = opcode >> 5;
    let (size, rule) = match group {
        _ if EARLY.contains(&opcode) => (None, "exempt"),
        0 => (Some(6), "exact"),
        1 | 2 => (Some(10), "exact"),
        3 => (None, "deferred"),
        4 => (Some(16), "exact"),
        5 => (Some(12), "exact"),
        _ => (None, "vendor"),
    };
    (group, size, rule)
}

fn requests() -> impl Iterator<Item = Vec<u8>> {
    (0..=0xFF).flat_map(|opcode| {
        (0..=20).map(move |size| {
            let mut request = vec![0; size];
            if let Some(first) = request.first_mut() {
                *first = opcode;
            }
            request
        })
    })
}

#[test]
fn the_models_table_is_the_pages() {
    let schema = schema("cdb_size");
    let table = schema.opcode_size.as_ref().expect("the schema has a table");
    for request in requests() {
        let got = table.verdict(&request);
        let Some(&opcode) = request.first() else {
            assert_eq!(got, Err(SizeRefusal::Empty { range: (6, 16) }));
            continue;
        };
        let (group, size, rule) = page(opcode);
        let asked = match got {
            Ok(asked) => asked,
            Err(SizeRefusal::Size { asked, expected, got }) => {
                assert_eq!((expected, got), (size.map_or((6, 16), |n| (n as u16, n as u16)), request.len()));
                asked
            }
            Err(SizeRefusal::Empty { .. }) => panic!("{opcode:#04X} has a byte"),
        };
        assert_eq!((asked.opcode, asked.group, asked.rule), (opcode, Some(group), rule));
        assert_eq!(*asked.size, size.map_or(Size::Any, |n| Size::Exact(n as u16)));
        let fits = size.map_or((6..=16).contains(&request.len()), |n| n == request.len());
        assert_eq!(got.is_ok(), fits, "{opcode:#04X} in {} bytes", request.len());
    }
}

#[test]
fn the_generated_table_is_the_pages() {
    for request in requests() {
        let got = mmc::cdb_size(&request);
        let Some(&opcode) = request.first() else {
            let error = got.expect_err("there is no operation code");
            assert_eq!(
                (error.opcode(), error.group(), error.expected(), error.got()),
                (None, None, (6, 16), 0)
            );
            continue;
        };
        let (group, size, rule) = page(opcode);
        let size = size.map(|n| n as u16);
        let fits = size.map_or((6..=16).contains(&request.len()), |n| usize::from(n) == request.len());
        match got {
            Ok(verdict) => {
                assert!(fits, "{opcode:#04X} in {} bytes", request.len());
                assert_eq!((verdict.opcode(), verdict.group(), verdict.size()), (opcode, Some(group), size));
                assert_eq!(verdict.rule(), rule);
            }
            Err(error) => {
                assert!(!fits, "{opcode:#04X} in {} bytes", request.len());
                assert_eq!((error.opcode(), error.group(), error.rule()), (Some(opcode), Some(group), rule));
                assert_eq!(
                    (error.expected(), error.got()),
                    (size.map_or((6, 16), |n| (n, n)), request.len())
                );
            }
        }
    }
}

#[test]
fn every_shipped_command_obeys_the_table() {
    let schema = schema("mmc");
    for command in schema.commands.iter().filter(|command| command.in_root) {
        let size = schema.structs[command.request.index()].fixed.expect("a CDB is fixed");
        let (_, wanted, _) = page(command.opcode.as_ref().map_or(0, |opcode| opcode.value) as u8);
        assert_eq!(wanted, Some(size as usize), "{}", command.name.printed);
    }
}

/// What both say: the rule with its group, then the size that was asked for, or those that would have passed.
type Said<'a> = (Option<u8>, &'a str, Result<Option<u16>, (u16, u16)>);

fn interpreted<'a>(verdict: Result<Asked<'a>, SizeRefusal<'a>>, len: usize) -> Said<'a> {
    match verdict {
        Ok(asked) => {
            let size = match asked.size {
                Size::Any => None,
                Size::Exact(size) => Some(*size),
                // It has the size that it says.
                Size::Computed { .. } => Some(len as u16),
            };
            (asked.group, asked.rule, Ok(size))
        }
        Err(SizeRefusal::Size { asked, expected, got }) => {
            assert_eq!(got, len);
            (asked.group, asked.rule, Err(expected))
        }
        Err(SizeRefusal::Empty { range: (low, high) }) => (None, "", Err((low.into(), high))),
    }
}

fn generated(verdict: Result<SizeVerdict, SizeError>) -> Said<'static> {
    match verdict {
        Ok(verdict) => (verdict.group(), verdict.rule(), Ok(verdict.size())),
        Err(error) => (error.group(), error.rule(), Err(error.expected())),
    }
}

#[test]
fn both_agree_on_tables_whose_sizes_requests_say_themselves() {
    let (mut good, mut refused) = (0, 0);
    for (nasty, check) in NASTY.iter().filter_map(|nasty| Some((nasty, nasty.size?))) {
        let compiled = opcodec_schema::compile(Path::new(nasty.path));
        let schema = compiled.schema.expect("the build script compiled it");
        let table = schema.opcode_size.as_ref().expect("it has a table");
        let mut random = Random::new(0x7F);
        for _ in 0..50_000 {
            let mut request: Vec<u8> = (0..random.below(40)).map(|_| random.next() as u8).collect();
            if random.below(2) == 0 {
                // Bytes that say sizes are small.
                request.iter_mut().skip(1).for_each(|byte| *byte &= 0x1F);
            }
            if random.below(50) == 0 {
                request.resize(random.below(300), 0x11);
            }
            // It grows or shrinks to what it says, more often than by chance.
            if let (0..3, Err(SizeRefusal::Size { expected, .. })) =
                (random.below(4), table.verdict(&request))
            {
                request.resize(expected.0.into(), 1);
            }
            let said = interpreted(table.verdict(&request), request.len());
            assert_eq!(said, generated(check(&request)), "{} of {request:02X?}", nasty.name);
            *(if said.2.is_ok() { &mut good } else { &mut refused }) += 1;
        }
    }
    assert!(good > 10_000 && refused > 5_000, "{good} right, {refused} refused");
}
