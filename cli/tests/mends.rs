//! `opcodec explain` and `opcodec check --fix` from the outside.

mod process {
    #[allow(dead_code, reason = "the other tests of the command line use the rest")]
    pub(crate) mod run;
}

use std::fs;
use std::path::PathBuf;

use process::run::opcodec;

/// A new folder with these files; `/` stands in their names as it is.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    for (file, text) in files {
        let path = folder.join(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    }
    folder
}

const BROKEN: &str = r#"[protocol]
name    = "drive"
edition = 1
endian  = "litle"
import  = ["parts/kind.toml"]

[struct.Message]
fields = [
  { at = "0", nmae = "KIND", type = "Kin" },  # stays
  { at = "1", name = "LENGTH" },
  { at = "2..", name = "DATA", type = "bytes", size = "lenght" },
]

[[struct.Message.test]]
fields = { kind = "TWO", length = 1, data = "AA" }
bytes  = "02 01 AA"
"#;

const KIND: &str = r#"[protocol]
name    = "kind"
edition = 1

[enum.Kind]
tipe   = "u8"
values = { ONE = 1, TOW = 2 }
"#;

#[test]
fn what_is_certain_is_mended_and_what_is_not_stays() {
    let folder = folder("mends", &[("drive.toml", BROKEN), ("parts/kind.toml", KIND)]);
    let drive = folder.join("drive.toml");
    let ran = opcodec(&["check", "--fix", drive.to_str().expect("text")]);
    let text = fs::read_to_string(&drive).expect("it is there");
    for mended in [
        "endian  = \"little\"",
        "{ at = \"0\", name = \"KIND\", type = \"Kind\" },  # stays",
        "size = \"length\"",
    ] {
        assert!(text.contains(mended), "{mended}\n{text}\n{}", ran.stderr);
    }
    let kind = fs::read_to_string(folder.join("parts/kind.toml")).expect("it is there");
    assert!(kind.contains("type   = \"u8\""), "{kind}");
    assert!(ran.stdout.contains("drive.toml:4: `litle` is now `little` (OP0008)"), "{}", ran.stdout);
    // A vector's name may be the slip, or the enum's: the mend in the vector is what there is.
    assert!(fs::read_dir(&folder).expect("a folder").count() == 2, "no file is left over");
    ran.is(0);
}

#[test]
fn only_files_beside_the_given_ones_are_touched() {
    let drive = BROKEN.replace("parts/kind.toml", "../kind.toml");
    let folder = folder("mends_beside", &[("inner/drive.toml", &drive), ("kind.toml", KIND)]);
    let path = folder.join("inner/drive.toml");
    opcodec(&["check", "--fix", path.to_str().expect("text")]).is(1);
    assert_eq!(fs::read_to_string(folder.join("kind.toml")).expect("it is there"), KIND);
    assert!(fs::read_to_string(path).expect("it is there").contains("endian  = \"little\""));
}

#[test]
fn a_file_without_mistakes_is_not_written() {
    let good = "[protocol]\nname = \"good\"\nedition = 1\n";
    let folder = folder("mends_good", &[("good.toml", good)]);
    let path = folder.join("good.toml");
    let before = fs::metadata(&path).expect("it is there").modified().expect("a time");
    let found = opcodec(&["check", "--fix", path.to_str().expect("text"), "--format", "json"]).json(0);
    assert_eq!(found, serde_json::json!({ "fixed": [], "diagnostics": [] }));
    assert_eq!(fs::metadata(&path).expect("it is there").modified().expect("a time"), before);
}

#[test]
fn mends_are_said_in_json() {
    let folder = folder("mends_json", &[("drive.toml", BROKEN), ("parts/kind.toml", KIND)]);
    let path = folder.join("drive.toml");
    let found = opcodec(&["check", path.to_str().expect("text"), "--format", "json"]).json(1);
    assert_eq!(found[0]["edits"][0]["replacement"], "little");
    let found = opcodec(&["check", "--fix", path.to_str().expect("text"), "--format", "json"]).json(0);
    assert_eq!(found["fixed"][0]["code"], "OP0008");
    assert_eq!(found["fixed"][0]["line"], 4);
    assert_eq!(found["diagnostics"], serde_json::json!([]));
}

#[test]
fn a_missing_file_is_said() {
    let folder = folder("mends_missing", &[]);
    let path = folder.join("none.toml");
    let ran = opcodec(&["check", "--fix", path.to_str().expect("text")]);
    ran.is(1);
    assert!(ran.stderr.contains("there is no such file"), "{}", ran.stderr);
}

#[test]
fn codes_are_explained() {
    for written in ["OP0050", "op50", "50"] {
        let ran = opcodec(&["explain", written]);
        ran.is(0);
        assert!(ran.stdout.starts_with("# OP0050: two rows at one place\n"), "{}", ran.stdout);
    }
    let found = opcodec(&["explain", "50", "--format", "json"]).json(0);
    assert_eq!(found["title"], "two rows at one place");
    let ran = opcodec(&["explain", "OP0500"]);
    ran.is(1);
    assert!(ran.stderr.contains("did you mean OP0050"), "{}", ran.stderr);
    let ran = opcodec(&["explain"]);
    ran.is(0);
    assert!(ran.stdout.contains("OP0180  a name that nothing uses (warning)\n"), "{}", ran.stdout);
    let page = opcodec(&["explain", "--markdown"]).stdout;
    assert!(page.starts_with("# Diagnostics\n"));
    opcodec(&["explain", "--markdown", "50"]).is(2);
}
