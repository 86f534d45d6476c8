//! A message as the standards draw it: bytes down, bits across.

mod expression;
mod fields;
mod grid;
mod notes;
#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::fmt::Write as _;

use opcodec_schema::ir::{Answer, DataType, Form, MAX_LEN, Schema, Struct, StructId, Union};
use serde_json::{Value, json};

use crate::columns::Columns;
use crate::find;
use expression::Scope;
use fields::Field;
use grid::{Notes, Unnamed};

/// Characters of a line. A data phase or a child of the author's may have a longer one.
const WIDTH: usize = 96;

/// A message and what there is to say of it.
#[derive(Debug)]
pub(crate) struct Drawing {
    /// What it is, how long, and what it is used with: lines.
    about: Vec<String>,
    /// The boxes, each with its heading where there are several.
    grids: Vec<(String, String)>,
    /// What the numbers in the boxes say.
    notes: Vec<String>,
    /// The children of a union and their tags: lines.
    children: Vec<String>,
    json: Value,
}

impl Drawing {
    /// The drawing in ASCII, 96 characters wide.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        for line in &self.about {
            text += line;
            text.push('\n');
        }
        for (heading, grid) in &self.grids {
            text.push('\n');
            if !heading.is_empty() {
                text += heading;
                text.push('\n');
            }
            text += grid;
        }
        for (number, note) in self.notes.iter().enumerate() {
            let number = format!("[{}]", number + 1);
            for (at, line) in wrapped(note, WIDTH - 6).iter().enumerate() {
                let _ = writeln!(text, "{:>5} {line}", if at == 0 { &number } else { "" });
            }
        }
        for line in &self.children {
            text += line;
            text.push('\n');
        }
        text
    }

    /// The same as data: every field with its bits, and what is said of it.
    pub(crate) fn json(&self) -> Value {
        self.json.clone()
    }
}

/// Draws a struct, a union, a child with what its parents have around it, a request, an answer or an event.
/// `None` if the schema has no such layout.
pub(crate) fn draw(schema: &Schema, id: StructId) -> Option<Drawing> {
    let of = schema.structs.get(id.index())?;
    let scope = Scope { schema, of };
    let mut notes = Notes::default();
    let mut grids = Vec::new();
    let fields = match &of.c {
        Some(layout) => {
            let mut shown = Vec::new();
            for (bits, target) in [(32, &layout.bits32), (64, &layout.bits64)] {
                let fields = fields::in_memory(schema, of, target);
                let unnamed = Unnamed { by_child: &HashSet::new(), len: Some(target.size), name: "padding" };
                let heading = format!("On {bits}-bit targets, {}, little-endian:", counted(target.size));
                grids.push((heading, grid::draw(&fields, &unnamed, &mut notes)));
                shown = fields;
            }
            shown
        }
        None => {
            let fields = fields::fields(schema, id);
            let by_child = named_by_children(schema, of, &fields);
            let unnamed = Unnamed { by_child: &by_child, len: constant_len(of), name: "reserved" };
            grids.push((String::new(), grid::draw(&fields, &unnamed, &mut notes)));
            fields
        }
    };
    let name = name(schema, id);
    let mut about = about(scope, &name, &fields);
    if let Form::Request(command) = of.form {
        about.extend(beside(scope, command));
    }
    let children = of.union.as_ref().map(|union| children(scope, union)).unwrap_or_default();
    let json = as_json(scope, &name, &fields, of.union.as_ref());
    Some(Drawing { about, grids, notes: notes.texts, children, json })
}

/// `union.Feature`; of a small case `Union.CASE`.
fn name(schema: &Schema, id: StructId) -> String {
    let of = &schema.structs[id.index()];
    match (of.form, of.parent.and_then(|parent| schema.structs.get(parent.index()))) {
        (Form::Case, Some(parent)) => format!("{}.{}", parent.name.printed, of.name.printed),
        _ => find::full_name(schema, id),
    }
}

/// Bytes of the whole, where that is constant.
fn constant_len(of: &Struct) -> Option<u64> {
    let len = u64::try_from(of.extent.min).ok()?;
    (of.extent.min == of.extent.max).then_some(len)
}

/// The bits that the children of a union name where it does not itself. Only where bytes have parts does that matter.
fn named_by_children(schema: &Schema, of: &Struct, own: &[Field]) -> HashSet<(u64, u8)> {
    const BITS: usize = 8 * 64;
    let bits = |field: &Field| -> Vec<(u64, u8)> {
        let parts =
            field.fragments.iter().flat_map(|part| (part.low..=part.high).map(|bit| (part.byte, bit)));
        let whole = field.start..field.start + field.len.unwrap_or(0);
        match field.fragments.as_slice() {
            [] => whole.flat_map(|byte| (0..8).map(move |bit| (byte, bit))).take(BITS).collect(),
            _ => parts.collect(),
        }
    };
    let own: HashSet<(u64, u8)> = own.iter().flat_map(bits).collect();
    let cases = of.union.iter().flat_map(|union| &union.cases);
    let inside = cases.flat_map(|case| fields::fields(schema, case.body)).filter(|field| field.region == 0);
    inside.flat_map(|field| bits(&field)).filter(|bit| !own.contains(bit)).collect()
}

