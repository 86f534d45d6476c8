//! The simulated responder follows every rule, with the response code that the standard has for breaking it.
#![cfg(feature = "std")]

use std::io::Cursor;
use std::task::{Context, Poll, Waker};

use opcodec::ptp::{Event, Operation, PtpReply};
use opcodec::wire::{List, Utf16};
use opcodec::{
    Call, CallError, Effect, Events, Exchange, Execute, In, Kind, Out, Ptp, Sink, Source, StreamError,
    TransportError,
};
use opcodec_protocols::mtp::{
    self, AccessCapability, DataType, DeleteObject, DevicePropFormPayload, DevicePropertyCode, EventCode,
    GetDeviceInfo, GetDevicePropDesc, GetDevicePropValue, GetNumObjects, GetObject, GetObjectHandles,
    GetObjectInfo, GetObjectPropDesc, GetObjectPropList, GetObjectPropValue, GetObjectPropsSupported,
    GetPartialObject, GetSet, GetStorageIDs, GetStorageInfo, GetThumb, ObjectFormat, ObjectFormatFilter,
    ObjectHandle, ObjectInfo, ObjectPropFormPayload, ObjectPropertyCode, ObjectPropertyFilter, OpenSession,
    OperationCode, PropertyValue, ProtectionStatus, ResetDevicePropValue, ResponseCode, SendObject,
    SendObjectInfo, SetDevicePropValue, SetObjectPropValue, StorageId,
};
use opcodec_protocols::sim::mtp::{Object, Outcome, Property, Responder, Storage, Thumb, Value};

const ROOT: ObjectHandle = ObjectHandle::NONE;

/// A device with an open session and one storage: `sub/deep/x.mp3`, `sub/p.png`, `a.txt`.
struct Device {
    responder: Responder,
    storage: StorageId,
    sub: ObjectHandle,
    deep: ObjectHandle,
    x: ObjectHandle,
    p: ObjectHandle,
    a: ObjectHandle,
}

fn device() -> Device {
    let mut responder = Responder::new();
    let storage = responder.insert(Storage::in_memory(1 << 20).described("store", "VOLUME"));
    let mut add = |parent, object| responder.add(storage, parent, object).unwrap();
    let sub = add(ROOT, Object::folder("sub"));
    let deep = add(sub, Object::folder("deep"));
    let x = add(deep, Object::file("x.mp3", vec![7; 1000]).of_format(ObjectFormat::MP3));
    let thumb = Thumb { format: ObjectFormat::GIF, width: 4, height: 2, bytes: b"GIF".to_vec() };
    let p = add(sub, Object::file("p.png", vec![8; 10]).of_format(ObjectFormat::PNG).with_thumb(thumb));
    let a = add(ROOT, Object::file("a.txt", b"hello".to_vec()).dated("20260101T120000").with_keywords("k"));
    open(&mut responder);
    Device { responder, storage, sub, deep, x, p, a }
}

fn open(responder: &mut Responder) {
    responder.call(&OpenSession { session_id: 1 }, ()).unwrap();
}

#[track_caller]
fn code<T: std::fmt::Debug>(result: Result<T, CallError<Ptp>>) -> ResponseCode {
    match result {
        Err(CallError::Device(failure)) => ResponseCode::new(failure.0.code()),
        other => panic!("{other:?}"),
    }
}

/// An operation as it is on the wire, with its data to the device.
fn raw(responder: &mut Responder, operation: Operation, data: &[u8]) -> PtpReply {
    let mut buffer = [0; 4096];
    let mut exchange = Exchange::<Ptp>::new(operation);
    exchange.input = In::Bytes(&mut buffer);
    if !data.is_empty() {
        exchange.out = Out::Bytes(data);
    }
    responder.execute(&mut exchange).unwrap();
    exchange.reply
}

fn raw_code(responder: &mut Responder, operation: Operation, data: &[u8]) -> ResponseCode {
    ResponseCode::new(raw(responder, operation, data).code())
}

fn handles(responder: &mut Responder, which: GetObjectHandles) -> Result<Vec<ObjectHandle>, CallError<Ptp>> {
    let mut buffer = [0; 1024];
    Ok(responder.call(&which, &mut buffer)?.object_handles.iter().collect())
}

fn info(name: &str, size: u32) -> Vec<u8> {
    let info = ObjectInfo { object_compressed_size: size, filename: name.into(), ..ObjectInfo::DEFAULT };
    bytes(&info)
}

fn bytes(info: &ObjectInfo<'_>) -> Vec<u8> {
    let mut out = vec![0; info.encoded_len()];
    let len = info.encode(&mut out).unwrap().len();
    out.truncate(len);
    out
}

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
    // Even an operation that nobody knows.
    assert_eq!(raw_code(&mut responder, Operation::new(0x9999, []), &[]), ResponseCode::SESSION_NOT_OPEN);

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
    let Device { mut responder, storage, .. } = device();
    let mut buffer = [0; 512];
    let ids = responder.call(&GetStorageIDs {}, &mut buffer).unwrap();
    assert_eq!(ids.storage_ids.iter().collect::<Vec<_>>(), [storage]);
    let info = responder.call(&GetStorageInfo { storage_id: storage }, &mut buffer).unwrap();
    assert_eq!((info.max_capacity, info.free_space_in_bytes), (1 << 20, (1 << 20) - 1015));
    assert_eq!((info.storage_description, info.volume_identifier), (Utf16::from("store"), "VOLUME".into()));

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
}

