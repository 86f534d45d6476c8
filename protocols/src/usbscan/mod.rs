//! Register access of USB imaging devices, as the pages of usbscan document it.
//!
//! [`Scanner::device_io_control`] takes the twelve control codes of the Windows driver, their structures and their
//! buffers, over any [`Transport<UsbControl>`](opcodec::Transport). What the driver makes of them is in
//! `usbscan.toml`, member by member as the pages print it: from `IO_BLOCK` to URB ([`maps`]), from URB to SETUP packet
//! ([`urb::maps`](crate::urb::maps)).
//!
//! # What each sentence of `IOCTL_WRITE_REGISTERS` becomes
//!
//! | the page says | here |
//! |---|---|
//! | over the control pipe | one control transfer over the transport |
//! | input: a pointer to `IO_BLOCK`, and its size | [`Input::Block`], which has the size by construction, or [`Input::Image`], where 16 (32-bit) and 24 bytes (64-bit) are right: any other length is `STATUS_INVALID_PARAMETER` |
//! | output: NULL and zero | `None`: a buffer, also one of length zero, is `STATUS_INVALID_PARAMETER` |
//! | `STATUS_SUCCESS`, or the appropriate error condition as NTSTATUS | `Ok`, or [`Error::status`] as below |
//! | `TransferFlags` 0, `RequestTypeReservedBits` 0x40 | `bmRequestType` is 0x40: to the device, vendor, device. The header's function, which the page does not print, is inferred from that |
//! | `TransferBufferLength` `uLength`, `TransferBuffer` `pbyData` | the data stage is `pbyData`, whose length must be `uLength`; over 65,535 it does not fit `wLength`. Both are `STATUS_INVALID_PARAMETER` |
//! | `Request` `(uLength > 1) ? 0x04 : 0x0C` | `bRequest`; also none goes as 0x0C |
//! | `Value` `(SHORT) uOffset`, `Index` `uIndex` | `wValue` and `wIndex`: the low 16 bits; what is above is lost, as there |
//! | the sample: an overlapped call | [`Scanner::device_io_control_async`] |
//! | the sample: the number of bytes returned is zero | it is, for a request without output |
//!
//! # The other codes
//!
//! | code | what is particular |
//! |---|---|
//! | `IOCTL_READ_REGISTERS` | the output buffer's length must be `uLength`; `pbyData` is not used |
//! | `IOCTL_SEND_USB_REQUEST` | `pbyData` and the output buffer are the same memory there. Here the memory is given once: to read, as the output buffer; to write, as either. Both are `STATUS_INVALID_PARAMETER`. `bmRequestType` of the structure is not used. The page prints `TransferFlags` 0 also for reading, which would send 0x40: bit 0 is set here, and 0xC0 is sent |
//! | `IOCTL_GET_USB_DESCRIPTOR` | a device, configuration or string descriptor; an output buffer shorter than the structure (18, 9 and 4 bytes) is `STATUS_BUFFER_TOO_SMALL` |
//! | `IOCTL_GET_DEVICE_DESCRIPTOR` | out of the standard descriptor. Input and output are the same buffer: [`Input::Output`], or any 8 bytes |
//! | `IOCTL_SET_TIMEOUT` | over 214 s, where the page warns of transfers that time out, is `STATUS_INVALID_PARAMETER`; 0 is for ever. The page speaks of the other pipes; here what is read has `TimeoutRead`, what is written `TimeoutWrite` |
//! | `IOCTL_GET_PIPE_CONFIGURATION`, `IOCTL_GET_CHANNEL_ALIGN_RQST` | out of the configuration's descriptors |
//! | `IOCTL_RESET_PIPE` | takes the halt off the pipe's endpoint, which is what a control transfer can do; a pipe that the interface does not have is `STATUS_INVALID_PARAMETER` |
//! | `IOCTL_CANCEL_IO` (`IOCTL_ABORT_PIPE`) | nothing is in flight when it is called, because a call borrows the [`Scanner`]: to give one up, drop its future |
//! | `IOCTL_WAIT_ON_DEVICE_EVENT` | the interrupt pipe is out of reach: `STATUS_NOT_SUPPORTED` |
//! | `IOCTL_GET_VERSION` | this crate's version |
//! | any other | `STATUS_INVALID_DEVICE_REQUEST` |
//!
//! # Which trouble is which status
//!
//! The pages name `STATUS_SUCCESS` alone. The rest is **this project's choice**; where the driver stack of `ReactOS`, an
//! independent one, has a habit, it is followed.
//!
//! | trouble | status | because |
//! |---|---|---|
//! | a wrong structure, size, member or buffer; nothing was sent | `STATUS_INVALID_PARAMETER` | the caller gave it as a parameter |
//! | an output buffer with too little room; nothing was sent | `STATUS_BUFFER_TOO_SMALL` | and nothing is in it |
//! | STALL | `STATUS_UNSUCCESSFUL` | what `ReactOS` makes of errors of the bus that have no status of their own |
//! | no answer in time | `STATUS_IO_TIMEOUT` | `STATUS_TIMEOUT` is a success by its severity |
//! | the device is gone | `STATUS_DEVICE_NOT_CONNECTED` | as in `ReactOS` |
//! | the transport was closed | `STATUS_INVALID_HANDLE` | a closed handle |
//! | the wait was interrupted | `STATUS_CANCELLED` | as in `ReactOS` |
//! | the transport cannot do it | `STATUS_NOT_SUPPORTED` | as in `ReactOS` |
//! | the data stage was shorter than `uLength`, or a descriptor makes no sense | `STATUS_IO_DEVICE_ERROR` | the register requests do not set the flag that lets a transfer be short |
//! | more than eight pipes, or more than 1,024 bytes of descriptors | `STATUS_INSUFFICIENT_RESOURCES` | `MAX_NUM_PIPES` is 8; the other is ours |
//! | anything else that stops a transport | `STATUS_UNSUCCESSFUL` | |
//!
//! ```
//! # #[cfg(feature = "std")] {
//! use opcodec_protocols::sim;
//! use opcodec_protocols::usbscan::{IoBlock, IoctlWriteRegisters, NtStatus, Scanner};
//!
//! let mut scanner = Scanner::new(sim::Scanner::new());
//! let data = [0xAA, 0xBB];
//! let block = IoBlock { u_offset: 0x12, u_length: 2, pby_data: Some(&data), u_index: 0 };
//! scanner.device_io_control(IoctlWriteRegisters::OPCODE, block.into(), None)?;
//! assert_eq!(scanner.transport_mut().register(0, 0x13), Some(0xBB));
//!
//! let wrong = IoBlock { u_length: 3, ..block };
//! let error = scanner.device_io_control(IoctlWriteRegisters::OPCODE, wrong.into(), None).unwrap_err();
//! assert_eq!(error.status, NtStatus::STATUS_INVALID_PARAMETER);
//! # }
//! # Ok::<(), opcodec_protocols::usbscan::Error>(())
//! ```

#[rustfmt::skip]
mod codes;
mod error;
mod input;
mod pipes;
mod scanner;
mod transfer;

pub use codes::*;
pub use error::{Error, Reason};
pub use input::Input;
pub use scanner::Scanner;