fn about(scope: Scope<'_>, name: &str, fields: &[Field]) -> Vec<String> {
    let of = scope.of;
    let mut lines = vec![match &of.c {
        Some(_) => name.to_owned(),
        None => format!("{name}, {}", drawn_length(of, fields)),
    }];
    let doc = [of.docs.text.clone(), of.docs.clause.as_ref().map(|clause| format!("({clause})"))];
    let doc = doc.into_iter().flatten().collect::<Vec<_>>().join(" ");
    lines.extend(wrapped(&doc, WIDTH));
    if !of.params.is_empty() && of.parent.is_none() && !matches!(of.form, Form::Answer(_)) {
        let params: Vec<String> = of.params.iter().map(|param| scope.declared(param)).collect();
        lines.extend(wrapped(&format!("args: {}", params.join(", ")), WIDTH));
    }
    if let Some(parent) = of.parent {
        lines.push(parent_line(scope, parent));
    }
    if let Some(size) = notes::size(scope).filter(|_| of.size.is_some()) {
        lines.push(format!("size: {size}; bytes behind it are not looked at"));
    }
    if let Some(required) = of.required {
        let cut = if fields.iter().any(|field| field.may_be_cut) {
            ", what is cut off there is absent"
        } else {
            ""
        };
        lines.push(format!("required: {}{cut}", counted(required)));
    }
    // Parameters of `ptp` are so by themselves.
    if of.trailing_ignored && !matches!(of.form, Form::Answer(_) | Form::Event(_)) {
        lines.push("trailing: bytes left over are ignored".to_owned());
    }
    if let Some(depth) = of.max_depth {
        lines.push(format!("max_depth: it holds itself at most {depth} deep"));
    }
    if of.align > 1 {
        lines.push(format!("align: zeros behind it, up to a multiple of {} bytes", of.align));
    }
    lines
}

fn parent_line(scope: Scope<'_>, parent: StructId) -> String {
    let name = find::full_name(scope.schema, parent);
    let union = scope.schema.structs.get(parent.index());
    let tags = union.and_then(|union| {
        let parent = Scope { schema: scope.schema, of: union };
        let case = union.union.as_ref()?.cases.iter().find(|case| {
            scope.schema.structs.get(case.body.index()).is_some_and(|body| std::ptr::eq(body, scope.of))
        })?;
        let of = union.union.as_ref()?;
        Some((parent.text(&of.tag), parent.tags(of, &case.tags)))
    });
    let apart = if scope.of.apart { "; byte 0 is where its payload starts" } else { "" };
    match tags {
        Some((tag, tags)) => format!("of {name}, where {tag} is {tags}{apart}"),
        None => format!("of {name}{apart}"),
    }
}

/// Where the bytes of a command's data phase and of its answer are drawn.
fn beside(scope: Scope<'_>, command: opcodec_schema::ir::CommandId) -> Vec<String> {
    let schema = scope.schema;
    let Some(command) = schema.commands.get(command.index()) else { return Vec::new() };
    let mut lines = Vec::new();
    let of_out = command.out.as_ref().and_then(|data| match &data.ty {
        DataType::Struct(body, _) => schema.structs.get(body.index()),
        DataType::Bytes => None,
    });
    for (word, data) in [("out", &command.out), ("in", &command.input)] {
        let Some(data) = data else { continue };
        let of = if data.of_out { of_out.unwrap_or(scope.of) } else { scope.of };
        let seen = Scope { schema, of };
        let what = match &data.ty {
            DataType::Bytes => "bytes".to_owned(),
            DataType::Struct(body, args) => format!("{} {}", form(schema, *body), seen.body(*body, args)),
        };
        let mut line = format!("data {word}: {what}");
        for (key, expr) in [("size", &data.size), ("max", &data.max), ("when", &data.when)] {
            if let Some(expr) = expr {
                let _ = write!(line, ", {key} {}", seen.text(expr));
            }
        }
        lines.push(line);
    }
    match &command.answer {
        Some(Answer::Parameters(id)) => lines.push(format!("answer: {}", find::full_name(schema, *id))),
        Some(Answer::Frame { body, args }) => {
            lines.push(format!("answer: {} {}", form(schema, *body), scope.body(*body, args)));
        }
        None => {}
    }
    lines
}

fn form(schema: &Schema, id: StructId) -> &'static str {
    match schema.structs.get(id.index()).map(|of| of.form) {
        Some(Form::Union) => "union",
        _ => "struct",
    }
}

