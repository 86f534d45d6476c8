use std::fmt;
use std::io::{self, Cursor};

use super::super::Image;
use crate::mtp::{AccessCapability, FilesystemType, StorageInfo, StorageType};

type Make = Box<dyn FnMut(&str) -> io::Result<Box<dyn Image>> + Send>;

/// A storage of a simulated device: how much it holds, what may be done to it, and where new objects' bytes go.
///
/// ```
/// use opcodec_protocols::sim::mtp::Storage;
/// let card = Storage::in_memory(32 << 20).removable().described("card", "CARD0001");
/// assert_eq!(card.capacity(), 32 << 20);
/// ```
pub struct Storage {
    kind: StorageType,
    access: AccessCapability,
    capacity: u64,
    largest: u64,
    description: String,
    volume: String,
    pub(super) available: bool,
    make: Make,
}

impl Storage {
    /// A storage of so many bytes in memory, which is filled as objects come.
    pub fn in_memory(capacity: u64) -> Self {
        Storage::backed_by(capacity, |_| Ok(Cursor::new(Vec::new())))
    }

    /// A storage of so many bytes, which asks for a place for each object that is sent, by the object's name:
    /// a file, or whatever can be read, written and sought.
    pub fn backed_by<I: Image + 'static>(
        capacity: u64,
        mut make: impl FnMut(&str) -> io::Result<I> + Send + 'static,
    ) -> Self {
        Storage {
            kind: StorageType::FIXED_RAM,
            access: AccessCapability::READ_WRITE,
            capacity,
            largest: u64::MAX,
            description: String::from("storage"),
            volume: String::new(),
            available: true,
            make: Box::new(move |name| Ok(Box::new(make(name)?))),
        }
    }

    /// The same storage as one that can be taken out.
    #[must_use]
    pub fn removable(mut self) -> Self {
        self.kind = StorageType::REMOVABLE_RAM;
        self
    }

    /// The same storage with another access.
    #[must_use]
    pub fn with_access(mut self, access: AccessCapability) -> Self {
        self.access = access;
        self
    }

    /// The same storage with another description and volume identifier.
    #[must_use]
    pub fn described(mut self, description: impl Into<String>, volume: impl Into<String>) -> Self {
        self.description = description.into();
        self.volume = volume.into();
        self
    }

    /// The same storage, whose file system takes objects up to this size.
    #[must_use]
    pub fn with_largest_object(mut self, bytes: u64) -> Self {
        self.largest = bytes;
        self
    }

    /// How many bytes fit.
    pub fn capacity(&self) -> u64 {
        self.capacity
    }

    /// The largest object that its file system takes.
    pub(super) fn largest(&self) -> u64 {
        self.largest
    }

    pub(super) fn is_writable(&self) -> bool {
        self.access == AccessCapability::READ_WRITE
    }

    pub(super) fn can_delete(&self) -> bool {
        matches!(self.access, AccessCapability::READ_WRITE | AccessCapability::READ_ONLY_BUT_DELETE)
    }

    /// Where a new object's bytes go.
    pub(super) fn make(&mut self, name: &str) -> io::Result<Box<dyn Image>> {
        (self.make)(name)
    }

    /// What `GetStorageInfo` answers.
    pub(super) fn info(&self, used: u64) -> StorageInfo<'_> {
        StorageInfo {
            storage_type: self.kind,
            filesystem_type: FilesystemType::GENERIC_HIERARCHICAL,
            access_capability: self.access,
            max_capacity: self.capacity,
            free_space_in_bytes: self.capacity.saturating_sub(used),
            free_space_in_objects: u32::MAX,
            storage_description: self.description.as_str().into(),
            volume_identifier: self.volume.as_str().into(),
        }
    }
}

impl fmt::Debug for Storage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Storage")
            .field("description", &self.description)
            .field("capacity", &self.capacity)
            .field("access", &self.access)
            .field("available", &self.available)
            .finish_non_exhaustive()
    }
}
