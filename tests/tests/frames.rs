//! A bus of registers, called over a simulated device: requests that borrow, answers in the reply and in the caller's
//! buffer, blocking and async.

use core::task::{Context, Poll, Waker};

use opcodec::frame::{Frame, Simulated};
use opcodec::layer::{Event, Trace};
use opcodec::wire::List;
use opcodec::{Call, CallError, Effect, ErrorKind, Exchange, Kind, Refused, Transport, TransportError};

/// The protocol.
pub mod registers {
    opcodec::include_schema!("cases/emitted/frame/schema.toml");
}

/// Frames of every shape.
#[allow(missing_docs, reason = "a schema for tests of the compiler")]
pub mod shapes {
    opcodec::include_schema!("schemas/nasty/frames.toml");
}

use registers::{Read, Registers, Request, Write, Written};

/// A device with ten registers, which answers at address 17 alone.
fn device() -> impl Transport<Frame> {
    let mut registers = [0_u16; 10];
    Simulated::new(move |exchange| {
        let silence = TransportError::new(Kind::Timeout, Effect::Unknown);
        let frame = exchange.request;
        match Request::try_from(&frame) {
            Ok(Request::Read(Read { address: 17, first, quantity })) => {
                let range = usize::from(first)..usize::from(first) + usize::from(quantity);
                let values = List::from_slice(registers.get(range).ok_or(silence)?);
                let mut out = [0; 256];
                let answer = Registers { address: 17, values }.encode(&mut out, quantity);
                exchange.answer(answer.map_err(|_| silence)?)
            }
            Ok(Request::Write(Write { address: 17, first, values })) => {
                for (register, value) in registers.iter_mut().skip(usize::from(first)).zip(values) {
                    *register = value;
                }
                let written = Written { address: 17, first, quantity: values.len() as u16 };
                exchange.answer(&written.to_bytes())
            }
            _ => Err(silence),
        }
    })
}

