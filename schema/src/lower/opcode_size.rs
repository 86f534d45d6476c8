//! `[opcode_size]` to the model.

use crate::diag::Sink;
use crate::ir;
use crate::syntax::OpcodeSizeDecl;

/// The table, if it speaks for every opcode once.
pub(crate) fn opcode_size(decl: &OpcodeSizeDecl, sink: &mut Sink) -> Option<ir::OpcodeSize> {
    let _ = (decl, sink);
    None
}
