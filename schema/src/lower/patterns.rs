//! `from` of error codes: which device answers become which code.

mod known;
mod responses;

use std::collections::BTreeSet;

use crate::diag::{Code, Diagnostic, Sink};
use crate::ir::{Carrier, CommandId, ErrorCode, ResponsePattern, SensePattern};
use crate::name::nearest;
use crate::source::Span;
use crate::syntax::{CodeDecl, Text};
pub(crate) use known::{Known, KnownCommand, Table};

/// What the patterns of a table say together.
#[derive(Debug, Default)]
pub(super) struct Patterns {
    /// The most specific first.
    pub(super) sense: Vec<SensePattern>,
    /// Those with `after` first.
    pub(super) responses: Vec<ResponsePattern>,
    pub(super) on_timeout: Option<usize>,
    pub(super) on_short_data: Option<usize>,
    pub(super) on_invalid_response: Option<usize>,
}

/// Reads and sorts the patterns of all codes.
pub(super) fn patterns(
    codes: &[(&CodeDecl, ErrorCode)],
    known: &Known<'_>,
    sink: &mut Sink,
) -> Option<Patterns> {
    let mut reader = Reader {
        known,
        sink,
        wrong: false,
        found: Patterns::default(),
        spans: Vec::new(),
        responses: Vec::new(),
    };
    let mut words: Vec<(&Text, usize)> = Vec::new();
    for (index, (decl, _)) in codes.iter().enumerate() {
        for text in &decl.from {
            if ["timeout", "short-data", "invalid-response"].contains(&text.value.as_str()) {
                reader.word(text, index, &mut words);
                continue;
            }
            let is_response = text.value.starts_with("response ");
            let read = if is_response { reader.response(text, index) } else { reader.sense(text, index) };
            reader.wrong |= read.is_none();
        }
    }
    let mut order: Vec<usize> = (0..reader.spans.len()).collect();
    // Stable: of equals the earlier stays first.
    order.sort_by_key(|i| std::cmp::Reverse(reader.found.sense.get(*i).map(specificity)));
    let sorted =
        order.iter().filter_map(|i| Some((reader.found.sense.get(*i)?.clone(), *reader.spans.get(*i)?)));
    let sorted: Vec<(SensePattern, Span)> = sorted.collect();
    let ambiguous = conflicts(&sorted, reader.sink);
    let responses = responses::sorted(std::mem::take(&mut reader.responses), reader.sink);
    if ambiguous || reader.wrong {
        return None;
    }
    reader.found.responses = responses?;
    reader.found.sense = sorted.into_iter().map(|(pattern, _)| pattern).collect();
    Some(reader.found)
}

/// One of key, ASC and ASCQ; `None` for `*`.
struct Part(Option<u8>);

struct Reader<'r> {
    known: &'r Known<'r>,
    sink: &'r mut Sink,
    wrong: bool,
    found: Patterns,
    /// Where each sense pattern stands.
    spans: Vec<Span>,
    /// Patterns of responses, and where they stand.
    responses: Vec<(ResponsePattern, Span)>,
}

