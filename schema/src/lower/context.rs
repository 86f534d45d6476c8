//! What a caller knows and no request says, and the commands that exist in some contexts only.

use super::Lowering;
use super::scope::{docs, position};
use super::types::Type;
use crate::diag::{Code, Diagnostic, Sink};
use crate::expr::{self, Found, Scope, Use, Words};
use crate::index::Recorder;
use crate::ir::{Expr, Interval, Node, Param, Scalar};
use crate::load::Loaded;
use crate::name::Name;
use crate::source::Span;
use crate::syntax::{Arg, ExprText};

/// One param of a context.
#[derive(Clone, Debug)]
pub(super) struct Known {
    param: Param,
    /// Its type was refused.
    broken: bool,
    /// Its file.
    file: usize,
    /// Its name.
    span: Span,
}

/// The params of one context, near files before far ones.
#[derive(Clone, Debug, Default)]
pub(super) struct Context {
    known: Vec<Known>,
}

impl Context {
    /// The params of the model.
    pub(super) fn params(self) -> Vec<Param> {
        self.known.into_iter().map(|known| known.param).collect()
    }

    fn names(&self) -> impl Iterator<Item = &Name> {
        self.known.iter().map(|known| &known.param.name)
    }
}

impl Lowering<'_> {
    /// The context of every file: its own, and those of what it includes.
    pub(super) fn contexts(&mut self, sink: &mut Sink) -> Vec<Context> {
        let files = self.files;
        let own: Vec<Vec<Known>> = files
            .iter()
            .enumerate()
            .map(|(file, loaded)| {
                loaded.file.protocol.context.iter().map(|arg| self.known(file, arg, sink)).collect()
            })
            .collect();
        let in_root = included(0, files);
        let mut contexts = Vec::new();
        for file in 0..files.len() {
            // What clashes in a file that the root includes, clashes in the root.
            let mut quiet = Sink::default();
            let said = file == 0 || !in_root.contains(&file);
            contexts.push(self.context(file, &own, if said { &mut *sink } else { &mut quiet }));
            quiet.drain();
        }
        contexts
    }

    fn known(&mut self, file: usize, arg: &Arg, sink: &mut Sink) -> Known {
        let ty = match self.ty(file, &arg.ty, sink) {
            Some(Type::Scalar(Scalar::Int(int), _)) if int.is_beyond() => {
                let message =
                    "what `only` looks at has at most 127 unsigned bits: expressions compute with i128";
                sink.push(Diagnostic::error(Code::ParamType, arg.ty.span, message));
                None
            }
            Some(Type::Scalar(ty, _)) => Some(ty),
            Some(_) => {
                let message = "a context is made of integers, booleans, enums, flags and error codes";
                sink.push(Diagnostic::error(Code::ParamType, arg.ty.span, message));
                None
            }
            None => None,
        };
        let default =
            ty.zip(arg.default.as_ref()).and_then(|(ty, literal)| self.scalar_constant(literal, ty, sink));
        let name = Name::new(&arg.name.value);
        let param = Param { name, ty: ty.unwrap_or(Scalar::Bool), default, docs: docs(&arg.docs) };
        Known { param, broken: ty.is_none(), file, span: arg.name.span }
    }

    /// What `file` and the files that it includes, directly or not, have.
    fn context(&self, file: usize, own: &[Vec<Known>], sink: &mut Sink) -> Context {
        let files = included(file, self.files);
        let mut context = Context::default();
        for later in files.iter().filter_map(|file| own.get(*file)).flatten() {
            let rust = later.param.name.snake();
            match context.known.iter_mut().find(|known| known.param.name.snake() == rust) {
                None => context.known.push(later.clone()),
                Some(first) => {
                    if let Some(error) = clash(first, later, file) {
                        sink.push(error);
                    }
                    first.param.default = first.param.default.or(later.param.default);
                }
            }
        }
        context
    }

    /// `only` of a command of `file`: a condition over the params of the root, where the root has the command.
    pub(super) fn only(
        &self,
        file: usize,
        only: &ExprText,
        contexts: &[Context],
        sink: &mut Sink,
    ) -> Option<Expr> {
        let context = contexts.get(file)?;
        if context.known.is_empty() {
            let message = "`only` looks at what a caller knows, and `[protocol]` says nothing of it";
            let error = Diagnostic::error(Code::MissingKey, only.span(), message);
            sink.push(error.help("say it as in `context = [{ name = \"device_type\", type = \"u8\" }]`"));
            return None;
        }
        let ast = expr::parse(only, sink)?;
        let expr = expr::check(&ast, &Only { low: self, file, context }, Use::Only, sink)?;
        if expr.interval.max == 0 || expr::never(&[&expr]) {
            let message = "`only` holds in no context, so that nobody could send the command";
            sink.push(Diagnostic::error(Code::NeverFits, only.span(), message));
            return None;
        }
        let of_root = |index: u32| {
            let name = &context.known.get(index as usize)?.param.name;
            contexts.first()?.names().position(|known| known.printed == name.printed)
        };
        Some(expr::substitute(&expr, &mut |leaf| match leaf.node {
            Node::Param(index) => Some(Expr { node: Node::Param(of_root(index)? as u32), ..leaf.clone() }),
            _ => None,
        }))
    }
}

