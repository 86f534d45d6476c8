//! The interpreter's answers and the generated code's, side by side.

use opcodec::{DecodeError, EncodeError, int};
use opcodec_schema::interp::{self, Failure};
use opcodec_schema::ir::{Role, Schema, StructId};
use opcodec_schema::value::{CaseValue, Cut, Record, Value};

use crate::generated::mmc;

/// What encoding a decoded value gave.
pub(crate) type Encoded = Result<Vec<u8>, EncodeError>;

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
integers!(bool, u8, u16, u32, u64, i8, i16, i32, i64);

macro_rules! exact {
    ($($base:ty),*) => {$(
        impl<const BITS: usize> AsInt for int::UInt<$base, BITS> {
            fn int(self) -> i128 {
                self.value().into()
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
exact!(u8, u16, u32, u64);
#[path = "../build/cut.rs"]
mod cut;

mod glue {
    use super::{AsInt as _, CaseValue, Cut, DecodeError, Encoded, Record, StructId, Value, from_int, mmc};
    include!(concat!(env!("OUT_DIR"), "/glue.rs"));

    fn there(r: &Record, at: usize) -> &Value {
        r.rows[at].as_ref().expect("a member that is always there")
    }
    fn int_of(value: &Value) -> i128 {
        let Value::Int(int) = value else { panic!("{value:?}") };
        *int
    }
    fn bytes_of(value: &Value) -> &[u8] {
        let Value::Bytes(bytes) = value else { panic!("{value:?}") };
        bytes
    }
    fn text_of(value: &Value) -> &str {
        let Value::Text(text) = value else { panic!("{value:?}") };
        text
    }
    fn list_of(value: &Value) -> &[Value] {
        let Value::List(list) = value else { panic!("{value:?}") };
        list
    }
    fn record_of(value: &Value) -> &Record {
        let Value::Record(record) = value else { panic!("{value:?}") };
        record
    }
    fn case_of(r: &Record, at: usize) -> &CaseValue {
        let Value::Case(case) = there(r, at) else { panic!("a payload holds a case") };
        case
    }

    /// Encodes into a buffer that is just large enough.
    fn encoded(len: usize, encode: impl FnOnce(&mut [u8]) -> Result<&[u8], opcodec::EncodeError>) -> Encoded {
        let mut out = vec![0xA5; len];
        encode(&mut out).map(<[u8]>::to_vec)
    }
}

/// What both say of an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    kind: &'static str,
    container: String,
    field: String,
    /// Not known of an error in encoding.
    offset: Option<u32>,
    expected: u64,
    got: u64,
}

impl From<DecodeError> for Wrong {
    fn from(error: DecodeError) -> Self {
        Self {
            kind: error.kind().word(),
            container: error.container().into(),
            field: error.field().into(),
            offset: Some(error.offset()),
            expected: error.expected(),
            got: error.got(),
        }
    }
}

impl From<EncodeError> for Wrong {
    fn from(error: EncodeError) -> Self {
        Self {
            kind: error.kind().word(),
            container: error.container().into(),
            field: error.field().into(),
            offset: None,
            expected: error.expected(),
            got: error.got(),
        }
    }
}

impl From<Failure> for Wrong {
    fn from(failure: Failure) -> Self {
        Self {
            kind: failure.kind.word(),
            container: failure.container,
            field: failure.field,
            offset: Some(failure.offset),
            expected: failure.expected,
            got: failure.got,
        }
    }
}

/// A decoded value without what only the interpreter keeps (args, computed rows, a cut that no member
/// holds), and what it encodes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    /// The value.
    pub record: Record,
    /// Its bytes.
    pub encoded: Result<Vec<u8>, Wrong>,
}

/// What the interpreter makes of bytes.
pub fn interpreted(schema: &Schema, of: StructId, params: &[i128], bytes: &[u8]) -> Result<Seen, Wrong> {
    let mut record = interp::decode(schema, of, params, bytes)?;
    let encoded = interp::encode(schema, &record, None);
    let encoded = encoded.map_err(|failure| Wrong { offset: None, ..failure.into() });
    strip(schema, &mut record);
    Ok(Seen { record, encoded })
}

/// What the generated code makes of them.
pub fn generated(of: StructId, params: &[i128], bytes: &[u8]) -> Result<Seen, Wrong> {
    let (record, encoded) = glue::decode(of, params, bytes)?;
    Ok(Seen { record, encoded: encoded.map_err(Wrong::from) })
}

/// What both make of a value that is to be encoded; the interpreter first.
pub fn encoded(schema: &Schema, record: &Record, data_len: u64) -> [Result<Vec<u8>, Wrong>; 2] {
    let interpreted = interp::encode(schema, record, Some(data_len));
    let generated = glue::encode(record, data_len);
    [interpreted.map_err(|failure| Wrong { offset: None, ..failure.into() }), generated.map_err(Wrong::from)]
}

/// The length that a message's first bytes promise, where its layout has a field for it; the interpreter's
/// first.
pub fn announced(schema: &Schema, of: StructId, prefix: &[u8]) -> [Option<u64>; 2] {
    let generated = glue::announced(of, prefix);
    [generated.and_then(|_| interp::announced(schema, of, prefix)), generated.flatten()]
}

/// A request of any command as both decode it; the interpreter first.
pub fn requests(schema: &Schema, bytes: &[u8]) -> [Result<Record, Wrong>; 2] {
    let interpreted = interp::decode_request(schema, bytes).map_err(Wrong::from).map(|mut record| {
        strip(schema, &mut record);
        record
    });
    let unknown = || Wrong {
        kind: "unknown",
        container: "Request".into(),
        field: String::new(),
        offset: Some(0),
        expected: 0,
        got: bytes.first().map_or(0, |opcode| u64::from(*opcode)),
    };
    let generated = glue::request(bytes).map_err(Wrong::from).and_then(|found| found.ok_or_else(unknown));
    [interpreted, generated]
}

fn strip(schema: &Schema, record: &mut Record) {
    let layout = &schema.structs[record.of.index()];
    if !matches!(layout.form, opcodec_schema::ir::Form::Request(_)) {
        record.params.clear();
    }
    record.cut.take_if(|_| !cut::has_cut(schema, layout));
    for (row, value) in layout.rows.iter().zip(&mut record.rows) {
        let is_member = match &row.role {
            Role::Member(_) | Role::Payload => true,
            Role::Value(computed) => computed.from_data,
            _ => false,
        };
        if !is_member {
            *value = None;
        }
        match value {
            Some(Value::Record(record)) => strip(schema, record),
            Some(Value::List(values)) => {
                for value in values {
                    if let Value::Record(record) = value {
                        strip(schema, record);
                    }
                }
            }
            Some(Value::Case(case)) => match &mut **case {
                CaseValue::Known { body, .. } => strip(schema, body),
                CaseValue::Unknown { tag, .. } => *tag = i128::from(*tag as u64),
            },
            _ => {}
        }
    }
}
