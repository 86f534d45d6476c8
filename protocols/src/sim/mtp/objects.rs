use std::fmt;
use std::fs::File;
use std::io::{self, Cursor, SeekFrom};
use std::path::Path;

use super::super::Image;
use crate::mtp::{ObjectFormat, ObjectHandle, StorageId};

/// A small picture of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thumb {
    /// The picture's format.
    pub format: ObjectFormat,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// An object to put into a storage: a file, or a folder.
///
/// ```
/// use opcodec_protocols::mtp::ObjectFormat;
/// use opcodec_protocols::sim::mtp::Object;
/// let song = Object::file("song.mp3", vec![0; 64]).of_format(ObjectFormat::MP3).dated("20260101T120000");
/// assert_eq!((song.name(), song.size()), ("song.mp3", 64));
/// ```
pub struct Object {
    pub(super) name: String,
    pub(super) format: ObjectFormat,
    pub(super) protected: bool,
    pub(super) created: String,
    pub(super) modified: String,
    pub(super) keywords: String,
    pub(super) thumb: Option<Thumb>,
    pub(super) size: u64,
    /// A folder has none.
    pub(super) image: Option<Box<dyn Image>>,
}

impl Object {
    /// A folder.
    pub fn folder(name: impl Into<String>) -> Self {
        Object {
            name: name.into(),
            format: ObjectFormat::ASSOCIATION,
            protected: false,
            created: String::new(),
            modified: String::new(),
            keywords: String::new(),
            thumb: None,
            size: 0,
            image: None,
        }
    }

    /// A file in memory.
    pub fn file(name: impl Into<String>, bytes: Vec<u8>) -> Self {
        let size = bytes.len() as u64;
        Object::of_image(name, Box::new(Cursor::new(bytes)), size)
    }

    /// A file whose bytes are those of this file, which is only read. Errors are those of opening it.
    pub fn open(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Object::over(name, File::open(path)?)
    }

    /// A file over anything that can be read and sought. Errors are those of seeking.
    pub fn over(name: impl Into<String>, mut image: impl Image + 'static) -> io::Result<Self> {
        let size = image.seek(SeekFrom::End(0))?;
        Ok(Object::of_image(name, Box::new(image), size))
    }

    pub(super) fn of_image(name: impl Into<String>, image: Box<dyn Image>, size: u64) -> Self {
        Object { format: ObjectFormat::UNDEFINED, size, image: Some(image), ..Object::folder(name) }
    }

    /// The same object with another format.
    #[must_use]
    pub fn of_format(mut self, format: ObjectFormat) -> Self {
        self.format = format;
        self
    }

    /// The same object, made and changed at this time: `YYYYMMDDThhmmss`.
    #[must_use]
    pub fn dated(mut self, time: impl Into<String>) -> Self {
        self.created = time.into();
        self.modified.clone_from(&self.created);
        self
    }

    /// The same object with keywords.
    #[must_use]
    pub fn with_keywords(mut self, keywords: impl Into<String>) -> Self {
        self.keywords = keywords.into();
        self
    }

    /// The same object with a thumbnail.
    #[must_use]
    pub fn with_thumb(mut self, thumb: Thumb) -> Self {
        self.thumb = Some(thumb);
        self
    }

    /// The same object, which an initiator can neither change nor delete.
    #[must_use]
    pub fn protected(mut self) -> Self {
        self.protected = true;
        self
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it holds.
    pub fn format(&self) -> ObjectFormat {
        self.format
    }

    /// How many bytes it has. A folder has none.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Whether there can be objects in it.
    pub fn is_folder(&self) -> bool {
        self.format == ObjectFormat::ASSOCIATION
    }

    /// Reads bytes from a place on; fewer where it ends. A folder has none.
    pub fn read_at(&mut self, at: u64, into: &mut [u8]) -> io::Result<usize> {
        let Some(image) = self.image.as_mut() else { return Ok(0) };
        let left = usize::try_from(self.size.saturating_sub(at)).unwrap_or(usize::MAX);
        let mut rest = into.get_mut(..left.min(into.len())).unwrap_or(&mut []);
        image.seek(SeekFrom::Start(at))?;
        let wanted = rest.len();
        while !rest.is_empty() {
            match image.read(rest) {
                Ok(0) => break,
                Ok(read) => rest = rest.get_mut(read..).unwrap_or(&mut []),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(wanted - rest.len())
    }
}

impl fmt::Debug for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Object")
            .field("name", &self.name)
            .field("format", &self.format)
            .field("size", &self.size)
            .field("protected", &self.protected)
            .finish_non_exhaustive()
    }
}

/// An object in its place.
#[derive(Debug)]
pub(super) struct Held {
    pub(super) object: Object,
    pub(super) storage: StorageId,
    /// `NONE` in the root.
    pub(super) parent: ObjectHandle,
    /// No object ever had it before.
    pub(super) unique: u128,
}
