//! UTF-16 text: out of messages, out of `str`, and both the same.

use opcodec::wire::{self, Counted, Extent, List, Little, Reader, Utf16, Writer};
use opcodec::{DecodeError, EncodeError, ErrorKind, Why, place};

const SAMPLES: [&str; 7] = ["", "a", "four", "nine uni.", "Müller", "𝄞 and 𝄞", "tab\t\"quoted\" it's \u{7f}"];

/// An MTP string.
const MTP: Counted<2, 1, true> = Counted::NEW.end([0, 0]);

fn written(text: Utf16<'_>) -> Vec<u8> {
    let mut out = [0; 100];
    let mut writer = Writer::new(&mut out, 0);
    writer.counted_utf16(0, MTP, text, place!("Test")).expect("it fits");
    let len = writer.at();
    out[..len].to_vec()
}

fn read(bytes: &[u8]) -> Result<Utf16<'_>, DecodeError> {
    let mut reader = Reader::new(bytes, Extent::Cut, 0, false);
    reader.counted_utf16(0, MTP, false, place!("Test")).map(|text| text.expect("it is there"))
}

#[test]
fn text_of_a_message_is_the_text_that_was_written() {
    for sample in SAMPLES {
        let bytes = written(Utf16::new(sample));
        let text = read(&bytes).expect("it is text");
        assert_eq!(text, sample);
        assert_eq!(text, Utf16::new(sample));
        assert_eq!(text.to_string(), sample);
        assert_eq!(format!("{text:?}"), format!("{sample:?}"));
        assert_eq!(
            format!("[{text:8}{text:*>5}{text:^4.3}]"),
            format!("[{sample:8}{sample:*>5}{sample:^4.3}]")
        );
        assert_eq!(text.len(), Utf16::new(sample).len());
        assert_eq!(text.len(), sample.encode_utf16().count());
        assert_eq!(text.is_empty(), sample.is_empty());
        assert_eq!(text.chars().collect::<String>(), sample);
        assert!(text.units().eq(sample.encode_utf16()));
        // What was read is written as it stands.
        assert_eq!(written(text), bytes);
    }
    assert_ne!(Utf16::new("a"), "b");
    assert_ne!(Utf16::EMPTY, " ");
}

#[test]
fn a_surrogate_alone_is_an_error_wherever_it_stands() {
    for before in 0..9 {
        for (lone, behind) in [(0xD834_u16, 'x'), (0xDD1E, 'x'), (0xDFFF, '𝄞'), (0xD800, '\u{FFFF}')] {
            let mut units: Vec<u16> = (0..before).map(|unit| 0xD7FF - unit).collect();
            units.push(lone);
            units.extend(behind.encode_utf16(&mut [0; 2]).iter());
            units.push(0);
            let bytes = units.iter().flat_map(|unit| unit.to_le_bytes());
            let bytes: Vec<u8> = [units.len() as u8].into_iter().chain(bytes).collect();
            let error = read(&bytes).expect_err("it has a surrogate alone");
            assert_eq!(error.kind(), ErrorKind::Text);
            assert_eq!(error.offset(), 1 + 2 * u32::from(before));
            assert_eq!(error.got(), u64::from(lone));
        }
    }
    // One less and one more than surrogates.
    assert!(read(&[3, 0xFF, 0xD7, 0x00, 0xE0, 0, 0]).is_ok());
}

#[test]
fn errors_of_lengths_and_ends_are_worded_as_what_they_are() {
    let mut out = [0; 20];
    let ended = Counted::<2, 0, true>::NEW.end([0xFF, 0xFF]);
    let list = List::<u16, Little>::from_slice(&[1, 0xFFFF]);
    let error = Writer::new(&mut out, 0).counted_list(0, ended, &list, Little, place!("Known")).unwrap_err();
    assert_eq!((error.kind(), error.got()), (ErrorKind::Text, 0xFFFF));
    assert_eq!(error.to_string(), "Known: 0xFFFF is in it, which only stands at its end");

    let error = wire::agree(4, 3, 0, place!("Title")).unwrap_err();
    assert_eq!((error.kind(), error.expected(), error.got()), (ErrorKind::Size, 3, 4));
    assert_eq!(error.to_string(), "Title: its length is 4, and must be 3, as the table says");

    let error = Writer::new(&mut out, 0).text(0, 2, "abc", Some(0x20), true, place!("Vendor")).unwrap_err();
    assert_eq!(error.to_string(), "Vendor: 3 does not fit where 2 is the limit");
}

#[test]
fn errors_of_a_check_show_the_check() {
    let place = place!("WRITE_REGISTERS", "", "", "", "uLength == len(pbyData)");
    let error = EncodeError::new(ErrorKind::Check, place, 0, 1, 0);
    assert_eq!(error.to_string(), "WRITE_REGISTERS: `uLength == len(pbyData)` must hold, and does not");
    let place = place!("USBSCAN_TIMEOUT", "TimeoutRead", "0", "", "self <= 214");
    let error = DecodeError::new(Why::Check, place, 0, 1, 300);
    let text = "USBSCAN_TIMEOUT, TimeoutRead (at 0): 300 at byte 0 does not satisfy `self <= 214`";
    assert_eq!(error.to_string(), text);
}

#[test]
fn values_without_a_name_are_filled_up_as_names_are() {
    struct Shown(&'static str, u64);
    impl core::fmt::Display for Shown {
        fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
            opcodec::show(f, self.0, None, self.1, 2)
        }
    }
    let key = Shown("Key", 0x1A);
    assert_eq!(
        format!("{key}|{key:4}|{key:12}|{key:>12}|{key:*^12}"),
        "Key(0x1A)|Key(0x1A)|Key(0x1A)   |   Key(0x1A)|*Key(0x1A)**"
    );
    let number = Shown("", 0);
    assert_eq!(format!("{number}|{number:6}|{number:>6}"), "0x00|0x00  |  0x00");
    assert_eq!(format!("{:>7}", Shown("", 0xABC)), "  0xABC");
}
