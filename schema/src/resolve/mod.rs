//! Names to ids, over all files.
//!
//! Everything that one compilation reads becomes one Rust module, so all of it shares one name space. What
//! a file may *say* is narrower: its own names and those of the files that it reaches by `import` and
//! `include`, directly or not.

mod alias;
mod clash;

use std::collections::HashMap;

use crate::diag::{Diagnostic, Sink};
use crate::index::Recorder;
use crate::ir::{Carrier, CommandId, EnumId, ErrorsId, EventId, FlagsId, MapId, StructId};
use crate::load::Loaded;
use crate::name::{Name, nearest};
use crate::source::Span;
use crate::syntax::{FieldSet, Text};

/// What may have been meant by a name that is not known.
#[derive(Clone, Debug)]
pub(crate) enum Hint {
    /// A name like it.
    Near(String),
    /// It exists, but not for this file: a sentence on where.
    Elsewhere(String),
}
impl Hint {
    /// The diagnostic with the hint; `word` is the place of the name alone.
    pub(crate) fn on(self, diagnostic: Diagnostic, word: Span) -> Diagnostic {
        match self {
            Self::Near(near) => diagnostic.mean_at(word, &near),
            Self::Elsewhere(sentence) => diagnostic.help(sentence),
        }
    }
}

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Item {
    /// An enum; the generated `Opcode` among them.
    Enum(EnumId),
    /// A set of flags.
    Flags(FlagsId),
    /// A struct or a union.
    Struct(StructId),
    /// An error table.
    Errors(ErrorsId),
    /// A command: no type, but in the same name space.
    Command(CommandId),
    /// Another name of a command, which stands where a command may: its place in [`Names::aliases`].
    Alias(u32),
    /// An event: no type either.
    Event(EventId),
}

/// One declared name.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// The name.
    pub(crate) name: Name,
    /// What it stands for.
    pub(crate) item: Item,
    /// Index of the file that declares it.
    pub(crate) file: usize,
    /// The key.
    pub(crate) span: Span,
    /// A union with rows of its own: its payload becomes a type too.
    pub(crate) has_payload_type: bool,
}

/// Every name of every file.
#[derive(Debug)]
pub(crate) struct Names<'a> {
    files: &'a [Loaded],
    recorder: &'a Recorder,
    entries: Vec<Entry>,
    /// The entries, in their order, that each of the ways to write a name may mean.
    by_name: HashMap<String, Vec<usize>>,
    /// For each file, the files whose names it may say; itself first.
    reach: Vec<Vec<usize>>,
    /// The enum of the root's opcodes, if it has commands.
    opcode: Option<(Name, EnumId)>,
    /// Commands that are the root's own or included.
    in_root: Vec<bool>,
    /// Events that are.
    events_in_root: Vec<bool>,
    /// What aliases are names of, in the order of the files; `None` where one was refused.
    aliases: Vec<Option<CommandId>>,
    /// Maps, which have names of their own.
    maps: Vec<MapEntry>,
}

/// One declared map; its place in the list is its id.
#[derive(Clone, Debug)]
pub(crate) struct MapEntry {
    /// The name.
    pub(crate) name: Name,
    /// Index of the file that declares it.
    pub(crate) file: usize,
    /// The key.
    pub(crate) span: Span,
}

/// The name of a declaration.
pub(crate) fn name(key: &Text, rename: Option<&Text>) -> Name {
    match rename {
        Some(rename) => Name::renamed(&key.value, &rename.value),
        None => Name::new(&key.value),
    }
}

