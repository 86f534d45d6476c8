use std::fmt;

use opcodec::ptp::PtpReply;

use super::super::Image;
use super::device::Responder;
use super::objects::Object;
use super::operations::is_name;
use super::transfer::{Step, answer};
use crate::mtp::{
    EventCode, ObjectFormat, ObjectHandle, ObjectInfo, ProtectionStatus, ResponseCode, StorageId,
};

/// An object that `SendObjectInfo` announced.
#[derive(Clone, Debug)]
pub(super) struct Announced {
    pub(super) storage: StorageId,
    /// `NONE` in the root.
    pub(super) parent: ObjectHandle,
    pub(super) handle: ObjectHandle,
    name: String,
    format: ObjectFormat,
    protected: bool,
    created: String,
    modified: String,
    keywords: String,
    /// Nothing if it was not known, or has more than 32 bits.
    size: Option<u64>,
}

/// An object that is being sent. Dropped, it never was.
pub(super) struct Incoming {
    of: Announced,
    pub(super) storage: StorageId,
    pub(super) image: Box<dyn Image>,
    pub(super) written: u64,
}

impl Incoming {
    /// How many bytes were announced.
    pub(super) fn announced(&self) -> Option<u64> {
        self.of.size
    }
}

impl fmt::Debug for Incoming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Incoming")
            .field("of", &self.of)
            .field("written", &self.written)
            .finish_non_exhaustive()
    }
}

impl Announced {
    fn object(self, image: Option<(Box<dyn Image>, u64)>) -> Object {
        let mut object = match image {
            Some((image, size)) => Object::of_image(self.name, image, size).of_format(self.format),
            None => Object::folder(self.name),
        };
        object.protected = self.protected;
        (object.created, object.modified, object.keywords) = (self.created, self.modified, self.keywords);
        object
    }
}

impl Responder {
    /// Where an object goes that is announced for a storage and a folder, both perhaps left out.
    fn destination(
        &self,
        storage: Option<StorageId>,
        parent: Option<ObjectHandle>,
    ) -> Result<(StorageId, ObjectHandle), ResponseCode> {
        let storage = storage.filter(|storage| *storage != StorageId::DEFAULT);
        let parent = parent.filter(|parent| *parent != ObjectHandle::NONE);
        let storage = match (storage, parent) {
            (Some(storage), _) => storage,
            (None, None) => self.store.any_writable()?,
            // A folder without the storage that it is in.
            (None, Some(_)) => return Err(ResponseCode::INVALID_PARAMETER),
        };
        let parent = match parent {
            None | Some(ObjectHandle::ROOT_OR_ALL) => ObjectHandle::NONE,
            Some(parent) => parent,
        };
        if !self.store.storage(storage)?.is_writable() {
            return Err(ResponseCode::STORE_READ_ONLY);
        }
        let folder = self.store.folder(parent).map_err(|_| ResponseCode::INVALID_PARENT_OBJECT)?;
        if folder.is_some_and(|folder| folder.storage != storage) {
            return Err(ResponseCode::INVALID_PARENT_OBJECT);
        }
        Ok((storage, parent))
    }

    /// Whether `SendObjectInfo` could be taken for this destination, before its data is looked at.
    pub(super) fn may_send(
        &self,
        storage: Option<StorageId>,
        parent: Option<ObjectHandle>,
    ) -> Result<(), ResponseCode> {
        self.destination(storage, parent).map(|_| ())
    }

    /// `SendObjectInfo`, with its data.
    pub(super) fn announce(
        &mut self,
        storage: Option<StorageId>,
        parent: Option<ObjectHandle>,
        data: &[u8],
    ) -> Result<Step, ResponseCode> {
        // Whatever was announced before is not sent any more.
        self.announced = None;
        let info = ObjectInfo::from_bytes(data).map_err(|_| ResponseCode::INVALID_DATASET)?;
        let (storage, parent) = self.destination(storage, parent)?;
        let name = info.filename.to_string();
        if !is_name(&name) {
            return Err(ResponseCode::INVALID_DATASET);
        }
        if !self.takes(info.object_format) {
            return Err(ResponseCode::INVALID_OBJECT_FORMAT_CODE);
        }
        let size = u64::from(info.object_compressed_size);
        let known = info.object_compressed_size != u32::MAX;
        if size > self.store.storage(storage)?.largest() {
            return Err(ResponseCode::OBJECT_TOO_LARGE);
        }
        if known && size > self.store.free(storage) {
            return Err(ResponseCode::STORE_FULL);
        }
        let handle = self.store.next_handle()?;
        let announced = Announced {
            storage,
            parent,
            handle,
            name,
            format: info.object_format,
            protected: info.protection_status == ProtectionStatus::READ_ONLY,
            created: info.capture_date.to_string(),
            modified: info.modification_date.to_string(),
            keywords: info.keywords.to_string(),
            size: known.then_some(size),
        };
        if info.object_format == ObjectFormat::ASSOCIATION {
            // A folder has no bytes to wait for.
            self.store.put(handle, storage, parent, announced.object(None));
            self.own_event(EventCode::OBJECT_ADDED, [handle.raw()]);
        } else {
            self.announced = Some(announced);
        }
        let place = if parent == ObjectHandle::NONE { ObjectHandle::ROOT_OR_ALL } else { parent };
        let reply = PtpReply::new(ResponseCode::OK.raw(), [storage.raw(), place.raw(), handle.raw()]);
        Ok(Step::Done(reply))
    }

    /// `SendObject`, before its data.
    pub(super) fn begin_object(&mut self) -> Result<Step, ResponseCode> {
        let of = self.announced.clone().ok_or(ResponseCode::NO_VALID_OBJECT_INFO)?;
        let storage = of.storage;
        let image =
            self.store.storage_mut(storage)?.make(&of.name).map_err(|_| ResponseCode::GENERAL_ERROR)?;
        self.announced = None;
        Ok(Step::Receive { incoming: Incoming { of, storage, image, written: 0 }, piece: Vec::new() })
    }

    /// `SendObject`, after its data.
    pub(super) fn received(&mut self, incoming: Incoming, code: ResponseCode) -> PtpReply {
        let Incoming { of, storage, image, written } = incoming;
        match code {
            ResponseCode::OK => {
                let (handle, parent) = (of.handle, of.parent);
                if self.store.folder(parent).is_err() {
                    // The folder went while its object came.
                    return answer(ResponseCode::INVALID_PARENT_OBJECT);
                }
                self.store.put(handle, storage, parent, of.object(Some((image, written))));
                self.own_event(EventCode::OBJECT_ADDED, [handle.raw()]);
            }
            // The announcement stays, so that the object may be sent once more.
            ResponseCode::INCOMPLETE_TRANSFER => self.announced = Some(of),
            _ => {}
        }
        answer(code)
    }
}
