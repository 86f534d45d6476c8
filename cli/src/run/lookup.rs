//! `opcodec lookup`.

mod requests;

use opcodec_schema::ir::{CodeType, ErrorCode, ErrorTable, Retry, Schema};
use opcodec_schema::name::nearest;
use serde_json::{Value, json};

use crate::answer::{Answer, Refusal};
use crate::args::Lookup;
use crate::columns::Columns;
use crate::schema;
use requests::Numbered;

/// What a code's name or number means.
pub(crate) fn lookup(args: &Lookup) -> Result<Answer, Refusal> {
    let schema = schema::open(&args.file)?.schema;
    if schema.errors.is_empty() && schema.commands.is_empty() && schema.events.is_empty() {
        let file = args.file.display();
        return Err(Refusal::refused("lookup", format!("{file} has no error tables, commands or events"))
            .help("`[errors.X]` in it or in a file that it imports"));
    }
    let (asked, code) = asked(&schema, &args.code)?;
    match number(code) {
        Some(Ok(number)) => by_number(&asked, number),
        Some(Err(())) => Err(Refusal::refused("lookup", format!("{code} is no number of 32 bits"))),
        None => by_name(&asked, code),
    }
}

/// Where a code is looked for.
struct Asked<'a> {
    tables: Vec<&'a ErrorTable>,
    numbered: Vec<Numbered<'a>>,
}

