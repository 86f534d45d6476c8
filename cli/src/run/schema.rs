//! `opcodec schema`.

use crate::answer::Answer;
use crate::json_schema::json_schema;

/// Prints the JSON Schema of the language. It is the same in both formats.
pub(crate) fn schema() -> Answer {
    let json = json_schema();
    Answer::done(format!("{json:#}\n"), json)
}
