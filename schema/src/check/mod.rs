//! Rules that look at more than one row.

pub(crate) mod alike;
pub(crate) mod cycles;
pub(crate) mod filled;
pub(crate) mod lengths;
pub(crate) mod names;
pub(crate) mod overlap;
