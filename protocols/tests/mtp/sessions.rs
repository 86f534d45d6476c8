use crate::events::next;
use crate::{Device, ROOT, code, device, handles, info, raw, raw_code};
use opcodec::ptp::{Operation, PtpReply};
use opcodec::wire::Utf16;
use opcodec::{Call, CallError, Effect, Exchange, In, Kind, Out, Ptp, TransportError};
use opcodec_protocols::mtp::{
    self, DevicePropertyCode, GetDeviceInfo, GetObject, GetObjectHandles, GetStorageIDs, GetStorageInfo,
    ObjectFormat, ObjectHandle, OpenSession, OperationCode, ResponseCode, SendObject, SendObjectInfo,
    StorageId,
};
use opcodec_protocols::sim::mtp::{Custom, Object, Outcome, Property, Responder, Storage};

#[test]
fn sessions_open_and_close() {
    let mut responder = Responder::new();
    let mut buffer = [0; 512];
    let info = responder.call(&GetDeviceInfo {}, &mut buffer).unwrap();
    assert_eq!(info.manufacturer, "OPCODEC");
    assert!(info.operations_supported.iter().any(|known| known == OperationCode::GET_OBJECT_PROP_LIST));

    let any = |responder: &mut Responder| code(responder.call(&GetStorageIDs {}, &mut [0; 64]));
    assert_eq!(any(&mut responder), ResponseCode::SESSION_NOT_OPEN);
    assert_eq!(code(responder.call(&mtp::CloseSession {}, ())), ResponseCode::SESSION_NOT_OPEN);
    // Every operation but two, even one that nobody knows.
    for operation in (0x1003..=0x101B).chain(0x9801..=0x9805).chain([0x9999]) {
        let refused = raw_code(&mut responder, Operation::new(operation, []), &[]);
        assert_eq!(refused, ResponseCode::SESSION_NOT_OPEN, "{operation:#X}");
    }

    assert_eq!(raw_code(&mut responder, Operation::new(0x1002, [0]), &[]), ResponseCode::INVALID_PARAMETER);
    assert_eq!(raw_code(&mut responder, Operation::new(0x1002, []), &[]), ResponseCode::INVALID_PARAMETER);
    responder.call(&OpenSession { session_id: 7 }, ()).unwrap();
    assert_eq!(responder.session(), Some(7));
    let again = raw(&mut responder, Operation::new(0x1002, [8]), &[]);
    assert_eq!(again, PtpReply::new(ResponseCode::SESSION_ALREADY_OPENED.raw(), [7]));
    responder.call(&mtp::CloseSession {}, ()).unwrap();
    assert_eq!(responder.session(), None);
    assert_eq!(any(&mut responder), ResponseCode::SESSION_NOT_OPEN);
}

#[test]
fn parameters_that_an_operation_does_not_have() {
    let Device { mut responder, storage, .. } = device();
    let storage = storage.raw();
    assert_eq!(
        raw_code(&mut responder, Operation::new(0x1005, [storage, 0, 0, 0, 0]), &[]),
        ResponseCode::OK
    );
    let extra = Operation::new(0x1005, [storage, 0, 0, 1]);
    assert_eq!(raw_code(&mut responder, extra, &[]), ResponseCode::PARAMETER_NOT_SUPPORTED);
    let missing = Operation::new(0x1005, []);
    assert_eq!(raw_code(&mut responder, missing, &[]), ResponseCode::INVALID_PARAMETER);
}

#[test]
fn storages() {
    let Device { mut responder, storage, a, .. } = device();
    let mut buffer = [0; 512];
    let ids = responder.call(&GetStorageIDs {}, &mut buffer).unwrap();
    assert_eq!(ids.storage_ids.iter().collect::<Vec<_>>(), [storage]);
    let info = responder.call(&GetStorageInfo { storage_id: storage }, &mut buffer).unwrap();
    assert_eq!((info.max_capacity, info.free_space_in_bytes), (1 << 20, (1 << 20) - 1015));
    assert_eq!((info.storage_description, info.volume_identifier), (Utf16::from("store"), "VOLUME".into()));

    let other = responder.insert(Storage::in_memory(9));
    let info = responder.call(&GetStorageInfo { storage_id: other }, &mut buffer).unwrap();
    assert_eq!(info.free_space_in_bytes, 9, "what is in another storage takes nothing of it");
    let there = GetObjectHandles { storage_id: other, ..GetObjectHandles::default() };
    assert!(handles(&mut responder, there).unwrap().is_empty());

    let mut ask = |responder: &mut Responder, storage_id| {
        code(responder.call(&GetStorageInfo { storage_id }, &mut buffer))
    };
    assert_eq!(ask(&mut responder, StorageId::new(0x0009_0001)), ResponseCode::INVALID_STORAGE_ID);
    responder.set_available(storage, false);
    assert_eq!(ask(&mut responder, storage), ResponseCode::STORE_NOT_AVAILABLE);
    responder.set_available(storage, true);
    assert!(responder.take_out(storage).is_some());
    assert_eq!(ask(&mut responder, storage), ResponseCode::INVALID_STORAGE_ID);
    assert!(handles(&mut responder, GetObjectHandles::default()).unwrap().is_empty());
    let gone = GetObject { object_handle: a };
    assert_eq!(code(responder.call(&gone, &mut [0; 8])), ResponseCode::INVALID_OBJECT_HANDLE);
}

