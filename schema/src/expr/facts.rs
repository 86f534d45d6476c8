//! How conditions stand to each other.
//!
//! Everything that is compared with a constant is a *subject*: a name, or any other expression taken as
//! a whole. Two subjects are the same if they are written alike. A list of conditions holds together if
//! a choice of their alternatives leaves every subject a value; that is exact where subjects are
//! independent names, and otherwise errs on the side of "may hold".

use super::interval::meet;
use super::walk::same;
use crate::ir::{Binary, Expr, Interval, Node, Unary};

/// Conditions that are looked at before the answer is "may hold", or "no less than before".
const BUDGET: u32 = 4096;

/// A condition that is known to hold, or (`false`) known not to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fact<'e>(pub(super) &'e Expr, pub(super) bool);

/// Whether the facts may hold together.
pub(super) fn possible(facts: &[Fact<'_>]) -> bool {
    let mut budget = BUDGET;
    let mut open = vec![Branch { todo: facts.to_vec(), known: Vec::new() }];
    while let Some(mut branch) = open.pop() {
        if branch.holds(&mut open, &mut budget) {
            return true;
        }
    }
    false
}

/// What is left of the values of `subject` where the facts hold; the whole of it where they never do.
pub(super) fn refine(subject: &Expr, facts: &[Fact<'_>]) -> Interval {
    let mut left = vec![subject.interval];
    let mut budget = BUDGET;
    for fact in facts {
        left = narrow(subject, *fact, left, &mut budget);
    }
    match (left.first(), left.last()) {
        (Some(first), Some(last)) => Interval::new(first.min, last.max),
        _ => subject.interval,
    }
}

/// A condition taken apart by one step.
enum Form<'e> {
    All(Fact<'e>, Fact<'e>),
    Any(Fact<'e>, Fact<'e>),
    /// Either both of the first two or both of the last two.
    Cases([Fact<'e>; 4]),
    Same(Fact<'e>),
    /// The subject has one of these values.
    Atom(Subject<'e>, Vec<Interval>),
    Always,
    Never,
}

/// What an atom speaks of.
#[derive(Clone, Copy)]
enum Subject<'e> {
    /// An expression's value.
    Value(&'e Expr),
    /// Whether two numbers compare so; the operator is `Eq` or `Lt`.
    Compared(Binary, &'e Expr, &'e Expr),
}

impl Subject<'_> {
    fn same(self, other: Subject<'_>) -> bool {
        match (self, other) {
            (Subject::Value(a), Subject::Value(b)) => same(a, b),
            (Subject::Compared(op, a, b), Subject::Compared(other_op, c, d)) => {
                let crossed = op == Binary::Eq && same(a, d) && same(b, c);
                op == other_op && (same(a, c) && same(b, d) || crossed)
            }
            _ => false,
        }
    }
}

fn form(Fact(expr, positive): Fact<'_>) -> Form<'_> {
    match &expr.node {
        Node::Int(value) if (*value != 0) == positive => Form::Always,
        Node::Int(_) => Form::Never,
        Node::Unary(Unary::Not, inner) => Form::Same(Fact(inner, !positive)),
        Node::Binary(Binary::And | Binary::Or, a, b) => {
            let all = matches!(expr.node, Node::Binary(Binary::And, ..)) == positive;
            let (a, b) = (Fact(a, positive), Fact(b, positive));
            if all { Form::All(a, b) } else { Form::Any(a, b) }
        }
        Node::If(c, a, b) => {
            Form::Cases([Fact(c, true), Fact(a, positive), Fact(c, false), Fact(b, positive)])
        }
        Node::Binary(op, a, b) if a.is_bool && b.is_bool => {
            let equal = (*op == Binary::Eq) == positive;
            Form::Cases([Fact(a, true), Fact(b, equal), Fact(a, false), Fact(b, !equal)])
        }
        Node::Binary(op, a, b) => comparison(*op, a, b, positive),
        _ => Form::Atom(Subject::Value(expr), vec![one(i128::from(positive))]),
    }
}

fn one(value: i128) -> Interval {
    Interval::new(value, value)
}

fn comparison<'e>(op: Binary, a: &'e Expr, b: &'e Expr, positive: bool) -> Form<'e> {
    match (&a.node, &b.node) {
        (_, Node::Int(value)) => Form::Atom(Subject::Value(a), values(negated(op, positive), *value)),
        (Node::Int(value), _) => {
            Form::Atom(Subject::Value(b), values(negated(mirrored(op), positive), *value))
        }
        _ => {
            // Everything in terms of `a == b`, `a < b` and `b < a`.
            let (subject, positive) = match op {
                Binary::Eq => (Subject::Compared(Binary::Eq, a, b), positive),
                Binary::Ne => (Subject::Compared(Binary::Eq, a, b), !positive),
                Binary::Lt => (Subject::Compared(Binary::Lt, a, b), positive),
                Binary::Ge => (Subject::Compared(Binary::Lt, a, b), !positive),
                Binary::Gt => (Subject::Compared(Binary::Lt, b, a), positive),
                _ => (Subject::Compared(Binary::Lt, b, a), !positive),
            };
            Form::Atom(subject, vec![one(i128::from(positive))])
        }
    }
}

fn negated(op: Binary, positive: bool) -> Binary {
    match op {
        _ if positive => op,
        Binary::Eq => Binary::Ne,
        Binary::Ne => Binary::Eq,
        Binary::Lt => Binary::Ge,
        Binary::Ge => Binary::Lt,
        Binary::Gt => Binary::Le,
        _ => Binary::Gt,
    }
}

fn mirrored(op: Binary) -> Binary {
    match op {
        Binary::Lt => Binary::Gt,
        Binary::Gt => Binary::Lt,
        Binary::Le => Binary::Ge,
        Binary::Ge => Binary::Le,
        op => op,
    }
}

/// Which numbers compare so with `value`.
fn values(op: Binary, value: i128) -> Vec<Interval> {
    let below = value.checked_sub(1).map(|max| Interval::new(i128::MIN, max));
    let above = value.checked_add(1).map(|min| Interval::new(min, i128::MAX));
    let parts = match op {
        Binary::Eq => [Some(one(value)), None],
        Binary::Ne => [below, above],
        Binary::Lt => [below, None],
        Binary::Le => [Some(Interval::new(i128::MIN, value)), None],
        Binary::Gt => [above, None],
        _ => [Some(Interval::new(value, i128::MAX)), None],
    };
    parts.into_iter().flatten().collect()
}

/// What two sorted sets of intervals have in common.
fn common(a: &[Interval], b: &[Interval]) -> Vec<Interval> {
    a.iter().flat_map(|x| b.iter().filter_map(|y| meet(*x, *y))).collect()
}

/// One choice of alternatives.
struct Branch<'e> {
    todo: Vec<Fact<'e>>,
    known: Vec<(Subject<'e>, Vec<Interval>)>,
}

impl<'e> Branch<'e> {
    /// Whether it may hold; where it parts, the other way is put into `open`.
    fn holds(&mut self, open: &mut Vec<Branch<'e>>, budget: &mut u32) -> bool {
        while let Some(fact) = self.todo.pop() {
            if *budget == 0 {
                return true;
            }
            *budget -= 1;
            match form(fact) {
                Form::Always => {}
                Form::Never => return false,
                Form::Same(fact) => self.todo.push(fact),
                Form::All(a, b) => self.todo.extend([b, a]),
                Form::Any(a, b) => self.part(open, &[b], &[a]),
                Form::Cases([a, b, c, d]) => self.part(open, &[d, c], &[b, a]),
                Form::Atom(subject, allowed) => {
                    if !self.add(subject, &allowed) {
                        return false;
                    }
                }
            }
        }
        true
    }

    fn part(&mut self, open: &mut Vec<Branch<'e>>, other: &[Fact<'e>], this: &[Fact<'e>]) {
        let mut todo = self.todo.clone();
        todo.extend(other);
        open.push(Branch { todo, known: self.known.clone() });
        self.todo.extend(this);
    }

    /// Notes what a subject may be. `false`: nothing is left.
    fn add(&mut self, subject: Subject<'e>, allowed: &[Interval]) -> bool {
        let domain = match subject {
            Subject::Value(expr) => expr.interval,
            Subject::Compared(..) => Interval::new(0, 1),
        };
        let allowed = common(&[domain], allowed);
        if let Some((_, left)) = self.known.iter_mut().find(|(other, _)| other.same(subject)) {
            *left = common(left, &allowed);
            return !left.is_empty();
        }
        let possible = !allowed.is_empty();
        self.known.push((subject, allowed));
        possible
    }
}

/// What of `left`, values of `subject`, the fact allows.
fn narrow(subject: &Expr, fact: Fact<'_>, left: Vec<Interval>, budget: &mut u32) -> Vec<Interval> {
    if *budget == 0 {
        return left;
    }
    *budget -= 1;
    match form(fact) {
        Form::Never => Vec::new(),
        Form::Same(fact) => narrow(subject, fact, left, budget),
        Form::All(a, b) => {
            let left = narrow(subject, a, left, budget);
            narrow(subject, b, left, budget)
        }
        Form::Any(a, b) => {
            let first = narrow(subject, a, left.clone(), budget);
            join(first, narrow(subject, b, left, budget))
        }
        Form::Cases([a, b, c, d]) => {
            let first = narrow(subject, a, left.clone(), budget);
            let second = narrow(subject, c, left, budget);
            let first = narrow(subject, b, first, budget);
            join(first, narrow(subject, d, second, budget))
        }
        Form::Atom(Subject::Value(expr), allowed) if same(expr, subject) => common(&left, &allowed),
        Form::Always | Form::Atom(..) => left,
    }
}

/// The values of either set, sorted and apart.
fn join(a: Vec<Interval>, b: Vec<Interval>) -> Vec<Interval> {
    let mut all = a;
    all.extend(b);
    all.sort_by_key(|part| (part.min, part.max));
    let mut apart: Vec<Interval> = Vec::new();
    for part in all {
        match apart.last_mut() {
            Some(last) if part.min <= last.max => last.max = last.max.max(part.max),
            _ => apart.push(part),
        }
    }
    apart
}
