//! Frames and what answers them, on the command line.

mod process {
    #[allow(dead_code, reason = "the other tests of the command line use the rest")]
    pub(crate) mod run;
}

use process::run::{file, opcodec};
use serde_json::json;

#[test]
fn the_answer_of_a_frame_is_named_by_its_command() {
    let file = file("framed.toml");
    for name in ["answer.READ", "answer.read", "struct.Registers"] {
        let args = ["--format", "json", "decode", &file, name, "03 00 01 00 02", "--args", "quantity=2"];
        let expected = json!({ "name": "struct.Registers", "fields": { "values": [1, 2] } });
        assert_eq!(opcodec(&args).json(0), expected, "{name}");
    }
    let none = opcodec(&["decode", &file, "answer.RESET", "08"]);
    none.is(2);
    assert!(none.stderr.contains("`RESET` is a command without an answer"), "{}", none.stderr);
    opcodec(&["decode", &file, "answer.Registers", "03"]).is(2);
}
