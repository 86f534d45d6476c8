//! The names that a struct's expressions see.

use std::cell::RefCell;

use super::Lowering;
use super::draft::{ANY_LEN, Draft, Origin, OriginKind, ParamDraft};
use super::source::Source;
use crate::expr::{self, Found, Place, Reads, Scope, Words};
use crate::index::Recorder;
use crate::ir::{
    Constant, Docs, Expr, Interval, Kind, MAX_DATA, MAX_LEN, Node, Param, Role, Row, RowId, Scalar, StructId,
    StructSize,
};
use crate::name::Name;
use crate::resolve::Item;
use crate::source::Span;

/// What `len(p)` of a pointer can be.
pub(super) const POINTED: Interval = Interval::new(0, MAX_DATA);

/// The scope of one expression.
pub(super) struct RowScope<'s, 'a> {
    /// Everything that is lowered already.
    pub(super) low: &'s Lowering<'a>,
    /// Which struct it is in.
    pub(super) id: StructId,
    /// Its rows as far as they are lowered.
    pub(super) draft: &'s Draft,
    /// Its params; a parent's field becomes one when it is looked at.
    pub(super) params: &'s RefCell<Vec<ParamDraft>>,
    /// The row that the expression belongs to.
    pub(super) this: Option<usize>,
    /// The first row that comes too late.
    pub(super) limit: usize,
    /// What is known to hold.
    pub(super) known: Vec<Expr>,
    /// Whether rows that may be cut off may be looked at: the expression is not computed without them.
    pub(super) tolerant: bool,
    /// Whether all rows count as there: that they are is asked for elsewhere.
    pub(super) present: bool,
}

impl<'a> RowScope<'_, 'a> {
    fn source(&self) -> Option<&Source<'a>> {
        self.low.sources.get(self.id.index())
    }

    /// Row `index`, of which the draft may know nothing yet.
    fn row(&self, index: usize) -> Option<Found> {
        let late = index >= self.limit;
        let place = Place::Row(RowId(index as u32), Vec::new());
        let Some((row, side)) = self.draft.rows.get(index).zip(self.draft.sides.get(index)) else {
            let row = self.source()?.rows.get(index)?;
            let span = row.name.as_ref().map_or(row.span, |name| name.span);
            let reads = Reads::Scalar { interval: Interval::new(0, i128::from(u64::MAX)), is_bool: false };
            let (len, count) = (Some(ANY_LEN), Some(ANY_LEN));
            return Some(Found { place, reads, len, count, offset: None, late: true, when: None, span });
        };
        let reads = if side.broken { Reads::Broken } else { self.low.reads_of(self.id, index, row) };
        // In a row that is itself cut off with it, nothing is computed.
        let covered = self.tolerant
            || self.this.and_then(|this| self.draft.rows.get(this)).is_some_and(|this| this.may_be_absent);
        let cut = row.may_be_absent && self.this != Some(index) && (!covered || late);
        let when = if cut { Some(expr::constant(0, true)) } else { row.when.clone() };
        let when = when.filter(|_| !self.present);
        let offset = side.byte.filter(|_| !side.broken);
        Some(Found {
            place,
            reads,
            len: Some(if matches!(row.kind, Kind::Pointer) { POINTED } else { side.len }),
            count: side.count,
            offset,
            late,
            when,
            span: row.span,
        })
    }

    /// Param `index`.
    fn param(&self, index: usize) -> Option<Found> {
        let params = self.params.borrow();
        let draft = params.get(index)?;
        let reads = if draft.broken { Reads::Broken } else { self.low.scalar_reads(draft.param.ty) };
        Some(Found::param(index, reads, draft.span))
    }

    /// A field or arg of a parent, as a param.
    fn parents(&self, name: &str) -> Option<Found> {
        let mut at = self.source()?.parent;
        while let Some(owner) = at {
            let source = self.low.sources.get(owner.index())?;
            if let Some(draft) = self.low.drafts.get(owner.index()).and_then(Option::as_ref) {
                let payload = draft.rows.iter().position(|row| matches!(row.kind, Kind::Payload(_)));
                if let Some(index) = position(&draft.rows.iter().map(|row| row.name.as_ref()), name) {
                    let late = payload.is_some_and(|payload| index >= payload);
                    return self.parent_row(owner, draft, index, late);
                }
                let declared = draft.params.iter().filter(|param| param.origin.is_none());
                if let Some(index) = position(&declared.map(|param| Some(&param.param.name)), name) {
                    let origin = Origin { owner, what: OriginKind::Arg(index as u32) };
                    let param = draft.params.get(index)?;
                    return self.adopt(origin, &param.param, param.broken, param.span);
                }
            }
            at = source.parent;
        }
        None
    }

    fn parent_row(&self, owner: StructId, draft: &Draft, index: usize, late: bool) -> Option<Found> {
        let (row, side) = draft.rows.get(index).zip(draft.sides.get(index))?;
        let Kind::Bits(bits) = &row.kind else {
            // Nothing but integers is handed down.
            return Some(Found {
                place: Place::Row(RowId(index as u32), Vec::new()),
                reads: if side.broken { Reads::Broken } else { Reads::Other("no integer of the parent") },
                len: None,
                count: None,
                offset: None,
                late,
                when: None,
                span: row.span,
            });
        };
        let origin = Origin { owner, what: OriginKind::Row(RowId(index as u32)) };
        let name = row.name.clone().unwrap_or_else(|| Name::new("reserved"));
        let param = Param { name, ty: bits.ty, default: None, docs: row.docs.clone() };
        let mut found = self.adopt(origin, &param, side.broken, row.span)?;
        found.late = late;
        if self.low.source(owner).is_some_and(|source| source.checksums.contains(&index)) {
            found.reads = checksum(found.reads);
        }
        if row.when.is_some() || row.may_be_absent {
            found.when = Some(expr::constant(0, true));
        }
        Some(found)
    }

    /// The param that stands for `origin`, made where there is none yet.
    fn adopt(&self, origin: Origin, param: &Param, broken: bool, span: Span) -> Option<Found> {
        let existing = self.params.borrow().iter().position(|param| param.origin == Some(origin));
        let index = existing.unwrap_or_else(|| {
            let mut params = self.params.borrow_mut();
            let param = Param { default: None, ..param.clone() };
            params.push(ParamDraft { param, origin: Some(origin), broken, span });
            params.len() - 1
        });
        self.param(index)
    }
}

