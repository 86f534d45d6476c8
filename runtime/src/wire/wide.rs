//! Whole-byte integers of more than 8 bytes, as elements of lists.

use super::{Big, Element, Extent, Little, put_wide, upto};
use crate::{DecodeError, EncodeError, ErrorKind, Place, int};

/// The byte orders.
trait Order: Copy {
    const LITTLE: bool;
}
impl Order for Big {
    const LITTLE: bool = false;
}
impl Order for Little {
    const LITTLE: bool = true;
}

/// The bits of up to 16 bytes.
#[inline]
fn load<O: Order>(bytes: &[u8]) -> u128 {
    let mut word = [0; 16];
    let unused = if O::LITTLE { 0 } else { 16_usize.saturating_sub(bytes.len()) };
    // They are as many as there is room for.
    let _ = super::put(&mut word, unused, upto(bytes, 16));
    if O::LITTLE { u128::from_le_bytes(word) } else { u128::from_be_bytes(word) }
}

#[inline]
fn take<O: Order>(input: &[u8], len: usize, place: &'static Place) -> Result<u128, DecodeError> {
    match input.split_at_checked(len) {
        Some((word, _)) => Ok(load::<O>(word)),
        None => Err(DecodeError::short(place, len, input.len())),
    }
}

#[inline]
fn put<O: Order>(
    bits: u128,
    out: &mut [u8],
    len: usize,
    place: &'static Place,
) -> Result<usize, EncodeError> {
    let room = out.len();
    match put_wide(out, 0, bits, len, O::LITTLE) {
        Some(()) => Ok(len),
        None => Err(EncodeError::new(ErrorKind::Size, place, 0, room as u64, len as u64)),
    }
}

macro_rules! wide {
    ($ty:ty, $len:literal, $order:ty, |$bits:ident| $from:expr, |$value:ident| $to:expr) => {
        impl<'a> Element<'a, $order> for $ty {
            const ANY: Option<usize> = Some($len);
            const SCALAR: bool = true;
            #[inline]
            fn take(
                input: &'a [u8],
                _: Extent,
                _: $order,
                place: &'static Place,
            ) -> Result<(Self, usize), DecodeError> {
                let $bits = take::<$order>(input, $len, place)?;
                Ok(($from, $len))
            }
            #[inline]
            fn encoded_len(&self, _: $order) -> usize {
                $len
            }
            #[inline]
            fn put(&self, out: &mut [u8], _: $order, place: &'static Place) -> Result<usize, EncodeError> {
                let $value = *self;
                put::<$order>($to, out, $len, place)
            }
        }
    };
}

macro_rules! orders {
    ($($unsigned:ident $signed:ident $len:literal;)*) => {$(
        orders!(@ $unsigned $signed $len Big);
        orders!(@ $unsigned $signed $len Little);
    )*};
    (@ $unsigned:ident $signed:ident $len:literal $order:ident) => {
        wide!(int::$unsigned, $len, $order, |bits| Self::new(bits & Self::MASK), |value| value.value());
        wide!(int::$signed, $len, $order, |bits| Self::from_bits(bits & int::$unsigned::MASK), |value| value.to_bits());
    };
}
orders! {
    u72 i72 9;
    u80 i80 10;
    u88 i88 11;
    u96 i96 12;
    u104 i104 13;
    u112 i112 14;
    u120 i120 15;
}
wide!(u128, 16, Big, |bits| bits, |value| value);
wide!(u128, 16, Little, |bits| bits, |value| value);
wide!(i128, 16, Big, |bits| bits as Self, |value| value as u128);
wide!(i128, 16, Little, |bits| bits as Self, |value| value as u128);
