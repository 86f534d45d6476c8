//! The one trait between a request and a device, and the errors of the way there.

use core::fmt;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};

use crate::{Carrier, Exchange};

/// Brings requests of one carrier to one device.
///
/// One trait serves blocking and async callers: a blocking transport answers `Ready` at once, an async one keeps
/// the waker and answers `Pending`. It is object safe (`&mut dyn Transport<Scsi>`), a layer is a transport around
/// a transport, and a simulated device is a transport.
///
/// ```
/// use core::task::{Context, Poll};
/// use opcodec::{Exchange, Scsi, Transport, TransportError, scsi::Status};
///
/// /// A unit that is always busy.
/// struct Busy;
/// impl Transport<Scsi> for Busy {
///     fn poll_execute(&mut self, _: &mut Context<'_>, exchange: &mut Exchange<'_, Scsi>) -> Poll<Result<(), TransportError>> {
///         exchange.reply.status = Status::BUSY;
///         Poll::Ready(Ok(()))
///     }
///     fn abandon(&mut self) {}
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no transport for `{C}` commands",
    label = "a command of the carrier `{C}` cannot go over this",
    note = "a command goes over a transport of its own carrier: a SCSI command over a `Transport<Scsi>`"
)]
pub trait Transport<C: Carrier> {
    /// Goes on with an exchange until the device has answered; called with the same exchange until `Ready`.
    ///
    /// `Ok` says that the device answered, well or badly: status and sense are in `exchange.reply`. An error says
    /// that it was not reached or did not answer; its [`Effect`] says whether the command may have been carried out.
    /// The transport keeps to `exchange.timeout` itself.
    fn poll_execute(
        &mut self,
        cx: &mut Context<'_>,
        exchange: &mut Exchange<'_, C>,
    ) -> Poll<Result<(), TransportError>>;

    /// The exchange in flight is given up; it will not be polled again. The next `poll_execute` makes the device
    /// usable first.
    fn abandon(&mut self);
}

impl<C: Carrier, T: Transport<C> + ?Sized> Transport<C> for &mut T {
    fn poll_execute(
        &mut self,
        cx: &mut Context<'_>,
        exchange: &mut Exchange<'_, C>,
    ) -> Poll<Result<(), TransportError>> {
        (**self).poll_execute(cx, exchange)
    }

    fn abandon(&mut self) {
        (**self).abandon();
    }
}

/// With the feature `std`.
#[cfg(feature = "std")]
impl<C: Carrier, T: Transport<C> + ?Sized> Transport<C> for std::boxed::Box<T> {
    fn poll_execute(
        &mut self,
        cx: &mut Context<'_>,
        exchange: &mut Exchange<'_, C>,
    ) -> Poll<Result<(), TransportError>> {
        (**self).poll_execute(cx, exchange)
    }

    fn abandon(&mut self) {
        (**self).abandon();
    }
}

/// The future of one exchange. Dropped before it is done, it tells the transport to [abandon](Transport::abandon)
/// what is in flight.
#[derive(Debug)]
#[must_use = "nothing is sent before the future is awaited"]
pub struct Execute<'t, 'x, 'a, C: Carrier, T: Transport<C> + ?Sized> {
    transport: &'t mut T,
    exchange: &'x mut Exchange<'a, C>,
    in_flight: bool,
}

impl<'t, 'x, 'a, C: Carrier, T: Transport<C> + ?Sized> Execute<'t, 'x, 'a, C, T> {
    /// Nothing is sent before the first poll.
    pub fn new(transport: &'t mut T, exchange: &'x mut Exchange<'a, C>) -> Self {
        Execute { transport, exchange, in_flight: false }
    }
}

impl<C: Carrier, T: Transport<C> + ?Sized> Future for Execute<'_, '_, '_, C, T> {
    type Output = Result<(), TransportError>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        // Set first: a transport that panics has an exchange in flight, too.
        this.in_flight = true;
        let outcome = this.transport.poll_execute(cx, this.exchange);
        this.in_flight = outcome.is_pending();
        outcome
    }
}

impl<C: Carrier, T: Transport<C> + ?Sized> Drop for Execute<'_, '_, '_, C, T> {
    fn drop(&mut self) {
        if self.in_flight {
            self.transport.abandon();
        }
    }
}

/// Why the device was not reached, or did not answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// The device did not answer in time.
    Timeout,
    /// The device is gone: unplugged, or its connection ended.
    Disconnected,
    /// The transport was closed before.
    Closed,
    /// A stream of the data phase stopped.
    Stream,
    /// The transport cannot carry this exchange, for example its length or a stream.
    Unsupported,
    /// A signal or another caller interrupted the wait.
    Interrupted,
    /// The other end broke the rules of the transport.
    Protocol,
    /// The operating system refused with this number.
    Os(i32),
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Kind::Timeout => "the device did not answer in time",
            Kind::Disconnected => "the device is gone",
            Kind::Closed => "the transport is closed",
            Kind::Stream => "the stream of the data phase stopped",
            Kind::Unsupported => "the transport cannot carry this exchange",
            Kind::Interrupted => "the wait was interrupted",
            Kind::Protocol => "the other end broke the rules of the transport",
            Kind::Os(number) => return write!(f, "the operating system refused with error {number}"),
        })
    }
}

/// What a failed exchange may have done to the device: it decides what may be repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nothing reached the device: any command may be sent again.
    None,
    /// The command may have been carried out, in part or whole.
    Unknown,
}

/// The device was not reached, or did not answer.
///
/// ```
/// use opcodec::{Effect, Kind, TransportError};
/// let error = TransportError::new(Kind::Timeout, Effect::Unknown);
/// assert_eq!(error.to_string(), "the device did not answer in time; the command may have been carried out");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TransportError {
    /// Why.
    pub kind: Kind,
    /// What may have happened nevertheless.
    pub effect: Effect,
}

impl TransportError {
    /// An error of this kind and effect.
    pub const fn new(kind: Kind, effect: Effect) -> Self {
        TransportError { kind, effect }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let effect = match self.effect {
            Effect::None => "nothing reached the device",
            Effect::Unknown => "the command may have been carried out",
        };
        write!(f, "{}; {effect}", self.kind)
    }
}

impl core::error::Error for TransportError {}
