//! Diagnostics: what is wrong, by which rule, where, and how to mend it.

mod codes;
mod explain;
mod locate;
mod mend;
mod render;

use crate::source::Span;
pub use codes::Code;
pub use explain::reference;
pub use locate::{Located, LocatedEdit, LocatedLabel, Place, locate};
pub use mend::{Mended, mend};
pub use render::render;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// The schema is refused.
    Error,
    /// The schema is accepted.
    Warning,
}
impl Severity {
    /// `error` or `warning`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// One finding.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// The rule that was broken.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// The rule with its numbers, in lower case, without a final dot.
    pub message: String,
    /// Where, and what is there in a few words (may be empty).
    pub primary: Label,
    /// Other places that it disagrees with.
    pub labels: Vec<Label>,
    /// Facts that stand at no place, such as two byte strings, one line each.
    pub note: Option<String>,
    /// What to do about it.
    pub help: Option<String>,
    /// The mend that `help` speaks of, where it is certain.
    pub patch: Option<Patch>,
}

/// A mend that can be applied: all of its edits or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patch {
    /// What changes, at places that do not overlap.
    pub edits: Vec<Edit>,
}

/// Text that takes the place of other text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What goes; empty where something is put in.
    pub span: Span,
    /// What comes; empty where something is taken out.
    pub replacement: String,
}

/// A place with a few words.
#[derive(Clone, Debug)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is there; may be empty.
    pub text: String,
}

impl Diagnostic {
    /// An error of `code` at `span`.
    pub fn error(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message: message.into(),
            primary: Label { span, text: String::new() },
            labels: Vec::new(),
            note: None,
            help: None,
            patch: None,
        }
    }

    /// A warning of `code` at `span`.
    pub fn warning(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, span, message) }
    }

    /// Says what stands at the primary place.
    #[must_use]
    pub fn here(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// Points at another place.
    #[must_use]
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Says what stands at no place.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.note = Some(text.into());
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Says what to do and does it: `replacement` takes the place of what stands at `span`. Only for a
    /// mend that is certain. One that takes several edits goes on with [`edit`](Self::edit).
    #[must_use]
    pub fn mend(self, text: impl Into<String>, span: Span, replacement: impl Into<String>) -> Self {
        self.help(text).edit(span, replacement)
    }

    /// Asks whether `near` was meant by what stands at the primary place, and puts it there. The primary
    /// place is the word and nothing else: of a string its contents.
    #[must_use]
    pub fn mean(self, near: &str) -> Self {
        let span = self.primary.span;
        self.mean_at(span, near)
    }

    /// [`mean`](Self::mean) for a word at another place.
    #[must_use]
    pub fn mean_at(self, span: Span, near: &str) -> Self {
        let help = format!("did you mean `{near}`?");
        let plain = |c: char| !matches!(c, '"' | '\'' | '\\') && !c.is_control();
        if near.chars().all(plain) { self.mend(help, span, near) } else { self.help(help) }
    }

    /// One more edit of the mend.
    #[must_use]
    pub fn edit(mut self, span: Span, replacement: impl Into<String>) -> Self {
        let edit = Edit { span, replacement: replacement.into() };
        self.patch.get_or_insert_with(|| Patch { edits: Vec::new() }).edits.push(edit);
        self
    }
}

/// Collects the findings of a stage. It must be drained: an unread sink panics in debug builds.
#[derive(Debug, Default)]
pub struct Sink {
    found: Vec<Diagnostic>,
}

impl Sink {
    /// Adds a finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }

    /// Whether an error is among them.
    pub fn has_errors(&self) -> bool {
        self.found.iter().any(|found| found.severity == Severity::Error)
    }

    /// All findings, sorted by place, each once.
    pub fn drain(&mut self) -> Vec<Diagnostic> {
        let mut found = std::mem::take(&mut self.found);
        found.sort_by_key(|found| (found.primary.span, found.code));
        found.dedup_by(|a, b| (a.primary.span, a.code, &a.message) == (b.primary.span, b.code, &b.message));
        found
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        debug_assert!(
            self.found.is_empty() || std::thread::panicking(),
            "bug: diagnostics were dropped unread"
        );
    }
}
