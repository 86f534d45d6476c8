use std::collections::BTreeMap;

use super::objects::{Held, Object};
use super::storage::Storage;
use crate::mtp::{ObjectFormat, ObjectFormatFilter, ObjectHandle, ResponseCode, StorageId};

/// The storages of a device, and the objects in them.
#[derive(Debug, Default)]
pub(super) struct Store {
    storages: BTreeMap<StorageId, Storage>,
    objects: BTreeMap<ObjectHandle, Held>,
    last_storage: u16,
    last_handle: u32,
    last_unique: u128,
}

/// Whether a format is an image's: PTP numbers them so.
fn is_image(format: ObjectFormat) -> bool {
    format.raw() & 0xF800 == 0x3800
}

/// Which formats a filter is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Formats {
    Any,
    Images,
    Only(ObjectFormat),
}

impl Formats {
    /// What a parameter means; a code that is no format's is `InvalidCodeFormat`.
    pub(super) fn of(filter: ObjectFormatFilter) -> Result<Self, ResponseCode> {
        match filter {
            ObjectFormatFilter::ANY => Ok(Formats::Any),
            ObjectFormatFilter::ALL_IMAGES => Ok(Formats::Images),
            other => match u16::try_from(other.raw()) {
                Ok(code @ (0x3000..=0x3FFF | 0xB000..=0xBFFF)) => Ok(Formats::Only(ObjectFormat::new(code))),
                _ => Err(ResponseCode::INVALID_CODE_FORMAT),
            },
        }
    }

    pub(super) fn have(self, format: ObjectFormat) -> bool {
        match self {
            Formats::Any => true,
            Formats::Images => is_image(format),
            Formats::Only(only) => format == only,
        }
    }
}

/// What deleting did.
#[derive(Debug, Default)]
pub(super) struct Deleted {
    pub(super) gone: Vec<ObjectHandle>,
    /// Why something is left, if anything is.
    pub(super) refusal: Option<ResponseCode>,
}

impl Store {
    pub(super) fn insert(&mut self, storage: Storage) -> StorageId {
        self.last_storage = self.last_storage.wrapping_add(1).max(1);
        let id = StorageId::new(u32::from(self.last_storage) << 16 | 1);
        self.storages.insert(id, storage);
        id
    }

    /// Takes a storage out, and its objects with it.
    pub(super) fn take_out(&mut self, id: StorageId) -> Option<Storage> {
        let storage = self.storages.remove(&id)?;
        self.objects.retain(|_, held| held.storage != id);
        Some(storage)
    }

    pub(super) fn set_available(&mut self, id: StorageId, available: bool) -> bool {
        match self.storages.get_mut(&id) {
            Some(storage) => {
                let was = std::mem::replace(&mut storage.available, available);
                was != available
            }
            None => false,
        }
    }

    pub(super) fn storage_ids(&self) -> Vec<StorageId> {
        self.storages.keys().copied().collect()
    }

    /// A storage that can be used.
    pub(super) fn storage(&self, id: StorageId) -> Result<&Storage, ResponseCode> {
        let storage = self.storages.get(&id).ok_or(ResponseCode::INVALID_STORAGE_ID)?;
        if storage.available { Ok(storage) } else { Err(ResponseCode::STORE_NOT_AVAILABLE) }
    }

    pub(super) fn storage_mut(&mut self, id: StorageId) -> Result<&mut Storage, ResponseCode> {
        self.storage(id)?;
        self.storages.get_mut(&id).ok_or(ResponseCode::INVALID_STORAGE_ID)
    }

    /// The storage where a new object goes that may go anywhere.
    pub(super) fn any_writable(&self) -> Result<StorageId, ResponseCode> {
        let mut available = self.storages.iter().filter(|(_, storage)| storage.available).peekable();
        if available.peek().is_none() {
            return Err(ResponseCode::STORE_NOT_AVAILABLE);
        }
        let writable = available.find(|(_, storage)| storage.is_writable());
        writable.map(|(id, _)| *id).ok_or(ResponseCode::STORE_READ_ONLY)
    }

    /// How many bytes of a storage its objects take.
    pub(super) fn used(&self, id: StorageId) -> u64 {
        let held = self.objects.values().filter(|held| held.storage == id);
        held.fold(0, |used, held| used.saturating_add(held.object.size))
    }

    pub(super) fn free(&self, id: StorageId) -> u64 {
        self.storages.get(&id).map_or(0, |storage| storage.capacity().saturating_sub(self.used(id)))
    }

    /// An object whose storage can be used.
    pub(super) fn object(&self, handle: ObjectHandle) -> Result<&Held, ResponseCode> {
        let held = self.objects.get(&handle).ok_or(ResponseCode::INVALID_OBJECT_HANDLE)?;
        self.storage(held.storage)?;
        Ok(held)
    }

    pub(super) fn object_mut(&mut self, handle: ObjectHandle) -> Result<&mut Held, ResponseCode> {
        self.object(handle)?;
        self.objects.get_mut(&handle).ok_or(ResponseCode::INVALID_OBJECT_HANDLE)
    }

    /// An object that has bytes.
    pub(super) fn file(&self, handle: ObjectHandle) -> Result<&Held, ResponseCode> {
        self.object(handle).and_then(|held| match held.object.image {
            Some(_) => Ok(held),
            None => Err(ResponseCode::INVALID_OBJECT_HANDLE),
        })
    }

