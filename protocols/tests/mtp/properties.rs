use crate::{Device, ROOT, code, device};
use opcodec::wire::List;
use opcodec::{Call, CallError, Ptp};
use opcodec_protocols::mtp::{
    AccessCapability, DataType, DevicePropFormPayload, DevicePropertyCode, GetDeviceInfo, GetDevicePropDesc,
    GetDevicePropValue, GetObjectPropDesc, GetObjectPropList, GetObjectPropValue, GetObjectPropsSupported,
    GetSet, ObjectFormat, ObjectFormatFilter, ObjectHandle, ObjectPropFormPayload, ObjectPropertyCode,
    ObjectPropertyFilter, PropertyValue, ResetDevicePropValue, ResponseCode, SetDevicePropValue,
    SetObjectPropValue,
};
use opcodec_protocols::sim::mtp::{Object, Property, Responder, Storage, Value};

fn value(data_type: DataType, value: PropertyValue<'_>) -> Vec<u8> {
    Value::new(data_type, &value).unwrap().as_bytes().to_vec()
}

#[test]
fn properties_of_the_device() {
    let Device { mut responder, .. } = device();
    let (battery, name) = (DevicePropertyCode::BATTERY_LEVEL, DevicePropertyCode::DEVICE_FRIENDLY_NAME);
    let (bias, balance) = (DevicePropertyCode::EXPOSURE_BIAS_COMPENSATION, DevicePropertyCode::WHITE_BALANCE);
    responder.define(Property::new(battery, 50_u8));
    responder.define(Property::new(name, Value::str("factory").unwrap()).settable());
    responder.define(Property::in_range(bias, 0_i16, -2000..=2000, 500).settable());
    responder.define(Property::one_of(balance, 2_u16, [2, 4, 6]).settable());
    let mut buffer = [0; 512];

    let known = responder.call(&GetDeviceInfo {}, &mut buffer).unwrap().device_properties_supported;
    assert_eq!(known.iter().collect::<Vec<_>>(), [battery, balance, bias, name]);
    let describe = |code| GetDevicePropDesc { device_prop_code: code };
    let range = responder.call(&describe(bias), &mut buffer).unwrap();
    assert_eq!((range.data_type, range.get_set), (DataType::INT16, GetSet::GetSet));
    let DevicePropFormPayload::DeviceRangeForm(form) = range.form.form else { panic!("{range:?}") };
    assert_eq!(form.minimum_value, PropertyValue::Int16(-2000));
    let choice = responder.call(&describe(balance), &mut buffer).unwrap();
    let DevicePropFormPayload::DeviceEnumerationForm(form) = choice.form.form else { panic!("{choice:?}") };
    assert_eq!(form.supported_values.iter().count(), 3);
    let fixed = responder.call(&describe(battery), &mut buffer).unwrap();
    assert_eq!((fixed.get_set, fixed.current_value), (GetSet::Get, PropertyValue::Uint8(50)));

    let set = |responder: &mut Responder, code, bytes: &[u8]| {
        responder.call(&SetDevicePropValue { device_prop_code: code, ..Default::default() }, bytes)
    };
    let get = |data_type, code| GetDevicePropValue { data_type, device_prop_code: code };
    set(&mut responder, name, &value(DataType::STR, PropertyValue::Str("mine".into()))).unwrap();
    let now = responder.call(&get(DataType::STR, name), &mut buffer).unwrap();
    assert_eq!(now, PropertyValue::Str("mine".into()));
    responder.call(&ResetDevicePropValue { device_prop_code: name }, ()).unwrap();
    let now = responder.call(&get(DataType::STR, name), &mut buffer).unwrap();
    assert_eq!(now, PropertyValue::Str("factory".into()));

    let r = &mut responder;
    for right in [-2000_i16, -1500, 0, 2000] {
        set(r, bias, &right.to_le_bytes()).unwrap();
    }
    for wrong in [-2001_i16, -1, 499, 2500, i16::MIN, i16::MAX] {
        let refused = set(r, bias, &wrong.to_le_bytes());
        assert_eq!(code(refused), ResponseCode::INVALID_DEVICE_PROP_VALUE, "{wrong}");
    }
    // A step of zero is none.
    let iso = DevicePropertyCode::EXPOSURE_INDEX;
    r.define(Property::in_range(iso, 100_u16, 100..=800, 0).settable());
    for right in [100_u16, 101, 800] {
        set(r, iso, &right.to_le_bytes()).unwrap();
    }
    assert_eq!(code(set(r, iso, &801_u16.to_le_bytes())), ResponseCode::INVALID_DEVICE_PROP_VALUE);
    set(r, balance, &4_u16.to_le_bytes()).unwrap();
    assert_eq!(code(set(r, balance, &5_u16.to_le_bytes())), ResponseCode::INVALID_DEVICE_PROP_VALUE);
    assert_eq!(code(set(r, balance, &[4])), ResponseCode::INVALID_DEVICE_PROP_FORMAT);
    assert_eq!(code(set(r, balance, &[4, 0, 0])), ResponseCode::INVALID_DEVICE_PROP_FORMAT);
    assert_eq!(code(set(r, balance, &[])), ResponseCode::INVALID_DEVICE_PROP_FORMAT);
    assert_eq!(code(set(r, battery, &[60])), ResponseCode::ACCESS_DENIED);
    let reset = r.call(&ResetDevicePropValue { device_prop_code: battery }, ());
    assert_eq!(code(reset), ResponseCode::ACCESS_DENIED);

    let unknown = DevicePropertyCode::F_NUMBER;
    let missing = ResponseCode::DEVICE_PROP_NOT_SUPPORTED;
    assert_eq!(code(r.call(&describe(unknown), &mut buffer)), missing);
    assert_eq!(code(r.call(&get(DataType::UINT16, unknown), &mut buffer)), missing);
    assert_eq!(code(set(r, unknown, &[0, 0])), missing);
    assert_eq!(code(r.call(&ResetDevicePropValue { device_prop_code: unknown }, ())), missing);
}

