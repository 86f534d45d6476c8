//! One file a subcommand.

pub(crate) mod build;
pub(crate) mod check;
pub(crate) mod decode;
pub(crate) mod encode;
pub(crate) mod explain;
pub(crate) mod fix;
pub(crate) mod fmt;
pub(crate) mod image;
pub(crate) mod layout;
pub(crate) mod lookup;
pub(crate) mod map;
pub(crate) mod new;
pub(crate) mod schema;
pub(crate) mod size;
pub(crate) mod test;
