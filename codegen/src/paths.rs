//! What every emitter looks at: the model, and the paths of what it names.

use std::collections::{BTreeSet, HashSet};

use opcodec_schema::ir::{
    CodeType, Element, EnumId, ErrorsId, FlagsId, IntType, Kind, Module, ModuleId, Param, Scalar, Schema,
    Struct, StructId,
};
use opcodec_schema::name::Name;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::Options;
use crate::names::{ident, type_name};

/// The model and the paths.
pub(crate) struct Cx<'s> {
    pub(crate) schema: &'s Schema,
    /// `::opcodec`.
    pub(crate) rt: TokenStream,
    /// `::opcodec::wire`.
    pub(crate) wire: TokenStream,
    /// By module: where its items are, if not here.
    externs: Vec<Option<TokenStream>>,
    /// Modules whose commands are the root's too: where their items are elsewhere, they are named here as well.
    included: BTreeSet<ModuleId>,
    /// What some list repeats.
    elements: HashSet<StructId>,
    /// What passes on how many levels of types that hold themselves are left.
    deep: HashSet<StructId>,
}

impl<'s> Cx<'s> {
    pub(crate) fn new(schema: &'s Schema, options: &'s Options) -> Self {
        let rt = path(&options.runtime_path);
        let wire = quote!(#rt::wire);
        let externs = schema.modules.iter().map(|module| extern_path(options, module)).collect();
        Self {
            schema,
            rt,
            wire,
            externs,
            included: included(schema),
            elements: elements(schema),
            deep: crate::emit::depth::deep(schema),
        }
    }

    /// Whether a module's items are emitted here.
    pub(crate) fn is_here(&self, module: ModuleId) -> bool {
        self.externs.get(module.index()).is_none_or(Option::is_none)
    }

    /// The included protocols whose items are elsewhere, and where.
    pub(crate) fn included(&self) -> impl Iterator<Item = (ModuleId, &TokenStream)> {
        let path = |module: &ModuleId| Some((*module, self.externs.get(module.index())?.as_ref()?));
        self.included.iter().filter_map(path)
    }

    /// The path of a type.
    pub(crate) fn ty(&self, module: ModuleId, name: &Name) -> TokenStream {
        self.in_module(module, &type_name(name))
    }

    /// The path of something that stands beside a module's types.
    pub(crate) fn in_module(&self, module: ModuleId, name: &str) -> TokenStream {
        let ident = ident(name);
        match self.externs.get(module.index()) {
            Some(Some(path)) if !self.included.contains(&module) => quote!(#path::#ident),
            _ => quote!(#ident),
        }
    }

    /// Whether some list repeats it.
    pub(crate) fn is_element(&self, id: StructId) -> bool {
        self.elements.contains(&id)
    }

    /// Whether it passes on how many levels of types that hold themselves are left.
    pub(crate) fn is_deep(&self, id: StructId) -> bool {
        self.deep.contains(&id)
    }

    pub(crate) fn layout(&self, id: StructId) -> &'s Struct {
        &self.schema.structs[id.index()]
    }

    pub(crate) fn enumeration(&self, id: EnumId) -> &'s opcodec_schema::ir::Enum {
        &self.schema.enums[id.index()]
    }

    pub(crate) fn flags(&self, id: FlagsId) -> &'s opcodec_schema::ir::Flags {
        &self.schema.flags[id.index()]
    }

