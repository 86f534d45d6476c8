use std::io;
use std::path::Path;
use std::task::{Context, Poll, ready};

use opcodec::scsi::Status;
use opcodec::{Effect, Exchange, Kind, Scsi, StreamError, Transport, TransportError};

use super::answers::{Answer, Step};
use super::disc::{BLOCK, Disc};
use super::mode::ModePages;
use super::sense::Trouble;
use crate::mmc::{self, MediaEventCode};

/// A simulated optical drive: reads CDs and DVDs, writes DVD-RAM.
///
/// ```
/// use opcodec::{Call, CallError, scsi::Status};
/// use opcodec_protocols::mmc::{Read10, TestUnitReady};
/// use opcodec_protocols::sim::{Disc, OpticalDrive};
///
/// let mut drive = OpticalDrive::empty();
/// drive.insert(Disc::from_bytes(b"a disc".to_vec()));
/// // What a real drive says first after a change of the medium.
/// let error = drive.call(&TestUnitReady::default(), ()).unwrap_err();
/// assert_eq!(error.to_string(), "the device failed the command: CHECK CONDITION, sense UNIT ATTENTION (6/28/00)");
///
/// let mut block = [0; 2048];
/// let data = drive.call(&Read10 { lba: 0, transfer_length: 1, ..Default::default() }, &mut block)?;
/// assert!(data.starts_with(b"a disc"));
/// # Ok::<(), CallError<opcodec::Scsi>>(())
/// ```
#[derive(Debug)]
pub struct OpticalDrive {
    pub(super) disc: Option<Disc>,
    /// What lies on the open tray.
    pub(super) on_tray: Option<Disc>,
    pub(super) tray_open: bool,
    /// What happened to the disc that nobody was told of yet.
    pub(super) news: MediaEventCode,
    pub(super) pages: ModePages,
    /// How many commands still find the drive becoming ready.
    not_ready: u32,
    attention: Option<Trouble>,
    fail_next: Option<(Status, Vec<u8>)>,
    lose_next: Option<TransportError>,
    stale: bool,
    /// What the drive's buffer holds of earlier answers.
    buffer: Vec<u8>,
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

impl OpticalDrive {
    /// A drive without a disc, tray closed.
    pub fn empty() -> Self {
        OpticalDrive {
            disc: None,
            on_tray: None,
            tray_open: false,
            news: MediaEventCode::NONE,
            pages: ModePages::default(),
            not_ready: 0,
            attention: None,
            fail_next: None,
            lose_next: None,
            stale: false,
            buffer: Vec::new(),
            pending_polls: 0,
            phase: Phase::Idle,
        }
    }

    /// A drive that is ready with this disc.
    pub fn with(disc: Disc) -> Self {
        OpticalDrive { disc: Some(disc), ..OpticalDrive::empty() }
    }

    /// A drive that is ready with a disc over this image file, which is only read.
    pub fn open(path: impl AsRef<Path>) -> io::Result<Self> {
        Ok(OpticalDrive::with(Disc::open(path)?))
    }

    /// Puts a disc in and closes the tray. The next command that is not there to find out is failed with a unit
    /// attention (6/28/00).
    pub fn insert(&mut self, disc: Disc) {
        self.disc = Some(disc);
        self.on_tray = None;
        self.tray_open = false;
        self.news = MediaEventCode::NEW_MEDIA;
        self.attention = Some(Trouble::MEDIUM_MAY_HAVE_CHANGED);
    }

    /// Opens the tray, and takes the disc.
    pub fn eject(&mut self) -> Option<Disc> {
        self.tray_open = true;
        self.removed();
        self.disc.take().or_else(|| self.on_tray.take())
    }

    /// The next so many commands that need the medium find the drive becoming ready (2/04/01).
    pub fn becomes_ready_after(&mut self, commands: u32) {
        self.not_ready = commands;
    }

    /// Whether answers that are shorter than the allocation length are followed by what the drive's buffer holds of
    /// earlier ones, and the whole is claimed as received: what some real drives do.
    pub fn leaves_stale_bytes(&mut self, yes: bool) {
        self.stale = yes;
    }

    /// Every command keeps its caller waiting for so many polls.
    pub fn pending_polls(&mut self, polls: u32) {
        self.pending_polls = polls;
    }

    /// The next command is failed with this status and sense data.
    pub fn fail_next(&mut self, status: Status, sense: &[u8]) {
        self.fail_next = Some((status, sense.to_vec()));
    }

