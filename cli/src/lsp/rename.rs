//! Another name for a thing, in every file that says it.
//!
//! A name may be written as printed or in snake case, and `rename` gives it a third form. Each place keeps its
//! form. The result is compiled before it is given away: what would clash, or come to mean something else, is
//! refused with what the compiler says of it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;

use gen_lsp_types::{PrepareRenamePlaceholder, PrepareRenameResult, TextEdit, WorkspaceEdit};
use lsp_server::ErrorCode;
use opcodec_schema::diag::{Diagnostic, Severity};
use opcodec_schema::index::{Definition, What};
use opcodec_schema::name::Name;

use super::navigate;
use super::requests::{Asked, Refused};
use super::uri;
use super::view::{Spot, View};

/// Whether there is a name under the cursor that can be another: its place and what it is now.
pub(super) fn prepare(asked: &Asked<'_>) -> Result<Option<PrepareRenameResult>, Refused> {
    let Some(target) = target(asked)? else { return Ok(None) };
    let range = asked.workspace.encoding.range(asked.text, target.at.clone());
    let placeholder = target.now().to_owned();
    Ok(Some(PrepareRenamePlaceholder { range, placeholder }.into()))
}

/// The edits that give it another name.
pub(super) fn rename(asked: &Asked<'_>, new: &str) -> Result<Option<WorkspaceEdit>, Refused> {
    let Some(target) = target(asked)? else { return Ok(None) };
    if new == target.now() {
        return Ok(None);
    }
    legal(new, target.what)?;
    let edits = target.edits(asked, new)?;
    still_right(asked, &target, &edits)?;
    Ok(Some(written(asked, &edits)))
}

fn refused<T>(message: impl Into<String>) -> Result<T, Refused> {
    Err((ErrorCode::RequestFailed, message.into()))
}

/// What is to be renamed.
struct Target {
    /// The name under the cursor.
    at: std::ops::Range<usize>,
    what: What,
    /// Its name, of which `rename` is renamed if `second`.
    name: Name,
    /// The value of `rename`.
    alias: Option<String>,
    /// Whether the value of `rename` is meant, and not the printed name.
    second: bool,
    /// Where it is declared.
    declared: BTreeSet<Spot>,
    /// Where `rename` stands.
    renamed: BTreeSet<Spot>,
}

impl Target {
    fn now(&self) -> &str {
        match &self.alias {
            Some(alias) if self.second => alias,
            _ => &self.name.printed,
        }
    }

    /// What is written now becomes this. `None`: it is another form, which stays.
    fn renamed(&self, written: &str, new: &str) -> Option<String> {
        let snake = Name::new(new).snake();
        // A declaration's own text is not one word where it is printed with blanks.
        let printed = if is_word(new) { new.to_owned() } else { snake.clone() };
        match &self.alias {
            Some(alias) if self.second && written == alias => Some(printed),
            Some(_) if self.second => (written == self.name.snake()).then_some(snake),
            Some(_) => (written == self.name.printed).then_some(printed),
            None if written == self.name.printed => Some(printed),
            None => (written == self.name.snake()).then_some(snake),
        }
    }

