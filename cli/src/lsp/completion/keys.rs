//! Headers and keys.

use std::ops::Range;

use gen_lsp_types::CompletionItemKind;
use opcodec_schema::read::keys::about;
use opcodec_schema::read::shape::{Kind, Shape};

use super::{About, Offered, around};
use crate::lsp::grammar::{self, Inside};
use crate::lsp::scope::{Declared, Member, Scope};
use crate::lsp::tree::{At, Place, Tree};

/// What a declaration may be whose rows stand in vectors and maps.
const LAYOUTS: [&str; 4] = ["struct", "union", "command", "event"];

/// Keys of a header, by their number.
pub(super) fn header(offered: &mut Offered<'_, '_>, tree: &Tree, place: &Place<'_>, number: usize) {
    let typed = place.block.keys.get(number);
    let at = typed.map_or(offered.asked.byte..offered.asked.byte, |key| key.at.clone());
    let before = place.path.get(..number).unwrap_or_default();
    match grammar::inside(before) {
        Some(Inside::Kind(kind)) => {
            for key in kind.keys.iter().filter(|key| grammar::table(&key.shape).is_some()) {
                let is_rows = matches!(key.shape, Shape::List(_)) && key.name != "test";
                let once = number == 0 && matches!(key.shape, Shape::Table(_));
                let there =
                    tree.blocks.iter().any(|block| block.keys.first().is_some_and(|k| k.text == key.name));
                if !(is_rows || once && there) {
                    let doc = about(kind, key.name).unwrap_or_default();
                    offered.word(
                        key.name,
                        &at,
                        CompletionItemKind::Module,
                        About { doc, ..About::default() },
                    );
                }
            }
        }
        Some(Inside::Names(_)) => {
            let names = tree.blocks.iter().filter_map(|block| match block.keys.as_slice() {
                [kind, name] if before == [kind.text.as_str()] => Some(&name.text),
                _ => None,
            });
            for name in names {
                offered.word(name, &at, CompletionItemKind::Struct, About::default());
            }
        }
        None => {}
    }
}

/// Keys of a table.
pub(super) fn keys(offered: &mut Offered<'_, '_>, scope: &Scope, place: &Place<'_>, at: Range<usize>) {
    match grammar::inside(&place.path) {
        Some(Inside::Kind(kind)) => of_kind(offered, kind, place, &at),
        Some(Inside::Names(_)) => names(offered, scope, place, &at),
        None => {}
    }
}

fn of_kind(offered: &mut Offered<'_, '_>, kind: &'static Kind, place: &Place<'_>, at: &Range<usize>) {
    // The key under the cursor is not there yet.
    let typed = match place.at {
        At::Key(Some(word)) => word.text.as_str(),
        _ => "",
    };
    let mut fitting = grammar::fitting(kind, place.table);
    if let Some(key) = kind.keys.iter().find(|key| key.name == typed) {
        fitting.push(key.name);
    }
    for name in fitting {
        let Some(key) = kind.keys.iter().find(|key| key.name == name) else { continue };
        let rank = u8::from(!key.required);
        let detail = if key.required { "needed" } else { "" };
        let doc = about(kind, name).unwrap_or_default();
        let text = followed(offered, name, at);
        offered.push(name, text, at, CompletionItemKind::Property, About { rank, detail, doc });
    }
}

/// A key with its sign, unless that is there.
fn followed(offered: &Offered<'_, '_>, name: &str, at: &Range<usize>) -> String {
    let behind = offered.asked.text.get(at.end..).unwrap_or_default();
    if behind.trim_start_matches([' ', '\t']).starts_with('=') {
        name.to_owned()
    } else {
        format!("{name} = ")
    }
}

/// Keys that are names: rows in vectors and maps, enumerators of cases.
fn names(offered: &mut Offered<'_, '_>, scope: &Scope, place: &Place<'_>, at: &Range<usize>) {
    let path = place.path.as_slice();
    let own = around(scope, place);
    match (path, own) {
        ([_, _, "test", "fields", inner @ ..], Some(of)) => rows(offered, scope, of, inner, place, at),
        ([_, _, "test", "context"], _) => members(offered, scope.context(), place, at),
        ([_, _, "test", "args"], Some(of)) => {
            let mut args = scope.members(of);
            args.retain(Member::is_arg);
            members(offered, args, place, at);
        }
        (["map", _, "test", end @ ("in" | "out"), inner @ ..], Some(map)) => {
            let end = if *end == "in" { "from" } else { "to" };
            if let Some(of) = map.text(end).and_then(|name| scope.find(&LAYOUTS, name)) {
                rows(offered, scope, of, inner, place, at);
            }
        }
        (["map", _, "set", inner @ ..], Some(map)) => {
            if let Some(of) = map.text("to").and_then(|name| scope.find(&LAYOUTS, name)) {
                rows(offered, scope, of, inner, place, at);
            }
            if !inner.is_empty() {
                offered.push(
                    "by",
                    followed(offered, "by", at),
                    at,
                    CompletionItemKind::Property,
                    About::default(),
                );
            }
        }
        (["union", _, "cases"], Some(union)) => {
            let tag = union.text("tag").unwrap_or_default();
            let members = scope.members(union);
            let Some(member) = members.iter().find(|member| member.is(tag)) else { return };
            let Some(words) = scope.type_of(member, &["enum"]) else { return };
            for (name, value) in Scope::words(words) {
                if place.table.get(name).is_none() {
                    let about = About { detail: &value, ..About::default() };
                    let text = followed(offered, name, at);
                    offered.push(name, text, at, CompletionItemKind::EnumMember, about);
                }
            }
        }
        _ => {}
    }
}

/// The rows of what stands at the end of `inner`, from `of`.
fn rows(
    offered: &mut Offered<'_, '_>,
    scope: &Scope,
    of: Declared<'_>,
    inner: &[&str],
    place: &Place<'_>,
    at: &Range<usize>,
) {
    let mut of = scope.find(&LAYOUTS, of.name).filter(|found| found.kind == of.kind);
    for key in inner {
        let Some(outer) = of else { return };
        let members = scope.members(outer);
        let member = members.iter().find(|member| member.is(key)).copied();
        of = member.and_then(|member| scope.type_of(&member, &["struct", "union"]));
    }
    let Some(of) = of else { return };
    if of.kind == "union" && place.table.get("case").is_none() && !place.path.contains(&"set") {
        offered.push(
            "case",
            followed(offered, "case", at),
            at,
            CompletionItemKind::Property,
            About::default(),
        );
    }
    members(offered, scope.members(of), place, at);
}

/// Rows and args that are not there yet.
fn members(offered: &mut Offered<'_, '_>, members: Vec<Member<'_>>, place: &Place<'_>, at: &Range<usize>) {
    let in_map = place.path.contains(&"set");
    for member in members {
        let word = if in_map && is_key(member.name) { member.name.to_owned() } else { member.word() };
        let mut present = place.table.entries.iter().filter_map(|entry| entry.keys.first());
        if !present.any(|key| key.at != *at && member.is(&key.text)) {
            let detail = member.detail();
            let text = followed(offered, &word, at);
            let about = About { detail: &detail, ..About::default() };
            offered.push(&word, text, at, CompletionItemKind::Field, about);
        }
    }
}

fn is_key(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}
