//! Commands are told apart by their constant bits, and by the contexts that they exist in.

use std::collections::HashMap;

use crate::diag::{Code, Diagnostic, Sink};
use crate::expr;
use crate::ir::{Carrier, Expr};
use crate::name::Name;
use crate::source::Span;

/// A command as somebody sees it who has only the bytes of a request.
#[derive(Debug)]
pub(crate) struct Looks {
    /// Its name.
    pub(crate) name: Name,
    /// Where it was declared.
    pub(crate) span: Span,
    /// Constant bits: the byte, which bits of it, and what they are.
    pub(crate) bits: Vec<(u64, u8, u8)>,
    /// In which contexts it exists; `None`: in all.
    pub(crate) only: Option<(Expr, Span)>,
}

impl Looks {
    /// A byte of which every bit is constant.
    fn whole_byte(&self, place: u64) -> Option<u8> {
        self.bits
            .iter()
            .find(|(byte, mask, _)| *byte == place && *mask == u8::MAX)
            .map(|(_, _, value)| *value)
    }
}

/// The bytes that are constant in every command, as an opcode is: those that differ there need no other look.
fn whole_bytes(commands: &[Looks]) -> Vec<u64> {
    let Some(first) = commands.first() else { return Vec::new() };
    let places = first.bits.iter().map(|(byte, _, _)| *byte);
    places.filter(|place| commands.iter().all(|command| command.whole_byte(*place).is_some())).collect()
}

/// Reports commands that some request may be both of, each at the later one.
pub(crate) fn check(commands: &[Looks], carrier: Carrier, sink: &mut Sink) {
    let places = whole_bytes(commands);
    let mut seen: HashMap<Vec<u8>, Vec<&Looks>> = HashMap::new();
    for later in commands {
        let others =
            seen.entry(places.iter().filter_map(|place| later.whole_byte(*place)).collect()).or_default();
        let earlier = others.iter().find(|earlier| !differ(earlier, later)).copied();
        others.push(later);
        let Some(earlier) = earlier else { continue };
        let both = if earlier.only.is_some() || later.only.is_some() {
            ", and both may exist in one context"
        } else {
            ""
        };
        let message = format!(
            "`{}` and `{}` cannot be told apart: no constant bits of theirs differ{both}",
            earlier.name.printed, later.name.printed
        );
        let error =
            Diagnostic::error(Code::CommandsAlike, later.span, message).label(earlier.span, "the first one");
        sink.push(match (&earlier.only, &later.only) {
            (Some((_, first)), Some((_, second))) => error
                .label(*first, "this may hold")
                .label(*second, "and this, in one context")
                .help(format!("conditions of which one alone can hold do; {}", mend(carrier))),
            _ => error.help(mend(carrier)),
        });
    }
}

/// What tells commands of one opcode apart.
const fn mend(carrier: Carrier) -> &'static str {
    match carrier {
        Carrier::Scsi => "a field with `const`, as a service action, tells commands of one opcode apart",
        Carrier::UsbControl => {
            "the direction, `request_type`, `recipient` and fields with `const` tell commands of one opcode apart"
        }
        Carrier::Ptp => "a parameter with `const` tells commands of one opcode apart",
        Carrier::Frame => "fields with `const` at one place tell commands apart",
        Carrier::Ioctl => "another name of a command is declared with `alias`",
    }
}

fn differ(a: &Looks, b: &Looks) -> bool {
    if let (Some((a, _)), Some((b, _))) = (&a.only, &b.only)
        && expr::excludes(a, b)
    {
        return true;
    }
    a.bits.iter().any(|(byte, mask, value)| {
        b.bits.iter().any(|(other, other_mask, other_value)| {
            byte == other && (value ^ other_value) & mask & other_mask != 0
        })
    })
}
