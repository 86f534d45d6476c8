//! From records of the interpreter to values of generated types: the way back of `glue`, for encoding what
//! no decoder gave. What a value borrows is leaked.

use std::fmt::Write as _;

use opcodec_codegen::names::{has_members, member_name, payload_name, type_name};
use opcodec_schema::ir::{
    Element, Encoding, Form, Kind, Length, Role, Row, Scalar, Schema, Struct, StructId, Union,
};

use crate::cut::has_cut;
use crate::glue::{argument, messages, raw};

/// One function a layout, and `encode`, which knows them all.
pub(crate) fn emit(schema: &Schema, text: &mut String) {
    values(schema, text);
    encode(schema, text);
}

/// One function a layout.
pub(crate) fn values(schema: &Schema, text: &mut String) {
    for (index, layout) in schema.structs.iter().enumerate() {
        if layout.form != Form::Case {
            value(schema, index, layout, text);
        }
    }
}

/// `fn m7(r: &Record) -> mmc::Feature<'static>`.
fn value(schema: &Schema, index: usize, layout: &Struct, text: &mut String) {
    let name = type_name(&layout.name);
    let lifetime = if layout.borrows { "<'static>" } else { "" };
    let _ = writeln!(
        text,
        "/// {name}\npub(crate) fn m{index}(r: &Record) -> mmc::{name}{lifetime} {{\nlet _ = r;"
    );
    if let Some(union) = layout.union.as_ref().filter(|_| !has_members(layout)) {
        let body = payload(schema, layout, union, union.payload.index());
        let _ = writeln!(text, "{body}\n}}\n");
        return;
    }
    let _ = writeln!(text, "mmc::{name} {{");
    for (at, row) in layout.rows.iter().enumerate() {
        if let Some((member, value)) = member(schema, layout, at, row) {
            let _ = writeln!(text, "{member}: {value},");
        }
    }
    if let Form::Request(_) = layout.form {
        for (at, param) in layout.params.iter().enumerate() {
            let _ = writeln!(
                text,
                "{}: {},",
                raw(&member_name(&param.name)),
                scalar(schema, param.ty, &format!("r.params[{at}]"))
            );
        }
    }
    if has_cut(schema, layout) {
        text.push_str("cut: opcodec::wire::Cut::NONE,\n");
    }
    text.push_str("}\n}\n\n");
}

fn member(schema: &Schema, layout: &Struct, at: usize, row: &Row) -> Option<(String, String)> {
    let name = raw(&member_name(row.name.as_ref()?));
    let is_option = match &row.role {
        Role::Member(_) => row.is_option(),
        Role::Value(computed) if computed.from_data => true,
        Role::Payload => return Some((name, payload(schema, layout, layout.union.as_ref()?, at))),
        _ => return None,
    };
    let made = made(schema, &row.kind, "x");
    Some((
        name,
        if is_option {
            format!("r.rows[{at}].as_ref().map(|x| {made})")
        } else {
            format!("{{ let x = there(r, {at}); {made} }}")
        },
    ))
}

fn made(schema: &Schema, kind: &Kind, it: &str) -> String {
    match kind {
        Kind::Bits(bits) => integer(schema, bits.ty, it),
        Kind::Bytes(Length::Fixed(n)) => {
            format!("<[u8; {n}]>::try_from(bytes_of({it})).expect(\"as many bytes\")")
        }
        Kind::Bytes(_) => format!("&*bytes_of({it}).to_vec().leak()"),
        Kind::Text { encoding: Encoding::Utf16 { .. }, .. } => {
            format!("opcodec::wire::Utf16::new(text_of({it}).to_owned().leak())")
        }
        Kind::Text { .. } => format!("&*text_of({it}).to_owned().leak()"),
        Kind::List { element: of, .. } => format!(
            "opcodec::wire::List::from_slice(list_of({it}).iter().map(|y| {}).collect::<Vec<_>>().leak())",
            element(schema, of)
        ),
        Kind::Array { element: of, .. } => format!(
            "list_of({it}).iter().map(|y| {}).collect::<Vec<_>>().try_into().expect(\"as many elements\")",
            element(schema, of)
        ),
        Kind::Nested { body, .. } => format!("m{}(record_of({it}))", body.index()),
        Kind::Pointer => format!("pointer_of({it})"),
        Kind::ReservedPointers(_) | Kind::Payload(_) | Kind::Reserved(_) => unreachable!("no member"),
    }
}

