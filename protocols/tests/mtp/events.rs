use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Wake, Waker};

use crate::{Device, ROOT, bytes, code, device, info, open};
use opcodec::ptp::Event;
use opcodec::{Call, EventSource, Events, Ptp};
use opcodec_protocols::mtp::{
    self, DeleteObject, DevicePropertyCode, EventCode, GetStorageIDs, ObjectFormat, ObjectInfo,
    ObjectPropertyCode, ResetDevicePropValue, ResponseCode, SendObject, SendObjectInfo, SetDevicePropValue,
    SetObjectPropValue,
};
use opcodec_protocols::sim::mtp::{Object, Property, Responder, Storage, Value};

pub(crate) fn next(responder: &mut Responder) -> Option<mtp::Event> {
    let event = responder.event_now::<Ptp>().expect("a simulated responder is never lost")?;
    Some(mtp::Event::try_from(event).expect("it sends events of MTP"))
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
fn a_device_that_reports_all_reports_what_the_initiator_does() {
    let Device { mut responder, sub, deep, x, p, a, .. } = device();
    let friendly = DevicePropertyCode::DEVICE_FRIENDLY_NAME;
    responder.define(Property::new(friendly, Value::str("factory").unwrap()).settable());
    let mine = Value::str("mine").unwrap();
    let set = SetDevicePropValue { device_prop_code: friendly, ..Default::default() };
    let reset = ResetDevicePropValue { device_prop_code: friendly };
    let name = ObjectPropertyCode::OBJECT_FILE_NAME;
    let rename = SetObjectPropValue { object_handle: a, object_prop_code: name, ..Default::default() };
    let folder = ObjectInfo {
        object_format: ObjectFormat::ASSOCIATION,
        filename: "folder".into(),
        ..ObjectInfo::DEFAULT
    };
    for reports_all in [false, true] {
        responder.reports_all(reports_all);
        let reported = |responder: &mut Responder, expected: &[Event]| {
            let expected = if reports_all { expected } else { &[] };
            for event in expected {
                assert_eq!(responder.event_now::<Ptp>(), Ok(Some(*event)));
            }
            assert_eq!(responder.event_now::<Ptp>(), Ok(None));
        };
        let r = &mut responder;
        let changed = Event::new(EventCode::DEVICE_PROP_CHANGED.raw(), [friendly.raw().into()]);
        r.call(&set, mine.as_bytes()).unwrap();
        reported(r, &[changed]);
        r.call(&set, mine.as_bytes()).unwrap();
        reported(r, &[]);
        r.call(&reset, ()).unwrap();
        reported(r, &[changed]);
        r.call(&reset, ()).unwrap();
        reported(r, &[]);
        r.call(&rename, mine.as_bytes()).unwrap();
        reported(r, &[Event::new(EventCode::OBJECT_PROP_CHANGED.raw(), [a.raw(), name.raw().into()])]);
        let added = r.call(&SendObjectInfo::default(), &bytes(&folder)).unwrap().object_handle;
        reported(r, &[Event::new(EventCode::OBJECT_ADDED.raw(), [added.raw()])]);
    }
    responder.call(&DeleteObject { object_handle: sub, object_format_code: None }, ()).unwrap();
    for gone in [x, p, deep, sub] {
        let event = next(&mut responder);
        assert!(matches!(event, Some(mtp::Event::ObjectRemoved(e)) if e.object_handle == gone), "{event:?}");
    }
}

struct Woken(AtomicBool);
impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
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

    // Whoever asked before, however long ago.
    let woken = Arc::new(Woken(AtomicBool::new(false)));
    let waker = Waker::from(Arc::clone(&woken));
    let mut pipe = responder.event_pipe();
    assert!(pipe.poll_event(&mut Context::from_waker(&waker)).is_pending());
    assert!(!woken.0.load(Ordering::Relaxed));
    responder.add(storage, ROOT, Object::folder("newer")).unwrap();
    assert!(woken.0.load(Ordering::Relaxed));
}
