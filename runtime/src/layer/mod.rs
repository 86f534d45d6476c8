//! Transports around transports, each written once for every carrier and for blocking and async callers.

mod trace;

#[cfg(feature = "std")]
pub use trace::Lines;
pub use trace::{Event, Outcome, Trace, TraceSink};
