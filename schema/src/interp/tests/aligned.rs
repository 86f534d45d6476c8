//! Structs that are filled up to a multiple.

use super::*;

/// As Diameter and STUN have it: the length does not count the filling.
const ATTRIBUTES: &str = r#"
[struct.Attribute]
align = 4
size  = "length + 4"
fields = [
  { at = "0..1", name = "kind" },
  { at = "2..3", name = "length" },
  { at = "4..", name = "value", type = "bytes", size = "rest" },
]
[struct.Message]
fields = [
  { at = "0..1", name = "length", value = "len(attributes)" },
  { at = "2..", name = "attributes", type = "[Attribute]", size = "length" },
]
[struct.Two]
fields = [
  { name = "first", type = "Attribute" },
  { name = "second", type = "Attribute" },
  { name = "all", type = "u8", value = "len(first)" },
]
"#;

#[test]
fn a_list_counts_what_fills_its_elements_and_their_own_length_does_not() {
    let schema = schema(ATTRIBUTES);
    assert_eq!(
        encoded(
            &schema,
            "Message",
            "attributes = [{ kind = 1, value = \"AA\" }, { kind = 2, value = \"01 02 03 04\" }, { kind = 3, value = \"\" }]"
        ),
        "00 14 00 01 00 01 AA 00 00 00 00 02 00 04 01 02 03 04 00 03 00 00"
    );
    assert_eq!(
        fields(&schema, "Message", &[], "00 08 00 01 00 01 AA 00 00 00"),
        "length=8 attributes=[{kind=1 length=1 value=<AA>}]"
    );
    assert_eq!(
        why(&schema, "Message", &[], "00 07 00 01 00 01 AA 00 00"),
        size(Reason::Bound, ("Attribute", ""), 9, (8, 7))
    );
}

#[test]
fn a_message_is_filled_up_to_the_end_and_no_further() {
    let schema = schema(ATTRIBUTES);
    assert_eq!(fields(&schema, "Attribute", &[], "00 01 00 02 AA BB 00 00"), "kind=1 length=2 value=<AA BB>");
    assert_eq!(
        why(&schema, "Attribute", &[], "00 01 00 02 AA BB 00"),
        size(Reason::Short, ("Attribute", ""), 7, (8, 7))
    );
    // Bytes behind a struct with a `size` are not looked at.
    assert!(decode(&schema, "Attribute", &[], "00 01 00 02 AA BB 00 00 01").is_ok());
    let announced = |prefix: &str| super::super::announced(&schema, id(&schema, "Attribute"), &bytes(prefix));
    assert_eq!(
        (announced("00 01 00 02"), announced("00 01 00 04"), announced("00 01 00")),
        (Some(8), Some(8), None)
    );
}

#[test]
fn nested_ones_begin_behind_what_fills_the_one_before() {
    let schema = schema(ATTRIBUTES);
    let bytes = "00 01 00 01 AA 00 00 00 00 02 00 00 08";
    assert_eq!(
        fields(&schema, "Two", &[], bytes),
        "first={kind=1 length=1 value=<AA>} second={kind=2 length=0 value=<>} all=8"
    );
}

#[test]
fn fixed_layouts_get_longer() {
    let schema = schema(
        r#"
        [struct.S]
        align = 4
        fields = [{ at = "0..4", name = "x", type = "bytes" }]
        [struct.Sized]
        align = 4
        size  = 6
        fields = [{ at = "0", name = "x" }, { at = "1", name = "n", value = "len(struct)" }]
        [struct.Many]
        fields = [{ name = "all", type = "[S; 2]" }, { name = "n", type = "u8", value = "len(all)" }]
        "#,
    );
    assert_eq!(schema.structs.iter().map(|of| of.fixed).collect::<Vec<_>>(), [Some(8), Some(8), Some(17)]);
    assert_eq!(encoded(&schema, "S", "x = \"01 02 03 04 05\""), "01 02 03 04 05 00 00 00");
    assert_eq!(encoded(&schema, "Sized", "x = 1"), "01 06 00 00 00 00 00 00");
    assert_eq!(why(&schema, "S", &[], "01 02 03 04 05 00 00"), size(Reason::Short, ("S", ""), 7, (8, 7)));
    assert_eq!(
        why(&schema, "S", &[], "01 02 03 04 05 00 00 00 00"),
        size(Reason::Long, ("S", ""), 8, (8, 9))
    );
    assert_eq!(decode(&schema, "Sized", &[], "01 06 00 00 00 00 00").expect_err("short").got, 7);
}

#[test]
fn variable_ones_without_a_size() {
    let schema = schema(
        r#"
        [struct.S]
        align = 4
        fields = [
          { name = "whole", type = "u8", value = "len(struct)" },
          { name = "n", type = "u8", value = "count(items)" },
          { name = "items", type = "[u8]", count = "n" },
        ]
        [struct.Tolerant]
        align    = 4
        required = 1
        fields = [{ at = "0", name = "n" }, { name = "items", type = "bytes", size = "n" }]
        "#,
    );
    assert_eq!(encoded(&schema, "S", "items = [7]"), "03 01 07 00");
    assert_eq!(fields(&schema, "S", &[], "03 01 07 FF"), "whole=3 n=1 items=[7]");
    assert_eq!(why(&schema, "S", &[], "03 01 07"), size(Reason::Short, ("S", ""), 3, (4, 3)));
    assert_eq!(why(&schema, "S", &[], "03 01 07 00 00"), size(Reason::Long, ("S", ""), 4, (4, 5)));
    assert_eq!(fields(&schema, "Tolerant", &[], "02 AA BB 00"), "n=2 items=<AA BB>");
    assert_eq!(fields(&schema, "Tolerant", &[], "02 AA BB"), "cut n=2 items=<AA BB>");
    assert_eq!(fields(&schema, "Tolerant", &[], "02 AA"), "cut n=2");
}

#[test]
fn unions_and_children_are_filled_up_from_byte_0() {
    let schema = schema(
        r#"
        [union.U]
        tag    = "kind"
        closed = true
        align  = 4
        fields = [{ at = "0", name = "kind" }, { at = "1..", name = "body", type = "payload" }]
        [struct.Plain]
        of  = "U"
        tag = 1
        fields = [{ at = "1", name = "x" }]
        [struct.Filled]
        of  = "U"
        tag = 2
        align = 6
        fields = [{ at = "1", name = "x" }]
        [struct.List]
        fields = [{ name = "items", type = "[U]", size = "rest" }]
        "#,
    );
    assert_eq!(encoded(&schema, "U", "case = \"Plain\"\nx = 1"), "01 01 00 00");
    assert_eq!(encoded(&schema, "U", "case = \"Filled\"\nx = 1"), "02 01 00 00 00 00 00 00");
    assert_eq!(
        fields(&schema, "List", &[], "01 01 00 00 02 02 00 00 00 00 00 00 01 03 00 00"),
        "items=[{case=Plain kind=1 x=1}, {case=Filled kind=2 x=2}, {case=Plain kind=1 x=3}]"
    );
}
