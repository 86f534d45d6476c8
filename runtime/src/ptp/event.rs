use core::fmt;

use super::parameters::{Coded, coded};

/// What a device sends unasked: an event code and its parameters, of which PTP knows three.
///
/// ```
/// use opcodec::ptp::Event;
/// let added = Event::new(0x4002, [7]).in_transaction(3);
/// assert_eq!((added.code(), added.parameters(), added.transaction()), (0x4002, &[7][..], Some(3)));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Event {
    coded: Coded,
    transaction: Option<u32>,
}

impl Event {
    coded!("An event of no transaction", "event");

    /// The same event, of the transaction that it is about; 0xFFFFFFFF is none.
    #[must_use]
    pub const fn in_transaction(mut self, transaction: u32) -> Self {
        self.transaction = if transaction == u32::MAX { None } else { Some(transaction) };
        self
    }

    /// The transaction that it is about, if it is about one.
    pub const fn transaction(&self) -> Option<u32> {
        self.transaction
    }

    const fn of(coded: Coded) -> Self {
        Event { coded, transaction: None }
    }
}

impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.coded.show(f, "Event")?;
        match self.transaction {
            Some(transaction) => write!(f, " of transaction {transaction}"),
            None => Ok(()),
        }
    }
}
