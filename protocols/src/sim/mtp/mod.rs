//! A simulated MTP responder: storages with objects, properties and events, in memory or over files.
//!
//! [`Responder`] answers the operations of `mtp.toml`, decoded and encoded by the generated code, each with the
//! response code that the standard has for what is wrong with it: from memory of the standard and from what public
//! responders do, for its text was not at hand. Bytes of objects go through in pieces, so an object may be larger than
//! memory. What real responders do beside:
//!
//! | mood | how |
//! |---|---|
//! | operations of a vendor, or other answers to known ones | [`Responder::on`] |
//! | a card that is put in, pulled, or not readable at the moment | [`Responder::insert`], [`Responder::take_out`], [`Responder::set_available`] |
//! | objects that come and go by themselves | [`Responder::add`], [`Responder::remove`] |
//! | events of what the initiator did itself, as some responders send them | [`Responder::reports_all`] |
//! | no choosing of objects by format | [`Responder::ignores_formats`] |
//! | busy, slow | [`Responder::busy`], [`Responder::pending_polls`] |
//! | ends a transaction in its data phase | [`Responder::cancel_after`] |
//! | failing, gone | [`Responder::fail_next`], [`Responder::lose_next`] |
//!
//! An initiator that takes less than there is has cancelled the transaction: `TransactionCanceled`. Data of another
//! length than was announced is `IncompleteTransfer`; the object can then be sent once more. An object that was half
//! sent when the call was given up is gone, and has to be announced again.
//!
//! Events report what happens outside of the session that is open, and only while one is. Transaction ids are the
//! transport's, and a simulated device has none, so it never answers `InvalidTransactionID` by itself.
//!
//! ```
//! use opcodec::Call;
//! use opcodec_protocols::mtp::{GetObject, GetObjectHandles, ObjectHandle, OpenSession};
//! use opcodec_protocols::sim::mtp::{Object, Responder, Storage};
//!
//! let mut device = Responder::new();
//! let storage = device.insert(Storage::in_memory(1 << 20));
//! device.add(storage, ObjectHandle::NONE, Object::file("hello.txt", b"hello".to_vec()))?;
//!
//! device.call(&OpenSession::default(), ())?;
//! let mut buffer = [0; 64];
//! let handles = device.call(&GetObjectHandles::default(), &mut buffer)?;
//! let object_handle = handles.object_handles.get(0).unwrap_or(ObjectHandle::NONE);
//! assert_eq!(device.call(&GetObject { object_handle }, &mut [0; 64])?, b"hello");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod custom;
mod device;
mod events;
mod object_properties;
mod objects;
mod operations;
mod properties;
mod sending;
mod storage;
mod store;
mod transfer;
mod value;

pub use custom::{Custom, Outcome};
pub use device::Responder;
pub use events::EventPipe;
pub use objects::{Object, Thumb};
pub use properties::Property;
pub use storage::Storage;
pub use value::Value;
