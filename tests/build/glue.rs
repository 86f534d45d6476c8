//! From values of generated types to records of the interpreter, type by type. What it says of the
//! generated code is written by hand from its documentation, not asked of the emitter; only names are.

use std::fmt::Write as _;

use opcodec_codegen::names::{has_members, member_name, payload_name, type_name};
use opcodec_schema::ir::{
    Carrier, Element, Encoding, Form, Kind, Param, Role, Row, Scalar, Schema, Struct, StructId, StructSize,
    Union,
};

use crate::cut::has_cut;

/// One function a layout, and `decode`, which knows them all.
pub(crate) fn emit(schema: &Schema) -> String {
    let mut text = reading(schema);
    coded(schema, &mut text);
    crate::make::emit(schema, &mut text);
    text
}

/// Only what reads messages.
pub(crate) fn reading(schema: &Schema) -> String {
    let mut text = String::new();
    records(schema, &mut text);
    decode(schema, &mut text);
    announced(schema, &mut text);
    text
}

/// One function a layout.
pub(crate) fn records(schema: &Schema, text: &mut String) {
    for (index, layout) in schema.structs.iter().enumerate() {
        if layout.form != Form::Case {
            record(schema, index, layout, text);
        }
    }
}

fn rust_type(layout: &Struct) -> String {
    format!("mmc::{}{}", type_name(&layout.name), if layout.borrows { "<'_>" } else { "" })
}

/// `fn s7(v: &mmc::Feature<'_>) -> Record`.
fn record(schema: &Schema, index: usize, layout: &Struct, text: &mut String) {
    let _ = writeln!(
        text,
        "/// {}\npub(crate) fn s{index}(v: &{}) -> Record {{",
        layout.name.printed,
        rust_type(layout)
    );
    let is_enum = layout.union.is_some() && !has_members(layout);
    let holds = |row: &Row| row_value(schema, layout, row, is_enum).is_some();
    let mutable = if layout.rows.iter().any(holds) { "mut " } else { "" };
    let _ = writeln!(text, "let _ = v; let {mutable}rows = vec![None; {}];", layout.rows.len());
    for (at, row) in layout.rows.iter().enumerate() {
        if let Some(value) = row_value(schema, layout, row, is_enum) {
            let _ = writeln!(text, "rows[{at}] = {value};");
        }
    }
    let params = match layout.form {
        Form::Request(_) => {
            let members = layout.params.iter().map(|param| int(param.ty, &member(&member_name(&param.name))));
            format!("vec![{}]", members.collect::<Vec<_>>().join(", "))
        }
        _ => "Vec::new()".into(),
    };
    let cut = if has_cut(schema, layout) {
        "v.cut.bytes().map(|bytes| Cut { bytes: bytes.to_vec() })"
    } else {
        "None"
    };
    let _ = writeln!(text, "Record {{ of: StructId({index}), params: {params}, rows, cut: {cut} }}\n}}\n");
}

/// A raw identifier where a keyword is the name of a row.
pub(crate) fn raw(name: &str) -> String {
    const WORDS: [&str; 11] =
        ["async", "const", "dyn", "gen", "impl", "loop", "match", "self", "type", "where", "yield"];
    if WORDS.contains(&name) { format!("r#{name}") } else { name.into() }
}

fn member(name: &str) -> String {
    format!("v.{}", raw(name))
}

/// What stands in `rows`: an `Option<Value>`. Nothing for a row that is no member.
fn row_value(schema: &Schema, layout: &Struct, row: &Row, is_enum: bool) -> Option<String> {
    let name = row.name.as_ref().map(|name| member(&member_name(name)));
    match &row.role {
        Role::Member(_) => {}
        Role::Value(computed) if computed.from_data => {
            let Kind::Bits(bits) = &row.kind else { return None };
            return Some(format!("{}.map(|x| Value::Int({}))", name?, int(bits.ty, "x")));
        }
        Role::Payload => {
            let union = layout.union.as_ref()?;
            let body = if is_enum { "*v".into() } else { name? };
            return Some(format!("Some({})", payload(schema, layout, union, &body)));
        }
        _ => return None,
    }
    let name = name?;
    Some(if row.is_option() {
        format!("{name}.as_ref().map(|x| {})", value(schema, &row.kind, "(*x)"))
    } else {
        format!("Some({})", value(schema, &row.kind, &name))
    })
}

fn value(schema: &Schema, kind: &Kind, it: &str) -> String {
    match kind {
        Kind::Bits(bits) => integer(bits.ty, it),
        Kind::Bytes(_) => format!("Value::Bytes({it}.to_vec())"),
        Kind::Text { encoding: Encoding::Utf16 { .. }, .. } => format!("Value::Text({it}.to_string())"),
        Kind::Text { .. } => format!("Value::Text({it}.to_owned())"),
        Kind::List { element, .. } => {
            format!("Value::List({it}.iter().map(|y| {}).collect())", element_value(schema, element, "y"))
        }
        Kind::Array { element, .. } => {
            format!("Value::List({it}.iter().map(|y| {}).collect())", element_value(schema, element, "(*y)"))
        }
        Kind::Nested { body, .. } => format!("Value::Record(s{}(&{it}))", body.index()),
        Kind::Pointer => format!("Value::Pointer({it}.map(<[u8]>::to_vec))"),
        Kind::ReservedPointers(_) | Kind::Payload(_) | Kind::Reserved(_) => unreachable!("no member"),
    }
}

