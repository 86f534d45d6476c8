//! What the reader refuses: TOML, keys, forms, names, files.

use std::io;
use std::path::Path;

use opcodec_schema::diag::{Code, Diagnostic};
use opcodec_schema::{Compilation, compile_with};

/// Compiles files that are not on the disk, the first one the root.
fn compile(files: &[(&str, &str)]) -> Compilation {
    compile_with(Path::new(files[0].0), &mut |path| {
        let found = files.iter().find(|(name, _)| Path::new(name) == path);
        found.map(|(_, text)| (*text).to_owned()).ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
    })
}

/// Findings of the codes that the reader gives.
fn of_reader(compilation: &Compilation) -> Vec<&Diagnostic> {
    let reader = |code: Code| {
        let number = code as u16;
        (1..30).contains(&number) || (40..50).contains(&number) || code == Code::BadName
    };
    compilation.diagnostics.iter().filter(|found| reader(found.code)).collect()
}

/// The code of each finding, and what is written at its place.
fn findings(compilation: &Compilation) -> Vec<(Code, String)> {
    of_reader(compilation)
        .iter()
        .map(|found| {
            let span = found.primary.span;
            let text = &compilation.sources.file(span.file).text;
            (found.code, text[span.start as usize..span.end as usize].to_owned())
        })
        .collect()
}

const HEAD: &str = "[protocol]\nname = \"t\"\nedition = 1\ncarrier = \"scsi\"\nendian = \"big\"\n";

/// `refuses!("text" => Code at "what stands there", …)`: these findings and no others.
macro_rules! refuses {
    ($text:expr => $($code:ident at $place:expr),* $(,)?) => {{
        let text = format!("{HEAD}{}", $text);
        let compilation = compile(&[("t.toml", &text)]);
        let wanted: Vec<(Code, String)> = vec![$((Code::$code, $place.to_owned())),*];
        assert_eq!(findings(&compilation), wanted, "\n{text}\n{}", compilation.render(false));
        compilation
    }};
}

fn message(compilation: &Compilation) -> (String, Option<String>) {
    let found = of_reader(compilation)[0];
    (found.message.clone(), found.help.clone())
}

#[test]
fn syntax_errors_are_all_reported() {
    let text = "[enum.A]\ntype = \"u8\nvalues = { A = 1 }\n[enum.B]\ntype = u8\n";
    let compilation = compile(&[("t.toml", text)]);
    let lines: Vec<usize> = compilation.located().iter().map(|found| found.place.line).collect();
    assert_eq!(lines, [2, 5], "{}", compilation.render(false));
    assert!(compilation.diagnostics.iter().all(|found| found.code == Code::TomlSyntax));
}

#[test]
fn a_second_key_shows_the_first() {
    for (text, first, line) in [
        ("[enum.A]\ntype = \"u8\"\nvalues = { A = 1, B = 2, A = 3 }", 8, 8),
        ("[enum.A]\ntype = \"u8\"\n[enum.A.values]\nA = 1\nB = 2\nA = 3", 9, 11),
        (
            "[enum.A]\ntype = \"u8\"\nvalues = { A = 1 }\n[enum.B]\nvalues = { A = 1 }\ntype = \"u8\"\ntype = \"u16\"",
            11,
            12,
        ),
        ("[enum.A]\ntype = \"u8\"\n[enum.B]\ntype = \"u8\"\n[enum.A]\nclosed = true", 6, 10),
    ] {
        let text = format!("{HEAD}{text}");
        let compilation = compile(&[("t.toml", &text)]);
        let found = &compilation.located()[0];
        assert_eq!(found.code, Code::TomlSyntax);
        assert!(found.message.ends_with("stands twice in one table"), "{}", found.message);
        assert_eq!(found.place.line, line);
        assert_eq!(found.labels.iter().map(|label| label.place.line).collect::<Vec<_>>(), [first]);
    }
}

