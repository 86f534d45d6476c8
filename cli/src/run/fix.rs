//! `opcodec check --fix`.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::{Component, Path, PathBuf};
use std::{fs, io};

use opcodec_schema::diag::{self, Code};
use opcodec_schema::{Compilation, compile_with};
use serde_json::{Value, json};

use super::check;
use crate::answer::{Answer, Refusal};
use crate::args::Files;

/// How often the files are compiled anew at most: a mend may bring to light what another one mends.
const ROUNDS: usize = 32;

/// Texts that are not written yet.
type Texts = HashMap<PathBuf, String>;

/// Mends what is certain in every file and in what it imports from its folder, writes it, and checks what is left.
pub(crate) fn fix(files: &Files) -> Result<Answer, Refusal> {
    let mut texts = Texts::new();
    let mut said = Vec::new();
    for file in &files.files {
        mend(file, files, &mut texts, &mut said);
    }
    let mut changed: Vec<(&PathBuf, &String)> = texts.iter().collect();
    changed.sort();
    for (path, text) in changed {
        write(path, text)
            .map_err(|error| Refusal::refused("file", format!("cannot write {}: {error}", path.display())))?;
    }
    let mut answer = check::check(files);
    let mut text = String::new();
    for one in &said {
        let _ = writeln!(text, "{}:{}: {} ({})", one.file.display(), one.line, one.done, one.code);
    }
    answer.text = text + &answer.text;
    let fixed: Value = said.iter().map(Said::json).collect();
    answer.json = json!({ "fixed": fixed, "diagnostics": answer.json });
    Ok(answer)
}

/// A mend that was made.
struct Said {
    code: Code,
    file: PathBuf,
    line: usize,
    done: String,
}

impl Said {
    fn json(&self) -> Value {
        json!({
            "code": self.code.to_string(),
            "file": self.file.to_string_lossy(),
            "line": self.line,
            "message": self.done,
        })
    }
}

/// Compiles and mends one file until there is nothing more. A round after which a file is no TOML any more is undone.
fn mend(file: &Path, files: &Files, texts: &mut Texts, said: &mut Vec<Said>) {
    let mut compilation = compile(file, texts);
    for _ in 0..ROUNDS {
        let found = &compilation.diagnostics;
        let mended = diag::mend(found, &compilation.sources, &|path| is_beside(path, files));
        if mended.texts.is_empty() {
            return;
        }
        let mut tried = texts.clone();
        tried.extend(mended.texts);
        let after = compile(file, &tried);
        if after.diagnostics.iter().any(|found| found.code == Code::TomlSyntax) {
            return;
        }
        for index in mended.applied {
            let Some(found) = found.get(index) else { continue };
            let located = diag::locate(found, &compilation.sources);
            let changed = located.edits.first().map(|edit| (edit, found.patch.as_ref()));
            let Some((edit, Some(patch))) = changed else { continue };
            let was = patch.edits.first().map(|edit| old(edit, &compilation)).unwrap_or_default();
            let done = match (was.as_str(), edit.replacement.as_str()) {
                ("", new) => format!("put in `{}`", new.trim()),
                (was, "") => format!("took out `{}`", was.trim()),
                (was, new) => format!("`{was}` is now `{new}`"),
            };
            said.push(Said { code: found.code, file: edit.place.file.clone(), line: edit.place.line, done });
        }
        *texts = tried;
        compilation = after;
    }
}

/// What stood where an edit is.
fn old(edit: &diag::Edit, compilation: &Compilation) -> String {
    let text = &compilation.sources.file(edit.span.file).text;
    text.get(edit.span.start as usize..edit.span.end as usize).unwrap_or_default().to_owned()
}

fn compile(file: &Path, texts: &Texts) -> Compilation {
    compile_with(file, &mut |path| match texts.get(path) {
        Some(text) => Ok(text.clone()),
        None => fs::read_to_string(path),
    })
}

/// Whether a file was given, or lies in the folder of one that was, or below it.
fn is_beside(path: &Path, files: &Files) -> bool {
    files.files.iter().any(|given| {
        let folder = given.parent().unwrap_or(Path::new(""));
        let inside = path.strip_prefix(folder).ok();
        given == path
            || inside.is_some_and(|inside| {
                inside.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
            })
    })
}

/// Writes a file whole or not at all: into a new one beside it that takes its place.
fn write(path: &Path, text: &str) -> io::Result<()> {
    let path = fs::canonicalize(path)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let new = path.with_file_name(format!(".{name}.{}.new", std::process::id()));
    let written = fs::write(&new, text)
        .and_then(|()| fs::set_permissions(&new, fs::metadata(&path)?.permissions()))
        .and_then(|()| fs::rename(&new, &path));
    if written.is_err() {
        let _ = fs::remove_file(&new);
    }
    written
}
