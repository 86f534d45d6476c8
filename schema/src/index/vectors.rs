//! The names in test vectors.

use super::Recorder;
use crate::ir::{Element, Kind, Map, MapParamType, Row, Scalar, Schema, Struct, StructId};
use crate::load::Loaded;
use crate::name::Name;
use crate::source::Span;
use crate::syntax::{Arg, Literal, LiteralValue, MapTestDecl, TestDecl, Text};

impl Recorder {
    /// Notes what the names in the vectors of all files mean.
    pub(crate) fn vectors(&self, schema: &Schema, files: &[Loaded]) {
        let walk = Walk { schema, files, recorder: self };
        for file in files.iter().map(|loaded| &loaded.file) {
            let layouts = file.structs.iter().chain(file.commands.iter().map(|decl| &decl.request));
            for decl in layouts.chain(file.events.iter().map(|decl| &decl.layout)) {
                if let (false, Some(id)) = (decl.tests.is_empty(), walk.declared(decl.name.span)) {
                    decl.tests.iter().for_each(|test| walk.test(id, test, &decl.args));
                }
            }
            for decl in &file.aliases {
                let alias = schema.aliases.iter().find(|alias| alias.span == decl.name.span);
                if let Some(command) = alias.and_then(|alias| schema.commands.get(alias.of.index())) {
                    decl.tests.iter().for_each(|test| walk.test(command.request, test, &[]));
                }
            }
            for decl in &file.maps {
                if let Some(map) = schema.maps.iter().find(|map| map.span == decl.name.span) {
                    decl.tests.iter().for_each(|test| walk.map_test(map, test, &decl.args));
                }
            }
        }
    }
}

struct Walk<'w> {
    schema: &'w Schema,
    files: &'w [Loaded],
    recorder: &'w Recorder,
}

impl<'w> Walk<'w> {
    /// A vector of a layout.
    fn test(&self, id: StructId, test: &TestDecl, args: &[Arg]) {
        let outer = self.outermost(id);
        let params = self.layout(outer).map_or(&[][..], |layout| &layout.params);
        self.given(&test.args, args, &|name| {
            params.iter().find(|param| param.name.is(name)).map(|param| param.ty)
        });
        if let Some(context) = &test.context {
            let known = |name: &str| self.schema.context.iter().find(|param| param.name.is(name));
            for loaded in self.files {
                let args = &loaded.file.protocol.context;
                self.given(&context.value, args, &|name| known(name).map(|param| param.ty));
            }
        }
        if let Some(fields) = &test.fields {
            self.record(outer, Some(id), &fields.value);
        }
    }

    /// A vector of a map.
    fn map_test(&self, map: &Map, test: &MapTestDecl, args: &[Arg]) {
        self.given(&test.args, args, &|name| match map.params.iter().find(|param| param.name.is(name))?.ty {
            MapParamType::Scalar(ty) => Some(ty),
            MapParamType::Pointer => None,
        });
        self.record(map.from, None, &test.source.value);
        if let Some(out) = &test.out {
            self.record(map.to, None, &out.value);
        }
    }

    /// What is given for args.
    fn given(&self, given: &[(Text, Literal)], args: &[Arg], ty: &dyn Fn(&str) -> Option<Scalar>) {
        for (name, literal) in given {
            if let Some(arg) = args.iter().find(|arg| Name::new(&arg.name.value).is(&name.value)) {
                self.recorder.used(name.span, arg.name.span);
            }
            if let Some(ty) = ty(&name.value) {
                self.scalar(ty, literal);
            }
        }
    }