impl<'a> Names<'a> {
    /// Gives every declaration its id, in the order of the files. A union's cases follow it; requests, each
    /// with its answer behind it, come after the structs of their file, and events after them.
    pub(crate) fn collect(files: &'a [Loaded], recorder: &'a Recorder, sink: &mut Sink) -> Self {
        let included = reach(files, &|file| file.includes.clone()).into_iter().next().unwrap_or_default();
        let mut names = Self {
            files,
            recorder,
            entries: Vec::new(),
            by_name: HashMap::new(),
            reach: reach(files, &|file| [&file.imports[..], &file.includes[..]].concat()),
            opcode: None,
            in_root: Vec::new(),
            events_in_root: Vec::new(),
            aliases: Vec::new(),
            maps: Vec::new(),
        };
        let mut aliases = 0;
        let (mut enums, mut flags, mut structs, mut errors) = (0, 0, 0, 0);
        for (index, loaded) in files.iter().enumerate() {
            let file = &loaded.file;
            names.maps.extend(file.maps.iter().map(|decl| {
                let name = name(&decl.name, decl.rename.as_ref());
                MapEntry { name, file: index, span: decl.name.span }
            }));
            let mut add = |key: &Text, rename: Option<&Text>, item, has_payload_type| {
                let name = name(key, rename);
                names.entries.push(Entry { name, item, file: index, span: key.span, has_payload_type });
            };
            for decl in &file.enums {
                add(&decl.name, decl.rename.as_ref(), Item::Enum(EnumId(enums)), false);
                enums += 1;
            }
            for decl in &file.flags {
                add(&decl.name, decl.rename.as_ref(), Item::Flags(FlagsId(flags)), false);
                flags += 1;
            }
            for decl in &file.structs {
                let has_payload_type = decl.union.is_some() && !decl.rows.is_empty();
                add(&decl.name, decl.rename.as_ref(), Item::Struct(StructId(structs)), has_payload_type);
                structs += 1 + decl.union.as_ref().map_or(0, |union| union.cases.len() as u32);
            }
            for decl in &file.errors {
                add(&decl.name, decl.rename.as_ref(), Item::Errors(ErrorsId(errors)), false);
                errors += 1;
            }
            for decl in &file.commands {
                let id = CommandId(names.in_root.len() as u32);
                add(&decl.request.name, decl.request.rename.as_ref(), Item::Command(id), false);
                names.in_root.push(included.contains(&index));
                structs += 1 + u32::from(decl.parameters().is_some());
            }
            for decl in &file.aliases {
                add(&decl.name, decl.rename.as_ref(), Item::Alias(aliases), false);
                aliases += 1;
            }
            for decl in &file.events {
                let id = EventId(names.events_in_root.len() as u32);
                add(&decl.layout.name, decl.layout.rename.as_ref(), Item::Event(id), false);
                names.events_in_root.push(included.contains(&index));
                structs += 1;
            }
        }
        if names.in_root.contains(&true) && names.carrier(0) != Some(Carrier::Frame) {
            names.opcode = Some((Name::new("Opcode"), EnumId(enums)));
        }
        for (index, entry) in names.entries.iter().enumerate() {
            for written in entry.name.ways() {
                names.by_name.entry(written).or_default().push(index);
            }
        }
        clash::check(&names, sink);
        names.aliases = alias::targets(&names, sink);
        clash::maps(&names, sink);
        names
    }

    /// Everything declared.
    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Whether a command is the root's own or included.
    pub(crate) fn is_in_root(&self, command: CommandId) -> bool {
        self.in_root.get(command.index()).copied().unwrap_or_default()
    }

    /// Whether an event is the root's own or included.
    pub(crate) fn is_event_in_root(&self, event: EventId) -> bool {
        self.events_in_root.get(event.index()).copied().unwrap_or_default()
    }

    /// Whether the root, or what it includes, says what a caller knows.
    pub(crate) fn has_context(&self) -> bool {
        let included = reach(self.files, &|file| file.includes.clone());
        let mut files = included.first().into_iter().flatten().filter_map(|file| self.files.get(*file));
        files.any(|loaded| !loaded.file.protocol.context.is_empty())
    }

    /// Whether the root has events.
    pub(crate) fn has_events(&self) -> bool {
        self.events_in_root.contains(&true)
    }

    /// The command that an item names, directly or as an alias.
    pub(crate) fn command(&self, item: Item) -> Option<CommandId> {
        match item {
            Item::Command(id) => Some(id),
            Item::Alias(index) => *self.aliases.get(index as usize)?,
            _ => None,
        }
    }

    /// The carrier of a file, where it says one.
    pub(crate) fn carrier(&self, file: usize) -> Option<Carrier> {
        self.files.get(file)?.file.protocol.carrier.as_ref().map(|carrier| carrier.value)
    }

    /// The files that `file` reaches, itself first.
    pub(crate) fn reach(&self, file: usize) -> &[usize] {
        self.reach.get(file).map_or(&[], Vec::as_slice)
    }

