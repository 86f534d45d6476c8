//! The codes of the documentation by number and name, and the sense data that becomes them.

use opcodec_schema::ir::ErrorTable;
use opcodec_tests::generated::imapi::Imapi;
use opcodec_tests::schema;

/// A code as the page has it, and the generated constant of that name.
macro_rules! codes {
    ($($name:ident = $value:literal,)*) => { [$((stringify!($name), $value, Imapi::$name)),*] };
}

/// The page's table, in its order. Of the two that it gives as a Win32 code, the number that
/// `HRESULT_FROM_WIN32` makes of it: 0x80070000 and the code.
const PAGE: [(&str, u32, Imapi); 24] = codes! {
    S_IMAPI_COMMAND_HAS_SENSE_DATA = 0x00AA_0200,
    E_POINTER = 0x8000_4003,
    E_FAIL = 0x8000_4005,
    E_IMAPI_RECORDER_GET_CONFIGURATION_NOT_SUPPORTED = 0xC0AA_020C,
    E_IMAPI_RECORDER_NO_SUCH_FEATURE = 0xC0AA_020A,
    E_OUTOFMEMORY = 0x8007_000E,
    E_IMAPI_RECORDER_FEATURE_IS_NOT_CURRENT = 0xC0AA_020B,
    E_IMAPI_RECORDER_COMMAND_TIMEOUT = 0xC0AA_020D,
    E_IMAPI_RECORDER_INVALID_RESPONSE_FROM_DEVICE = 0xC0AA_02FF,
    E_IMAPI_RECORDER_MEDIA_UPSIDE_DOWN = 0xC0AA_0204,
    E_IMAPI_RECORDER_MEDIA_BECOMING_READY = 0xC0AA_0205,
    E_IMAPI_RECORDER_MEDIA_NO_MEDIA = 0xC0AA_0202,
    E_IMAPI_RECORDER_MEDIA_FORMAT_IN_PROGRESS = 0xC0AA_0206,
    E_IMAPI_RECORDER_MEDIA_BUSY = 0xC0AA_0207,
    E_IMAPI_LOSS_OF_STREAMING = 0xC0AA_0300,
    E_IMAPI_RECORDER_MEDIA_INCOMPATIBLE = 0xC0AA_0203,
    E_IMAPI_RECORDER_DVD_STRUCTURE_NOT_PRESENT = 0xC0AA_020E,
    E_IMAPI_RECORDER_NO_SUCH_MODE_PAGE = 0xC0AA_0201,
    E_IMAPI_RECORDER_INVALID_MODE_PARAMETERS = 0xC0AA_0208,
    E_IMAPI_RECORDER_MEDIA_WRITE_PROTECTED = 0xC0AA_0209,
    E_IMAPI_RECORDER_MEDIA_SPEED_MISMATCH = 0xC0AA_020F,
    ERROR_INVALID_HANDLE = 0x8007_0006,
    ERROR_DEV_NOT_EXIST = 0x8007_0037,
    E_IMAPI_RECORDER_LOCKED = 0xC0AA_0210,
};

/// What the interface needs beside them.
const BESIDE: [(&str, u32, Imapi); 4] = codes! {
    S_OK = 0x0000_0000,
    E_INVALIDARG = 0x8007_0057,
    E_IMAPI_RECORDER_MEDIA_NOT_FORMATTED = 0xC0AA_0212,
    E_IMAPI_UNEXPECTED_RESPONSE_FROM_DEVICE = 0xC0AA_0301,
};

/// Key, additional sense code, qualifier, the command that was sent, and the code that is meant.
const SENSE: [(u8, u8, u8, &str, &str); 24] = [
    (0x2, 0x3A, 0x00, "TEST_UNIT_READY", "E_IMAPI_RECORDER_MEDIA_NO_MEDIA"),
    (0x2, 0x3A, 0x02, "READ_10", "E_IMAPI_RECORDER_MEDIA_NO_MEDIA"),
    (0x2, 0x3A, 0x01, "WRITE_10", "E_IMAPI_RECORDER_MEDIA_NO_MEDIA"),
    (0x2, 0x06, 0x00, "READ_10", "E_IMAPI_RECORDER_MEDIA_UPSIDE_DOWN"),
    (0x2, 0x04, 0x01, "READ_10", "E_IMAPI_RECORDER_MEDIA_BECOMING_READY"),
    (0x6, 0x28, 0x00, "TEST_UNIT_READY", "E_IMAPI_RECORDER_MEDIA_BECOMING_READY"),
    (0x2, 0x04, 0x04, "READ_10", "E_IMAPI_RECORDER_MEDIA_FORMAT_IN_PROGRESS"),
    (0x2, 0x04, 0x08, "TEST_UNIT_READY", "E_IMAPI_RECORDER_MEDIA_BUSY"),
    (0x2, 0x30, 0x02, "READ_10", "E_IMAPI_RECORDER_MEDIA_INCOMPATIBLE"),
    (0x5, 0x30, 0x05, "WRITE_10", "E_IMAPI_RECORDER_MEDIA_INCOMPATIBLE"),
    (0x5, 0x64, 0x00, "READ_10", "E_IMAPI_RECORDER_MEDIA_INCOMPATIBLE"),
    (0x3, 0x31, 0x00, "READ_10", "E_IMAPI_RECORDER_MEDIA_NOT_FORMATTED"),
    (0x7, 0x27, 0x00, "WRITE_10", "E_IMAPI_RECORDER_MEDIA_WRITE_PROTECTED"),
    (0x5, 0x26, 0x02, "MODE_SELECT_10", "E_IMAPI_RECORDER_INVALID_MODE_PARAMETERS"),
    (0x5, 0x24, 0x00, "MODE_SENSE_10", "E_IMAPI_RECORDER_NO_SUCH_MODE_PAGE"),
    (0x5, 0x39, 0x00, "MODE_SENSE_10", "E_IMAPI_RECORDER_NO_SUCH_MODE_PAGE"),
    (0x5, 0x20, 0x00, "GET_CONFIGURATION", "E_IMAPI_RECORDER_GET_CONFIGURATION_NOT_SUPPORTED"),
    (0x5, 0x24, 0x00, "READ_DISC_STRUCTURE", "E_IMAPI_RECORDER_DVD_STRUCTURE_NOT_PRESENT"),
    (0x3, 0x0C, 0x09, "WRITE_10", "E_IMAPI_LOSS_OF_STREAMING"),
    (0x5, 0x21, 0x02, "WRITE_10", "E_IMAPI_LOSS_OF_STREAMING"),
    (0x4, 0x44, 0x00, "WRITE_10", "E_IMAPI_UNEXPECTED_RESPONSE_FROM_DEVICE"),
    // What only the documented pattern matches.
    (0x5, 0x24, 0x00, "READ_10", "S_IMAPI_COMMAND_HAS_SENSE_DATA"),
    (0x5, 0x20, 0x00, "READ_10", "S_IMAPI_COMMAND_HAS_SENSE_DATA"),
    (0x4, 0x44, 0x00, "READ_10", "S_IMAPI_COMMAND_HAS_SENSE_DATA"),
];

