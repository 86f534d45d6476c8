//! Types that can hold themselves: each way round must go through a list and a `max_depth`.

use super::source::Source;
use super::types;
use crate::diag::{Code, Diagnostic, Sink};
use crate::ir::{Element, Kind, Struct};
use crate::resolve::{Item, Names};
use crate::source::Span;
use crate::syntax::{AtKind, Row};

/// How many structs may stand in one another where a type holds itself, all that is between counted: what is
/// received must not decide how much stack is needed.
const MOST_LEVELS: u32 = 64;

/// That something of one type may stand in another.
#[derive(Clone, Copy)]
struct Edge {
    to: usize,
    /// Whether a list lies between.
    list: bool,
    /// The row's type; none where it is a child of the union.
    row: Option<Span>,
}

/// Marks the types that can hold themselves, and refuses those that must not.
pub(super) fn mark(all: &mut [Source<'_>], names: &Names<'_>, sink: &mut Sink) {
    let edges = edges(all, names);
    let mut rest = vec![true; all.len()];
    trim(&edges, &mut rest, |_, _| true);
    for (source, recursive) in all.iter_mut().zip(&rest) {
        source.recursive = *recursive;
    }
    let limited: Vec<bool> = all.iter().map(|source| source.max_depth.is_some()).collect();
    let endless = |from: usize, edge: &Edge| {
        !limited.get(from).is_some_and(|limited| *limited)
            && !limited.get(edge.to).is_some_and(|limited| *limited)
    };
    turns(all, &edges, endless, sink, |name| {
        let message = format!("`{name}` can hold itself, and nothing says how often");
        (message, "`max_depth = 8` says how many may stand in one another".to_owned())
    });
    turns(
        all,
        &edges,
        |_, edge| !edge.list,
        sink,
        |name| {
            let message =
                format!("`{name}` holds itself without a list between, so that it would have no end");
            (message, format!("a list, `[{name}]`, can be empty"))
        },
    );
    useless(all, sink);
    too_deep(all, sink);
}

/// Refuses a limit where there is nothing to be limited.
fn useless(all: &mut [Source<'_>], sink: &mut Sink) {
    for source in all.iter_mut().filter(|source| !source.recursive) {
        let Some(depth) = source.max_depth else { continue };
        let message =
            format!("`{}` never holds itself, so that `max_depth` limits nothing", source.name.printed);
        sink.push(Diagnostic::error(Code::MisplacedKey, depth.span, message));
        source.broken = true;
    }
}

/// Refuses limits that take more stack than there is.
fn too_deep(all: &mut [Source<'_>], sink: &mut Sink) {
    let types = all.iter().filter(|source| source.recursive).count().max(1) as u32;
    for source in all.iter_mut().filter(|source| source.recursive) {
        let Some(depth) = source.max_depth.filter(|depth| depth.value.saturating_mul(types) > MOST_LEVELS)
        else {
            continue;
        };
        let message = format!(
            "{types} types hold one another, so that `max_depth` is at most {}: with {} up to {} would stand in one another",
            MOST_LEVELS / types,
            depth.value,
            depth.value.saturating_mul(types),
        );
        sink.push(Diagnostic::error(Code::NumberRange, depth.span, message));
        source.broken = true;
    }
}

/// Refuses lists of what holds itself and may be empty, which nobody could tell while it was lowered.
pub(super) fn elements(structs: &[Struct], sink: &mut Sink) -> bool {
    let mut right = true;
    for row in structs.iter().flat_map(|of| &of.rows) {
        let Kind::List { element: Element::Struct { body, .. }, .. } = &row.kind else { continue };
        let Some(body) = structs.get(body.index()).filter(|body| body.extent.min == 0) else { continue };
        let message = "an element may be empty, so that nobody knows how many there are";
        let error = Diagnostic::error(Code::EmptyElement, row.span, message);
        sink.push(error.label(body.span, "its shortest encoding has 0 bytes"));
        right = false;
    }
    right
}

/// The bytes that a struct has at least, as far as one of its own rows says so: 1 where there is one that is always there and
/// is no other type's.
pub(super) fn least(source: &Source<'_>) -> i128 {
    let takes_bytes = |row: &Row| {
        let placed =
            row.at.as_ref().is_some_and(|at| matches!(at.value.at, AtKind::Bytes(..) | AtKind::Bits(..)));
        placed
            || row.prefix.is_some()
            || row.ty.as_ref().is_some_and(|ty| types::integer(&ty.value).is_some())
    };
    let always = |row: &Row| row.when.is_none() && row.optional.is_none();
    let may_be_cut = source.required.is_some_and(|required| required.value.value < 1);
    i128::from(!may_be_cut && source.rows.iter().any(|row| always(row) && takes_bytes(row)))
}

/// What can stand in what.
fn edges(all: &[Source<'_>], names: &Names<'_>) -> Vec<Vec<Edge>> {
    let mut edges: Vec<Vec<Edge>> = all.iter().map(|_| Vec::new()).collect();
    for (from, source) in all.iter().enumerate() {
        // Nothing holds a request, an answer or an event.
        if source.command.is_some() || source.parameters.is_some() {
            continue;
        }
        let types = source.rows.iter().filter_map(|row| row.ty.as_ref());
        for ty in types {
            let (name, list) = held(&ty.value);
            if types::is_built_in(name) {
                continue;
            }
            if let Some(Item::Struct(id)) = names.lookup(source.file, name)
                && let Some(found) = edges.get_mut(from)
            {
                let at = ty.value.find(name).unwrap_or(0);
                found.push(Edge { to: id.index(), list, row: Some(ty.span.part(at, at + name.len())) });
            }
        }
        if let Some(found) = source.parent.and_then(|parent| edges.get_mut(parent.index())) {
            found.push(Edge { to: from, list: false, row: None });
        }
    }
    edges
}

/// The name of what a type holds, and whether it holds any number of them.
fn held(ty: &str) -> (&str, bool) {
    let trimmed = ty.trim();
    let (inner, list) = match trimmed.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')) {
        Some(inner) => {
            let split = inner.rsplit_once(';').filter(|(_, n)| !n.contains([']', ')']));
            (split.map_or(inner, |(element, _)| element), split.is_none())
        }
        None => (trimmed, false),
    };
    (inner.split_once('(').map_or(inner, |(name, _)| name).trim(), list)
}

/// Leaves what lies on a way round over some edges, or between two of them.
fn trim(edges: &[Vec<Edge>], rest: &mut [bool], is_way: impl Fn(usize, &Edge) -> bool) {
    let mut ways: Vec<(usize, usize)> = Vec::new();
    for (from, edges) in edges.iter().enumerate() {
        ways.extend(edges.iter().filter(|edge| is_way(from, edge)).map(|edge| (from, edge.to)));
    }
    peel(&ways, rest);
    for way in &mut ways {
        *way = (way.1, way.0);
    }
    peel(&ways, rest);
}

/// Takes away, one after the other, what nothing leads on from.
fn peel(ways: &[(usize, usize)], rest: &mut [bool]) {
    let mut on = vec![0_usize; rest.len()];
    let mut before: Vec<Vec<usize>> = rest.iter().map(|_| Vec::new()).collect();
    let there = |rest: &[bool], at: usize| rest.get(at).is_some_and(|there| *there);
    for (from, to) in ways.iter().filter(|(from, to)| there(rest, *from) && there(rest, *to)) {
        if let (Some(on), Some(before)) = (on.get_mut(*from), before.get_mut(*to)) {
            *on += 1;
            before.push(*from);
        }
    }
    let mut open: Vec<usize> =
        (0..rest.len()).filter(|at| there(rest, *at) && on.get(*at).is_some_and(|on| *on == 0)).collect();
    while let Some(at) = open.pop() {
        if let Some(there) = rest.get_mut(at) {
            *there = false;
        }
        for from in before.get(at).into_iter().flatten() {
            if let Some(on) = on.get_mut(*from) {
                *on -= 1;
                if *on == 0 {
                    open.push(*from);
                }
            }
        }
    }
}

/// Reports every way round over some edges once, at the last row of it.
fn turns(
    all: &mut [Source<'_>],
    edges: &[Vec<Edge>],
    is_way: impl Fn(usize, &Edge) -> bool,
    sink: &mut Sink,
    says: impl Fn(&str) -> (String, String),
) {
    let mut rest: Vec<bool> = all.iter().map(|source| source.recursive && !source.broken).collect();
    loop {
        trim(edges, &mut rest, &is_way);
        let Some(start) = rest.iter().position(|there| *there) else { return };
        let on = |from: usize| {
            let edges = edges.get(from).into_iter().flatten();
            edges.copied().find(|edge| is_way(from, edge) && rest.get(edge.to).is_some_and(|there| *there))
        };
        let (mut way, mut at) = (Vec::<(usize, Edge)>::new(), start);
        while let Some(edge) = on(at).filter(|_| way.iter().all(|(from, _)| *from != at)) {
            way.push((at, edge));
            at = edge.to;
        }
        let round = way.iter().skip_while(|(from, _)| *from != at);
        if let Some((_, edge)) = round.clone().filter(|(_, edge)| edge.row.is_some()).last()
            && let (Some(span), Some(held)) = (edge.row, all.get(edge.to))
        {
            let (message, help) = says(&held.name.printed);
            let error = Diagnostic::error(Code::Recursion, span, message).help(help);
            sink.push(error.label(held.span, "declared here"));
        }
        let round: Vec<usize> = round.map(|(from, _)| *from).collect();
        for at in round.iter().copied().chain([start]) {
            rest.get_mut(at).into_iter().for_each(|there| *there = false);
        }
        for at in round {
            all.get_mut(at).into_iter().for_each(|source| source.broken = true);
        }
    }
}
