//! Values in the notation of test vectors: from literals to a record, and from a record to a tree that
//! prints the same.

mod args;
mod cases;
pub(crate) mod flags;
mod print;
mod read;
mod scalar;
mod unknown;

pub use args::{args, context, map_args};
pub use print::{Item, Tree, Written, tree};
pub use read::{part, record};
