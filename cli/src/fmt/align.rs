//! Columns of rows, `=` of entries, comments behind lines.

use super::document::{Entry, Group, Item, Part, Value, unquoted};
use super::print;

/// Cells, keys and lines that are wider are not waited for: what follows them stands where it comes.
const WIDEST_CELL: usize = 48;
const WIDEST_KEY: usize = 48;
const WIDEST_LINE: usize = 100;

/// The leading keys of rows that are columns where most rows have them; words of one column exclude each other.
type Columns = &'static [&'static [&'static str]];

const FIELDS: Columns = &[&["at"], &["bits"], &["name"], &["rename"], &["type"]];
const SIZES: Columns = &[&["opcodes"], &["group"], &["size"], &["rule"]];
const VALUES: Columns = &[&["value"]];
const BITS: Columns = &[&["bit"]];
const CODES: Columns = &[&["value", "win32"], &["kind"]];
const CASES: Columns = &[&["type"]];

/// The columns of the rows that stand under a key.
fn columns(under: &str) -> Columns {
    match unquoted(under) {
        "fields" | "answer" | "args" | "context" => FIELDS,
        "rows" | "exceptions" => SIZES,
        "values" => VALUES,
        "bits" => BITS,
        "codes" => CODES,
        "cases" => CASES,
        _ => &[],
    }
}

/// A row, if it is one that stands on one line.
pub(super) fn row<'v, 'a>(value: &'v Value<'a>) -> Option<&'v Group<'a>> {
    match value {
        Value::Table(group) if !group.is_broken() => Some(group),
        _ => None,
    }
}

/// Each of the rows on one line; `None` is no row.
pub(super) fn rows(rows: &[Option<&Group<'_>>], under: &str) -> Vec<String> {
    let rows: Vec<Vec<(String, String)>> =
        rows.iter().map(|row| row.map(cells).unwrap_or_default()).collect();
    let columns = shared(columns(under), &rows);
    let places: Vec<Vec<usize>> = rows.iter().map(|row| places(row, &columns)).collect();
    let mut widths = vec![0; columns.len()];
    for (row, places) in rows.iter().zip(&places) {
        for ((_, text), &place) in row.iter().zip(places).take(row.len().saturating_sub(1)) {
            let width = text.chars().count() + 1;
            if width <= WIDEST_CELL {
                widths[place] = widths[place].max(width);
            }
        }
    }
    // A column without a width is the last cell of every row that has it.
    let starts: Vec<usize> = std::iter::once(0)
        .chain(widths.iter().scan(0, |end, &width| {
            *end += width + usize::from(width > 0);
            Some(*end)
        }))
        .collect();
    rows.iter().zip(&places).map(|(row, places)| line(row, places, &starts)).collect()
}

/// Keys and texts of a row's cells.
fn cells(row: &Group<'_>) -> Vec<(String, String)> {
    let items = row.parts.iter().filter_map(|part| match part {
        Part::Item(Item { entry, .. }) => Some((unquoted(&entry.key).to_owned(), print::entry(entry, 0))),
        _ => None,
    });
    items.collect()
}

/// The columns that at least half of the rows have.
fn shared(columns: Columns, rows: &[Vec<(String, String)>]) -> Vec<&'static [&'static str]> {
    let count = rows.iter().filter(|row| !row.is_empty()).count();
    let has = |column: &[&str], row: &Vec<(String, String)>| {
        row.iter().any(|(key, _)| column.contains(&key.as_str()))
    };
    let often = |column: &&&'static [&'static str]| {
        2 * rows.iter().filter(|row| has(column, row)).count() >= count.max(1)
    };
    columns.iter().filter(often).copied().collect()
}

/// The columns of a row's leading cells.
fn places(row: &[(String, String)], columns: &[&[&str]]) -> Vec<usize> {
    let mut places = Vec::new();
    for (key, _) in row {
        let from = places.last().map_or(0, |last| last + 1);
        match (from..columns.len()).find(|&place| columns[place].contains(&key.as_str())) {
            Some(place) => places.push(place),
            None => break,
        }
    }
    places
}