#[test]
fn integers_are_checked_here() {
    refuses!("[enum.A]\ntype = \"u8\"\nvalues = { A = 0x }" => TomlSyntax at "0x");
    refuses!("[enum.A]\ntype = \"u8\"\nvalues = { A = 1__0 }" => TomlSyntax at "_");
    let huge = "0x1_0000_0000_0000_0000_0000_0000_0000_0000";
    refuses!(format!("[enum.A]\ntype = \"u8\"\nvalues = {{ A = {huge} }}") => NumberRange at huge);
}

#[test]
fn unknown_keys_show_the_nearest() {
    let c =
        refuses!("[struct.S]\nfields = [{ at = \"0\", nmae = \"A\", name = \"B\" }]" => UnknownKey at "nmae");
    assert_eq!(
        message(&c),
        ("a row has no key `nmae`".into(), Some("did you mean `name`? It is there already".into()))
    );
    let c = refuses!("[strukt.S]\nfields = []" => UnknownKey at "strukt");
    assert_eq!(message(&c).1.as_deref(), Some("did you mean `struct`?"));
    let c = refuses!("[enum.A]\ntype = \"u8\"\nvalues = { A = 1 }\nzzzzzz = 1" => UnknownKey at "zzzzzz");
    assert_eq!(
        message(&c).1.as_deref(),
        Some("the keys of an enum are type, values, closed, rename, doc, allow, ref")
    );
}

#[test]
fn values_of_the_wrong_type() {
    let c = refuses!("[struct.S]\nfields = [{ at = 4, name = \"A\" }]" => WrongType at "4");
    assert_eq!(message(&c), ("`at` must be a string, not an integer".into(), Some("write `\"4\"`".into())));
    let c = refuses!("[struct.S]\nfields = [{ at = 1.4, name = \"A\" }]" => WrongType at "1.4");
    assert_eq!(message(&c).1.as_deref(), Some("write `\"1.4\"`"));
    let c = refuses!("[command.C]\nopcode = 1\nfields = []\ntimeout = 30" => WrongType at "30");
    assert_eq!(message(&c).1.as_deref(), Some("write `\"30 s\"` for seconds"));
    refuses!("[struct.S]\nfields = 1" => WrongType at "1");
    refuses!("[command.C]\nopcode = true\nfields = []" => WrongType at "true");
}

#[test]
fn keys_that_are_missing() {
    refuses!("[enum.A]\nvalues = { A = 1 }" => MissingKey at "[enum.A]");
    refuses!("[struct.S]\ndoc = \"x\"" => MissingKey at "S");
    refuses!("[struct.S]\nfields = [{ at = \"0\" }]" => MissingKey at "{ at = \"0\" }");
    refuses!("[struct.S]\nfields = [{ bits = \"7\", name = \"A\" }]" => MissingKey at "bits");
    refuses!("[struct.S]\ntag = 1\nfields = []" => MissingKey at "tag");
    refuses!("[command.C]\nfields = []" => MissingKey at "C");
    refuses!("[command.C]\nopcode = 0\nfields = []\ndata = { size = 1 }" => MissingKey at "{ size = 1 }");
    refuses!("[errors.E]\ntype = \"u8\"\ncodes = { A = { kind = \"x\" } }" => MissingKey at "{ kind = \"x\" }");
    refuses!("[struct.S]\nfields = []\n[[struct.S.test]]\ndoc = \"x\"" => MissingKey at "[[struct.S.test]]");
    let compilation = compile(&[("t.toml", "[enum.A]\ntype = \"u8\"\nvalues = { A = 1 }")]);
    assert_eq!(findings(&compilation), [(Code::MissingKey, String::new())]);
}

