//! Literals to a record.

use super::args;
use super::cases::{self, Chosen};
use super::scalar::{self, refuse};
use crate::diag::{Code, Diagnostic, Sink};
use crate::interp::tags::row_tags;
use crate::ir::{Element, Expr, IntType, Kind, Role, Row, Scalar, Schema, Struct, StructId};
use crate::name::{Name, nearest};
use crate::source::Span;
use crate::syntax::{Literal, LiteralValue, Text};
use crate::value::{CaseValue, Record, Value, unhex};

/// The record that `fields` describe. Members that are not named are `None`: absent or their default,
/// which encoding decides. `place` is where the whole stands.
pub fn record(
    schema: &Schema,
    of: StructId,
    params: &[i128],
    fields: &[(Text, Literal)],
    place: Span,
    sink: &mut Sink,
) -> Option<Record> {
    read(schema, (of, params), fields, place, false, sink)
}

/// The rows of a record that `fields` name, and nothing else.
pub fn part(
    schema: &Schema,
    of: StructId,
    fields: &[(Text, Literal)],
    place: Span,
    sink: &mut Sink,
) -> Option<Record> {
    read(schema, (of, &[]), fields, place, true, sink)
}

fn read(
    schema: &Schema,
    (of, params): (StructId, &[i128]),
    fields: &[(Text, Literal)],
    place: Span,
    in_part: bool,
    sink: &mut Sink,
) -> Option<Record> {
    let layout = schema.structs.get(of.index())?;
    let args = layout.params.iter().map(|param| &param.name).zip(params.iter().copied()).collect();
    let mut reader = Reader {
        schema,
        sink,
        fields,
        used: vec![false; fields.len()],
        place,
        known: Vec::new(),
        wrong: false,
        args,
        in_part,
    };
    let record = reader.table(of, params.to_vec());
    // Without a case nobody knows which fields there are.
    let complete = record.is_none() && reader.known == ["case"] || reader.all_used(&layout.name.printed);
    record.filter(|_| complete)
}

/// A name that the layout or map does not have.
pub(super) fn unknown(name: &Text, what: &str, of: &str, known: &[String]) -> Diagnostic {
    let message = format!("`{of}` has no {what} `{}`", name.value);
    let found = Diagnostic::error(Code::UnknownMember, name.span, message);
    match nearest(&name.value, known.iter().map(String::as_str)) {
        Some(near) => found.mean(near),
        None if known.is_empty() => found,
        None => found.help(format!("it has {}", known.join(", "))),
    }
}

/// A diagnostic says what is wrong.
struct Refused;

/// One table of literals: a struct, or a union with all its children's fields.
pub(super) struct Reader<'a> {
    pub(super) schema: &'a Schema,
    pub(super) sink: &'a mut Sink,
    pub(super) fields: &'a [(Text, Literal)],
    used: Vec<bool>,
    pub(super) place: Span,
    /// The names that may stand here.
    pub(super) known: Vec<String>,
    /// A field was given twice.
    wrong: bool,
    /// The args of the outermost layout.
    pub(super) args: Vec<(&'a Name, i128)>,
    /// Members without a default may be left out.
    in_part: bool,
}

