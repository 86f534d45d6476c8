use std::ops::RangeInclusive;

use opcodec::wire::List;

use super::operations::encoded;
use super::value::Value;
use crate::mtp::{
    DeviceEnumerationForm, DeviceNoForm, DevicePropDesc, DevicePropForm, DevicePropFormPayload,
    DevicePropertyCode, DeviceRangeForm, GetSet, PropertyValue, ResponseCode,
};

/// What a property can be set to.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Bounds {
    None,
    Range { least: Value, largest: Value, step: Value },
    OneOf(Vec<Value>),
}

/// A property of a simulated device.
///
/// ```
/// use opcodec_protocols::mtp::DevicePropertyCode;
/// use opcodec_protocols::sim::mtp::{Property, Value};
/// let battery = Property::in_range(DevicePropertyCode::BATTERY_LEVEL, 80_u8, 0..=100, 1);
/// let name = Property::new(DevicePropertyCode::DEVICE_FRIENDLY_NAME, Value::str("mine")?).settable();
/// let balance = Property::one_of(DevicePropertyCode::WHITE_BALANCE, 2_u16, [2, 4, 6]).settable();
/// # Ok::<(), opcodec::EncodeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Property {
    code: DevicePropertyCode,
    settable: bool,
    factory: Value,
    current: Value,
    bounds: Bounds,
}

impl Property {
    /// A property that can have any value of its data type. The value is the factory's default, too.
    pub fn new(code: DevicePropertyCode, value: impl Into<Value>) -> Self {
        let factory = value.into();
        Property { code, settable: false, current: factory.clone(), factory, bounds: Bounds::None }
    }

    /// An integer from a least to a largest value, in steps.
    pub fn in_range<T: Into<Value>>(
        code: DevicePropertyCode,
        value: T,
        range: RangeInclusive<T>,
        step: T,
    ) -> Self {
        let (least, largest) = range.into_inner();
        let bounds = Bounds::Range { least: least.into(), largest: largest.into(), step: step.into() };
        Property { bounds, ..Property::new(code, value) }
    }

    /// One of a list of values.
    pub fn one_of<T: Into<Value>>(
        code: DevicePropertyCode,
        value: T,
        values: impl IntoIterator<Item = T>,
    ) -> Self {
        let bounds = Bounds::OneOf(values.into_iter().map(Into::into).collect());
        Property { bounds, ..Property::new(code, value) }
    }

    /// The same property as one that an initiator can set.
    #[must_use]
    pub fn settable(mut self) -> Self {
        self.settable = true;
        self
    }

    /// Which it is.
    pub fn code(&self) -> DevicePropertyCode {
        self.code
    }

    /// What it is at the moment.
    pub fn value(&self) -> &Value {
        &self.current
    }

    /// Sets it from the device itself, which may set anything of its data type; whether that is another value.
    pub(super) fn put(&mut self, value: Value) -> Result<bool, ResponseCode> {
        if value.data_type() != self.factory.data_type() {
            return Err(ResponseCode::INVALID_DEVICE_PROP_FORMAT);
        }
        let changed = value != self.current;
        self.current = value;
        Ok(changed)
    }

    /// Whether an initiator may set it at all.
    pub(super) fn may_be_set(&self) -> Result<(), ResponseCode> {
        if self.settable { Ok(()) } else { Err(ResponseCode::ACCESS_DENIED) }
    }

    /// Sets it from the bytes of a data phase; whether that is another value.
    pub(super) fn set(&mut self, bytes: &[u8]) -> Result<bool, ResponseCode> {
        self.may_be_set()?;
        let value = Value::from_bytes(self.factory.data_type(), bytes)
            .map_err(|_| ResponseCode::INVALID_DEVICE_PROP_FORMAT)?;
        let allowed = match &self.bounds {
            Bounds::None => true,
            Bounds::Range { least, largest, step } => value.is_within(least, largest, step),
            Bounds::OneOf(values) => values.contains(&value),
        };
        if allowed { self.put(value) } else { Err(ResponseCode::INVALID_DEVICE_PROP_VALUE) }
    }

    /// Gives it the factory's default; whether that is another value.
    pub(super) fn reset(&mut self) -> Result<bool, ResponseCode> {
        self.may_be_set()?;
        self.put(self.factory.clone())
    }

    /// What `GetDevicePropDesc` answers.
    pub(super) fn description(&self) -> Result<Vec<u8>, ResponseCode> {
        let supported: Vec<PropertyValue<'_>> = match &self.bounds {
            Bounds::OneOf(values) => values.iter().map(read).collect::<Result<_, _>>()?,
            _ => Vec::new(),
        };
        let form = match &self.bounds {
            Bounds::None => DevicePropFormPayload::DeviceNoForm(DeviceNoForm {}),
            Bounds::Range { least, largest, step } => {
                DevicePropFormPayload::DeviceRangeForm(DeviceRangeForm {
                    minimum_value: read(least)?,
                    maximum_value: read(largest)?,
                    step_size: read(step)?,
                })
            }
            Bounds::OneOf(_) => DevicePropFormPayload::DeviceEnumerationForm(DeviceEnumerationForm {
                supported_values: List::from_slice(&supported),
            }),
        };
        let description = DevicePropDesc {
            device_property_code: self.code,
            data_type: self.factory.data_type(),
            get_set: if self.settable { GetSet::GetSet } else { GetSet::Get },
            factory_default_value: read(&self.factory)?,
            current_value: read(&self.current)?,
            form: DevicePropForm { form },
        };
        encoded(description.encoded_len(), |out| description.encode(out))
    }
}

fn read(value: &Value) -> Result<PropertyValue<'_>, ResponseCode> {
    value.get().map_err(|_| ResponseCode::GENERAL_ERROR)
}