#[test]
fn keys_that_exclude_each_other() {
    for (one, other) in [
        ("const = 1", "default = 1"),
        ("const = 1", "value = \"1\""),
        ("size = 1", "count = 1"),
        ("default = 1", "value = 2"),
    ] {
        let later = other.split(' ').next().unwrap();
        for text in [format!("{one}, {other}"), format!("{other}, {one}")] {
            let text = format!("[struct.S]\nfields = [{{ name = \"A\", type = \"u8\", {text} }}]");
            let compilation = compile(&[("t.toml", &format!("{HEAD}{text}"))]);
            let found = of_reader(&compilation);
            assert_eq!(found.len(), 1, "{}", compilation.render(false));
            assert_eq!(found[0].code, Code::ExclusiveKeys);
            assert!(found[0].message.contains(&format!("`{later}`")));
            assert!(found[0].labels[0].span.start < found[0].primary.span.start);
        }
    }
    refuses!("[fields.F]\nfields = []\n[struct.S]\nfields = [{ use = \"F\", at = \"1\" }]" => ExclusiveKeys at "at");
    refuses!("[struct.S]\nfields = [{ at = \"0\", reserved = true, default = 1 }]" => ExclusiveKeys at "default");
    refuses!("[errors.E]\ntype = \"u8\"\ncodes = { A = { value = 1, win32 = 2 } }" => ExclusiveKeys at "win32");
}

#[test]
fn numbers_out_of_range() {
    refuses!("[command.C]\nopcode = 256\nfields = []" => NumberRange at "256");
    refuses!("[opcode_size]\nrange = \"6..16\"\nrows = [{ opcodes = \"0x00..0xFF\", group = 8, size = 6 }]"
        => NumberRange at "8");
    let compilation = compile(&[("t.toml", "[protocol]\nname = \"t\"\nedition = 2")]);
    assert_eq!(findings(&compilation), [(Code::NumberRange, "2".to_owned())]);
    assert_eq!(message(&compilation).0, "`edition` must be 1, not 2");
}

#[test]
fn what_is_not_there_yet_is_refused_by_name() {
    let c = refuses!("[enum.E]\ntype = \"u65\"\nvalues = { A = 1 }" => NotSupported at "u65");
    assert_eq!(message(&c).0, "`u65` is not supported yet: it is over 64 bits wide");
}

#[test]
fn keys_of_commands() {
    let c = refuses!("[command.C]\nfields = []" => MissingKey at "C");
    let needs =
        "a command of the carrier `scsi` needs the key `opcode`, or `alias` where it is another name of one";
    assert_eq!(message(&c).0, needs);
    refuses!("[command.C]\nalias = \"D\"\nopcode = 1" => ExclusiveKeys at "opcode");
    refuses!("[command.C]\nopcode = true\nsize = 6" => WrongType at "true");
    refuses!("[command.C]\nopcode = 1\nsize = 6\ndata = { out = { type = \"bytes\" }, size = 1 }" => ExclusiveKeys at "size");
    refuses!("[event.E]\nfields = []" => MissingKey at "[event.E]");
}

#[test]
fn words() {
    let c = refuses!("[struct.S]\nendian = \"litle\"\nfields = []" => UnknownWord at "litle");
    assert_eq!(
        message(&c),
        ("`endian` must be `big` or `little`, not `litle`".into(), Some("did you mean `little`?".into()))
    );
    refuses!("[struct.S]\nfields = [{ at = \"0\", reserved = false }]" => UnknownWord at "false");
    refuses!("[struct.S]\nfields = [{ at = \"0\", name = \"A\", type = \"ascii\", pad = \"x\" }]" => UnknownWord at "x");
}

