//! Integers, booleans, enums and codes: out of words of bytes, into words, as numbers.

use opcodec_schema::ir::{Bits, Constant, Scalar};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::expr::{Ex, Ty};
use crate::paths::{Cx, is_primitive, primitive};

/// The bits of a word, in the smallest primitive that holds them.
pub(crate) fn load(bits: &Bits, bytes: &TokenStream, base: u64) -> Ex {
    let (low, high) = (bits.shift / 8, (bits.shift + bits.width - 1) / 8);
    let count = high - low + 1;
    let byte = |significance: u8| {
        let within = if bits.little_endian { significance } else { bits.bytes - 1 - significance };
        let index = Literal::u64_unsuffixed(base + u64::from(within));
        quote!(#bytes[#index])
    };
    let (shift, container) = (bits.shift % 8, unsigned(count * 8));
    let held = u32::from(count) * 8;
    let size = container_bytes(count);
    let mut word = if count == 1 {
        Ex::atom(byte(low), Ty::I64)
    } else {
        let zeros = (count..size).map(|_| quote!(0));
        if bits.little_endian {
            let least_first = (low..=high).map(byte);
            Ex::atom(quote!(#container::from_le_bytes([#(#least_first,)* #(#zeros),*])), Ty::I64)
        } else {
            let most_first = (low..=high).rev().map(byte);
            Ex::atom(quote!(#container::from_be_bytes([#(#zeros,)* #(#most_first),*])), Ty::I64)
        }
    };
    if shift > 0 {
        let (inner, by) = (word.operand(), Literal::u8_unsuffixed(shift));
        word = Ex::new(quote!(#inner >> #by), Ty::I64);
    }
    if u32::from(bits.width) + u32::from(shift) < held {
        let inner = word.operand();
        let mask = hex(u128::MAX >> (128 - u32::from(bits.width)), 2);
        word = Ex::new(quote!(#inner & #mask), Ty::I64);
    }
    let want = unsigned(bits.width);
    if want != container {
        let inner = word.operand();
        word = Ex::new(quote!(#inner as #want), Ty::I64);
    }
    word
}

fn container_bytes(count: u8) -> u8 {
    count.next_power_of_two()
}

/// `u8` to `u128`.
pub(crate) fn unsigned(bits: u8) -> proc_macro2::Ident {
    primitive(opcodec_schema::ir::IntType { signed: false, bits })
}

/// `0x1F`, `0xC0AA_0202`.
pub(crate) fn hex(value: u128, digits: usize) -> TokenStream {
    let plain = format!("{value:0digits$X}");
    let mut text = String::from("0x");
    for (index, digit) in plain.chars().enumerate() {
        if index > 0 && plain.len() > 4 && (plain.len() - index) % 4 == 0 {
            text.push('_');
        }
        text.push(digit);
    }
    text.parse().unwrap_or_default()
}

impl Cx<'_> {
    /// A scalar from its bits in the smallest unsigned primitive. Of a closed enum an `Option`.
    pub(crate) fn scalar(&self, ty: Scalar, bits: &Ex) -> TokenStream {
        let tokens = &bits.tokens;
        match ty {
            Scalar::Bool => {
                let operand = bits.operand();
                quote!(#operand != 0)
            }
            Scalar::Int(int) => self.integer(int, bits),
            Scalar::Enum(id) => {
                let of = self.enumeration(id);
                let (path, raw) = (self.ty(of.module, &of.name), self.integer(of.repr, bits));
                if of.closed { quote!(#path::from_raw(#raw)) } else { quote!(#path::new(#raw)) }
            }
            Scalar::Flags(id) => {
                let of = self.flags(id);
                let (path, raw) = (self.ty(of.module, &of.name), self.integer(of.repr, bits));
                quote!(#path::new(#raw))
            }
            Scalar::Errors(id) => {
                let of = self.table(id);
                let path = self.ty(of.module, &of.name);
                quote!(#path::new(#tokens))
            }
        }
    }

    fn integer(&self, int: opcodec_schema::ir::IntType, bits: &Ex) -> TokenStream {
        let (tokens, ty) = (&bits.tokens, self.int_ty(int));
        match (is_primitive(int), int.signed) {
            (true, false) => quote!(#tokens),
            (true, true) => {
                let operand = bits.operand();
                quote!(#operand as #ty)
            }
            (false, false) => quote!(#ty::new(#tokens)),
            (false, true) => quote!(#ty::from_bits(#tokens)),
        }
    }

    /// The bits of a scalar in an unsigned primitive.
    pub(crate) fn to_bits(&self, ty: Scalar, value: &TokenStream) -> Ex {
        let shape = self.shape(ty);
        let raw = match ty {
            Scalar::Bool => return Ex::atom(value.clone(), Ty::Bool),
            Scalar::Enum(_) | Scalar::Flags(_) | Scalar::Errors(_) => quote!(#value.raw()),
            Scalar::Int(_) => quote!(#value),
        };
        match (is_primitive(shape), shape.signed) {
            (true, false) => Ex::atom(raw, Ty::I64),
            (true, true) => {
                let unsigned = unsigned(shape.bits);
                Ex::new(quote!(#raw as #unsigned), Ty::I64)
            }
            (false, false) => Ex::atom(quote!(#raw.value()), Ty::I64),
            (false, true) => Ex::atom(quote!(#raw.to_bits()), Ty::I64),
        }
    }

    /// A scalar as the primitive that params are passed as.
    pub(crate) fn to_raw(&self, ty: Scalar, value: &TokenStream) -> TokenStream {
        match ty {
            Scalar::Bool => quote!(#value),
            Scalar::Int(int) if is_primitive(int) => quote!(#value),
            Scalar::Int(_) => quote!(#value.value()),
            Scalar::Enum(id) if !is_primitive(self.enumeration(id).repr) => quote!(#value.raw().value()),
            Scalar::Flags(id) if !is_primitive(self.flags(id).repr) => quote!(#value.raw().value()),
            Scalar::Enum(_) | Scalar::Flags(_) | Scalar::Errors(_) => quote!(#value.raw()),
        }
    }

    /// A scalar as a number of an expression.
    pub(crate) fn number(&self, ty: Scalar, value: &TokenStream) -> Ex {
        if ty == Scalar::Bool {
            return Ex::atom(value.clone(), Ty::Bool);
        }
        let raw = self.to_raw(ty, value);
        self.raw_number(ty, &raw)
    }

    /// The primitive of a param as a number of an expression.
    pub(crate) fn raw_number(&self, ty: Scalar, raw: &TokenStream) -> Ex {
        if ty == Scalar::Bool {
            return Ex::atom(raw.clone(), Ty::Bool);
        }
        let shape = self.shape(ty);
        let number = if shape.bits > 64 || shape.bits == 64 && !shape.signed {
            Ex::new(quote!(#raw as i128), Ty::I128)
        } else if shape.bits > 32 && shape.signed {
            Ex::atom(raw.clone(), Ty::I64)
        } else {
            Ex::new(quote!(#raw as i64), Ty::I64)
        };
        number.with_raw(raw, shape)
    }

    /// A scalar's constant.
    pub(crate) fn constant(&self, ty: Scalar, value: i128) -> TokenStream {
        match ty {
            Scalar::Bool => {
                let value = value != 0;
                quote!(#value)
            }
            Scalar::Int(int) => {
                let literal = super::expr::integer(value);
                if is_primitive(int) {
                    quote!(#literal)
                } else {
                    let ty = self.int_ty(int);
                    quote!(#ty::new(#literal))
                }
            }
            Scalar::Enum(id) => {
                let of = self.enumeration(id);
                let path = self.ty(of.module, &of.name);
                match of.values.iter().find(|known| known.value == value) {
                    Some(known) => {
                        let name = super::enums::enumerator(of, known);
                        quote!(#path::#name)
                    }
                    None => {
                        let raw = self.constant(Scalar::Int(of.repr), value);
                        quote!(#path::new(#raw))
                    }
                }
            }
            Scalar::Flags(id) => super::flags::literal(self, self.flags(id), value),
            Scalar::Errors(id) => {
                let of = self.table(id);
                let path = self.ty(of.module, &of.name);
                let raw = hex(value as u128, 8);
                quote!(#path::new(#raw))
            }
        }
    }

    /// The value of a row that says none: its `default`, or the zero of its type.
    pub(crate) fn scalar_default(&self, ty: Scalar, default: Option<&Constant>) -> Option<TokenStream> {
        match default {
            Some(Constant::Int(value)) => Some(self.constant(ty, *value)),
            Some(_) => None,
            None => match ty {
                Scalar::Enum(id)
                    if self.enumeration(id).closed
                        && !self.enumeration(id).values.iter().any(|known| known.value == 0) =>
                {
                    None
                }
                ty => Some(self.constant(ty, 0)),
            },
        }
    }
}
