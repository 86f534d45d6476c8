//! What a pointer points to: borrowed, for an address cannot be followed.

/// How many bytes a pointer points to; none where it is null.
#[inline]
#[must_use]
pub const fn pointed_len(pointer: Option<&[u8]>) -> usize {
    match pointer {
        Some(bytes) => bytes.len(),
        None => 0,
    }
}
