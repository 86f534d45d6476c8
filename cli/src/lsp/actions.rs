//! Mends of what is wrong.

use std::path::Path;

use gen_lsp_types::{CodeAction, CodeActionParams};

use super::workspace::Workspace;

/// The mends of what is wrong in a range.
pub(super) fn actions(_workspace: &Workspace, _path: &Path, _params: &CodeActionParams) -> Vec<CodeAction> {
    Vec::new()
}
