//! Structures with pointers as they stand in the memory of a target: their rows as one block, addresses as
//! integers.

use std::borrow::Cow;

use super::failure::Place;
use super::map::default_of;
use super::{Failure, Reason};
use crate::ir::{
    At, Bits, Block, CTarget, Constant, IntType, Interval, Kind, Length, Role, RowId, Scalar, Schema, Step,
    Struct, StructId,
};
use crate::name::Name;
use crate::value::{Record, Value};

/// How wide a target's pointers are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// 4 bytes.
    Bits32,
    /// 8 bytes.
    Bits64,
}

impl Target {
    const fn bytes(self) -> u8 {
        match self {
            Self::Bits32 => 4,
            Self::Bits64 => 8,
        }
    }

    fn of(self, layout: &Struct) -> Option<&CTarget> {
        layout.c.as_ref().map(|c| match self {
            Self::Bits32 => &c.bits32,
            Self::Bits64 => &c.bits64,
        })
    }
}

/// The pointers of a structure in order, those of structs inside with the row that they stand in: what
/// [`Memory::encode`] and [`Memory::decode`] take one of each for.
pub fn pointers(schema: &Schema, of: StructId) -> Vec<String> {
    let Some(layout) = schema.structs.get(of.index()).filter(|layout| layout.c.is_some()) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for row in layout.rows.iter().filter(|row| matches!(row.role, Role::Member(_))) {
        let name = row.name.as_ref().map(Name::snake).unwrap_or_default();
        match &row.kind {
            Kind::Pointer => found.push(name),
            Kind::Nested { body, .. } => {
                found.extend(pointers(schema, *body).into_iter().map(|inner| format!("{name}.{inner}")));
            }
            _ => {}
        }
    }
    found
}

/// What the [`pointers`] of a structure point to.
pub fn pointed<'r>(schema: &Schema, record: &'r Record) -> Vec<Option<&'r [u8]>> {
    let Some(layout) = schema.structs.get(record.of.index()).filter(|layout| layout.c.is_some()) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (row, value) in layout.rows.iter().zip(&record.rows) {
        match (&row.kind, value) {
            (Kind::Pointer, Some(Value::Pointer(to))) => found.push(to.as_deref()),
            (Kind::Pointer, _) => found.push(None),
            (Kind::Nested { .. }, Some(Value::Record(inner))) => found.extend(pointed(schema, inner)),
            (Kind::Nested { body, .. }, _) => found.extend(pointers(schema, *body).iter().map(|_| None)),
            _ => {}
        }
    }
    found
}

/// A schema's structures in the memory of a target. Making it lays them all out: one serves any number of
/// images.
#[derive(Clone, Debug)]
pub struct Memory<'s> {
    schema: &'s Schema,
    target: Target,
    /// The schema with addresses in place of pointers.
    flat: Cow<'s, Schema>,
}

impl<'s> Memory<'s> {
    /// The structures of `schema` where pointers are as wide as those of `target`.
    pub fn new(schema: &'s Schema, target: Target) -> Self {
        Self { schema, target, flat: in_memory(schema, target) }
    }

    /// How wide pointers are in it.
    pub const fn target(&self) -> Target {
        self.target
    }

    /// Bytes of a structure, where that is constant.
    pub fn size(&self, of: StructId) -> Option<u64> {
        self.flat.structs.get(of.index())?.fixed
    }

    /// The image of a structure. `addresses` stand for its [`pointers`]; a null one is 0 all the same.
    pub fn encode(&self, record: &Record, addresses: &[u64]) -> Result<Vec<u8>, Failure> {
        let mut rest = addresses.iter().copied();
        let record = with_addresses(self.schema, record, self.target, &mut rest, 0)?;
        super::encode(&self.flat, &record, None)
    }

    /// The structure of an image. `memory` is what its [`pointers`] point to; one whose address is 0 is null
    /// all the same.
    pub fn decode(&self, of: StructId, bytes: &[u8], memory: &[Option<Vec<u8>>]) -> Result<Record, Failure> {
        let mut record = super::decode(&self.flat, of, &[], bytes)?;
        with_memory(self.schema, &mut record, &mut memory.iter());
        Ok(record)
    }

    /// The addresses in an image, one for each of the [`pointers`].
    pub fn addresses(&self, of: StructId, bytes: &[u8]) -> Result<Vec<u64>, Failure> {
        let record = super::decode(&self.flat, of, &[], bytes)?;
        let mut found = Vec::new();
        collect(self.schema, &record, &mut found);
        Ok(found)
    }
}

