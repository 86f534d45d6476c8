//! Everything that becomes a struct of the model, in the order of [`StructId`]s.

use std::rc::Rc;

use super::checksums;
use super::recursion;
use super::requests::{self, Fixed};
use crate::diag::{Code, Diagnostic, Sink};
use crate::ir::{Carrier, CommandId, EventId, Form, ModuleId, StructId};
use crate::load::Loaded;
use crate::name::{Name, nearest};
use crate::resolve::{self, Item, Names};
use crate::source::{Span, Spanned};
use crate::syntax::{Arg, CaseDecl, CommandDecl, Docs, ExprText, Integer, Row, StructDecl, Text, UnionDecl};

/// Rows of one struct. Row sets that use row sets multiply, so that a short file could ask for any number.
const MAX_ROWS: usize = 4096;

/// A struct, union, small case or request as the author wrote it, `use` expanded.
#[derive(Debug)]
#[allow(clippy::struct_excessive_bools, reason = "facts that do not depend on each other")]
pub(crate) struct Source<'a> {
    /// Index of its file.
    pub(crate) file: usize,
    /// Its name.
    pub(crate) name: Name,
    /// Its key.
    pub(crate) span: Span,
    /// What it is.
    pub(crate) form: Form,
    /// For people.
    pub(crate) docs: &'a Docs,
    /// Its rows; the opcode of a request among them.
    pub(crate) rows: Vec<Rc<Row>>,
    /// The byte order of rows that do not say theirs: whether little.
    pub(crate) little_endian: Option<bool>,
    /// `layout = "c"`.
    pub(crate) c_layout: Option<Span>,
    /// `args`.
    pub(crate) args: &'a [Arg],
    /// `required`.
    pub(crate) required: Option<&'a Spanned<Integer>>,
    /// `size`.
    pub(crate) size: Option<&'a ExprText>,
    /// `trailing = "ignore"`.
    pub(crate) trailing_ignored: bool,
    /// `align`: 1 where there is none.
    pub(crate) align: u64,
    /// `max_depth`.
    pub(crate) max_depth: Option<Spanned<u32>>,
    /// It can hold itself.
    pub(crate) recursive: bool,
    /// The union it is a child of.
    pub(crate) parent: Option<StructId>,
    /// Which tags of the parent it stands for.
    pub(crate) child_tags: Option<&'a Spanned<Vec<ExprText>>>,
    /// What makes it a union.
    pub(crate) union: Option<&'a UnionDecl>,
    /// Its payload is all it has, and was not written.
    pub(crate) implicit_payload: bool,
    /// The small case it is.
    pub(crate) case: Option<&'a CaseDecl>,
    /// The command it is the request of.
    pub(crate) command: Option<&'a CommandDecl>,
    /// What a request holds beside the author's rows.
    pub(crate) request: Option<Fixed>,
    /// Where its rows are parameters of 32 bits each: the bytes before the first one.
    pub(crate) parameters: Option<u64>,
    /// Rows whose `value` has a checksum in it or follows from one.
    pub(crate) checksums: Vec<usize>,
    /// Something about it is wrong that would only make noise further on.
    pub(crate) broken: bool,
}

impl Source<'_> {
    /// The module it is in.
    pub(crate) fn module(&self) -> ModuleId {
        ModuleId(self.file as u32)
    }

    /// The first byte of row `index`, where it is a parameter.
    pub(crate) fn parameter(&self, index: usize) -> Option<u64> {
        let lead = self.parameters?;
        let before = index.checked_sub(usize::from(lead > 0))?;
        Some(lead + 4 * before as u64)
    }
}

