//! No generated function can panic or allocate: all of them are linked in release mode into a library without
//! std whose panic handler and allocator do not exist.
#![cfg(all(target_os = "linux", target_env = "gnu"))]

use std::path::Path;

use opcodec_tests::release::Release;

/// What stands around the functions to be linked. A panic that can be reached is a call of a function that
/// nobody defines.
const FRAME: &str = r#"#![no_std]
unsafe extern "C" { safe fn a_panic_is_reachable() -> !; }
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! { a_panic_is_reachable() }
"#;

fn link(name: &'static str, functions: &str) -> Result<(), String> {
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let library = Release::new(scratch, name, "cdylib", &format!("{FRAME}{functions}"));
    library.build(&["-C", "link-arg=-Wl,--no-undefined", "-C", "link-arg=-Wl,--gc-sections"])
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
