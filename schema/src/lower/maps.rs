//! Maps: what the target's rows get from the source's.

use std::cell::RefCell;

use super::Lowering;
use super::draft::ParamDraft;
use super::map_rows::MapRows;
use super::scope::{POINTED, RowScope, docs};
use super::types::Type;
use crate::diag::{Code, Diagnostic, Sink};
use crate::expr::{self, Found, Place, Reads, Scope, Use, Words};
use crate::index::Recorder;
use crate::ir::{Expr, Form, Interval, Map, MapParam, MapParamType, ModuleId, StructId};
use crate::load::Loaded;
use crate::name::Name;
use crate::resolve::{self, Item};
use crate::syntax::{Arg, ExprText, MapDecl, Text};

/// What a map's `check` may rule out: noise where it was refused.
const KNOWN_BY_CHECK: [Code; 5] =
    [Code::AbsentField, Code::Overflow, Code::DivisionByZero, Code::ShiftTooFar, Code::MayNotFit];

impl Lowering<'_> {
    /// Every map of every file, in the order of their ids.
    pub(super) fn all_maps(&mut self, sink: &mut Sink) -> Vec<Option<Map>> {
        let files: &[Loaded] = self.files;
        let decls = files.iter().enumerate();
        let decls = decls.flat_map(|(file, loaded)| loaded.file.maps.iter().map(move |decl| (file, decl)));
        decls.map(|(file, decl)| self.map(file, decl, sink)).collect()
    }

    fn map(&mut self, file: usize, decl: &MapDecl, sink: &mut Sink) -> Option<Map> {
        let from = self.structure(file, &decl.from, sink);
        let to = self.structure(file, &decl.to, sink);
        let params = self.map_params(file, decl, from, sink);
        let (from, to, params) = (from?, to?, params?);
        let scope = MapScope { low: self, file, from, args: &decl.args, params: &params, known: Vec::new() };
        let check = decl.check.as_ref().map(|written| {
            let check = scope.compile(written, Use::Check, sink)?;
            if expr::never(&[&check]) {
                let message = "`check` never holds, so that nothing is ever mapped";
                sink.push(Diagnostic::error(Code::NeverFits, written.span(), message));
                return None;
            }
            Some(check)
        });
        let (refused, check) = (matches!(check, Some(None)), check.flatten());
        let scope = MapScope { known: check.clone().into_iter().collect(), ..scope };
        let mut rows = MapRows { decl, scope: &scope, missing: Vec::new(), misnamed: false };
        let mut found = Sink::default();
        let sets = rows.sets(to, &decl.set, "", &mut found);
        rows.missing(&mut found);
        let found = found.drain().into_iter();
        found
            .filter(|found| !(refused && KNOWN_BY_CHECK.contains(&found.code)))
            .for_each(|found| sink.push(found));
        let MapRows { missing, .. } = rows;
        Some(Map {
            name: resolve::name(&decl.name, decl.rename.as_ref()),
            module: ModuleId(file as u32),
            docs: docs(&decl.docs),
            from,
            to,
            params,
            check,
            check_text: decl.check.as_ref().map_or_else(String::new, ExprText::written),
            sets: sets.filter(|_| missing.is_empty() && !refused)?,
            span: decl.name.span,
        })
    }

    /// The structure that `from` or `to` names.
    fn structure(&self, file: usize, text: &Text, sink: &mut Sink) -> Option<StructId> {
        let found = self.names.used(file, &text.value, text.span);
        let source = match found {
            Some(Item::Struct(id)) => self.source(id).map(|source| (id, source)),
            _ => None,
        };
        let message = match source {
            Some((id, source)) if source.form == Form::Struct && source.parent.is_none() => {
                if source.args.is_empty() {
                    return self.draft(id).filter(|draft| !draft.broken).map(|_| id);
                }
                format!("`{}` is called with args, which a map does not pass", text.value)
            }
            Some(_) => format!("`{}` is a union or a child of one; a map knows structs", text.value),
            None if found.is_some() => format!("`{}` is no struct", text.value),
            None => format!("there is no struct `{}`", text.value),
        };
        let mut error = Diagnostic::error(Code::MapStruct, text.span, message);
        let is_struct = |item| matches!(item, Item::Struct(_));
        if let Some(hint) = self.names.hint(file, &text.value, &is_struct).filter(|_| found.is_none()) {
            error = hint.on(error, text.span);
        }
        sink.push(error);
        None
    }

    /// `args` of a map.
    fn map_params(
        &mut self,
        file: usize,
        decl: &MapDecl,
        from: Option<StructId>,
        sink: &mut Sink,
    ) -> Option<Vec<MapParam>> {
        let mut params: Vec<MapParam> = Vec::new();
        let mut right = true;
        for arg in &decl.args {
            let ty = match self.ty(file, &arg.ty, sink) {
                Some(Type::Scalar(ty, _)) => Some(MapParamType::Scalar(ty)),
                Some(Type::Pointer) => Some(MapParamType::Pointer),
                Some(_) => {
                    let message =
                        "an arg of a map is an integer, a boolean, an enum, an error code or a `ptr`";
                    sink.push(Diagnostic::error(Code::ParamType, arg.ty.span, message));
                    None
                }
                None => None,
            };
            if let Some(default) = &arg.default {
                let message = "who calls a map says all its args: there is no default";
                sink.push(Diagnostic::error(Code::MisplacedKey, default.span, message));
                right = false;
            }
            right &= self.map_param_name(arg, &params, from, sink);
            let Some(ty) = ty else {
                right = false;
                continue;
            };
            params.push(MapParam { name: Name::new(&arg.name.value), ty, docs: docs(&arg.docs) });
        }
        right.then_some(params)
    }

    /// Whether an arg's name is its own: no other arg's, no row's of the source, and not that of the source.
    fn map_param_name(
        &self,
        arg: &Arg,
        before: &[MapParam],
        from: Option<StructId>,
        sink: &mut Sink,
    ) -> bool {
        let name = Name::new(&arg.name.value);
        let rust = name.snake();
        let rows = from.and_then(|from| self.draft(from)).map_or(&[][..], |draft| draft.rows.as_slice());
        let row = rows.iter().find(|row| row.name.as_ref().is_some_and(|known| known.snake() == rust));
        let (code, message) = if rust == "from" {
            (Code::TakenName, "`from` is the source structure".to_owned())
        } else if before.iter().any(|known| known.name.snake() == rust) {
            (Code::NameClash, format!("the map has an arg `{}` already", name.printed))
        } else if row.is_some() {
            (Code::NameClash, format!("the source structure has a row `{}` already", name.printed))
        } else {
            return true;
        };
        let error = Diagnostic::error(code, arg.name.span, message).help("give the arg another name");
        sink.push(match row.filter(|_| code == Code::NameClash) {
            Some(row) => error.label(row.span, "the row"),
            None => error,
        });
        false
    }
}

