//! Lengths that need themselves: a computed row that counts bytes, some of which are there, or are as many, only
//! by that row. Decoding can tell; encoding would never come to an end.

use std::collections::HashSet;

use crate::diag::{Code, Diagnostic, Sink};
use crate::expr;
use crate::ir::{Computed, Element, Expr, Kind, Length, Node, Role, RowId, Struct, TextLength};

/// What encoding may have to know.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Need {
    /// The number of a row.
    Value(RowId),
    /// The bytes of a row.
    Len(RowId),
    /// The bytes of the whole.
    Whole,
}

/// Reports the structs that have such a row, at the first of them. Gives whether there are none.
pub(crate) fn check(structs: &[Struct], sink: &mut Sink) -> bool {
    let mut right = true;
    for of in structs.iter().filter(|of| of.fixed.is_none() && of.c.is_none()) {
        let needs = Needs { of, structs };
        let computed = (0..of.rows.len() as u32).map(|row| Need::Value(RowId(row)));
        let turn = computed.chain([Need::Whole]).find_map(|need| needs.turn(need));
        let Some(turn) = turn else { continue };
        right = false;
        sink.push(needs.error(&turn));
    }
    right
}

struct Needs<'s> {
    of: &'s Struct,
    structs: &'s [Struct],
}

impl Needs<'_> {
    /// The way from `start` back to it, if there is one.
    fn turn(&self, start: Need) -> Option<Vec<Need>> {
        let (mut seen, mut way) = (HashSet::new(), vec![(start, self.of(start))]);
        while let Some((_, next)) = way.last_mut() {
            match next.pop() {
                Some(need) if need == start => return Some(way.into_iter().map(|(need, _)| need).collect()),
                Some(need) if seen.insert(need) => way.push((need, self.of(need))),
                Some(_) => {}
                None => drop(way.pop()),
            }
        }
        None
    }

    /// What must be known first.
    fn of(&self, need: Need) -> Vec<Need> {
        let mut found = Vec::new();
        match need {
            Need::Value(row) => match self.of.rows.get(row.index()).map(|row| &row.role) {
                Some(Role::Value(Computed { expr, from_data: false, .. })) => leaves(expr, &mut found),
                Some(Role::Length) => found.push(Need::Whole),
                _ => {}
            },
            Need::Len(row) => self.length(row, &mut found),
            Need::Whole => found.extend((0..self.of.rows.len() as u32).map(|row| Need::Len(RowId(row)))),
        }
        found
    }

    /// What the length of a row follows from; not what it is compared with.
    fn length(&self, id: RowId, found: &mut Vec<Need>) {
        let Some(row) = self.of.rows.get(id.index()) else { return };
        if let Some(when) = &row.when {
            leaves(when, found);
        }
        if row.may_be_absent {
            // It is there where a later such row has a value, or, without a value of its own, the one before it.
            let is_value = matches!(row.role, Role::Member(_) | Role::Payload);
            let asked = self.of.rows.iter().enumerate();
            let asked = asked.filter(|(at, row)| row.may_be_absent || !is_value && *at < id.index());
            asked.filter_map(|(_, row)| row.when.as_ref()).for_each(|when| leaves(when, found));
        }
        match &row.kind {
            Kind::Text { pad: Some(_), length: TextLength::Bytes(Length::Expr { expr, .. }), .. }
                if self.is_plain(expr) =>
            {
                leaves(expr, found);
            }
            Kind::Reserved(Length::Expr { expr, .. }) => leaves(expr, found),
            Kind::Nested { body, args, .. } if self.is_variable(*body) => {
                for arg in args {
                    leaves(arg, found);
                }
            }
            Kind::List { element: Element::Struct { args, .. }, .. } => {
                for arg in args {
                    leaves(arg, found);
                }
            }
            Kind::Payload(_) => {
                let cases = self.of.union.iter().flat_map(|union| &union.cases);
                cases.flat_map(|case| &case.args).for_each(|arg| leaves(arg, found));
            }
            _ => {}
        }
    }

    fn is_variable(&self, body: crate::ir::StructId) -> bool {
        self.structs.get(body.index()).is_some_and(|of| of.fixed.is_none())
    }

    /// Whether a filled text is as long as its `size` says: it looks at no computed row.
    fn is_plain(&self, expr: &Expr) -> bool {
        !expr.has(|node| match node {
            Node::Row(row, _) => {
                let role = self.of.rows.get(row.index()).map(|row| &row.role);
                matches!(role, Some(Role::Value(_) | Role::Length))
            }
            Node::Rest => true,
            _ => false,
        })
    }

    fn error(&self, turn: &[Need]) -> Diagnostic {
        let row = |need: &Need| match need {
            Need::Value(row) | Need::Len(row) => self.of.rows.get(row.index()),
            Need::Whole => None,
        };
        let mut rows = turn.iter().filter_map(row);
        let name = |row: &crate::ir::Row| {
            row.name.as_ref().map_or_else(|| "a row".to_owned(), |name| format!("`{}`", name.printed))
        };
        let Some(first) = rows.next() else {
            let message = "its length follows from its length";
            return Diagnostic::error(Code::ValueCycle, self.of.span, message);
        };
        let message = format!("encoding {} needs {0} itself, for the length of what it counts", name(first));
        let help = "what is counted may look at the bytes that it has, `rest`, instead";
        let mut error = Diagnostic::error(Code::ValueCycle, first.span, message).help(help);
        let mut spans = vec![first.span];
        for row in rows {
            if !spans.contains(&row.span) {
                spans.push(row.span);
                error = error.label(row.span, format!("through {}", name(row)));
            }
        }
        error
    }
}

fn leaves(expr: &Expr, found: &mut Vec<Need>) {
    expr::leaves(expr, &mut |leaf| match &leaf.node {
        Node::Row(row, path) if path.is_empty() => found.push(Need::Value(*row)),
        Node::LenRow(row) => found.push(Need::Len(*row)),
        Node::LenStruct => found.push(Need::Whole),
        _ => {}
    });
}
