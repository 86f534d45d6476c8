//! A real responder's bytes: what initiators asked it over USB, and what it answered.

use std::path::Path;

use opcodec::ErrorKind;
use opcodec::ptp::container::{Container, ContainerPayload, ContainerType};
use opcodec_schema::interp;
use opcodec_schema::ir::{CommandId, DataType, Form, Schema, StructId};
use opcodec_schema::value::{self, CaseValue, Record, Value};
use opcodec_tests::capture::{bulk, controls};
use opcodec_tests::generated::mtp::{
    DeviceInfo, ObjectFormat, ObjectHandle, ObjectHandles, ObjectInfo, ObjectPropertyCodes, Request,
    ResponseCode, StorageIDs, StorageId, StorageInfo,
};
use opcodec_tests::schema;

const CAPTURES: [&str; 2] = ["mtp-qemu-session", "mtp-gphoto2"];

fn captured(name: &str) -> Vec<Vec<u8>> {
    bulk(&path(name))
}

fn path(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("captures").join(name).with_extension("pcap")
}

/// A layout by its name.
fn layout(schema: &Schema, name: &str) -> StructId {
    let found = schema
        .structs
        .iter()
        .position(|layout| layout.name.is(name) && matches!(layout.form, Form::Struct | Form::Union));
    StructId(found.unwrap_or_else(|| panic!("no layout {name}")) as u32)
}

fn row<'r>(schema: &Schema, record: &'r Record, name: &str) -> &'r Value {
    let rows = &schema.structs[record.of.index()].rows;
    let index = rows.iter().position(|row| row.name.as_ref().is_some_and(|known| known.is(name)));
    record.rows[index.expect("a row")].as_ref().expect("it is there")
}

fn int(schema: &Schema, record: &Record, name: &str) -> i128 {
    match row(schema, record, name) {
        Value::Int(value) => *value,
        other => panic!("{name} is {other:?}"),
    }
}

/// Decodes a whole message, and encodes it to the same bytes: these have no bit without a name.
fn whole(schema: &Schema, of: StructId, bytes: &[u8]) -> Record {
    let name = &schema.structs[of.index()].name.printed;
    let (record, places) = interp::decode_placed(schema, of, &[], bytes).unwrap_or_else(|failure| {
        panic!("{name}: {failure} of {bytes:02X?}");
    });
    assert!(record.cut.is_none(), "{name} is cut");
    let again = interp::encode(schema, &record, None).expect("it encodes");
    assert_eq!(again, bytes, "{name}");
    let named = interp::named_bits(schema, &record, &places, bytes);
    assert!(named.iter().all(|bits| *bits == 0xFF), "{name} names every bit");
    record
}

/// What is in a container.
struct Phase {
    kind: ContainerType,
    transaction: u32,
    /// The code and what follows the header: an operation, a response, or bare data.
    bytes: Vec<u8>,
}

fn phase(containers: &Schema, bytes: &[u8]) -> Phase {
    let record = whole(containers, layout(containers, "Container"), bytes);
    let Value::Case(case) = row(containers, &record, "body") else { panic!("{record:?}") };
    let CaseValue::Known { body, .. } = &**case else { panic!("{record:?}") };
    let number = |name| u32::try_from(int(containers, &record, name)).expect("32 bits");
    assert_eq!(number("ContainerLength") as usize, bytes.len());
    let (kind, code) = (ContainerType::new(number("ContainerType") as u16), number("Code") as u16);
    let bytes = match &body.rows[..] {
        [Some(Value::Bytes(payload))] => payload.clone(),
        [Some(Value::List(parameters))] => {
            let mut bytes = code.to_le_bytes().to_vec();
            for parameter in parameters {
                let Value::Int(parameter) = parameter else { panic!("{parameter:?}") };
                bytes.extend_from_slice(&(*parameter as u32).to_le_bytes());
            }
            bytes
        }
        other => panic!("{other:?}"),
    };
    Phase { kind, transaction: number("TransactionID"), bytes }
}

/// An operation as the interpreter reads it: its command, or nothing for one that no schema has.
fn operation(mtp: &Schema, bytes: &[u8]) -> Option<CommandId> {
    match interp::decode_request_placed(mtp, bytes) {
        Ok((request, places)) => {
            let again = interp::encode(mtp, &request, None).expect("it encodes");
            let named = interp::named_bits(mtp, &request, &places, bytes);
            assert_eq!(again.len(), bytes.len());
            for (at, (a, b)) in again.iter().zip(bytes).enumerate() {
                assert_eq!((a ^ b) & named[at], 0, "byte {at} of {bytes:02X?}");
            }
            match mtp.structs[request.of.index()].form {
                Form::Request(command) => Some(command),
                other => panic!("{other:?}"),
            }
        }
        Err(failure) => {
            assert_eq!(failure.kind, value::ErrorKind::Unknown, "{failure}");
            assert_eq!(failure.got, u64::from(u16::from_le_bytes([bytes[0], bytes[1]])));
            None
        }
    }
}

