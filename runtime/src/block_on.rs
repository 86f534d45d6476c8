//! Waiting for a future in place.

use core::future::Future;
use core::pin::pin;
use core::task::{Context, Poll, Waker};

/// Runs one future to its end on this thread.
///
/// With the feature `std` the thread sleeps between polls until it is woken; without, it asks again and again,
/// which is right for transports that are ready at once and a waste for others.
///
/// ```
/// assert_eq!(opcodec::block_on(async { 6 * 7 }), 42);
/// ```
pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    // Most transports block and are ready at the first poll: no waker for them.
    if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        return output;
    }
    wait(future)
}

#[cfg(feature = "std")]
fn wait<F: Future>(mut future: core::pin::Pin<&mut F>) -> F::Output {
    struct Unpark(std::thread::Thread);
    impl std::task::Wake for Unpark {
        fn wake(self: std::sync::Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Waker::from(std::sync::Arc::new(Unpark(std::thread::current())));
    let mut cx = Context::from_waker(&waker);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return output;
        }
        std::thread::park();
    }
}

#[cfg(not(feature = "std"))]
fn wait<F: Future>(mut future: core::pin::Pin<&mut F>) -> F::Output {
    let mut cx = Context::from_waker(Waker::noop());
    loop {
        core::hint::spin_loop();
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return output;
        }
    }
}
