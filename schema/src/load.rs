//! Imports: from a path to every file that it reaches.

use std::io;
use std::path::{Component, Path, PathBuf};

use crate::diag::{Code, Diagnostic, Sink};
use crate::index::Recorder;
use crate::source::{FileId, SourceMap, Span};
use crate::syntax::{File, Text};
use crate::{parse, read};

/// Where the text of a file comes from.
pub(crate) type ReadText<'a> = dyn FnMut(&Path) -> io::Result<String> + 'a;

/// A file with the files that it names.
#[derive(Debug)]
pub(crate) struct Loaded {
    /// What it says.
    pub file: File,
    /// `import`, in its order: indexes into the list of files.
    pub imports: Vec<usize>,
    /// `include`, in its order.
    pub includes: Vec<usize>,
}

/// The files that could be loaded.
#[derive(Debug)]
pub(crate) struct Files {
    /// The root first, each file once.
    pub files: Vec<Loaded>,
    /// Whether none is left out: otherwise names that a file has may be missing.
    pub whole: bool,
}

/// Loads a file and what it reaches. Nothing comes back where the root could not be read or two files have one
/// name. Other files that could not be read, and imports that were refused, are left out; a file that has wrong
/// keys comes without them. The sink says so.
pub(crate) fn load(
    root: &Path,
    read: &mut ReadText<'_>,
    sources: &mut SourceMap,
    recorder: &Recorder,
    sink: &mut Sink,
) -> Option<Files> {
    let mut graph = Graph { read, sources, recorder, sink, files: Vec::new(), open: Vec::new(), whole: true };
    graph.root(root);
    let whole = graph.whole && graph.files.iter().all(|file| file.loaded.is_some());
    graph.files.first()?.loaded.as_ref()?;
    let files = known(graph.files);
    distinct_names(&files, sink).then_some(Files { files, whole })
}

/// The files that were read, without the others among what they import.
fn known(entries: Vec<Entry>) -> Vec<Loaded> {
    let mut next = 0;
    let places: Vec<Option<usize>> = entries
        .iter()
        .map(|entry| {
            entry.loaded.as_ref()?;
            next += 1;
            Some(next - 1)
        })
        .collect();
    let place = |index: &usize| places.get(*index).copied().flatten();
    let loaded = entries.into_iter().filter_map(|entry| entry.loaded);
    loaded
        .map(|Loaded { file, imports, includes }| Loaded {
            imports: imports.iter().filter_map(place).collect(),
            includes: includes.iter().filter_map(place).collect(),
            file,
        })
        .collect()
}

struct Graph<'a, 'r> {
    read: &'a mut ReadText<'r>,
    sources: &'a mut SourceMap,
    recorder: &'a Recorder,
    sink: &'a mut Sink,
    files: Vec<Entry>,
    /// The files whose imports are being loaded, the root first: each with the import that leads on.
    open: Vec<(usize, Option<Span>)>,
    /// Whether no import was refused.
    whole: bool,
}

struct Entry {
    path: PathBuf,
    id: FileId,
    loaded: Option<Loaded>,
}

impl Graph<'_, '_> {
    fn root(&mut self, path: &Path) {
        match (self.read)(path) {
            Ok(text) => {
                self.file(path, text);
            }
            Err(error) => {
                let file = self.sources.add(path, "");
                let message = format!("cannot read `{}`: {}", path.display(), reason(&error));
                let span = Span { file, start: 0, end: 0 };
                self.sink.push(Diagnostic::error(Code::UnreadableFile, span, message));
            }
        }
    }

    /// Reads a file's text and then what it imports.
    fn file(&mut self, path: &Path, text: String) -> usize {
        let index = self.files.len();
        let id = self.sources.add(path, text);
        let text = &self.sources.file(id).text;
        let file = parse::parse(id, text, self.sink).and_then(|tree| read::read(id, text, &tree, self.sink));
        self.files.push(Entry { path: normal(path), id, loaded: None });
        let Some(file) = file else { return index };
        self.recorder.declare(&file);
        self.open.push((index, None));
        let mut known = Vec::new();
        let imports = self.reach(path, &file.protocol.import, &mut known);
        let includes = self.reach(path, &file.protocol.include, &mut known);
        self.open.pop();
        self.files[index].loaded = Some(Loaded { file, imports, includes });
        index
    }