/// The first of `names` that `written` means: as printed before any other way of writing it.
pub(super) fn position<'n>(
    names: &(impl Iterator<Item = Option<&'n Name>> + Clone),
    written: &str,
) -> Option<usize> {
    let mut exact = names.clone();
    exact
        .position(|name| name.is_some_and(|name| name.printed == written))
        .or_else(|| names.clone().position(|name| name.is_some_and(|name| name.is(written))))
}

impl Scope for RowScope<'_, '_> {
    fn find(&self, name: &str) -> Option<Found> {
        let source = self.source()?;
        let known: Vec<Option<Name>> = source
            .rows
            .iter()
            .map(|row| row.name.as_ref().map(|name| crate::resolve::name(name, row.rename.as_ref())))
            .collect();
        if let Some(index) = position(&known.iter().map(Option::as_ref), name) {
            return self.row(index);
        }
        let own = {
            let params = self.params.borrow();
            let own: Vec<Option<Name>> =
                params.iter().map(|param| param.origin.is_none().then(|| param.param.name.clone())).collect();
            position(&own.iter().map(Option::as_ref), name)
        };
        own.map_or_else(|| self.parents(name), |index| self.param(index))
    }

    fn field(&self, of: &Found, name: &str) -> Option<Found> {
        let Place::Row(row, path) = &of.place else { return None };
        let (draft, body) = self.low.nested(self.draft, *row, path)?;
        let Some(index) = position(&draft.rows.iter().map(|row| row.name.as_ref()), name) else {
            // What holds itself and may not is refused already; which rows it has is not known.
            let is_refused = self.low.source(body).is_some_and(|source| source.recursive && source.broken);
            return is_refused.then(|| Found { reads: Reads::Broken, ..of.clone() });
        };
        let (inner, side) = draft.rows.get(index).zip(draft.sides.get(index))?;
        let mut longer = path.clone();
        longer.push(RowId(index as u32));
        let when = match &inner.when {
            _ if inner.may_be_absent => Some(expr::constant(0, true)),
            None => None,
            Some(when) => Some(expr::substitute(when, &mut |leaf| match &leaf.node {
                Node::Row(first, rest) => {
                    let node = Node::Row(*row, [&path[..], &[*first], rest].concat());
                    Some(Expr { node, ..leaf.clone() })
                }
                Node::Int(_) => None,
                // What it was called with is not known here.
                _ => Some(expr::constant(0, true)),
            })),
        };
        Some(Found {
            place: Place::Row(*row, longer),
            reads: if side.broken { Reads::Broken } else { self.low.reads_of(body, index, inner) },
            len: matches!(inner.kind, Kind::Pointer).then_some(POINTED),
            count: None,
            offset: None,
            late: of.late,
            when: expr::both(of.when.clone(), when),
            span: inner.span,
        })
    }

