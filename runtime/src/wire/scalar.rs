//! Whole-byte integers and enums in one of the two byte orders.

use super::{Element, Extent};
use crate::{DecodeError, EncodeError, ErrorKind, Place, Why, int};

/// Most significant byte first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Big;
/// Least significant byte first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Little;

/// A byte order.
pub trait Endian: Copy {
    /// The bits of up to 8 bytes.
    fn load(bytes: &[u8]) -> u64;
    /// The low bits of `bits` to up to 8 bytes.
    fn store(bits: u64, bytes: &mut [u8]);
}
impl Endian for Big {
    #[inline]
    fn load(bytes: &[u8]) -> u64 {
        bytes.iter().fold(0, |bits, byte| bits << 8 | u64::from(*byte))
    }
    #[inline]
    fn store(mut bits: u64, bytes: &mut [u8]) {
        for byte in bytes.iter_mut().rev() {
            *byte = bits as u8;
            bits >>= 8;
        }
    }
}
impl Endian for Little {
    #[inline]
    fn load(bytes: &[u8]) -> u64 {
        bytes.iter().rev().fold(0, |bits, byte| bits << 8 | u64::from(*byte))
    }
    #[inline]
    fn store(mut bits: u64, bytes: &mut [u8]) {
        for byte in bytes {
            *byte = bits as u8;
            bits >>= 8;
        }
    }
}
/// One byte has no order.
impl Endian for () {
    #[inline]
    fn load(bytes: &[u8]) -> u64 {
        Big::load(bytes)
    }
    #[inline]
    fn store(bits: u64, bytes: &mut [u8]) {
        Big::store(bits, bytes);
    }
}

/// An integer or enum of 1 to 8 whole bytes.
pub trait Scalar: Copy {
    /// Its bytes.
    const BYTES: usize;
    /// Whether every pattern of bits is one.
    const TOTAL: bool = true;
    /// From its bits, which fill `BYTES` bytes; nothing where a closed enum has no such value.
    fn from_bits(bits: u64) -> Option<Self>;
    /// Its bits.
    fn to_bits(self) -> u64;
}

macro_rules! primitives {
    ($($ty:ty),*) => {$(
        impl Scalar for $ty {
            const BYTES: usize = size_of::<$ty>();
            #[inline]
            fn from_bits(bits: u64) -> Option<Self> {
                Some(bits as Self)
            }
            #[inline]
            fn to_bits(self) -> u64 {
                self as u64
            }
        }
    )*};
}
primitives!(u8, u16, u32, u64, i8, i16, i32, i64);

macro_rules! odd_widths {
    ($($unsigned:ident $signed:ident $raw:ty, $bits:literal;)*) => {$(
        impl Scalar for int::$unsigned {
            const BYTES: usize = $bits / 8;
            #[inline]
            fn from_bits(bits: u64) -> Option<Self> {
                Some(Self::new(bits as $raw & Self::MASK))
            }
            #[inline]
            fn to_bits(self) -> u64 {
                self.value() as u64
            }
        }
        impl Scalar for int::$signed {
            const BYTES: usize = $bits / 8;
            #[inline]
            fn from_bits(bits: u64) -> Option<Self> {
                Some(Self::from_bits(bits as $raw & int::$unsigned::MASK))
            }
            #[inline]
            fn to_bits(self) -> u64 {
                self.to_bits() as u64
            }
        }
    )*};
}
odd_widths! {
    u24 i24 u32, 24;
    u40 i40 u64, 40;
    u48 i48 u64, 48;
    u56 i56 u64, 56;
}

#[inline]
fn take<S: Scalar, E: Endian>(bytes: &[u8], place: &'static Place) -> Result<(S, usize), DecodeError> {
    let Some((word, _)) = bytes.split_at_checked(S::BYTES) else {
        return Err(DecodeError::short(place, S::BYTES, bytes.len()));
    };
    let bits = E::load(word);
    match S::from_bits(bits) {
        Some(value) => Ok((value, S::BYTES)),
        None => Err(DecodeError::new(Why::Enum, place, 0, 0, bits)),
    }
}

#[inline]
fn put<S: Scalar, E: Endian>(value: S, out: &mut [u8]) -> Option<usize> {
    let (word, _) = out.split_at_mut_checked(S::BYTES)?;
    E::store(value.to_bits(), word);
    Some(S::BYTES)
}

macro_rules! orders {
    ($($order:ty),*) => {$(
        impl<'a, S: Scalar> Element<'a, $order> for S {
            const ANY: Option<usize> = if S::TOTAL { Some(S::BYTES) } else { None };
            const SCALAR: bool = true;
            #[inline]
            fn take(
                input: &'a [u8],
                _: Extent,
                _: $order,
                place: &'static Place,
            ) -> Result<(Self, usize), DecodeError> {
                take::<S, $order>(input, place)
            }
            #[inline]
            fn encoded_len(&self, _: $order) -> usize {
                S::BYTES
            }
            #[inline]
            fn put(&self, out: &mut [u8], _: $order, place: &'static Place) -> Result<usize, EncodeError> {
                let room = out.len();
                put::<S, $order>(*self, out)
                    .ok_or(EncodeError::new(ErrorKind::Size, place, 0, room as u64, S::BYTES as u64))
            }
        }
    )*};
}
orders!(Big, Little, ());

/// The low bits of `bits` to `len` bytes from byte `at`.
#[inline]
pub const fn put_word(out: &mut [u8], at: usize, bits: u64, len: usize, little_endian: bool) -> Option<()> {
    let big = bits.to_be_bytes();
    let little = bits.to_le_bytes();
    let word = if little_endian {
        super::upto(&little, len)
    } else {
        super::tail(&big, big.len().saturating_sub(len))
    };
    super::put(out, at, word)
}

/// The low bits of `bits` to `len` bytes from byte `at`.
#[inline]
pub const fn put_wide(out: &mut [u8], at: usize, bits: u128, len: usize, little_endian: bool) -> Option<()> {
    let big = bits.to_be_bytes();
    let little = bits.to_le_bytes();
    let word = if little_endian {
        super::upto(&little, len)
    } else {
        super::tail(&big, big.len().saturating_sub(len))
    };
    super::put(out, at, word)
}
