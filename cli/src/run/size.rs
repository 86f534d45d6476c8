//! `opcodec size`.

use opcodec_schema::interp::{SizeRefusal, SizeVerdict};
use opcodec_schema::ir::Size as Asked;
use serde_json::{Value, json};

use super::image;
use crate::answer::{Answer, Refusal};
use crate::args::Size;
use crate::columns::Columns;
use crate::{find, hex, schema};

/// The verdict of the opcode-size table on a raw request.
pub(crate) fn size(args: &Size) -> Result<Answer, Refusal> {
    if let Some(target) = args.target {
        let [name] = args.hex.as_slice() else {
            return Err(Refusal::usage("`--target` asks for the size of one structure: name it"));
        };
        let schema = schema::open(&args.file)?.schema;
        let of = find::layout(&schema, name)?;
        return image::size(&schema, of, target.into());
    }
    let request = hex::bytes(&args.hex).map_err(|no_hex| match args.hex.as_slice() {
        [name] if name.contains(|c: char| c.is_ascii_alphabetic() && !c.is_ascii_hexdigit() && c != 'x') => {
            no_hex.help("the size of a structure depends on the target: `--target 32` or `--target 64`")
        }
        _ => no_hex,
    })?;
    let schema = schema::open(&args.file)?.schema;
    let Some(table) = &schema.opcode_size else {
        return Err(Refusal::refused("lookup", format!("{} has no opcode-size table", args.file.display()))
            .help("`[opcode_size]` in it or in a file that it imports"));
    };
    match table.verdict(&request) {
        Ok(verdict) => Ok(accepted(&verdict, request.len())),
        Err(refusal) => Err(refused(&refusal)),
    }
}

fn asked(size: &Asked) -> Value {
    match size {
        Asked::Any => "any".into(),
        Asked::Exact(size) => (*size).into(),
        Asked::Computed { written, .. } => written.as_str().into(),
    }
}

fn accepted(verdict: &SizeVerdict<'_>, got: usize) -> Answer {
    let json = json!({
        "opcode": verdict.opcode,
        "size": got,
        "asked": asked(verdict.size),
        "group": verdict.group,
        "rule": verdict.rule,
        "note": verdict.note,
    });
    let size = match verdict.size {
        Asked::Any => format!("{got} bytes (any would do)"),
        Asked::Exact(_) => format!("{got} bytes"),
        Asked::Computed { written, .. } => format!("{got} bytes ({written})"),
    };
    let mut lines = Columns::default();
    let mut line = |key: &str, value: String| lines.line([key.to_owned(), value]);
    line("opcode", format!("0x{:02X}", verdict.opcode));
    line("size", size);
    if let Some(group) = verdict.group {
        line("group", group.to_string());
    }
    line("rule", verdict.rule.to_owned());
    if let Some(note) = verdict.note {
        line("note", note.to_owned());
    }
    Answer::done(lines.render(), json)
}

fn refused(refusal: &SizeRefusal<'_>) -> Refusal {
    let said = Refusal::refused("size", refusal.to_string());
    match refusal {
        SizeRefusal::Empty { range: (low, high) } => {
            said.at(0).with("expected", json!([low, high])).with("got", 0)
        }
        SizeRefusal::Size { asked: verdict, expected: (low, high), got } => {
            let expected = if low == high { json!(low) } else { json!([low, high]) };
            said.at((*got).min(usize::from(*high)) as u64)
                .with("opcode", verdict.opcode)
                .with("group", verdict.group)
                .with("rule", verdict.rule)
                .with("note", verdict.note)
                .with("expected", expected)
                .with("got", *got)
        }
    }
}