    /// The next command does not come back.
    pub fn lose_next(&mut self, error: TransportError) {
        self.lose_next = Some(error);
    }

    /// What START STOP UNIT does with the tray.
    pub(super) fn move_tray(&mut self, open: bool) {
        if open && !self.tray_open {
            self.removed();
            self.on_tray = self.disc.take();
        } else if !open
            && self.tray_open
            && let Some(disc) = self.on_tray.take()
        {
            self.insert(disc);
        }
        self.tray_open = open;
    }

    /// The disc, if there is one, goes.
    fn removed(&mut self) {
        if self.disc.is_some() {
            self.news = MediaEventCode::MEDIA_REMOVAL;
        }
    }

    /// What REQUEST SENSE gives, and forgets.
    pub(super) fn take_attention(&mut self) -> Option<Trouble> {
        self.attention.take()
    }

    /// The medium, or why it cannot be used.
    pub(super) fn medium(&mut self) -> Result<&mut Disc, Trouble> {
        let trouble =
            if self.tray_open { Trouble::NO_MEDIUM_TRAY_OPEN } else { Trouble::NO_MEDIUM_TRAY_CLOSED };
        let disc = self.disc.as_mut().ok_or(trouble)?;
        if let Some(left) = self.not_ready.checked_sub(1) {
            self.not_ready = left;
            return Err(Trouble::BECOMING_READY);
        }
        Ok(disc)
    }

    /// Decodes a request and decides what it does.
    fn begin(&mut self, cdb: &[u8]) -> Result<Answer, Trouble> {
        if mmc::cdb_size(cdb).is_err() {
            return Err(Trouble::INVALID_OPERATION_CODE);
        }
        let request = mmc::Request::from_bytes(cdb)
            .map_err(|error| Trouble::invalid_field_in_cdb(u16::try_from(error.offset()).unwrap_or(0)))?;
        let finds_out = matches!(
            request,
            mmc::Request::Inquiry(_)
                | mmc::Request::RequestSense(_)
                | mmc::Request::ReportLuns(_)
                | mmc::Request::GetConfiguration(_)
                | mmc::Request::GetEventStatusNotification(_)
        );
        if !finds_out && let Some(attention) = self.attention.take() {
            return Err(attention);
        }
        self.answer(&request)
    }

    /// What the drive sends for a data phase of at most `allocation` bytes.
    fn fill(&mut self, data: Vec<u8>, allocation: usize) -> Vec<u8> {
        let mut data = data;
        data.truncate(allocation);
        let len = data.len();
        if self.buffer.len() < len {
            self.buffer.resize(len, 0);
        }
        if let Some(place) = self.buffer.get_mut(..len) {
            place.copy_from_slice(&data);
        }
        if self.stale {
            data.clone_from(&self.buffer);
            data.resize(allocation, 0);
        }
        data
    }

    fn step(&mut self, cdb: &[u8]) -> Result<Step, Trouble> {
        Ok(match self.begin(cdb)? {
            Answer::Done => Step::Done,
            Answer::Data { data, allocation } => Step::Give { data: self.fill(data, allocation), at: 0 },
            Answer::Blocks { lba, count } => Step::Read { lba, left: count, block: Vec::new(), at: 0 },
            Answer::WriteBlocks { lba, count } => Step::Write { lba, left: count, block: Vec::new() },
            Answer::Parameters { len } => Step::Parameters { list: Vec::new(), len },
        })
    }

