//! From syntax to the model: the rules that need more than one declaration, and the layouts.
//!
//! Names come first ([`resolve`](crate::resolve)), then enums, error tables and opcode tables, which look
//! at nothing else, then structs, each after those that stand in it. A child of a union is lowered with
//! its parent, whose rows it sees. What was refused is marked broken and says no more.

mod c_layout;
mod checksums;
mod commands;
mod constants;
mod context;
mod counted;
mod draft;
pub(crate) mod enums;
pub(crate) mod errors;
mod events;
pub(crate) mod flags;
mod gaps;
mod kinds;
mod lists;
mod map_keys;
mod map_rows;
mod maps;
mod misplaced;
pub(crate) mod opcode_size;
mod patterns;
mod place;
mod recursion;
mod requests;
mod rows;
mod scope;
mod source;
mod steps;
mod structs;
#[cfg(test)]
mod tests;
mod types;
mod unions;
mod values;
mod vectors;
mod via;

use std::rc::Rc;

use crate::check;
use crate::diag::{Code, Diagnostic, Sink};
use crate::index::Recorder;
use crate::ir::{
    Carrier, CodeType, Enum, ErrorTable, ErrorsId, Flags, Form, Map, Module, ModuleId, Schema, Struct,
    StructId,
};
use crate::load::Loaded;
use crate::name::Name;
use crate::resolve::{self, Item, Names};
use crate::source::Span;
use crate::syntax::{CodeDecl, CodeValue, EnumeratorDecl};
pub(crate) use draft::{Draft, Side};
pub(crate) use source::Source;

/// How deep types may stand in types. Nothing real comes near; it keeps the stack bounded here and in all
/// that walks the model.
const MAX_DEPTH: usize = 64;

/// Everything that is lowered so far.
pub(crate) struct Lowering<'a> {
    files: &'a [Loaded],
    names: Names<'a>,
    enums: Vec<Option<Enum>>,
    flags: Vec<Option<Flags>>,
    errors: Vec<Option<ErrorTable>>,
    sources: Rc<Vec<Source<'a>>>,
    drafts: Vec<Option<Draft>>,
    maps: Vec<Option<Map>>,
    /// Structs that are being lowered: whoever meets one of them holds itself.
    open: Vec<StructId>,
}

/// The model of the root file and all that it imports. `None`: the sink says why, or the reader's did.
pub(crate) fn schema<'a>(loaded: &'a [Loaded], recorder: &'a Recorder, sink: &mut Sink) -> Option<Schema> {
    let names = Names::collect(loaded, recorder, sink);
    let sources = source::sources(loaded, &names, sink);
    let drafts = sources.iter().map(|_| None).collect();
    let mut low = Lowering {
        files: loaded,
        names,
        enums: Vec::new(),
        flags: Vec::new(),
        errors: Vec::new(),
        sources: Rc::new(sources),
        drafts,
        maps: Vec::new(),
        open: Vec::new(),
    };
    low.tables(sink);
    for index in 0..low.drafts.len() {
        let id = StructId(index as u32);
        let span = low.sources.get(index)?.span;
        let is_child = low.sources.get(index)?.parent.is_some();
        let is_request = matches!(low.sources.get(index)?.form, Form::Request(_));
        if !is_child && !is_request {
            low.ensure(id, span, sink);
        }
    }
    low.maps = low.all_maps(sink);
    let one_carrier = carriers(loaded, sink);
    let contexts = low.contexts(sink);
    let (commands, opcode_size) = low.commands(one_carrier, &contexts, sink);
    let (aliases, events) = (low.aliases(), low.events(sink));
    for (source, draft) in low.sources.iter().zip(&low.drafts) {
        if let Some(draft) = draft {
            check::names::methods(source, draft, sink);
        }
    }
    let mut schema = low.finish(sink)?;
    if !recursion::elements(&schema.structs, sink)
        || !check::lengths::check(&schema.structs, sink)
        || !check::filled::check(&schema.structs, sink)
    {
        return None;
    }
    schema.context = contexts.into_iter().next().map(context::Context::params).unwrap_or_default();
    schema.commands = commands;
    schema.aliases = aliases;
    schema.events = events;
    schema.opcode_size = opcode_size;
    schema.vectors = vectors::vectors(&schema, loaded, sink);
    Some(schema)
}

