//! Style by example, and what must hold of every schema there is.

use std::path::{Path, PathBuf};

use toml_parser::Source;
use toml_parser::lexer::TokenKind;

use super::{format, same_meaning};

fn formatted(text: &str) -> String {
    format(text).expect("it is TOML")
}

#[test]
fn rows_have_columns_and_neighbours_have_their_equals_signs_aligned() {
    let text = r#"


#:schema ./opcodec.schema.json
[ protocol ]   # the file
name="x"
edition =1

# of the table
[struct.A]
doc = "A."
size = 8 # bytes
required=1# at least
fields = [{at="0",name="A",doc="First."},
  {at = "1.7:5", name = "LONGER",   type="E", default = 1 } , # why

  # the rest
  {at = "2..3",reserved = true},
  { at = "4..7", name = "B", type = "u32" },
  {}
]
trailing =  "ignore"


[enum.E.values]
ONE=1
ELEVEN ={value=11,doc="11."}
"TWO" = { value = 0x00002, doc = "2." }
"#;
    let expected = r#"#:schema ./opcodec.schema.json
[protocol]  # the file
name    = "x"
edition = 1

# of the table
[struct.A]
doc      = "A."
size     = 8  # bytes
required = 1  # at least
fields = [
  { at = "0",     name = "A",      doc = "First." },
  { at = "1.7:5", name = "LONGER", type = "E", default = 1 },  # why

  # the rest
  { at = "2..3",  reserved = true },
  { at = "4..7",  name = "B",      type = "u32" },
  {},
]
trailing = "ignore"

[enum.E.values]
ONE    = 1
ELEVEN = { value = 11,      doc = "11." }
"TWO"  = { value = 0x00002, doc = "2." }
"#;
    assert_eq!(formatted(text), expected);
    assert_eq!(formatted(expected), expected);
}

#[test]
fn what_is_in_several_lines_stays_so_and_what_is_wide_is_not_waited_for() {
    let text = format!(
        "a = [ # first\n1 ,2,\n 3 # three\n# last\n]\nb = {{ x = 1,\ny = [ ] }}\nc = \"\"\"\n two\n  lines\"\"\"\n\
         long = {{ k = 1 }}\n{} = 2\nfields = [\n{{ at = \"{}\", name = \"A\", type = \"u8\" }},\n{{ at = \"1\", name = \"B\" }} ]",
        "k".repeat(60),
        "1".repeat(60)
    );
    let expected = format!(
        "a = [  # first\n  1, 2,\n  3,  # three\n  # last\n]\nb = {{\n  x = 1,\n  y = [],\n}}\nc = \"\"\"\n two\n  lines\"\"\"\n\
         long = {{ k = 1 }}\n{} = 2\nfields = [\n  {{ at = \"{}\", name = \"A\", type = \"u8\" }},\n  {{ at = \"1\", name = \"B\" }},\n]\n",
        "k".repeat(60),
        "1".repeat(60)
    );
    assert_eq!(formatted(&text), expected);
    assert_eq!(formatted(&expected), expected);
}

#[test]
fn a_comment_that_goes_on_below_itself_does_so_afterwards() {
    let wide = "x".repeat(100);
    let text = format!(
        "a = 1   # one\n        # and more\n# of b\nb = 2\nlong = \"{wide}\" # wide\n{0} # more\n{0} # again\nf = [\n{{ a = 1 }}, # x\n           # y\n]\n",
        " ".repeat(109)
    );
    let expected = format!(
        "a = 1  # one\n       # and more\n# of b\nb    = 2\nlong = \"{wide}\"  # wide\n{0}  # more\n{0}  # again\nf = [\n  {{ a = 1 }},  # x\n              # y\n]\n",
        " ".repeat(109)
    );
    assert_eq!(formatted(&text), expected);
    assert_eq!(formatted(&expected), expected);
}

#[test]
fn line_ends_stay_where_all_are_alike_and_nothing_is_nothing() {
    assert_eq!(formatted("a=1\r\nb=[\r\n1]\r\n"), "a = 1\r\nb = [\r\n  1,\r\n]\r\n");
    assert_eq!(formatted("a=1\r\nb=\"\"\"\r\nx\r\n\"\"\""), "a = 1\r\nb = \"\"\"\r\nx\r\n\"\"\"\r\n");
    assert_eq!(formatted("a=1\n\r\n\r\n"), "a = 1\n");
    assert_eq!(formatted(""), "");
    assert_eq!(formatted("\u{FEFF}a.\"b\" . c=1979-05-27 07:32:00"), "a.\"b\".c = 1979-05-27 07:32:00\n");
}

#[test]
fn what_is_no_toml_comes_back_with_its_mistakes() {
    for text in
        ["a = ", "[a", "a = 1\na = 2", "a = [1,, 2]", "a = 0x", "a = \"", "= 1", "a = { b = 1, b = 2 }"]
    {
        assert!(!format(text).expect_err(text).is_empty());
    }
}

