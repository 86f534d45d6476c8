//! `[errors.X]` to the model.

use super::enums::{clash, docs, name};
use super::patterns::{self, Known};
use crate::diag::{Code, Diagnostic, Sink};
use crate::index::Recorder;
use crate::ir::{CodeType, ErrorCode, ErrorTable, ModuleId};
use crate::name::{Name, nearest};
use crate::source::{Span, Spanned};
use crate::syntax::{CodeDecl, CodeValue, ErrorsDecl, Integer, Text};

/// `FACILITY_WIN32`.
const WIN32: i128 = 7;

/// An error table of the model, if its declaration is right. `known` is what its patterns may name.
pub(crate) fn errors(
    decl: &ErrorsDecl,
    module: ModuleId,
    known: &Known<'_>,
    sink: &mut Sink,
) -> Option<ErrorTable> {
    let mut table = Table { decl, recorder: known.recorder, sink, wrong: false };
    table.names_once();
    table.facility_key(decl.expect_facility.as_ref());
    let mut codes = table.codes();
    table.aliases(&mut codes);
    let patterns = patterns::patterns(&codes, known, table.sink);
    let wrong = table.wrong;
    let patterns = patterns.filter(|_| !wrong)?;
    Some(ErrorTable {
        name: name(&decl.name, decl.rename.as_ref()),
        module,
        docs: docs(&decl.docs),
        ty: decl.ty.value,
        codes: codes.into_iter().map(|(_, code)| code).collect(),
        sense: patterns.sense,
        responses: patterns.responses,
        on_timeout: patterns.on_timeout,
        on_short_data: patterns.on_short_data,
        on_invalid_response: patterns.on_invalid_response,
        span: decl.name.span,
    })
}

/// The codes that are no aliases, each with its declaration.
type Codes<'d> = Vec<(&'d CodeDecl, ErrorCode)>;

struct Table<'t> {
    decl: &'t ErrorsDecl,
    recorder: &'t Recorder,
    sink: &'t mut Sink,
    wrong: bool,
}

impl<'t> Table<'t> {
    fn refuse(&mut self, diagnostic: Diagnostic) {
        self.sink.push(diagnostic);
        self.wrong = true;
    }

    /// Every code and alias becomes a constant of its own.
    fn names_once(&mut self) {
        let decl = self.decl;
        for (i, later) in decl.codes.iter().enumerate() {
            let rust = Name::new(&later.name.value).screaming();
            let same = |first: &&CodeDecl| Name::new(&first.name.value).screaming() == rust;
            if let Some(first) = decl.codes.iter().take(i).find(same) {
                let wrong = clash(&first.name, &later.name, later.name.span, &rust);
                self.refuse(Diagnostic { help: None, ..wrong });
            }
        }
    }