/// The schema with every structure that holds pointers as a fixed layout of a target.
fn in_memory(schema: &Schema, target: Target) -> Cow<'_, Schema> {
    if schema.structs.iter().all(|layout| layout.c.is_none()) {
        return Cow::Borrowed(schema);
    }
    let mut flat = schema.clone();
    for layout in &mut flat.structs {
        let Some(c) = target.of(layout).cloned() else { continue };
        for (row, offset) in layout.rows.iter_mut().zip(&c.offsets) {
            match &mut row.kind {
                Kind::Pointer => {
                    row.kind = Kind::Bits(address(target, *offset));
                    row.role = Role::Member(Some(Constant::Int(0)));
                }
                Kind::ReservedPointers(count) => {
                    let bytes = count.saturating_mul(target.bytes().into());
                    row.kind = Kind::Reserved(Length::Fixed(bytes));
                }
                Kind::Bits(bits) => bits.offset = *offset,
                _ => {}
            }
        }
        layout.steps = vec![Step::Block(Block {
            at: At::Byte(0),
            len: c.size,
            rows: 0..layout.rows.len() as u32,
            when: None,
            may_be_absent: false,
            offsets: c.offsets,
            gaps: Vec::new(),
        })];
        layout.head = c.size;
        layout.fixed = Some(c.size);
        layout.extent = Interval::new(c.size.into(), c.size.into());
        layout.borrows = false;
        layout.c = None;
    }
    Cow::Owned(flat)
}

/// An address in its word.
fn address(target: Target, offset: u64) -> Bits {
    let bytes = target.bytes();
    let ty = Scalar::Int(IntType { signed: false, bits: 8 * bytes });
    Bits { offset, bytes, little_endian: true, shift: 0, width: 8 * bytes, ty }
}

/// The record with addresses in place of what pointers point to. `base` is where it stands in the image.
fn with_addresses(
    schema: &Schema,
    record: &Record,
    target: Target,
    addresses: &mut dyn Iterator<Item = u64>,
    base: u64,
) -> Result<Record, Failure> {
    let Some(layout) = schema.structs.get(record.of.index()) else { return Err(Failure::no_layout()) };
    let Some(c) = target.of(layout) else { return Ok(record.clone()) };
    let mut flat = record.clone();
    for (index, (row, offset)) in layout.rows.iter().zip(&c.offsets).enumerate() {
        if !matches!(row.role, Role::Member(_)) {
            continue;
        }
        let given = record.row(RowId(index as u32));
        let value = match (&row.kind, given) {
            (Kind::Pointer, given) => {
                let address = addresses.next().unwrap_or(0);
                let address = if matches!(given, Some(Value::Pointer(Some(_)))) { address } else { 0 };
                if target == Target::Bits32 && address > u64::from(u32::MAX) {
                    let field = row.name.as_ref().map_or("", |name| name.printed.as_str());
                    let offset = (base + offset) as usize;
                    let place = Place { container: &layout.name.printed, field, offset };
                    return Err(place.size(Reason::Length, u32::MAX.into(), address.into()));
                }
                Value::Int(address.into())
            }
            (Kind::Nested { .. }, given) => {
                let default = default_of(schema, row);
                match given.or(default.as_ref()) {
                    Some(Value::Record(inner)) => {
                        with_addresses(schema, inner, target, addresses, base + offset).map(Value::Record)?
                    }
                    _ => continue,
                }
            }
            _ => continue,
        };
        if let Some(slot) = flat.rows.get_mut(index) {
            *slot = Some(value);
        }
    }
    Ok(flat)
}

/// Puts in place of addresses what they point to.
fn with_memory(schema: &Schema, record: &mut Record, memory: &mut dyn Iterator<Item = &Option<Vec<u8>>>) {
    let Some(layout) = schema.structs.get(record.of.index()).filter(|layout| layout.c.is_some()) else {
        return;
    };
    for (row, value) in layout.rows.iter().zip(&mut record.rows) {
        match (&row.kind, &mut *value) {
            (Kind::Pointer, Some(Value::Int(address))) => {
                let is_null = *address == 0;
                let to = memory.next().cloned().flatten().filter(|_| !is_null);
                *value = Some(Value::Pointer(to));
            }
            (Kind::Nested { .. }, Some(Value::Record(inner))) => with_memory(schema, inner, memory),
            _ => {}
        }
    }
}

/// The addresses of a record whose pointers are such.
fn collect(schema: &Schema, record: &Record, found: &mut Vec<u64>) {
    let Some(layout) = schema.structs.get(record.of.index()).filter(|layout| layout.c.is_some()) else {
        return;
    };
    for (row, value) in layout.rows.iter().zip(&record.rows) {
        match (&row.kind, value) {
            (Kind::Pointer, Some(Value::Int(address))) => found.push(*address as u64),
            (Kind::Nested { .. }, Some(Value::Record(inner))) => collect(schema, inner, found),
            _ => {}
        }
    }
}