impl Reader<'_> {
    fn refuse<T>(&mut self, diagnostic: Diagnostic) -> Option<T> {
        self.sink.push(diagnostic);
        None
    }

    /// `timeout`, `short-data`, `invalid-response`: each at most once a table.
    fn word<'t>(&mut self, text: &'t Text, code: usize, seen: &mut Vec<(&'t Text, usize)>) {
        if let Some((first, _)) = seen.iter().find(|(first, _)| first.value == text.value) {
            let message = format!("`{}` already becomes another code", text.value);
            let wrong = Diagnostic::error(Code::AmbiguousPattern, text.span, message);
            self.sink.push(wrong.label(first.span, "the first"));
            self.wrong = true;
        }
        seen.push((text, code));
        match text.value.as_str() {
            "timeout" => self.found.on_timeout = Some(code),
            "short-data" => self.found.on_short_data = Some(code),
            _ => self.found.on_invalid_response = Some(code),
        }
    }

    /// `sense KEY/ASC/ASCQ`, `sense KEY/ASC/ASCQ after A, B`.
    fn sense(&mut self, text: &Text, code: usize) -> Option<()> {
        let written = text.value.as_str();
        let Some(rest) = written.strip_prefix("sense ") else {
            let message = format!("`{}` is no pattern", written.escape_debug());
            let help = "patterns are `sense KEY/ASC/ASCQ`, `response Table.NAME`, `timeout`, `short-data` and `invalid-response`";
            let error = Diagnostic::error(Code::PatternForm, text.span, message);
            return self.refuse(match nearest(written, ["timeout", "short-data", "invalid-response"]) {
                Some(near) => error.mean(near),
                None => error.help(help),
            });
        };
        let (triple, after) = match rest.split_once(" after ") {
            Some((triple, after)) => (triple, Some(after)),
            None => (rest, None),
        };
        let at = |part: &str| place(text, part);
        let mut parts = triple.split('/');
        let (Some(key), Some(asc), Some(ascq), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            let message = format!("`{}` is not KEY/ASC/ASCQ", triple.escape_debug());
            let help = "three hex numbers or `*`, as in `sense 2/3A/*`";
            return self.refuse(Diagnostic::error(Code::PatternForm, at(triple), message).help(help));
        };
        let key = self.hex(key.trim_start(), at(key), "sense key", 1);
        let asc = self.hex(asc, at(asc), "additional sense code", 2);
        let ascq = self.hex(ascq.trim_end(), at(ascq), "additional sense code qualifier", 2);
        let after = match after {
            Some(after) => self.after(after, Carrier::Scsi, text),
            None => Some(Vec::new()),
        };
        let (Part(key), Part(asc), Part(ascq)) = (key?, asc?, ascq?);
        self.found.sense.push(SensePattern { key, asc, ascq, after: after?, code });
        self.spans.push(text.span);
        Some(())
    }

    /// A hex number or `*`.
    fn hex(&mut self, written: &str, at: Span, what: &str, most: usize) -> Option<Part> {
        if written == "*" {
            return Some(Part(None));
        }
        let digits = !written.is_empty() && written.bytes().all(|digit| digit.is_ascii_hexdigit());
        match u8::from_str_radix(written, 16) {
            Ok(value) if digits && written.len() <= most => Some(Part(Some(value))),
            _ => {
                let digits = if most == 1 { "one hex digit" } else { "two hex digits" };
                let message = format!("the {what} is {digits} or `*`, not `{}`", written.escape_debug());
                self.refuse(Diagnostic::error(Code::PatternForm, at, message))
            }
        }
    }

    /// The commands behind `after`, which are of the carrier that gives such answers.
    fn after(&mut self, names: &str, carrier: Carrier, text: &Text) -> Option<Vec<CommandId>> {
        let mut after = Vec::new();
        let mut right = true;
        for part in names.split(',') {
            let written = part.trim();
            let at = place(text, written);
            if written.is_empty() {
                let message = "the name of a command is needed here";
                self.sink.push(Diagnostic::error(Code::PatternForm, at, message));
                right = false;
                continue;
            }
            let Some(command) = self.known.commands.iter().find(|command| command.name.is(written)) else {
                let wrong = Diagnostic::error(
                    Code::UnknownName,
                    at,
                    format!("there is no command `{}`", written.escape_debug()),
                );
                let known = self.known.commands.iter().map(|command| command.name.printed.as_str());
                let near = nearest(written, known);
                self.sink.push(match near {
                    Some(near) => wrong.mean(near),
                    None => wrong,
                });
                right = false;
                continue;
            };
            self.known.recorder.used(at, command.span);
            if let Some(other) = command.carrier.filter(|of| *of != carrier) {
                let (asked, found) = (carrier.word(), other.word());
                let message =
                    format!("such answers come from the carrier `{asked}`, and `{written}` is of `{found}`");
                self.sink.push(Diagnostic::error(Code::CarrierClash, at, message));
                right = false;
            }
            let id = command.id;
            if after.contains(&id) {
                let message = format!("`{written}` is named twice");
                self.sink.push(Diagnostic::error(Code::DeadPattern, at, message));
                right = false;
            }
            after.push(id);
        }
        right.then_some(after)
    }
}

/// The place of a part of a pattern.
fn place(text: &Text, part: &str) -> Span {
    // Both point into one string, so the difference is where the part starts.
    let start = (part.as_ptr() as usize).saturating_sub(text.value.as_ptr() as usize);
    text.span.part(start, start + part.len())
}

/// More of key, ASC and ASCQ fixed goes first, then one with `after`.
fn specificity(pattern: &SensePattern) -> (usize, bool) {
    let fixed = [pattern.key, pattern.asc, pattern.ascq].iter().flatten().count();
    (fixed, !pattern.after.is_empty())
}

