//! The `opcodec` command: checks, builds and applies device-command schemas.
#![forbid(unsafe_code)]

mod answer;
mod args;
mod assignment;
mod columns;
mod find;
mod fmt;
mod hex;
mod json_schema;
mod layout;
mod lsp;
mod message;
mod run;
mod schema;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser as _;
use serde_json::json;

use crate::answer::{Answer, Refusal, Status};
use crate::args::{Cli, Format, Job};

fn main() -> ExitCode {
    let args: Vec<OsString> = std::env::args_os().collect();
    match Cli::try_parse_from(&args) {
        Ok(Cli { job: Job::Lsp { .. }, .. }) => lsp::serve(),
        Ok(cli) => run(cli.job).unwrap_or_else(Answer::from).write(cli.format),
        Err(error) => refused_line(&error).write(format_asked(&args)),
    }
}

fn run(job: Job) -> Result<Answer, Refusal> {
    match job {
        Job::Check(args) if args.fix => run::fix::fix(&args.files),
        Job::Check(args) => Ok(run::check::check(&args.files)),
        Job::Explain(args) => run::explain::explain(&args),
        Job::Build(build) => run::build::build(&build),
        Job::Decode(decode) => run::decode::decode(&decode),
        Job::Encode(encode) => run::encode::encode(&encode),
        Job::Map(map) => run::map::map(&map),
        Job::Size(size) => run::size::size(&size),
        Job::Lookup(lookup) => run::lookup::lookup(&lookup),
        Job::Test(files) => Ok(run::test::test(&files)),
        Job::Lsp { .. } => Err(Refusal::usage("the server answers by itself")),
        Job::Schema => Ok(run::schema::schema()),
        Job::Layout(args) => run::layout::layout(&args),
        Job::New(args) => run::new::new(&args),
        Job::Fmt(args) => Ok(run::fmt::fmt(&args)),
    }
}

/// What there is to say of a command line that clap does not take: help and version among it.
fn refused_line(error: &clap::Error) -> Answer {
    let text = error.render().to_string();
    if error.use_stderr() {
        // What is missing or wrong stands on lines of its own, up to the empty one.
        let lines = text.lines().map(str::trim).take_while(|line| !line.is_empty());
        let message = lines.collect::<Vec<_>>().join(" ");
        let message = message.strip_prefix("error: ").unwrap_or(&message);
        Refusal::usage(message).rendered(text.clone()).into()
    } else {
        Answer { status: Status::Done, json: json!({ "text": text }), text, diagnostics: String::new() }
    }
}

/// The format that a refused command line asks for.
fn format_asked(args: &[OsString]) -> Format {
    let json = args.iter().any(|arg| arg == "--format=json")
        || args.windows(2).any(|pair| pair[0] == "--format" && pair[1] == "json");
    if json { Format::Json } else { Format::Text }
}
