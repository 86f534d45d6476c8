//! Requests in a context, and flags, on the command line.

mod process {
    #[allow(dead_code, reason = "the other tests of the command line use the rest")]
    pub(crate) mod run;
}

use process::run::{file, opcodec};
use serde_json::json;

const REQUEST: &str = "43 00 81 00 00 00 02 00 00 00";

fn decode(more: &[&str]) -> process::run::Ran {
    let media = file("media.toml");
    opcodec(&[&["decode", &media, "request", REQUEST], more].concat())
}

#[test]
fn a_request_is_what_its_context_makes_of_it() {
    let of = |context: &str| decode(&["--context", context, "--format", "json"]).json(0)["name"].clone();
    assert_eq!(of("device_type=CD_DVD"), json!("command.READ_TOC"));
    assert_eq!(of("device_type=TAPE"), json!("command.LOCATE"));
    assert_eq!(of("device_type=0"), json!("command.LOCATE"));
    let none = decode(&["--context", "device_type=DISK", "removable=false", "--format", "json"]);
    assert_eq!(none.json(1)["error"]["kind"], json!("unknown"));
}

#[test]
fn what_is_known_must_be_said_and_said_right() {
    for (more, part) in [
        (&[][..], "`device_type` of it is not said"),
        (&["--context", "devicetype=TAPE"][..], "has no name `devicetype`"),
        (&["--context", "device_type=TAP"][..], "has no `TAP`"),
    ] {
        let ran = decode(more);
        assert!(ran.stderr.contains(part), "{part} in\n{}", ran.stderr);
        assert!(ran.stderr.contains("--context device_type=… removable=…"), "{}", ran.stderr);
    }
    let media = file("media.toml");
    let ran = opcodec(&["decode", &media, "LOCATE", REQUEST, "--context", "device_type=TAPE"]);
    assert!(ran.stderr.contains("is what it is in any context"), "{}", ran.stderr);
}

#[test]
fn flags_are_names_and_what_has_none() {
    let media = file("media.toml");
    let shown = opcodec(&["decode", &media, "LOCATE", "43 00 C1 00 00 00 02 00 00 00"]);
    shown.is(0);
    assert!(shown.stdout.contains("[FIRST, LAST, 0x40] (0xC1)"), "{}", shown.stdout);
    let decoded =
        opcodec(&["decode", &media, "LOCATE", "43 00 C1 00 00 00 02 00 00 00", "--format", "json"]).json(0);
    assert_eq!(decoded["fields"], json!({ "parts": ["FIRST", "LAST", "0x40"], "block_address": 2 }));
    let encoded =
        opcodec(&["encode", &media, "LOCATE", "block_address=2", "parts=[\"FIRST\", \"LAST\", \"0x40\"]"]);
    encoded.is(0);
    assert_eq!(encoded.stdout.trim(), "43 00 C1 00 00 00 02 00 00 00");
}