#[test]
fn data_where_there_is_none() {
    let Device { mut responder, storage, .. } = device();
    let asked = Operation::new(0x1005, [storage.raw()]);
    assert_eq!(raw_code(&mut responder, asked, b"data"), ResponseCode::INVALID_DATASET);
    // A data set as large as none is.
    let set = Operation::new(0x1016, [0x5001]);
    responder.define(Property::new(DevicePropertyCode::BATTERY_LEVEL, 1_u8).settable());
    assert_eq!(raw_code(&mut responder, set, &vec![0; 3 << 20]), ResponseCode::OBJECT_TOO_LARGE);
}

#[test]
fn what_is_refused_takes_no_data() {
    let Device { mut responder, storage, a, .. } = device();
    let r = &mut responder;
    r.define(Property::new(DevicePropertyCode::BATTERY_LEVEL, 1_u8));
    let safe = r.add(storage, ROOT, Object::file("safe", vec![]).protected()).unwrap();
    for (operation, refusal) in [
        (Operation::new(0x100C, [storage.raw(), a.raw()]), ResponseCode::INVALID_PARENT_OBJECT),
        (Operation::new(0x100D, []), ResponseCode::NO_VALID_OBJECT_INFO),
        (Operation::new(0x1016, [0x5001]), ResponseCode::ACCESS_DENIED),
        (Operation::new(0x9804, [a.raw(), 0xDC04]), ResponseCode::ACCESS_DENIED),
        (Operation::new(0x9804, [safe.raw(), 0xDC07]), ResponseCode::OBJECT_WRITE_PROTECTED),
    ] {
        let mut exchange = Exchange::<Ptp>::new(operation);
        exchange.out = Out::Bytes(&[0; 8]);
        r.execute(&mut exchange).unwrap();
        assert_eq!((exchange.reply.code(), exchange.sent), (refusal.raw(), 0), "{operation:?}");
    }
}

#[test]
fn moods() {
    let Device { mut responder, a, .. } = device();
    let asked = GetObject { object_handle: a };
    responder.busy(2);
    for _ in 0..2 {
        assert_eq!(code(responder.call(&asked, &mut [0; 8])), ResponseCode::DEVICE_BUSY);
    }
    responder.fail_next(PtpReply::new(ResponseCode::SELF_TEST_FAILED.raw(), []));
    assert_eq!(code(responder.call(&asked, &mut [0; 8])), ResponseCode::SELF_TEST_FAILED);
    let gone = TransportError::new(Kind::Disconnected, Effect::Unknown);
    responder.lose_next(gone);
    assert!(matches!(responder.call(&asked, &mut [0; 8]), Err(CallError::Transport(error)) if error == gone));
    responder.pending_polls(3);
    assert_eq!(responder.call(&asked, &mut [0; 8]).unwrap(), b"hello");
    responder.pending_polls(0);

    // Data of just so many bytes goes through, one more does not.
    responder.cancel_after(4);
    assert_eq!(code(responder.call(&asked, &mut [0; 8])), ResponseCode::TRANSACTION_CANCELED);
    assert!(matches!(next(&mut responder), Some(mtp::Event::CancelTransaction(_))));
    assert_eq!(responder.call(&asked, &mut [0; 8]).unwrap(), b"hello");
    responder.call(&SendObjectInfo::default(), &info("whole", 5)).unwrap();
    responder.cancel_after(5);
    assert_eq!(responder.call(&asked, &mut [0; 8]).unwrap(), b"hello");
    responder.call(&SendObject {}, &[1; 5]).unwrap();
    responder.cancel_after(u64::MAX);
    responder.call(&SendObjectInfo::default(), &info("cut", 8)).unwrap();
    responder.cancel_after(3);
    assert_eq!(code(responder.call(&SendObject {}, &[1; 8])), ResponseCode::TRANSACTION_CANCELED);
    assert!(matches!(next(&mut responder), Some(mtp::Event::CancelTransaction(_))));
    assert_eq!(responder.call(&asked, &mut [0; 8]).unwrap(), b"hello", "it was for one transaction");
    assert_eq!(code(responder.call(&SendObject {}, &[1; 8])), ResponseCode::NO_VALID_OBJECT_INFO);
}

struct Takes(usize);
impl Custom for Takes {
    fn run(&mut self, _: &Operation, _: &[u8]) -> Outcome {
        Outcome::response(ResponseCode::OK)
    }
    fn most_data(&self) -> usize {
        self.0
    }
}