#[test]
fn registers_are_written_and_read() {
    let mut bus = device();
    let mut seen = Vec::new();
    let mut bus = Trace::new(&mut bus, |event: &Event<'_>| seen.push(event.to_string()));
    let values = [0x0102, 0x0304, 5];
    let write = Write { address: 17, first: 2, values: List::from_slice(&values) };
    let written = bus.call(&write, ());
    assert_eq!(written, Ok(Written { address: 17, first: 2, quantity: 3 }));
    let mut buffer = [0; 64];
    let read = Read { address: 17, first: 1, quantity: 4 };
    let answer = bus.call(&read, &mut buffer).expect("the device answers");
    assert_eq!(answer.values.iter().collect::<Vec<_>>(), [0, 0x0102, 0x0304, 5]);
    let answer = opcodec::block_on(bus.call_async(&read, &mut buffer)).expect("the device answers");
    assert_eq!(answer.values.len(), 4);
    assert_eq!(seen[0], "frame: 11 10 00 02 00 03 06 01 02 03 04 00 05: done");
    assert_eq!(seen[1], "frame: 11 03 00 01 00 04: in 11 of 64, done");
}

#[test]
fn what_cannot_be_is_refused_before_it_is_sent() {
    let mut nobody = Simulated::new(|_: &mut Exchange<'_, Frame>| panic!("nothing is sent"));
    let why = nobody.call(&Read { quantity: 126, ..Read::DEFAULT }, &mut [0; 64]).unwrap_err();
    assert!(matches!(why, CallError::Refused(Refused::Invalid(error)) if error.kind() == ErrorKind::Check));
    let why = nobody.call(&Read { quantity: 1, ..Read::DEFAULT }, &mut [0; 2]).unwrap_err();
    assert_eq!(why, Refused::Buffer { need: 3, got: 2 }.into());
    // More values than the count of bytes can say.
    let values = [0; 128];
    let write = Write { values: List::from_slice(&values), ..Write::DEFAULT };
    let why = nobody.call(&write, ()).unwrap_err();
    let CallError::Refused(Refused::Request(error)) = why else { panic!("{why:?}") };
    assert_eq!((error.kind(), error.field(), error.got()), (ErrorKind::Size, "BYTES", 256));
    assert_eq!(write.encode(&mut [0; 512]).map_err(|error| error.field()), Err("BYTES"));
}

#[test]
fn a_device_that_does_not_answer_is_no_answer() {
    let mut bus = device();
    let silent = bus.call(&Read { address: 18, quantity: 1, ..Read::DEFAULT }, &mut [0; 8]).unwrap_err();
    assert_eq!(silent, TransportError::new(Kind::Timeout, Effect::Unknown).into());
    // An answer that breaks its layout.
    let mut wrong = Simulated::new(|exchange: &mut Exchange<'_, Frame>| exchange.answer(&[17, 3, 4, 0, 1]));
    let why = wrong.call(&Read { address: 17, quantity: 2, ..Read::DEFAULT }, &mut [0; 8]).unwrap_err();
    assert!(matches!(why, CallError::Answer(error) if error.kind() == ErrorKind::Size), "{why:?}");
}

/// Answers all frames with `answer`, and data from the device with `data`; what went to it is kept.
fn answering(answer: &'static [u8], data: &'static [u8], sent: &mut Vec<u8>) -> impl Transport<Frame> {
    Simulated::new(move |exchange| {
        let mut cx = Context::from_waker(Waker::noop());
        sent.extend_from_slice(exchange.request.as_bytes());
        let mut room = [0; 8];
        while let Poll::Ready(Ok(count @ 1..)) = exchange.poll_take(&mut cx, &mut room) {
            sent.extend_from_slice(&room[..count]);
        }
        if !data.is_empty() {
            let _ = exchange.poll_give(&mut cx, data);
        }
        exchange.answer(answer)
    })
}

#[test]
fn data_goes_beside_a_frame() {
    use shapes::{Item, Receive, Sections, Send, Small, Upload};
    let mut sent = Vec::new();
    // To the device, with an answer that borrows.
    let mut device = answering(&[9, 0, 1, 2, 3, 4], &[], &mut sent);
    let upload = Upload { how: &[0xAA, 0xBB, 0xCC] };
    let mut room = [0; 16];
    let answer = device.call(&upload, (&[1, 2, 3], &mut room)).expect("it answers");
    let Sections { total, items, .. } = answer;
    assert_eq!((total, items.get(0)), (9, Some(Item { kind: 1, value: opcodec::int::u24::new(0x04_0302) })));
    let why = device.call(&upload, (&[0; 4], &mut room)).unwrap_err();
    assert_eq!(why, Refused::Buffer { need: 3, got: 4 }.into());
    let why = device.call(&upload, (&[], &mut [0; 1])).unwrap_err();
    assert_eq!(why, Refused::Buffer { need: 2, got: 1 }.into());
    drop(device);
    assert_eq!(sent, [3, 3, 0xAA, 0xBB, 0xCC, 1, 2, 3]);
    // To the device, with one that does not.
    sent.clear();
    let small = Ok(Small { status: 1, hint: Some(7) });
    assert_eq!(answering(&[0x81, 1, 0, 7], &[], &mut sent).call(&Send { bytes: None }, &[5, 6]), small);
    assert_eq!(sent, [4, 2, 0, 5, 6]);
    // From it.
    let mut room = [0; 4];
    let answer = answering(&[0x81, 0, 0], &[1, 2, 3], &mut sent).call(&Receive { bytes: 3 }, &mut room);
    assert_eq!(answer, Ok((&[1, 2, 3][..], Small { status: 0, hint: None })));
}

#[test]
fn a_large_answer_is_in_the_callers_buffer() {
    static ANSWER: [u8; 601] = [7; 601];
    let mut sent = Vec::new();
    let mut room = [0; 601];
    let answer = answering(&ANSWER, &[], &mut sent).call(&shapes::Table {}, &mut room);
    assert_eq!(answer, Ok(shapes::Large { n: 7, table: [7; 600] }));
}
