//! Every function of a generated file, as an expression that names it.

use quote::{ToTokens, quote};
use syn::{
    Attribute, FnArg, GenericParam, Generics, ImplItem, Item, ItemImpl, Lifetime, Signature, Visibility,
};

/// The functions of a generated module: inherent ones, those of traits, and those that derives make. Paths
/// are as they are written inside of the module. `Debug` is left out: core's own for text can panic.
#[derive(Clone, Debug, Default)]
pub struct Functions {
    /// Their paths.
    pub paths: Vec<String>,
    /// What has parameters of types and so is no function yet.
    pub generic: Vec<String>,
}

impl Functions {
    /// All of `source`.
    ///
    /// # Panics
    /// If it is not Rust.
    pub fn of(source: &str) -> Self {
        let file = syn::parse_file(source).expect("generated code parses");
        let mut functions = Self::default();
        file.items.iter().for_each(|item| functions.item(item));
        functions
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Impl(block) => self.block(block),
            Item::Fn(function) => {
                let name = function.sig.ident.to_string();
                self.add(name, &function.sig);
            }
            Item::Mod(module) if matches!(module.vis, Visibility::Public(_)) => {
                let inside = module.content.iter().flat_map(|(_, items)| items);
                for item in inside {
                    if let Item::Fn(function) = item {
                        self.add(format!("{}::{}", module.ident, function.sig.ident), &function.sig);
                    }
                }
            }
            Item::Macro(item)
                if item.mac.path.segments.last().is_some_and(|last| last.ident == "flag_operators") =>
            {
                self.operators(&item.mac.tokens.to_string());
            }
            Item::Struct(item) => self.derived(&item.ident.to_string(), &item.generics, &item.attrs),
            Item::Enum(item) => self.derived(&item.ident.to_string(), &item.generics, &item.attrs),
            _ => {}
        }
    }

    fn block(&mut self, block: &ItemImpl) {
        let of = forever(&block.self_ty);
        let of = match &block.trait_ {
            Some((path, _)) if path.segments.last().is_some_and(|last| last.ident == "Debug") => return,
            Some((path, _)) => format!("<{of} as {}>", forever(path)),
            None => format!("<{of}>"),
        };
        if has_types(&block.generics) {
            self.generic.push(of);
            return;
        }
        if of.ends_with("Response>") {
            // Both are the trait's own.
            self.paths.extend(["from_reply", "to_reply"].map(|name| format!("{of}::{name}")));
        }
        for item in &block.items {
            if let ImplItem::Fn(function) = item {
                self.add(format!("{of}::{}", function.sig.ident.to_token_stream()), &function.sig);
            }
        }
    }

    /// What the runtime's macro makes of a set of flags.
    fn operators(&mut self, arguments: &str) {
        let name = arguments.split(',').next().unwrap_or_default().trim();
        let methods = [
            "ops::BitOr>::bitor",
            "ops::BitAndAssign>::bitand_assign",
            "ops::BitXor>::bitxor",
            "ops::Sub>::sub",
        ];
        let others =
            ["ops::Not>::not", "iter::IntoIterator>::into_iter", "fmt::Display>::fmt", "fmt::LowerHex>::fmt"];
        let all = methods.into_iter().chain(others);
        self.paths.extend(all.map(|method| format!("<{name} as ::core::{method}")));
        let collected = format!("::core::option::Option<{name}>");
        self.paths.push(format!("<{name} as ::core::iter::FromIterator<{name}>>::from_iter::<{collected}>"));
    }

    fn add(&mut self, path: String, signature: &Signature) {
        let takes_any = signature.inputs.iter().any(
            |input| matches!(input, FnArg::Typed(typed) if matches!(*typed.ty, syn::Type::ImplTrait(_))),
        );
        if has_types(&signature.generics) || takes_any {
            self.generic.push(path);
        } else {
            self.paths.push(path);
        }
    }

    fn derived(&mut self, name: &str, generics: &Generics, attrs: &[Attribute]) {
        let lifetimes =
            generics.params.iter().filter(|param| matches!(param, GenericParam::Lifetime(_))).count();
        let of = if lifetimes > 0 {
            format!("{name}<{}>", ["'static"].repeat(lifetimes).join(", "))
        } else {
            name.into()
        };
        for attr in attrs.iter().filter(|attr| attr.path().is_ident("derive")) {
            let list = attr.meta.to_token_stream().to_string();
            for (word, path) in [
                ("Clone", "::core::clone::Clone>::clone"),
                ("PartialEq", "::core::cmp::PartialEq>::eq"),
                ("Default", "::core::default::Default>::default"),
                ("Hash", "::core::hash::Hash>::hash::<Sum>"),
            ] {
                if list.split(|c: char| !c.is_alphanumeric()).any(|derived| derived == word) {
                    self.paths.push(format!("<{of} as {path}"));
                }
            }
        }
    }
}

fn has_types(generics: &Generics) -> bool {
    generics.params.iter().any(|param| !matches!(param, GenericParam::Lifetime(_)))
}

/// The tokens with every lifetime as `'static`.
fn forever(tokens: &impl ToTokens) -> String {
    fn walk(tokens: proc_macro2::TokenStream) -> proc_macro2::TokenStream {
        use proc_macro2::{Group, TokenTree};
        let mut out = proc_macro2::TokenStream::new();
        let mut tokens = tokens.into_iter();
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Punct(punct) if punct.as_char() == '\'' => {
                    tokens.next();
                    Lifetime::new("'static", punct.span()).to_tokens(&mut out);
                }
                TokenTree::Group(group) => {
                    out.extend([TokenTree::Group(Group::new(group.delimiter(), walk(group.stream())))]);
                }
                token => out.extend([token]),
            }
        }
        out
    }
    walk(quote!(#tokens)).to_string()
}
