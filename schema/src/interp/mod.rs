//! Decodes and encodes messages straight from the model, in the order that `docs/model.md` sets down.

mod bits;
mod bounds;
mod checksum;
mod counted;
mod decode;
mod encode;
mod eval;
mod failure;
mod image;
mod map;
mod measure;
mod missing;
mod named;
mod request;
mod reserved;
mod rows;
mod size;
pub(crate) mod tags;
mod units;
mod write;
mod write_counted;

#[cfg(test)]
pub(crate) use checksum::checksum;
pub(crate) use eval::{fold, of_bytes};
pub use failure::{Failure, Reason};
pub use image::{Memory, Target, pointed, pointers};
pub use map::{map, via};
pub use named::named_bits;
pub(crate) use named::records;
pub use size::{SizeRefusal, SizeVerdict};

use crate::ir::{Schema, StructId};
use crate::value::{ErrorKind, Record};

/// Where the rows of a [`Record`] stand: a mirror of it, row by row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// One entry a row; `None` where the row is absent.
    pub rows: Vec<Option<Place>>,
    /// One past the last byte that belongs to the record, from byte 0 of the message.
    pub end: u64,
}

/// Where one row stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// First byte, counted from the first byte of the message (of bits: of their word).
    pub start: u64,
    /// One past the last byte.
    pub end: u64,
    /// What is inside: the nested struct, the child of a payload, or each element that is a struct.
    pub inside: Vec<Places>,
}

/// Decodes a whole message of the layout `of`.
pub fn decode(schema: &Schema, of: StructId, params: &[i128], bytes: &[u8]) -> Result<Record, Failure> {
    decode_placed(schema, of, params, bytes).map(|(record, _)| record)
}

/// [`decode`], and where everything stands.
pub fn decode_placed(
    schema: &Schema,
    of: StructId,
    params: &[i128],
    bytes: &[u8],
) -> Result<(Record, Places), Failure> {
    let input = decode::Input { slice: bytes, base: 0, extent: decode::Extent::Cut, left: u32::MAX };
    decode::structure(schema, of, params.to_vec(), input).map(|found| (found.record, found.places))
}

/// Decodes a request of the root protocol: the first of its commands that the constants fit. Its args
/// get their defaults. Kind `unknown` where there is no such command. Of a protocol with
/// [`context`](crate::ir::Schema::context), what the caller knows has its defaults, or is 0: see [`decode_request_in`].
pub fn decode_request(schema: &Schema, bytes: &[u8]) -> Result<Record, Failure> {
    decode_request_in(schema, &[], bytes)
}

/// [`decode_request`], and where everything stands.
pub fn decode_request_placed(schema: &Schema, bytes: &[u8]) -> Result<(Record, Places), Failure> {
    request::request(schema, &[], bytes)
}

/// [`decode_request`] where the caller knows `context`: a value for every param of
/// [`Schema::context`](crate::ir::Schema::context). Commands whose `only` does not hold are none.
pub fn decode_request_in(schema: &Schema, context: &[i128], bytes: &[u8]) -> Result<Record, Failure> {
    request::request(schema, context, bytes).map(|(record, _)| record)
}

/// Decodes an event of the root protocol by its code. Kind `unknown` where there is no such event.
pub fn decode_event(schema: &Schema, bytes: &[u8]) -> Result<Record, Failure> {
    decode_event_placed(schema, bytes).map(|(record, _)| record)
}

/// [`decode_event`], and where everything stands.
pub fn decode_event_placed(schema: &Schema, bytes: &[u8]) -> Result<(Record, Places), Failure> {
    request::event(schema, bytes)
}

/// Encodes a record. `data_len` is what a command's `len(data)` stands for, 0 if nobody says. Computed
/// rows of the record are not looked at, except those from `data`.
pub fn encode(schema: &Schema, record: &Record, data_len: Option<u64>) -> Result<Vec<u8>, Failure> {
    write::encode(job(schema, data_len), record)
}

/// [`encode`] of a record that somebody wrote by hand: a computed row or a tag that it has must agree.
pub fn encode_strict(schema: &Schema, record: &Record, data_len: Option<u64>) -> Result<Vec<u8>, Failure> {
    write::encode(encode::Job { strict: true, ..job(schema, data_len) }, record)
}

/// Tests the `check`s of a record that is to be encoded, and nothing else.
pub fn validate(schema: &Schema, record: &Record, data_len: Option<u64>) -> Result<(), Failure> {
    match write::encode(encode::Job { checks: true, ..job(schema, data_len) }, record) {
        Err(failure) if failure.kind == ErrorKind::Check => Err(failure),
        _ => Ok(()),
    }
}

fn job(schema: &Schema, data_len: Option<u64>) -> encode::Job<'_> {
    encode::Job { schema, data_len: data_len.unwrap_or(0), strict: false, checks: false }
}

/// The length that a message's first bytes promise, where its layout has a `size` and they reach that far.
pub fn announced(schema: &Schema, of: StructId, prefix: &[u8]) -> Option<u64> {
    request::announced(schema, of, prefix)
}

#[cfg(test)]
mod tests;
