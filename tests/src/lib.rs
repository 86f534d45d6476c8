//! What the tests of this package share. They use opcodec as anyone outside would: the schemas that are
//! shipped, code that a build script generated from them, and the interpreter beside it.

pub mod capture;
pub mod random;

use std::path::{Path, PathBuf};

use opcodec_schema::ir::{Expect, Form, Schema, StructId};

/// The shipped schemas, each after those that it imports.
pub const SHIPPED: [&str; 6] = ["cdb_size", "sense", "spc", "sbc", "mmc", "imapi"];

/// Where a shipped schema is.
pub fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../protocols/schemas").join(name).with_extension("toml")
}

/// A shipped schema's model.
///
/// # Panics
/// With its diagnostics, if it does not compile.
pub fn schema(name: &str) -> Schema {
    let compilation = opcodec_schema::compile(&path(name));
    let diagnostics = compilation.render(false);
    compilation.schema.unwrap_or_else(|| panic!("{name}.toml\n{diagnostics}"))
}

/// A layout by its printed name.
///
/// # Panics
/// If there is none.
pub fn layout(schema: &Schema, name: &str) -> StructId {
    let index = schema.structs.iter().position(|layout| layout.name.printed == name && layout.parent.is_none());
    StructId(index.unwrap_or_else(|| panic!("no layout {name}")) as u32)
}

/// A message of a shipped schema that its vectors say is valid.
#[derive(Clone, Debug)]
pub struct Valid {
    /// Its layout.
    pub of: StructId,
    /// What its user passes.
    pub params: Vec<i128>,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The valid messages of the shipped schemas, as layouts of `mmc`, the schema that has all of them. The
/// vectors of a schema run only where it is the root, so they are gathered from each.
///
/// # Panics
/// If a schema has lost a layout.
pub fn valid_messages(mmc: &Schema) -> Vec<Valid> {
    let mut messages = Vec::new();
    for name in ["sense", "spc", "sbc", "mmc"] {
        let schema = schema(name);
        for vector in &schema.vectors {
            let (Some(bytes), false) = (&vector.bytes, matches!(vector.expect, Expect::Error(_))) else {
                continue;
            };
            let from = &schema.structs[vector.subject.index()];
            let is_request = matches!(from.form, Form::Request(_));
            let of = mmc.structs.iter().position(|layout| {
                layout.name == from.name && matches!(layout.form, Form::Request(_)) == is_request
            });
            let of = StructId(of.unwrap_or_else(|| panic!("no layout {}", from.name.printed)) as u32);
            messages.push(Valid { of, params: vector.args.clone(), bytes: bytes.clone() });
        }
    }
    messages
}