    pub(crate) fn table(&self, id: ErrorsId) -> &'s opcodec_schema::ir::ErrorTable {
        &self.schema.errors[id.index()]
    }

    /// The type of a struct with its lifetime `'a`.
    pub(crate) fn struct_ty(&self, id: StructId) -> TokenStream {
        let layout = self.layout(id);
        let ty = if layout.form == opcodec_schema::ir::Form::Case {
            let ident = self.struct_ident(id);
            quote!(#ident)
        } else {
            self.ty(layout.module, &layout.name)
        };
        if layout.borrows { quote!(#ty<'a>) } else { ty }
    }

    /// The integer behind a scalar.
    pub(crate) fn shape(&self, ty: Scalar) -> IntType {
        let unsigned = |bits| IntType { signed: false, bits };
        match ty {
            Scalar::Int(ty) => ty,
            Scalar::Bool => unsigned(1),
            Scalar::Enum(id) => self.enumeration(id).repr,
            Scalar::Flags(id) => self.flags(id).repr,
            Scalar::Errors(id) => unsigned(code_bits(self.table(id).ty)),
        }
    }

    /// The Rust type of a scalar.
    pub(crate) fn scalar_ty(&self, ty: Scalar) -> TokenStream {
        match ty {
            Scalar::Int(ty) => self.int_ty(ty),
            Scalar::Bool => quote!(bool),
            Scalar::Enum(id) => {
                let of = self.enumeration(id);
                self.ty(of.module, &of.name)
            }
            Scalar::Flags(id) => {
                let of = self.flags(id);
                self.ty(of.module, &of.name)
            }
            Scalar::Errors(id) => {
                let of = self.table(id);
                self.ty(of.module, &of.name)
            }
        }
    }

    /// `u16`, or `::opcodec::int::u3`.
    pub(crate) fn int_ty(&self, ty: IntType) -> TokenStream {
        if is_primitive(ty) {
            let ident = primitive(ty);
            return quote!(#ident);
        }
        let rt = &self.rt;
        let name = ident(&format!("{}{}", if ty.signed { 'i' } else { 'u' }, ty.bits));
        quote!(#rt::int::#name)
    }

    /// The primitive that a param is passed as between generated functions.
    pub(crate) fn raw_ty(&self, ty: Scalar) -> TokenStream {
        match ty {
            Scalar::Bool => quote!(bool),
            ty => {
                let ident = primitive(self.shape(ty));
                quote!(#ident)
            }
        }
    }

    /// The tuple that a layout's params are passed as between generated functions.
    pub(crate) fn how_ty(&self, id: StructId, params: &[Param]) -> TokenStream {
        let types = params.iter().map(|param| self.raw_ty(param.ty));
        let levels = self.is_deep(id).then(|| quote!(u32,));
        quote!((#(#types,)* #levels))
    }
}

/// Whether Rust has the type itself.
pub(crate) fn is_primitive(ty: IntType) -> bool {
    matches!(ty.bits, 8 | 16 | 32 | 64 | 128)
}

/// Rust's own integer that holds the type.
pub(crate) fn primitive(ty: IntType) -> Ident {
    let bits = ty.bits.next_power_of_two().max(8);
    ident(&format!("{}{bits}", if ty.signed { 'i' } else { 'u' }))
}

/// The bits of an error table's numbers.
pub(crate) fn code_bits(ty: CodeType) -> u8 {
    match ty {
        CodeType::U8 => 8,
        CodeType::U16 => 16,
        CodeType::U32 | CodeType::Hresult | CodeType::Ntstatus => 32,
    }
}

/// The modules of the root's commands and events.
fn included(schema: &Schema) -> BTreeSet<ModuleId> {
    let commands = schema.commands.iter().filter(|command| command.in_root).map(|command| command.module);
    let events = schema.events.iter().filter(|event| event.in_root).map(|event| event.module);
    commands.chain(events).collect()
}

fn elements(schema: &Schema) -> HashSet<StructId> {
    let rows = schema.structs.iter().flat_map(|layout| &layout.rows);
    rows.filter_map(|row| match &row.kind {
        Kind::List { element: Element::Struct { body, .. }, .. } => Some(*body),
        _ => None,
    })
    .collect()
}

/// A path as tokens.
fn path(path: &str) -> TokenStream {
    path.parse().unwrap_or_default()
}

fn extern_path(options: &Options, module: &Module) -> Option<TokenStream> {
    options.externs.iter().find(|(name, _)| *name == module.name).map(|(_, at)| path(at))
}
