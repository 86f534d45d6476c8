//! Checksums over the bytes of rows.

use super::catalogue::{self, Missing};
use super::check::Checker;
use super::{Ast, AstNode, Found, Place, Reads, Use};
use crate::diag::{Code, Diagnostic};
use crate::ir::{Checksum, Expr, Interval, Node, RowId};
use crate::source::Span;
use crate::syntax::Text;

impl Checker<'_> {
    /// `crc('NAME', first..last)`, `sum8(first..last)`, `xor8(first..last)`.
    pub(super) fn checksum(
        &mut self,
        span: Span,
        (name, algorithm): (&Text, Option<&Text>),
        (first, last): (&Ast, &Ast),
    ) -> Option<Expr> {
        let of = self.algorithm(name, algorithm);
        let ends = (self.covered(first), self.covered(last));
        if !matches!(self.use_, Use::Value { .. }) {
            let message = format!(
                "{} cannot look at a checksum, which is computed when all else is written",
                self.use_.subject()
            );
            let wrong = Diagnostic::error(Code::Checksum, span, message);
            return self.refuse(wrong.help("a row's `value` computes one"));
        }
        let (of, (from, start), (to, end)) = (of?, ends.0?, ends.1?);
        if from > to {
            let (a, b) = (first.name().unwrap_or_default(), last.name().unwrap_or_default());
            let message = format!("`{b}` comes before `{a}`, so that no bytes lie from `{a}` to `{b}`");
            let wrong = Diagnostic::error(Code::Checksum, span, message);
            return self.refuse(wrong.label(start, "the first").label(end, "the last"));
        }
        let bits = match &of {
            Checksum::Crc(crc) => crc.width,
            Checksum::Sum8 | Checksum::Xor8 => 8,
        };
        let interval = Interval::new(0, i128::from(u64::MAX >> (64 - u32::from(bits))));
        Some(Expr { node: Node::Checksum(of, from, to), interval, is_bool: false })
    }

    /// A row of this very struct, and where it was declared.
    fn covered(&mut self, ast: &Ast) -> Option<(RowId, Span)> {
        let found = self.place(ast)?;
        match &found.place {
            Place::Row(row, path) if path.is_empty() => Some((*row, found.span)),
            _ => {
                let message = "a checksum covers rows of the struct that it stands in, and this is none";
                let wrong = Diagnostic::error(Code::Checksum, ast.span, message);
                self.refuse(wrong.label(found.span, "declared here"))
            }
        }
    }

    fn algorithm(&mut self, name: &Text, algorithm: Option<&Text>) -> Option<Checksum> {
        let Some(algorithm) = algorithm else {
            return Some(if name.value == "sum8" { Checksum::Sum8 } else { Checksum::Xor8 });
        };
        let written = &algorithm.value;
        match catalogue::find(written) {
            Ok(crc) => Some(Checksum::Crc(crc)),
            Err(Missing::TooWide) => {
                let message = format!("`{written}` is wider than 64 bits and is not supported yet");
                self.error(Code::NotSupported, algorithm.span, message)
            }
            Err(Missing::Unknown(near)) => {
                let message = format!("the CRC catalogue has no `{written}`");
                let wrong = Diagnostic::error(Code::UnknownName, algorithm.span, message);
                self.refuse(match near {
                    // Another algorithm is not certainly meant, the same in other letters is. The span holds the quotes.
                    Some(near) if near.eq_ignore_ascii_case(written) => {
                        wrong.mean_at(algorithm.span.part(1, 1 + written.len()), near)
                    }
                    Some(near) => wrong.help(format!("did you mean `{near}`?")),
                    None => wrong.help("its names are those of https://reveng.sourceforge.io/crc-catalogue"),
                })
            }
        }
    }

    /// What reading a row gives whose value follows from a checksum: only a `value` beside it is computed as late.
    pub(super) fn followed(&mut self, found: &Found, name: &str, span: Span) -> Option<(Interval, bool)> {
        let Reads::Checksum { interval, is_bool } = found.reads else { return None };
        let beside = matches!(&found.place, Place::Row(_, path) if path.is_empty());
        if beside && matches!(self.use_, Use::Value { .. }) {
            return Some((interval, is_bool));
        }
        let message = format!(
            "{} cannot look at `{name}`: it is a checksum, which is computed when all else is written",
            self.use_.subject()
        );
        let wrong = Diagnostic::error(Code::Checksum, span, message).label(found.span, "declared here");
        self.refuse(wrong.help("only a `value` in the same struct sees it"))
    }
}

impl Ast {
    /// Whether a checksum stands in it, and the names that it reads.
    pub(crate) fn mentions(&self, names: &mut Vec<String>) -> bool {
        match &self.node {
            AstNode::Checksum(..) => true,
            AstNode::Name(name) => {
                names.push(name.clone());
                false
            }
            AstNode::Int(_) | AstNode::Bool(_) | AstNode::Null => false,
            AstNode::Field(of, _) | AstNode::Unary(_, of) => of.mentions(names),
            AstNode::Binary(_, a, b) => a.mentions(names) | b.mentions(names),
            AstNode::If(c, a, b) => c.mentions(names) | a.mentions(names) | b.mentions(names),
            AstNode::Call(_, args) => args.iter().fold(false, |any, arg| any | arg.mentions(names)),
        }
    }
}
