use core::fmt;

/// What sense data says, in fixed and in descriptor format alike (SPC-4, 4.5).
///
/// ```
/// use opcodec::scsi::Sense;
/// let fixed = [0xF0, 0, 0x03, 0, 0, 0x12, 0x34, 10, 0, 0, 0, 0, 0x11, 0x05, 0, 0, 0, 0];
/// let sense = Sense::from_bytes(&fixed).unwrap();
/// assert_eq!((sense.key, sense.asc, sense.ascq, sense.information), (3, 0x11, 5, Some(0x1234)));
/// assert_eq!(sense.to_string(), "sense MEDIUM ERROR (3/11/05), information 0x1234");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sense {
    /// It is about an earlier command, and this one was not carried out.
    pub deferred: bool,
    /// The sense key, 0 to 15.
    pub key: u8,
    /// The additional sense code.
    pub asc: u8,
    /// The additional sense code qualifier.
    pub ascq: u8,
    /// Often the logical block where it happened, where the device says it.
    pub information: Option<u64>,
}

impl Sense {
    /// Reads sense data as far as it goes: a device may cut it anywhere, and missing codes count as 0.
    /// `None` where not even the sense key is there, or the response code is none of the four.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let code = bytes.first()? & 0x7F;
        let deferred = code & 1 != 0;
        let at = |index: usize| bytes.get(index).copied().unwrap_or(0);
        match code {
            0x70 | 0x71 => Some(Sense {
                deferred,
                key: bytes.get(2)? & 0x0F,
                asc: at(12),
                ascq: at(13),
                information: match bytes {
                    [first, _, _, a, b, c, d, ..] if first & 0x80 != 0 => {
                        Some(u64::from(u32::from_be_bytes([*a, *b, *c, *d])))
                    }
                    _ => None,
                },
            }),
            0x72 | 0x73 => Some(Sense {
                deferred,
                key: bytes.get(1)? & 0x0F,
                asc: at(2),
                ascq: at(3),
                information: bytes.get(8..).and_then(information),
            }),
            _ => None,
        }
    }

    /// The sense key's name in SPC-4.
    pub const fn key_name(&self) -> &'static str {
        match self.key {
            0x0 => "NO SENSE",
            0x1 => "RECOVERED ERROR",
            0x2 => "NOT READY",
            0x3 => "MEDIUM ERROR",
            0x4 => "HARDWARE ERROR",
            0x5 => "ILLEGAL REQUEST",
            0x6 => "UNIT ATTENTION",
            0x7 => "DATA PROTECT",
            0x8 => "BLANK CHECK",
            0x9 => "VENDOR SPECIFIC",
            0xA => "COPY ABORTED",
            0xB => "ABORTED COMMAND",
            0xD => "VOLUME OVERFLOW",
            0xE => "MISCOMPARE",
            0xF => "COMPLETED",
            _ => "RESERVED",
        }
    }
}

/// The information descriptor (type 0) among the descriptors, if it is valid.
fn information(mut descriptors: &[u8]) -> Option<u64> {
    while let [kind, len, rest @ ..] = descriptors {
        let (body, next) = rest.split_at_checked(usize::from(*len))?;
        if let (0x00, [flags, _, value @ ..]) = (*kind, body) {
            let value = value.first_chunk()?;
            return (flags & 0x80 != 0).then_some(u64::from_be_bytes(*value));
        }
        descriptors = next;
    }
    None
}

impl fmt::Display for Sense {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let deferred = if self.deferred { "deferred " } else { "" };
        write!(f, "{deferred}sense {} ({:X}/{:02X}/{:02X})", self.key_name(), self.key, self.asc, self.ascq)?;
        match self.information {
            Some(information) => write!(f, ", information {information:#X}"),
            None => Ok(()),
        }
    }
}
