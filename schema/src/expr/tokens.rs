//! The words of expressions: numbers, names and symbols.

use std::fmt;

use winnow::combinator::{alt, delimited, opt};
use winnow::error::ContextError;
use winnow::stream::{Location, Stream};
use winnow::token::{one_of, take_while};
use winnow::{LocatingSlice, Parser};

use crate::diag::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::Text;

/// One word and its place.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) span: Span,
}

#[derive(Clone, Debug)]
pub(super) enum Kind {
    Int(i128),
    Name(String),
    Symbol(&'static str),
    /// `'CRC-16/MODBUS'`, without the quotes.
    Quoted(String),
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int(value) => write!(f, "`{value}`"),
            Self::Name(name) => write!(f, "`{name}`"),
            Self::Symbol(symbol) => write!(f, "`{symbol}`"),
            Self::Quoted(word) => write!(f, "`'{word}'`"),
        }
    }
}

/// The longer first.
const SYMBOLS: [&str; 27] = [
    "<<", ">>", "<=", ">=", "==", "!=", "&&", "||", "..", "+", "-", "*", "/", "%", "&", "|", "^", "~", "!",
    "<", ">", "?", ":", "(", ")", ",", ".",
];

type Input<'t> = LocatingSlice<&'t str>;
type Read<T> = Result<T, ContextError>;

#[derive(Clone)]
enum Raw<'t> {
    Number(&'t str),
    Name(&'t str),
    Symbol(&'static str),
    Quoted(&'t str),
}

fn digits<'t>(input: &mut Input<'t>) -> Read<&'t str> {
    let rest = take_while(0.., |c: char| c.is_ascii_alphanumeric() || c == '_');
    (one_of('0'..='9'), rest).take().parse_next(input)
}

fn name<'t>(input: &mut Input<'t>) -> Read<&'t str> {
    let first = one_of(|c: char| c.is_ascii_alphabetic() || c == '_');
    let rest = take_while(0.., |c: char| c.is_ascii_alphanumeric() || c == '_');
    (first, rest).take().parse_next(input)
}

fn quoted<'t>(input: &mut Input<'t>) -> Read<&'t str> {
    delimited('\'', take_while(0.., |c| c != '\''), '\'').parse_next(input)
}

fn symbol(input: &mut Input<'_>) -> Read<&'static str> {
    for symbol in SYMBOLS {
        if opt(symbol).parse_next(input)?.is_some() {
            return Ok(symbol);
        }
    }
    // A lone `=` is no operator, but the grammar has the better words for it.
    '='.value("=").parse_next(input)
}

fn raw<'t>(input: &mut Input<'t>) -> Read<Raw<'t>> {
    alt((digits.map(Raw::Number), name.map(Raw::Name), quoted.map(Raw::Quoted), symbol.map(Raw::Symbol)))
        .parse_next(input)
}

/// All words of an expression.
pub(super) fn tokens(text: &Text) -> Result<Vec<Token>, Box<Diagnostic>> {
    let mut input = LocatingSlice::new(text.value.as_str());
    let mut found = Vec::new();
    loop {
        let blank: Read<&str> = take_while(0.., char::is_whitespace).parse_next(&mut input);
        debug_assert!(blank.is_ok());
        let start = input.current_token_start();
        let Some(c) = input.peek_token() else { return Ok(found) };
        let read = raw(&mut input);
        let span = text.span.part(start, input.current_token_start());
        let kind = match read {
            Ok(Raw::Number(digits)) => number(digits, span)?,
            Ok(Raw::Name(name)) => Kind::Name(name.to_owned()),
            Ok(Raw::Symbol(symbol)) => Kind::Symbol(symbol),
            Ok(Raw::Quoted(word)) => Kind::Quoted(word.to_owned()),
            Err(_) => {
                let span = text.span.part(start, start + c.len_utf8());
                let message = format!("`{}` stands in no expression", c.escape_debug());
                return Err(Box::new(Diagnostic::error(Code::ExprSyntax, span, message)));
            }
        };
        found.push(Token { kind, span });
    }
}

fn number(written: &str, span: Span) -> Result<Kind, Box<Diagnostic>> {
    let wrong = |message: String, help: Option<String>| {
        Box::new(Diagnostic { help, ..Diagnostic::error(Code::ExprSyntax, span, message) })
    };
    let (radix, digits) = match written.get(..2) {
        Some("0x") => (16, &written[2..]),
        Some("0b") => (2, &written[2..]),
        Some("0o") => (8, &written[2..]),
        _ => (10, written),
    };
    let grouped = !digits.starts_with('_') && !digits.ends_with('_') && !digits.contains("__");
    let plain = digits.replace('_', "");
    if plain.is_empty() || !grouped || !plain.chars().all(|c| c.is_digit(radix)) {
        let help = "numbers are written `10`, `0x0A`, `0b1010` or `1_000`";
        return Err(wrong(format!("`{written}` is no number"), Some(help.to_owned())));
    }
    if radix == 10 && plain.len() > 1 && plain.starts_with('0') {
        let help = format!("in decimal it is `{}`", plain.trim_start_matches('0'));
        return Err(wrong(format!("`{written}` has a leading zero"), Some(help)));
    }
    match i128::from_str_radix(&plain, radix) {
        Ok(value) => Ok(Kind::Int(value)),
        Err(_) => Err(wrong(format!("`{written}` is over the largest number, 2^127 - 1"), None)),
    }
}
