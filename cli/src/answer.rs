//! What a subcommand has to say, in both formats, and how it is written.

use std::io::{self, Write};
use std::process::ExitCode;

use serde_json::{Map, Value, json};

use crate::args::Format;

/// How it went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// The job is done.
    Done,
    /// The schema, the message or the code was refused.
    Refused,
    /// The command line makes no sense.
    Usage,
}

/// What a subcommand has to say.
#[derive(Debug)]
pub(crate) struct Answer {
    /// How it went.
    pub(crate) status: Status,
    /// Standard output in text format.
    pub(crate) text: String,
    /// Standard error in text format.
    pub(crate) diagnostics: String,
    /// Standard output in JSON format.
    pub(crate) json: Value,
}

impl Answer {
    /// A job that is done.
    pub(crate) fn done(text: String, json: Value) -> Self {
        Self { status: Status::Done, text, diagnostics: String::new(), json }
    }

    /// Writes it and says the exit status.
    pub(crate) fn write(&self, format: Format) -> ExitCode {
        let written = match format {
            Format::Text => {
                let _ = write_all(io::stderr().lock(), &self.diagnostics);
                write_all(io::stdout().lock(), &self.text)
            }
            Format::Json => write_all(io::stdout().lock(), &format!("{:#}\n", self.json)),
        };
        if let Err(error) = written {
            let _ = writeln!(io::stderr(), "error: cannot write the result: {error}");
            return ExitCode::from(1);
        }
        ExitCode::from(match self.status {
            Status::Done => 0,
            Status::Refused => 1,
            Status::Usage => 2,
        })
    }
}

fn write_all(mut to: impl Write, text: &str) -> io::Result<()> {
    to.write_all(text.as_bytes())?;
    to.flush()
}

/// Why there is no result.
#[derive(Debug)]
pub(crate) struct Refusal(Box<Said>);

#[derive(Debug)]
struct Said {
    status: Status,
    kind: &'static str,
    message: String,
    field: Option<String>,
    offset: Option<u64>,
    help: Option<String>,
    more: Map<String, Value>,
    rendered: Option<String>,
}

impl Refusal {
    /// The schema, message or code is refused. `kind` is one of the language's kinds of error, or
    /// `schema`, `file`, `fields`, `lookup`, `stale`.
    pub(crate) fn refused(kind: &'static str, message: impl Into<String>) -> Self {
        Self::new(Status::Refused, kind, message.into())
    }

    /// The command line makes no sense.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(Status::Usage, "usage", message.into())
    }

    fn new(status: Status, kind: &'static str, message: String) -> Self {
        let (field, offset, help, rendered) = (None, None, None, None);
        Self(Box::new(Said { status, kind, message, field, offset, help, more: Map::new(), rendered }))
    }

    /// Names the field.
    pub(crate) fn field(mut self, field: &str) -> Self {
        self.0.field = (!field.is_empty()).then(|| field.to_owned());
        self
    }

    /// Names the byte of the message.
    pub(crate) fn at(mut self, offset: u64) -> Self {
        self.0.offset = Some(offset);
        self
    }

    /// Says what to do.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.0.help = Some(help.into());
        self
    }

    /// Says more in JSON.
    pub(crate) fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.0.more.insert(key.to_owned(), value.into());
        self
    }

    /// Replaces the text on standard error by diagnostics that stand by themselves.
    pub(crate) fn rendered(mut self, text: String) -> Self {
        self.0.rendered = Some(text);
        self
    }
}

impl From<Refusal> for Answer {
    fn from(Refusal(said): Refusal) -> Self {
        let mut diagnostics = said.rendered.unwrap_or_else(|| format!("error: {}\n", said.message));
        if let Some(help) = &said.help {
            diagnostics.extend(["help: ", help, "\n"]);
        }
        let mut error = json!({
            "kind": said.kind,
            "field": said.field,
            "offset": said.offset,
            "message": said.message,
        });
        if let Value::Object(error) = &mut error {
            if let Some(help) = said.help {
                error.insert("help".to_owned(), help.into());
            }
            error.extend(said.more);
        }
        Self { status: said.status, text: String::new(), diagnostics, json: json!({ "error": error }) }
    }
}
