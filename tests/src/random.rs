//! Random bytes that are the same in every run, and mutations of valid messages.

/// Marsaglia's xorshift with 64 bits of state.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// A sequence of its own for every `seed`.
    pub const fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// The next 64 bits.
    pub const fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// A number below `limit`, which is not 0.
    pub const fn below(&mut self, limit: usize) -> usize {
        (self.next() >> 16) as usize % limit
    }

    /// Random bytes: short ones often, and zeros and ones more often than chance would have it.
    pub fn bytes(&mut self, longest: usize) -> Vec<u8> {
        let longest = 1 + self.below(longest + 1);
        let len = self.below(longest);
        (0..len)
            .map(|_| match self.below(4) {
                0 => 0,
                1 => self.below(9) as u8,
                _ => self.next() as u8,
            })
            .collect()
    }

    /// One of `seeds`, or random bytes, with something done to it.
    pub fn message(&mut self, seeds: &[Vec<u8>]) -> Vec<u8> {
        if seeds.is_empty() || self.below(5) == 0 {
            return self.bytes(64);
        }
        let mut bytes = seeds[self.below(seeds.len())].clone();
        for _ in 0..self.below(4) {
            self.change(&mut bytes, seeds);
        }
        bytes
    }

    fn change(&mut self, bytes: &mut Vec<u8>, seeds: &[Vec<u8>]) {
        let len = bytes.len();
        match self.below(8) {
            0 => bytes.truncate(self.below(len + 1)),
            1 => bytes.extend(self.bytes(8)),
            2 => bytes.extend_from_slice(&seeds[self.below(seeds.len())]),
            _ if len == 0 => bytes.push(self.next() as u8),
            3 => {
                bytes.remove(self.below(len));
            }
            4 => bytes.insert(self.below(len), self.next() as u8),
            // Lengths stand near the front.
            5 => bytes[self.below(len.min(8))] = self.below(40) as u8,
            6 => bytes[self.below(len)] ^= 1 << self.below(8),
            _ => bytes[self.below(len)] = self.next() as u8,
        }
    }
}
