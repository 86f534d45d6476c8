//! Passing commands to an optical recorder, as the image mastering interface of Windows documents it.
//!
//! [`Recorder`] has the three methods of `IDiscRecorder2Ex` over any [`Transport<Scsi>`](opcodec::Transport): a
//! command [without data](Recorder::send_command_no_data), [with data to the
//! device](Recorder::send_command_send_data_to_device), [with data from the
//! device](Recorder::send_command_get_data_from_device), each blocking and async. Beside them stands
//! [`Recorder::call`], which takes typed commands and turns sense data into a code.
//!
//! # What each sentence of the documentation becomes
//!
//! | the documentation says | here |
//! |---|---|
//! | the command packet has 6 to 16 bytes | and the size that its operation code asks for: [`cdb_size`]; groups 3, 6 and 7 may have any; [`Completed::size`] says which rule spoke |
//! | the buffer must not be NULL | an absent one is [`E_POINTER`](Imapi::E_POINTER) |
//! | its size must not be zero | an empty one is [`E_INVALIDARG`](Imapi::E_INVALIDARG), as is every other bad parameter; [`Error::reason`] says which. Nothing reaches the transport then |
//! | the time limit is in seconds | 0, within which nothing can happen, is refused |
//! | sense data is returned | into the caller's buffer, as much as fits; the rest of it, and all of it when there is none, is zero |
//! | `S_OK` or another success code | [`Completed::code`] |
//! | the device fails the command, but returns sense data | a success, [`S_IMAPI_COMMAND_HAS_SENSE_DATA`](Imapi::S_IMAPI_COMMAND_HAS_SENSE_DATA); [`Completed::advice`] gives the code that the sense data means |
//! | error codes, and others | [`Error::code`]; a code is a value, so that any other can be there |
//!
//! # Which sense data means which code
//!
//! The documentation names the codes and not the sense data behind them. The mapping in `imapi.toml` is **inferred**
//! from the meaning of both sides: rely on it for advice to people, not for compatibility with Windows to the bit.
//!
//! | the transport says | code |
//! |---|---|
//! | no answer in time | [`E_IMAPI_RECORDER_COMMAND_TIMEOUT`](Imapi::E_IMAPI_RECORDER_COMMAND_TIMEOUT) |
//! | the device is gone | [`ERROR_DEV_NOT_EXIST`](Imapi::ERROR_DEV_NOT_EXIST) as an HRESULT |
//! | the transport is closed | [`ERROR_INVALID_HANDLE`](Imapi::ERROR_INVALID_HANDLE) as an HRESULT |
//! | anything else | [`E_FAIL`](Imapi::E_FAIL) |
//!
//! A device that fails a command without sense data (BUSY, RESERVATION CONFLICT) is `E_FAIL`, too.
//!
//! ```
//! # #[cfg(feature = "std")] {
//! use opcodec_protocols::imapi::{Imapi, Recorder};
//! use opcodec_protocols::sim::OpticalDrive;
//!
//! let mut recorder = Recorder::new(OpticalDrive::empty());
//! let mut sense = [0; 18];
//! let test_unit_ready = [0; 6];
//! let completed = recorder.send_command_no_data(&test_unit_ready, &mut sense, 10).unwrap();
//! assert_eq!(completed.code, Imapi::S_IMAPI_COMMAND_HAS_SENSE_DATA);
//! assert_eq!(completed.advice(), Some(Imapi::E_IMAPI_RECORDER_MEDIA_NO_MEDIA));
//!
//! let error = recorder.send_command_no_data(&test_unit_ready[..5], &mut sense, 10).unwrap_err();
//! assert_eq!(error.code.raw(), 0x8007_0057);
//! # }
//! ```

#[rustfmt::skip]
#[allow(unreachable_pub, reason = "generated; what is public is re-exported")]
mod codes;
mod error;
mod recorder;

pub use crate::mmc::cdb_size;
pub use codes::Imapi;
pub use error::{Error, Reason};
pub use recorder::{Completed, Recorder, advice};
