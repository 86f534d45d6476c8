//! Names of members: one Rust name each, in a child also beside its parent's.

use crate::diag::{Code, Diagnostic, Sink};
use crate::ir::{Form, Role};
use crate::lower::{Draft, Lowering, Source};
use crate::name::Name;
use crate::resolve;
use crate::source::Span;

/// Reports names that clash, each at the later one. Gives whether there are none.
pub(crate) fn check(low: &Lowering<'_>, source: &Source<'_>, draft: &Draft, sink: &mut Sink) -> bool {
    // A case is its one row, whose name nobody says.
    if source.form == Form::Case {
        return true;
    }
    let mut seen: Vec<(String, Name, Span)> = Vec::new();
    let mut at = source.parent;
    while let Some(parent) = at.and_then(|parent| low.source(parent)) {
        seen.extend(members(parent));
        at = parent.parent;
    }
    let parents = seen.len();
    let mut right = true;
    // What a carrier puts into a request was there before its author's rows.
    let carrier = source.request.as_ref().and_then(|fixed| Some(fixed.opcode.as_ref()?.span));
    let (mut rows, own): (Vec<_>, Vec<_>) = members(source).partition(|(.., span)| Some(*span) == carrier);
    rows.extend(own);
    for (rust, name, span) in rows {
        if draft.required.is_some() && rust == "cut" {
            let message = format!(
                "`{}` becomes `cut`, where a struct with `required` keeps a cut answer",
                name.printed
            );
            sink.push(
                Diagnostic::error(Code::TakenName, span, message).help("give it another name with `rename`"),
            );
            right = false;
        }
        let Some(index) = seen.iter().position(|(known, ..)| *known == rust) else {
            seen.push((rust, name, span));
            continue;
        };
        let Some((_, other, first)) = seen.get(index) else { continue };
        right = false;
        let whose = if index < parents { "the union it is a child of" } else { what(source.form) };
        let first_one =
            if Some(*first) == carrier { "what the carrier has beside it" } else { "the first one" };
        let (code, message) = if other.printed == name.printed {
            (Code::NameClash, format!("{whose} has a field `{}` already", name.printed))
        } else {
            let message = format!("`{}` and `{}` both become `{rust}`", name.printed, other.printed);
            (Code::RustNameClash, message)
        };
        sink.push(
            Diagnostic::error(code, span, message)
                .label(*first, first_one)
                .help("give one of them another name with `rename`"),
        );
    }
    right
}

/// What has these members.
fn what(form: Form) -> &'static str {
    match form {
        Form::Struct | Form::Case => "this struct",
        Form::Union => "this union",
        Form::Request(_) => "this request",
        Form::Answer(_) => "this answer",
        Form::Event(_) => "this event",
    }
}

/// The methods that generated types have, sorted.
const METHODS: [&str; 10] = [
    "announced",
    "cut_bytes",
    "encode",
    "encoded_len",
    "from_bytes",
    "is_cut",
    "reach",
    "read",
    "to_bytes",
    "validate",
];

/// Reports computed rows whose names are those of methods: a computed row is no member but a method itself.
pub(crate) fn methods(source: &Source<'_>, draft: &Draft, sink: &mut Sink) {
    if source.form == Form::Case {
        return;
    }
    for (row, written) in draft.rows.iter().zip(&source.rows) {
        let is_method = match &row.role {
            Role::Value(computed) => !computed.from_data,
            Role::Length | Role::Tag => true,
            Role::Member(_) | Role::Const(_) | Role::Reserved | Role::Payload => false,
        };
        let (Some(name), Some(printed), true) = (&row.name, &written.name, is_method) else { continue };
        let rust = name.snake();
        if METHODS.binary_search(&rust.as_str()).is_ok() {
            let message =
                format!("`{}` is computed and becomes the method `{rust}`, which there is", name.printed);
            sink.push(
                Diagnostic::error(Code::TakenName, printed.span, message)
                    .help("give it another name with `rename`"),
            );
        }
    }
}

/// The rows and args of a struct that have a name, in Rust and as printed.
fn members<'s>(source: &'s Source<'_>) -> impl Iterator<Item = (String, Name, Span)> + 's {
    // The payload of a union without rows is nobody's word.
    let rows = source.rows.iter().filter(|_| !source.implicit_payload).filter_map(|row| {
        let name = row.name.as_ref()?;
        Some((resolve::name(name, row.rename.as_ref()), name.span))
    });
    let args = source.args.iter().map(|arg| (Name::new(&arg.name.value), arg.name.span));
    args.chain(rows).map(|(name, span)| (name.snake(), name, span))
}
