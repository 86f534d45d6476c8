//! What may stand on the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Compiles, checks and applies device-command schemas.
#[derive(Debug, Parser)]
#[command(name = "opcodec", version, subcommand_required = true, arg_required_else_help = false)]
#[command(after_help = "Exit status: 0 done, 1 refused, 2 wrong usage.")]
pub(crate) struct Cli {
    /// How results and errors are written.
    #[arg(long, value_enum, default_value_t = Format::Text, global = true)]
    pub(crate) format: Format,
    /// What to do.
    #[command(subcommand)]
    pub(crate) job: Job,
}

/// How results and errors are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people: results on standard output, diagnostics on standard error.
    Text,
    /// One JSON value on standard output, also for errors.
    Json,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub(crate) enum Job {
    /// Checks schema files and runs their test vectors.
    Check(Check),
    /// Says what a diagnostic's code means, with an example and its mend; without a code lists all of them.
    Explain(Explain),
    /// Writes the Rust that a schema becomes.
    Build(Build),
    /// Decodes a message.
    Decode(Decode),
    /// Encodes a message from its fields.
    Encode(Encode),
    /// Maps one structure into another.
    Map(Map),
    /// Says what the opcode-size table says of a raw request.
    Size(Size),
    /// Looks up an error code, a command or an event by its name or number.
    Lookup(Lookup),
    /// Draws a message as the standards do: bytes down, bits across.
    Layout(Layout),
    /// Runs the test vectors of schema files.
    Test(Files),
    /// Writes a schema to start from: commented, checked and tested.
    New(New),
    /// Aligns the columns of schema files; comments stay at their place.
    Fmt(Fmt),
    /// Serves editors: a language server over standard input and output.
    Lsp {
        /// What some editors say; there is no other way.
        #[arg(long, hide = true)]
        stdio: bool,
    },
    /// Prints the JSON Schema of the language, for editors.
    ///
    /// Kept beside a schema as `opcodec.schema.json`, the line `#:schema ./opcodec.schema.json` at the top of the schema
    /// makes Taplo, the TOML extension of VS Code and Tombi complete its keys and mark what is wrong.
    Schema,
}

/// Schema files.
#[derive(Args, Debug)]
pub(crate) struct Files {
    /// Schema files.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
}

/// `check`.
#[derive(Args, Debug)]
pub(crate) struct Check {
    /// Schema files.
    #[command(flatten)]
    pub(crate) files: Files,
    /// Apply the mends that are certain, in these files and in those that they import from their folder or below it, and
    /// check again until there is none left.
    #[arg(long)]
    pub(crate) fix: bool,
}

/// `explain`.
#[derive(Args, Debug)]
pub(crate) struct Explain {
    /// The code: `OP0050`, `op50` or `50`.
    pub(crate) code: Option<String>,
    /// Print all of them as one page of Markdown: what `docs/diagnostics.md` is.
    #[arg(long, conflicts_with = "code")]
    pub(crate) markdown: bool,
}

/// `new`.
#[derive(Args, Debug)]
pub(crate) struct New {
    /// What carries the commands.
    #[arg(value_enum)]
    pub(crate) carrier: Starter,
    /// The protocol's name: a small letter, then small letters, digits and `_`. The file is `NAME.toml`, which must not be
    /// there yet.
    pub(crate) name: String,
}

/// What a schema to start from is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Starter {
    /// Command descriptor blocks.
    Scsi,
    /// Control requests of a USB device.
    #[value(alias = "usb-control")]
    Usb,
    /// Operations and events of PTP and MTP.
    Ptp,
    /// I/O control codes of a driver.
    Ioctl,
    /// Frames of a serial protocol, with checksums.
    Frame,
}

/// `fmt`.
#[derive(Args, Debug)]
pub(crate) struct Fmt {
    /// Schema files; `-` goes from standard input to standard output.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Write nothing; show the lines that would change, and exit 1 if there are some.
    #[arg(long)]
    pub(crate) check: bool,
}

/// `build`.
#[derive(Args, Debug)]
pub(crate) struct Build {
    /// The schema file.
    pub(crate) file: PathBuf,
    /// The Rust file to write.
    #[arg(short, long, value_name = "OUT.rs")]
    pub(crate) output: PathBuf,
    /// Write nothing; exit 1 if the file is not what would be written.
    #[arg(long)]
    pub(crate) check: bool,
    /// An imported protocol whose Rust stands elsewhere already, and where.
    #[arg(long = "extern", value_name = "NAME=PATH", value_parser = extern_path)]
    pub(crate) externs: Vec<(String, String)>,
    /// The path by which the Rust names the runtime (for code inside the runtime itself: `crate`).
    #[arg(long, value_name = "PATH", default_value = "::opcodec", value_parser = rust_path)]
    pub(crate) runtime_path: String,
    /// Make the test vectors `#[test]` functions.
    #[arg(long)]
    pub(crate) tests: bool,
}

/// `decode`.
#[derive(Args, Debug)]
pub(crate) struct Decode {
    /// The schema file.
    pub(crate) file: PathBuf,
    /// What the bytes are: `command.READ_10`, `struct.X`, `union.X`, `event.X`, `answer.X`, a bare name that is the
    /// only one of its kind, or `request` or `event` for whichever they are.
    pub(crate) name: String,
    /// The bytes: hex with or without spaces, commas and `0x`; `-` reads them from standard input.
    #[arg(required_unless_present_any = ["args", "context"], value_name = "HEX")]
    pub(crate) hex: Vec<String>,
    /// What a type with args is called with, in TOML syntax.
    #[arg(long, value_name = "NAME=VALUE", num_args = 1..)]
    pub(crate) args: Vec<String>,
    /// Of `request`: what is known beside the bytes, in TOML syntax, where the protocol has a `context`.
    #[arg(long, value_name = "NAME=VALUE", num_args = 1..)]
    pub(crate) context: Vec<String>,
    /// How wide pointers are, for a C structure that holds some.
    #[arg(long, value_enum)]
    pub(crate) target: Option<Target>,
    /// What a pointer of a C structure points to, in hex.
    #[arg(long, value_name = "POINTER=HEX")]
    pub(crate) memory: Vec<String>,
}

