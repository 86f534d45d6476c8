//! The explanations of all codes as one page.

use std::fmt::Write as _;

use super::Code;

/// Where a group of codes starts, and what it is about.
const GROUPS: [(u16, &str); 9] = [
    (1, "TOML and keys"),
    (30, "Names and files"),
    (50, "Layout"),
    (90, "Expressions"),
    (120, "Commands and events"),
    (140, "Enums, flags, opcode tables and error codes"),
    (160, "Test vectors"),
    (170, "Maps"),
    (180, "Warnings"),
];

impl Code {
    /// Title and explanation as Markdown, for one who asks for this code alone.
    pub fn page(self) -> String {
        format!("# {self}: {}\n\n{}", self.title(), self.explanation())
    }
}

/// `docs/diagnostics.md`.
pub fn reference() -> String {
    let mut page = String::from(HEAD);
    for code in Code::ALL {
        if let Some((_, group)) = GROUPS.iter().find(|(first, _)| *first == *code as u16) {
            let _ = write!(page, "\n## {group}\n");
        }
        let _ = write!(page, "\n### {code}: {}\n\n{}", code.title(), code.explanation());
    }
    page
}

const HEAD: &str = "\
# Diagnostics

<!-- Written by `opcodec explain --markdown`: change schema/src/diag/explain instead. -->

Everything that the compiler refuses or warns of has a code that never changes its meaning. `opcodec explain OP0050`
prints what stands here. An example that is marked `wrong` gives exactly that code; the one behind it is the mend. Where a
file does not say it, it begins with `[protocol]`, the name `example`, edition 1 and big-endian numbers, and with the carrier
`scsi` where it has commands.

All errors of a file come in one run, sorted by place, without those that only follow from another. Where the mend is
certain, the help shows the text as it will be, and `opcodec check --fix` writes it.

A warning does not change the exit status. `allow = [\"OP0180\"]` in `[protocol]` says for the whole file that it is meant, and
in a declaration (`[struct.X]`, `[command.X]`, …) for what is in it.
";
