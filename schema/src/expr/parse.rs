//! The grammar of expressions, over the words of [`tokens`](super::tokens).
//!
//! Precedence is Rust's: `&`, `^` and `|` bind tighter than comparisons, and comparisons do not chain.

use super::tokens::{Kind, Token, tokens};
use super::{Ast, AstNode};
use crate::diag::{Code, Diagnostic, Sink};
use crate::ir::{Binary, Unary};
use crate::source::{Span, Spanned};
use crate::syntax::{ExprText, Text};

/// How deep an expression may nest, a chain of operators counted like parentheses. Everything that walks
/// expressions recurses, so this bounds its stack.
const MAX_DEPTH: u32 = 100;

/// The functions over a range of rows.
pub(crate) const CHECKSUMS: [&str; 3] = ["crc", "sum8", "xor8"];

pub(super) fn parse(text: &ExprText) -> Result<Ast, Box<Diagnostic>> {
    match text {
        ExprText::Integer(integer) => {
            Ok(Ast { node: AstNode::Int(integer.value.value), span: integer.span, height: 1, closed: true })
        }
        ExprText::Boolean(boolean) => {
            Ok(Ast { node: AstNode::Bool(boolean.value), span: boolean.span, height: 1, closed: true })
        }
        ExprText::Text(text) => parse_text(text),
    }
}

/// [`parse`], with what is wrong put into the sink.
pub(super) fn parse_into(text: &ExprText, sink: &mut Sink) -> Option<Ast> {
    parse(text).map_err(|wrong| sink.push(*wrong)).ok()
}

fn parse_text(text: &Text) -> Result<Ast, Box<Diagnostic>> {
    if (text.span.end - text.span.start) as usize != text.value.len() {
        let message = "an expression string holds no escapes, so that every place in it is one in the file";
        return Err(Box::new(Diagnostic::error(Code::Escape, text.span, message)));
    }
    let tokens = tokens(text)?;
    let end = text.span.part(text.value.len(), text.value.len());
    let mut reader = Reader { tokens: &tokens, end, depth: 0 };
    let ast = reader.expr()?;
    match reader.peek() {
        None => Ok(ast),
        Some(_) => Err(reader.unexpected("an operator or the end")),
    }
}

struct Reader<'t> {
    tokens: &'t [Token],
    /// The place behind the last token.
    end: Span,
    depth: u32,
}

type Parsed = Result<Ast, Box<Diagnostic>>;

