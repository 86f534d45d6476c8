//! One exchange: what moves, what is counted, and the way back.

use std::task::{Context, Poll, Waker};

use opcodec::ioctl::{IoctlFailure, IoctlReply};
use opcodec::ptp::{Operation, PtpReply};
use opcodec::{Carrier, Exchange, In, Ioctl, Out, Ptp, Sink, Source, StreamError};

/// A stream that says that it moved twice as much as it was asked for, and may go back.
struct Liar {
    goes_back: bool,
    went_back: u32,
}

impl Liar {
    fn new(goes_back: bool) -> Self {
        Liar { goes_back, went_back: 0 }
    }

    fn back(&mut self) -> bool {
        self.went_back += 1;
        self.goes_back
    }
}

impl Source for Liar {
    fn remaining(&self) -> Option<u64> {
        None
    }
    fn poll_pull(&mut self, _: &mut Context<'_>, into: &mut [u8]) -> Poll<Result<usize, StreamError>> {
        Poll::Ready(Ok(into.len() * 2))
    }
    fn rewind(&mut self) -> bool {
        self.back()
    }
}

impl Sink for Liar {
    fn poll_push(&mut self, _: &mut Context<'_>, from: &[u8]) -> Poll<Result<usize, StreamError>> {
        Poll::Ready(Ok(from.len() * 2))
    }
    fn rewind(&mut self) -> bool {
        self.back()
    }
}

fn exchange<'a>() -> Exchange<'a, Ptp> {
    Exchange::new(Operation::new(0x1001, []))
}

fn moved(exchange: &mut Exchange<'_, Ptp>) -> (usize, usize) {
    let mut cx = Context::from_waker(Waker::noop());
    let Poll::Ready(Ok(taken)) = exchange.poll_take(&mut cx, &mut [0; 3]) else { panic!("{exchange:?}") };
    let Poll::Ready(Ok(given)) = exchange.poll_give(&mut cx, &[1; 4]) else { panic!("{exchange:?}") };
    (taken, given)
}

#[test]
fn no_more_moves_than_there_was() {
    let (mut source, mut sink) = (Liar::new(true), Liar::new(true));
    let mut exchange = exchange();
    (exchange.out, exchange.input) = (Out::Stream(&mut source), In::Stream(&mut sink));
    assert_eq!(moved(&mut exchange), (3, 4));
    assert_eq!((exchange.sent, exchange.received), (3, 4));
}

#[test]
fn slices_go_back_and_the_reply_with_them() {
    let mut buffer = [0; 5];
    let mut exchange = exchange();
    (exchange.out, exchange.input) = (Out::Bytes(&[7; 4]), In::Bytes(&mut buffer));
    assert_eq!(moved(&mut exchange), (3, 4));
    assert_eq!(moved(&mut exchange), (1, 1), "the rest");
    assert_eq!(moved(&mut exchange), (0, 0));
    assert_eq!((exchange.sent, exchange.received), (4, 5));
    exchange.reply = PtpReply::new(0x2019, []);
    assert!(exchange.rewind());
    assert_eq!((exchange.sent, exchange.received, exchange.reply), (0, 0, PtpReply::default()));
    assert_eq!(moved(&mut exchange), (3, 4));
}

#[cfg(feature = "std")]
#[test]
fn the_room_of_a_stream_is_that_of_the_data_phase() {
    let mut sink = opcodec::WriteSink::with_room(Vec::new(), 7);
    assert_eq!(In::Stream(&mut sink).len(), Some(7));
}

#[test]
fn streams_go_back_if_both_can() {
    for (out, input) in [(true, true), (true, false), (false, true), (false, false)] {
        let (mut source, mut sink) = (Liar::new(out), Liar::new(input));
        let mut exchange = exchange();
        (exchange.out, exchange.input) = (Out::Stream(&mut source), In::Stream(&mut sink));
        assert!(exchange.rewind(), "what did not move need not go back");
        moved(&mut exchange);
        exchange.reply = PtpReply::new(0x2019, []);
        let whole = out && input;
        assert_eq!(exchange.rewind(), whole);
        let expected = if whole { (0, 0) } else { (3, 4) };
        assert_eq!((exchange.sent, exchange.received), expected);
        assert_eq!(exchange.reply == PtpReply::default(), whole);
        assert_eq!((source.went_back, sink.went_back), (1, 1));
    }
}

#[test]
fn a_control_failed_if_bit_31_of_its_status_says_so() {
    for status in [0, 1, 0x0000_0103, 0x4000_0000, 0x7FFF_FFFF] {
        assert_eq!(Ioctl::verdict(&IoctlReply::new(status, 0)), Ok(()), "{status:#X}");
    }
    for status in [0x8000_0000, 0x8007_0057, 0xC000_000D, u32::MAX] {
        assert_eq!(Ioctl::verdict(&IoctlReply::new(status, 0)), Err(IoctlFailure::new(status)));
    }
}
