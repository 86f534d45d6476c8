//! Enums, opcode tables and error tables: each refusal with its code and place.

use super::patterns::{Known, KnownCommand, Table};
use super::{enums, errors, opcode_size};
use crate::diag::{Code, Diagnostic, Sink};
use crate::index::Recorder;
use crate::ir::{Carrier, CommandId, Enum, ErrorTable, ModuleId, OpcodeSize, Size};
use crate::name::Name;
use crate::source::{FileId, Span};
use crate::syntax::File;
use crate::{parse, read};

const NOWHERE: Span = Span { file: FileId(0), start: 0, end: 0 };
const HEAD: &str = "[protocol]\nname = \"x\"\nedition = 1\n";

/// Reads a file in which the place of the one refusal is marked `«so»`.
fn file(text: &str) -> File {
    let mut sink = Sink::default();
    let tree = parse::parse(FileId(0), text, &mut sink);
    let file = tree.and_then(|tree| read::read(FileId(0), text, &tree, &mut sink));
    let wrong = sink.drain();
    assert!(wrong.is_empty(), "{text}: {wrong:?}");
    file.unwrap()
}

fn checked<T>(
    marked: &str,
    code: Option<Code>,
    lower: impl FnOnce(&File, &mut Sink) -> Option<T>,
) -> (Option<T>, Option<Diagnostic>) {
    let marked = format!("{HEAD}{marked}");
    let text = marked.replace(['«', '»'], "");
    let mut sink = Sink::default();
    let model = lower(&file(&text), &mut sink);
    let wrong = sink.drain();
    let found: Vec<Code> = wrong.iter().map(|wrong| wrong.code).collect();
    assert_eq!(found, code.into_iter().collect::<Vec<_>>(), "{marked}: {wrong:?}");
    assert_eq!(model.is_none(), code.is_some(), "{marked}");
    if let Some(wrong) = wrong.first() {
        let start = marked.find('«').unwrap();
        let end = marked.find('»').unwrap() - '«'.len_utf8();
        let span = wrong.primary.span;
        assert_eq!((span.start as usize, span.end as usize), (start, end), "{marked}: {}", wrong.message);
    }
    (model, wrong.into_iter().next())
}

fn enumeration(text: &str, code: Option<Code>) -> (Option<Enum>, Option<Diagnostic>) {
    checked(text, code, |file, sink| enums::enumeration(&file.enums[0], ModuleId(0), sink))
}

#[test]
fn enums_are_lowered() {
    let (found, _) = enumeration(
        "[enum.Profile]\ntype = \"u4\"\ndoc = \"A.\"\nvalues = { CD_ROM = 0x0_8, OTHER = { value = 15, doc = \"B.\" } }",
        None,
    );
    let found = found.unwrap();
    assert_eq!((found.repr.bits, found.repr.signed, found.closed), (4, false, false));
    let values: Vec<_> =
        found.values.iter().map(|v| (v.name.printed.as_str(), v.value, v.written.as_str())).collect();
    assert_eq!(values, [("CD_ROM", 8, "0x0_8"), ("OTHER", 15, "15")]);
    assert_eq!(found.docs.text.as_deref(), Some("A."));
    assert_eq!(found.values[1].docs.text.as_deref(), Some("B."));
    enumeration("[enum.A]\ntype = \"i8\"\nvalues = { X = -128, Y = 127 }", None);
    enumeration("[enum.A]\ntype = \"u64\"\nvalues = { }", None);
}