impl Reader<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.first()
    }

    fn next(&mut self) -> Option<Token> {
        let (first, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(first.clone())
    }

    /// Takes the next token if it is this symbol.
    fn take(&mut self, symbol: &str) -> Option<Span> {
        match self.peek() {
            Some(Token { kind: Kind::Symbol(found), span }) if *found == symbol => {
                let span = *span;
                self.next();
                Some(span)
            }
            _ => None,
        }
    }

    fn expect(&mut self, symbol: &str) -> Result<Span, Box<Diagnostic>> {
        self.take(symbol).ok_or_else(|| self.unexpected(&format!("`{symbol}`")))
    }

    fn unexpected(&self, wanted: &str) -> Box<Diagnostic> {
        let (span, found) = match self.peek() {
            Some(token) => (token.span, token.kind.to_string()),
            None => (self.end, "the end".to_owned()),
        };
        let wrong = Diagnostic::error(Code::ExprSyntax, span, format!("expected {wanted}, found {found}"));
        match self.peek().map(|token| &token.kind) {
            Some(Kind::Symbol("=")) => Box::new(wrong.mend("`==` compares", span, "==")),
            Some(Kind::Name(word)) => Box::new(match word.as_str() {
                "and" | "AND" => wrong.mend("both hold with `&&`", span, "&&"),
                "or" | "OR" => wrong.mend("one of two holds with `||`", span, "||"),
                "mod" | "MOD" => wrong.mend("the remainder is `%`", span, "%"),
                _ => wrong.help("a printed name of several words is written in snake case: `page_length`"),
            }),
            _ => Box::new(wrong),
        }
    }

    fn deeper<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, Box<Diagnostic>>,
    ) -> Result<T, Box<Diagnostic>> {
        if self.depth >= MAX_DEPTH {
            return Err(too_deep(self.peek().map_or(self.end, |token| token.span)));
        }
        self.depth += 1;
        let read = read(self);
        self.depth -= 1;
        read
    }

    /// `c ? a : b` and everything tighter.
    fn expr(&mut self) -> Parsed {
        self.deeper(|reader| {
            let condition = reader.binary(0)?;
            if reader.take("?").is_none() {
                return Ok(condition);
            }
            let yes = reader.expr()?;
            reader.expect(":")?;
            let no = reader.expr()?;
            let span = join(condition.span, no.span);
            let height = condition.height.max(yes.height).max(no.height);
            build(AstNode::If(Box::new(condition), Box::new(yes), Box::new(no)), span, height)
        })
    }

    /// Operators that bind at least as tight as `least`.
    fn binary(&mut self, least: u8) -> Parsed {
        let mut left = self.unary()?;
        while let Some(Token { kind: Kind::Symbol(symbol), span: at }) = self.peek() {
            let at = *at;
            let Some((op, level)) = operator(symbol) else { break };
            if level < least {
                break;
            }
            if op.compares() && matches!(left.node, AstNode::Binary(op, ..) if op.compares()) && !left.closed
            {
                let wrong = Diagnostic::error(Code::ExprSyntax, at, "comparisons do not chain");
                return Err(Box::new(wrong.help("`a < b && b < c` compares twice")));
            }
            self.next();
            let right = self.deeper(|reader| reader.binary(level + 1))?;
            let span = join(left.span, right.span);
            let height = left.height.max(right.height);
            left = build(AstNode::Binary(op, Box::new(left), Box::new(right)), span, height)?;
        }
        Ok(left)
    }

    fn unary(&mut self) -> Parsed {
        let op = match self.peek() {
            Some(Token { kind: Kind::Symbol("-"), .. }) => Unary::Neg,
            Some(Token { kind: Kind::Symbol("~"), .. }) => Unary::BitNot,
            Some(Token { kind: Kind::Symbol("!"), .. }) => Unary::Not,
            _ => return self.postfix(),
        };
        let start = self.next().map_or(self.end, |token| token.span);
        let operand = self.deeper(Self::unary)?;
        let (span, height) = (join(start, operand.span), operand.height);
        build(AstNode::Unary(op, Box::new(operand)), span, height)
    }

    fn postfix(&mut self) -> Parsed {
        let mut left = self.primary()?;
        while self.take(".").is_some() {
            let name = self.name("a name after `.`")?;
            let (span, height) = (join(left.span, name.span), left.height);
            left = build(AstNode::Field(Box::new(left), name), span, height)?;
        }
        Ok(left)
    }

    fn name(&mut self, wanted: &str) -> Result<Text, Box<Diagnostic>> {
        match self.peek() {
            Some(Token { kind: Kind::Name(name), span }) => {
                let name = Spanned::new(name.clone(), *span);
                self.next();
                Ok(name)
            }
            _ => Err(self.unexpected(wanted)),
        }
    }

    fn primary(&mut self) -> Parsed {
        if let Some(open) = self.take("(") {
            let inner = self.expr()?;
            let close = self.expect(")")?;
            return Ok(Ast { span: join(open, close), closed: true, ..inner });
        }
        match self.peek().cloned() {
            Some(Token { kind: Kind::Int(value), span }) => {
                self.next();
                build(AstNode::Int(value), span, 0)
            }
            Some(Token { kind: Kind::Name(name), span }) => {
                self.next();
                self.word(Spanned::new(name, span))
            }
            _ => Err(self.unexpected("a number, a name or `(`")),
        }
    }

    /// What starts with a name: a truth value, a call or the name itself.
    fn word(&mut self, name: Text) -> Parsed {
        let called = matches!(self.peek(), Some(Token { kind: Kind::Symbol("("), .. }));
        match name.value.as_str() {
            "true" | "false" if !called => build(AstNode::Bool(name.value == "true"), name.span, 0),
            "null" if !called => build(AstNode::Null, name.span, 0),
            word if called && CHECKSUMS.contains(&word) => {
                self.next();
                self.checksum(name)
            }
            _ if called => {
                self.next();
                self.call(name)
            }
            _ => build(AstNode::Name(name.value), name.span, 0),
        }
    }

    /// What stands in the parentheses of `crc`, `sum8` and `xor8`.
    fn checksum(&mut self, name: Text) -> Parsed {
        let algorithm = if name.value == "crc" {
            let Some(Token { kind: Kind::Quoted(word), span }) = self.peek().cloned() else {
                let wrong = self.unexpected("the name of an algorithm in single quotes");
                return Err(Box::new(wrong.help("as in `crc('CRC-16/MODBUS', first..last)`")));
            };
            self.next();
            self.expect(",")?;
            Some(Spanned::new(word, span))
        } else {
            None
        };
        let first = self.name("the first row that is covered")?;
        self.expect("..")?;
        let last = self.name("the last row that is covered")?;
        let span = join(name.span, self.expect(")")?);
        let row = |name: Text| build(AstNode::Name(name.value), name.span, 0).map(Box::new);
        let (first, last) = (row(first)?, row(last)?);
        build(AstNode::Checksum(name, algorithm, first, last), span, 1)
    }

    fn call(&mut self, name: Text) -> Parsed {
        let mut args = Vec::new();
        if let Some(close) = self.take(")") {
            let span = join(name.span, close);
            return build(AstNode::Call(name, args), span, 0);
        }
        loop {
            args.push(self.expr()?);
            if let Some(close) = self.take(")") {
                let height = args.iter().map(|arg| arg.height).max().unwrap_or(0);
                let span = join(name.span, close);
                return build(AstNode::Call(name, args), span, height);
            }
            if self.take(",").is_none() {
                return Err(self.unexpected("`,` or `)`"));
            }
        }
    }
}

fn build(node: AstNode, span: Span, below: u32) -> Parsed {
    if below >= MAX_DEPTH {
        return Err(too_deep(span));
    }
    Ok(Ast { node, span, height: below + 1, closed: false })
}

fn too_deep(span: Span) -> Box<Diagnostic> {
    Box::new(Diagnostic::error(
        Code::ExprDepth,
        span,
        format!("an expression nests at most {MAX_DEPTH} deep"),
    ))
}

fn join(a: Span, b: Span) -> Span {
    Span { end: b.end, ..a }
}

/// An operator and how tight it binds.
fn operator(symbol: &str) -> Option<(Binary, u8)> {
    let found = Binary::ALL.into_iter().map(|op| (op, op.written())).find(|(_, (sign, _))| *sign == symbol);
    found.map(|(op, (_, level))| (op, level))
}
