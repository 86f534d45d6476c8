use core::error::Error;
use core::fmt::{self, Debug};
use core::task::{Context, Poll};

use crate::{Carrier, EventSource, Exchange, In, Out, Transport, TransportError};

/// Shows every exchange to a [`TraceSink`] when it is over, and changes none.
///
/// ```
/// # use core::task::{Context, Poll};
/// # use opcodec::{Exchange, Scsi, Transport, TransportError};
/// # struct Drive;
/// # impl Transport<Scsi> for Drive {
/// #     fn poll_execute(&mut self, _: &mut Context<'_>, _: &mut Exchange<'_, Scsi>) -> Poll<Result<(), TransportError>> {
/// #         Poll::Ready(Ok(()))
/// #     }
/// #     fn abandon(&mut self) {}
/// # }
/// use opcodec::{Call, layer::{Event, Trace}, scsi::Cdb};
///
/// let mut seen = Vec::new();
/// let mut drive = Trace::new(Drive, |event: &Event<'_>| seen.push(event.to_string()));
/// drive.execute(&mut Exchange::<Scsi>::new(Cdb::new([0; 6])))?;
/// assert_eq!(seen, ["scsi: CDB 00 00 00 00 00 00: done"]);
/// # Ok::<(), TransportError>(())
/// ```
#[derive(Debug)]
pub struct Trace<T, S> {
    inner: T,
    sink: S,
    /// Of the exchange in flight, so that giving it up can be shown: the carrier.
    in_flight: Option<&'static str>,
}

impl<T, S> Trace<T, S> {
    /// Shows what goes over `inner` to `sink`.
    pub const fn new(inner: T, sink: S) -> Self {
        Trace { inner, sink, in_flight: None }
    }

    /// The transport and the sink.
    pub fn into_parts(self) -> (T, S) {
        (self.inner, self.sink)
    }

    /// The transport below.
    pub fn inner_mut(&mut self) -> &mut T {
        &mut self.inner
    }
}

/// Takes what a [`Trace`] sees; every `FnMut(&Event<'_>)` does.
pub trait TraceSink {
    /// An exchange is over.
    fn event(&mut self, event: &Event<'_>);
}

impl<F: FnMut(&Event<'_>)> TraceSink for F {
    fn event(&mut self, event: &Event<'_>) {
        self(event);
    }
}

/// One exchange that is over. Its `Display` is one readable line.
#[derive(Debug)]
#[non_exhaustive]
pub struct Event<'e> {
    /// The carrier's name.
    pub carrier: &'static str,
    /// The request; `None` if the exchange was given up, for then nobody has it.
    pub request: Option<&'e dyn Debug>,
    /// How many bytes were to go to the device, and how many did; `None` without such a phase.
    pub sent: Option<Count>,
    /// How many bytes the device might send, and how many it is said to have sent; `None` without such a phase.
    pub received: Option<Count>,
    /// How it ended.
    pub outcome: Outcome<'e>,
}

/// How much of a data phase happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// How many bytes did.
    pub done: u64,
    /// How many there were, or there was room for, if there is a bound.
    pub of: Option<u64>,
}

/// How an exchange ended.
#[derive(Debug)]
#[non_exhaustive]
pub enum Outcome<'e> {
    /// The device carried the command out.
    Done,
    /// The device failed the command: the carrier's failure.
    Device(&'e (dyn Error + 'static)),
    /// The device was not reached, or did not answer.
    Transport(TransportError),
    /// The caller gave up.
    Abandoned,
}

impl fmt::Display for Event<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.carrier)?;
        if let Some(request) = self.request {
            write!(f, "{request:?}: ")?;
        }
        for (count, direction) in [(self.sent, "out"), (self.received, "in")] {
            match count {
                Some(Count { done, of: Some(of) }) => write!(f, "{direction} {done} of {of}, ")?,
                Some(Count { done, of: None }) => write!(f, "{direction} {done}, ")?,
                None => {}
            }
        }
        match self.outcome {
            Outcome::Done => f.write_str("done"),
            Outcome::Device(failure) => write!(f, "{failure}"),
            Outcome::Transport(error) => write!(f, "{error}"),
            Outcome::Abandoned => f.write_str("given up"),
        }
    }
}

impl<C: Carrier, T: Transport<C>, S: TraceSink> Transport<C> for Trace<T, S> {
    fn poll_execute(
        &mut self,
        cx: &mut Context<'_>,
        exchange: &mut Exchange<'_, C>,
    ) -> Poll<Result<(), TransportError>> {
        self.in_flight = Some(C::NAME);
        let polled = self.inner.poll_execute(cx, exchange);
        if let Poll::Ready(result) = polled {
            self.in_flight = None;
            let verdict = C::verdict(&exchange.reply);
            self.sink.event(&Event {
                carrier: C::NAME,
                request: Some(&exchange.request),
                sent: sent(exchange),
                received: received(exchange),
                outcome: match (&result, &verdict) {
                    (Err(error), _) => Outcome::Transport(*error),
                    (Ok(()), Ok(())) => Outcome::Done,
                    (Ok(()), Err(failure)) => Outcome::Device(failure),
                },
            });
        }
        polled
    }

    fn abandon(&mut self) {
        self.inner.abandon();
        if let Some(carrier) = self.in_flight.take() {
            let outcome = Outcome::Abandoned;
            self.sink.event(&Event { carrier, request: None, sent: None, received: None, outcome });
        }
    }
}

/// Events pass unseen.
impl<C: Carrier, T: EventSource<C>, S> EventSource<C> for Trace<T, S> {
    fn poll_event(&mut self, cx: &mut Context<'_>) -> Poll<Result<C::Event, TransportError>> {
        self.inner.poll_event(cx)
    }
}

fn sent<C: Carrier>(exchange: &Exchange<'_, C>) -> Option<Count> {
    match &exchange.out {
        Out::None => None,
        Out::Bytes(bytes) => Some(Count { done: exchange.sent, of: Some(bytes.len() as u64) }),
        // By now the stream knows only what is left of it.
        Out::Stream(source) => {
            Some(Count { done: exchange.sent, of: source.remaining().map(|left| exchange.sent + left) })
        }
    }
}

fn received<C: Carrier>(exchange: &Exchange<'_, C>) -> Option<Count> {
    match &exchange.input {
        In::None => None,
        In::Bytes(bytes) => Some(Count { done: exchange.received, of: Some(bytes.len() as u64) }),
        In::Stream(sink) => {
            Some(Count { done: exchange.received, of: sink.room().map(|room| exchange.received + room) })
        }
    }
}

/// A [`TraceSink`] that writes one line per exchange, for example to standard error.
///
/// Lines that cannot be written are dropped: a trace must not fail the commands that it shows.
#[cfg(feature = "std")]
#[derive(Debug)]
pub struct Lines<W>(pub W);

#[cfg(feature = "std")]
impl<W: std::io::Write> TraceSink for Lines<W> {
    fn event(&mut self, event: &Event<'_>) {
        let _ = writeln!(self.0, "{event}");
    }
}
