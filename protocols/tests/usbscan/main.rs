//! Register access, sentence by sentence.
#![cfg(feature = "std")]

mod device;
mod probe;
mod rules;
/// The page's sample, as a program.
#[path = "../../examples/write_registers.rs"]
mod sample;
mod wire;

#[test]
fn the_sample_of_the_page_runs() {
    assert_eq!(sample::main(), Ok(()));
}
