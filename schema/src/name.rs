//! Names as a standard prints them, and the identifiers they become.

/// A name as printed, with the one that Rust is to have where the author gave another.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name {
    /// As printed: `ALLOCATION LENGTH`, `uOffset`.
    pub printed: String,
    /// `rename`, or the printed name.
    source: String,
}

impl Name {
    /// A name without `rename`.
    pub fn new(printed: impl Into<String>) -> Self {
        let printed = printed.into();
        Self { source: printed.clone(), printed }
    }

    /// A name with `rename`.
    pub fn renamed(printed: impl Into<String>, rename: impl Into<String>) -> Self {
        Self { printed: printed.into(), source: rename.into() }
    }

    /// `allocation_length`: members, args, functions, modules. Rust's keywords are not looked at.
    pub fn snake(&self) -> String {
        words(&self.source).join("_")
    }

    /// `AllocationLength`: types and variants.
    pub fn camel(&self) -> String {
        words(&self.source)
            .iter()
            .map(|word| {
                let (first, rest) = word.split_at(1);
                first.to_uppercase() + rest
            })
            .collect()
    }

    /// `ALLOCATION_LENGTH`: constants.
    pub fn screaming(&self) -> String {
        self.snake().to_uppercase()
    }

    /// Whether `written` (in an expression, a vector, on the command line) means this name: as printed,
    /// as renamed or in snake case.
    pub fn is(&self, written: &str) -> bool {
        written == self.printed || written == self.source || written == self.snake()
    }
}

/// The words of a name in lower case. `READ_10`, `Read10` and `READ (10)` are `read`, `10` joined as
/// `read10`'s digits: a digit does not start a word unless a separator says so.
fn words(name: &str) -> Vec<String> {
    let chars: Vec<char> = name.chars().collect();
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    for (i, &c) in chars.iter().enumerate() {
        if !c.is_ascii_alphanumeric() {
            if !word.is_empty() {
                words.push(std::mem::take(&mut word));
            }
            continue;
        }
        let before = i.checked_sub(1).map(|i| chars[i]);
        let after = chars.get(i + 1);
        let starts = c.is_ascii_uppercase()
            && before.is_some_and(|b| {
                b.is_ascii_lowercase()
                    || b.is_ascii_digit() && after.is_some_and(char::is_ascii_lowercase)
                    || b.is_ascii_uppercase() && after.is_some_and(char::is_ascii_lowercase)
            });
        if starts && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        word.push(c.to_ascii_lowercase());
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// Which of `known` was meant by `written`, for "did you mean": the nearest by insertions, deletions,
/// exchanges and swaps of neighbours, case aside, unless even that is too far. The first of equals.
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = |text: &str| text.to_lowercase().chars().collect::<Vec<char>>();
    let written = lower(written);
    let mut best: Option<(usize, &str)> = None;
    for name in known {
        let candidate = lower(name);
        let distance = distance(&written, &candidate);
        let allowed = written.len().max(candidate.len()) / 3;
        if distance <= allowed && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, name));
        }
    }
    best.map(|(_, name)| name)
}

/// Edits between two words, a swap of neighbours counted as one.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let mut least = (above[j] + usize::from(x != y)).min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut above, row);
    }
    above.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{Name, nearest};

    #[test]
    fn nearest_names_are_near() {
        let known = ["allocation_length", "control", "size", "count", "fields"];
        for (written, meant) in [
            ("alocation_length", Some("allocation_length")),
            ("Control", Some("control")),
            ("cuont", Some("count")),
            ("field", Some("fields")),
            ("at", None),
            ("transfer", None),
            ("", None),
        ] {
            assert_eq!(nearest(written, known), meant, "{written}");
        }
    }

    #[test]
    fn printed_names_become_identifiers() {
        for (printed, snake, camel) in [
            ("ALLOCATION LENGTH", "allocation_length", "AllocationLength"),
            ("READ_10", "read_10", "Read10"),
            ("uOffset", "u_offset", "UOffset"),
            ("TRACK/SESSION NUMBER", "track_session_number", "TrackSessionNumber"),
            ("GetObjectInfo", "get_object_info", "GetObjectInfo"),
            ("T10 VENDOR IDENTIFICATION", "t10_vendor_identification", "T10VendorIdentification"),
            ("Read10", "read10", "Read10"),
            ("URBFunction", "urb_function", "UrbFunction"),
            ("CD-R/RW", "cd_r_rw", "CdRRw"),
            ("StorageID", "storage_id", "StorageId"),
        ] {
            let name = Name::new(printed);
            assert_eq!((name.snake().as_str(), name.camel().as_str()), (snake, camel));
        }
    }
}
