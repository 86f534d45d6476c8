//! Answers that end before their layout does.

use super::super::Reason::{Bound, Short};
use super::*;

const INQUIRY: &str = r#"
[struct.Inquiry]
required = 5
size = "additional_length + 5"
fields = [
  { at = "0", name = "TYPE" },
  { at = "4", name = "ADDITIONAL LENGTH" },
  { at = "5..6", name = "vendor", type = "ascii", pad = " " },
  { at = "8..11", name = "versions", type = "[u16; 2]" },
  { at = "12..13", reserved = true },
  { at = "14..", name = "more", type = "bytes", size = "rest" },
]
"#;

#[test]
fn what_lies_behind_required_may_be_missing() {
    let schema = schema(INQUIRY);
    let whole = "01 00 00 00 0B 41 20 00 00 01 00 02 00 00 AA BB";
    assert_eq!(
        fields(&schema, "Inquiry", &[], whole),
        "type=1 additional_length=11 vendor=\"A\" versions=[1, 2] more=<AA BB>"
    );
    let all = bytes(whole);
    for len in 0..all.len() {
        let text = hex(&all[..len]);
        if len < 5 {
            let expected = size(Short, ("Inquiry", ""), len as u32, (5, len as u64));
            assert_eq!(why(&schema, "Inquiry", &[], &text), expected);
            continue;
        }
        let mut expected = "cut type=1 additional_length=11".to_owned();
        if len >= 7 {
            expected += " vendor=\"A\"";
        }
        if len >= 12 {
            expected += " versions=[1, 2]";
        }
        expected += match len {
            15 => " more=<AA>",
            _ => " more=<>",
        };
        assert_eq!(fields(&schema, "Inquiry", &[], &text), expected, "{len}");
        // A cut value encodes to what it was cut to, stale bits included.
        let record = decode(&schema, "Inquiry", &[], &text).expect("a cut value");
        assert_eq!(encode(&schema, &record, None).expect("bytes"), &all[..len]);
    }
}

#[test]
fn an_announced_length_bounds_what_is_looked_at() {
    let schema = schema(INQUIRY);
    // Stale bytes behind the announced length.
    assert_eq!(
        fields(&schema, "Inquiry", &[], "01 00 00 00 02 41 42 FF FF FF"),
        "type=1 additional_length=2 vendor=\"AB\" more=<>"
    );
    // A length that ends inside a field: what is there is kept.
    assert_eq!(
        fields(&schema, "Inquiry", &[], "01 00 00 00 01 41 42"),
        "cut type=1 additional_length=1 more=<>"
    );
    // Nothing but reserved bytes is missing: they could not be told from no bytes when encoding.
    assert_eq!(
        fields(&schema, "Inquiry", &[], "01 00 00 00 07 41 42 00 00 01 00 02"),
        "cut type=1 additional_length=7 vendor=\"AB\" versions=[1, 2] more=<>"
    );
    assert_eq!(
        fields(&schema, "Inquiry", &[], "01 00 00 00 09 41 42 00 00 01 00 02 00 00"),
        "type=1 additional_length=9 vendor=\"AB\" versions=[1, 2] more=<>"
    );
    assert_eq!(fields(&schema, "Inquiry", &[], "01 00 00 00 00"), "type=1 additional_length=0 more=<>");
    let of = id(&schema, "Inquiry");
    assert_eq!(super::super::announced(&schema, of, &bytes("01 00 00 00 1F")), Some(36));
    assert_eq!(super::super::announced(&schema, of, &bytes("01 00 00 00")), None);
}

#[test]
fn present_is_what_has_a_value_and_what_lies_before_it() {
    let schema = schema(INQUIRY);
    assert_eq!(encoded(&schema, "Inquiry", ""), "00 00 00 00 00");
    assert_eq!(encoded(&schema, "Inquiry", "vendor = \"X\""), "00 00 00 00 02 58 20");
    assert_eq!(encoded(&schema, "Inquiry", "versions = [1, 2]"), "00 00 00 00 09 20 20 00 00 01 00 02 00 00");
    assert_eq!(encoded(&schema, "Inquiry", "more = \"01\""), "00 00 00 00 0A 20 20 00 00 00 00 00 00 00 01");
}

const FEATURES: &str = r#"
[enum.FeatureCode]
type = "u16"
values = { PROFILES = 0, CORE = 1, MORPHING = 2 }

[struct.Configuration]
required = 8
size = "data_length + 4"
fields = [
  { at = "0..3", name = "DATA LENGTH" },
  { at = "6..7", name = "CURRENT PROFILE" },
  { at = "8..", name = "features", type = "[Feature]", size = "rest" },
]

[union.Feature]
tag = "feature_code"
fields = [
  { at = "0..1", name = "FEATURE CODE", type = "FeatureCode" },
  { at = "2.5:2", name = "VERSION" },
  { at = "2.1", name = "PERSISTENT" },
  { at = "2.0", name = "CURRENT" },
  { at = "3", name = "ADDITIONAL LENGTH", value = "len(body)", check = "self % 4 == 0" },
  { at = "4..", name = "body", type = "payload", size = "additional_length" },
]

[struct.Profiles]
of = "Feature"
tag = "FeatureCode.PROFILES"
fields = [{ at = "4..", name = "profiles", type = "[Profile]", size = "rest" }]

[struct.Profile]
fields = [{ at = "0..1", name = "PROFILE" }, { at = "2.0", name = "CURRENTP" }, { at = "3", reserved = true }]

[struct.Core]
of = "Feature"
tag = "FeatureCode.CORE"
fields = [
  { at = "4..7", name = "PHYSICAL INTERFACE STANDARD" },
  { at = "8.1", name = "INQ2", when = "version >= 1" },
  { at = "8.0", name = "DBE", when = "version >= 1" },
  { at = "9..11", reserved = true, when = "version >= 1" },
]
"#;

