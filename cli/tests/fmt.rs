//! `opcodec fmt` from the outside.

mod process {
    pub(crate) mod run;
}

use std::path::Path;

use process::run::{file, opcodec, opcodec_with_input, scratch, with_closed_output};
use serde_json::json;

const ROUGH: &str = "[protocol]\nname=\"x\" # why\nedition = 1\n";
const SMOOTH: &str = "[protocol]\nname    = \"x\"  # why\nedition = 1\n";

#[test]
fn a_file_is_brought_into_the_style_and_then_left_alone() {
    let path = scratch("rough.toml");
    std::fs::write(&path, ROUGH).expect("it can be written");
    let name = path.as_str();

    let ran = opcodec(&["fmt", "--check", name]);
    ran.is(1);
    assert!(
        ran.stdout.contains(&format!("{name}:2\n- name=\"x\" # why\n+ name    = \"x\"  # why\n")),
        "{}",
        ran.stdout
    );
    assert!(ran.stderr.contains("not formatted"), "{}", ran.stderr);
    assert_eq!(std::fs::read_to_string(&path).expect("it is there"), ROUGH);
    let found = opcodec(&["fmt", "--check", name, "--format", "json"]).json(1);
    assert_eq!(found, json!([{ "file": name, "changed": true, "lines": [2] }]));

    opcodec(&["fmt", name]).is(0);
    assert_eq!(std::fs::read_to_string(&path).expect("it is there"), SMOOTH);
    let ran = opcodec(&["fmt", "--check", name]);
    ran.is(0);
    assert_eq!(ran.stdout, format!("{name}: is formatted\n"));
    let found = opcodec(&["fmt", name, "--format", "json"]).json(0);
    assert_eq!(found, json!([{ "file": name, "changed": false, "lines": [] }]));
    let folder = Path::new(name).parent().expect("a folder");
    let names = std::fs::read_dir(folder).expect("it can be read").filter_map(Result::ok);
    let left = names.filter(|entry| entry.file_name().to_string_lossy().contains("rough.toml.")).count();
    assert_eq!(left, 0, "nothing is left beside it");
}

#[test]
fn standard_input_goes_to_standard_output() {
    let ran = opcodec_with_input(&["fmt", "-"], ROUGH.as_bytes());
    ran.is(0);
    assert_eq!(ran.stdout, SMOOTH);
    assert_eq!(ran.stderr, "");
    let ran = opcodec_with_input(&["fmt", "--check", "-"], ROUGH.as_bytes());
    ran.is(1);
    assert!(ran.stdout.contains("standard input:2\n"), "{}", ran.stdout);
    with_closed_output(&["fmt", "--check", &file("drive.toml")]).is(1);
    let json = opcodec_with_input(&["fmt", "-", "--format", "json"], ROUGH.as_bytes()).json(0);
    assert_eq!(json[0]["text"], SMOOTH);
}

#[test]
fn what_is_no_toml_is_refused_and_left_alone_and_the_others_are_formatted() {
    let (broken, rough) = (scratch("broken.toml"), scratch("beside.toml"));
    std::fs::write(&broken, "[protocol\nname=\"x\"\n").expect("it can be written");
    std::fs::write(&rough, ROUGH).expect("it can be written");
    let (name, other) = (broken.as_str(), rough.as_str());
    let ran = opcodec(&["fmt", name, other, "no/such.toml"]);
    ran.is(1);
    assert!(ran.stderr.contains("error[OP0001]"), "{}", ran.stderr);
    assert!(ran.stderr.contains(&format!("{name}: refused")), "{}", ran.stderr);
    assert!(ran.stderr.contains("cannot read no/such.toml"), "{}", ran.stderr);
    assert_eq!(std::fs::read_to_string(&broken).expect("it is there"), "[protocol\nname=\"x\"\n");
    assert_eq!(std::fs::read_to_string(&rough).expect("it is there"), SMOOTH);
    let json = opcodec(&["fmt", name, "--format", "json"]).json(1);
    assert_eq!(json[0]["error"]["diagnostics"][0]["code"], "OP0001");
    // A schema that is refused is TOML all the same.
    opcodec(&["fmt", "--check", &file("refused.toml")]).is(0);
}