    /// Moves data until the command is over.
    fn go(
        &mut self,
        cx: &mut Context<'_>,
        exchange: &mut Exchange<'_, Scsi>,
        step: &mut Step,
    ) -> Poll<Result<Result<(), Trouble>, StreamError>> {
        loop {
            match step {
                Step::Done => return Poll::Ready(Ok(Ok(()))),
                Step::Give { data, at } => {
                    let left = data.get(*at..).unwrap_or(&[]);
                    let given = ready!(exchange.poll_give(cx, left))?;
                    if given == 0 {
                        return Poll::Ready(Ok(Ok(())));
                    }
                    *at += given;
                }
                Step::Read { lba, left, block, at } => {
                    if *at == block.len() {
                        if *left == 0 {
                            return Poll::Ready(Ok(Ok(())));
                        }
                        let mut next = [0; BLOCK];
                        let read = self.disc.as_mut().map(|disc| disc.read(*lba, &mut next));
                        if !matches!(read, Some(Ok(()))) {
                            return Poll::Ready(Ok(Err(Trouble::UNRECOVERED_READ_ERROR)));
                        }
                        (*block, *at, *lba, *left) = (next.to_vec(), 0, lba.wrapping_add(1), *left - 1);
                    }
                    let given = ready!(exchange.poll_give(cx, block.get(*at..).unwrap_or(&[])))?;
                    if given == 0 {
                        return Poll::Ready(Ok(Ok(())));
                    }
                    *at += given;
                }
                Step::Write { lba, left, block } => {
                    if *left == 0 {
                        return Poll::Ready(Ok(Ok(())));
                    }
                    if !ready!(take(cx, exchange, block, BLOCK))? {
                        return Poll::Ready(Ok(Err(Trouble::DATA_PHASE_ERROR)));
                    }
                    let whole = block.first_chunk::<BLOCK>();
                    let written = self.disc.as_mut().zip(whole).map(|(disc, whole)| disc.write(*lba, whole));
                    if !matches!(written, Some(Ok(()))) {
                        return Poll::Ready(Ok(Err(Trouble::WRITE_ERROR)));
                    }
                    block.clear();
                    (*lba, *left) = (lba.wrapping_add(1), *left - 1);
                }
                Step::Parameters { list, len } => {
                    if !ready!(take(cx, exchange, list, *len))? {
                        return Poll::Ready(Ok(Err(Trouble::DATA_PHASE_ERROR)));
                    }
                    return Poll::Ready(Ok(self.pages.select(list)));
                }
            }
        }
    }
}

/// Takes bytes until there are `len`; `false` if no more come.
fn take(
    cx: &mut Context<'_>,
    exchange: &mut Exchange<'_, Scsi>,
    into: &mut Vec<u8>,
    len: usize,
) -> Poll<Result<bool, StreamError>> {
    while into.len() < len {
        let mut piece = [0; BLOCK];
        let want = (len - into.len()).min(BLOCK);
        let taken = ready!(exchange.poll_take(cx, piece.get_mut(..want).unwrap_or(&mut [])))?;
        if taken == 0 {
            return Poll::Ready(Ok(false));
        }
        into.extend_from_slice(piece.get(..taken).unwrap_or(&[]));
    }
    Poll::Ready(Ok(true))
}

impl Transport<Scsi> for OpticalDrive {
    fn poll_execute(
        &mut self,
        cx: &mut Context<'_>,
        exchange: &mut Exchange<'_, Scsi>,
    ) -> Poll<Result<(), TransportError>> {
        if matches!(self.phase, Phase::Idle) {
            if let Some(error) = self.lose_next.take() {
                return Poll::Ready(Err(error));
            }
            self.phase = Phase::Waiting(self.pending_polls);
        }
        if let Phase::Waiting(polls) = &mut self.phase {
            if let Some(left) = polls.checked_sub(1) {
                *polls = left;
                cx.waker().wake_by_ref();
                return Poll::Pending;
            }
            if let Some((status, sense)) = self.fail_next.take() {
                self.phase = Phase::Idle;
                exchange.reply.status = status;
                exchange.reply.set_sense(&sense);
                return Poll::Ready(Ok(()));
            }
        }
        let outcome = match std::mem::replace(&mut self.phase, Phase::Idle) {
            Phase::Moving(step) => Ok(step),
            Phase::Idle | Phase::Waiting(_) => self.step(exchange.request.as_bytes()),
        };
        let outcome = match outcome {
            Err(trouble) => Err(trouble),
            Ok(mut step) => match self.go(cx, exchange, &mut step) {
                Poll::Pending => {
                    self.phase = Phase::Moving(step);
                    return Poll::Pending;
                }
                Poll::Ready(Err(StreamError)) => {
                    return Poll::Ready(Err(TransportError::new(Kind::Stream, Effect::Unknown)));
                }
                Poll::Ready(Ok(outcome)) => outcome,
            },
        };
        let room = exchange.input.len().unwrap_or(exchange.received);
        exchange.reply.residual = room.saturating_sub(exchange.received);
        if let Err(trouble) = outcome {
            exchange.reply.status = Status::CHECK_CONDITION;
            exchange.reply.set_sense(&trouble.to_bytes(false));
        }
        Poll::Ready(Ok(()))
    }

    fn abandon(&mut self) {
        self.phase = Phase::Idle;
    }
}
