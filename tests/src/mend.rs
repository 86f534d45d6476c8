//! Random messages with computed fields made right: a checksum or a length is hardly ever right by chance.

use opcodec_schema::ir::{Kind, Role, Schema};

use crate::agree::Wrong;

/// The message with the field that an error is about as the error says that it should be, where it is a computed one.
pub fn mended(schema: &Schema, wrong: &Wrong, bytes: &[u8]) -> Option<Vec<u8>> {
    let start = wrong.offset.filter(|_| wrong.kind == "value")? as usize;
    let mut rows =
        schema.structs.iter().filter(|of| of.name.printed == wrong.container).flat_map(|of| &of.rows);
    let row = rows.rfind(|row| row.name.as_ref().is_some_and(|name| name.printed == wrong.field))?;
    let (Role::Value(_), Kind::Bits(bits)) = (&row.role, &row.kind) else { return None };
    let mut mended = bytes.to_vec();
    let word = mended.get_mut(start..start.checked_add(usize::from(bits.bytes))?)?;
    let mask = u128::MAX >> (128 - u32::from(bits.width)) << bits.shift;
    let value = u128::from(wrong.expected) << bits.shift & mask;
    let last = word.len() - 1;
    for (at, byte) in word.iter_mut().enumerate() {
        let shift = 8 * if bits.little_endian { at } else { last - at };
        *byte = *byte & !((mask >> shift) as u8) | (value >> shift) as u8;
    }
    Some(mended)
}
