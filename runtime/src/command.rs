//! What generated commands implement, and what a call takes beside them.

use core::fmt;
use core::time::Duration;

use crate::ptp::{PtpReply, Response};
use crate::{Carrier, DecodeError, EncodeError, In, Out, Ptp};

/// A command of some protocol: its request, its data phase and its answer as one unit.
///
/// Generated for every `[command.…]` of a schema, and as well written by hand:
///
/// ```
/// use core::time::Duration;
/// use opcodec::{Command, DecodeError, Refused, Scsi, scsi::{Cdb, ScsiReply}};
///
/// /// TEST UNIT READY: no data phase, no answer.
/// struct TestUnitReady;
/// impl Command for TestUnitReady {
///     type Carrier = Scsi;
///     type Phase<'b> = ();
///     type Answer<'b> = ();
///     const NAME: &'static str = "TEST_UNIT_READY";
///     const TIMEOUT: Duration = Duration::from_secs(5);
///     fn request(&self, _: Option<u64>) -> Result<Cdb, Refused> {
///         Ok(Cdb::new([0; 6]))
///     }
///     fn answer<'b>(&self, _: &ScsiReply, _: &'b [u8]) -> Result<(), DecodeError> {
///         Ok(())
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a command",
    label = "not a command",
    note = "the structs that a schema's `[command.…]` tables become are commands"
)]
pub trait Command {
    /// The carrier that takes it to the device.
    type Carrier: Carrier;
    /// What a call takes beside it: `()`, `&'b mut [u8]` for data from the device, `&'b [u8]` for data to it,
    /// `(&'b [u8], &'b mut [u8])` for both.
    type Phase<'b>: Phase<'b>;
    /// What a call gives: `()`, the bytes, or a typed answer that borrows from the caller's buffer.
    type Answer<'b>;
    /// The command's name as its schema prints it.
    const NAME: &'static str;
    /// How long a device may take, unless the caller says otherwise.
    const TIMEOUT: Duration;
    /// Whether sending it twice has the effect of sending it once.
    const REPEATABLE: bool = false;

    /// Checks the command and the length of its data, and encodes the request. `data_len` is the length of the
    /// buffer, 0 without one, `None` for a stream that does not know its length; of a command that moves data both
    /// ways it is that of the data to the device.
    fn request(&self, data_len: Option<u64>) -> Result<<Self::Carrier as Carrier>::Request, Refused>;

    /// Reads the answer out of the bytes that the device sent.
    fn answer<'b>(
        &self,
        reply: &<Self::Carrier as Carrier>::Reply,
        data: &'b [u8],
    ) -> Result<Self::Answer<'b>, DecodeError>;

    /// How many bytes of data there are, where the command says it exactly: fewer are no answer, and what lies
    /// behind them in a buffer of `data_len` bytes is not looked at.
    fn data_size(&self, _data_len: u64) -> Option<u64> {
        None
    }

    /// Of a command that moves data both ways: checks the data to the device, and the room for the data from it.
    /// Other commands say what their buffers must have with [`request`](Command::request).
    fn check_both(&self, _out: &[u8], _room: u64) -> Result<(), Refused> {
        Ok(())
    }

    /// [`answer`](Command::answer) of a command that moves data both ways: its answer may follow from what was sent.
    /// Of such a command this one is called, and unless it is written it calls `answer`.
    ///
    /// ```
    /// use core::task::{Context, Poll};
    /// use core::time::Duration;
    /// use opcodec::ioctl::{ControlCode, Ioctl, IoctlReply};
    /// use opcodec::{Call, Command, DecodeError, Exchange, Refused, Transport, TransportError};
    ///
    /// /// Takes bytes, and gives back each of them plus one; the answer is how many came back greater.
    /// struct Add;
    /// impl Command for Add {
    ///     type Carrier = Ioctl;
    ///     type Phase<'b> = (&'b [u8], &'b mut [u8]);
    ///     type Answer<'b> = usize;
    ///     const NAME: &'static str = "ADD";
    ///     const TIMEOUT: Duration = Duration::from_secs(1);
    ///     fn request(&self, _: Option<u64>) -> Result<ControlCode, Refused> {
    ///         Ok(ControlCode::new(0x8000_2010))
    ///     }
    ///     fn check_both(&self, out: &[u8], room: u64) -> Result<(), Refused> {
    ///         let need = out.len() as u64;
    ///         if room < need { Err(Refused::Buffer { need, got: room }) } else { Ok(()) }
    ///     }
    ///     fn answer_both<'b>(&self, _: &IoctlReply, out: &[u8], data: &'b [u8]) -> Result<usize, DecodeError> {
    ///         Ok(out.iter().zip(data).filter(|(sent, got)| got > sent).count())
    ///     }
    ///     fn answer<'b>(&self, reply: &IoctlReply, data: &'b [u8]) -> Result<usize, DecodeError> {
    ///         self.answer_both(reply, &[], data)
    ///     }
    /// }
    /// # struct Adder;
    /// # impl Transport<Ioctl> for Adder {
    /// #     fn poll_execute(&mut self, cx: &mut Context<'_>, x: &mut Exchange<'_, Ioctl>) -> Poll<Result<(), TransportError>> {
    /// #         let mut out = [0; 4];
    /// #         let Poll::Ready(Ok(sent)) = x.poll_take(cx, &mut out) else { return Poll::Pending };
    /// #         out.iter_mut().for_each(|byte| *byte = byte.wrapping_add(1));
    /// #         let _ = x.poll_give(cx, &out[..sent]);
    /// #         Poll::Ready(Ok(()))
    /// #     }
    /// #     fn abandon(&mut self) {}
    /// # }
    ///
    /// let mut device = Adder;
    /// let mut data = [0; 3];
    /// assert_eq!(device.call(&Add, (&[1, 2, 0xFF], &mut data)), Ok(2));
    /// assert_eq!(data, [2, 3, 0]);
    /// let why = device.call(&Add, (&[1, 2], &mut [])).unwrap_err();
    /// assert_eq!(why, Refused::Buffer { need: 2, got: 0 }.into());
    /// ```
    fn answer_both<'b>(
        &self,
        reply: &<Self::Carrier as Carrier>::Reply,
        _out: &[u8],
        data: &'b [u8],
    ) -> Result<Self::Answer<'b>, DecodeError> {
        self.answer(reply, data)
    }
}