fn schemas() -> Vec<PathBuf> {
    fn below(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).expect("the folder is there") {
            let path = entry.expect("it can be read").path();
            if path.is_dir() {
                below(&path, found);
            } else if path.extension().is_some_and(|it| it == "toml") {
                found.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = Vec::new();
    for folder in
        ["protocols/schemas", "examples/schemas", "tests/schemas", "tests/cases", "cli/tests/schemas"]
    {
        below(&root.join(folder), &mut found);
    }
    found.sort();
    found
}

#[test]
fn every_schema_means_the_same_afterwards_however_its_blanks_are_mangled() {
    let mut random = Random(0x9E37_79B9);
    let mut read = 0;
    for path in schemas() {
        let text = std::fs::read_to_string(&path).expect("text");
        let Ok(once) = format(&text) else { continue };
        read += 1;
        assert!(same_meaning(&text, &once), "{}", path.display());
        assert_eq!(formatted(&once), once, "{}: formatted twice", path.display());
        assert_eq!(comments(&text), comments(&once), "{}", path.display());
        for _ in 0..3 {
            let mangled = mangled(&once, &mut random);
            assert!(same_meaning(&text, &mangled), "{}: the test mangles more than blanks", path.display());
            assert_eq!(formatted(&mangled), once, "{}: {mangled}", path.display());
        }
    }
    assert!(read > 100, "{read}");
}

#[test]
fn what_is_damaged_is_refused_or_means_the_same_afterwards() {
    const PIECES: [&str; 16] = [
        "\n", "\r\n", "\r", "#", "\"", "'", "\"\"\"", "'''", "[", "]", "{", "}", ",", "=", "\t\u{E9}",
        "# a\n",
    ];
    let mut random = Random(7);
    let mut formatted_all_the_same = 0;
    for path in schemas() {
        let text = std::fs::read_to_string(&path).expect("text");
        let boundaries: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        for _ in 0..if boundaries.is_empty() { 0 } else { 12 } {
            let mut damaged = text.clone();
            for _ in 0..=random.below(2) {
                let at = boundaries[random.below(boundaries.len())];
                if damaged.is_char_boundary(at) {
                    damaged.insert_str(at, PIECES[random.below(PIECES.len())]);
                }
            }
            let Ok(once) = format(&damaged) else { continue };
            formatted_all_the_same += 1;
            assert!(same_meaning(&damaged, &once), "{}:\n{damaged}\n---\n{once}", path.display());
            assert_eq!(formatted(&once), once, "{}:\n{damaged}", path.display());
            assert_eq!(comments(&damaged), comments(&once), "{}:\n{damaged}", path.display());
        }
    }
    assert!(formatted_all_the_same > 100, "{formatted_all_the_same}");
}

#[test]
fn shipped_schemas_are_formatted() {
    let shipped = |path: &PathBuf| {
        ["protocols/schemas", "examples/schemas"].iter().any(|folder| path.to_string_lossy().contains(folder))
    };
    for path in schemas().into_iter().filter(shipped) {
        let text = std::fs::read_to_string(&path).expect("text");
        assert!(formatted(&text) == text, "run `opcodec fmt {}`", path.display());
    }
}

fn comments(text: &str) -> Vec<&str> {
    let tokens = Source::new(text).lex().filter(|token| token.kind() == TokenKind::Comment);
    tokens.map(|token| text[token.span().start()..token.span().end()].trim_end()).collect()
}

/// The text with other blanks between its tokens, and other numbers of empty lines where there is one.
fn mangled(text: &str, random: &mut Random) -> String {
    let mut mangled = String::new();
    let (mut in_header, mut line_starts, mut line_is_empty) = (false, true, true);
    for token in Source::new(text).lex() {
        let written = &text[token.span().start()..token.span().end()];
        if line_starts {
            in_header = token.kind() == TokenKind::LeftSquareBracket;
            mangled.push_str(random.blanks(0));
        }
        line_starts = false;
        match token.kind() {
            TokenKind::Whitespace if in_header || line_is_empty => {}
            TokenKind::Whitespace => mangled.push_str(random.blanks(1)),
            TokenKind::Equals
            | TokenKind::Comma
            | TokenKind::LeftCurlyBracket
            | TokenKind::RightCurlyBracket => {
                mangled.push_str(random.blanks(0));
                mangled.push_str(written);
                mangled.push_str(random.blanks(0));
            }
            TokenKind::Newline => {
                mangled.push_str(random.blanks(0));
                mangled.push_str(written);
                if line_is_empty {
                    mangled.push_str(["", "\n", " \n\t\n"][random.below(3)]);
                }
                (line_starts, line_is_empty) = (true, true);
                continue;
            }
            _ => mangled.push_str(written),
        }
        line_is_empty = line_is_empty && token.kind() == TokenKind::Whitespace;
    }
    mangled
}

struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }

    fn blanks(&mut self, least: usize) -> &'static str {
        ["", " ", "   ", "\t ", "     "][least + self.below(5 - least)]
    }
}
