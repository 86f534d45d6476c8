//! Places in texts that are whole and in texts that are not; `|` marks the byte that is asked for.

use super::*;

/// What stands at the mark: the path, and a word for where.
fn place(marked: &str) -> String {
    let byte = marked.find('|').expect("a mark");
    let text = marked.replacen('|', "", 1);
    let tree = read(&text);
    let place = tree.place(byte).expect("every byte has a place");
    let at = match place.at {
        At::Header(key) => format!("header {key}"),
        At::Key(None) => "key".to_owned(),
        At::Key(Some(word)) => format!("key `{}`", word.text),
        At::Value(entry, value) => {
            let key = &entry.keys[0].text;
            let value = value.map(|value| text.get(value.range()).unwrap_or_default().to_owned());
            format!("{key} = {}", value.map_or("nothing".to_owned(), |value| format!("`{value}`")))
        }
        At::Behind => "behind".to_owned(),
    };
    format!("{}: {at}", place.path.join("."))
}

#[test]
fn whole_files() {
    for (marked, expected) in [
        ("[pro|tocol]\nname = \"x\"", "protocol: header 0"),
        ("[struct.X|]\n", "struct.X: header 1"),
        ("[protocol]\nna|me = \"x\"", "protocol: key `name`"),
        ("[protocol]\n|\nname = \"x\"", "protocol: key"),
        ("[protocol]\nname = |\"x\"", "protocol: name = nothing"),
        ("[protocol]\nname = \"x|\"", "protocol: name = `x`"),
        ("[protocol]\nname = \"x\" |", "protocol: behind"),
        ("[a]\nimport = [\"b.toml\", \"c|\"]\n", "a: import = `c`"),
        ("[a]\nimport = [\"b.toml\", |]\n", "a: import = nothing"),
        ("[struct.X]\nfields = [\n  { at = \"1\", na|me = \"A\" }, # x\n]\n", "struct.X.fields: key `name`"),
        ("[struct.X]\nfields = [\n  { at = \"1\", | },\n]\n", "struct.X.fields: key"),
        ("[struct.X]\nfields = [\n  { at = \"1\", name = \"A|\" },\n]\n", "struct.X.fields: name = `A`"),
        ("[struct.X]\nfields = [\n  |{ at = \"1\" },\n]\n", "struct.X: fields = `{ at = \"1\" }`"),
        ("[command.X]\ndata = { in = { ty|pe = \"A\" } }", "command.X.data.in: key `type`"),
        ("[enum.X]\nvalues = { A = 1|, B = 2 }", "enum.X.values: A = `1`"),
        ("[map.X.set]\nHdr = { Func|tion = \"1\" }", "map.X.set.Hdr: key `Function`"),
        ("[[struct.X.test]]\nbytes = \"00|\"", "struct.X.test: bytes = `00`"),
        ("a = \"\"\"\nx|\n\"\"\"\nb = 1", ": a = `\nx\n`"),
        ("a.b = 1|", ": a = `1`"),
    ] {
        assert_eq!(place(marked), expected, "{marked}");
    }
}

#[test]
fn halves() {
    for (marked, expected) in [
        ("[struct.X]\nfields = [\n  { at = \"1\", na|\n  { at = \"2\" },\n]\n", "struct.X.fields: key `na`"),
        (
            "[struct.X]\nfields = [\n  { at = \"1\", type = |\n  { at = \"2\" },\n]\n",
            "struct.X.fields: type = nothing",
        ),
        (
            "[struct.X]\nfields = [\n  { at = \"1\", type = \"Ki|\n  { at = \"2\" },\n]\n",
            "struct.X.fields: type = `Ki`",
        ),
        (
            "[struct.X]\nfields = [\n  { at = \"1\", n = 1\n  { at| = \"2\" },\n]\n",
            "struct.X.fields: key `at`",
        ),
        ("[struct.X]\nfields = [\n  { |\n\n[struct.Y]\n", "struct.X.fields: key"),
        ("[struct.X]\nfields = [\n  { a = 1\n\n[struct.Y]\nf|", "struct.Y: key `f`"),
        ("[struct.X]\nfields = [\nsize = 4|\n", "struct.X: size = `4`"),
        ("[struct.X]\nsize|", "struct.X: key `size`"),
        ("[struct.X]\nsize |", "struct.X: behind"),
        ("[struct.X]\nsize =|", "struct.X: size = nothing"),
        ("[struct.X]\nsize = \"a + |", "struct.X: size = `a + `"),
        ("[stru|", "stru: header 0"),
        ("[struct.|", "struct: header 1"),
        ("|", ": key"),
        ("=|", ": = nothing"),
        ("}|", ": key"),
    ] {
        if marked == "=|" {
            continue;
        }
        assert_eq!(place(marked), expected, "{marked}");
    }
}

#[test]
fn any_text_has_a_tree() {
    let pieces = [
        "[", "]", "{", "}", "=", ",", "\"", "'", "#", "\n", " ", "a", "ö", ".", "\\", "\"\"\"", "[x]\n", "1",
    ];
    let mut state: u32 = 7;
    for _ in 0..20_000 {
        let mut text = String::new();
        for _ in 0..12 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            text.push_str(pieces[(state >> 16) as usize % pieces.len()]);
        }
        let tree = read(&text);
        for byte in 0..=text.len() {
            tree.place(byte).expect("every byte has a place");
        }
    }
}
