//! One structure into another, in the order that `docs/model.md` sets down.

use super::encode::Frame;
use super::eval::{Names, eval};
use super::failure::Place;
use super::{Failure, Reason};
use crate::ir::{
    Checksum, Command, Constant, IntType, Kind, MapId, MapParamType, Pointer, Role, Row, RowId, Schema, Set,
    Source, StructId, ViaArg,
};
use crate::value::{ErrorKind, Record, Value};

/// Maps a structure: `args` are one for every param of the map, an integer or a pointer. Every row of the
/// result has its value but reserved ones and those that are computed when encoding.
pub fn map(schema: &Schema, map: MapId, source: &Record, args: &[Value]) -> Result<Record, Failure> {
    let Some(map) = schema.maps.get(map.index()) else { return Err(Failure::no_layout()) };
    if source.of != map.from || args.len() != map.params.len() {
        return Err(Failure::no_layout());
    }
    let names = Mapped { schema, source, args, container: &map.name.printed, field: "" };
    if let Some(check) = &map.check
        && eval(check, &names)? == 0
    {
        return Err(names.place().other(ErrorKind::Check, 1, 0).of_check(&map.check_text));
    }
    names.target(map.to, &map.sets)
}

/// Maps the input of an `ioctl` command to the driver's request: the maps of its `via`, one after the other.
/// `output` is the caller's output buffer.
pub fn via(
    schema: &Schema,
    command: &Command,
    input: &Record,
    output: Option<&[u8]>,
) -> Result<Record, Failure> {
    let mut at = input.clone();
    for step in &command.via {
        let Some(of) = schema.maps.get(step.map.index()) else { return Err(Failure::no_layout()) };
        let args = step.args.iter().zip(&of.params).map(|(arg, param)| {
            Ok(match arg {
                ViaArg::Int(value) => Value::Int(*value),
                ViaArg::Output => Value::Pointer(output.map(<[u8]>::to_vec)),
                ViaArg::OutputLength => {
                    let len = output.map_or(0, <[u8]>::len) as i128;
                    let most = match param.ty {
                        MapParamType::Scalar(ty) => super::bits::shape(schema, ty).interval().max,
                        MapParamType::Pointer => i128::MAX,
                    };
                    if len > most {
                        let place =
                            Place { container: &of.name.printed, field: &param.name.printed, offset: 0 };
                        return Err(place.size(Reason::Length, most, len));
                    }
                    Value::Int(len)
                }
            })
        });
        let args: Vec<Value> = args.collect::<Result<_, Failure>>()?;
        at = map(schema, step.map, &at, &args)?;
    }
    Ok(at)
}

/// What a row has that nobody gave a value.
pub(super) fn default_of(schema: &Schema, row: &Row) -> Option<Value> {
    match (&row.role, &row.kind) {
        (Role::Member(Some(constant)) | Role::Const(constant), _) => Some(match constant {
            Constant::Int(value) => Value::Int(*value),
            Constant::Bytes(bytes) => Value::Bytes(bytes.clone()),
            Constant::Text(text) => Value::Text(text.clone()),
        }),
        (Role::Member(_), Kind::Pointer) => Some(Value::Pointer(None)),
        (Role::Member(_), Kind::Nested { body, .. }) if row.when.is_none() => {
            let layout = schema.structs.get(body.index())?;
            let rows = layout.rows.iter().map(|row| default_of(schema, row)).collect();
            Some(Value::Record(Record { of: *body, params: vec![0; layout.params.len()], rows, cut: None }))
        }
        _ => None,
    }
}

/// What a map's expressions look at, and where an error is.
struct Mapped<'a> {
    schema: &'a Schema,
    source: &'a Record,
    args: &'a [Value],
    container: &'a str,
    field: &'a str,
}

