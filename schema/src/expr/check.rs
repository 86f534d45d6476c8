//! From an expression as written to one that cannot go wrong: names, types, intervals.

use super::facts::{Fact, possible};
use super::interval::{self, Refused, hull, show};
use super::{Ast, AstNode, Found, Place, Reads, Scope, Use, constant, walk};
use crate::diag::{Code, Diagnostic, Sink};
use crate::ir::{Binary, Expr, Interval, MAX_DATA, MAX_LEN, Node, Pointer, Unary};
use crate::source::Span;

pub(super) fn check(ast: &Ast, scope: &dyn Scope, use_: Use, sink: &mut Sink) -> Option<Expr> {
    let known = scope.known().into_iter().map(|fact| (fact, true)).collect();
    let mut checker = Checker { scope, use_, sink, known };
    let expr = checker.expr(ast)?;
    checker.fits(ast, expr)
}

pub(super) fn pointer(ast: &Ast, scope: &dyn Scope, sink: &mut Sink) -> Option<Pointer> {
    let known = scope.known().into_iter().map(|fact| (fact, true)).collect();
    Checker { scope, use_: Use::Check, sink, known }.pointer(ast)
}

pub(super) struct Checker<'c> {
    pub(super) scope: &'c dyn Scope,
    pub(super) use_: Use,
    pub(super) sink: &'c mut Sink,
    /// What holds where the part being looked at is computed.
    known: Vec<(Expr, bool)>,
}