    fn this(&self) -> Option<Found> {
        self.row(self.this?)
    }

    fn words(&self, name: &str) -> Option<Words<'_>> {
        self.low.words(self.source()?.file, name)
    }

    fn names(&self) -> Vec<String> {
        let Some(source) = self.source() else { return Vec::new() };
        let mut names = Vec::new();
        let mut at = Some(source);
        while let Some(of) = at {
            names.extend(
                of.rows.iter().filter_map(|row| row.name.as_ref()).map(|name| Name::new(&name.value).snake()),
            );
            names.extend(of.args.iter().map(|arg| Name::new(&arg.name.value).snake()));
            at = of.parent.and_then(|parent| self.low.sources.get(parent.index()));
        }
        names.extend(self.low.word_names(source.file));
        names
    }

    fn fields(&self, of: &Found) -> Vec<String> {
        let Place::Row(row, path) = &of.place else { return Vec::new() };
        let Some((draft, _)) = self.low.nested(self.draft, *row, path) else { return Vec::new() };
        draft.rows.iter().filter_map(|row| row.name.as_ref()).map(Name::snake).collect()
    }

    fn unknown_yet(&self, of: &Found) -> Option<String> {
        let Place::Row(row, path) = &of.place else { return None };
        let (_, body) = self.low.nested(self.draft, *row, path)?;
        let source = self.low.source(body).filter(|source| source.recursive)?;
        self.low.open.contains(&body).then(|| source.name.printed.clone())
    }

    fn known(&self) -> Vec<Expr> {
        self.known.clone()
    }

    fn whole(&self) -> Option<Interval> {
        let extent = self.draft.extent.unwrap_or(ANY_LEN);
        // What was announced may be longer than all rows.
        let announced = matches!(self.draft.size, Some(StructSize::Linear { .. }));
        let most = self.draft.size_max.filter(|_| announced).unwrap_or(0);
        Some(Interval::new(extent.min, extent.max.max(most.min(MAX_LEN))))
    }

    fn has_data(&self) -> bool {
        let command = self.source().and_then(|source| source.command);
        command.is_some_and(|command| command.out.is_some() || command.input.is_some())
    }

    fn tag(&self, of: &Found) -> Result<(Interval, bool), &'static str> {
        let nothing = "only a row that holds a union has a tag";
        let Place::Row(row, path) = &of.place else { return Err(nothing) };
        if !path.is_empty() {
            return Err("the tag of another struct's field is not for this one to say");
        }
        let Some(Kind::Nested { body, .. }) = self.draft.rows.get(row.index()).map(|row| &row.kind) else {
            return Err(nothing);
        };
        if self.low.open.contains(body) {
            return Err("the tag of what holds this very struct is not known here");
        }
        let Some(draft) = self.low.draft(*body) else { return Err(nothing) };
        let Some(union) = &draft.union else { return Err(nothing) };
        let from_outside = matches!(union.tag.node, Node::Param(param)
            if draft.params.get(param as usize).is_some_and(|param| param.origin.is_none()));
        if !from_outside {
            return Err("this union's tag is no arg of it: it stands in the union itself");
        }
        if union.cases.iter().any(|case| case.tags.len() != 1) {
            return Err("a case of this union has several tags, so that nobody knows which one it would be");
        }
        Ok((union.tag.interval, union.tag.is_bool))
    }

    fn recorder(&self) -> Option<&Recorder> {
        Some(self.low.names.recorder())
    }
}

