//! The opcode-size table, applied to a raw request.

use std::fmt;

use crate::ir::{OpcodeSize, Size};

/// What the opcode-size table says of a request that it accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SizeVerdict<'a> {
    /// The request's byte 0.
    pub opcode: u8,
    /// Group code, where the table has one. An exception keeps that of its row.
    pub group: Option<u8>,
    /// What was asked.
    pub size: &'a Size,
    /// The word of the row or exception that decided.
    pub rule: &'a str,
    /// Its note.
    pub note: Option<&'a str>,
}

/// Why the opcode-size table refuses a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SizeRefusal<'a> {
    /// There is no byte 0 to look up.
    Empty {
        /// Smallest and largest size of any request.
        range: (u8, u16),
    },
    /// Its size is not what the table asks.
    Size {
        /// What the table says of the opcode.
        asked: SizeVerdict<'a>,
        /// Smallest and largest size that would do.
        expected: (u16, u16),
        /// The request's bytes.
        got: usize,
    },
}

impl OpcodeSize {
    /// What the table asks of an opcode: an exception's word before its row's.
    pub fn asked(&self, opcode: u8) -> Option<SizeVerdict<'_>> {
        let row = self.rows.iter().find(|row| (row.first..=row.last).contains(&opcode))?;
        let exception = self.exceptions.iter().find(|exception| exception.opcodes.contains(&opcode));
        let (size, rule, note) = exception.map_or((&row.size, &row.rule, &row.note), |exception| {
            (&exception.size, &exception.rule, &exception.note)
        });
        Some(SizeVerdict { opcode, group: row.group, size, rule, note: note.as_deref() })
    }

    /// The verdict on a raw request.
    pub fn verdict(&self, request: &[u8]) -> Result<SizeVerdict<'_>, SizeRefusal<'_>> {
        let Some(asked) = request.first().and_then(|&opcode| self.asked(opcode)) else {
            return Err(SizeRefusal::Empty { range: self.range });
        };
        let expected = match asked.size {
            Size::Any => (u16::from(self.range.0), self.range.1),
            Size::Exact(size) => (*size, *size),
            Size::Computed { .. } => match said(asked.size, request) {
                Some(size) => (size, size),
                // Its bytes are not all there.
                None => {
                    let needs = u16::try_from(asked.size.needs()).unwrap_or(u16::MAX);
                    (needs.max(self.range.0.into()), self.range.1)
                }
            },
        };
        let got = request.len();
        let outside = |(low, high): (u16, u16)| got < usize::from(low) || got > usize::from(high);
        let computed = matches!(asked.size, Size::Computed { .. });
        if outside(expected) || computed && outside((self.range.0.into(), self.range.1)) {
            return Err(SizeRefusal::Size { asked, expected, got });
        }
        Ok(asked)
    }
}

/// What a request's own bytes say of its size; one that 16 bits do not hold is as wrong as the nearest that they do.
fn said(size: &Size, request: &[u8]) -> Option<u16> {
    let Size::Computed { expr, .. } = size else { return None };
    if size.needs() > request.len() as u64 {
        return None;
    }
    let byte = |byte: u64| request.get(usize::try_from(byte).ok()?).copied();
    let size = super::of_bytes(expr, &byte)?;
    Some(u16::try_from(size.max(0)).unwrap_or(u16::MAX))
}

impl fmt::Display for SizeRefusal<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty { range: (low, high) } => {
                write!(f, "a request without bytes has no opcode; requests have {low} to {high} bytes")
            }
            Self::Size { asked, expected: (low, high), got } => {
                write!(f, "opcode 0x{:02X}", asked.opcode)?;
                match (asked.size, asked.group) {
                    (Size::Exact(size), Some(group)) => {
                        write!(f, " is in group {group}, whose commands have {size} bytes")?;
                    }
                    (Size::Exact(size), None) => write!(f, " has commands of {size} bytes")?,
                    (Size::Computed { written, .. }, _) if low == high => {
                        write!(f, " asks for as many bytes as its own say ({written}), {low}")?;
                    }
                    (Size::Computed { written, .. }, _) => {
                        write!(
                            f,
                            " asks for as many bytes as its own say ({written}), and these take {low}"
                        )?;
                    }
                    (Size::Any, _) => {
                        write!(f, " has commands of any size ({}) from {low} to {high} bytes", asked.rule)?;
                    }
                }
                write!(f, "; this one has {got}")
            }
        }
    }
}

impl std::error::Error for SizeRefusal<'_> {}

#[cfg(test)]
mod tests {
    use super::{SizeRefusal, SizeVerdict};
    use crate::ir::{OpcodeSize, Size, SizeException, SizeRow};
    use crate::source::{FileId, Span};

    fn table() -> OpcodeSize {
        let row = |first, last, group, size, rule: &str| SizeRow {
            first,
            last,
            group: Some(group),
            size,
            rule: rule.into(),
            note: None,
        };
        OpcodeSize {
            range: (6, 16),
            rows: vec![row(0x00, 0x1F, 0, Size::Exact(6), "exact"), row(0x20, 0xFF, 7, Size::Any, "vendor")],
            exceptions: vec![SizeException {
                opcodes: vec![0x02, 0x05],
                size: Size::Any,
                rule: "exempt".into(),
                note: Some("early".into()),
            }],
            span: Span { file: FileId(0), start: 0, end: 0 },
        }
    }

    #[test]
    fn an_exception_overrides_its_row_but_not_the_range() {
        let table = table();
        let asked =
            SizeVerdict { opcode: 5, group: Some(0), size: &Size::Any, rule: "exempt", note: Some("early") };
        assert_eq!(table.verdict(&[5; 16]), Ok(asked));
        assert_eq!(table.verdict(&[5; 17]), Err(SizeRefusal::Size { asked, expected: (6, 16), got: 17 }));
    }

    #[test]
    fn a_refusal_says_opcode_group_expected_and_got() {
        let table = table();
        let refusal = table.verdict(&[0x12; 10]).expect_err("group 0 has 6 bytes");
        assert_eq!(
            refusal.to_string(),
            "opcode 0x12 is in group 0, whose commands have 6 bytes; this one has 10"
        );
        let refusal = table.verdict(&[]).expect_err("no opcode");
        assert_eq!(refusal.to_string(), "a request without bytes has no opcode; requests have 6 to 16 bytes");
    }
}
