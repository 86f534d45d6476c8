use std::collections::BTreeMap;
use std::task::{Context, Poll};

use opcodec::ptp::{Event, Operation, PtpReply};
use opcodec::{Effect, EventSource, Exchange, Kind, Ptp, StreamError, Transport, TransportError};

use super::custom::{Custom, Outcome};
use super::events::EventPipe;
use super::objects::Object;
use super::operations::is_name;
use super::properties::Property;
use super::sending::Announced;
use super::storage::Storage;
use super::store::Store;
use super::transfer::{Step, answer};
use super::value::Value;
use crate::mtp::{DevicePropertyCode, EventCode, ObjectFormat, ObjectHandle, ResponseCode, StorageId};

/// A simulated MTP responder.
///
/// ```
/// use opcodec::{Call, CallError};
/// use opcodec_protocols::mtp::{GetDeviceInfo, GetStorageIDs, OpenSession, ResponseCode};
/// use opcodec_protocols::sim::mtp::{Responder, Storage};
///
/// let mut device = Responder::new();
/// device.insert(Storage::in_memory(1 << 30));
/// let mut buffer = [0; 512];
/// let info = device.call(&GetDeviceInfo::default(), &mut buffer)?;
/// assert_eq!(info.model, "SIMULATED RESPONDER");
///
/// let Err(CallError::Device(failure)) = device.call(&GetStorageIDs::default(), &mut buffer) else { panic!() };
/// assert_eq!(failure.0.code(), ResponseCode::SESSION_NOT_OPEN.raw());
/// device.call(&OpenSession::default(), ())?;
/// let storages = device.call(&GetStorageIDs::default(), &mut buffer)?;
/// assert_eq!(storages.storage_ids.len(), 1);
/// # Ok::<(), CallError<opcodec::Ptp>>(())
/// ```
#[derive(Debug)]
pub struct Responder {
    pub(super) store: Store,
    pub(super) properties: BTreeMap<DevicePropertyCode, Property>,
    pub(super) formats: Vec<ObjectFormat>,
    pub(super) session: Option<u32>,
    pub(super) announced: Option<Announced>,
    pub(super) chooses_by_format: bool,
    pub(super) cancel_after: Option<u64>,
    custom: BTreeMap<u16, Box<dyn Custom>>,
    pipe: EventPipe,
    reports_all: bool,
    busy: u32,
    fail_next: Option<PtpReply>,
    lose_next: Option<TransportError>,
    pending_polls: u32,
    phase: Phase,
}

/// How far the exchange in flight is.
#[derive(Debug)]
enum Phase {
    Idle,
    /// So many polls are still answered with `Pending`.
    Waiting(u32),
    Moving(Step),
}

/// The formats of objects that a device takes unless it is told others.
const FORMATS: [ObjectFormat; 14] = [
    ObjectFormat::UNDEFINED,
    ObjectFormat::ASSOCIATION,
    ObjectFormat::TEXT,
    ObjectFormat::HTML,
    ObjectFormat::WAV,
    ObjectFormat::MP3,
    ObjectFormat::AVI,
    ObjectFormat::EXIF_JPEG,
    ObjectFormat::GIF,
    ObjectFormat::PNG,
    ObjectFormat::WMA,
    ObjectFormat::OGG,
    ObjectFormat::WMV,
    ObjectFormat::MP4,
];

impl Default for Responder {
    fn default() -> Self {
        Responder::new()
    }
}

impl Responder {
    /// A device without a storage and without properties, no session open.
    pub fn new() -> Self {
        Responder {
            store: Store::default(),
            properties: BTreeMap::new(),
            formats: FORMATS.to_vec(),
            session: None,
            announced: None,
            chooses_by_format: true,
            cancel_after: None,
            custom: BTreeMap::new(),
            pipe: EventPipe::default(),
            reports_all: false,
            busy: 0,
            fail_next: None,
            lose_next: None,
            pending_polls: 0,
            phase: Phase::Idle,
        }
    }

    /// Puts a storage in: `StoreAdded`.
    pub fn insert(&mut self, storage: Storage) -> StorageId {
        let id = self.store.insert(storage);
        self.send_event(EventCode::STORE_ADDED, [id.raw()]);
        id
    }

    /// Takes a storage out, and all its objects with it: `StoreRemoved`.
    pub fn take_out(&mut self, id: StorageId) -> Option<Storage> {
        let storage = self.store.take_out(id)?;
        self.send_event(EventCode::STORE_REMOVED, [id.raw()]);
        Some(storage)
    }

    /// Whether a storage can be used at the moment; where not, its objects answer `StoreNotAvailable`:
    /// `StorageInfoChanged`.
    pub fn set_available(&mut self, id: StorageId, available: bool) {
        if self.store.set_available(id, available) {
            self.send_event(EventCode::STORAGE_INFO_CHANGED, [id.raw()]);
        }
    }

