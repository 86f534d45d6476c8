//! The machine code of six generated functions, so that a change in it is seen. `BLESS=1` writes the
//! goldens anew; they hold for one compiler version, and another one passes.
#![cfg(all(target_os = "linux", target_env = "gnu", target_arch = "x86_64"))]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use opcodec_tests::GENERATED;
use opcodec_tests::release::Release;

/// A name, and the function under it.
const FUNCTIONS: [(&str, &str); 6] = [
    ("read_10_encode", "pub fn read_10_encode(read: &mmc::Read10) -> [u8; 10] { read.to_bytes() }"),
    (
        "read_10_decode",
        "pub fn read_10_decode(cdb: &[u8]) -> Result<mmc::Read10, opcodec::DecodeError> { mmc::Read10::from_bytes(cdb) }",
    ),
    (
        "sense_decode",
        "pub fn sense_decode(bytes: &[u8]) -> Result<mmc::SenseData<'_>, opcodec::DecodeError> { mmc::SenseData::from_bytes(bytes) }",
    ),
    (
        "size_check",
        "pub fn size_check(cdb: &[u8]) -> Result<opcodec::SizeVerdict, opcodec::SizeError> { mmc::cdb_size(cdb) }",
    ),
    (
        "get_configuration_decode",
        "pub fn get_configuration_decode(bytes: &[u8]) -> Result<mmc::GetConfigurationData<'_>, opcodec::DecodeError> { mmc::GetConfigurationData::from_bytes(bytes) }",
    ),
    (
        "write_registers_setup",
        "pub fn write_registers_setup(io: &registers::IoBlock<'_>) -> Result<[u8; 8], opcodec::EncodeError> { registers::maps::ioctl_write_registers(io).and_then(|urb| registers::maps::urb_to_setup(&urb)).map(|setup| setup.to_bytes()) }",
    ),
];

fn goldens() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("goldens")
}

fn compiler() -> String {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("--version").output().expect("there is a compiler");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// One function out of an assembly file: its instructions and labels, without what the assembler alone is
/// told, and without names that hold a hash.
fn function(assembly: &str, name: &str) -> String {
    let start = format!("\n{name}:\n");
    let at = assembly.find(&start).unwrap_or_else(|| panic!("no function {name}")) + start.len();
    let end = assembly[at..].find(".Lfunc_end").expect("a function ends");
    let (mut text, mut labels) = (String::new(), Vec::new());
    for line in assembly[at..at + end].lines() {
        let line = line.split('#').next().unwrap_or(line).trim_end();
        if line.is_empty() || line.trim_start().starts_with('.') && !line.ends_with(':') {
            continue;
        }
        let _ = writeln!(text, "{}", without_hashes(line, &mut labels).replace('\t', " "));
    }
    text
}

/// Local labels in the order in which they come, and symbols without their hashes.
fn without_hashes(line: &str, labels: &mut Vec<String>) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find(|c: char| c == '.' || c == '_' || c.is_alphanumeric()) {
        out.push_str(&rest[..at]);
        let symbol = &rest[at..];
        let end = symbol.find(|c: char| !(c == '.' || c == '_' || c == '$' || c.is_alphanumeric()));
        let (symbol, next) = symbol.split_at(end.unwrap_or(symbol.len()));
        if symbol.starts_with(".L") {
            let number = labels.iter().position(|known| known == symbol).unwrap_or_else(|| {
                labels.push(symbol.to_owned());
                labels.len() - 1
            });
            let _ = write!(out, ".L{number}");
        } else if symbol.starts_with("_ZN") || symbol.starts_with("_R") {
            out.push_str(&legible(symbol));
        } else {
            out.push_str(symbol);
        }
        rest = next;
    }
    out + rest
}

/// The last two names in a mangled symbol.
fn legible(symbol: &str) -> String {
    let mut names = Vec::new();
    let mut rest = symbol;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let digits = rest[at..].find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len() - at);
        let len: usize = rest[at..at + digits].parse().unwrap_or(0);
        let name = rest.get(at + digits..at + digits + len).unwrap_or("");
        let is_hash = len == 17 && name.starts_with('h');
        if len > 0 && !name.is_empty() && !is_hash {
            names.push(name.trim_start_matches('_'));
        }
        rest = rest.get(at + digits + name.len()..).unwrap_or("");
    }
    names.split_off(names.len().saturating_sub(2)).join("::")
}

fn instructions(text: &str) -> usize {
    text.lines().filter(|line| !line.ends_with(':')).count()
}

#[test]
fn six_functions_are_as_they_were() {
    let mut lib = "#![no_std]\n".to_owned();
    for (module, file) in [("mmc", "mmc.rs"), ("registers", "maps_registers.rs")] {
        let source = fs::read_to_string(Path::new(GENERATED).join(file)).expect("it was generated");
        let _ = writeln!(lib, "#[allow(dead_code)]\npub mod {module} {{\n{source}\n}}");
    }
    for (_, function) in FUNCTIONS {
        let _ = writeln!(lib, "#[unsafe(no_mangle)] {function}");
    }
    let library = Release::new(Path::new(env!("CARGO_TARGET_TMPDIR")), "six", "lib", &lib);
    library.build(&["--emit", "asm", "-C", "llvm-args=-x86-asm-syntax=intel"]).expect("it builds");
    let assembly = library.assembly();
    let mut counts = format!("{}\n", compiler());
    let bless = env::var_os("BLESS").is_some();
    let same_compiler = fs::read_to_string(goldens().join("counts.txt"))
        .is_ok_and(|golden| golden.lines().next() == counts.lines().next());
    let mut changed = Vec::new();
    for (name, _) in FUNCTIONS {
        let text = function(&assembly, name);
        let _ = writeln!(counts, "{name}: {} instructions", instructions(&text));
        let path = goldens().join(name).with_extension("s");
        if bless {
            fs::create_dir_all(goldens()).expect("a directory");
            fs::write(path, text).expect("room on the disk");
        } else if fs::read_to_string(path).unwrap_or_default() != text {
            changed.push(format!("{name}\n{text}"));
        }
    }
    if bless {
        fs::write(goldens().join("counts.txt"), &counts).expect("room on the disk");
    }
    eprint!("{counts}");
    assert!(changed.is_empty() || !same_compiler, "changed (BLESS=1 accepts):\n{}", changed.join("\n"));
}

#[test]
fn names_lose_their_hashes() {
    let mut labels = Vec::new();
    let line = "\tcall\t_ZN4core3fmt5write17h0123456789abcdefE@PLT";
    assert_eq!(without_hashes(line, &mut labels), "\tcall\tfmt::write@PLT");
    assert_eq!(without_hashes("\tje\t.LBB12_7", &mut labels), "\tje\t.L0");
    assert_eq!(without_hashes("\tlea\trdi, [rip + .Lanon.0123.4]", &mut labels), "\tlea\trdi, [rip + .L1]");
}