#[test]
fn objects_by_storage_format_and_folder() {
    let Device { mut responder, storage, sub, deep, x, p, a } = device();
    let all = GetObjectHandles::default();
    let mut list = |which| handles(&mut responder, which);
    assert_eq!(list(all).unwrap(), [sub, deep, x, p, a]);
    assert_eq!(list(GetObjectHandles { storage_id: storage, ..all }).unwrap(), [sub, deep, x, p, a]);
    let parent = |handle| GetObjectHandles {
        object_format_code: Some(ObjectFormatFilter::ANY),
        parent_object_handle: Some(handle),
        ..all
    };
    assert_eq!(list(parent(ROOT)).unwrap(), [sub, deep, x, p, a]);
    assert_eq!(list(parent(ObjectHandle::ROOT_OR_ALL)).unwrap(), [sub, a]);
    assert_eq!(list(parent(sub)).unwrap(), [deep, p]);
    assert_eq!(code(list(parent(a))), ResponseCode::INVALID_PARENT_OBJECT);
    assert_eq!(code(list(parent(ObjectHandle::new(99)))), ResponseCode::INVALID_OBJECT_HANDLE);

    let format = |code| GetObjectHandles { object_format_code: Some(ObjectFormatFilter::new(code)), ..all };
    assert_eq!(list(format(0x3009)).unwrap(), [x]);
    assert_eq!(list(format(0xFFFF_FFFF)).unwrap(), [p]);
    assert!(list(format(0x3008)).unwrap().is_empty());
    assert_eq!(code(list(format(0x380D))), ResponseCode::INVALID_OBJECT_FORMAT_CODE);
    assert_eq!(code(list(format(0x1001))), ResponseCode::INVALID_CODE_FORMAT);
    assert_eq!(code(list(format(0x1_3009))), ResponseCode::INVALID_CODE_FORMAT);
    let nowhere = GetObjectHandles { storage_id: StorageId::new(5), ..all };
    assert_eq!(code(list(nowhere)), ResponseCode::INVALID_STORAGE_ID);

    let count = |which: GetObjectHandles| GetNumObjects {
        storage_id: which.storage_id,
        object_format_code: which.object_format_code,
        parent_object_handle: which.parent_object_handle,
    };
    let mut number = |which| responder.call(&count(which), ());
    assert_eq!(number(all).unwrap().num_objects, 5);
    assert_eq!(number(parent(sub)).unwrap().num_objects, 2);
    assert_eq!(code(number(nowhere)), ResponseCode::INVALID_STORAGE_ID);

    responder.ignores_formats(true);
    let refused = ResponseCode::SPECIFICATION_BY_FORMAT_UNSUPPORTED;
    assert_eq!(code(handles(&mut responder, format(0x3009))), refused);
    assert_eq!(handles(&mut responder, format(0)).unwrap().len(), 5);
    responder.set_available(storage, false);
    assert!(handles(&mut responder, all).unwrap().is_empty());
    let there = GetObjectHandles { storage_id: storage, ..all };
    assert_eq!(code(handles(&mut responder, there)), ResponseCode::STORE_NOT_AVAILABLE);
}

#[test]
fn objects_are_read() {
    let Device { mut responder, storage, sub, x, p, a, .. } = device();
    let mut buffer = [0; 4096];
    let info = responder.call(&GetObjectInfo { object_handle: a }, &mut buffer).unwrap();
    assert_eq!((info.filename, info.object_compressed_size), (Utf16::from("a.txt"), 5));
    assert_eq!((info.capture_date, info.keywords), (Utf16::from("20260101T120000"), "k".into()));
    assert_eq!((info.storage_id, info.parent_object), (storage, ROOT));
    let info = responder.call(&GetObjectInfo { object_handle: p }, &mut buffer).unwrap();
    assert_eq!((info.parent_object, info.thumb_compressed_size, info.thumb_pix_width), (sub, 3, 4));
    assert_eq!(responder.call(&GetObject { object_handle: a }, &mut buffer).unwrap(), b"hello");
    assert_eq!(responder.call(&GetObject { object_handle: x }, &mut buffer).unwrap(), [7; 1000]);
    assert_eq!(responder.call(&GetThumb { object_handle: p }, &mut buffer).unwrap(), b"GIF");

    let missing = ObjectHandle::new(99);
    for handle in [missing, ROOT, ObjectHandle::ROOT_OR_ALL] {
        let asked = GetObjectInfo { object_handle: handle };
        assert_eq!(code(responder.call(&asked, &mut buffer)), ResponseCode::INVALID_OBJECT_HANDLE);
        let asked = GetObject { object_handle: handle };
        assert_eq!(code(responder.call(&asked, &mut buffer)), ResponseCode::INVALID_OBJECT_HANDLE);
    }
    // A folder has no bytes, a text no thumbnail.
    let folder = GetObject { object_handle: sub };
    assert_eq!(code(responder.call(&folder, &mut buffer)), ResponseCode::INVALID_OBJECT_HANDLE);
    let text = GetThumb { object_handle: a };
    assert_eq!(code(responder.call(&text, &mut buffer)), ResponseCode::NO_THUMBNAIL_PRESENT);
    // Who takes less than there is has cancelled.
    let whole = GetObject { object_handle: a };
    assert_eq!(code(responder.call(&whole, &mut [0; 4])), ResponseCode::TRANSACTION_CANCELED);
    assert_eq!(responder.call(&whole, &mut [0; 5]).unwrap(), b"hello");
    responder.set_available(storage, false);
    assert_eq!(code(responder.call(&whole, &mut buffer)), ResponseCode::STORE_NOT_AVAILABLE);
}

#[test]
fn parts_of_objects() {
    let Device { mut responder, sub, a, .. } = device();
    let part = |offset, max_bytes| GetPartialObject { object_handle: a, offset, max_bytes };
    let mut buffer = [0; 64];
    let (data, answer) = responder.call(&part(1, Some(3)), &mut buffer).unwrap();
    assert_eq!((data, answer.bytes_sent), (&b"ell"[..], 3));
    let (data, answer) = responder.call(&part(3, None), &mut buffer).unwrap();
    assert_eq!((data, answer.bytes_sent), (&b"lo"[..], 2));
    let (data, answer) = responder.call(&part(5, Some(9)), &mut buffer).unwrap();
    assert_eq!((data, answer.bytes_sent), (&b""[..], 0));
    assert_eq!(code(responder.call(&part(6, Some(1)), &mut buffer)), ResponseCode::INVALID_PARAMETER);
    let folder = GetPartialObject { object_handle: sub, offset: 0, max_bytes: Some(1) };
    assert_eq!(code(responder.call(&folder, &mut buffer)), ResponseCode::INVALID_OBJECT_HANDLE);
    // 0xFFFFFFFF: up to the end, whatever the buffer.
    let rest = raw(&mut responder, Operation::new(0x101B, [a.raw(), 0, u32::MAX]), &[]);
    assert_eq!(rest, PtpReply::new(0x2001, [5]));
}

