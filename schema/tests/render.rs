//! How diagnostics are shown.

use std::path::Path;

use opcodec_schema::compile_with;
use opcodec_schema::diag::{Code, Diagnostic, locate, render};
use opcodec_schema::source::{FileId, SourceMap, Span};

fn span(file: FileId, start: u32, end: u32) -> Span {
    Span { file, start, end }
}

#[test]
fn as_rustc_does() {
    let mut sources = SourceMap::default();
    let a = sources.add("a.toml", "one = 1\ntwo = 2\n");
    let b = sources.add("dir/b.toml", "three = 3\n");
    let found = Diagnostic::error(Code::ModuleClash, span(a, 14, 15), "two and three are one")
        .here("this")
        .label(span(a, 0, 3), "one")
        .label(span(b, 0, 5), "that")
        .help("take another");
    let text = render(&[found.clone(), found], &sources, false);
    let one = "\
error[OP0043]: two and three are one
 --> a.toml:2:7
  |
1 | one = 1
  | --- one
2 | two = 2
  |       ^ this
  |
 ::: dir/b.toml:1:1
  |
1 | three = 3
  | ----- that
  = help: take another
";
    let text_of_one = text.split("\n\n").next().unwrap().to_owned() + "\n";
    assert_eq!(text_of_one.replace("  |\n  = help", "  = help"), one);
    assert_eq!(text.matches("error[OP0043]").count(), 2);
    assert!(!text.contains('\u{1b}'));
}

#[test]
fn colour_only_when_asked_for() {
    let mut sources = SourceMap::default();
    let a = sources.add("a.toml", "one = 1\n");
    let found = Diagnostic::error(Code::WrongType, span(a, 0, 3), "no");
    assert!(render(std::slice::from_ref(&found), &sources, true).contains('\u{1b}'));
    assert!(!render(&[found], &sources, false).contains('\u{1b}'));
}

#[test]
fn any_span_is_shown() {
    for text in ["", "\n", "a", "a\n", "\tü = \"ß\u{0}\"\r\n\u{feff}x\u{200d}", "日本\n語"] {
        let mut sources = SourceMap::default();
        let file = sources.add("a.toml", text);
        for start in 0..=text.len() as u32 + 2 {
            for end in 0..=text.len() as u32 + 2 {
                let found =
                    Diagnostic::error(Code::WrongType, span(file, start, end), "a\tmessage\nof two lines")
                        .here("here\tand\nthere")
                        .label(span(file, end, start), "label")
                        .mend("a\thelp", span(file, start, end), "x\ny\t");
                assert!(render(std::slice::from_ref(&found), &sources, false).contains("a.toml"));
                let located = locate(&found, &sources);
                assert!(located.place.line >= 1 && located.place.column >= 1);
            }
        }
    }
}

#[test]
fn columns_count_characters() {
    let text = "[protocol]\nname = \"t\"\nedition = 1\n[struct.S]\nfields = [{ doc = \"äöü\", nam = 1, name = \"A\" }]\n";
    let compilation = compile_with(Path::new("t.toml"), &mut |_| Ok(text.to_owned()));
    let found = &compilation.located()[0];
    assert_eq!((found.place.line, found.place.column), (5, 26));
    assert_eq!((found.place.end_line, found.place.end_column), (5, 29));
}

#[test]
fn a_certain_mend_shows_the_text_as_it_will_be() {
    let mut sources = SourceMap::default();
    let a = sources.add("a.toml", "one = 1\ntwo = 2\n");
    let b = sources.add("dir/b.toml", "three = 3\n");
    let found = Diagnostic::error(Code::ModuleClash, span(a, 14, 15), "two is one")
        .mend("say which", span(a, 14, 15), "1")
        .edit(span(b, 0, 0), "the ");
    let text = render(std::slice::from_ref(&found), &sources, false);
    assert!(text.contains("help: say which"), "{text}");
    assert!(text.contains("2 - two = 2\n2 + two = 1\n"), "{text}");
    assert!(text.contains("dir/b.toml") && text.contains("the three = 3"), "{text}");
    let edits = locate(&found, &sources).edits;
    assert_eq!((edits[0].place.line, edits[0].place.column, edits[0].replacement.as_str()), (2, 7, "1"));
}
