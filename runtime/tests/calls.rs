//! Calls over every carrier, blocking and async, and what becomes of those given up.

mod toys;

use core::future::Future;
use core::pin::pin;
use core::task::{Context, Waker};
use core::time::Duration;

use opcodec::scsi::sense::SenseKey;
use opcodec::scsi::{Cdb, ScsiReply, Sense, Status};
use opcodec::{
    Call, CallError, Carrier, Effect, Exchange, Kind, Options, Out, Refused, Scsi, Transport, TransportError,
    block_on,
};
use toys::{Camera, Disk, Nibble, Read, Scanner, SendObject, Test, Write, WriteRegister, Zeros};

#[test]
fn an_answer_borrows_from_the_buffer_and_not_from_the_command() {
    let mut disk = Disk::default();
    let mut buffer = [0xFF; 1536];
    let answer = disk.call(&Read(3), &mut buffer).unwrap();
    assert_eq!((answer.len(), answer[0], answer[1535]), (1536, 0, 2));
    disk.call(&Test, ()).unwrap();
    disk.call(&Write(1), &[9; 512]).unwrap();
    assert_eq!(disk.written, [9; 512]);
}

#[test]
fn a_larger_buffer_is_filled_in_part() {
    let mut buffer = [0xFF; 1024];
    assert_eq!(Disk::default().call(&Read(1), &mut buffer).unwrap().len(), 512);
    assert_eq!(buffer[512], 0xFF);
}

#[test]
fn a_buffer_that_does_not_suit_is_refused_before_anything_is_sent() {
    let mut disk = Disk::default();
    let error = disk.call(&Read(2), &mut [0; 1023]).unwrap_err();
    assert_eq!(error, CallError::Refused(Refused::Buffer { need: 1024, got: 1023 }));
    assert_eq!(
        error.to_string(),
        "nothing was sent: the command needs a buffer of 1024 bytes; this one has 1023"
    );
    let error = disk.call_from(&Write(1), &mut Zeros { left: 512, known: false }).unwrap_err();
    assert_eq!(error, CallError::Refused(Refused::UnknownLength));
    assert_eq!(disk.requests, 0);
}

#[test]
fn a_transport_may_be_behind_dyn_and_lent_again_and_again() {
    fn twice(disk: &mut dyn Transport<Scsi>, buffer: &mut [u8]) {
        for _ in 0..2 {
            disk.call(&Read(1), &mut *buffer).unwrap();
        }
        block_on(disk.call_async(&Read(1), buffer)).unwrap();
    }
    let mut disk = Disk::default();
    twice(&mut disk, &mut [0; 512]);
    let mut boxed: Box<dyn Transport<Scsi> + Send> = Box::new(disk);
    boxed.as_mut().call(&Test, ()).unwrap();
}

#[test]
fn both_faces_wait_for_a_device_that_is_pending() {
    let mut disk = Disk { packet: 100, ..Disk::default() };
    let mut buffer = [0xFF; 1024];
    let blocking = disk.call(&Read(2), &mut buffer).unwrap().to_vec();
    assert_eq!((disk.requests, disk.polls), (1, 11));
    let asynchronous = block_on(disk.call_async(&Read(2), &mut buffer)).unwrap();
    assert_eq!(blocking, asynchronous);
}

#[test]
fn a_dropped_future_abandons_what_is_in_flight_and_the_next_call_works() {
    let mut disk = Disk { packet: 100, ..Disk::default() };
    let mut buffer = [0xFF; 512];
    let mut cx = Context::from_waker(Waker::noop());

    drop(disk.call_async(&Read(1), &mut buffer));
    assert_eq!((disk.requests, disk.abandoned), (0, 0), "nothing was in flight");

    {
        let mut call = pin!(disk.call_async(&Read(1), &mut buffer));
        assert!(call.as_mut().poll(&mut cx).is_pending());
    }
    assert_eq!((disk.requests, disk.abandoned, disk.recoveries), (1, 1, 0));

    assert_eq!(disk.call(&Read(1), &mut buffer).unwrap(), [0; 512]);
    assert_eq!((disk.requests, disk.abandoned, disk.recoveries), (2, 1, 1));
}

#[test]
fn streams_may_be_larger_than_any_buffer() {
    let mut camera = Camera::default();
    let handle = camera.call(&SendObject, Out::Stream(&mut Zeros { left: 64 << 20, known: false })).unwrap();
    assert_eq!((camera.bytes, handle), (64 << 20, 7));
    assert_eq!(camera.call(&SendObject, Out::Bytes(&[1, 2, 3])).unwrap(), 7);

    let mut disk = Disk { packet: 4096, ..Disk::default() };
    disk.call_from(&Write(200), &mut Zeros { left: 200 * 512, known: true }).unwrap();
    assert_eq!(disk.written.len(), 200 * 512);

    let mut sink = Nibble::default();
    assert_eq!(disk.call_into(&Read(2), &mut sink).unwrap(), 1024);
    assert_eq!(sink.0[511..513], [0, 1]);

    let mut slice: &[u8] = &[5; 512];
    disk.written.clear();
    block_on(disk.call_from_async(&Write(1), &mut slice)).unwrap();
    assert_eq!((disk.written.len(), slice.len()), (512, 0));
}