    fn layout(&self, id: StructId) -> Option<&'w Struct> {
        self.schema.structs.get(id.index())
    }

    fn declared(&self, name: Span) -> Option<StructId> {
        let at = self.schema.structs.iter().position(|known| known.span == name)?;
        Some(StructId(at as u32))
    }

    /// The union that a child stands in, at the top.
    fn outermost(&self, mut id: StructId) -> StructId {
        while let Some(parent) = self.layout(id).and_then(|known| known.parent) {
            id = parent;
        }
        id
    }

    /// The fields of one struct; of a union those of the case that is named, or of `case`.
    fn record(&self, id: StructId, case: Option<StructId>, fields: &[(Text, Literal)]) {
        let named = fields.iter().find(|(name, _)| name.value == "case").map(|(_, literal)| literal);
        let named = named.and_then(|literal| self.case(id, literal)).or(case);
        let mut levels = vec![id];
        let mut at = named.filter(|case| *case != id);
        while let Some(child) = at.filter(|child| *child != id && levels.len() < 64) {
            levels.push(child);
            at = self.layout(child).and_then(|child| child.parent);
        }
        let rows: Vec<&Row> =
            levels.iter().filter_map(|id| Some(&self.layout(*id)?.rows)).flatten().collect();
        for (name, literal) in fields {
            let row = rows.iter().find(|row| row.name.as_ref().is_some_and(|known| known.is(&name.value)));
            if let Some(row) = row {
                // The one row of a small case stands where the case's own name does.
                if levels.iter().all(|id| self.layout(*id).is_none_or(|of| of.span != row.span)) {
                    self.recorder.used(name.span, row.span);
                }
                self.value(&row.kind, literal);
            }
        }
    }

    /// The child of a union that `case` names: of `Page0.Unknown` the union.
    fn case(&self, union: StructId, literal: &Literal) -> Option<StructId> {
        let LiteralValue::Text(written) = &literal.value else { return None };
        let (mut at, mut start) = (union, 0);
        for name in written.split('.') {
            if let Some((id, layout)) = self.below(at, name) {
                self.recorder.used(literal.span.part(start, start + name.len()), layout.span);
                at = id;
            }
            start += name.len() + 1;
        }
        Some(at).filter(|at| *at != union)
    }

    /// A child of a union, or of its children, by its name.
    fn below(&self, union: StructId, name: &str) -> Option<(StructId, &'w Struct)> {
        let mut open = vec![union];
        for _ in 0..4096 {
            let id = open.pop()?;
            let Some(layout) = self.layout(id) else { continue };
            if id != union && layout.name.is(name) {
                return Some((id, layout));
            }
            open.extend(layout.union.iter().flat_map(|union| &union.cases).map(|case| case.body));
        }
        None
    }

    fn value(&self, kind: &Kind, literal: &Literal) {
        match kind {
            Kind::Bits(bits) => self.scalar(bits.ty, literal),
            Kind::Nested { body, .. } => self.inside(*body, literal),
            Kind::List { element, .. } | Kind::Array { element, .. } => {
                let LiteralValue::Array(items) = &literal.value else { return };
                for item in items {
                    match element {
                        Element::Scalar { ty, .. } => self.scalar(*ty, item),
                        Element::Struct { body, .. } => self.inside(*body, item),
                    }
                }
            }
            _ => {}
        }
    }

    fn inside(&self, body: StructId, literal: &Literal) {
        if let LiteralValue::Table(fields) = &literal.value {
            self.record(body, None, fields);
        }
    }

    /// An enumerator or code by its name, with that of its table in front or not.
    fn scalar(&self, ty: Scalar, literal: &Literal) {
        if let (Scalar::Flags(id), LiteralValue::Array(items)) = (ty, &literal.value) {
            let Some(of) = self.schema.flags.get(id.index()) else { return };
            for item in items {
                if let LiteralValue::Text(written) = &item.value {
                    self.recorder.word(item.span, written, &of.name, of.span);
                }
            }
            return;
        }
        let LiteralValue::Text(written) = &literal.value else { return };
        let (name, owner) = match ty {
            Scalar::Enum(id) => match self.schema.enums.get(id.index()) {
                Some(found) => (&found.name, found.span),
                None => return,
            },
            Scalar::Errors(id) => match self.schema.errors.get(id.index()) {
                Some(found) => (&found.name, found.span),
                None => return,
            },
            _ => return,
        };
        self.recorder.word(literal.span, written, name, owner);
    }
}

impl Recorder {
    /// Notes the name of an enumerator or code where that of its table may stand in front of it.
    pub(crate) fn word(&self, span: Span, written: &str, table: &Name, owner: Span) {
        let front = written.strip_prefix(table.printed.as_str()).and_then(|rest| rest.strip_prefix('.'));
        let name = front.unwrap_or(written);
        let start = written.len() - name.len();
        if front.is_some() {
            self.used(span.part(0, start - 1), owner);
        }
        self.member(span.part(start, written.len()), owner, name);
    }
}
