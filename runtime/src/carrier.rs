//! What carries a request to a device, and what comes back: one marker type per carrier.

use core::error::Error;
use core::fmt::Debug;

/// A way to ask a device for something: SCSI commands, USB control requests, PTP operations, I/O controls, frames.
///
/// The types of a carrier fix what its requests look like and what a device answers beside data. A carrier is a
/// marker without values: [`Scsi`](crate::Scsi), [`UsbControl`](crate::UsbControl),
/// [`Ptp`](crate::Ptp), [`Ioctl`](crate::Ioctl) or [`Frame`](crate::Frame).
/// A command names its carrier, so that one sent over another carrier's transport does not compile.
///
/// ```
/// use opcodec::{Carrier, Scsi};
/// assert_eq!(Scsi::NAME, "scsi");
/// ```
pub trait Carrier: 'static + Sized {
    /// What is sent: small and `Copy`, so that a layer may look at it, keep it, or send it twice.
    type Request: Copy + Debug + PartialEq + Send + Sync;
    /// What comes back beside the data, written in place by the transport: status, sense, response code.
    type Reply: Default + Debug + Send;
    /// What a caller matches on when the device failed the command: small, without buffers.
    type Failure: Copy + Error + PartialEq + Send + Sync + 'static;
    /// What a device sends unasked, through an [`EventSource`](crate::EventSource); `Infallible` where it never does.
    type Event: Copy + Debug + PartialEq + Send + Sync + 'static;
    /// The carrier's name in schemas, errors and traces.
    const NAME: &'static str;

    /// Whether the device carried the command out.
    ///
    /// This is about the device's own word only; a transport that could not ask says so with a
    /// [`TransportError`](crate::TransportError).
    fn verdict(reply: &Self::Reply) -> Result<(), Self::Failure>;
}
