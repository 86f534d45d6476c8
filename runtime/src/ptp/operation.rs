use core::fmt;

use super::parameters::{Coded, coded};

/// An operation request: its code and its parameters. Session and transaction ids, like the container, are the
/// transport's.
///
/// ```
/// use opcodec::ptp::{MAX_LEN, Operation};
/// let get_object = Operation::new(0x1009, [7]);
/// assert_eq!((get_object.code(), get_object.parameters()), (0x1009, &[7][..]));
/// assert_eq!(get_object.encode(&mut [0; MAX_LEN]), [0x09, 0x10, 7, 0, 0, 0]);
/// assert_eq!(Operation::from_array([0x09, 0x10, 7, 0, 0, 0]), get_object);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Operation {
    coded: Coded,
}

impl Operation {
    coded!("An operation", "operation");

    /// [`from_bytes`](Self::from_bytes) of 2, 6, 10, 14, 18 or 22 bytes; others do not compile.
    pub const fn from_array<const N: usize>(bytes: [u8; N]) -> Self {
        const { assert!(N >= 2 && N <= 22 && N % 4 == 2, "a code and up to five parameters") };
        match Self::from_bytes(&bytes) {
            Some(operation) => operation,
            // The length was looked at.
            None => Self::new(0, []),
        }
    }

    const fn of(coded: Coded) -> Self {
        Operation { coded }
    }
}

impl fmt::Debug for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.coded.show(f, "Operation")
    }
}
