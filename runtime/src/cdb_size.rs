//! The size of a CDB by its operation code.

mod formula;

use core::fmt;

pub use formula::{Formula, Operator};

/// What one row of an opcode-size table, or an exception to it, says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SizeRule {
    /// Group code, 0 to 7, where the table has one.
    pub group: Option<u8>,
    /// Bytes.
    pub size: RuleSize,
    /// The row's word for itself: `exact`, `vendor`, `deferred`, `exempt`.
    pub rule: &'static str,
    /// A remark; may be empty.
    pub note: &'static str,
}

/// What size a row or an exception asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleSize {
    /// Any number of bytes inside the table's range.
    Any,
    /// So many.
    Exact(u16),
    /// What the request's own bytes say.
    Computed {
        /// How they say it.
        formula: Formula,
        /// The same as the schema wrote it.
        written: &'static str,
    },
}

/// An opcode-size table, made at compile time.
#[derive(Clone, Debug)]
pub struct SizeTable {
    /// Bytes by operation code; `ANY`, or `WIDE` where a byte does not hold it.
    sizes: [u8; 256],
    /// The row or exception that speaks, by operation code.
    speakers: [u8; 256],
    /// The row that gives the group, by operation code.
    rows: [u8; 256],
    rules: &'static [SizeRule],
    range: (u16, u16),
}

const ANY: u8 = 0;
const WIDE: u8 = 1;
const NOBODY: SizeRule = SizeRule { group: None, size: RuleSize::Any, rule: "any", note: "" };

impl SizeTable {
    /// A table from its outer bound, its rows as `(first, last, index of rule)`, its exceptions as
    /// `(operation codes, index of rule)`, and the rules that both name.
    #[must_use]
    pub const fn new(
        range: (u16, u16),
        rows: &[(u8, u8, u8)],
        exceptions: &[(&[u8], u8)],
        rules: &'static [SizeRule],
    ) -> Self {
        let mut table = Self { sizes: [ANY; 256], speakers: [0; 256], rows: [0; 256], rules, range };
        let mut row = 0;
        while row < rows.len() {
            let (first, last, rule) = rows[row];
            let mut opcode = first as usize;
            while opcode <= last as usize {
                table.rows[opcode] = rule;
                table.set(opcode, rule);
                opcode += 1;
            }
            row += 1;
        }
        let mut exception = 0;
        while exception < exceptions.len() {
            let (opcodes, rule) = exceptions[exception];
            let mut i = 0;
            while i < opcodes.len() {
                table.set(opcodes[i] as usize, rule);
                i += 1;
            }
            exception += 1;
        }
        table
    }

    const fn set(&mut self, opcode: usize, rule: u8) {
        self.speakers[opcode] = rule;
        self.sizes[opcode] = match self.rules[rule as usize].size {
            RuleSize::Any => ANY,
            RuleSize::Exact(size) if size > WIDE as u16 && size <= 0xFF => size as u8,
            RuleSize::Exact(_) | RuleSize::Computed { .. } => WIDE,
        };
    }

    /// Whether a raw request has the size that its operation code asks for.
    #[inline]
    pub const fn check(&'static self, request: &[u8]) -> Result<SizeVerdict, SizeError> {
        let Some(&opcode) = request.first() else {
            return Err(SizeError { table: self, asked: Asked::of(0), got: 0 });
        };
        if self.sizes[opcode as usize] as usize == request.len() && request.len() > WIDE as usize {
            return Ok(SizeVerdict { table: self, asked: Asked::of(opcode) });
        }
        Self::check_further(request, opcode, self)
    }

    /// Where the table has no single number in a byte, and where the answer is no. The request comes first, where it is
    /// already.
    const fn check_further(
        request: &[u8],
        opcode: u8,
        table: &'static Self,
    ) -> Result<SizeVerdict, SizeError> {
        let (len, mut asked) = (request.len(), Asked::of(opcode));
        let fits = match &table.speaker(opcode).size {
            RuleSize::Exact(size) => *size as usize == len,
            RuleSize::Any => table.is_in_range(len),
            RuleSize::Computed { formula, .. } if formula.needs() > len => false,
            RuleSize::Computed { formula, .. } => {
                let size = formula.of(request);
                asked = asked.with(size);
                size == len as i128 && table.is_in_range(len)
            }
        };
        if fits {
            Ok(SizeVerdict { table, asked })
        } else {
            Err(SizeError { table, asked, got: if len > 0xFFFF_FFFF { u32::MAX } else { len as u32 } })
        }
    }

    const fn is_in_range(&self, len: usize) -> bool {
        self.range.0 as usize <= len && len <= self.range.1 as usize
    }

    const fn rule(&self, index: u8) -> &SizeRule {
        match self.rules.split_at_checked(index as usize) {
            Some((_, [rule, ..])) => rule,
            _ => &NOBODY,
        }
    }

    const fn speaker(&self, opcode: u8) -> &SizeRule {
        self.rule(self.speakers[opcode as usize])
    }

    const fn group(&self, opcode: u8) -> Option<u8> {
        self.rule(self.rows[opcode as usize]).group
    }
}

/// An operation code, and the size that the request's own bytes say where they do. In one word, so that it costs no
/// more than the operation code alone.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Asked(u32);

impl Asked {
    const SAID: u32 = 1 << 8;

    #[inline]
    const fn of(opcode: u8) -> Self {
        Self(opcode as u32)
    }