    /// An object that an initiator may change.
    pub(super) fn changeable(&mut self, handle: ObjectHandle) -> Result<&mut Held, ResponseCode> {
        let held = self.object(handle)?;
        if !self.storage(held.storage)?.is_writable() {
            return Err(ResponseCode::STORE_READ_ONLY);
        }
        if held.object.protected {
            return Err(ResponseCode::OBJECT_WRITE_PROTECTED);
        }
        self.object_mut(handle)
    }

    /// What is right in a folder; `NONE` is the root.
    pub(super) fn children(&self, parent: ObjectHandle) -> impl Iterator<Item = ObjectHandle> + '_ {
        self.objects.iter().filter(move |(_, held)| held.parent == parent).map(|(handle, _)| *handle)
    }

    /// A folder by its handle, `NONE` being the root of every storage.
    pub(super) fn folder(&self, handle: ObjectHandle) -> Result<Option<&Held>, ResponseCode> {
        if handle == ObjectHandle::NONE {
            return Ok(None);
        }
        let held = self.object(handle)?;
        if held.object.is_folder() { Ok(Some(held)) } else { Err(ResponseCode::INVALID_PARENT_OBJECT) }
    }

    /// Every object that can be used, in the order of their handles.
    pub(super) fn all(&self) -> impl Iterator<Item = (ObjectHandle, &Held)> {
        let usable = |held: &Held| self.storage(held.storage).is_ok();
        self.objects.iter().filter(move |(_, held)| usable(held)).map(|(handle, held)| (*handle, held))
    }

    /// The objects that `GetNumObjects` and `GetObjectHandles` speak of.
    pub(super) fn select(
        &self,
        storage: StorageId,
        formats: Formats,
        parent: ObjectHandle,
    ) -> Result<Vec<ObjectHandle>, ResponseCode> {
        let within = match parent {
            ObjectHandle::NONE => None,
            ObjectHandle::ROOT_OR_ALL => Some(ObjectHandle::NONE),
            folder => self.folder(folder).map(|_| Some(folder))?,
        };
        let wanted = self.all().filter(|(_, held)| {
            (storage == StorageId::ALL || held.storage == storage)
                && formats.have(held.object.format)
                && within.is_none_or(|folder| held.parent == folder)
        });
        Ok(wanted.map(|(handle, _)| handle).collect())
    }

    /// A handle and an identifier that no object has.
    pub(super) fn next_handle(&mut self) -> Result<ObjectHandle, ResponseCode> {
        for _ in 0..=self.objects.len() {
            self.last_handle = self.last_handle.wrapping_add(1);
            if matches!(self.last_handle, 0 | u32::MAX) {
                self.last_handle = 1;
            }
            let handle = ObjectHandle::new(self.last_handle);
            if !self.objects.contains_key(&handle) {
                return Ok(handle);
            }
        }
        Err(ResponseCode::STORE_FULL)
    }

    /// Puts an object in its place under a handle that is free.
    pub(super) fn put(
        &mut self,
        handle: ObjectHandle,
        storage: StorageId,
        parent: ObjectHandle,
        object: Object,
    ) {
        self.last_unique += 1;
        let held = Held { object, storage, parent, unique: self.last_unique };
        self.objects.insert(handle, held);
    }

    /// Removes an object and what is in it, whatever protects them; their handles, inner ones first.
    pub(super) fn remove(&mut self, handle: ObjectHandle) -> Vec<ObjectHandle> {
        let order = self.below(handle);
        order.into_iter().filter(|handle| self.objects.remove(handle).is_some()).collect()
    }

    /// An object and all below it, inner ones first.
    fn below(&self, handle: ObjectHandle) -> Vec<ObjectHandle> {
        let mut order = vec![handle];
        let mut next = 0;
        while let Some(&folder) = order.get(next) {
            order.extend(self.children(folder));
            next += 1;
        }
        order.reverse();
        order
    }

    /// Deletes an object and what is in it, as far as nothing protects them. A folder that is not empty stays.
    pub(super) fn delete(&mut self, handle: ObjectHandle, deleted: &mut Deleted) {
        for handle in self.below(handle) {
            let Some(held) = self.objects.get(&handle) else { continue };
            let refusal = match self.storage(held.storage) {
                Err(refusal) => Some(refusal),
                Ok(storage) if !storage.can_delete() => Some(ResponseCode::STORE_READ_ONLY),
                Ok(_) => held.object.protected.then_some(ResponseCode::OBJECT_WRITE_PROTECTED),
            };
            if refusal.is_none() && self.children(handle).next().is_none() {
                self.objects.remove(&handle);
                deleted.gone.push(handle);
            }
            deleted.refusal = deleted.refusal.or(refusal);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handles_start_again_behind_the_last_one() {
        let mut store = Store::default();
        let storage = store.insert(Storage::in_memory(0));
        let mut next = || {
            let handle = store.next_handle().expect("four handles are free");
            store.put(handle, storage, ObjectHandle::NONE, Object::folder("f"));
            let raw = handle.raw();
            if raw == 2 {
                store.last_handle = u32::MAX - 2;
            }
            raw
        };
        // Neither 0 nor 0xFFFFFFFF is an object's, nor one that there is already.
        assert_eq!([next(), next(), next(), next()], [1, 2, u32::MAX - 1, 3]);
    }
}
