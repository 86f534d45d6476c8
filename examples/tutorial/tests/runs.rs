//! The program prints what the page says.

use std::path::Path;
use std::process::Command;

#[test]
fn the_program_prints_what_the_page_shows() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/tutorial.md");
    let page = std::fs::read_to_string(page).expect("the page is there");
    let run = Command::new(env!("CARGO_BIN_EXE_tutorial")).output().expect("cargo built the program");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let printed = String::from_utf8(run.stdout).expect("what it prints is UTF-8");
    assert!(page.contains(&format!("```text\n{printed}```")), "not on the page: {printed}");
}
