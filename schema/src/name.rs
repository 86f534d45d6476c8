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
        let mut snake = String::with_capacity(self.source.len() + 4);
        for word in words(&self.source) {
            if !snake.is_empty() {
                snake.push('_');
            }
            snake.extend(word.chars().map(|c| c.to_ascii_lowercase()));
        }
        snake
    }

    /// `AllocationLength`: types and variants.
    pub fn camel(&self) -> String {
        words(&self.source)
            .flat_map(|word| {
                let cased = |(at, c): (usize, char)| match at {
                    0 => c.to_ascii_uppercase(),
                    _ => c.to_ascii_lowercase(),
                };
                word.chars().enumerate().map(cased)
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
        written == self.printed || written == self.source || self.is_snake(written)
    }

    /// Each text for which [`Self::is`] holds, once.
    pub(crate) fn ways(&self) -> impl Iterator<Item = String> {
        let snake = Some(self.snake()).filter(|snake| *snake != self.printed && *snake != self.source);
        let renamed = (self.source != self.printed).then(|| self.source.clone());
        [Some(self.printed.clone()), renamed, snake].into_iter().flatten()
    }

    /// Whether this is [`Self::snake`], which is asked of many names for each that is meant.
    fn is_snake(&self, written: &str) -> bool {
        let mut left = written;
        for (index, word) in words(&self.source).enumerate() {
            let separated = if index == 0 { Some(left) } else { left.strip_prefix('_') };
            let parts = separated.and_then(|left| left.split_at_checked(word.len()));
            let Some((_, after)) = parts.filter(|(found, _)| is_lower_of(found, word)) else { return false };
            left = after;
        }
        left.is_empty()
    }
}

/// Whether a text can be `name` of `[protocol]`: a small letter, then small letters, digits and `_`, and none of the
/// words that name no module in Rust.
pub fn is_module(text: &str) -> bool {
    let rest = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let letters = text.starts_with(|c: char| c.is_ascii_lowercase()) && text.chars().all(rest);
    letters && !["self", "super", "crate"].contains(&text)
}

/// How a name is written where only a word may stand, as in an expression or a bare key: as printed where it is
/// one, otherwise in snake case.
pub fn word(printed: &str) -> String {
    let is_word = printed.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if is_word { printed.to_owned() } else { Name::new(printed).snake() }
}

/// The words of a name, as they are written in it. `READ_10`, `Read10` and `READ (10)` are `read`, `10` joined as
/// `read10`'s digits: a digit does not start a word unless a separator says so.
fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split(|c: char| !c.is_ascii_alphanumeric()).flat_map(|run| {
        let mut rest = run;
        std::iter::from_fn(move || {
            let bytes = rest.as_bytes();
            let end = (1..bytes.len()).find(|at| starts_word(bytes, *at)).unwrap_or(bytes.len());
            let (word, after) = rest.split_at_checked(end)?;
            rest = after;
            (!word.is_empty()).then_some(word)
        })
    })
}

/// Whether one text is the other in lower case.
fn is_lower_of(lower: &str, text: &str) -> bool {
    lower.bytes().eq(text.bytes().map(|byte| byte.to_ascii_lowercase()))
}

/// Whether the letter there starts a word, behind letters and digits alone.
fn starts_word(run: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| run.get(before));
    let is_lower_after = run.get(at + 1).is_some_and(u8::is_ascii_lowercase);
    run.get(at).is_some_and(u8::is_ascii_uppercase)
        && before.is_some_and(|before| before.is_ascii_lowercase() || is_lower_after)
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
            assert!(name.is(printed) && name.is(snake));
            for other in ["", "_", "read", "read_1", "read_100", "allocation__length", "uoffset", "u_Offset"]
            {
                assert_eq!(name.is(other), other == snake, "{other}");
            }
        }
    }
}