    /// Every edit, by its file: what is there and what comes instead.
    fn edits(&self, asked: &Asked<'_>, new: &str) -> Result<BTreeMap<PathBuf, Vec<(Spot, String)>>, Refused> {
        let mut places = BTreeMap::new();
        let declared = if self.second { &self.renamed } else { &self.declared };
        let quoted = |spot: &Spot| {
            let text = asked.workspace.documents.read(&spot.path).unwrap_or_default();
            text.get(..spot.start).is_some_and(|before| before.ends_with(['"', '\'']))
        };
        for spot in declared {
            let needs_quotes = !is_key(new) && !quoted(spot);
            places.insert(spot.clone(), if needs_quotes { format!("\"{new}\"") } else { new.to_owned() });
        }
        for view in asked.workspace.views(&asked.path) {
            if view.compilation.diagnostics.iter().any(|found| found.severity == Severity::Error) {
                return refused("there are errors: names can be changed once they are mended");
            }
            let headers = if self.second { Vec::new() } else { navigate::headers(&view, &self.declared) };
            for spot in headers {
                let needs_quotes = !is_key(new) && !quoted(&spot);
                places.insert(spot, if needs_quotes { format!("\"{new}\"") } else { new.to_owned() });
            }
            for spot in navigate::uses(&view, &self.declared) {
                let text = asked.workspace.documents.read(&spot.path).unwrap_or_default();
                let written = text.get(spot.start..spot.end).unwrap_or_default();
                if let Some(text) = self.renamed(written, new) {
                    let needs_quotes = is_whole_key(asked, &spot) && !is_key(&text);
                    let text = if needs_quotes { format!("\"{text}\"") } else { text };
                    places.entry(spot).or_insert(text);
                }
            }
        }
        let mut edits: BTreeMap<PathBuf, Vec<(Spot, String)>> = BTreeMap::new();
        for (spot, text) in places {
            edits.entry(spot.path.clone()).or_default().push((spot, text));
        }
        Ok(edits)
    }
}

/// Whether a key stands there without quotes: there a name needs them where it is no bare key.
fn is_whole_key(asked: &Asked<'_>, spot: &Spot) -> bool {
    let text = asked.workspace.documents.read(&spot.path).unwrap_or_default();
    let before = text.get(..spot.start).unwrap_or_default().trim_end_matches([' ', '\t']);
    let behind = text.get(spot.end..).unwrap_or_default().trim_start_matches([' ', '\t']);
    behind.starts_with('=') && !behind.starts_with("==") && before.ends_with(['\n', '{', ',', '\r'])
}

fn target(asked: &Asked<'_>) -> Result<Option<Target>, Refused> {
    let Some(view) = asked.workspace.view(&asked.path) else { return Ok(None) };
    let Some(file) = view.file(&asked.path) else { return Ok(None) };
    let Some(byte) = view.then(file, asked.byte) else { return Ok(None) };
    let (mut at, mut meant) = view.meant(file, byte);
    let by_rename =
        view.index().definitions().iter().find(|known| {
            known.rename.is_some_and(|at| at.file == file && at.start <= byte && byte <= at.end)
        });
    if let (None, Some(known)) = (at, by_rename) {
        (at, meant) = (known.rename, vec![known]);
    }
    let (Some(at), [first, ..]) = (at, meant.as_slice()) else { return Ok(None) };
    let Some(spot) = view.spot(at) else { return Ok(None) };
    let written = view.text(at);
    let alias = first.rename.map(|rename| view.text(rename).to_owned());
    let is_rename = |known: &&Definition| alias.as_deref().is_some_and(|alias| known.name.printed != alias);
    let second = Some(at) == first.rename
        || (is_rename(first) && (Some(written) == alias.as_deref() || written == first.name.snake()));
    if !first.name.is(written) && !second {
        return refused(format!("`{written}` is no name that could be another"));
    }
    if meant.iter().any(|known| known.name != first.name || known.what != first.what) {
        return refused(format!("`{written}` means several things here"));
    }
    let spots =
        |of: &dyn Fn(&Definition) -> Option<Spot>| meant.iter().filter_map(|known| of(known)).collect();
    Ok(Some(Target {
        at: spot.start..spot.end,
        what: first.what,
        name: first.name.clone(),
        alias,
        second,
        declared: with_cases(asked, spots(&|known| view.spot(known.span))),
        renamed: spots(&|known| view.spot(known.rename?)),
    }))
}

