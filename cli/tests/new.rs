//! `opcodec new` from the outside.

mod process {
    #[allow(dead_code, reason = "what other tests of the command line use")]
    pub(crate) mod run;
}

use std::path::{Path, PathBuf};
use std::process::Command;

use process::run::opcodec;

const CARRIERS: [&str; 5] = ["scsi", "usb", "ptp", "ioctl", "frame"];

/// An empty folder.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("it can be made");
    folder
}

/// Exit status, and what was said.
fn opcodec_in(folder: &Path, args: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_opcodec")).args(args).current_dir(folder).output();
    let output = output.expect("the binary starts");
    (output.status.code(), String::from_utf8([output.stdout, output.stderr].concat()).expect("text"))
}

#[test]
fn what_one_starts_from_is_right_tested_and_formatted() {
    let folder = folder("new");
    for carrier in CARRIERS {
        let name = format!("my_{carrier}");
        let file = format!("{name}.toml");
        let (status, said) = opcodec_in(&folder, &["new", carrier, &name]);
        assert_eq!((status, said.lines().count()), (Some(0), 1), "{said}");
        let text = std::fs::read_to_string(folder.join(&file)).expect("it is there");
        assert!(text.contains(&format!("name    = \"{name}\"")) && !text.contains("NAME"), "{text}");

        let path = folder.join(&file);
        let path = path.to_string_lossy();
        let checked = opcodec(&["check", &path]);
        checked.is(0);
        assert_eq!(checked.stderr, "", "no warnings");
        opcodec(&["test", &path]).is(0);
        opcodec(&["fmt", "--check", &path]).is(0);
        // What its comments tell to do works.
        let shown: Vec<&str> =
            text.lines().filter_map(|line| line.split_once(" opcodec ")).map(|it| it.1).collect();
        assert_eq!(shown.len(), 3, "{text}");
        for line in shown {
            let (status, said) = opcodec_in(&folder, &line.split_whitespace().collect::<Vec<_>>());
            assert_eq!(status, Some(0), "{line}: {said}");
        }

        let (status, said) = opcodec_in(&folder, &["new", carrier, &name]);
        assert_eq!(status, Some(1));
        assert!(said.contains("is there already"), "{said}");
        assert_eq!(std::fs::read_to_string(folder.join(&file)).expect("it is there"), text);
    }
}

#[test]
fn what_is_no_modules_name_is_refused_with_one_that_is() {
    let folder = folder("new_names");
    for (name, mend) in [
        ("My Drive", "opcodec new scsi my_drive"),
        ("drive.toml", "opcodec new scsi drive"),
        ("MMC-6", "opcodec new scsi mmc_6"),
        ("../drive", "opcodec new scsi drive"),
        ("6502", "a small letter"),
        ("", "a small letter"),
        ("crate", "a small letter"),
    ] {
        let (status, said) = opcodec_in(&folder, &["new", "scsi", name]);
        assert_eq!(status, Some(2), "{name}: {said}");
        assert!(said.contains("help: ") && said.contains(mend), "{name}: {said}");
    }
    assert_eq!(std::fs::read_dir(&folder).expect("it is there").count(), 0);
}
