//! `call`: a typed command over any transport of its carrier, blocking or async.

mod error;
mod options;

use core::future::Future;

pub use error::CallError;
pub use options::{Options, With};

use crate::{
    Carrier, Command, DecodeError, Exchange, Execute, In, Out, Phase, Place, Sink, Source, Streamed,
    Transport, TransportError, Why, block_on,
};

/// What a device answered, word for word: the outcome beside the reply and the counts.
///
/// A success may carry sense data (a recovered error) that [`Call::call`] does not show, and a failure has more
/// sense than fits an error: both stand in `reply`.
#[derive(Debug)]
#[non_exhaustive]
pub struct Completion<A, C: Carrier> {
    /// The answer, or [`CallError::Device`] or [`CallError::Answer`].
    pub outcome: Result<A, CallError<C>>,
    /// Status, sense, residual: whatever the carrier gives.
    pub reply: C::Reply,
    /// How many bytes went to the device.
    pub sent: u64,
    /// How many bytes the device is said to have sent.
    pub received: u64,
}

/// What [`Call::call_raw`] gives for the command `K`.
pub type RawResult<'b, K> = Result<
    Completion<<K as Command>::Answer<'b>, <K as Command>::Carrier>,
    CallError<<K as Command>::Carrier>,
>;

/// What [`Call::call_into`] gives for the command `K`.
pub type StreamResult<K> = Result<
    <<K as Command>::Answer<'static> as Streamed<<K as Command>::Carrier>>::Rest,
    CallError<<K as Command>::Carrier>,
>;

