//! Rows with the bits that they take.

use opcodec_schema::ir::{
    At, Bits, CTarget, Case, Docs, Kind, Length, Role, Row, RowId, Scalar, Schema, Step, Struct, StructId,
    TextLength,
};

use super::expression::Scope;
use super::notes::notes;

/// Where bytes are counted from: 0 is byte 0, others the ends of what has no constant length.
pub(super) type Region = usize;

/// A row in its place.
#[derive(Debug)]
pub(super) struct Field {
    /// As printed; `reserved` where it has none.
    pub(super) name: String,
    pub(super) region: Region,
    /// First byte, from the start of its region.
    pub(super) start: u64,
    /// Bytes, unless that is not constant.
    pub(super) len: Option<u64>,
    /// Where that is not constant, and the row behind it has a place all the same: there.
    pub(super) until: Option<u64>,
    /// Parts of bytes, where it does not take whole ones; the field's high bits first.
    pub(super) fragments: Vec<Fragment>,
    /// Of an integer of several whole bytes.
    pub(super) little_endian: Option<bool>,
    pub(super) ty: String,
    /// Whether the type says more than the width.
    pub(super) is_named: bool,
    /// What it always is.
    pub(super) constant: Option<String>,
    /// What it is to who encodes: `member`, `const`, `value`, `length`, `tag`, `reserved`, `payload`.
    pub(super) role: &'static str,
    pub(super) notes: Vec<String>,
    pub(super) docs: Docs,
    /// It ends after `required`.
    pub(super) may_be_cut: bool,
    /// Whether it is not in every message.
    pub(super) may_be_absent: bool,
}

/// Bits of one byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fragment {
    /// From the start of the region.
    pub(super) byte: u64,
    /// Bits of the byte, 7 the uppermost.
    pub(super) high: u8,
    pub(super) low: u8,
    /// Bits of the field.
    pub(super) of_high: u8,
    pub(super) of_low: u8,
}

/// The rows of a layout in the order of the message: in a child of a union, those of its parents around it.
pub(super) fn fields(schema: &Schema, id: StructId) -> Vec<Field> {
    let mut walk = Walk { schema, fields: Vec::new(), regions: 0, cursor: Some((0, 0)) };
    let mut chain = Vec::new();
    let mut at = schema.structs.get(id.index());
    while let Some(of) = at {
        chain.push(of);
        at = of.parent.filter(|_| !of.apart).and_then(|parent| schema.structs.get(parent.index()));
    }
    chain.reverse();
    walk.layout(&chain);
    bounded(walk.fields)
}

/// What has no constant length ends where something behind it has its place.
fn bounded(mut fields: Vec<Field>) -> Vec<Field> {
    let mut places: Vec<(Region, u64)> = fields.iter().map(|field| (field.region, field.start)).collect();
    places.sort_unstable();
    for field in fields.iter_mut().filter(|field| field.len.is_none()) {
        let next = places.partition_point(|place| *place <= (field.region, field.start));
        field.until = places.get(next).filter(|(region, _)| *region == field.region).map(|(_, start)| *start);
    }
    fields
}

impl Field {
    /// Bytes that it takes in a drawing: at least one.
    pub(super) fn drawn(&self) -> u64 {
        self.len.or(self.until.map(|until| until - self.start)).unwrap_or(1).max(1)
    }
}

/// The rows of a structure that holds pointers, on one target.
pub(super) fn in_memory(schema: &Schema, of: &Struct, target: &CTarget) -> Vec<Field> {
    let scope = Scope { schema, of };
    let places = target.offsets.iter().zip(&target.sizes);
    let fields = of.rows.iter().zip(places).map(|(row, (&start, &len))| {
        let mut field = field(scope, row, 0, start);
        field.len = Some(len);
        field
    });
    fields.collect()
}

struct Walk<'a> {
    schema: &'a Schema,
    fields: Vec<Field>,
    /// The last region.
    regions: Region,
    /// Where the next byte is, unless that depends.
    cursor: Option<(Region, u64)>,
}

