//! The small notations inside strings: positions, ranges, durations, octets.

use std::time::Duration;

use crate::diag::{Code, Diagnostic, Sink};
use crate::source::{Span, Spanned};
use crate::syntax::{AtKind, AtText, Text};

/// `at` of a row.
pub(crate) fn at(text: &Text, sink: &mut Sink) -> Option<Spanned<AtText>> {
    let span = text.span;
    let result = at_kind(&text.value).map_err(|refusal| match refusal {
        Refusal::Form => meant(&text.value, "..").map_or(refusal, Refusal::Meant),
        refusal => refusal,
    });
    let kind = report(result, "at", span, "\"4\", \"2..5\", \"1.4\", \"1.7:5\" or \"8..\"", sink)?;
    Some(Spanned::new(AtText { printed: text.value.clone(), at: kind }, span))
}

/// `2-5` for `2..5` (of bits `7-5` for `7:5`), and bytes in hex.
fn meant(text: &str, between: &str) -> Option<String> {
    if let Some((first, last)) = text.split_once('-') {
        let (first, last) = (decimal(first.trim()).ok()?, decimal(last.trim()).ok()?);
        return Some(format!("{first}{between}{last}"));
    }
    let byte = u32::from_str_radix(text.strip_prefix("0x")?, 16).ok()?;
    Some(byte.to_string())
}

fn at_kind(text: &str) -> Result<AtKind, Refusal> {
    if let Some((first, last)) = text.split_once("..") {
        let first = byte(first)?;
        if last.is_empty() {
            return Ok(AtKind::From(first));
        }
        let last = byte(last)?;
        if last < first {
            return Err(Refusal::Range(format!("byte {last} comes before byte {first}")));
        }
        return Ok(AtKind::Bytes(first, last));
    }
    let Some((place, bits)) = text.split_once('.') else {
        return byte(text).map(|byte| AtKind::Bytes(byte, byte));
    };
    let (high, low) = bit_range(bits, 7)?;
    Ok(AtKind::Bits(byte(place)?, high, low))
}

/// `bits` of a row: most and least significant.
pub(crate) fn bits(text: &Text, sink: &mut Sink) -> Option<Spanned<(u8, u8)>> {
    let result = bit_range(&text.value, 127).map_err(|refusal| match refusal {
        Refusal::Form => meant(&text.value, ":").map_or(refusal, Refusal::Meant),
        refusal => refusal,
    });
    let bits = report(result, "bits", text.span, "\"31:16\" or \"7\"", sink)?;
    Some(Spanned::new(bits, text.span))
}

fn bit_range(text: &str, most: u8) -> Result<(u8, u8), Refusal> {
    let bit = |text: &str| {
        let bit = decimal(text)?;
        if bit > u64::from(most) {
            return Err(Refusal::Range(format!("bits are numbered 0 to {most}, not {bit}")));
        }
        Ok(bit as u8)
    };
    let (high, low) = text.split_once(':').unwrap_or((text, text));
    let (high, low) = (bit(high)?, bit(low)?);
    if high < low {
        return Err(Refusal::Range(format!("bit {high} is less significant than bit {low}")));
    }
    Ok((high, low))
}

/// The last byte that a position can name.
fn byte(text: &str) -> Result<u64, Refusal> {
    let byte = decimal(text)?;
    if byte > u64::from(u32::MAX) - 1 {
        return Err(Refusal::Range(format!("a message has no byte {byte}")));
    }
    Ok(byte)
}

fn decimal(text: &str) -> Result<u64, Refusal> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Refusal::Form);
    }
    text.parse().map_err(|_| Refusal::Range(format!("{text} is too large")))
}

/// A range of opcodes, `"0x00..0x1F"`, or one.
pub(crate) fn opcodes(text: &Text, sink: &mut Sink) -> Option<Spanned<(u8, u8)>> {
    let (first, last) = text.value.split_once("..").unwrap_or((&text.value, &text.value));
    let result = number(first, 255).and_then(|first| Ok((first, number(last, 255)?)));
    let (first, last) = report(in_order(result), "opcodes", text.span, "\"0x00..0x1F\"", sink)?;
    Some(Spanned::new((first as u8, last as u8), text.span))
}

/// The outer bound of sizes, `"6..16"`.
pub(crate) fn sizes(text: &Text, sink: &mut Sink) -> Option<Spanned<(u8, u16)>> {
    let result = match text.value.split_once("..") {
        Some((first, last)) => number(first, u64::from(u8::MAX))
            .and_then(|first| Ok((first, number(last, u64::from(u16::MAX))?))),
        None => Err(Refusal::Form),
    };
    let (first, last) = report(in_order(result), "range", text.span, "\"6..16\"", sink)?;
    Some(Spanned::new((first as u8, last as u16), text.span))
}

