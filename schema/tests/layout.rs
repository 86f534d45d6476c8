//! What the checker refuses: names, layout, commands. Each with its code and its place, nothing beside it.

use std::fmt::Write as _;
use std::path::Path;

use opcodec_schema::diag::{Code, Diagnostic};
use opcodec_schema::{Compilation, compile_with};

const HEAD: &str = "[protocol]\nname = \"t\"\nedition = 1\ncarrier = \"scsi\"\nendian = \"big\"\n";

fn compile(files: &[(&str, &str)]) -> Compilation {
    compile_with(Path::new(files[0].0), &mut |path| {
        let found = files.iter().find(|(name, _)| Path::new(name) == path);
        found.map(|(_, text)| (*text).to_owned()).ok_or_else(|| std::io::ErrorKind::NotFound.into())
    })
}

/// Compiles a text in which the place of every error is marked `«so»`: these codes in this order, there,
/// and no others.
#[track_caller]
fn refused(marked: &str, codes: &[Code]) -> Vec<Diagnostic> {
    let marked = format!("{HEAD}{marked}");
    let text = marked.replace(['«', '»'], "");
    let mut places = Vec::new();
    let mut at = 0;
    for part in marked.split_inclusive(['«', '»']) {
        at += part.trim_end_matches(['«', '»']).len();
        if part.ends_with('«') {
            places.push((at, at));
        } else if let Some(place) = places.last_mut().filter(|_| part.ends_with('»')) {
            place.1 = at;
        }
    }
    let compiled = compile(&[("t.toml", &text)]);
    let found: Vec<_> = compiled
        .diagnostics
        .iter()
        .map(|found| (found.code, (found.primary.span.start as usize, found.primary.span.end as usize)))
        .collect();
    let wanted: Vec<_> = codes.iter().copied().zip(places).collect();
    assert_eq!(found, wanted, "\n{}", compiled.render(false));
    compiled.diagnostics
}

#[track_caller]
fn accepted(text: &str) {
    let compiled = compile(&[("t.toml", &format!("{HEAD}{text}"))]);
    assert!(compiled.schema.is_some(), "{}", compiled.render(false));
    assert!(compiled.schema.is_some());
}

/// A struct of these rows.
fn rows(rows: &str) -> String {
    format!("[struct.X]\nfields = [\n{rows}\n]\n")
}

#[test]
fn names_stand_for_one_thing() {
    let found = refused(
        "[enum.X]\ntype = \"u8\"\nvalues = { A = 0 }\n[struct.«X»]\nfields = [{ at = \"0\", name = \"A\" }]\n",
        &[Code::NameClash],
    );
    assert_eq!(found[0].labels.len(), 1);
    refused(
        "[struct.FooBar]\nfields = [{ at = \"0\", name = \"A\" }]\n[struct.«foo_bar»]\nfields = [{ at = \"0\", name = \"A\" }]\n",
        &[Code::RustNameClash],
    );
    refused("[struct.«Request»]\nfields = [{ at = \"0\", name = \"A\" }]\n", &[Code::TakenName]);
    refused(
        "[struct.«UPayload»]\nfields = [{ at = \"0\", name = \"A\" }]\n[union.U]\ntag = \"t\"\nclosed = true\nfields = [{ at = \"0\", name = \"t\" }, { at = \"1..\", name = \"p\", type = \"payload\" }]\n",
        &[Code::RustNameClash],
    );
    refused(
        &rows("{ at = \"0\", name = \"A B\" }, { at = \"1\", name = \"«a_b»\" }"),
        &[Code::RustNameClash],
    );
    refused(&rows("{ at = \"0\", name = \"A\" }, { at = \"1\", name = \"«A»\" }"), &[Code::NameClash]);
    refused("[struct.X]\nrequired = 1\nfields = [{ at = \"0\", name = \"«cut»\" }]\n", &[Code::TakenName]);
}

#[test]
fn computed_rows_are_no_methods_that_there_are() {
    refused(
        &rows(
            "{ at = \"0\", name = \"«ENCODE»\", value = \"len(struct)\" }, { at = \"1\", name = \"READ\" }",
        ),
        &[Code::TakenName],
    );
    refused(
        "[struct.X]\nsize = \"to_bytes + 1\"\nfields = [{ at = \"0\", name = \"«to bytes»\" }]\n",
        &[Code::TakenName],
    );
}

#[test]
fn names_of_imports_clash_at_the_later_file() {
    let a = "[protocol]\nname = \"a\"\nedition = 1\n[enum.X]\ntype = \"u8\"\nvalues = { A = 0 }\n";
    let root = "[protocol]\nname = \"t\"\nedition = 1\nimport = [\"a.toml\"]\n[enum.X]\ntype = \"u8\"\nvalues = { A = 0 }\n";
    let compiled = compile(&[("t.toml", root), ("a.toml", a)]);
    let [found] = compiled.diagnostics.as_slice() else { panic!("{}", compiled.render(false)) };
    assert_eq!((found.code, found.primary.span.file.0, found.labels[0].span.file.0), (Code::NameClash, 0, 1));
}

