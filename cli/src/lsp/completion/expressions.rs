//! Names in expressions.

use gen_lsp_types::CompletionItemKind;
use opcodec_schema::words::{FUNCTIONS, Function};

use super::{About, Offered, around};
use crate::lsp::scope::{Declared, Member, Scope};
use crate::lsp::tree::Place;
use crate::lsp::view::word_at;

const LAYOUTS: [&str; 6] = ["struct", "union", "fields", "command", "event", "map"];
const WORDS: [&str; 3] = ["enum", "flags", "errors"];

/// Offers what an expression at `key` may say next. `before` is what is written of it.
pub(super) fn expressions(
    offered: &mut Offered<'_, '_>,
    scope: &Scope,
    place: &Place<'_>,
    key: &str,
    before: &str,
) {
    let (text, byte) = (offered.asked.text, offered.asked.byte);
    let word = word_at(text, byte);
    let word = word.start.max(byte - before.len())..word.end;
    let typed = byte - word.start;
    let head = before.get(..before.len() - typed).unwrap_or_default();
    if let Some(path) = head.strip_suffix('.') {
        let owner = path.rsplit(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.')).next();
        behind_a_dot(offered, scope, place, owner.unwrap_or_default(), word);
        return;
    }
    if head.trim_end().ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ')') {
        return; // An operator comes next.
    }
    for member in visible(offered, scope, place, key) {
        let detail = member.detail();
        let about = About { detail: &detail, ..About::default() };
        offered.word(&member.word(), &word, CompletionItemKind::Field, about);
    }
    for (name, doc) in words(key) {
        offered.word(name, &word, CompletionItemKind::Keyword, About { rank: 1, doc, ..About::default() });
    }
    for Function { name, call, about } in FUNCTIONS {
        if (name == "byte") == (key == "size" && place.path.first() == Some(&"opcode_size")) {
            let about = About { rank: 2, detail: call, doc: about };
            offered.push(name, format!("{name}("), &word, CompletionItemKind::Function, about);
        }
    }
    for found in scope.declared(&WORDS) {
        let about = About { rank: 3, detail: found.kind, doc: found.doc().unwrap_or_default() };
        offered.push(found.name, format!("{}.", found.name), &word, CompletionItemKind::Enum, about);
    }
}

/// What the expressions of a place see: of `size`, `count` and `when` what comes before their row, of `only`
/// what a caller knows.
fn visible<'s>(offered: &Offered<'_, '_>, scope: &'s Scope, place: &Place<'_>, key: &str) -> Vec<Member<'s>> {
    if key == "only" {
        return scope.context();
    }
    let Some(own) = around(scope, place) else { return Vec::new() };
    let in_row = matches!(place.path.as_slice(), [_, _, "fields", ..]);
    let earlier = in_row && ["size", "count", "when", "type"].contains(&key);
    let mut members = scope.members(own);
    members.retain(|member| !(earlier && member.is_behind(own.file, offered.asked.byte)));
    members
}

/// Words of the language that mean something at a key.
fn words(key: &str) -> &'static [(&'static str, &'static str)] {
    match key {
        "size" | "count" => &[("rest", "What is left of the enclosing bound.")],
        "check" => &[("self", "This field."), ("true", ""), ("false", "")],
        "value" => &[("struct", "The whole, in `len(struct)`."), ("data", "The data phase, in `len(data)`.")],
        "when" => &[("true", ""), ("false", "")],
        "set" => &[("null", "A pointer to nothing."), ("true", ""), ("false", "")],
        _ => &[],
    }
}

/// Enumerators of `Enum.`, rows of `row.`.
fn behind_a_dot(
    offered: &mut Offered<'_, '_>,
    scope: &Scope,
    place: &Place<'_>,
    owner: &str,
    word: std::ops::Range<usize>,
) {
    if let Some(of) = scope.find(&WORDS, owner) {
        for (name, value) in Scope::words(of) {
            let about = About { detail: &value, ..About::default() };
            offered.word(name, &word, CompletionItemKind::EnumMember, about);
        }
        return;
    }
    let mut of: Option<Declared<'_>> = around(scope, place);
    for name in owner.split('.') {
        let Some(outer) = of else { return };
        let members = scope.members(outer);
        let Some(member) = members.iter().find(|member| member.is(name)).copied() else { return };
        if let Some(flags) = scope.type_of(&member, &["flags"]) {
            for (name, value) in Scope::words(flags) {
                let about = About { detail: &value, ..About::default() };
                offered.word(name, &word, CompletionItemKind::EnumMember, about);
            }
            return;
        }
        of = scope.type_of(&member, &LAYOUTS);
    }
    let Some(of) = of else { return };
    for member in scope.members(of) {
        let detail = member.detail();
        let about = About { detail: &detail, ..About::default() };
        offered.word(&member.word(), &word, CompletionItemKind::Field, about);
    }
}
