//! `opcodec lsp`: a language server for schemas, over standard input and output.
//!
//! Messages are answered one after the other: compiling a file takes milliseconds, so that nothing is gained
//! by doing two things at once. What is typed is compiled when the next question comes or when nothing waits.

mod actions;
mod completion;
mod diagnostics;
mod documents;
mod formatting;
mod grammar;
mod hover;
mod navigate;
mod position;
mod rename;
mod requests;
mod scope;
mod server;
mod symbols;
mod tree;
mod uri;
mod view;
mod workspace;

use std::process::ExitCode;

use lsp_server::Connection;

/// Serves one editor until it says `exit`.
pub(crate) fn serve() -> ExitCode {
    let (connection, threads) = Connection::stdio();
    let served = server::serve(&connection);
    drop(connection);
    let read = match &served {
        // Whoever breaks the protocol may leave the reader waiting for more of it.
        Err(_) => Ok(()),
        Ok(_) => threads.join(),
    };
    match (served, read) {
        (Ok(true), Ok(())) => ExitCode::SUCCESS,
        (Ok(_), Ok(())) => ExitCode::FAILURE,
        (Err(message), _) => failed(&message),
        (_, Err(error)) => failed(&error.to_string()),
    }
}

fn failed(message: &str) -> ExitCode {
    eprintln!("opcodec lsp: {message}");
    ExitCode::FAILURE
}
