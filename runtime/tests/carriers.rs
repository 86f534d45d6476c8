//! Requests, replies and events of the carriers, and data phases out of files.

mod toys;

use core::cell::RefCell;
use core::pin::pin;
use core::sync::atomic::{AtomicU32, Ordering};
use core::task::{Context, Poll, Waker};
use core::time::Duration;
use std::sync::Arc;
use std::task::Wake;

use opcodec::int::u12;
use opcodec::ioctl::{Access, ControlCode, Ioctl, IoctlReply, Method};
use opcodec::ptp::{Event, MAX_LEN, Operation, PtpReply};
use opcodec::usb::{Recipient, RequestType, Setup};
use opcodec::{
    Call, CallError, Command, DecodeError, EventSource, Events, Exchange, Ptp, Refused, Transport,
    TransportError,
};

#[test]
fn operations_in_bytes() {
    let mut room = [0; MAX_LEN];
    for len in 0..=5_usize {
        let parameters: Vec<u32> = (0..len as u32).map(|n| n << 24 | 0x77).collect();
        let operation = Operation::from_slice(0x9801, &parameters).unwrap();
        let bytes = operation.encode(&mut room);
        assert_eq!(bytes.len(), 2 + 4 * len);
        assert_eq!(Operation::from_bytes(bytes), Some(operation));
        assert_eq!(operation.parameters(), parameters);
        assert_eq!(PtpReply::from_bytes(bytes).map(|reply| reply.code()), Some(0x9801));
        // A code and whole parameters, no more than five.
        for end in (0..bytes.len()).filter(|end| end % 4 != 2) {
            assert_eq!(Operation::from_bytes(&bytes[..end]), None, "{end}");
        }
    }
    assert_eq!(Operation::from_slice(1, &[0; 6]), None);
    assert_eq!(Operation::from_bytes(&[0; 26]), None);
    assert_eq!(Event::new(0x4002, []).in_transaction(u32::MAX).transaction(), None);
}

#[test]
fn setup_packets_in_parts() {
    for ty in [RequestType::Standard, RequestType::Class, RequestType::Vendor, RequestType::Reserved] {
        for recipient in (0..32).map(Recipient::new) {
            let setup =
                Setup::control_in(ty, recipient, 7).with_value(0x1234).with_index(0x5678).with_length(9);
            assert_eq!((setup.request_type(), setup.recipient(), setup.is_in()), (ty, recipient, true));
            assert_eq!((setup.request(), setup.value()), (7, 0x1234));
            assert_eq!((setup.index(), setup.length()), (0x5678, 9));
            assert_eq!(setup.as_bytes()[1..], [7, 0x34, 0x12, 0x78, 0x56, 9, 0]);
            assert!(!Setup::control_out(ty, recipient, 7).is_in());
            assert_eq!(Setup::from_slice(setup.as_ref()), Some(setup));
        }
    }
    assert_eq!(Recipient::new(0xFF).raw(), 0x1F, "five bits");
    assert_eq!(Setup::from_slice(&[0; 7]), None);
    assert_eq!(Setup::from_slice(&[0; 9]), None);
}

#[test]
fn control_codes_in_parts() {
    let code = ControlCode::ctl_code(0x8000, u12::new(0x804), Method::Neither, Access::READ_WRITE);
    assert_eq!(code.raw(), 0x8000_0000 | 3 << 14 | 0x804 << 2 | 3);
    assert_eq!(
        (code.device_type(), code.function(), code.method()),
        (0x8000, u12::new(0x804), Method::Neither)
    );
    assert!(code.access().reads() && code.access().writes() && !Access::READ.writes());
    let methods = [Method::Buffered, Method::InDirect, Method::OutDirect, Method::Neither];
    let accesses = [Access::ANY, Access::READ, Access::WRITE, Access::READ_WRITE];
    for (n, (method, access)) in (0..).zip(methods.into_iter().zip(accesses)) {
        let code = ControlCode::new(n | n << 14 | !(3 | 3 << 14));
        assert_eq!((code.method(), code.access()), (method, access));
        assert_eq!((access.reads(), access.writes()), (n & 1 != 0, n & 2 != 0));
    }
    // "MTP1" is no code that is made of parts, and has them all the same.
    assert_eq!(ControlCode::new(0x3150_544D).device_type(), 0x3150);
    assert_eq!(ControlCode::from_le_bytes(*b"MTP1").raw(), 0x3150_544D);
}