#[test]
fn a_stream_that_ends_early_sends_what_there_is() {
    let mut disk = Disk { packet: 512, ..Disk::default() };
    let mut lies = Zeros { left: 1024, known: true };
    let request = Cdb::new([10, 0, 0, 0, 4, 0]);
    let mut exchange = Exchange::<Scsi>::new(request);
    exchange.out = Out::Stream(&mut lies);
    disk.execute(&mut exchange).unwrap();
    assert_eq!(exchange.sent, 1024);
}

#[test]
fn every_carrier_says_no_in_its_own_words() {
    let mut scanner = Scanner::default();
    scanner.call(&WriteRegister(1), &[1, 2]).unwrap();
    assert_eq!(scanner.setups[0].as_bytes(), &[0x40, 4, 1, 0, 0, 0, 2, 0]);
    let error = scanner.call(&WriteRegister(2), &[1, 2]).unwrap_err();
    assert_eq!(error.to_string(), "the device failed the command: STALL on the control pipe");

    let disk = &mut Disk::failing(Status::BUSY, &[]);
    let error = disk.call(&Test, ()).unwrap_err();
    assert_eq!(error.to_string(), "the device failed the command: BUSY");
}

#[test]
fn the_raw_form_gives_the_reply_of_success_and_failure() {
    let recovered = [0x70, 0, 1, 0, 0, 0, 0, 10, 0, 0, 0, 0, 0x17, 1, 0, 0, 0, 0];
    let mut disk = Disk::failing(Status::CHECK_CONDITION, &recovered);
    let mut buffer = [0; 512];
    assert_eq!(disk.call(&Read(1), &mut buffer).unwrap().len(), 512);
    let raw = disk.call_raw(&Read(1), &mut buffer).unwrap();
    assert_eq!(raw.outcome.unwrap().len(), 512);
    assert_eq!((raw.reply.sense_bytes(), raw.received), (&recovered[..], 512));

    let no_medium = [0x70, 0, 2, 0, 0, 0, 0, 10, 0, 0, 0, 0, 0x3A, 0, 0, 0, 0, 0];
    let mut disk = Disk::failing(Status::CHECK_CONDITION, &no_medium);
    let raw = block_on(disk.call_raw_async(&Test, ())).unwrap();
    assert!(
        matches!(raw.outcome, Err(CallError::Device(failure)) if failure.status == Status::CHECK_CONDITION)
    );
    assert_eq!(raw.reply.sense_bytes(), no_medium);

    disk.fails = Some(TransportError::new(Kind::Disconnected, Effect::None));
    let error = disk.call_raw(&Test, ()).unwrap_err();
    assert_eq!(error.to_string(), "scsi: the device is gone; nothing reached the device");
}

#[test]
fn a_call_has_the_time_limit_of_its_command_or_its_own() {
    let mut disk = Disk::default();
    disk.call(&Test, ()).unwrap();
    assert_eq!(disk.timeout, Some(Duration::from_secs(5)));
    let limit = Duration::from_millis(20);
    disk.with(Options::new().timeout(limit)).call(&Test, ()).unwrap();
    assert_eq!(disk.timeout, Some(limit));
    disk.with(Options::new().no_timeout()).call(&Test, ()).unwrap();
    assert_eq!(disk.timeout, None);
    let dynamic: &mut dyn Transport<Scsi> = &mut disk;
    dynamic.with(Options::new()).call(&Test, ()).unwrap();
    assert_eq!(disk.timeout, Some(Duration::from_secs(5)));
}

#[test]
fn an_exchange_goes_back_to_nothing_sent() {
    let mut disk = Disk::default();
    let mut sink = Nibble::default();
    let mut exchange = Exchange::<Scsi>::new(Cdb::new([8, 0, 0, 0, 1, 0]));
    exchange.input = opcodec::In::Stream(&mut sink);
    disk.execute(&mut exchange).unwrap();
    assert!(exchange.rewind());
    assert_eq!(exchange.received, 0);
    disk.execute(&mut exchange).unwrap();
    assert_eq!((exchange.received, sink.0.len()), (512, 512));

    let mut source = Zeros { left: 512, known: true };
    let mut exchange = Exchange::<Scsi>::new(Cdb::new([10, 0, 0, 0, 1, 0]));
    exchange.out = Out::Stream(&mut source);
    disk.execute(&mut exchange).unwrap();
    assert!(!exchange.rewind(), "this source cannot go back");
    assert_eq!(exchange.sent, 512);
}

