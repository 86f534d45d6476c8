//! An unknown case: its bytes and its tag, from the fields that make it.

use super::read::Reader;
use super::scalar;
use crate::diag::{Code, Diagnostic, Sink};
use crate::interp;
use crate::ir::{Constant, Expr, Kind, Role, Row, Struct};
use crate::name::Name;
use crate::value::CaseValue;

impl Reader<'_> {
    /// What stands in the payload of `layout` where the tag is none that the schema has.
    pub(super) fn unknown_case(&mut self, layout: &Struct, row: &Row) -> Option<CaseValue> {
        let union = layout.union.as_ref()?;
        let name = row.name.clone().unwrap_or_else(|| Name::new("payload"));
        self.known.push(name.snake());
        let bytes = match self.take(|written| name.is(written)) {
            Some((_, literal)) => self.bytes(&name, literal)?,
            None => Vec::new(),
        };
        let tag =
            interp::fold(&union.tag, &|row| self.written(layout, row), &|param| self.param(layout, param));
        if tag.is_none() {
            let message = format!("the tag of an unknown case of `{}` is not given", layout.name.printed);
            let named = union.tag_row.and_then(|row| layout.rows.get(row.index())?.name.as_ref());
            let help = match named {
                Some(name) => format!("name `{}`", name.snake()),
                None => "name the fields that it consists of".into(),
            };
            self.sink.push(Diagnostic::error(Code::MissingMember, self.place, message).help(help));
        }
        Some(CaseValue::Unknown { tag: tag?, bytes })
    }

    /// What an inner struct gets for one of its args.
    pub(super) fn arg(&self, layout: &Struct, arg: &Expr) -> i128 {
        let row = |index| {
            let default = match layout.rows.get(index).map(|row: &Row| &row.role) {
                Some(Role::Member(Some(Constant::Int(value))) | Role::Const(Constant::Int(value))) => *value,
                _ => 0,
            };
            Some(self.written(layout, index).unwrap_or(default))
        };
        interp::fold(arg, &row, &|param| self.param(layout, param)).unwrap_or(0)
    }

    /// The integer that was written for a row.
    fn written(&self, layout: &Struct, index: usize) -> Option<i128> {
        let row = layout.rows.get(index)?;
        let name = row.name.as_ref()?;
        let (_, literal) = self.fields.iter().find(|(key, _)| name.is(&key.value))?;
        let Kind::Bits(bits) = row.kind else { return None };
        // What is wrong with the literal is said where it is read as a member.
        let mut quiet = Sink::default();
        let value = scalar::read(self.schema, bits.ty, bits.width, literal, &name.printed, &mut quiet);
        quiet.drain();
        value
    }

    /// A param: a field of a parent, or an arg of the outermost layout.
    fn param(&self, layout: &Struct, index: usize) -> Option<i128> {
        let name = &layout.params.get(index)?.name;
        let mut parent = layout.parent;
        while let Some(outer) = parent.and_then(|id| self.schema.structs.get(id.index())) {
            let named = |row: &Row| row.name.as_ref().is_some_and(|row| row.printed == name.printed);
            if let Some(index) = outer.rows.iter().position(named) {
                return self.written(outer, index);
            }
            parent = outer.parent;
        }
        self.args.iter().find(|(arg, _)| arg.printed == name.printed).map(|(_, value)| *value)
    }
}
