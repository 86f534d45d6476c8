//! What a caller knows and no request says: the struct of it, and in which contexts a command exists.

use opcodec_schema::ir::{Command, Enum, IntType, Param, RowId, Scalar};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::expr::{Ex, Names, Ty, emit};
use super::{docs, structs};
use crate::names::{ident, member_name};
use crate::paths::Cx;

/// A param of the context as a member.
pub(crate) fn member(param: &Param) -> Ident {
    ident(&member_name(&param.name))
}

/// The struct, where the schema has a context.
pub(crate) fn items(cx: &Cx<'_>) -> Vec<TokenStream> {
    let params = &cx.schema.context;
    if params.is_empty() {
        return Vec::new();
    }
    let members = params.iter().map(|param| {
        let (name, ty) = (member(param), cx.scalar_ty(param.ty));
        let printed = param.name.printed.as_str();
        let (doc, alias) = (
            docs::lines(docs::of(&param.docs, &format!("`{printed}`."))),
            docs::alias(printed, &member_name(&param.name)),
        );
        quote!(#doc #alias pub #name: #ty,)
    });
    let allow = structs::allow();
    let definition = quote! {
        /// What a caller knows and no request says.
        #allow
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct Context { #(#members)* }
    };
    vec![definition, default(cx)]
}

/// Where each param has a value that it takes when none is said.
fn default(cx: &Cx<'_>) -> TokenStream {
    let defaults: Option<Vec<TokenStream>> = cx
        .schema
        .context
        .iter()
        .map(|param| {
            let (name, value) = (member(param), cx.constant(param.ty, param.default?));
            Some(quote!(#name: #value,))
        })
        .collect();
    let (Some(defaults), allow) = (defaults, structs::allow()) else { return quote!() };
    quote! {
        #allow
        impl Context {
            /// `Default` that a `const` can use.
            pub const DEFAULT: Self = Self { #(#defaults)* };
        }
        impl ::core::default::Default for Context {
            #[inline]
            fn default() -> Self { Self::DEFAULT }
        }
    }
}

/// A context of these values; what is not among them has its default, or is 0. Nothing where a closed enum has no such
/// value.
pub(crate) fn literal(cx: &Cx<'_>, values: &[i128]) -> Option<TokenStream> {
    let members = cx.schema.context.iter().enumerate().map(|(index, param)| {
        let value = values.get(index).copied().or(param.default).unwrap_or(0);
        let is_known = |of: &Enum| !of.closed || of.values.iter().any(|known| known.value == value);
        if matches!(param.ty, Scalar::Enum(id) if !is_known(cx.enumeration(id))) {
            return None;
        }
        let (name, value) = (member(param), cx.constant(param.ty, value));
        Some(quote!(#name: #value))
    });
    let members: Vec<TokenStream> = members.collect::<Option<_>>()?;
    Some(quote!(Context { #(#members),* }))
}

/// The condition on `context` under which a command exists.
pub(crate) fn only(cx: &Cx<'_>, command: &Command) -> Option<Ex> {
    command.only.as_ref().map(|only| emit(only, &Members { cx }).bool())
}

/// The names of `only`: members of `context`.
struct Members<'c, 's> {
    cx: &'c Cx<'s>,
}

impl Members<'_, '_> {
    /// What no condition on a context can look at.
    fn nothing() -> Ex {
        Ex::atom(quote!(0), Ty::I64)
    }
}

impl Names for Members<'_, '_> {
    fn row(&self, _: RowId, _: &[RowId]) -> Ex {
        Self::nothing()
    }
    fn param(&self, param: u32) -> Ex {
        let Some(param) = self.cx.schema.context.get(param as usize) else { return Self::nothing() };
        let name = member(param);
        self.cx.number(param.ty, &quote!(context.#name))
    }
    fn len(&self, _: RowId) -> Ex {
        Self::nothing()
    }
    fn len_struct(&self) -> Ex {
        Self::nothing()
    }
    fn len_data(&self) -> Ex {
        Self::nothing()
    }
    fn count(&self, _: RowId) -> Ex {
        Self::nothing()
    }
    fn offset(&self, _: RowId) -> Ex {
        Self::nothing()
    }
    fn rest(&self) -> Ex {
        Self::nothing()
    }
    fn unfit(&self, _: IntType, _: &TokenStream) -> Option<TokenStream> {
        None
    }
}
