//! What devices send unasked.

use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};

use crate::{Carrier, TransportError, block_on};

/// Where the events of one device come from: a transport that has them, or something beside it.
///
/// ```
/// use core::task::{Context, Poll};
/// use opcodec::{EventSource, Events, Ptp, TransportError, ptp::Event};
///
/// /// A store that an object was added to.
/// struct Added(Option<u32>);
/// impl EventSource<Ptp> for Added {
///     fn poll_event(&mut self, _: &mut Context<'_>) -> Poll<Result<Event, TransportError>> {
///         match self.0.take() {
///             Some(handle) => Poll::Ready(Ok(Event::new(0x4002, [handle]))),
///             // A real one keeps the waker.
///             None => Poll::Pending,
///         }
///     }
/// }
///
/// let mut store = Added(Some(7));
/// assert_eq!(store.next_event(), Ok(Event::new(0x4002, [7])));
/// assert_eq!(store.event_now(), Ok(None));
/// ```
pub trait EventSource<C: Carrier> {
    /// Gives the next event, in the order in which they came. An event that was not asked for yet waits; one that
    /// is given is given once.
    fn poll_event(&mut self, cx: &mut Context<'_>) -> Poll<Result<C::Event, TransportError>>;
}

impl<C: Carrier, T: EventSource<C> + ?Sized> EventSource<C> for &mut T {
    fn poll_event(&mut self, cx: &mut Context<'_>) -> Poll<Result<C::Event, TransportError>> {
        (**self).poll_event(cx)
    }
}

/// With the feature `std`.
#[cfg(feature = "std")]
impl<C: Carrier, T: EventSource<C> + ?Sized> EventSource<C> for std::boxed::Box<T> {
    fn poll_event(&mut self, cx: &mut Context<'_>) -> Poll<Result<C::Event, TransportError>> {
        (**self).poll_event(cx)
    }
}

/// Ways to wait for the next event; import it and every event source has them.
pub trait Events {
    /// Waits for the next event in place, as long as it takes.
    fn next_event<C: Carrier>(&mut self) -> Result<C::Event, TransportError>
    where
        Self: EventSource<C>,
    {
        block_on(NextEvent { source: self, carrier: core::marker::PhantomData })
    }

    /// [`next_event`](Events::next_event), async. Dropped before it is done, it loses no event.
    fn next_event_async<C: Carrier>(
        &mut self,
    ) -> impl Future<Output = Result<C::Event, TransportError>> + use<'_, Self, C>
    where
        Self: EventSource<C>,
    {
        NextEvent { source: self, carrier: core::marker::PhantomData }
    }

    /// The next event if one is there; does not wait.
    fn event_now<C: Carrier>(&mut self) -> Result<Option<C::Event>, TransportError>
    where
        Self: EventSource<C>,
    {
        match self.poll_event(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(event) => event.map(Some),
            Poll::Pending => Ok(None),
        }
    }
}

#[diagnostic::do_not_recommend]
impl<T: ?Sized> Events for T {}

struct NextEvent<'s, C, T: ?Sized> {
    source: &'s mut T,
    carrier: core::marker::PhantomData<fn() -> C>,
}

impl<C: Carrier, T: EventSource<C> + ?Sized> Future for NextEvent<'_, C, T> {
    type Output = Result<C::Event, TransportError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.source.poll_event(cx)
    }
}
