//! Generated commands of every carrier, called: what is refused before anything is sent, what comes back beside the
//! data, and data in streams.

use core::task::{Context, Poll};

use opcodec::ioctl::{Ioctl, IoctlReply};
use opcodec::ptp::{Ptp, PtpReply, Response as _};
use opcodec::usb::UsbControl;
use opcodec::{
    Call, CallError, Carrier, ErrorKind, Exchange, Out, Refused, Sink, Source, StreamError, Transport,
    TransportError, Why,
};

mod controls {
    #![allow(dead_code, reason = "only some of it is called here")]
    opcodec::include_schema!("schemas/nasty/controls.toml");
}
mod operations {
    #![allow(dead_code, reason = "only some of it is called here")]
    opcodec::include_schema!("schemas/nasty/operations.toml");
}
mod control_pipe {
    #![allow(dead_code, reason = "only some of it is called here")]
    opcodec::include_schema!("schemas/nasty/control_pipe.toml");
}

/// A device that takes what it gets, and answers always the same.
struct Device<C: Carrier> {
    data: Vec<u8>,
    reply: fn() -> C::Reply,
    requests: Vec<C::Request>,
    sent: Vec<u8>,
}

impl<C: Carrier> Device<C> {
    fn new(data: &[u8], reply: fn() -> C::Reply) -> Self {
        Device { data: data.to_vec(), reply, requests: Vec::new(), sent: Vec::new() }
    }
}

impl<C: Carrier> Transport<C> for Device<C> {
    fn poll_execute(
        &mut self,
        cx: &mut Context<'_>,
        exchange: &mut Exchange<'_, C>,
    ) -> Poll<Result<(), TransportError>> {
        self.requests.push(exchange.request);
        let mut packet = [0; 64];
        while let Poll::Ready(Ok(n @ 1..)) = exchange.poll_take(cx, &mut packet) {
            self.sent.extend_from_slice(&packet[..n]);
        }
        let mut rest = self.data.as_slice();
        while let Poll::Ready(Ok(n @ 1..)) = exchange.poll_give(cx, rest) {
            rest = &rest[n..];
        }
        exchange.reply = (self.reply)();
        Poll::Ready(Ok(()))
    }
    fn abandon(&mut self) {}
}

fn refused<C: Carrier>(error: CallError<C>) -> Refused {
    let CallError::Refused(why) = error else { panic!("not refused but {error:?}") };
    why
}

#[test]
fn data_both_ways_is_checked_before_anything_is_sent() {
    let mut device = Device::<Ioctl>::new(&[1, 0, 2, 0, 3, 0, 0, 0], || IoctlReply::new(0, 8));
    let both = controls::IoctlBoth { extra: 1 };
    let block = |length, kind| controls::Block { u_offset: 0, u_length: length, u_kind: kind }.to_bytes();
    let mut room = [0; 8];

    let sent = block(2, 1);
    let answer = device.call(&both, (&sent, &mut room)).unwrap().expect("there is an answer");
    assert_eq!((answer.words.iter().collect::<Vec<_>>(), answer.rest), (vec![1, 2], Some(3)));
    assert_eq!(device.sent, block(2, 1));
    assert_eq!(device.requests[0].raw(), 0x3150_544D);

    // What is sent says how much comes back.
    let why = refused(device.call(&both, (&block(3, 1), &mut room)).unwrap_err());
    assert_eq!(why, Refused::Buffer { need: 10, got: 8 });
    let why = refused(device.call(&both, (&block(2, 0), &mut room)).unwrap_err());
    assert_eq!(why, Refused::Buffer { need: 0, got: 8 });
    // What is sent must be what it says it is.
    let why = refused(device.call(&both, (&block(2, 1)[..6], &mut room)).unwrap_err());
    assert!(matches!(why, Refused::Invalid(error) if error.kind() == ErrorKind::Size), "{why}");
    let why = refused(device.call(&both, (&block(2, 9), &mut room)).unwrap_err());
    assert!(matches!(why, Refused::Invalid(error) if error.kind() == ErrorKind::Check), "{why}");
    assert_eq!(device.requests.len(), 1);

    assert_eq!(device.call(&both, (&block(2, 0), &mut [])), Ok(None));
    // Fewer bytes than were said are no answer.
    device.data.truncate(7);
    let error = device.call(&both, (&block(2, 1), &mut room)).unwrap_err();
    assert!(matches!(error, CallError::Answer(error) if error.why() == Why::Short), "{error}");
}

