//! `docs/tutorial.md`: its files are written, its commands run, and what they print is what it shows. With `BLESS=1` the
//! page is brought up to date.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The files that the page ends with.
fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/tutorial")
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// An empty folder.
fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("tutorial");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("it can be made");
    folder
}

/// The page as it would be, after its files were written and its commands run one after the other.
fn followed(page: &str, folder: &Path) -> String {
    let (mut shown, mut block, mut body) = (String::new(), None, String::new());
    for line in page.lines() {
        match (block, line.strip_prefix("```")) {
            (None, Some(info)) => block = Some(info),
            (Some(info), Some("")) => {
                finish(info, &body, folder, &mut shown);
                (block, body) = (None, String::new());
                continue;
            }
            (Some(_), _) => {
                let _ = writeln!(body, "{line}");
                continue;
            }
            (None, None) => {}
        }
        let _ = writeln!(shown, "{line}");
    }
    assert_eq!(block, None, "a block that does not end");
    shown
}

/// A block: a file is written, commands are run, a part of the example is looked for in it.
fn finish(info: &str, body: &str, folder: &Path, shown: &mut String) {
    match info.split_once(' ').unwrap_or((info, "")) {
        ("console", "") => {
            for line in body.lines().filter_map(|line| line.strip_prefix("$ opcodec ")) {
                let _ = writeln!(shown, "$ opcodec {line}");
                let printed = printed(line, folder);
                let _ = writeln!(shown, "{printed}");
            }
            shown.push_str("```\n");
            return;
        }
        ("toml", file) if !file.is_empty() => {
            std::fs::write(folder.join(file), body).expect("the folder can be written");
        }
        ("rust", "") => {
            let doors = read(&example().join("tests/doors.rs"));
            assert!(doors.contains(body), "not in tests/doors.rs:\n{body}");
        }
        ("rust", file) => assert_eq!(body, read(&example().join(file)), "{file}"),
        ("sh" | "text", "") => {}
        _ => panic!("what is a block `{info}`?"),
    }
    shown.push_str(body);
    shown.push_str("```\n");
}

/// What a command prints; nothing ends in blanks.
fn printed(args: &str, folder: &Path) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_opcodec"));
    let output = command.args(args.split(' ')).current_dir(folder).output().expect("the binary starts");
    let text = String::from_utf8([output.stderr, output.stdout].concat()).expect("text");
    text.trim_end().lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

#[test]
fn who_follows_the_page_sees_what_it_shows() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/tutorial.md");
    let (page, folder) = (read(&path), folder());
    let shown = followed(&page, &folder);
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &shown).expect("the page can be written");
    } else {
        assert!(page == shown, "docs/tutorial.md is not up to date (BLESS=1 brings it); this is:\n{shown}");
    }
    // What it ends with is the example, which is compiled and run by its own tests.
    assert_eq!(read(&folder.join("drive.toml")), read(&example().join("drive.toml")));
    assert_eq!(read(&folder.join("drive.rs")), read(&example().join("tests/kept/drive.rs")));
}

#[test]
fn the_page_shows_a_mistake_and_its_mend() {
    let page = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/tutorial.md"));
    assert!(page.contains("drive.toml: refused") && page.contains("drive.toml: ok"), "both are shown");
}
