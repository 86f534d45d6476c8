//! Frames: where answers go, blocking and async, through layers.

use core::task::{Context, Poll, Waker};
use core::time::Duration;

use opcodec::frame::{Frame, MAX_LEN, Reply, Request, Simulated};
use opcodec::layer::{Event, Trace};
use opcodec::{
    Call, CallError, Carrier, Command, DecodeError, Effect, Exchange, In, Kind, Refused, Transport,
    TransportError, block_on,
};

/// Sends back what it gets, where the request says.
fn echo() -> Simulated<impl FnMut(&mut Exchange<'_, Frame>) -> Result<(), TransportError>> {
    Simulated::new(|exchange: &mut Exchange<'_, Frame>| {
        let request = exchange.request;
        exchange.answer(request.as_bytes())
    })
}

/// A frame whose answer is as long as it.
struct Inline;
impl Command for Inline {
    type Carrier = Frame;
    type Phase<'b> = ();
    type Answer<'b> = usize;
    const NAME: &'static str = "INLINE";
    const TIMEOUT: Duration = Duration::from_secs(1);
    fn request(&self, _: Option<u64>) -> Result<Request, Refused> {
        Ok(Request::from_array([1, 2, 3]))
    }
    fn answer(&self, reply: &Reply, data: &[u8]) -> Result<usize, DecodeError> {
        assert!(data.is_empty());
        Ok(reply.as_bytes().len())
    }
}

/// The same, read in the caller's buffer.
struct Borrowed;
impl Command for Borrowed {
    type Carrier = Frame;
    type Phase<'b> = &'b mut [u8];
    type Answer<'b> = &'b [u8];
    const NAME: &'static str = "BORROWED";
    const TIMEOUT: Duration = Duration::from_secs(1);
    fn request(&self, room: Option<u64>) -> Result<Request, Refused> {
        Refused::at_least(Some(3), Refused::known(room)?)?;
        Ok(Request::from_array([1, 2, 3]).with_answer_in_data())
    }
    fn answer<'b>(&self, reply: &Reply, data: &'b [u8]) -> Result<&'b [u8], DecodeError> {
        assert!(reply.as_bytes().is_empty());
        Ok(data)
    }
}

#[test]
fn answers_go_where_the_request_says() {
    let mut device = echo();
    assert_eq!(device.call(&Inline, ()), Ok(3));
    assert_eq!(block_on(device.call_async(&Inline, ())), Ok(3));
    let mut buffer = [0xFF; 8];
    assert_eq!(device.call(&Borrowed, &mut buffer), Ok(&[1, 2, 3][..]));
    assert_eq!(block_on(device.call_async(&Borrowed, &mut buffer)), Ok(&[1, 2, 3][..]));
    assert_eq!(buffer, [1, 2, 3, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]);
    let small = device.call(&Borrowed, &mut [0; 2]).unwrap_err();
    assert_eq!(small, CallError::Refused(Refused::Buffer { need: 3, got: 2 }));
}

#[test]
fn layers_see_frames_as_they_see_others() {
    let mut seen = Vec::new();
    let mut device = Trace::new(echo(), |event: &Event<'_>| seen.push(event.to_string()));
    let device: &mut dyn Transport<Frame> = &mut device;
    assert_eq!(device.call(&Inline, ()), Ok(3));
    assert_eq!(seen, ["frame: 01 02 03: done"]);
}

#[test]
fn answers_come_in_pieces_and_may_be_too_long() {
    let mut cx = Context::from_waker(Waker::noop());
    let mut exchange = Exchange::<Frame>::new(Request::from_array([]));
    for piece in [&[1, 2][..], &[], &[3]] {
        assert_eq!(exchange.poll_answer(&mut cx, piece), Poll::Ready(Ok(piece.len())));
    }
    assert_eq!(exchange.reply.as_bytes(), [1, 2, 3]);
    assert_eq!((exchange.received, format!("{:?}", exchange.reply)), (0, "01 02 03".into()));
    assert_eq!(exchange.poll_answer(&mut cx, &[4; MAX_LEN]), Poll::Ready(Ok(MAX_LEN - 3)));
    let full = TransportError::new(Kind::Unsupported, Effect::Unknown);
    assert_eq!(exchange.answer(&[5]), Err(full));
    assert!(exchange.rewind());
    assert!(exchange.reply.as_bytes().is_empty());
    assert_eq!(Frame::verdict(&exchange.reply), Ok(()));

    let mut room = [0; 2];
    let mut exchange = Exchange::<Frame>::new(Request::from_array([9]).with_answer_in_data());
    exchange.input = In::Bytes(&mut room);
    assert_eq!(exchange.answer(&[7, 8, 9]), Err(full));
    assert_eq!((exchange.received, exchange.reply.as_bytes()), (2, &[][..]));
    assert_eq!(room, [7, 8]);
}

#[test]
fn requests_are_told_apart_by_their_bytes() {
    let (inline, data) =
        (Request::from_array([1]), Request::from_slice(&[1]).map(Request::with_answer_in_data));
    assert_eq!(Some(inline), data);
    assert_eq!(data.map(|data| (data.answer_in_data(), inline.answer_in_data())), Some((true, false)));
    assert_eq!(Request::from_slice(&[7; MAX_LEN]).map(|long| long.as_bytes().len()), Some(MAX_LEN));
}