/// Data both ways: the device gives back what it got, from the end.
struct Mirror;
impl Command for Mirror {
    type Carrier = Ioctl;
    type Phase<'b> = (&'b [u8], &'b mut [u8]);
    type Answer<'b> = (usize, &'b [u8]);
    const NAME: &'static str = "MIRROR";
    const TIMEOUT: Duration = Duration::from_secs(1);
    fn request(&self, data_len: Option<u64>) -> Result<ControlCode, Refused> {
        Refused::at_least(Some(1), Refused::known(data_len)?)?;
        Ok(ControlCode::new(0x8000_2010))
    }
    fn answer<'b>(&self, reply: &IoctlReply, data: &'b [u8]) -> Result<(usize, &'b [u8]), DecodeError> {
        self.answer_both(reply, &[], data)
    }
    fn check_both(&self, out: &[u8], room: u64) -> Result<(), Refused> {
        Refused::at_least(Some(out.len() as u64), room)
    }
    fn answer_both<'b>(
        &self,
        _: &IoctlReply,
        out: &[u8],
        data: &'b [u8],
    ) -> Result<(usize, &'b [u8]), DecodeError> {
        Ok((out.len(), data))
    }
}

struct Driver {
    status: u32,
    calls: u32,
}
impl Transport<Ioctl> for Driver {
    fn poll_execute(
        &mut self,
        cx: &mut Context<'_>,
        exchange: &mut Exchange<'_, Ioctl>,
    ) -> Poll<Result<(), TransportError>> {
        self.calls += 1;
        let mut data = [0; 16];
        let Poll::Ready(Ok(len)) = exchange.poll_take(cx, &mut data) else { return Poll::Pending };
        data[..len].reverse();
        let _ = exchange.poll_give(cx, &data[..len]);
        exchange.reply = IoctlReply::new(self.status, len as u64);
        Poll::Ready(Ok(()))
    }
    fn abandon(&mut self) {}
}

#[test]
fn data_moves_both_ways() {
    let mut driver = Driver { status: 0, calls: 0 };
    let mut room = [0; 8];
    assert_eq!(driver.call(&Mirror, (&[1, 2, 3], &mut room)), Ok((3, &[3, 2, 1][..])));
    // Both buffers are looked at before anything is sent.
    let refused = driver.call(&Mirror, (&[0; 9], &mut room)).unwrap_err();
    assert_eq!(refused, CallError::Refused(Refused::Buffer { need: 9, got: 8 }));
    let refused = driver.call(&Mirror, (&[], &mut room)).unwrap_err();
    assert_eq!(refused, CallError::Refused(Refused::Buffer { need: 1, got: 0 }));
    assert_eq!(driver.calls, 1);
    // Bit 31 of the status is the verdict.
    driver.status = 0xC000_000D;
    let failed = driver.call(&Mirror, (&[1], &mut room)).unwrap_err();
    assert_eq!(failed.to_string(), "the device failed the command: status 0xC000000D");
    driver.status = 0x0000_0103;
    assert!(driver.call(&Mirror, (&[1], &mut room)).is_ok());
}

/// Events come when they come: every second poll.
struct Store {
    polls: u32,
    waker: Option<Waker>,
}
impl EventSource<Ptp> for Store {
    fn poll_event(&mut self, cx: &mut Context<'_>) -> Poll<Result<Event, TransportError>> {
        self.polls += 1;
        if self.polls % 2 == 1 {
            self.waker = Some(cx.waker().clone());
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(Ok(Event::new(0x4002, [self.polls])))
    }
}

#[test]
fn events_come_one_by_one() {
    let mut store = Store { polls: 0, waker: None };
    assert_eq!(store.next_event(), Ok(Event::new(0x4002, [2])));
    assert_eq!(store.event_now(), Ok(None));
    // A future that is dropped takes no event with it.
    drop(store.next_event_async::<Ptp>());
    let source: &mut dyn EventSource<Ptp> = &mut store;
    assert_eq!(opcodec::block_on(source.next_event_async()), Ok(Event::new(0x4002, [4])));
}

/// Counts how often it was woken.
#[derive(Default)]
struct Woken(AtomicU32);
impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

/// A store whose event comes from elsewhere, and wakes whoever waits for it.
#[derive(Default)]
struct Quiet {
    event: Option<Event>,
    waiting: Option<Waker>,
}
struct Door<'s>(&'s RefCell<Quiet>);
impl EventSource<Ptp> for Door<'_> {
    fn poll_event(&mut self, cx: &mut Context<'_>) -> Poll<Result<Event, TransportError>> {
        let mut quiet = self.0.borrow_mut();
        if let Some(event) = quiet.event.take() {
            return Poll::Ready(Ok(event));
        }
        quiet.waiting = Some(cx.waker().clone());
        Poll::Pending
    }
}

#[test]
fn an_event_wakes_who_waits_for_it() {
    let (woken, store) = (Arc::new(Woken::default()), RefCell::new(Quiet::default()));
    let waker = Waker::from(Arc::clone(&woken));
    let cx = &mut Context::from_waker(&waker);
    let mut source = Door(&store);
    let mut next = pin!(source.next_event_async::<Ptp>());
    assert!(next.as_mut().poll(cx).is_pending());
    assert_eq!(woken.0.load(Ordering::Relaxed), 0);

    store.borrow_mut().event = Some(Event::new(0x4002, [7]));
    let waiting = store.borrow_mut().waiting.take().expect("the waker was kept");
    assert!(waiting.will_wake(&waker));
    waiting.wake();
    assert_eq!(woken.0.load(Ordering::Relaxed), 1);
    assert_eq!(next.as_mut().poll(cx), Poll::Ready(Ok(Event::new(0x4002, [7]))));
}

