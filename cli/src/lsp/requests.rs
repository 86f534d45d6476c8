//! Which request is answered by what.

use std::path::PathBuf;

use gen_lsp_types::{
    CodeActionParams, CompletionParams, DefinitionParams, DocumentFormattingParams, DocumentHighlightParams,
    DocumentSymbolParams, HoverParams, ReferenceParams, RenameParams, TextDocumentIdentifier,
    TextDocumentPositionParams,
};
use lsp_server::ErrorCode;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::workspace::Workspace;
use super::{actions, completion, formatting, hover, navigate, rename, symbols, uri};

/// Why a request has no answer.
pub(super) type Refused = (ErrorCode, String);

/// A byte of an open buffer.
#[derive(Debug)]
pub(super) struct Asked<'w> {
    /// All there is.
    pub(super) workspace: &'w Workspace,
    /// The file.
    pub(super) path: PathBuf,
    /// What is in it.
    pub(super) text: &'w str,
    /// Which byte.
    pub(super) byte: usize,
}

impl Asked<'_> {
    /// Whether it is a schema, or may become one.
    fn is_schema(&self) -> bool {
        self.workspace.documents.schema(&self.path).is_some()
    }
}

/// Answers a request.
pub(super) fn answer(workspace: &Workspace, method: &str, params: Value) -> Result<Value, Refused> {
    match method {
        "textDocument/hover" => {
            let params: HoverParams = read(params)?;
            let asked = asked(workspace, &params.text_document_position_params)?;
            written(asked.is_schema().then(|| hover::hover(&asked)).flatten())
        }
        "textDocument/completion" => {
            let params: CompletionParams = read(params)?;
            let asked = asked(workspace, &params.text_document_position_params)?;
            written(asked.is_schema().then(|| completion::completion(&asked)))
        }
        "textDocument/definition" => {
            let params: DefinitionParams = read(params)?;
            let asked = asked(workspace, &params.text_document_position_params)?;
            written(navigate::definition(&asked))
        }
        "textDocument/references" => {
            let params: ReferenceParams = read(params)?;
            let asked = asked(workspace, &params.text_document_position_params)?;
            written(navigate::references(&asked, params.context.include_declaration))
        }
        "textDocument/documentHighlight" => {
            let params: DocumentHighlightParams = read(params)?;
            let asked = asked(workspace, &params.text_document_position_params)?;
            written(navigate::highlights(&asked))
        }
        "textDocument/prepareRename" => {
            let asked = asked(workspace, &read(params)?)?;
            written(rename::prepare(&asked)?)
        }
        "textDocument/rename" => {
            let params: RenameParams = read(params)?;
            let asked = asked(workspace, &params.text_document_position_params)?;
            written(rename::rename(&asked, &params.new_name)?)
        }
        "textDocument/documentSymbol" => {
            let params: DocumentSymbolParams = read(params)?;
            let (path, text) = document(workspace, &params.text_document)?;
            let schema = workspace.documents.schema(&path);
            written(schema.map(|_| symbols::symbols(text, workspace.encoding)))
        }
        "textDocument/formatting" => {
            let params: DocumentFormattingParams = read(params)?;
            let (path, text) = document(workspace, &params.text_document)?;
            let schema = workspace.documents.schema(&path);
            written(schema.map(|_| formatting::format(text, workspace.encoding)))
        }
        "textDocument/codeAction" => {
            let params: CodeActionParams = read(params)?;
            let (path, _) = document(workspace, &params.text_document)?;
            written(actions::actions(workspace, &path, &params))
        }
        _ => Err((ErrorCode::MethodNotFound, format!("there is no method `{method}` here"))),
    }
}

fn read<T: DeserializeOwned>(params: Value) -> Result<T, Refused> {
    serde_json::from_value(params).map_err(|error| (ErrorCode::InvalidParams, error.to_string()))
}

fn written(result: impl Serialize) -> Result<Value, Refused> {
    serde_json::to_value(result).map_err(|error| (ErrorCode::InternalError, error.to_string()))
}

fn document<'w>(
    workspace: &'w Workspace,
    asked: &TextDocumentIdentifier,
) -> Result<(PathBuf, &'w str), Refused> {
    let path = uri::path(&asked.uri);
    let Some(document) = workspace.documents.get(&path) else {
        return Err((ErrorCode::InvalidParams, format!("`{}` is not open", asked.uri.0)));
    };
    Ok((path, &document.text))
}

fn asked<'w>(workspace: &'w Workspace, params: &TextDocumentPositionParams) -> Result<Asked<'w>, Refused> {
    let (path, text) = document(workspace, &params.text_document)?;
    let byte = workspace.encoding.byte(text, params.position);
    Ok(Asked { workspace, path, text, byte })
}