fn in_order(range: Result<(u64, u64), Refusal>) -> Result<(u64, u64), Refusal> {
    match range {
        Ok((first, last)) if last < first => {
            Err(Refusal::Range(format!("it ends at {last:#04X}, before it starts at {first:#04X}")))
        }
        range => range,
    }
}

/// A number in decimal or, with `0x`, in hex.
fn number(text: &str, most: u64) -> Result<u64, Refusal> {
    let digits = text.strip_prefix("0x").unwrap_or(text);
    let radix = if digits.len() == text.len() { 10 } else { 16 };
    if digits.is_empty() || !digits.chars().all(|c| c.is_digit(radix)) {
        return Err(Refusal::Form);
    }
    match u64::from_str_radix(digits, radix) {
        Ok(number) if number <= most => Ok(number),
        _ => Err(Refusal::Range(format!("{text} is more than {most}"))),
    }
}

/// A duration: `"30 s"`, `"500 ms"`.
pub(crate) fn duration(text: &Text, sink: &mut Sink) -> Option<Spanned<Duration>> {
    let value = text.value.as_str();
    let result = match value
        .strip_suffix("ms")
        .map(|count| (count, 1))
        .or(value.strip_suffix('s').map(|count| (count, 1000)))
    {
        None => Err(Refusal::Form),
        Some((count, unit)) => {
            decimal(count.trim_end_matches(' ')).and_then(|count| match count.checked_mul(unit) {
                Some(0) => Err(Refusal::Range("nothing is done in no time".to_owned())),
                Some(ms) => Ok(Duration::from_millis(ms)),
                None => Err(Refusal::Range(format!("{value} is too long"))),
            })
        }
    };
    let duration = report(result, "timeout", text.span, "\"30 s\" or \"500 ms\"", sink)?;
    Some(Spanned::new(duration, text.span))
}

/// Octets in hex, with white space between them where the author likes. The error is the range of the
/// text that is wrong, and why.
pub fn octets(text: &str) -> Result<Vec<u8>, (std::ops::Range<usize>, &'static str)> {
    let mut octets = Vec::new();
    let mut high: Option<(usize, u32)> = None;
    for (at, c) in text.char_indices() {
        match (c.to_digit(16), high) {
            (Some(digit), None) => high = Some((at, digit)),
            (Some(digit), Some((_, first))) => {
                octets.push((first << 4 | digit) as u8);
                high = None;
            }
            (None, None) if c.is_ascii_whitespace() => {}
            (None, Some((start, _))) if c.is_ascii_whitespace() => {
                return Err((start..at, "an octet has two hex digits"));
            }
            (None, _) => return Err((at..at + c.len_utf8(), "this is no hex digit")),
        }
    }
    match high {
        Some((start, _)) => Err((start..text.len(), "an octet has two hex digits")),
        None => Ok(octets),
    }
}

/// Octets in hex, reported where they are wrong.
pub fn octets_of(key: &str, text: &Text, sink: &mut Sink) -> Option<Spanned<Vec<u8>>> {
    match octets(&text.value) {
        Ok(octets) => Some(Spanned::new(octets, text.span)),
        Err((range, why)) => {
            let verbatim = (text.span.end - text.span.start) as usize == text.value.len();
            let span = if verbatim { text.span.part(range.start, range.end) } else { text.span };
            let message = format!("`{key}` must be octets in hex: {why}");
            sink.push(Diagnostic::error(Code::BadForm, span, message).help("write it like \"28 08 00 00\""));
            None
        }
    }
}

enum Refusal {
    Form,
    /// No form, but it is certain what was meant.
    Meant(String),
    Range(String),
}

fn report<T>(result: Result<T, Refusal>, key: &str, span: Span, like: &str, sink: &mut Sink) -> Option<T> {
    match result {
        Ok(value) => return Some(value),
        Err(Refusal::Form) => {
            let message = format!("this is no form of `{key}`");
            sink.push(Diagnostic::error(Code::BadForm, span, message).help(format!("write it like {like}")));
        }
        Err(Refusal::Meant(right)) => {
            let error = Diagnostic::error(Code::BadForm, span, format!("this is no form of `{key}`"));
            sink.push(error.mend(format!("write it like {like}"), span, right));
        }
        Err(Refusal::Range(why)) => {
            sink.push(Diagnostic::error(Code::NumberRange, span, format!("`{key}`: {why}")));
        }
    }
    None
}
