//! Test vectors of the root file.

use crate::diag::{Code, Diagnostic, Sink};
use crate::ir::{Docs, Expect, Form, Map, MapId, ModuleId, Schema, StructId, Subject, Vector};
use crate::load::Loaded;
use crate::notation;
use crate::source::Spanned;
use crate::syntax::{Literal, LiteralValue, MapTestDecl, TestDecl, Text};
use crate::value::ErrorKind;

/// The vectors, in the order of the file's structs, then commands, events and other names of commands.
pub(super) fn vectors(schema: &Schema, loaded: &[Loaded], sink: &mut Sink) -> Vec<Vector> {
    let Some(root) = loaded.first() else { return Vec::new() };
    let structs = root.file.structs.iter().map(|decl| (&decl.name, &decl.tests));
    let commands = root.file.commands.iter().map(|decl| (&decl.request.name, &decl.request.tests));
    let events = root.file.events.iter().map(|decl| (&decl.layout.name, &decl.layout.tests));
    let mut vectors: Vec<Vector> = Vec::new();
    let mut add = |of: StructId, tests: &[TestDecl]| {
        for test in tests {
            let subject = outermost(schema, of);
            let number = vectors.iter().filter(|known| known.subject == Subject::Layout(subject)).count() + 1;
            vectors.extend(vector(schema, of, subject, number, test, sink));
        }
    };
    for (name, tests) in structs.chain(commands).chain(events) {
        // The key's place tells it from a small case of the same name.
        if let Some(index) = schema.structs.iter().position(|known| known.span == name.span) {
            add(StructId(index as u32), tests);
        }
    }
    for decl in &root.file.aliases {
        let alias = schema.aliases.iter().find(|alias| alias.span == decl.name.span);
        if let Some(command) = alias.and_then(|alias| schema.commands.get(alias.of.index())) {
            add(command.request, &decl.tests);
        }
    }
    let maps = schema.maps.iter().enumerate().filter(|(_, map)| map.module == ModuleId(0));
    for ((index, map), decl) in maps.zip(&root.file.maps) {
        for (test, number) in decl.tests.iter().zip(1..) {
            vectors.extend(mapping(schema, MapId(index as u32), map, number, test, sink));
        }
    }
    vectors
}

/// A vector of a map.
fn mapping(
    schema: &Schema,
    id: MapId,
    map: &Map,
    number: usize,
    test: &MapTestDecl,
    sink: &mut Sink,
) -> Option<Vector> {
    let from = &test.source;
    let source = notation::record(schema, map.from, &[], &from.value, from.span, sink);
    let args = notation::map_args(schema, map, &test.args, test.span, sink);
    let gives = match (&test.out, &test.error) {
        (Some(out), _) => notation::part(schema, map.to, &out.value, out.span, sink).map(Ok),
        (None, Some(error)) => Some(Err(error.value)),
        (None, None) => None,
    };
    Some(Vector {
        subject: Subject::Map(id),
        number,
        docs: Docs { text: test.doc.as_ref().map(|doc| doc.value.clone()), ..Docs::default() },
        bytes: None,
        expect: Expect::Maps { source: source?, args: args?, gives: gives? },
        args: Vec::new(),
        context: None,
        span: test.out.as_ref().map_or(test.span, |out| out.span),
    })
}

/// The union that a child stands in, at the top.
fn outermost(schema: &Schema, mut id: StructId) -> StructId {
    while let Some(parent) = schema.structs.get(id.index()).and_then(|known| known.parent) {
        id = parent;
    }
    id
}

fn vector(
    schema: &Schema,
    child: StructId,
    subject: StructId,
    number: usize,
    test: &TestDecl,
    sink: &mut Sink,
) -> Option<Vector> {
    if let Some(of) = schema.structs.get(subject.index()).filter(|of| of.c.is_some()) {
        let message = format!("`{}` holds pointers and has no bytes on any wire to compare", of.name.printed);
        let error = Diagnostic::error(Code::PointerPlace, test.span, message);
        sink.push(error.help("a vector of a map says what stands in it"));
        return None;
    }
    let args = notation::args(schema, subject, &test.args, test.span, sink)?;
    let context = in_context(schema, subject, test, sink)?;
    let expect = match (&test.error, &test.fields) {
        (Some(kind), _) => Expect::Error(kind.value),
        (None, Some(fields)) => {
            let fields = named_case(schema, child, subject, fields);
            Expect::Fields(notation::record(schema, subject, &args, &fields.value, fields.span, sink)?)
        }
        (None, None) => Expect::RoundTrip,
    };
    Some(Vector {
        subject: Subject::Layout(subject),
        number,
        docs: Docs { text: test.doc.as_ref().map(|doc| doc.value.clone()), ..Docs::default() },
        bytes: test.bytes.as_ref().map(|bytes| bytes.value.clone()),
        expect,
        args,
        context,
        span: test.bytes.as_ref().map_or(test.span, |bytes| bytes.span),
    })
}

/// What the caller knows where the bytes are to be decoded as any request. `None`: refused.
#[allow(clippy::option_option, reason = "refused and not asked for are two things")]
fn in_context(
    schema: &Schema,
    subject: StructId,
    test: &TestDecl,
    sink: &mut Sink,
) -> Option<Option<Vec<i128>>> {
    let of = schema.structs.get(subject.index())?;
    let is_request = matches!(of.form, Form::Request(_));
    let unknown = test.error.as_ref().filter(|error| error.value == ErrorKind::Unknown && is_request);
    let (given, place) = match (&test.context, unknown) {
        (Some(context), _) if !is_request || schema.context.is_empty() => {
            let message = if is_request {
                "this protocol has no `context` that a request could be decoded in"
            } else {
                "only requests are decoded in a context"
            };
            sink.push(Diagnostic::error(Code::NotMember, context.span, message).help("leave it out"));
            return None;
        }
        (Some(context), _) => (context.value.as_slice(), context.span),
        // Whether it is a command depends on the context.
        (None, Some(error)) if !schema.context.is_empty() => (&[][..], error.span),
        (None, _) => return Some(None),
    };
    notation::context(schema, given, place, sink).map(Some)
}

/// A vector under a child of a union is one of the union, whose case is the child.
fn named_case(
    schema: &Schema,
    child: StructId,
    subject: StructId,
    fields: &Spanned<Vec<(Text, Literal)>>,
) -> Spanned<Vec<(Text, Literal)>> {
    let mut fields = fields.clone();
    let known = schema.structs.get(child.index());
    let is_leaf = known.is_some_and(|known| known.form != Form::Union);
    if child != subject && is_leaf && fields.value.iter().all(|(name, _)| name.value != "case") {
        let name = known.map(|known| known.name.printed.clone()).unwrap_or_default();
        let case = Literal { value: LiteralValue::Text(name), span: fields.span };
        fields.value.insert(0, (Text::new("case".to_owned(), fields.span), case));
    }
    fields
}