/// Answers that hold the device's data as it came, so that the data may go into a stream instead:
/// see [`Call::call_into`](crate::Call::call_into).
///
/// A typed answer is not one of them:
///
/// ```compile_fail,E0277
/// # use opcodec::{Call, Command, Sink, Transport, Scsi};
/// # fn inquire<K>(drive: &mut dyn Transport<Scsi>, command: &K, sink: &mut dyn Sink)
/// # where
/// #     K: for<'b> Command<Carrier = Scsi, Phase<'b> = &'b mut [u8], Answer<'b> = u32>,
/// # {
///     let _ = drive.call_into(command, sink);
/// # }
/// ```
#[diagnostic::on_unimplemented(
    message = "the answer `{Self}` is more than bytes, and cannot go into a stream",
    label = "not an answer of bytes",
    note = "a command with `data = {{ in = \"bytes\" }}` can be called with a stream"
)]
pub trait Streamed<C: Carrier>: sealed::Streamed {
    /// What is left of the answer: how many bytes went into the stream, and the parameters of the response where the
    /// command has some.
    type Rest;
    #[doc(hidden)]
    fn streamed(reply: &C::Reply, received: u64) -> Result<Self::Rest, DecodeError>;
}

impl<C: Carrier> Streamed<C> for &[u8] {
    type Rest = u64;
    fn streamed(_: &C::Reply, received: u64) -> Result<u64, DecodeError> {
        Ok(received)
    }
}

impl<A: Response> Streamed<Ptp> for (&[u8], A) {
    type Rest = (u64, A);
    fn streamed(reply: &PtpReply, received: u64) -> Result<(u64, A), DecodeError> {
        Ok((received, A::from_reply(reply)?))
    }
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for () {}
    impl Sealed for &mut [u8] {}
    impl Sealed for &[u8] {}
    impl Sealed for super::Out<'_> {}
    impl Sealed for super::In<'_> {}
    impl Sealed for (&[u8], &mut [u8]) {}

    pub trait Streamed {}
    impl Streamed for &[u8] {}
    impl<A> Streamed for (&[u8], A) {}
}

