//! Placeholder: the errors of decoding and encoding.
/// Why bytes are not what they should be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DecodeError;
impl core::fmt::Display for DecodeError {
    fn fmt(&self, _: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        Ok(())
    }
}
impl core::error::Error for DecodeError {}
/// Why a message cannot be encoded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EncodeError;
impl core::fmt::Display for EncodeError {
    fn fmt(&self, _: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        Ok(())
    }
}
impl core::error::Error for EncodeError {}
