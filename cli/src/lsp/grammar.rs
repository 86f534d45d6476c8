//! What the language allows at a place: the reader's own tables, walked by the keys that lead there.

use opcodec_schema::read::keys;
use opcodec_schema::read::shape::{Kind, Shape};

use super::tree::Table;

/// What may stand in the table at the end of a path of keys.
#[derive(Clone, Copy, Debug)]
pub(super) enum Inside {
    /// Keys of the language.
    Kind(&'static Kind),
    /// Names of the author's, each with such a value.
    Names(&'static Shape),
}

/// What stands in the table that the keys lead to. Arrays are stepped over.
pub(super) fn inside(path: &[&str]) -> Option<Inside> {
    let mut at = Inside::Kind(&keys::FILE);
    for key in path {
        at = table(value(at, key)?)?;
    }
    Some(at)
}

/// What may stand at a key.
pub(super) fn value(inside: Inside, key: &str) -> Option<&'static Shape> {
    match inside {
        Inside::Kind(kind) => kind.keys.iter().find(|known| known.name == key).map(|known| &known.shape),
        Inside::Names(shape) => Some(shape),
    }
}

/// What stands in a table of that shape.
pub(super) fn table(shape: &'static Shape) -> Option<Inside> {
    match shape {
        Shape::Table(kind) => Some(Inside::Kind(kind)),
        Shape::Map(item) => Some(Inside::Names(item)),
        Shape::List(item) => table(item),
        Shape::OneOf(shapes) => shapes.iter().find_map(table),
        _ => None,
    }
}

/// The keys that still fit into a table: none that is there, none that another one excludes, none that needs
/// one that is not there.
pub(super) fn fitting(kind: &'static Kind, present: &Table) -> Vec<&'static str> {
    let has = |key: &str| present.get(key).is_some();
    if kind.alone.is_some_and(has) {
        return Vec::new();
    }
    let excluded = |key: &str| {
        kind.exclusive.iter().any(|(one, others)| {
            (*one == key && others.iter().any(|other| has(other))) || (others.contains(&key) && has(one))
        })
    };
    let needs = |key: &str| kind.beside.iter().find(|(one, _)| *one == key).map(|(_, others)| *others);
    let stands_apart = |key: &str| {
        needs(key).is_some_and(|others| {
            // Those that need each other come one after the other.
            let mutual = |other: &&'static str| needs(other).is_some_and(|back| back.contains(&key));
            !others.iter().any(|other| has(other)) && !others.iter().any(mutual)
        })
    };
    let empty = present.entries.iter().all(|entry| entry.equals.is_none());
    let fits = |key: &&'static str| {
        !has(key) && !excluded(key) && !stands_apart(key) && (empty || kind.alone != Some(*key))
    };
    kind.keys.iter().map(|key| key.name).filter(fits).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lsp::tree;

    #[test]
    fn paths_lead_to_their_tables() {
        let what = |path: &[&str]| match inside(path) {
            Some(Inside::Kind(kind)) => kind.what.to_owned(),
            Some(Inside::Names(_)) => "names".to_owned(),
            None => "nothing".to_owned(),
        };
        for (path, expected) in [
            (&[][..], "a schema"),
            (&["struct"], "names"),
            (&["struct", "X"], "a struct"),
            (&["struct", "X", "fields"], "a row"),
            (&["struct", "X", "test"], "a test vector"),
            (&["struct", "X", "test", "fields"], "names"),
            (&["command", "X", "data", "in"], "a direction of a data phase"),
            (&["map", "X", "set", "Hdr"], "names"),
            (&["errors", "X", "codes", "Y"], "an error code"),
            (&["struct", "X", "nonsense"], "nothing"),
        ] {
            assert_eq!(what(path), expected, "{path:?}");
        }
    }

    #[test]
    fn keys_fit_beside_those_that_are_there() {
        let row = |text: &str| {
            let tree = tree::read(&format!("[struct.X]\nfields = [{{ {text} }}]"));
            let keys = fitting(&keys::ROW, tree.blocks[1].table.rows("fields").next().expect("a row"));
            move |key: &str| keys.contains(&key)
        };
        let fits = row("");
        assert!(fits("use") && fits("at") && !fits("bits") && !fits("max"));
        let fits = row("at = \"1\", const = 1");
        assert!(
            fits("name") && fits("bits") && !fits("at") && !fits("use") && !fits("default") && !fits("value")
        );
        assert!(!row("use = \"X\"")("at"));
        assert!(row("at = \"1..\", size = 4")("max"));
    }
}
