//! Maps of generated code, called with values of the interpreter.

use std::fmt::Write as _;

use opcodec_codegen::names::{member_name, type_name};
use opcodec_schema::ir::{Command, DataType, Kind, MapParamType, Param, Role, Schema, Struct, ViaArg};

use crate::glue::{argument, raw};
use crate::{glue, make};

/// The conversions of every layout, `map` and `via`, and structures as they stand in memory.
pub(crate) fn emit(schema: &Schema) -> String {
    let mut text = String::new();
    glue::records(schema, &mut text);
    make::values(schema, &mut text);
    map(schema, &mut text);
    via(schema, &mut text);
    images(schema, &mut text);
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
        let (name, to) = (type_name(&command.name), schema.maps[last.map.index()].to.index());
        let _ = writeln!(text, "{index} => mmc::{name}::via(&m{from}(r){output}).map(|v| s{to}(&v)),");
    }
    text.push_str("_ => unreachable!(\"no `via`\"),\n}\n}\n\n");
}

/// The pointers of a structure in order, with those of structures inside it.
fn pointers(schema: &Schema, of: &Struct) -> usize {
    let members = of.rows.iter().filter(|row| matches!(row.role, Role::Member(_)));
    members
        .map(|row| match &row.kind {
            Kind::Pointer => 1,
            Kind::Nested { body, .. } => pointers(schema, &schema.structs[body.index()]),
            _ => 0,
        })
        .sum()
}

/// Structures in memory: `image` writes one, `of_image` reads it.
fn images(schema: &Schema, text: &mut String) {
    let (mut writes, mut reads) = (String::new(), String::new());
    for (index, layout) in schema.structs.iter().enumerate().filter(|(_, layout)| layout.c.is_some()) {
        let (name, count) = (type_name(&layout.name), pointers(schema, layout));
        let each = |it: &str| (0..count).map(|at| it.replace('#', &at.to_string())).collect::<String>();
        let (addresses32, addresses64, memory) = (each("a[#] as u32, "), each("a[#], "), each(", m[#]"));
        let _ = writeln!(
            writes,
            "{index} => if wide {{ m{index}(r).to_c64({addresses64}).to_vec() }} else {{ m{index}(r).to_c32({addresses32}).to_vec() }},"
        );
        let _ = writeln!(
            reads,
            "{index} => if wide {{ mmc::{name}::from_c64(bytes{memory}) }} else {{ mmc::{name}::from_c32(bytes{memory}) }}.map(|v| s{index}(&v)),"
        );
    }
    let _ = writeln!(
        text,
        "/// Writes a structure as it stands in memory.\n\
         pub(crate) fn image(r: &Record, wide: bool, a: &[u64]) -> Vec<u8> {{\nlet _ = (a, wide);\n\
         match r.of.0 {{\n{writes}_ => unreachable!(\"no pointers\"),\n}}\n}}\n\n\
         /// Reads a structure from memory.\n\
         pub(crate) fn of_image(of: StructId, wide: bool, bytes: &[u8], m: &[Option<&'static [u8]>]) -> Result<Record, DecodeError> {{\nlet _ = (m, wide, bytes);\n\
         match of.0 {{\n{reads}_ => unreachable!(\"no pointers\"),\n}}\n}}\n"
    );
}