/// Calls for every transport; import it and every transport has them.
///
/// Each comes blocking and async. The blocking ones wait in place: by parking the thread with the feature `std`,
/// by asking again and again without.
///
/// ```
/// # use core::{task::{Context, Poll}, time::Duration};
/// # use opcodec::{Command, DecodeError, Exchange, Refused, Scsi, Transport, TransportError};
/// # use opcodec::scsi::{Cdb, ScsiReply, Status};
/// # struct TestUnitReady;
/// # impl Command for TestUnitReady {
/// #     type Carrier = Scsi;
/// #     type Phase<'b> = ();
/// #     type Answer<'b> = ();
/// #     const NAME: &'static str = "TEST_UNIT_READY";
/// #     const TIMEOUT: Duration = Duration::from_secs(5);
/// #     fn request(&self, _: Option<u64>) -> Result<Cdb, Refused> { Ok(Cdb::new([0; 6])) }
/// #     fn answer<'b>(&self, _: &ScsiReply, _: &'b [u8]) -> Result<(), DecodeError> { Ok(()) }
/// # }
/// # struct Drive;
/// # impl Transport<Scsi> for Drive {
/// #     fn poll_execute(&mut self, _: &mut Context<'_>, x: &mut Exchange<'_, Scsi>) -> Poll<Result<(), TransportError>> {
/// #         x.reply.status = Status::CHECK_CONDITION;
/// #         x.reply.set_sense(&[0x70, 0, 2, 0, 0, 0, 0, 10, 0, 0, 0, 0, 0x3A, 0, 0, 0, 0, 0]);
/// #         Poll::Ready(Ok(()))
/// #     }
/// #     fn abandon(&mut self) {}
/// # }
/// use opcodec::{Call, CallError, Options};
///
/// let mut drive = Drive;
/// match drive.call(&TestUnitReady, ()) {
///     Err(CallError::Device(failure)) => assert_eq!(failure.sense.map(|sense| sense.asc), Some(0x3A)),
///     other => panic!("a drive without a medium is not ready: {other:?}"),
/// }
///
/// // The same, word for word and with another time limit.
/// let raw = drive.with(Options::new().timeout(Duration::from_secs(1))).call_raw(&TestUnitReady, ())?;
/// assert_eq!(raw.reply.sense_bytes().len(), 18);
/// # Ok::<(), CallError<Scsi>>(())
/// ```
pub trait Call {
    /// Sends a command and gives its typed answer.
    fn call<'b, K: Command>(
        &mut self,
        command: &K,
        phase: K::Phase<'b>,
    ) -> Result<K::Answer<'b>, CallError<K::Carrier>>
    where
        Self: Transport<K::Carrier>,
    {
        block_on(call(self, command, phase))
    }

    /// [`call`](Call::call), async. Dropped before it is done, the command is abandoned.
    fn call_async<'b, K: Command>(
        &mut self,
        command: &K,
        phase: K::Phase<'b>,
    ) -> impl Future<Output = Result<K::Answer<'b>, CallError<K::Carrier>>>
    where
        Self: Transport<K::Carrier>,
    {
        call(self, command, phase)
    }

    /// Sends a command and gives all that came back, also when the device failed it: an error here is
    /// [`CallError::Refused`] or [`CallError::Transport`].
    fn call_raw<'b, K: Command>(&mut self, command: &K, phase: K::Phase<'b>) -> RawResult<'b, K>
    where
        Self: Transport<K::Carrier>,
    {
        block_on(call_raw(self, command, phase))
    }

    /// [`call_raw`](Call::call_raw), async.
    fn call_raw_async<'b, K: Command>(
        &mut self,
        command: &K,
        phase: K::Phase<'b>,
    ) -> impl Future<Output = RawResult<'b, K>>
    where
        Self: Transport<K::Carrier>,
    {
        call_raw(self, command, phase)
    }

    /// Sends a command whose data comes out of a stream, so that it need not fit into memory.
    fn call_from<K>(
        &mut self,
        command: &K,
        source: &mut dyn Source,
    ) -> Result<K::Answer<'static>, CallError<K::Carrier>>
    where
        K: Command + for<'b> Command<Phase<'b> = &'b [u8]>,
        Self: Transport<K::Carrier>,
    {
        block_on(call_from(self, command, source))
    }

    /// [`call_from`](Call::call_from), async.
    fn call_from_async<K>(
        &mut self,
        command: &K,
        source: &mut dyn Source,
    ) -> impl Future<Output = Result<K::Answer<'static>, CallError<K::Carrier>>>
    where
        K: Command + for<'b> Command<Phase<'b> = &'b [u8]>,
        Self: Transport<K::Carrier>,
    {
        call_from(self, command, source)
    }

    /// Sends a command whose bytes go into a stream, so that they need not fit into memory; gives their number, and
    /// beside it the parameters of the response where the command has some.
    fn call_into<K>(&mut self, command: &K, sink: &mut dyn Sink) -> StreamResult<K>
    where
        K: Command + for<'b> Command<Phase<'b> = &'b mut [u8]>,
        K::Answer<'static>: Streamed<K::Carrier>,
        Self: Transport<K::Carrier>,
    {
        block_on(call_into(self, command, sink))
    }

    /// [`call_into`](Call::call_into), async.
    fn call_into_async<K>(
        &mut self,
        command: &K,
        sink: &mut dyn Sink,
    ) -> impl Future<Output = StreamResult<K>>
    where
        K: Command + for<'b> Command<Phase<'b> = &'b mut [u8]>,
        K::Answer<'static>: Streamed<K::Carrier>,
        Self: Transport<K::Carrier>,
    {
        call_into(self, command, sink)
    }

    /// Executes an exchange that the caller put together: for requests that are no command of any schema.
    fn execute<C: Carrier>(&mut self, exchange: &mut Exchange<'_, C>) -> Result<(), TransportError>
    where
        Self: Transport<C>,
    {
        block_on(Execute::new(self, exchange))
    }

    /// [`execute`](Call::execute), async.
    fn execute_async<'t, 'x, 'a, C: Carrier>(
        &'t mut self,
        exchange: &'x mut Exchange<'a, C>,
    ) -> Execute<'t, 'x, 'a, C, Self>
    where
        Self: Transport<C>,
    {
        Execute::new(self, exchange)
    }

    /// The same device, called with other [`Options`].
    fn with(&mut self, options: Options) -> With<'_, Self> {
        With { inner: self, options }
    }
}