    fn codes(&mut self) -> Codes<'t> {
        let decl = self.decl;
        let mut codes: Codes<'t> = Vec::new();
        for code in &decl.codes {
            let Some((value, written, at)) = self.value(code) else { continue };
            self.severity(&code.name, value, at);
            self.facility(code, value, at);
            if let Some((first, _)) = codes.iter().find(|(_, first)| first.value == value) {
                let (name, first_name) = (&code.name.value, &first.name.value);
                let message = format!("`{name}` and `{first_name}` are both {value:#010X}");
                let wrong = Diagnostic::error(Code::DoubleCode, at, message).label(first.span, "the first");
                let help = format!("a second name is declared `{name} = {{ alias = \"{first_name}\" }}`");
                self.refuse(wrong.help(help));
                continue;
            }
            codes.push((code, model(code, value, written)));
        }
        codes
    }

    /// A code's number, as written and where; `None` for an alias.
    fn value(&mut self, code: &CodeDecl) -> Option<(u32, String, Span)> {
        match &code.value {
            CodeValue::Alias(_) => None,
            CodeValue::Number(number) => {
                let most = most(self.decl.ty.value);
                let value = u32::try_from(number.value.value).ok().filter(|value| *value <= most);
                if value.is_none() {
                    let written = &number.value.written;
                    let message = format!("codes of this table are 0 to {most:#X}, this is {written}");
                    self.refuse(
                        Diagnostic::error(Code::CodeRange, number.span, message)
                            .label(self.decl.ty.span, "their type"),
                    );
                }
                Some((value?, number.value.written.clone(), number.span))
            }
            CodeValue::Win32(number) => self.win32(number),
        }
    }

    /// `HRESULT_FROM_WIN32`. What it would cut off or pass through unchanged is refused.
    fn win32(&mut self, number: &Spanned<Integer>) -> Option<(u32, String, Span)> {
        if self.decl.ty.value != CodeType::Hresult {
            let message = "`win32` makes an HRESULT, and the codes of this table are none";
            self.refuse(
                Diagnostic::error(Code::CodeRange, number.span, message)
                    .label(self.decl.ty.span, "their type"),
            );
            return None;
        }
        let written = format!("HRESULT_FROM_WIN32({})", number.value.written);
        match u16::try_from(number.value.value) {
            Ok(0) => Some((0, written, number.span)),
            Ok(code) => Some((0x8007_0000 | u32::from(code), written, number.span)),
            Err(_) => {
                let message = format!("a Win32 code is 0 to 0xFFFF, this is {}", number.value.written);
                self.refuse(Diagnostic::error(Code::CodeRange, number.span, message));
                None
            }
        }
    }

    /// `S_` and `E_` in an HRESULT's name say what its top bit is.
    fn severity(&mut self, name: &Text, value: u32, at: Span) {
        if self.decl.ty.value != CodeType::Hresult {
            return;
        }
        let set = value >> 31 == 1;
        let (prefix, rule) = match name.value.get(..2) {
            Some("S_") if set => ("S_", "clear"),
            Some("E_") if !set => ("E_", "set"),
            _ => return,
        };
        let now = if set { "set" } else { "clear" };
        let message = format!(
            "a name with `{prefix}` has the severity bit {rule}, and in {value:#010X} (`{}`) it is {now}",
            name.value
        );
        self.refuse(Diagnostic::error(Code::Severity, at, message).label(name.span, "the name"));
    }

    /// Refuses `facility` where codes have none or it is too large.
    fn facility_key(&mut self, facility: Option<&Spanned<Integer>>) {
        let Some(facility) = facility else { return };
        let Some(mask) = facility_mask(self.decl.ty.value) else {
            let message = "only an HRESULT or NTSTATUS has a facility";
            self.refuse(
                Diagnostic::error(Code::NoFacility, facility.span, message)
                    .label(self.decl.ty.span, "what the codes are"),
            );
            return;
        };
        if facility.value.value < 0 || facility.value.value > i128::from(mask) {
            let message = format!("a facility is 0 to {mask:#X}, this is {}", facility.value.written);
            self.refuse(Diagnostic::error(Code::NumberRange, facility.span, message));
        }
    }

    fn facility(&mut self, code: &CodeDecl, value: u32, at: Span) {
        self.facility_key(code.facility.as_ref());
        let Some(mask) = facility_mask(self.decl.ty.value) else { return };
        let implied = matches!(code.value, CodeValue::Win32(_)).then_some(if value == 0 { 0 } else { WIN32 });
        let (asked, by) = match (&code.facility, implied, &self.decl.expect_facility) {
            (Some(own), _, _) => (own.value.value, Some(own.span)),
            (None, Some(implied), _) => (implied, None),
            (None, None, Some(expect)) => (expect.value.value, Some(expect.span)),
            (None, None, None) => return,
        };
        let found = i128::from(value >> 16 & mask);
        if found == asked {
            return;
        }
        let message =
            format!("`{}` must have facility {asked:#X}, {value:#010X} has {found:#X}", code.name.value);
        let mut wrong = Diagnostic::error(Code::Facility, at, message);
        if let Some(by) = by {
            wrong = wrong.label(by, "asked for here");
        }
        if code.facility.is_none() {
            wrong = wrong.help(format!("if it is meant, say so with `facility = {found:#X}`"));
        }
        self.refuse(wrong);
    }

    /// Second names go to their codes.
    fn aliases(&mut self, codes: &mut Codes<'t>) {
        let decl = self.decl;
        for code in &decl.codes {
            let CodeValue::Alias(of) = &code.value else { continue };
            self.recorder.member(of.span, decl.name.span, &of.value);
            let named = |(_, code): &&mut (&CodeDecl, ErrorCode)| code.name.is(&of.value);
            if let Some((_, target)) = codes.iter_mut().find(named) {
                let value = target.value;
                target.aliases.push(Name::new(&code.name.value));
                self.severity(&code.name, value, of.span);
                continue;
            }
            let Some(other) = decl.codes.iter().find(|other| Name::new(&other.name.value).is(&of.value))
            else {
                let wrong =
                    Diagnostic::error(Code::Alias, of.span, format!("there is no code `{}`", of.value));
                let near = nearest(&of.value, decl.codes.iter().map(|code| code.name.value.as_str()));
                self.refuse(match near {
                    Some(near) => wrong.mean(near),
                    None => wrong,
                });
                continue;
            };
            match &other.value {
                CodeValue::Alias(target) => {
                    let message = format!("`{}` is an alias itself", of.value);
                    let wrong =
                        Diagnostic::error(Code::Alias, of.span, message).label(other.span, "declared here");
                    self.refuse(wrong.help(format!("name the code itself: `{}`", target.value)));
                }
                // The code itself was refused.
                _ => self.wrong = true,
            }
        }
    }
}

fn most(ty: CodeType) -> u32 {
    match ty {
        CodeType::U8 => 0xFF,
        CodeType::U16 => 0xFFFF,
        CodeType::U32 | CodeType::Hresult | CodeType::Ntstatus => u32::MAX,
    }
}

/// The facility's bits, once it is shifted down by 16.
fn facility_mask(ty: CodeType) -> Option<u32> {
    match ty {
        CodeType::U8 | CodeType::U16 | CodeType::U32 => None,
        CodeType::Hresult => Some(0x7FF),
        CodeType::Ntstatus => Some(0xFFF),
    }
}

fn model(code: &CodeDecl, value: u32, written: String) -> ErrorCode {
    let text = |text: &Option<Text>| text.as_ref().map(|text| text.value.clone());
    ErrorCode {
        name: Name::new(&code.name.value),
        value,
        written,
        aliases: Vec::new(),
        kind: text(&code.kind),
        text: text(&code.text),
        advice: text(&code.advice),
        retry: code.retry.map(|retry| retry.value),
        docs: docs(&code.docs),
    }
}
