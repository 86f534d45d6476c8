//! Bytes down, bits across.

use std::collections::HashSet;
use std::fmt::Write as _;

use super::fields::{Field, Fragment};

/// Characters of one bit, without its border.
const BIT: usize = 10;
/// Characters in front of the first border.
const MARGIN: usize = 7;

/// Notes by number, each once.
#[derive(Debug, Default)]
pub(super) struct Notes {
    pub(super) texts: Vec<String>,
}

impl Notes {
    fn number(&mut self, note: &str) -> usize {
        let known = self.texts.iter().position(|text| text == note);
        known.map_or_else(
            || {
                self.texts.push(note.to_owned());
                self.texts.len()
            },
            |at| at + 1,
        )
    }
}

/// Bits of one line of boxes, 7 first, and what stands in them.
#[derive(Debug)]
struct Cell {
    high: u8,
    low: u8,
    /// Words to be wrapped.
    text: String,
    /// What stands at the upper left and the lower right.
    corners: Option<(&'static str, &'static str)>,
}

/// Boxes side by side, and the bytes that stand beside them.
#[derive(Debug)]
struct Line {
    first: String,
    /// Of several bytes, the last; of many, with dots between.
    last: Option<String>,
    dots: bool,
    cells: Vec<Cell>,
}

/// What is said where no row names bits.
pub(super) struct Unnamed<'a> {
    /// Bits that children of the union name: byte and bit.
    pub(super) by_child: &'a HashSet<(u64, u8)>,
    /// Bytes of the whole, where that is constant.
    pub(super) len: Option<u64>,
    /// What it is called: `reserved`, in memory `padding`.
    pub(super) name: &'static str,
}

/// Draws the fields; what there is to say beside goes into `notes`.
pub(super) fn draw(fields: &[Field], unnamed: &Unnamed<'_>, notes: &mut Notes) -> String {
    let mut lines = Vec::new();
    let regions = fields.iter().map(|field| field.region).max().unwrap_or(0);
    for region in 0..=regions {
        let mut inside: Vec<&Field> = fields.iter().filter(|field| field.region == region).collect();
        inside.sort_by_key(|field| field.start);
        let mut end = 0;
        let mut rest = inside.as_slice();
        while let Some(first) = rest.first() {
            if region == 0 && first.start > end {
                lines.push(gap(end, first.start, region, unnamed));
            }
            let (cluster, more, to) = cluster(rest);
            rest = more;
            for (number, layer) in layers(cluster).iter().enumerate() {
                let shown = if number == 0 { Some(unnamed).filter(|_| region == 0) } else { None };
                layer_lines(layer, region, regions, shown, notes, &mut lines);
            }
            end = end.max(to);
        }
        if let Some(len) = unnamed.len.filter(|&len| region == 0 && regions == 0 && len > end) {
            let open = fields.iter().any(|field| field.len.is_none());
            lines.extend((!open).then(|| gap(end, len, region, unnamed)));
        }
    }
    text(&lines)
}

/// Bytes that nothing names.
fn gap(from: u64, to: u64, region: usize, unnamed: &Unnamed<'_>) -> Line {
    let by_child = unnamed.by_child.iter().any(|(byte, _)| (from..to).contains(byte));
    let text = if by_child { "by the child" } else { unnamed.name };
    let cell = Cell { high: 7, low: 0, text: text.to_owned(), corners: None };
    several(from, to - from, region, cell)
}

fn several(start: u64, len: u64, region: usize, cell: Cell) -> Line {
    Line {
        first: label(region, start),
        last: (len > 1).then(|| label(region, start + len - 1)),
        dots: len > 2,
        cells: vec![cell],
    }
}

/// Fields whose bytes touch, the others, and the first byte behind the former.
fn cluster<'f, 'a>(fields: &'f [&'a Field]) -> (&'f [&'a Field], &'f [&'a Field], u64) {
    let mut end = 0;
    let mut count = 0;
    for field in fields {
        if count > 0 && field.start >= end {
            break;
        }
        end = end.max(field.start + field.drawn());
        count += 1;
    }
    let (inside, more) = fields.split_at(count);
    (inside, more, end)
}

/// Fields that share no bit, in as few groups as come by themselves.
fn layers<'a>(fields: &[&'a Field]) -> Vec<Vec<&'a Field>> {
    let mut layers: Vec<Vec<&Field>> = Vec::new();
    for field in fields {
        match layers.iter_mut().find(|layer| layer.iter().all(|other| !share(field, other))) {
            Some(layer) => layer.push(field),
            None => layers.push(vec![field]),
        }
    }
    layers
}

