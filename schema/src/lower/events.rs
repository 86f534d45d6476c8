//! Events: what a device sends unasked.

use super::Lowering;
use super::scope::docs;
use crate::diag::{Code, Diagnostic, Sink};
use crate::ir::{Carrier, Event, Form, StructId};

impl Lowering<'_> {
    /// All events. Their layouts are lowered already.
    pub(super) fn events(&self, sink: &mut Sink) -> Vec<Event> {
        let mut events: Vec<Event> = Vec::new();
        let mut decls = self.files.iter().flat_map(|loaded| &loaded.file.events);
        for (index, source) in self.sources.iter().enumerate() {
            let Form::Event(id) = source.form else { continue };
            let Some(decl) = decls.next() else { continue };
            self.event_carrier(source.file, decl.layout.name.span, sink);
            let code = &decl.code.value;
            let event = Event {
                name: source.name.clone(),
                module: source.module(),
                in_root: self.names.is_event_in_root(id),
                docs: docs(source.docs),
                carrier: Carrier::Ptp,
                code: u64::try_from(code.value).unwrap_or_default(),
                code_written: code.written.clone(),
                layout: StructId(index as u32),
                span: source.span,
            };
            let same = |other: &&Event| other.in_root && event.in_root && other.code == event.code;
            if let Some(first) = events.iter().find(same) {
                let (name, other) = (&event.name.printed, &first.name.printed);
                let message = format!("`{other}` and `{name}` are both event {}", code.written);
                let error = Diagnostic::error(Code::EventsAlike, decl.code.span, message);
                sink.push(error.label(first.span, "the first one"));
            }
            events.push(event);
        }
        events
    }

    /// Asks for a carrier, once a file.
    fn event_carrier(&self, file: usize, span: crate::source::Span, sink: &mut Sink) {
        let Some(file) = self.files.get(file).map(|loaded| &loaded.file) else { return };
        let is_first = file.events.first().is_some_and(|first| first.layout.name.span == span);
        if file.protocol.carrier.is_none() && file.commands.is_empty() && is_first {
            let error = Diagnostic::error(Code::NoCarrier, span, "events need a carrier");
            sink.push(error.help("say `carrier = \"ptp\"` in `[protocol]`"));
        }
    }
}