const PROFILES: &str = "00 00 03 08 00 10 00 00 00 08 01 00";
const CORE: &str = "00 01 07 08 00 00 00 07 01 00 00 00";
const VENDOR: &str = "FF 00 00 04 01 02 03 04";

#[test]
fn features_are_read_one_by_one() {
    let schema = schema(FEATURES);
    assert_eq!(
        fields(&schema, "Feature", &[], PROFILES),
        "case=Profiles feature_code=PROFILES version=0 persistent=true current=true additional_length=8 \
         profiles=[{profile=16 currentp=false}, {profile=8 currentp=true}]"
    );
    assert_eq!(
        fields(&schema, "Feature", &[], CORE),
        "case=Core feature_code=CORE version=1 persistent=true current=true additional_length=8 \
         physical_interface_standard=7 inq2=false dbe=true"
    );
    assert_eq!(
        fields(&schema, "Feature", &[], "00 01 03 04 00 00 00 07"),
        "case=Core feature_code=CORE version=0 persistent=true current=true additional_length=4 \
         physical_interface_standard=7"
    );
    assert_eq!(
        fields(&schema, "Feature", &[], VENDOR),
        "case=Unknown feature_code=65280 version=0 persistent=false current=false additional_length=4 \
         body=<01 02 03 04>"
    );
    // Version 1 in a body of version 0: the body's length is to blame, not the input's end.
    assert_eq!(
        why(&schema, "Feature", &[], "00 01 07 04 00 00 00 07"),
        size(Bound, ("Core", "INQ2"), 8, (12, 8))
    );
    assert_eq!(
        why(&schema, "Feature", &[], "00 01 07 05 00 00 00 07 00"),
        other(ErrorKind::Check, ("Feature", "ADDITIONAL LENGTH"), 3, (1, 5))
    );
    assert_eq!(why(&schema, "Feature", &[], "00 01 07 08 00"), size(Short, ("Feature", "body"), 5, (12, 5)));
    assert_eq!(
        encoded(
            &schema,
            "Feature",
            "case = \"Core\"\nversion = 1\nphysical_interface_standard = 7\ndbe = true"
        ),
        "00 01 04 08 00 00 00 07 01 00 00 00"
    );
    assert_eq!(refused(&schema, "Feature", "case = \"Core\"\ndbe = true"), (ErrorKind::Value, "DBE".into()));
    assert_eq!(
        refused(&schema, "Feature", "case = \"Core\"\nfeature_code = 2"),
        (ErrorKind::Tag, "FEATURE CODE".into())
    );
    assert_eq!(
        encoded(&schema, "Feature", "case = \"Unknown\"\nfeature_code = 0xFF00\nbody = \"01 02 03 04\""),
        VENDOR
    );
}

#[test]
fn a_list_cut_at_every_length_keeps_what_is_complete() {
    let schema = schema(FEATURES);
    let list = [PROFILES, CORE, VENDOR];
    let all = bytes(&format!("00 00 00 24 00 00 00 08 {}", list.join(" ")));
    assert_eq!(all.len(), 40);
    for len in 8..=all.len() {
        let (record, _) = round_trip(&schema, id(&schema, "Configuration"), &[], &all[..len]);
        let complete = [20, 32, 40].iter().filter(|end| len >= **end).count();
        let Some(crate::value::Value::List(features)) = record.rows.last().cloned().flatten() else {
            panic!("no features at {len}")
        };
        assert_eq!(features.len(), complete, "{len}");
        assert_eq!(record.cut.is_some(), len < all.len(), "{len}");
        assert_eq!(encode(&schema, &record, None).expect("bytes"), &all[..len]);
    }
}

#[test]
fn a_list_that_lies_about_its_length_is_refused() {
    let schema = schema(FEATURES);
    // The announced 6 bytes of features end inside the first one, and the input does not.
    assert_eq!(
        why(&schema, "Configuration", &[], "00 00 00 0A 00 00 00 08 00 01 07 08 00 00 00 07 01 00 00 00"),
        size(Bound, ("Feature", "body"), 14, (12, 6))
    );
    assert_eq!(
        why(&schema, "Configuration", &[], "00 00 00 03 00 00 00 08"),
        size(Bound, ("Configuration", "DATA LENGTH"), 0, (8, 7))
    );
    // An error in a complete element stands, cut or not.
    assert_eq!(
        why(&schema, "Configuration", &[], "00 00 00 24 00 00 00 08 00 01 07 05 00 00"),
        other(ErrorKind::Check, ("Feature", "ADDITIONAL LENGTH"), 11, (1, 5))
    );
}

#[test]
fn values_that_need_missing_bytes_are_not_compared() {
    let schema = schema(
        r#"
[struct.S]
required = 2
fields = [
  { at = "0", name = "TOTAL", value = "len(struct)" },
  { at = "1", name = "N", value = "count(items)" },
  { name = "items", type = "[u16]", count = "n" },
]
"#,
    );
    assert_eq!(fields(&schema, "S", &[], "06 02 00 01 00 02"), "total=6 n=2 items=[1, 2]");
    assert_eq!(fields(&schema, "S", &[], "06 02 00 01 00"), "cut total=6 n=2 items=[1]");
    assert_eq!(
        why(&schema, "S", &[], "07 02 00 01 00 02"),
        other(ErrorKind::Value, ("S", "TOTAL"), 0, (6, 7))
    );
    assert_eq!(encoded(&schema, "S", "items = [1, 2]"), "06 02 00 01 00 02");
}