#[test]
fn properties_of_objects() {
    let Device { mut responder, storage, sub, x, a, .. } = device();
    let mut buffer = [0; 1024];
    let supported = |format| GetObjectPropsSupported { object_format_code: format };
    let of_files = responder.call(&supported(ObjectFormat::MP3), &mut buffer).unwrap();
    assert_eq!(of_files.object_property_codes.len(), 11);
    let of_folders = responder.call(&supported(ObjectFormat::ASSOCIATION), &mut buffer).unwrap();
    assert_eq!(of_folders.object_property_codes.len(), 12);
    let unknown_format = ResponseCode::INVALID_OBJECT_FORMAT_CODE;
    assert_eq!(code(responder.call(&supported(ObjectFormat::TIFF), &mut buffer)), unknown_format);

    let describe =
        |object_prop_code, object_format_code| GetObjectPropDesc { object_prop_code, object_format_code };
    let size = describe(ObjectPropertyCode::OBJECT_SIZE, ObjectFormat::MP3);
    let size = responder.call(&size, &mut buffer).unwrap();
    assert_eq!((size.data_type, size.get_set), (DataType::UINT64, GetSet::Get));
    let date = describe(ObjectPropertyCode::DATE_MODIFIED, ObjectFormat::MP3);
    let date = responder.call(&date, &mut buffer).unwrap();
    assert!(matches!(date.form.form, ObjectPropFormPayload::ObjectDateTimeForm(_)), "{date:?}");
    let association = ObjectPropertyCode::ASSOCIATION_TYPE;
    let not_of_files = responder.call(&describe(association, ObjectFormat::MP3), &mut buffer);
    assert_eq!(code(not_of_files), ResponseCode::OBJECT_PROP_NOT_SUPPORTED);
    let nobodys = responder.call(&describe(ObjectPropertyCode::GENRE, ObjectFormat::MP3), &mut buffer);
    assert_eq!(code(nobodys), ResponseCode::INVALID_OBJECT_PROP_CODE);
    let no_format = responder.call(&describe(association, ObjectFormat::TIFF), &mut buffer);
    assert_eq!(code(no_format), unknown_format);

    let get = |object_handle, object_prop_code, data_type| GetObjectPropValue {
        data_type,
        object_handle,
        object_prop_code,
    };
    let name = ObjectPropertyCode::OBJECT_FILE_NAME;
    for (handle, property, data_type, expected) in [
        (x, ObjectPropertyCode::OBJECT_SIZE, DataType::UINT64, PropertyValue::Uint64(1000)),
        (x, ObjectPropertyCode::STORAGE_ID, DataType::UINT32, PropertyValue::Uint32(storage.raw())),
        (x, ObjectPropertyCode::OBJECT_FORMAT, DataType::UINT16, PropertyValue::Uint16(0x3009)),
        (a, ObjectPropertyCode::PARENT_OBJECT, DataType::UINT32, PropertyValue::Uint32(0)),
        (a, name, DataType::STR, PropertyValue::Str("a.txt".into())),
        (sub, association, DataType::UINT16, PropertyValue::Uint16(1)),
    ] {
        let got = responder.call(&get(handle, property, data_type), &mut buffer).unwrap();
        assert_eq!(got, expected, "{property:?}");
    }
    let unique = ObjectPropertyCode::PERSISTENT_UNIQUE_OBJECT_IDENTIFIER;
    let mut id = |handle| match responder.call(&get(handle, unique, DataType::UINT128), &mut buffer) {
        Ok(PropertyValue::Uint128(id)) => id,
        other => panic!("{other:?}"),
    };
    assert_ne!(id(a), id(x));

    let r = &mut responder;
    let set = |r: &mut Responder, object_handle, object_prop_code, bytes: &[u8]| {
        r.call(&SetObjectPropValue { object_handle, object_prop_code, ..Default::default() }, bytes)
    };
    let text = |text: &'static str| value(DataType::STR, PropertyValue::Str(text.into()));
    set(r, a, name, &text("b.txt")).unwrap();
    assert_eq!(r.object(a).unwrap().name(), "b.txt");
    let keywords = ObjectPropertyCode::KEYWORDS;
    set(r, a, keywords, &text("")).unwrap();
    assert_eq!(code(set(r, a, name, &text("a/b"))), ResponseCode::INVALID_OBJECT_PROP_VALUE);
    assert_eq!(code(set(r, a, name, &[2, 0x61, 0])), ResponseCode::INVALID_OBJECT_PROP_FORMAT);
    let size = ObjectPropertyCode::OBJECT_SIZE;
    assert_eq!(code(set(r, a, size, &[0; 8])), ResponseCode::ACCESS_DENIED);
    let genre = ObjectPropertyCode::GENRE;
    assert_eq!(code(set(r, a, genre, &text("x"))), ResponseCode::INVALID_OBJECT_PROP_CODE);
    let missing = ObjectHandle::new(99);
    assert_eq!(code(set(r, missing, name, &text("x"))), ResponseCode::INVALID_OBJECT_HANDLE);
    assert_eq!(
        code(r.call(&get(missing, name, DataType::STR), &mut buffer)),
        ResponseCode::INVALID_OBJECT_HANDLE
    );
    let safe = r.add(storage, ROOT, Object::file("safe", vec![]).protected()).unwrap();
    assert_eq!(code(set(r, safe, name, &text("x"))), ResponseCode::OBJECT_WRITE_PROTECTED);
    let card = r.insert(Storage::in_memory(9).with_access(AccessCapability::READ_ONLY));
    let fixed = r.add(card, ROOT, Object::file("fixed", vec![])).unwrap();
    assert_eq!(code(set(r, fixed, name, &text("x"))), ResponseCode::STORE_READ_ONLY);
}

