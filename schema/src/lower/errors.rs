//! `[errors.X]` to the model.

use crate::diag::Sink;
use crate::ir;
use crate::name::Name;
use crate::syntax::ErrorsDecl;

/// An error table of the model, if its declaration is right. `commands` are those in scope, for `after`.
pub(crate) fn errors(
    decl: &ErrorsDecl,
    module: ir::ModuleId,
    commands: &[(Name, ir::CommandId)],
    sink: &mut Sink,
) -> Option<ir::ErrorTable> {
    let _ = (decl, module, commands, sink);
    None
}