fn share(one: &Field, other: &Field) -> bool {
    let bytes = |field: &Field| field.start..field.start + field.drawn();
    let (a, b) = (bytes(one), bytes(other));
    if a.start >= b.end || b.start >= a.end {
        return false;
    }
    let bits = |field: &Field, byte: u64| match field.fragments.as_slice() {
        [] => u8::MAX,
        parts => parts.iter().filter(|part| part.byte == byte).fold(0, |mask, part| mask | mask_of(part)),
    };
    (a.start.max(b.start)..a.end.min(b.end)).any(|byte| bits(one, byte) & bits(other, byte) != 0)
}

fn mask_of(part: &Fragment) -> u8 {
    ((1_u16 << (part.high + 1)) - (1 << part.low)) as u8
}

/// The lines of fields that share no bit. Without `unnamed` the bits between them belong to others.
fn layer_lines(
    layer: &[&Field],
    region: usize,
    regions: usize,
    unnamed: Option<&Unnamed<'_>>,
    notes: &mut Notes,
    lines: &mut Vec<Line>,
) {
    let start = layer.iter().map(|field| field.start).min().unwrap_or(0);
    let end = layer.iter().map(|field| field.start + field.drawn()).max().unwrap_or(0);
    let mut byte = start;
    while byte < end {
        let whole = layer.iter().find(|field| field.fragments.is_empty() && field.start == byte);
        if let Some(field) = whole {
            lines.push(whole_line(field, region, regions, notes));
            byte += field.drawn();
            continue;
        }
        let mut parts: Vec<(&Field, &Fragment)> = layer
            .iter()
            .flat_map(|field| field.fragments.iter().map(move |part| (*field, part)))
            .filter(|(_, part)| part.byte == byte)
            .collect();
        if parts.is_empty() {
            let next =
                layer.iter().map(|field| field.start).filter(|&start| start > byte).min().unwrap_or(end);
            let text = unnamed.map_or("", |unnamed| unnamed.name).to_owned();
            lines.push(several(byte, next - byte, region, Cell { high: 7, low: 0, text, corners: None }));
            byte = next;
            continue;
        }
        parts.sort_by_key(|(_, part)| std::cmp::Reverse(part.high));
        lines.push(Line {
            first: label(region, byte),
            last: None,
            dots: false,
            cells: byte_cells(&parts, byte, unnamed, notes),
        });
        byte += 1;
    }
}

fn whole_line(field: &Field, region: usize, regions: usize, notes: &mut Notes) -> Line {
    let corners =
        field.little_endian.map(|little| if little { ("(LSB)", "(MSB)") } else { ("(MSB)", "(LSB)") });
    let cell = Cell { high: 7, low: 0, text: said(field, None, 8, notes), corners };
    match field.len {
        Some(len) => several(field.start, len.max(1), region, cell),
        None => {
            // What comes behind is counted anew.
            let last = match field.until {
                Some(until) => label(region, until - 1),
                None if region < regions => format!("{}-1", letter(region + 1)),
                None => letter(region + 1),
            };
            Line { first: label(region, field.start), last: Some(last), dots: true, cells: vec![cell] }
        }
    }
}

fn byte_cells(
    parts: &[(&Field, &Fragment)],
    byte: u64,
    unnamed: Option<&Unnamed<'_>>,
    notes: &mut Notes,
) -> Vec<Cell> {
    let mut cells = Vec::new();
    let mut next: i16 = 7;
    let fill = |cells: &mut Vec<Cell>, high: i16, low: i16| {
        if high < low {
            return;
        }
        let text = match unnamed {
            None => "",
            Some(unnamed) if (low..=high).any(|bit| unnamed.by_child.contains(&(byte, bit as u8))) => {
                "by the child"
            }
            Some(unnamed) => unnamed.name,
        };
        cells.push(Cell { high: high as u8, low: low as u8, text: text.to_owned(), corners: None });
    };
    for (field, part) in parts {
        fill(&mut cells, next, i16::from(part.high) + 1);
        let text = said(field, Some(part), part.high - part.low + 1, notes);
        cells.push(Cell { high: part.high, low: part.low, text, corners: None });
        next = i16::from(part.low) - 1;
    }
    fill(&mut cells, next, 0);
    cells
}

