use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::task::{Context, Poll, ready};

use opcodec::usb::{Setup, UsbReply};
use opcodec::{Effect, Exchange, Kind, StreamError, Transport, TransportError, UsbControl};

use super::descriptors::{Descriptors, has_endpoint};
use crate::scanner::{EndpointFeature, Request};

/// A simulated USB scanner: registers behind vendor requests, and the standard requests.
///
/// Registers are addressed by index (`wIndex`, a bank) and offset (`wValue`); a request for several goes on with the
/// next offset. One that it does not have, or a request that it does not know, is answered with STALL, and nothing is
/// written then.
///
/// ```
/// use opcodec::Call;
/// use opcodec_protocols::{scanner::{ReadRegisters, WriteRegisters}, sim::Scanner};
///
/// let mut device = Scanner::new();
/// device.call(&WriteRegisters { offset: 0x10, ..Default::default() }, &[1, 2, 3])?;
/// let mut registers = [0; 4];
/// let read = device.call(&ReadRegisters { offset: 0x0F, ..Default::default() }, &mut registers)?;
/// assert_eq!(read, [0, 1, 2, 3]);
/// # Ok::<(), opcodec::CallError<opcodec::UsbControl>>(())
/// ```
#[derive(Debug)]
pub struct Scanner {
    /// By index and offset.
    registers: BTreeMap<(u16, u16), u8>,
    read_only: BTreeSet<(u16, u16)>,
    descriptors: Descriptors,
    configuration: u8,
    halted: BTreeSet<u8>,
    stall_next: bool,
    lose_next: Option<TransportError>,
    short_next: Option<usize>,
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

/// What is still to be moved.
#[derive(Debug)]
enum Step {
    Done,
    Give { data: Vec<u8>, at: usize },
    Take { data: Vec<u8>, len: usize, index: u16, offset: u16 },
}

/// The device does not do that.
struct Stall;

impl Default for Scanner {
    fn default() -> Self {
        Scanner::new()
    }
}

impl Scanner {
    /// A configured scanner whose bank 0 has the registers 0x00 to 0x3F, all zero.
    pub fn new() -> Self {
        Scanner {
            registers: BTreeMap::new(),
            read_only: BTreeSet::new(),
            descriptors: Descriptors::default(),
            configuration: 1,
            halted: BTreeSet::new(),
            stall_next: false,
            lose_next: None,
            short_next: None,
            pending_polls: 0,
            phase: Phase::Idle,
        }
        .with_registers(0, 0x00..=0x3F)
    }

    /// The same with these registers, too.
    #[must_use]
    pub fn with_registers(mut self, index: u16, offsets: RangeInclusive<u16>) -> Self {
        self.registers.extend(offsets.map(|offset| ((index, offset), 0)));
        self
    }

    /// What a register holds; `None` if the scanner does not have it.
    pub fn register(&self, index: u16, offset: u16) -> Option<u8> {
        self.registers.get(&(index, offset)).copied()
    }

    /// Puts something into a register, which the scanner then has.
    pub fn set_register(&mut self, index: u16, offset: u16, value: u8) {
        self.registers.insert((index, offset), value);
    }

    /// Lets a register only be read: a request that would write it is answered with STALL.
    pub fn protect_register(&mut self, index: u16, offset: u16) {
        self.read_only.insert((index, offset));
    }

    /// The vendor's and the product's number, as the device descriptor has them.
    pub fn identify_as(&mut self, vendor: u16, product: u16) {
        self.descriptors.identify_as(vendor, product);
    }

    /// Whether an endpoint is halted.
    pub fn is_halted(&self, endpoint: u8) -> bool {
        self.halted.contains(&endpoint)
    }

    /// Halts an endpoint, as a fault on its pipe does.
    pub fn halt(&mut self, endpoint: u8) {
        self.halted.insert(endpoint);
    }

    /// The next request is answered with STALL.
    pub fn stall_next(&mut self) {
        self.stall_next = true;
    }

    /// The next request does not come back.
    pub fn lose_next(&mut self, error: TransportError) {
        self.lose_next = Some(error);
    }

    /// The next data to the host end after so many bytes.
    pub fn short_next(&mut self, bytes: usize) {
        self.short_next = Some(bytes);
    }

    /// Every request keeps its caller waiting for so many polls.
    pub fn pending_polls(&mut self, polls: u32) {
        self.pending_polls = polls;
    }

    /// Decodes a request and decides what it does.
    fn begin(&mut self, setup: Setup) -> Result<Step, Stall> {
        if std::mem::take(&mut self.stall_next) {
            return Err(Stall);
        }
        let length = setup.length();
        match Request::try_from(setup).map_err(|_| Stall)? {
            Request::ReadRegisters(read) => self.read(read.index, read.offset, length),
            Request::ReadRegister(read) => self.read(read.index, read.offset, length),
            Request::WriteRegisters(to) => self.write(to.index, to.offset, length),
            Request::WriteRegister(to) => self.write(to.index, to.offset, length),
            other => self.standard(&other, length),
        }
    }