#[test]
fn objects_are_deleted() {
    let Device { mut responder, storage, sub, deep, x, p, a } = device();
    let delete = |object_handle| DeleteObject { object_handle, object_format_code: None };
    let missing = delete(ObjectHandle::new(99));
    assert_eq!(code(responder.call(&missing, ())), ResponseCode::INVALID_OBJECT_HANDLE);
    responder.call(&delete(a), ()).unwrap();
    assert_eq!(handles(&mut responder, GetObjectHandles::default()).unwrap(), [sub, deep, x, p]);
    let safe = responder.add(storage, sub, Object::file("safe", vec![1]).protected()).unwrap();
    assert_eq!(code(responder.call(&delete(safe), ())), ResponseCode::OBJECT_WRITE_PROTECTED);
    // A folder that holds it goes as far as it can.
    assert_eq!(code(responder.call(&delete(sub), ())), ResponseCode::PARTIAL_DELETION);
    assert_eq!(handles(&mut responder, GetObjectHandles::default()).unwrap(), [sub, safe]);

    let Device { mut responder, sub, deep, x, a, .. } = device();
    let images = DeleteObject {
        object_handle: ObjectHandle::ROOT_OR_ALL,
        object_format_code: Some(ObjectFormatFilter::ALL_IMAGES),
    };
    responder.call(&images, ()).unwrap();
    assert_eq!(handles(&mut responder, GetObjectHandles::default()).unwrap(), [sub, deep, x, a]);
    responder.call(&delete(ObjectHandle::ROOT_OR_ALL), ()).unwrap();
    assert!(handles(&mut responder, GetObjectHandles::default()).unwrap().is_empty());

    for (access, refused) in [
        (AccessCapability::READ_ONLY, Some(ResponseCode::STORE_READ_ONLY)),
        (AccessCapability::READ_ONLY_BUT_DELETE, None),
    ] {
        let mut responder = Responder::new();
        let storage = responder.insert(Storage::in_memory(100).with_access(access));
        let object = responder.add(storage, ROOT, Object::file("o", vec![1])).unwrap();
        open(&mut responder);
        let result = responder.call(&delete(object), ());
        match refused {
            Some(refused) => assert_eq!(code(result), refused),
            None => result.unwrap(),
        }
    }
}

#[test]
fn an_object_is_sent() {
    let Device { mut responder, storage, sub, .. } = device();
    let anywhere = SendObjectInfo::default();
    let answer = responder.call(&anywhere, &info("new.bin", 6)).unwrap();
    assert_eq!((answer.storage_id, answer.parent_object_handle), (storage, ObjectHandle::ROOT_OR_ALL));
    let new = answer.object_handle;
    // It is not there before its bytes are.
    let asked = GetObjectInfo { object_handle: new };
    assert_eq!(code(responder.call(&asked, &mut [0; 512])), ResponseCode::INVALID_OBJECT_HANDLE);
    responder.call(&SendObject {}, b"abcdef").unwrap();
    assert_eq!(responder.call(&GetObject { object_handle: new }, &mut [0; 64]).unwrap(), b"abcdef");
    assert_eq!(code(responder.call(&SendObject {}, b"abcdef")), ResponseCode::NO_VALID_OBJECT_INFO);

    // A folder needs no bytes, and takes objects at once; an object may be empty.
    let folder = ObjectInfo {
        object_format: ObjectFormat::ASSOCIATION,
        association_type: mtp::AssociationType::GENERIC_FOLDER,
        filename: "folder".into(),
        ..ObjectInfo::DEFAULT
    };
    let within = SendObjectInfo { storage_id: Some(storage), parent_object_handle: Some(sub) };
    let answer = responder.call(&within, &bytes(&folder)).unwrap();
    assert_eq!(answer.parent_object_handle, sub);
    let within = SendObjectInfo { parent_object_handle: Some(answer.object_handle), ..within };
    let answer = responder.call(&within, &info("empty", 0)).unwrap();
    responder.call(&SendObject {}, &[]).unwrap();
    assert!(
        responder.call(&GetObject { object_handle: answer.object_handle }, &mut [0; 4]).unwrap().is_empty()
    );

    // What was announced is sent; a size of 0xFFFFFFFF is not known before.
    let read_only = ObjectInfo {
        protection_status: ProtectionStatus::READ_ONLY,
        object_compressed_size: u32::MAX,
        filename: "ro".into(),
        capture_date: "20250101T000000".into(),
        ..ObjectInfo::DEFAULT
    };
    let answer = responder.call(&anywhere, &bytes(&read_only)).unwrap();
    responder.call(&SendObject {}, &vec![3; 100_000]).unwrap();
    let mut buffer = [0; 512];
    let asked = GetObjectInfo { object_handle: answer.object_handle };
    let sent = responder.call(&asked, &mut buffer).unwrap();
    assert_eq!((sent.protection_status, sent.object_compressed_size), (ProtectionStatus::READ_ONLY, 100_000));
    assert_eq!(sent.capture_date, "20250101T000000");
}