#[test]
fn row_sets_exist_and_end() {
    let found = refused(
        "[fields.Common]\nfields = [{ at = \"0\", name = \"A\" }]\n[struct.X]\nfields = [{ use = \"«Comon»\" }]\n",
        &[Code::UnknownFields],
    );
    assert!(found[0].help.as_deref().is_some_and(|help| help.contains("Common")));
    refused(
        "[fields.A]\nfields = [{ use = \"«A»\" }]\n[struct.X]\nfields = [{ use = \"A\" }]\n",
        &[Code::Recursion],
    );
}

#[test]
fn rows_do_not_overlap() {
    let found = refused(
        &rows("{ at = \"1.7:5\", name = \"A\" }, { at = \"«1.5:4»\", name = \"B\" }"),
        &[Code::Overlap],
    );
    assert_eq!(found[0].labels[0].text, "bits 7:5 of byte 1");
    refused(
        &rows("{ at = \"0..3\", bits = \"20:0\", name = \"A\" }, { at = \"«1»\", name = \"B\" }"),
        &[Code::Overlap],
    );
    refused(
        &rows(
            "{ at = \"0\", name = \"n\" }, { at = \"1..\", name = \"A\", type = \"bytes\", size = \"n\" }, { at = \"«200»\", name = \"B\" }",
        ),
        &[Code::Overlap],
    );
    accepted(&rows(
        "{ at = \"0\", name = \"n\" }, { at = \"1..\", name = \"A\", type = \"bytes\", size = \"n\" }, { at = \"256\", name = \"B\" }",
    ));
    accepted(&rows(
        "{ at = \"0\", name = \"n\" }, { at = \"1..2\", name = \"A\", when = \"n == 1\" }, { at = \"1\", name = \"B\", when = \"n == 2\" }",
    ));
    refused(
        &rows(
            "{ at = \"0\", name = \"n\" }, { at = \"1..2\", name = \"A\", when = \"n == 1\" }, { at = \"«1»\", name = \"B\", when = \"n < 2\" }",
        ),
        &[Code::Overlap],
    );
    accepted(&rows(
        "{ at = \"0..1\", bits = \"15:8\", endian = \"little\", name = \"A\" }, { at = \"0\", name = \"B\" }",
    ));
}

#[test]
fn children_stay_off_their_parents_bits() {
    let union = "[union.U]\ntag = \"t\"\nclosed = true\nfields = [{ at = \"0\", name = \"t\" }, { at = \"1.7:4\", name = \"x\" }, { at = \"2..\", name = \"p\", type = \"payload\" }]\n";
    refused(
        &format!("{union}[struct.C]\nof = \"U\"\ntag = 1\nfields = [{{ at = \"«1.4»\", name = \"A\" }}]\n"),
        &[Code::Overlap],
    );
    accepted(&format!(
        "{union}[struct.C]\nof = \"U\"\ntag = 1\nfields = [{{ at = \"1.3\", name = \"A\" }}]\n"
    ));
    refused(
        &format!("{union}[struct.C]\nof = \"U\"\ntag = 1\nfields = [{{ at = \"2\", name = \"«x»\" }}]\n"),
        &[Code::NameClash],
    );
}

#[test]
fn rows_stay_in_order_and_inside() {
    refused(&rows("{ at = \"4\", name = \"A\" }, { at = \"«3»\", name = \"B\" }"), &[Code::Backwards]);
    refused(
        "[struct.X]\nsize = 4\nfields = [{ at = \"0\", name = \"A\" }, { at = \"«3..4»\", name = \"B\" }]\n",
        &[Code::PastEnd],
    );
    refused("[struct.X]\nrequired = «9»\nfields = [{ at = \"0\", name = \"A\" }]\n", &[Code::RequiredRange]);
}

#[test]
fn widths_and_types_agree() {
    refused(&rows("{ at = \"2..5\", name = \"A\", type = \"«u16»\" }"), &[Code::WidthMismatch]);
    refused(&rows("{ at = \"0.7:6\", name = \"A\", type = \"«bool»\" }"), &[Code::WidthMismatch]);
    refused(&rows("{ at = \"0.7:6\", name = \"A\", type = \"«bytes»\" }"), &[Code::WidthMismatch]);
    refused(&rows("{ at = \"0..4\", name = \"A\", type = \"«[u16; 2]»\" }"), &[Code::WidthMismatch]);
    refused(
        "[struct.Y]\nfields = [{ at = \"0..1\", name = \"A\" }]\n[struct.X]\nfields = [{ at = \"«0..2»\", name = \"A\", type = \"Y\" }]\n",
        &[Code::WidthMismatch],
    );
    refused(&rows("{ at = \"«0..16»\", name = \"A\" }"), &[Code::TooWide]);
    refused(&rows("{ at = \"«0..16»\", bits = \"3:0\", name = \"A\" }"), &[Code::TooWide]);
    refused(&rows("{ at = \"0..1\", bits = \"«16»\", name = \"A\" }"), &[Code::BitRange]);
    refused(&rows("{ at = \"1.4\", bits = \"«0»\", name = \"A\" }"), &[Code::MisplacedKey]);
    refused(&rows("{ name = \"A\", type = \"«u3»\" }"), &[Code::PartialByte]);
    refused(&rows("«{ name = \"A\" }»"), &[Code::NoType]);
}