impl Checker<'_> {
    /// Reports, and gives up on the part.
    pub(super) fn refuse<T>(&mut self, diagnostic: Diagnostic) -> Option<T> {
        self.sink.push(diagnostic);
        None
    }

    pub(super) fn error<T>(&mut self, code: Code, span: Span, message: impl Into<String>) -> Option<T> {
        self.refuse(Diagnostic::error(code, span, message))
    }

    pub(super) fn expr(&mut self, ast: &Ast) -> Option<Expr> {
        let expr = match &ast.node {
            AstNode::Int(value) => constant(*value, false),
            AstNode::Bool(value) => constant(i128::from(*value), true),
            AstNode::Null => {
                return self.error(Code::NotReadable, ast.span, "`null` is a pointer, not a number");
            }
            AstNode::Name(name) => self.bare(name, ast.span)?,
            AstNode::Field(of, name) => self.dotted(ast, of, name)?,
            AstNode::Call(name, args) => self.call(ast.span, name, args)?,
            AstNode::Checksum(name, algorithm, first, last) => {
                self.checksum(ast.span, (name, algorithm.as_ref()), (first, last))?
            }
            AstNode::Unary(op, operand) => self.unary(*op, operand)?,
            AstNode::Binary(op @ (Binary::And | Binary::Or), a, b) => self.logic(*op, a, b)?,
            AstNode::Binary(op, a, b) => self.binary(*op, a, b, ast.span)?,
            AstNode::If(c, a, b) => self.choice(c, a, b)?,
        };
        let expr = folded(expr);
        self.noted(ast, &expr);
        Some(expr)
    }

    fn noted(&self, ast: &Ast, expr: &Expr) {
        if let Some(recorder) = self.scope.recorder() {
            recorder.expression(ast.span, expr.interval, expr.is_bool);
        }
    }

    /// An operand that must be a number.
    pub(super) fn number(&mut self, ast: &Ast) -> Option<Expr> {
        let expr = self.expr(ast)?;
        if expr.is_bool {
            let wrong =
                Diagnostic::error(Code::NotNumber, ast.span, "a number is needed, this is a condition");
            return self.refuse(wrong.help("`condition ? 1 : 0` makes a number of it"));
        }
        Some(expr)
    }

    /// An operand that must be a condition.
    fn condition(&mut self, ast: &Ast) -> Option<Expr> {
        let expr = self.expr(ast)?;
        if !expr.is_bool {
            let wrong =
                Diagnostic::error(Code::NotCondition, ast.span, "a condition is needed, this is a number");
            return self.refuse(wrong.help("a comparison such as `x != 0` is a condition"));
        }
        Some(expr)
    }

    /// `null`, a `ptr`, or a choice of them.
    fn pointer(&mut self, ast: &Ast) -> Option<Pointer> {
        match &ast.node {
            AstNode::Null => return Some(Pointer::Null),
            AstNode::If(c, a, b) => {
                let condition = self.condition(c);
                let (yes, no) = (self.pointer(a), self.pointer(b));
                return Some(Pointer::If(Box::new(condition?), Box::new(yes?), Box::new(no?)));
            }
            AstNode::Name(_) | AstNode::Field(..) => {
                let is_enumerator = matches!(&ast.node, AstNode::Field(of, _)
                    if of.name().is_some_and(|owner| self.scope.words(owner).is_some()));
                let found = if is_enumerator { None } else { Some(self.place(ast)?) };
                match found {
                    Some(Found { reads: Reads::Broken, .. }) => return None,
                    Some(Found { reads: Reads::Pointer, place: Place::Row(row, path), .. }) => {
                        return Some(Pointer::Row(row, path));
                    }
                    Some(Found { reads: Reads::Pointer, place: Place::Param(param), .. }) => {
                        return Some(Pointer::Param(param));
                    }
                    _ => {}
                }
            }
            _ => {}
        }
        let wrong = Diagnostic::error(Code::NotPointer, ast.span, "a pointer is needed, and this is none");
        self.refuse(wrong.help("`null`, a `ptr` row or arg, or a choice of them with `condition ? a : b`"))
    }

    fn unary(&mut self, op: Unary, operand: &Ast) -> Option<Expr> {
        let is_bool = op == Unary::Not;
        let inner = if is_bool { self.condition(operand) } else { self.number(operand) }?;
        let Ok(interval) = interval::unary(op, inner.interval) else {
            let message = format!("minus {} leaves the 128-bit integers", show(inner.interval));
            return self.error(Code::Overflow, operand.span, message);
        };
        Some(Expr { node: Node::Unary(op, Box::new(inner)), interval, is_bool })
    }

    /// `&&` and `||`: the right side is computed only where the left one lets it.
    fn logic(&mut self, op: Binary, a: &Ast, b: &Ast) -> Option<Expr> {
        let left = self.condition(a)?;
        let right = self.knowing(&left, op == Binary::And, |checker| checker.condition(b))?;
        let interval = match op {
            Binary::And => {
                Interval::new(left.interval.min & right.interval.min, left.interval.max & right.interval.max)
            }
            _ => {
                Interval::new(left.interval.min | right.interval.min, left.interval.max | right.interval.max)
            }
        };
        Some(Expr { node: Node::Binary(op, Box::new(left), Box::new(right)), interval, is_bool: true })
    }

    fn binary(&mut self, op: Binary, a: &Ast, b: &Ast, span: Span) -> Option<Expr> {
        let equality = matches!(op, Binary::Eq | Binary::Ne);
        let ordered = matches!(op, Binary::Lt | Binary::Le | Binary::Gt | Binary::Ge);
        let (left, right) = if equality {
            let both = (self.expr(a), self.expr(b));
            let (left, right) = (both.0?, both.1?);
            if left.is_bool != right.is_bool {
                return self.error(Code::NotNumber, span, "a condition and a number do not compare");
            }
            (left, right)
        } else {
            let both = (self.number(a), self.number(b));
            (both.0?, both.1?)
        };
        match interval::binary(op, left.interval, right.interval) {
            Ok(interval) => Some(Expr {
                node: Node::Binary(op, Box::new(left), Box::new(right)),
                interval,
                is_bool: equality || ordered,
            }),
            Err(why) => self.refuse(refusal(why, op, &left, (&right, b.span), span)),
        }
    }

    fn choice(&mut self, c: &Ast, a: &Ast, b: &Ast) -> Option<Expr> {
        let condition = self.condition(c)?;
        let yes = self.knowing(&condition, true, |checker| checker.expr(a));
        let no = self.knowing(&condition, false, |checker| checker.expr(b));
        let (yes, no) = (yes?, no?);
        if yes.is_bool != no.is_bool {
            let wrong = Diagnostic::error(Code::NotNumber, b.span, "both ways of `? :` must be of one kind");
            let kind = |is_bool| if is_bool { "a condition" } else { "a number" };
            return self.refuse(wrong.here(kind(no.is_bool)).label(a.span, kind(yes.is_bool)));
        }
        match condition.node {
            Node::Int(0) => Some(no),
            Node::Int(_) => Some(yes),
            _ => {
                let (interval, is_bool) = (hull(yes.interval, no.interval), yes.is_bool);
                Some(Expr {
                    node: Node::If(Box::new(condition), Box::new(yes), Box::new(no)),
                    interval,
                    is_bool,
                })
            }
        }
    }

    /// Looks at a part that is computed only where the condition holds (or not).
    fn knowing<T>(&mut self, condition: &Expr, holds: bool, look: impl FnOnce(&mut Self) -> T) -> T {
        self.known.push((condition.clone(), holds));
        let found = look(self);
        self.known.pop();
        found
    }

    pub(super) fn facts(&self) -> Vec<Fact<'_>> {
        self.known.iter().map(|(fact, holds)| Fact(fact, *holds)).collect()
    }

    /// Whether a condition holds wherever the part being looked at is computed.
    pub(super) fn surely(&self, condition: &Expr) -> bool {
        let mut facts = self.facts();
        facts.push(Fact(condition, false));
        !possible(&facts)
    }

    /// Whether what comes out is what the use asks for.
    fn fits(&mut self, ast: &Ast, expr: Expr) -> Option<Expr> {
        let (is_bool, range, provably) = match self.use_ {
            Use::Size | Use::Count | Use::StructSize => (false, Interval::new(0, MAX_LEN), false),
            Use::DataSize => (false, Interval::new(0, MAX_DATA), false),
            Use::When | Use::Check | Use::DataWhen | Use::Only => (true, Interval::new(0, 1), false),
            Use::RequestSize { range } => (false, range, false),
            Use::Value { is_bool, range } => (is_bool, range, false),
            Use::Arg { is_bool, range } | Use::Set { is_bool, range } => (is_bool, range, true),
            Use::Tag | Use::Key => return Some(expr),
            Use::Constant if matches!(expr.node, Node::Int(_)) => return Some(expr),
            Use::Constant => return self.error(Code::NotConstant, ast.span, "a constant is needed here"),
        };
        let subject = self.use_.subject();
        if is_bool != expr.is_bool {
            let (code, message, help) = if is_bool {
                (
                    Code::NotCondition,
                    "must be a condition, this is a number",
                    "a comparison such as `x != 0` is a condition",
                )
            } else {
                (
                    Code::NotNumber,
                    "must be a number, this is a condition",
                    "`condition ? 1 : 0` makes a number of it",
                )
            };
            return self.refuse(Diagnostic::error(code, ast.span, format!("{subject} {message}")).help(help));
        }
        let values = format!("{subject} must be in {}, this is {}", show(range), show(expr.interval));
        if interval::meet(expr.interval, range).is_none() {
            return self.error(Code::NeverFits, ast.span, values);
        }
        if provably && !expr.interval.is_within(range) {
            let wrong = Diagnostic::error(Code::MayNotFit, ast.span, values);
            let ty = interval::narrow(range);
            let help = format!(
                "`wrap({ty}, …)` keeps the low bits, `check({ty}, …)` is an error where it does not fit"
            );
            return self.refuse(wrong.help(help));
        }
        Some(expr)
    }
}