#[test]
fn verdicts_of_scsi() {
    let verdict = |status, sense: &[u8]| {
        let mut reply = ScsiReply::default();
        reply.status = status;
        reply.set_sense(sense);
        Scsi::verdict(&reply)
    };
    let fixed = |code, key| [code, 0, key, 0, 0, 0, 0, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    for good in [Status::GOOD, Status::CONDITION_MET] {
        assert_eq!(verdict(good, &fixed(0x70, 5)), Ok(()));
    }
    for key in 0..=15 {
        assert_eq!(verdict(Status::CHECK_CONDITION, &fixed(0x70, key)).is_ok(), key < 2, "fixed, key {key}");
        let descriptor = [0x72, key, 0, 0, 0, 0, 0, 0];
        assert_eq!(verdict(Status::CHECK_CONDITION, &descriptor).is_ok(), key < 2, "descriptor, key {key}");
        for deferred in [&fixed(0x71, key)[..], &[0x73, key, 0, 0, 0, 0, 0, 0]] {
            let failure = verdict(Status::CHECK_CONDITION, deferred).unwrap_err();
            assert!(failure.sense.is_some_and(|sense| sense.deferred && sense.key.raw().value() == key));
        }
    }
    for (raw, text) in [
        (0x08, "BUSY"),
        (0x18, "RESERVATION CONFLICT"),
        (0x28, "TASK SET FULL"),
        (0x30, "ACA ACTIVE"),
        (0x40, "TASK ABORTED"),
        (0x22, "status 0x22"),
    ] {
        let failure = verdict(Status::new(raw), &[]).unwrap_err();
        assert_eq!((failure.sense, failure.to_string().as_str()), (None, text));
    }
    for unreadable in [&[][..], &[0x70], &[0x70, 0], &[0x72], &[0x7F, 5, 5, 5, 5], &[0, 0, 0, 0]] {
        let failure = verdict(Status::CHECK_CONDITION, unreadable).unwrap_err();
        assert_eq!(failure.to_string(), "CHECK CONDITION, without sense data");
    }
}

#[test]
fn sense_data_may_be_cut_anywhere() {
    let fixed = [0xF0, 0, 3, 0x12, 0x34, 0x56, 0x78, 10, 0, 0, 0, 0, 0x11, 5, 0, 0, 0, 0];
    let descriptor =
        [0x72, 3, 0x11, 5, 0, 0, 0, 16, 3, 2, 0, 0, 0, 10, 0x80, 0, 0, 0, 0, 0, 0x12, 0x34, 0x56, 0x78];
    // A sense key specific descriptor of 2 bytes instead of 6.
    let malformed = [0x72, 3, 0x11, 5, 0, 0, 0, 4, 2, 2, 0, 0];
    assert_eq!(Sense::from_bytes(&malformed).map(|sense| sense.asc), Some(0x11));
    for whole in [&fixed[..], &descriptor] {
        let sense = Sense::from_bytes(whole).unwrap();
        assert_eq!((sense.key, sense.asc, sense.ascq), (SenseKey::MEDIUM_ERROR, 0x11, 5));
        assert_eq!(sense.information, Some(0x1234_5678));
        for len in 0..whole.len() {
            if let Some(cut) = Sense::from_bytes(&whole[..len]) {
                assert_eq!(cut.key, SenseKey::MEDIUM_ERROR);
                assert!(cut.information.is_none_or(|information| information == 0x1234_5678));
            }
        }
    }
}

#[test]
fn futures_are_send_where_the_transport_is() {
    fn send<T: Send>(value: T) -> T {
        value
    }
    fn generic<T: Transport<Scsi> + Send>(disk: &mut T, buffer: &mut [u8]) {
        drop(send(disk.call_async(&Read(1), &mut *buffer)));
        drop(send(disk.call_raw_async(&Read(1), buffer)));
        let mut sink = Nibble::default();
        drop(send(disk.call_into_async(&Read(1), &mut sink)));
    }
    let mut disk = Disk::default();
    generic(&mut disk, &mut [0; 512]);
    let mut boxed: Box<dyn Transport<Scsi> + Send> = Box::new(Disk::default());
    drop(send(boxed.call_async_boxed()));
}

trait Boxed {
    fn call_async_boxed(&mut self) -> impl Future<Output = Result<(), CallError<Scsi>>> + Send;
}
impl Boxed for Box<dyn Transport<Scsi> + Send> {
    fn call_async_boxed(&mut self) -> impl Future<Output = Result<(), CallError<Scsi>>> + Send {
        self.as_mut().call_async(&Test, ())
    }
}

#[test]
fn errors_are_small() {
    assert!(size_of::<CallError<Scsi>>() <= 48, "{}", size_of::<CallError<Scsi>>());
    assert!(size_of::<TransportError>() <= 12);
    assert!(size_of::<Cdb>() <= 264);
}