impl<'a> Walk<'a> {
    /// A layout, whose child stands where its payload is, and the child's child in turn.
    fn layout(&mut self, chain: &[&'a Struct]) {
        let Some((of, inner)) = chain.split_first() else { return };
        let scope = Scope { schema: self.schema, of };
        let first = self.fields.len();
        for step in &of.steps {
            match step {
                Step::Block(block) => {
                    let (region, start) = self.place(block.at);
                    for (row, offset) in block.rows.clone().zip(&block.offsets) {
                        if let Some(row) = of.rows.get(row as usize) {
                            self.fields.push(field(scope, row, region, start + offset));
                        }
                    }
                    self.go_on((region, start + block.len), block.when.is_none());
                }
                Step::Row { at, row } => self.row(scope, *at, *row, inner),
            }
        }
        if let Some(tag) = inner.first().and_then(|child| tag_of(scope, child)) {
            let field = self.fields[first..].iter_mut().find(|field| field.role == "tag");
            if let Some(field) = field {
                field.constant = Some(tag);
                field.notes.clear();
            }
        }
    }

    fn row(&mut self, scope: Scope<'a>, at: At, row: RowId, inner: &[&'a Struct]) {
        let Some(row) = scope.of.rows.get(row.index()) else { return };
        let (region, start) = self.place(at);
        match &row.kind {
            Kind::Payload(length) if !inner.is_empty() => {
                self.layout(inner);
                if length.is_none() {
                    return;
                }
            }
            _ => self.fields.push(field(scope, row, region, start)),
        }
        self.cursor = None;
    }

    /// Where a step stands; a new region where its place is not constant.
    fn place(&mut self, at: At) -> (Region, u64) {
        match (at, self.cursor) {
            (At::Byte(byte), _) => (0, byte),
            (At::Next, Some(cursor)) => cursor,
            (At::Next, None) => {
                self.regions += 1;
                self.cursor = Some((self.regions, 0));
                (self.regions, 0)
            }
        }
    }

    fn go_on(&mut self, end: (Region, u64), always: bool) {
        self.cursor = match self.cursor {
            _ if !always => None,
            Some(cursor) if cursor.0 == end.0 => Some((end.0, cursor.1.max(end.1))),
            _ => Some(end),
        };
    }
}

/// The tag of a child that has one only, where the union's is a row.
fn tag_of(scope: Scope<'_>, child: &Struct) -> Option<String> {
    let union = scope.of.union.as_ref()?;
    let body = |case: &&Case| {
        scope.schema.structs.get(case.body.index()).is_some_and(|body| std::ptr::eq(body, child))
    };
    let case = union.cases.iter().find(body)?;
    matches!(case.tags.as_slice(), [_]).then(|| scope.tags(union, &case.tags))
}

fn field(scope: Scope<'_>, row: &Row, region: Region, start: u64) -> Field {
    let reserved = matches!(row.role, Role::Reserved);
    let name = row.name.as_ref().map(|name| name.printed.clone());
    let (ty, is_named) = type_of(scope, &row.kind);
    let is_same = name.as_ref() == Some(&ty);
    let mut field = Field {
        name: name.unwrap_or_else(|| "reserved".to_owned()),
        region,
        start,
        len: None,
        until: None,
        fragments: Vec::new(),
        little_endian: None,
        ty,
        is_named: is_named && !is_same && !reserved,
        constant: None,
        role: role(&row.role),
        notes: notes(scope, row),
        docs: row.docs.clone(),
        may_be_cut: row.may_be_absent && !row.optional,
        may_be_absent: row.when.is_some() || row.may_be_absent,
    };
    let mut scalar = None;
    match &row.kind {
        Kind::Bits(bits) => {
            scalar = Some(bits.ty);
            let parts = fragments(bits, start);
            let (first, last) = parts
                .iter()
                .fold((u64::MAX, 0), |(first, last), part| (first.min(part.byte), last.max(part.byte)));
            (field.start, field.len) = (first, Some(last.saturating_sub(first) + 1));
            if parts.iter().all(|part| (part.high, part.low) == (7, 0)) {
                field.little_endian = (parts.len() > 1).then_some(bits.little_endian);
            } else {
                field.fragments = parts;
            }
        }
        Kind::Bytes(Length::Fixed(len))
        | Kind::Text { length: TextLength::Bytes(Length::Fixed(len)), .. }
        | Kind::Reserved(Length::Fixed(len))
        | Kind::Nested { length: Some(Length::Fixed(len)), .. } => field.len = Some(*len),
        Kind::Array { element, count } => {
            field.len = element_len(scope.schema, element).map(|len| len * count);
        }
        Kind::Nested { body, length: None, .. } => {
            field.len = scope.schema.structs.get(body.index()).and_then(|body| body.fixed);
        }
        _ => {}
    }
    if let Role::Const(value) = &row.role {
        field.constant = Some(scope.constant(value, scalar));
    }
    field
}

