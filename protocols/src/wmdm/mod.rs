//! Private controls to a media device, as Windows Media Device Manager passes them on.
//!
//! [`Device`] has the method `DeviceIoControl` of `IWMDMDevice3` over any [`ServiceProvider`]: it validates the
//! buffers and forwards. [`MtpProvider`] is the provider of MTP devices, over any
//! [`Transport<Ptp>`](opcodec::Transport): it takes custom MTP commands.
//!
//! # What each sentence of the documentation becomes
//!
//! | the page says | here |
//! |---|---|
//! | sends an IOCTL code to the device | [`Device::device_io_control`], with any 32-bit code |
//! | a pass-through method: forwards the call to the service provider after validating the parameters | the code reaches the provider as it is, known or not, and so do the buffers |
//! | on an MTP device, use `IOCTL_MTP_CUSTOM_COMMAND` | [`IoctlMtpCustomCommand::OPCODE`], 0x3150544D; to any other code [`MtpProvider`] says `WMDM_E_NOTSUPPORTED` |
//! | the input buffer can be NULL if its size is zero | an absent one has no size; [`Device::device_io_control_sized`] takes both apart, and there an absent one with another size is `E_POINTER` |
//! | on an MTP device, `MTP_COMMAND_DATA_IN`; `SIZEOF_REQUIRED_COMMAND_DATA_IN` | [`MtpCommandDataIn`]: less than 34 bytes are `E_INVALIDARG` |
//! | the output buffer can be NULL if `*pnOutBufferSize` is zero | as for the input; for a custom MTP command that is `WMDM_E_BUFFERTOOSMALL` |
//! | on an MTP device, `MTP_COMMAND_DATA_OUT`; `SIZEOF_REQUIRED_COMMAND_DATA_OUT` | [`MtpCommandDataOut`]: less than 30 bytes, or than 30 and the data that the device sends, are `WMDM_E_BUFFERTOOSMALL` |
//! | `pnOutBufferSize` gives the bytes that are actually returned | what the method returns: 30 and the data |
//! | `pnOutBufferSize` cannot be NULL | there is no way not to get a return value; in [`Device::device_io_control_sized`] it is `E_POINTER` |
//! | three classes of error codes | [`Class`]; a code is a value, so that any other can be there |
//! | a private mode of communication between the application and the service provider | a [`ServiceProvider`] of one's own knows codes of its own |
//! | the provider can process the IOCTL, optionally modify it, and pass it on | a provider around a provider |
//! | the output buffer is supplied by the caller | it is filled in place: the device's data goes to its byte 30 and on, straight from the transport |
//! | no MAC check | there is none |
//! | to send custom MTP commands | with data from the device, to it, or without ([`NextPhase`]); any operation code passes |
//!
//! # Which trouble is which code
//!
//! The page names classes of codes, but for no trouble a code. This is **this project's choice**:
//!
//! | trouble | code | class |
//! |---|---|---|
//! | an absent buffer whose size is not zero; no place for the count | `E_POINTER` | COM |
//! | a size beyond the buffer, or over 32 bits; an input under 34 bytes; `NumParams` over 5; a next phase that there is not; `CommandWriteDataSize` beyond the buffer, or not zero where nothing is written | `E_INVALIDARG` | COM |
//! | a code that the provider does not know | `WMDM_E_NOTSUPPORTED` | Device Manager |
//! | an output buffer under 30 bytes | `WMDM_E_BUFFERTOOSMALL` | Device Manager |
//! | an output buffer without room for the device's data: the device has carried the command out | `WMDM_E_BUFFERTOOSMALL` | Device Manager |
//! | no answer in time | `ERROR_SEM_TIMEOUT` as an HRESULT | Windows |
//! | the device is gone | `ERROR_DEVICE_NOT_CONNECTED` as an HRESULT | Windows |
//! | the transport was closed | `E_HANDLE` | COM |
//! | the transport cannot do it | `ERROR_NOT_SUPPORTED` as an HRESULT | Windows |
//! | the wait was interrupted | `ERROR_OPERATION_ABORTED` as an HRESULT | Windows |
//! | the device broke the rules of its transport | `ERROR_INVALID_DATA` as an HRESULT | Windows |
//! | anything else that stops a transport | `E_FAIL` | COM |
//! | a provider that claims more bytes than fit | `E_UNEXPECTED` | COM |
//!
//! Nothing is sent in the first four. A device that answers with another response code than OK **succeeds**: what it
//! said is in `ResponseCode` of the output buffer, and [`advice`] gives the HRESULT that it means (`0x8004_0000` and the
//! response code).

mod class;
#[rustfmt::skip]
mod codes;
mod device;
mod error;
mod mtp;

pub use class::Class;
pub use codes::*;
pub use device::{Device, ServiceProvider};
pub use error::{Error, Reason};
pub use mtp::{
    MtpProvider, SIZEOF_REQUIRED_COMMAND_DATA_IN, SIZEOF_REQUIRED_COMMAND_DATA_OUT, advice, hresult,
};
