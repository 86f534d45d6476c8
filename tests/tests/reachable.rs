//! No generated function can panic or allocate: all of them are linked in release mode into a library without
//! std whose panic handler calls what does not exist, and which has no allocator.
#![cfg(all(target_os = "linux", target_env = "gnu"))]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use opcodec_tests::functions::Functions;
use opcodec_tests::release::Release;

/// What stands around the functions to be linked. A panic that can be reached is a call of a function that
/// nobody defines.
const FRAME: &str = r#"#![no_std]
unsafe extern "C" { safe fn a_panic_is_reachable() -> !; }
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! { a_panic_is_reachable() }
// What divides 128 bits was compiled to unwind, and names it.
#[unsafe(no_mangle)] extern "C" fn rust_eh_personality() {}
"#;

/// Where the build script put the generated files.
const GENERATED: &str = opcodec_tests::GENERATED;

fn link(name: &'static str, functions: &str) -> Result<(), String> {
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let library = Release::new(scratch, name, "cdylib", &format!("{FRAME}{functions}"));
    library.build(&["-C", "link-arg=-Wl,--no-undefined", "-C", "link-arg=-lc"])
}

#[test]
fn what_cannot_panic_links() {
    let function =
        "#[unsafe(no_mangle)] pub fn first(bytes: &[u8]) -> Option<u8> { bytes.first().copied() }\n";
    link("cannot_panic", function).expect("it links");
}

#[test]
fn a_panic_is_found() {
    let function = "#[unsafe(no_mangle)] pub fn first(bytes: &[u8]) -> u8 { bytes[0] }\n";
    let refusal = link("can_panic", function).expect_err("it can panic");
    assert!(refusal.contains("a_panic_is_reachable"), "{refusal}");
}

#[test]
fn an_allocation_is_found() {
    let function = "extern crate alloc;
#[unsafe(no_mangle)] pub fn boxed(byte: u8) -> alloc::boxed::Box<u8> { alloc::boxed::Box::new(byte) }\n";
    let refusal = link("can_allocate", function).expect_err("it allocates");
    assert!(refusal.contains("no global memory allocator"), "{refusal}");
}

/// A module with a generated file, and a function that holds on to each of `paths`.
fn module(name: &str, source: &str, paths: &[String]) -> String {
    let mut text = format!("#[allow(dead_code)]\npub mod {name} {{\n{source}\n{SUM}");
    let _ = writeln!(text, "#[unsafe(no_mangle)] pub fn reach_{name}() {{");
    for path in paths {
        let _ = writeln!(text, "::core::hint::black_box({path} as *const ());");
    }
    text.push_str("}\n}\n");
    text
}

/// A hasher, for derived `Hash`.
const SUM: &str = r"
pub struct Sum(u64);
impl ::core::hash::Hasher for Sum {
    fn finish(&self) -> u64 { self.0 }
    fn write(&mut self, bytes: &[u8]) { for byte in bytes { self.0 = self.0.rotate_left(5) ^ u64::from(*byte); } }
}
";

/// Links the first functions, and fewer and fewer of them, until the one is found that can panic.
fn culprit<'p>(name: &str, source: &str, paths: &'p [String]) -> &'p str {
    let (mut good, mut bad) = (0, paths.len());
    while bad - good > 1 {
        let middle = usize::midpoint(good, bad);
        match link("culprit", &module(name, source, &paths[..middle])) {
            Ok(()) => good = middle,
            Err(_) => bad = middle,
        }
    }
    &paths[good]
}

#[test]
fn no_generated_function_panics_or_allocates() {
    let file = |name: &str| fs::read_to_string(Path::new(GENERATED).join(name)).expect("it was generated");
    let (mmc, imapi) = (file("mmc.rs"), file("imapi.rs"));
    let imapi = imapi.replace("crate::generated::mmc", "crate::mmc");
    let sources = [
        ("mmc", mmc.clone(), 400),
        ("imapi", imapi, 10),
        ("counted", file("nasty_counted.rs"), 100),
        ("wide", file("nasty_wide.rs"), 100),
        ("operations", file("nasty_operations.rs"), 200),
        ("control_pipe", file("nasty_control_pipe.rs"), 100),
        ("controls", file("nasty_controls.rs"), 50),
        ("flags", file("nasty_flags.rs"), 250),
        ("frames", file("nasty_frames.rs"), 150),
        ("checksums", file("nasty_checksums.rs"), 100),
        ("reserved", file("nasty_reserved.rs"), 100),
        ("context", file("nasty_context.rs"), 100),
        ("cdb_sizes", file("nasty_cdb_sizes.rs"), 50),
        ("tags", file("nasty_tags.rs"), 100),
        ("align", file("nasty_align.rs"), 100),
        ("levels", file("nasty_levels.rs"), 80),
        ("apart", file("nasty_apart.rs"), 100),
        ("registers", file("maps_registers.rs"), 60),
        ("forms", file("maps_forms.rs"), 60),
        ("mtp", file("mtp.rs"), 300),
        ("ptp_usb", file("ptp_usb.rs"), 30),
        ("ptp_class", file("ptp_class.rs"), 30),
        ("usb", file("nasty_usb.rs"), 80),
        ("scanner", file("nasty_scanner.rs"), 200),
        ("urb", file("maps_urb.rs"), 100),
        ("usbscan", file("maps_usbscan.rs"), 300),
        ("wmdm", file("nasty_wmdm.rs"), 100),
    ];
    for (name, source, least) in &sources {
        let functions = Functions::of(source);
        assert!(functions.generic.is_empty(), "not linked: {:?}", functions.generic);
        assert!(functions.paths.len() >= *least, "only {} functions of {name}", functions.paths.len());
        eprintln!("{name}: {} functions", functions.paths.len());
        let around = if *name == "imapi" { module("mmc", &mmc, &[]) } else { String::new() };
        if let Err(refusal) = link("generated", &(around.clone() + &module(name, source, &functions.paths))) {
            assert!(refusal.contains("a_panic_is_reachable"), "{refusal}");
            panic!("{} can panic", culprit(name, source, &functions.paths));
        }
    }
}

#[test]
fn a_panic_in_a_generated_function_is_found() {
    let mmc = fs::read_to_string(Path::new(GENERATED).join("mmc.rs")).expect("it was generated");
    let functions = Functions::of(&mmc);
    let with = "impl Read10 { pub fn third(bytes: &[u8]) -> u8 { bytes[2] } }";
    let paths = [functions.paths, vec!["<Read10>::third".into()]].concat();
    let refusal =
        link("sabotaged", &module("mmc", &format!("{mmc}\n{with}"), &paths)).expect_err("it can panic");
    assert!(refusal.contains("a_panic_is_reachable"), "{refusal}");
}
