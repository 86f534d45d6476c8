//! Every schema that is shipped, damaged by one character, one key, one number and one row: never a panic, never silence
//! where the damage breaks a rule for certain, and the first error stands in the damaged row or where something now
//! disagrees with it.
//!
//! There are more damages than a test has time for: of each kind every file gets [`EACH`] at most, spread evenly over
//! it, the same in every run. `DAMAGE=N` takes N times as many.

use std::collections::HashMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::{env, fs, iter};

use opcodec_schema::diag::{Code, Located, Place, Severity};
use opcodec_schema::{Compilation, compile_with};

/// How many damages of a kind a file gets.
const EACH: usize = 15;

/// All files by their paths, without their vectors, as others import them.
type Texts = HashMap<PathBuf, String>;

/// A change of a file.
struct Damage {
    kind: &'static str,
    /// What goes.
    place: Range<usize>,
    /// What comes.
    new: String,
    /// Whether some rule is broken for certain.
    certain: bool,
}

fn shipped() -> (Vec<PathBuf>, Texts) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let (mut paths, mut texts) = (Vec::new(), Texts::new());
    for folder in ["protocols/schemas", "examples/schemas"] {
        for entry in fs::read_dir(root.join(folder)).into_iter().flatten() {
            let path = entry.expect("an entry").path();
            if path.extension().is_some_and(|extension| extension == "toml") {
                let text = fs::read_to_string(&path).expect("it is there");
                texts.insert(path.clone(), without_vectors(&text));
                paths.push(path);
            }
        }
    }
    paths.sort();
    (paths, texts)
}

/// A file without its vectors, as those import it that are damaged.
fn without_vectors(text: &str) -> String {
    let mut is_vector = false;
    let mut kept = String::new();
    for line in text.split_inclusive('\n') {
        if line.starts_with('[') {
            is_vector = line.trim_end().ends_with(".test]]");
        }
        kept.push_str(if is_vector { "\n" } else { line });
    }
    kept
}

/// The damaged text, and of the others `texts`.
fn compile(path: &Path, text: &str, texts: &Texts) -> Compilation {
    compile_with(path, &mut |asked| {
        if asked == path {
            return Ok(text.to_owned());
        }
        let name = asked.file_name().unwrap_or_default();
        let known = texts
            .iter()
            .find(|(known, _)| known.file_name() == Some(name) && known.parent() == path.parent());
        match known {
            Some((_, text)) => Ok(text.clone()),
            None => fs::read_to_string(asked),
        }
    })
}

/// The lines of a file with their places, without those that are empty or comments.
fn lines(text: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    let mut found = Vec::new();
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim_start();
        if !trimmed.trim().is_empty() && !trimmed.starts_with('#') {
            found.push(start..start + line.trim_end().len());
        }
        start += line.len();
    }
    found
}

/// The keys of a line with their places: bare words before `=` outside of strings.
fn keys(text: &str, line: &Range<usize>) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::new();
    let (mut quote, mut start) = (None, None);
    for (at, c) in text[line.clone()].char_indices() {
        let at = line.start + at;
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) | (None, ' ') => {}
            (None, '"' | '\'') => (quote, start) = (Some(c), None),
            (None, '#') => break,
            (None, c) if c.is_ascii_alphanumeric() || c == '_' => start = start.or(Some(at)),
            (None, '=') => {
                if let Some(from) = start.take() {
                    let end = from + text[from..at].trim_end().len();
                    found.push((from..end, text[from..end].to_owned()));
                }
            }
            (None, _) => start = None,
        }
    }
    found
}

/// Up to `most` of them, spread evenly.
fn spread<T>(all: Vec<T>, most: usize) -> Vec<T> {
    let step = all.len().div_ceil(most).max(1);
    all.into_iter().step_by(step).collect()
}

/// Keys that rows have; the author's own names are others.
const ROW_KEYS: [&str; 12] =
    ["at", "bits", "name", "type", "const", "default", "value", "size", "count", "when", "check", "reserved"];

fn is_row(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("{ at") || line.starts_with("{ name")
}

/// The contents of a key's string in a row.
fn string(text: &str, line: &Range<usize>, key: &str) -> Option<Range<usize>> {
    let (place, _) = keys(text, line).into_iter().find(|(_, found)| found == key)?;
    let from = place.end + text[place.end..line.end].find('"')? + 1;
    text[place.end..from].trim_start().strip_prefix('=')?.trim().eq("\"").then_some(())?;
    Some(from..from + text[from..line.end].find('"')?)
}

