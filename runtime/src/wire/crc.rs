//! Checksums over bytes: cyclic redundancy checks of any width up to 64 bits by table, sums, and exclusive or.

/// A cyclic redundancy check of up to as many bits as `W` has, with its table: one lookup a byte.
///
/// `REFLECTED` is whether each byte goes in with its lowest bit first. It is made in a `static`, of which generated
/// code has one for each algorithm.
///
/// ```
/// use opcodec::wire::Crc;
/// /// CRC-16/MODBUS: 16 bits, polynomial 0x8005, starts with 0xFFFF, reflected both ways.
/// static MODBUS: Crc<u16, true> = Crc::<u16, true>::new(16, 0x8005, 0xFFFF, true, 0);
/// assert_eq!(MODBUS.checksum(b"123456789"), 0x4B37);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Crc<W, const REFLECTED: bool> {
    table: [W; 256],
    /// What the register starts with, as it stands in the register.
    init: W,
    /// Unused bits of the register, below the others (of a reflected one: above them).
    unused: u32,
    /// Whether the register comes out with its bits the other way round than it is kept.
    turned: bool,
    xor_out: W,
}

macro_rules! crc {
    ($($word:ident),*) => {$(
        impl Crc<$word, true> {
            /// The algorithm as the catalogue of parametrised CRCs describes it: `width` bits, at least one and at
            /// most as many as the word has.
            #[must_use]
            pub const fn new(width: u32, poly: $word, init: $word, reflect_out: bool, xor_out: $word) -> Self {
                let unused = $word::BITS.saturating_sub(width);
                let poly = poly.reverse_bits().wrapping_shr(unused);
                let mut table = [0; 256];
                let mut rest: &mut [$word] = &mut table;
                let mut byte: $word = 0;
                while let [entry, others @ ..] = rest {
                    *entry = byte;
                    let mut bit = 0;
                    while bit < 8 {
                        *entry = if *entry & 1 == 0 { *entry >> 1 } else { *entry >> 1 ^ poly };
                        bit += 1;
                    }
                    rest = others;
                    byte = byte.wrapping_add(1);
                }
                let init = init.reverse_bits().wrapping_shr(unused);
                Self { table, init, unused, turned: !reflect_out, xor_out }
            }

            /// The checksum of these bytes.
            #[inline]
            #[must_use]
            pub const fn checksum(&self, mut bytes: &[u8]) -> $word {
                let mut register = self.init;
                while let [byte, rest @ ..] = bytes {
                    // In two steps, for a register of one byte.
                    register = self.table[(register as u8 ^ *byte) as usize] ^ register >> 4 >> 4;
                    bytes = rest;
                }
                if self.turned {
                    register = register.reverse_bits().wrapping_shr(self.unused);
                }
                register ^ self.xor_out
            }
        }

        impl Crc<$word, false> {
            /// The algorithm as the catalogue of parametrised CRCs describes it: `width` bits, at least one and at
            /// most as many as the word has.
            #[must_use]
            pub const fn new(width: u32, poly: $word, init: $word, reflect_out: bool, xor_out: $word) -> Self {
                const TOP: $word = 1 << ($word::BITS - 1);
                let unused = $word::BITS.saturating_sub(width);
                let poly = poly.wrapping_shl(unused);
                let mut table = [0; 256];
                let mut rest: &mut [$word] = &mut table;
                let mut byte: $word = 0;
                while let [entry, others @ ..] = rest {
                    *entry = byte << ($word::BITS - 8);
                    let mut bit = 0;
                    while bit < 8 {
                        *entry = if *entry & TOP == 0 { *entry << 1 } else { *entry << 1 ^ poly };
                        bit += 1;
                    }
                    rest = others;
                    byte = byte.wrapping_add(1);
                }
                Self { table, init: init.wrapping_shl(unused), unused, turned: reflect_out, xor_out }
            }

            /// The checksum of these bytes.
            #[inline]
            #[must_use]
            pub const fn checksum(&self, mut bytes: &[u8]) -> $word {
                let mut register = self.init;
                while let [byte, rest @ ..] = bytes {
                    let top = (register >> ($word::BITS - 8)) as u8;
                    register = self.table[(top ^ *byte) as usize] ^ register << 4 << 4;
                    bytes = rest;
                }
                register = if self.turned {
                    register.reverse_bits()
                } else {
                    register.wrapping_shr(self.unused)
                };
                register ^ self.xor_out
            }
        }
    )*};
}
crc!(u8, u16, u32, u64);

/// The low 8 bits of the sum of all bytes.
#[inline]
#[must_use]
pub const fn sum8(mut bytes: &[u8]) -> u8 {
    let mut sum: u8 = 0;
    while let [byte, rest @ ..] = bytes {
        sum = sum.wrapping_add(*byte);
        bytes = rest;
    }
    sum
}

/// All bytes, combined by exclusive or.
#[inline]
#[must_use]
pub const fn xor8(mut bytes: &[u8]) -> u8 {
    let mut all = 0;
    while let [byte, rest @ ..] = bytes {
        all ^= *byte;
        bytes = rest;
    }
    all
}

/// The bytes from `start` to `end`; none where they are not there.
#[inline]
#[must_use]
pub const fn span(bytes: &[u8], start: usize, end: usize) -> &[u8] {
    super::tail(super::upto(bytes, end), start)
}

/// Sets the bits of `block` among the bytes from `at`, whose other bits stay.
#[inline]
pub const fn merge<const N: usize>(out: &mut [u8], at: usize, block: [u8; N]) -> Option<()> {
    let Some(room) = super::chunk_mut::<N>(out, at) else { return None };
    let mut room: &mut [u8] = room;
    let mut bits = block.as_slice();
    while let ([byte, room_rest @ ..], [set, bits_rest @ ..]) = (room, bits) {
        *byte |= *set;
        (room, bits) = (room_rest, bits_rest);
    }
    Some(())
}
