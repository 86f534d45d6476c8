//! The whole way once: schemas become Rust in `build.rs`, and that Rust talks to an optical drive, a scanner and a media
//! player.
//!
//! All three are simulated; over other transports the same code talks to hardware.

mod drive;
mod player;
mod scanner;

/// Whatever goes wrong: a typed error that says what, where and why.
type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn main() -> Result<()> {
    drive::visit()?;
    println!();
    scanner::visit()?;
    println!();
    player::visit()
}