#[test]
fn forms() {
    for at in ["", "x", "1.", ".1", "4..x", "-1", "0x4", "1.2:", "1 ", "1.4.5", "..4"] {
        let text = format!("[struct.S]\nfields = [{{ at = \"{at}\", name = \"A\" }}]");
        refuses!(text => BadForm at at);
    }
    for at in ["1.8", "1.4:5", "5..2", "4294967295", "99999999999999999999999"] {
        let text = format!("[struct.S]\nfields = [{{ at = \"{at}\", name = \"A\" }}]");
        refuses!(text => NumberRange at at);
    }
    refuses!("[struct.S]\nfields = [{ at = \"0..1\", bits = \"7:9\", name = \"A\" }]" => NumberRange at "7:9");
    refuses!("[struct.S]\nfields = [{ at = \"0..1\", bits = \"all\", name = \"A\" }]" => BadForm at "all");
    refuses!("[command.C]\nopcode = 1\nfields = []\ntimeout = \"30\"" => BadForm at "30");
    refuses!("[command.C]\nopcode = 1\nfields = []\ntimeout = \"0 s\"" => NumberRange at "0 s");
    refuses!("[opcode_size]\nrange = \"6-16\"\nrows = []" => BadForm at "6-16");
    refuses!("[opcode_size]\nrange = \"6..16\"\nrows = [{ opcodes = \"0x1F..0x00\", size = 6 }]" => NumberRange at "0x1F..0x00");
    refuses!("[struct.S]\nfields = []\n[[struct.S.test]]\nbytes = \"00 1 23\"" => BadForm at "1");
    refuses!("[struct.S]\nfields = []\n[[struct.S.test]]\nbytes = \"00 1G\"" => BadForm at "G");
    refuses!("[struct.S]\nfields = []\n[[struct.S.test]]\nbytes = \"00 é\"" => BadForm at "é");
}

#[test]
fn expressions_hold_no_escapes() {
    let c = refuses!(r#"[struct.S]
fields = [{ name = "A", type = "bytes", size = "1 \u002B 2" }]"# => Escape at r"1 \u002B 2");
    assert_eq!(message(&c).0, "`size` may hold no escapes");
}

#[test]
fn names_that_become_no_identifier() {
    refuses!("[struct.\"2D\"]\nfields = []" => BadName at "2D");
    refuses!("[struct.S]\nfields = [{ at = \"0\", name = \"()\" }]" => BadName at "()");
    refuses!("[struct.S]\nfields = [{ at = \"0\", name = \"Größe\" }]" => BadName at "Größe");
    refuses!("[struct.S]\nfields = [{ at = \"0\", name = \"SELF\" }]" => BadName at "SELF");
    refuses!("[struct.S]\nfields = [{ at = \"0\", name = \"2D\", rename = \"3D\" }]" => BadName at "3D");
    refuses!("[struct.S]\nfields = [{ at = \"0\", name = \"2D\", rename = \"two_d\" }]" =>);
    refuses!("[struct.S]\nfields = [{ at = \"0\", name = 'a' }, { at = \"1\", name = \"b\\u202E\", rename = \"c\" }]" => BadName at "b\\u202E");
    refuses!("[struct.S]\nfields = [{ at = \"0\", name = \"a\\nb\" }]" => BadName at "a\\nb");
    refuses!("[enum.A]\ntype = \"u8\"\nvalues = { 1 = 1 }" => BadName at "1");
    let compilation = compile(&[("t.toml", "[protocol]\nname = \"Mmc\"\nedition = 1")]);
    assert_eq!(findings(&compilation), [(Code::BadName, "Mmc".to_owned())]);
}

#[test]
fn all_errors_of_a_file_come_sorted() {
    let text = r#"[struct.S]
fields = [
  { at = "9.9", name = "A" },
  { at = "0", nam = "B" },
  { at = "1", name = "C", const = 1, default = 2 },
]
[flags.F]
type = "u8"
[enum.E]
values = { A = 1.5 }
"#;
    refuses!(text =>
        NumberRange at "9.9",
        UnknownKey at "nam",
        ExclusiveKeys at "default",
        MissingKey at "[flags.F]",
        MissingKey at "[enum.E]",
        WrongType at "1.5",
    );
}

fn file(name: &str, import: &str) -> String {
    format!("[protocol]\nname = \"{name}\"\nedition = 1\nimport = [{import}]\n")
}

#[test]
fn files_that_are_missing() {
    let compilation = compile(&[("d/a.toml", &file("a", "\"b.toml\""))]);
    assert_eq!(findings(&compilation), [(Code::UnreadableFile, "b.toml".to_owned())]);
    assert_eq!(message(&compilation).0, "cannot read `d/b.toml`: there is no such file");
    let compilation =
        compile_with(Path::new("a.toml"), &mut |_| Err(io::Error::from(io::ErrorKind::PermissionDenied)));
    assert_eq!(findings(&compilation), [(Code::UnreadableFile, String::new())]);
    assert!(compilation.render(false).contains("a.toml"));
}

#[test]
fn files_on_the_disk() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("files_on_the_disk");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("a.toml"), file("a", "\"b.toml\", \"../files_on_the_disk\"")).unwrap();
    std::fs::write(folder.join("b.toml"), b"# \xFF\n").unwrap();
    let compilation = opcodec_schema::compile(&folder.join("a.toml"));
    let messages: Vec<&str> = compilation.diagnostics.iter().map(|found| found.message.as_str()).collect();
    assert_eq!(messages.len(), 2);
    assert!(messages[0].ends_with("b.toml`: it is not UTF-8"), "{messages:?}");
    assert!(messages[1].contains("cannot read"), "{messages:?}");
}

