use core::fmt;

use super::Sense;

/// The status byte that ends a SCSI command.
///
/// ```
/// use opcodec::scsi::Status;
/// assert_eq!(Status::BUSY.to_string(), "BUSY");
/// assert_eq!(Status::new(0x77).to_string(), "status 0x77");
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Status(u8);

impl Status {
    /// The command was carried out.
    pub const GOOD: Self = Self(0x00);
    /// Sense data says what happened.
    pub const CHECK_CONDITION: Self = Self(0x02);
    /// The condition of a PRE-FETCH or SEARCH was met.
    pub const CONDITION_MET: Self = Self(0x04);
    /// The unit cannot take a command now.
    pub const BUSY: Self = Self(0x08);
    /// Another initiator has reserved the unit.
    pub const RESERVATION_CONFLICT: Self = Self(0x18);
    /// The unit has no room for another task.
    pub const TASK_SET_FULL: Self = Self(0x28);
    /// An earlier failure has to be cleared first.
    pub const ACA_ACTIVE: Self = Self(0x30);
    /// The task was aborted by another initiator.
    pub const TASK_ABORTED: Self = Self(0x40);

    /// This status byte, known or not.
    pub const fn new(raw: u8) -> Self {
        Self(raw)
    }

    /// The byte.
    pub const fn raw(self) -> u8 {
        self.0
    }

    /// The name in SAM-5, if it has one.
    pub const fn name(self) -> Option<&'static str> {
        Some(match self {
            Self::GOOD => "GOOD",
            Self::CHECK_CONDITION => "CHECK CONDITION",
            Self::CONDITION_MET => "CONDITION MET",
            Self::BUSY => "BUSY",
            Self::RESERVATION_CONFLICT => "RESERVATION CONFLICT",
            Self::TASK_SET_FULL => "TASK SET FULL",
            Self::ACA_ACTIVE => "ACA ACTIVE",
            Self::TASK_ABORTED => "TASK ABORTED",
            _ => return None,
        })
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.write_str(name),
            None => write!(f, "status 0x{:02X}", self.0),
        }
    }
}

impl fmt::Debug for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What a SCSI device answers beside data: the status, the sense data, and how much data was left over.
///
/// ```
/// use opcodec::scsi::{ScsiReply, Status, sense::SenseKey};
/// let mut reply = ScsiReply::default();
/// reply.status = Status::CHECK_CONDITION;
/// reply.set_sense(&[0x72, 0x05, 0x24, 0x00, 0, 0, 0, 0]);
/// assert_eq!(reply.sense().map(|sense| (sense.key, sense.asc, sense.ascq)), Some((SenseKey::ILLEGAL_REQUEST, 0x24, 0)));
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct ScsiReply {
    /// The status byte.
    pub status: Status,
    /// How many of the bytes that were asked for, or offered, the transport says were not transferred.
    pub residual: u64,
    sense: [u8; ScsiReply::MAX_SENSE],
    sense_len: u8,
}

impl ScsiReply {
    /// The longest sense data (SPC-4, 4.5.1).
    pub const MAX_SENSE: usize = 252;

    /// Keeps the sense data that came with the status; what is beyond 252 bytes is dropped.
    pub fn set_sense(&mut self, sense: &[u8]) {
        let len = sense.len().min(Self::MAX_SENSE);
        if let (Some(place), Some(sense)) = (self.sense.get_mut(..len), sense.get(..len)) {
            place.copy_from_slice(sense);
            self.sense_len = len as u8;
        }
    }

    /// The sense data as it came; empty if none did.
    pub fn sense_bytes(&self) -> &[u8] {
        self.sense.get(..usize::from(self.sense_len)).unwrap_or(&[])
    }

    /// What the sense data says, if there is any that can be read.
    pub fn sense(&self) -> Option<Sense> {
        Sense::from_bytes(self.sense_bytes())
    }
}

impl Default for ScsiReply {
    fn default() -> Self {
        ScsiReply { status: Status::GOOD, residual: 0, sense: [0; Self::MAX_SENSE], sense_len: 0 }
    }
}

impl fmt::Debug for ScsiReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ScsiReply {{ status: {}, residual: {}, sense: [", self.status, self.residual)?;
        crate::hex::write(f, self.sense_bytes())?;
        f.write_str("] }")
    }
}

/// A SCSI device did not carry a command out.
///
/// The summary of its sense data; the whole is in the reply that [`Call::call_raw`](crate::Call::call_raw) gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ScsiFailure {
    /// The status byte.
    pub status: Status,
    /// What the sense data says; `None` if none came, or none that can be read.
    pub sense: Option<Sense>,
}

impl ScsiFailure {
    /// The failure with this status and summary of sense data.
    pub const fn new(status: Status, sense: Option<Sense>) -> Self {
        ScsiFailure { status, sense }
    }
}

impl fmt::Display for ScsiFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.sense {
            Some(sense) => write!(f, "{}, {sense}", self.status),
            None if self.status == Status::CHECK_CONDITION => {
                write!(f, "{}, without sense data", self.status)
            }
            None => write!(f, "{}", self.status),
        }
    }
}

impl core::error::Error for ScsiFailure {}
