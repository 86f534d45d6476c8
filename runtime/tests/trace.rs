//! One trace layer for every carrier, blocking and async.
#![cfg(feature = "std")]

mod toys;

use core::future::Future;
use core::pin::pin;
use core::task::{Context, Waker};

use opcodec::layer::{Event, Lines, Outcome, Trace};
use opcodec::scsi::Status;
use opcodec::{Call, Effect, Kind, Options, Out, Transport, TransportError, block_on};
use toys::{Camera, Disk, Read, Scanner, SendObject, Test, Write, WriteRegister, Zeros};

#[test]
fn lines_of_every_carrier() {
    let mut log = Vec::new();
    let mut disk = Trace::new(Disk { packet: 100, ..Disk::default() }, Lines(&mut log));
    disk.call(&Read(1), &mut [0; 600]).unwrap();
    block_on(disk.call_async(&Write(1), &[0; 512])).unwrap();
    disk.inner_mut().status = Status::CHECK_CONDITION;
    disk.inner_mut().sense = vec![0x70, 0, 2, 0, 0, 0, 0, 10, 0, 0, 0, 0, 0x3A, 1, 0, 0, 0, 0];
    disk.call(&Test, ()).unwrap_err();
    disk.inner_mut().fails = Some(TransportError::new(Kind::Timeout, Effect::Unknown));
    disk.call(&Test, ()).unwrap_err();
    Trace::new(Camera::default(), Lines(&mut log))
        .call(&SendObject, Out::Stream(&mut Zeros { left: 1000, known: false }))
        .unwrap();
    Trace::new(Scanner::default(), Lines(&mut log)).call(&WriteRegister(3), &[1, 2]).unwrap_err();
    let lines = String::from_utf8(log).unwrap();
    assert_eq!(
        lines.lines().collect::<Vec<_>>(),
        [
            "scsi: CDB 08 00 00 00 01 00: in 512 of 600, done",
            "scsi: CDB 0A 00 00 00 01 00: out 512 of 512, done",
            "scsi: CDB 00 00 00 00 00 00: CHECK CONDITION, sense NOT READY (2/3A/01)",
            "scsi: CDB 00 00 00 00 00 00: the device did not answer in time; the command may have been carried out",
            "ptp: Operation 0x100D []: out 1000, done",
            "usb-control: Setup 40 04 03 00 00 00 02 00: out 2 of 2, STALL on the control pipe",
        ]
    );
}

#[test]
fn what_is_given_up_is_shown() {
    let mut abandoned = 0;
    let sink = |event: &Event<'_>| abandoned += u32::from(matches!(event.outcome, Outcome::Abandoned));
    let mut disk = Trace::new(Disk { packet: 100, ..Disk::default() }, sink);
    {
        let mut buffer = [0; 512];
        let mut call = pin!(disk.call_async(&Read(1), &mut buffer));
        assert!(call.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    }
    assert_eq!(disk.into_parts().0.abandoned, 1);
    assert_eq!(abandoned, 1);
}

#[test]
fn layers_are_transports_and_go_behind_dyn() {
    let mut events = 0;
    let mut inner = Trace::new(Disk::default(), |_: &Event<'_>| events += 1);
    let mut outer = Trace::new(&mut inner as &mut dyn Transport<opcodec::Scsi>, |_: &Event<'_>| {});
    outer.with(Options::new().no_timeout()).call(&Test, ()).unwrap();
    assert_eq!(events, 1);
}