#[test]
fn types_exist() {
    let found = refused(
        &format!(
            "[enum.Colour]\ntype = \"u8\"\nvalues = {{ A = 0 }}\n{}",
            rows("{ at = \"0\", name = \"A\", type = \"«Color»\" }")
        ),
        &[Code::UnknownType],
    );
    assert_eq!(found[0].help.as_deref(), Some("did you mean `Colour`?"));
    for wrong in ["u0", "i1", "u129", "u08", "[u8", "[u8; 0]", "Foo("] {
        refused(
            &rows(&format!("{{ at = \"0\", name = \"A\", type = \"«{wrong}»\" }}")),
            &[Code::UnknownType],
        );
    }
    refused(&rows("{ name = \"A\", type = \"«ptr»\" }"), &[Code::PointerPlace]);
    refused(
        "[command.C]\nopcode = 0\nsize = 6\n[struct.X]\nfields = [{ name = \"A\", type = \"«C»\" }]\n",
        &[Code::UnknownType],
    );
}

#[test]
fn types_are_called_right() {
    let callee = "[struct.Y]\nargs = [{ name = \"n\", type = \"u4\" }]\nfields = [{ name = \"A\", type = \"bytes\", size = \"n\" }]\n";
    refused(&format!("{callee}{}", rows("{ name = \"A\", type = \"«Y»\" }")), &[Code::TypeArgs]);
    refused(&format!("{callee}{}", rows("{ name = \"A\", type = \"«Y(1, 2)»\" }")), &[Code::TypeArgs]);
    refused(&format!("{callee}{}", rows("{ name = \"A\", type = \"Y(«16»)\" }")), &[Code::NeverFits]);
    accepted(&format!(
        "{callee}{}",
        rows("{ at = \"0.3:0\", name = \"n\" }, { name = \"A\", type = \"Y(n)\" }")
    ));
    refused(
        "[struct.Y]\nargs = [{ name = \"n\", type = \"«bytes»\" }]\nfields = [{ at = \"0\", name = \"A\" }]\n",
        &[Code::ParamType],
    );
}

#[test]
fn lists_and_octets_have_lengths() {
    refused(&rows("{ name = \"A\", type = \"«[u8]»\" }"), &[Code::NoLength]);
    refused(&rows("{ name = \"A\", type = \"«bytes»\" }"), &[Code::NoLength]);
    refused(&rows("{ at = \"3..\", name = \"A\", type = \"«ascii»\" }"), &[Code::NoLength]);
    refused(&rows("«{ reserved = true }»"), &[Code::NoLength]);
    refused(&rows("{ at = \"0..3\", name = \"A\", type = \"bytes\", size = «4» }"), &[Code::ExclusiveKeys]);
    refused(&rows("{ name = \"A\", type = \"«[[u8]]»\", size = 4 }"), &[Code::ElementType]);
    refused(&rows("{ name = \"A\", type = \"«[bool]»\", size = 4 }"), &[Code::ElementType]);
    let empty = "[struct.Y]\nfields = [{ name = \"A\", type = \"bytes\", size = \"rest\" }]\n";
    refused(
        &format!("{empty}{}", rows("{ name = \"A\", type = \"[«Y»]\", size = 4 }")),
        &[Code::EmptyElement],
    );
    let long = "[struct.Y]\nfields = [{ at = \"0\", name = \"n\" }, { name = \"A\", type = \"bytes\", size = \"n\" }]\n";
    refused(&format!("{long}{}", rows("{ name = \"A\", type = \"«[Y; 2]»\" }")), &[Code::ElementType]);
}

#[test]
fn nothing_holds_itself() {
    refused(
        "[struct.X]\nfields = [{ at = \"0\", name = \"n\" }, { name = \"A\", type = \"[«X»]\", count = \"n\" }]\n",
        &[Code::Recursion],
    );
    refused(
        "[struct.X]\nfields = [{ name = \"A\", type = \"Y\" }]\n[struct.Y]\nfields = [{ name = \"A\", type = \"«X»\" }]\n",
        &[Code::Recursion],
    );
    refused(
        "[union.U]\ntag = \"t\"\nclosed = true\nfields = [{ at = \"0\", name = \"t\" }, { at = \"1..\", name = \"p\", type = \"payload\" }]\n[struct.C]\nof = \"U\"\ntag = 1\nfields = [{ name = \"A\", type = \"«U»\" }]\n",
        &[Code::Recursion],
    );
}

