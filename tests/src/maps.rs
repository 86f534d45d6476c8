//! Maps of one structure into another, by the interpreter and by generated code.

use opcodec::{DecodeError, EncodeError};
use opcodec_schema::interp::{self, Memory, Target};
use opcodec_schema::ir::{CommandId, Element, Kind, Length, MapId, MapParam, MapParamType, Role, Row};
use opcodec_schema::ir::{Scalar, Schema, StructId};
use opcodec_schema::value::{Record, Value};

use crate::agree::{Wrong, strip};
use crate::random::Random;

#[allow(unused_imports, clippy::wildcard_imports, reason = "not every schema has every kind of row")]
mod generated {
    use super::{CommandId, DecodeError, EncodeError, MapId, Mapped, StructId};
    use crate::convert::*;
    use opcodec_schema::value::{CaseValue, Cut, Record, Value};

    include!(concat!(env!("OUT_DIR"), "/maps.rs"));
}
pub use generated::ALL as MAPPED;

/// What a caller's pointer points to.
type Pointed = Option<&'static [u8]>;
/// A command's input, through its maps, with the caller's output buffer.
type Via = fn(CommandId, &Record, Pointed) -> Result<Record, EncodeError>;
/// A structure out of the memory of a target, whose pointers have 64 bits or 32.
type OfImage = fn(StructId, bool, &[u8], &[Pointed]) -> Result<Record, DecodeError>;

/// One of `schemas/maps`, or a shipped schema, and the generated code of it.
#[derive(Clone, Copy, Debug)]
pub struct Mapped {
    /// The file's name.
    pub name: &'static str,
    /// Where it is.
    pub path: &'static str,
    map: fn(MapId, &Record, &[Value]) -> Result<Record, EncodeError>,
    via: Via,
    image: fn(&Record, bool, &[u64]) -> Vec<u8>,
    of_image: OfImage,
}

impl Mapped {
    /// What a map makes of a source; the interpreter's first.
    pub fn map(
        &self,
        schema: &Schema,
        of: MapId,
        source: &Record,
        args: &[Value],
    ) -> [Result<Record, Wrong>; 2] {
        both(schema, interp::map(schema, of, source, args), (self.map)(of, source, args))
    }

    /// What a command's `via` makes of its input; the interpreter's first.
    pub fn via(
        &self,
        schema: &Schema,
        of: CommandId,
        input: &Record,
        output: Option<&'static [u8]>,
    ) -> [Result<Record, Wrong>; 2] {
        let interpreted = interp::via(schema, &schema.commands[of.index()], input, output);
        both(schema, interpreted, (self.via)(of, input, output))
    }

    /// A structure in the memory of a target whose pointers are at `addresses`; the interpreter's first.
    pub fn image(
        &self,
        memory: &Memory<'_>,
        record: &Record,
        addresses: &[u64],
    ) -> [Result<Vec<u8>, Wrong>; 2] {
        let interpreted = memory.encode(record, addresses);
        [interpreted.map_err(Wrong::from), Ok((self.image)(record, is_wide(memory), addresses))]
    }

    /// A structure from the memory of a target, whose pointers point to `memory`; the interpreter's first.
    pub fn of_image(
        &self,
        schema: &Schema,
        images: &Memory<'_>,
        of: StructId,
        bytes: &[u8],
        memory: &[Option<&'static [u8]>],
    ) -> [Result<Record, Wrong>; 2] {
        let owned: Vec<Option<Vec<u8>>> = memory.iter().map(|to| to.map(<[u8]>::to_vec)).collect();
        let interpreted = images.decode(of, bytes, &owned).map(|mut record| {
            strip(schema, &mut record);
            record
        });
        let generated = (self.of_image)(of, is_wide(images), bytes, memory);
        [interpreted.map_err(Wrong::from), generated.map_err(Wrong::from)]
    }
}

fn is_wide(memory: &Memory<'_>) -> bool {
    memory.target() == Target::Bits64
}

fn both(
    schema: &Schema,
    interpreted: Result<Record, interp::Failure>,
    generated: Result<Record, EncodeError>,
) -> [Result<Record, Wrong>; 2] {
    let interpreted = interpreted.map(|mut record| {
        strip(schema, &mut record);
        record
    });
    let interpreted = interpreted.map_err(|failure| Wrong::from(failure).without_offset());
    [interpreted, generated.map_err(Wrong::from)]
}

/// A value of a structure: any, and the least and the most more often than chance would have it.
pub fn source(schema: &Schema, of: StructId, random: &mut Random) -> Record {
    let layout = &schema.structs[of.index()];
    let rows = layout.rows.iter().map(|row| member(schema, row, random)).collect();
    Record { of, params: Vec::new(), rows, cut: None }
}

/// What a map is called with.
pub fn argument(schema: &Schema, param: &MapParam, random: &mut Random) -> Value {
    match param.ty {
        MapParamType::Pointer => pointer(random),
        MapParamType::Scalar(ty) => Value::Int(integer(schema, ty, random)),
    }
}

/// Octets, or null.
pub fn pointer(random: &mut Random) -> Value {
    Value::Pointer((random.below(4) > 0).then(|| random.bytes(9)))
}

fn member(schema: &Schema, row: &Row, random: &mut Random) -> Option<Value> {
    if !matches!(row.role, Role::Member(_)) {
        return None;
    }
    Some(match &row.kind {
        Kind::Bits(bits) => Value::Int(integer(schema, bits.ty, random)),
        Kind::Pointer => pointer(random),
        Kind::Bytes(Length::Fixed(n)) => Value::Bytes((0..*n).map(|_| random.next() as u8).collect()),
        Kind::Nested { body, .. } => Value::Record(source(schema, *body, random)),
        Kind::Array { element, count } => {
            let one = |random: &mut Random| match element {
                Element::Scalar { ty, .. } => Value::Int(integer(schema, *ty, random)),
                Element::Struct { body, .. } => Value::Record(source(schema, *body, random)),
            };
            Value::List((0..*count).map(|_| one(random)).collect())
        }
        other => unreachable!("no source has {other:?}"),
    })
}

fn integer(schema: &Schema, ty: Scalar, random: &mut Random) -> i128 {
    let range = match ty {
        Scalar::Enum(id) => {
            let of = &schema.enums[id.index()];
            if of.closed || random.below(4) > 0 {
                return of.values[random.below(of.values.len())].value;
            }
            of.repr.interval()
        }
        Scalar::Flags(id) => schema.flags[id.index()].repr.interval(),
        Scalar::Int(ty) => ty.interval(),
        Scalar::Bool => return random.below(2) as i128,
        Scalar::Errors(_) => return random.next() as i128 & 0xFF,
    };
    let near = random.below(3) as i128;
    let any = i128::from(random.next()) << 64 | i128::from(random.next());
    let value = match random.below(6) {
        0 => range.min.saturating_add(near),
        1 => range.max.saturating_sub(near),
        2 => near,
        3 => 1 << random.below(127),
        4 => any >> random.below(127),
        _ => any & 0xFF,
    };
    value.clamp(range.min, range.max)
}
