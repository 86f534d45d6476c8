//! Types that hold themselves: how many levels are left is passed on beside their args.

use std::collections::HashSet;

use opcodec_schema::ir::{Element, Kind, Schema, Struct, StructId};
use proc_macro2::TokenStream;
use quote::quote;

use super::layout::{Layout, number};

/// The structs that can stand between a type with `max_depth` and another: they pass on how many levels are left.
pub(crate) fn deep(schema: &Schema) -> HashSet<StructId> {
    let ids = || (0..schema.structs.len() as u32).map(StructId);
    let limited: HashSet<StructId> =
        ids().filter(|id| schema.structs[id.index()].max_depth.is_some()).collect();
    if limited.is_empty() {
        return limited;
    }
    let held: Vec<Vec<StructId>> = schema.structs.iter().map(holds).collect();
    let below = spread(&limited, |id| held[id.index()].clone());
    let above = spread(&limited, |id| ids().filter(|of| held[of.index()].contains(&id)).collect());
    below.intersection(&above).copied().collect()
}

/// Some structs and all that `next` leads to.
fn spread(from: &HashSet<StructId>, next: impl Fn(StructId) -> Vec<StructId>) -> HashSet<StructId> {
    let (mut found, mut open) = (from.clone(), from.iter().copied().collect::<Vec<_>>());
    while let Some(id) = open.pop() {
        open.extend(next(id).into_iter().filter(|id| found.insert(*id)));
    }
    found
}

/// What can stand in a struct.
fn holds(of: &Struct) -> Vec<StructId> {
    let rows = of.rows.iter().filter_map(|row| match &row.kind {
        Kind::Nested { body, .. }
        | Kind::List { element: Element::Struct { body, .. }, .. }
        | Kind::Array { element: Element::Struct { body, .. }, .. } => Some(*body),
        _ => None,
    });
    rows.chain(of.union.iter().flat_map(|union| &union.cases).map(|case| case.body)).collect()
}

impl Layout<'_, '_> {
    /// Whether it passes on how many levels are left.
    pub(crate) fn is_deep(&self) -> bool {
        self.cx.is_deep(self.id)
    }

    /// How many levels are left, in a function that was told.
    pub(crate) fn levels(&self) -> TokenStream {
        if !self.is_deep() {
            return all_levels();
        }
        let levels = self.own("levels");
        quote!(#levels)
    }

    /// The statement that goes one level down in a type that has a limit. `leave` is given what says how many are left
    /// inside, an `Option`, and makes the statement.
    pub(crate) fn one_down(&self, leave: impl Fn(&TokenStream, &TokenStream) -> TokenStream) -> TokenStream {
        let Some(max) = self.of.max_depth.filter(|_| self.is_deep()) else { return quote!() };
        let (levels, max) = (self.levels(), number(u64::from(max)));
        leave(&levels, &quote!(#max))
    }
}

/// How many levels are left where nothing says so.
pub(crate) fn all_levels() -> TokenStream {
    quote!(u32::MAX)
}
