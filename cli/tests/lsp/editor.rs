//! An editor, as far as the server sees one: it starts the server, speaks to it over pipes, and keeps what it
//! is told.

use std::collections::BTreeMap;
use std::io::{BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// Far longer than anything takes.
const PATIENCE: Duration = Duration::from_secs(60);

/// An editor with a server.
pub(crate) struct Editor {
    server: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    next: i64,
    /// What is wrong in each file, as it was said last.
    pub(crate) diagnostics: BTreeMap<String, Vec<Value>>,
    /// How often it was said.
    pub(crate) published: usize,
}

#[allow(clippy::needless_pass_by_value, reason = "what is sent is written where it is sent")]
impl Editor {
    /// One whose server is started and knows nothing yet.
    pub(crate) fn new() -> Self {
        let mut server = Command::new(env!("CARGO_BIN_EXE_opcodec"))
            .arg("lsp")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("the server starts");
        let output = server.stdout.take().expect("it has an output");
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            let mut output = BufReader::new(output);
            while let Some(message) = message(&mut output) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        let input = server.stdin.take();
        Self { server, input, messages, next: 1, diagnostics: BTreeMap::new(), published: 0 }
    }

    /// One whose server is told what it can, and which folder is open.
    pub(crate) fn in_folder(folder: &Path, capabilities: Value) -> (Self, Value) {
        let mut editor = Self::new();
        let folders = json!([{ "uri": uri(folder), "name": "schemas" }]);
        let params = json!({ "processId": null, "rootUri": null, "capabilities": capabilities, "workspaceFolders": folders });
        let answer = editor.ask("initialize", params).expect("it starts");
        editor.tell("initialized", json!({}));
        (editor, answer["capabilities"].clone())
    }

    /// Sends bytes as they are.
    pub(crate) fn send_raw(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().expect("the input is open");
        input.write_all(bytes).expect("the server reads");
        input.flush().expect("the server reads");
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        self.send_raw(format!("Content-Length: {}\r\n\r\n{text}", text.len()).as_bytes());
    }

    /// Sends a notification.
    pub(crate) fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a request and waits for its answer: the result, or the code and message of the error.
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> Result<Value, (i64, String)> {
        let id = self.next;
        self.next += 1;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        let until = Instant::now() + PATIENCE;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            let message =
                self.messages.recv_timeout(left).unwrap_or_else(|_| panic!("no answer to {method}"));
            if message["id"] == id && message.get("method").is_none() {
                return match message.get("error") {
                    Some(error) => Err((
                        error["code"].as_i64().expect("errors have codes"),
                        error["message"].as_str().expect("errors have messages").to_owned(),
                    )),
                    None => Ok(message["result"].clone()),
                };
            }
            self.keep(&message);
        }
    }

    fn keep(&mut self, message: &Value) {
        if message["method"] == "textDocument/publishDiagnostics" {
            let params = &message["params"];
            let file = params["uri"].as_str().expect("diagnostics are of a file").to_owned();
            let found = params["diagnostics"].as_array().expect("a list").clone();
            self.published += 1;
            self.diagnostics.insert(file, found);
        }
    }

    /// Waits until the server has said what it has to say of all that it was told.
    pub(crate) fn settle(&mut self) {
        // An answer comes after whatever was published before.
        let _ = self.ask("opcodec/nothing", Value::Null);
    }

    /// Opens a file with this text.
    pub(crate) fn open(&mut self, path: &Path, text: &str) {
        let document = json!({ "uri": uri(path), "languageId": "toml", "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
        self.settle();
    }

    /// Replaces the whole text of a file.
    pub(crate) fn change(&mut self, path: &Path, version: i32, text: &str) {
        self.changes(path, version, json!([{ "text": text }]));
    }

    /// Applies changes as they are.
    pub(crate) fn changes(&mut self, path: &Path, version: i32, changes: Value) {
        let document = json!({ "uri": uri(path), "version": version });
        self.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
        self.settle();
    }

    /// The codes of what is wrong in a file.
    pub(crate) fn codes(&self, path: &Path) -> Vec<&str> {
        let found = self.diagnostics.get(&uri(path)).map_or(&[][..], Vec::as_slice);
        found.iter().map(|one| one["code"].as_str().expect("a code")).collect()
    }

    /// Asks something of a place: the line and column of `marked`'s `|` in the text without it.
    pub(crate) fn at(
        &mut self,
        method: &str,
        path: &Path,
        (line, character): (usize, usize),
        more: Value,
    ) -> Result<Value, (i64, String)> {
        let mut params = json!({
            "textDocument": { "uri": uri(path) },
            "position": { "line": line, "character": character },
        });
        if let (Value::Object(params), Value::Object(more)) = (&mut params, more) {
            params.extend(more);
        }
        self.ask(method, params)
    }

    /// Says goodbye as it should be said.
    pub(crate) fn leave(mut self) -> ExitStatus {
        assert_eq!(self.ask("shutdown", Value::Null), Ok(Value::Null));
        self.tell("exit", Value::Null);
        self.wait()
    }

    /// Closes the input.
    pub(crate) fn hang_up(mut self) -> ExitStatus {
        self.input = None;
        self.wait()
    }

    /// Waits for the server's end.
    pub(crate) fn wait(&mut self) -> ExitStatus {
        let until = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.server.try_wait().expect("the server can be waited for") {
                return status;
            }
            assert!(Instant::now() < until, "the server does not end");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

fn message(output: &mut impl std::io::BufRead) -> Option<Value> {
    let mut length = None;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end() {
            "" => break,
            line => length = line.strip_prefix("Content-Length: ").map(|n| n.parse().expect("a length")),
        }
    }
    let mut bytes = vec![0; length?];
    output.read_exact(&mut bytes).ok()?;
    serde_json::from_slice(&bytes).ok()
}

/// The URI of a path without characters that need to be written otherwise.
pub(crate) fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}

/// Takes the mark `|` out of a text: the text, and the line and column of the mark in UTF-16.
pub(crate) fn marked(text: &str) -> (String, (usize, usize)) {
    let at = text.find('|').expect("a mark");
    (text.replacen('|', "", 1), place(text, at))
}

/// Line and column of a byte in UTF-16.
pub(crate) fn place(text: &str, byte: usize) -> (usize, usize) {
    let before = &text[..byte];
    let line = before.matches('\n').count();
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    (line, before[start..].encode_utf16().count())
}

/// Line and column of the first `needle`, plus so many bytes.
pub(crate) fn find(text: &str, needle: &str, more: usize) -> (usize, usize) {
    place(text, text.find(needle).unwrap_or_else(|| panic!("no `{needle}`")) + more)
}

/// A folder of this test's own with these files in it.
pub(crate) fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("lsp").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    for (name, text) in files {
        std::fs::write(folder.join(name), text).expect("a file");
    }
    folder.canonicalize().expect("the folder is there")
}

/// A text after edits as an editor applies them.
pub(crate) fn edited(text: &str, edits: &Value) -> String {
    let byte = |position: &Value| {
        let number = |key: &str| position[key].as_u64().expect("a number") as usize;
        let line: usize = text.split_inclusive('\n').take(number("line")).map(str::len).sum();
        let mut units = 0;
        let within = text[line..].chars().take_while(|c| {
            let fits = units < number("character");
            units += c.len_utf16();
            fits
        });
        line + within.map(char::len_utf8).sum::<usize>()
    };
    let mut edits: Vec<(usize, usize, &str)> = edits
        .as_array()
        .expect("a list of edits")
        .iter()
        .map(|edit| {
            let range = &edit["range"];
            (byte(&range["start"]), byte(&range["end"]), edit["newText"].as_str().expect("a text"))
        })
        .collect();
    edits.sort_unstable();
    let mut text = text.to_owned();
    for (start, end, new) in edits.into_iter().rev() {
        text.replace_range(start..end, new);
    }
    text
}

/// The edits of an answer, by the names of the files.
pub(crate) fn changes(answer: &Value) -> Vec<(String, Value)> {
    let changes = answer["changes"].as_object().expect("changes");
    let name = |uri: &String| uri.rsplit('/').next().expect("a name").to_owned();
    let mut changes: Vec<_> = changes.iter().map(|(uri, edits)| (name(uri), edits.clone())).collect();
    changes.sort_by(|one, other| one.0.cmp(&other.0));
    changes
}