impl Use {
    /// For messages.
    pub(super) const fn subject(self) -> &'static str {
        match self {
            Self::Size | Self::StructSize | Self::RequestSize { .. } => "`size`",
            Self::Count => "`count`",
            Self::When => "`when`",
            Self::Check => "`check`",
            Self::Value { .. } => "`value`",
            Self::Tag | Self::Constant => "`tag`",
            Self::Arg { .. } => "the arg",
            Self::Set { .. } => "what the row gets",
            Self::Key => "`by`",
            Self::DataSize => "the length of a data phase",
            Self::DataWhen => "`when` of a data phase",
            Self::Only => "`only`",
        }
    }
}

/// A literal in place of what has only one value and cannot fail.
fn folded(expr: Expr) -> Expr {
    if expr.interval.min == expr.interval.max && !walk::may_fail(&expr) {
        return constant(expr.interval.min, expr.is_bool);
    }
    expr
}

fn refusal(why: Refused, op: Binary, left: &Expr, (right, at): (&Expr, Span), span: Span) -> Diagnostic {
    let values = show(right.interval);
    match why {
        Refused::DivisionByZero => {
            Diagnostic::error(Code::DivisionByZero, at, format!("the divisor may be zero: it is {values}"))
                .help("choose with `x != 0 ? … / x : …`, or divide by `max(x, 1)`")
        }
        Refused::ShiftTooFar => {
            let message = format!("a shift goes by 0 to 126 bits, this one by {values}");
            Diagnostic::error(Code::ShiftTooFar, at, message)
        }
        Refused::Overflow => {
            let verb = match op {
                Binary::Add => "plus",
                Binary::Sub => "minus",
                Binary::Mul => "times",
                Binary::Shl => "shifted left by",
                _ => "divided by",
            };
            let message = format!("{} {verb} {values} leaves the 128-bit integers", show(left.interval));
            Diagnostic::error(Code::Overflow, span, message)
        }
    }
}
