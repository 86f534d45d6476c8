//! The carrier of USB control requests: an 8-byte SETUP packet on pipe 0.

use core::fmt;

use crate::Carrier;

/// USB control requests (USB 2.0, chapter 9).
#[derive(Debug)]
pub enum UsbControl {}

/// The SETUP packet of a control transfer, as on the bus.
///
/// ```
/// use opcodec::usb::{Recipient, RequestType, Setup};
/// let setup = Setup::new([0xC0, 0x04, 0x12, 0x00, 0x00, 0x00, 0x04, 0x00]);
/// assert!(setup.is_in());
/// assert_eq!((setup.request_type(), setup.recipient()), (RequestType::Vendor, Recipient::DEVICE));
/// assert_eq!((setup.request(), setup.value(), setup.index(), setup.length()), (0x04, 0x12, 0, 4));
///
/// let same = Setup::control_in(RequestType::Vendor, Recipient::DEVICE, 0x04).with_value(0x12).with_length(4);
/// assert_eq!(same, setup);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Setup([u8; 8]);

impl Setup {
    /// These eight bytes.
    pub const fn new(bytes: [u8; 8]) -> Self {
        Setup(bytes)
    }

    /// These bytes; `None` if they are not eight.
    pub const fn from_slice(bytes: &[u8]) -> Option<Self> {
        match bytes.split_first_chunk::<8>() {
            Some((bytes, [])) => Some(Setup(*bytes)),
            _ => None,
        }
    }

    /// A request with data to the device, or without data: value, index and length are 0.
    pub const fn control_out(ty: RequestType, recipient: Recipient, request: u8) -> Self {
        Setup([(ty as u8) << 5 | recipient.0, request, 0, 0, 0, 0, 0, 0])
    }

    /// A request with data from the device: value, index and length are 0.
    pub const fn control_in(ty: RequestType, recipient: Recipient, request: u8) -> Self {
        Setup([0x80 | (ty as u8) << 5 | recipient.0, request, 0, 0, 0, 0, 0, 0])
    }

    /// The same with another `wValue`.
    #[must_use]
    pub const fn with_value(mut self, value: u16) -> Self {
        [self.0[2], self.0[3]] = value.to_le_bytes();
        self
    }

    /// The same with another `wIndex`.
    #[must_use]
    pub const fn with_index(mut self, index: u16) -> Self {
        [self.0[4], self.0[5]] = index.to_le_bytes();
        self
    }

    /// The same with another `wLength`.
    #[must_use]
    pub const fn with_length(mut self, length: u16) -> Self {
        [self.0[6], self.0[7]] = length.to_le_bytes();
        self
    }

    /// The eight bytes.
    pub const fn as_bytes(&self) -> &[u8; 8] {
        &self.0
    }

    /// Whether the data phase goes from the device to the host: bit 7 of `bmRequestType`.
    pub const fn is_in(&self) -> bool {
        self.0[0] & 0x80 != 0
    }

    /// Who defines the request: bits 6 and 5 of `bmRequestType`.
    pub const fn request_type(&self) -> RequestType {
        match self.0[0] >> 5 & 3 {
            0 => RequestType::Standard,
            1 => RequestType::Class,
            2 => RequestType::Vendor,
            _ => RequestType::Reserved,
        }
    }

    /// What the request is for: bits 4 to 0 of `bmRequestType`.
    pub const fn recipient(&self) -> Recipient {
        Recipient(self.0[0] & 0x1F)
    }

    /// `bRequest`: what is asked.
    pub const fn request(&self) -> u8 {
        self.0[1]
    }

    /// `wValue`: as the request says.
    pub const fn value(&self) -> u16 {
        u16::from_le_bytes([self.0[2], self.0[3]])
    }

    /// `wIndex`: as the request says; the interface or endpoint where the recipient is one.
    pub const fn index(&self) -> u16 {
        u16::from_le_bytes([self.0[4], self.0[5]])
    }

    /// `wLength`: the length of the data phase.
    pub const fn length(&self) -> u16 {
        u16::from_le_bytes([self.0[6], self.0[7]])
    }
}

impl AsRef<[u8]> for Setup {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// Who defines a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum RequestType {
    /// USB itself (USB 2.0, 9.4).
    Standard = 0,
    /// The device's class.
    Class = 1,
    /// The vendor.
    Vendor = 2,
    /// Nobody yet.
    Reserved = 3,
}

/// What a request is for: five bits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Recipient(u8);

impl Recipient {
    /// The device.
    pub const DEVICE: Self = Recipient(0);
    /// The interface that `wIndex` names.
    pub const INTERFACE: Self = Recipient(1);
    /// The endpoint that `wIndex` names.
    pub const ENDPOINT: Self = Recipient(2);
    /// Something else.
    pub const OTHER: Self = Recipient(3);

    /// The low five bits of a number; over 3 they are reserved.
    pub const fn new(raw: u8) -> Self {
        Recipient(raw & 0x1F)
    }

    /// The number.
    pub const fn raw(self) -> u8 {
        self.0
    }
}

impl fmt::Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::DEVICE => f.write_str("DEVICE"),
            Self::INTERFACE => f.write_str("INTERFACE"),
            Self::ENDPOINT => f.write_str("ENDPOINT"),
            Self::OTHER => f.write_str("OTHER"),
            Self(raw) => write!(f, "Recipient({raw})"),
        }
    }
}

impl fmt::Debug for Setup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Setup ")?;
        crate::hex::write(f, &self.0)
    }
}

/// How a device ended a control transfer. A time-out, a device that is gone or a transfer that broke off is none but
/// a [`TransportError`](crate::TransportError).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct UsbReply {
    /// The device answered with STALL: it does not know the request, or not in this state.
    pub stalled: bool,
}

impl UsbReply {
    /// The device took the request.
    pub const ACK: Self = UsbReply { stalled: false };
    /// The device answered with STALL.
    pub const STALL: Self = UsbReply { stalled: true };
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
    type Event = core::convert::Infallible;
    const NAME: &'static str = "usb-control";

    fn verdict(reply: &UsbReply) -> Result<(), Stalled> {
        if reply.stalled { Err(Stalled) } else { Ok(()) }
    }
}
