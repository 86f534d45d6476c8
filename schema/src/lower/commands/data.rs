//! Data phases.

use std::cell::RefCell;

use super::super::Lowering;
use super::super::draft::{Draft, ParamDraft};
use super::super::kinds::compile;
use super::super::scope::RowScope;
use super::super::source::Source;
use super::super::types::Type;
use crate::diag::{Code, Diagnostic, Sink};
use crate::expr::{self, Use};
use crate::ir::{Carrier, Data, DataType, Expr, StructId};
use crate::syntax::{CommandDecl, DataDecl, ExprText};

/// `out` and `in`.
type Directions = (Option<Data>, Option<Data>);

impl Lowering<'_> {
    /// The data phases of a command. `None`: one of them was refused.
    pub(super) fn directions(
        &mut self,
        request: StructId,
        source: &Source<'_>,
        decl: &CommandDecl,
        draft: &mut Draft,
        sink: &mut Sink,
    ) -> Option<Directions> {
        if let (Some(out), Some(input)) = (&decl.out, &decl.input)
            && !(out.own_table && input.own_table)
        {
            return None; // Refused with the carrier's keys.
        }
        let mut ty = |data: &DataDecl| self.ty(source.file, &data.ty, sink);
        let out_type = decl.out.as_ref().map(&mut ty);
        let in_type = decl.input.as_ref().map(&mut ty);
        let is_ioctl = source.request.as_ref().is_some_and(|fixed| fixed.carrier == Carrier::Ioctl);
        let out_type = self.movable(out_type, decl.out.as_ref().filter(|_| !is_ioctl), sink);
        let in_type = self.movable(in_type, decl.input.as_ref(), sink);
        let params = RefCell::new(std::mem::take(&mut draft.params));
        let own = (request, &*draft);
        let out = decl.out.as_ref().zip(out_type);
        let out = out.map(|(data, ty)| self.data(data, ty, own, &params, sink));
        // Where data goes both ways, what comes back is sized by what was sent.
        let sent = match &out {
            Some(Some(Data { ty: DataType::Struct(id, _), .. })) => Some(*id),
            _ => None,
        };
        let input = decl.input.as_ref().zip(in_type).map(|(data, ty)| match sent {
            None => self.data(data, ty, own, &params, sink),
            Some(id) => {
                let sent = self.draft(id).filter(|sent| !sent.broken)?;
                let data = self.data(data, ty, (id, sent), &params, sink)?;
                Some(Data { of_out: true, ..data })
            }
        });
        draft.params = params.into_inner();
        let out = out.map_or(Some(None), |out| out.map(Some));
        let input = input.map_or(Some(None), |input| input.map(Some));
        Some((out?, input?))
    }

    /// A data phase's type, unless it holds pointers, which only the input of an `ioctl` does.
    #[allow(clippy::option_option, reason = "no data phase and a refused type are two things")]
    fn movable(
        &self,
        ty: Option<Option<Type>>,
        data: Option<&DataDecl>,
        sink: &mut Sink,
    ) -> Option<Option<Type>> {
        match (&ty, data) {
            (Some(Some(Type::Struct(id, ..))), Some(data)) if !self.on_a_wire(*id, data.ty.span, sink) => {
                Some(None)
            }
            _ => ty,
        }
    }

    /// One data phase, whose expressions look at the rows of `id`.
    fn data(
        &self,
        data: &DataDecl,
        ty: Option<Type>,
        (id, draft): (StructId, &Draft),
        params: &RefCell<Vec<ParamDraft>>,
        sink: &mut Sink,
    ) -> Option<Data> {
        let scope = RowScope {
            low: self,
            id,
            draft,
            params,
            this: None,
            limit: draft.rows.len(),
            known: Vec::new(),
            tolerant: false,
            present: false,
        };
        let ty = match ty {
            Some(Type::Bytes) => Some(DataType::Bytes),
            Some(Type::Struct(id, args, span)) => {
                self.call(&scope, id, &args, span, sink).map(|args| DataType::Struct(id, args))
            }
            Some(_) => {
                let message = "a data phase moves `bytes`, a struct or a union";
                sink.push(Diagnostic::error(Code::DataType, data.ty.span, message));
                None
            }
            None => None,
        };
        let mut compile = |text: &Option<ExprText>, use_| -> Option<Option<Expr>> {
            let Some(text) = text else { return Some(None) };
            compile(text, &scope, use_, sink).map(Some)
        };
        let size = compile(&data.size, Use::DataSize);
        let max = compile(&data.max, Use::DataSize);
        let when = compile(&data.when, Use::DataWhen);
        let possible = is_possible(data, &size, &max, &when, sink);
        Some(Data { ty: ty?, of_out: false, size: size?, max: max?, when: when? }).filter(|_| possible)
    }
}

/// An expression of a data phase, where it is written and was not refused.
type Compiled = Option<Option<Expr>>;

/// Refuses a data phase that there never is.
fn is_possible(data: &DataDecl, size: &Compiled, max: &Compiled, when: &Compiled, sink: &mut Sink) -> bool {
    let mut possible = true;
    if let (Some(Some(when)), Some(written)) = (when, &data.when)
        && expr::never(&[when])
    {
        let message = "`when` never holds, so that there is never any data";
        sink.push(Diagnostic::error(Code::NeverFits, written.span(), message));
        possible = false;
    }
    if let (Some(Some(size)), Some(Some(max))) = (size, max)
        && let (Some(written), Some(limit)) = (&data.size, &data.max)
        && size.interval.min > max.interval.max
    {
        let (least, most) = (size.interval.min, max.interval.max);
        let at_least = if size.interval.max == least { "" } else { "at least " };
        let message = format!("the data has {at_least}{least} bytes, and `max` is never over {most}");
        let error = Diagnostic::error(Code::NeverFits, written.span(), message);
        sink.push(error.label(limit.span(), "the most"));
        possible = false;
    }
    possible
}
