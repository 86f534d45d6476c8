use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use opcodec::ptp::Event;
use opcodec::{EventSource, Ptp, TransportError};

/// What waits to be read, and who waits for it.
#[derive(Debug, Default)]
struct Queue {
    events: VecDeque<Event>,
    waker: Option<Waker>,
}

/// The interrupt pipe of a simulated device: a second way to its events, for one that waits for them while
/// operations go on. An event is read once, here or from the device.
#[derive(Clone, Debug, Default)]
pub struct EventPipe(Arc<Mutex<Queue>>);

impl EventPipe {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends an event to whoever reads next.
    pub(super) fn send(&self, event: Event) {
        let mut queue = self.queue();
        queue.events.push_back(event);
        let waker = queue.waker.take();
        drop(queue);
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// Forgets what nobody read.
    pub(super) fn clear(&self) {
        self.queue().events.clear();
    }
}

impl EventSource<Ptp> for EventPipe {
    fn poll_event(&mut self, cx: &mut Context<'_>) -> Poll<Result<Event, TransportError>> {
        let mut queue = self.queue();
        match queue.events.pop_front() {
            Some(event) => Poll::Ready(Ok(event)),
            None => {
                queue.waker = Some(cx.waker().clone());
                Poll::Pending
            }
        }
    }
}