/// Reports patterns that tie and patterns that never win. They come the most specific first.
fn conflicts(patterns: &[(SensePattern, Span)], sink: &mut Sink) -> bool {
    let mut wrong = false;
    for (i, (later, span)) in patterns.iter().enumerate() {
        let before = patterns.get(..i).unwrap_or_default();
        let better: Vec<&SensePattern> = before.iter().map(|(pattern, _)| pattern).collect();
        let whole = Answers::of(later);
        let ties = before
            .iter()
            .filter(|(first, _)| first.code != later.code && specificity(first) == specificity(later));
        let mut tied = false;
        for (first, place) in ties {
            let more: Vec<&SensePattern> =
                better.iter().copied().filter(|other| specificity(other) > specificity(later)).collect();
            let both = Answers::of(first).meet(&whole);
            let Some(both) = both.filter(|both| both.one_outside(&more)) else { continue };
            let message = "two patterns match one answer equally well, for different codes";
            let wrong = Diagnostic::error(Code::AmbiguousPattern, (*span).max(*place), message);
            let wrong = wrong.label((*span).min(*place), "the first");
            sink.push(if both == whole { wrong } else { wrong.help("add a pattern for what both match") });
            tied = true;
        }
        if !tied && !whole.one_outside(&better) {
            let message =
                "this pattern never matches: those with more fixed numbers, or before it, take all of it";
            let covers = before.iter().find(|(other, _)| whole.meets(other));
            let wrong = Diagnostic::error(Code::DeadPattern, *span, message);
            sink.push(match covers {
                Some((_, other)) => wrong.label(*other, "such as this one"),
                None => wrong,
            });
            tied = true;
        }
        wrong |= tied;
    }
    wrong
}

/// A set of device answers.
#[derive(Clone, Debug, PartialEq)]
struct Answers {
    key: Option<u8>,
    asc: Option<u8>,
    ascq: Option<u8>,
    /// Empty: after any command, unknown ones included.
    after: BTreeSet<CommandId>,
}

impl Answers {
    fn of(pattern: &SensePattern) -> Self {
        let SensePattern { key, asc, ascq, after, .. } = pattern;
        Self { key: *key, asc: *asc, ascq: *ascq, after: after.iter().copied().collect() }
    }

    /// What both have; `None` if nothing.
    fn meet(&self, other: &Self) -> Option<Self> {
        let one = |a: Option<u8>, b: Option<u8>| match (a, b) {
            (Some(a), Some(b)) if a != b => None,
            (a, b) => Some(a.or(b)),
        };
        let after = match (self.after.is_empty(), other.after.is_empty()) {
            (true, _) => other.after.clone(),
            (_, true) => self.after.clone(),
            _ => {
                let both: BTreeSet<CommandId> = self.after.intersection(&other.after).copied().collect();
                if both.is_empty() {
                    return None;
                }
                both
            }
        };
        Some(Self {
            key: one(self.key, other.key)?,
            asc: one(self.asc, other.asc)?,
            ascq: one(self.ascq, other.ascq)?,
            after,
        })
    }

    fn meets(&self, pattern: &SensePattern) -> bool {
        self.meet(&Self::of(pattern)).is_some()
    }

    /// Whether one of them matches none of the patterns. Of values that no pattern names, one stands
    /// for all.
    fn one_outside(&self, patterns: &[&SensePattern]) -> bool {
        let patterns: Vec<&SensePattern> =
            patterns.iter().copied().filter(|other| self.meets(other)).collect();
        let digits = |own: Option<u8>, of: fn(&SensePattern) -> Option<u8>, most: u8| -> Vec<u8> {
            let named: BTreeSet<u8> = patterns.iter().filter_map(|pattern| of(pattern)).collect();
            match own {
                Some(own) => vec![own],
                None => (0..=most)
                    .find(|value| !named.contains(value))
                    .into_iter()
                    .chain(named.iter().copied())
                    .collect(),
            }
        };
        let commands: Vec<Option<CommandId>> = if self.after.is_empty() {
            let named: BTreeSet<CommandId> =
                patterns.iter().flat_map(|pattern| pattern.after.iter().copied()).collect();
            std::iter::once(None).chain(named.into_iter().map(Some)).collect()
        } else {
            self.after.iter().copied().map(Some).collect()
        };
        let keys = digits(self.key, |pattern| pattern.key, 0x0F);
        let ascs = digits(self.asc, |pattern| pattern.asc, 0xFF);
        let ascqs = digits(self.ascq, |pattern| pattern.ascq, 0xFF);
        commands.iter().any(|command| {
            keys.iter().any(|key| {
                ascs.iter().any(|asc| {
                    ascqs.iter().any(|ascq| {
                        !patterns.iter().any(|pattern| hits(pattern, *command, [*key, *asc, *ascq]))
                    })
                })
            })
        })
    }
}

fn hits(pattern: &SensePattern, command: Option<CommandId>, sense: [u8; 3]) -> bool {
    let fixed = [pattern.key, pattern.asc, pattern.ascq];
    let matches = fixed.iter().zip(sense).all(|(fixed, value)| fixed.is_none_or(|fixed| fixed == value));
    matches && (pattern.after.is_empty() || command.is_some_and(|command| pattern.after.contains(&command)))
}
