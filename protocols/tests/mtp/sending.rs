use std::io::Cursor;

use crate::{Device, ROOT, bytes, code, device, info, open};
use opcodec::Call;
use opcodec_protocols::mtp::{
    self, AccessCapability, GetObject, GetObjectInfo, ObjectFormat, ObjectHandle, ObjectInfo,
    ProtectionStatus, ResponseCode, SendObject, SendObjectInfo, StorageId,
};
use opcodec_protocols::sim::mtp::{Responder, Storage};

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
        modification_date: "20250102T000000".into(),
        keywords: "kept".into(),
        ..ObjectInfo::DEFAULT
    };
    let answer = responder.call(&anywhere, &bytes(&read_only)).unwrap();
    responder.call(&SendObject {}, &vec![3; 100_000]).unwrap();
    let mut buffer = [0; 512];
    let asked = GetObjectInfo { object_handle: answer.object_handle };
    let sent = responder.call(&asked, &mut buffer).unwrap();
    assert_eq!((sent.protection_status, sent.object_compressed_size), (ProtectionStatus::READ_ONLY, 100_000));
    assert_eq!(sent.capture_date, "20250101T000000");
    assert_eq!(sent.modification_date, "20250102T000000");
    assert_eq!(sent.keywords, "kept");
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

/// Announces an object of 3 bytes, or of a size that is not known, and sends it.
fn sent(responder: &mut Responder, known: bool, data: &[u8]) -> ResponseCode {
    let size = if known { 3 } else { u32::MAX };
    responder.call(&SendObjectInfo::default(), &info("sent", size)).unwrap();
    match responder.call(&SendObject {}, data) {
        Ok(()) => ResponseCode::OK,
        refused => code(refused),
    }
}

#[test]
fn an_object_may_take_all_that_is_free() {
    let mut responder = Responder::new();
    open(&mut responder);
    let locked = Storage::in_memory(100).with_access(AccessCapability::READ_ONLY);
    responder.insert(locked);
    let storage = responder.insert(Storage::in_memory(6).with_largest_object(3));
    // An object that goes anywhere goes where it can be written.
    let announced = responder.call(&SendObjectInfo::default(), &info("any", 3)).unwrap();
    assert_eq!(announced.storage_id, storage);
    // More than was announced is that, also where it does not fit.
    assert_eq!(sent(&mut responder, true, &[0; 7]), ResponseCode::INCOMPLETE_TRANSFER);
    assert_eq!(sent(&mut responder, true, b"123"), ResponseCode::OK);
    responder.take_out(storage);
    responder.insert(Storage::in_memory(3));
    assert_eq!(sent(&mut responder, true, b"123"), ResponseCode::OK, "its last bytes");
    let full = responder.call(&SendObjectInfo::default(), &info("more", 1));
    assert_eq!(code(full), ResponseCode::STORE_FULL);
}

#[test]
fn an_object_of_unknown_size_may_take_all_that_is_free() {
    let mut responder = Responder::new();
    open(&mut responder);
    let unlimited = || Storage::in_memory(u64::from(u32::MAX) + 4);
    let large = responder.insert(unlimited());
    assert_eq!(sent(&mut responder, false, b"12345"), ResponseCode::OK);
    responder.take_out(large);
    responder.insert(Storage::in_memory(5));
    assert_eq!(sent(&mut responder, false, b"123456"), ResponseCode::STORE_FULL);
    assert_eq!(sent(&mut responder, false, b"12345"), ResponseCode::OK);
}

#[test]
fn an_object_goes_to_the_start_of_its_place_and_needs_all_of_it() {
    let mut responder = Responder::new();
    open(&mut responder);
    let place = |name: &str| {
        let mut place = Cursor::new(vec![0; if name == "sent" { 3 } else { 2 }].into_boxed_slice());
        place.set_position(2);
        Ok(place)
    };
    responder.insert(Storage::backed_by(100, place));
    let announced = responder.call(&SendObjectInfo::default(), &info("sent", 3)).unwrap();
    responder.call(&SendObject {}, b"abc").unwrap();
    let read = GetObject { object_handle: announced.object_handle };
    assert_eq!(responder.call(&read, &mut [0; 8]).unwrap(), b"abc");
    let announced = responder.call(&SendObjectInfo::default(), &info("short", 3)).unwrap();
    assert_eq!(code(responder.call(&SendObject {}, b"abc")), ResponseCode::GENERAL_ERROR);
    let read = GetObject { object_handle: announced.object_handle };
    assert_eq!(code(responder.call(&read, &mut [0; 8])), ResponseCode::INVALID_OBJECT_HANDLE);
}

#[test]
fn what_goes_while_an_object_is_awaited() {
    let Device { mut responder, storage, sub, .. } = device();
    let within = SendObjectInfo { storage_id: Some(storage), parent_object_handle: Some(sub) };
    responder.call(&within, &info("orphan", 1)).unwrap();
    assert!(responder.remove(sub));
    assert_eq!(code(responder.call(&SendObject {}, b"1")), ResponseCode::INVALID_PARENT_OBJECT);
}
