//! Every example of `docs/language.md` is what the page says it is.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;
use std::path::Path;

use opcodec_schema::Compilation;
use opcodec_schema::diag::Severity;

/// What the page shows.
#[derive(Default)]
struct Page {
    /// What stands in front of examples without `[protocol]`.
    header: String,
    /// Files that examples import.
    files: BTreeMap<String, String>,
    /// Heading and text of what compiles.
    compiled: Vec<(String, String)>,
    /// Heading, text and code of what is refused.
    refused: Vec<(String, String, String)>,
}

fn page() -> Page {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/language.md");
    let text = std::fs::read_to_string(path).expect("the page is there");
    let mut page = Page::default();
    let mut heading = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(title) = line.strip_prefix("## ") {
            title.clone_into(&mut heading);
        } else if let Some(info) = line.strip_prefix("```toml") {
            let block =
                lines.by_ref().take_while(|line| *line != "```").fold(String::new(), |mut text, line| {
                    let _ = writeln!(text, "{line}");
                    text
                });
            page.add(&heading, info.trim(), block);
        }
    }
    page
}

impl Page {
    fn add(&mut self, heading: &str, info: &str, block: String) {
        match info.split_once(' ') {
            Some(("refused", code)) => self.refused.push((heading.into(), block, code.into())),
            _ if info == "header" => self.header = block,
            _ if !info.is_empty() => drop(self.files.insert(info.into(), block)),
            _ => match self.compiled.last_mut().filter(|(last, _)| last == heading) {
                Some((_, text)) => *text += &block,
                None => self.compiled.push((heading.into(), block)),
            },
        }
    }

    fn compile(&self, text: &str) -> Compilation {
        let text =
            if text.contains("[protocol]") { text.to_owned() } else { format!("{}{text}", self.header) };
        opcodec_schema::compile_with(Path::new("example.toml"), &mut |path| {
            let name = path.to_string_lossy();
            let file = if name == "example.toml" { Some(&text) } else { self.files.get(name.as_ref()) };
            file.cloned().ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
        })
    }
}

#[test]
fn examples_compile() {
    let page = page();
    assert!(page.compiled.len() >= 9, "the page has examples");
    let named = page.files.iter().chain(page.compiled.iter().map(|(heading, text)| (heading, text)));
    let mut wrong = String::new();
    for (heading, text) in named {
        let compilation = page.compile(text);
        if compilation.schema.is_none() {
            let _ = write!(wrong, "{heading}:\n{}", compilation.render(false));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn examples_of_mistakes_are_refused_with_their_code() {
    let page = page();
    assert!(!page.refused.is_empty(), "the page has mistakes");
    for (heading, text, code) in &page.refused {
        let compilation = page.compile(text);
        let codes: Vec<String> = compilation
            .diagnostics
            .iter()
            .filter(|found| found.severity == Severity::Error)
            .map(|found| found.code.to_string())
            .collect();
        assert!(codes.contains(code), "{heading}: {codes:?}\n{}", compilation.render(false));
    }
}
