//! From a name to what it means, and back to all who say it.

use std::collections::BTreeSet;

use gen_lsp_types::{DocumentHighlight, Location, Position, Range};
use opcodec_schema::source::Span;

use super::requests::Asked;
use super::view::{Spot, View};
use super::workspace::Workspace;

/// Where the name under the cursor is declared; of an import the file.
pub(super) fn definition(asked: &Asked<'_>) -> Vec<Location> {
    let Some(view) = asked.workspace.view(&asked.path) else { return Vec::new() };
    let Some(file) = view.file(&asked.path) else { return Vec::new() };
    let Some(byte) = view.then(file, asked.byte) else { return Vec::new() };
    let imports = view.index().imports().iter();
    let import = imports
        .clone()
        .find(|import| import.span.file == file && import.span.start <= byte && byte <= import.span.end);
    if let Some(import) = import {
        let (path, _) = view.present(import.file);
        let start = Position { line: 0, character: 0 };
        let uri = asked.workspace.documents.uri(&path);
        return vec![Location { uri, range: Range { start, end: start } }];
    }
    let (_, meant) = view.meant(file, byte);
    meant.iter().filter_map(|found| view.location(found.span)).collect()
}

/// Everything that means what the name under the cursor means, in all files that are known.
pub(super) fn references(asked: &Asked<'_>, declaration: bool) -> Vec<Location> {
    let spots = found(asked, declaration);
    spots.iter().filter_map(|spot| location(asked.workspace, spot)).collect()
}

/// The same in this file alone.
pub(super) fn highlights(asked: &Asked<'_>) -> Vec<DocumentHighlight> {
    let spots = found(asked, true).into_iter().filter(|spot| spot.path == asked.path);
    let range = |spot: Spot| asked.workspace.encoding.range(asked.text, spot.start..spot.end);
    spots.map(|spot| DocumentHighlight { range: range(spot), kind: None }).collect()
}

fn found(asked: &Asked<'_>, declaration: bool) -> BTreeSet<Spot> {
    let meant = meant(asked);
    let mut spots = if declaration { meant.clone() } else { BTreeSet::new() };
    for view in asked.workspace.views(&asked.path) {
        spots.extend(uses(&view, &meant));
        spots.extend(headers(&view, &meant));
    }
    // A case of a union is named after an enumerator: a use of it, and a declaration of its own.
    if !declaration {
        spots.retain(|spot| !meant.contains(spot));
    }
    spots
}

/// What the name under the cursor means: places of declarations.
pub(super) fn meant(asked: &Asked<'_>) -> BTreeSet<Spot> {
    let mut spots = BTreeSet::new();
    for view in asked.workspace.views(&asked.path) {
        let file = view.file(&asked.path);
        let byte = file.and_then(|file| view.then(file, asked.byte));
        if let Some((file, byte)) = file.zip(byte) {
            let (_, meant) = view.meant(file, byte);
            spots.extend(meant.iter().filter_map(|found| view.spot(found.span)));
        }
    }
    spots
}

/// Where a view uses what is declared at these places.
pub(super) fn uses(view: &View<'_>, meant: &BTreeSet<Spot>) -> Vec<Spot> {
    let declared: Vec<Span> = meant.iter().filter_map(|spot| Some(view.declared(spot)?.span)).collect();
    let uses = view.index().uses().iter().filter(|found| declared.contains(&found.definition));
    uses.filter_map(|found| view.spot(found.span)).collect()
}

/// The further headers of what is declared at these places.
pub(super) fn headers(view: &View<'_>, meant: &BTreeSet<Spot>) -> Vec<Spot> {
    let headers = meant.iter().filter_map(|spot| view.declared(spot)).flat_map(|known| view.headers(known));
    headers.filter_map(|span| view.spot(span)).collect()
}

fn location(workspace: &Workspace, spot: &Spot) -> Option<Location> {
    let text = workspace.documents.read(&spot.path).ok()?;
    let range = workspace.encoding.range(&text, spot.start..spot.end);
    Some(Location { uri: workspace.documents.uri(&spot.path), range })
}
