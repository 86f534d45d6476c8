//! `opcodec build`.

use std::path::Path;

use opcodec_schema::ir::Schema;
use opcodec_schema::name::nearest;
use serde_json::json;

use crate::answer::{Answer, Refusal};
use crate::args::Build;
use crate::schema;

/// Writes the Rust of a schema, or compares it with what is there.
pub(crate) fn build(args: &Build) -> Result<Answer, Refusal> {
    let opened = schema::open(&args.file)?;
    imported(&opened.schema, &args.externs)?;
    let options = opcodec_codegen::Options {
        runtime_path: args.runtime_path.clone(),
        externs: args.externs.clone(),
        vectors: args.tests,
    };
    let name = args.file.file_name().unwrap_or_default().to_string_lossy();
    let rust = opcodec_codegen::render_file(&opened.schema, &options, &name);
    if args.check { compare(&args.output, &rust) } else { write(&args.output, &rust) }
}

/// Every extern is a protocol that the file imports.
fn imported(schema: &Schema, externs: &[(String, String)]) -> Result<(), Refusal> {
    let known = || schema.modules.iter().skip(1).map(|module| module.name.as_str());
    let Some((unknown, _)) = externs.iter().find(|(name, _)| known().all(|known| known != name.as_str()))
    else {
        return Ok(());
    };
    let refusal =
        Refusal::usage(format!("`--extern {unknown}=…`: the schema imports no protocol `{unknown}`"));
    Err(match nearest(unknown, known()) {
        Some(near) => refusal.help(format!("did you mean `{near}`?")),
        None => refusal.help(format!("it imports {}", known().collect::<Vec<_>>().join(", "))),
    })
}

fn write(output: &Path, rust: &str) -> Result<Answer, Refusal> {
    let same = std::fs::read_to_string(output).is_ok_and(|there| there == rust);
    if !same {
        std::fs::write(output, rust).map_err(|error| {
            Refusal::refused("file", format!("cannot write {}: {error}", output.display()))
        })?;
    }
    let said = if same { "is up to date" } else { "written" };
    let json = json!({ "output": output.to_string_lossy(), "changed": !same });
    Ok(Answer::done(format!("{}: {said}\n", output.display()), json))
}

fn compare(output: &Path, rust: &str) -> Result<Answer, Refusal> {
    let there = std::fs::read_to_string(output)
        .map_err(|error| Refusal::refused("file", format!("cannot read {}: {error}", output.display())))?;
    if there == rust {
        let json = json!({ "output": output.to_string_lossy(), "changed": false });
        return Ok(Answer::done(format!("{}: is up to date\n", output.display()), json));
    }
    let same = there.lines().zip(rust.lines()).take_while(|(there, new)| there == new).count();
    let message = format!("{} is not what would be written: line {} differs", output.display(), same + 1);
    Err(Refusal::refused("stale", message)
        .with("line", same + 1)
        .help("run `opcodec build` without `--check`"))
}
