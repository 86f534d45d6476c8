//! The operations of MTP, with all that they name: codes, properties and data sets.
//!
//! Each file is generated from a schema of its own (`mtp.toml`, `mtp_codes.toml`, `mtp_properties.toml`,
//! `mtp_data.toml`); their types are all named here.

/// Response, event, format and data type codes; generated from `mtp_codes.toml`.
#[rustfmt::skip]
pub mod codes;
/// The data sets that operations move; generated from `mtp_data.toml`.
#[rustfmt::skip]
pub mod data;
/// The operations and events, and `Request` and `Event` of all of them; generated from `mtp.toml`.
#[rustfmt::skip]
pub mod operations;
/// Object and device properties; generated from `mtp_properties.toml`.
#[rustfmt::skip]
pub mod properties;

pub use codes::*;
pub use data::*;
pub use operations::*;
pub use properties::*;