#[test]
fn enums_are_refused() {
    for (text, code) in [
        ("[enum.A]\ntype = \"«text»\"\nvalues = { X = 0 }", Code::EnumType),
        ("[enum.A]\ntype = \"«u0»\"\nvalues = { X = 0 }", Code::EnumType),
        ("[enum.A]\ntype = \"«i1»\"\nvalues = { X = 0 }", Code::EnumType),
        ("[enum.A]\ntype = \"«u08»\"\nvalues = { X = 0 }", Code::EnumType),
        ("[enum.A]\ntype = \"«u65»\"\nvalues = { X = 0 }", Code::NotSupported),
        ("[enum.A]\ntype = \"u4\"\nvalues = { X = 0, Y = «16» }", Code::EnumeratorRange),
        ("[enum.A]\ntype = \"u4\"\nvalues = { X = «-1» }", Code::EnumeratorRange),
        ("[enum.A]\ntype = \"i4\"\nvalues = { X = «8» }", Code::EnumeratorRange),
        ("[enum.A]\ntype = \"u4\"\nvalues = { X = 1, Y = «0x1» }", Code::DoubleEnumerator),
        ("[enum.A]\ntype = \"u4\"\nvalues = { CD_ROM = 1, «CdRom» = 2 }", Code::RustNameClash),
        ("[enum.A]\ntype = \"u4\"\nclosed = true\nvalues = { CD_R = 1, «cdR» = 2 }", Code::RustNameClash),
        ("[enum.«A»]\ntype = \"u4\"\nclosed = true\nvalues = { }", Code::EmptyEnum),
    ] {
        enumeration(text, Some(code));
    }
}

fn table(text: &str, code: Option<Code>) -> (Option<OpcodeSize>, Option<Diagnostic>) {
    checked(text, code, |file, sink| opcode_size::opcode_size(file.opcode_size.as_ref().unwrap(), sink))
}

fn rows(rows: &str, rest: &str) -> String {
    format!("[opcode_size]\nrange = \"6..16\"\nrows = {rows}\n{rest}")
}

#[test]
fn opcode_tables_are_lowered() {
    let text = rows(
        "[{ opcodes = \"0x00..0x1F\", group = 0, size = 6 }, { opcodes = \"0x20..0xFF\", size = \"any\", rule = \"vendor\", note = \"n\" }]",
        "exceptions = [{ opcodes = [2, 5], size = \"any\" }, { opcodes = [6], size = 16, rule = \"exempt\" }]",
    );
    let found = table(&text, None).0.unwrap();
    assert_eq!(found.range, (6, 16));
    let rows: Vec<_> =
        found.rows.iter().map(|r| (r.first, r.last, r.group, r.size.clone(), r.rule.as_str())).collect();
    assert_eq!(rows, [(0, 0x1F, Some(0), Size::Exact(6), "exact"), (0x20, 0xFF, None, Size::Any, "vendor")]);
    assert_eq!(found.rows[1].note.as_deref(), Some("n"));
    let exceptions: Vec<_> =
        found.exceptions.iter().map(|e| (e.opcodes.clone(), e.size.clone(), e.rule.as_str())).collect();
    assert_eq!(exceptions, [(vec![2, 5], Size::Any, "any"), (vec![6], Size::Exact(16), "exempt")]);
}

#[test]
fn opcode_tables_are_refused() {
    let whole = "[{ opcodes = \"0x00..0xFF\", size = 6 }]";
    for (text, code, message) in [
        (
            rows("«[{ opcodes = \"0x00..0x1F\", size = 6 }, { opcodes = \"0x22..0xFF\", size = 6 }]»", ""),
            Code::OpcodeHole,
            "opcodes 0x20 to 0x21 are in no row: the rows must cover 0x00 to 0xFF",
        ),
        (
            rows("«[{ opcodes = \"0x01..0xFF\", size = 6 }]»", ""),
            Code::OpcodeHole,
            "opcode 0x00 is in no row: the rows must cover 0x00 to 0xFF",
        ),
        (
            rows("[{ opcodes = \"0x00..0x80\", size = 6 }, { opcodes = \"«0x7F..0xFF»\", size = 6 }]", ""),
            Code::OpcodeDouble,
            "opcodes 0x7F to 0x80 are in two rows",
        ),
        (
            rows(whole, "exceptions = [{ opcodes = [1, 2], size = 7 }, { opcodes = [3, «1»], size = 8 }]"),
            Code::OpcodeDouble,
            "opcode 0x01 is excepted twice",
        ),
        (
            rows("[{ opcodes = \"0x00..0xFF\", size = «5» }]", ""),
            Code::SizeRange,
            "a request has 6 to 16 bytes, this size is 5",
        ),
        (
            rows(whole, "exceptions = [{ opcodes = [1], size = «17» }]"),
            Code::SizeRange,
            "a request has 6 to 16 bytes, this size is 17",
        ),
        (
            rows("[{ opcodes = \"0x00..0xFF\", size = 6, rule = \"«Two words»\" }]", ""),
            Code::BadForm,
            "`rule` is one word in lower case, this is \"Two words\"",
        ),
    ] {
        let (_, wrong) = table(&text, Some(code));
        assert_eq!(wrong.unwrap().message, message);
    }
}