    /// Puts an object into a folder, `ObjectHandle::NONE` being the storage's root: `ObjectAdded`. An error is the
    /// response code that an initiator would get.
    pub fn add(
        &mut self,
        storage: StorageId,
        parent: ObjectHandle,
        object: Object,
    ) -> Result<ObjectHandle, ResponseCode> {
        self.store.storage(storage)?;
        let folder = self.store.folder(parent)?;
        if folder.is_some_and(|folder| folder.storage != storage) {
            return Err(ResponseCode::INVALID_PARENT_OBJECT);
        }
        if !self.takes(object.format) {
            return Err(ResponseCode::INVALID_OBJECT_FORMAT_CODE);
        }
        if !is_name(&object.name) {
            return Err(ResponseCode::INVALID_DATASET);
        }
        if object.size > self.store.free(storage) {
            return Err(ResponseCode::STORE_FULL);
        }
        let handle = self.store.next_handle()?;
        self.store.put(handle, storage, parent, object);
        self.send_event(EventCode::OBJECT_ADDED, [handle.raw()]);
        Ok(handle)
    }

    /// Removes an object and what is in it, protected or not: `ObjectRemoved` for each. Whether it was there.
    pub fn remove(&mut self, handle: ObjectHandle) -> bool {
        let gone = self.store.remove(handle);
        for handle in &gone {
            self.send_event(EventCode::OBJECT_REMOVED, [handle.raw()]);
        }
        !gone.is_empty()
    }

    /// An object.
    pub fn object(&mut self, handle: ObjectHandle) -> Option<&mut Object> {
        self.store.object_mut(handle).ok().map(|held| &mut held.object)
    }

    /// Gives the device a property.
    pub fn define(&mut self, property: Property) {
        self.properties.insert(property.code(), property);
    }

    /// Sets a property from the device itself: `DevicePropChanged`, if it is another value. An error is
    /// `DevicePropNotSupported` or `InvalidDevicePropFormat`.
    pub fn set_property(
        &mut self,
        code: DevicePropertyCode,
        value: impl Into<Value>,
    ) -> Result<(), ResponseCode> {
        if self.property_mut(code)?.put(value.into())? {
            self.send_event(EventCode::DEVICE_PROP_CHANGED, [u32::from(code.raw())]);
        }
        Ok(())
    }

    /// The formats of the objects that it takes.
    pub fn takes_formats(&mut self, formats: &[ObjectFormat]) {
        self.formats = formats.to_vec();
    }