    /// Who takes notes of what names are used.
    pub(crate) fn recorder(&self) -> &'a Recorder {
        self.recorder
    }

    /// [`lookup`](Self::lookup) of what stands at `span`, which is a use of it.
    pub(crate) fn used(&self, file: usize, written: &str, span: Span) -> Option<Item> {
        if let Some(entry) = self.find(file, written) {
            self.recorder.used(span, entry.span);
        }
        self.lookup(file, written)
    }

    /// What `written` stands for in `file`.
    pub(crate) fn lookup(&self, file: usize, written: &str) -> Option<Item> {
        if let Some(entry) = self.find(file, written) {
            return Some(entry.item);
        }
        self.opcode.as_ref().filter(|(name, _)| name.is(written)).map(|(_, id)| Item::Enum(*id))
    }

    /// What `file` declares or reaches under the name `written`.
    fn find(&self, file: usize, written: &str) -> Option<&Entry> {
        let reach = self.reach(file);
        let meant = self.by_name.get(written)?.iter().filter_map(|index| self.entries.get(*index));
        let mut reached = meant.filter(|entry| reach.contains(&entry.file));
        let first = reached.clone().next();
        reached.find(|entry| entry.name.printed == written).or(first)
    }

    /// The map that `written`, which stands at `span`, means in `file`.
    pub(crate) fn map(&self, file: usize, written: &str, span: Span) -> Option<MapId> {
        let reach = self.reach(file);
        let of = |fits: &dyn Fn(&Name) -> bool| {
            self.maps.iter().position(|map| fits(&map.name) && reach.contains(&map.file))
        };
        let found = of(&|name| name.printed == written).or_else(|| of(&|name| name.is(written)))?;
        self.recorder.used(span, self.maps.get(found)?.span);
        Some(MapId(found as u32))
    }

    /// A map near `written`, or a hint where it is in a file that `file` does not reach.
    pub(crate) fn map_hint(&self, file: usize, written: &str) -> Option<Hint> {
        if let Some(map) = self.maps.iter().find(|map| map.name.is(written)) {
            let path = &self.files.get(map.file)?.file.protocol.name.value;
            return Some(Hint::Elsewhere(format!(
                "`{written}` is declared in protocol `{path}`, which this file does not import"
            )));
        }
        let reach = self.reach(file);
        let near = self.maps.iter().filter(|map| reach.contains(&map.file));
        nearest(written, near.map(|map| map.name.printed.as_str())).map(|near| Hint::Near(near.to_owned()))
    }

    /// The enum of opcodes.
    pub(crate) fn opcode(&self) -> Option<&(Name, EnumId)> {
        self.opcode.as_ref()
    }

    /// A known name near `written` among those that `fits`, and a hint where it exists in a file that
    /// `file` does not reach.
    pub(crate) fn hint(&self, file: usize, written: &str, fits: &dyn Fn(Item) -> bool) -> Option<Hint> {
        self.hint_among(file, written, fits, &[])
    }

    /// [`hint`](Self::hint) where words of the language may stand too.
    pub(crate) fn hint_among(
        &self,
        file: usize,
        written: &str,
        fits: &dyn Fn(Item) -> bool,
        words: &[&str],
    ) -> Option<Hint> {
        let known = |entry: &&Entry| fits(entry.item);
        if let Some(entry) = self.entries.iter().filter(known).find(|entry| entry.name.is(written)) {
            let path = &self.files.get(entry.file)?.file.protocol.name.value;
            return Some(Hint::Elsewhere(format!(
                "`{written}` is declared in protocol `{path}`, which this file does not import"
            )));
        }
        let reach = self.reach(file);
        let near = self.entries.iter().filter(known).filter(|entry| reach.contains(&entry.file));
        let known = near.map(|entry| entry.name.printed.as_str()).chain(words.iter().copied());
        nearest(written, known).map(|near| Hint::Near(near.to_owned()))
    }

    /// `[fields.X]` as `file` sees it.
    pub(crate) fn fields(&self, file: usize, written: &str) -> Option<&'a FieldSet> {
        let files = self.files;
        self.reach(file)
            .iter()
            .filter_map(|index| files.get(*index))
            .flat_map(|loaded| &loaded.file.fields)
            .find(|set| set.name.value == written)
    }

    /// The names of the row sets that `file` sees.
    pub(crate) fn field_sets(&self, file: usize) -> impl Iterator<Item = &'a str> {
        let files = self.files;
        self.reach(file)
            .iter()
            .filter_map(move |index| files.get(*index))
            .flat_map(|loaded| &loaded.file.fields)
            .map(|set| set.name.value.as_str())
    }
}

/// For every file, what it reaches over `next`, itself first, near ones before far ones.
fn reach(files: &[Loaded], next: &dyn Fn(&Loaded) -> Vec<usize>) -> Vec<Vec<usize>> {
    (0..files.len())
        .map(|start| {
            let mut seen = vec![start];
            let mut at = 0;
            while let Some(file) = seen.get(at).and_then(|index| files.get(*index)) {
                for index in next(file) {
                    if !seen.contains(&index) {
                        seen.push(index);
                    }
                }
                at += 1;
            }
            seen
        })
        .collect()
}
