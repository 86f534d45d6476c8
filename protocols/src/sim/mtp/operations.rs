use opcodec::ptp::{Operation, PtpReply};
use opcodec::wire::List;
use opcodec::{EncodeError, ErrorKind};

use super::device::Responder;
use super::objects::Held;
use super::store::{Deleted, Formats};
use super::transfer::{Step, Then};
use super::{object_properties, objects::Object};
use crate::mtp::{
    AssociationType, DeleteObject, DeviceInfo, DevicePropertyCode, EventCode, GetPartialObject, ObjectFormat,
    ObjectFormatFilter, ObjectHandle, ObjectHandles, ObjectInfo, ObjectPropertyCodes, OperationCode, Request,
    ResponseCode, StorageIDs, StorageId, VendorExtensionId,
};

/// Encodes into a vector. What cannot be encoded is the device's own failure.
pub(super) fn encoded(
    len: usize,
    encode: impl FnOnce(&mut [u8]) -> Result<&[u8], EncodeError>,
) -> Result<Vec<u8>, ResponseCode> {
    let mut out = vec![0; len];
    let len = encode(&mut out).map_err(|_| ResponseCode::GENERAL_ERROR)?.len();
    out.truncate(len);
    Ok(out)
}

/// Whether an object can be called so: not empty, no path, and short enough for MTP's texts.
pub(super) fn is_name(name: &str) -> bool {
    let whole = !name.contains(['/', '\\', '\0']) && !matches!(name, "" | "." | "..");
    whole && name.encode_utf16().count() <= 254
}

const OK: PtpReply = PtpReply::new(0x2001, []);

/// What the device carries out by itself.
const OPERATIONS: [OperationCode; 23] = [
    OperationCode::GET_DEVICE_INFO,
    OperationCode::OPEN_SESSION,
    OperationCode::CLOSE_SESSION,
    OperationCode::GET_STORAGE_IDS,
    OperationCode::GET_STORAGE_INFO,
    OperationCode::GET_NUM_OBJECTS,
    OperationCode::GET_OBJECT_HANDLES,
    OperationCode::GET_OBJECT_INFO,
    OperationCode::GET_OBJECT,
    OperationCode::GET_THUMB,
    OperationCode::DELETE_OBJECT,
    OperationCode::SEND_OBJECT_INFO,
    OperationCode::SEND_OBJECT,
    OperationCode::GET_PARTIAL_OBJECT,
    OperationCode::GET_DEVICE_PROP_DESC,
    OperationCode::GET_DEVICE_PROP_VALUE,
    OperationCode::SET_DEVICE_PROP_VALUE,
    OperationCode::RESET_DEVICE_PROP_VALUE,
    OperationCode::GET_OBJECT_PROPS_SUPPORTED,
    OperationCode::GET_OBJECT_PROP_DESC,
    OperationCode::GET_OBJECT_PROP_VALUE,
    OperationCode::SET_OBJECT_PROP_VALUE,
    OperationCode::GET_OBJECT_PROP_LIST,
];

/// What the device may report.
const EVENTS: [EventCode; 9] = [
    EventCode::CANCEL_TRANSACTION,
    EventCode::OBJECT_ADDED,
    EventCode::OBJECT_REMOVED,
    EventCode::STORE_ADDED,
    EventCode::STORE_REMOVED,
    EventCode::DEVICE_PROP_CHANGED,
    EventCode::DEVICE_RESET,
    EventCode::STORAGE_INFO_CHANGED,
    EventCode::OBJECT_PROP_CHANGED,
];

/// Reads an operation. Parameters that it does not have are ignored if they are zero, as some initiators send all five.
fn decode(operation: &Operation) -> Result<Request, ResponseCode> {
    let mut parameters = operation.parameters();
    loop {
        let shorter = Operation::from_slice(operation.code(), parameters).unwrap_or(*operation);
        match (Request::try_from(shorter), parameters.split_last()) {
            (Ok(request), _) => return Ok(request),
            (Err(error), Some((0, rest))) if is_too_long(&error) => parameters = rest,
            (Err(error), _) if is_too_long(&error) => return Err(ResponseCode::PARAMETER_NOT_SUPPORTED),
            (Err(_), _) => return Err(ResponseCode::INVALID_PARAMETER),
        }
    }
}