#[cfg(feature = "std")]
#[test]
fn readers_are_sources() {
    use opcodec::{ReadSource, Source};
    use std::io::{Cursor, Read as _};
    let cx = &mut Context::from_waker(Waker::noop());
    let mut file = Cursor::new(b"....0123456789".to_vec());
    file.set_position(4);
    let mut source = ReadSource::new(&mut file).seekable().unwrap();
    let mut block = [0; 8];
    assert_eq!(source.remaining(), Some(10));
    assert_eq!(source.poll_pull(cx, &mut block), Poll::Ready(Ok(8)));
    assert_eq!((source.remaining(), &block), (Some(2), b"01234567"));
    assert!(source.rewind());
    assert_eq!(source.remaining(), Some(10));
    let mut source = ReadSource::with_len(&mut file, 3).seekable().unwrap();
    assert_eq!(source.poll_pull(cx, &mut block), Poll::Ready(Ok(3)));
    assert_eq!((source.remaining(), source.rewind(), source.remaining()), (Some(0), true, Some(3)));

    // One that ends before it said is no shorter data phase but an error.
    let mut source = ReadSource::with_len(&b"abc"[..], 4);
    assert_eq!(source.poll_pull(cx, &mut block), Poll::Ready(Ok(3)));
    assert!(matches!(source.poll_pull(cx, &mut block), Poll::Ready(Err(_))));
    assert_eq!(source.take_error().map(|error| error.kind()), Some(std::io::ErrorKind::UnexpectedEof));
    assert!(!source.rewind());

    // One that has more is not read further.
    let mut rest = &b"abcdef"[..];
    let mut source = ReadSource::with_len(&mut rest, 4);
    assert_eq!(source.poll_pull(cx, &mut block), Poll::Ready(Ok(4)));
    assert_eq!(source.poll_pull(cx, &mut block), Poll::Ready(Ok(0)));
    let mut text = String::new();
    rest.read_to_string(&mut text).unwrap();
    assert_eq!(text, "ef");
    assert_eq!(ReadSource::new(std::io::empty()).remaining(), None);
}

#[cfg(feature = "std")]
#[test]
fn writers_are_sinks() {
    use opcodec::{Sink, WriteSink};
    use std::io::{Cursor, Write as _};
    let cx = &mut Context::from_waker(Waker::noop());
    let mut file = Cursor::new(Vec::new());
    file.write_all(b"....").unwrap();
    let mut sink = WriteSink::with_room(file, 6).seekable().unwrap();
    assert_eq!(sink.poll_push(cx, b"0123"), Poll::Ready(Ok(4)));
    assert_eq!(sink.poll_push(cx, b"4567"), Poll::Ready(Ok(2)));
    assert_eq!((sink.room(), sink.poll_push(cx, b"8")), (Some(0), Poll::Ready(Ok(0))));
    assert!(sink.rewind());
    assert_eq!(sink.poll_push(cx, b"abc"), Poll::Ready(Ok(3)));
    assert_eq!(sink.into_inner().into_inner(), b"....abc345");

    // A writer that is full.
    let mut small = [0; 2];
    let mut sink = WriteSink::new(&mut small[..]);
    assert_eq!(sink.poll_push(cx, b"abc"), Poll::Ready(Ok(2)));
    assert!(matches!(sink.poll_push(cx, b"c"), Poll::Ready(Err(_))));
    assert_eq!(sink.take_error().map(|error| error.kind()), Some(std::io::ErrorKind::WriteZero));
}

#[cfg(feature = "std")]
#[test]
fn what_is_interrupted_goes_on() {
    use opcodec::{ReadSource, Sink, Source, WriteSink};
    use std::io::{self, ErrorKind, Read, Write};
    struct Twice(bool);
    impl Twice {
        fn go(&mut self, n: usize) -> io::Result<usize> {
            self.0 = !self.0;
            if self.0 { Err(ErrorKind::Interrupted.into()) } else { Ok(n) }
        }
    }
    impl Read for Twice {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            self.go(into.len())
        }
    }
    impl Write for Twice {
        fn write(&mut self, from: &[u8]) -> io::Result<usize> {
            self.go(from.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let cx = &mut Context::from_waker(Waker::noop());
    let mut source = ReadSource::new(Twice(false));
    assert_eq!(source.poll_pull(cx, &mut [0; 4]), Poll::Ready(Ok(4)));
    let mut sink = WriteSink::new(Twice(false));
    assert_eq!(sink.poll_push(cx, &[0; 4]), Poll::Ready(Ok(4)));
    assert!(source.take_error().is_none() && sink.take_error().is_none());
}
