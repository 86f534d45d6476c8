//! From lines and values back to text.

use super::align::{self, Text};
use super::document::{Entry, Group, Item, Line, Part, Value};

/// The whole file.
pub(super) fn print(lines: &[Line<'_>]) -> String {
    let mut texts: Vec<Text<'_>> = Vec::new();
    let mut under = "";
    let mut rest = lines;
    while let Some((first, more)) = rest.split_first() {
        rest = more;
        match first {
            Line::Blank => texts.push(Text::default()),
            Line::Comment(comment) => texts.push(Text::line((*comment).to_owned(), None)),
            Line::Continued(comment) => texts.push(Text::continued(comment)),
            Line::Header { text, name, comment } => {
                under = name;
                texts.push(Text::line(text.clone(), *comment));
            }
            Line::Entry(first) => {
                let mut run = vec![first];
                if !first.value.is_broken() {
                    run.extend(rest.iter().map_while(neighbour));
                }
                rest = &rest[run.len() - 1..];
                texts.extend(entries(&run, under, 0));
            }
        }
    }
    let mut text = String::new();
    for line in align::comments(texts) {
        text.push_str(&line);
        text.push('\n');
    }
    text
}

/// An entry that is aligned with the one before it.
fn neighbour<'l, 'a>(line: &'l Line<'a>) -> Option<&'l Entry<'a>> {
    match line {
        Line::Entry(entry) if !entry.value.is_broken() => Some(entry),
        _ => None,
    }
}

fn entries<'a>(run: &[&Entry<'a>], under: &str, indent: usize) -> Vec<Text<'a>> {
    let texts = align::entries(run, under, indent);
    texts.into_iter().zip(run).map(|(text, entry)| Text::line(text, entry.comment)).collect()
}

/// `key = value`, or a value alone.
pub(super) fn entry(entry: &Entry<'_>, indent: usize) -> String {
    let value = value(&entry.value, &entry.key, indent);
    if entry.key.is_empty() { value } else { format!("{} = {value}", entry.key) }
}

/// A value that stands under a key, in a line that has so many blanks in front.
pub(super) fn value(value: &Value<'_>, under: &str, indent: usize) -> String {
    match value {
        Value::Scalar(text) => (*text).to_owned(),
        Value::Array(group) if group.is_broken() => broken(group, under, indent, ['[', ']']),
        Value::Table(group) if group.is_broken() => broken(group, under, indent, ['{', '}']),
        Value::Array(group) => {
            let items: Vec<String> = items(group).map(|item| entry(&item.entry, indent)).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Table(group) => align::rows(&[Some(group)], "").concat(),
    }
}

fn items<'g, 'a>(group: &'g Group<'a>) -> impl Iterator<Item = &'g Item<'a>> {
    group.parts.iter().filter_map(|part| match part {
        Part::Item(item) => Some(item),
        _ => None,
    })
}

/// One item a line; numbers and strings of an array keep the author's lines.
fn broken(group: &Group<'_>, under: &str, indent: usize, [open, close]: [char; 2]) -> String {
    let inner = indent + 2;
    let texts = if close == '}' { table(group, inner) } else { array(group, under, inner) };
    let mut text = String::from(open);
    if let Some(comment) = group.opening {
        text = format!("{text}  {comment}");
    }
    for line in align::comments(texts) {
        text.push('\n');
        if !line.is_empty() {
            text.extend(std::iter::repeat_n(' ', inner));
            text.push_str(&line);
        }
    }
    text.push('\n');
    text.extend(std::iter::repeat_n(' ', indent));
    text.push(close);
    text
}

fn array<'a>(group: &Group<'a>, under: &str, indent: usize) -> Vec<Text<'a>> {
    let of_rows: Vec<Option<&Group<'a>>> = items(group).map(|item| align::row(&item.entry.value)).collect();
    let scalars = items(group).all(|item| matches!(item.entry.value, Value::Scalar(_)));
    let mut aligned = align::rows(&of_rows, under).into_iter();
    let mut texts: Vec<Text<'a>> = Vec::new();
    for part in &group.parts {
        let item = match part {
            Part::Item(item) => item,
            Part::Blank => {
                texts.push(Text::default());
                continue;
            }
            Part::Comment(comment) => {
                texts.push(Text::line((*comment).to_owned(), None));
                continue;
            }
            Part::Continued(comment) => {
                texts.push(Text::continued(comment));
                continue;
            }
        };
        let aligned = aligned.next().unwrap_or_default();
        let text = if align::row(&item.entry.value).is_some() {
            aligned
        } else {
            value(&item.entry.value, under, indent)
        };
        let comment = item.entry.comment;
        match texts.last_mut().filter(|_| item.goes_on && scalars) {
            Some(line) => {
                line.written = format!("{} {text},", line.written);
                line.comment = comment;
            }
            None => texts.push(Text::line(format!("{text},"), comment)),
        }
    }
    texts
}

fn table<'a>(group: &Group<'a>, indent: usize) -> Vec<Text<'a>> {
    let mut texts: Vec<Text<'a>> = Vec::new();
    let mut parts = group.parts.as_slice();
    while let Some((first, more)) = parts.split_first() {
        parts = more;
        match first {
            Part::Blank => texts.push(Text::default()),
            Part::Comment(comment) => texts.push(Text::line((*comment).to_owned(), None)),
            Part::Continued(comment) => texts.push(Text::continued(comment)),
            Part::Item(first) => {
                let mut run = vec![&first.entry];
                if !first.entry.value.is_broken() {
                    run.extend(parts.iter().map_while(|part| match part {
                        Part::Item(item) if !item.entry.value.is_broken() => Some(&item.entry),
                        _ => None,
                    }));
                }
                parts = &parts[run.len() - 1..];
                let with_comma = |text: Text<'a>| Text::line(format!("{},", text.written), text.comment);
                texts.extend(entries(&run, "", indent).into_iter().map(with_comma));
            }
        }
    }
    texts
}