#[test]
fn the_interpreter_reads_every_container_and_data_set() {
    let (containers, mtp) = (schema("ptp_usb"), schema("mtp"));
    let (mut sets, mut unknown) = (0, 0);
    for name in CAPTURES {
        let mut open = None;
        for bytes in captured(name) {
            let phase = phase(&containers, &bytes);
            match phase.kind {
                ContainerType::COMMAND => open = Some((phase.transaction, operation(&mtp, &phase.bytes))),
                ContainerType::DATA => {
                    let (transaction, command) = open.expect("data follows an operation");
                    assert_eq!(phase.transaction, transaction);
                    let command = &mtp.commands[command.expect("a known one").index()];
                    match &command.input.as_ref().expect("it has data").ty {
                        DataType::Struct(of, args) => {
                            assert!(args.is_empty());
                            whole(&mtp, *of, &phase.bytes);
                            sets += 1;
                        }
                        DataType::Bytes => assert_eq!(phase.bytes, b"hi\n"),
                    }
                }
                ContainerType::RESPONSE => {
                    let (transaction, command) = open.take().expect("a response follows an operation");
                    assert_eq!(phase.transaction, transaction);
                    let code = u16::from_le_bytes([phase.bytes[0], phase.bytes[1]]);
                    let table = &mtp.errors[0];
                    assert!(table.codes.iter().any(|known| known.value == u32::from(code)), "{code:#X}");
                    unknown += usize::from(command.is_none());
                    assert_eq!(command.is_none(), code == ResponseCode::OPERATION_NOT_SUPPORTED.raw());
                }
                other => panic!("{other:?}"),
            }
        }
        assert!(open.is_none(), "every transaction has its response");
    }
    assert_eq!((sets, unknown), (21, 1));
}

#[test]
fn the_interpreter_reads_the_class_request() {
    let class = schema("ptp_class");
    let setups = controls(&path("mtp-qemu-session"));
    let of_the_class: Vec<_> = setups.iter().filter(|control| control.setup[0] & 0x60 == 0x20).collect();
    let [status] = of_the_class.as_slice() else { panic!("{of_the_class:?}") };
    let request = interp::decode_request(&class, &status.setup).expect("Get Device Status");
    assert_eq!(int(&class, &request, "wLength"), 20);
    assert_eq!(interp::encode(&class, &request, None).expect("it encodes"), status.setup);
    assert!(status.data.is_empty(), "this responder has nothing to say");
}

/// What a typed value encodes to.
fn bytes<'o>(
    len: usize,
    encode: impl FnOnce(&'o mut [u8]) -> Result<&'o [u8], opcodec::EncodeError>,
) -> &'o [u8] {
    encode(vec![0xFF; len].leak()).expect("it encodes")
}

/// Reads a data set and writes it again.
macro_rules! same {
    ($set:ident, $data:expr) => {{
        let set = $set::from_bytes($data).expect(stringify!($set));
        assert_eq!(bytes(set.encoded_len(), |out| set.encode(out)), $data, "{set:?}");
        set
    }};
}

/// What is in a container, by the generated code.
fn typed(captured: &[u8]) -> Container<'_> {
    let container = Container::from_bytes(captured).expect("a container");
    assert!(!container.is_cut());
    assert_eq!(bytes(container.encoded_len(), |out| container.encode(out)), captured);
    container
}

#[test]
fn the_generated_code_reads_every_container_and_data_set() {
    let (mut sets, mut unknown) = (0, Vec::new());
    for name in CAPTURES {
        let mut request = None;
        for captured in captured(name) {
            let container = typed(&captured);
            match container.body {
                ContainerPayload::CommandContainer(command) => {
                    let parameters: Vec<u32> = command.parameters.iter().collect();
                    let operation = opcodec::ptp::Operation::from_slice(container.code, &parameters);
                    let operation = operation.expect("at most five");
                    let decoded = Request::try_from(operation).expect("an operation");
                    assert_eq!(decoded.encode().expect("it encodes"), operation);
                    request = Some(decoded);
                }
                ContainerPayload::DataContainer(data) => {
                    data_set(request.expect("data follows an operation"), data.payload);
                    sets += 1;
                }
                ContainerPayload::ResponseContainer(_) => {
                    let code = ResponseCode::new(container.code);
                    assert!(code.name().is_some(), "{code:?}");
                    if let Some(Request::Unknown(operation)) = request.take() {
                        assert_eq!(code, ResponseCode::OPERATION_NOT_SUPPORTED);
                        unknown.push(operation);
                    }
                }
                other => panic!("{other:?}"),
            }
        }
    }
    assert_eq!(sets, 22);
    assert_eq!(unknown, [opcodec::ptp::Operation::new(0x9999, [1, 2, 3])]);
}

/// The data of an operation is what the operation says.
fn data_set(request: Request, data: &[u8]) {
    match request {
        Request::GetDeviceInfo(_) => {
            let info = same!(DeviceInfo, data);
            assert_eq!((info.manufacturer.to_string(), info.operations_supported.len()), ("QEMU".into(), 16));
        }
        Request::GetStorageIDs(_) => {
            let ids = same!(StorageIDs, data);
            assert_eq!(ids.storage_ids.iter().collect::<Vec<_>>(), [StorageId::new(0x0001_0001)]);
        }
        Request::GetStorageInfo(_) => {
            let info = same!(StorageInfo, data);
            assert_eq!(info.storage_description, "share");
        }
        Request::GetObjectHandles(_) => {
            let handles = same!(ObjectHandles, data);
            assert!(handles.object_handles.iter().all(|handle| handle != ObjectHandle::NONE));
        }
        Request::GetObjectInfo(_) => {
            let info = same!(ObjectInfo, data);
            assert_eq!(info.capture_date, "20261120T113055");
            assert_eq!(info.filename == "sub", info.object_format == ObjectFormat::ASSOCIATION);
        }
        Request::GetObjectPropsSupported(_) => {
            let codes = same!(ObjectPropertyCodes, data);
            assert_eq!(codes.object_property_codes.len(), 6);
        }
        Request::GetObject(_) => assert_eq!(data, b"hi\n"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_command_that_breaks_a_rule_is_no_unknown_one() {
    let error = Request::from_bytes(&[0x05, 0x10]).expect_err("GetStorageInfo without its parameter");
    assert_eq!(error.kind(), ErrorKind::Size);
}
