//! `response Table.NAME`: response codes of `ptp`.

use super::{Reader, place};
use crate::diag::{Code, Diagnostic, Sink};
use crate::ir::{Carrier, CommandId, ResponsePattern};
use crate::name::nearest;
use crate::source::Span;
use crate::syntax::Text;

impl Reader<'_> {
    /// `response Table.NAME`, `response Table.NAME after A, B`.
    pub(super) fn response(&mut self, text: &Text, code: usize) -> Option<()> {
        let rest = text.value.strip_prefix("response ")?;
        let (written, after) = match rest.split_once(" after ") {
            Some((written, after)) => (written, Some(after)),
            None => (rest, None),
        };
        let response = self.response_code(written.trim(), text);
        let after = match after {
            Some(after) => self.after(after, Carrier::Ptp, text),
            None => Some(Vec::new()),
        };
        self.responses.push((ResponsePattern { response: response?, after: after?, code }, text.span));
        Some(())
    }

    /// The number of `Table.NAME`.
    fn response_code(&mut self, written: &str, text: &Text) -> Option<u16> {
        let Some((table, name)) = written.split_once('.') else {
            let message = format!("`{}` is not Table.NAME", written.escape_debug());
            let help =
                "an enum or error table of 16 bits and a name in it, as in `response MtpResponse.BUSY`";
            return self
                .refuse(Diagnostic::error(Code::PatternForm, place(text, written), message).help(help));
        };
        let (table, name) = (table.trim(), name.trim());
        let Some(known) = (self.known.table)(table) else {
            let message = format!("there is no enum or error table `{}`", table.escape_debug());
            return self.refuse(Diagnostic::error(Code::UnknownName, place(text, table), message));
        };
        self.known.recorder.used(place(text, table), known.span);
        if !known.is_u16 {
            let message = format!("a response code has 16 bits, and those of `{table}` have not");
            return self.refuse(Diagnostic::error(Code::PatternForm, place(text, table), message));
        }
        let found = known.codes.iter().find(|(known, _)| known.is(name));
        if let Some((_, value)) = found {
            self.known.recorder.member(place(text, name), known.span, name);
            return u16::try_from(*value).ok();
        }
        let message = format!("`{table}` has no `{}`", name.escape_debug());
        let error = Diagnostic::error(Code::UnknownName, place(text, name), message);
        let near = nearest(name, known.codes.iter().map(|(name, _)| name.printed.as_str()));
        self.refuse(match near {
            Some(near) => error.mean(near),
            None => error,
        })
    }
}

/// Those with `after` first. `None`: some tie or never match.
pub(super) fn sorted(
    mut patterns: Vec<(ResponsePattern, Span)>,
    sink: &mut Sink,
) -> Option<Vec<ResponsePattern>> {
    // Stable: of equals the earlier stays first.
    patterns.sort_by_key(|(pattern, _)| pattern.after.is_empty());
    let mut right = true;
    for (index, (later, span)) in patterns.iter().enumerate() {
        let alike = |(first, _): &&(ResponsePattern, Span)| {
            first.response == later.response && first.after.is_empty() == later.after.is_empty()
        };
        let before: Vec<_> = patterns.iter().take(index).filter(alike).collect();
        let meets = |after: &[CommandId]| {
            later.after.is_empty() || later.after.iter().any(|command| after.contains(command))
        };
        let tie = before.iter().find(|(first, _)| first.code != later.code && meets(&first.after));
        if let Some((_, first)) = tie {
            let message = "two patterns match one answer equally well, for different codes";
            sink.push(Diagnostic::error(Code::AmbiguousPattern, *span, message).label(*first, "the first"));
            right = false;
            continue;
        }
        let taken = |command: &CommandId| before.iter().any(|(first, _)| first.after.contains(command));
        let dead = if later.after.is_empty() { !before.is_empty() } else { later.after.iter().all(taken) };
        if let (true, Some((_, first))) = (dead, before.first()) {
            let message = "this pattern never matches: those before it take all of it";
            sink.push(Diagnostic::error(Code::DeadPattern, *span, message).label(*first, "such as this one"));
            right = false;
        }
    }
    right.then(|| patterns.into_iter().map(|(pattern, _)| pattern).collect())
}
