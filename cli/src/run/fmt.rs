//! `opcodec fmt`.

use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use opcodec_schema::diag::Diagnostic;
use opcodec_schema::source::SourceMap;
use serde_json::{Value, json};

use crate::answer::{Answer, Status};
use crate::args::Fmt;
use crate::{fmt, schema};

/// Brings every file into the one style, or says which lines are not in it. `-` goes from standard input to
/// standard output.
pub(crate) fn fmt(args: &Fmt) -> Answer {
    let mut answer = Answer::done(String::new(), Value::Null);
    let mut results: Vec<Value> = Vec::new();
    for file in &args.files {
        let result = match one(file, args.check) {
            Ok(done) => done.say(file, args.check, &mut answer),
            Err(failed) => failed.say(file, &mut answer),
        };
        results.push(result);
    }
    answer.json = Value::Array(results);
    answer
}

/// What became of a file.
struct Done {
    /// Numbers of its lines that were not in the style, as they were, and as they are in it.
    lines: Vec<(usize, String, String)>,
    /// The text, where it goes to standard output.
    text: Option<String>,
    changed: bool,
}

/// Why a file is left as it is.
enum Failed {
    Read(std::io::Error),
    Write(std::io::Error),
    NotToml(Vec<Diagnostic>, String),
    /// The result means something else: a mistake of ours.
    Meaning,
}

fn one(file: &Path, check: bool) -> Result<Done, Failed> {
    let piped = file == Path::new("-");
    let mut text = String::new();
    if piped {
        std::io::stdin().lock().read_to_string(&mut text).map_err(Failed::Read)?;
    } else {
        text = std::fs::read_to_string(file).map_err(Failed::Read)?;
    }
    let formatted = fmt::format(&text).map_err(|found| Failed::NotToml(found, text.clone()))?;
    if !fmt::same_meaning(&text, &formatted) {
        return Err(Failed::Meaning);
    }
    let changed = text != formatted;
    let lines = different(&text, &formatted);
    if changed && !check && !piped {
        replace(file, &formatted).map_err(Failed::Write)?;
    }
    Ok(Done { lines, text: (piped && !check).then_some(formatted), changed })
}

/// The lines that differ. Where lines were added or taken away, what follows is compared from the next line that
/// both have.
fn different(old: &str, new: &str) -> Vec<(usize, String, String)> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.split('\n').collect(), new.split('\n').collect());
    let words = |line: &str| line.split_whitespace().collect::<String>();
    let mut found = Vec::new();
    let (mut at, mut at_new) = (0, 0);
    while at < old.len() || at_new < new.len() {
        let (line, line_new) = (old.get(at).copied(), new.get(at_new).copied());
        let here = |line: Option<&str>| line.unwrap_or_default().trim_end_matches('\r').to_owned();
        if line != line_new {
            found.push((at + 1, here(line), here(line_new)));
        }
        let same = |a: usize, b: usize| match (old.get(a), new.get(b)) {
            (Some(a), Some(b)) => words(a) == words(b),
            (a, b) => a.is_none() && b.is_none(),
        };
        if same(at, at_new) {
            (at, at_new) = (at + 1, at_new + 1);
            continue;
        }
        let distance = (1..=64).find_map(|far| {
            (0..=far).map(|a| (a, far - a)).find(|&(a, b)| same(at + a, at_new + b) && (a, b) != (0, 0))
        });
        let (skip, skip_new) = distance.unwrap_or((1, 1));
        (at, at_new) = (at + skip, at_new + skip_new);
    }
    found
}

/// Writes a file's new text so that the old one is there until the new one is whole.
fn replace(file: &Path, text: &str) -> std::io::Result<()> {
    // What a link points to is replaced, not the link.
    let file = std::fs::canonicalize(file)?;
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.new", std::process::id()));
    let beside: PathBuf = file.with_file_name(name);
    let written = (|| {
        let mut new = std::fs::OpenOptions::new().write(true).create_new(true).open(&beside)?;
        new.write_all(text.as_bytes())?;
        new.set_permissions(std::fs::metadata(&file)?.permissions())?;
        new.sync_all()?;
        std::fs::rename(&beside, &file)
    })();
    if written.is_err() {
        let _ = std::fs::remove_file(&beside);
    }
    written
}

/// Lines of a file that are shown.
const SHOWN: usize = 20;

impl Done {
    fn say(self, file: &Path, check: bool, answer: &mut Answer) -> Value {
        let name = named(file);
        if let Some(text) = &self.text {
            answer.text += text;
        } else if check && self.changed {
            answer.status = Status::Refused;
            for (line, old, new) in self.lines.iter().take(SHOWN) {
                let _ = writeln!(answer.text, "{name}:{line}\n- {old}\n+ {new}");
            }
            if self.lines.len() > SHOWN {
                let _ = writeln!(answer.text, "{name}: and {} more lines", self.lines.len() - SHOWN);
            }
            let _ = writeln!(answer.diagnostics, "{name}: not formatted");
        } else if self.changed {
            let _ = writeln!(answer.text, "{name}: formatted");
        } else {
            let _ = writeln!(answer.text, "{name}: is formatted");
        }
        let lines: Vec<usize> = self.lines.iter().map(|(line, ..)| *line).collect();
        let mut value = json!({ "file": name, "changed": self.changed, "lines": lines });
        if let Some(text) = self.text {
            value["text"] = text.into();
        }
        value
    }
}

impl Failed {
    fn say(self, file: &Path, answer: &mut Answer) -> Value {
        let name = named(file);
        answer.status = Status::Refused;
        let (kind, message) = match self {
            Self::Read(error) => ("file", format!("cannot read {name}: {error}")),
            Self::Write(error) => ("file", format!("cannot write {name}: {error}")),
            Self::Meaning => {
                ("format", format!("{name} is left alone: formatted, it would not mean the same"))
            }
            Self::NotToml(found, text) => {
                let mut sources = SourceMap::default();
                sources.add(Path::new(&name), text);
                answer.diagnostics += &schema::rendered(&found, &sources);
                let _ = writeln!(answer.diagnostics, "{name}: refused");
                return json!({
                    "file": name,
                    "error": { "kind": "schema", "message": format!("{name} is no TOML"), "diagnostics": schema::json(&found, &sources) },
                });
            }
        };
        let _ = writeln!(answer.diagnostics, "error: {message}");
        json!({ "file": name, "error": { "kind": kind, "message": message } })
    }
}

fn named(file: &Path) -> String {
    if file == Path::new("-") { "standard input".to_owned() } else { file.display().to_string() }
}