fn is_too_long(error: &opcodec::DecodeError) -> bool {
    error.kind() == ErrorKind::Size && matches!(error.why(), opcodec::Why::Long)
}

impl Responder {
    /// Decodes an operation and decides what it does.
    pub(super) fn begin(&mut self, operation: &Operation, has_data: bool) -> Result<Step, ResponseCode> {
        let outside = matches!(
            OperationCode::new(operation.code()),
            OperationCode::GET_DEVICE_INFO | OperationCode::OPEN_SESSION
        );
        if self.session.is_none() && !outside {
            return Err(ResponseCode::SESSION_NOT_OPEN);
        }
        if self.knows_custom(operation.code()) {
            return Ok(Step::Gather { data: Vec::new(), then: Then::Custom(*operation) });
        }
        let request = decode(operation)?;
        let takes_data = matches!(
            request,
            Request::SendObjectInfo(_)
                | Request::SendObject(_)
                | Request::SetDevicePropValue(_)
                | Request::SetObjectPropValue(_)
                | Request::Unknown(_)
        );
        if has_data && !takes_data {
            return Err(ResponseCode::INVALID_DATASET);
        }
        self.step(request)
    }

    /// What an operation does.
    fn step(&mut self, request: Request) -> Result<Step, ResponseCode> {
        let data = |data: Result<Vec<u8>, ResponseCode>| Ok(Step::give(data?, OK));
        match request {
            Request::GetDeviceInfo(_) => data(self.device_info()),
            Request::OpenSession(asked) => Ok(Step::Done(self.open_session(asked.session_id))),
            Request::CloseSession(_) => {
                self.close_session();
                Ok(Step::Done(OK))
            }
            Request::GetStorageIDs(_) => {
                let ids = self.store.storage_ids();
                let answer = StorageIDs { storage_ids: List::from_slice(&ids) };
                data(encoded(answer.encoded_len(), |out| answer.encode(out)))
            }
            Request::GetStorageInfo(asked) => {
                let used = self.store.used(asked.storage_id);
                let info = self.store.storage(asked.storage_id)?.info(used);
                data(encoded(info.encoded_len(), |out| info.encode(out)))
            }
            Request::GetNumObjects(asked) => {
                let (format, parent) = (asked.object_format_code, asked.parent_object_handle);
                let found = self.which(asked.storage_id, format, parent)?.len();
                let count = u32::try_from(found).unwrap_or(u32::MAX);
                Ok(Step::Done(PtpReply::new(OK.code(), [count])))
            }
            Request::GetObjectHandles(asked) => {
                let (format, parent) = (asked.object_format_code, asked.parent_object_handle);
                let handles = self.which(asked.storage_id, format, parent)?;
                let answer = ObjectHandles { object_handles: List::from_slice(&handles) };
                data(encoded(answer.encoded_len(), |out| answer.encode(out)))
            }
            Request::GetObjectInfo(asked) => {
                let info = object_info(self.store.object(asked.object_handle)?);
                data(encoded(info.encoded_len(), |out| info.encode(out)))
            }
            Request::GetObject(asked) => {
                let size = self.store.file(asked.object_handle)?.object.size;
                Ok(Step::read(asked.object_handle, 0, size, OK))
            }
            Request::GetThumb(asked) => {
                let thumb = self.store.object(asked.object_handle)?.object.thumb.as_ref();
                data(thumb.map(|thumb| thumb.bytes.clone()).ok_or(ResponseCode::NO_THUMBNAIL_PRESENT))
            }
            Request::GetPartialObject(asked) => self.partial(asked),
            Request::DeleteObject(asked) => self.delete(asked),
            Request::SendObjectInfo(asked) => {
                let (storage, parent) = (asked.storage_id, asked.parent_object_handle);
                self.may_send(storage, parent)?;
                Ok(Step::Gather { data: Vec::new(), then: Then::SendObjectInfo { storage, parent } })
            }
            Request::SendObject(_) => self.begin_object(),
            Request::GetDevicePropDesc(asked) => data(self.property(asked.device_prop_code)?.description()),
            Request::GetDevicePropValue(asked) => {
                data(Ok(self.property(asked.device_prop_code)?.value().as_bytes().to_vec()))
            }
            Request::SetDevicePropValue(asked) => {
                self.property(asked.device_prop_code)?.may_be_set()?;
                let then = Then::SetDevicePropValue(asked.device_prop_code);
                Ok(Step::Gather { data: Vec::new(), then })
            }
            Request::ResetDevicePropValue(asked) => {
                let changed = self.property_mut(asked.device_prop_code)?.reset()?;
                self.device_property_was_set(asked.device_prop_code, changed);
                Ok(Step::Done(OK))
            }
            Request::GetObjectPropsSupported(asked) => {
                self.takes_format(asked.object_format_code)?;
                let codes: Vec<_> = object_properties::codes(asked.object_format_code).collect();
                let answer = ObjectPropertyCodes { object_property_codes: List::from_slice(&codes) };
                data(encoded(answer.encoded_len(), |out| answer.encode(out)))
            }
            Request::GetObjectPropDesc(asked) => {
                self.takes_format(asked.object_format_code)?;
                data(object_properties::description(asked))
            }
            Request::GetObjectPropValue(asked) => {
                let held = self.store.object(asked.object_handle)?;
                let value = object_properties::value(held, asked.object_prop_code)?;
                data(Ok(value.as_bytes().to_vec()))
            }
            Request::SetObjectPropValue(asked) => {
                let (handle, code) = (asked.object_handle, asked.object_prop_code);
                object_properties::settable(self.store.object(handle)?, code)?;
                self.store.changeable(handle)?;
                Ok(Step::Gather { data: Vec::new(), then: Then::SetObjectPropValue(handle, code) })
            }
            Request::GetObjectPropList(asked) => data(object_properties::list(&self.store, &asked)),
            Request::Unknown(_) => Err(ResponseCode::OPERATION_NOT_SUPPORTED),
        }
    }

