//! `[[….test]]`.

use super::entries::Entries;
use super::{forms, literals};
use crate::diag::{Code, Diagnostic, Sink};
use crate::source::Spanned;
use crate::syntax::TestDecl;
use crate::value::ErrorKind;

/// The vectors under `test`.
pub(crate) fn read_all(entries: Entries<'_>, sink: &mut Sink) -> Vec<TestDecl> {
    entries.tables("test").map(|test| read(test, sink)).collect()
}

fn read(entries: Entries<'_>, sink: &mut Sink) -> TestDecl {
    if ["bytes", "fields", "error"].iter().all(|key| entries.node(key).is_none()) {
        let message = "a test vector needs the key `bytes` or `fields`";
        sink.push(Diagnostic::error(Code::MissingKey, entries.span, message));
    }
    let kinds = ErrorKind::ALL.map(|kind| (kind.word(), kind));
    TestDecl {
        span: entries.span,
        doc: entries.text("doc"),
        bytes: entries.text("bytes").and_then(|bytes| forms::octets_of("bytes", &bytes, sink)),
        fields: entries
            .node("fields")
            .map(|node| Spanned::new(literals::named(entries, "fields"), node.span)),
        args: literals::named(entries, "args"),
        context: entries
            .node("context")
            .map(|node| Spanned::new(literals::named(entries, "context"), node.span)),
        error: entries.word("error", &kinds),
    }
}