#[test]
fn operations_of_a_vendor() {
    let Device { mut responder, .. } = device();
    let unknown = Operation::new(0x9999, [1, 2, 3]);
    assert_eq!(raw_code(&mut responder, unknown, &[]), ResponseCode::OPERATION_NOT_SUPPORTED);
    assert_eq!(raw_code(&mut responder, unknown, b"data"), ResponseCode::OPERATION_NOT_SUPPORTED);
    assert_eq!(code(responder.call(&GetStorageIDs {}, &mut [0; 4])), ResponseCode::TRANSACTION_CANCELED);

    responder.on(0x9999, |operation: &Operation, data: &[u8]| Outcome {
        reply: PtpReply::from_slice(0x2001, operation.parameters()).unwrap(),
        data: data.iter().rev().copied().collect(),
    });
    let mut buffer = [0; 8];
    let mut exchange = Exchange::<Ptp>::new(unknown);
    exchange.out = Out::Bytes(b"abc");
    exchange.input = In::Bytes(&mut buffer);
    responder.execute(&mut exchange).unwrap();
    assert_eq!((exchange.reply.parameters(), exchange.sent, exchange.received), (&[1, 2, 3][..], 3, 3));
    assert_eq!(&buffer[..3], b"cba");
    let mut buffer = [0; 512];
    let info = responder.call(&GetDeviceInfo {}, &mut buffer).unwrap();
    assert!(info.operations_supported.iter().any(|known| known.raw() == 0x9999));

    responder.on(0x9998, |_: &Operation, _: &[u8]| Outcome {
        data: b"not sent".to_vec(),
        ..Outcome::response(ResponseCode::ACCESS_DENIED)
    });
    let mut buffer = [0; 16];
    let mut exchange = Exchange::<Ptp>::new(Operation::new(0x9998, []));
    exchange.input = In::Bytes(&mut buffer);
    responder.execute(&mut exchange).unwrap();
    assert_eq!((exchange.reply.code(), exchange.received), (ResponseCode::ACCESS_DENIED.raw(), 0));
    // An operation that the device knows, done in another way.
    responder.on(0x1004, |_: &Operation, _: &[u8]| Outcome::data([0; 4]));
    assert!(responder.call(&GetStorageIDs {}, &mut [0; 64]).unwrap().storage_ids.is_empty());
    let mut buffer = [0; 512];
    let info = responder.call(&GetDeviceInfo {}, &mut buffer).unwrap();
    let known: Vec<u16> = info.operations_supported.iter().map(OperationCode::raw).collect();
    assert!(known.is_sorted_by(|a, b| a < b), "each once, in order: {known:04X?}");
    // As much data as it takes, and more.
    assert_eq!(raw_code(&mut responder, unknown, &vec![0; (16 << 20) + 1]), ResponseCode::OBJECT_TOO_LARGE);
    responder.on(0x9997, Takes(3));
    for (data, answer) in [(&b"123"[..], ResponseCode::OK), (b"1234", ResponseCode::OBJECT_TOO_LARGE)] {
        assert_eq!(raw_code(&mut responder, Operation::new(0x9997, []), data), answer);
    }
}

#[test]
fn what_a_device_itself_cannot_do() {
    let Device { mut responder, storage, sub, a, .. } = device();
    let refused = |result: Result<ObjectHandle, ResponseCode>| result.unwrap_err();
    let file = |name: &str| Object::file(name, vec![0; 2]);
    assert_eq!(refused(responder.add(StorageId::new(9), ROOT, file("x"))), ResponseCode::INVALID_STORAGE_ID);
    assert_eq!(refused(responder.add(storage, a, file("x"))), ResponseCode::INVALID_PARENT_OBJECT);
    assert_eq!(refused(responder.add(storage, ROOT, file("a/b"))), ResponseCode::INVALID_DATASET);
    let format = file("x").of_format(ObjectFormat::TIFF);
    assert_eq!(refused(responder.add(storage, ROOT, format)), ResponseCode::INVALID_OBJECT_FORMAT_CODE);
    let small = responder.insert(Storage::in_memory(1));
    assert_eq!(refused(responder.add(small, ROOT, file("x"))), ResponseCode::STORE_FULL);
    assert_eq!(refused(responder.add(small, sub, Object::folder("x"))), ResponseCode::INVALID_PARENT_OBJECT);
    responder.add(small, ROOT, Object::file("just", vec![0; 1])).unwrap();
    assert!(!responder.remove(ObjectHandle::new(99)));
    assert!(responder.take_out(StorageId::new(9)).is_none());
    responder.takes_formats(&[ObjectFormat::UNDEFINED]);
    let folder = Object::folder("f");
    assert_eq!(refused(responder.add(storage, ROOT, folder)), ResponseCode::INVALID_OBJECT_FORMAT_CODE);
}
