//! Between values of generated types and the interpreter's: what the functions that the build script wrote are made of.

use opcodec::{DecodeError, EncodeError, int};
use opcodec_schema::value::{CaseValue, Record, Value};

/// What an integer of 128 bits is to the interpreter.
pub(crate) fn wide(value: u128) -> Value {
    i128::try_from(value).map_or(Value::Wide(value), Value::Int)
}

/// What encoding a decoded value gave.
pub(crate) type Encoded = Result<Vec<u8>, EncodeError>;

/// What a carrier hands over becomes what its bytes become.
pub(crate) fn becomes_the_same<C, T>(bytes: &[u8], found: &Result<T, DecodeError>)
where
    C: opcodec::wire::Coded,
    T: TryFrom<C, Error = DecodeError> + PartialEq + std::fmt::Debug,
{
    if let Some(coded) = C::of_bytes(bytes) {
        assert_eq!(&T::try_from(coded), found, "{bytes:02X?}");
    }
}

/// An integer of any width, or a boolean.
pub(crate) trait AsInt: Copy {
    fn int(self) -> i128;
}
pub(crate) trait FromInt {
    fn from_int(value: i128) -> Self;
}
pub(crate) fn from_int<T: FromInt>(value: i128) -> T {
    T::from_int(value)
}

macro_rules! integers {
    ($($ty:ty),*) => {$(
        impl AsInt for $ty {
            fn int(self) -> i128 {
                self.into()
            }
        }
    )*};
}
integers!(bool, u8, u16, u32, u64, i8, i16, i32, i64, i128);

macro_rules! exact {
    ($($base:ty),*) => {$(
        impl<const BITS: usize> AsInt for int::UInt<$base, BITS> {
            fn int(self) -> i128 {
                self.value() as i128
            }
        }
        impl FromInt for $base {
            fn from_int(value: i128) -> Self {
                value as $base
            }
        }
        impl<const BITS: usize> FromInt for int::UInt<$base, BITS> {
            fn from_int(value: i128) -> Self {
                Self::new(value as $base & Self::MASK)
            }
        }
    )*};
}
exact!(u8, u16, u32, u64, u128);
macro_rules! signed {
    ($($base:ty),*) => {$(
        impl<const BITS: usize> AsInt for int::Int<$base, BITS> {
            fn int(self) -> i128 {
                self.value().into()
            }
        }
        impl FromInt for $base {
            fn from_int(value: i128) -> Self {
                value as $base
            }
        }
        impl<const BITS: usize> FromInt for int::Int<$base, BITS> {
            fn from_int(value: i128) -> Self {
                let unused = <$base>::BITS as usize - BITS;
                Self::new((value as $base) << unused >> unused)
            }
        }
    )*};
}
signed!(i8, i16, i32, i64, i128);

pub(crate) fn there(r: &Record, at: usize) -> &Value {
    r.rows[at].as_ref().expect("a member that is always there")
}
pub(crate) fn int_of(value: &Value) -> i128 {
    let Value::Int(int) = value else { panic!("{value:?}") };
    *int
}
pub(crate) fn wide_of(value: &Value) -> u128 {
    if let Value::Wide(wide) = value { *wide } else { int_of(value) as u128 }
}
pub(crate) fn bytes_of(value: &Value) -> &[u8] {
    let Value::Bytes(bytes) = value else { panic!("{value:?}") };
    bytes
}
/// What a pointer points to, for good.
pub(crate) fn pointer_of(value: &Value) -> Option<&'static [u8]> {
    let Value::Pointer(to) = value else { panic!("{value:?}") };
    to.as_ref().map(|bytes| &*bytes.clone().leak())
}
pub(crate) fn text_of(value: &Value) -> &str {
    let Value::Text(text) = value else { panic!("{value:?}") };
    text
}
pub(crate) fn list_of(value: &Value) -> &[Value] {
    let Value::List(list) = value else { panic!("{value:?}") };
    list
}
pub(crate) fn record_of(value: &Value) -> &Record {
    let Value::Record(record) = value else { panic!("{value:?}") };
    record
}
pub(crate) fn case_of(r: &Record, at: usize) -> &CaseValue {
    let Value::Case(case) = there(r, at) else { panic!("a payload holds a case") };
    case
}

/// Encodes into a buffer that is just large enough.
pub(crate) fn encoded(len: usize, encode: impl FnOnce(&mut [u8]) -> Result<&[u8], EncodeError>) -> Encoded {
    let mut out = vec![0xA5; len];
    encode(&mut out).map(<[u8]>::to_vec)
}
