//! Aligned columns of text.

/// Lines of cells. A cell may be empty; trailing blanks are not written.
#[derive(Debug, Default)]
pub(crate) struct Columns {
    lines: Vec<Vec<String>>,
}

impl Columns {
    /// Adds a line.
    pub(crate) fn line(&mut self, cells: impl IntoIterator<Item = String>) {
        self.lines.push(cells.into_iter().collect());
    }

    /// All lines, each column as wide as its widest cell and two blanks apart from the next.
    pub(crate) fn render(&self) -> String {
        let count = self.lines.iter().map(Vec::len).max().unwrap_or(0);
        let mut widths = vec![0; count];
        for line in &self.lines {
            for (width, cell) in widths.iter_mut().zip(line) {
                *width = (*width).max(cell.chars().count());
            }
        }
        let mut text = String::new();
        for line in &self.lines {
            let start = text.len();
            for (cell, &width) in line.iter().zip(&widths) {
                if width > 0 {
                    text.push_str(cell);
                    text.extend(std::iter::repeat_n(' ', width + 2 - cell.chars().count()));
                }
            }
            text.truncate(start + text[start..].trim_end().len());
            text.push('\n');
        }
        text
    }
}
