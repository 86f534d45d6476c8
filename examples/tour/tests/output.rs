//! The example prints what `expected.txt` says. `BLESS=1` writes it anew.

use std::path::Path;
use std::process::Command;

#[test]
fn the_example_prints_its_golden() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("expected.txt");
    let run = Command::new(env!("CARGO_BIN_EXE_tour")).output().expect("cargo built the example");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let printed = String::from_utf8(run.stdout).expect("what it prints is UTF-8");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&golden, &printed).expect("the golden can be written");
    }
    assert_eq!(printed, std::fs::read_to_string(&golden).expect("the golden is there"));
}
