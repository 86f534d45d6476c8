//! Bytes for people: two upper-case digits each, spaces between.

use core::fmt;

pub(crate) fn write(f: &mut fmt::Formatter<'_>, bytes: &[u8]) -> fmt::Result {
    for (index, byte) in bytes.iter().enumerate() {
        let space = if index == 0 { "" } else { " " };
        write!(f, "{space}{byte:02X}")?;
    }
    Ok(())
}
