//! Payloads that begin at no constant place: their children count from there.

use super::*;

/// A name of any length stands before what kind of record it is.
const RECORD: &str = r#"
[union.Record]
tag = "kind"
fields = [
  { name = "name", type = "ascii", prefix = "u8" },
  { name = "kind", type = "u8" },
  { name = "length", type = "u8", value = "len(data)" },
  { name = "data", type = "payload", size = "length" },
  { name = "sum", type = "u8", value = "sum8(kind..data)" },
]
[struct.Address]
of  = "Record"
tag = 1
fields = [{ at = "0..3", name = "address", type = "[u8; 4]" }]
[struct.Text]
of  = "Record"
tag = 2
fields = [
  { name = "whole", type = "u8", value = "len(struct)" },
  { at = "1..", name = "text", type = "ascii", size = "rest" },
]
[union.Other]
of     = "Record"
of_tag = 3
tag    = "what"
closed = true
fields = [{ at = "0", name = "what" }, { at = "2..", name = "rest", type = "payload" }]
[struct.Inner]
of  = "Other"
tag = 7
fields = [{ at = "1", name = "low" }, { at = "2", name = "high", check = "self < 9" }]
[struct.Records]
fields = [{ name = "records", type = "[Record]", size = "rest" }]
"#;

#[test]
fn positions_of_a_child_count_from_the_payload() {
    let schema = schema(RECORD);
    assert_eq!(
        fields(&schema, "Record", &[], "02 61 62 01 04 0A 00 00 01 10"),
        "case=Address name=\"ab\" kind=1 length=4 address=[10, 0, 0, 1] sum=16"
    );
    assert_eq!(
        encoded(&schema, "Record", "case = \"Text\"\nname = \"abc\"\ntext = \"x\""),
        "03 61 62 63 02 02 02 78 7E"
    );
    assert_eq!(
        encoded(&schema, "Record", "case = \"Unknown\"\nname = \"\"\nkind = 9\ndata = \"AA BB\""),
        "00 09 02 AA BB 70"
    );
    let address = &schema.structs[id(&schema, "Address").index()];
    assert_eq!((address.apart, address.start, address.extent.min), (true, 0, 4));
}

#[test]
fn errors_count_from_the_message() {
    let schema = schema(RECORD);
    assert_eq!(
        why(&schema, "Record", &[], "01 61 01 03 0A 00 00 01"),
        size(Reason::Bound, ("Address", ""), 7, (4, 3))
    );
    assert_eq!(
        why(&schema, "Record", &[], "01 61 01 05 0A 00 00 01 02 00"),
        size(Reason::Long, ("Address", ""), 8, (4, 5))
    );
    assert_eq!(
        why(&schema, "Record", &[], "01 61 02 02 03 78 7F"),
        other(ErrorKind::Value, ("Text", "whole"), 4, (2, 3))
    );
    assert_eq!(
        why(&schema, "Record", &[], "01 61 03 03 07 01 0A 00"),
        other(ErrorKind::Check, ("Inner", "high"), 6, (1, 10))
    );
    assert_eq!(
        why(&schema, "Record", &[], "01 61 03 03 08 01 0A 00"),
        other(ErrorKind::Tag, ("Other", "what"), 4, (0, 8))
    );
}

#[test]
fn a_union_in_it_has_its_own_byte_0() {
    let schema = schema(RECORD);
    assert_eq!(
        fields(&schema, "Records", &[], "01 61 03 03 07 01 08 16 00 03 03 07 02 03 12"),
        "records=[{case=Inner name=\"a\" kind=3 length=3 what=7 low=1 high=8 sum=22}, \
         {case=Inner name=\"\" kind=3 length=3 what=7 low=2 high=3 sum=18}]"
    );
    assert_eq!(
        encoded(&schema, "Record", "case = \"Inner\"\nname = \"a\"\nlow = 1\nhigh = 8"),
        "01 61 03 03 07 01 08 16"
    );
}

#[test]
fn a_payload_as_long_as_its_child() {
    let schema = schema(
        r#"
        [union.U]
        tag    = "kind"
        closed = true
        required = 1
        fields = [
          { at = "0", name = "kind" },
          { at = "1..", name = "items", type = "[u8]", prefix = "u8" },
          { name = "body", type = "payload" },
        ]
        [struct.One]
        of  = "U"
        tag = 1
        required = 1
        fields = [{ at = "0", name = "a" }, { at = "1", name = "b" }]
        "#,
    );
    assert_eq!(fields(&schema, "U", &[], "01 02 05 06 07 08"), "case=One kind=1 items=[5, 6] a=7 b=8");
    assert_eq!(fields(&schema, "U", &[], "01 02 05 06 07"), "cut case=One kind=1 items=[5, 6] a=7");
}

#[test]
fn random_bytes_end() {
    let schema = schema(RECORD);
    let mut random = Random(5);
    for _ in 0..5000 {
        let len = random.below(14);
        let bytes: Vec<u8> = (0..len).map(|_| random.below(8) as u8).collect();
        if let Ok(found) = super::super::decode(&schema, id(&schema, "Records"), &[], &bytes) {
            let again = encode(&schema, &found, None).expect("it encodes");
            let (_, places) = decode_placed(&schema, id(&schema, "Records"), &[], &bytes).expect("as before");
            same(&bytes, &again, &named_bits(&schema, &found, &places, &bytes));
        }
    }
}