fn damages(text: &str, most: usize) -> Vec<Damage> {
    let lines = lines(text);
    let mut found = Vec::new();
    let characters: Vec<Damage> = lines.iter().flat_map(|line| characters(text, line)).collect();
    found.extend(spread(characters, most * 2));
    let misspelt: Vec<Damage> = lines.iter().flat_map(|line| misspelt(text, line)).collect();
    found.extend(spread(misspelt, most));
    let numbers: Vec<Damage> = lines.iter().flat_map(|line| numbers(text, line)).collect();
    found.extend(spread(numbers, most));
    let rows: Vec<&Range<usize>> = lines.iter().filter(|line| is_row(&text[(*line).clone()])).collect();
    found.extend(spread(rows.iter().filter_map(|line| twice(text, line)).collect(), most));
    found.extend(spread(rows.iter().map(|line| gone(line)).collect(), most));
    let pairs = lines.windows(2).filter_map(|pair| same_place(text, &pair[0], &pair[1]));
    found.extend(spread(pairs.collect(), most));
    found
}

/// One character less.
fn characters(text: &str, line: &Range<usize>) -> Vec<Damage> {
    let doc = text[line.clone()].find("doc").map_or(line.end, |at| line.start + at);
    let places = text[line.start..doc].char_indices().filter(|(_, c)| *c != ' ');
    places
        .map(|(at, c)| {
            let place = line.start + at..line.start + at + c.len_utf8();
            Damage { kind: "character", place, new: String::new(), certain: false }
        })
        .collect()
}

/// One key misspelt.
fn misspelt(text: &str, line: &Range<usize>) -> Vec<Damage> {
    if !is_row(&text[line.clone()]) {
        return Vec::new();
    }
    let keys = keys(text, line).into_iter().filter(|(_, key)| ROW_KEYS.contains(&key.as_str()));
    keys.map(|(place, key)| Damage { kind: "key", place, new: format!("{key}x"), certain: true }).collect()
}

/// One number one higher.
fn numbers(text: &str, line: &Range<usize>) -> Vec<Damage> {
    let mut found = Vec::new();
    let row = &text[line.clone()];
    let doc = row.find("doc").unwrap_or(row.len());
    let mut at = 0;
    while let Some(start) = row[at..doc].find(|c: char| c.is_ascii_digit()).map(|start| at + start) {
        let end =
            row[start..].find(|c: char| !c.is_ascii_alphanumeric()).map_or(row.len(), |end| start + end);
        at = end.min(doc);
        let word = row[..start].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
        if let (false, Ok(number)) = (word, row[start..end].parse::<u64>()) {
            let place = line.start + start..line.start + end;
            found.push(Damage { kind: "number", place, new: (number + 1).to_string(), certain: false });
        }
    }
    found
}

/// A named row twice.
fn twice(text: &str, line: &Range<usize>) -> Option<Damage> {
    string(text, line, "name")?;
    let row = text[line.clone()].split(" #").next()?.trim_end();
    let row = row.strip_suffix(',').unwrap_or(row);
    let new = format!("{row},\n");
    (row.ends_with('}')).then_some(Damage {
        kind: "row twice",
        place: line.start..line.start,
        new,
        certain: true,
    })
}

/// A row less.
fn gone(line: &Range<usize>) -> Damage {
    Damage { kind: "row gone", place: line.clone(), new: String::new(), certain: false }
}

/// A row at the place of the one before it, where both are always there.
fn same_place(text: &str, first: &Range<usize>, second: &Range<usize>) -> Option<Damage> {
    let both = [first, second];
    let plain = both.iter().all(|line| {
        let row = &text[(*line).clone()];
        is_row(row) && !row.contains("when") && !row.contains("bits")
    });
    let (from, to) = (string(text, first, "at")?, string(text, second, "at")?);
    plain.then(|| Damage { kind: "place", place: to, new: text[from].to_owned(), certain: true })
}

/// A name without what tells the ways to write it apart.
fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase()
}

/// The words of a text.
fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '_').map(plain);
    words.filter(|word| word.len() > 1).collect()
}

/// Words that stand in rows of all kinds: that two lines have them in common says nothing.
const LANGUAGE: [&str; 34] = [
    "at", "bits", "name", "rename", "type", "const", "default", "value", "values", "size", "count", "when",
    "check", "reserved", "use", "max", "prefix", "end", "endian", "pad", "optional", "unit", "ref", "fields",
    "data", "in", "out", "true", "false", "bytes", "ascii", "rest", "len", "self",
];

/// What a row names: its words, and its names of several words.
fn names(row: &str) -> Vec<String> {
    let strings = row.split('"').skip(1).step_by(2).map(plain).filter(|name| name.len() > 1);
    words(row).into_iter().filter(|word| !LANGUAGE.contains(&word.as_str())).chain(strings).collect()
}