#[test]
fn what_holds_itself_is_limited_and_in_a_list() {
    let list = |keys: &str, ty: &str| {
        format!(
            "[struct.X]\n{keys}fields = [{{ at = \"0\", name = \"n\" }}, {{ name = \"A\", type = \"{ty}\", when = \"n != 0\" }}]\n"
        )
    };
    refused(&list("max_depth = 4\n", "«X»"), &[Code::Recursion]);
    refused(
        "[struct.Y]\nmax_depth = «4»\nfields = [{ name = \"a\", type = \"u8\" }]\n",
        &[Code::MisplacedKey],
    );
    refused(
        "[struct.X]\nmax_depth = «33»\nfields = [{ name = \"a\", type = \"[Y]\", prefix = \"u8\" }]\n\
         [struct.Y]\nfields = [{ name = \"a\", type = \"[X]\", prefix = \"u8\" }]\n",
        &[Code::NumberRange],
    );
    // The fields of what is being looked at itself.
    let x = "[struct.X]\nmax_depth = 4\nfields = [{ name = \"k\", type = \"u8\" }, { name = \"a\", type = \"[Y]\", prefix = \"u8\" }]\n";
    let y = "[struct.Y]\nfields = [{ name = \"x\", type = \"X\" }, { name = \"b\", type = \"u8\", when = \"x.«k» == 1\" }]\n";
    refused(&[x, y].concat(), &[Code::NotSupported]);
    refused(&[&y.replace(['«', '»'], ""), x].concat(), &[]);
    // Nobody knows how many there are of what may be empty.
    refused(
        "[struct.X]\nmax_depth = 4\nfields = [{ name = \"«a»\", type = \"[X]\", size = \"rest\" }]\n",
        &[Code::EmptyElement],
    );
    // A second way round that no limit is on.
    refused(
        "[struct.X]\nmax_depth = 4\nfields = [{ name = \"a\", type = \"[X]\", prefix = \"u8\" }, { name = \"b\", type = \"[Y]\", prefix = \"u8\" }]\n\
         [struct.Y]\nfields = [{ name = \"a\", type = \"[«Y»]\", prefix = \"u8\" }]\n",
        &[Code::Recursion],
    );
}

#[test]
fn long_chains_and_rings_of_types_end() {
    for closing in ["", "[S0]"] {
        let mut text = String::new();
        for n in 0..3000 {
            let _ = write!(
                text,
                "[struct.S{n}]\nfields = [{{ name = \"a\", type = \"[S{}]\", prefix = \"u8\" }}]\n",
                n + 1
            );
        }
        let last = if closing.is_empty() { "u8" } else { "[S0]" };
        let prefix = if closing.is_empty() { "" } else { ", prefix = \"u8\"" };
        let _ = write!(text, "[struct.S3000]\nfields = [{{ name = \"a\", type = \"{last}\"{prefix} }}]\n");
        let compiled = compile(&[("t.toml", &format!("{HEAD}{text}"))]);
        assert!(compiled.schema.is_none());
        assert!(compiled.diagnostics.iter().any(|found| found.code == Code::Recursion));
    }
}

/// A union with a tag, `more` keys and `rows` behind the tag.
fn union(more: &str, rows: &str) -> String {
    format!("[union.U]\ntag = \"t\"\n{more}\nfields = [{{ at = \"0\", name = \"t\" }}, {rows}]\n")
}

const PAYLOAD: &str = "{ at = \"1..\", name = \"p\", type = \"payload\" }";

#[test]
fn unions_have_one_payload() {
    refused(
        "[union.«U»]\ntag = \"t\"\nclosed = true\nfields = [{ at = \"0\", name = \"t\" }]\n",
        &[Code::Payloads],
    );
    refused(
        &union(
            "closed = true",
            "{ at = \"1..4\", name = \"p\", type = \"payload\" }, { name = \"q\", type = \"«payload»\" }",
        ),
        &[Code::Payloads],
    );
    refused(&rows("{ name = \"A\", type = \"«payload»\" }"), &[Code::Payloads]);
    refused(&union("", "{ at = \"1..\", name = \"p\", type = \"«payload»\" }"), &[Code::OpenPayload]);
    accepted(&union("size = \"t + 1\"", PAYLOAD).replace("tag = \"t\"", "tag = \"t & 1\""));
    refused(
        &union("closed = true", "{ at = \"1..\", name = \"p\", type = \"payload\", when = «\"t == 1\"» }")
            .replace("«\"", "\"«")
            .replace("\"»", "»\""),
        &[Code::NotSupported],
    );
    accepted(&union(
        "closed = true",
        "{ name = \"A\", type = \"bytes\", size = \"t\" }, { name = \"p\", type = \"payload\" }",
    ));
}

