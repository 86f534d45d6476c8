use core::fmt;

use crate::{Carrier, DecodeError, Refused, TransportError};

/// Why a call gave no answer. Four kinds, because a caller does something else about each.
///
/// It is small and `Copy`: the reply of a failed command, sense bytes and all, comes with
/// [`call_raw`](crate::Call::call_raw).
#[non_exhaustive]
pub enum CallError<C: Carrier> {
    /// The command or its buffer is wrong; nothing was sent.
    Refused(Refused),
    /// The device was not reached, or did not answer.
    Transport(TransportError),
    /// The device answered that it did not carry the command out.
    Device(C::Failure),
    /// The device answered something that the schema does not allow.
    Answer(DecodeError),
}

impl<C: Carrier> Clone for CallError<C> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<C: Carrier> Copy for CallError<C> {}

impl<C: Carrier> PartialEq for CallError<C> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (CallError::Refused(a), CallError::Refused(b)) => a == b,
            (CallError::Transport(a), CallError::Transport(b)) => a == b,
            (CallError::Device(a), CallError::Device(b)) => a == b,
            (CallError::Answer(a), CallError::Answer(b)) => a == b,
            _ => false,
        }
    }
}

impl<C: Carrier> fmt::Debug for CallError<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CallError::Refused(why) => f.debug_tuple("Refused").field(why).finish(),
            CallError::Transport(why) => f.debug_tuple("Transport").field(why).finish(),
            CallError::Device(why) => f.debug_tuple("Device").field(why).finish(),
            CallError::Answer(why) => f.debug_tuple("Answer").field(why).finish(),
        }
    }
}

impl<C: Carrier> fmt::Display for CallError<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CallError::Refused(why) => write!(f, "nothing was sent: {why}"),
            CallError::Transport(why) => write!(f, "{}: {why}", C::NAME),
            CallError::Device(why) => write!(f, "the device failed the command: {why}"),
            CallError::Answer(why) => write!(f, "the device's answer makes no sense: {why}"),
        }
    }
}

impl<C: Carrier> core::error::Error for CallError<C> {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            // What is shown already is not a source of its own.
            CallError::Refused(why) => why.source(),
            CallError::Transport(why) => why.source(),
            CallError::Answer(why) => why.source(),
            CallError::Device(why) => why.source(),
        }
    }
}

impl<C: Carrier> From<Refused> for CallError<C> {
    fn from(why: Refused) -> Self {
        CallError::Refused(why)
    }
}

impl<C: Carrier> From<TransportError> for CallError<C> {
    fn from(why: TransportError) -> Self {
        CallError::Transport(why)
    }
}

impl<C: Carrier> From<DecodeError> for CallError<C> {
    fn from(why: DecodeError) -> Self {
        CallError::Answer(why)
    }
}
