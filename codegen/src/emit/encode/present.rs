//! Which rows are there.

use opcodec_schema::ir::Role;
use proc_macro2::TokenStream;
use quote::quote;

use super::members::Members;
use crate::emit::expr::emit;
use crate::emit::layout::{Layout, number};

/// Without the parentheses around a condition.
pub(super) fn strip(tokens: TokenStream) -> TokenStream {
    let mut trees = tokens.clone().into_iter();
    match (trees.next(), trees.next()) {
        (Some(proc_macro2::TokenTree::Group(group)), None)
            if group.delimiter() == proc_macro2::Delimiter::Parenthesis =>
        {
            group.stream()
        }
        _ => tokens,
    }
}

impl Members<'_, '_, '_> {
    /// Whether a step has bytes; `None`: always.
    pub(super) fn present(&self, index: usize) -> Option<TokenStream> {
        let step = &self.l.of.steps[index];
        let when = self.l.when_of(step).map(|when| emit(when, self).bool().operand());
        if !self.l.may_be_absent(step) {
            return when;
        }
        let wanted = self.wanted(index);
        match (when, wanted) {
            (Some(when), Some(wanted)) => Some(quote!((#when && #wanted))),
            (when, wanted) => when.or(wanted),
        }
    }

    pub(super) fn wanted(&self, index: usize) -> Option<TokenStream> {
        let (l, base) = (self.l, &self.base);
        let place = number(index as u64);
        let how = self.how();
        let reached = l.reach_matters(index).then(|| quote!(#base.reach(#how) > #place));
        let has_members = Layout::rows_of(&l.of.steps[index])
            .iter()
            .any(|row| matches!(l.row(*row).role, Role::Member(_) | Role::Payload));
        if has_members {
            return Some(reached.unwrap_or_else(|| quote!(false)));
        }
        let before = self.before(index)?;
        Some(match reached {
            Some(reached) => quote!((#reached || #before)),
            None => before,
        })
    }

    /// Whether the step before it (of those whose `when` holds) is present. `None`: it is.
    pub(super) fn before(&self, index: usize) -> Option<TokenStream> {
        let before = index.checked_sub(1)?;
        let step = &self.l.of.steps[before];
        let Some(when) = self.l.when_of(step) else { return self.present(before) };
        let when = emit(when, self).bool().tokens;
        let there = strip(self.present(before).unwrap_or_else(|| quote!(true)));
        let further = strip(self.before(before).unwrap_or_else(|| quote!(true)));
        Some(quote!((if #when { #there } else { #further })))
    }
}

impl Layout<'_, '_> {
    /// Whether a step from `index` on may be absent and has something that counts as a value.
    pub(super) fn reach_matters(&self, index: usize) -> bool {
        self.of.steps.iter().skip(index).any(|step| {
            self.may_be_absent(step)
                && Self::rows_of(step)
                    .iter()
                    .any(|row| matches!(self.row(*row).role, Role::Member(_) | Role::Payload))
        })
    }

    /// `reach`: one past the last step that may be absent and has a value.
    pub(crate) fn reach(&self) -> TokenStream {
        if !self.of.steps.iter().any(|step| self.may_be_absent(step)) || !self.reach_matters(0) {
            return quote!();
        }
        let members = Members { has_levels: true, ..Members::new(self, quote!(self)) };
        let mut out = TokenStream::new();
        for (index, step) in self.of.steps.iter().enumerate().rev() {
            if !self.may_be_absent(step) {
                continue;
            }
            let values: Vec<TokenStream> = Self::rows_of(step)
                .into_iter()
                .filter_map(|row| match &self.row(row).role {
                    Role::Payload => Some(quote!(true)),
                    Role::Member(_) => {
                        let member = members.member(row);
                        Some(if self.is_option(row) {
                            quote!(#member.is_some())
                        } else {
                            quote!(!#member.is_empty())
                        })
                    }
                    _ => None,
                })
                .collect();
            if values.is_empty() {
                continue;
            }
            let when = self.when_of(step).map(|when| emit(when, &members).bool().operand());
            let value = if values.len() == 1 { quote!(#(#values)*) } else { quote!((#(#values)||*)) };
            let test = match when {
                Some(when) => quote!(#value && #when),
                None if values.len() == 1 => quote!(#(#values)*),
                None => quote!(#(#values)||*),
            };
            let reach = number(index as u64 + 1);
            out.extend(quote!(if #test { return #reach; }));
        }
        let how_ty = self.how_ty();
        let (how, unpack) = (
            self.own("how"),
            self.unpack_how(
                &{
                    let how = self.own("how");
                    quote!(#how)
                },
                &out,
            ),
        );
        let how = if unpack.is_empty() { quote!(_) } else { quote!(#how) };
        quote! {
            /// One past the last step that has a value, of those that may be cut off.
            fn reach(&self, #how: #how_ty) -> usize {
                #unpack
                #out
                0
            }
        }
    }
}