    /// With a size; one that 16 bits do not hold is as wrong as the nearest that they do.
    const fn with(self, size: i128) -> Self {
        let size = if size < 0 { 0 } else { size };
        let size = if size > 0xFFFF { 0xFFFF } else { size as u32 };
        Self(self.0 | Self::SAID | size << 16)
    }

    const fn opcode(self) -> u8 {
        self.0 as u8
    }

    const fn said(self) -> Option<u16> {
        if self.0 & Self::SAID == 0 { None } else { Some((self.0 >> 16) as u16) }
    }
}

/// Which rule let a request pass.
#[derive(Clone, Copy)]
pub struct SizeVerdict {
    table: &'static SizeTable,
    asked: Asked,
}

impl SizeVerdict {
    /// The operation code.
    #[must_use]
    pub const fn opcode(&self) -> u8 {
        self.asked.opcode()
    }

    /// The group code, where the table has one.
    #[must_use]
    pub const fn group(&self) -> Option<u8> {
        self.table.group(self.opcode())
    }

    /// The word of the row or exception that spoke: `exact`, `vendor`, `deferred`, `exempt`.
    #[must_use]
    pub const fn rule(&self) -> &'static str {
        self.table.speaker(self.asked.opcode()).rule
    }

    /// Its remark; may be empty.
    #[must_use]
    pub const fn note(&self) -> &'static str {
        self.table.speaker(self.asked.opcode()).note
    }

    /// The size that was asked for, by the table or by the request's own bytes; nothing where any inside the table's
    /// range will do.
    #[must_use]
    pub const fn size(&self) -> Option<u16> {
        match self.table.speaker(self.asked.opcode()).size {
            RuleSize::Exact(size) => Some(size),
            RuleSize::Any => None,
            RuleSize::Computed { .. } => self.asked.said(),
        }
    }
}

impl PartialEq for SizeVerdict {
    fn eq(&self, other: &Self) -> bool {
        (self.opcode(), self.group(), self.rule(), self.size())
            == (other.opcode(), other.group(), other.rule(), other.size())
    }
}
impl Eq for SizeVerdict {}

impl fmt::Debug for SizeVerdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SizeVerdict")
            .field("opcode", &self.opcode())
            .field("group", &self.group())
            .field("rule", &self.rule())
            .field("size", &self.size())
            .finish_non_exhaustive()
    }
}

/// A request whose size is not what its operation code asks for.
#[derive(Clone, Copy)]
pub struct SizeError {
    table: &'static SizeTable,
    asked: Asked,
    got: u32,
}

impl SizeError {
    /// The operation code; nothing where there were no bytes.
    #[must_use]
    pub const fn opcode(&self) -> Option<u8> {
        if self.got == 0 { None } else { Some(self.asked.opcode()) }
    }

    /// The group code, where there is one.
    #[must_use]
    pub const fn group(&self) -> Option<u8> {
        if self.got == 0 { None } else { self.table.group(self.asked.opcode()) }
    }

    /// Smallest and largest size that would have passed. Where the request's own bytes say it, what they say, though
    /// it may lie outside the table's range; where they are not all there, the smallest that has them.
    #[must_use]
    pub const fn expected(&self) -> (u16, u16) {
        let (low, high) = self.table.range;
        match &self.table.speaker(self.asked.opcode()).size {
            RuleSize::Exact(size) if self.got > 0 => (*size, *size),
            RuleSize::Computed { formula, .. } if self.got > 0 => match self.asked.said() {
                Some(size) => (size, size),
                None if formula.needs() > low as usize => (formula.needs() as u16, high),
                None => (low, high),
            },
            _ => (low, high),
        }
    }

    /// How many bytes there were.
    #[must_use]
    pub const fn got(&self) -> usize {
        self.got as usize
    }

    /// The word of the row or exception that spoke; empty where there were no bytes.
    #[must_use]
    pub const fn rule(&self) -> &'static str {
        if self.got == 0 { "" } else { self.table.speaker(self.asked.opcode()).rule }
    }
}

impl PartialEq for SizeError {
    fn eq(&self, other: &Self) -> bool {
        (self.opcode(), self.expected(), self.got) == (other.opcode(), other.expected(), other.got)
    }
}
impl Eq for SizeError {}

impl fmt::Debug for SizeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SizeError")
            .field("opcode", &self.opcode())
            .field("group", &self.group())
            .field("expected", &self.expected())
            .field("got", &self.got)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for SizeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let got = self.got;
        let Some(opcode) = self.opcode() else {
            return f.write_str("a request without a byte has no operation code");
        };
        write!(f, "operation code {opcode:#04X}")?;
        if let RuleSize::Computed { formula, written } = &self.table.speaker(opcode).size {
            write!(f, " asks for as many bytes as its own say ({written})")?;
            let (low, high) = self.table.range;
            return match self.asked.said() {
                Some(size) if self.table.is_in_range(size.into()) => {
                    write!(f, ", {size}; this one has {got}")
                }
                Some(size) => write!(f, ", {size}, and requests have {low} to {high}; this one has {got}"),
                None => write!(
                    f,
                    ", the last of them byte {}; this one has {got}",
                    formula.needs().saturating_sub(1)
                ),
            };
        }
        if let Some(group) = self.group() {
            write!(f, " is in group {group}, whose requests have ")?;
        } else {
            f.write_str(" asks for ")?;
        }
        match self.expected() {
            (low, high) if low == high => write!(f, "{low} bytes; this one has {got}"),
            (low, high) => write!(f, "{low} to {high} bytes; this one has {got}"),
        }
    }
}

impl core::error::Error for SizeError {}
