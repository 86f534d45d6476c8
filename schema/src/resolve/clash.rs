//! Two things under one name.

use std::collections::HashMap;

use super::{Entry, Item, MapEntry, Names};
use crate::diag::{Code, Diagnostic, Sink};

/// Types of its own that generated code has in every module with commands.
const TAKEN: [&str; 2] = ["Opcode", "Request"];
/// And in one with events.
const EVENT: &str = "Event";

/// And in one with a context.
const CONTEXT: &str = "Context";

/// Reports names that clash, each at the later of the two.
pub(super) fn check(names: &Names, sink: &mut Sink) {
    let mut seen: HashMap<String, &Entry> = HashMap::new();
    for entry in ordered(names) {
        let rust = entry.name.camel();
        let printed = &entry.name.printed;
        if TAKEN.contains(&rust.as_str()) {
            sink.push(
                Diagnostic::error(
                    Code::TakenName,
                    entry.span,
                    format!(
                        "`{printed}` becomes `{rust}`, a type that every protocol with commands generates"
                    ),
                )
                .help("give it another name with `rename`"),
            );
        } else if names.has_context() && rust == CONTEXT {
            let message =
                format!("`{printed}` becomes `Context`, a type that every protocol with `context` generates");
            sink.push(
                Diagnostic::error(Code::TakenName, entry.span, message)
                    .help("give it another name with `rename`"),
            );
        } else if names.has_events() && rust == EVENT {
            let message =
                format!("`{printed}` becomes `Event`, a type that every protocol with events generates");
            sink.push(
                Diagnostic::error(Code::TakenName, entry.span, message)
                    .help("give it another name with `rename`"),
            );
        } else if matches!(entry.item, Item::Command(_) | Item::Alias(_) | Item::Event(_))
            && rust == "Unknown"
        {
            let of = if matches!(entry.item, Item::Event(_)) { "Event" } else { "Request" };
            let message = format!("`{printed}` becomes `Unknown`, the variant of `{of}` for what is none");
            sink.push(
                Diagnostic::error(Code::TakenName, entry.span, message)
                    .help("give it another name with `rename`"),
            );
        } else if let Some(first) = seen.get(&rust) {
            sink.push(double(entry, first, &rust));
        } else {
            seen.insert(rust, entry);
        }
    }
    answers(names, &seen, sink);
    for entry in names.entries().iter().filter(|entry| entry.has_payload_type) {
        let payload = entry.name.camel() + "Payload";
        if let Some(other) = seen.get(&payload) {
            let (printed, other_printed) = (&entry.name.printed, &other.name.printed);
            let message = format!(
                "`{other_printed}` becomes `{payload}`, the type of what stands in the payload of union `{printed}`"
            );
            sink.push(
                Diagnostic::error(Code::RustNameClash, other.span, message)
                    .label(entry.span, "the union")
                    .help("give one of them another name with `rename`"),
            );
        }
    }
}

/// Reports what takes the name of a command's answer.
fn answers(names: &Names, seen: &HashMap<String, &Entry>, sink: &mut Sink) {
    let commands = names.files.iter().flat_map(|loaded| &loaded.file.commands);
    for (request, answer) in commands.filter_map(|decl| Some((&decl.request, decl.parameters()?))) {
        let name = super::name(&answer.name, answer.rename.as_ref());
        let Some(other) = seen.get(&name.camel()) else { continue };
        let (printed, of, rust) = (&other.name.printed, &request.name.value, name.camel());
        let message = format!("`{printed}` becomes `{rust}`, the type of what `{of}` answers");
        sink.push(
            Diagnostic::error(Code::RustNameClash, other.span, message)
                .label(answer.name.span, "the answer")
                .help("give one of them another name with `rename`"),
        );
    }
}

/// Reports maps whose names clash, each at the later of the two.
pub(super) fn maps(names: &Names, sink: &mut Sink) {
    let order = order(names);
    let mut maps: Vec<&MapEntry> = names.maps.iter().collect();
    maps.sort_by_key(|map| (order.iter().position(|file| *file == map.file), map.span.start));
    let mut seen: HashMap<String, &MapEntry> = HashMap::new();
    for map in maps {
        let rust = map.name.snake();
        let Some(first) = seen.get(&rust) else {
            seen.insert(rust, map);
            continue;
        };
        let (printed, first_printed) = (&map.name.printed, &first.name.printed);
        let error = if printed == first_printed {
            let message = format!("`{printed}` is already the name of a map");
            Diagnostic::error(Code::NameClash, map.span, message)
        } else {
            let message = format!("`{printed}` and `{first_printed}` both become `{rust}`");
            Diagnostic::error(Code::RustNameClash, map.span, message)
                .help("give one of them another name with `rename`")
        };
        sink.push(error.label(first.span, "the first one"));
    }
}

/// All entries such that what a file imports comes before the file itself.
fn ordered<'n>(names: &'n Names) -> Vec<&'n Entry> {
    let order = order(names);
    let mut entries: Vec<&Entry> = names.entries.iter().collect();
    entries.sort_by_key(|entry| (order.iter().position(|file| *file == entry.file), entry.span.start));
    entries
}

/// The files such that what a file imports comes before the file itself.
fn order(names: &Names) -> Vec<usize> {
    let mut done: Vec<usize> = Vec::new();
    let mut open = vec![(0, false)];
    while let Some((file, children_done)) = open.pop() {
        if done.contains(&file) {
            continue;
        }
        if children_done {
            done.push(file);
            continue;
        }
        open.push((file, true));
        let Some(loaded) = names.files.get(file) else { continue };
        let next = loaded.imports.iter().chain(&loaded.includes);
        let ahead: Vec<usize> = next.copied().filter(|index| !open.contains(&(*index, true))).collect();
        open.extend(ahead.into_iter().rev().map(|index| (index, false)));
    }
    done
}

fn double(entry: &Entry, first: &Entry, rust: &str) -> Diagnostic {
    let (printed, first_printed) = (&entry.name.printed, &first.name.printed);
    let (code, message) = if printed == first_printed {
        (Code::NameClash, format!("`{printed}` is already the name of {}", noun(first.item)))
    } else {
        let message = format!("`{printed}` and `{first_printed}` both become `{rust}`");
        (Code::RustNameClash, message)
    };
    let diagnostic = Diagnostic::error(code, entry.span, message).label(first.span, "the first one");
    match code {
        Code::RustNameClash => diagnostic.help("give one of them another name with `rename`"),
        _ => diagnostic,
    }
}

/// What it is, in a message.
fn noun(item: Item) -> &'static str {
    match item {
        Item::Enum(_) => "an enum",
        Item::Flags(_) => "a set of flags",
        Item::Struct(_) => "a struct or union",
        Item::Errors(_) => "an error table",
        Item::Command(_) | Item::Alias(_) => "a command",
        Item::Event(_) => "an event",
    }
}
