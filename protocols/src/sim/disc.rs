use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};
use std::path::Path;

use crate::mmc::Profile;

/// The length of a block of a data disc.
pub(super) const BLOCK: usize = 2048;

/// What a simulated disc or object is made of: a file, a `Cursor<Vec<u8>>`, or whatever can be read, written and sought.
pub trait Image: Read + Write + Seek + Send {}
impl<T: Read + Write + Seek + Send> Image for T {}

/// What a disc looks like to a drive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DiscKind {
    /// A pressed CD; the usual kind of images that fit one.
    CdRom,
    /// A pressed DVD; the usual kind of larger images.
    DvdRom,
    /// A DVD that is written in any order; the kind of writable images.
    DvdRam,
}

impl DiscKind {
    pub(super) const fn profile(self) -> Profile {
        match self {
            DiscKind::CdRom => Profile::CD_ROM,
            DiscKind::DvdRom => Profile::DVD_ROM,
            DiscKind::DvdRam => Profile::DVD_RAM,
        }
    }

    pub(super) const fn is_dvd(self) -> bool {
        matches!(self, DiscKind::DvdRom | DiscKind::DvdRam)
    }
}

/// A disc of 2048-byte blocks.
pub struct Disc {
    image: Box<dyn Image>,
    blocks: u32,
    kind: DiscKind,
}

/// 80 minutes of 60 seconds of 75 blocks: the most that a CD holds.
const CD_BLOCKS: u32 = 80 * 60 * 75;

impl Disc {
    /// A disc over anything that can be read and sought; what is beyond its last whole block is not there. Errors
    /// are those of seeking, and an image of no block or more than 2^32 - 1.
    pub fn new(mut image: impl Image + 'static) -> io::Result<Self> {
        let blocks = image.seek(SeekFrom::End(0))? / BLOCK as u64;
        let blocks = u32::try_from(blocks).ok().filter(|&blocks| blocks > 0);
        let Some(blocks) = blocks else {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "no whole block, or too many"));
        };
        let kind = if blocks <= CD_BLOCKS { DiscKind::CdRom } else { DiscKind::DvdRom };
        Ok(Disc { image: Box::new(image), blocks, kind })
    }

    /// A pressed disc over an image file, which is only read.
    pub fn open(path: impl AsRef<Path>) -> io::Result<Self> {
        Disc::new(File::open(path)?)
    }

    /// A writable disc over an image file: what is written to the disc goes to the file.
    pub fn open_writable(path: impl AsRef<Path>) -> io::Result<Self> {
        Ok(Disc::new(File::options().read(true).write(true).open(path)?)?.writable())
    }

    /// A disc in memory; bytes that fill no block are filled up with zeros, and there is at least one block.
    ///
    /// # Panics
    /// If there are 2^32 blocks or more.
    pub fn from_bytes(mut bytes: Vec<u8>) -> Self {
        bytes.resize(bytes.len().max(1).next_multiple_of(BLOCK), 0);
        #[expect(clippy::expect_used, reason = "8 TiB in a vector are the caller's mistake, and documented")]
        Disc::new(Cursor::new(bytes)).expect("fewer than 2^32 blocks")
    }

    /// The same disc as one that can be written, block by block.
    #[must_use]
    pub fn writable(mut self) -> Self {
        self.kind = DiscKind::DvdRam;
        self
    }

    /// The same disc as another kind.
    #[must_use]
    pub fn of_kind(mut self, kind: DiscKind) -> Self {
        self.kind = kind;
        self
    }

    /// How many blocks it has.
    pub fn blocks(&self) -> u32 {
        self.blocks
    }

    /// What it looks like to a drive.
    pub fn kind(&self) -> DiscKind {
        self.kind
    }

    pub(super) fn read(&mut self, lba: u32, block: &mut [u8; BLOCK]) -> io::Result<()> {
        self.image.seek(SeekFrom::Start(u64::from(lba) * BLOCK as u64))?;
        self.image.read_exact(block)
    }

    pub(super) fn write(&mut self, lba: u32, block: &[u8; BLOCK]) -> io::Result<()> {
        self.image.seek(SeekFrom::Start(u64::from(lba) * BLOCK as u64))?;
        self.image.write_all(block)
    }
}

impl std::fmt::Debug for Disc {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Disc").field("blocks", &self.blocks).field("kind", &self.kind).finish_non_exhaustive()
    }
}