#[diagnostic::do_not_recommend]
impl<T: ?Sized> Call for T {}

/// The exchange of a command, without its data.
fn arm<'x, K: Command>(
    command: &K,
    data_len: Option<u64>,
) -> Result<Exchange<'x, K::Carrier>, CallError<K::Carrier>> {
    let mut exchange = Exchange::new(command.request(data_len)?);
    exchange.timeout = Some(K::TIMEOUT);
    exchange.repeatable = K::REPEATABLE;
    Ok(exchange)
}

async fn call<'b, T: Transport<K::Carrier> + ?Sized, K: Command>(
    transport: &mut T,
    command: &K,
    phase: K::Phase<'b>,
) -> Result<K::Answer<'b>, CallError<K::Carrier>> {
    call_raw(transport, command, phase).await?.outcome
}

async fn call_raw<'b, T: Transport<K::Carrier> + ?Sized, K: Command>(
    transport: &mut T,
    command: &K,
    mut phase: K::Phase<'b>,
) -> RawResult<'b, K> {
    let both = phase.both();
    if let Some((out, room)) = both {
        command.check_both(out, room)?;
    }
    let (reply, sent, received) = {
        let mut exchange: Exchange<'_, K::Carrier> = arm(command, phase.data_len())?;
        (exchange.out, exchange.input) = phase.lend();
        Execute::new(transport, &mut exchange).await?;
        (exchange.reply, exchange.sent, exchange.received)
    };
    let outcome = match K::Carrier::verdict(&reply) {
        Ok(()) => match both {
            None => command.answer(&reply, phase.received(received)),
            Some((out, _)) => command.answer_both(&reply, out, phase.received(received)),
        }
        .map_err(CallError::Answer),
        Err(failure) => Err(CallError::Device(failure)),
    };
    Ok(Completion { outcome, reply, sent, received })
}

async fn call_from<T, K>(
    transport: &mut T,
    command: &K,
    source: &mut dyn Source,
) -> Result<K::Answer<'static>, CallError<K::Carrier>>
where
    T: Transport<K::Carrier> + ?Sized,
    K: Command + for<'b> Command<Phase<'b> = &'b [u8]>,
{
    let mut exchange: Exchange<'_, K::Carrier> = arm(command, source.remaining())?;
    exchange.out = Out::Stream(source);
    Execute::new(transport, &mut exchange).await?;
    K::Carrier::verdict(&exchange.reply).map_err(CallError::Device)?;
    Ok(command.answer(&exchange.reply, &[])?)
}

async fn call_into<T, K>(transport: &mut T, command: &K, sink: &mut dyn Sink) -> StreamResult<K>
where
    T: Transport<K::Carrier> + ?Sized,
    K: Command + for<'b> Command<Phase<'b> = &'b mut [u8]>,
    K::Answer<'static>: Streamed<K::Carrier>,
{
    // A sink without a bound has room for whatever the command may bring.
    let room = sink.room().unwrap_or(u64::MAX);
    let mut exchange: Exchange<'_, K::Carrier> = arm(command, Some(room))?;
    exchange.input = In::Stream(sink);
    Execute::new(transport, &mut exchange).await?;
    K::Carrier::verdict(&exchange.reply).map_err(CallError::Device)?;
    let received = exchange.received;
    if let Some(need) = command.data_size(received).filter(|need| received < *need) {
        let place = const { &Place::new(K::NAME, "", "", "") };
        let end = usize::try_from(received).unwrap_or(usize::MAX);
        return Err(DecodeError::new(Why::Short, place, end, need, received).into());
    }
    Ok(<K::Answer<'static>>::streamed(&exchange.reply, received)?)
}
