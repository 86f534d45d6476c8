//! The command line from the outside: arguments in; standard output, standard error and exit status out.

mod process {
    pub(crate) mod run;
}

use process::run::{Ran, file, opcodec, opcodec_with_input, scratch};
use serde_json::{Value, json};

const READ_10: &str = "28 08 00 00 12 34 00 00 08 00";

#[test]
fn check_counts_what_it_accepts() {
    let ran = opcodec(&["check", &file("drive.toml")]);
    ran.is(0);
    assert!(ran.stdout.contains("drive.toml: ok (2 commands, "), "{}", ran.stdout);
    assert_eq!(opcodec(&["check", &file("drive.toml"), "--format", "json"]).json(0), json!([]));
}

#[test]
fn check_shows_every_mistake_with_its_place() {
    let ran = opcodec(&["check", &file("refused.toml")]);
    ran.is(1);
    assert_eq!(ran.stdout, "");
    assert!(ran.stderr.contains("error[OP0002]"), "{}", ran.stderr);

    let found = opcodec(&["--format", "json", "check", &file("refused.toml")]).json(1);
    let found = found.as_array().expect("an array");
    let first = &found[0];
    assert_eq!(first["code"], "OP0002");
    assert_eq!(first["severity"], "error");
    assert!(first["file"].as_str().is_some_and(|file| file.ends_with("refused.toml")));
    // Columns are characters: the name before the key has one of two bytes.
    assert_eq!((&first["line"], &first["column"]), (&json!(8), &json!(38)));
    assert_eq!((&first["end_line"], &first["end_column"]), (&json!(8), &json!(41)));
    for key in ["message", "labels", "help"] {
        assert!(first.get(key).is_some(), "{key}");
    }
    assert!(found.iter().any(|found| found["line"] == 9), "all mistakes of a file at once");
}

#[test]
fn a_file_that_is_not_there_is_refused() {
    for job in ["check", "test"] {
        let ran = opcodec(&[job, "no/such.toml"]);
        ran.is(1);
        assert!(ran.stderr.contains("no/such.toml"), "{}", ran.stderr);
    }
    let error = opcodec(&["--format=json", "decode", "no/such.toml", "request", "28"]).json(1);
    assert_eq!(error["error"]["kind"], "schema");
    assert_eq!(opcodec(&["check", &file("")]).status, Some(1));
}