/// The children of a union, by tag.
fn children(scope: Scope<'_>, union: &Union) -> Vec<String> {
    let mut lines = Columns::default();
    for case in &union.cases {
        let Some(body) = scope.schema.structs.get(case.body.index()) else { continue };
        lines.line([
            format!("      {}", scope.tags(union, &case.tags)),
            body.name.printed.clone(),
            length(body),
        ]);
    }
    if !union.closed {
        lines.line(["      any other".to_owned(), "Unknown".to_owned(), "as it is".to_owned()]);
    }
    let heading = format!("payload by {}:", scope.text(&union.tag));
    std::iter::once(heading).chain(lines.render().lines().map(str::to_owned)).collect()
}

/// How long a message is.
fn length(of: &Struct) -> String {
    match (of.extent.min, of.extent.max) {
        (min, max) if min == max => counted(min as u64),
        (min, max) if max >= MAX_LEN / 2 => format!("{} or more", counted(min as u64)),
        (min, max) => format!("{min} to {max} bytes"),
    }
}

/// How long what is drawn is: with a child its parents' rows, those behind the payload too.
fn drawn_length(of: &Struct, fields: &[Field]) -> String {
    let ends =
        fields.iter().map(|field| field.len.filter(|_| field.region == 0).map(|len| field.start + len));
    let end = ends.collect::<Option<Vec<u64>>>().and_then(|ends| ends.into_iter().max()).unwrap_or(0);
    if of.parent.is_none() || of.apart || i128::from(end) <= of.extent.max {
        return length(of);
    }
    let conditional = fields.iter().any(|field| field.may_be_absent);
    if conditional { format!("up to {}", counted(end)) } else { counted(end) }
}

/// `1 byte`, `2 bytes`.
fn counted(bytes: u64) -> String {
    format!("{bytes} byte{}", if bytes == 1 { "" } else { "s" })
}

fn as_json(scope: Scope<'_>, name: &str, fields: &[Field], union: Option<&Union>) -> Value {
    let of = scope.of;
    let fields: Vec<Value> = fields.iter().map(field_json).collect();
    let mut json = json!({
        "name": name,
        "doc": of.docs.text,
        "ref": of.docs.clause,
        "min": of.extent.min as u64,
        "max": (of.extent.max < MAX_LEN / 2).then_some(of.extent.max as u64),
        "size": notes::size(scope),
        "required": of.required,
        "fields": fields,
    });
    if let Some(layout) = &of.c {
        let target = |target: &opcodec_schema::ir::CTarget| json!({ "size": target.size, "align": target.align, "offsets": target.offsets, "sizes": target.sizes });
        json["targets"] = json!({ "32": target(&layout.bits32), "64": target(&layout.bits64) });
    }
    if let Some(union) = union {
        let cases = union.cases.iter().map(
            |case| json!({ "tags": case_tags(&case.tags), "name": self::name(scope.schema, case.body) }),
        );
        json["tag"] = scope.text(&union.tag).into();
        json["closed"] = union.closed.into();
        json["cases"] = cases.collect();
    }
    json
}

/// Tags as numbers, or as text where JSON's are too small.
fn case_tags(tags: &[i128]) -> Vec<Value> {
    tags.iter().map(|tag| i64::try_from(*tag).map_or_else(|_| tag.to_string().into(), Value::from)).collect()
}

fn field_json(field: &Field) -> Value {
    let bits: Vec<Value> = field
        .fragments
        .iter()
        .map(|part| {
            json!({
                "byte": grid::label(field.region, part.byte),
                "bits": [part.high, part.low],
                "of_field": [part.of_high, part.of_low],
            })
        })
        .collect();
    json!({
        "name": field.name,
        "byte": grid::label(field.region, field.start),
        "length": field.len,
        "bits": bits,
        "endian": field.little_endian.map(|little| if little { "little" } else { "big" }),
        "type": field.ty,
        "role": field.role,
        "const": field.constant,
        "notes": field.notes,
        "may_be_cut": field.may_be_cut,
        "unit": field.docs.unit,
        "doc": field.docs.text,
        "ref": field.docs.clause,
    })
}

/// Words in lines of that width.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut().filter(|line| line.chars().count() + 1 + word.chars().count() <= width) {
            Some(line) => {
                line.push(' ');
                line.push_str(word);
            }
            None => lines.push(word.to_owned()),
        }
    }
    lines
}

/// The layouts of a union's children and of theirs, in order.
pub(crate) fn descendants(schema: &Schema, id: StructId) -> Vec<StructId> {
    let mut found = Vec::new();
    let cases = schema.structs.get(id.index()).and_then(|of| of.union.as_ref()).map(|union| &union.cases);
    for case in cases.into_iter().flatten() {
        found.push(case.body);
        found.extend(descendants(schema, case.body));
    }
    found
}