/// What a call takes beside the command; each command fixes which, so that a wrong buffer does not compile.
///
/// | type | data phase |
/// |---|---|
/// | `()` | none |
/// | `&mut [u8]` | from the device, into the slice |
/// | `&[u8]` | to the device, out of the slice |
/// | `(&[u8], &mut [u8])` | both: first to the device, then from it |
/// | [`Out`], [`In`] | either kind, as slice or stream |
///
/// A command with data from the device is called with a buffer for it:
///
/// ```
/// # use opcodec::{Call, Command, Transport, Scsi};
/// fn read<K>(drive: &mut dyn Transport<Scsi>, command: &K)
/// where
///     K: for<'b> Command<Carrier = Scsi, Phase<'b> = &'b mut [u8]>,
/// {
///     let _ = drive.call(command, &mut [0; 512]);
/// }
/// ```
///
/// Without one it does not compile, and neither with one that can only be read:
///
/// ```compile_fail,E0308
/// # use opcodec::{Call, Command, Transport, Scsi};
/// # fn read<K>(drive: &mut dyn Transport<Scsi>, command: &K)
/// # where
/// #     K: for<'b> Command<Carrier = Scsi, Phase<'b> = &'b mut [u8]>,
/// # {
///     let _ = drive.call(command, ());
/// # }
/// ```
///
/// ```compile_fail,E0308
/// # use opcodec::{Call, Command, Transport, Scsi};
/// # fn read<K>(drive: &mut dyn Transport<Scsi>, command: &K)
/// # where
/// #     K: for<'b> Command<Carrier = Scsi, Phase<'b> = &'b mut [u8]>,
/// # {
///     let _ = drive.call(command, &[0; 512]);
/// # }
/// ```
///
/// Nor does a command go over another carrier's transport:
///
/// ```compile_fail,E0277
/// # use opcodec::{Call, Command, Transport, UsbControl, Scsi};
/// # fn read<K>(scanner: &mut dyn Transport<UsbControl>, command: &K)
/// # where
/// #     K: for<'b> Command<Carrier = Scsi, Phase<'b> = &'b mut [u8]>,
/// # {
///     let _ = scanner.call(command, &mut [0; 512]);
/// # }
/// ```
///
/// Where data moves both ways, one buffer is not enough:
///
/// ```
/// # use opcodec::{Call, Command, Transport, Ioctl};
/// fn ask<K>(driver: &mut dyn Transport<Ioctl>, command: &K)
/// where
///     K: for<'b> Command<Carrier = Ioctl, Phase<'b> = (&'b [u8], &'b mut [u8])>,
/// {
///     let _ = driver.call(command, (&[1, 2, 3], &mut [0; 512]));
/// }
/// ```
///
/// ```compile_fail,E0308
/// # use opcodec::{Call, Command, Transport, Ioctl};
/// # fn ask<K>(driver: &mut dyn Transport<Ioctl>, command: &K)
/// # where
/// #     K: for<'b> Command<Carrier = Ioctl, Phase<'b> = (&'b [u8], &'b mut [u8])>,
/// # {
///     let _ = driver.call(command, &mut [0; 512]);
/// # }
/// ```
pub trait Phase<'b>: sealed::Sealed + Sized {
    /// Lends the buffers to an exchange.
    #[doc(hidden)]
    fn lend(&mut self) -> (Out<'_>, In<'_>);
    /// The length of the data: what [`Command::request`] is asked with.
    #[doc(hidden)]
    fn data_len(&self) -> Option<u64>;
    /// The bytes that came from the device.
    #[doc(hidden)]
    fn received(self, count: u64) -> &'b [u8];
    /// Where data moves both ways: what goes to the device, and the room for what comes.
    #[doc(hidden)]
    fn both(&self) -> Option<(&'b [u8], u64)> {
        None
    }
}

impl<'b> Phase<'b> for () {
    fn lend(&mut self) -> (Out<'_>, In<'_>) {
        (Out::None, In::None)
    }
    fn data_len(&self) -> Option<u64> {
        Some(0)
    }
    fn received(self, _: u64) -> &'b [u8] {
        &[]
    }
}

impl<'b> Phase<'b> for &'b mut [u8] {
    // An empty buffer is no data phase: a transport must not have to tell the two apart.
    fn lend(&mut self) -> (Out<'_>, In<'_>) {
        (Out::None, if self.is_empty() { In::None } else { In::Bytes(self) })
    }
    fn data_len(&self) -> Option<u64> {
        Some(self.len() as u64)
    }
    fn received(self, count: u64) -> &'b [u8] {
        let all: &'b [u8] = self;
        usize::try_from(count).ok().and_then(|count| all.get(..count)).unwrap_or(all)
    }
}

impl<'b> Phase<'b> for &'b [u8] {
    fn lend(&mut self) -> (Out<'_>, In<'_>) {
        (if self.is_empty() { Out::None } else { Out::Bytes(self) }, In::None)
    }
    fn data_len(&self) -> Option<u64> {
        Some(self.len() as u64)
    }
    fn received(self, _: u64) -> &'b [u8] {
        &[]
    }
}

