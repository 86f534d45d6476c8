//! `[flags.X]` to the model.

use std::collections::HashMap;

use super::enums::{clash, docs, name};
use crate::diag::{Code, Diagnostic, Sink};
use crate::ir::{Flag, Flags, IntType, ModuleId};
use crate::syntax::{FlagDecl, FlagsDecl, Text};

/// Flags of the model, if their declaration is right.
pub(crate) fn flags(decl: &FlagsDecl, module: ModuleId, sink: &mut Sink) -> Option<Flags> {
    let repr = repr(&decl.ty, sink);
    let mut right = unique(&decl.bits, sink);
    if let Some(repr) = repr {
        right &= inside(&decl.bits, repr, &decl.ty, sink);
    }
    let repr = repr.filter(|_| right)?;
    let bits = decl.bits.iter().map(|flag| Flag {
        name: name(&flag.name, flag.rename.as_ref()),
        bit: u8::try_from(flag.bit.value.value).unwrap_or_default(),
        docs: docs(&flag.docs),
    });
    Some(Flags {
        name: name(&decl.name, decl.rename.as_ref()),
        module,
        docs: docs(&decl.docs),
        repr,
        bits: bits.collect(),
        span: decl.name.span,
    })
}

fn repr(ty: &Text, sink: &mut Sink) -> Option<IntType> {
    let digits = ty.value.strip_prefix('u').unwrap_or_default();
    let plain = !digits.starts_with('0') && digits.bytes().all(|digit| digit.is_ascii_digit());
    if let Ok(bits @ 1..=64) = digits.parse::<u8>()
        && plain
    {
        return Some(IntType { signed: false, bits });
    }
    let message = format!("flags are bits of an unsigned integer, and `{}` is none", ty.value.escape_debug());
    sink.push(Diagnostic::error(Code::FlagsType, ty.span, message).help("these are `u1` to `u64`"));
    None
}

fn inside(bits: &[FlagDecl], repr: IntType, ty: &Text, sink: &mut Sink) -> bool {
    let mut right = true;
    for FlagDecl { name, bit, .. } in bits {
        if !(0..i128::from(repr.bits)).contains(&bit.value.value) {
            let (name, written) = (&name.value, &bit.value.written);
            let message =
                format!("`{name}` is bit {written}, and {} has the bits 0 to {}", ty.value, repr.bits - 1);
            let error = Diagnostic::error(Code::FlagRange, bit.span, message).label(ty.span, "its type");
            let mask = Some(bit.value.value).filter(|_| written.starts_with("0x"));
            sink.push(match mask.and_then(|mask| mask_of(mask, repr)) {
                Some(bit) => error
                    .help(format!("this is the mask of bit {bit}, and bits are written by their numbers")),
                None => error,
            });
            right = false;
        }
    }
    right
}

/// The number of the bit whose mask somebody wrote.
fn mask_of(value: i128, repr: IntType) -> Option<u32> {
    let bit = u64::try_from(value).ok().filter(|mask| mask.is_power_of_two())?.trailing_zeros();
    (bit < u32::from(repr.bits)).then_some(bit)
}

/// Every bit and every Rust name once.
fn unique(bits: &[FlagDecl], sink: &mut Sink) -> bool {
    let mut right = true;
    let (mut numbers, mut names) = (HashMap::new(), HashMap::new());
    for later in bits {
        let bit = &later.bit.value;
        let first: &FlagDecl = numbers.entry(bit.value).or_insert(later);
        if !std::ptr::eq(first, later) {
            let message =
                format!("`{}` and `{}` are both bit {}", first.name.value, later.name.value, bit.written);
            let wrong = Diagnostic::error(Code::DoubleFlag, later.bit.span, message);
            sink.push(wrong.label(first.bit.span, "the first"));
            right = false;
        }
        let rust = name(&later.name, later.rename.as_ref()).screaming();
        let first: &FlagDecl = names.entry(rust.clone()).or_insert(later);
        if !std::ptr::eq(first, later) {
            sink.push(clash(&first.name, &later.name, later.name.span, &rust));
            right = false;
        }
    }
    right
}
