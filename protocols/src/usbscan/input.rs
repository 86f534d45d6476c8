use opcodec::{DecodeError, EncodeError, ErrorKind};

use super::{Error, IoBlock, IoBlockEx, Reason};

/// The input buffer of [`Scanner::device_io_control`](super::Scanner::device_io_control).
///
/// The structures that hold a pointer come as typed values, which have the right size by construction, or as their
/// image in C beside the memory that the pointer names; a pointer as a number never gets in.
///
/// ```
/// use opcodec_protocols::usbscan::{Input, IoBlock};
/// let data = [0xAA, 0xBB];
/// let block = IoBlock { u_offset: 0x12, u_length: 2, pby_data: Some(&data), u_index: 0 };
///
/// // The same as a 64-bit program lays it out, with its data at some address.
/// let image = block.to_c64(0x7FFE_0000);
/// assert_eq!(image.len(), 24);
/// let input = Input::Image { bytes: &image, memory: Some(&data) };
/// # let _ = (input, Input::from(block));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Input<'a> {
    /// NULL, and a length of zero.
    #[default]
    None,
    /// An `IO_BLOCK`.
    Block(IoBlock<'a>),
    /// An `IO_BLOCK_EX`.
    BlockEx(IoBlockEx<'a>),
    /// A structure without pointers, in its bytes.
    Bytes(&'a [u8]),
    /// An `IO_BLOCK` or `IO_BLOCK_EX` as C lays it out; its length says for which target.
    Image {
        /// The structure: 16 or 24 bytes for `IO_BLOCK`, 20 or 24 for `IO_BLOCK_EX`.
        bytes: &'a [u8],
        /// What `pbyData` points to. Where the address in the structure is zero, it points to nothing, whatever
        /// stands here.
        memory: Option<&'a [u8]>,
    },
    /// The same buffer as the output buffer: what `IOCTL_GET_DEVICE_DESCRIPTOR` is called with.
    Output,
}

impl<'a> From<IoBlock<'a>> for Input<'a> {
    fn from(block: IoBlock<'a>) -> Self {
        Input::Block(block)
    }
}

impl<'a> From<IoBlockEx<'a>> for Input<'a> {
    fn from(block: IoBlockEx<'a>) -> Self {
        Input::BlockEx(block)
    }
}

impl<'a> From<&'a [u8]> for Input<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Input::Bytes(bytes)
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for Input<'a> {
    fn from(bytes: &'a [u8; N]) -> Self {
        Input::Bytes(bytes)
    }
}

impl<'a> Input<'a> {
    /// The request takes none.
    pub(super) fn absent(self) -> Result<(), Error> {
        match self {
            Input::None => Ok(()),
            _ => Err(Error::parameter(Reason::InputPresent)),
        }
    }

    /// A structure without pointers.
    pub(super) fn bytes(self) -> Result<&'a [u8], Error> {
        match self {
            Input::Bytes(bytes) | Input::Image { bytes, memory: None } => Ok(bytes),
            Input::None => Err(Error::parameter(Reason::InputAbsent)),
            _ => Err(Error::parameter(Reason::OtherStructure)),
        }
    }

    pub(super) fn block(self) -> Result<IoBlock<'a>, Error> {
        let (bytes, memory) = match self {
            Input::Block(block) => return Ok(block),
            other => other.image()?,
        };
        let got = bytes.len();
        match got {
            IoBlock::SIZE_32 => IoBlock::from_c32(bytes, memory).map_err(of_input),
            IoBlock::SIZE_64 => IoBlock::from_c64(bytes, memory).map_err(of_input),
            _ => Err(size(IoBlock::SIZE_32, IoBlock::SIZE_64, got)),
        }
    }

    pub(super) fn block_ex(self) -> Result<IoBlockEx<'a>, Error> {
        let (bytes, memory) = match self {
            Input::BlockEx(block) => return Ok(block),
            other => other.image()?,
        };
        let got = bytes.len();
        match got {
            IoBlockEx::SIZE_32 => IoBlockEx::from_c32(bytes, memory).map_err(of_input),
            IoBlockEx::SIZE_64 => IoBlockEx::from_c64(bytes, memory).map_err(of_input),
            _ => Err(size(IoBlockEx::SIZE_32, IoBlockEx::SIZE_64, got)),
        }
    }

    fn image(self) -> Result<(&'a [u8], Option<&'a [u8]>), Error> {
        match self {
            Input::Image { bytes, memory } => Ok((bytes, memory)),
            Input::Bytes(bytes) => Ok((bytes, None)),
            Input::None => Err(Error::parameter(Reason::InputAbsent)),
            Input::Block(_) | Input::BlockEx(_) | Input::Output => {
                Err(Error::parameter(Reason::OtherStructure))
            }
        }
    }
}

const fn size(bits32: usize, bits64: usize, got: usize) -> Error {
    Error::parameter(Reason::InputSize { bits32, bits64, got })
}

pub(super) const fn of_input(error: DecodeError) -> Error {
    Error::parameter(Reason::Input(error))
}

pub(super) const fn of_request(error: EncodeError) -> Error {
    Error::parameter(Reason::Request(error))
}

/// Of a map that checks `uLength` against the buffer.
pub(super) fn of_length(error: EncodeError, length: u32, buffer: Option<&[u8]>) -> Error {
    match error.kind() {
        ErrorKind::Check => {
            Error::parameter(Reason::Length { length, buffer: buffer.map_or(0, <[u8]>::len) })
        }
        _ => of_request(error),
    }
}