    /// The end of an operation whose data from the initiator is all there.
    pub(super) fn finish(&mut self, then: &Then, data: &[u8]) -> Result<Step, ResponseCode> {
        match then {
            Then::SendObjectInfo { storage, parent } => self.announce(*storage, *parent, data),
            Then::SetDevicePropValue(code) => {
                let changed = self.property_mut(*code)?.set(data)?;
                self.device_property_was_set(*code, changed);
                Ok(Step::Done(OK))
            }
            Then::SetObjectPropValue(handle, code) => {
                object_properties::set(self.store.changeable(*handle)?, *code, data)?;
                self.own_event(EventCode::OBJECT_PROP_CHANGED, [handle.raw(), u32::from(code.raw())]);
                Ok(Step::Done(OK))
            }
            Then::Custom(operation) => {
                let outcome = self.run_custom(operation, data)?;
                let failed = !outcome.reply.is_ok();
                let data = if failed { Vec::new() } else { outcome.data };
                Ok(Step::give(data, outcome.reply))
            }
        }
    }

    fn open_session(&mut self, id: u32) -> PtpReply {
        if let Some(open) = self.session {
            return PtpReply::new(ResponseCode::SESSION_ALREADY_OPENED.raw(), [open]);
        }
        self.session = Some(id);
        OK
    }

    /// An initiator's property is another now.
    fn device_property_was_set(&mut self, code: DevicePropertyCode, changed: bool) {
        if changed {
            self.own_event(EventCode::DEVICE_PROP_CHANGED, [u32::from(code.raw())]);
        }
    }

    fn device_info(&self) -> Result<Vec<u8>, ResponseCode> {
        let mut operations = OPERATIONS.to_vec();
        operations.extend(self.custom_codes().map(OperationCode::new));
        operations.sort_unstable();
        operations.dedup();
        let properties: Vec<DevicePropertyCode> = self.properties.keys().copied().collect();
        let info = DeviceInfo {
            standard_version: 100,
            vendor_extension_id: VendorExtensionId::MICROSOFT,
            vendor_extension_version: 100,
            vendor_extension_desc: "microsoft.com: 1.0;".into(),
            operations_supported: List::from_slice(&operations),
            events_supported: List::from_slice(&EVENTS),
            device_properties_supported: List::from_slice(&properties),
            playback_formats: List::from_slice(&self.formats),
            manufacturer: "OPCODEC".into(),
            model: "SIMULATED RESPONDER".into(),
            device_version: "1.00".into(),
            serial_number: "00000000000000000000000053494D31".into(),
            ..DeviceInfo::DEFAULT
        };
        encoded(info.encoded_len(), |out| info.encode(out))
    }

