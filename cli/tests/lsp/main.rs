//! The language server, started and asked as an editor would.

mod editor;
mod edits;
mod life;
mod names;
mod random;
mod typing;
mod wrong;

use std::path::PathBuf;

use editor::{Editor, folder};
use serde_json::json;

const TYPES: &str = r#"[protocol]
name    = "types"
edition = 1
endian  = "big"

[enum.Kind]
type   = "u8"
doc    = "What it holds."
values = { SMALL = 1, LARGE = 2 }

[fields.Tail]
fields = [{ at = "9", name = "CONTROL", default = 0 }]

[struct.Header]
fields = [
  { name = "KIND", type = "Kind", default = "SMALL" },
  { name = "BODY LENGTH", type = "u16", value = "len(body)" },
  { name = "body", type = "bytes", size = "body_length" },
]
"#;

const ROOT: &str = r#"[protocol]
name    = "root"
edition = 1
carrier = "scsi"
endian  = "big"
import  = ["types.toml"]

[struct.Answer]
fields = [
  { name = "header", type = "Header" },
  { name = "flag", type = "u8", when = "header.kind == Kind.LARGE" },
]

[command.READ]
opcode = 0x28
size   = 10
fields = [
  { at = "2", name = "KIND", type = "Kind", default = "LARGE" },
  { at = "7..8", name = "ALLOCATION LENGTH", value = "min(len(data), 0xFFFF)" },
  { use = "Tail" },
]
data   = { in = "Answer", max = "allocation_length" }
"#;

fn started(name: &str) -> (Editor, PathBuf) {
    let folder = folder(name, &[("types.toml", TYPES), ("root.toml", ROOT)]);
    let (editor, _) = Editor::in_folder(&folder, json!({}));
    (editor, folder)
}
