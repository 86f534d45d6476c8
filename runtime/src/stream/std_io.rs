//! Readers and writers of the standard library as data phases.

use core::fmt;
use core::task::{Context, Poll};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};

use crate::{Sink, Source, StreamError};

/// Goes to a position counted from the start, where the type can: `R` itself need not.
type Seeking<T> = fn(&mut T, u64) -> io::Result<u64>;

/// A [`Source`] that reads from a [`Read`]: a file, a socket, a decoder. It blocks where the reader does.
///
/// ```
/// use opcodec::{ReadSource, Source};
/// let source = ReadSource::with_len(std::io::repeat(0), 1 << 30);
/// assert_eq!(source.remaining(), Some(1 << 30));
/// ```
pub struct ReadSource<R> {
    reader: R,
    /// Bytes to come, where their number is known.
    left: Option<u64>,
    /// Where a seekable reader began, how long it was, and how to go back.
    start: Option<(u64, u64, Seeking<R>)>,
    error: Option<io::Error>,
}

impl<R: Read> ReadSource<R> {
    /// All that the reader gives. Its length is not known, so a command that states the length of its data cannot
    /// take it.
    pub const fn new(reader: R) -> Self {
        ReadSource { reader, left: None, start: None, error: None }
    }

    /// The next `len` bytes of the reader; it is an error if it has fewer.
    pub const fn with_len(reader: R, len: u64) -> Self {
        ReadSource { reader, left: Some(len), start: None, error: None }
    }

    /// The same, from the reader's position on; it can go back there, so a command can be sent again. What has no
    /// length yet has that of the rest.
    ///
    /// ```
    /// use std::io::Cursor;
    /// use opcodec::{ReadSource, Source};
    /// let source = ReadSource::new(Cursor::new([0; 512])).seekable()?;
    /// assert_eq!(source.remaining(), Some(512));
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn seekable(mut self) -> io::Result<Self>
    where
        R: Seek,
    {
        let start = self.reader.stream_position()?;
        let len = match self.left {
            Some(len) => len,
            None => {
                let end = self.reader.seek(SeekFrom::End(0))?;
                self.reader.seek(SeekFrom::Start(start))?;
                end.saturating_sub(start)
            }
        };
        let back = |reader: &mut R, start| reader.seek(SeekFrom::Start(start));
        self.left = Some(len);
        self.start = Some((start, len, back));
        Ok(self)
    }

    /// Why the stream stopped, if it did.
    pub fn take_error(&mut self) -> Option<io::Error> {
        self.error.take()
    }

    /// The reader, wherever it is now.
    pub fn into_inner(self) -> R {
        self.reader
    }

    fn pull(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let room =
            self.left.map_or(into.len(), |left| into.len().min(usize::try_from(left).unwrap_or(usize::MAX)));
        let Some(into) = into.get_mut(..room).filter(|into| !into.is_empty()) else { return Ok(0) };
        let n = loop {
            match self.reader.read(into) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                read => break read?.min(room),
            }
        };
        match &mut self.left {
            Some(_) if n == 0 => return Err(ErrorKind::UnexpectedEof.into()),
            Some(left) => *left -= n as u64,
            None => {}
        }
        Ok(n)
    }
}

impl<R: Read + Send> Source for ReadSource<R> {
    fn remaining(&self) -> Option<u64> {
        self.left
    }

    fn poll_pull(&mut self, _: &mut Context<'_>, into: &mut [u8]) -> Poll<Result<usize, StreamError>> {
        Poll::Ready(self.pull(into).map_err(|error| {
            self.error = Some(error);
            StreamError
        }))
    }

    fn rewind(&mut self) -> bool {
        let Some((start, len, back)) = self.start else { return false };
        match back(&mut self.reader, start) {
            Ok(_) => {
                self.left = Some(len);
                true
            }
            Err(error) => {
                self.error = Some(error);
                false
            }
        }
    }
}

impl<R> fmt::Debug for ReadSource<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReadSource")
            .field("left", &self.left)
            .field("error", &self.error)
            .finish_non_exhaustive()
    }
}

/// A [`Sink`] that writes to a [`Write`]: a file, a socket, a hash. It blocks where the writer does.
///
/// The writer is not flushed: whoever takes it [back](Self::into_inner) does that.
///
/// ```
/// use core::task::{Context, Poll, Waker};
/// use opcodec::{Sink, WriteSink};
/// let mut sink = WriteSink::new(Vec::new());
/// assert_eq!(sink.poll_push(&mut Context::from_waker(Waker::noop()), b"abc"), Poll::Ready(Ok(3)));
/// assert_eq!(sink.into_inner(), b"abc");
/// ```
pub struct WriteSink<W> {
    writer: W,
    /// Bytes that still fit, where there is a bound.
    room: Option<u64>,
    /// Where a seekable writer began, the room that it had, and how to go back.
    start: Option<(u64, Option<u64>, Seeking<W>)>,
    error: Option<io::Error>,
}

impl<W: Write> WriteSink<W> {
    /// As much as comes.
    pub const fn new(writer: W) -> Self {
        WriteSink { writer, room: None, start: None, error: None }
    }

    /// No more than `room` bytes.
    pub const fn with_room(writer: W, room: u64) -> Self {
        WriteSink { writer, room: Some(room), start: None, error: None }
    }

    /// The same, from the writer's position on; it can go back there, so a command can be sent again. What an earlier
    /// attempt wrote further than the last one stays behind it: the call gives the number of bytes that count.
    pub fn seekable(mut self) -> io::Result<Self>
    where
        W: Seek,
    {
        let back = |writer: &mut W, start| writer.seek(SeekFrom::Start(start));
        self.start = Some((self.writer.stream_position()?, self.room, back));
        Ok(self)
    }

    /// Why the stream stopped, if it did.
    pub fn take_error(&mut self) -> Option<io::Error> {
        self.error.take()
    }

    /// The writer, not flushed.
    pub fn into_inner(self) -> W {
        self.writer
    }

    fn push(&mut self, from: &[u8]) -> io::Result<usize> {
        let room =
            self.room.map_or(from.len(), |room| from.len().min(usize::try_from(room).unwrap_or(usize::MAX)));
        let Some(from) = from.get(..room).filter(|from| !from.is_empty()) else { return Ok(0) };
        let n = loop {
            match self.writer.write(from) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Ok(0) => return Err(ErrorKind::WriteZero.into()),
                written => break written?.min(room),
            }
        };
        if let Some(room) = &mut self.room {
            *room -= n as u64;
        }
        Ok(n)
    }
}

impl<W: Write + Send> Sink for WriteSink<W> {
    fn poll_push(&mut self, _: &mut Context<'_>, from: &[u8]) -> Poll<Result<usize, StreamError>> {
        Poll::Ready(self.push(from).map_err(|error| {
            self.error = Some(error);
            StreamError
        }))
    }

    fn room(&self) -> Option<u64> {
        self.room
    }

    fn rewind(&mut self) -> bool {
        let Some((start, room, back)) = self.start else { return false };
        match back(&mut self.writer, start) {
            Ok(_) => {
                self.room = room;
                true
            }
            Err(error) => {
                self.error = Some(error);
                false
            }
        }
    }
}

impl<W> fmt::Debug for WriteSink<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WriteSink")
            .field("room", &self.room)
            .field("error", &self.error)
            .finish_non_exhaustive()
    }
}
