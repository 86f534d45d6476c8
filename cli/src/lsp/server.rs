//! The life of a server: it starts, answers, and ends.

use std::collections::BTreeMap;
use std::path::PathBuf;

use gen_lsp_types::{
    CodeActionKind, CodeActionOptions, CompletionOptions, Diagnostic, DidChangeTextDocumentParams,
    DidChangeWatchedFilesParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    DidSaveTextDocumentParams, InitializeParams, InitializeResult, RenameOptions, ServerCapabilities,
    ServerInfo, TextDocumentSyncKind, TextDocumentSyncOptions,
};
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::documents::Document;
use super::position::Encoding;
use super::workspace::Workspace;
use super::{diagnostics, requests, uri};

/// Serves until `exit` or the end of the input. Gives whether `shutdown` came before.
pub(super) fn serve(connection: &Connection) -> Result<bool, String> {
    let Some(mut server) = Server::start(connection)? else { return Ok(false) };
    loop {
        let message = match connection.receiver.try_recv() {
            Ok(message) => message,
            Err(_) => {
                server.publish();
                match connection.receiver.recv() {
                    Ok(message) => message,
                    Err(_) => return Ok(false),
                }
            }
        };
        match message {
            Message::Request(request) => server.request(request),
            Message::Notification(notification) if notification.method == "exit" => {
                return Ok(server.shut_down);
            }
            Message::Notification(notification) => server.notification(notification),
            // To what was asked of the editor: that it watches files.
            Message::Response(_) => {}
        }
    }
}

struct Server<'c> {
    connection: &'c Connection,
    workspace: Workspace,
    /// What the editor was told last of each file.
    published: BTreeMap<PathBuf, Vec<Diagnostic>>,
    shut_down: bool,
}

impl<'c> Server<'c> {
    /// Waits for `initialize` and answers it. `None`: `exit` came instead, or nothing more.
    fn start(connection: &'c Connection) -> Result<Option<Self>, String> {
        loop {
            let Ok(message) = connection.receiver.recv() else { return Ok(None) };
            match message {
                Message::Request(request) if request.method == "initialize" => {
                    let params = match serde_json::from_value::<InitializeParams>(request.params) {
                        Ok(params) => params,
                        Err(error) => {
                            let wrong = ErrorCode::InvalidParams as i32;
                            send(connection, Response::new_err(request.id, wrong, error.to_string()).into())?;
                            continue;
                        }
                    };
                    return Self::initialize(connection, request.id, &params).map(Some);
                }
                Message::Request(request) => {
                    let message = "the first request must be `initialize`".to_owned();
                    let early = ErrorCode::ServerNotInitialized as i32;
                    send(connection, Response::new_err(request.id, early, message).into())?;
                }
                Message::Notification(notification) if notification.method == "exit" => return Ok(None),
                Message::Notification(_) | Message::Response(_) => {}
            }
        }
    }