/// A file and those that it includes, directly or not.
fn included(file: usize, files: &[Loaded]) -> Vec<usize> {
    let mut found = vec![file];
    let mut at = 0;
    while let Some(loaded) = found.get(at).and_then(|file| files.get(*file)) {
        let further = loaded.includes.iter().copied().filter(|further| !found.contains(further));
        let further: Vec<usize> = further.collect();
        found.extend(further);
        at += 1;
    }
    found
}

/// What is wrong with two params of one name; the error stands in `file` where one of them does.
fn clash(first: &Known, later: &Known, file: usize) -> Option<Diagnostic> {
    let (name, other) = (&later.param.name.printed, &first.param.name.printed);
    // What a file includes was there before it.
    let (wrong, label) =
        if first.file == file && later.file != file { (first, later) } else { (later, first) };
    let error =
        |code, message| Some(Diagnostic::error(code, wrong.span, message).label(label.span, "the other one"));
    let differ =
        |one: Option<i128>, other: Option<i128>| one.zip(other).is_some_and(|(one, other)| one != other);
    if first.file == later.file && name == other {
        return error(Code::NameClash, format!("`context` has `{name}` twice"));
    }
    if name != other {
        let message = format!("`{other}` and `{name}` both become `{}`", later.param.name.snake());
        return error(Code::RustNameClash, message);
    }
    if first.broken || later.broken {
        return None;
    }
    if first.param.ty != later.param.ty {
        let message = format!("`{name}` is one thing to a caller, and here it has two types");
        return error(Code::ContextClash, message);
    }
    if differ(first.param.default, later.param.default) {
        let message = format!("`{name}` is one thing to a caller, and here it has two defaults");
        return error(Code::ContextClash, message);
    }
    None
}

/// The names that `only` sees.
struct Only<'s, 'a> {
    low: &'s Lowering<'a>,
    file: usize,
    context: &'s Context,
}

impl Scope for Only<'_, '_> {
    fn find(&self, name: &str) -> Option<Found> {
        let names: Vec<Option<&Name>> = self.context.names().map(Some).collect();
        let index = position(&names.iter().copied(), name)?;
        let known = self.context.known.get(index)?;
        let reads = if known.broken { expr::Reads::Broken } else { self.low.scalar_reads(known.param.ty) };
        Some(Found::param(index, reads, known.span))
    }

    fn field(&self, _: &Found, _: &str) -> Option<Found> {
        None
    }

    fn this(&self) -> Option<Found> {
        None
    }

    fn words(&self, name: &str) -> Option<Words<'_>> {
        self.low.words(self.file, name)
    }

    fn names(&self) -> Vec<String> {
        self.context.names().map(Name::snake).chain(self.low.word_names(self.file)).collect()
    }

    fn fields(&self, _: &Found) -> Vec<String> {
        Vec::new()
    }

    fn known(&self) -> Vec<Expr> {
        Vec::new()
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