/// Three commands of a drive and two of a camera.
fn commands() -> Vec<KnownCommand> {
    ["READ_10", "WRITE_10", "MODE_SENSE_10", "GetObject", "SendObject"]
        .iter()
        .zip(0..)
        .map(|(name, id)| {
            let carrier = Some(if id < 3 { Carrier::Scsi } else { Carrier::Ptp });
            KnownCommand { name: Name::new(*name), id: CommandId(id), carrier, span: NOWHERE }
        })
        .collect()
}

/// Response codes of a camera, and an enum that is too narrow for them.
fn response_table(name: &str) -> Option<Table> {
    let codes = vec![(Name::new("OK"), 0x2001), (Name::new("DeviceBusy"), 0x2019)];
    match name {
        "Response" => Some(Table { is_u16: true, codes, span: NOWHERE }),
        "Narrow" => Some(Table { is_u16: false, codes, span: NOWHERE }),
        _ => None,
    }
}

fn error_table(text: &str, code: Option<Code>) -> (Option<ErrorTable>, Option<Diagnostic>) {
    let known = Known { commands: &commands(), table: &response_table, recorder: &Recorder::default() };
    checked(text, code, |file, sink| errors::errors(&file.errors[0], ModuleId(0), &known, sink))
}

fn imapi(codes: &str) -> String {
    format!(
        "[errors.Imapi]\ntype = \"hresult\"\nexpect = {{ facility = 0xAA }}\n[errors.Imapi.codes]\n{codes}\n"
    )
}

#[test]
fn error_tables_are_lowered() {
    let text = imapi(
        "S_SENSE = { value = 0x00AA0200, kind = \"sense\", text = \"t\", from = [\"sense */*/*\"] }\n\
         E_NO_MEDIA = { value = 0xC0AA0202, from = [\"sense 2/3A/*\", \"sense 6/3a/00\"], retry = \"later\", advice = \"a\" }\n\
         E_NO_PAGE = { value = 0xC0AA_0201, from = [\"sense 5/24/00 after MODE_SENSE_10, read_10\", \"invalid-response\"] }\n\
         E_FIELD = { value = 0xC0AA0203, from = [\"sense 5/24/00\", \"short-data\"] }\n\
         E_WRITE = { value = 0xC0AA0204, from = [\"sense */*/* after WRITE_10\", \"timeout\"] }\n\
         E_ANY_MEDIA = { alias = \"E_NO_MEDIA\" }\n\
         E_POINTER = { value = 0x80004003, facility = 0 }\n\
         S_OK = { value = 0, facility = 0 }\n\
         ERROR_INVALID_HANDLE = { win32 = 6 }",
    );
    let found = error_table(&text, None).0.unwrap();
    let codes: Vec<_> =
        found.codes.iter().map(|c| (c.name.printed.as_str(), c.value, c.written.as_str())).collect();
    assert_eq!(
        codes,
        [
            ("S_SENSE", 0x00AA_0200, "0x00AA0200"),
            ("E_NO_MEDIA", 0xC0AA_0202, "0xC0AA0202"),
            ("E_NO_PAGE", 0xC0AA_0201, "0xC0AA_0201"),
            ("E_FIELD", 0xC0AA_0203, "0xC0AA0203"),
            ("E_WRITE", 0xC0AA_0204, "0xC0AA0204"),
            ("E_POINTER", 0x8000_4003, "0x80004003"),
            ("S_OK", 0, "0"),
            ("ERROR_INVALID_HANDLE", 0x8007_0006, "HRESULT_FROM_WIN32(6)"),
        ]
    );
    assert_eq!(found.codes[1].aliases, [Name::new("E_ANY_MEDIA")]);
    assert_eq!(
        (found.on_timeout, found.on_short_data, found.on_invalid_response),
        (Some(4), Some(3), Some(2))
    );
    let sense: Vec<_> = found.sense.iter().map(|p| (p.key, p.asc, p.ascq, p.after.len(), p.code)).collect();
    assert_eq!(
        sense,
        [
            (Some(5), Some(0x24), Some(0), 2, 2),
            (Some(6), Some(0x3A), Some(0), 0, 1),
            (Some(5), Some(0x24), Some(0), 0, 3),
            (Some(2), Some(0x3A), None, 0, 1),
            (None, None, None, 1, 4),
            (None, None, None, 0, 0),
        ]
    );
}