/// All of them.
pub(crate) fn sources<'a>(files: &'a [Loaded], names: &Names<'a>, sink: &mut Sink) -> Vec<Source<'a>> {
    let mut all: Vec<Source<'a>> = Vec::new();
    let (mut commands, mut events) = (0, 0);
    for (index, loaded) in files.iter().enumerate() {
        let endian = loaded.file.protocol.little_endian.as_ref().map(|little| little.value);
        for decl in &loaded.file.structs {
            let id = StructId(all.len() as u32);
            let form = if decl.union.is_some() { Form::Union } else { Form::Struct };
            let mut source = source(decl, index, form, endian, names, sink);
            attach(&mut source, decl, names, sink);
            if let Some(union) = source.union.filter(|_| source.rows.is_empty() && !source.broken) {
                source.rows.push(implicit_payload(union.tag.span(), &decl.name));
                source.implicit_payload = true;
            }
            all.push(source);
            for case in decl.union.iter().flat_map(|union| &union.cases) {
                all.push(small_case(case, id, index, decl, endian));
            }
        }
        let carrier = names.carrier(index);
        for decl in &loaded.file.commands {
            let id = CommandId(commands);
            let mut request = source(&decl.request, index, Form::Request(id), endian, names, sink);
            requests::request(&mut request, decl, carrier, sink);
            all.push(request);
            if let Some(decl) = decl.parameters() {
                let mut answer = source(decl, index, Form::Answer(id), endian, names, sink);
                // Of another carrier it has its own error.
                let mut unread = Sink::default();
                let ptp = carrier.is_none_or(|carrier| carrier == Carrier::Ptp);
                requests::parameters(&mut answer, 0, if ptp { &mut *sink } else { &mut unread });
                unread.drain();
                all.push(answer);
            }
            commands += 1;
        }
        for decl in &loaded.file.events {
            let mut event = source(&decl.layout, index, Form::Event(EventId(events)), endian, names, sink);
            requests::event(&mut event, decl, carrier, sink);
            all.push(event);
            events += 1;
        }
    }
    break_cycles(&mut all, sink);
    recursion::mark(&mut all, names, sink);
    all
}

fn source<'a>(
    decl: &'a StructDecl,
    file: usize,
    form: Form,
    endian: Option<bool>,
    names: &Names<'a>,
    sink: &mut Sink,
) -> Source<'a> {
    let mut rows = Vec::new();
    let whole = expand(&decl.rows, file, names, &mut Uses::default(), &mut rows, sink);
    let checksums = checksums::written(&rows);
    Source {
        file,
        name: resolve::name(&decl.name, decl.rename.as_ref()),
        span: decl.name.span,
        form,
        docs: &decl.docs,
        rows,
        little_endian: match decl.c_layout {
            Some(_) => Some(true),
            None => decl.little_endian.as_ref().map(|little| little.value).or(endian),
        },
        c_layout: decl.c_layout,
        args: &decl.args,
        required: decl.required.as_ref(),
        size: decl.size.as_ref(),
        trailing_ignored: decl.trailing_ignored,
        align: decl
            .align
            .as_ref()
            .and_then(|align| u64::try_from(align.value.value).ok())
            .unwrap_or(1)
            .max(1),
        max_depth: decl.max_depth,
        recursive: false,
        parent: None,
        child_tags: None,
        union: decl.union.as_ref(),
        implicit_payload: false,
        case: None,
        command: None,
        request: None,
        parameters: None,
        checksums,
        broken: !whole,
    }
}

/// The row sets that a struct uses.
#[derive(Default)]
struct Uses<'a> {
    /// Those that the rows at hand stand in.
    inside: Vec<&'a str>,
    /// Those with a named row that were gone through, and where each was used first.
    before: Vec<(&'a str, Span)>,
    /// Rows that were looked at.
    visited: usize,
}