/// The text at a place.
fn told(text: &str, place: &Place) -> String {
    let line = text.lines().nth(place.line - 1).unwrap_or_default();
    let end = if place.end_line == place.line { place.end_column } else { usize::MAX };
    line.chars().skip(place.column - 1).take(end.saturating_sub(place.column)).collect()
}

/// The line of the header that stands over a line, both from 1.
fn header(text: &str, line: usize) -> usize {
    let lines: Vec<&str> = text.lines().take(line).collect();
    lines.iter().rposition(|line| line.starts_with('[')).map_or(0, |at| at + 1)
}

/// Whether the error stands in the damaged row or where something disagrees with it: what it marks, or what it says,
/// names something of the row.
fn is_to_the_point(found: &Located, damage: &Damage, before: &str, after: &str) -> bool {
    let line = after[..damage.place.start].matches('\n').count() + 1;
    let last = line + damage.new.trim_end().matches('\n').count() + 1;
    let inside = |number: usize| number + 1 >= line && number <= last;
    let places: Vec<&Place> =
        iter::once(&found.place).chain(found.labels.iter().map(|label| &label.place)).collect();
    let start = before[..damage.place.start].rfind('\n').map_or(0, |start| start + 1);
    let damaged = names(before[start..].lines().next().unwrap_or_default());
    if places.iter().any(|place| inside(place.line)) || is_elsewhere(found, &places, (line, &damaged), after)
    {
        return true;
    }
    let quoted = found.message.split('`').skip(1).step_by(2).map(str::to_owned);
    let told = places.iter().map(|place| told(after, place));
    let said: Vec<String> =
        told.chain(quoted).flat_map(|said| names(&format!("{said} \"{said}\""))).collect();
    damaged.iter().any(|name| said.contains(name))
}

/// Rules whose breach stands elsewhere than what breaks them.
fn is_elsewhere(
    found: &Located,
    places: &[&Place],
    (line, damaged): (usize, &[String]),
    after: &str,
) -> bool {
    match found.code {
        // TOML goes wrong behind what was opened and is not closed.
        Code::TomlSyntax => found.place.line >= line,
        // Bytes and layout disagree: which row it is knows only who reads both.
        Code::FailingVector | Code::UnknownMember => true,
        // They are of all rows of a declaration together, and stand at its name.
        Code::CommandsAlike | Code::OpcodeHole | Code::CRow => {
            places.iter().any(|place| header(after, place.line) == header(after, line))
        }
        // Rows share a place by their `when`s, which name what was damaged.
        Code::Overlap => found.labels.iter().any(|label| {
            let row = after.lines().nth(label.place.line - 1).unwrap_or_default();
            row.contains("when") && names(row).iter().any(|name| damaged.contains(name))
        }),
        _ => false,
    }
}

fn examine(path: &Path, texts: &Texts, most: usize) -> Vec<String> {
    let before = &fs::read_to_string(path).expect("it is there");
    let mut wrong = Vec::new();
    for damage in damages(before, most) {
        let mut after = before.clone();
        after.replace_range(damage.place.clone(), &damage.new);
        let compilation = compile(path, &after, texts);
        let located = compilation.located();
        let first = located.iter().find(|found| found.severity == Severity::Error);
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let line = before[..damage.place.start].matches('\n').count() + 1;
        let what = format!("{name}:{line}: {} -> `{}`", damage.kind, damage.new);
        match first {
            None if compilation.schema.is_none() => wrong.push(format!("{what}: refused without a word")),
            None if damage.certain => wrong.push(format!("{what}: silence")),
            None => {}
            Some(found) if is_to_the_point(found, &damage, before, &after) => {}
            Some(_) => wrong.push(format!("{what}: far away\n{}", compilation.render(false))),
        }
    }
    wrong
}

#[test]
fn damaged_schemas_are_refused_where_they_are_damaged() {
    let (paths, texts) = shipped();
    assert!(paths.len() >= 20, "{} schemas", paths.len());
    let most = EACH * env::var("DAMAGE").ok().and_then(|times| times.parse().ok()).unwrap_or(1);
    let workers = std::thread::available_parallelism().map_or(2, usize::from);
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let started: Vec<_> = (0..workers)
            .map(|worker| {
                let (paths, texts) = (&paths, &texts);
                scope.spawn(move || {
                    let mine = paths.iter().skip(worker).step_by(workers);
                    mine.flat_map(|path| examine(path, texts, most)).collect::<Vec<_>>()
                })
            })
            .collect();
        started.into_iter().flat_map(|worker| worker.join().expect("no panic")).collect()
    });
    assert!(wrong.is_empty(), "{} of them\n{}", wrong.len(), wrong.join("\n"));
}
