//! From syntax to the model.

pub(crate) mod enums;
pub(crate) mod errors;
pub(crate) mod opcode_size;