#[test]
fn what_is_wrong_with_an_object_that_is_sent() {
    let Device { mut responder, storage, sub, a, .. } = device();
    let send = |responder: &mut Responder, to: SendObjectInfo, info: &[u8]| code(responder.call(&to, info));
    let anywhere = SendObjectInfo::default();
    let to = |storage_id: StorageId, parent: ObjectHandle| SendObjectInfo {
        storage_id: Some(storage_id),
        parent_object_handle: Some(parent),
    };
    let good = info("good", 1);
    let r = &mut responder;
    assert_eq!(send(r, to(StorageId::new(9), ROOT), &good), ResponseCode::INVALID_STORAGE_ID);
    assert_eq!(send(r, to(storage, a), &good), ResponseCode::INVALID_PARENT_OBJECT);
    assert_eq!(send(r, to(storage, ObjectHandle::new(99)), &good), ResponseCode::INVALID_PARENT_OBJECT);
    assert_eq!(send(r, to(StorageId::DEFAULT, sub), &good), ResponseCode::INVALID_PARAMETER);
    let other = r.insert(Storage::in_memory(10).with_largest_object(5));
    assert_eq!(send(r, to(other, sub), &good), ResponseCode::INVALID_PARENT_OBJECT);
    assert_eq!(send(r, to(other, ROOT), &info("big", 6)), ResponseCode::OBJECT_TOO_LARGE);
    assert_eq!(send(r, to(storage, ROOT), &info("big", 2 << 20)), ResponseCode::STORE_FULL);

    for bad in ["", "..", "a/b", "a\\b"] {
        assert_eq!(send(r, anywhere, &info(bad, 1)), ResponseCode::INVALID_DATASET, "{bad}");
    }
    assert_eq!(send(r, anywhere, good.get(..good.len() - 1).unwrap()), ResponseCode::INVALID_DATASET);
    assert_eq!(code(r.call(&anywhere, &[])), ResponseCode::INVALID_DATASET);
    let format =
        ObjectInfo { object_format: ObjectFormat::TIFF, filename: "t".into(), ..ObjectInfo::DEFAULT };
    assert_eq!(send(r, anywhere, &bytes(&format)), ResponseCode::INVALID_OBJECT_FORMAT_CODE);
    // None of these was an announcement.
    assert_eq!(code(r.call(&SendObject {}, b"x")), ResponseCode::NO_VALID_OBJECT_INFO);

    // An object of another length than announced is not stored, and may be sent once more.
    for wrong in [&b"12"[..], b"1234"] {
        r.call(&anywhere, &info("three", 3)).unwrap();
        assert_eq!(code(r.call(&SendObject {}, wrong)), ResponseCode::INCOMPLETE_TRANSFER);
        r.call(&SendObject {}, b"123").unwrap();
    }
    // A new announcement, even a wrong one, takes the place of the one before; so does the end of the session.
    r.call(&anywhere, &info("one", 1)).unwrap();
    assert_eq!(send(r, anywhere, &info("", 1)), ResponseCode::INVALID_DATASET);
    assert_eq!(code(r.call(&SendObject {}, b"1")), ResponseCode::NO_VALID_OBJECT_INFO);
    r.call(&anywhere, &info("one", 1)).unwrap();
    r.call(&mtp::CloseSession {}, ()).unwrap();
    open(r);
    assert_eq!(code(r.call(&SendObject {}, b"1")), ResponseCode::NO_VALID_OBJECT_INFO);
    // More than fits, where nobody knew how much it would be.
    r.call(&to(other, ROOT), &info("endless", u32::MAX)).unwrap_err();
    let roomy = r.insert(Storage::in_memory(10));
    r.call(&to(roomy, ROOT), &info("endless", u32::MAX)).unwrap();
    assert_eq!(code(r.call(&SendObject {}, &[0; 11])), ResponseCode::STORE_FULL);

    let mut responder = Responder::new();
    open(&mut responder);
    assert_eq!(send(&mut responder, anywhere, &good), ResponseCode::STORE_NOT_AVAILABLE);
    let locked = responder.insert(Storage::in_memory(10).with_access(AccessCapability::READ_ONLY));
    assert_eq!(send(&mut responder, anywhere, &good), ResponseCode::STORE_READ_ONLY);
    assert_eq!(send(&mut responder, to(locked, ROOT), &good), ResponseCode::STORE_READ_ONLY);
    responder.set_available(locked, false);
    assert_eq!(send(&mut responder, to(locked, ROOT), &good), ResponseCode::STORE_NOT_AVAILABLE);
}

fn value(data_type: DataType, value: PropertyValue<'_>) -> Vec<u8> {
    Value::new(data_type, &value).unwrap().as_bytes().to_vec()
}

#[test]
fn properties_of_the_device() {
    let Device { mut responder, .. } = device();
    let (battery, name) = (DevicePropertyCode::BATTERY_LEVEL, DevicePropertyCode::DEVICE_FRIENDLY_NAME);
    let (bias, balance) = (DevicePropertyCode::EXPOSURE_BIAS_COMPENSATION, DevicePropertyCode::WHITE_BALANCE);
    responder.define(Property::new(battery, 50_u8));
    responder.define(Property::new(name, Value::str("factory").unwrap()).settable());
    responder.define(Property::in_range(bias, 0_i16, -2000..=2000, 500).settable());
    responder.define(Property::one_of(balance, 2_u16, [2, 4, 6]).settable());
    let mut buffer = [0; 512];

    let known = responder.call(&GetDeviceInfo {}, &mut buffer).unwrap().device_properties_supported;
    assert_eq!(known.iter().collect::<Vec<_>>(), [battery, balance, bias, name]);
    let describe = |code| GetDevicePropDesc { device_prop_code: code };
    let range = responder.call(&describe(bias), &mut buffer).unwrap();
    assert_eq!((range.data_type, range.get_set), (DataType::INT16, GetSet::GetSet));
    let DevicePropFormPayload::DeviceRangeForm(form) = range.form.form else { panic!("{range:?}") };
    assert_eq!(form.minimum_value, PropertyValue::Int16(-2000));
    let choice = responder.call(&describe(balance), &mut buffer).unwrap();
    let DevicePropFormPayload::DeviceEnumerationForm(form) = choice.form.form else { panic!("{choice:?}") };
    assert_eq!(form.supported_values.iter().count(), 3);
    let fixed = responder.call(&describe(battery), &mut buffer).unwrap();
    assert_eq!((fixed.get_set, fixed.current_value), (GetSet::Get, PropertyValue::Uint8(50)));

    let set = |responder: &mut Responder, code, bytes: &[u8]| {
        responder.call(&SetDevicePropValue { device_prop_code: code, ..Default::default() }, bytes)
    };
    let get = |data_type, code| GetDevicePropValue { data_type, device_prop_code: code };
    set(&mut responder, name, &value(DataType::STR, PropertyValue::Str("mine".into()))).unwrap();
    let now = responder.call(&get(DataType::STR, name), &mut buffer).unwrap();
    assert_eq!(now, PropertyValue::Str("mine".into()));
    responder.call(&ResetDevicePropValue { device_prop_code: name }, ()).unwrap();
    let now = responder.call(&get(DataType::STR, name), &mut buffer).unwrap();
    assert_eq!(now, PropertyValue::Str("factory".into()));

    let r = &mut responder;
    for right in [-2000_i16, -1500, 0, 2000] {
        set(r, bias, &right.to_le_bytes()).unwrap();
    }
    for wrong in [-2001_i16, -1, 499, 2500, i16::MIN, i16::MAX] {
        let refused = set(r, bias, &wrong.to_le_bytes());
        assert_eq!(code(refused), ResponseCode::INVALID_DEVICE_PROP_VALUE, "{wrong}");
    }
    set(r, balance, &4_u16.to_le_bytes()).unwrap();
    assert_eq!(code(set(r, balance, &5_u16.to_le_bytes())), ResponseCode::INVALID_DEVICE_PROP_VALUE);
    assert_eq!(code(set(r, balance, &[4])), ResponseCode::INVALID_DEVICE_PROP_FORMAT);
    assert_eq!(code(set(r, balance, &[4, 0, 0])), ResponseCode::INVALID_DEVICE_PROP_FORMAT);
    assert_eq!(code(set(r, balance, &[])), ResponseCode::INVALID_DEVICE_PROP_FORMAT);
    assert_eq!(code(set(r, battery, &[60])), ResponseCode::ACCESS_DENIED);
    let reset = r.call(&ResetDevicePropValue { device_prop_code: battery }, ());
    assert_eq!(code(reset), ResponseCode::ACCESS_DENIED);

    let unknown = DevicePropertyCode::F_NUMBER;
    let missing = ResponseCode::DEVICE_PROP_NOT_SUPPORTED;
    assert_eq!(code(r.call(&describe(unknown), &mut buffer)), missing);
    assert_eq!(code(r.call(&get(DataType::UINT16, unknown), &mut buffer)), missing);
    assert_eq!(code(set(r, unknown, &[0, 0])), missing);
    assert_eq!(code(r.call(&ResetDevicePropValue { device_prop_code: unknown }, ())), missing);
}

