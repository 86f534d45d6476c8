//! The simulated responder follows every rule, with the response code that the standard has for breaking it.
#![cfg(feature = "std")]

mod events;
mod objects;
mod properties;
mod sending;
mod sessions;
mod streams;

use opcodec::ptp::{Operation, PtpReply};
use opcodec::{Call, CallError, Exchange, In, Out, Ptp};
use opcodec_protocols::mtp::{
    GetObjectHandles, ObjectFormat, ObjectHandle, ObjectInfo, OpenSession, ResponseCode, StorageId,
};
use opcodec_protocols::sim::mtp::{Object, Responder, Storage, Thumb};

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
