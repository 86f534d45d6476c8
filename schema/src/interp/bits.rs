//! Integers in words of bytes.

use super::eval::wrap;
use crate::ir::{Bits, IntType, Scalar, Schema};
use crate::value::Value;

/// The bytes of a word as one number.
pub(super) fn word(bytes: &[u8], little_endian: bool) -> u128 {
    let add = |word: u128, &byte: &u8| word << 8 | u128::from(byte);
    if little_endian { bytes.iter().rev().fold(0, add) } else { bytes.iter().fold(0, add) }
}

/// The bytes of a word with the bits of `value` set in them.
pub(super) fn set(bytes: &mut [u8], little_endian: bool, mut value: u128) {
    let mut or = |byte: &mut u8| {
        *byte |= value as u8;
        value >>= 8;
    };
    if little_endian { bytes.iter_mut().for_each(&mut or) } else { bytes.iter_mut().rev().for_each(&mut or) }
}

/// What `bits` hold in the bytes of their word: of 128 unsigned bits the i128 of the same bits.
pub(super) fn load(schema: &Schema, bits: &Bits, bytes: &[u8]) -> i128 {
    let shape = IntType { bits: bits.width, ..shape(schema, bits.ty) };
    wrap(shape, (word(bytes, bits.little_endian) >> bits.shift) as i128)
}

/// The value of a scalar that was read with [`load`] or [`wrap_word`].
pub(super) fn value(schema: &Schema, ty: Scalar, found: i128) -> Value {
    if found < 0 && shape(schema, ty).is_beyond() { Value::Wide(found as u128) } else { Value::Int(found) }
}

/// Writes `value` to its bits.
pub(super) fn store(bits: &Bits, value: i128, bytes: &mut [u8]) {
    set(bytes, bits.little_endian, (mask(bits.width) & value as u128) << bits.shift);
}

/// `width` ones.
pub(super) fn mask(width: u8) -> u128 {
    u128::MAX >> (128 - u32::from(width.clamp(1, 128)))
}

/// The integer behind a scalar.
pub(super) fn shape(schema: &Schema, ty: Scalar) -> IntType {
    use crate::ir::CodeType;
    let unsigned = |bits| IntType { signed: false, bits };
    match ty {
        Scalar::Int(ty) => ty,
        Scalar::Bool => unsigned(1),
        Scalar::Enum(id) => schema.enums.get(id.index()).map_or(unsigned(64), |found| found.repr),
        Scalar::Flags(id) => schema.flags.get(id.index()).map_or(unsigned(64), |found| found.repr),
        Scalar::Errors(id) => unsigned(match schema.errors.get(id.index()).map(|found| found.ty) {
            Some(CodeType::U8) => 8,
            Some(CodeType::U16) => 16,
            _ => 32,
        }),
    }
}

/// A whole word of `bytes` bytes as its scalar reads it.
pub(super) fn wrap_word(schema: &Schema, ty: Scalar, bytes: u8, word: u128) -> i128 {
    wrap(IntType { bits: bytes * 8, ..shape(schema, ty) }, word as i128)
}
