//! `opcodec explain`.

use std::fmt::Write as _;

use opcodec_schema::diag::{Code, reference};
use serde_json::{Value, json};

use crate::answer::{Answer, Refusal};
use crate::args::Explain;

/// What a code means; without one, all of them in a line each.
pub(crate) fn explain(args: &Explain) -> Result<Answer, Refusal> {
    if args.markdown {
        return Ok(Answer::done(reference(), Code::ALL.iter().map(|code| said(*code)).collect()));
    }
    let Some(written) = &args.code else { return Ok(all()) };
    match Code::read(written) {
        Some(code) => Ok(Answer::done(code.page(), said(code))),
        None => {
            let refusal = Refusal::refused("code", format!("there is no code `{}`", written.escape_debug()));
            Err(match Code::near(written, Code::ALL.iter().copied()) {
                Some(near) => refusal.help(format!("did you mean {near} ({})?", near.title())),
                None => refusal.help("`opcodec explain` lists all codes"),
            })
        }
    }
}

fn all() -> Answer {
    let mut text = String::new();
    for code in Code::ALL {
        let kind = if code.is_warning() { " (warning)" } else { "" };
        let _ = writeln!(text, "{code}  {}{kind}", code.title());
    }
    Answer::done(text, Code::ALL.iter().map(|code| said(*code)).collect())
}

fn said(code: Code) -> Value {
    json!({
        "code": code.to_string(),
        "severity": if code.is_warning() { "warning" } else { "error" },
        "title": code.title(),
        "explanation": code.explanation(),
    })
}