#[test]
fn octets_both_ways_have_their_bounds() {
    let mut device = Device::<Ioctl>::new(&[9; 6], || IoctlReply::new(0, 6));
    let both = controls::IoctlBothBytes { n: 3 };
    assert_eq!(device.call(&both, (&[1, 2], &mut [0; 6])), Ok(&[9; 6][..]));
    let why = refused(device.call(&both, (&[0; 4], &mut [0; 6])).unwrap_err());
    assert_eq!(why, Refused::Buffer { need: 3, got: 4 });
    let why = refused(device.call(&both, (&[0; 3], &mut [0; 5])).unwrap_err());
    assert_eq!(why, Refused::Buffer { need: 6, got: 5 });

    // A struct with args of the command's.
    let some = controls::IoctlBothArgs { n: 2 };
    let why = refused(device.call(&some, (&[0, 0, 4], &mut [0; 7])).unwrap_err());
    assert_eq!(why, Refused::Buffer { need: 8, got: 7 });
    assert_eq!(device.call(&some, (&[0, 0, 3], &mut [0; 6])), Ok(&[9; 6][..]));
    assert_eq!(device.requests.len(), 2);

    // Another name is the same command.
    let _: Result<(), _> = device.call(&controls::IoctlNothing {}, ());
    assert_eq!(controls::IoctlNothing::OPCODE, controls::IoctlNone::OPCODE);
}

#[derive(Default)]
struct Bytes {
    seen: Vec<u8>,
    room: Option<u64>,
}
impl Sink for Bytes {
    fn poll_push(&mut self, _: &mut Context<'_>, from: &[u8]) -> Poll<Result<usize, StreamError>> {
        self.seen.extend_from_slice(from);
        Poll::Ready(Ok(from.len()))
    }
    fn room(&self) -> Option<u64> {
        self.room
    }
}

#[test]
fn the_parameters_of_a_response_come_beside_the_data() {
    use operations::Failure;

    let answer = operations::ToldAnswer { sent: Some(7) };
    assert_eq!(answer.to_reply(), Ok(PtpReply::new(PtpReply::OK, [7])));
    let told = operations::Told { data: 3 };
    let mut device = Device::<Ptp>::new(&[1, 2, 3, 4, 5, 6], || PtpReply::new(PtpReply::OK, [7, 8, 9]));
    let mut room = [0; 16];
    assert_eq!(device.call(&told, &mut room), Ok((&[1, 2, 3, 4, 5, 6][..], answer)));

    // The same into a stream.
    let mut sink = Bytes::default();
    assert_eq!(device.call_into(&told, &mut sink), Ok((6, answer)));
    assert_eq!(sink.seen, [1, 2, 3, 4, 5, 6]);
    let why = refused(device.call_into(&told, &mut Bytes { room: Some(5), ..Bytes::default() }).unwrap_err());
    assert_eq!(why, Refused::Buffer { need: 6, got: 5 });
    device.data.pop();
    let error = device.call_into(&told, &mut sink).unwrap_err();
    let CallError::Answer(short) = error else { panic!("{error:?}") };
    assert_eq!((short.why(), short.container(), short.expected(), short.got()), (Why::Short, "Told", 6, 5));

    // They may be left out, and are not looked at where the operation failed.
    device.data.push(6);
    device.reply = || PtpReply::new(PtpReply::OK, []);
    assert_eq!(device.call(&told, &mut room).unwrap().1, operations::ToldAnswer { sent: None });
    device.reply = || PtpReply::new(0x2019, [7]);
    let error = device.call(&told, &mut room).unwrap_err();
    let CallError::Device(failure) = error else { panic!("{error:?}") };
    let codes = [
        Failure::from_response(failure.0.code()),
        Failure::from_response_after(failure.0.code(), &told.to_bytes()),
        Failure::from_response(0x2002),
        Failure::from_response(0x2003),
    ];
    assert_eq!(codes, [Some(Failure::BUSY), Some(Failure::LATER), Some(Failure::GENERAL), None]);
}

#[test]
fn parameters_that_a_response_needs_must_come() {
    let fixed = operations::Fixed { flag: false, ..operations::Fixed::DEFAULT };
    let mut device = Device::<Ptp>::new(&[], || PtpReply::new(PtpReply::OK, []));
    let error = device.call(&fixed, &mut []).unwrap_err();
    assert!(matches!(error, CallError::Answer(error) if error.container() == "FixedAnswer"), "{error}");
    device.reply = || PtpReply::new(PtpReply::OK, [3]);
    assert_eq!(device.call(&fixed, &mut []), Ok((None, operations::FixedAnswer { handle: 3 })));
    // No data phase, no buffer.
    let why = refused(device.call(&fixed, &mut [0; 4]).unwrap_err());
    assert_eq!(why, Refused::Buffer { need: 0, got: 4 });
}

