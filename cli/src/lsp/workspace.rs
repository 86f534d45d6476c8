//! Files, what came of compiling them, and who imports whom.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use opcodec_schema::Compilation;
use opcodec_schema::diag::Code;
use opcodec_schema::source::FileId;

use super::documents::Documents;
use super::position::{Encoding, floor};
use super::view::View;
use super::{tree, uri};

/// Folders that hold no schemas of the author's, or far too many files.
const PASSED_OVER: [&str; 3] = ["target", "node_modules", ".git"];
/// Files and folders below those of the editor that are looked at for who imports what is open.
const MAX_ENTRIES: usize = 20_000;

/// Times that broken lines are left out, until nothing is broken or that many are.
const MAX_MENDS: usize = 4;

/// Everything that the server knows.
#[derive(Debug)]
pub(super) struct Workspace {
    /// The open buffers.
    pub(super) documents: Documents,
    /// How places are counted.
    pub(super) encoding: Encoding,
    /// The editor's folders.
    folders: Vec<PathBuf>,
    /// What came of the open files, and of those that import them.
    analyses: BTreeMap<PathBuf, Analysis>,
    /// For schema files that are not open: when they were written, and what they import.
    imports: BTreeMap<PathBuf, (Option<SystemTime>, Vec<PathBuf>)>,
    /// Files that changed since they were compiled.
    changed: BTreeSet<PathBuf>,
    /// Whether files may have come or gone since the folders were looked at.
    moved: bool,
}

/// What came of a file.
#[derive(Debug)]
pub(super) struct Analysis {
    /// Of what it is now.
    pub(super) latest: Compilation,
    /// Where it is no TOML now: of what it was, or of what it is without the lines that break it.
    good: Option<Compilation>,
    /// Every file that was asked for.
    asked: BTreeSet<PathBuf>,
}

impl Analysis {
    /// The one whose index has the names of the file.
    pub(super) fn indexed(&self) -> &Compilation {
        self.good.as_ref().unwrap_or(&self.latest)
    }
}

impl Workspace {
    /// Without any file.
    pub(super) fn new(encoding: Encoding, folders: Vec<PathBuf>) -> Self {
        Self {
            documents: Documents::default(),
            encoding,
            folders,
            analyses: BTreeMap::new(),
            imports: BTreeMap::new(),
            changed: BTreeSet::new(),
            moved: true,
        }
    }

    /// Notes that a buffer is not what it was.
    pub(super) fn typed(&mut self, path: PathBuf) {
        if let Some(document) = self.documents.get(&path) {
            let imports = imports(&path, &document.text);
            self.imports.insert(path.clone(), (None, imports));
        }
        self.changed.insert(path);
    }

    /// Notes that a file is not what it was, or has become a buffer, or no longer is one.
    pub(super) fn changed(&mut self, path: PathBuf) {
        self.moved = true;
        self.changed.insert(path);
    }

    /// Compiles what changed, and whatever imports it. Gives the files that were looked at anew.
    pub(super) fn refresh(&mut self) -> BTreeSet<PathBuf> {
        let changed = std::mem::take(&mut self.changed);
        if changed.is_empty() {
            return changed;
        }
        let roots = self.roots();
        self.analyses.retain(|root, _| roots.contains(root));
        for root in roots {
            let known = self.analyses.get(&root);
            if known.is_some_and(|known| known.asked.is_disjoint(&changed)) {
                continue;
            }
            let before = self.analyses.remove(&root);
            let analysis = self.analysis(&root, before);
            self.analyses.insert(root, analysis);
        }
        changed
    }

    fn analysis(&self, root: &Path, before: Option<Analysis>) -> Analysis {
        let mut asked = BTreeSet::new();
        let latest = opcodec_schema::compile_with(root, &mut |path| {
            asked.insert(uri::normal(path));
            self.documents.read(path)
        });
        let good = if is_toml(&latest) {
            None
        } else {
            let before = before.map(|before| before.good.unwrap_or(before.latest)).filter(is_toml);
            before.or_else(|| self.without_broken_lines(root, &latest))
        };
        Analysis { latest, good, asked }
    }

    /// What a file would be without the lines that are no TOML: all that is left is where it was.
    fn without_broken_lines(&self, root: &Path, latest: &Compilation) -> Option<Compilation> {
        let mut text = self.documents.read(root).ok()?;
        let mut line = first_broken(latest)?;
        for _ in 0..MAX_MENDS {
            let blanks: String = text.get(line.clone())?.bytes().map(|_| ' ').collect();
            text.replace_range(line, &blanks);
            let found = opcodec_schema::compile_with(root, &mut |path| {
                if path == root { Ok(text.clone()) } else { self.documents.read(path) }
            });
            if is_toml(&found) {
                return Some(found);
            }
            line = first_broken(&found)?;
        }
        None
    }