#[test]
fn tags_are_there_and_tell_children_apart() {
    let child = |name: &str, tag: &str| {
        format!("[struct.{name}]\nof = \"U\"\ntag = {tag}\nfields = [{{ name = \"A\", type = \"u8\" }}]\n")
    };
    let base = union("closed = true", PAYLOAD);
    refused(
        "[union.U]\ntag = \"t\"\nclosed = true\nfields = [{ at = \"0\", name = \"f\" }, { at = \"1\", name = \"t\", when = \"«f == 1»\" }, { at = \"2..\", name = \"p\", type = \"payload\" }]\n",
        &[Code::ConditionalTag],
    );
    let found =
        refused(&format!("{base}{}{}", child("C", "[1, 2]"), child("D", "[3, «2»]")), &[Code::DoubleTag]);
    assert_eq!(found[0].labels.len(), 1);
    refused(&format!("{base}{}", child("C", "«256»")), &[Code::TagRange]);
    refused(&format!("{base}{}", child("C", "«true»")), &[Code::TagRange]);
    refused(&format!("{base}{}", child("C", "«[]»")), &[Code::NoTag]);
    refused(&format!("{base}{}", child("C", "1").replace("\"U\"", "\"«V»\"")), &[Code::UnknownUnion]);
    refused(
        &format!("{base}{}{}", child("C", "1"), rows("{ name = \"A\", type = \"«C»\" }")),
        &[Code::ChildAlone],
    );
    refused(&base.replace("name = \"t\"", "name = \"t\", default = «1»"), &[Code::MisplacedKey]);
    refused(
        "[union.U]\ntag = \"«t»\"\nfields = [{ name = \"t\", type = \"u65\", at = \"0..8\", bits = \"64:0\" }, { at = \"9..12\", name = \"p\", type = \"payload\" }]\n",
        &[Code::TagRange],
    );
    refused(&format!("{base}\n[union.U.cases]\n«ONE» = \"u8\"\n"), &[Code::TagType]);
    refused(
        &format!(
            "[enum.E]\ntype = \"u8\"\nvalues = {{ ONE = 1 }}\n{}\n[union.U.cases]\n«TWO» = \"u8\"\n",
            base.replace("name = \"t\"", "name = \"t\", type = \"E\"")
        ),
        &[Code::TagType],
    );
    refused(
        &format!(
            "{}{}",
            union("", "{ at = \"1..4\", name = \"p\", type = \"payload\" }"),
            child("«Unknown»", "1")
        ),
        &[Code::TakenName],
    );
}

#[test]
fn byte_orders_are_said() {
    let text = rows("«{ at = \"0..1\", name = \"A\" }»");
    let text = format!("[protocol]\nname = \"t\"\nedition = 1\n{}", text.replace(['«', '»'], ""));
    let compiled = compile(&[("t.toml", &text)]);
    assert_eq!(compiled.diagnostics.iter().map(|found| found.code).collect::<Vec<_>>(), [Code::ByteOrder]);
}

#[test]
fn keys_have_something_to_say() {
    for row in [
        "{ at = \"0\", name = \"A\", pad = \"« »\" }",
        "{ at = \"0\", name = \"A\", count = «3» }",
        "{ at = \"0\", name = \"A\", size = «3» }",
        "{ at = \"0..3\", name = \"A\", type = \"bytes\", value = «3» }",
        "{ name = \"A\", type = \"[u8]\", count = 3, default = «3» }",
    ] {
        refused(&rows(row), &[Code::MisplacedKey]);
    }
}

#[test]
fn constants_fit_their_rows() {
    let words = "[enum.E]\ntype = \"u8\"\nvalues = { ONE = 1 }\n[enum.F]\ntype = \"u8\"\nclosed = true\nvalues = { ONE = 1 }\n";
    for row in [
        "{ at = \"0.3:0\", name = \"A\", const = «16» }",
        "{ at = \"0\", name = \"A\", default = «256» }",
        "{ at = \"0\", name = \"A\", default = «true» }",
        "{ at = \"0.1\", name = \"A\", default = «1» }",
        "{ at = \"0\", name = \"A\", type = \"E\", default = \"«TWO»\" }",
        "{ at = \"0\", name = \"A\", type = \"F\", default = «2» }",
        "{ at = \"0..1\", name = \"A\", type = \"bytes\", const = \"«00»\" }",
        "{ at = \"0..1\", name = \"A\", type = \"bytes\", const = \"«0x»\" }",
        "{ at = \"0..1\", name = \"A\", type = \"ascii\", const = \"«ABC»\" }",
        "{ at = \"0..1\", name = \"A\", type = \"ascii\", const = \"«é»\" }",
        "{ at = \"0..1\", name = \"A\", type = \"ascii\", const = «3» }",
    ] {
        refused(&format!("{words}{}", rows(row)), &[Code::ConstantType]);
    }
}