#[test]
fn error_codes_are_refused() {
    let plain = |ty: &str, codes: &str| format!("[errors.A]\ntype = \"{ty}\"\n[errors.A.codes]\n{codes}\n");
    for (text, code) in [
        (plain("u8", "A = { value = «256» }"), Code::CodeRange),
        (plain("u16", "A = { value = «0x10000» }"), Code::CodeRange),
        (plain("u32", "A = { value = «-1» }"), Code::CodeRange),
        (plain("u32", "A = { win32 = «6» }"), Code::CodeRange),
        (imapi("S_A = { value = «0x80AA0000» }"), Code::Severity),
        (imapi("E_A = { value = «0x00AA0000» }"), Code::Severity),
        (imapi("A = { value = 0x00AA0000 }\nE_B = { alias = \"«A»\" }"), Code::Severity),
        (imapi("E_A = { value = «0x80AB0001» }"), Code::Facility),
        (imapi("E_A = { value = «0x80AA0001», facility = 7 }"), Code::Facility),
        (imapi("A = { win32 = «6», facility = 0xAA }"), Code::Facility),
        (plain("u32", "A = { value = 1, facility = «7» }"), Code::NoFacility),
        (imapi("E_A = { value = 0x80AA0001 }\nE_B = { value = «0x80AA0001» }"), Code::DoubleCode),
        (imapi("E_A = { value = 0x80070006, facility = 7 }\nB = { win32 = «6» }"), Code::DoubleCode),
        (imapi("E_ABC = { value = 0x80AA0001 }\nB = { alias = \"«E_ABD»\" }"), Code::Alias),
        (imapi("A = { value = 0x80AA0001 }\nB = { alias = \"A\" }\nC = { alias = \"«B»\" }"), Code::Alias),
        (
            imapi("READ_ERROR = { value = 0x80AA0001 }\n«ReadError» = { value = 0x80AA0002 }"),
            Code::RustNameClash,
        ),
    ] {
        error_table(&text, Some(code));
    }
    error_table(&plain("ntstatus", "STATUS_A = { value = 0xC0000001, facility = 0 }"), None);
    let text = "[errors.A]\ntype = \"u16\"\nexpect = { facility = «1» }\n[errors.A.codes]\nA = { value = 1 }";
    error_table(text, Some(Code::NoFacility));
    let (_, wrong) =
        error_table(&imapi("E_ABC = { value = 0x80AA0001 }\nB = { alias = \"«E_ABD»\" }"), Some(Code::Alias));
    assert_eq!(wrong.unwrap().help.as_deref(), Some("did you mean `E_ABC`?"));
}

