//! Types that hold themselves.

use super::*;
/// Less than any thread has.
const STACK_KB: usize = 1500;

/// As BER has it: what is constructed holds others of its kind.
const TLV: &str = r#"
[union.Tlv]
tag       = "constructed"
closed    = true
max_depth = 3
fields = [
  { at = "0.7:6", name = "class" },
  { at = "0.5", name = "constructed" },
  { at = "0.4:0", name = "number" },
  { at = "1", name = "length", value = "len(body)", check = "self < 128" },
  { at = "2..", name = "body", type = "payload", size = "length" },
]
[struct.Primitive]
of  = "Tlv"
tag = false
fields = [{ at = "2..", name = "value", type = "bytes", size = "rest" }]
[struct.Constructed]
of  = "Tlv"
tag = true
fields = [{ at = "2..", name = "items", type = "[Tlv]", size = "rest" }]
"#;

#[test]
fn a_union_holds_itself_in_a_list() {
    let schema = schema(TLV);
    assert_eq!(
        fields(&schema, "Tlv", &[], "30 08 02 01 05 30 03 04 01 AA"),
        "case=Constructed class=0 constructed=true number=16 length=8 items=[\
         {case=Primitive class=0 constructed=false number=2 length=1 value=<05>}, \
         {case=Constructed class=0 constructed=true number=16 length=3 items=[{case=Primitive class=0 constructed=false number=4 length=1 value=<AA>}]}]"
    );
    let tlv = &schema.structs[id(&schema, "Tlv").index()];
    assert_eq!(
        (tlv.max_depth, tlv.extent.max, tlv.borrows, tlv.fixed),
        (Some(3), crate::ir::MAX_LEN, true, None)
    );
}

#[test]
fn one_more_than_may_stand_in_one_another_is_an_error() {
    let schema = schema(TLV);
    assert_eq!(
        why(&schema, "Tlv", &[], "30 06 30 04 30 02 30 00"),
        other(ErrorKind::Max, ("Tlv", ""), 6, (3, 4))
    );
    assert!(decode(&schema, "Tlv", &[], "30 04 30 02 30 00").is_ok());
    assert!(decode(&schema, "Tlv", &[], "30 06 30 00 30 00 30 00").is_ok(), "beside one another");
    let deep = "case = \"Constructed\"\nitems = [{ case = \"Constructed\", items = [{ case = \"Constructed\", \
                items = [{ case = \"Primitive\", value = \"\" }] }] }]";
    let failure = encode_strict(&schema, &record(&schema, "Tlv", &[], deep), None).expect_err("too deep");
    assert_eq!((failure.kind, failure.container.as_str(), failure.offset), (ErrorKind::Max, "Tlv", 6));
    assert_eq!((failure.expected, failure.got), (3, 4));
}

#[test]
fn structs_hold_one_another_over_several_types() {
    let schema = schema(
        r#"
        [struct.Folder]
        max_depth = 2
        args = [{ name = "wide", type = "bool" }]
        fields = [
          { name = "count", type = "u8", value = "count(entries)" },
          { name = "entries", type = "[Entry(wide)]", count = "count" },
        ]
        [struct.Entry]
        args = [{ name = "wide", type = "bool" }]
        fields = [
          { name = "id", type = "u8" },
          { name = "more", type = "u8", when = "wide" },
          { name = "inside", type = "Folder(wide)", when = "id == 0" },
        ]
        "#,
    );
    assert_eq!(
        fields(&schema, "Folder", &[0], "02 01 00 01 02"),
        "count=2 entries=[{id=1}, {id=0 inside={count=1 entries=[{id=2}]}}]"
    );
    assert_eq!(
        fields(&schema, "Entry", &[1], "00 09 01 07 08"),
        "id=0 more=9 inside={count=1 entries=[{id=7 more=8}]}"
    );
    assert_eq!(
        why(&schema, "Folder", &[0], "01 00 01 00 00"),
        other(ErrorKind::Max, ("Folder", ""), 4, (2, 3))
    );
}

#[test]
fn the_deepest_that_may_be_needs_no_more_stack_than_there_is() {
    let deepest = || {
        let schema = schema(&TLV.replace("max_depth = 3", "max_depth = 32"));
        let deep = |levels: u8| (0..levels).rev().flat_map(|left| [0x30, left * 2]).collect::<Vec<u8>>();
        let of = id(&schema, "Tlv");
        let found =
            super::super::decode(&schema, of, &[], &deep(32)).expect("so many may stand in one another");
        assert_eq!(encode(&schema, &found, None).expect("it encodes"), deep(32));
        assert!(show(&notation::tree(&schema, &found, None)).len() > 32);
        let failure =
            super::super::decode(&schema, of, &[], &deep(33)).map(|_| ()).map_err(|found| found.kind);
        assert_eq!(failure, Err(ErrorKind::Max));
    };
    let thread = std::thread::Builder::new().stack_size(STACK_KB << 10).spawn(deepest).expect("a thread");
    thread.join().expect("it ends");
}

#[test]
fn random_bytes_end() {
    let schema = schema(TLV);
    let mut random = Random(11);
    for _ in 0..5000 {
        let len = random.below(16);
        let bytes: Vec<u8> = (0..len)
            .map(|_| match random.below(4) {
                0 => 0x30,
                1 => 0x04,
                _ => random.below(12) as u8,
            })
            .collect();
        if let Ok(found) = super::super::decode(&schema, id(&schema, "Tlv"), &[], &bytes) {
            assert_eq!(encode(&schema, &found, None).expect("it encodes"), bytes);
        }
    }
}

#[test]
fn one_that_holds_what_is_being_lowered_is_not_taken_for_empty() {
    let list = "[struct.A]\nfields = [{ name = \"n\", type = \"u8\", value = \"count(b)\" }, { name = \"b\", type = \"[B]\", count = \"n\" }]\n";
    let holder = "[struct.B]\nmax_depth = 4\nfields = [{ name = \"a\", type = \"A\" }]\n";
    for text in [format!("{list}{holder}"), format!("{holder}{list}")] {
        let schema = schema(&text);
        assert_eq!(fields(&schema, "A", &[], "01 00"), "n=1 b=[{a={n=0 b=[]}}]");
    }
}