/// How wide pointers are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Target {
    /// 4 bytes.
    #[value(name = "32")]
    Bits32,
    /// 8 bytes.
    #[value(name = "64")]
    Bits64,
}

impl Decode {
    /// The bytes, the args and the context as they were meant: `--args` and `--context` take every word behind them, and
    /// a word without `=` is hex.
    pub(crate) fn words(&self) -> (Vec<String>, Vec<String>, Vec<String>) {
        let said = |words: &[String]| words.iter().cloned().partition::<Vec<_>, _>(|word| word.contains('='));
        let ((args, behind), (context, behind_it)) = (said(&self.args), said(&self.context));
        (self.hex.iter().cloned().chain(behind).chain(behind_it).collect(), args, context)
    }
}

/// `encode`.
#[derive(Args, Debug)]
pub(crate) struct Encode {
    /// The schema file.
    pub(crate) file: PathBuf,
    /// What to encode: `command.READ_10`, `struct.X`, `union.X`, `event.X`, `answer.X`, or a bare name that is the
    /// only one of its kind.
    pub(crate) name: String,
    /// The fields in TOML syntax; one that is not named has its default.
    #[arg(value_name = "FIELD=VALUE")]
    pub(crate) fields: Vec<String>,
    /// What a type with args is called with, in TOML syntax.
    #[arg(long, value_name = "NAME=VALUE", num_args = 1..)]
    pub(crate) args: Vec<String>,
    /// Bytes of the data phase, for a command whose fields look at it.
    #[arg(long, value_name = "N")]
    pub(crate) data_len: Option<u64>,
    /// How wide pointers are, for a C structure that holds some.
    #[arg(long, value_enum)]
    pub(crate) target: Option<Target>,
    /// Where stands what a pointer of a C structure points to.
    #[arg(long, value_name = "POINTER=NUMBER")]
    pub(crate) address: Vec<String>,
}

/// `map`.
#[derive(Args, Debug)]
pub(crate) struct Map {
    /// The schema file.
    pub(crate) file: PathBuf,
    /// Which map: `map.X` or `X`; or `command.X` for the maps that an `ioctl` command goes through.
    pub(crate) name: String,
    /// The fields of the source in TOML syntax, a pointer as the hex of what it points to; one that is not
    /// named has its default.
    #[arg(value_name = "FIELD=VALUE")]
    pub(crate) fields: Vec<String>,
    /// What a map with args is called with, in TOML syntax; of a command `output`, the caller's output buffer
    /// in hex.
    #[arg(long, value_name = "NAME=VALUE", num_args = 1..)]
    pub(crate) args: Vec<String>,
}

/// `size`.
#[derive(Args, Debug)]
pub(crate) struct Size {
    /// The schema file.
    pub(crate) file: PathBuf,
    /// The request's bytes, as for `decode`; with `--target` the name of a structure.
    #[arg(value_name = "HEX")]
    pub(crate) hex: Vec<String>,
    /// Say instead how many bytes a structure has where pointers are so wide.
    #[arg(long, value_enum)]
    pub(crate) target: Option<Target>,
}

/// `layout`.
#[derive(Args, Debug)]
pub(crate) struct Layout {
    /// The schema file.
    pub(crate) file: PathBuf,
    /// What to draw: `command.READ_10`, `struct.X`, `union.X` with its children, `event.X`, `answer.X`, or a bare name
    /// that is the only one of its kind.
    pub(crate) name: String,
}

/// `lookup`.
#[derive(Args, Debug)]
pub(crate) struct Lookup {
    /// The schema file.
    pub(crate) file: PathBuf,
    /// A name, or a number in hex with `0x` or in decimal (a negative one is 32 bits in two's complement).
    /// `Table.` in front asks one error table only, `Opcode.` the commands, `Event.` the events.
    #[arg(value_name = "CODE-OR-NAME", allow_negative_numbers = true)]
    pub(crate) code: String,
}

/// An imported protocol and where its Rust stands.
fn extern_path(written: &str) -> Result<(String, String), String> {
    let (name, path) = written
        .split_once('=')
        .ok_or("it has no `=`: a protocol and where its Rust is, like `sense=::opcodec::scsi::sense`")?;
    Ok((name.to_owned(), rust_path(path)?))
}

fn rust_path(written: &str) -> Result<String, String> {
    if opcodec_codegen::is_module_path(written) {
        Ok(written.to_owned())
    } else {
        Err(format!("`{written}` is no path of Rust, like `::opcodec` or `crate::sense`"))
    }
}

#[cfg(test)]
mod tests {
    use super::{extern_path, rust_path};

    #[test]
    fn paths_are_those_of_rust() {
        for path in ["crate", "::opcodec", "::opcodec::scsi::sense", "a::b_1"] {
            assert_eq!(rust_path(path).as_deref(), Ok(path));
        }
        for path in ["", "::", "a::", "1a", "a b", "a;", "a:b", "::::a", "fn"] {
            assert!(rust_path(path).is_err(), "{path}");
        }
        assert_eq!(extern_path("a=crate::a"), Ok(("a".into(), "crate::a".into())));
        assert!(extern_path("a").is_err());
    }
}