fn element_value(_: &Schema, element: &Element, it: &str) -> String {
    match element {
        Element::Scalar { ty, .. } => integer(*ty, it),
        Element::Struct { body, .. } => format!("Value::Record(s{}(&{it}))", body.index()),
    }
}

/// A `Value`.
fn integer(ty: Scalar, it: &str) -> String {
    match ty {
        Scalar::Int(int) if int.is_beyond() => {
            format!("wide({})", it.trim_start_matches('(').trim_end_matches(')'))
        }
        ty => format!("Value::Int({})", int(ty, it)),
    }
}

fn int(ty: Scalar, it: &str) -> String {
    match ty {
        Scalar::Int(_) | Scalar::Bool => format!("{it}.int()"),
        Scalar::Enum(_) | Scalar::Flags(_) | Scalar::Errors(_) => format!("{it}.raw().int()"),
    }
}

/// The child in a payload.
fn payload(schema: &Schema, layout: &Struct, union: &Union, it: &str) -> String {
    let name = payload_name(layout);
    let mut text = format!("Value::Case(Box::new(match {it} {{\n");
    for (index, case) in union.cases.iter().enumerate() {
        let body = &schema.structs[case.body.index()];
        let record = match (body.form, body.rows.first()) {
            (Form::Case, Some(row)) => format!(
                "Record {{ of: StructId({}), params: Vec::new(), rows: vec![Some({})], cut: None }}",
                case.body.0,
                value(schema, &row.kind, "x")
            ),
            _ => format!("s{}(&x)", case.body.index()),
        };
        let _ = writeln!(
            text,
            "mmc::{name}::{}(x) => CaseValue::Known {{ case: {index}, body: {record} }},",
            type_name(&body.name)
        );
    }
    if !union.closed {
        let _ = writeln!(
            text,
            "mmc::{name}::Unknown(x) => CaseValue::Unknown {{ tag: x.tag.int(), bytes: x.bytes.to_vec() }},"
        );
    }
    text.push_str("}))");
    text
}

/// Layouts that are messages by themselves.
pub(crate) fn messages(schema: &Schema) -> impl Iterator<Item = (StructId, &Struct)> {
    let layouts = schema.structs.iter().enumerate().map(|(index, layout)| (StructId(index as u32), layout));
    layouts.filter(|(_, layout)| layout.parent.is_none() && layout.form != Form::Case && layout.c.is_none())
}

/// `p[0]` as the type of a param.
pub(crate) fn argument(schema: &Schema, index: usize, param: &Param) -> String {
    match param.ty {
        Scalar::Bool => format!("p[{index}] != 0"),
        Scalar::Int(_) => format!("from_int(p[{index}])"),
        Scalar::Enum(id) if schema.enums[id.index()].closed => {
            let name = type_name(&schema.enums[id.index()].name);
            format!("mmc::{name}::from_raw(from_int(p[{index}])).expect(\"one of its values\")")
        }
        Scalar::Enum(id) => {
            format!("mmc::{}::new(from_int(p[{index}]))", type_name(&schema.enums[id.index()].name))
        }
        Scalar::Flags(id) => {
            format!("mmc::{}::new(from_int(p[{index}]))", type_name(&schema.flags[id.index()].name))
        }
        Scalar::Errors(id) => {
            format!("mmc::{}::new(from_int(p[{index}]))", type_name(&schema.errors[id.index()].name))
        }
    }
}

fn decode(schema: &Schema, text: &mut String) {
    text.push_str(
        "/// Decodes with the generated code, and encodes what came of it.\n\
         pub(crate) fn decode(of: StructId, p: &[i128], bytes: &[u8]) -> Result<(Record, Encoded), DecodeError> {\n\
         let _ = p;\nmatch of.0 {\n",
    );
    for (id, layout) in messages(schema) {
        let is_request = matches!(layout.form, Form::Request(_));
        let args = layout.params.iter().enumerate().filter(|_| !is_request);
        let args: Vec<String> = args.map(|(index, param)| argument(schema, index, param)).collect();
        let (args, more) =
            (args.join(", "), args.iter().map(|arg| [", ", arg.as_str()].concat()).collect::<String>());
        let name = type_name(&layout.name);
        let from_data = layout.rows.iter().any(|row| matches!(&row.role, Role::Value(c) if c.from_data));
        let encoded = match layout.fixed {
            Some(_) if from_data => "v.to_bytes(0).map(|bytes| bytes.to_vec())".to_owned(),
            Some(_) => "Ok(v.to_bytes().to_vec())".to_owned(),
            None => {
                let data = if from_data { ", 0" } else { "" };
                format!("encoded(v.encoded_len({args}), |out| v.encode(out{more}{data}))")
            }
        };
        let _ = writeln!(
            text,
            "{} => mmc::{name}::from_bytes(bytes{more}).map(|v| (s{}(&v), {encoded})),",
            id.0,
            id.index()
        );
    }
    text.push_str("_ => unreachable!(\"a child\"),\n}\n}\n\n");
}