impl<'a> Reader<'a> {
    /// Takes what is given for a name.
    pub(super) fn take(&mut self, is: impl Fn(&str) -> bool) -> Option<&'a (Text, Literal)> {
        let fields = self.fields;
        let mut found: Option<&'a (Text, Literal)> = None;
        for (index, field) in fields.iter().enumerate() {
            if self.used.get(index) == Some(&false) && is(&field.0.value) {
                if let Some(slot) = self.used.get_mut(index) {
                    *slot = true;
                }
                match found {
                    None => found = Some(field),
                    Some((first, _)) => {
                        self.wrong = true;
                        let message = format!("`{}` is the same field as `{}`", field.0.value, first.value);
                        self.sink.push(
                            Diagnostic::error(Code::UnknownMember, field.0.span, message)
                                .label(first.span, "given here"),
                        );
                    }
                }
            }
        }
        found
    }

    /// Whether every field was one of the layout's.
    fn all_used(self, of: &str) -> bool {
        let Self { sink, fields, used, known, wrong, .. } = self;
        let mut all = !wrong;
        for ((name, _), used) in fields.iter().zip(used) {
            if !used {
                all = false;
                sink.push(unknown(name, "field", of, &known));
            }
        }
        all
    }

    fn table(&mut self, of: StructId, params: Vec<i128>) -> Option<Record> {
        let layout = self.schema.structs.get(of.index())?;
        let mut chosen = Vec::new();
        if layout.union.is_some() {
            self.known.push("case".into());
            let Some((_, literal)) = self.take(|name| name == "case") else {
                let message = format!("`{}` is a union: its fields need `case`", layout.name.printed);
                let help = format!("one of {}", cases::names(self.schema, layout).join(", "));
                self.sink.push(Diagnostic::error(Code::MissingMember, self.place, message).help(help));
                return None;
            };
            chosen = self.case(layout, literal)?;
        }
        self.members(of, layout, params, &chosen)
    }

    fn case(&mut self, layout: &Struct, literal: &Literal) -> Option<Vec<Chosen>> {
        let LiteralValue::Text(name) = &literal.value else {
            refuse(self.sink, literal.span, "`case` is a case's name");
            return None;
        };
        let found = cases::find(self.schema, layout, name);
        if found.is_none() {
            let known = cases::names(self.schema, layout);
            let message = format!("`{}` has no case `{name}`", layout.name.printed);
            let error = Diagnostic::error(Code::UnknownCase, literal.span, message);
            self.sink.push(match nearest(name, known.iter().map(String::as_str)) {
                Some(near) => error.mean(near),
                None => error.help(format!("one of {}", known.join(", "))),
            });
        }
        found
    }

    fn members(
        &mut self,
        of: StructId,
        layout: &'a Struct,
        params: Vec<i128>,
        chosen: &[Chosen],
    ) -> Option<Record> {
        let mut rows = Vec::with_capacity(layout.rows.len());
        let mut complete = true;
        for row in &layout.rows {
            let value = if matches!(row.role, Role::Payload) {
                self.payload(layout, row, chosen).map(Some).ok_or(Refused)
            } else {
                self.member(layout, row)
            };
            complete &= value.is_ok();
            rows.push(value.unwrap_or(None));
        }
        let mut record = Record { of, params, rows, cut: None };
        // A member that is the tag of a union further inside need not be named: the case says it.
        for (row, tag) in row_tags(self.schema, layout, &record) {
            if let (Some(Role::Member(_)), Some(slot)) =
                (layout.rows.get(row.index()).map(|row| &row.role), record.rows.get_mut(row.index()))
            {
                slot.get_or_insert(Value::Int(tag));
            }
        }
        complete.then_some(record)
    }

    /// What is given for a row.
    fn member(&mut self, layout: &Struct, row: &'a Row) -> Result<Option<Value>, Refused> {
        let Some(name) = &row.name else { return Ok(None) };
        let given = self.take(|written| name.is(written));
        let takes = matches!(row.role, Role::Member(_) | Role::Value(_) | Role::Length | Role::Tag);
        if takes {
            self.known.push(name.snake());
        }
        match given {
            None => {
                let lacks = matches!((&row.role, &row.kind), (Role::Member(None), Kind::Bits(_)));
                if lacks && row.when.is_none() && !row.may_be_absent && !self.in_part {
                    let message = format!("`{}` of `{}` has no default", name.snake(), layout.name.printed);
                    let error = Diagnostic::error(Code::MissingMember, self.place, message);
                    self.sink.push(error.help("give it a value"));
                    return Err(Refused);
                }
                Ok(None)
            }
            Some((key, _)) if !takes => {
                let why = if matches!(row.role, Role::Const(_)) { "a constant" } else { "reserved" };
                let message = format!("`{}` is {why} and takes no value", key.value);
                self.sink.push(Diagnostic::error(Code::NotMember, key.span, message).help("leave it out"));
                Err(Refused)
            }
            Some((_, literal)) => self.value(layout, &row.kind, name, literal).map(Some).ok_or(Refused),
        }
    }

    fn payload(&mut self, layout: &'a Struct, row: &Row, chosen: &[Chosen]) -> Option<Value> {
        let union = layout.union.as_ref()?;
        let value = match chosen.split_first()? {
            (Chosen::Known(case), rest) => {
                let found = union.cases.get(*case)?;
                let body = self.schema.structs.get(found.body.index())?;
                let params = vec![0; body.params.len()];
                CaseValue::Known { case: *case, body: self.members(found.body, body, params, rest)? }
            }
            (Chosen::Unknown, _) => self.unknown_case(layout, row)?,
        };
        Some(Value::Case(Box::new(value)))
    }

    fn value(&mut self, layout: &Struct, kind: &Kind, name: &Name, literal: &Literal) -> Option<Value> {
        match kind {
            Kind::Bits(bits) => {
                scalar::value(self.schema, bits.ty, bits.width, literal, &name.printed, self.sink)
            }
            Kind::Bytes(_) | Kind::Reserved(_) | Kind::Payload(_) => {
                self.bytes(name, literal).map(Value::Bytes)
            }
            Kind::Text { .. } => {
                if let LiteralValue::Text(text) = &literal.value {
                    return Some(Value::Text(text.clone()));
                }
                self.wrong(name, literal, "is text");
                None
            }
            Kind::List { element, .. } | Kind::Array { element, .. } => {
                let LiteralValue::Array(items) = &literal.value else {
                    self.wrong(name, literal, "is a list");
                    return None;
                };
                let items: Vec<Option<Value>> =
                    items.iter().map(|item| self.element(layout, element, name, item)).collect();
                items.into_iter().collect::<Option<_>>().map(Value::List)
            }
            Kind::Nested { body, args, .. } => self.inner(layout, (*body, args), name, literal),
            Kind::Pointer => args::pointer(&name.printed, literal, self.sink),
            Kind::ReservedPointers(_) => None,
        }
    }

    fn element(
        &mut self,
        layout: &Struct,
        element: &Element,
        name: &Name,
        literal: &Literal,
    ) -> Option<Value> {
        match element {
            Element::Struct { body, args } => self.inner(layout, (*body, args), name, literal),
            Element::Scalar { ty, bytes, .. } => {
                // A list of integers holds whole bytes, even where its enum is narrower.
                let ty = match ty {
                    Scalar::Int(int) => Scalar::Int(IntType { bits: bytes * 8, ..*int }),
                    other => *other,
                };
                scalar::value(self.schema, ty, bytes * 8, literal, &name.printed, self.sink)
            }
        }
    }

    /// A struct or union in a table of its own.
    fn inner(
        &mut self,
        layout: &Struct,
        (body, args): (StructId, &[Expr]),
        name: &Name,
        literal: &Literal,
    ) -> Option<Value> {
        let LiteralValue::Table(fields) = &literal.value else {
            self.wrong(name, literal, "is a struct: a table of its fields");
            return None;
        };
        let params: Vec<i128> = args.iter().map(|arg| self.arg(layout, arg)).collect();
        read(self.schema, (body, &params), fields, literal.span, self.in_part, self.sink).map(Value::Record)
    }

    pub(super) fn bytes(&mut self, name: &Name, literal: &Literal) -> Option<Vec<u8>> {
        let LiteralValue::Text(text) = &literal.value else {
            self.wrong(name, literal, "is octets: a hex string like \"0A FF\"");
            return None;
        };
        unhex(text).map_err(|_| self.wrong(name, literal, "is octets: two hex digits a byte")).ok()
    }

    fn wrong(&mut self, name: &Name, literal: &Literal, why: &str) {
        refuse(self.sink, literal.span, &format!("`{}` {why}", name.printed));
    }
}
