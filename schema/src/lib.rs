//! The compiler of `opcodec` without its Rust output: TOML text to a checked model, diagnostics, and an
//! interpreter that decodes and encodes any message straight from the model.
#![forbid(unsafe_code)]

mod check;
pub mod diag;
mod expr;
mod follow_on;
pub mod index;
pub mod interp;
pub mod ir;
mod load;
mod lower;
pub mod name;
pub mod notation;
pub mod parse;
pub mod read;
mod resolve;
pub mod source;
pub mod syntax;
pub mod value;
pub mod vectors;
mod warn;
pub mod words;

use std::io;
use std::path::Path;

use diag::{Code, Diagnostic, Sink};

/// What came of compiling a file.
#[derive(Debug)]
pub struct Compilation {
    /// The files that were read, the root first.
    pub sources: source::SourceMap,
    /// The model, unless there was an error.
    pub schema: Option<ir::Schema>,
    /// Errors and warnings, sorted by place.
    pub diagnostics: Vec<Diagnostic>,
    /// Where names are declared and used, as far as the files could be read.
    pub index: index::Index,
}

impl Compilation {
    /// The files that the result depends on, the root first: what a build script watches.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.sources.paths()
    }

    /// The diagnostics as rustc would show them.
    pub fn render(&self, color: bool) -> String {
        diag::render(&self.diagnostics, &self.sources, color)
    }

    /// The diagnostics with lines and columns.
    pub fn located(&self) -> Vec<diag::Located> {
        self.diagnostics.iter().map(|found| diag::locate(found, &self.sources)).collect()
    }
}

/// Compiles a schema file and what it imports.
pub fn compile(path: &Path) -> Compilation {
    compile_with(path, &mut |path| std::fs::read_to_string(path))
}

/// [`compile`] without running the test vectors: for who reports on each of them.
pub fn compile_untested(path: &Path) -> Compilation {
    let mut sources = source::SourceMap::default();
    let mut sink = Sink::default();
    let recorder = index::Recorder::default();
    let mut read = |path: &Path| std::fs::read_to_string(path);
    let model = model(path, &mut read, &mut sources, &recorder, &mut sink);
    finish(model, sources, recorder, sink)
}

/// Compiles a schema whose files come from `read`: each is asked for by the path of the file that names it,
/// joined with the name that is written there.
pub fn compile_with(path: &Path, read: &mut dyn FnMut(&Path) -> io::Result<String>) -> Compilation {
    let mut sources = source::SourceMap::default();
    let mut sink = Sink::default();
    let recorder = index::Recorder::default();
    let model = stages(path, read, &mut sources, &recorder, &mut sink);
    finish(model, sources, recorder, sink)
}

/// A model and the files that it was made of.
type Model = (ir::Schema, Vec<load::Loaded>);

/// Warns of what is no error, where there is none.
fn finish(
    model: Option<Model>,
    sources: source::SourceMap,
    recorder: index::Recorder,
    mut sink: Sink,
) -> Compilation {
    let index = recorder.finish();
    let model = model.filter(|_| !sink.has_errors());
    let schema = model.map(|(schema, files)| {
        warn::warn(&schema, &files, &index, &mut sink);
        schema
    });
    let diagnostics = follow_on::without_misspelt(sink.drain(), &sources);
    Compilation { sources, schema, diagnostics, index }
}

/// The stages, one after the other. What the reader refused, and imports that could not be read, do not stop them,
/// so that what the checks find elsewhere comes out in the same run.
fn stages(
    path: &Path,
    read: &mut load::ReadText<'_>,
    sources: &mut source::SourceMap,
    recorder: &index::Recorder,
    sink: &mut Sink,
) -> Option<Model> {
    let model = model(path, read, sources, recorder, sink)?;
    try_vectors(&model.0, sink);
    Some(model)
}

/// Everything but running the vectors. Where only vectors were refused there is a model all the same.
fn model(
    path: &Path,
    read: &mut load::ReadText<'_>,
    sources: &mut source::SourceMap,
    recorder: &index::Recorder,
    sink: &mut Sink,
) -> Option<Model> {
    let load::Files { files, whole } = load::load(path, read, sources, recorder, sink)?;
    if sink.has_errors() {
        let refused = sink.drain();
        let lowered = lower::schema(&files, recorder, sink);
        if let (Some(schema), true) = (&lowered, whole && follow_on::only_vectors(&refused, sources)) {
            try_vectors(schema, sink);
        }
        let found = sink.drain();
        let refusals = follow_on::Refusals { refused: &refused, whole, sources };
        refusals.without(found).chain(refused.clone()).for_each(|one| sink.push(one));
        return None;
    }
    let lowered = lower::schema(&files, recorder, sink);
    if let (None, false, Some(root)) = (&lowered, sink.has_errors(), files.first()) {
        // No known schema comes here; but nothing may be refused without a word.
        let message = "a layout in this protocol is not supported yet";
        sink.push(Diagnostic::error(Code::NotSupported, root.file.protocol.span, message));
    }
    let mut schema = lowered?;
    recorder.vectors(&schema, &files);
    for (module, loaded) in schema.modules.iter_mut().zip(&files) {
        module.path.clone_from(&sources.file(loaded.file.id).path);
    }
    Some((schema, files))
}

/// Runs the test vectors; one that fails is an error where its bytes stand.
fn try_vectors(schema: &ir::Schema, sink: &mut Sink) {
    for outcome in vectors::run(schema) {
        let (Some(vector), Some(failure)) = (schema.vectors.get(outcome.vector), outcome.failure) else {
            continue;
        };
        let (message, note) = failure.split_once('\n').unwrap_or((&failure, ""));
        let mut diagnostic = Diagnostic::error(Code::FailingVector, vector.span, message);
        diagnostic.note = (!note.is_empty()).then(|| note.to_owned());
        sink.push(diagnostic);
    }
}
