//! A real drive's bytes: commands of the Linux kernel and the answers they got.

use std::path::Path;

use opcodec_schema::interp;
use opcodec_schema::ir::{CommandId, DataType, Form, Node, Schema, StructId};
use opcodec_schema::value::{CaseValue, Record, Value};
use opcodec_tests::capture::{Captured, commands};
use opcodec_tests::generated::mmc::{
    InquiryAnswer, Request, ResponseCode, SenseData, SenseDataPayload, SenseKey,
};
use opcodec_tests::schema;

fn captured() -> Vec<Captured> {
    commands(&Path::new(env!("CARGO_MANIFEST_DIR")).join("captures/usb-mass-storage-scsi.pcap"))
}

/// A CDB without its padding, by the three upper bits of its operation code.
fn cdb(captured: &Captured) -> &[u8] {
    let size = [6, 10, 10, 0, 16, 12, 0, 0][usize::from(captured.cdb[0] >> 5)];
    assert!(captured.cdb[size..].iter().all(|byte| *byte == 0));
    &captured.cdb[..size]
}

fn command_of(schema: &Schema, request: &Record) -> CommandId {
    match schema.structs[request.of.index()].form {
        Form::Request(command) => command,
        _ => panic!("a request"),
    }
}

/// A row by its name, of the record or of the child in its payload.
fn row<'r>(schema: &Schema, record: &'r Record, name: &str) -> Option<&'r Value> {
    let rows = &schema.structs[record.of.index()].rows;
    let own = rows.iter().position(|row| row.name.as_ref().is_some_and(|known| known.is(name)));
    own.and_then(|index| record.rows[index].as_ref()).or_else(|| {
        record.rows.iter().flatten().find_map(|value| match value {
            Value::Case(case) => match &**case {
                CaseValue::Known { body, .. } => row(schema, body, name),
                CaseValue::Unknown { .. } => None,
            },
            _ => None,
        })
    })
}

fn int(schema: &Schema, record: &Record, name: &str) -> i128 {
    match row(schema, record, name) {
        Some(Value::Int(value)) => *value,
        other => panic!("{name} is {other:?}"),
    }
}

fn text<'r>(schema: &Schema, record: &'r Record, name: &str) -> &'r str {
    match row(schema, record, name) {
        Some(Value::Text(text)) => text,
        other => panic!("{name} is {other:?}"),
    }
}

/// The layout of a command's answer, with what the request passes to it.
fn answer(schema: &Schema, request: &Record) -> Option<(StructId, Vec<i128>)> {
    let command = &schema.commands[command_of(schema, request).index()];
    let DataType::Struct(body, args) = &command.out.as_ref().or(command.input.as_ref())?.ty else {
        return None;
    };
    let args = args.iter().map(|arg| match &arg.node {
        Node::Row(id, _) => match request.row(*id) {
            Some(Value::Int(value)) => *value,
            other => panic!("an integer, not {other:?}"),
        },
        other => panic!("a row, not {other:?}"),
    });
    Some((*body, args.collect()))
}

/// Encodes to the same bytes in every named bit; the bits that have no name.
fn round_trip(schema: &Schema, record: &Record, places: &interp::Places, bytes: &[u8]) -> Vec<(usize, u8)> {
    let again = interp::encode(schema, record, None).expect("it encodes");
    assert_eq!(again.len(), bytes.len());
    let named = interp::named_bits(schema, record, places, bytes);
    let differences = again.iter().zip(bytes).enumerate().map(|(i, (a, b))| (i, a ^ b));
    let lost: Vec<(usize, u8)> = differences.filter(|(_, bits)| *bits != 0).collect();
    assert!(lost.iter().all(|(i, bits)| bits & named[*i] == 0), "{lost:?}");
    lost
}

#[test]
fn the_capture_holds_what_it_says() {
    let captured = captured();
    let opcodes: Vec<u8> = captured.iter().map(|one| one.cdb[0]).collect();
    assert_eq!(opcodes, [0x12, 0x00, 0x03, 0x00, 0x28]);
    assert_eq!(captured.iter().map(|one| one.status).collect::<Vec<_>>(), [0, 1, 0, 0, 0]);
    assert_eq!(captured.iter().map(|one| one.data_len).collect::<Vec<_>>(), [36, 0, 18, 0, 2048]);
}