/// The declarations, and with an enumerator the cases of unions that are named after it, or the other way round.
fn with_cases(asked: &Asked<'_>, mut declared: BTreeSet<Spot>) -> BTreeSet<Spot> {
    loop {
        let mut more = Vec::new();
        for view in asked.workspace.views(&asked.path) {
            let index = view.index();
            for known in declared.iter().filter_map(|spot| view.declared(spot)) {
                let is_case = |found: &&Definition| found.what == What::Case;
                let cases = index.uses_of(known.span).filter_map(|found| index.definition(found.span));
                let own = index.uses().iter().filter(|found| found.span == known.span && is_case(&known));
                let meant = own.filter_map(|found| index.definition(found.definition));
                more.extend(cases.filter(is_case).chain(meant).filter_map(|found| view.spot(found.span)));
            }
        }
        let before = declared.len();
        declared.extend(more);
        if declared.len() == before {
            return declared;
        }
    }
}

/// Refuses what can be no name, before anything else does.
fn legal(new: &str, what: What) -> Result<(), Refused> {
    if new.trim().is_empty() || Name::new(new).snake().is_empty() {
        return refused("a name has letters or digits");
    }
    if new.contains(|c: char| c.is_control() || c == '"' || c == '\\') {
        return refused("a name has no quotes, backslashes or control characters");
    }
    if what == What::Fields && new.contains('\'') {
        return refused("the name of a set of fields has no quotes");
    }
    Ok(())
}

/// A name that an expression can say as it is printed.
fn is_word(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
        && chars.all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// A name that is a key without quotes.
fn is_key(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

/// Compiles every file as it would be. New errors, and names that would mean something else, are refused.
fn still_right(
    asked: &Asked<'_>,
    target: &Target,
    edits: &BTreeMap<PathBuf, Vec<(Spot, String)>>,
) -> Result<(), Refused> {
    let mut texts: HashMap<PathBuf, String> = HashMap::new();
    for (path, edits) in edits {
        let mut text = match asked.workspace.documents.read(path) {
            Ok(text) => text,
            Err(error) => return refused(format!("cannot read `{}`: {error}", path.display())),
        };
        for (spot, new) in edits.iter().rev() {
            if text.get(spot.start..spot.end).is_none() {
                return refused(format!("`{}` has changed", path.display()));
            }
            text.replace_range(spot.start..spot.end, new);
        }
        texts.insert(path.clone(), text);
    }
    for (root, analysis) in asked.workspace.analyses() {
        let after = opcodec_schema::compile_with(root, &mut |path| match texts.get(&uri::normal(path)) {
            Some(text) => Ok(text.clone()),
            None => asked.workspace.documents.read(path),
        });
        let is_new = |found: &&Diagnostic| {
            found.severity == Severity::Error
                && !analysis.latest.diagnostics.iter().any(|old| old.code == found.code)
        };
        // What is wrong with the name says more than what follows from it.
        let follows = |found: &&Diagnostic| !(30..40).contains(&(found.code as u16));
        if let Some(found) = after.diagnostics.iter().filter(is_new).min_by_key(follows) {
            return refused(format!("{}: {}", found.code, found.message));
        }
        let before = View::new(&asked.workspace.documents, asked.workspace.encoding, analysis.indexed());
        let (old, new) = (before.index(), &after.index);
        // The definitions come in the same order as before.
        let same = target.declared.iter().filter_map(|spot| before.declared(spot)).all(|known| {
            let at = old.definitions().partition_point(|other| other.span < known.span);
            let later = new.definitions().get(at);
            later.is_some_and(|later| new.uses_of(later.span).count() == old.uses_of(known.span).count())
        });
        if !same || old.uses().len() != new.uses().len() {
            return refused("the name would come to mean something else somewhere");
        }
    }
    Ok(())
}

fn written(asked: &Asked<'_>, edits: &BTreeMap<PathBuf, Vec<(Spot, String)>>) -> WorkspaceEdit {
    let mut changes = HashMap::new();
    for (path, edits) in edits {
        let text = asked.workspace.documents.read(path).unwrap_or_default();
        let edit = |(spot, new): &(Spot, String)| TextEdit {
            range: asked.workspace.encoding.range(&text, spot.start..spot.end),
            new_text: new.clone(),
        };
        changes.insert(asked.workspace.documents.uri(path), edits.iter().map(edit).collect());
    }
    WorkspaceEdit { changes: Some(changes), ..Default::default() }
}