impl<'b> Phase<'b> for (&'b [u8], &'b mut [u8]) {
    fn lend(&mut self) -> (Out<'_>, In<'_>) {
        (self.0.lend().0, self.1.lend().1)
    }
    fn data_len(&self) -> Option<u64> {
        self.0.data_len()
    }
    fn received(self, count: u64) -> &'b [u8] {
        self.1.received(count)
    }
    fn both(&self) -> Option<(&'b [u8], u64)> {
        Some((self.0, self.1.len() as u64))
    }
}

impl<'b> Phase<'b> for Out<'b> {
    fn lend(&mut self) -> (Out<'_>, In<'_>) {
        let out = match self {
            Out::None => Out::None,
            Out::Bytes(bytes) => Out::Bytes(bytes),
            Out::Stream(source) => Out::Stream(&mut **source),
        };
        (out, In::None)
    }
    fn data_len(&self) -> Option<u64> {
        self.len()
    }
    fn received(self, _: u64) -> &'b [u8] {
        &[]
    }
}

impl<'b> Phase<'b> for In<'b> {
    fn lend(&mut self) -> (Out<'_>, In<'_>) {
        let input = match self {
            In::None => In::None,
            In::Bytes(bytes) => In::Bytes(bytes),
            In::Stream(sink) => In::Stream(&mut **sink),
        };
        (Out::None, input)
    }
    fn data_len(&self) -> Option<u64> {
        self.len()
    }
    fn received(self, count: u64) -> &'b [u8] {
        match self {
            In::Bytes(bytes) => bytes.received(count),
            In::None | In::Stream(_) => &[],
        }
    }
}

/// Why a call was refused before anything was sent.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Refused {
    /// The buffer's length does not suit the command: too small, or not the one that the command says.
    Buffer {
        /// The length that the command needs.
        need: u64,
        /// The length of the buffer.
        got: u64,
    },
    /// The command states the length of its data, and the stream does not know it.
    UnknownLength,
    /// The request cannot be encoded.
    Request(EncodeError),
    /// A field of the command breaks a rule of its schema.
    Invalid(DecodeError),
}

// What generated commands test their buffers with.
#[doc(hidden)]
impl Refused {
    /// The length of a buffer or stream that knows it; at most what expressions can speak of, which a sink without
    /// a bound is over.
    #[inline]
    pub const fn known(data_len: Option<u64>) -> Result<u64, Self> {
        match data_len {
            Some(got) if got > i64::MAX as u64 => Ok(i64::MAX as u64),
            Some(got) => Ok(got),
            None => Err(Self::UnknownLength),
        }
    }

    /// A buffer from the device has room for the bytes that the command says.
    #[inline]
    pub const fn at_least(size: Option<u64>, got: u64) -> Result<(), Self> {
        match size {
            Some(need) if got < need => Err(Self::Buffer { need, got }),
            _ => Ok(()),
        }
    }

    /// A buffer to the device has the bytes that the command says and no more.
    #[inline]
    pub const fn exactly(size: Option<u64>, got: u64) -> Result<(), Self> {
        match size {
            Some(need) if got != need => Err(Self::Buffer { need, got }),
            _ => Ok(()),
        }
    }

    /// A buffer to the device has at most the bytes that the command says.
    #[inline]
    pub const fn at_most(size: Option<u64>, got: u64) -> Result<(), Self> {
        match size {
            Some(need) if got > need => Err(Self::Buffer { need, got }),
            _ => Ok(()),
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refused::Buffer { need, got } => {
                write!(f, "the command needs a buffer of {need} bytes; this one has {got}")
            }
            Refused::UnknownLength => {
                f.write_str("the command states the length of its data, and the stream does not know it")
            }
            Refused::Request(error) => write!(f, "the request cannot be encoded: {error}"),
            Refused::Invalid(error) => write!(f, "the command breaks a rule of its schema: {error}"),
        }
    }
}

impl core::error::Error for Refused {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            // What is shown already is not a source of its own.
            Refused::Request(error) => error.source(),
            Refused::Invalid(error) => error.source(),
            Refused::Buffer { .. } | Refused::UnknownLength => None,
        }
    }
}

impl From<EncodeError> for Refused {
    fn from(error: EncodeError) -> Self {
        Refused::Request(error)
    }
}