/// What stands in a box of so many bits: the name, which of its bits these are, what it always is, the type and the
/// numbers of notes.
fn said(field: &Field, part: Option<&Fragment>, bits: u8, notes: &mut Notes) -> String {
    let mut text = field.name.clone();
    if let Some(part) = part.filter(|_| field.fragments.len() > 1) {
        let _ = match (part.of_high, part.of_low) {
            (high, low) if high == low => write!(text, " {high}"),
            (high, low) => write!(text, " {high}:{low}"),
        };
    }
    if let Some(value) = &field.constant {
        let _ = write!(text, " = {value}");
    }
    let with_type = format!("{text} ({})", field.ty);
    if field.is_named && with_type.chars().count() <= width(bits) {
        text = with_type;
    }
    for note in &field.notes {
        let _ = write!(text, " [{}]", notes.number(note));
    }
    text
}

/// Characters of a box of so many bits.
fn width(bits: u8) -> usize {
    usize::from(bits) * (BIT + 1) - 1
}

/// `n` for the end of the first thing of no constant length, then other letters.
fn letter(region: usize) -> String {
    const LETTERS: &[u8] = b"nmkpqrstuvwxyz";
    let at = region.saturating_sub(1);
    let letter = char::from(LETTERS[at % LETTERS.len()]);
    letter.to_string().repeat(at / LETTERS.len() + 1)
}

pub(super) fn label(region: usize, byte: u64) -> String {
    match (region, byte) {
        (0, byte) => byte.to_string(),
        (region, 0) => letter(region),
        (region, byte) => format!("{}+{byte}", letter(region)),
    }
}

fn text(lines: &[Line]) -> String {
    let mut text = format!("{:>1$}", "Bit", MARGIN - 2);
    for bit in (0..8).rev() {
        let at = text.len();
        text += &" ".repeat((MARGIN + 1 + (7 - bit) * (BIT + 1) + BIT / 2).saturating_sub(at));
        text += &bit.to_string();
    }
    text.push('\n');
    let mut above: &[Cell] = &[];
    for (number, line) in lines.iter().enumerate() {
        let beside = if number == 0 { "Byte" } else { "" };
        text += &border(beside, above, &line.cells);
        text += &body(line);
        above = &line.cells;
    }
    text + &border(if lines.is_empty() { "Byte" } else { "" }, above, &[])
}

/// The line between boxes.
fn border(beside: &str, above: &[Cell], below: &[Cell]) -> String {
    let mut line = format!("{beside:>0$}", MARGIN - 1);
    line.push(' ');
    let edge = |bit: u8| above.iter().chain(below).any(|cell| cell.high == bit);
    for bit in (0..8).rev() {
        line.push(if bit == 7 || edge(bit) { '+' } else { '-' });
        line += &"-".repeat(BIT);
    }
    line + "+\n"
}

fn body(line: &Line) -> String {
    let wrapped: Vec<Vec<String>> =
        line.cells.iter().map(|cell| wrap(&cell.text, width(cell.high - cell.low + 1))).collect();
    let tallest = wrapped.iter().map(Vec::len).max().unwrap_or(1).max(1);
    // Several bytes have a line each for the first and the last, and at least one between.
    let (top, height) = if line.last.is_some() { (1, tallest + 2) } else { (0, tallest) };
    let mut text = String::new();
    for row in 0..height {
        let beside = match &line.last {
            _ if row == 0 => line.first.as_str(),
            Some(last) if row + 1 == height => last.as_str(),
            Some(_) if line.dots && row == height / 2 => ":",
            _ => "",
        };
        let _ = write!(text, "{beside:>0$} ", MARGIN - 1);
        for (cell, wrapped) in line.cells.iter().zip(&wrapped) {
            let width = width(cell.high - cell.low + 1);
            let skipped = top + (height - 2 * top - wrapped.len()) / 2;
            let words = row.checked_sub(skipped).and_then(|at| wrapped.get(at)).map_or("", String::as_str);
            text.push('|');
            let _ = match cell.corners {
                Some((upper, _)) if row == 0 => write!(text, " {upper:<0$}", width - 1),
                Some((_, lower)) if row + 1 == height => write!(text, "{lower:>0$} ", width - 1),
                _ => write!(text, "{words:^width$}"),
            };
        }
        text += "|\n";
    }
    text
}

/// Words in lines of that width; a longer one is broken.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let mut word: Vec<char> = word.chars().collect();
        loop {
            let room = lines.last().map_or(0, |line| width.saturating_sub(line.chars().count() + 1));
            if let Some(line) = lines.last_mut().filter(|_| word.len() <= room) {
                line.push(' ');
                line.extend(word);
                break;
            }
            // A word that is too long is broken into parts that are about as long.
            let parts = word.len().div_ceil(width.max(1)).max(1);
            let rest = word.split_off(word.len().div_ceil(parts));
            lines.push(word.into_iter().collect());
            if rest.is_empty() {
                break;
            }
            word = rest;
        }
    }
    lines
}
