//! Times the stages from a schema of 1,000 commands to its Rust in whatever profile this is built with: without
//! `--release` it is what a build script pays. `--text` prints the schema instead, `--check` stops after the check.

use std::time::Instant;

use opcodec_benches::{COMMANDS, compile_text, schema_text};
use opcodec_codegen::{Options, emit_items, render_file};

fn main() {
    let text = schema_text(COMMANDS);
    let asked = |option: &str| std::env::args().any(|arg| arg == option);
    if asked("--text") {
        print!("{text}");
        return;
    }
    let began = Instant::now();
    let compiled = compile_text(&text);
    let checked = began.elapsed();
    let diagnostics = compiled.render(false);
    let Some(schema) = compiled.schema else {
        eprintln!("{diagnostics}");
        std::process::exit(1);
    };
    println!("schema  {:>8} lines  checked in {checked:.1?}", text.lines().count());
    if asked("--check") {
        return;
    }
    let began = Instant::now();
    let items = emit_items(&schema, &Options::default());
    let emitted = began.elapsed();
    let began = Instant::now();
    let rust = render_file(&schema, &Options::default(), "thousand.toml");
    let rendered = began.elapsed();
    println!("tokens  {:>8} items  emitted in {emitted:.1?}", items.len());
    println!("Rust    {:>8} lines  emitted and rendered in {rendered:.1?}", rust.lines().count());
}