#[test]
fn sizes_of_structs_can_be_computed() {
    let sized = |size: &str, rows: &str| format!("[struct.X]\nsize = \"«{size}»\"\nfields = [{rows}]\n");
    let n = "{ at = \"0\", name = \"n\" }";
    refused(&sized("n * n", n), &[Code::StructSize]);
    refused(
        &sized("n + m", "{ at = \"0\", name = \"n\" }, { at = \"1\", name = \"m\" }"),
        &[Code::StructSize],
    );
    refused(&sized("n", "{ at = \"0\", name = \"n\", default = 4 }"), &[Code::SizeRow]);
    refused(
        &sized("n", "{ at = \"0\", name = \"f\" }, { at = \"1\", name = \"n\", when = \"f == 1\" }"),
        &[Code::SizeRow],
    );
    refused(
        "[struct.X]\nsize = \"n\"\nfields = [{ at = \"0\", name = \"n\", value = \"«len(struct)»\" }]\n",
        &[Code::SizeRow],
    );
}

#[test]
fn values_do_not_need_each_other() {
    refused(
        &rows(
            "{ at = \"0\", name = \"A\", value = \"«B + 1»\" }, { at = \"1\", name = \"B\", value = \"A - 1\" }, { at = \"2\", name = \"C\", value = \"A\" }",
        ),
        &[Code::ValueCycle],
    );
    for (keys, fields) in [
        (
            "",
            "{ name = \"«n»\", type = \"u8\", value = \"len(struct)\" }, { name = \"x\", type = \"u8\", when = \"n > 3\" }",
        ),
        (
            "size = \"n + 1\"",
            "{ name = \"«n»\", type = \"u8\" }, { name = \"x\", type = \"u8\", when = \"n > 3\" }",
        ),
        (
            "",
            "{ name = \"«n»\", type = \"u8\", value = \"len(x)\" }, { name = \"x\", type = \"D(n)\", size = \"n\" }",
        ),
    ] {
        let text = format!(
            "[struct.S]\n{keys}\nfields = [{fields}]\n[struct.D]\nargs = [{{ name = \"m\", type = \"u8\" }}]\nfields = [{{ name = \"y\", type = \"u8\", when = \"m > 1\" }}]\n"
        );
        assert_eq!(refused(&text, &[Code::ValueCycle])[0].labels.len(), 1);
    }
}

#[test]
fn commands_have_the_size_of_their_opcode() {
    let table = "[opcode_size]\nrange = \"6..16\"\nrows = [{ opcodes = \"0x00..0x1F\", group = 0, size = 6 }, { opcodes = \"0x20..0xFF\", size = \"any\" }]\n";
    let found = refused(
        &format!(
            "{table}[command.INQUIRY]\nopcode = «0x12»\nfields = [{{ at = \"9\", name = \"CONTROL\" }}]\n"
        ),
        &[Code::CommandSize],
    );
    assert_eq!(found[0].message, "opcode 0x12 is in group 0, whose commands have 6 bytes; this one has 10");
    assert_eq!(found[0].labels.len(), 1);
    refused(&format!("{table}[command.C]\nopcode = 0x12\nsize = «10»\n"), &[Code::CommandSize]);
    refused(&format!("{table}[command.C]\nopcode = «0x28»\n"), &[Code::NoCommandSize]);
    refused(&format!("{table}[command.C]\nopcode = 0x28\nsize = «5»\n"), &[Code::CommandSize]);
    refused(&format!("{table}[command.C]\nopcode = 0x28\nsize = «17»\n"), &[Code::CommandSize]);
    refused("[command.C]\nopcode = «0»\n", &[Code::NoCommandSize]);
    refused(
        "[command.C]\nopcode = 0\nsize = 6\nfields = [{ at = \"«6»\", name = \"A\" }]\n",
        &[Code::PastEnd],
    );
}

#[test]
fn requests_are_fixed_layouts() {
    let command = |row: &str| format!("[command.C]\nopcode = 0\nsize = 6\nfields = [{row}]\n");
    refused(
        &command("{ at = \"1\", name = \"n\" }, { at = \"2\", name = \"A\", when = \"«n == 1»\" }"),
        &[Code::CommandLayout],
    );
    refused(
        &command(
            "{ at = \"1\", name = \"n\" }, { at = \"2..\", name = \"A\", type = \"«bytes»\", size = \"n\" }",
        ),
        &[Code::CommandLayout],
    );
    refused(&command("{ at = \"1..2\", name = \"A\", type = \"«ascii»\" }"), &[Code::CommandLayout]);
    refused(&command("{ at = \"«0»\", name = \"A\" }"), &[Code::Overlap]);
    refused(&command("{ at = \"0\", name = \"A\", const = «1» }"), &[Code::ConstantType]);
    accepted(&command("{ at = \"0\", name = \"OP\", const = 0 }"));
    refused(
        &command("{ at = \"1\", name = \"n\" }, { at = \"2\", name = \"m\", value = \"«n * 2»\" }"),
        &[Code::MayNotFit],
    );
}

