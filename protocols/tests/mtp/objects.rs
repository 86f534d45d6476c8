use crate::{Device, ROOT, code, device, handles, info, open, raw};
use opcodec::Call;
use opcodec::ptp::{Operation, PtpReply, Response};
use opcodec::wire::Utf16;
use opcodec_protocols::mtp::{
    AccessCapability, AssociationType, DeleteObject, GetNumObjects, GetNumObjectsAnswer, GetObject,
    GetObjectHandles, GetObjectInfo, GetPartialObject, GetThumb, ObjectFormatFilter, ObjectHandle,
    ResponseCode, SendObject, SendObjectInfo, StorageId,
};
use opcodec_protocols::sim::mtp::{Object, Responder, Storage};
use std::io::Cursor;

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
    for outside in [0x2FFF, 0x4000, 0xAFFF, 0xC000] {
        assert_eq!(code(list(format(outside))), ResponseCode::INVALID_CODE_FORMAT, "{outside:#X}");
    }
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
    let answer = GetNumObjectsAnswer { num_objects: 5 };
    assert_eq!(answer.to_reply(), Ok(PtpReply::new(0x2001, [5])), "one parameter, and no more");
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
    assert_eq!(info.association_type, AssociationType::UNDEFINED);
    assert_eq!((info.parent_object, info.thumb_compressed_size, info.thumb_pix_width), (sub, 3, 4));
    let info = responder.call(&GetObjectInfo { object_handle: sub }, &mut buffer).unwrap();
    assert_eq!(info.association_type, AssociationType::GENERIC_FOLDER);
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

    let Device { mut responder, storage, sub, deep, x, a, .. } = device();
    let images = DeleteObject {
        object_handle: ObjectHandle::ROOT_OR_ALL,
        object_format_code: Some(ObjectFormatFilter::ALL_IMAGES),
    };
    responder.call(&images, ()).unwrap();
    assert_eq!(handles(&mut responder, GetObjectHandles::default()).unwrap(), [sub, deep, x, a]);
    responder.call(&delete(ObjectHandle::ROOT_OR_ALL), ()).unwrap();
    let safe = responder.add(storage, ROOT, Object::file("safe", vec![1]).protected()).unwrap();
    let all = delete(ObjectHandle::ROOT_OR_ALL);
    assert_eq!(code(responder.call(&all, ())), ResponseCode::OBJECT_WRITE_PROTECTED);
    assert!(responder.remove(safe), "the device itself may");
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
