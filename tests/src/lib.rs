//! What the tests of this package share. They use opcodec as anyone outside would: the schemas that are
//! shipped, code that a build script generated from them, and the interpreter beside it.

pub mod agree;
pub mod alter;
pub mod capture;
#[allow(dead_code, reason = "not every schema has every kind of row")]
mod convert;
pub mod functions;
pub mod maps;
pub mod mend;
pub mod random;
pub mod release;

use std::path::{Path, PathBuf};

use opcodec_schema::ir::{Expect, Form, Schema, StructId, Subject, Vector};
use opcodec_schema::value::{CaseValue, Record, Value};

/// Code that the build script generated from the shipped schemas.
pub mod generated {
    /// Everything of `mmc.toml`, and of what it imports.
    pub mod mmc {
        include!(concat!(env!("OUT_DIR"), "/mmc.rs"));
    }
    // Those that `mmc.toml` has in it, each by itself, for its vectors: they become tests where a schema is the root.
    /// Sense data.
    #[cfg(test)]
    pub mod sense {
        include!(concat!(env!("OUT_DIR"), "/sense.rs"));
    }
    /// Commands of every device.
    #[cfg(test)]
    pub mod spc {
        include!(concat!(env!("OUT_DIR"), "/spc.rs"));
    }
    /// Commands of devices that store blocks.
    #[cfg(test)]
    pub mod sbc {
        include!(concat!(env!("OUT_DIR"), "/sbc.rs"));
    }
    /// The error table of `imapi.toml`.
    pub mod imapi {
        include!(concat!(env!("OUT_DIR"), "/imapi.rs"));
    }
    /// Everything of `mtp.toml`, and of what it imports.
    pub mod mtp {
        include!(concat!(env!("OUT_DIR"), "/mtp.rs"));
    }
    // Their vectors become tests; what they declare is in `mtp` and in the runtime.
    /// The data sets of MTP.
    #[cfg(test)]
    pub mod mtp_data {
        include!(concat!(env!("OUT_DIR"), "/mtp_data.rs"));
    }
    /// The containers of PTP on USB.
    pub mod ptp_usb {
        include!(concat!(env!("OUT_DIR"), "/ptp_usb.rs"));
    }
    /// Class requests of PTP's USB devices.
    pub mod ptp_class {
        include!(concat!(env!("OUT_DIR"), "/ptp_class.rs"));
    }
    // Those of `examples/schemas`.
    /// Admin commands of NVM Express.
    pub mod nvme {
        include!(concat!(env!("OUT_DIR"), "/nvme.rs"));
    }
    /// Modbus on a serial line.
    pub mod modbus {
        include!(concat!(env!("OUT_DIR"), "/modbus.rs"));
    }
    /// Chip cards.
    pub mod iso7816 {
        include!(concat!(env!("OUT_DIR"), "/iso7816.rs"));
    }
    /// Session Traversal Utilities for NAT.
    pub mod stun {
        include!(concat!(env!("OUT_DIR"), "/stun.rs"));
    }
}

/// Where the generated files are.
pub const GENERATED: &str = env!("OUT_DIR");

/// The shipped schemas, each after those that it imports.
pub const SHIPPED: [&str; 18] = [
    "cdb_size",
    "sense",
    "spc",
    "sbc",
    "mmc",
    "imapi",
    "ptp_usb",
    "ptp_class",
    "mtp_codes",
    "mtp_properties",
    "mtp_data",
    "mtp",
    "usb",
    "urb",
    "usb_device",
    "scanner",
    "usbscan",
    "wmdm",
];

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
    let index =
        schema.structs.iter().position(|layout| layout.name.printed == name && layout.parent.is_none());
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

/// Shipped schemas that have all that others declare, each with the files that its vectors stand in.
pub const FAMILIES: [(&str, &[&str]); 7] = [
    ("mmc", &["sense", "spc", "sbc", "mmc"]),
    ("mtp", &["mtp_data", "mtp"]),
    ("ptp_usb", &["ptp_usb"]),
    ("ptp_class", &["ptp_class"]),
    ("scanner", &["usb", "usb_device", "scanner"]),
    ("usbscan", &["usb", "usbscan"]),
    ("wmdm", &["wmdm"]),
];

