//! What a file declares.

use std::rc::Rc;

use super::{Definition, Recorder, What};
use crate::name::Name;
use crate::resolve;
use crate::source::Span;
use crate::syntax::{Arg, File, Row, StructDecl, Text};

impl Recorder {
    /// Notes every name that a file declares.
    pub(crate) fn declare(&self, file: &File) {
        self.args(&file.protocol.context, file.protocol.name.span);
        for set in &file.fields {
            let owner = self.header(What::Fields, &set.name, None);
            self.rows(&set.rows, owner);
        }
        for decl in &file.enums {
            let owner = self.header(What::Enum, &decl.name, decl.rename.as_ref());
            for value in &decl.values {
                let whole = Span { end: value.value.span.end.max(value.name.span.end), ..value.name.span };
                self.declared(What::Enumerator, &value.name, value.rename.as_ref(), whole, Some(owner));
            }
        }
        for decl in &file.flags {
            let owner = self.header(What::Flags, &decl.name, decl.rename.as_ref());
            for flag in &decl.bits {
                let whole = Span { end: flag.bit.span.end.max(flag.name.span.end), ..flag.name.span };
                self.declared(What::Flag, &flag.name, flag.rename.as_ref(), whole, Some(owner));
            }
        }
        for decl in &file.structs {
            let what = if decl.union.is_some() { What::Union } else { What::Struct };
            let owner = self.layout(what, decl);
            for case in decl.union.iter().flat_map(|union| &union.cases) {
                self.declared(What::Case, &case.name, case.row.rename.as_ref(), case.name.span, Some(owner));
            }
        }
        for decl in &file.commands {
            self.layout(What::Command, &decl.request);
            if let Some(answer) = decl.parameters() {
                self.rows(&answer.rows, decl.request.name.span);
            }
        }
        for decl in &file.aliases {
            self.header(What::Alias, &decl.name, decl.rename.as_ref());
        }
        for decl in &file.events {
            self.layout(What::Event, &decl.layout);
        }
        for decl in &file.errors {
            let owner = self.header(What::Errors, &decl.name, decl.rename.as_ref());
            for code in &decl.codes {
                self.declared(What::Code, &code.name, None, code.span, Some(owner));
            }
        }
        for decl in &file.maps {
            let owner = self.header(What::Map, &decl.name, decl.rename.as_ref());
            self.args(&decl.args, owner);
        }
    }

    fn layout(&self, what: What, decl: &StructDecl) -> Span {
        let owner = self.header(what, &decl.name, decl.rename.as_ref());
        self.args(&decl.args, owner);
        self.rows(&decl.rows, owner);
        owner
    }

    fn rows(&self, rows: &[Rc<Row>], owner: Span) {
        for row in rows {
            if let Some(name) = &row.name {
                self.declared(What::Row, name, row.rename.as_ref(), row.span, Some(owner));
            }
        }
    }

    fn args(&self, args: &[Arg], owner: Span) {
        for arg in args {
            self.declared(What::Arg, &arg.name, None, arg.name.span, Some(owner));
        }
    }

    fn header(&self, what: What, name: &Text, rename: Option<&Text>) -> Span {
        self.declared(what, name, rename, name.span, None);
        name.span
    }

    fn declared(&self, what: What, name: &Text, rename: Option<&Text>, whole: Span, owner: Option<Span>) {
        let (span, known): (Span, Name) = (name.span, resolve::name(name, rename));
        let rename = rename.map(|rename| rename.span);
        let definition = Definition { what, name: known, span, rename, whole, owner };
        self.index.borrow_mut().definitions.push(definition);
    }
}
