//! What `docs/using.md` shows is what the binary prints. With `BLESS=1` the page is brought up to date.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

#[test]
fn the_page_shows_what_the_binary_prints() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let path = root.join("docs/using.md");
    let page = std::fs::read_to_string(&path).expect("the page is there");
    let shown = renewed(&page, &root);
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &shown).expect("the page can be written");
    } else {
        assert!(page == shown, "docs/using.md is not up to date (BLESS=1 brings it); this is:\n{shown}");
    }
}

/// The page with the output of every `$ opcodec` line under it.
fn renewed(page: &str, root: &Path) -> String {
    let mut shown = String::new();
    let mut in_console = false;
    for line in page.lines() {
        match line {
            "```console" => in_console = true,
            "```" => in_console = false,
            _ => {}
        }
        match line.strip_prefix("$ opcodec ").filter(|_| in_console) {
            Some(args) => {
                let _ = writeln!(shown, "{line}\n{}", printed(args, root));
            }
            None if in_console && line != "```console" => {}
            None => {
                let _ = writeln!(shown, "{line}");
            }
        }
    }
    shown
}

fn printed(args: &str, root: &Path) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_opcodec"));
    // A shell takes the quotes away; no argument here has a blank.
    let args = args.split(' ').map(|arg| arg.trim_matches('\''));
    let output = command.args(args).current_dir(root).output().expect("the binary starts");
    let text = [output.stdout, output.stderr].concat();
    String::from_utf8(text).expect("text").trim_end().to_owned()
}