#[test]
fn patterns_are_refused() {
    let one = |pattern: &str| imapi(&format!("E_A = {{ value = 0x80AA0001, from = [{pattern}] }}"));
    let two = |first: &str, later: &str| {
        imapi(&format!(
            "E_A = {{ value = 0x80AA0001, from = [{first}] }}\nE_B = {{ value = 0x80AA0002, from = [{later}] }}"
        ))
    };
    for (text, code) in [
        (one("\"«no pattern»\""), Code::PatternForm),
        (one("\"«time-out»\""), Code::PatternForm),
        (one("\"sense «2/3A»\""), Code::PatternForm),
        (one("\"sense «2/3A/00/1»\""), Code::PatternForm),
        (one("\"sense «10»/3A/00\""), Code::PatternForm),
        (one("\"sense 2/«3AB»/00\""), Code::PatternForm),
        (one("\"sense 2/3A/«0x1»\""), Code::PatternForm),
        (one("\"sense 2/3A/«»\""), Code::PatternForm),
        (one("\"sense 2/«+A»/00\""), Code::PatternForm),
        (one("\"sense 2/3A/00 after «READ_11»\""), Code::UnknownName),
        (one("\"sense 2/3A/00 after READ_10,«»\""), Code::PatternForm),
        (one("\"sense 2/3A/00 after READ_10, «read_10»\""), Code::DeadPattern),
        (one("\"sense 2/3A/00 after «GetObject»\""), Code::CarrierClash),
        (one("\"«response»\""), Code::PatternForm),
        (one("\"response «OK»\""), Code::PatternForm),
        (one("\"response «Codes».OK\""), Code::UnknownName),
        (one("\"response «Narrow».OK\""), Code::PatternForm),
        (one("\"response Response.«Busy»\""), Code::UnknownName),
        (one("\"response Response.OK after «READ_10»\""), Code::CarrierClash),
        (two("\"response Response.OK\"", "\"«response Response.ok»\""), Code::AmbiguousPattern),
        (
            two(
                "\"response Response.OK after GetObject\"",
                "\"«response Response.OK after SendObject, GetObject»\"",
            ),
            Code::AmbiguousPattern,
        ),
        (one("\"response Response.OK\", \"«response Response.OK»\""), Code::DeadPattern),
        (two("\"sense 2/3A/00\"", "\"«sense 2/3A/00»\""), Code::AmbiguousPattern),
        (two("\"sense 2/*/00\"", "\"«sense 2/3A/*»\""), Code::AmbiguousPattern),
        (
            two("\"sense 1/2/3 after READ_10, WRITE_10\"", "\"«sense 1/2/3 after WRITE_10»\""),
            Code::AmbiguousPattern,
        ),
        (two("\"timeout\"", "\"«timeout»\""), Code::AmbiguousPattern),
        (one("\"sense 2/3A/00\", \"«sense 2/3A/00»\""), Code::DeadPattern),
    ] {
        error_table(&text, Some(code));
    }
    // What both match goes to a third, or to one code.
    error_table(&two("\"sense 2/*/00\", \"sense 2/3A/00\"", "\"sense 2/3A/*\""), None);
    error_table(&one("\"sense 2/*/00\", \"sense 2/3A/*\""), None);
    error_table(
        &two("\"sense 1/2/3 after READ_10\"", "\"sense 1/2/3 after WRITE_10\", \"sense 1/2/3\""),
        None,
    );
}

#[test]
fn patterns_of_responses_are_lowered() {
    let text = "A = { value = 0x80AA0001, from = [\"response Response.DeviceBusy\", \"response Response.OK\"] }\n\
        B = { value = 0x80AA0002, from = [\"response Response.device_busy after GetObject, SendObject\"] }";
    let (found, _) = error_table(&imapi(text), None);
    let found: Vec<_> =
        found.unwrap().responses.iter().map(|one| (one.response, one.after.len(), one.code)).collect();
    assert_eq!(found, [(0x2019, 2, 1), (0x2019, 0, 0), (0x2001, 0, 0)]);
}

/// A pattern of which more specific ones leave nothing.
#[test]
fn covered_patterns_are_dead() {
    let keys: Vec<String> = (0..16).map(|key| format!("\"sense {key:X}/3A/*\"")).collect();
    let text = imapi(&format!(
        "E_A = {{ value = 0x80AA0001, from = [{}] }}\nE_B = {{ value = 0x80AA0002, from = [\"«sense */3A/*»\"] }}",
        keys.join(", ")
    ));
    error_table(&text, Some(Code::DeadPattern));
    let text = imapi(&format!(
        "E_A = {{ value = 0x80AA0001, from = [{}] }}\nE_B = {{ value = 0x80AA0002, from = [\"sense */3A/*\"] }}",
        keys[1..].join(", ")
    ));
    error_table(&text, None);
}
