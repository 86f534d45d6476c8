use opcodec::wire::Utf16;
use opcodec::{DecodeError, EncodeError};

use crate::mtp::{DataType, PropertyValue};

/// A property's value with its data type, as a device keeps it.
///
/// ```
/// use opcodec_protocols::mtp::DataType;
/// use opcodec_protocols::sim::mtp::Value;
/// assert_eq!(Value::from(7_u16).data_type(), DataType::UINT16);
/// assert_eq!(Value::str("Zoë")?.as_bytes(), [4, 0x5A, 0, 0x6F, 0, 0xEB, 0, 0, 0]);
/// # Ok::<(), opcodec::EncodeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    data_type: DataType,
    bytes: Vec<u8>,
}

impl Value {
    /// The value with this data type; an error if it is of another.
    pub fn new(data_type: DataType, value: &PropertyValue<'_>) -> Result<Self, EncodeError> {
        let mut bytes = vec![0; value.encoded_len(data_type)];
        let len = value.encode(&mut bytes, data_type)?.len();
        bytes.truncate(len);
        Ok(Value { data_type, bytes })
    }

    /// A text; an error if it has more than 254 UTF-16 units.
    pub fn str(text: &str) -> Result<Self, EncodeError> {
        Value::new(DataType::STR, &PropertyValue::Str(Utf16::from(text)))
    }

    /// Out of the bytes of a data phase.
    pub fn from_bytes(data_type: DataType, bytes: &[u8]) -> Result<Self, DecodeError> {
        PropertyValue::from_bytes(bytes, data_type)?;
        Ok(Value { data_type, bytes: bytes.to_vec() })
    }

    /// What it is made of.
    pub fn data_type(&self) -> DataType {
        self.data_type
    }

    /// As in a data phase.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The value itself.
    pub fn get(&self) -> Result<PropertyValue<'_>, DecodeError> {
        PropertyValue::from_bytes(&self.bytes, self.data_type)
    }

    /// Its text, if it is one.
    pub fn text(&self) -> Option<String> {
        match self.get() {
            Ok(PropertyValue::Str(text)) => Some(text.to_string()),
            _ => None,
        }
    }

    /// An integer as a number that orders like it among those of its data type.
    fn rank(&self) -> Option<u128> {
        let signed = |value: i128| value as u128 ^ 1 << 127;
        Some(match self.get().ok()? {
            PropertyValue::Int8(value) => signed(value.into()),
            PropertyValue::Int16(value) => signed(value.into()),
            PropertyValue::Int32(value) => signed(value.into()),
            PropertyValue::Int64(value) => signed(value.into()),
            PropertyValue::Int128(value) => signed(value),
            PropertyValue::Uint8(value) => value.into(),
            PropertyValue::Uint16(value) => value.into(),
            PropertyValue::Uint32(value) => value.into(),
            PropertyValue::Uint64(value) => value.into(),
            PropertyValue::Uint128(value) => value,
            _ => return None,
        })
    }

    /// Whether an integer lies in a range, a whole number of steps from its least. A step of zero is none.
    pub(super) fn is_within(&self, least: &Value, largest: &Value, step: &Value) -> bool {
        let (Some(own), Some(least), Some(largest), Some(zero), Some(step)) =
            (self.rank(), least.rank(), largest.rank(), self.zero().rank(), step.rank())
        else {
            return false;
        };
        let step = step.wrapping_sub(zero);
        (least..=largest).contains(&own) && (step == 0 || (own - least) % step == 0)
    }

    /// The zero of its data type.
    fn zero(&self) -> Value {
        Value { data_type: self.data_type, bytes: vec![0; self.bytes.len()] }
    }
}

macro_rules! integers {
    ($($integer:ident $data_type:ident),*) => {$(
        impl From<$integer> for Value {
            fn from(value: $integer) -> Self {
                Value { data_type: DataType::$data_type, bytes: value.to_le_bytes().to_vec() }
            }
        }
    )*};
}
integers! {
    i8 INT8, u8 UINT8, i16 INT16, u16 UINT16, i32 INT32, u32 UINT32, i64 INT64, u64 UINT64, i128 INT128, u128 UINT128
}