fn announced(schema: &Schema, text: &mut String) {
    text.push_str(
        "/// What the generated code says that a message's first bytes promise, where its layout has a length.\n\
         pub(crate) fn announced(of: StructId, prefix: &[u8]) -> Option<Option<u64>> {\nmatch of.0 {\n",
    );
    for (id, layout) in messages(schema) {
        if matches!(layout.size, Some(StructSize::Linear { .. })) {
            let name = type_name(&layout.name);
            let _ = writeln!(text, "{} => Some(mmc::{name}::announced(prefix).map(|len| len as u64)),", id.0);
        }
    }
    text.push_str("_ => { let _ = prefix; None }\n}\n}\n\n");
}

/// Functions that decode any request and any event, where there are some.
pub(crate) fn coded(schema: &Schema, text: &mut String) {
    let commands = schema.commands.iter().filter(|command| command.in_root);
    let carrier = commands.clone().next().map(|command| command.carrier);
    let commands = commands.map(|command| (type_name(&command.name), command.request));
    let context = context(schema);
    let requests = |coded| any("Request", coded, &context, commands, text);
    match carrier {
        Some(Carrier::Scsi) => requests("opcodec::scsi::Cdb"),
        Some(Carrier::UsbControl) => requests("opcodec::usb::Setup"),
        Some(Carrier::Ptp) => requests("opcodec::ptp::Operation"),
        Some(Carrier::Frame) => requests("opcodec::frame::Request"),
        Some(Carrier::Ioctl) => requests("opcodec::ioctl::ControlCode"),
        None => {}
    }
    let events = schema.events.iter().filter(|event| event.in_root);
    if events.clone().next().is_some() {
        let events = events.map(|event| (type_name(&event.name), event.layout));
        any("Event", "opcodec::ptp::Event", "", events, text);
    }
}

/// What the constants of the functions are called in a list of schemas: `Some(x::request)` or `None`.
pub(crate) fn coded_names(schema: &Schema, module: &str) -> [String; 2] {
    let some = |is: bool, name| if is { format!("Some({module}::{name})") } else { "None".to_owned() };
    let has_requests = schema.commands.iter().any(|command| command.in_root);
    let has_events = schema.events.iter().any(|event| event.in_root);
    [some(has_requests, "request"), some(has_events, "event")]
}

/// What the validator of sizes is called, where the schema has a table of its own: `Some(x::mmc::cdb_size)` or `None`.
pub(crate) fn size_name(schema: &Schema, module: &str) -> String {
    let has_carrier = schema.modules.first().is_some_and(|root| root.carrier.is_some());
    match &schema.opcode_size {
        Some(of) if of.span.file.0 == 0 || has_carrier => format!("Some({module}::mmc::cdb_size)"),
        _ => "None".to_owned(),
    }
}

/// What `Request` takes behind the bytes, out of `p`: nothing, or what the caller knows.
fn context(schema: &Schema) -> String {
    if schema.context.is_empty() {
        return String::new();
    }
    let members = schema.context.iter().enumerate().map(|(index, param)| {
        format!("{}: {}", raw(&member_name(&param.name)), argument(schema, index, param))
    });
    format!(", &mmc::Context {{ {} }}", members.collect::<Vec<_>>().join(", "))
}

fn any(
    name: &str,
    coded: &str,
    context: &str,
    of: impl Iterator<Item = (String, StructId)>,
    text: &mut String,
) {
    let function = name.to_lowercase();
    let same = if !context.is_empty() {
        // Nothing becomes a request where it takes more to know which.
        String::new()
    } else if coded == "opcodec::frame::Request" {
        // A command may borrow from its frame.
        format!(
            "if let Some(coded) = {coded}::from_slice(bytes) {{ assert_eq!(mmc::{name}::try_from(&coded), found); }}"
        )
    } else {
        format!("becomes_the_same::<{coded}, _>(bytes, &found);")
    };
    let _ = writeln!(
        text,
        "/// Decodes any {function} with the generated code, and encodes what came of it.
         pub(crate) fn {function}(p: &[i128], bytes: &[u8]) -> Result<(Option<Record>, Encoded), DecodeError> {{
         let _ = p;
         let found = mmc::{name}::from_bytes(bytes{context});
         {same}
         let found = found?;
         let encoded = found.encode().map(|coded| opcodec::wire::Coded::show(&coded, <[u8]>::to_vec));
         Ok((match found {{"
    );
    for (variant, layout) in of {
        let _ = writeln!(text, "mmc::{name}::{variant}(v) => Some(s{}(&v)),", layout.index());
    }
    text.push_str("_ => None,\n}, encoded))\n}\n");
}
