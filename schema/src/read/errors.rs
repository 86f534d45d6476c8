//! `[errors.X]`.

use super::entries::Entries;
use super::names::{self, Role};
use crate::diag::{Code, Diagnostic, Sink};
use crate::ir::{CodeType, Retry};
use crate::syntax::{CodeDecl, CodeValue, ErrorsDecl, Key};

const TYPES: &[(&str, CodeType)] = &[
    ("u8", CodeType::U8),
    ("u16", CodeType::U16),
    ("u32", CodeType::U32),
    ("hresult", CodeType::Hresult),
    ("ntstatus", CodeType::Ntstatus),
];

const RETRIES: &[(&str, Retry)] = &[
    ("never", Retry::Never),
    ("now", Retry::Now),
    ("later", Retry::Later),
    ("after-reset", Retry::AfterReset),
];

pub(crate) fn read(name: &Key, entries: Entries<'_>, sink: &mut Sink) -> Option<ErrorsDecl> {
    let rename = names::rename(name, entries, Role::Type, sink);
    let codes = entries.named("codes").filter_map(|(name, entries)| code(name, entries, sink)).collect();
    Some(ErrorsDecl {
        name: name.clone(),
        rename,
        docs: entries.docs(),
        ty: entries.word("type", TYPES)?,
        expect_facility: entries.table("expect").and_then(|expect| expect.integer("facility")),
        codes,
    })
}

fn code(name: &Key, entries: Entries<'_>, sink: &mut Sink) -> Option<CodeDecl> {
    names::check_only(name, Role::Constant, sink);
    Some(CodeDecl {
        name: name.clone(),
        span: entries.span,
        value: value(entries, sink)?,
        kind: entries.text("kind"),
        text: entries.text("text"),
        advice: entries.text("advice"),
        retry: entries.word("retry", RETRIES),
        from: entries.texts("from"),
        facility: entries.integer("facility"),
        docs: entries.docs(),
    })
}

fn value(entries: Entries<'_>, sink: &mut Sink) -> Option<CodeValue> {
    if entries.node("value").is_some() {
        entries.integer("value").map(CodeValue::Number)
    } else if entries.node("win32").is_some() {
        entries.integer("win32").map(CodeValue::Win32)
    } else if entries.node("alias").is_some() {
        entries.text("alias").map(CodeValue::Alias)
    } else {
        let message = "an error code needs the key `value`, `win32` or `alias`";
        sink.push(Diagnostic::error(Code::MissingKey, entries.span, message));
        None
    }
}