    fn initialize(
        connection: &'c Connection,
        id: RequestId,
        params: &InitializeParams,
    ) -> Result<Self, String> {
        let general = params.capabilities.general.as_ref();
        let offered = general.and_then(|general| general.position_encodings.as_deref());
        let encoding = Encoding::chosen(offered);
        let result = InitializeResult {
            capabilities: capabilities(encoding),
            server_info: Some(ServerInfo {
                name: "opcodec".to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
        };
        send(connection, Response::new_ok(id, result).into())?;
        if watches_files(params) {
            let watchers = json!([{ "globPattern": "**/*.toml" }]);
            let registration = json!({
                "id": "schemas",
                "method": "workspace/didChangeWatchedFiles",
                "registerOptions": { "watchers": watchers },
            });
            let method = "client/registerCapability".to_owned();
            let params = json!({ "registrations": [registration] });
            let id = RequestId::from("watch".to_owned());
            send(connection, Request::new(id, method, params).into())?;
        }
        let workspace = Workspace::new(encoding, folders(params));
        Ok(Self { connection, workspace, published: BTreeMap::new(), shut_down: false })
    }

    fn request(&mut self, request: Request) {
        let Request { id, method, params } = request;
        let response = if self.shut_down {
            let message = "the server is shutting down".to_owned();
            Response::new_err(id, ErrorCode::InvalidRequest as i32, message)
        } else if method == "shutdown" {
            self.shut_down = true;
            Response::new_ok(id, Value::Null)
        } else if method == "initialize" {
            let message = "`initialize` came already".to_owned();
            Response::new_err(id, ErrorCode::InvalidRequest as i32, message)
        } else {
            self.publish();
            match requests::answer(&self.workspace, &method, params) {
                Ok(result) => Response::new_ok(id, result),
                Err((code, message)) => Response::new_err(id, code as i32, message),
            }
        };
        let _ = send(self.connection, response.into());
    }

    /// What is unknown or malformed is passed over: there is nobody to tell.
    fn notification(&mut self, Notification { method, params }: Notification) {
        match method.as_str() {
            "textDocument/didOpen" => {
                let Some(DidOpenTextDocumentParams { text_document: opened }) = read(params) else { return };
                let path = uri::path(&opened.uri);
                let document = Document::new(opened.uri, opened.version, opened.text);
                self.workspace.documents.open(path.clone(), document);
                self.workspace.changed(path);
            }
            "textDocument/didChange" => {
                let Some(change) = read::<DidChangeTextDocumentParams>(params) else { return };
                let path = uri::path(&change.text_document.text_document_identifier.uri);
                let version = change.text_document.version;
                let encoding = self.workspace.encoding;
                self.workspace.documents.change(&path, version, change.content_changes, encoding);
                self.workspace.typed(path);
            }
            "textDocument/didClose" => {
                let Some(close) = read::<DidCloseTextDocumentParams>(params) else { return };
                let path = uri::path(&close.text_document.uri);
                self.workspace.documents.close(&path);
                self.workspace.changed(path);
            }
            "textDocument/didSave" => {
                let Some(saved) = read::<DidSaveTextDocumentParams>(params) else { return };
                self.workspace.changed(uri::path(&saved.text_document.uri));
            }
            "workspace/didChangeWatchedFiles" => {
                let Some(watched) = read::<DidChangeWatchedFilesParams>(params) else { return };
                watched.changes.iter().for_each(|change| self.workspace.changed(uri::path(&change.uri)));
            }
            _ => {}
        }
    }

    /// Compiles what changed and tells the editor what is wrong now and what no longer is.
    fn publish(&mut self) {
        let changed = self.workspace.refresh();
        if changed.is_empty() {
            return;
        }
        let mut found = diagnostics::all(&self.workspace);
        for path in self.published.keys().chain(self.workspace.documents.paths()) {
            found.entry(path.clone()).or_default();
        }
        for (path, diagnostics) in found {
            let known = self.published.get(&path);
            let is_open = self.workspace.documents.get(&path).is_some();
            if known == Some(&diagnostics) && !(is_open && changed.contains(&path)) {
                continue;
            }
            let method = "textDocument/publishDiagnostics".to_owned();
            let params = diagnostics::params(&self.workspace, &path, &diagnostics);
            let _ = send(self.connection, Notification::new(method, params).into());
            if diagnostics.is_empty() && !is_open {
                self.published.remove(&path);
            } else {
                self.published.insert(path, diagnostics);
            }
        }
    }
}

fn read<T: DeserializeOwned>(params: Value) -> Option<T> {
    serde_json::from_value(params).ok()
}

fn send(connection: &Connection, message: Message) -> Result<(), String> {
    connection.sender.send(message).map_err(|_| "the editor no longer listens".to_owned())
}

fn capabilities(encoding: Encoding) -> ServerCapabilities {
    let triggers = ["\"", ".", "=", " ", "{", ",", "(", "["];
    ServerCapabilities {
        position_encoding: Some(encoding.kind()),
        text_document_sync: Some(
            TextDocumentSyncOptions {
                open_close: Some(true),
                change: Some(TextDocumentSyncKind::Incremental),
                save: Some(true.into()),
                ..Default::default()
            }
            .into(),
        ),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(triggers.map(str::to_owned).to_vec()),
            ..Default::default()
        }),
        hover_provider: Some(true.into()),
        definition_provider: Some(true.into()),
        references_provider: Some(true.into()),
        document_highlight_provider: Some(true.into()),
        document_symbol_provider: Some(true.into()),
        document_formatting_provider: Some(true.into()),
        rename_provider: Some(RenameOptions { prepare_provider: Some(true), ..Default::default() }.into()),
        code_action_provider: Some(
            CodeActionOptions {
                code_action_kinds: Some(vec![CodeActionKind::QuickFix]),
                ..Default::default()
            }
            .into(),
        ),
        ..Default::default()
    }
}

fn watches_files(params: &InitializeParams) -> bool {
    let workspace = params.capabilities.workspace.as_ref();
    let watched = workspace.and_then(|workspace| workspace.did_change_watched_files.as_ref());
    watched.and_then(|watched| watched.dynamic_registration).unwrap_or(false)
}

/// The editor's folders, or its one root.
fn folders(params: &InitializeParams) -> Vec<PathBuf> {
    let several = serde_json::to_value(&params.workspace_folders_initialize_params).unwrap_or_default();
    let several = several.get("workspaceFolders").and_then(Value::as_array).cloned().unwrap_or_default();
    let uris = several.iter().filter_map(|folder| folder.get("uri")?.as_str());
    let folders: Vec<PathBuf> = uris.map(|found| uri::path(&gen_lsp_types::Uri(found.to_owned()))).collect();
    #[allow(deprecated, reason = "older editors know no folders")]
    let root = params.root_uri.as_ref();
    if folders.is_empty() { root.into_iter().map(uri::path).collect() } else { folders }
}