fn line(row: &[(String, String)], places: &[usize], starts: &[usize]) -> String {
    let mut line = String::new();
    let mut width = 0;
    for (number, (_, text)) in row.iter().enumerate() {
        // What is in no column comes after the last one that is.
        let start = match (places.get(number), number.checked_sub(1).and_then(|before| places.get(before))) {
            (Some(&place), _) => starts.get(place),
            (None, Some(&before)) => starts.get(before + 1),
            (None, None) => None,
        };
        let gap = start.map_or(0, |start| start.saturating_sub(width)).max(usize::from(number > 0));
        line.extend(std::iter::repeat_n(' ', gap));
        line.push_str(text);
        width += gap + text.chars().count();
        if number + 1 < row.len() {
            line.push(',');
            width += 1;
        }
    }
    if line.is_empty() { "{}".to_owned() } else { format!("{{ {line} }}") }
}

/// Entries that stand one below the other, each on one line: `=` and the rows behind it aligned.
pub(super) fn entries(entries: &[&Entry<'_>], under: &str, indent: usize) -> Vec<String> {
    let of_rows: Vec<Option<&Group<'_>>> = entries.iter().map(|entry| row(&entry.value)).collect();
    let aligned = rows(&of_rows, under);
    let widths = entries.iter().map(|entry| entry.key.chars().count());
    let widest = widths.filter(|&width| width <= WIDEST_KEY).max().unwrap_or(0);
    let texts = entries.iter().zip(of_rows.iter().zip(aligned)).map(|(entry, (row, aligned))| {
        let value = if row.is_some() { aligned } else { print::value(&entry.value, &entry.key, indent) };
        format!("{:widest$} = {value}", entry.key)
    });
    texts.collect()
}

/// A line, or several, and the comment behind it.
#[derive(Debug, Default)]
pub(super) struct Text<'a> {
    pub(super) written: String,
    pub(super) comment: Option<&'a str>,
    /// There is nothing but a comment, and it goes on with the one above.
    continued: bool,
}

impl<'a> Text<'a> {
    pub(super) fn line(text: String, comment: Option<&'a str>) -> Self {
        Self { written: text, comment, continued: false }
    }

    pub(super) fn continued(comment: &'a str) -> Self {
        Self { written: String::new(), comment: Some(comment), continued: true }
    }

    /// Characters in front of the comment, in the last of several lines.
    fn width(&self) -> usize {
        self.written.rsplit('\n').next().map_or(0, |last| last.chars().count())
    }

    /// Whether the comments of neighbours stand below its own.
    fn is_waited_for(&self) -> bool {
        self.comment.is_some() && !self.written.contains('\n') && self.width() <= WIDEST_LINE
    }
}

/// Lines with the comments behind them; those of neighbours one below the other.
pub(super) fn comments(lines: Vec<Text<'_>>) -> Vec<String> {
    let mut ends = vec![0; lines.len()];
    let mut start = 0;
    while let Some(first) = lines.get(start) {
        let run = lines[start..].iter().take_while(|line| line.is_waited_for()).count();
        let widest = lines[start..start + run].iter().map(Text::width).max();
        let end = match start.checked_sub(1) {
            // What goes on with the comment of a line that is not waited for.
            Some(above) if first.continued => ends[above],
            _ => widest.unwrap_or(first.width()),
        };
        ends[start..start + run.max(1)].fill(end);
        start += run.max(1);
    }
    let text = |(line, end): (Text<'_>, usize)| match line.comment {
        None => line.written,
        Some(comment) => {
            let gap = end.saturating_sub(line.width()) + 2;
            format!("{}{}{comment}", line.written, " ".repeat(gap))
        }
    };
    lines.into_iter().zip(ends).map(text).collect()
}