    /// The files that a list of imports names. `known` are those that the file named before.
    fn reach(&mut self, from: &Path, imports: &[Text], known: &mut Vec<(usize, Span)>) -> Vec<usize> {
        let mut reached = Vec::new();
        for import in imports {
            let Some(index) = self.import(from, import) else {
                self.whole = false;
                continue;
            };
            if let Some(file) = self.files.get(index) {
                self.recorder.imported(import.span, file.id);
            }
            if let Some((_, first)) = known.iter().find(|(other, _)| *other == index) {
                let message = format!("`{}` is imported twice", import.value.escape_debug());
                let diagnostic = Diagnostic::error(Code::ImportTwice, import.span, message);
                self.sink.push(diagnostic.label(*first, "first here"));
                continue;
            }
            known.push((index, import.span));
            reached.push(index);
        }
        reached
    }

    fn import(&mut self, from: &Path, import: &Text) -> Option<usize> {
        let path = from.parent().unwrap_or(Path::new("")).join(&import.value);
        let name = normal(&path);
        if let Some(last) = self.open.last_mut() {
            last.1 = Some(import.span);
        }
        if let Some(index) = self.files.iter().position(|file| file.path == name) {
            if let Some(start) = self.open.iter().position(|(open, _)| *open == index) {
                self.cycle(start, import);
                return None;
            }
            return Some(index);
        }
        match (self.read)(&path) {
            Ok(text) => Some(self.file(&path, text)),
            Err(error) => {
                let message = format!("cannot read `{}`: {}", path.display(), reason(&error));
                let diagnostic = Diagnostic::error(Code::UnreadableFile, import.span, message);
                self.sink.push(
                    diagnostic.here("imported here").help("paths are relative to the file that names them"),
                );
                None
            }
        }
    }

    /// Reports an import that leads back to the open file `start`.
    fn cycle(&mut self, start: usize, import: &Text) {
        let way = self.open.get(start..).unwrap_or_default();
        let [before @ .., _] = way else { return };
        if before.is_empty() {
            self.sink.push(Diagnostic::error(Code::ImportCycle, import.span, "a file imports itself"));
            return;
        }
        let message = format!("an import cycle of {} files", way.len());
        let mut diagnostic = Diagnostic::error(Code::ImportCycle, import.span, message)
            .here("leads back to the first of them");
        for span in before.iter().filter_map(|(_, span)| *span) {
            diagnostic = diagnostic.label(span, "leads on from here");
        }
        self.sink.push(diagnostic);
    }
}

/// An error of the system in its own words, without the number that it appends.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::InvalidData => "it is not UTF-8".to_owned(),
        io::ErrorKind::IsADirectory => "it is a directory".to_owned(),
        _ => error.to_string(),
    }
}

/// A path without detours, by which a file is known.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if matches!(normal.components().next_back(), Some(Component::Normal(_))) => {
                normal.pop();
            }
            _ => normal.push(component),
        }
    }
    normal
}

/// Each protocol is a module: two of one name could not be told apart.
fn distinct_names(files: &[Loaded], sink: &mut Sink) -> bool {
    let mut distinct = true;
    for (index, later) in files.iter().enumerate() {
        let name = &later.file.protocol.name;
        let first =
            files.iter().take(index).map(|file| &file.file.protocol.name).find(|first| *first == name);
        if let Some(first) = first {
            distinct = false;
            let message = format!("two files have the name `{}`", name.value);
            sink.push(
                Diagnostic::error(Code::ModuleClash, name.span, message).label(first.span, "first here"),
            );
        }
    }
    distinct
}