#[test]
fn properties_of_objects() {
    let Device { mut responder, storage, sub, x, a, .. } = device();
    let mut buffer = [0; 1024];
    let supported = |format| GetObjectPropsSupported { object_format_code: format };
    let of_files = responder.call(&supported(ObjectFormat::MP3), &mut buffer).unwrap();
    assert_eq!(of_files.object_property_codes.len(), 11);
    let of_folders = responder.call(&supported(ObjectFormat::ASSOCIATION), &mut buffer).unwrap();
    assert_eq!(of_folders.object_property_codes.len(), 12);
    let unknown_format = ResponseCode::INVALID_OBJECT_FORMAT_CODE;
    assert_eq!(code(responder.call(&supported(ObjectFormat::TIFF), &mut buffer)), unknown_format);

    let describe =
        |object_prop_code, object_format_code| GetObjectPropDesc { object_prop_code, object_format_code };
    let size = describe(ObjectPropertyCode::OBJECT_SIZE, ObjectFormat::MP3);
    let size = responder.call(&size, &mut buffer).unwrap();
    assert_eq!((size.data_type, size.get_set), (DataType::UINT64, GetSet::Get));
    let date = describe(ObjectPropertyCode::DATE_MODIFIED, ObjectFormat::MP3);
    let date = responder.call(&date, &mut buffer).unwrap();
    assert!(matches!(date.form.form, ObjectPropFormPayload::ObjectDateTimeForm(_)), "{date:?}");
    let association = ObjectPropertyCode::ASSOCIATION_TYPE;
    let not_of_files = responder.call(&describe(association, ObjectFormat::MP3), &mut buffer);
    assert_eq!(code(not_of_files), ResponseCode::OBJECT_PROP_NOT_SUPPORTED);
    let nobodys = responder.call(&describe(ObjectPropertyCode::GENRE, ObjectFormat::MP3), &mut buffer);
    assert_eq!(code(nobodys), ResponseCode::INVALID_OBJECT_PROP_CODE);
    let no_format = responder.call(&describe(association, ObjectFormat::TIFF), &mut buffer);
    assert_eq!(code(no_format), unknown_format);

    let get = |object_handle, object_prop_code, data_type| GetObjectPropValue {
        data_type,
        object_handle,
        object_prop_code,
    };
    let name = ObjectPropertyCode::OBJECT_FILE_NAME;
    for (handle, property, data_type, expected) in [
        (x, ObjectPropertyCode::OBJECT_SIZE, DataType::UINT64, PropertyValue::Uint64(1000)),
        (x, ObjectPropertyCode::STORAGE_ID, DataType::UINT32, PropertyValue::Uint32(storage.raw())),
        (x, ObjectPropertyCode::OBJECT_FORMAT, DataType::UINT16, PropertyValue::Uint16(0x3009)),
        (a, ObjectPropertyCode::PARENT_OBJECT, DataType::UINT32, PropertyValue::Uint32(0)),
        (a, name, DataType::STR, PropertyValue::Str("a.txt".into())),
        (sub, association, DataType::UINT16, PropertyValue::Uint16(1)),
    ] {
        let got = responder.call(&get(handle, property, data_type), &mut buffer).unwrap();
        assert_eq!(got, expected, "{property:?}");
    }
    let unique = ObjectPropertyCode::PERSISTENT_UNIQUE_OBJECT_IDENTIFIER;
    let mut id = |handle| match responder.call(&get(handle, unique, DataType::UINT128), &mut buffer) {
        Ok(PropertyValue::Uint128(id)) => id,
        other => panic!("{other:?}"),
    };
    assert_ne!(id(a), id(x));

    let r = &mut responder;
    let set = |r: &mut Responder, object_handle, object_prop_code, bytes: &[u8]| {
        r.call(&SetObjectPropValue { object_handle, object_prop_code, ..Default::default() }, bytes)
    };
    let text = |text: &'static str| value(DataType::STR, PropertyValue::Str(text.into()));
    set(r, a, name, &text("b.txt")).unwrap();
    assert_eq!(r.object(a).unwrap().name(), "b.txt");
    let keywords = ObjectPropertyCode::KEYWORDS;
    set(r, a, keywords, &text("")).unwrap();
    assert_eq!(code(set(r, a, name, &text("a/b"))), ResponseCode::INVALID_OBJECT_PROP_VALUE);
    assert_eq!(code(set(r, a, name, &[2, 0x61, 0])), ResponseCode::INVALID_OBJECT_PROP_FORMAT);
    let size = ObjectPropertyCode::OBJECT_SIZE;
    assert_eq!(code(set(r, a, size, &[0; 8])), ResponseCode::ACCESS_DENIED);
    let genre = ObjectPropertyCode::GENRE;
    assert_eq!(code(set(r, a, genre, &text("x"))), ResponseCode::INVALID_OBJECT_PROP_CODE);
    let missing = ObjectHandle::new(99);
    assert_eq!(code(set(r, missing, name, &text("x"))), ResponseCode::INVALID_OBJECT_HANDLE);
    assert_eq!(
        code(r.call(&get(missing, name, DataType::STR), &mut buffer)),
        ResponseCode::INVALID_OBJECT_HANDLE
    );
    let safe = r.add(storage, ROOT, Object::file("safe", vec![]).protected()).unwrap();
    assert_eq!(code(set(r, safe, name, &text("x"))), ResponseCode::OBJECT_WRITE_PROTECTED);
    let card = r.insert(Storage::in_memory(9).with_access(AccessCapability::READ_ONLY));
    let fixed = r.add(card, ROOT, Object::file("fixed", vec![])).unwrap();
    assert_eq!(code(set(r, fixed, name, &text("x"))), ResponseCode::STORE_READ_ONLY);
}

