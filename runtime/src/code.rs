//! Tables of error codes: from a number to its name, and back.

use core::fmt::{self, Write as _};

/// When a request may be repeated after an error code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Retry {
    /// The same request will fail again.
    Never,
    /// At once.
    Now,
    /// After a while.
    Later,
    /// After the device was reset.
    AfterReset,
}

/// What a table says about one code. Texts may be empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeEntry {
    /// The number.
    pub value: u32,
    /// Its name.
    pub name: &'static str,
    /// What kind of trouble it is, in a word.
    pub kind: &'static str,
    /// What it means.
    pub text: &'static str,
    /// What a person can do.
    pub advice: &'static str,
    /// When the request may be repeated.
    pub retry: Option<Retry>,
}

/// A table of codes with a perfect hash over their numbers, made by the generator.
#[derive(Debug)]
pub struct CodeTable {
    entries: &'static [CodeEntry],
    /// Index into `entries` by hash; a power of two of them. An empty slot names any entry.
    slots: &'static [u16],
    factor: u32,
    /// Names and aliases with their numbers, sorted by name.
    names: &'static [(&'static str, u32)],
}

impl CodeTable {
    /// A table. `factor` must send every number to a slot of its own: see `slot`.
    #[must_use]
    pub const fn new(
        entries: &'static [CodeEntry],
        slots: &'static [u16],
        factor: u32,
        names: &'static [(&'static str, u32)],
    ) -> Self {
        Self { entries, slots, factor, names }
    }

    /// What the table says about a number.
    #[inline]
    #[must_use]
    pub fn get(&self, value: u32) -> Option<&'static CodeEntry> {
        let index = self.slots.get(slot(value, self.factor, self.slots.len()))?;
        self.entries.get(usize::from(*index)).filter(|entry| entry.value == value)
    }

    /// The number of a name or of an alias.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<u32> {
        let at = self.names.binary_search_by(|(known, _)| (*known).cmp(name)).ok()?;
        self.names.get(at).map(|(_, value)| *value)
    }

    /// Every code in the author's order.
    #[must_use]
    pub const fn entries(&self) -> &'static [CodeEntry] {
        self.entries
    }
}

/// The slot of a number among `slots` slots, a power of two.
#[inline]
#[must_use]
pub const fn slot(value: u32, factor: u32, slots: usize) -> usize {
    (value.wrapping_mul(factor) >> 16) as usize & slots.wrapping_sub(1)
}

/// A value of an enum or code: its name, or its type and the number in hex.
pub fn show(
    f: &mut fmt::Formatter<'_>,
    ty: &str,
    name: Option<&str>,
    value: u64,
    digits: usize,
) -> fmt::Result {
    match name {
        Some(name) => f.pad(name),
        None => show_number(f, ty, value, digits),
    }
}

/// A number in hex, in its type where that has a name, filled up as a name would be.
fn show_number(f: &mut fmt::Formatter<'_>, ty: &str, value: u64, digits: usize) -> fmt::Result {
    let (open, close) = if ty.is_empty() { ("", "") } else { ("(", ")") };
    let written = digits.max(value.checked_ilog(16).map_or(1, |last| last as usize + 1));
    let shown = ty.chars().count() + open.len() + 2 + written + close.len();
    let filling = f.width().map_or(0, |width| width.saturating_sub(shown));
    let before = match f.align() {
        Some(fmt::Alignment::Right) => filling,
        Some(fmt::Alignment::Center) => filling / 2,
        Some(fmt::Alignment::Left) | None => 0,
    };
    let fill = f.fill();
    (0..before).try_for_each(|_| f.write_char(fill))?;
    write!(f, "{ty}{open}0x{value:0digits$X}{close}")?;
    (before..filling).try_for_each(|_| f.write_char(fill))
}

/// An error code for people: its text, its name and its number.
pub fn show_code(
    f: &mut fmt::Formatter<'_>,
    entry: Option<&CodeEntry>,
    value: u64,
    digits: usize,
) -> fmt::Result {
    match entry {
        Some(CodeEntry { name, text: "", .. }) => write!(f, "{name} (0x{value:0digits$X})"),
        Some(CodeEntry { name, text, .. }) => write!(f, "{text} ({name}, 0x{value:0digits$X})"),
        None => write!(f, "0x{value:0digits$X}"),
    }
}