impl<'a> Mapped<'a> {
    fn place(&self) -> Place<'a> {
        Place { container: self.container, field: self.field, offset: 0 }
    }

    /// The structure that a map gives.
    fn target(&self, of: StructId, sets: &[Set]) -> Result<Record, Failure> {
        let Some(layout) = self.schema.structs.get(of.index()) else { return Err(Failure::no_layout()) };
        let mut rows: Vec<Option<Value>> =
            layout.rows.iter().map(|row| default_of(self.schema, row)).collect();
        for set in sets {
            let (Some(row), Some(slot)) = (layout.rows.get(set.row.index()), rows.get_mut(set.row.index()))
            else {
                continue;
            };
            let field = row.name.as_ref().map_or("", |name| name.printed.as_str());
            let names = Mapped { container: &layout.name.printed, field, ..*self };
            *slot = Some(names.value(row, &set.source)?);
        }
        Ok(Record { of, params: vec![0; layout.params.len()], rows, cut: None })
    }

    fn value(&self, row: &Row, source: &Source) -> Result<Value, Failure> {
        match source {
            Source::Scalar(expr) => Ok(Value::Int(eval(expr, self)?)),
            Source::Pointer(pointer) => Ok(Value::Pointer(self.pointer(pointer)?)),
            Source::Nested(sets) => match &row.kind {
                Kind::Nested { body, .. } => self.target(*body, sets).map(Value::Record),
                _ => Err(Failure::no_layout()),
            },
            Source::By { key, arms } => {
                let key = eval(key, self)?;
                let Some(arm) = arms.iter().find(|arm| arm.key == key) else {
                    let mut failure = self.place().other(ErrorKind::Enum, 0, key);
                    failure.message =
                        format!("{}.{}: nothing is listed for {key:#X}", self.container, self.field);
                    return Err(failure);
                };
                self.value(row, &arm.source)
            }
        }
    }

    fn pointer(&self, pointer: &Pointer) -> Result<Option<Vec<u8>>, Failure> {
        Ok(match pointer {
            Pointer::Null => None,
            Pointer::Row(row, path) => self.pointed(*row, path).map(<[u8]>::to_vec),
            Pointer::Param(param) => match self.args.get(*param as usize) {
                Some(Value::Pointer(to)) => to.clone(),
                _ => None,
            },
            Pointer::If(condition, yes, no) => {
                let holds = eval(condition, self)? != 0;
                self.pointer(if holds { yes } else { no })?
            }
        })
    }

    /// What a `ptr` row of the source points to.
    fn pointed(&self, row: RowId, path: &[RowId]) -> Option<&[u8]> {
        match find(self.source, row, path)? {
            Value::Pointer(to) => to.as_deref(),
            _ => None,
        }
    }

    /// Whether the source stands in memory alone, where only pointers have a length that is not constant.
    fn has_pointers(&self) -> bool {
        self.schema.structs.get(self.source.of.index()).is_some_and(|layout| layout.c.is_some())
    }

    /// A row of the source: what it gives, what encoding computes, or its default.
    fn integer(&self, row: RowId, path: &[RowId]) -> Result<i128, Failure> {
        let (mut of, mut record, mut at) = (self.source.of, Some(self.source), row);
        for next in path {
            match self.schema.structs.get(of.index()).and_then(|layout| layout.rows.get(at.index())) {
                Some(Row { kind: Kind::Nested { body, .. }, .. }) => of = *body,
                _ => return Ok(0),
            }
            record = match record.and_then(|record| record.row(at)) {
                Some(Value::Record(inner)) => Some(inner),
                _ => None,
            };
            at = *next;
        }
        let Some(layout) = self.schema.structs.get(of.index()) else { return Ok(0) };
        let Some(row) = layout.rows.get(at.index()) else { return Ok(0) };
        if matches!(row.role, Role::Value(_) | Role::Length) {
            let job = super::job(self.schema, None);
            return Frame::new(job, of, record, vec![0; layout.params.len()], u32::MAX)?.int(at);
        }
        let given = record.and_then(|record| record.row(at)).cloned();
        Ok(match given.or_else(|| default_of(self.schema, row)) {
            Some(Value::Int(value)) => value,
            _ => 0,
        })
    }
}

/// A row of a record, or of what stands in it.
fn find<'r>(record: &'r Record, row: RowId, path: &[RowId]) -> Option<&'r Value> {
    let value = record.row(row)?;
    match (path.split_first(), value) {
        (None, value) => Some(value),
        (Some((next, rest)), Value::Record(inner)) => find(inner, *next, rest),
        _ => None,
    }
}

impl Names for Mapped<'_> {
    fn checksum(&self, _: &Checksum, _: RowId, _: RowId) -> Result<i128, Failure> {
        Ok(0)
    }

    fn row(&self, row: RowId, path: &[RowId]) -> Result<i128, Failure> {
        self.integer(row, path)
    }
    fn param(&self, param: u32) -> i128 {
        match self.args.get(param as usize) {
            Some(Value::Int(value)) => *value,
            _ => 0,
        }
    }
    fn len(&self, row: RowId) -> Result<i128, Failure> {
        Ok(match find(self.source, row, &[]) {
            Some(Value::Pointer(to)) => to.as_ref().map_or(0, Vec::len) as i128,
            _ if self.has_pointers() => 0,
            _ => {
                let job = super::job(self.schema, None);
                let source =
                    Frame::new(job, self.source.of, Some(self.source), self.source.params.clone(), u32::MAX)?;
                source.len_of(row)?.into()
            }
        })
    }
    fn len_param(&self, param: u32) -> i128 {
        match self.args.get(param as usize) {
            Some(Value::Pointer(Some(to))) => to.len() as i128,
            _ => 0,
        }
    }
    fn len_struct(&self) -> Result<i128, Failure> {
        Ok(0)
    }
    fn len_data(&self) -> i128 {
        0
    }
    fn count(&self, row: RowId) -> Result<i128, Failure> {
        Ok(match find(self.source, row, &[]) {
            Some(Value::List(items)) => items.len() as i128,
            _ => 0,
        })
    }
    fn offset(&self, _: RowId) -> Result<i128, Failure> {
        Ok(0)
    }
    fn rest(&self) -> i128 {
        0
    }
    fn unfit(&self, ty: IntType, value: i128) -> Failure {
        self.place().size(Reason::Length, ty.interval().max, value)
    }
}