/// The valid messages of the SCSI schemas, as layouts of `mmc`, the schema that has all of them.
///
/// # Panics
/// If a schema has lost a layout.
pub fn valid_messages(mmc: &Schema) -> Vec<Valid> {
    messages_of(mmc, FAMILIES[0].1)
}

/// The valid messages of schemas, as layouts of the one that has all of them. The vectors of a schema run only where
/// it is the root, so they are gathered from each.
///
/// # Panics
/// If a schema has lost a layout.
pub fn messages_of(all: &Schema, names: &[&str]) -> Vec<Valid> {
    let mut messages = Vec::new();
    for name in names {
        let schema = schema(name);
        for valid in own_messages(&schema) {
            let from = &schema.structs[valid.of.index()];
            let is_request = matches!(from.form, Form::Request(_));
            let of = all.structs.iter().position(|layout| {
                layout.name == from.name && matches!(layout.form, Form::Request(_)) == is_request
            });
            let of = StructId(of.unwrap_or_else(|| panic!("no layout {}", from.name.printed)) as u32);
            messages.push(Valid { of, ..valid });
        }
    }
    messages
}

/// The valid messages among a schema's own vectors.
pub fn own_messages(schema: &Schema) -> Vec<Valid> {
    let is_valid = |vector: &&Vector| !matches!(vector.expect, Expect::Error(_));
    let vectors = schema.vectors.iter().filter(is_valid);
    let valid = vectors.filter_map(|vector| match (&vector.bytes, vector.subject) {
        (Some(bytes), Subject::Layout(of)) => {
            Some(Valid { of, params: vector.args.clone(), bytes: bytes.clone() })
        }
        _ => None,
    });
    valid.collect()
}

/// Whether `part` is what is left of `whole` where the input ended before it did: every row that is there
/// is complete, a list has its first elements, and bytes that take the rest are its first bytes.
pub fn is_start_of(part: &Record, whole: &Record) -> bool {
    part.of == whole.of
        && part.params == whole.params
        && part.rows.iter().zip(&whole.rows).all(|(part, whole)| match (part, whole) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(part), Some(whole)) => value_starts(part, whole),
        })
}

fn value_starts(part: &Value, whole: &Value) -> bool {
    match (part, whole) {
        (Value::List(part), Value::List(whole)) => whole.starts_with(part),
        (Value::Bytes(part), Value::Bytes(whole)) => whole.starts_with(part),
        (Value::Text(part), Value::Text(whole)) => whole.starts_with(part.as_str()),
        (Value::Record(part), Value::Record(whole)) => is_start_of(part, whole),
        (Value::Case(part), Value::Case(whole)) => match (&**part, &**whole) {
            (CaseValue::Known { case: a, body: part }, CaseValue::Known { case: b, body: whole }) => {
                a == b && is_start_of(part, whole)
            }
            (CaseValue::Unknown { tag: a, bytes: part }, CaseValue::Unknown { tag: b, bytes: whole }) => {
                a == b && whole.starts_with(part)
            }
            _ => false,
        },
        _ => part == whole,
    }
}

/// The bytes that a message cannot do without, if what is beyond them may be cut off: the largest
/// `required` of the layout and of the children that its value has.
pub fn required(schema: &Schema, record: &Record) -> Option<u64> {
    let layout = &schema.structs[record.of.index()];
    let children = record.rows.iter().flatten().filter_map(|value| match value {
        Value::Case(case) => match &**case {
            CaseValue::Known { body, .. } => required(schema, body),
            CaseValue::Unknown { .. } => None,
        },
        _ => None,
    });
    let of_children = children.max();
    let is_all_payload = layout.rows.len() == 1 && layout.union.is_some();
    if is_all_payload { of_children } else { layout.required.max(layout.required.and(of_children)) }
}