    /// What every device answers.
    fn standard(&mut self, request: &Request, length: u16) -> Result<Step, Stall> {
        let data = match request {
            Request::GetDescriptor(which) => {
                self.descriptors.find(which.descriptor_type, which.descriptor_index).ok_or(Stall)?
            }
            // Its power is its own, and it does not wake the host.
            Request::GetStatusDevice(_) => vec![1, 0],
            Request::GetStatusInterface(about) if about.interface == 0 => vec![0, 0],
            Request::GetStatusEndpoint(about) => {
                vec![self.halted.contains(&endpoint(about.endpoint)?).into(), 0]
            }
            Request::GetConfiguration(_) => vec![self.configuration],
            Request::GetInterface(about) if about.interface == 0 => vec![0],
            other => return self.change(other),
        };
        Ok(give(data, length))
    }

    /// What changes the device's state.
    fn change(&mut self, request: &Request) -> Result<Step, Stall> {
        match request {
            Request::ClearFeatureEndpoint(about) if about.feature == EndpointFeature::ENDPOINT_HALT => {
                self.halted.remove(&endpoint(about.endpoint)?);
            }
            Request::SetFeatureEndpoint(about) if about.feature == EndpointFeature::ENDPOINT_HALT => {
                self.halted.insert(endpoint(about.endpoint)?);
            }
            Request::SetConfiguration(to) if to.configuration <= 1 => {
                self.configuration = to.configuration;
                self.halted.clear();
            }
            Request::SetInterface(to) if to.interface == 0 && to.alternate_setting == 0 => {}
            Request::SetAddress(_) => {}
            _ => return Err(Stall),
        }
        Ok(Step::Done)
    }

    fn read(&self, index: u16, offset: u16, length: u16) -> Result<Step, Stall> {
        let data: Option<Vec<u8>> = span(offset, length).map(|at| self.register(index, at?)).collect();
        Ok(give(data.ok_or(Stall)?, length))
    }

    fn write(&self, index: u16, offset: u16, length: u16) -> Result<Step, Stall> {
        let writable = |at| self.registers.contains_key(&at) && !self.read_only.contains(&at);
        if !span(offset, length).all(|at| at.is_some_and(|at| writable((index, at)))) {
            return Err(Stall);
        }
        Ok(Step::Take { data: Vec::new(), len: length.into(), index, offset })
    }

    /// Moves data until the request is over.
    fn go(
        &mut self,
        cx: &mut Context<'_>,
        exchange: &mut Exchange<'_, UsbControl>,
        step: &mut Step,
    ) -> Poll<Result<(), StreamError>> {
        loop {
            match step {
                Step::Done => return Poll::Ready(Ok(())),
                Step::Give { data, at } => {
                    let given = ready!(exchange.poll_give(cx, data.get(*at..).unwrap_or(&[])))?;
                    if given == 0 {
                        return Poll::Ready(Ok(()));
                    }
                    *at += given;
                }
                Step::Take { data, len, index, offset } => {
                    let mut piece = [0; 64];
                    let want = len.saturating_sub(data.len()).min(piece.len());
                    let taken = ready!(exchange.poll_take(cx, piece.get_mut(..want).unwrap_or(&mut [])))?;
                    data.extend_from_slice(piece.get(..taken).unwrap_or(&[]));
                    if taken == 0 {
                        for (at, value) in span(*offset, u16::MAX).flatten().zip(data.iter()) {
                            self.registers.insert((*index, at), *value);
                        }
                        return Poll::Ready(Ok(()));
                    }
                }
            }
        }
    }
}

/// The address of an endpoint that there is.
fn endpoint(address: u16) -> Result<u8, Stall> {
    u8::try_from(address).ok().filter(|&address| has_endpoint(address)).ok_or(Stall)
}

/// The offsets of so many registers in a row; `None` behind the last one that has an offset.
fn span(offset: u16, length: u16) -> impl Iterator<Item = Option<u16>> {
    (0..length).map(move |n| offset.checked_add(n))
}

/// Data to the host, no more than it asked for.
fn give(mut data: Vec<u8>, length: u16) -> Step {
    data.truncate(length.into());
    Step::Give { data, at: 0 }
}

impl Transport<UsbControl> for Scanner {
    fn poll_execute(
        &mut self,
        cx: &mut Context<'_>,
        exchange: &mut Exchange<'_, UsbControl>,
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
        let begun = match std::mem::replace(&mut self.phase, Phase::Idle) {
            Phase::Moving(step) => Ok(step),
            Phase::Idle | Phase::Waiting(_) => self.begin(exchange.request),
        };
        let Ok(mut step) = begun else {
            exchange.reply = UsbReply::STALL;
            return Poll::Ready(Ok(()));
        };
        if let Step::Give { data, .. } = &mut step
            && let Some(bytes) = self.short_next.take()
        {
            data.truncate(bytes);
        }
        match self.go(cx, exchange, &mut step) {
            Poll::Pending => {
                self.phase = Phase::Moving(step);
                Poll::Pending
            }
            Poll::Ready(Err(StreamError)) => {
                Poll::Ready(Err(TransportError::new(Kind::Stream, Effect::Unknown)))
            }
            Poll::Ready(Ok(())) => {
                exchange.reply = UsbReply::ACK;
                Poll::Ready(Ok(()))
            }
        }
    }

    fn abandon(&mut self) {
        self.phase = Phase::Idle;
    }
}
