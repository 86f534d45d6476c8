//! `[protocol]`.

use super::entries::Entries;
use super::structs;
use crate::diag::{Code, Diagnostic, Sink};
use crate::ir::Carrier;
use crate::name::is_module;
use crate::syntax::{Protocol, Text};

pub(crate) fn read(entries: Entries<'_>, sink: &mut Sink) -> Option<Protocol> {
    let name = entries.text("name")?;
    check_name(&name, sink);
    Some(Protocol {
        span: entries.span,
        name,
        doc: entries.text("doc"),
        spec: entries.text("spec"),
        carrier: entries.word("carrier", &Carrier::ALL.map(|carrier| (carrier.word(), carrier))),
        little_endian: entries.endian(),
        rejects_reserved: entries.word("reserved", &[("ignore", false), ("reject", true)]),
        context: entries.tables("context").filter_map(|entries| structs::arg(entries, sink)).collect(),
        import: entries.texts("import"),
        include: entries.texts("include"),
    })
}

fn check_name(name: &Text, sink: &mut Sink) {
    if is_module(&name.value) {
        return;
    }
    let (message, help) = if ["self", "super", "crate"].contains(&name.value.as_str()) {
        (format!("`{}` is a word of Rust that names no module", name.value), None)
    } else {
        let message = format!("`{}` becomes no module's name", name.value.escape_debug());
        (message, Some("a small letter, then small letters, digits and `_`"))
    };
    let diagnostic = Diagnostic::error(Code::BadName, name.span, message);
    sink.push(match help {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    });
}
