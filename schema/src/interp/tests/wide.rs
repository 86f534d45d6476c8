//! Integers of more than 64 bits.

use super::*;

const WIDE: &str = r#"
[struct.Wide]
endian = "little"
fields = [
  { at = "0..15", name = "number" },
  { at = "16..31", name = "signed", type = "i128", endian = "big" },
  { at = "32..40", name = "nine", check = "self != 7" },
  { at = "41..56", bits = "127:30", name = "high" },
  { at = "41..56", bits = "29:0", name = "low" },
  { at = "57..", name = "many", type = "[u128]", size = "rest" },
]
[struct.Fixed]
fields = [
  { name = "right", type = "u128", const = 5 },
  { name = "eight", type = "u72", default = "0x1_0000_0000_0000_0000" },
]
"#;

#[test]
fn all_bits_of_wide_integers_come_and_go() {
    let schema = schema(WIDE);
    let text = "FF FF FF FF FF FF FF FF FF FF FF FF FF FF FF FF \
                FF FF FF FF FF FF FF FF FF FF FF FF FF FF FF FE \
                01 00 00 00 00 00 00 00 80 \
                01 00 00 40 00 00 00 00 00 00 00 00 00 00 00 80 \
                00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 80 \
                02 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00";
    assert_eq!(
        fields(&schema, "Wide", &[], text),
        "number=340282366920938463463374607431768211455 signed=-2 nine=2361183241434822606849 \
         high=158456325028528675187087900673 low=1 \
         many=[170141183460469231731687303715884105728, 2]"
    );
}

#[test]
fn the_notation_takes_digits_in_text() {
    let schema = schema(WIDE);
    let written = "number = \"0x8000_0000_0000_0000_0000_0000_0000_0000\"\nmany = [1, \"2\"]";
    let bytes = encoded(&schema, "Wide", written);
    assert!(bytes.starts_with("00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 80 00"), "{bytes}");
    assert!(bytes.ends_with(
        "01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 02 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00"
    ));
    for (text, why) in [
        ("number = -1", "is a u128, 0 to 340282366920938463463374607431768211455, and -1 is not"),
        ("number = \"-1\"", "is a u128, 0 to 340282366920938463463374607431768211455, and -1 is not"),
        ("number = \"ten\"", "is an integer: decimal digits, or hex after `0x`"),
        ("nine = \"0x100_0000_0000_0000_0000\"", "is a u72, 0 to 4722366482869645213695, and"),
        ("signed = \"170141183460469231731687303715884105728\"", "is a i128, and"),
        ("low = \"1\"", "is an integer"),
    ] {
        let mut sink = Sink::default();
        assert!(try_record(&schema, "Wide", &[], text, &mut sink).is_none(), "{text}");
        let found = sink.drain();
        assert!(found.iter().any(|found| found.message.contains(why)), "{text}: {found:?}");
    }
}

#[test]
fn constants_and_checks_of_wide_integers() {
    let schema = schema(WIDE);
    let right = "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 05";
    assert_eq!(encoded(&schema, "Fixed", ""), format!("{right} 01 00 00 00 00 00 00 00 00"));
    let wrong = "80 00 00 00 00 00 00 00 00 00 00 00 00 00 00 05";
    let nine = "01 00 00 00 00 00 00 00 00";
    // Errors have the low 64 bits.
    let expected = other(ErrorKind::Const, ("Fixed", "right"), 0, (5, 5));
    assert_eq!(why(&schema, "Fixed", &[], &format!("{wrong} {nine}")), expected);
    let mut message = [0; 57];
    message[32] = 7;
    let expected = other(ErrorKind::Check, ("Wide", "nine"), 32, (1, 7));
    assert_eq!(why(&schema, "Wide", &[], &hex(&message)), expected);
}