impl<'a> Lowering<'a> {
    /// Enums, flags and error tables.
    fn tables(&mut self, sink: &mut Sink) {
        for (index, loaded) in self.files.iter().enumerate() {
            let module = ModuleId(index as u32);
            for decl in &loaded.file.enums {
                let lowered = enums::enumeration(decl, module, sink);
                self.enums.push(lowered);
            }
            for decl in &loaded.file.flags {
                let lowered = flags::flags(decl, module, sink);
                self.flags.push(lowered);
            }
            let commands = self.known_commands(index);
            let table = |name: &str| self.words_of(index, name);
            let known =
                patterns::Known { commands: &commands, table: &table, recorder: self.names.recorder() };
            let lower = |decl| errors::errors(decl, module, &known, sink);
            let lowered: Vec<_> = loaded.file.errors.iter().map(lower).collect();
            self.errors.extend(lowered);
        }
        if self.names.opcode().is_some() {
            let opcodes = self.opcodes();
            self.enums.push(opcodes);
        }
    }

    /// The commands that `file` may name.
    fn known_commands(&self, file: usize) -> Vec<patterns::KnownCommand> {
        let reach = self.names.reach(file);
        let entries = self.names.entries().iter().filter(|entry| reach.contains(&entry.file));
        entries
            .filter_map(|entry| {
                let (id, carrier) = (self.names.command(entry.item)?, self.names.carrier(entry.file));
                Some(patterns::KnownCommand { name: entry.name.clone(), id, carrier, span: entry.span })
            })
            .collect()
    }

    /// The enum or error table that `file` knows as `name`, as it was written: it may be lowered later.
    fn words_of(&self, file: usize, name: &str) -> Option<patterns::Table> {
        match self.names.lookup(file, name)? {
            Item::Enum(id) => {
                let mut enums = self.files.iter().flat_map(|loaded| &loaded.file.enums);
                let decl = enums.nth(id.index())?;
                let value = |value: &EnumeratorDecl| {
                    (resolve::name(&value.name, value.rename.as_ref()), value.value.value.value)
                };
                let codes = decl.values.iter().map(value).collect();
                Some(patterns::Table { is_u16: decl.ty.value.trim() == "u16", codes, span: decl.name.span })
            }
            Item::Errors(id) => {
                let mut tables = self.files.iter().flat_map(|loaded| &loaded.file.errors);
                let decl = tables.nth(id.index())?;
                let number = |code: &CodeDecl| match &code.value {
                    CodeValue::Number(number) => Some(number.value.value),
                    CodeValue::Win32(_) | CodeValue::Alias(_) => None,
                };
                let own = |code: &CodeDecl| match &code.value {
                    CodeValue::Alias(of) => decl
                        .codes
                        .iter()
                        .find(|code| Name::new(&code.name.value).is(&of.value))
                        .and_then(number),
                    _ => number(code),
                };
                let codes = decl.codes.iter();
                let codes =
                    codes.filter_map(|code| Some((Name::new(&code.name.value), own(code)?))).collect();
                Some(patterns::Table { is_u16: decl.ty.value == CodeType::U16, codes, span: decl.name.span })
            }
            _ => None,
        }
    }

    /// What is known of a struct.
    pub(crate) fn draft(&self, id: StructId) -> Option<&Draft> {
        self.drafts.get(id.index())?.as_ref()
    }