fn table(schema: &opcodec_schema::ir::Schema) -> &ErrorTable {
    schema.errors.iter().find(|table| table.name.printed == "Imapi").expect("the schema has the table")
}

#[test]
fn the_model_has_every_code_of_the_page_and_no_other() {
    let schema = schema("imapi");
    let codes = &table(&schema).codes;
    for (name, value, _) in PAGE.into_iter().chain(BESIDE) {
        let code = codes.iter().find(|code| code.name.printed == name);
        let code = code.unwrap_or_else(|| panic!("no code {name}"));
        assert_eq!(code.value, value, "{name}");
        assert!(code.text.is_some() && code.kind.is_some(), "{name}");
        assert!(code.advice.is_some() && code.retry.is_some(), "{name}");
    }
    assert_eq!(codes.len(), PAGE.len() + BESIDE.len());
}

#[test]
fn the_model_finds_the_code_of_sense_data() {
    let schema = schema("imapi");
    let table = table(&schema);
    for (key, asc, ascq, after, name) in SENSE {
        let command = schema.commands.iter().position(|command| command.name.printed == after).expect(after);
        let pattern = table.sense.iter().find(|pattern| {
            pattern.key.is_none_or(|k| k == key)
                && pattern.asc.is_none_or(|a| a == asc)
                && pattern.ascq.is_none_or(|q| q == ascq)
                && (pattern.after.is_empty() || pattern.after.iter().any(|id| id.index() == command))
        });
        let code = pattern.map(|pattern| table.codes[pattern.code].name.printed.as_str());
        assert_eq!(code, Some(name), "{key:X}/{asc:02X}/{ascq:02X} after {after}");
    }
    let name = |code: Option<usize>| code.map(|code| table.codes[code].name.printed.as_str());
    assert_eq!(name(table.on_timeout), Some("E_IMAPI_RECORDER_COMMAND_TIMEOUT"));
    assert_eq!(name(table.on_short_data), Some("E_IMAPI_RECORDER_INVALID_RESPONSE_FROM_DEVICE"));
    assert_eq!(name(table.on_invalid_response), Some("E_IMAPI_RECORDER_INVALID_RESPONSE_FROM_DEVICE"));
}

#[test]
fn the_generated_codes_are_the_pages() {
    for (name, value, code) in PAGE.into_iter().chain(BESIDE) {
        assert_eq!((code.raw(), code.name()), (value, Some(name)));
        assert_eq!(Imapi::from_name(name), Some(Imapi::new(value)));
        assert!(code.to_string().contains(name), "{code}");
        assert!(!code.text().is_empty() && !code.kind().is_empty(), "{name}");
        assert!(!code.advice().is_empty() && code.retry().is_some(), "{name}");
        assert_eq!(code.is_failure(), value >> 31 == 1, "{name}");
        assert_eq!(u32::from(code.facility()), value >> 16 & 0x7FF, "{name}");
    }
    assert_eq!(Imapi::entries().len(), PAGE.len() + BESIDE.len());
    let other = Imapi::new(0xC0AA_0BAD);
    assert_eq!((other.name(), other.text(), other.is_failure(), other.facility()), (None, "", true, 0xAA));
}

#[test]
fn the_generated_code_finds_the_code_of_sense_data() {
    let schema = schema("imapi");
    for (key, asc, ascq, after, name) in SENSE {
        let command = schema.commands.iter().find(|command| command.name.printed == after).expect(after);
        let mut cdb = [0; 16];
        cdb[0] = command.opcode.as_ref().map_or(0, |opcode| opcode.value) as u8;
        let code = Imapi::from_sense(key, asc, ascq, &cdb);
        assert_eq!(code.and_then(Imapi::name), Some(name), "{key:X}/{asc:02X}/{ascq:02X} after {after}");
    }
}
