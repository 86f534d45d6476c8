//! The enum `Opcode`.

use super::super::Lowering;
use super::super::requests::last_opcode;
use super::super::scope::docs;
use crate::ir::{Carrier, Docs, Enum, Enumerator, Form, IntType, ModuleId};
use crate::source::Spanned;

impl Lowering<'_> {
    /// The enum of the root's opcodes.
    pub(in crate::lower) fn opcodes(&self) -> Option<Enum> {
        let (name, _) = self.names.opcode()?;
        let mut values: Vec<Enumerator> = Vec::new();
        for source in self.sources.iter() {
            let (Form::Request(id), Some(request)) = (source.form, &source.request) else { continue };
            let Some(Spanned { value: opcode, .. }) = &request.opcode else { continue };
            let known = values.iter().any(|known| known.value == opcode.value);
            if known || !self.names.is_in_root(id) || source.broken {
                continue;
            }
            values.push(Enumerator {
                name: source.name.clone(),
                value: opcode.value,
                written: opcode.written.clone(),
                docs: docs(source.docs),
            });
        }
        let carrier = self.names.carrier(0).unwrap_or(Carrier::Scsi);
        let of = match carrier {
            Carrier::Scsi | Carrier::UsbControl | Carrier::Ptp | Carrier::Frame => "Operation codes",
            Carrier::Ioctl => "Control codes",
        };
        Some(Enum {
            name: name.clone(),
            module: ModuleId(0),
            docs: Docs { text: Some(format!("{of} of the protocol's commands.")), ..Docs::default() },
            repr: IntType { signed: false, bits: (last_opcode(carrier) + 1).ilog2() as u8 },
            closed: false,
            values,
            span: self.files.first()?.file.protocol.span,
        })
    }
}
