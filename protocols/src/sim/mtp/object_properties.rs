use opcodec::wire::List;

use super::objects::Held;
use super::operations::{encoded, is_name};
use super::store::{Formats, Store};
use super::value::Value;
use crate::mtp::{
    DataType, GetObjectPropDesc, GetObjectPropList, GetSet, ObjectDateTimeForm, ObjectEnumerationForm,
    ObjectFormat, ObjectHandle, ObjectNoForm, ObjectPropDesc, ObjectPropForm, ObjectPropFormPayload,
    ObjectPropList, ObjectPropListElement, ObjectPropertyCode, ObjectPropertyFilter, PropertyValue,
    ProtectionStatus, ResponseCode,
};

/// The properties that every object has.
const OF_ALL: [ObjectPropertyCode; 11] = [
    ObjectPropertyCode::STORAGE_ID,
    ObjectPropertyCode::OBJECT_FORMAT,
    ObjectPropertyCode::PROTECTION_STATUS,
    ObjectPropertyCode::OBJECT_SIZE,
    ObjectPropertyCode::OBJECT_FILE_NAME,
    ObjectPropertyCode::DATE_CREATED,
    ObjectPropertyCode::DATE_MODIFIED,
    ObjectPropertyCode::KEYWORDS,
    ObjectPropertyCode::PARENT_OBJECT,
    ObjectPropertyCode::PERSISTENT_UNIQUE_OBJECT_IDENTIFIER,
    ObjectPropertyCode::NAME,
];

/// The properties that objects of a format have.
pub(super) fn codes(format: ObjectFormat) -> impl Iterator<Item = ObjectPropertyCode> {
    let of_folders = (format == ObjectFormat::ASSOCIATION).then_some(ObjectPropertyCode::ASSOCIATION_TYPE);
    OF_ALL.into_iter().chain(of_folders)
}

/// What a property is made of, and whether it can be set.
fn kind(code: ObjectPropertyCode) -> Option<(DataType, GetSet)> {
    Some(match code {
        ObjectPropertyCode::STORAGE_ID | ObjectPropertyCode::PARENT_OBJECT => (DataType::UINT32, GetSet::Get),
        ObjectPropertyCode::OBJECT_FORMAT
        | ObjectPropertyCode::PROTECTION_STATUS
        | ObjectPropertyCode::ASSOCIATION_TYPE => (DataType::UINT16, GetSet::Get),
        ObjectPropertyCode::OBJECT_SIZE => (DataType::UINT64, GetSet::Get),
        ObjectPropertyCode::PERSISTENT_UNIQUE_OBJECT_IDENTIFIER => (DataType::UINT128, GetSet::Get),
        ObjectPropertyCode::DATE_CREATED => (DataType::STR, GetSet::Get),
        ObjectPropertyCode::OBJECT_FILE_NAME
        | ObjectPropertyCode::NAME
        | ObjectPropertyCode::DATE_MODIFIED
        | ObjectPropertyCode::KEYWORDS => (DataType::STR, GetSet::GetSet),
        _ => return None,
    })
}

/// The property's kind where objects of the format have it.
fn kind_of(code: ObjectPropertyCode, format: ObjectFormat) -> Result<(DataType, GetSet), ResponseCode> {
    let kind = kind(code).ok_or(ResponseCode::INVALID_OBJECT_PROP_CODE)?;
    if codes(format).any(|known| known == code) {
        Ok(kind)
    } else {
        Err(ResponseCode::OBJECT_PROP_NOT_SUPPORTED)
    }
}

/// A property of an object.
pub(super) fn value(held: &Held, code: ObjectPropertyCode) -> Result<Value, ResponseCode> {
    let object = &held.object;
    kind_of(code, object.format)?;
    let text = |text: &str| Value::str(text).map_err(|_| ResponseCode::GENERAL_ERROR);
    Ok(match code {
        ObjectPropertyCode::STORAGE_ID => held.storage.raw().into(),
        ObjectPropertyCode::OBJECT_FORMAT => object.format.raw().into(),
        ObjectPropertyCode::PROTECTION_STATUS => protection(object.protected).raw().into(),
        ObjectPropertyCode::OBJECT_SIZE => object.size.into(),
        ObjectPropertyCode::DATE_CREATED => text(&object.created)?,
        ObjectPropertyCode::DATE_MODIFIED => text(&object.modified)?,
        ObjectPropertyCode::KEYWORDS => text(&object.keywords)?,
        ObjectPropertyCode::PARENT_OBJECT => held.parent.raw().into(),
        ObjectPropertyCode::PERSISTENT_UNIQUE_OBJECT_IDENTIFIER => held.unique.into(),
        ObjectPropertyCode::ASSOCIATION_TYPE => 1_u16.into(),
        _ => text(&object.name)?,
    })
}

/// How an object's protection is said.
pub(super) fn protection(protected: bool) -> ProtectionStatus {
    if protected { ProtectionStatus::READ_ONLY } else { ProtectionStatus::NONE }
}

/// Sets a property of an object from the bytes of a data phase.
pub(super) fn set(held: &mut Held, code: ObjectPropertyCode, bytes: &[u8]) -> Result<(), ResponseCode> {
    let (data_type, _) = settable(held, code)?;
    let value = Value::from_bytes(data_type, bytes).map_err(|_| ResponseCode::INVALID_OBJECT_PROP_FORMAT)?;
    let text = value.text().ok_or(ResponseCode::INVALID_OBJECT_PROP_FORMAT)?;
    let object = &mut held.object;
    match code {
        ObjectPropertyCode::DATE_MODIFIED => object.modified = text,
        ObjectPropertyCode::KEYWORDS => object.keywords = text,
        _ if is_name(&text) => object.name = text,
        _ => return Err(ResponseCode::INVALID_OBJECT_PROP_VALUE),
    }
    Ok(())
}

