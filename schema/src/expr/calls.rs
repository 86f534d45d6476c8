//! The functions of expressions.

use super::check::Checker;
use super::interval::{self, hull, show};
use super::{Ast, AstNode, Found, Place, Reads, Use, constant};
use crate::diag::{Code, Diagnostic};
use crate::ir::{Binary, Expr, IntType, Interval, MAX_DATA, Node};
use crate::name::nearest;
use crate::source::Span;
use crate::syntax::Text;
use crate::words::FUNCTIONS;

/// What a field can be asked beside its value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    Len,
    Count,
}

/// What `ctl_code` is called with: the largest value and the bits below it in the code.
const CTL_CODE: [(i128, u8); 4] = [(0xFFFF, 16), (0xFFF, 2), (3, 0), (3, 14)];

impl Checker<'_> {
    pub(super) fn call(&mut self, span: Span, name: &Text, args: &[Ast]) -> Option<Expr> {
        match (name.value.as_str(), args) {
            ("len", [of]) => self.len(of),
            ("count", [of]) => {
                let found = self.place(of)?;
                self.measure(&found, of, Asked::Count)
            }
            ("offset", [of]) => self.offset(of),
            ("tag", [of]) => self.tag(of, span),
            ("byte", [number]) => self.byte(number, span),
            ("byte", _) => self.arity(span, name, args, "the number of a byte"),
            ("min" | "max", [a, b]) => self.extreme(name.value == "min", a, b),
            ("wrap" | "check", [ty, value]) => self.cast(name.value == "wrap", ty, value),
            ("ctl_code", args @ [_, _, _, _]) => self.ctl_code(args),
            ("ctl_code", _) => {
                self.arity(span, name, args, "a device type, a function, a method and an access")
            }
            ("len" | "count" | "offset" | "tag", _) => self.arity(span, name, args, "one field"),
            ("min" | "max", _) => self.arity(span, name, args, "two numbers"),
            ("wrap" | "check", _) => self.arity(span, name, args, "an integer type and a number"),
            (other, _) => {
                let wrong = Diagnostic::error(
                    Code::UnknownName,
                    name.span,
                    format!("there is no function `{other}`"),
                );
                self.refuse(match nearest(other, FUNCTIONS.map(|known| known.name)) {
                    Some(near) => wrong.mean(near),
                    None => wrong,
                })
            }
        }
    }

    fn arity(&mut self, span: Span, name: &Text, args: &[Ast], takes: &str) -> Option<Expr> {
        let message = format!(
            "`{}` takes {takes}, {} given",
            name.value,
            match args.len() {
                0 => "nothing is".to_owned(),
                1 => "1 is".to_owned(),
                many => format!("{many} are"),
            }
        );
        self.error(Code::WrongCall, span, message)
    }

    fn len(&mut self, of: &Ast) -> Option<Expr> {
        let value = matches!(self.use_, Use::Value { .. });
        match &of.node {
            AstNode::Name(name) if name == "struct" => match self.scope.whole() {
                Some(interval) if value => Some(Expr { node: Node::LenStruct, interval, is_bool: false }),
                Some(interval) if interval.min == interval.max => Some(constant(interval.min, false)),
                _ => {
                    self.error(Code::OutOfPlace, of.span, "the length of the whole is known only to `value`")
                }
            },
            AstNode::Name(name) if name == "data" && self.scope.has_data() => {
                if value {
                    let interval = Interval::new(0, MAX_DATA);
                    return Some(Expr { node: Node::LenData, interval, is_bool: false });
                }
                self.error(Code::OutOfPlace, of.span, "the length of the data phase is known only to `value`")
            }
            AstNode::Name(name) if name == "data" && self.scope.find(name).is_none() => {
                self.error(Code::OutOfPlace, of.span, "there is no data phase here")
            }
            _ => {
                let found = self.place(of)?;
                self.measure(&found, of, Asked::Len)
            }
        }
    }

    /// `len(x)` or `count(x)` of a field: 0 where it is absent.
    fn measure(&mut self, found: &Found, of: &Ast, asked: Asked) -> Option<Expr> {
        let (known, what) = match asked {
            Asked::Len => (found.len, "an arg has no bytes"),
            Asked::Count => (found.count, "only a list or an array has elements"),
        };
        let Some(there) = known else {
            if let Reads::Broken = found.reads {
                return None;
            }
            let wrong =
                Diagnostic::error(Code::NotReadable, of.span, what).label(found.span, "declared here");
            return self.refuse(wrong);
        };
        let name = match &of.node {
            AstNode::Name(name) => name.as_str(),
            AstNode::Field(_, name) => name.value.as_str(),
            _ => "",
        };
        let same = there.min == there.max;
        self.in_time(found, name, of.span, same || self.use_ == Use::Check)?;
        let when = found.when.as_ref().filter(|when| !self.surely(when));
        let zero = Interval::new(0, 0);
        match (&found.place, when) {
            (_, None) if same => Some(constant(there.min, false)),
            (Place::Row(row, path), when) if path.is_empty() => {
                let interval = if when.is_some() { hull(there, zero) } else { there };
                let node = if asked == Asked::Len { Node::LenRow(*row) } else { Node::Count(*row) };
                Some(Expr { node, interval, is_bool: false })
            }
            (Place::Param(param), None) if asked == Asked::Len => {
                Some(Expr { node: Node::LenParam(*param), interval: there, is_bool: false })
            }
            (_, Some(when)) if same => Some(Expr {
                node: Node::If(
                    Box::new(when.clone()),
                    Box::new(constant(there.min, false)),
                    Box::new(constant(0, false)),
                ),
                interval: hull(there, zero),
                is_bool: false,
            }),
            _ => {
                let message =
                    "the length of another struct's field is not supported yet, unless it is constant";
                self.error(Code::NotSupported, of.span, message)
            }
        }
    }

    fn offset(&mut self, of: &Ast) -> Option<Expr> {
        let found = self.place(of)?;
        if let (Some(offset), Place::Row(..)) = (found.offset, &found.place) {
            return Some(constant(i128::from(offset), false));
        }
        if let Reads::Broken = found.reads {
            return None;
        }
        let message = "the offset of a field whose place is not constant is not supported yet";
        let wrong = Diagnostic::error(Code::NotSupported, of.span, message);
        self.refuse(wrong.label(found.span, "declared here"))
    }

    /// `tag(x)`: which case of its union a value is.
    fn tag(&mut self, of: &Ast, span: Span) -> Option<Expr> {
        let found = self.place(of)?;
        if let Reads::Broken = found.reads {
            return None;
        }
        if !matches!(self.use_, Use::Value { .. }) {
            let message = "the tag of a union's value is known only to `value`";
            return self.error(Code::OutOfPlace, span, message);
        }
        let (interval, is_bool) = match self.scope.tag(&found) {
            Ok(tag) => tag,
            Err(why) => {
                let wrong = Diagnostic::error(Code::NotReadable, of.span, why);
                return self.refuse(wrong.label(found.span, "declared here"));
            }
        };
        self.there(&found, "it", of.span)?;
        match found.place {
            Place::Row(row, _) => Some(Expr { node: Node::Tag(row), interval, is_bool }),
            Place::Param(_) => None,
        }
    }

    /// `byte(n)` of a raw request.
    fn byte(&mut self, number: &Ast, span: Span) -> Option<Expr> {
        let Use::RequestSize { range } = self.use_ else {
            let message = "`byte` has a meaning only in the sizes of an opcode table";
            let wrong = Diagnostic::error(Code::OutOfPlace, span, message);
            return self.refuse(wrong.help("a row at that place has a name"));
        };
        let expr = self.number(number)?;
        let Node::Int(byte) = expr.node else {
            return self.error(Code::NotConstant, number.span, "the number of a byte is a constant");
        };
        if !(0..range.max).contains(&byte) {
            let last = range.max - 1;
            let message = format!("the longest request has the bytes 0 to {last}, and no byte {byte}");
            return self.error(Code::NeverFits, number.span, message);
        }
        let node = Node::Byte(u64::try_from(byte).unwrap_or_default());
        Some(Expr { node, interval: Interval::new(0, 0xFF), is_bool: false })
    }

    fn extreme(&mut self, least: bool, a: &Ast, b: &Ast) -> Option<Expr> {
        let both = (self.number(a), self.number(b));
        let (a, b) = (both.0?, both.1?);
        let (x, y) = (a.interval, b.interval);
        let (a, b) = (Box::new(a), Box::new(b));
        let (node, interval) = if least {
            (Node::Min(a, b), Interval::new(x.min.min(y.min), x.max.min(y.max)))
        } else {
            (Node::Max(a, b), Interval::new(x.min.max(y.min), x.max.max(y.max)))
        };
        Some(Expr { node, interval, is_bool: false })
    }

    /// `CTL_CODE` of Windows: the parts side by side, each provably no wider than its place.
    fn ctl_code(&mut self, args: &[Ast]) -> Option<Expr> {
        let parts: Vec<Option<Expr>> = args.iter().map(|arg| self.number(arg)).collect();
        let mut code = constant(0, false);
        for ((part, arg), (most, shift)) in parts.into_iter().zip(args).zip(CTL_CODE) {
            let part = part?;
            let range = Interval::new(0, most);
            if !part.interval.is_within(range) {
                let (range, found) = (show(range), show(part.interval));
                let message = format!("this part of a control code must be in {range}, it is {found}");
                let never = interval::meet(part.interval, Interval::new(0, most)).is_none();
                return self.error(if never { Code::NeverFits } else { Code::MayNotFit }, arg.span, message);
            }
            let scale = 1_i128 << shift;
            let moved = Interval::new(part.interval.min * scale, part.interval.max * scale);
            let node = Node::Binary(Binary::Mul, Box::new(part), Box::new(constant(scale, false)));
            let moved = Expr { node, interval: moved, is_bool: false };
            let sum =
                Interval::new(code.interval.min + moved.interval.min, code.interval.max + moved.interval.max);
            let node = Node::Binary(Binary::Add, Box::new(code), Box::new(moved));
            code = Expr { node, interval: sum, is_bool: false };
        }
        Some(code)
    }

    fn cast(&mut self, wrap: bool, ty: &Ast, value: &Ast) -> Option<Expr> {
        let both = (self.int_type(ty), self.number(value));
        let (ty, expr) = (both.0?, both.1?);
        let within = expr.interval.is_within(ty.interval());
        if within {
            return Some(expr);
        }
        if wrap {
            let interval = interval::wrap(ty, expr.interval);
            return Some(Expr { node: Node::Wrap(ty, Box::new(expr)), interval, is_bool: false });
        }
        let Some(interval) = interval::meet(expr.interval, ty.interval()) else {
            let (range, found) = (show(ty.interval()), show(expr.interval));
            let message = format!("the check can never hold: it allows {range}, this is {found}");
            return self.error(Code::NeverFits, value.span, message);
        };
        Some(Expr { node: Node::Check(ty, Box::new(expr)), interval, is_bool: false })
    }

    fn int_type(&mut self, ast: &Ast) -> Option<IntType> {
        let written = ast.name().unwrap_or_default();
        let signed = written.starts_with('i');
        let digits = written.strip_prefix(['u', 'i']).unwrap_or_default();
        let plain = !digits.starts_with('0') && digits.bytes().all(|digit| digit.is_ascii_digit());
        let least = if signed { 2 } else { 1 };
        match digits.parse::<u8>() {
            Ok(128) if plain && !signed => {
                let message = "expressions compute with i128, which has not all values of `u128`";
                self.error(Code::WrongCall, ast.span, message)
            }
            Ok(bits) if plain && bits >= least && bits <= 128 => Some(IntType { signed, bits }),
            _ => self.error(Code::WrongCall, ast.span, "an integer type such as `u16` is needed here"),
        }
    }
}
