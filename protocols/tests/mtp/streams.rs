use crate::{Device, code, device, handles, info, open};
use opcodec::ptp::Operation;
use opcodec::{
    Call, CallError, Exchange, Execute, In, Kind, Out, Ptp, Sink, Source, StreamError, Transport,
    TransportError,
};
use opcodec_protocols::mtp::{
    DevicePropertyCode, GetObject, GetObjectHandles, ResponseCode, SendObject, SendObjectInfo,
};
use opcodec_protocols::sim::mtp::{Property, Responder, Storage};
use std::task::{Context, Poll, Waker};

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

#[test]
fn a_device_that_resets_itself_ends_what_is_in_flight() {
    let Device { mut responder, x, .. } = device();
    responder.call(&SendObjectInfo::default(), &info("announced", 1)).unwrap();
    let mut sink = Slow::new(0);
    let mut exchange = Exchange::<Ptp>::new(Operation::new(0x1009, [x.raw()]));
    exchange.input = In::Stream(&mut sink);
    let mut cx = Context::from_waker(Waker::noop());
    assert!(responder.poll_execute(&mut cx, &mut exchange).is_pending());
    assert_eq!(exchange.received, 100, "it has begun");
    responder.reset();
    assert_eq!(responder.poll_execute(&mut cx, &mut exchange), Poll::Ready(Ok(())));
    assert_eq!(exchange.received, 100, "no more came");
    assert_eq!(exchange.reply.code(), ResponseCode::SESSION_NOT_OPEN.raw());
    open(&mut responder);
    assert_eq!(code(responder.call(&SendObject {}, b"1")), ResponseCode::NO_VALID_OBJECT_INFO);
}

#[test]
fn what_changes_while_data_comes() {
    let Device { mut responder, storage, .. } = device();
    let mut cx = Context::from_waker(Waker::noop());
    for take_out in [false, true] {
        let storage = if take_out { storage } else { responder.insert(Storage::in_memory(1000)) };
        let to = SendObjectInfo { storage_id: Some(storage), parent_object_handle: None };
        responder.call(&to, &info("gone", 1000)).unwrap();
        let mut source = Slow::new(1000);
        let mut exchange = Exchange::<Ptp>::new(Operation::new(0x100D, []));
        exchange.out = Out::Stream(&mut source);
        assert!(responder.poll_execute(&mut cx, &mut exchange).is_pending());
        let expected = if take_out {
            responder.take_out(storage);
            ResponseCode::INVALID_STORAGE_ID
        } else {
            responder.set_available(storage, false);
            ResponseCode::STORE_NOT_AVAILABLE
        };
        assert_eq!(responder.poll_execute(&mut cx, &mut exchange), Poll::Ready(Ok(())));
        assert_eq!(ResponseCode::new(exchange.reply.code()), expected);
    }

    // A property that may not be set any more when its value is there.
    let battery = DevicePropertyCode::BATTERY_LEVEL;
    responder.define(Property::new(battery, 1_u8).settable());
    let mut source = Slow::new(1);
    let mut exchange = Exchange::<Ptp>::new(Operation::new(0x1016, [battery.raw().into()]));
    exchange.out = Out::Stream(&mut source);
    assert!(responder.poll_execute(&mut cx, &mut exchange).is_pending());
    responder.define(Property::new(battery, 1_u8));
    assert_eq!(responder.poll_execute(&mut cx, &mut exchange), Poll::Ready(Ok(())));
    assert_eq!(exchange.reply.code(), ResponseCode::ACCESS_DENIED.raw());
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