/// The kind of a property that can be set.
pub(super) fn settable(held: &Held, code: ObjectPropertyCode) -> Result<(DataType, GetSet), ResponseCode> {
    match kind_of(code, held.object.format)? {
        (_, GetSet::Get) => Err(ResponseCode::ACCESS_DENIED),
        kind => Ok(kind),
    }
}

/// What `GetObjectPropDesc` answers.
pub(super) fn description(asked: GetObjectPropDesc) -> Result<Vec<u8>, ResponseCode> {
    let (data_type, get_set) = kind_of(asked.object_prop_code, asked.object_format_code)?;
    let statuses = [false, true].map(|protected| PropertyValue::Uint16(protection(protected).raw()));
    let form = match asked.object_prop_code {
        ObjectPropertyCode::DATE_CREATED | ObjectPropertyCode::DATE_MODIFIED => {
            ObjectPropFormPayload::ObjectDateTimeForm(ObjectDateTimeForm { date_time: "".into() })
        }
        ObjectPropertyCode::PROTECTION_STATUS => {
            ObjectPropFormPayload::ObjectEnumerationForm(ObjectEnumerationForm {
                supported_values: List::from_slice(&statuses),
            })
        }
        _ => ObjectPropFormPayload::ObjectNoForm(ObjectNoForm {}),
    };
    let default_value = match data_type {
        DataType::UINT16 => PropertyValue::Uint16(0),
        DataType::UINT32 => PropertyValue::Uint32(0),
        DataType::UINT64 => PropertyValue::Uint64(0),
        DataType::UINT128 => PropertyValue::Uint128(0),
        _ => PropertyValue::Str("".into()),
    };
    let description = ObjectPropDesc {
        object_property_code: asked.object_prop_code,
        data_type,
        get_set,
        default_value,
        group_code: 0,
        form: ObjectPropForm { form },
    };
    encoded(description.encoded_len(), |out| description.encode(out))
}

/// The objects that `GetObjectPropList` speaks of.
fn targets(store: &Store, asked: &GetObjectPropList) -> Result<Vec<ObjectHandle>, ResponseCode> {
    let formats = Formats::of(asked.object_format_code)?;
    let depth = asked.depth.unwrap_or(0);
    let mut found = match asked.object_handle {
        ObjectHandle::ROOT_OR_ALL => store.all().map(|(handle, _)| handle).collect(),
        ObjectHandle::NONE => below(store, ObjectHandle::NONE, depth),
        handle => {
            store.object(handle)?;
            let mut found = vec![handle];
            found.extend(below(store, handle, depth));
            found
        }
    };
    found.retain(|handle| store.object(*handle).is_ok_and(|held| formats.have(held.object.format)));
    Ok(found)
}

/// What is in a folder, and so many folders deep.
fn below(store: &Store, folder: ObjectHandle, depth: u32) -> Vec<ObjectHandle> {
    let (mut found, mut level) = (Vec::new(), vec![folder]);
    for _ in 0..depth {
        level = level.into_iter().flat_map(|folder| store.children(folder)).collect();
        if level.is_empty() {
            break;
        }
        found.extend_from_slice(&level);
    }
    found
}

/// The properties that `GetObjectPropList` speaks of, of one object; an empty list for one without them.
fn wanted(
    held: &Held,
    filter: ObjectPropertyFilter,
    alone: bool,
) -> Result<Vec<ObjectPropertyCode>, ResponseCode> {
    if filter == ObjectPropertyFilter::ALL {
        return Ok(codes(held.object.format).collect());
    }
    let code = u16::try_from(filter.raw()).map_err(|_| ResponseCode::INVALID_OBJECT_PROP_CODE)?;
    let code = ObjectPropertyCode::new(code);
    match kind_of(code, held.object.format) {
        Ok(_) => Ok(vec![code]),
        Err(ResponseCode::OBJECT_PROP_NOT_SUPPORTED) if !alone => Ok(Vec::new()),
        Err(refusal) => Err(refusal),
    }
}

/// What `GetObjectPropList` answers.
pub(super) fn list(store: &Store, asked: &GetObjectPropList) -> Result<Vec<u8>, ResponseCode> {
    if asked.object_prop_code == ObjectPropertyFilter::OF_GROUP {
        // No property is in a group.
        return Err(match asked.object_prop_group_code {
            None | Some(0) => ResponseCode::INVALID_PARAMETER,
            Some(_) => ResponseCode::SPECIFICATION_BY_GROUP_UNSUPPORTED,
        });
    }
    let targets = targets(store, asked)?;
    let mut values = Vec::new();
    for handle in &targets {
        let held = store.object(*handle)?;
        for code in wanted(held, asked.object_prop_code, targets.len() == 1)? {
            values.push((*handle, code, value(held, code)?));
        }
    }
    let elements: Vec<ObjectPropListElement<'_>> = values
        .iter()
        .map(|(object_handle, property_code, value)| {
            Ok(ObjectPropListElement {
                object_handle: *object_handle,
                property_code: *property_code,
                data_type: value.data_type(),
                value: value.get().map_err(|_| ResponseCode::GENERAL_ERROR)?,
            })
        })
        .collect::<Result<_, ResponseCode>>()?;
    let list = ObjectPropList { elements: List::from_slice(&elements) };
    encoded(list.encoded_len(), |out| list.encode(out))
}