/// The names that a map's expressions see: rows of the source, and args.
pub(super) struct MapScope<'s, 'a> {
    pub(super) low: &'s Lowering<'a>,
    /// The file that the map stands in.
    pub(super) file: usize,
    pub(super) from: StructId,
    pub(super) args: &'s [Arg],
    pub(super) params: &'s [MapParam],
    /// What holds where the expression is computed.
    pub(super) known: Vec<Expr>,
}

impl MapScope<'_, '_> {
    /// Reads and checks an expression.
    pub(super) fn compile(&self, text: &ExprText, use_: Use, sink: &mut Sink) -> Option<Expr> {
        let ast = expr::parse(text, sink)?;
        expr::check(&ast, self, use_, sink)
    }

    /// Asks the scope of the source's own rows.
    fn of_rows<T>(&self, ask: impl FnOnce(&RowScope<'_, '_>) -> Option<T>) -> Option<T> {
        let draft = self.low.draft(self.from)?;
        let params: RefCell<Vec<ParamDraft>> = RefCell::default();
        let scope = RowScope {
            low: self.low,
            id: self.from,
            draft,
            params: &params,
            this: None,
            limit: draft.rows.len(),
            known: Vec::new(),
            tolerant: false,
            present: false,
        };
        ask(&scope)
    }

    fn param(&self, index: usize) -> Option<Found> {
        let param = self.params.get(index)?;
        let (reads, len) = match param.ty {
            MapParamType::Scalar(ty) => (self.low.scalar_reads(ty), None),
            MapParamType::Pointer => (Reads::Pointer, Some(POINTED)),
        };
        let span = self.args.get(index)?.name.span;
        let place = Place::Param(index as u32);
        Some(Found { place, reads, len, count: None, offset: None, late: false, when: None, span })
    }
}

impl Scope for MapScope<'_, '_> {
    fn find(&self, name: &str) -> Option<Found> {
        let arg = self.params.iter().position(|param| param.name.is(name));
        self.of_rows(|rows| rows.find(name)).or_else(|| self.param(arg?))
    }

    fn field(&self, of: &Found, name: &str) -> Option<Found> {
        self.of_rows(|rows| rows.field(of, name))
    }

    fn this(&self) -> Option<Found> {
        None
    }

    fn words(&self, name: &str) -> Option<Words<'_>> {
        self.low.words(self.file, name)
    }

    fn names(&self) -> Vec<String> {
        let mut names = self.of_rows(|rows| Some(rows.names())).unwrap_or_default();
        names.extend(self.params.iter().map(|param| param.name.snake()));
        names.extend(self.low.word_names(self.file));
        names
    }

    fn fields(&self, of: &Found) -> Vec<String> {
        self.of_rows(|rows| Some(rows.fields(of))).unwrap_or_default()
    }

    fn known(&self) -> Vec<Expr> {
        self.known.clone()
    }

    fn whole(&self) -> Option<Interval> {
        None
    }

    fn has_data(&self) -> bool {
        false
    }

    fn recorder(&self) -> Option<&Recorder> {
        Some(self.low.names.recorder())
    }
}