#[test]
fn the_interpreter_reads_every_command_and_answer() {
    let schema = schema("mmc");
    let mut names = Vec::new();
    for captured in captured() {
        let cdb = cdb(&captured);
        let (request, places) = interp::decode_request_placed(&schema, cdb).expect("a command");
        assert_eq!(round_trip(&schema, &request, &places, cdb), []);
        let command = &schema.commands[command_of(&schema, &request).index()];
        names.push(command.name.printed.as_str());
        let data = &captured.data;
        match command.name.printed.as_str() {
            "INQUIRY" => {
                assert_eq!(int(&schema, &request, "allocation_length"), 36);
                let (of, args) = answer(&schema, &request).expect("an answer");
                let (inquiry, places) =
                    interp::decode_placed(&schema, of, &args, data).expect("standard data");
                assert_eq!(int(&schema, &inquiry, "peripheral_device_type"), 5);
                assert_eq!(text(&schema, &inquiry, "t10_vendor_identification"), "QEMU");
                assert_eq!(text(&schema, &inquiry, "product_identification"), "QEMU CD-ROM");
                assert_eq!(text(&schema, &inquiry, "product_revision_level"), "2.5+");
                // Bit 4 of byte 7 (SYNC) is obsolete and has no name.
                assert_eq!(round_trip(&schema, &inquiry, &places, data), [(7, 0x10)]);
            }
            "REQUEST_SENSE" => {
                let (of, args) = answer(&schema, &request).expect("an answer");
                let (sense, places) = interp::decode_placed(&schema, of, &args, data).expect("sense data");
                let code = ["sense_key", "additional_sense_code", "additional_sense_code_qualifier"];
                assert_eq!(code.map(|name| int(&schema, &sense, name)), [6, 0x29, 0]);
                assert_eq!(round_trip(&schema, &sense, &places, data), []);
            }
            "READ_10" => {
                assert_eq!(int(&schema, &request, "lba"), 17);
                assert_eq!(int(&schema, &request, "transfer_length"), 1);
                assert!(answer(&schema, &request).is_none(), "blocks are octets");
                assert!(data.starts_with(b"\xFFCD001\x01"), "a terminator of volume descriptors");
            }
            _ => assert!(answer(&schema, &request).is_none()),
        }
    }
    assert_eq!(names, ["INQUIRY", "TEST_UNIT_READY", "REQUEST_SENSE", "TEST_UNIT_READY", "READ_10"]);
}

/// What a typed value encodes to.
fn bytes<'o>(
    len: usize,
    encode: impl FnOnce(&'o mut [u8]) -> Result<&'o [u8], opcodec::EncodeError>,
) -> &'o [u8] {
    encode(vec![0xFF; len].leak()).expect("it encodes")
}

#[test]
fn the_generated_code_reads_every_command_and_answer() {
    for captured in captured() {
        let cdb = cdb(&captured);
        let request = Request::from_bytes(cdb).expect("a command");
        let again = request.encode().expect("it encodes");
        assert_eq!(again.as_bytes(), cdb, "every named bit of these is what it was");
        let data = captured.data.as_slice();
        match request {
            Request::Inquiry(inquiry) => {
                assert_eq!(inquiry.allocation_length, Some(36));
                let (evpd, page) = (inquiry.evpd, inquiry.page_code);
                let answer = InquiryAnswer::from_bytes(data, evpd, page).expect("standard data");
                let InquiryAnswer::StandardInquiry(standard) = answer else { panic!("{answer:?}") };
                assert_eq!(standard.t10_vendor_identification, "QEMU");
                assert_eq!(standard.product_identification, "QEMU CD-ROM");
                assert_eq!(standard.product_revision_level, "2.5+");
                let again = bytes(answer.encoded_len(evpd, page), |out| answer.encode(out, evpd, page));
                let mut named = data.to_vec();
                named[7] &= !0x10;
                assert_eq!(again, named, "all but the bit that has no name");
            }
            Request::RequestSense(request) => {
                assert_eq!(request.allocation_length, Some(18));
                let sense = SenseData::from_bytes(data).expect("sense data");
                assert_eq!(sense.response_code, ResponseCode::FIXED_CURRENT);
                let SenseDataPayload::FixedSense(fixed) = sense.body else { panic!("{sense:?}") };
                assert_eq!(fixed.sense_key, SenseKey::UNIT_ATTENTION);
                assert_eq!(fixed.additional_sense_code, Some(0x29));
                assert_eq!(bytes(sense.encoded_len(), |out| sense.encode(out)), data);
            }
            Request::Read10(read) => assert_eq!((read.lba, read.transfer_length), (17, 1)),
            Request::TestUnitReady(_) => assert!(data.is_empty()),
            other => panic!("{other:?}"),
        }
    }
}
