//! Where checksums may stand, what they cover, and who may look at them.

use std::path::Path;

use opcodec_schema::compile_with;
use opcodec_schema::diag::{Code, mend};

const HEAD: &str = "[protocol]\nname = \"t\"\nedition = 1\nendian = \"big\"\n";

/// The codes that a text is refused with, and what is shown.
fn codes(text: &str) -> (Vec<Code>, String) {
    let compiled = compile_with(Path::new("t.toml"), &mut |_| Ok(format!("{HEAD}{text}")));
    (compiled.diagnostics.iter().map(|found| found.code).collect(), compiled.render(false))
}

#[track_caller]
fn rows(rows: &str, wanted: &[Code]) {
    let (found, shown) = codes(&format!("[struct.S]\nfields = [\n{rows}\n]\n"));
    assert_eq!(found, wanted, "{shown}");
}

#[test]
fn a_checksum_does_not_cover_itself() {
    rows(
        r#"{ name = "a", type = "u8" },
        { name = "crc", type = "u8", value = "sum8(a..crc)" },"#,
        &[Code::ValueCycle],
    );
    rows(
        r#"{ name = "x", type = "u8", value = "sum8(y..z)" },
        { name = "y", type = "u8", value = "sum8(x..x)" },
        { name = "z", type = "u8" },"#,
        &[Code::ValueCycle],
    );
    rows(
        r#"{ name = "x", type = "u8", value = "y + 1" },
        { name = "y", type = "u8", value = "xor8(x..x)" },"#,
        &[Code::ValueCycle],
    );
}

#[test]
fn bits_beside_a_checksum_are_covered_by_nobody() {
    rows(
        r#"{ at = "0.7:4", name = "a" },
        { at = "0.3:0", name = "sum", value = "sum8(a..a) & 0xF" },"#,
        &[Code::Checksum],
    );
    rows(
        r#"{ at = "0.7:4", name = "sum", value = "sum8(b..b) & 0xF" },
        { at = "0.3:0", name = "a" },
        { at = "1", name = "b" },
        { at = "2", name = "all", value = "sum8(a..b)" },"#,
        &[Code::Checksum],
    );
}

#[test]
fn only_a_value_looks_at_a_checksum() {
    for (key, code) in [
        ("type = \"bytes\", size = \"sum\"", Code::Checksum),
        ("type = \"[u8]\", count = \"sum\"", Code::Checksum),
        ("type = \"[u8]\", count = \"next\"", Code::Checksum),
        ("type = \"u8\", when = \"sum == 1\"", Code::Checksum),
        ("type = \"u8\", check = \"sum == self\"", Code::Checksum),
        ("type = \"T(sum)\"", Code::Checksum),
        ("type = \"u8\", size = \"sum8(a..a)\"", Code::MisplacedKey),
        ("type = \"bytes\", size = \"sum8(a..a)\"", Code::Checksum),
    ] {
        let text = format!(
            "[struct.T]\nargs = [{{ name = \"n\", type = \"u8\" }}]\nfields = [{{ name = \"x\", type = \"u8\" }}]\n\
             [struct.S]\nfields = [\n{{ name = \"a\", type = \"u8\" }},\n\
             {{ name = \"sum\", type = \"u8\", value = \"sum8(a..a)\" }},\n\
             {{ name = \"next\", type = \"u8\", value = \"sum & 1\" }},\n\
             {{ name = \"late\", {key} }},\n]\n"
        );
        let (found, shown) = codes(&text);
        assert_eq!(found, [code], "{shown}");
    }
    rows(
        r#"{ name = "a", type = "u8" },
        { name = "sum", type = "u8", value = "sum8(a..a)", check = "self != 0" },"#,
        &[Code::Checksum],
    );
}

#[test]
fn who_holds_a_struct_does_not_look_at_its_checksum() {
    let (found, shown) = codes(
        r#"
        [struct.Inner]
        fields = [{ name = "a", type = "u8" }, { name = "sum", type = "u8", value = "sum8(a..a)" }]
        [struct.S]
        fields = [{ name = "inner", type = "Inner" }, { name = "again", type = "u8", value = "inner.sum" }]
        "#,
    );
    assert_eq!(found, [Code::Checksum], "{shown}");
}

#[test]
fn a_child_covers_its_own_rows() {
    let union = |value: &str| {
        format!(
            r#"
            [union.U]
            tag    = "kind"
            closed = true
            fields = [
              {{ at = "0", name = "kind" }},
              {{ at = "2", name = "sum", value = "sum8(kind..kind)" }},
              {{ at = "3..", name = "body", type = "payload" }},
            ]
            [struct.C]
            of  = "U"
            tag = 1
            fields = [
              {{ at = "1", name = "low" }},
              {{ at = "3", name = "a" }},
              {{ name = "own", type = "u8", value = "{value}" }},
            ]
            "#
        )
    };
    let (found, shown) = codes(&union("sum8(a..a)"));
    assert_eq!(found, [], "{shown}");
    for (value, code) in
        [("sum8(low..a)", Code::Checksum), ("sum8(kind..a)", Code::Checksum), ("sum & 1", Code::Checksum)]
    {
        let (found, shown) = codes(&union(value));
        assert_eq!(found, [code], "{shown}");
    }
}

#[test]
fn a_map_looks_at_no_checksum() {
    let (found, shown) = codes(
        r#"
        [struct.From]
        fields = [{ name = "a", type = "u8" }, { name = "sum", type = "u8", value = "sum8(a..a)" }]
        [struct.To]
        fields = [{ name = "x", type = "u8" }]
        [map.M]
        from = "From"
        to   = "To"
        set  = { x = "sum" }
        "#,
    );
    assert_eq!(found, [Code::Checksum], "{shown}");
}

#[test]
fn the_name_of_an_algorithm_is_the_catalogues() {
    let (_, shown) = codes(
        r#"
        [struct.S]
        fields = [
          { name = "a", type = "u8" },
          { name = "crc", type = "u16", value = "crc('CRC-16/CCITT-FALSE', a..a)" },
        ]
        "#,
    );
    assert!(shown.contains("did you mean `CRC-16/IBM-3740`?"), "{shown}");
}

#[test]
fn the_name_of_an_algorithm_in_other_letters_is_mended() {
    let row = |name: &str| {
        format!(
            "{HEAD}[struct.S]\nfields = [{{ name = \"a\", type = \"u8\" }}, {{ name = \"c\", type = \"u16\", value = \"crc('{name}', a..a)\" }}]\n"
        )
    };
    let compiled = compile_with(Path::new("t.toml"), &mut |_| Ok(row("crc-16/modbus")));
    let mended = mend(&compiled.diagnostics, &compiled.sources, &|_| true);
    assert_eq!(mended.texts.first().map(|(_, text)| text.as_str()), Some(row("CRC-16/MODBUS").as_str()));
    // This one may be another: it is only named.
    let compiled = compile_with(Path::new("t.toml"), &mut |_| Ok(row("CRC-16/CCITT")));
    assert!(compiled.render(false).contains("did you mean `CRC-16/KERMIT`?"));
    assert!(mend(&compiled.diagnostics, &compiled.sources, &|_| true).texts.is_empty());
}