    /// Carries out an operation of a vendor, or one that the device knows in another way. Whether the operation
    /// has a data phase to the device is the initiator's word; what is sent is taken.
    ///
    /// ```
    /// use opcodec::{Call, Exchange, In, Ptp, ptp::Operation};
    /// use opcodec_protocols::mtp::OpenSession;
    /// use opcodec_protocols::sim::mtp::{Outcome, Responder};
    ///
    /// let mut device = Responder::new();
    /// device.on(0x9001, |operation: &Operation, _: &[u8]| Outcome::data([operation.parameters().len() as u8]));
    /// device.call(&OpenSession::default(), ())?;
    ///
    /// let mut buffer = [0; 4];
    /// let mut exchange = Exchange::<Ptp>::new(Operation::new(0x9001, [7, 8, 9]));
    /// exchange.input = In::Bytes(&mut buffer);
    /// device.execute(&mut exchange)?;
    /// assert!(exchange.reply.is_ok());
    /// assert_eq!((exchange.received, buffer[0]), (1, 3));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn on(&mut self, code: u16, custom: impl Custom + 'static) {
        self.custom.insert(code, Box::new(custom));
    }

    /// A second way to the device's events.
    pub fn event_pipe(&self) -> EventPipe {
        self.pipe.clone()
    }

    /// Whether events report also what the initiator did itself.
    pub fn reports_all(&mut self, yes: bool) {
        self.reports_all = yes;
    }

    /// Whether objects cannot be chosen by their format: `SpecificationByFormatUnsupported`.
    pub fn ignores_formats(&mut self, yes: bool) {
        self.chooses_by_format = !yes;
    }

    /// The next so many operations find the device busy: `DeviceBusy`.
    pub fn busy(&mut self, operations: u32) {
        self.busy = operations;
    }

    /// Every operation keeps its caller waiting for so many polls.
    pub fn pending_polls(&mut self, polls: u32) {
        self.pending_polls = polls;
    }

    /// The device ends the next transaction that moves more than so many bytes: `TransactionCanceled`, and the event
    /// `CancelTransaction`.
    pub fn cancel_after(&mut self, bytes: u64) {
        self.cancel_after = Some(bytes);
    }

    /// The next operation is failed with this response, without being looked at.
    pub fn fail_next(&mut self, reply: PtpReply) {
        self.fail_next = Some(reply);
    }

    /// The next operation does not come back.
    pub fn lose_next(&mut self, error: TransportError) {
        self.lose_next = Some(error);
    }

    /// Whether a session is open, and which.
    pub fn session(&self) -> Option<u32> {
        self.session
    }

    /// The device resets itself: the session ends, and what is in flight with it. `DeviceReset`.
    pub fn reset(&mut self) {
        self.send_event(EventCode::DEVICE_RESET, []);
        self.session = None;
        self.announced = None;
        if !matches!(self.phase, Phase::Idle) {
            self.phase = Phase::Moving(Step::Done(answer(ResponseCode::SESSION_NOT_OPEN)));
        }
    }

    pub(super) fn close_session(&mut self) {
        self.session = None;
        self.announced = None;
        self.pipe.clear();
    }

    pub(super) fn takes(&self, format: ObjectFormat) -> bool {
        self.formats.contains(&format)
    }

    pub(super) fn property(&self, code: DevicePropertyCode) -> Result<&Property, ResponseCode> {
        self.properties.get(&code).ok_or(ResponseCode::DEVICE_PROP_NOT_SUPPORTED)
    }

    pub(super) fn property_mut(&mut self, code: DevicePropertyCode) -> Result<&mut Property, ResponseCode> {
        self.properties.get_mut(&code).ok_or(ResponseCode::DEVICE_PROP_NOT_SUPPORTED)
    }

    pub(super) fn knows_custom(&self, code: u16) -> bool {
        self.custom.contains_key(&code)
    }

    pub(super) fn custom_codes(&self) -> impl Iterator<Item = u16> + '_ {
        self.custom.keys().copied()
    }

    pub(super) fn custom_most_data(&self, code: u16) -> usize {
        self.custom.get(&code).map_or(0, |custom| custom.most_data())
    }

    pub(super) fn run_custom(&mut self, operation: &Operation, data: &[u8]) -> Result<Outcome, ResponseCode> {
        let custom = self.custom.get_mut(&operation.code()).ok_or(ResponseCode::OPERATION_NOT_SUPPORTED)?;
        Ok(custom.run(operation, data))
    }

    /// Reports something, if there is a session to report it in.
    pub(super) fn send_event<const N: usize>(&mut self, code: EventCode, parameters: [u32; N]) {
        if self.session.is_some() {
            self.pipe.send(Event::new(code.raw(), parameters));
        }
    }

    /// Reports what the initiator did itself, which most devices do not.
    pub(super) fn own_event<const N: usize>(&mut self, code: EventCode, parameters: [u32; N]) {
        if self.reports_all {
            self.send_event(code, parameters);
        }
    }

    /// Decodes an operation and decides what it does.
    fn start(&mut self, exchange: &Exchange<'_, Ptp>) -> Step {
        if let Some(reply) = self.fail_next.take() {
            return Step::Done(reply);
        }
        if let Some(left) = self.busy.checked_sub(1) {
            self.busy = left;
            return Step::Done(answer(ResponseCode::DEVICE_BUSY));
        }
        let step = self.begin(&exchange.request, !exchange.out.is_empty());
        step.unwrap_or_else(|code| Step::Done(answer(code)))
    }
}

impl Transport<Ptp> for Responder {
    fn poll_execute(
        &mut self,
        cx: &mut Context<'_>,
        exchange: &mut Exchange<'_, Ptp>,
    ) -> Poll<Result<(), TransportError>> {
        if matches!(self.phase, Phase::Idle) {
            if let Some(error) = self.lose_next.take() {
                return Poll::Ready(Err(error));
            }
            self.phase = Phase::Waiting(self.pending_polls);
        }
        if let Phase::Waiting(polls) = &mut self.phase
            && let Some(left) = polls.checked_sub(1)
        {
            *polls = left;
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        let mut step = match std::mem::replace(&mut self.phase, Phase::Idle) {
            Phase::Moving(step) => step,
            Phase::Idle | Phase::Waiting(_) => self.start(exchange),
        };
        match self.go(cx, exchange, &mut step) {
            Poll::Pending => {
                self.phase = Phase::Moving(step);
                Poll::Pending
            }
            Poll::Ready(Err(StreamError)) => {
                Poll::Ready(Err(TransportError::new(Kind::Stream, Effect::Unknown)))
            }
            Poll::Ready(Ok(reply)) => {
                exchange.reply = reply;
                Poll::Ready(Ok(()))
            }
        }
    }

    /// The transaction is cancelled: an object that was half sent is gone, and its announcement with it. The session
    /// stays open.
    fn abandon(&mut self) {
        self.phase = Phase::Idle;
    }
}

impl EventSource<Ptp> for Responder {
    fn poll_event(&mut self, cx: &mut Context<'_>) -> Poll<Result<Event, TransportError>> {
        self.pipe.poll_event(cx)
    }
}