    /// What the author wrote of a struct.
    pub(crate) fn source(&self, id: StructId) -> Option<&Source<'a>> {
        self.sources.get(id.index())
    }

    /// How wide the codes of an error table are, whether or not the table was refused.
    fn code_bits(&self, id: ErrorsId) -> Option<u8> {
        let mut tables = self.files.iter().flat_map(|loaded| &loaded.file.errors);
        Some(match tables.nth(id.index())?.ty.value {
            CodeType::U8 => 8,
            CodeType::U16 => 16,
            CodeType::U32 | CodeType::Hresult | CodeType::Ntstatus => 32,
        })
    }

    /// Lowers a struct that stands alone, if it was not yet. Gives whether it may be used at `span`.
    fn ensure(&mut self, id: StructId, span: Span, sink: &mut Sink) -> bool {
        let recursive = self.source(id).is_some_and(|source| source.recursive);
        if self.open.contains(&id) && recursive {
            // What is known of it so far; see `forward`.
            return true;
        }
        if self.open.contains(&id) {
            let name = self.source(id).map(|source| source.name.printed.clone()).unwrap_or_default();
            let message = format!("`{name}` would hold itself");
            sink.push(Diagnostic::error(Code::Recursion, span, message));
            return false;
        }
        if self.draft(id).is_some() {
            return true;
        }
        if self.open.len() >= MAX_DEPTH {
            let message = format!("types stand in types more than {MAX_DEPTH} deep");
            sink.push(Diagnostic::error(Code::Recursion, span, message));
            return false;
        }
        self.layout_of(id, sink);
        true
    }

    /// The model, if nothing was refused: here, or by the reader before.
    fn finish(self, sink: &Sink) -> Option<Schema> {
        if sink.has_errors() {
            return None;
        }
        if self.drafts.iter().any(|draft| draft.as_ref().is_none_or(|draft| draft.broken)) {
            return None;
        }
        let modules = self.files.iter().map(module).collect();
        let rejects = |file: usize| {
            self.files.get(file).is_some_and(|loaded| {
                loaded.file.protocol.rejects_reserved.as_ref().is_some_and(|rejects| rejects.value)
            })
        };
        let mut structs: Vec<Struct> = self
            .sources
            .iter()
            .zip(self.drafts)
            .map(|(source, draft)| draft.map(|draft| structs::model(source, draft, rejects(source.file))))
            .collect::<Option<_>>()?;
        gaps::fill(&mut structs);
        Some(Schema {
            modules,
            enums: self.enums.into_iter().collect::<Option<_>>()?,
            flags: self.flags.into_iter().collect::<Option<_>>()?,
            structs,
            errors: self.errors.into_iter().collect::<Option<_>>()?,
            context: Vec::new(),
            commands: Vec::new(),
            aliases: Vec::new(),
            events: Vec::new(),
            maps: self.maps.into_iter().collect::<Option<_>>()?,
            opcode_size: None,
            vectors: Vec::new(),
        })
    }
}

/// Refuses files that would make commands of two carriers one protocol. Gives whether there are none.
fn carriers(files: &[Loaded], sink: &mut Sink) -> bool {
    let mut right = true;
    for loaded in files {
        let protocol = &loaded.file.protocol;
        let carrier = protocol.carrier.as_ref().map(|carrier| carrier.value);
        if let (Some(carrier), Some(table)) = (carrier, &loaded.file.opcode_size)
            && carrier != Carrier::Scsi
        {
            let message =
                format!("`opcode_size` belongs to the carrier `scsi`, and this one is `{}`", carrier.word());
            sink.push(Diagnostic::error(Code::CarrierKey, table.span, message));
        }
        if protocol.include.len() != loaded.includes.len() {
            continue; // One was refused.
        }
        for (text, index) in protocol.include.iter().zip(&loaded.includes) {
            let Some(included) = files.get(*index).map(|loaded| &loaded.file.protocol) else { continue };
            let (Some(theirs), ours) = (&included.carrier, &protocol.carrier) else { continue };
            let word = theirs.value.word();
            let error = match ours {
                Some(ours) if ours.value == theirs.value => continue,
                Some(ours) => {
                    let message = format!(
                        "the commands of `{}` are of the carrier `{word}`, those here of `{}`",
                        included.name.value,
                        ours.value.word()
                    );
                    let error = Diagnostic::error(Code::CarrierClash, text.span, message);
                    let error = error.label(ours.span, "this file's").label(theirs.span, "that file's");
                    error.help("`import` brings its types alone")
                }
                None => {
                    let message =
                        format!("the commands of `{}` need a carrier here too", included.name.value);
                    let error = Diagnostic::error(Code::NoCarrier, text.span, message);
                    let help = format!("say `carrier = \"{word}\"` in `[protocol]`");
                    error.label(theirs.span, "theirs").help(help)
                }
            };
            sink.push(error);
            right = false;
        }
    }
    right
}

fn module(loaded: &Loaded) -> Module {
    let protocol = &loaded.file.protocol;
    let text = |text: &Option<crate::syntax::Text>| text.as_ref().map(|text| text.value.clone());
    Module {
        name: protocol.name.value.clone(),
        docs: crate::ir::Docs { text: text(&protocol.doc), ..Default::default() },
        spec: text(&protocol.spec),
        carrier: protocol.carrier.as_ref().map(|carrier| carrier.value),
        path: std::path::PathBuf::new(),
    }
}