#[test]
fn lists_of_properties() {
    let Device { mut responder, sub, deep, x, p, a, .. } = device();
    let mut buffer = vec![0; 1 << 16];
    let name = ObjectPropertyFilter::new(u32::from(ObjectPropertyCode::OBJECT_FILE_NAME.raw()));
    let names = |object_handle, depth| GetObjectPropList {
        object_handle,
        object_format_code: ObjectFormatFilter::ANY,
        object_prop_code: name,
        object_prop_group_code: Some(0),
        depth: Some(depth),
    };
    let mut of = |asked: GetObjectPropList| -> Result<Vec<ObjectHandle>, CallError<Ptp>> {
        let list = responder.call(&asked, &mut buffer)?;
        assert!(list.elements.iter().all(|element| matches!(element.value, PropertyValue::Str(_))));
        Ok(list.elements.iter().map(|element| element.object_handle).collect())
    };
    assert_eq!(of(names(a, 0)).unwrap(), [a]);
    assert_eq!(of(names(sub, 0)).unwrap(), [sub]);
    assert_eq!(of(names(sub, 1)).unwrap(), [sub, deep, p]);
    assert_eq!(of(names(sub, u32::MAX)).unwrap(), [sub, deep, p, x]);
    assert_eq!(of(names(ROOT, 0)).unwrap(), []);
    assert_eq!(of(names(ROOT, 1)).unwrap(), [sub, a]);
    assert_eq!(of(names(ObjectHandle::ROOT_OR_ALL, 0)).unwrap(), [sub, deep, x, p, a]);
    let songs = GetObjectPropList {
        object_format_code: ObjectFormatFilter::new(0x3009),
        ..names(ObjectHandle::ROOT_OR_ALL, 0)
    };
    assert_eq!(of(songs).unwrap(), [x]);
    assert_eq!(code(of(names(ObjectHandle::new(99), 0))), ResponseCode::INVALID_OBJECT_HANDLE);

    let property =
        |code: u32| GetObjectPropList { object_prop_code: ObjectPropertyFilter::new(code), ..names(a, 0) };
    let mut ask = |asked: GetObjectPropList| code(responder.call(&asked, &mut buffer));
    assert_eq!(ask(property(0xDC8C)), ResponseCode::INVALID_OBJECT_PROP_CODE);
    assert_eq!(ask(property(0x1_DC07)), ResponseCode::INVALID_OBJECT_PROP_CODE);
    assert_eq!(ask(property(0xDC05)), ResponseCode::OBJECT_PROP_NOT_SUPPORTED);
    assert_eq!(ask(property(0)), ResponseCode::INVALID_PARAMETER);
    let group = GetObjectPropList { object_prop_group_code: Some(1), ..property(0) };
    assert_eq!(ask(group), ResponseCode::SPECIFICATION_BY_GROUP_UNSUPPORTED);

    let all = GetObjectPropList { object_prop_code: ObjectPropertyFilter::ALL, ..names(sub, 0) };
    let list = responder.call(&all, &mut buffer).unwrap();
    assert_eq!(list.elements.len(), 12);
    // Where several objects are meant, those that have it.
    let types = GetObjectPropList {
        object_prop_code: ObjectPropertyFilter::new(0xDC05),
        ..names(ObjectHandle::ROOT_OR_ALL, 0)
    };
    assert_eq!(responder.call(&types, &mut buffer).unwrap().elements.len(), 2);
}

#[test]
fn values_of_every_type() {
    assert_eq!(Value::from(-1_i8).as_bytes(), [0xFF]);
    assert_eq!(Value::from(u128::MAX).get().unwrap(), PropertyValue::Uint128(u128::MAX));
    assert_eq!(Value::str("Zoë").unwrap().text().as_deref(), Some("Zoë"));
    assert_eq!(Value::from(3_u32).text(), None);
    assert!(Value::str(&"x".repeat(255)).is_err());
    assert!(Value::str(&"x".repeat(254)).is_ok());
    assert!(Value::new(DataType::UINT8, &PropertyValue::Uint16(1)).is_err());
    assert!(Value::from_bytes(DataType::UINT16, &[1]).is_err());
    let list = [1_u16, 2, 3];
    let list = Value::new(DataType::AUINT16, &PropertyValue::Auint16(List::from_slice(&list))).unwrap();
    assert_eq!(list.as_bytes(), [3, 0, 0, 0, 1, 0, 2, 0, 3, 0]);
}
