//! Checksums: over what, in which order, and when decoding looks at them.

use super::*;

/// A frame as serial buses have it: the checksum last, low byte first, over everything before.
const FRAME: &str = r#"
[struct.Frame]
fields = [
  { at = "0", name = "address" },
  { at = "1", name = "function" },
  { at = "2", name = "length", value = "len(data)" },
  { at = "3..", name = "data", type = "bytes", size = "length" },
  { name = "crc", type = "u16", endian = "little", value = "crc('CRC-16/MODBUS', address..data)" },
]
"#;

#[test]
fn a_checksum_covers_all_before_it() {
    let schema = schema(FRAME);
    assert_eq!(
        encoded(&schema, "Frame", "address = 1\nfunction = 4\ndata = \"FF FF\""),
        "01 04 02 FF FF B8 80"
    );
    assert_eq!(
        fields(&schema, "Frame", &[], "01 04 02 FF FF B8 80"),
        "address=1 function=4 length=2 data=<FF FF> crc=32952"
    );
    assert_eq!(
        why(&schema, "Frame", &[], "01 04 02 FF FE B8 80"),
        other(ErrorKind::Value, ("Frame", "crc"), 5, (0x4079, 0x80B8))
    );
    assert_eq!(
        why(&schema, "Frame", &[], "01 04 02 FF FF B8"),
        size(Reason::Short, ("Frame", "crc"), 6, (7, 6))
    );
}

#[test]
fn a_sum_that_makes_all_bytes_zero() {
    let schema = schema(
        r#"
        [struct.Record]
        fields = [
          { name = "length", type = "u8", value = "len(data)" },
          { name = "data", type = "[u8]", size = "length" },
          { name = "sum", type = "u8", value = "(256 - sum8(length..data)) & 0xFF" },
          { name = "all", type = "u8", value = "xor8(length..sum)" },
        ]
        "#,
    );
    assert_eq!(encoded(&schema, "Record", "data = [1, 2, 3]"), "03 01 02 03 F7 F4");
    assert_eq!(encoded(&schema, "Record", "data = []"), "00 00 00");
    assert_eq!(
        why(&schema, "Record", &[], "03 01 02 03 F8 F4"),
        other(ErrorKind::Value, ("Record", "sum"), 4, (0xF7, 0xF8))
    );
    assert_eq!(
        why(&schema, "Record", &[], "00 00 01"),
        other(ErrorKind::Value, ("Record", "all"), 2, (0, 1))
    );
}

/// One checksum in the header over what comes before and behind it, one at the end over all, the first included.
const NESTED: &str = r#"
[union.Packet]
tag  = "kind"
fields = [
  { at = "0", name = "kind" },
  { at = "1", name = "length", value = "len(body)" },
  { at = "2..3", name = "header", value = "crc('CRC-16/XMODEM', kind..length)" },
  { at = "4..5", name = "content", value = "crc('CRC-16/KERMIT', body..body)" },
  { at = "6..", name = "body", type = "payload", size = "length" },
  { name = "all", type = "u32", value = "crc('CRC-32/ISO-HDLC', kind..body)" },
]
[struct.Text]
of = "Packet"
tag = 1
fields = [
  { at = "6", name = "sum", value = "sum8(text..text)" },
  { at = "7..", name = "text", type = "ascii", size = "rest" },
]
"#;

#[test]
fn checksums_of_checksums_are_computed_in_their_order() {
    let schema = schema(NESTED);
    let bytes = encoded(&schema, "Packet", "case = \"Text\"\ntext = \"abc\"");
    assert_eq!(bytes.split(' ').count(), 14);
    assert_eq!(
        fields(&schema, "Packet", &[], &bytes)
            .split(' ')
            .filter(|field| !field.starts_with("sum"))
            .collect::<Vec<_>>()[0],
        "case=Text"
    );
    for wrong in [0, 2, 3, 4, 6, 7, 9, 10, 13] {
        let mut damaged = unhex(&bytes).expect("hex");
        damaged[wrong] ^= 1;
        let failure =
            super::super::decode(&schema, id(&schema, "Packet"), &[], &damaged).expect_err("damaged");
        assert!(matches!(failure.kind, ErrorKind::Value), "{wrong}: {failure}");
    }
    let unknown = encoded(&schema, "Packet", "case = \"Unknown\"\nkind = 9\nbody = \"00 01\"");
    assert!(unknown.starts_with("09 02"), "{unknown}");
}