#[test]
fn decode_shows_bytes_names_values_and_units() {
    let ran = opcodec(&["decode", &file("drive.toml"), "command.READ_10", READ_10]);
    ran.is(0);
    let line = |name: &str| {
        let line = ran.stdout.lines().find(|line| line.contains(name));
        line.unwrap_or_else(|| panic!("no {name} in\n{}", ran.stdout))
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert!(ran.stdout.starts_with("command.READ_10, 10 bytes\n"), "{}", ran.stdout);
    assert_eq!(
        line("LOGICAL BLOCK ADDRESS"),
        "2..5 00 00 12 34 LOGICAL BLOCK ADDRESS 4660 (0x1234) The first block."
    );
    assert_eq!(line("TRANSFER LENGTH"), "7..8 00 08 TRANSFER LENGTH 8 blocks");
    assert_eq!(line("FUA"), "1.3 08 FUA true The blocks come from the medium.");
}

#[test]
fn decode_speaks_the_notation_of_vectors() {
    let expected = json!({
        "name": "command.READ_10",
        "fields": { "fua": true, "lba": 0x1234, "transfer_length": 8, "control": 0 },
    });
    for name in ["command.READ_10", "command.read_10", "READ_10", "request"] {
        let decoded = opcodec(&["decode", &file("drive.toml"), name, READ_10, "--format", "json"]);
        assert_eq!(decoded.json(0), expected, "{name}");
    }
}

#[test]
fn hex_is_read_as_people_write_it() {
    let file = file("drive.toml");
    let expected = opcodec(&["decode", &file, "READ_10", READ_10]).stdout;
    for hex in [
        &["28080000123400000800"][..],
        &["28", "08", "00 00", "1234", "0x00,0x00", "0800"],
        &["0x28080000123400000800"],
    ] {
        let mut args = vec!["decode", &file, "READ_10"];
        args.extend(hex);
        assert_eq!(opcodec(&args).stdout, expected, "{hex:?}");
    }
    let ran = opcodec_with_input(&["decode", &file, "READ_10", "-"], b"28 08 00 00\n12 34 00 00 08 00\n");
    assert_eq!(ran.stdout, expected);

    for wrong in ["28 0g", "280", "0x"] {
        let ran = opcodec(&["decode", &file, "READ_10", wrong]);
        ran.is(2);
        assert!(ran.stderr.contains("hex"), "{}", ran.stderr);
    }
    opcodec_with_input(&["decode", &file, "READ_10", "-"], &[0xFF, 0xFE]).is(1);
}

#[test]
fn a_refused_message_says_kind_field_and_byte() {
    let file = file("drive.toml");
    let ran = opcodec(&["decode", &file, "READ_10", "28 08 00"]);
    ran.is(1);
    assert_eq!(ran.stdout, "");
    assert!(ran.stderr.contains("kind size"), "{}", ran.stderr);

    let error = opcodec(&["--format", "json", "decode", &file, "struct.Track2", "00"]).json(1);
    assert_eq!(error["error"]["kind"], "check");
    assert_eq!(error["error"]["field"], "NUMBER");
    assert_eq!(error["error"]["offset"], 0);
    assert!(error["error"]["message"].is_string());

    let error = opcodec(&["--format", "json", "decode", &file, "request", "FF 00 00 00 00 00"]).json(1);
    assert_eq!(error["error"]["kind"], "unknown");
    let error = opcodec(&["--format", "json", "decode", &file, "request", ""]).json(1);
    assert_eq!(error["error"]["kind"], "size");
}

#[test]
fn names_are_found_or_guessed() {
    let file = file("drive.toml");
    for (name, help) in [
        ("command.READ10", "did you mean `command.READ_10`?"),
        ("struct.READ_10", "did you mean `command.READ_10`?"),
        ("READ_12", "did you mean `command.READ_10`?"),
        ("enum.Profile", "`command.NAME`, `answer.NAME`, `event.NAME`, `struct.NAME` or `union.NAME`"),
    ] {
        let ran = opcodec(&["decode", &file, name, "00"]);
        ran.is(2);
        assert!(ran.stderr.contains(help), "{name}: {}", ran.stderr);
    }
}

#[test]
fn lists_and_unions_are_shown_inside_out() {
    let file = file("drive.toml");
    let state = "00 12 00 08 41 43 4D 45 20 20 20 20 01 00 00 10 02 04 00 20";
    let decoded = opcodec(&["decode", &file, "struct.State", state, "--format", "json"]).json(0);
    assert_eq!(
        decoded["fields"],
        json!({
            "length": 18,
            "current_profile": "CD_ROM",
            "vendor": "ACME",
            "tracks": [
                { "number": 1, "data": false, "start": 16 },
                { "number": 2, "data": true, "start": 32 },
            ],
        })
    );
    let text = opcodec(&["decode", &file, "struct.State", state]).stdout;
    for part in ["CD_ROM (0x8)", "= Read-only CD.", "\"ACME\"", "2 elements", "[1]", "18..19"] {
        assert!(text.contains(part), "{part} in\n{text}");
    }

    let decoded = opcodec(&["decode", &file, "union.Page", "08 02 04 09", "--format", "json"]).json(0);
    let expected = json!({ "case": "CachingPage", "wce": true, "retention": 9 });
    for (key, value) in expected.as_object().expect("a table") {
        assert_eq!(&decoded["fields"][key], value, "{key}");
    }
    let decoded = opcodec(&["decode", &file, "union.Page", "09 01 FF", "--format", "json"]).json(0);
    assert_eq!(decoded["fields"]["case"], "Unknown");
    assert_eq!(decoded["fields"]["body"], "FF");
}

#[test]
fn a_cut_answer_says_so() {
    let file = file("drive.toml");
    let cut = "00 12 00 08 41 43 4D 45 20 20 20 20 01 00 00 10 02";
    let ran = opcodec(&["decode", &file, "struct.State", cut]);
    ran.is(0);
    assert!(ran.stdout.contains("\ncut: "), "{}", ran.stdout);
    let decoded = opcodec(&["decode", &file, "struct.State", cut, "--format", "json"]).json(0);
    assert_eq!(decoded["cut"], true);
    assert_eq!(decoded["fields"]["tracks"], json!([{ "number": 1, "data": false, "start": 16 }]));
}

#[test]
fn encode_takes_fields_in_toml() {
    let file = file("drive.toml");
    let fields = ["fua=true", "lba=0x1234", "transfer_length = 8"];
    let mut args = vec!["encode", &file, "command.READ_10"];
    args.extend(fields);
    let ran = opcodec(&args);
    ran.is(0);
    assert_eq!(ran.stdout, "28 08 00 00 12 34 00 00 08 00\n");
    assert_eq!(ran.stderr, "");
    args.extend(["--format", "json"]);
    assert_eq!(opcodec(&args).json(0), json!({ "name": "command.READ_10", "bytes": READ_10 }));

    let printed = opcodec(&["encode", &file, "READ_10", "LOGICAL BLOCK ADDRESS=1", "TRANSFER LENGTH=2"]);
    assert_eq!(printed.stdout, "28 00 00 00 00 01 00 00 02 00\n");
    let nested = opcodec(&[
        "encode",
        &file,
        "State",
        "current_profile=\"CD_ROM\"",
        "vendor='ACME'",
        "tracks=[{ number = 1, start = 16 }]",
    ]);
    assert_eq!(nested.stdout, "00 0E 00 08 41 43 4D 45 20 20 20 20 01 00 00 10\n");
    let words = ["current_profile=CD_ROM", "vendor=ACME", "tracks=[{ number = 1, start = 16 }]"];
    let mut args = vec!["encode", &file, "State"];
    args.extend(words);
    assert_eq!(opcodec(&args).stdout, nested.stdout, "a word needs no quotes");
    let union = opcodec(&["encode", &file, "Page", "case=CachingPage", "wce=true"]);
    assert_eq!(union.stdout, "08 02 04 00\n");
}

#[test]
fn encode_refuses_what_is_no_value_of_the_layout() {
    let file = file("drive.toml");
    let ran = opcodec(&["encode", &file, "GET_STATE", "profile=[CD_ROM"]);
    ran.is(2);
    assert!(ran.stderr.contains("values are words, or those of TOML"), "{}", ran.stderr);
    opcodec(&["encode", &file, "GET_STATE", "profile"]).is(2);
    opcodec(&["encode", &file, "READ_10", "lba=1", "lba=2"]).is(2);

    for (fields, field) in [("lbaa=1", "lbaa"), ("lba=0x1_0000_0000", "lba"), ("lba=\"x\"", "lba")] {
        let ran = opcodec(&["encode", &file, "READ_10", "fua=true", fields]);
        ran.is(1);
        assert_eq!(ran.stdout, "");
        let error = opcodec(&["--format", "json", "encode", &file, "READ_10", "fua=true", fields]).json(1);
        assert_eq!(error["error"]["kind"], "fields", "{fields}");
        assert_eq!(error["error"]["field"], field, "{fields}");
    }
}

#[test]
fn encode_looks_at_the_data_phase_and_at_args() {
    let file = file("drive.toml");
    let ran = opcodec(&["encode", &file, "GET_STATE", "profile=\"CD_ROM\"", "--data-len", "0x200"]);
    assert_eq!(ran.status, Some(2), "a length is decimal: {}", ran.stderr);
    let ran = opcodec(&["encode", &file, "GET_STATE", "profile=\"CD_ROM\"", "--data-len", "512"]);
    assert_eq!(ran.stdout, "46 00 00 08 00 00 00 02 00 00\n");

    let ran = opcodec(&["encode", &file, "Scaled", "word=0x01020304", "--args", "wide=true"]);
    assert_eq!(ran.stdout, "01 02 03 04\n");
    let decoded =
        opcodec(&["decode", &file, "Scaled", "05000000", "--args", "wide=false", "--format", "json"]);
    assert_eq!(decoded.json(0)["fields"], json!({ "byte": 5 }));
    // A word without `=` behind `--args` is hex again.
    let swapped =
        opcodec(&["decode", &file, "Scaled", "--args", "wide=false", "05000000", "--format", "json"]);
    assert_eq!(swapped.json(0), decoded.json(0));
    opcodec(&["decode", &file, "Scaled", "--args", "wide=false"]).is(2);
    opcodec(&["decode", &file, "Scaled", "05000000"]).is(1);
}

#[test]
fn size_says_which_rule_spoke() {
    let file = file("drive.toml");
    let verdict = opcodec(&["--format", "json", "size", &file, READ_10]).json(0);
    assert_eq!(
        verdict,
        json!({ "opcode": 0x28, "size": 10, "asked": 10, "group": 1, "rule": "exact", "note": null })
    );
    let text = opcodec(&["size", &file, "60 00 00 00 00 00 00"]).stdout;
    assert!(text.contains("group") && text.contains("deferred") && text.contains("in future"), "{text}");

    let error = opcodec(&["--format", "json", "size", &file, "12 00 00 00 00 00 00 00 00 00"]).json(1);
    assert_eq!(error["error"]["kind"], "size");
    assert_eq!((&error["error"]["group"], &error["error"]["expected"]), (&json!(0), &json!(6)));
    assert_eq!(
        error["error"]["message"],
        "opcode 0x12 is in group 0, whose commands have 6 bytes; this one has 10"
    );
    for nothing in [&["size", file.as_str(), ""][..], &["size", file.as_str()]] {
        let ran = opcodec(nothing);
        ran.is(1);
        assert!(ran.stderr.contains("without bytes"), "{}", ran.stderr);
    }
}

#[test]
fn requests_answers_and_events_of_a_camera() {
    let file = file("camera.toml");
    let json = |args: &[&str]| opcodec(&[&["--format", "json"], args].concat()).json(0);
    let fields = json!({ "storage_id": 1, "object_format_code": "TEXT" });
    for name in ["request", "command.GetObjectHandles", "handles", "command.Handles"] {
        let decoded = json(&["decode", &file, name, "07 10 01 00 00 00 04 30 00 00"]);
        assert_eq!(decoded, json!({ "name": "command.GetObjectHandles", "fields": fields }), "{name}");
    }
    let text = opcodec(&["decode", &file, "request", "07100100000004300000"]).stdout;
    assert!(text.contains("6..9 15:0"), "{text}");
    for name in ["event", "ObjectAdded", "event.object_added"] {
        let decoded = json(&["decode", &file, name, "02 40 07 00 00 00 00 00 00 00"]);
        let expected = json!({ "name": "event.ObjectAdded", "fields": { "object_handle": 7 } });
        assert_eq!(decoded, expected, "{name}");
    }
    for name in ["answer.GetObjectHandles", "answer.Handles", "GetObjectHandlesAnswer"] {
        let decoded = json(&["decode", &file, name, "03 00 00 00"]);
        let expected = json!({ "name": "answer.GetObjectHandles", "fields": { "count": 3 } });
        assert_eq!(decoded, expected, "{name}");
    }
    let encoded = opcodec(&["encode", &file, "Handles", "storage_id=2"]).stdout;
    assert_eq!(encoded, "07 10 02 00 00 00\n");
    opcodec(&["encode", &file, "event"]).is(2);
    opcodec(&["test", &file]).is(0);
    let unknown = opcodec(&["--format", "json", "decode", &file, "event", "03 40"]).json(1);
    assert_eq!(unknown["error"]["kind"], "unknown");
}

#[test]
fn lookup_knows_commands_and_events() {
    let file = file("camera.toml");
    let json = |code: &str| opcodec(&["--format", "json", "lookup", &file, code]).json(0);
    let expected = json!({
        "name": "GetObjectHandles",
        "number": "0x1007",
        "kind": "command",
        "text": "The objects in a store.",
        "advice": null,
        "retry": null,
        "table": "Opcode",
        "aliases": ["Handles"],
    });
    for code in ["GetObjectHandles", "handles", "0x1007", "4103", "Opcode.Handles"] {
        assert_eq!(json(code), expected, "{code}");
    }
    assert_eq!(json("0x4002")["name"], "ObjectAdded");
    assert_eq!(json("Event.ObjectAdded")["kind"], "event");
    assert_eq!(json("0x2019")["name"], "DEVICE_BUSY");
    let ran = opcodec(&["lookup", &file, "ObjectAded"]);
    ran.is(1);
    assert!(ran.stderr.contains("did you mean `ObjectAdded`?"), "{}", ran.stderr);
    opcodec(&["lookup", &file, "Event.0x1007"]).is(1);
}

#[test]
fn lookup_knows_names_numbers_and_aliases() {
    let file = file("drive.toml");
    let expected = json!({
        "name": "E_NO_MEDIA",
        "number": "0xC0AA0202",
        "kind": "media",
        "text": "no medium in the device",
        "advice": "insert a disc",
        "retry": "later",
        "table": "Recorder",
        "aliases": ["E_EMPTY"],
        "severity": "error",
        "facility": 0xAA,
        "code": 0x0202,
    });
    for code in [
        "E_NO_MEDIA",
        "e_no_media",
        "E_EMPTY",
        "0xC0AA0202",
        "0xc0aa0202",
        "3232367106",
        "-1062600190",
        "Recorder.E_EMPTY",
    ] {
        assert_eq!(opcodec(&["--format", "json", "lookup", &file, code]).json(0), expected, "{code}");
    }
    let text = opcodec(&["lookup", &file, "E_NO_MEDIA"]).stdout;
    assert!(text.contains("0xC0AA0202") && text.contains("insert a disc"), "{text}");
}

#[test]
fn lookup_says_what_an_unknown_code_still_says() {
    let file = file("drive.toml");
    let unknown = opcodec(&["--format", "json", "lookup", &file, "0x00AA0999"]).json(0);
    assert_eq!(unknown["name"], Value::Null);
    assert_eq!((&unknown["severity"], &unknown["facility"]), (&json!("success"), &json!(0xAA)));
    let ran = opcodec(&["lookup", &file, "E_NO_MEDIUM"]);
    ran.is(1);
    assert!(ran.stderr.contains("did you mean `E_NO_MEDIA`?"), "{}", ran.stderr);
    opcodec(&["lookup", &file, "Other.9"]).is(1);
    opcodec(&["lookup", &file, "0x100000000"]).is(1);
    let ran = opcodec(&["lookup", &file, "E_SHARED"]);
    ran.is(1);
    assert!(ran.stderr.contains("Recorder.E_SHARED as well as Other.E_SHARED"), "{}", ran.stderr);
    opcodec(&["lookup", &file, "Other.E_SHARED"]).is(0);
}

#[test]
fn test_runs_the_vectors() {
    let ran = opcodec(&["test", &file("drive.toml")]);
    ran.is(0);
    assert!(ran.stdout.ends_with("drive.toml: 2 vectors, 0 failed\n"), "{}", ran.stdout);

    let ran = opcodec(&["test", &file("drive.toml"), &file("failing.toml")]);
    ran.is(1);
    assert!(ran.stdout.contains("failing.toml: 2 vectors, 1 failed"), "{}", ran.stdout);
    assert!(ran.stderr.contains("struct.Pair, vector 2"), "{}", ran.stderr);
    let report = opcodec(&["--format", "json", "test", &file("failing.toml")]).json(1);
    assert_eq!((&report["vectors"], &report["failed"]), (&json!(2), &json!(1)));
    assert_eq!(report["files"][0]["failures"][0]["number"], 2);
    opcodec(&["check", &file("failing.toml")]).is(1);
}

#[test]
fn build_writes_and_compares() {
    let out = scratch("drive.rs");
    let build = |more: &[&str]| {
        let mut args = vec!["build".to_owned(), file("drive.toml"), "-o".into(), out.clone()];
        args.extend(more.iter().map(ToString::to_string));
        opcodec(&args.iter().map(String::as_str).collect::<Vec<_>>())
    };
    build(&["--check"]).is(1);
    build(&[]).is(0);
    let rust = std::fs::read_to_string(&out).expect("it was written");
    assert!(rust.contains("pub struct Read10"), "{rust}");
    build(&["--check"]).is(0);
    std::fs::write(&out, rust.replacen("pub struct Read10", "pub struct Read11", 1)).expect("writable");
    let ran = build(&["--check"]);
    ran.is(1);
    assert!(ran.stderr.contains("is not what would be written: line "), "{}", ran.stderr);
    assert_eq!(build(&["--check", "--format", "json"]).json(1)["error"]["kind"], "stale");
    build(&["--extern", "sense"]).is(2);
    opcodec(&["build", &file("refused.toml"), "-o", &out]).is(1);
    opcodec(&["build", &file("drive.toml"), "-o", "no/such/folder/out.rs"]).is(1);
}

#[test]
fn wrong_usage_is_two_and_in_json_too() {
    for args in [&["decode"][..], &[], &["nonsense"], &["check"], &["check", "--frmat", "json"]] {
        opcodec(args).is(2);
    }
    let error = opcodec(&["--format", "json", "decode"]).json(2);
    assert_eq!(error["error"]["kind"], "usage");
    let error = opcodec(&["decode", "--format=json"]).json(2);
    assert!(error["error"]["message"].as_str().is_some_and(|text| text.contains("<FILE>")), "{error}");
    assert!(opcodec(&["--help"]).stdout.contains("Exit status"));
    assert!(opcodec(&["--help", "--format", "json"]).json(0)["text"].is_string());
}

#[cfg(unix)]
#[test]
fn arguments_that_are_no_text_are_wrong_usage_not_a_panic() {
    use std::os::unix::ffi::OsStrExt as _;
    let wrong = std::ffi::OsStr::from_bytes(b"READ\xFF");
    let file = file("drive.toml");
    let args = ["decode".as_ref(), file.as_ref(), wrong, "00".as_ref()];
    process::run::run(&args, b"").is(2);
    let args = ["check".as_ref(), wrong];
    process::run::run(&args, b"").is(1);
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_an_error_not_a_panic() {
    let ran: Ran = process::run::with_closed_output(&["decode", &file("drive.toml"), "READ_10", READ_10]);
    assert_eq!(ran.status, Some(1), "{}", ran.stderr);
    assert!(ran.stderr.contains("cannot write the result"), "{}", ran.stderr);
}
