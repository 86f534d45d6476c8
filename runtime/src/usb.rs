//! The carrier of USB control requests: an 8-byte SETUP packet on pipe 0.

use core::fmt;

use crate::Carrier;

/// USB control requests (USB 2.0, chapter 9).
#[derive(Debug)]
pub enum UsbControl {}

/// The SETUP packet of a control transfer, as on the bus.
///
/// ```
/// use opcodec::usb::Setup;
/// let setup = Setup::new([0xC0, 0x04, 0x12, 0x00, 0x00, 0x00, 0x04, 0x00]);
/// assert!(setup.is_in());
/// assert_eq!(setup.length(), 4);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Setup([u8; 8]);

impl Setup {
    /// These eight bytes.
    pub const fn new(bytes: [u8; 8]) -> Self {
        Setup(bytes)
    }

    /// The eight bytes.
    pub const fn as_bytes(&self) -> &[u8; 8] {
        &self.0
    }

    /// Whether the data phase goes from the device to the host: bit 7 of `bmRequestType`.
    pub const fn is_in(&self) -> bool {
        self.0[0] & 0x80 != 0
    }

    /// `wLength`: the length of the data phase.
    pub const fn length(&self) -> u16 {
        u16::from_le_bytes([self.0[6], self.0[7]])
    }
}

impl fmt::Debug for Setup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Setup ")?;
        crate::hex::write(f, &self.0)
    }
}

/// How a device ended a control transfer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct UsbReply {
    /// The device answered with STALL: it does not know the request, or not in this state.
    pub stalled: bool,
}

/// The device answered a control request with STALL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stalled;

impl fmt::Display for Stalled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("STALL on the control pipe")
    }
}

impl core::error::Error for Stalled {}

impl Carrier for UsbControl {
    type Request = Setup;
    type Reply = UsbReply;
    type Failure = Stalled;
    const NAME: &'static str = "usb-control";

    fn verdict(reply: &UsbReply) -> Result<(), Stalled> {
        if reply.stalled { Err(Stalled) } else { Ok(()) }
    }
}
