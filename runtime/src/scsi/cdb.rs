use core::fmt;
use core::hash::{Hash, Hasher};

/// A command descriptor block of 6 to 260 bytes.
///
/// ```
/// use opcodec::scsi::Cdb;
/// let inquiry = Cdb::new([0x12, 0, 0, 0, 36, 0]);
/// assert_eq!((inquiry.opcode(), inquiry.as_bytes().len()), (0x12, 6));
/// assert_eq!(Cdb::from_slice(&[0x12, 0, 0, 0, 36, 0]), Some(inquiry));
/// assert_eq!(Cdb::from_slice(&[0x12, 0, 0, 0, 36]), None);
/// ```
///
/// Fewer than 6 or more than 260 bytes do not compile:
///
/// ```compile_fail
/// opcodec::scsi::Cdb::new([0x12, 0, 0, 0, 36]);
/// ```
#[derive(Clone, Copy)]
pub struct Cdb {
    // The whole range in place: with less, a schema that the language allows would give code that cannot be called,
    // and a borrowed CDB would give every request a lifetime. It is half of an exchange, whose sense data takes
    // as much, and is copied once per call, which no transport notices.
    bytes: [u8; Cdb::MAX],
    len: u16,
}

impl Cdb {
    /// The shortest CDB, of opcodes 0x00 to 0x1F.
    pub const MIN: usize = 6;
    /// The longest one, of opcode 0x7F: 8 bytes and up to 252 more.
    pub const MAX: usize = 260;

    /// These bytes.
    #[inline]
    pub const fn new<const N: usize>(cdb: [u8; N]) -> Self {
        const { assert!(N >= Cdb::MIN && N <= Cdb::MAX, "a CDB has 6 to 260 bytes") };
        let mut bytes = [0; Cdb::MAX];
        if let Some((head, _)) = bytes.split_first_chunk_mut::<N>() {
            *head = cdb;
        }
        Cdb { bytes, len: N as u16 }
    }

    /// These bytes, unless they are fewer than 6 or more than 260.
    pub const fn from_slice(cdb: &[u8]) -> Option<Self> {
        let mut bytes = [0; Cdb::MAX];
        if cdb.len() < Cdb::MIN {
            return None;
        }
        let Some((head, _)) = bytes.split_at_mut_checked(cdb.len()) else { return None };
        head.copy_from_slice(cdb);
        Some(Cdb { bytes, len: cdb.len() as u16 })
    }

    /// The bytes, no more and no fewer than the command has.
    #[inline]
    pub const fn as_bytes(&self) -> &[u8] {
        match self.bytes.split_at_checked(self.len as usize) {
            Some((bytes, _)) => bytes,
            None => &self.bytes,
        }
    }

    /// The operation code: byte 0.
    #[inline]
    pub const fn opcode(&self) -> u8 {
        self.bytes[0]
    }
}

impl PartialEq for Cdb {
    fn eq(&self, other: &Self) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl Eq for Cdb {}

impl Hash for Cdb {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_bytes().hash(state);
    }
}

impl fmt::Debug for Cdb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CDB ")?;
        crate::hex::write(f, self.as_bytes())
    }
}

impl AsRef<[u8]> for Cdb {
    fn as_ref(&self) -> &[u8] {
        self.as_bytes()
    }
}