impl Lowering<'_> {
    /// The enum, flags or error table that `name` is in `file`.
    pub(super) fn words(&self, file: usize, name: &str) -> Option<Words<'_>> {
        match self.names.lookup(file, name)? {
            Item::Enum(id) => Some(self.enums.get(id.index())?.as_ref().map_or(Words::Broken, Words::Enum)),
            Item::Flags(id) => Some(self.flags.get(id.index())?.as_ref().map_or(Words::Broken, Words::Flags)),
            Item::Errors(id) => {
                Some(self.errors.get(id.index())?.as_ref().map_or(Words::Broken, Words::Errors))
            }
            Item::Struct(_) | Item::Command(_) | Item::Alias(_) | Item::Event(_) => None,
        }
    }

    /// The enums, flags and error tables that `file` sees.
    pub(super) fn word_names(&self, file: usize) -> impl Iterator<Item = String> {
        let reach = self.names.reach(file);
        let words = self.names.entries().iter().filter(|entry| reach.contains(&entry.file));
        let is_words = |item| matches!(item, Item::Enum(_) | Item::Flags(_) | Item::Errors(_));
        words.filter(move |entry| is_words(entry.item)).map(|entry| entry.name.printed.clone())
    }

    /// The struct that stands in a row, or in a row of that, and so on.
    fn nested<'d>(&'d self, draft: &'d Draft, row: RowId, path: &[RowId]) -> Option<(&'d Draft, StructId)> {
        let body = |draft: &Draft, row: RowId| match &draft.rows.get(row.index())?.kind {
            Kind::Nested { body, .. } => Some(*body),
            _ => None,
        };
        let mut id = body(draft, row)?;
        for row in path {
            id = body(self.drafts.get(id.index())?.as_ref()?, *row)?;
        }
        Some((self.drafts.get(id.index())?.as_ref()?, id))
    }

    /// What reading a row of a struct gives.
    fn reads_of(&self, of: StructId, index: usize, row: &Row) -> Reads {
        let reads = self.reads(row);
        let is_checksum = self.source(of).is_some_and(|source| source.checksums.contains(&index));
        if is_checksum { checksum(reads) } else { reads }
    }

    /// What reading a row gives.
    fn reads(&self, row: &Row) -> Reads {
        match &row.kind {
            Kind::Bits(bits) => match &row.role {
                Role::Const(Constant::Int(value)) => Reads::Scalar {
                    interval: Interval::new(*value, *value),
                    is_bool: bits.ty == Scalar::Bool,
                },
                _ => self.scalar_reads(bits.ty),
            },
            Kind::Bytes(_) => Reads::Other("octets"),
            Kind::Text { .. } => Reads::Other("text"),
            Kind::List { .. } => Reads::Other("a list"),
            Kind::Array { .. } => Reads::Other("an array"),
            Kind::Nested { .. } => Reads::Other("a struct"),
            Kind::Payload(_) => Reads::Other("a payload"),
            Kind::Reserved(_) => Reads::Other("reserved bytes"),
            Kind::Pointer => Reads::Pointer,
            Kind::ReservedPointers(_) => Reads::Other("a reserved pointer"),
        }
    }

    /// What reading an integer of that type gives.
    pub(super) fn scalar_reads(&self, ty: Scalar) -> Reads {
        match self.range(ty) {
            // Expressions compute over i128.
            Some(_) if matches!(ty, Scalar::Int(int) if int.is_beyond()) => Reads::TooWide,
            Some(interval) => Reads::Scalar { interval, is_bool: ty == Scalar::Bool },
            None => Reads::Broken,
        }
    }
}

/// What reading a number gives that follows from a checksum.
fn checksum(reads: Reads) -> Reads {
    match reads {
        Reads::Scalar { interval, is_bool } => Reads::Checksum { interval, is_bool },
        other => other,
    }
}

/// Docs of the model.
pub(super) fn docs(docs: &crate::syntax::Docs) -> Docs {
    let text = |text: &Option<crate::syntax::Text>| text.as_ref().map(|text| text.value.clone());
    Docs { text: text(&docs.doc), clause: text(&docs.clause), unit: text(&docs.unit) }
}
