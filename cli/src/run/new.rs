//! `opcodec new`.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write as _};
use std::path::Path;

use clap::ValueEnum as _;
use opcodec_schema::name::{Name, is_module};
use serde_json::json;

use crate::answer::{Answer, Refusal};
use crate::args::{New, Starter};

/// What a schema for a carrier starts from; `NAME` stands for its name.
const fn text(carrier: Starter) -> &'static str {
    match carrier {
        Starter::Scsi => include_str!("../starters/scsi.toml"),
        Starter::Usb => include_str!("../starters/usb.toml"),
        Starter::Ptp => include_str!("../starters/ptp.toml"),
        Starter::Ioctl => include_str!("../starters/ioctl.toml"),
        Starter::Frame => include_str!("../starters/frame.toml"),
    }
}

/// Writes a schema to start from into a new file.
pub(crate) fn new(args: &New) -> Result<Answer, Refusal> {
    if !is_module(&args.name) {
        return Err(no_name(args));
    }
    let file = format!("{}.toml", args.name);
    write(Path::new(&file), &text(args.carrier).replace("NAME", &args.name))?;
    let next = format!("{file}: written; `opcodec check {file}` says whether it is right\n");
    Ok(Answer::done(next, json!({ "output": file })))
}

/// Writes a file that is not there yet.
fn write(file: &Path, text: &str) -> Result<(), Refusal> {
    let new = OpenOptions::new().write(true).create_new(true).open(file);
    new.and_then(|mut new| new.write_all(text.as_bytes())).map_err(|error| {
        let file = file.display();
        match error.kind() {
            ErrorKind::AlreadyExists => {
                Refusal::refused("file", format!("{file} is there already")).help("choose another name")
            }
            _ => Refusal::refused("file", format!("cannot write {file}: {error}")),
        }
    })
}

fn no_name(args: &New) -> Refusal {
    let refusal = Refusal::usage(format!("`{}` cannot be a protocol's name", args.name.escape_debug()));
    let name = Name::new(args.name.strip_suffix(".toml").unwrap_or(&args.name)).snake();
    let carrier = args.carrier.to_possible_value();
    match carrier.filter(|_| is_module(&name)) {
        Some(carrier) => refusal.help(format!("`opcodec new {} {name}`", carrier.get_name())),
        None => refusal.help("a small letter, then small letters, digits and `_`"),
    }
}
