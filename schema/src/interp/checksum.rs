//! Checksums, bit by bit: what generated code does by table.

use crate::ir::{Checksum, Crc};

/// The checksum of these bytes.
pub(crate) fn checksum(of: &Checksum, bytes: &[u8]) -> i128 {
    match of {
        Checksum::Crc(crc) => i128::from(self::crc(crc, bytes)),
        Checksum::Sum8 => i128::from(bytes.iter().fold(0_u8, |sum, byte| sum.wrapping_add(*byte))),
        Checksum::Xor8 => i128::from(bytes.iter().fold(0_u8, |all, byte| all ^ byte)),
    }
}

/// A register of `width` bits, its most significant bit first.
fn crc(of: &Crc, bytes: &[u8]) -> u64 {
    let width = u32::from(of.width.clamp(1, 64));
    let top = 1_u64 << (width - 1);
    let mask = u64::MAX >> (64 - width);
    let mut register = of.init;
    for byte in bytes {
        let byte = if of.reflect_in { byte.reverse_bits() } else { *byte };
        for bit in (0..8).rev() {
            let out = (register & top != 0) != (byte >> bit & 1 != 0);
            register = register << 1 & mask;
            if out {
                register ^= of.poly;
            }
        }
    }
    if of.reflect_out {
        register = register.reverse_bits() >> (64 - width);
    }
    register ^ of.xor_out
}
