use core::task::{Context, Poll};
use core::time::Duration;

use crate::{Carrier, Exchange, Transport, TransportError};

/// What a caller may set beside the command.
///
/// ```
/// use core::time::Duration;
/// use opcodec::Options;
/// let patient = Options::new().timeout(Duration::from_secs(600));
/// let tireless = Options::new().no_timeout();
/// assert_ne!(patient, tireless);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    limit: Limit,
    repeatable: Option<bool>,
}

/// How long the device may take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Limit {
    #[default]
    OfTheCommand,
    Given(Duration),
    None,
}

impl Options {
    /// Everything as the command says.
    pub const fn new() -> Self {
        Options { limit: Limit::OfTheCommand, repeatable: None }
    }

    /// The device may take this long.
    #[must_use]
    pub const fn timeout(mut self, limit: Duration) -> Self {
        self.limit = Limit::Given(limit);
        self
    }

    /// The device may take as long as it likes.
    #[must_use]
    pub const fn no_timeout(mut self) -> Self {
        self.limit = Limit::None;
        self
    }

    /// Whether a layer may send the command again when its effect is unknown.
    #[must_use]
    pub const fn repeatable(mut self, repeatable: bool) -> Self {
        self.repeatable = Some(repeatable);
        self
    }
}

/// A transport whose exchanges all have some [`Options`]; from [`Call::with`](crate::Call::with).
#[derive(Debug)]
pub struct With<'t, T: ?Sized> {
    pub(super) inner: &'t mut T,
    pub(super) options: Options,
}

impl<C: Carrier, T: Transport<C> + ?Sized> Transport<C> for With<'_, T> {
    fn poll_execute(
        &mut self,
        cx: &mut Context<'_>,
        exchange: &mut Exchange<'_, C>,
    ) -> Poll<Result<(), TransportError>> {
        match self.options.limit {
            Limit::OfTheCommand => {}
            Limit::Given(limit) => exchange.timeout = Some(limit),
            Limit::None => exchange.timeout = None,
        }
        if let Some(repeatable) = self.options.repeatable {
            exchange.repeatable = repeatable;
        }
        self.inner.poll_execute(cx, exchange)
    }

    fn abandon(&mut self) {
        self.inner.abandon();
    }
}
