use core::fmt;

use super::sense::{ResponseCode, SenseData, SenseDataPayload, SenseDescriptorPayload, SenseKey};

/// What sense data says, in fixed and in descriptor format alike (SPC-4, 4.5): small enough for an error.
///
/// All of it is in [`SenseData`].
///
/// ```
/// use opcodec::scsi::Sense;
/// use opcodec::scsi::sense::SenseKey;
/// let fixed = [0xF0, 0, 0x03, 0, 0, 0x12, 0x34, 10, 0, 0, 0, 0, 0x11, 0x05, 0, 0, 0, 0];
/// let sense = Sense::from_bytes(&fixed).unwrap();
/// assert_eq!((sense.key, sense.asc, sense.ascq), (SenseKey::MEDIUM_ERROR, 0x11, 0x05));
/// assert_eq!(sense.information, Some(0x1234));
/// assert_eq!(sense.to_string(), "sense MEDIUM ERROR (3/11/05), information 0x1234");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sense {
    /// It is about an earlier command, and this one was not carried out.
    pub deferred: bool,
    /// The coarse reason.
    pub key: SenseKey,
    /// The additional sense code: the precise reason.
    pub asc: u8,
    /// The additional sense code qualifier: what the code leaves open.
    pub ascq: u8,
    /// Often the logical block where it happened, where the device says it.
    pub information: Option<u64>,
}

impl Sense {
    /// Reads sense data, which may be cut anywhere after its first 8 bytes; codes that are missing are 0. `None` for
    /// what is in neither format.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        // What is wrong behind the header, such as a descriptor that is too short, must not hide the sense key.
        let header = || SenseData::from_bytes(bytes.first_chunk::<8>()?).ok();
        let data = SenseData::from_bytes(bytes).ok().or_else(header)?;
        let deferred =
            matches!(data.response_code, ResponseCode::FIXED_DEFERRED | ResponseCode::DESCRIPTOR_DEFERRED);
        match data.body {
            SenseDataPayload::FixedSense(sense) => Some(Sense {
                deferred,
                key: sense.sense_key,
                asc: sense.additional_sense_code.unwrap_or(0),
                ascq: sense.additional_sense_code_qualifier.unwrap_or(0),
                information: sense.valid.then(|| sense.information.into()),
            }),
            SenseDataPayload::DescriptorSense(sense) => Some(Sense {
                deferred,
                key: sense.sense_key,
                asc: sense.additional_sense_code,
                ascq: sense.additional_sense_code_qualifier,
                information: sense.descriptors.iter().find_map(|descriptor| match descriptor.body {
                    SenseDescriptorPayload::InformationDescriptor(found) if found.valid => {
                        Some(found.information)
                    }
                    _ => None,
                }),
            }),
            SenseDataPayload::Unknown(_) => None,
        }
    }
}

impl fmt::Display for Sense {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.deferred { "deferred sense" } else { "sense" })?;
        // The standard's names have blanks.
        for word in self.key.name().unwrap_or("RESERVED").split('_') {
            write!(f, " {word}")?;
        }
        write!(f, " ({:X}/{:02X}/{:02X})", self.key.raw().value(), self.asc, self.ascq)?;
        match self.information {
            Some(information) => write!(f, ", information {information:#X}"),
            None => Ok(()),
        }
    }
}