#[test]
fn commands_are_told_apart() {
    let command =
        |name: &str, rows: &str| format!("[command.{name}]\nopcode = 0x9E\nsize = 16\nfields = [{rows}]\n");
    let action = |n: u8| format!("{{ at = \"1.4:0\", name = \"SERVICE ACTION\", const = {n} }}");
    let found =
        refused(&format!("{}{}", command("A", &action(0x10)), command("«B»", "")), &[Code::CommandsAlike]);
    assert_eq!(found[0].labels.len(), 1);
    accepted(&format!("{}{}", command("A", &action(0x10)), command("B", &action(0x11))));
    let signature = |octets: &str| {
        format!("{{ at = \"4..5\", name = \"SIGNATURE\", type = \"bytes\", const = \"{octets}\" }}")
    };
    accepted(&format!("{}{}", command("A", &signature("5AA5")), command("B", &signature("5AA6"))));
}

#[test]
fn data_phases_move_messages() {
    let command = |data: &str| {
        format!(
            "[command.C]\nopcode = 0\nsize = 6\nfields = [{{ at = \"1\", name = \"n\" }}]\ndata = {{ {data} }}\n"
        )
    };
    refused(&command("in = \"«u8»\""), &[Code::DataType]);
    refused(&command("in = \"bytes\", max = \"«m»\""), &[Code::UnknownName]);
    refused(&command("in = \"bytes\", when = \"«n»\""), &[Code::NotCondition]);
    accepted(&command("in = \"bytes\", size = \"n * 4\", when = \"n > 1\""));
}

#[test]
fn commands_need_a_carrier() {
    let text = "[protocol]\nname = \"t\"\nedition = 1\n[command.C]\nopcode = 0\nsize = 6\n";
    let compiled = compile(&[("t.toml", text)]);
    assert_eq!(compiled.diagnostics.iter().map(|found| found.code).collect::<Vec<_>>(), [Code::NoCarrier]);
}

#[test]
fn one_run_reports_every_error_and_no_echo() {
    refused(
        "[struct.A]\nfields = [{ at = \"0\", name = \"x\", type = \"«Nope»\" }, { at = \"1\", name = \"y\", check = \"x == 1\" }, { at = \"«1»\", name = \"z\" }]\n[struct.B]\nfields = [{ name = \"a\", type = \"A\" }, { at = \"0\", name = \"b\", when = \"a.x == 1\" }, { name = \"c\", type = \"«u9»\" }]\n",
        &[Code::UnknownType, Code::Overlap, Code::PartialByte],
    );
}

#[test]
fn rows_end_where_the_whole_can() {
    refused(
        "[struct.X]\nsize = \"n + 1\"\nfields = [{ at = \"0\", name = \"n\" }, { at = \"«256»\", name = \"A\" }]\n",
        &[Code::PastEnd],
    );
    let union = union("", "{ at = \"1..4\", name = \"p\", type = \"payload\" }");
    refused(
        &format!("{union}[struct.C]\nof = \"U\"\ntag = 1\nfields = [{{ at = \"«5»\", name = \"A\" }}]\n"),
        &[Code::PastEnd],
    );
    refused(
        &format!(
            "{union}[struct.C]\nof = \"U\"\ntag = 1\nrequired = «0»\nfields = [{{ at = \"4\", name = \"A\" }}]\n"
        ),
        &[Code::RequiredRange],
    );
    refused(
        &format!(
            "{union}[struct.C]\nof = \"U\"\ntag = 1\nargs = [{{ name = \"«n»\", type = \"u8\" }}]\nfields = [{{ at = \"4\", name = \"A\" }}]\n"
        ),
        &[Code::MisplacedKey],
    );
}