    /// The open files, and those that import one of them, directly or not.
    fn roots(&mut self) -> BTreeSet<PathBuf> {
        let open: BTreeSet<PathBuf> = self.documents.paths().cloned().collect();
        if std::mem::take(&mut self.moved) {
            self.look_around();
        }
        let mut roots = open.clone();
        loop {
            let importers = self.imports.iter().filter(|(path, (_, imports))| {
                !roots.contains(*path) && imports.iter().any(|import| roots.contains(import))
            });
            let more: Vec<PathBuf> = importers.map(|(path, _)| path.clone()).collect();
            if more.is_empty() {
                return roots;
            }
            roots.extend(more);
        }
    }

    /// Brings up to date who imports whom: all schemas below the editor's folders and beside open files.
    fn look_around(&mut self) {
        let (mut files, mut left) = (BTreeSet::new(), MAX_ENTRIES);
        for folder in &self.folders {
            collect(folder, true, &mut files, &mut left);
        }
        for folder in self.documents.paths().filter_map(|path| path.parent()) {
            let mut left = MAX_ENTRIES;
            collect(folder, false, &mut files, &mut left);
        }
        self.imports.retain(|path, _| files.contains(path));
        for path in files {
            if let Some(document) = self.documents.get(&path) {
                let imports = imports(&path, &document.text);
                self.imports.insert(path, (None, imports));
                continue;
            }
            let written = std::fs::metadata(&path).and_then(|about| about.modified()).ok();
            let known = self.imports.get(&path);
            if written.is_none() || known.is_none_or(|(at, _)| *at != written) {
                let text = std::fs::read_to_string(&path).unwrap_or_default();
                let imports = imports(&path, &text);
                self.imports.insert(path, (written, imports));
            }
        }
    }

    /// What came of the open file `path`.
    pub(super) fn view(&self, path: &Path) -> Option<View<'_>> {
        Some(View::new(&self.documents, self.encoding, self.analyses.get(path)?.indexed()))
    }

    /// What came of all files that know `path`, its own first.
    pub(super) fn views<'w>(&'w self, path: &'w Path) -> impl Iterator<Item = View<'w>> {
        let others = self.analyses.iter().filter(move |(root, _)| *root != path);
        let others = others.map(|(_, analysis)| analysis);
        let all = self.analyses.get(path).into_iter().chain(others);
        let views = all.map(|analysis| View::new(&self.documents, self.encoding, analysis.indexed()));
        views.filter(move |view| view.file(path).is_some())
    }

    /// Everything that was compiled, by its file.
    pub(super) fn analyses(&self) -> impl Iterator<Item = (&PathBuf, &Analysis)> {
        self.analyses.iter()
    }
}

/// Whether the index has all names: no file is broken as TOML.
fn is_toml(found: &Compilation) -> bool {
    found.diagnostics.iter().all(|found| found.code != Code::TomlSyntax)
}

/// The first line of the root that is no TOML: what is wrong behind it may follow from it.
fn first_broken(found: &Compilation) -> Option<Range<usize>> {
    let root = FileId(0);
    let broken = found.diagnostics.iter().filter(|found| found.code == Code::TomlSyntax);
    let span = broken.map(|found| found.primary.span).filter(|span| span.file == root).min()?;
    let text = &found.sources.file(root).text;
    let start = floor(text, span.start as usize);
    let from = text.get(..start)?.rfind('\n').map_or(0, |at| at + 1);
    let to = text.get(start..)?.find('\n').map_or(text.len(), |at| start + at);
    Some(from..to)
}

/// The schema files in a folder, and below it if `deep`. So many entries may be `left` to look at.
fn collect(folder: &Path, deep: bool, files: &mut BTreeSet<PathBuf>, left: &mut usize) {
    let Ok(entries) = folder.read_dir() else { return };
    for entry in entries.flatten() {
        let Some(less) = left.checked_sub(1) else { return };
        *left = less;
        let path = entry.path();
        let Ok(kind) = entry.file_type() else { continue };
        if kind.is_dir() {
            let name = entry.file_name();
            if deep && !PASSED_OVER.iter().any(|passed| name == *passed) {
                collect(&path, deep, files, left);
            }
        } else if path.extension().is_some_and(|ending| ending == "toml") {
            files.insert(uri::normal(&path));
        }
    }
}

/// The files that a schema imports.
fn imports(path: &Path, text: &str) -> Vec<PathBuf> {
    if !text.contains("[protocol]") {
        return Vec::new();
    }
    let tree = tree::read(text);
    let folder = path.parent().unwrap_or(Path::new(""));
    let protocol =
        tree.blocks.iter().filter(|block| block.keys.first().is_some_and(|key| key.text == "protocol"));
    let names = protocol.flat_map(|block| ["import", "include"].map(|key| block.table.texts(key, text)));
    names.flatten().map(|(name, _)| uri::normal(&folder.join(name))).collect()
}
