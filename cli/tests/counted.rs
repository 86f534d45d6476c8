//! Counted lists and text, and integers that JSON has no numbers for, on the command line.

mod process {
    #[allow(dead_code, reason = "the other tests of the command line use the rest")]
    pub(crate) mod run;
}

use process::run::{file, opcodec};
use serde_json::json;

const PLAYER: &str = "02 00 00 00 01 10 02 10 01 01 02 C3 A9 04 41 00 3D D8 00 DE 00 00 \
                      FE FF FF FF FF FF FF FF FF FF FF FF FF FF FF FF";
const ID: &str = "340282366920938463463374607431768211454";

#[test]
fn decode_shows_where_each_element_stands() {
    let ran = opcodec(&["decode", &file("player.toml"), "Player", PLAYER]);
    ran.is(0);
    for part in ["0..7    02 00 00 00 01 10 02 10", "10..12  02 C3 A9", "\"é\"", "13..21", "\"A😀\"", ID] {
        assert!(ran.stdout.contains(part), "{part} in\n{}", ran.stdout);
    }
    let decoded = opcodec(&["decode", &file("player.toml"), "Player", PLAYER, "--format", "json"]).json(0);
    let fields = json!({
        "operations": [0x1001, 0x1002],
        "tracks": [{ "number": 1, "title": "é" }],
        "model": "A😀",
        "id": ID,
    });
    assert_eq!(decoded["fields"], fields);
}

#[test]
fn encode_takes_digits_in_text() {
    let id = format!("id=\"{ID}\"");
    let fields = ["operations=[4097, 4098]", "tracks=[{ number = 1, title = \"é\" }]", "model=\"A😀\"", &id];
    let player = file("player.toml");
    let ran = opcodec(&[&["encode", &player, "Player"][..], &fields].concat());
    ran.is(0);
    assert_eq!(ran.stdout.trim(), PLAYER);
    let ran = opcodec(&["encode", &player, "Player", "id=-1"]);
    ran.is(1);
    assert!(ran.stderr.contains("`ID` is a u128"), "{}", ran.stderr);
    let most = u128::MAX.to_string();
    let encoded = |id: &str| opcodec(&["encode", &player, "Player", &format!("id={id}")]).stdout;
    let hex = encoded(&format!("\"{:#X}\"", u128::MAX));
    assert!(hex.contains(&["FF"; 16].join(" ")), "{hex}");
    assert_eq!((encoded(&most), encoded(&format!("\"{most}\""))), (hex.clone(), hex));
}

#[test]
fn an_end_that_does_not_come_is_named() {
    let ran = opcodec(&["decode", &file("player.toml"), "Player", "00 00 00 00 00 02 41 00 42 00"]);
    ran.is(1);
    assert!(ran.stderr.contains("Player.MODEL ends with 0x0, and at byte 8 0x42 is there"), "{}", ran.stderr);
}
