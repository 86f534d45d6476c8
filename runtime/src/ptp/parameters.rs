//! A code and up to five parameters: what operations, responses and events have in common.

use core::fmt;

use super::MAX_LEN;

/// A code and up to five 32-bit parameters. All five are kept, for a fixed copy beats a loop.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(super) struct Coded {
    pub(super) code: u16,
    values: [u32; 5],
    count: u8,
}

impl Coded {
    pub(super) const fn new<const N: usize>(code: u16, parameters: [u32; N]) -> Self {
        const { assert!(N <= 5, "PTP has at most five parameters") };
        let mut values = [0; 5];
        if let Some((head, _)) = values.split_first_chunk_mut::<N>() {
            *head = parameters;
        }
        Coded { code, values, count: N as u8 }
    }

    pub(super) const fn from_slice(code: u16, parameters: &[u32]) -> Option<Self> {
        let mut values = [0; 5];
        let Some((head, _)) = values.split_at_mut_checked(parameters.len()) else { return None };
        head.copy_from_slice(parameters);
        Some(Coded { code, values, count: parameters.len() as u8 })
    }

    /// Code and parameters, little-endian.
    pub(super) const fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let Some((code, rest)) = bytes.split_first_chunk::<2>() else { return None };
        let (mut coded, mut rest) =
            (Coded { code: u16::from_le_bytes(*code), values: [0; 5], count: 0 }, rest);
        while let Some((parameter, behind)) = rest.split_first_chunk::<4>() {
            let Some((_, free)) = coded.values.split_at_mut_checked(coded.count as usize) else {
                return None;
            };
            let Some((place, _)) = free.split_first_mut() else { return None };
            *place = u32::from_le_bytes(*parameter);
            coded.count += 1;
            rest = behind;
        }
        if rest.is_empty() { Some(coded) } else { None }
    }

    pub(super) fn encode<'o>(&self, out: &'o mut [u8; MAX_LEN]) -> &'o [u8] {
        let (code, rest) = out.split_at_mut(2);
        code.copy_from_slice(&self.code.to_le_bytes());
        for (place, value) in rest.chunks_exact_mut(4).zip(self.parameters()) {
            place.copy_from_slice(&value.to_le_bytes());
        }
        out.get(..2 + 4 * usize::from(self.count)).unwrap_or(out)
    }

    pub(super) fn parameters(&self) -> &[u32] {
        self.values.get(..usize::from(self.count)).unwrap_or(&self.values)
    }

    pub(super) fn show(&self, f: &mut fmt::Formatter<'_>, what: &str) -> fmt::Result {
        write!(f, "{what} 0x{:04X} {:X?}", self.code, self.parameters())
    }
}

/// What an operation, a response and an event have in common.
macro_rules! coded {
    ($what:literal, $code:literal) => {
        #[doc = concat!($what, " with N parameters; more than five do not compile.")]
        pub const fn new<const N: usize>(code: u16, parameters: [u32; N]) -> Self {
            Self::of(Coded::new(code, parameters))
        }

        #[doc = concat!($what, " with these parameters; `None` if they are more than five.")]
        pub const fn from_slice(code: u16, parameters: &[u32]) -> Option<Self> {
            match Coded::from_slice(code, parameters) {
                Some(coded) => Some(Self::of(coded)),
                None => None,
            }
        }

        /// From the code (16 bits) and the parameters (32 bits each), little-endian, as they lie in a container.
        /// `None` if the code or a parameter is not all there, or there are more than five.
        pub const fn from_bytes(bytes: &[u8]) -> Option<Self> {
            match Coded::from_bytes(bytes) {
                Some(coded) => Some(Self::of(coded)),
                None => None,
            }
        }

        /// Writes the code and the parameters as [`from_bytes`](Self::from_bytes) reads them.
        pub fn encode<'o>(&self, out: &'o mut [u8; $crate::ptp::MAX_LEN]) -> &'o [u8] {
            self.coded.encode(out)
        }

        #[doc = concat!("The ", $code, " code.")]
        pub const fn code(&self) -> u16 {
            self.coded.code
        }

        /// The parameters, in order.
        pub fn parameters(&self) -> &[u32] {
            self.coded.parameters()
        }
    };
}
pub(super) use coded;
