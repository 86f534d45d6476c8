//! The names that a file may say, read from the texts as they are: also from such as are no TOML yet.

use std::path::{Path, PathBuf};

use opcodec_schema::name::Name;

use super::tree::{self, Block, Entry, Table, Tree, Value};
use super::uri;
use super::workspace::Workspace;

/// Files that are followed, at most.
const MAX_FILES: usize = 256;
/// Sets of fields in each other, and unions in unions, at most.
const MAX_DEPTH: u32 = 16;

/// Keys whose entries are the names of an enum, of flags or of an error table.
const WORDS: [&str; 3] = ["values", "bits", "codes"];

/// A file and what it imports, directly or not, itself first.
#[derive(Debug)]
pub(super) struct Scope {
    files: Vec<File>,
}

/// One of them.
#[derive(Debug)]
pub(super) struct File {
    path: PathBuf,
    /// Its text.
    pub(super) text: String,
    /// What is in it.
    pub(super) tree: Tree,
}

/// A declaration that has a header.
#[derive(Clone, Copy, Debug)]
pub(super) struct Declared<'s> {
    /// The file.
    pub(super) file: &'s File,
    /// `struct` of `[struct.X]`.
    pub(super) kind: &'s str,
    /// `X`.
    pub(super) name: &'s str,
    block: &'s Block,
}

/// A row or an arg.
#[derive(Clone, Copy, Debug)]
pub(super) struct Member<'s> {
    file: &'s File,
    table: &'s Table,
    is_arg: bool,
    /// Its name as printed.
    pub(super) name: &'s str,
}

impl Scope {
    /// The scope of a file whose text is `text`.
    pub(super) fn new(workspace: &Workspace, path: &Path, text: &str) -> Self {
        let mut files = vec![File { path: path.to_owned(), text: text.to_owned(), tree: tree::read(text) }];
        let mut at = 0;
        while let Some(file) = files.get(at).filter(|_| files.len() < MAX_FILES) {
            for path in file.imports() {
                if files.iter().any(|known| known.path == path) {
                    continue;
                }
                if let Ok(text) = workspace.documents.read(&path) {
                    let tree = tree::read(&text);
                    files.push(File { path, text, tree });
                }
            }
            at += 1;
        }
        Self { files }
    }

    /// The file itself.
    pub(super) fn own(&self) -> Option<&File> {
        self.files.first()
    }

    /// Every declaration of one of these kinds.
    pub(super) fn declared<'s>(&'s self, kinds: &'s [&str]) -> impl Iterator<Item = Declared<'s>> {
        self.files.iter().flat_map(move |file| file.declared(kinds))
    }

    /// The declaration that a name means.
    pub(super) fn find<'s>(&'s self, kinds: &'s [&str], name: &str) -> Option<Declared<'s>> {
        self.declared(kinds).find(|found| found.is(name))
    }

    /// What expressions of a declaration see: rows, those of the sets that it uses and of its parents, and args.
    pub(super) fn members<'s>(&'s self, of: Declared<'s>) -> Vec<Member<'s>> {
        let mut members = Vec::new();
        self.collect(of, &mut members, 0);
        members
    }

    /// What a caller knows beside a request, and `only` looks at.
    pub(super) fn context(&self) -> Vec<Member<'_>> {
        let known = self.files.iter().flat_map(|file| {
            let blocks = file.tree.blocks.iter().filter(|block| is_header(block, &["protocol"]));
            blocks.flat_map(move |block| file.members(&block.table, "context"))
        });
        known.collect()
    }

    fn collect<'s>(&'s self, of: Declared<'s>, members: &mut Vec<Member<'s>>, depth: u32) {
        if depth > MAX_DEPTH {
            return;
        }
        let table = &of.block.table;
        let text = &of.file.text;
        members.extend(of.file.members(table, "args"));
        for row in table.rows("fields") {
            if let Some(set) = row.text("use", text) {
                if let Some(set) = self.find(&["fields"], set) {
                    self.collect(set, members, depth + 1);
                }
            } else {
                members.extend(of.file.member(row));
            }
        }
        let parent = table.text("of", text).and_then(|parent| self.find(&["union"], parent));
        // A map sees the rows of its source.
        let source = table.text("from", text).and_then(|from| self.find(&["struct"], from));
        for outer in [parent, source.filter(|_| of.kind == "map")].into_iter().flatten() {
            self.collect(outer, members, depth + 1);
        }
    }

    /// What the type of a member stands for, where it is declared.
    pub(super) fn type_of<'s>(&'s self, member: &Member<'s>, kinds: &'s [&str]) -> Option<Declared<'s>> {
        self.named_type(member.table.text("type", &member.file.text)?, kinds)
    }

    /// The declaration that a type as written names.
    pub(super) fn named_type<'s>(&'s self, written: &str, kinds: &'s [&str]) -> Option<Declared<'s>> {
        let name = written.trim().trim_start_matches('[').trim_start();
        let name = name.split(['(', ';', ']']).next().unwrap_or_default();
        self.find(kinds, name.trim())
    }

    /// The names of an enum, of flags or of an error table, with what they say of themselves.
    pub(super) fn words(of: Declared<'_>) -> Vec<(&str, String)> {
        let blocks = of.file.tree.of(of.kind, of.name);
        let entries = blocks.flat_map(|block| {
            let own = block.keys.get(2).is_some_and(|key| WORDS.contains(&key.text.as_str()));
            let inline =
                WORDS.iter().filter_map(|key| block.table.get(key)).filter_map(|entry| match &entry.value {
                    Some(Value::Table(inner)) => Some(&inner.entries),
                    _ => None,
                });
            own.then_some(&block.table.entries).into_iter().chain(inline).flatten()
        });
        entries.filter_map(|entry| Some((entry.keys.first()?.text.as_str(), of.file.value(entry)))).collect()
    }
}