#[test]
fn a_sink_without_a_bound_has_room_for_all_that_a_request_can_ask() {
    let mut device = Device::<UsbControl>::new(&[7; 18], Default::default);
    let get = control_pipe::GetDescriptor { w_length: Some(18), ..control_pipe::GetDescriptor::DEFAULT };
    assert_eq!(device.call_into(&get, &mut Bytes::default()), Ok(18));
    let why =
        refused(device.call_into(&control_pipe::GetDescriptor::DEFAULT, &mut Bytes::default()).unwrap_err());
    assert!(matches!(why, Refused::Request(error) if error.got() == i64::MAX as u64), "{why}");
    let bounded = device
        .call_into(&control_pipe::GetDescriptor::DEFAULT, &mut Bytes { room: Some(64), ..Bytes::default() });
    assert_eq!(bounded, Ok(18));
    assert_eq!(device.requests[1].length(), 64);
}

struct Endless;
impl Source for Endless {
    fn remaining(&self) -> Option<u64> {
        None
    }
    fn poll_pull(&mut self, _: &mut Context<'_>, _: &mut [u8]) -> Poll<Result<usize, StreamError>> {
        Poll::Ready(Ok(0))
    }
}

#[test]
fn what_the_request_says_of_the_data_must_be_known() {
    let mut device = Device::<Ptp>::new(&[], || PtpReply::new(PtpReply::OK, []));
    let send = operations::SendSome { out: 1, ..operations::SendSome::DEFAULT };
    assert_eq!(refused(device.call_from(&send, &mut Endless).unwrap_err()), Refused::UnknownLength);
    let mut bytes = &[1, 2, 3][..];
    device.call_from(&send, &mut bytes).unwrap();
    assert_eq!(device.requests[0].parameters(), [1, 3]);
    // One that is left out before one that is not is zero.
    let send = operations::SendSome { reader: Some(operations::Strict::One), ..send };
    device.call(&send, &[1, 2, 3, 4]).unwrap();
    assert_eq!(device.requests[1].parameters(), [1, 4, 0, 0, 1]);
    assert_eq!(operations::Request::try_from(device.requests[1]).unwrap().name(), Some("Send Some"));
    // One that says it itself is sent as it is said.
    device.call_from(&operations::SendSome { data_len: Some(9), ..send }, &mut &[0; 2][..]).unwrap();
    assert_eq!(device.requests[2].parameters()[1], 9);
}

#[test]
fn the_length_of_a_control_transfer_has_16_bits() {
    let mut device = Device::<UsbControl>::new(&[7; 18], Default::default);
    let mut room = vec![0; 65_536];
    let get = control_pipe::GetDescriptor::DEFAULT;
    assert_eq!(device.call(&get, &mut room[..65_535]).map(<[u8]>::len), Ok(18));
    assert_eq!(device.requests[0].as_bytes(), &[0x80, 6, 0, 1, 0, 0, 0xFF, 0xFF]);
    let why = refused(device.call(&get, &mut room).unwrap_err());
    assert!(matches!(why, Refused::Request(error) if error.kind() == ErrorKind::Size), "{why}");

    // The data has one size: the buffer may be larger, the packet does not ask for more.
    let read = control_pipe::Read { got: 0, count: 2, ..control_pipe::Read::DEFAULT };
    device.call(&read, &mut room[..100]).unwrap_err();
    assert_eq!(device.requests[1].length(), 6);
    assert_eq!(device.requests.len(), 2);

    // STALL is the device's word.
    let mut stalls = Device::<UsbControl>::new(&[], || opcodec::usb::UsbReply::STALL);
    let error = stalls.call(&get, &mut room[..1]).unwrap_err();
    assert_eq!(error, CallError::Device(opcodec::usb::Stalled));
}

#[test]
fn a_request_goes_over_any_transport_as_it_is() {
    let mut device = Device::<Ptp>::new(&[], || PtpReply::new(PtpReply::OK, []));
    let request = operations::Request::from(operations::Few { x: Some(2) });
    let mut exchange = Exchange::<Ptp>::new(request.encode().unwrap());
    exchange.out = Out::None;
    device.execute(&mut exchange).unwrap();
    assert_eq!(operations::Request::try_from(device.requests[0]), Ok(request));
    let unknown = opcodec::ptp::Operation::new(0x9999, [1]);
    assert_eq!(operations::Request::try_from(unknown), Ok(operations::Request::Unknown(unknown)));
    let event = opcodec::ptp::Event::new(0x4001, []).in_transaction(7);
    assert_eq!(operations::Event::try_from(event), Ok(operations::Event::Happened(operations::Happened {})));
    let unknown = opcodec::ptp::Event::new(0x4009, []).in_transaction(7);
    assert_eq!(operations::Event::try_from(unknown), Ok(operations::Event::Unknown(unknown)));
}