#[test]
fn lists_of_properties() {
    let Device { mut responder, sub, deep, x, p, a, .. } = device();
    let mut buffer = vec![0; 1 << 16];
    let name = ObjectPropertyFilter::new(u32::from(ObjectPropertyCode::OBJECT_FILE_NAME.raw()));
    let names = |object_handle, depth| GetObjectPropList {
        object_handle,
        object_format_code: ObjectFormatFilter::ANY,
        object_prop_code: name,
        object_prop_group_code: Some(0),
        depth: Some(depth),
    };
    let mut of = |asked: GetObjectPropList| -> Result<Vec<ObjectHandle>, CallError<Ptp>> {
        let list = responder.call(&asked, &mut buffer)?;
        assert!(list.elements.iter().all(|element| matches!(element.value, PropertyValue::Str(_))));
        Ok(list.elements.iter().map(|element| element.object_handle).collect())
    };
    assert_eq!(of(names(a, 0)).unwrap(), [a]);
    assert_eq!(of(names(sub, 0)).unwrap(), [sub]);
    assert_eq!(of(names(sub, 1)).unwrap(), [sub, deep, p]);
    assert_eq!(of(names(sub, u32::MAX)).unwrap(), [sub, deep, p, x]);
    assert_eq!(of(names(ROOT, 0)).unwrap(), []);
    assert_eq!(of(names(ROOT, 1)).unwrap(), [sub, a]);
    assert_eq!(of(names(ObjectHandle::ROOT_OR_ALL, 0)).unwrap(), [sub, deep, x, p, a]);
    let songs = GetObjectPropList {
        object_format_code: ObjectFormatFilter::new(0x3009),
        ..names(ObjectHandle::ROOT_OR_ALL, 0)
    };
    assert_eq!(of(songs).unwrap(), [x]);
    assert_eq!(code(of(names(ObjectHandle::new(99), 0))), ResponseCode::INVALID_OBJECT_HANDLE);

    let property =
        |code: u32| GetObjectPropList { object_prop_code: ObjectPropertyFilter::new(code), ..names(a, 0) };
    let mut ask = |asked: GetObjectPropList| code(responder.call(&asked, &mut buffer));
    assert_eq!(ask(property(0xDC8C)), ResponseCode::INVALID_OBJECT_PROP_CODE);
    assert_eq!(ask(property(0x1_DC07)), ResponseCode::INVALID_OBJECT_PROP_CODE);
    assert_eq!(ask(property(0xDC05)), ResponseCode::OBJECT_PROP_NOT_SUPPORTED);
    assert_eq!(ask(property(0)), ResponseCode::INVALID_PARAMETER);
    let group = GetObjectPropList { object_prop_group_code: Some(1), ..property(0) };
    assert_eq!(ask(group), ResponseCode::SPECIFICATION_BY_GROUP_UNSUPPORTED);

    let all = GetObjectPropList { object_prop_code: ObjectPropertyFilter::ALL, ..names(sub, 0) };
    let list = responder.call(&all, &mut buffer).unwrap();
    assert_eq!(list.elements.len(), 12);
    // Where several objects are meant, those that have it.
    let types = GetObjectPropList {
        object_prop_code: ObjectPropertyFilter::new(0xDC05),
        ..names(ObjectHandle::ROOT_OR_ALL, 0)
    };
    assert_eq!(responder.call(&types, &mut buffer).unwrap().elements.len(), 2);
}

fn next(responder: &mut Responder) -> Option<mtp::Event> {
    let event = responder.event_now::<Ptp>().unwrap()?;
    Some(mtp::Event::try_from(event).unwrap())
}