impl File {
    /// The files that it imports.
    fn imports(&self) -> Vec<PathBuf> {
        let folder = self.path.parent().unwrap_or(Path::new(""));
        let protocol = self.tree.blocks.iter().filter(|block| is_header(block, &["protocol"]));
        let names =
            protocol.flat_map(|block| ["import", "include"].map(|key| block.table.texts(key, &self.text)));
        names.flatten().map(|(name, _)| uri::normal(&folder.join(name))).collect()
    }

    fn declared<'s>(&'s self, kinds: &'s [&str]) -> impl Iterator<Item = Declared<'s>> {
        self.tree.blocks.iter().filter_map(move |block| match block.keys.as_slice() {
            [kind, name] if kinds.contains(&kind.text.as_str()) => {
                Some(Declared { file: self, kind: &kind.text, name: &name.text, block })
            }
            _ => None,
        })
    }

    /// The declaration that a block belongs to.
    pub(super) fn around<'s>(&'s self, kinds: &'s [&str], path: &[&str]) -> Option<Declared<'s>> {
        let [kind, name, ..] = path else { return None };
        self.declared(kinds).find(|found| found.kind == *kind && found.name == *name)
    }

    fn members<'s>(&'s self, table: &'s Table, key: &str) -> Vec<Member<'s>> {
        let is_arg = key != "fields";
        table.rows(key).filter_map(|row| Some(Member { is_arg, ..self.member(row)? })).collect()
    }

    fn member<'s>(&'s self, table: &'s Table) -> Option<Member<'s>> {
        let name = table.text("name", &self.text)?;
        Some(Member { file: self, table, is_arg: false, name })
    }

    /// A value as it is written, on one line.
    fn value(&self, entry: &Entry) -> String {
        let range = entry.value.as_ref().map(Value::range).unwrap_or_default();
        self.text.get(range).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

impl<'s> Declared<'s> {
    /// Whether `written` means it.
    pub(super) fn is(&self, written: &str) -> bool {
        self.known().is(written)
    }

    fn known(&self) -> Name {
        match self.block.table.text("rename", &self.file.text) {
            Some(rename) => Name::renamed(self.name, rename),
            None => Name::new(self.name),
        }
    }

    /// What it says of itself.
    pub(super) fn doc(&self) -> Option<&'s str> {
        self.block.table.text("doc", &self.file.text)
    }

    /// The text at one of its keys.
    pub(super) fn text(&self, key: &str) -> Option<&'s str> {
        self.block.table.text(key, &self.file.text)
    }
}

impl Member<'_> {
    /// Whether `written` means it.
    pub(super) fn is(&self, written: &str) -> bool {
        self.known().is(written)
    }

    fn known(&self) -> Name {
        match self.table.text("rename", &self.file.text) {
            Some(rename) => Name::renamed(self.name, rename),
            None => Name::new(self.name),
        }
    }

    /// How an expression names it: as printed where that is one word with small letters in it, as `uOffset`;
    /// otherwise in snake case.
    pub(super) fn word(&self) -> String {
        let plain = self.name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if plain && self.name.contains(|c: char| c.is_ascii_lowercase()) {
            return self.name.to_owned();
        }
        self.known().snake()
    }

    /// Its place and type, and what it says of itself.
    pub(super) fn detail(&self) -> String {
        let said = |key| self.table.text(key, &self.file.text);
        [said("at"), said("type"), said("doc")].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    /// Whether it is one of `args`.
    pub(super) fn is_arg(&self) -> bool {
        self.is_arg
    }

    /// Whether it stands behind a byte of that file.
    pub(super) fn is_behind(&self, file: &File, byte: usize) -> bool {
        std::ptr::eq(self.file, file) && self.table.at.end > byte
    }
}

/// Whether a header has these keys.
fn is_header(block: &Block, keys: &[&str]) -> bool {
    block.keys.len() == keys.len() && block.keys.iter().zip(keys).all(|(key, asked)| key.text == *asked)
}
