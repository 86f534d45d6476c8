//! Sets of flags, as generated code has them.

use core::fmt::Write as _;

use opcodec::flags::{Flag, Flags};

/// What the generator writes, cut down to what the operators need.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Events(u8);

impl Events {
    const MEDIA: Self = Self(0x01);
    const TRAY: Self = Self(0x04);

    const fn empty() -> Self {
        Self(0)
    }
    const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
    const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
    const fn difference(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
    const fn symmetric_difference(self, other: Self) -> Self {
        Self(self.0 ^ other.0)
    }
    const fn complement(self) -> Self {
        Self(0x05 & !self.0)
    }
    const fn insert(&mut self, other: Self) {
        *self = self.union(other);
    }
    fn iter(self) -> opcodec::flags::Iter<Self> {
        opcodec::flags::Iter::new(self)
    }
}

impl Flags for Events {
    const FLAGS: &'static [Flag<Self>] = &[Flag::new("TRAY", Self::TRAY), Flag::new("MEDIA", Self::MEDIA)];

    fn from_u64(bits: u64) -> Self {
        Self(bits as u8)
    }
    fn to_u64(self) -> u64 {
        u64::from(self.0)
    }
}

opcodec::flag_operators!(Events, "Events", 2);

#[test]
fn operators_are_those_of_sets() {
    let both = Events::MEDIA | Events::TRAY;
    assert_eq!(both, Events(0x05));
    assert_eq!(both & Events::TRAY, Events::TRAY);
    assert_eq!(both - Events::TRAY, Events::MEDIA);
    assert_eq!(both ^ Events::TRAY, Events::MEDIA);
    assert_eq!(!Events::MEDIA, Events::TRAY);
    assert_eq!(!Events(0xF0), both);
    let mut set = Events::MEDIA;
    set |= Events::TRAY;
    set -= Events::MEDIA;
    set ^= Events(0x80);
    set &= Events(0x84);
    assert_eq!(set, Events(0x84));
}

#[test]
fn iterating_gives_names_first_and_the_rest_as_one() {
    let set = Events(0xC5);
    assert_eq!(set.into_iter().collect::<Vec<_>>(), [Events::TRAY, Events::MEDIA, Events(0xC0)]);
    assert_eq!(set.iter().collect::<Events>(), set);
    assert_eq!(Events::empty().iter().next(), None);
    let names: Vec<_> = opcodec::flags::Names::new(set).collect();
    assert_eq!(names, [("TRAY", Events::TRAY), ("MEDIA", Events::MEDIA)]);
    let mut more = Events::MEDIA;
    more.extend([Events::TRAY]);
    assert_eq!(more, Events(0x05));
}

#[test]
fn names_are_shown_and_what_has_none_in_hex() {
    let shown = |set: Events| (set.to_string(), format!("{set:?}"));
    assert_eq!(shown(Events(0x05)), ("TRAY | MEDIA".into(), "Events(TRAY | MEDIA)".into()));
    assert_eq!(shown(Events(0x81)), ("MEDIA | 0x80".into(), "Events(MEDIA | 0x80)".into()));
    assert_eq!(shown(Events(0x80)), ("0x80".into(), "Events(0x80)".into()));
    assert_eq!(shown(Events(0)), ("0x00".into(), "Events(0x00)".into()));
    assert_eq!(format!("{:>15}|", Events(0x05)), "   TRAY | MEDIA|");
    assert_eq!(format!("{:-^6}|", Events::TRAY), "-TRAY-|");
    assert_eq!(format!("{:6}|", Events::MEDIA), "MEDIA |");
    assert_eq!(format!("{0:#x} {0:#b} {0:X}", Events(0x0A)), "0xa 0b1010 A");
}

#[test]
fn what_cannot_be_written_is_an_error() {
    struct Full;
    impl core::fmt::Write for Full {
        fn write_str(&mut self, _: &str) -> core::fmt::Result {
            Err(core::fmt::Error)
        }
    }
    assert!(write!(Full, "{}", Events::TRAY).is_err());
}
