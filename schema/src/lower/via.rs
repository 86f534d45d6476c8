//! `via`: the maps that turn the input of an `ioctl` command into the driver's request.

use super::Lowering;
use crate::diag::{Code, Diagnostic, Sink};
use crate::expr::{self, Ast};
use crate::ir::{Interval, MapId, MapParam, MapParamType, Scalar, StructId, Via, ViaArg};
use crate::source::Span;
use crate::syntax::{CommandDecl, ExprText, Text};

impl Lowering<'_> {
    /// The steps of `via` of a command. `input` is the struct of its `out`. `None`: one of them was refused.
    pub(super) fn via(
        &self,
        file: usize,
        decl: &CommandDecl,
        input: Option<StructId>,
        sink: &mut Sink,
    ) -> Option<Vec<Via>> {
        let written = decl.via.as_slice();
        let Some(first) = written.first() else { return Some(Vec::new()) };
        let Some(input) = input else {
            let message = "`via` maps the input of the command, and this one has no struct in `out`";
            sink.push(Diagnostic::error(Code::ViaChain, first.span, message));
            return None;
        };
        // What the next step takes; unknown behind one that was refused.
        let mut at = Some(input);
        let steps: Vec<Option<Via>> =
            written.iter().map(|text| self.via_step(file, text, &mut at, sink)).collect();
        let steps: Vec<Via> = steps.into_iter().collect::<Option<_>>()?;
        has_output(decl, &steps, sink).then_some(steps)
    }

    /// One step: it takes the struct in `at` and leaves there what its map gives.
    fn via_step(&self, file: usize, text: &Text, at: &mut Option<StructId>, sink: &mut Sink) -> Option<Via> {
        let input = at.take();
        let ast = expr::parse(&ExprText::Text(text.clone()), sink)?;
        let (name, args, span) = called(&ast, sink)?;
        let Some(id) = self.names.map(file, name, span) else {
            let error = Diagnostic::error(Code::UnknownMap, span, format!("there is no map `{name}`"));
            sink.push(match self.names.map_hint(file, name) {
                Some(hint) => hint.on(error, span),
                None => error,
            });
            return None;
        };
        // One that was refused has its own error.
        let map = self.maps.get(id.index())?.as_ref()?;
        *at = Some(map.to);
        let fits = input.is_none_or(|input| input == map.from);
        if let Some(input) = input.filter(|_| !fits) {
            let printed = |id| self.source(id).map(|of| of.name.printed.as_str()).unwrap_or_default();
            let (wanted, there) = (printed(map.from), printed(input));
            let message = format!("map `{name}` takes `{wanted}`, and here is `{there}`");
            sink.push(Diagnostic::error(Code::ViaChain, span, message).label(map.span, "declared here"));
        }
        self.step(id, name, &map.params, args, ast.span(), sink).filter(|_| fits)
    }

    fn step(
        &self,
        map: MapId,
        name: &str,
        params: &[MapParam],
        args: &[Ast],
        span: Span,
        sink: &mut Sink,
    ) -> Option<Via> {
        if args.len() != params.len() {
            let plural = if params.len() == 1 { "" } else { "s" };
            let message = format!("map `{name}` takes {} arg{plural}; here are {}", params.len(), args.len());
            let error = Diagnostic::error(Code::ViaArgs, span, message);
            let names: Vec<String> = params.iter().map(|param| param.name.snake()).collect();
            sink.push(if names.is_empty() {
                error
            } else {
                error.help(format!("call it: `{name}({})`", names.join(", ")))
            });
            return None;
        }
        let args: Vec<Option<ViaArg>> =
            params.iter().zip(args).map(|(param, arg)| self.via_arg(param, arg, sink)).collect();
        Some(Via { map, args: args.into_iter().collect::<Option<_>>()? })
    }

    fn via_arg(&self, param: &MapParam, arg: &Ast, sink: &mut Sink) -> Option<ViaArg> {
        let given = match arg.called() {
            Some((name, [of])) if name.value == "len" && of.name() == Some("output") => {
                Some(ViaArg::OutputLength)
            }
            _ if arg.name() == Some("output") => Some(ViaArg::Output),
            _ => arg.number().map(ViaArg::Int),
        };
        let name = param.name.snake();
        let message = match (given, param.ty) {
            (Some(ViaArg::Output), MapParamType::Pointer) => return given,
            (Some(ViaArg::OutputLength), MapParamType::Scalar(ty)) if ty != Scalar::Bool => return given,
            (Some(ViaArg::Int(value)), MapParamType::Scalar(ty)) => {
                let Interval { min, max } = self.range(ty)?;
                if (min..=max).contains(&value) {
                    return given;
                }
                format!("`{name}` holds {min} to {max}, and {value} is not")
            }
            (_, MapParamType::Pointer) => {
                format!("`{name}` is a `ptr`: `output`, the caller's output buffer")
            }
            (_, MapParamType::Scalar(_)) => {
                format!("`{name}` is a number: `len(output)`, or one that is written here")
            }
        };
        sink.push(Diagnostic::error(Code::ViaArgs, arg.span(), message));
        None
    }
}

/// Refuses steps that pass the output buffer of a command that has none.
fn has_output(decl: &CommandDecl, steps: &[Via], sink: &mut Sink) -> bool {
    let passes =
        |step: &Via| step.args.iter().any(|arg| matches!(arg, ViaArg::Output | ViaArg::OutputLength));
    let mut wrong = steps.iter().zip(&decl.via).filter(|(step, _)| decl.input.is_none() && passes(step));
    let Some((_, first)) = wrong.next() else { return true };
    let message = "`output` is the buffer that `in` of the command fills, and it has no `in`";
    let error = Diagnostic::error(Code::ViaArgs, first.span, message);
    sink.push(error.label(decl.request.name.span, "this command"));
    false
}

/// A map's name, what it is called with, and where the name stands.
fn called<'a>(ast: &'a Ast, sink: &mut Sink) -> Option<(&'a str, &'a [Ast], Span)> {
    if let Some(name) = ast.name() {
        return Some((name, &[], ast.span()));
    }
    if let Some((name, args)) = ast.called() {
        return Some((&name.value, args, name.span));
    }
    let message = "a step of `via` is a map, called where it has args: `NAME(output, len(output))`";
    sink.push(Diagnostic::error(Code::ViaArgs, ast.span(), message));
    None
}
