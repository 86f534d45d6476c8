//! Maps of generated code, called with values of the interpreter.

use std::fmt::Write as _;

use opcodec_codegen::names::member_name;
use opcodec_schema::ir::{Command, DataType, MapParamType, Param, Schema, ViaArg};

use crate::glue::{argument, raw};
use crate::{glue, make};

/// The conversions of every layout, `map` and `via`.
pub(crate) fn emit(schema: &Schema) -> String {
    let mut text = String::new();
    glue::records(schema, &mut text);
    make::values(schema, &mut text);
    map(schema, &mut text);
    via(schema, &mut text);
    text
}

fn map(schema: &Schema, text: &mut String) {
    text.push_str(
        "/// Maps with the generated code.\n\
         pub(crate) fn map(of: MapId, r: &Record, args: &[Value]) -> Result<Record, EncodeError> {\n\
         let p: Vec<i128> = args.iter().map(|arg| if let Value::Int(int) = arg { *int } else { 0 }).collect();\n\
         let _ = &p;\nmatch of.0 {\n",
    );
    for (index, map) in schema.maps.iter().enumerate() {
        let args = map.params.iter().enumerate().map(|(index, param)| match param.ty {
            MapParamType::Pointer => format!(", pointer_of(&args[{index}])"),
            MapParamType::Scalar(ty) => {
                let param = Param { name: param.name.clone(), ty, default: None, docs: param.docs.clone() };
                format!(", {}", argument(schema, index, &param))
            }
        });
        let (from, name, args) = (map.from.index(), raw(&member_name(&map.name)), args.collect::<String>());
        let _ = writeln!(
            text,
            "{index} => mmc::maps::{name}(&m{from}(r){args}).map(|v| s{}(&v)),",
            map.to.index()
        );
    }
    text.push_str("_ => unreachable!(\"no map\"),\n}\n}\n\n");
}

/// The struct that a command with `via` takes.
fn input(command: &Command) -> Option<usize> {
    match &command.out.as_ref()?.ty {
        DataType::Struct(body, _) if !command.via.is_empty() => Some(body.index()),
        _ => None,
    }
}

fn via(schema: &Schema, text: &mut String) {
    text.push_str(
        "/// What a command's input becomes with the generated code.\n\
         pub(crate) fn via(of: CommandId, r: &Record, output: Option<&'static [u8]>) -> Result<Record, EncodeError> {\n\
         let _ = (r, output);\nmatch of.0 {\n",
    );
    for (index, command) in schema.commands.iter().enumerate() {
        let (Some(from), Some(last)) = (input(command), command.via.last()) else { continue };
        let takes = command.via.iter().flat_map(|step| &step.args);
        let output =
            if takes.into_iter().any(|arg| !matches!(arg, ViaArg::Int(_))) { ", output" } else { "" };
        let (name, to) =
            (opcodec_codegen::names::type_name(&command.name), schema.maps[last.map.index()].to.index());
        let _ = writeln!(text, "{index} => mmc::{name}::via(&m{from}(r){output}).map(|v| s{to}(&v)),");
    }
    text.push_str("_ => unreachable!(\"no `via`\"),\n}\n}\n\n");
}