#[test]
fn depth_and_number_are_bounded() {
    let mut text = String::new();
    for n in 0..100 {
        let _ = write!(text, "[struct.S{n}]\nfields = [{{ name = \"a\", type = \"S{}\" }}]\n", n + 1);
    }
    text += "[struct.S100]\nfields = [{ at = \"0\", name = \"a\" }]\n";
    let compiled = compile(&[("t.toml", &format!("{HEAD}{text}"))]);
    assert_eq!(compiled.diagnostics.iter().map(|found| found.code).collect::<Vec<_>>(), [Code::Recursion]);
    let mut text = String::new();
    for n in 0..60 {
        let _ = write!(text, "[fields.F{n}]\nfields = [{{ use = \"F{0}\" }}, {{ use = \"F{0}\" }}]\n", n + 1);
    }
    text += "[fields.F60]\nfields = []\n[struct.X]\nfields = [{ use = \"F0\" }]\n";
    let compiled = compile(&[("t.toml", &format!("{HEAD}{text}"))]);
    let codes: Vec<_> = compiled.diagnostics.iter().map(|found| found.code).collect();
    assert!(codes.iter().all(|code| *code == Code::NumberRange) && !codes.is_empty(), "{codes:?}");
}

#[test]
fn what_rust_holds_fits_on_a_stack() {
    for row in [
        "name = \"a\", type = \"[u8; 4000000000]\"",
        "name = \"a\", type = \"[u16; 32769]\"",
        "at = \"65536\", name = \"a\"",
        "name = \"a\", type = \"ascii\", size = 100000",
        "reserved = true, size = 65537",
    ] {
        let compiled = compile(&[("t.toml", &format!("{HEAD}{}", rows(&format!("{{ {row} }}"))))]);
        let codes: Vec<_> = compiled.diagnostics.iter().map(|found| found.code).collect();
        assert_eq!(codes, [Code::NumberRange], "{row}");
    }
    accepted(
        "[struct.X]\nsize = 4000000000\nfields = [{ name = \"n\", type = \"u8\" }, { name = \"a\", type = \"bytes\", size = \"n * 1000000\" }]\n",
    );
}

#[test]
fn the_request_of_no_command_has_its_variant() {
    refused("[command.«UNKNOWN»]\nopcode = 1\nsize = 6\n", &[Code::TakenName]);
}

#[test]
fn a_check_that_no_value_passes() {
    let found = refused(
        &rows(
            "{ at = \"0\", name = \"A\", check = \"«self > 255»\" },\n\
             { at = \"1\", name = \"B\", const = 1, check = \"«self == 2»\" },\n\
             { at = \"2\", name = \"C\", value = \"len(d) + 4\", check = \"«self < 4»\" },\n\
             { at = \"3..\", name = \"D\", type = \"bytes\", size = \"rest\", max = 9 },",
        ),
        &[Code::NeverFits, Code::NeverFits, Code::NeverFits],
    );
    assert!(found[0].message.contains("no value of the row"), "{}", found[0].message);
    assert!(found[1].message.contains("the row is always 1"), "{}", found[1].message);
    assert!(found[2].message.contains("computed, and 4 to "), "{}", found[2].message);
    assert_eq!(found[2].labels.len(), 1);
    accepted(&rows(
        "{ at = \"0\", name = \"A\", const = 1, check = \"self == 1\" },\n\
         { at = \"1\", name = \"C\", value = \"len(d)\", check = \"self % 4 == 0 && self < 8\" },\n\
         { at = \"2..\", name = \"D\", type = \"bytes\", size = \"rest\" },",
    ));
}

#[test]
fn vectors_are_refused_where_they_are_wrong() {
    let layout = "[enum.E]\ntype = \"u8\"\nclosed = true\nvalues = { A = 1 }\n\
                  [struct.X]\nfields = [{ at = \"0\", name = \"e\", type = \"E\" }, { at = \"1\", name = \"c\", const = 7 }]\n\
                  [union.U]\ntag = \"t\"\nfields = [{ at = \"0\", name = \"t\" }, { at = \"1..\", name = \"p\", type = \"payload\", size = \"rest\" }]\n";
    for (vector, code) in [
        ("fields = { e = \"A\" }\nbytes = \"«02 07»\"\n", Code::FailingVector),
        ("bytes = \"«01 08»\"\n", Code::FailingVector),
        ("bytes = \"«01 07»\"\nerror = \"size\"\n", Code::FailingVector),
        ("fields = { e = 1, «x» = 1 }\nbytes = \"01 07\"\n", Code::UnknownMember),
        ("fields = { e = 1, «c» = 7 }\nbytes = \"01 07\"\n", Code::NotMember),
        ("fields = { e = \"«B»\" }\nbytes = \"01 07\"\n", Code::MemberValue),
        ("bytes = \"01 07\"\nerror = \"«long»\"\n", Code::UnknownWord),
    ] {
        refused(&format!("{layout}[[struct.X.test]]\n{vector}"), &[code]);
    }
    let found = refused(
        &format!("{layout}[[union.U.test]]\nfields = {{ case = \"«V»\" }}\nbytes = \"01\"\n"),
        &[Code::UnknownCase],
    );
    assert!(found[0].message.contains('V'));
    refused(
        &format!("{layout}[[struct.X.test]]\nfields = «{{}}»\nbytes = \"01 07\"\n"),
        &[Code::MissingMember],
    );
}
