//! Names must become identifiers.

use super::entries::Entries;
use crate::diag::{Code, Diagnostic, Sink};
use crate::name::Name;
use crate::syntax::{Key, Text};

/// What a name becomes in Rust.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// A type or a variant.
    Type,
    /// A member or a param.
    Member,
    /// A constant.
    Constant,
}

/// Reads `rename` and refuses a name that becomes no identifier.
pub(crate) fn rename(name: &Key, entries: Entries<'_>, role: Role, sink: &mut Sink) -> Option<Text> {
    let rename = entries.text("rename");
    check(name, rename.as_ref(), role, sink);
    rename
}

/// Refuses a name that becomes no identifier, of what takes `rename`.
pub(crate) fn check(name: &Text, rename: Option<&Text>, role: Role, sink: &mut Sink) {
    refuse(name, rename, role, "give it another name in Rust with `rename`", sink);
}

/// Refuses a name that becomes no identifier, of what takes no `rename`.
pub(crate) fn check_only(name: &Text, role: Role, sink: &mut Sink) {
    refuse(name, None, role, "it takes no `rename`, so that it needs another name", sink);
}

fn refuse(name: &Text, rename: Option<&Text>, role: Role, help: &str, sink: &mut Sink) {
    for text in [Some(name), rename].into_iter().flatten() {
        if let Some(unseen) = text.value.chars().find(|c| is_unseen(*c)) {
            let message = format!("a name is printed, and U+{:04X} in it is not", u32::from(unseen));
            sink.push(Diagnostic::error(Code::BadName, text.span, message));
        }
    }
    let source = rename.unwrap_or(name);
    let Some(why) = refusal(&source.value, role) else { return };
    let message = format!("`{}` becomes no identifier: {why}", source.value.escape_debug());
    let diagnostic = Diagnostic::error(Code::BadName, source.span, message);
    sink.push(match rename {
        Some(_) => diagnostic,
        None => diagnostic.help(help),
    });
}

/// Whether a character is not seen, or changes how others are.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

fn refusal(source: &str, role: Role) -> Option<String> {
    let name = Name::new(source);
    let snake = name.snake();
    if let Some(letter) = source.chars().find(|c| c.is_alphanumeric() && !c.is_ascii()) {
        return Some(format!("`{letter}` is not ASCII"));
    }
    let first = snake.chars().next();
    if first.is_none() {
        return Some("it has neither letters nor digits".to_owned());
    }
    if first.is_some_and(|first| first.is_ascii_digit()) {
        return Some("it starts with a digit".to_owned());
    }
    let reserved = match role {
        Role::Type => snake == "self",
        Role::Member => ["self", "super", "crate"].contains(&snake.as_str()),
        Role::Constant => false,
    };
    reserved.then(|| format!("`{snake}` is a word of Rust that cannot be one"))
}