#[test]
fn absent_rows_have_no_bytes_to_cover() {
    let schema = schema(
        r#"
        [struct.S]
        fields = [
          { name = "flags", type = "u8" },
          { name = "extra", type = "u16", when = "flags & 1 == 1" },
          { name = "more", type = "u8", when = "flags & 2 == 2" },
          { name = "end", type = "u8" },
          { name = "extra_sum", type = "u8", value = "sum8(extra..extra)" },
          { name = "to_more", type = "u8", value = "sum8(flags..more)" },
          { name = "checked", type = "u8", when = "flags & 4 == 4", value = "xor8(extra..end)" },
        ]
        "#,
    );
    assert_eq!(fields(&schema, "S", &[], "00 09 00 00"), "flags=0 end=9 extra_sum=0 to_more=0");
    assert_eq!(
        fields(&schema, "S", &[], "03 01 02 04 09 03 0A"),
        "flags=3 extra=258 more=4 end=9 extra_sum=3 to_more=10"
    );
    assert_eq!(encoded(&schema, "S", "flags = 4\nend = 7"), "04 07 00 04 07");
    assert_eq!(encoded(&schema, "S", "flags = 5\nend = 7\nextra = 3"), "05 00 03 07 03 08 04");
}

#[test]
fn what_is_cut_is_compared_only_where_it_is_all_there() {
    let schema = schema(
        r#"
        [struct.S]
        required = 3
        fields = [
          { at = "0", name = "a" },
          { at = "1", name = "b" },
          { at = "2", name = "head", value = "xor8(a..b)" },
          { at = "3..", name = "data", type = "bytes", size = "a" },
          { name = "tail", type = "u8", value = "sum8(a..data)" },
        ]
        "#,
    );
    assert_eq!(fields(&schema, "S", &[], "02 01 03 05 06 11"), "a=2 b=1 head=3 data=<05 06> tail=17");
    assert_eq!(fields(&schema, "S", &[], "02 01 03 05"), "cut a=2 b=1 head=3");
    assert_eq!(why(&schema, "S", &[], "02 01 04 05").3, "head");
    assert_eq!(why(&schema, "S", &[], "02 01 03 05 06 12").3, "tail");
}

#[test]
fn reserved_rows_are_covered_and_may_be_named() {
    let schema = schema(
        r#"
        [struct.S]
        fields = [
          { at = "0", name = "a" },
          { at = "1..2", name = "gap", reserved = true },
          { at = "3", name = "sum", value = "sum8(a..gap)" },
          { at = "4", name = "twice", value = "sum < 128 ? sum * 2 : 0" },
          { at = "5", name = "wide", value = "check(u4, sum8(a..a))" },
        ]
        "#,
    );
    assert_eq!(encoded(&schema, "S", "a = 9"), "09 00 00 09 12 09");
    assert_eq!(fields(&schema, "S", &[], "01 00 00 01 02 01"), "a=1 sum=1 twice=2 wide=1");
    // What stands in reserved bytes is covered when decoding, and is sent as zero.
    let record = decode(&schema, "S", &[], "01 01 01 03 06 01").expect("the sum of what is there");
    assert_eq!(hex(&encode(&schema, &record, None).expect("it encodes")), "01 00 00 01 02 01");
    assert_eq!(refused(&schema, "S", "a = 16"), (ErrorKind::Size, "wide".into()));
}

#[test]
fn every_prefix_and_any_bytes_end_in_a_value_or_an_error() {
    for (text, name) in [(FRAME, "Frame"), (NESTED, "Packet")] {
        let schema = schema(text);
        let mut random = Random(7);
        for _ in 0..2000 {
            let len = random.below(20);
            let bytes: Vec<u8> = (0..len).map(|_| random.below(4) as u8).collect();
            if let Ok(record) = super::super::decode(&schema, id(&schema, name), &[], &bytes) {
                assert_eq!(encode(&schema, &record, None).expect("it encodes"), bytes);
            }
        }
    }
}