#[test]
fn events_tell_what_happens_outside_of_the_session() {
    let Device { mut responder, storage, sub, deep, x, p, a } = device();
    let battery = DevicePropertyCode::BATTERY_LEVEL;
    responder.define(Property::in_range(battery, 50_u8, 0..=100, 1));
    // What happened before the session is no event, nor is what the initiator does.
    let delete = DeleteObject { object_handle: a, object_format_code: None };
    responder.call(&delete, ()).unwrap();
    assert!(next(&mut responder).is_none());

    let new = responder.add(storage, ROOT, Object::file("new", vec![])).unwrap();
    assert!(matches!(next(&mut responder), Some(mtp::Event::ObjectAdded(e)) if e.object_handle == new));
    responder.set_property(battery, 49_u8).unwrap();
    responder.set_property(battery, 49_u8).unwrap();
    let event = next(&mut responder);
    assert!(matches!(event, Some(mtp::Event::DevicePropChanged(e)) if e.device_prop_code == battery));
    assert!(next(&mut responder).is_none(), "the same value is no change");
    assert!(responder.set_property(battery, 49_u16).is_err());
    assert!(responder.remove(sub));
    for gone in [x, p, deep, sub] {
        let event = next(&mut responder);
        assert!(matches!(event, Some(mtp::Event::ObjectRemoved(e)) if e.object_handle == gone), "{event:?}");
    }
    let card = responder.insert(Storage::in_memory(10).removable());
    responder.set_available(card, false);
    responder.take_out(card);
    assert!(matches!(next(&mut responder), Some(mtp::Event::StoreAdded(e)) if e.storage_id == card));
    assert!(matches!(next(&mut responder), Some(mtp::Event::StorageInfoChanged(e)) if e.storage_id == card));
    assert!(matches!(next(&mut responder), Some(mtp::Event::StoreRemoved(e)) if e.storage_id == card));

    // Events that nobody read end with the session.
    responder.add(storage, ROOT, Object::file("unread", vec![])).unwrap();
    responder.call(&mtp::CloseSession {}, ()).unwrap();
    open(&mut responder);
    assert!(next(&mut responder).is_none());

    responder.reports_all(true);
    responder.call(&SendObjectInfo::default(), &info("sent", 1)).unwrap();
    assert!(next(&mut responder).is_none());
    responder.call(&SendObject {}, b"1").unwrap();
    assert!(matches!(next(&mut responder), Some(mtp::Event::ObjectAdded(_))));
    responder.reset();
    assert!(matches!(next(&mut responder), Some(mtp::Event::DeviceReset(_))));
    assert_eq!(code(responder.call(&GetStorageIDs {}, &mut [0; 9])), ResponseCode::SESSION_NOT_OPEN);
}

#[test]
fn an_event_wakes_who_waits_for_it() {
    let Device { mut responder, storage, .. } = device();
    let mut pipe = responder.event_pipe();
    let waiting = std::thread::spawn(move || pipe.next_event::<Ptp>());
    let new = responder.add(storage, ROOT, Object::folder("new")).unwrap();
    let event = waiting.join().unwrap().unwrap();
    assert_eq!(event, Event::new(EventCode::OBJECT_ADDED.raw(), [new.raw()]));
    assert_eq!(responder.event_now::<Ptp>(), Ok(None), "it was read once");
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
    assert_eq!(raw_code(&mut responder, Operation::new(0x9998, []), &[]), ResponseCode::ACCESS_DENIED);
    // An operation that the device knows, done in another way.
    responder.on(0x1004, |_: &Operation, _: &[u8]| Outcome::data([0; 4]));
    assert!(responder.call(&GetStorageIDs {}, &mut [0; 64]).unwrap().storage_ids.is_empty());
    // More data than it takes.
    assert_eq!(raw_code(&mut responder, unknown, &vec![0; (16 << 20) + 1]), ResponseCode::OBJECT_TOO_LARGE);
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
    responder.call(&SendObjectInfo::default(), &info("cut", 8)).unwrap();
    responder.cancel_after(3);
    assert_eq!(code(responder.call(&SendObject {}, &[1; 8])), ResponseCode::TRANSACTION_CANCELED);
    assert_eq!(code(responder.call(&SendObject {}, &[1; 8])), ResponseCode::NO_VALID_OBJECT_INFO);
}

/// Moves a few bytes every other time it is asked.
struct Slow {
    left: u64,
    step: usize,
    ready: bool,
    got: Vec<u8>,
}

impl Slow {
    fn new(left: u64) -> Self {
        Slow { left, step: 100, ready: false, got: Vec::new() }
    }

    fn turn(&mut self, cx: &mut Context<'_>) -> bool {
        self.ready = !self.ready;
        if !self.ready {
            cx.waker().wake_by_ref();
        }
        self.ready
    }
}

impl Source for Slow {
    fn remaining(&self) -> Option<u64> {
        Some(self.left)
    }
    fn poll_pull(&mut self, cx: &mut Context<'_>, into: &mut [u8]) -> Poll<Result<usize, StreamError>> {
        if !self.turn(cx) {
            return Poll::Pending;
        }
        let n = into.len().min(self.step).min(self.left as usize);
        into[..n].fill(9);
        self.left -= n as u64;
        Poll::Ready(Ok(n))
    }
}

impl Sink for Slow {
    fn poll_push(&mut self, cx: &mut Context<'_>, from: &[u8]) -> Poll<Result<usize, StreamError>> {
        if !self.turn(cx) {
            return Poll::Pending;
        }
        let n = from.len().min(self.step);
        self.got.extend_from_slice(&from[..n]);
        Poll::Ready(Ok(n))
    }
}

/// Breaks in the middle.
struct Broken;
impl Source for Broken {
    fn remaining(&self) -> Option<u64> {
        Some(10)
    }
    fn poll_pull(&mut self, _: &mut Context<'_>, _: &mut [u8]) -> Poll<Result<usize, StreamError>> {
        Poll::Ready(Err(StreamError))
    }
}

#[test]
fn slow_streams() {
    let Device { mut responder, x, .. } = device();
    let mut sink = Slow::new(0);
    responder.call_into(&GetObject { object_handle: x }, &mut sink).unwrap();
    assert_eq!(sink.got, [7; 1000]);
    let answer = responder.call(&SendObjectInfo::default(), &info("slow", 1000)).unwrap();
    responder.call_from(&SendObject {}, &mut Slow::new(1000)).unwrap();
    let sent = GetObject { object_handle: answer.object_handle };
    assert_eq!(responder.call(&sent, &mut [0; 1000]).unwrap(), [9; 1000]);
    responder.call(&SendObjectInfo::default(), &info("broken", 10)).unwrap();
    let broken = responder.call_from(&SendObject {}, &mut Broken);
    assert!(matches!(broken, Err(CallError::Transport(TransportError { kind: Kind::Stream, .. }))));
    assert_eq!(handles(&mut responder, GetObjectHandles::default()).unwrap().len(), 6);
}

/// Polls an exchange so often, and drops it; whether it was done.
fn polled(responder: &mut Responder, exchange: &mut Exchange<'_, Ptp>, polls: usize) -> bool {
    let mut future = std::pin::pin!(Execute::new(responder, exchange));
    let mut cx = Context::from_waker(Waker::noop());
    (0..polls).any(|_| future.as_mut().poll(&mut cx).is_ready())
}