fn element_len(schema: &Schema, element: &opcodec_schema::ir::Element) -> Option<u64> {
    match element {
        opcodec_schema::ir::Element::Scalar { bytes, .. } => Some((*bytes).into()),
        opcodec_schema::ir::Element::Struct { body, .. } => schema.structs.get(body.index())?.fixed,
    }
}

/// The bits that a field takes of each byte of its word, the field's uppermost first.
fn fragments(bits: &Bits, start: u64) -> Vec<Fragment> {
    let mut fragments: Vec<Fragment> = Vec::new();
    for of in (0..bits.width).rev() {
        let bit = bits.shift + of;
        let from_low = bit / 8;
        let byte = if bits.little_endian { from_low } else { bits.bytes - 1 - from_low };
        let byte = start + u64::from(byte);
        match fragments.last_mut().filter(|last| last.byte == byte) {
            Some(last) => (last.low, last.of_low) = (bit % 8, of),
            None => fragments.push(Fragment { byte, high: bit % 8, low: bit % 8, of_high: of, of_low: of }),
        }
    }
    fragments
}

fn role(role: &Role) -> &'static str {
    match role {
        Role::Member(_) => "member",
        Role::Const(_) => "const",
        Role::Value(_) => "value",
        Role::Length => "length",
        Role::Tag => "tag",
        Role::Reserved => "reserved",
        Role::Payload => "payload",
    }
}

/// The type as an author writes it, and whether it says more than how wide it is.
fn type_of(scope: Scope<'_>, kind: &Kind) -> (String, bool) {
    use opcodec_schema::ir::Encoding;
    match kind {
        Kind::Bits(bits) => (
            scope.scalar(bits.ty),
            !matches!(bits.ty, Scalar::Int(ty) if !ty.signed) && bits.ty != Scalar::Bool,
        ),
        Kind::Bytes(_) | Kind::Reserved(_) => ("bytes".to_owned(), true),
        Kind::Text { encoding, .. } => {
            let name = match encoding {
                Encoding::Ascii => "ascii",
                Encoding::Utf8 => "utf8",
                Encoding::Utf16 { little_endian: true } => "utf16, little-endian",
                Encoding::Utf16 { little_endian: false } => "utf16, big-endian",
            };
            (name.to_owned(), true)
        }
        Kind::List { element, .. } => (format!("[{}]{}", scope.element(element), order(element)), true),
        Kind::Array { element, count } => {
            (format!("[{}; {count}]{}", scope.element(element), order(element)), true)
        }
        Kind::Nested { body, args, .. } => (scope.body(*body, args), true),
        Kind::Payload(_) => ("payload".to_owned(), true),
        Kind::Pointer => ("ptr".to_owned(), true),
        Kind::ReservedPointers(count) => (format!("{count} pointers"), true),
    }
}

/// The byte order of elements, where it matters.
fn order(element: &opcodec_schema::ir::Element) -> &'static str {
    match element {
        opcodec_schema::ir::Element::Scalar { bytes: 2.., little_endian: true, .. } => ", little-endian",
        opcodec_schema::ir::Element::Scalar { bytes: 2.., little_endian: false, .. } => ", big-endian",
        _ => "",
    }
}