    /// A format that objects can have.
    fn takes_format(&self, format: ObjectFormat) -> Result<(), ResponseCode> {
        if self.takes(format) { Ok(()) } else { Err(ResponseCode::INVALID_OBJECT_FORMAT_CODE) }
    }

    /// A filter of formats, as far as the device has them.
    fn formats(&self, filter: Option<ObjectFormatFilter>) -> Result<Formats, ResponseCode> {
        let formats = Formats::of(filter.unwrap_or(ObjectFormatFilter::ANY))?;
        if formats != Formats::Any && !self.chooses_by_format {
            return Err(ResponseCode::SPECIFICATION_BY_FORMAT_UNSUPPORTED);
        }
        if let Formats::Only(format) = formats {
            self.takes_format(format)?;
        }
        Ok(formats)
    }

    fn which(
        &self,
        storage: StorageId,
        format: Option<ObjectFormatFilter>,
        parent: Option<ObjectHandle>,
    ) -> Result<Vec<ObjectHandle>, ResponseCode> {
        if storage != StorageId::ALL {
            self.store.storage(storage)?;
        }
        self.store.select(storage, self.formats(format)?, parent.unwrap_or(ObjectHandle::NONE))
    }

    fn partial(&self, asked: GetPartialObject) -> Result<Step, ResponseCode> {
        let size = self.store.file(asked.object_handle)?.object.size;
        let (at, most) = (u64::from(asked.offset), asked.max_bytes.unwrap_or(u32::MAX));
        if at > size {
            return Err(ResponseCode::INVALID_PARAMETER);
        }
        let most = if most == u32::MAX { u64::MAX } else { u64::from(most) };
        let end = at.saturating_add(most).min(size);
        let sent = u32::try_from(end - at).unwrap_or(u32::MAX);
        Ok(Step::read(asked.object_handle, at, end, PtpReply::new(OK.code(), [sent])))
    }

    fn delete(&mut self, asked: DeleteObject) -> Result<Step, ResponseCode> {
        let formats = self.formats(asked.object_format_code)?;
        let doomed: Vec<ObjectHandle> = if asked.object_handle == ObjectHandle::ROOT_OR_ALL {
            let all = self.store.all();
            all.filter(|(_, held)| formats.have(held.object.format)).map(|(handle, _)| handle).collect()
        } else {
            self.store.object(asked.object_handle)?;
            vec![asked.object_handle]
        };
        let mut deleted = Deleted::default();
        for handle in doomed {
            self.store.delete(handle, &mut deleted);
        }
        for handle in &deleted.gone {
            self.own_event(EventCode::OBJECT_REMOVED, [handle.raw()]);
        }
        match deleted.refusal {
            None => Ok(Step::Done(OK)),
            Some(refusal) if deleted.gone.is_empty() => Err(refusal),
            Some(_) => Err(ResponseCode::PARTIAL_DELETION),
        }
    }
}

/// What `GetObjectInfo` answers.
fn object_info(held: &Held) -> ObjectInfo<'_> {
    let object: &Object = &held.object;
    let folder = object.is_folder();
    let info = ObjectInfo {
        storage_id: held.storage,
        object_format: object.format,
        protection_status: object_properties::protection(object.protected),
        object_compressed_size: u32::try_from(object.size).unwrap_or(u32::MAX),
        parent_object: held.parent,
        association_type: if folder { AssociationType::GENERIC_FOLDER } else { AssociationType::UNDEFINED },
        filename: object.name.as_str().into(),
        capture_date: object.created.as_str().into(),
        modification_date: object.modified.as_str().into(),
        keywords: object.keywords.as_str().into(),
        ..ObjectInfo::DEFAULT
    };
    match &object.thumb {
        None => info,
        Some(thumb) => ObjectInfo {
            thumb_format: thumb.format,
            thumb_compressed_size: u32::try_from(thumb.bytes.len()).unwrap_or(u32::MAX),
            thumb_pix_width: thumb.width,
            thumb_pix_height: thumb.height,
            ..info
        },
    }
}