#[test]
fn files_that_import_each_other() {
    let (a, b, c) = (file("a", "\"x/b.toml\""), file("b", "\"../c.toml\""), file("c", "\"./a.toml\""));
    let compilation = compile(&[("a.toml", &a), ("x/b.toml", &b), ("x/../c.toml", &c)]);
    assert_eq!(findings(&compilation), [(Code::ImportCycle, "./a.toml".to_owned())]);
    let found = &compilation.located()[0];
    let files: Vec<String> =
        found.labels.iter().map(|label| label.place.file.display().to_string()).collect();
    assert_eq!(files, ["a.toml", "x/b.toml"]);
    let compilation = compile(&[("a.toml", &file("a", "\"a.toml\""))]);
    assert_eq!(message(&compilation).0, "a file imports itself");
}

#[test]
fn files_that_are_imported_twice() {
    let (a, b) = (file("a", "\"b.toml\", \"./b.toml\""), file("b", ""));
    let compilation = compile(&[("a.toml", &a), ("b.toml", &b)]);
    assert_eq!(findings(&compilation), [(Code::ImportTwice, "./b.toml".to_owned())]);
    // By two ways is once.
    let (a, b, c) = (file("a", "\"b.toml\", \"c.toml\""), file("b", "\"c.toml\""), file("c", ""));
    let compilation = compile(&[("a.toml", &a), ("b.toml", &b), ("c.toml", &c)]);
    assert_eq!(findings(&compilation), []);
    assert_eq!(compilation.paths().count(), 3);
}

#[test]
fn files_of_one_name() {
    let compilation = compile(&[("a.toml", &file("a", "\"b.toml\"")), ("b.toml", &file("a", ""))]);
    assert_eq!(findings(&compilation), [(Code::ModuleClash, "a".to_owned())]);
    let found = &compilation.located()[0];
    assert_eq!(found.place.file, Path::new("b.toml"));
    assert_eq!(found.labels[0].place.file, Path::new("a.toml"));
}

#[test]
fn errors_of_all_files_come_in_one_run() {
    let a = file("a", "\"b.toml\"") + "[flag.F]\n";
    let b = file("b", "") + "[flag.G]\n";
    let compilation = compile(&[("a.toml", &a), ("b.toml", &b)]);
    let found = findings(&compilation);
    assert_eq!(found, [(Code::UnknownKey, "flag".to_owned()), (Code::UnknownKey, "flag".to_owned())]);
}

#[test]
fn what_takes_no_rename_is_not_told_to_have_one() {
    let helps = |text: &str| {
        let found = compile(&[("t.toml", &format!("{HEAD}{text}"))]);
        found.diagnostics.iter().map(|found| found.help.clone().unwrap_or_default()).collect::<Vec<_>>()
    };
    let only = ["it takes no `rename`, so that it needs another name"];
    assert_eq!(helps("[struct.S]\nargs = [{ name = \"super\", type = \"u8\" }]\nfields = []\n"), only);
    assert_eq!(helps("[errors.E]\ntype = \"u8\"\ncodes = { 1st = { value = 1 } }\n"), only);
    let rename = ["give it another name in Rust with `rename`"];
    assert_eq!(helps("[struct.S]\nfields = [{ at = \"0\", name = \"self\" }]\n"), rename);
}