/// What is asked, and what is left of the code.
fn asked<'a, 'b>(schema: &'a Schema, code: &'b str) -> Result<(Asked<'a>, &'b str), Refusal> {
    let Some((table, rest)) = code.split_once('.') else {
        let numbered = requests::numbered(schema, None);
        return Ok((Asked { tables: schema.errors.iter().collect(), numbered }, code));
    };
    let tables: Vec<&ErrorTable> = schema.errors.iter().filter(|it| it.name.is(table)).collect();
    let numbered = requests::numbered(schema, Some(table));
    if tables.is_empty() && numbered.is_empty() {
        let mut known: Vec<&str> = schema.errors.iter().map(|table| table.name.printed.as_str()).collect();
        known.extend(["Opcode"].iter().filter(|_| !schema.commands.is_empty()));
        known.extend(["Event"].iter().filter(|_| !schema.events.is_empty()));
        let help = match nearest(table, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}.{rest}`?"),
            None => format!("it has {}", known.join(", ")),
        };
        return Err(Refusal::refused("lookup", format!("the schema has no error table `{table}`")).help(help));
    }
    Ok((Asked { tables, numbered }, rest))
}

/// A number of 32 bits, one that does not fit, or `None` where it is a name.
fn number(code: &str) -> Option<Result<u32, ()>> {
    let (negative, unsigned) = match code.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, code),
    };
    let hex = unsigned.strip_prefix("0x").or_else(|| unsigned.strip_prefix("0X"));
    let digits = hex.unwrap_or(unsigned).replace('_', "");
    let radix = if hex.is_some() { 16 } else { 10 };
    if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(radix)) {
        return None;
    }
    let value = i64::from_str_radix(&digits, radix).ok().map(|value| if negative { -value } else { value });
    Some(match value {
        Some(value) if value < 0 => i32::try_from(value).map(i32::cast_unsigned).map_err(|_| ()),
        Some(value) => u32::try_from(value).map_err(|_| ()),
        None => Err(()),
    })
}

fn by_number(asked: &Asked<'_>, number: u32) -> Result<Answer, Refusal> {
    let codes: Vec<Found<'_>> = asked
        .tables
        .iter()
        .filter_map(|table| {
            let code = table.codes.iter().find(|code| code.value == number)?;
            Some(Found { table, code, alias: None })
        })
        .collect();
    let numbered: Vec<&Numbered<'_>> =
        asked.numbered.iter().filter(|known| known.number == u64::from(number)).collect();
    let parts = |table: &&&ErrorTable| parts(table.ty, number).is_some();
    match (one(&codes, &numbered, &format!("0x{number:08X}"))?, asked.tables.iter().find(parts)) {
        (Some(answer), _) => Ok(answer),
        (None, Some(table)) => Ok(unnamed(table, number)),
        (None, None) if asked.numbered.is_empty() => {
            Err(Refusal::refused("lookup", format!("0x{number:08X} is in no error table")))
        }
        (None, None) => Err(Refusal::refused("lookup", format!("0x{number:08X} is no code of this schema"))),
    }
}

fn by_name(asked: &Asked<'_>, name: &str) -> Result<Answer, Refusal> {
    let codes: Vec<Found<'_>> = asked
        .tables
        .iter()
        .filter_map(|table| {
            let own = table.codes.iter().find(|code| code.name.is(name));
            let own = own.map(|code| Found { table, code, alias: None });
            own.or_else(|| {
                table.codes.iter().find_map(|code| {
                    let alias = code.aliases.iter().find(|alias| alias.is(name))?;
                    Some(Found { table, code, alias: Some(&alias.printed) })
                })
            })
        })
        .collect();
    let is = |known: &&Numbered<'_>| known.names().any(|known| known.is(name));
    let numbered: Vec<&Numbered<'_>> = asked.numbered.iter().filter(is).collect();
    one(&codes, &numbered, name)?.ok_or_else(|| unknown(asked, name))
}

fn unknown(asked: &Asked<'_>, name: &str) -> Refusal {
    let what = if asked.numbered.is_empty() {
        format!("no error table has `{name}`")
    } else {
        format!("`{name}` is no code, command or event of this schema")
    };
    let refusal = Refusal::refused("lookup", what);
    let codes = asked.tables.iter().flat_map(|table| &table.codes);
    let names = codes.flat_map(|code| std::iter::once(&code.name).chain(&code.aliases));
    let names = names.chain(asked.numbered.iter().flat_map(Numbered::names));
    match nearest(name, names.map(|name| name.printed.as_str())) {
        Some(near) => refusal.help(format!("did you mean `{near}`?")),
        None => refusal,
    }
}

/// The answer, where one thing was found and no other.
fn one(codes: &[Found<'_>], numbered: &[&Numbered<'_>], what: &str) -> Result<Option<Answer>, Refusal> {
    match (codes, numbered) {
        ([], []) => Ok(None),
        ([found], []) => Ok(Some(answer(found))),
        ([], [found]) => Ok(Some(requests::answer(found))),
        _ => Err(ambiguous(codes, numbered, what)),
    }
}

fn ambiguous(codes: &[Found<'_>], numbered: &[&Numbered<'_>], what: &str) -> Refusal {
    let codes = codes.iter().map(|found| format!("{}.{}", found.table.name.printed, found.code.name.printed));
    let full: Vec<String> = codes.chain(numbered.iter().map(|known| known.full_name())).collect();
    Refusal::refused("lookup", format!("{what} is {}", full.join(" as well as ")))
        .help(format!("ask one table: `{}`", full.first().map_or("", String::as_str)))
}

struct Found<'a> {
    table: &'a ErrorTable,
    code: &'a ErrorCode,
    /// The other name by which it was asked for.
    alias: Option<&'a str>,
}

fn answer(found: &Found<'_>) -> Answer {
    let Found { table, code, alias } = *found;
    let retry = code.retry.map(retry);
    let aliases: Vec<&str> = code.aliases.iter().map(|alias| alias.printed.as_str()).collect();
    let mut json = json!({
        "name": code.name.printed,
        "number": format!("0x{:08X}", code.value),
        "kind": code.kind,
        "text": code.text,
        "advice": code.advice,
        "retry": retry,
        "table": table.name.printed,
        "aliases": aliases,
    });
    let mut lines = Columns::default();
    let name =
        alias.map_or(code.name.printed.clone(), |alias| format!("{} (also {alias})", code.name.printed));
    line(&mut lines, "name", Some(&name));
    line(&mut lines, "number", Some(&format!("0x{:08X}", code.value)));
    line(&mut lines, "kind", code.kind.as_deref());
    line(&mut lines, "text", code.text.as_deref());
    line(&mut lines, "advice", code.advice.as_deref());
    line(&mut lines, "retry", retry);
    line(&mut lines, "table", Some(&table.name.printed));
    if alias.is_none() && !aliases.is_empty() {
        line(&mut lines, "aliases", Some(&aliases.join(", ")));
    }
    say_parts(&mut lines, &mut json, parts(table.ty, code.value));
    Answer::done(lines.render(), json)
}

/// A code that its table does not name still says what its bits say.
fn unnamed(table: &ErrorTable, number: u32) -> Answer {
    let mut json = json!({
        "name": null,
        "number": format!("0x{number:08X}"),
        "kind": null,
        "text": null,
        "advice": null,
        "retry": null,
        "table": table.name.printed,
        "aliases": [],
    });
    let mut lines = Columns::default();
    line(&mut lines, "name", Some(&format!("none in {}", table.name.printed)));
    line(&mut lines, "number", Some(&format!("0x{number:08X}")));
    say_parts(&mut lines, &mut json, parts(table.ty, number));
    Answer::done(lines.render(), json)
}

fn line(lines: &mut Columns, key: &str, value: Option<&str>) {
    if let Some(value) = value {
        lines.line([key.to_owned(), value.to_owned()]);
    }
}

fn say_parts(lines: &mut Columns, json: &mut Value, parts: Option<(&'static str, u32, u32)>) {
    let Some((severity, facility, code)) = parts else { return };
    line(lines, "severity", Some(severity));
    line(lines, "facility", Some(&format!("0x{facility:X}")));
    line(lines, "code", Some(&format!("0x{code:04X}")));
    json["severity"] = severity.into();
    json["facility"] = facility.into();
    json["code"] = code.into();
}

/// Severity, facility and code, where the table's numbers have them.
fn parts(ty: CodeType, number: u32) -> Option<(&'static str, u32, u32)> {
    match ty {
        CodeType::Hresult => {
            let severity = if number >> 31 == 1 { "error" } else { "success" };
            Some((severity, number >> 16 & 0x7FF, number & 0xFFFF))
        }
        CodeType::Ntstatus => {
            let severity = ["success", "informational", "warning", "error"];
            let severity = severity.get((number >> 30) as usize).copied().unwrap_or_default();
            Some((severity, number >> 16 & 0xFFF, number & 0xFFFF))
        }
        CodeType::U8 | CodeType::U16 | CodeType::U32 => None,
    }
}

fn retry(retry: Retry) -> &'static str {
    match retry {
        Retry::Never => "never",
        Retry::Now => "now",
        Retry::Later => "later",
        Retry::AfterReset => "after-reset",
    }
}

#[cfg(test)]
mod tests {
    use super::{number, parts};
    use opcodec_schema::ir::CodeType;

    #[test]
    fn numbers_are_hex_decimal_or_negative() {
        assert_eq!(number("0xC0AA0202"), Some(Ok(0xC0AA_0202)));
        assert_eq!(number("3232367106"), Some(Ok(0xC0AA_0202)));
        assert_eq!(number("-1062600190"), Some(Ok(0xC0AA_0202)));
        assert_eq!(number("0x1_0000_0000"), Some(Err(())));
        assert_eq!(number("-2147483649"), Some(Err(())));
        assert_eq!(number("99999999999999999999"), Some(Err(())));
        assert_eq!(number("E_POINTER"), None);
        assert_eq!(number("0xZZ"), None);
        assert_eq!(number("-"), None);
    }

    #[test]
    fn a_code_has_severity_and_facility() {
        assert_eq!(parts(CodeType::Hresult, 0xC0AA_0202), Some(("error", 0xAA, 0x0202)));
        assert_eq!(parts(CodeType::Ntstatus, 0xC000_0005), Some(("error", 0, 5)));
        assert_eq!(parts(CodeType::U8, 5), None);
    }
}