#[test]
fn a_dropped_call_leaves_the_device_usable_wherever_it_was() {
    let mut whole = 0;
    for polls in 0..60 {
        let Device { mut responder, x, a, .. } = device();
        responder.pending_polls(2);

        // In the middle of reading.
        let mut sink = Slow::new(0);
        let mut exchange = Exchange::<Ptp>::new(Operation::new(0x1009, [x.raw()]));
        exchange.input = In::Stream(&mut sink);
        let was_read = polled(&mut responder, &mut exchange, polls);
        assert_eq!(responder.call(&GetObject { object_handle: a }, &mut [0; 8]).unwrap(), b"hello");

        // In the middle of an announcement.
        let mut data = Slow::new(0);
        let mut exchange = Exchange::<Ptp>::new(Operation::new(0x100C, []));
        exchange.out = Out::Stream(&mut data);
        polled(&mut responder, &mut exchange, polls);
        assert_eq!(responder.call(&GetObject { object_handle: a }, &mut [0; 8]).unwrap(), b"hello");

        // In the middle of sending: the object is there whole, or not at all.
        let answer = responder.call(&SendObjectInfo::default(), &info("new", 1000)).unwrap();
        let mut source = Slow::new(1000);
        let mut exchange = Exchange::<Ptp>::new(Operation::new(0x100D, []));
        exchange.out = Out::Stream(&mut source);
        let sent = polled(&mut responder, &mut exchange, polls);
        let (read, mut buffer) = (GetObject { object_handle: answer.object_handle }, [0; 1000]);
        let there = responder.call(&read, &mut buffer);
        match there {
            Ok(bytes) => assert!(sent && bytes == [9; 1000]),
            refused => assert!(!sent && code(refused) == ResponseCode::INVALID_OBJECT_HANDLE),
        }
        // Dropped before it began, the announcement stands; half sent, it is gone.
        let again = responder.call(&SendObject {}, &[5; 1000]);
        if polls <= 2 {
            again.unwrap();
        } else {
            assert_eq!(code(again), ResponseCode::NO_VALID_OBJECT_INFO, "{polls}");
        }
        responder.call(&SendObjectInfo::default(), &info("next", 2)).unwrap();
        responder.call(&SendObject {}, b"ok").unwrap();
        whole += usize::from(was_read && sent);
    }
    assert!(whole > 10, "the last ones were not dropped too early");
}

#[test]
fn objects_over_files() {
    let path = std::env::temp_dir().join(format!("opcodec-mtp-{}", std::process::id()));
    std::fs::write(&path, b"on disk").unwrap();
    let mut responder = Responder::new();
    let storage = responder.insert(Storage::in_memory(100));
    let object = responder.add(storage, ROOT, Object::open(&path).unwrap()).unwrap();
    open(&mut responder);
    let read = GetObject { object_handle: object };
    assert_eq!(responder.call(&read, &mut [0; 16]).unwrap(), b"on disk");
    // A file that was cut meanwhile has not all its bytes.
    std::fs::write(&path, b"on").unwrap();
    assert_eq!(code(responder.call(&read, &mut [0; 16])), ResponseCode::INCOMPLETE_TRANSFER);
    std::fs::remove_file(&path).unwrap();

    let mut responder = Responder::new();
    let storage = Storage::backed_by(100, |name: &str| match name {
        "good" => Ok(Cursor::new(Vec::new())),
        _ => Err(std::io::Error::other("no place")),
    });
    responder.insert(storage);
    open(&mut responder);
    for (name, expected) in [("good", None), ("bad", Some(ResponseCode::GENERAL_ERROR))] {
        responder.call(&SendObjectInfo::default(), &info(name, 1)).unwrap();
        let result = responder.call(&SendObject {}, b"x");
        match expected {
            None => result.unwrap(),
            Some(expected) => assert_eq!(code(result), expected),
        }
    }
}

#[test]
fn what_a_device_itself_cannot_do() {
    let Device { mut responder, storage, a, .. } = device();
    let refused = |result: Result<ObjectHandle, ResponseCode>| result.unwrap_err();
    let file = |name: &str| Object::file(name, vec![0; 2]);
    assert_eq!(refused(responder.add(StorageId::new(9), ROOT, file("x"))), ResponseCode::INVALID_STORAGE_ID);
    assert_eq!(refused(responder.add(storage, a, file("x"))), ResponseCode::INVALID_PARENT_OBJECT);
    assert_eq!(refused(responder.add(storage, ROOT, file("a/b"))), ResponseCode::INVALID_DATASET);
    let format = file("x").of_format(ObjectFormat::TIFF);
    assert_eq!(refused(responder.add(storage, ROOT, format)), ResponseCode::INVALID_OBJECT_FORMAT_CODE);
    let small = responder.insert(Storage::in_memory(1));
    assert_eq!(refused(responder.add(small, ROOT, file("x"))), ResponseCode::STORE_FULL);
    assert!(!responder.remove(ObjectHandle::new(99)));
    assert!(responder.take_out(StorageId::new(9)).is_none());
    responder.takes_formats(&[ObjectFormat::UNDEFINED]);
    let folder = Object::folder("f");
    assert_eq!(refused(responder.add(storage, ROOT, folder)), ResponseCode::INVALID_OBJECT_FORMAT_CODE);
}

#[test]
fn values_of_every_type() {
    assert_eq!(Value::from(-1_i8).as_bytes(), [0xFF]);
    assert_eq!(Value::from(u128::MAX).get().unwrap(), PropertyValue::Uint128(u128::MAX));
    assert_eq!(Value::str("Zoë").unwrap().text().as_deref(), Some("Zoë"));
    assert_eq!(Value::from(3_u32).text(), None);
    assert!(Value::str(&"x".repeat(255)).is_err());
    assert!(Value::str(&"x".repeat(254)).is_ok());
    assert!(Value::new(DataType::UINT8, &PropertyValue::Uint16(1)).is_err());
    assert!(Value::from_bytes(DataType::UINT16, &[1]).is_err());
    let list = [1_u16, 2, 3];
    let list = Value::new(DataType::AUINT16, &PropertyValue::Auint16(List::from_slice(&list))).unwrap();
    assert_eq!(list.as_bytes(), [3, 0, 0, 0, 1, 0, 2, 0, 3, 0]);
}