fn element(schema: &Schema, element: &Element) -> String {
    match element {
        Element::Scalar { ty, .. } => integer(schema, *ty, "y"),
        Element::Struct { body, .. } => format!("m{}(record_of(y))", body.index()),
    }
}

/// From a `Value`.
fn integer(schema: &Schema, ty: Scalar, it: &str) -> String {
    match ty {
        Scalar::Int(int) if int.is_beyond() => format!("wide_of({it})"),
        ty => scalar(schema, ty, &format!("int_of({it})")),
    }
}

fn scalar(schema: &Schema, ty: Scalar, it: &str) -> String {
    match ty {
        Scalar::Int(_) => format!("from_int({it})"),
        Scalar::Bool => format!("{it} != 0"),
        Scalar::Enum(id) if schema.enums[id.index()].closed => {
            let name = type_name(&schema.enums[id.index()].name);
            format!("mmc::{name}::from_raw(from_int({it})).expect(\"one of its values\")")
        }
        Scalar::Enum(id) => {
            format!("mmc::{}::new(from_int({it}))", type_name(&schema.enums[id.index()].name))
        }
        Scalar::Flags(id) => {
            format!("mmc::{}::new(from_int({it}))", type_name(&schema.flags[id.index()].name))
        }
        Scalar::Errors(id) => {
            format!("mmc::{}::new(from_int({it}))", type_name(&schema.errors[id.index()].name))
        }
    }
}

fn payload(schema: &Schema, layout: &Struct, union: &Union, at: usize) -> String {
    let name = payload_name(layout);
    let mut text = format!("match case_of(r, {at}) {{\n");
    for (index, case) in union.cases.iter().enumerate() {
        let child = &schema.structs[case.body.index()];
        let value = match (child.form, child.rows.first()) {
            (Form::Case, Some(row)) => {
                format!("{{ let x = there(body, 0); {} }}", made(schema, &row.kind, "x"))
            }
            _ => format!("m{}(body)", case.body.index()),
        };
        let _ = writeln!(
            text,
            "CaseValue::Known {{ case: {index}, body }} => mmc::{name}::{}({value}),",
            type_name(&child.name),
        );
    }
    if !union.closed {
        let _ = writeln!(
            text,
            "CaseValue::Unknown {{ tag, bytes }} => mmc::{name}::Unknown(opcodec::wire::Unknown {{ tag: *tag as u64, bytes: bytes.clone().leak() }}),"
        );
    }
    text.push_str("_ => unreachable!(\"a case\"),\n}");
    text
}

fn encode(schema: &Schema, text: &mut String) {
    text.push_str(
        "/// Encodes a record with the generated code.\n\
         pub(crate) fn encode(r: &Record, data_len: u64) -> Encoded {\nlet p = &r.params;\nlet _ = (p, data_len);\nmatch r.of.0 {\n",
    );
    for (id, layout) in messages(schema) {
        let is_request = matches!(layout.form, Form::Request(_));
        let args = layout.params.iter().enumerate().filter(|_| !is_request);
        let args = args.map(|(index, param)| argument(schema, index, param));
        let args: Vec<String> = args.collect();
        let _ = writeln!(text, "{} => {{ let v = m{}(r); {} }}", id.0, id.index(), call(id, layout, &args));
    }
    text.push_str("_ => unreachable!(\"a child\"),\n}\n}\n");
}

fn call(_: StructId, layout: &Struct, args: &[String]) -> String {
    let from_data = layout.rows.iter().any(|row| matches!(&row.role, Role::Value(c) if c.from_data));
    match layout.fixed {
        Some(_) if from_data => "v.to_bytes(data_len).map(|bytes| bytes.to_vec())".into(),
        Some(_) => "Ok(v.to_bytes().to_vec())".into(),
        None => {
            let more: String = args.iter().map(|arg| [", ", arg.as_str()].concat()).collect();
            let data = if from_data { ", data_len" } else { "" };
            format!("encoded(v.encoded_len({}), |out| v.encode(out{more}{data}))", args.join(", "))
        }
    }
}