/// Replaces `use` by the rows it names. Gives whether all were found.
fn expand<'a>(
    from: &'a [Rc<Row>],
    file: usize,
    names: &Names<'a>,
    uses: &mut Uses<'a>,
    rows: &mut Vec<Rc<Row>>,
    sink: &mut Sink,
) -> bool {
    let mut whole = true;
    for row in from {
        uses.visited += 1;
        if uses.visited > MAX_ROWS {
            let message = format!("more than {MAX_ROWS} rows");
            sink.push(Diagnostic::error(Code::NumberRange, row.span, message));
            return false;
        }
        let Some(used) = &row.use_ else {
            rows.push(Rc::clone(row));
            continue;
        };
        let Some(set) = names.fields(file, &used.value) else {
            let message = format!("there is no `[fields.{}]`", used.value);
            let mut diagnostic = Diagnostic::error(Code::UnknownFields, used.span, message);
            if let Some(near) = nearest(&used.value, names.field_sets(file)) {
                diagnostic = diagnostic.mean(near);
            }
            sink.push(diagnostic);
            whole = false;
            continue;
        };
        names.recorder().used(used.span, set.name.span);
        if uses.inside.contains(&set.name.value.as_str()) {
            let message = format!("`[fields.{}]` would hold its own rows", used.value);
            sink.push(
                Diagnostic::error(Code::Recursion, used.span, message).label(set.name.span, "declared here"),
            );
            whole = false;
            continue;
        }
        let first = uses.before.iter().find(|(known, _)| *known == set.name.value).map(|(_, span)| *span);
        let (start, mut found) = (rows.len(), Sink::default());
        uses.inside.push(&set.name.value);
        let right = expand(&set.rows, file, names, uses, rows, &mut found);
        uses.inside.pop();
        let found = found.drain();
        let named = rows.iter().skip(start).any(|row| row.name.is_some());
        match first {
            // Its rows would clash with themselves, each at one place.
            Some(first) => {
                let message = format!("the rows of `[fields.{}]` are here already", used.value);
                let error = Diagnostic::error(Code::NameClash, used.span, message);
                sink.push(error.label(first, "used here"));
                rows.truncate(start);
                whole = false;
            }
            None => {
                if named {
                    uses.before.push((&set.name.value, used.span));
                }
                for found in found {
                    sink.push(found);
                }
                whole &= right;
            }
        }
    }
    whole
}

/// Finds the union that `of` names.
fn attach<'a>(source: &mut Source<'a>, decl: &'a StructDecl, names: &Names<'a>, sink: &mut Sink) {
    let Some(of) = &decl.of else { return };
    source.child_tags = decl.child_tags.as_ref();
    match names.used(source.file, &of.value, of.span) {
        Some(Item::Struct(id)) => source.parent = Some(id),
        found => {
            source.broken = true;
            let message = match found {
                None => format!("there is no union `{}`", of.value),
                Some(_) => format!("`{}` is no union", of.value),
            };
            let mut diagnostic = Diagnostic::error(Code::UnknownUnion, of.span, message);
            let is_struct = |item| matches!(item, Item::Struct(_));
            if let Some(hint) = names.hint(source.file, &of.value, &is_struct).filter(|_| found.is_none()) {
                diagnostic = hint.on(diagnostic, of.span);
            }
            sink.push(diagnostic);
        }
    }
}

fn small_case<'a>(
    case: &'a CaseDecl,
    union: StructId,
    file: usize,
    decl: &'a StructDecl,
    endian: Option<bool>,
) -> Source<'a> {
    Source {
        file,
        name: resolve::name(&case.name, case.row.rename.as_ref()),
        span: case.name.span,
        form: Form::Case,
        docs: &case.row.docs,
        rows: vec![Rc::new(Row { rename: None, ..case.row.clone() })],
        little_endian: decl.little_endian.as_ref().map(|little| little.value).or(endian),
        c_layout: None,
        args: &[],
        required: None,
        size: None,
        trailing_ignored: false,
        align: 1,
        max_depth: None,
        recursive: false,
        parent: Some(union),
        child_tags: None,
        union: None,
        implicit_payload: false,
        case: Some(case),
        command: None,
        request: None,
        parameters: None,
        checksums: Vec::new(),
        broken: false,
    }
}

/// What a union without `fields` consists of.
fn implicit_payload(span: Span, name: &Text) -> Rc<Row> {
    Rc::new(Row {
        name: Some(Text::new("payload".to_owned(), name.span)),
        ty: Some(Text::new("payload".to_owned(), name.span)),
        ..Row::empty(span)
    })
}

/// Breaks chains of `of` that lead back to where they started.
fn break_cycles(all: &mut [Source<'_>], sink: &mut Sink) {
    for start in 0..all.len() {
        let mut at = start;
        let mut steps = 0;
        while let Some(parent) = all.get(at).and_then(|source| source.parent).filter(|_| steps <= all.len()) {
            at = parent.index();
            steps += 1;
            if at == start {
                break;
            }
        }
        let Some(source) = all.get_mut(start).filter(|_| steps > 0 && at == start) else { continue };
        source.parent = None;
        source.broken = true;
        let message = format!("union `{}` would be a child of itself", source.name.printed);
        sink.push(Diagnostic::error(Code::Recursion, source.span, message));
    }
}
