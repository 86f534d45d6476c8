//! `[enum.X]` to the model.

use crate::diag::Sink;
use crate::ir;
use crate::syntax::EnumDecl;

/// An enum of the model, if its declaration is right.
pub(crate) fn enumeration(decl: &EnumDecl, module: ir::ModuleId, sink: &mut Sink) -> Option<ir::Enum> {
    let _ = (decl, module, sink);
    None
}
